"""From counts to couplings: exclusions, islands, planes, projections, contours (docs/couplings.md).

>>> result = hm.couplings.limits({"mass_GeV": [0.01], "channels": [{"name": "2018", "exposure": 1.9e11,
...     "background": 0.3, "observed": 0, "yields": [hm.couplings.production(0.02)]}]})
>>> result.upper_limit
"""

from __future__ import annotations

import copy
import ctypes
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, array, call, call_text, card, number, take_text

__all__ = [
    "Couplings",
    "contour",
    "decay",
    "limits",
    "optimise",
    "plot",
    "preset",
    "presets",
    "production",
    "resonant",
    "strengths",
    "trace",
]

QUANTITIES = ("observed", "minus2", "minus1", "median", "plus1", "plus2")


def production(per_exposure: ArrayLike, *, power: float = 2, mass_GeV: Optional[ArrayLike] = None) -> Dict[str, Any]:
    """A yield that grows as coupling^power: events per unit of exposure at coupling 1, per mass.

    With `mass_GeV` the numbers belong to these masses and are interpolated in log-log.
    """
    item: Dict[str, Any] = {"kind": "production", "per_exposure": _plain(per_exposure)}
    if power != 2:
        item["power"] = number(power, "power")
    if mass_GeV is not None:
        item["mass_GeV"] = _plain(mass_GeV)
    return item


def decay(
    per_exposure: ArrayLike,
    *,
    width: Union[str, ArrayLike],
    window_mm: Tuple[float, Optional[float]],
    energy_GeV: ArrayLike,
    weights: Optional[ArrayLike] = None,
    production_mm: Optional[ArrayLike] = None,
    mass_GeV: Optional[ArrayLike] = None,
) -> Dict[str, Any]:
    """Production times the probability to decay between two distances: exclusions are islands.

    Parameters
    ----------
    width : {"vector_ee", "scalar_ee", "pseudoscalar_ee", "alp_photons"} or list
        Or Γ [GeV] at coupling 1, per mass.
    window_mm : (start, end)
        From the place of production; end None asks for a decay beyond the start.
    energy_GeV, weights : array_like
        Energies of what decays and their shares, one list or one per mass.
    production_mm : array_like, optional
        Where each of them is made, on the axis of the window; 0 without.
    """
    item = {**production(per_exposure, mass_GeV=mass_GeV), "kind": "decay", "window_mm": list(window_mm)}
    item["width"] = width if isinstance(width, str) else _plain(width)
    item["energy_GeV"] = _plain(np.atleast_1d(energy_GeV))
    if production_mm is not None:
        item["production_mm"] = _plain(np.atleast_1d(production_mm))
    if weights is not None:
        item["weights"] = _plain(np.atleast_1d(weights))
    return item


def resonant(
    energy_GeV: ArrayLike,
    track_length_mm_per_GeV: ArrayLike,
    *,
    electron_density_per_mm3: float,
    alpha_D: float,
    dark_matter: str = "dirac",
    mass_ratio: float = 3.0,
    minimum_energy_GeV: float = 0.0,
) -> Dict[str, Any]:
    """e⁺e⁻ → A′ → χχ̄ by positrons of the given track length; the line's width follows from α_D."""
    return {
        "kind": "resonant",
        "energy_GeV": _plain(energy_GeV),
        "track_length_mm_per_GeV": _plain(track_length_mm_per_GeV),
        "electron_density_per_mm3": number(electron_density_per_mm3, "electron_density_per_mm3"),
        "alpha_D": number(alpha_D, "alpha_D"),
        "dark_matter": dark_matter,
        "mass_ratio": number(mass_ratio, "mass_ratio"),
        "minimum_energy_GeV": number(minimum_energy_GeV, "minimum_energy_GeV"),
    }


def _plain(values: ArrayLike) -> Any:
    return np.asarray(values, dtype=float).tolist()


