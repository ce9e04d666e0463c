"""Published exclusions that results are compared with, and the user's own in CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import array
from .cards import preset, preset_names


@dataclass(frozen=True)
class Curve:
    """A digitised exclusion.

    Attributes
    ----------
    name, citation : str
    mass_GeV, epsilon : ndarray
        Upper limit on ε (or on `quantity`) at each mass; of an island the lower edge; of a contour the
        points in order.
    upper : ndarray or None
        Upper edge of an island.
    kind : {"upper_limit", "island", "contour"}
    quantity : str
        "epsilon", "g_a_gamma_gamma_per_GeV", "y", …
    """

    name: str
    mass_GeV: np.ndarray
    epsilon: np.ndarray
    citation: str
    upper: Optional[np.ndarray] = None
    kind: str = "upper_limit"
    quantity: str = "epsilon"

    @property
    def coupling(self) -> np.ndarray:
        """The same as `epsilon`, for curves of another quantity."""
        return self.epsilon

    def at(self, mass_GeV: ArrayLike) -> np.ndarray:
        """ε at given masses, interpolated in log-log; NaN outside the curve (ends within 1e-6)."""
        return self._interpolated(mass_GeV, self.epsilon)

    def upper_at(self, mass_GeV: ArrayLike) -> np.ndarray:
        """Upper edge of an island, as `at`."""
        if self.upper is None:
            raise errors.StateError(f"{self.name} is no island (it has one edge). Use at().")
        return self._interpolated(mass_GeV, self.upper)

    def _interpolated(self, mass_GeV: ArrayLike, values: np.ndarray) -> np.ndarray:
        if self.kind == "contour":
            raise errors.StateError(f"{self.name} is a closed contour (two values per mass). Draw its points.")
        masses = array(mass_GeV, "mass_GeV")
        ends = self.mass_GeV[0] * (1 - 1e-6), self.mass_GeV[-1] * (1 + 1e-6)
        found = np.exp(np.interp(np.log(masses), np.log(self.mass_GeV), np.log(values)))
        return np.where((masses >= ends[0]) & (masses <= ends[1]), found, np.nan)

    @classmethod
    def from_csv(
        cls,
        path: Union[str, Path],
        *,
        name: Optional[str] = None,
        citation: str = "",
        mass: Union[int, str] = 0,
        value: Union[int, str] = 1,
        upper: Union[int, str, None] = None,
        mass_unit: float = 1.0,
        kind: Optional[str] = None,
        quantity: str = "epsilon",
    ) -> "Curve":
        """A curve from a CSV file: comments with #, an optional heading, columns by number or heading.

        Parameters
        ----------
        mass, value, upper : int or str
            Columns; `upper` makes an island.
        mass_unit : float
            In GeV: 1e-3 when the file counts in MeV.
        kind : {"upper_limit", "island", "contour"}, optional
        """
        rows = _csv_rows(Path(path))
        heading = None if _is_number(rows[0][0]) else [cell.strip() for cell in rows.pop(0)]
        wanted = [mass, value] + ([] if upper is None else [upper])
        columns = [_column(rows, heading, item, path) for item in wanted]
        keep = np.all([np.isfinite(column) for column in columns], axis=0)
        columns = [column[keep] for column in columns]
        kind = kind or ("island" if upper is not None else "upper_limit")
        if any((column <= 0).any() for column in columns):
            raise errors.RangeError(f"{path}: masses and couplings must be positive (they are drawn on log axes).")
        order = slice(None) if kind == "contour" else np.argsort(columns[0], kind="stable")
        return cls(
            name=name or Path(path).stem,
            mass_GeV=columns[0][order] * mass_unit,
            epsilon=columns[1][order],
            citation=citation,
            upper=columns[2][order] if upper is not None else None,
            kind=kind,
            quantity=quantity,
        )


def _csv_rows(path: Path) -> List[List[str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as reason:
        raise errors.NotFoundError(f"{path} can't be read ({reason.strerror}).") from None
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    rows = [row for row in csv.reader(lines)]
    if len(rows) < 2:
        raise errors.ParseError(f"{path} holds {len(rows)} rows (a curve needs at least two).")
    return rows


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _column(rows, heading, column, path) -> np.ndarray:
    if isinstance(column, str):
        if heading is None or column not in heading:
            raise errors.NotFoundError(f"{path} has no column {column!r}. Known: {', '.join(heading or ['numbers only'])}.")
        column = heading.index(column)
    try:
        return np.array([float(row[column]) for row in rows])
    except (IndexError, ValueError) as reason:
        raise errors.ParseError(f"{path}, column {column}: {reason}.") from None


def published(name: str, year: Optional[int] = None) -> Curve:
    """A published exclusion: ``published("NA64", 2019)`` or ``published("NA64 2019")``.

    `published_names` lists them.
    """
    if year is not None:
        name = f"{name} {year}"
    card = preset("published", name)
    values = card.get("epsilon") or card.get("lower") or card.get("coupling") or card.get("y")
    kind = str(card.get("kind", "upper_limit"))
    mass = np.asarray(card["mass_GeV"], float)
    order = slice(None) if kind == "contour" else np.argsort(mass)
    return Curve(
        name=name,
        mass_GeV=mass[order],
        epsilon=np.asarray(values, float)[order],
        citation=str(card.get("citation", "")),
        upper=np.asarray(card["upper"], float)[order] if "upper" in card else None,
        kind=kind,
        quantity=str(card.get("quantity", "epsilon")),
    )


def published_names() -> Dict[str, str]:
    """Names and titles of the published curves."""
    return preset_names("published")
