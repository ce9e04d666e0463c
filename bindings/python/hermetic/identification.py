"""What a particle was: shower shapes, tags, topologies (docs/detectors.md)."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, Dict, Optional, Sequence

from . import errors
from ._interruptible import interruptibly
from ._library import call_text, plain_value
from ._library import card as encoded
from .files import whole


__all__ = ["card", "shower_library"]


def shower_library(
    setup: Any,
    *,
    energies_GeV: Sequence[float],
    events: int = 200,
    beam: Any = None,
    response: Any = None,
    sensor: str = "ecal",
    fidelity: Optional[str] = None,
    quantile: float = 0.95,
    seed: int = 1,
    path: Any = None,
) -> Dict[str, Any]:
    """Shapes of electron showers in the set-up's own calorimeter, simulated now or read from a file.

    Parameters
    ----------
    setup : Setup, dict, or name of a preset
    energies_GeV : sequence of float
        Between them χ² and its limit are interpolated.
    events : int
        Showers per energy; the error of a 95 % limit's efficiency is √(0.05 · 0.95/events).
    beam : Beam, optional
        Its spot should cover that of the data; its energy is replaced.
    response : dict or name of a preset, optional
        The same as that of the events which will be compared.
    quantile : float
        Share of electrons below the limit.
    path : path, optional
        JSON file: read when it holds a library made from the same card, written otherwise.

    Returns
    -------
    dict
        For ``card(shower=…)`` or a run card's ``identification.shower.library``.
    """
    request: Dict[str, Any] = {"setup": {"preset": setup} if isinstance(setup, str) else setup}
    if response is not None:
        request["response"] = {"preset": response} if isinstance(response, str) else response
    if beam is not None:
        request["beam"] = beam
    if fidelity is not None:
        request["fidelity"] = fidelity
    request.update(sensor=sensor, energies_GeV=list(energies_GeV), events=events, quantile=quantile, seed=seed)
    text = json.dumps(plain_value(request, "shower_library"), sort_keys=True)
    if path is not None and Path(path).exists():
        kept = json.loads(Path(path).read_text())
        if json.dumps(kept.get("made_from"), sort_keys=True) == text:
            return kept
    library = json.loads(_made(text))
    if path is not None:
        with whole(Path(path)) as partial:
            partial.write_text(json.dumps(library))
    return library


@functools.lru_cache(maxsize=16)
def _made(text: str) -> str:
    """Simulates; in a thread of its own, so that Ctrl-C comes through."""
    return interruptibly(
        lambda: json.dumps(call_text("hermetic_shower_library", encoded(text, "shower_library"))), "hermetic showers"
    )


def card(
    *,
    cells: Sequence[str] = (),
    position: Sequence[str] = (),
    tags: Optional[Dict[str, Any]] = None,
    shower: Any = None,
) -> Dict[str, Any]:
    """The identification part of a run card.

    Parameters
    ----------
    cells : sensors with columns of the largest cell, middle cell, periphery, R
    position : sensors with columns of the centre of gravity and radius
    tags : dict
        ``{"srd": {"sensors": ["srd0", "srd1"], "range_GeV": [0.001, 0.08], "window_ns": 2}}``
    shower : dict, optional
        A library of `shower_library`.
    """
    result: Dict[str, Any] = {"cells": list(cells), "position": list(position)}
    if tags:
        result["tags"] = dict(tags)
    if shower is not None:
        if not isinstance(shower, dict):
            raise errors.ArgumentError(f"shower must be a library of shower_library(), not {shower!r}.")
        result["shower"] = {"library": shower}
    return result
