"""Builders of geometry cards: a detector of one's own in a few lines.

>>> ecal = LayeredCalorimeter(name="ECAL", layers=150, absorber=("Pb", "1.5 mm"),
...                           active=("polystyrene", "1.5 mm"), cells=(6, 6), cell_mm=38.2)
>>> hall = World("air", (4_000, 4_000, 20_000)).place(ecal, front_mm=0)
>>> hall.setup().ray()

The library checks everything when the `Setup` is made.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import errors
from .cards import given
from .fields import Dipole, FieldMap, Quadrupole, Solenoid
from .units import Quantity, length_mm

Slab = Tuple[str, Quantity]


def _lengths(values: Sequence[Quantity], name: str, count: int) -> List[float]:
    if isinstance(values, str) or not hasattr(values, "__len__") or len(values) != count:
        raise errors.ArgumentError(f"{name} must be {count} lengths, not {values!r}.")
    return [length_mm(value, f"{name}[{index}]") for index, value in enumerate(values)]


@dataclass(frozen=True, kw_only=True)
class Material:
    """A material of one's own, by mass fractions.

    Parameters
    ----------
    name : str
    density_g_cm3 : float
    elements : dict, optional
        Symbol → mass fraction; or else
    atoms : dict, optional
        Symbol → number of atoms in the formula.
    mean_excitation_energy_eV : float, optional
        By Bragg's additivity when left out.
    """

    name: str
    density_g_cm3: float
    elements: Optional[Mapping[str, float]] = None
    atoms: Optional[Mapping[str, float]] = None
    mean_excitation_energy_eV: Optional[float] = None

    def to_dict(self) -> Dict[str, Any]:
        return given(self)


@dataclass(frozen=True, kw_only=True)
class Sensitive:
    """Read-out of a volume.

    Parameters
    ----------
    name : str, optional
        Of the columns; the volume's name when left out.
    cells : (int, int), optional
        Segmentation across x and y.
    cell_mm : (float, float), optional
        Size of a cell.
    sections : sequence of int, optional
        Layers per longitudinal section, front first.
    slab : int, optional
        Which slab of a layer is read out.
    """

    name: Optional[str] = None
    cells: Optional[Tuple[int, int]] = None
    cell_mm: Optional[Tuple[Quantity, Quantity]] = None
    sections: Optional[Sequence[int]] = None
    slab: Optional[int] = None

    def to_dict(self) -> Dict[str, Any]:
        card: Dict[str, Any] = {}
        if self.name is not None:
            card["name"] = self.name
        if self.cells is not None:
            card["cells"] = list(self.cells)
        if self.cell_mm is not None:
            card["cell_mm"] = _lengths(self.cell_mm, "cell_mm", 2)
        if self.sections is not None:
            card["sections"] = list(self.sections)
        if self.slab is not None:
            card["slab"] = self.slab
        return card


@dataclass(frozen=True, kw_only=True)
class Box:
    """A box of one material; size_mm is full lengths."""

    name: str
    material: str
    size_mm: Tuple[Quantity, Quantity, Quantity]
    sensitive: Optional[Sensitive] = None

    def to_dict(self) -> Dict[str, Any]:
        card = {
            "name": self.name,
            "shape": "box",
            "material": self.material,
            "size_mm": _lengths(self.size_mm, "size_mm", 3),
        }
        return _with_sensitive(card, self.sensitive)

    @property
    def depth_mm(self) -> float:
        """Length along z."""
        return length_mm(self.size_mm[2], "size_mm[2]")


@dataclass(frozen=True, kw_only=True)
class Tube:
    """A tube of one material along z."""

    name: str
    material: str
    outer_radius_mm: Quantity
    length_mm: Quantity
    inner_radius_mm: Quantity = 0.0
    sensitive: Optional[Sensitive] = None

    def to_dict(self) -> Dict[str, Any]:
        card = {
            "name": self.name,
            "shape": "tube",
            "material": self.material,
            "inner_radius_mm": length_mm(self.inner_radius_mm, "inner_radius_mm"),
            "outer_radius_mm": length_mm(self.outer_radius_mm, "outer_radius_mm"),
            "length_mm": self.depth_mm,
        }
        return _with_sensitive(card, self.sensitive)

    @property
    def depth_mm(self) -> float:
        """Length along z."""
        return length_mm(self.length_mm, "length_mm")


@dataclass(frozen=True, kw_only=True)
class LayeredCalorimeter:
    """A sampling calorimeter: layers of absorber and active material across z.

    Parameters
    ----------
    name : str
    layers : int
    absorber, active : (material, thickness)
        One layer, front first; `slabs` says more than two.
    slabs : sequence of (material, thickness), optional
        Instead of absorber and active; then `read_slab` says which one is read out.
    cells : (int, int)
    cell_mm : float or (float, float)
    size_mm : (float, float), optional
        Across; cells times cell_mm when left out.
    sections : sequence of int, optional
        Layers per longitudinal section, front first.
    sensor : str, optional
        Name of the columns; the volume's name when left out.
    """

    name: str
    layers: int
    absorber: Optional[Slab] = None
    active: Optional[Slab] = None
    slabs: Optional[Sequence[Slab]] = None
    read_slab: Optional[int] = None
    cells: Tuple[int, int] = (1, 1)
    cell_mm: Union[Quantity, Tuple[Quantity, Quantity], None] = None
    size_mm: Optional[Tuple[Quantity, Quantity]] = None
    sections: Optional[Sequence[int]] = None
    sensor: Optional[str] = None

    def _slabs(self) -> Tuple[Sequence[Slab], int]:
        if self.slabs is not None:
            if self.absorber is not None or self.active is not None:
                raise errors.ConfigurationError(f"{self.name}: give slabs, or absorber and active, not both.")
            return self.slabs, len(self.slabs) - 1 if self.read_slab is None else self.read_slab
        if self.absorber is None or self.active is None:
            raise errors.ConfigurationError(f"{self.name}: absorber and active are both needed (or slabs).")
        return (self.absorber, self.active), 1

    def to_dict(self) -> Dict[str, Any]:
        slabs, read = self._slabs()
        cell: Optional[List[float]] = None
        if isinstance(self.cell_mm, (tuple, list)):
            cell = _lengths(self.cell_mm, "cell_mm", 2)
        elif self.cell_mm is not None:
            cell = [length_mm(self.cell_mm, "cell_mm")] * 2
        if self.size_mm is not None:
            size = _lengths(self.size_mm, "size_mm", 2)
        elif cell is not None:
            size = [self.cells[0] * cell[0], self.cells[1] * cell[1]]
        else:
            raise errors.ConfigurationError(f"{self.name}: cell_mm or size_mm is needed.")
        sensitive = Sensitive(
            name=self.sensor,
            cells=self.cells,
            cell_mm=(cell[0], cell[1]) if cell else None,
            sections=self.sections,
            slab=read,
        )
        return {
            "name": self.name,
            "shape": "layered_calorimeter",
            "size_mm": size,
            "layers": self.layers,
            "slabs": [
                {"material": material, "thickness_mm": length_mm(thickness, f"{self.name}.thickness")}
                for material, thickness in slabs
            ],
            "sensitive": sensitive.to_dict(),
        }

    @property
    def depth_mm(self) -> float:
        """Length along z."""
        return self.layers * sum(length_mm(thickness, "thickness") for _, thickness in self._slabs()[0])


def _with_sensitive(card: Dict[str, Any], sensitive: Optional[Sensitive]) -> Dict[str, Any]:
    return card if sensitive is None else {**card, "sensitive": sensitive.to_dict()}


Solid = Union[Box, Tube, LayeredCalorimeter, Dipole, Quadrupole, Solenoid, FieldMap]


@dataclass(frozen=True)
class World:
    """The outermost box; `place` returns a new world with one volume more.

    Parameters
    ----------
    material : str
    size_mm : three lengths
        Full lengths of the box, centred on the origin.
    """

    material: str
    size_mm: Tuple[Quantity, Quantity, Quantity]
    materials: Tuple[Material, ...] = ()
    volumes: Tuple[Mapping[str, Any], ...] = ()
    fields: Tuple[Mapping[str, Any], ...] = ()

    def place(
        self,
        solid: Solid,
        *,
        z_mm: Optional[Quantity] = None,
        front_mm: Optional[Quantity] = None,
        x_mm: Quantity = 0.0,
        y_mm: Quantity = 0.0,
        rotation_deg: Optional[Tuple[float, float, float]] = None,
        mother: Optional[str] = None,
    ) -> "World":
        """Puts a volume or a magnetic field at a place.

        Parameters
        ----------
        solid : Box, Tube, LayeredCalorimeter, Dipole, Quadrupole, Solenoid or FieldMap
        z_mm : float or str
            Of the centre (of a field map: of its frame's origin); or else
        front_mm : float or str
            Of the upstream face.
        x_mm, y_mm : float or str
            Of the centre.
        rotation_deg : three floats, optional
            About x, y and z.
        mother : str, optional
            The volume that holds it; the position is then relative to that one's centre.
        """
        if (z_mm is None) == (front_mm is None):
            raise errors.ConfigurationError(f"place {solid.name}: give z_mm (centre) or front_mm, one of them.")
        if front_mm is not None:
            z = length_mm(front_mm, "front_mm") + 0.5 * solid.depth_mm
        else:
            z = length_mm(z_mm, "z_mm")  # type: ignore[arg-type]
        card = {**solid.to_dict(), "position_mm": [length_mm(x_mm, "x_mm"), length_mm(y_mm, "y_mm"), z]}
        if rotation_deg is not None:
            card["rotation_deg"] = list(rotation_deg)
        if isinstance(solid, (Dipole, Quadrupole, Solenoid, FieldMap)):
            if mother is not None:
                raise errors.ConfigurationError("a field is placed in the world: leave out mother.")
            return dataclasses.replace(self, fields=(*self.fields, card))
        if mother is not None:
            card["mother"] = mother
        return dataclasses.replace(self, volumes=(*self.volumes, card))

    def with_material(self, material: Material) -> "World":
        """The world with one user-defined material more."""
        return dataclasses.replace(self, materials=(*self.materials, material))

    def to_dict(self) -> Dict[str, Any]:
        """The geometry card."""
        card: Dict[str, Any] = {
            "world": {"material": self.material, "size_mm": _lengths(self.size_mm, "size_mm", 3)},
            "volumes": [dict(volume) for volume in self.volumes],
        }
        if self.fields:
            card["fields"] = [dict(field) for field in self.fields]
        if self.materials:
            cards = [material.to_dict() for material in self.materials]
            card["materials"] = {
                own["name"]: {key: value for key, value in own.items() if key != "name"} for own in cards
            }
        return card

    def setup(self) -> Any:
        """The checked geometry; overlaps are errors that name both volumes."""
        from .setup import Setup

        return Setup(self)

    def check(self) -> "World":
        """Raises what is wrong with the geometry (`GeometryError` for overlaps); the world itself when nothing is."""
        self.setup()
        return self

    def show(self) -> Any:
        """The world in three dimensions; see `Setup.show`."""
        return self.setup().show()
