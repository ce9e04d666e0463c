"""Magnetic fields for a set-up: dipoles, quadrupoles, solenoids and field maps (docs/fields.md).

>>> magnet = Dipole(field_T=1.75, length_mm=4000)
>>> hall = World("air", (4_000, 4_000, 40_000)).place(magnet, z_mm=-15_000)
>>> hall.setup().field([[0, 0, -15_000]])
array([[0.  , 1.75, 0.  ]])
"""

from __future__ import annotations

import os
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import array
from .units import Quantity, length_mm

__all__ = ["Dipole", "EngeEdge", "FieldMap", "Quadrupole", "Solenoid"]


@dataclass(frozen=True, kw_only=True)
class EngeEdge:
    """The fall of a dipole's field at its ends: 1/(1 + exp(c0 + c1 s/gap + …)), continued by Maxwell's equations.

    Parameters
    ----------
    gap_mm : float or str
        Full gap.
    coefficients : 2 to 6 floats
        [0, c1] leaves the integral of the field as it is with hard edges.
    """

    gap_mm: Quantity
    coefficients: Sequence[float] = (0.0, 3.0)

    def to_dict(self) -> Dict[str, Any]:
        """The edge's part of a card."""
        return {
            "kind": "enge",
            "gap_mm": length_mm(self.gap_mm, "gap_mm"),
            "coefficients": list(self.coefficients),
        }


@dataclass(frozen=True)
class Dipole:
    """A dipole magnet; `World.place` puts it somewhere, or it stands at z_mm as the field of a fit.

    Electrons that fly along +z in a field along +y turn towards +x.

    Parameters
    ----------
    field_T : float or three floats
        Along y, or a vector in the magnet's frame.
    length_mm : float or str
        Along z: the length with the full field.
    z_mm : float or str
        Of its middle; `World.place` has the last word.
    aperture_mm : two lengths
        Full width in x and y; there is no field beyond.
    edge : EngeEdge, optional
        Hard edges when left out.
    name : str, optional
    """

    field_T: Union[float, Sequence[float]]
    length_mm: Quantity
    z_mm: Quantity = field(default=0.0, kw_only=True)
    aperture_mm: Tuple[Quantity, Quantity] = field(default=(1e5, 1e5), kw_only=True)
    edge: Optional[EngeEdge] = field(default=None, kw_only=True)
    name: Optional[str] = field(default=None, kw_only=True)

    def to_dict(self) -> Dict[str, Any]:
        """The entry of a card's ``fields``."""
        card: Dict[str, Any] = {
            "kind": "dipole",
            "field_T": list(self.field_T) if isinstance(self.field_T, (list, tuple, np.ndarray)) else self.field_T,
            "length_mm": self.depth_mm,
            "aperture_mm": _aperture(self.aperture_mm),
            "position_mm": [0.0, 0.0, length_mm(self.z_mm, "z_mm")],
        }
        if self.edge is not None:
            card["edge"] = self.edge.to_dict()
        if self.name:
            card["name"] = self.name
        return card

    @property
    def depth_mm(self) -> float:
        """Length along z."""
        return length_mm(self.length_mm, "length_mm")


@dataclass(frozen=True)
class Quadrupole:
    """A quadrupole lens, B = G (y, x, 0); `World.place` puts it somewhere, or it stands at z_mm as the field of a fit.

    A positive gradient focuses positive particles that fly along +z in x.

    Parameters
    ----------
    gradient_T_m : float
        ∂By/∂x in the middle.
    length_mm : float or str
        Along z: ∫G dz/G, the magnetic length.
    z_mm : float or str
        Of its middle; `World.place` has the last word.
    aperture_mm : two lengths
        Full width in x and y; there is no field beyond.
    bore_mm : float or str, optional
        Diameter of the bore: soft ends, 1/(1 + exp(c1 s/bore)) along the axis, continued by Maxwell's equations. The
        aperture's corners must stay within π bore/c1 of the axis. Hard ends when left out.
    c1 : float
        How steeply soft ends fall.
    name : str, optional
    """

    gradient_T_m: float
    length_mm: Quantity
    z_mm: Quantity = field(default=0.0, kw_only=True)
    aperture_mm: Tuple[Quantity, Quantity] = field(default=(100.0, 100.0), kw_only=True)
    bore_mm: Optional[Quantity] = field(default=None, kw_only=True)
    c1: float = field(default=3.0, kw_only=True)
    name: Optional[str] = field(default=None, kw_only=True)

    def to_dict(self) -> Dict[str, Any]:
        """The entry of a card's ``fields``."""
        card: Dict[str, Any] = {
            "kind": "quadrupole",
            "gradient_T_m": self.gradient_T_m,
            "length_mm": self.depth_mm,
            "aperture_mm": _aperture(self.aperture_mm),
            "position_mm": [0.0, 0.0, length_mm(self.z_mm, "z_mm")],
        }
        if self.bore_mm is not None:
            card["edge"] = {"kind": "enge", "bore_mm": length_mm(self.bore_mm, "bore_mm"), "c1": self.c1}
        if self.name:
            card["name"] = self.name
        return card

    @property
    def depth_mm(self) -> float:
        """Length along z."""
        return length_mm(self.length_mm, "length_mm")


