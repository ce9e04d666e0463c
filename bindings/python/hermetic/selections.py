"""Built-in selections, each cut with its citation: ``hm.selections.na64e_invisible_2018()``.

Any preset of `names` is a function of this module.
"""

from __future__ import annotations

import functools
from typing import Callable, Dict, List

from .cards import Selection, preset_names

__all__ = ["names", "na64e_invisible_2016", "na64e_invisible_2018"]


def names() -> Dict[str, str]:
    """Names and titles of the built-in selections."""
    return preset_names("selection")


def na64e_invisible_2016() -> Selection:
    """Missing-energy selection of the 2016 runs, Phys. Rev. D 97 (2018) 072002."""
    return Selection.preset("na64e_invisible_2016")


def na64e_invisible_2018() -> Selection:
    """Missing-energy selection of the 2017 and 2018 runs, Phys. Rev. Lett. 123 (2019) 121801."""
    return Selection.preset("na64e_invisible_2018")


def __getattr__(name: str) -> Callable[[], Selection]:
    if not name.startswith("_") and name in names():
        return functools.partial(Selection.preset, name)
    raise AttributeError(f"there is no selection {name!r}. Known: {', '.join(names())}")


def __dir__() -> List[str]:
    return sorted({*__all__, *names()})
