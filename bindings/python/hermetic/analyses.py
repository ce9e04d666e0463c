"""Built-in analyses: exposure, background and outcome of published searches, with citations."""

from __future__ import annotations

from typing import Dict

from .cards import Analysis, preset_names

__all__ = ["names", "na64e_2016_2018"]


def names() -> Dict[str, str]:
    """Names and titles of the built-in analyses."""
    return preset_names("analysis")


def na64e_2016_2018() -> Analysis:
    """NA64e invisible search, 2.84e11 electrons on target, Phys. Rev. Lett. 123 (2019) 121801."""
    return Analysis.preset("na64e_2016_2018")
