"""Materials: ``hm.materials.describe("Pb")``."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Union

from ._library import call_text, card, text
from .cards import preset_names

__all__ = ["describe", "names"]


def names() -> Dict[str, str]:
    """Names and titles of the built-in materials."""
    return preset_names("material")


def describe(material: Union[str, bytes, Mapping[str, Any], Any]) -> Dict[str, Any]:
    """Properties of a material.

    Parameters
    ----------
    material : str, dict or Material
        A built-in name or ``{"name", "density_g_cm3", "elements": {symbol: mass fraction}}``.

    Returns
    -------
    dict
        Density, composition, radiation length, plasma energy, mean excitation energy, critical energy.
    """
    if isinstance(material, (str, bytes)):
        return call_text("hermetic_material_describe", text(material, "material"))
    return call_text("hermetic_material_describe", card(material, "material"))
