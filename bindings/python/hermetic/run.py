"""A run: the events that were simulated, and the questions one can ask them."""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Optional, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from . import checkpoints, errors
from ._interruptible import interruptibly
from ._library import (
    Handle,
    Progress,
    address,
    call,
    call_text,
    card,
    count,
    library,
    number,
    plain_value,
    take_text,
    text,
)
from .cards import Selection, preset_names
from .cells import read_cells, read_profile
from .detector_decays import SignalYield, signal_yield
from .events import Events
from .hits import Hits, read_hits
from .progress import bar
from .results import CutFlow, Exclusion, Profile, Tally

if TYPE_CHECKING:
    from .tracking import Tracker

SLICE_MS = 50.0
"""How long one call into the library lasts: Ctrl-C waits this long and one shower at most."""


class Run:
    """A run made from a run card (docs/run_card.md); `Study.run` is the usual way to one.

    Parameters
    ----------
    card : dict or JSON text
    selection : Selection, optional
        What `cutflow` applies.

    Attributes
    ----------
    interrupted : bool
        True when Ctrl-C ended the simulation before all events were done; `advance` goes on.
    """

    def __init__(self, card_: Union[Mapping[str, Any], str], *, selection: Optional[Selection] = None):
        self._handle = _create_interruptibly(card(card_, "run"))
        self._state = Progress(struct_size=ctypes.sizeof(Progress))
        self._events: Optional[Events] = None
        self.selection = selection
        self.interrupted = False

    # ------------------------------------------------------------ simulation

    def slices(
        self, *, events: int = 0, slice_ms: float = SLICE_MS, threads: int = 0
    ) -> Iterator[Tuple[int, int]]:
        """Simulates piece by piece: yields (events done, events of the card) after each.

        Parameters
        ----------
        events : int
            Stop after so many more; 0 means all of the card.
        slice_ms : float
            Length of a piece; a shower that is under way then is continued by the next.
        threads : int
            0 = one per processor. The events are the same bits for any number.
        """
        limit = count(events, "events")
        threads = count(threads, "threads")
        if threads > 2**31 - 1:
            raise errors.RangeError(f"threads = {threads} is not allowed.")
        target = self.count + limit if limit else None
        while not self._state.finished and (target is None or self.count < target):
            remaining = target - self.count if target is not None else 0
            call(
                "hermetic_run_slice",
                self._handle.pointer,
                remaining,
                float(slice_ms),
                threads,
                ctypes.byref(self._state),
            )
            yield self.count, int(self._state.events_total)

    def advance(
        self, events: int = 0, *, threads: int = 0, progress: Optional[bool] = None, label: str = "simulating"
    ) -> "Run":
        """Simulates more events, all that the card asks for by default.

        Ctrl-C stops within a slice, keeps what is done, and sets `interrupted`; before the first event it
        is raised as usual. `progress` None shows a bar on a terminal or in a notebook only.
        """
        done = self.count
        display = None
        self.interrupted = False
        try:
            for now, total in self.slices(events=events, threads=threads):
                if display is None:
                    display = bar(done + events if events else total, label, progress, done)
                display.update(now - done)
                done = now
        except KeyboardInterrupt:
            if self.count == 0:
                raise
            self.interrupted = True
        finally:
            if display is not None:
                display.close()
        if self.interrupted:
            print(
                f"stopped after {self.count} of {int(self._state.events_total)} events; they are kept.",
                file=sys.stderr,
            )
        return self

    # ------------------------------------------------------------ what came out

    @property
    def count(self) -> int:
        """Number of finished events."""
        return int(library().hermetic_run_event_count(self._handle.pointer))

    @property
    def finished(self) -> bool:
        """True when all events of the card are done."""
        return bool(self._state.finished)

    @property
    def steps(self) -> int:
        """Transport steps so far."""
        return int(self._state.steps)

    @property
    def worst_energy_imbalance(self) -> float:
        """Largest |in − out| / in of any event."""
        return float(self._state.worst_energy_imbalance)

    @property
    def events(self) -> Events:
        """The event columns; a snapshot of the events that are finished now."""
        if self._events is None or self._events.count != self.count:
            self._events = Events(self._handle)
        return self._events

    @property
    def columns(self) -> List[str]:
        """Names of the columns."""
        loaded = library()
        size = loaded.hermetic_run_column_count(self._handle.pointer)
        return [loaded.hermetic_run_column_name(self._handle.pointer, i).decode() for i in range(size)]

    def column(self, name: str) -> np.ndarray:
        """A copy of one column, shape (events,); `events` gives views without a copy."""
        values, size = np.empty(self.count), ctypes.c_size_t()
        call(
            "hermetic_run_column",
            self._handle.pointer,
            text(name, "column"),
            address(values),
            values.size,
            ctypes.byref(size),
        )
        return values[: size.value]

    @property
    def card(self) -> Dict[str, Any]:
        """The resolved card with library version, ABI, seed and statistics: how this was made."""
        return call_text("hermetic_run_card", self._handle.pointer)

    @property
    def masses_GeV(self) -> np.ndarray:
        """Masses of the signal; empty for ordinary events."""
        signal = self.card["card"].get("signal") or {}
        return np.asarray(signal.get("masses_GeV", []), dtype=float)

    def profile(self, sensor: str) -> Profile:
        """Mean visible energy per layer of one sensor, with its standard error."""
        return read_profile(self._handle.pointer, sensor)

    def cells(
        self, sensor: str, *, truth: bool = False, first: int = 0, events: Optional[int] = None
    ) -> np.ndarray:
        """Cell energies of one sensor [GeV, calibrated]; the study must keep them: ``Study(cells=["ecal"])``.

        Parameters
        ----------
        sensor : str
        truth : bool
            Energies before the response instead of what the sensor reports.
        first, events : int
            Which events; all that are finished by default.

        Returns
        -------
        ndarray, shape (events, sections, cells in x, cells in y)
            ``cells[:, 0]`` of the ECAL is its preshower; indices are those of ``ECAL[2][6][6]``.
        """
        return read_cells(
            self._handle.pointer,
            self.card["card"]["setup"],
            sensor,
            truth,
            count(first, "first"),
            events,
            self.count,
        )

    def hits(self, tracker: str, *, first: int = 0, events: Optional[int] = None) -> Hits:
        """Measured hits of one tracker; the run card must keep them: ``"keep_hits": True``.

        Parameters
        ----------
        tracker : str
            Its name in ``trackers`` of the run card.
        first, events : int
            Which events; all that are finished by default.

        Raises
        ------
        NotFoundError
            There is no such tracker.
        StateError
            Its hits were not kept.
        """
        return read_hits(self._handle.pointer, tracker, count(first, "first"), events, self.count)

    def tracker(self, name: str) -> Tracker:
        """The tracker that fitted the tracks of this run, for fits of one's own: planes, matter and fields of its set-up.

        >>> run.tracker("ms2").find_flat(hits.offsets, hits.axes, hits.u_mm)
        """
        from .tracking import Tracker

        cards = self.card["trackers"]
        if name not in cards:
            raise errors.NotFoundError(f"unknown tracker {name!r}. Known: {', '.join(cards) or 'none'}.")
        return Tracker(cards[name])

    def display(self, event: int = 0, *, minimum_energy_GeV: float = 0.1, tracks: int = 2000) -> Any:
        """One finished event in three dimensions: a notebook shows it, ``.save("event.glb")`` or ``.html`` keeps it.

        The event is simulated again, with the same bits, and its tracks are recorded.

        Parameters
        ----------
        event : int
            0 … count − 1.
        minimum_energy_GeV : float
            Slower tracks are left out.
        tracks : int
            The most tracks that are kept.
        """
        from .display import EventDisplay

        options = {
            "minimum_energy_GeV": number(minimum_energy_GeV, "minimum_energy_GeV"),
            "largest_track_count": count(tracks, "tracks"),
        }
        shown = call_text(
            "hermetic_run_display", self._handle.pointer, count(event, "event"), card(options, "display")
        )
        return EventDisplay(shown, self.card["card"]["setup"].get("fields") or ())

    def tally(self, name: str) -> Tally:
        """One of the tallies that the run card asks for (docs/tallies.md)."""
        return Tally.from_result(call_text("hermetic_run_tally", self._handle.pointer, text(name, "tally")))

    # ------------------------------------------------------------ analysis

    def select(self, selection: Any = None, *, weight: Optional[str] = None) -> Tuple[np.ndarray, CutFlow]:
        """Applies a selection to the finished events.

        Parameters
        ----------
        selection : Selection or dict, optional
            The run's own when left out.
        weight : str, optional
            Column of weights, such as ``"signal.weight_0"``; the events' own (column "weight") when left out.

        Returns
        -------
        passed : bool ndarray, shape (events,)
        flow : CutFlow
        """
        chosen = self.selection if selection is None else selection
        if chosen is None:
            raise errors.StateError(
                "the run has no selection (neither Study(selection=…) nor select(selection)). "
                "Try hm.selections.na64e_invisible_2018()."
            )
        passed = np.zeros(self.count, dtype=np.uint8)
        out = ctypes.c_void_p()
        call(
            "hermetic_run_select",
            self._handle.pointer,
            card(chosen, "selection"),
            None if weight is None else text(weight, "weight"),
            address(passed),
            passed.size,
            ctypes.byref(out),
        )
        return passed.astype(bool), CutFlow(take_text(out))

    @property
    def cutflow(self) -> CutFlow:
        """Cut flow of the run's selection; with a signal, weighted for its first mass."""
        return self.select(weight="signal.weight_0" if "signal.weight_0" in self.columns else None)[1]

    def signal_yield(self, coupling: ArrayLike, *, selection: Any = None, mass: int = 0) -> SignalYield:
        """Selected events per beam particle at other couplings, of bosons that decay inside the detector.

        N(g) = g² ⟨w r exp(−(r − 1) l/L)⟩ over the events that pass, r = (g/g₀)², with the path l and its mean L at the
        coupling g₀ of the simulation (`signal.decay.coupling`). One run serves all couplings at which its paths occur.

        Parameters
        ----------
        coupling : array_like
            Multiples of the model's coupling: ε, if the model leaves out epsilon.
        selection : Selection or dict, optional
            The run's own when left out.
        mass : int
            Number of the mass in the list of the signal.
        """
        return signal_yield(self, coupling, selection, mass)

    def exclusion(self, analysis: Any) -> Exclusion:
        """Yield, efficiency and upper limit on ε for every mass.

        Parameters
        ----------
        analysis : Analysis, dict, or name of an analysis or an experiment
            ``hm.analyses.na64e_2016_2018()``, ``"na64e_2016_2018"``, or ``"na64mu_2022"``: that experiment's trigger and
            cuts, particles on target, background and observed events.
        """
        if isinstance(analysis, str) and not analysis.lstrip().startswith("{"):
            analysis = {"experiment" if analysis in preset_names("experiment") else "preset": analysis}
        return Exclusion(call_text("hermetic_run_exclusion", self._handle.pointer, card(analysis, "analysis")))

    def limit(
        self,
        *,
        exposure: float,
        background: Any = 0.0,
        observed: int = 0,
        cl: float = 0.90,
        selection: Any = None,
        signal_uncertainties: Optional[Mapping[str, float]] = None,
    ) -> Exclusion:
        """Upper limit on ε for every mass, for one period of data taking.

        Parameters
        ----------
        exposure : float
            Particles on target.
        background : float or (float, float)
            Expected events, with the error of their number.
        observed : int
        cl : float
            Confidence level of the CL_s limit.
        selection : Selection or dict, optional
            The run's own when left out.
        signal_uncertainties : dict, optional
            Relative error of the yield by name: ``{"cross_section": 0.1}``.

        Returns
        -------
        Exclusion
            ``.epsilon``, ``.expected``, ``.method``; several periods are combined by `exclusion`.
        """
        chosen = self.selection if selection is None else selection
        if chosen is None:
            raise errors.StateError(
                "the run has no selection (neither Study(selection=…) nor limit(selection=…)). "
                "Try hm.selections.na64e_invisible_2018()."
            )
        pair = background if isinstance(background, (tuple, list)) else (background, 0.0)
        if len(pair) != 2:
            raise errors.ArgumentError(
                f"background must be a number or a pair (mean, error), not {background!r}."
            )
        period = {
            "eot": number(exposure, "exposure"),
            "selection": plain_value(chosen, "selection"),
            "background": number(pair[0], "background"),
            "background_error": number(pair[1], "background[1]"),
            "observed": count(observed, "observed"),
            "signal_uncertainties": dict(signal_uncertainties or {}),
        }
        return self.exclusion({"confidence_level": number(cl, "cl"), "periods": [period]})

    @property
    def plot(self) -> Any:
        """Figures of this run: ``run.plot.plane()``, ``.profile()``, ``.exclusion()``."""
        from .plot import RunPlots

        return RunPlots(self)

    # ------------------------------------------------------------ keeping, sending, putting together

    def checkpoint(self) -> bytes:
        """All that the finished events left: `absorb` takes it in, here or in another process."""
        return checkpoints.write(self._handle.pointer)

    def absorb(self, checkpoint: bytes) -> "Run":
        """Takes in the next events from a checkpoint, as if they had been simulated here.

        The checkpoint must be of the same card but for the range of events (`StateError`, `ConfigurationError`).
        """
        checkpoints.absorb(self._handle.pointer, checkpoint, self._state)
        return self

    @classmethod
    def load(cls, path: Any, *, selection: Optional[Selection] = None) -> "Run":
        """The run that ``save("….hermetic")`` wrote, with all its methods; tables are built again, events are not."""
        data = checkpoints.load(path)
        return cls(checkpoints.describe(data)["card"], selection=selection).absorb(data)

    def save(self, path: Any, *, tree: bool = False) -> Any:
        """Writes the events, with the run card inside, as .parquet, .root, .npz or .json; or all as .hermetic.

        A .root file holds an RNTuple, or a TTree with ``tree=True``. `Run.load` reads a .hermetic file.

        The file appears under its name only when it is complete. Returns the path.
        """
        from .files import save

        return save(self, path, tree=tree)

    def __repr__(self) -> str:
        masses = self.masses_GeV
        signal = f", {len(masses)} masses" if len(masses) else ""
        state = "" if self.finished else ", interrupted" if self.interrupted else ", not finished"
        return f"Run({self.count} events{signal}{state})"

    def _repr_html_(self) -> str:
        from .tables import html

        rows = [
            ("events", self.count),
            ("masses", len(self.masses_GeV)),
            ("finished", str(self.finished)),
            ("steps", self.steps),
            ("worst energy imbalance", self.worst_energy_imbalance),
        ]
        return html(("run", str(self.card["card"].get("name", ""))), rows)


def _create_interruptibly(encoded: bytes) -> Handle:
    """Building the tables takes seconds; a thread of its own lets Ctrl-C through meanwhile."""
    return interruptibly(lambda: Handle("hermetic_run_create", "hermetic_run_free", encoded), "hermetic tables")
