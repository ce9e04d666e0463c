"""A study is a set-up, a signal, a selection, and a beam."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Dict, Optional

from . import errors
from . import parts as run_parts
from ._library import count, plain_value
from .cards import Selection
from .progress import bar
from .run import Run


@dataclass(frozen=True, kw_only=True)
class Study:
    """Everything that defines a simulation, except how many events and which seed.

    Parameters
    ----------
    setup : Setup, World, dict, or name of a preset
    signal : DarkPhoton, optional
        Ordinary beam particles when left out.
    selection : Selection, optional
        What ``run.cutflow`` applies.
    beam : Beam, optional
    physics : Physics, optional
    name : str, optional
        Goes into the run card.
    fidelity : {"full", "fast"}, optional
        "fast" takes soft showers from a library that it makes first (docs/fast_showers.md).
    fast : dict, optional
        Parameters of fast mode, such as ``{"threshold_GeV": 10}``.
    tallies : dict, optional
        Extra sums per bin by name (docs/tallies.md); `Run.tally` reads them.
    response : dict or name of a preset, optional
        What the sensors make of deposited energy (docs/response.md); true energies when left out.
    identification : dict, optional
        Extra columns: shapes, tags, shower χ² (docs/detectors.md).
    trackers : dict or name of a preset, optional
        Spectrometers: hits and fitted tracks of every event (docs/tracking.md).
    cells : list of str, optional
        Sensors whose cells are kept event by event; `Run.cells` reads them.
    """

    setup: Any
    signal: Any = None
    selection: Optional[Selection] = None
    beam: Any = None
    physics: Any = None
    name: Optional[str] = None
    fidelity: Optional[str] = None
    fast: Any = None
    tallies: Any = None
    response: Any = None
    identification: Any = None
    trackers: Any = None
    cells: Any = None

    def card(self, *, events: int, seed: int = 1) -> Dict[str, Any]:
        """The run card of this study (docs/run_card.md)."""
        setup = {"preset": self.setup} if isinstance(self.setup, str) else self.setup
        card: Dict[str, Any] = {} if self.name is None else {"name": self.name}
        card["setup"] = plain_value(setup, "setup")
        if self.fidelity is not None:
            card["fidelity"] = self.fidelity
        for key in ("beam", "physics", "signal", "fast", "tallies", "response", "identification", "trackers", "cells"):
            value = getattr(self, key)
            if key in ("response", "trackers") and isinstance(value, str):
                value = {"preset": value}
            if value is not None:
                card[key] = plain_value(value, key)
        card["events"] = count(events, "events")
        card["seed"] = count(seed, "seed")
        return card

    def prepare(self, *, events: int, seed: int = 1) -> Run:
        """The run, before its first event: tables are built, nothing is simulated."""
        return Run(self.card(events=events, seed=seed), selection=self.selection)

    def run(
        self,
        *,
        events: int,
        seed: int = 1,
        threads: Optional[int] = None,
        progress: Optional[bool] = None,
        executor: Any = None,
        parts: Optional[int] = None,
    ) -> Run:
        """Simulates. Ctrl-C stops within 0.3 s and keeps what is done (`Run.interrupted`).

        Parameters
        ----------
        events : int
        seed : int
            The same seed gives the same bits, for any number of threads.
        threads : int, optional
            0, the default, is one per processor; with an executor those of each part, one by default.
        progress : bool, optional
            None shows a bar on a terminal or in a notebook only.
        executor : object with ``submit``, optional
            Simulates parts of the run elsewhere: a `concurrent.futures.ProcessPoolExecutor`, a Dask client, ….
        parts : int, optional
            Number of them; the executor's number of workers when left out.
        """
        label = self.name or ("signal" if self.signal is not None else "simulating")
        run = self.prepare(events=events, seed=seed)
        if executor is None:
            return run.advance(threads=threads or 0, progress=progress, label=label)
        card = self.card(events=events, seed=seed)
        display = bar(card["events"], label, progress, 0)
        try:
            for part in run_parts.distribute(card, executor, parts, 1 if threads is None else threads):
                before = run.count
                display.update(run.absorb(part).count - before)
        finally:
            display.close()
        return run

    def scan(
        self,
        *,
        mass: Any,
        events: int,
        seed: int = 1,
        **options: Any,
    ) -> Run:
        """The study for a list of masses: one simulation, since each shower serves every mass.

        >>> scan = study.scan(mass=hm.logspace("1 MeV", "1 GeV", 20), events=400)
        >>> scan.limit(exposure=2.84e11).plot(overlay=["NA64 2019"])

        ``options`` are those of `run`: threads, progress, executor, parts.
        """
        if self.signal is None:
            raise errors.StateError("the study has no signal to scan. Give Study(signal=hm.DarkPhoton(mass)).")
        signal = dataclasses.replace(self.signal, mass=tuple(mass))
        return self.replace(signal=signal).run(events=events, seed=seed, **options)

    def replace(self, **changes: Any) -> "Study":
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)