class Couplings:
    """Exclusions of a coupling, mass by mass.

    Attributes
    ----------
    name, coupling, method : str
    confidence_level, exposure : float
    mass_GeV : ndarray
    """

    def __init__(self, result: Mapping[str, Any], rows: Optional[Sequence[Mapping[str, Any]]] = None):
        self._result = dict(result)
        self._rows = list(self._result["rows"] if rows is None else rows)
        self.name = str(result["name"])
        self.coupling = str(result["coupling"])
        self.method = str(result["method"])
        self.confidence_level = float(result["confidence_level"])
        self.exposure = float(result["exposure"])
        self.mass_GeV = np.array([row["mass_GeV"] for row in self._rows])

    def to_dict(self) -> Dict[str, Any]:
        """The library's answer, as it came."""
        return copy.deepcopy(self._result)

    def intervals(self, quantity: str = "observed") -> List[List[Tuple[float, Optional[float]]]]:
        """Per mass, the excluded intervals (lower, upper); upper None: everything above. [] = no exclusion."""
        self._check(quantity)
        return [
            [(piece["lower"], piece["upper"]) for piece in row[quantity]["intervals"]] for row in self._rows
        ]

    def status(self, quantity: str = "observed") -> List[str]:
        """Per mass "excluded" or "no_exclusion"."""
        self._check(quantity)
        return [row[quantity]["status"] for row in self._rows]

    def _check(self, quantity: str) -> None:
        if quantity not in QUANTITIES or (self._rows and quantity not in self._rows[0]):
            known = [name for name in QUANTITIES if not self._rows or name in self._rows[0]]
            raise errors.NotFoundError(f"unknown quantity {quantity!r}. Known: {', '.join(known)}.")

    def lower_edge(self, quantity: str = "observed") -> np.ndarray:
        """Smallest excluded coupling per mass; masked where nothing is excluded."""
        return _masked([pieces[0][0] if pieces else None for pieces in self.intervals(quantity)])

    def upper_edge(self, quantity: str = "observed") -> np.ndarray:
        """Largest excluded coupling per mass; masked where nothing is excluded or everything above is."""
        return _masked([pieces[-1][1] if pieces else None for pieces in self.intervals(quantity)])

    @property
    def upper_limit(self) -> np.ndarray:
        """Upper limit of the coupling for production without decays: the lower edge of what is excluded."""
        return self.lower_edge()

    def plane(self, quantity: str = "observed") -> Tuple[np.ndarray, List[List[Tuple[Optional[float], Optional[float]]]]]:
        """x and, per mass, the excluded intervals in the plane that the card asked for."""
        self._check(quantity)
        if self._rows and "plane" not in self._rows[0]:
            return self.mass_GeV, self.intervals(quantity)
        x = np.array([row["plane"]["x"] for row in self._rows])
        return x, [[tuple(piece) for piece in row["plane"][quantity]] for row in self._rows]

    @property
    def axes(self) -> Tuple[str, str]:
        """Names of x and y."""
        return self._result["axes"]["x"], self._result["axes"]["y"]

    @property
    def projections(self) -> Dict[float, "Couplings"]:
        """Expected exclusions by exposure factor."""
        found = {}
        for item in self._result["projections"]:
            found[item["factor"]] = Couplings({**self._result, "exposure": item["exposure"]}, item["rows"])
        return found

    def plot(self, **options: Any) -> Any:
        """The exclusion plot; see `hermetic.plot.couplings`."""
        from .plot import couplings

        return couplings(self, **options)

    def to_hepdata(self, folder: Any, **options: Any) -> Any:
        """A HEPData submission; see `hermetic.hepdata.write`."""
        from .hepdata import write

        return write(self, folder, **options)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        from . import tables

        rows = []
        for mass, pieces in zip(self.mass_GeV, self.intervals("observed" if "observed" in self._rows[0] else "median")):
            text = ", ".join(f"{a:.4g} … {'∞' if b is None else format(b, '.4g')}" for a, b in pieces)
            rows.append((1000 * mass, text or "no exclusion"))
        return tables.text(("mass [MeV]", f"excluded {self.coupling}"), rows)


def _masked(values: Sequence[Optional[float]]) -> np.ma.MaskedArray:
    return np.ma.masked_invalid(np.array([np.nan if value is None else value for value in values], dtype=float))


def preset(name: str) -> Dict[str, Any]:
    """The card of a published search, complete and editable; `presets` lists them."""
    from .cards import preset as card_of

    return card_of("coupling", name)


