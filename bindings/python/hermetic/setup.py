"""The geometry of a study."""

from __future__ import annotations

import copy
import functools
import json
import re
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Sequence, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, array, call, call_text, pdg, plain_value
from ._library import card as card_argument
from .cards import preset
from .materials import describe
from .units import Quantity, length_mm

_CARD_KEYS = (
    "fields",
    "world",
    "materials",
    "volumes",
    "name",
    "title",
    "citations",
    "calibration",
    "section_names",
    "groups",
    "planes",
)


def _radiation_lengths(depth: Any) -> Optional[float]:
    """40 for "40 X0"; None for lengths."""
    match = re.fullmatch(r"\s*([0-9.eE+-]+)\s*X0\s*", depth) if isinstance(depth, str) else None
    if match is None:
        return None
    try:
        return float(match.group(1))
    except ValueError:
        raise errors.ParseError(f'depth = {depth!r} is not a number of radiation lengths. Write "40 X0".') from None


_CHARGED = {
    "pi+": 211,
    "pi-": -211,
    "K+": 321,
    "K-": -321,
    "p": 2212,
    "pbar": -2212,
    "tau-": 15,
    "tau+": -15,
}


def charged(particle: Union[str, int]) -> int:
    """PDG number of a charged particle."""
    return _CHARGED[particle] if isinstance(particle, str) and particle in _CHARGED else pdg(particle)


class Propagated(NamedTuple):
    """What `Setup.propagate` returns: arrays, one row a particle."""

    position_mm: np.ndarray
    momentum_GeV: np.ndarray
    path_mm: np.ndarray
    jacobian: Optional[np.ndarray]


