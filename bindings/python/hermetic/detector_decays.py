"""Bosons that decay inside the detector of a run: their yield at any coupling (docs/physics/production_along_tracks.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import count

if TYPE_CHECKING:
    from .run import Run


class SignalYield(NamedTuple):
    """Expected events per beam particle and their statistical error, one for each coupling."""

    mean: np.ndarray
    error: np.ndarray


def signal_yield(run: "Run", coupling: ArrayLike, selection: Any, mass: int) -> SignalYield:
    """N(g) = g² ⟨w r exp(−(r − 1) l/L)⟩ over the events that pass; see `Run.signal_yield`."""
    signal = run.card["card"].get("signal") or {}
    if signal.get("visible_decays") != "simulated":
        raise errors.StateError(
            "the bosons of this run do not decay inside the detector (their yield is proportional to the coupling "
            'squared). Use exclusion, or give the signal visible_decays="simulated" and decay.'
        )
    if "dark_matter" in signal["model"]:
        raise errors.StateError(
            "the width of a boson that decays to dark matter is not proportional to the coupling squared (events "
            "cannot be weighed for another one). Simulate each coupling."
        )
    index = count(mass, "mass")
    if index >= len(signal["masses_GeV"]):
        raise errors.RangeError(f"mass = {mass} is not allowed (the run has {len(signal['masses_GeV'])}).")
    couplings = np.asarray(coupling, dtype=float)
    if not np.all((couplings > 0) & (couplings < np.inf)):
        raise errors.RangeError("coupling is not allowed (finite numbers > 0).")
    passed, _ = run.select(selection)
    weights = np.where(passed, run.column(f"signal.weight_{index}"), 0.0)
    used = weights > 0
    means = np.where(used, run.column("truth.decay_mean_path_mm"), 1.0)
    paths = np.where(used, run.column("truth.decay_path_mm"), 0.0) / means
    mean, error = np.empty(couplings.shape), np.empty(couplings.shape)
    for place, value in np.ndenumerate(couplings):
        ratio = (value / signal["decay"]["coupling"]) ** 2
        terms = value**2 * ratio * weights * np.exp(-(ratio - 1) * paths)
        mean[place], error[place] = terms.mean(), terms.std() / max(1.0, run.count - 1.0) ** 0.5
    return SignalYield(mean, error)
