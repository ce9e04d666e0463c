"""What a run answers: cut flow, profile, exclusion."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Union

import numpy as np

from . import errors, tables
from .curves import Curve, published


@dataclass(frozen=True)
class Tally:
    """Sums of a run per bin, as mean per event and standard error (docs/tallies.md).

    Attributes
    ----------
    name, unit : str
    events : int
    axes : tuple of (name, edges or labels)
        Slowest first; an axis without edges has one bin.
    mean, error : ndarray
        Of the shape of the axes; axes of one bin without edges are left out.
    """

    name: str
    unit: str
    events: int
    axes: tuple
    mean: np.ndarray
    error: np.ndarray

    @classmethod
    def from_result(cls, result: Mapping[str, Any]) -> "Tally":
        """From the library's answer."""
        axes, shape = [], []
        for axis, bins in zip(result["axes"], result["shape"]):
            if "labels" in axis:
                axes.append((axis["name"], list(axis["labels"])))
            elif axis["edges"]:
                axes.append((axis["name"], np.asarray(axis["edges"], dtype=float)))
            else:
                continue
            shape.append(int(bins))
        mean, error = (np.asarray(result[key], dtype=float).reshape(shape) for key in ("mean", "error"))
        return cls(result["name"], result["unit"], int(result["events"]), tuple(axes), mean, error)

    def axis(self, name: str) -> Any:
        """Edges or labels of one axis."""
        for known, values in self.axes:
            if known == name:
                return values
        raise errors.NotFoundError(f"unknown axis {name!r}. Known: {', '.join(known for known, _ in self.axes)}.")

    def select(self, **labels: str) -> "Tally":
        """The part with one label of an axis: ``tally.select(particle="e-", material="Pb")``."""
        axes, mean, error = list(self.axes), self.mean, self.error
        for name, label in labels.items():
            known = self.axis(name)
            if isinstance(known, np.ndarray) or label not in known:
                raise errors.NotFoundError(f"unknown {name} {label!r}. Known: {', '.join(map(str, known))}.")
            position = [axis for axis, _ in axes].index(name)
            mean, error = (np.take(values, list(known).index(label), axis=position) for values in (mean, error))
            del axes[position]
        return Tally(self.name, self.unit, self.events, tuple(axes), mean, error)


class CutFlow:
    """What is left after every cut, weighted; iterates over its rows.

    Attributes
    ----------
    efficiency, efficiency_error : float
        Of all cuts together, with the cited efficiencies.
    cited_efficiency : float
        Product of the efficiencies that were put in.
    effective_entries : float
        (Σw)²/Σw² of the events that pass.
    """

    _COLUMNS = ("name", "entries", "weight", "weight_error", "step_efficiency", "cumulative_efficiency")
    _HEADINGS = ("cut", "events", "weight", "+-", "of this cut", "of all so far")

    def __init__(self, result: Mapping[str, Any]):
        self._result = dict(result)
        self.efficiency = float(result["efficiency"])
        self.efficiency_error = float(result["efficiency_error"])
        self.cited_efficiency = float(result["cited_efficiency"])
        self.effective_entries = float(result["effective_entries"])

    @property
    def rows(self) -> List[Dict[str, Any]]:
        """One dict per cut, in order; the first row is all events."""
        return copy.deepcopy(self._result["rows"])

    def to_dict(self) -> Dict[str, Any]:
        """The library's answer, as it came."""
        return copy.deepcopy(self._result)

    def _table(self) -> List[Sequence[Any]]:
        return [[row.get(name) for name in self._COLUMNS] for row in self._result["rows"]]

    def __iter__(self) -> Iterator[Dict[str, Any]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self._result["rows"])

    def __repr__(self) -> str:
        return tables.text(self._HEADINGS, self._table())

    def _repr_html_(self) -> str:
        return tables.html(self._HEADINGS, self._table(), str(self._result.get("selection", "")))


@dataclass(frozen=True)
class Profile:
    """Longitudinal profile of one sensor.

    Attributes
    ----------
    sensor : str
    mean_GeV, error_GeV : ndarray, shape (layers,)
        Mean visible energy per event, and its standard error.
    """

    sensor: str
    mean_GeV: np.ndarray
    error_GeV: np.ndarray

    def __len__(self) -> int:
        return len(self.mean_GeV)