@dataclass(frozen=True)
class Solenoid:
    """A solenoid: the exact field of a cylindrical sheet of current; `World.place` puts it somewhere.

    Parameters
    ----------
    field_T : float
        Along z, in the middle.
    length_mm : float or str
        Of the coil.
    bore_mm : float or str
        Diameter of the coil.
    z_mm : float or str
        Of its middle; `World.place` has the last word.
    aperture_mm : two lengths, optional
        Full width in x and y of the box that has the field; the bore when left out.
    reach_mm : float or str, optional
        How far the box goes on beyond both ends of the coil; 5 bores when left out.
    name : str, optional
    """

    field_T: float
    length_mm: Quantity
    bore_mm: Quantity
    z_mm: Quantity = field(default=0.0, kw_only=True)
    aperture_mm: Optional[Tuple[Quantity, Quantity]] = field(default=None, kw_only=True)
    reach_mm: Optional[Quantity] = field(default=None, kw_only=True)
    name: Optional[str] = field(default=None, kw_only=True)

    def to_dict(self) -> Dict[str, Any]:
        """The entry of a card's ``fields``."""
        card: Dict[str, Any] = {
            "kind": "solenoid",
            "field_T": self.field_T,
            "length_mm": self.depth_mm,
            "bore_mm": length_mm(self.bore_mm, "bore_mm"),
            "position_mm": [0.0, 0.0, length_mm(self.z_mm, "z_mm")],
        }
        if self.aperture_mm is not None:
            card["aperture_mm"] = _aperture(self.aperture_mm)
        if self.reach_mm is not None:
            card["reach_mm"] = length_mm(self.reach_mm, "reach_mm")
        if self.name:
            card["name"] = self.name
        return card

    @property
    def depth_mm(self) -> float:
        """Length along z, of the coil."""
        return length_mm(self.length_mm, "length_mm")


def _aperture(widths: Sequence[Quantity]) -> List[float]:
    if len(widths) != 2:
        raise errors.ArgumentError(f"aperture_mm must be 2 lengths, not {widths!r}.")
    return [length_mm(x, f"aperture_mm[{i}]") for i, x in enumerate(widths)]


