"""Numbers with a unit in a text: ``"10 MeV"``, ``"1.5 mm"``; bare numbers are GeV and mm."""

from __future__ import annotations

import math
import re
from typing import Any, Union

import numpy as np

from . import errors

Quantity = Union[float, str]

ENERGY = {"eV": 1e-9, "keV": 1e-6, "MeV": 1e-3, "GeV": 1.0, "TeV": 1e3}
LENGTH = {"um": 1e-3, "µm": 1e-3, "mm": 1.0, "cm": 10.0, "m": 1000.0}

_PATTERN = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([a-zA-Zµ]+)\s*")


def _convert(value: Any, name: str, units: dict, natural: str) -> float:
    if isinstance(value, str):
        match = _PATTERN.fullmatch(value)
        if not match:
            raise errors.ParseError(
                f'{name} = {value!r} is not a quantity (a number and a unit). Write for example "10 {natural}".'
            )
        digits, unit = match.groups()
        if unit not in units:
            raise errors.ParseError(f"{name} = {value!r} has an unknown unit. Known: {', '.join(units)}.")
        # 16.7 MeV is 16.7/1000 and not 16.7 * 0.001: the division rounds once.
        scale = units[unit]
        value = float(digits) / (1 / scale) if scale < 1 else float(digits) * scale
    elif isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise errors.ArgumentError(f"{name} must be a number of {natural} or a text with a unit, not {value!r}.")
    if not math.isfinite(value):
        raise errors.RangeError(f"{name} = {value} is not allowed (it must be finite).")
    return float(value)


def energy_GeV(value: Quantity, name: str = "energy") -> float:
    """Energy, mass or momentum [GeV] of a number of GeV or a text such as ``"16.7 MeV"``."""
    return _convert(value, name, ENERGY, "GeV")


def length_mm(value: Quantity, name: str = "length") -> float:
    """Length [mm] of a number of mm or a text such as ``"1.5 mm"``."""
    return _convert(value, name, LENGTH, "mm")


def logspace(first: Quantity, last: Quantity, points: int) -> np.ndarray:
    """Logarithmically spaced energies [GeV], both ends included.

    Parameters
    ----------
    first, last : float or str
        Ends, in GeV or with a unit, > 0.
    points : int
        At least 2.

    Returns
    -------
    ndarray, shape (points,)
        [GeV]

    Examples
    --------
    >>> logspace("1 MeV", "1 GeV", 4)
    array([0.001, 0.01 , 0.1  , 1.   ])
    """
    low, high = energy_GeV(first, "first"), energy_GeV(last, "last")
    if low <= 0 or high <= 0:
        raise errors.RangeError(f"logspace from {first} to {last}: both ends must be > 0.")
    if isinstance(points, bool) or not isinstance(points, (int, np.integer)) or points < 2:
        raise errors.RangeError(f"points = {points} is not allowed (an integer ≥ 2).")
    values = np.geomspace(low, high, points)
    values[0], values[-1] = low, high
    return values
