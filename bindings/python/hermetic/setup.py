"""The geometry of a study."""

from __future__ import annotations

import copy
import functools
import json
from typing import Any, Dict, List, Mapping, Sequence, Union

import numpy as np

from . import errors
from ._library import Handle, address, array, call_text, plain_value
from ._library import card as card_argument
from .cards import preset

_CARD_KEYS = (
    "world",
    "materials",
    "volumes",
    "name",
    "title",
    "citations",
    "calibration",
    "section_names",
    "groups",
)


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