def presets() -> Dict[str, str]:
    """Names and titles of the built-in cards."""
    from .cards import preset_names

    return preset_names("coupling")


def limits(model: Union[Mapping[str, Any], str]) -> Couplings:
    """Exclusions of a coupling from a card (docs/couplings.md), or from the name of a preset."""
    if isinstance(model, str) and not model.lstrip().startswith("{"):
        model = preset(model)
    return Couplings(call_text("hermetic_limit_couplings", card(model, "couplings")))


def plot(results: Union[Couplings, Sequence[Couplings]], **options: Any) -> Any:
    """One or several exclusions in one plane; see `hermetic.plot.couplings`."""
    from .plot import couplings

    return couplings(results, **options)


def strengths(model: Union[Mapping[str, Any], str], couplings: ArrayLike) -> np.ndarray:
    """1/μ_lim for every coupling (rows) and mass of the card (columns): excluded where at least 1."""
    text = card(model, "couplings")
    points = array(couplings, "couplings")
    masses = len(array(_masses(text), "mass_GeV"))
    out = np.empty((points.size, masses))
    call("hermetic_limit_strengths", text, address(points), points.size, address(out))
    return out


def _masses(text: bytes) -> Any:
    import json

    try:
        found = json.loads(text)
    except ValueError:
        return []
    return (found.get("mass_GeV") if isinstance(found, dict) else None) or []


def optimise(model: Union[Mapping[str, Any], str]) -> Dict[str, Any]:
    """The selection with the strongest mean expected limit: {"best", "best_selection", "rows"}."""
    return call_text("hermetic_limit_optimise", card(model, "optimise"))


def contour(x: ArrayLike, y: ArrayLike, values: ArrayLike, *, level: float = 1.0, **scales: str) -> List[np.ndarray]:
    """Contour lines of a table, each of shape (n, 2); closed ones repeat their first point.

    Parameters
    ----------
    x, y : array_like
        Ascending.
    values : array_like, shape (len(y), len(x))
    x_scale, y_scale, value_scale : {"linear", "log"}
    """
    x, y = array(x, "x").ravel(), array(y, "y").ravel()
    values = array(values, "values")
    if values.shape != (y.size, x.size):
        raise errors.ArgumentError(f"values has the shape {values.shape}, not (len(y), len(x)) = {(y.size, x.size)}.")
    options = card({"level": level, **scales}, "options")
    result = call_text(
        "hermetic_limit_contour", options, address(x), x.size, address(y), y.size, address(values)
    )
    return _lines(result)


def trace(
    function: Callable[[np.ndarray, np.ndarray], ArrayLike],
    x: Tuple[float, float],
    y: Tuple[float, float],
    *,
    level: float = 1.0,
    cells: Tuple[int, int] = (24, 24),
    refinements: int = 4,
    **scales: str,
) -> List[np.ndarray]:
    """Contour of a function of two arrays, evaluated in batches and only near the line.

    Parameters
    ----------
    function : callable
        ``f(x, y)`` of equal-length arrays.
    x, y : (low, high)
    cells : (int, int)
        Coarse squares; what is smaller may be missed.
    refinements : int
        How often squares along the line are halved.
    """
    model = {"x": list(x), "y": list(y), "level": level, "cells": list(cells), "refinements": refinements, **scales}
    tracer = Handle("hermetic_contour_create", "hermetic_contour_free", card(model, "contour"))
    while True:
        n = ctypes.c_size_t()
        call("hermetic_contour_pending", tracer.pointer, None, 0, ctypes.byref(n))
        if n.value == 0:
            break
        points = np.empty((n.value, 2))
        call("hermetic_contour_pending", tracer.pointer, address(points), n.value, ctypes.byref(n))
        values = array(function(points[:, 0].copy(), points[:, 1].copy()), "the function's values").ravel()
        call("hermetic_contour_supply", tracer.pointer, address(values), values.size)
    out = ctypes.c_void_p()
    call("hermetic_contour_lines", tracer.pointer, ctypes.byref(out))
    return _lines(take_text(out))


def _lines(result: Mapping[str, Any]) -> List[np.ndarray]:
    return [np.column_stack([line["x"], line["y"]]) for line in result["lines"]]
