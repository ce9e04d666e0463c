"""Built-in set-ups, every number with its citation: ``hm.setups.na64e_2018()``."""

from __future__ import annotations

from typing import Dict

from .cards import preset_names
from .setup import Setup

__all__ = ["names", "na64e_2018"]


def names() -> Dict[str, str]:
    """Names and titles of the built-in set-ups."""
    return preset_names("setup")


def na64e_2018() -> Setup:
    """NA64e, invisible mode, 2016 to 2018: ECAL with preshower, veto, four HCAL modules."""
    return Setup.preset("na64e_2018")