class FieldMap:
    """A field on a regular grid, in the frame of its own axes.

    Parameters
    ----------
    x_mm, y_mm, z_mm : arrays
        Rising, evenly spaced coordinates.
    field_T : array of shape (len(x), len(y), len(z), 3)
    interpolation : {"trilinear", "tricubic"}
    scale : float
        Factor on the field.
    name : str, optional

    Holes (NaN), uneven axes and fields above 100 T are errors when the `Setup` is made.
    """

    def __init__(
        self,
        x_mm: ArrayLike,
        y_mm: ArrayLike,
        z_mm: ArrayLike,
        field_T: ArrayLike,
        *,
        interpolation: str = "trilinear",
        scale: float = 1.0,
        name: Optional[str] = None,
    ):
        axes = [array(values, key).ravel() for values, key in ((x_mm, "x_mm"), (y_mm, "y_mm"), (z_mm, "z_mm"))]
        values = array(field_T, "field_T")
        shape = (*(axis.size for axis in axes), 3)
        if values.shape != shape:
            raise errors.ArgumentError(
                f"field_T has the shape {values.shape}; the axes make a grid of {shape} (three components last)."
            )
        self._grid: Dict[str, Any] = {
            key: axis.tolist() for key, axis in zip(("x_mm", "y_mm", "z_mm"), axes)
        }
        self._grid["field_T"] = _plain(values.reshape(-1))
        self._depth_mm = float(axes[2][-1] - axes[2][0]) if axes[2].size else 0.0
        self._common(interpolation, scale, name)

    def _common(self, interpolation: str, scale: float, name: Optional[str]) -> None:
        self._grid.update(interpolation=interpolation, scale=scale)
        self.name = name
        if name is not None:
            self._grid["name"] = name

    @classmethod
    def from_points(
        cls,
        points: ArrayLike,
        *,
        interpolation: str = "trilinear",
        scale: float = 1.0,
        name: Optional[str] = None,
    ) -> "FieldMap":
        """From rows x, y, z [mm], Bx, By, Bz [T] in any order; a point that is missing is an error of the `Setup`."""
        rows = array(points, "points")
        if rows.ndim != 2 or rows.shape[1] != 6:
            raise errors.ArgumentError(f"points must have six columns x, y, z, Bx, By, Bz, not the shape {rows.shape}.")
        result = cls.__new__(cls)
        result._grid = {"points": [_plain(row) for row in rows]}
        z = rows[:, 2][np.isfinite(rows[:, 2])]
        result._depth_mm = float(z.max() - z.min()) if z.size else 0.0
        result._common(interpolation, scale, name)
        return result

    @classmethod
    def from_text(
        cls,
        path: Union[str, "os.PathLike[str]"],
        *,
        columns: Sequence[int] = (0, 1, 2, 3, 4, 5),
        length_unit_mm: float = 1.0,
        field_unit_T: float = 1.0,
        delimiter: Optional[str] = None,
        skip_lines: int = 0,
        **options: Any,
    ) -> "FieldMap":
        """Reads a table of points: one row a point, any order.

        Parameters
        ----------
        path : str or path
            Lines that begin with ``#`` or ``%`` are left out.
        columns : six ints
            Where x, y, z, Bx, By, Bz stand.
        length_unit_mm, field_unit_T : float
            What the numbers count: 10 and 1e-4 for cm and gauss.
        delimiter : str, optional
            White space when left out.
        skip_lines : int
            Header without a comment sign.
        options
            ``interpolation``, ``scale``, ``name``.
        """
        try:
            table = np.loadtxt(
                path,
                comments=("#", "%"),
                delimiter=delimiter,
                skiprows=skip_lines,
                usecols=tuple(columns),
                ndmin=2,
            )
        except OSError as error:
            raise errors.NotFoundError(f"{path} cannot be read: {error}.") from None
        except (ValueError, IndexError) as error:
            raise errors.ParseError(f"{path} is no table of six columns of numbers: {error}.") from None
        table[:, :3] *= length_unit_mm
        table[:, 3:] *= field_unit_T
        options.setdefault("name", Path(path).stem)
        return cls.from_points(table, **options)

    @classmethod
    def from_npz(cls, path: Union[str, "os.PathLike[str]"], **options: Any) -> "FieldMap":
        """Reads ``x_mm``, ``y_mm``, ``z_mm`` and ``field_T`` (shape nx, ny, nz, 3) of an NPZ file.

        Parameters
        ----------
        path : str or path
        options
            ``interpolation``, ``scale``, ``name``.
        """
        keys = ("x_mm", "y_mm", "z_mm", "field_T")
        try:
            with open(path, "rb") as stream, np.load(stream, allow_pickle=False) as data:
                arrays = {key: data[key] for key in data.files if key in keys}
                found = list(data.files)
        except OSError as error:
            raise errors.NotFoundError(f"{path} cannot be read: {error}.") from None
        except (ValueError, EOFError, AttributeError, zipfile.BadZipFile) as error:
            raise errors.ParseError(f"{path} is no NPZ file of plain arrays: {error}.") from None
        missing = [key for key in keys if key not in arrays]
        if missing:
            raise errors.ConfigurationError(
                f"{path} has no {', '.join(missing)}; it holds {', '.join(found)}. "
                "Write it with save_npz, or rename the arrays."
            )
        options.setdefault("name", Path(path).stem)
        return cls(*(arrays[key] for key in keys), **options)

    def save_npz(self, path: Union[str, "os.PathLike[str]"]) -> None:
        """Writes what `from_npz` reads."""
        if "points" in self._grid:
            raise errors.StateError("this map is a list of points, not a grid; keep the file that it came from.")
        axes = {key: np.array(self._grid[key]) for key in ("x_mm", "y_mm", "z_mm")}
        shape = (*(axis.size for axis in axes.values()), 3)
        field = np.array(self._grid["field_T"], dtype=np.float64).reshape(shape)
        np.savez_compressed(path, **axes, field_T=field)

    def to_dict(self) -> Dict[str, Any]:
        """The map's part of a card, without its place."""
        return {"kind": "map", **self._grid}

    @property
    def depth_mm(self) -> float:
        """Extent along z."""
        return self._depth_mm


def _plain(values: np.ndarray) -> List[Optional[float]]:
    """Numbers for a card; holes become null, which the library reports with their place."""
    return [value if np.isfinite(value) else None for value in values.tolist()]
