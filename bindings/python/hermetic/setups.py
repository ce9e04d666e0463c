"""Built-in set-ups, every number with its citation: ``hm.setups.na64e_2018()``.

Any preset of `names` is a function of this module; ``.replace(…)`` changes anything in what it returns.
"""

from __future__ import annotations

import functools
from typing import Callable, Dict, List

from .cards import preset_names
from .setup import Setup

__all__ = ["names", "na64e_2018"]


def names() -> Dict[str, str]:
    """Names and titles of the built-in set-ups."""
    return preset_names("setup")


def na64e_2018() -> Setup:
    """NA64e, invisible mode, 2016 to 2018: ECAL with preshower, veto, four HCAL modules."""
    return Setup.preset("na64e_2018")


def __getattr__(name: str) -> Callable[[], Setup]:
    if not name.startswith("_") and name in names():
        return functools.partial(Setup.preset, name)
    raise AttributeError(f"there is no set-up {name!r}. Known: {', '.join(names())}")


def __dir__() -> List[str]:
    return sorted({*__all__, *names()})
