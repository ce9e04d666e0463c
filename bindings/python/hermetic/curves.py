"""Published exclusion curves that results are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict

import numpy as np
from numpy.typing import ArrayLike

from ._library import array
from .cards import preset, preset_names


@dataclass(frozen=True)
class Curve:
    """A digitised exclusion curve.

    Attributes
    ----------
    name, citation : str
    mass_GeV, epsilon : ndarray
        Upper limit on ε at each mass.
    """

    name: str
    mass_GeV: np.ndarray
    epsilon: np.ndarray
    citation: str

    def at(self, mass_GeV: ArrayLike) -> np.ndarray:
        """ε at given masses, interpolated in log-log; NaN outside the curve (ends within 1e-6)."""
        masses = array(mass_GeV, "mass_GeV")
        ends = self.mass_GeV[0] * (1 - 1e-6), self.mass_GeV[-1] * (1 + 1e-6)
        values = np.exp(np.interp(np.log(masses), np.log(self.mass_GeV), np.log(self.epsilon)))
        return np.where((masses >= ends[0]) & (masses <= ends[1]), values, np.nan)


def published(name: str) -> Curve:
    """A published curve, such as ``"NA64 2019"``; `published_names` lists them."""
    card = preset("published", name)
    order = np.argsort(card["mass_GeV"])
    return Curve(
        name=name,
        mass_GeV=np.asarray(card["mass_GeV"], float)[order],
        epsilon=np.asarray(card["epsilon"], float)[order],
        citation=str(card.get("citation", "")),
    )


def published_names() -> Dict[str, str]:
    """Names and titles of the published curves."""
    return preset_names("published")