class Setup:
    """A checked geometry: volumes, materials, sensitive parts.

    Parameters
    ----------
    card : dict, str, World
        A geometry card (docs/geometry.md), its JSON text, or a `World`.

    Raises
    ------
    GeometryError
        Volumes overlap or stick out of their mother; both are named.
    ConfigurationError, RangeError, NotFoundError
        A wrong key, size or material, with its path.
    """

    def __init__(self, card: Union[Mapping[str, Any], str, Any]):
        encoded = card_argument(card, "setup")
        self._handle = Handle("hermetic_setup_create", "hermetic_setup_free", encoded)
        self._card = json.loads(encoded)

    @classmethod
    def preset(cls, name: str) -> "Setup":
        """A built-in set-up, such as ``"na64e_2018"``."""
        return cls(preset("setup", name))

    @classmethod
    def slab(cls, material: str, depth: Quantity, *, size_mm: Quantity = 1000.0) -> "Setup":
        """A block of one material in vacuum, its front at z = 0, for quick looks with `shoot`.

        Parameters
        ----------
        material : str
        depth : float or str
            Millimetres, a length, or radiation lengths: ``"40 X0"``.
        size_mm : float or str
            Across.
        """
        x0 = _radiation_lengths(depth)
        if x0 is None:
            thickness = length_mm(depth, "depth")
        else:
            length = describe(material)["radiation_length_mm"]
            thickness = x0 * length
        across = length_mm(size_mm, "size_mm")
        block = {
            "name": "slab",
            "shape": "box",
            "material": material,
            "size_mm": [across, across, thickness],
            "position_mm": [0, 0, 0.5 * thickness],
            "sensitive": {"name": "slab"},
        }
        world = {"material": "vacuum", "size_mm": [across + 20, across + 20, 2 * thickness + 20]}
        return cls({"world": world, "volumes": [block]})

    def shoot(
        self,
        particle: str = "e-",
        *,
        energy_GeV: Quantity,
        events: int,
        seed: int = 1,
        position_mm: Sequence[float] = (0.0, 0.0, -1.0),
        direction: Sequence[float] = (0.0, 0.0, 1.0),
        threads: int = 0,
        progress: Optional[bool] = None,
        **study: Any,
    ) -> Any:
        """Simulates particles into this set-up; further arguments go to `Study`.

        A `slab` also gets the tallies "depth" (half radiation lengths), "radius" (5 mm) and, with full fidelity,
        "track_length".

        >>> shower = hm.Setup.slab("Pb", "40 X0").shoot("e-", energy_GeV=100, events=200)
        >>> shower.tally("depth").mean                                            # GeV per bin and event
        """
        from .beam import Beam
        from .study import Study

        volumes = self._card.get("volumes", [])
        if "tallies" not in study and len(volumes) == 1 and volumes[0].get("name") == "slab":
            depth = volumes[0]["size_mm"][2]
            step = 0.5 * describe(volumes[0]["material"])["radiation_length_mm"]
            # Depth counts from where the beam starts.
            front = -float(position_mm[2])
            edges = [front + step * i for i in range(max(2, int(depth / step + 1.5)))]
            study["tallies"] = {
                "depth": {"kind": "deposit", "depth_mm": edges},
                "radius": {"kind": "deposit", "radius_mm": [5.0 * i for i in range(41)]},
            }
            if study.get("fidelity") != "fast":
                study["tallies"]["track_length"] = {"kind": "track_length"}
        beam = Beam(
            particle=particle, energy_GeV=energy_GeV, position_mm=tuple(position_mm), direction=tuple(direction)
        )
        made = Study(setup=self, beam=beam, **study)
        return made.run(events=events, seed=seed, threads=threads, progress=progress)

    def to_dict(self) -> Dict[str, Any]:
        """A copy of the card."""
        return copy.deepcopy(self._card)

    def replace(self, **changes: Any) -> "Setup":
        """A copy with volumes changed by name; None removes a volume.

        Keys that belong to the card itself (``world``, ``materials``, ``name``, …) are replaced as they are.

        >>> hm.setups.na64e_2018().replace(ECAL={"layers": 120}, VETO=None)
        """
        card = self.to_dict()
        if "preset" in card:
            card = preset("setup", card["preset"])
        volumes = {volume["name"]: volume for volume in card.get("volumes", [])}
        for key, value in changes.items():
            if key in volumes:
                if value is None:
                    del volumes[key]
                else:
                    volumes[key] = {**volumes[key], **plain_value(value, key)}
            elif key in card or key in _CARD_KEYS:
                card[key] = plain_value(value, key)
                if key == "volumes":
                    volumes = {volume["name"]: volume for volume in card[key]}
            else:
                raise errors.NotFoundError(
                    f"unknown volume {key!r}. Known: {', '.join(volumes)}; or a key of the card: "
                    f"{', '.join(card)}."
                )
        card["volumes"] = list(volumes.values())
        return Setup(card)

    @functools.cached_property
    def _description(self) -> Dict[str, Any]:
        return call_text("hermetic_setup_describe", self._handle.pointer)

    def describe(self) -> Dict[str, Any]:
        """The resolved geometry: volumes, materials, sensors, thickness in radiation lengths."""
        return copy.deepcopy(self._description)

    def show(self) -> Any:
        """The set-up in three dimensions: a notebook shows it, ``.save("setup.html")`` or ``.glb`` keeps it."""
        from .display import Display

        described = self._description
        fields = described["card"].get("fields") or ()
        return Display(described["geometry"], fields=fields, title=repr(self))

    def ray(
        self,
        position_mm: Sequence[float] = (0.0, 0.0, 0.0),
        direction: Sequence[float] = (0.0, 0.0, 1.0),
    ) -> List[Dict[str, Any]]:
        """What a straight line meets, in order.

        Parameters
        ----------
        position_mm : three floats
        direction : three floats
            Need not be normalised.

        Returns
        -------
        list of dict
            ``volume``, ``slab``, ``material``, ``length_mm``
        """
        start, along = array(position_mm, "position_mm"), array(direction, "direction")
        for values, name in ((start, "position_mm"), (along, "direction")):
            if values.shape != (3,):
                raise errors.ArgumentError(f"{name} must be three numbers, not {np.shape(values)}.")
        return call_text("hermetic_setup_ray", self._handle.pointer, address(start), address(along))

    def field(self, position_mm: ArrayLike) -> np.ndarray:
        """Magnetic field [T] at points.

        Parameters
        ----------
        position_mm : array of shape (…, 3)

        Returns
        -------
        array of the same shape
        """
        points = array(position_mm, "position_mm")
        if points.shape[-1] != 3:
            raise errors.ArgumentError(f"position_mm must have three numbers a point, not the shape {points.shape}.")
        result = np.empty_like(points)
        call("hermetic_setup_field", self._handle.pointer, address(points), points.size // 3, address(result))
        return result

    def propagate(
        self,
        particle: Union[str, int],
        *,
        z_mm: Quantity,
        position_mm: ArrayLike,
        momentum_GeV: ArrayLike,
        jacobian: bool = False,
    ) -> "Propagated":
        """Takes charged particles through the fields, in vacuum, to the plane z = z_mm.

        Parameters
        ----------
        particle : str or int
            "e-", "mu+", "pi-", "p", … or a PDG number.
        z_mm : float or str
            A plane behind a particle is reached against its flight.
        position_mm, momentum_GeV : arrays of shape (n, 3) or (3,)
        jacobian : bool
            Also the derivatives of (x, y, dx/dz, dy/dz, charge/momentum), for fits.

        Returns
        -------
        Propagated
            NaN for particles that do not reach the plane.
        """
        momentum = array(momentum_GeV, "momentum_GeV")
        position = array(position_mm, "position_mm")
        if momentum.shape[-1] != 3 or position.shape[-1] != 3:
            raise errors.ArgumentError("position_mm and momentum_GeV must have three numbers a particle.")
        try:
            position = np.ascontiguousarray(np.broadcast_to(position, momentum.shape))
        except ValueError:
            raise errors.ArgumentError(
                f"position_mm and momentum_GeV have the shapes {position.shape} and {momentum.shape}."
            ) from None
        n = momentum.size // 3
        out_position, out_momentum = np.empty_like(momentum), np.empty_like(momentum)
        path = np.empty(momentum.shape[:-1])
        matrix = np.empty((*momentum.shape[:-1], 5, 5)) if jacobian else None
        call(
            "hermetic_setup_propagate",
            self._handle.pointer,
            charged(particle),
            length_mm(z_mm, "z_mm"),
            address(position),
            address(momentum),
            n,
            address(out_position),
            address(out_momentum),
            address(path),
            address(matrix),
        )
        return Propagated(out_position, out_momentum, path, matrix)

    def __repr__(self) -> str:
        volumes = [volume.get("name", "?") for volume in self._card.get("volumes", [])]
        label = self._card.get("preset") or self._card.get("name") or "own geometry"
        return f"Setup({label}: {', '.join(volumes)})"

    def _repr_html_(self) -> str:
        from .tables import html

        rows = [
            (
                volume.get("name"),
                volume.get("shape"),
                volume.get("size_mm") or volume.get("length_mm", ""),
                volume.get("position_mm", ""),
            )
            for volume in self._card.get("volumes", [])
        ]
        return html(("volume", "shape", "size [mm]", "centre [mm]"), rows, repr(self))