class Exclusion:
    """Yields, efficiencies and upper limits on ε for every mass.

    Attributes
    ----------
    mass_GeV, epsilon, yield_per_eot, acceptance, efficiency : ndarray
        One number per mass; the yield is per electron on target and ε².
    yield_relative_error, acceptance_relative_error, epsilon_relative_statistical_error : ndarray
        Statistical errors.
    yield_by_process : dict of ndarray
        The parts of the yield where the signal has several processes.
    expected : dict of ndarray
        "median", "minus2", "minus1", "plus1", "plus2" limits without a signal.
    yield_limit_per_eot : ndarray
        Upper limit on what is made per particle on target: conversions per muon.
    parameter : str or None
        "charge", "invisible_branching_ratio" or "coupling" of the models that have one.
    parameter_limit : ndarray
        Its upper limit.
    confidence_level, eot : float
    method : str
    """

    def __init__(self, result: Mapping[str, Any]):
        self._result = dict(result)
        rows = self._result["rows"]
        self.confidence_level = float(result["confidence_level"])
        self.method = str(result.get("method", ""))
        self.eot = float(result.get("eot", float("nan")))

        def column(key: str) -> np.ndarray:
            return np.array([np.nan if row.get(key) is None else row[key] for row in rows], dtype=float)

        self.mass_GeV = column("mass_GeV")
        self.epsilon = column("epsilon")
        self.epsilon_relative_statistical_error = column("epsilon_relative_statistical_error")
        self.yield_per_eot = column("yield_per_eot")
        self.yield_relative_error = column("yield_relative_error")
        self.acceptance = column("acceptance")
        self.acceptance_relative_error = column("acceptance_relative_error")
        self.efficiency = column("efficiency")
        self.yield_limit_per_eot = column("yield_limit_per_eot")
        self.parameter = next((str(row["parameter"]) for row in rows if "parameter" in row), None)
        self.parameter_limit = column("parameter_limit")
        #: By process where there are several: mean yields per primary and coupling², one number per mass.
        self.yield_by_process: Dict[str, np.ndarray] = {
            name: np.array([row["yield_per_eot_by_process"][name]["mean"] for row in rows])
            for name in (rows[0].get("yield_per_eot_by_process") or {} if rows else {})
        }
        bands: Dict[str, List[float]] = {}
        for row in rows:
            for key, value in (row.get("expected") or {}).items():
                bands.setdefault(key, []).append(np.nan if value is None else value)
        self.expected = {key: np.array(values, dtype=float) for key, values in bands.items()}

    @property
    def coupling(self) -> np.ndarray:
        """The limits by their general name: ε of a dark photon, g′ of a Z′, g of a scalar."""
        return self.epsilon

    def to_dict(self) -> Dict[str, Any]:
        """The library's answer, as it came."""
        return copy.deepcopy(self._result)

    def ratio(self, curve: Union[str, Curve]) -> np.ndarray:
        """ε of this result over a published one, mass by mass; NaN where that one has no value."""
        return self.epsilon / _curve(curve).at(self.mass_GeV)

    def table(self, compare: Optional[Union[str, Curve]] = None) -> str:
        """A table for the terminal, with a published curve beside it."""
        return tables.text(*self._table(compare))

    def _table(self, compare: Optional[Union[str, Curve]] = None):
        headings = ["m_A' [MeV]", "yield/EOT/eps^2", "+-%", "acceptance", "efficiency", "eps90 upper", "expected"]
        columns = [
            1000 * self.mass_GeV,
            self.yield_per_eot,
            100 * self.yield_relative_error,
            self.acceptance,
            self.efficiency,
            self.epsilon,
            self.expected.get("median", np.full(len(self.mass_GeV), np.nan)),
        ]
        if self.confidence_level != 0.9:
            headings[5] = f"eps{100 * self.confidence_level:g} upper"
        if compare is not None:
            curve = _curve(compare)
            headings += [curve.name, "ratio"]
            columns += [curve.at(self.mass_GeV), self.ratio(curve)]
        rows = [[None if np.isnan(value) else float(value) for value in row] for row in zip(*columns)]
        return headings, rows

    def plot(self, **options: Any) -> Any:
        """The exclusion curve; see `hermetic.plot.exclusion`."""
        from .plot import exclusion

        return exclusion(self, **options)

    @property
    def exposure(self) -> float:
        """Particles on target."""
        return self.eot

    def to_hepdata(self, folder: Any, **options: Any) -> List[Any]:
        """Writes a HEPData submission: limits, expected bands, yields, efficiencies; see `hermetic.hepdata.write`."""
        from .hepdata import write

        return write(self, folder, **options)

    def __len__(self) -> int:
        return len(self.mass_GeV)

    def __repr__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        caption = f"{100 * self.confidence_level:g} % CL, {self.eot:.3g} EOT, {self.method}"
        headings, rows = self._table()
        return tables.html(headings, rows, caption)


def _curve(curve: Union[str, Curve]) -> Curve:
    return published(curve) if isinstance(curve, str) else curve
