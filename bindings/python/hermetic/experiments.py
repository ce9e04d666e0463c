"""Whole experiments by name: set-up, beam, response, trigger, selection, normalisation, each number cited.

>>> experiment = hm.experiments.na64e_2018()
>>> run = experiment.study(signal=hm.DarkPhoton("10 MeV")).run(events=200)
"""

from __future__ import annotations

import functools
from typing import Any, Callable, Dict, List

from ._library import plain_value
from .beam import Beam
from .cards import Card, Selection, preset, preset_names
from .setup import Setup
from .study import Study

__all__ = ["Experiment", "names"]


def _merged(base: Any, changes: Any) -> Any:
    """`changes` go before `base`, dictionaries key by key."""
    if changes is None:
        return base
    if not (isinstance(base, dict) and isinstance(changes, dict)):
        return changes
    return {**changes, **{key: _merged(value, changes.get(key)) for key, value in base.items()}}


class Experiment(Card):
    """A card with everything that a search needs; ``experiment["citations"]`` says where it comes from."""

    @classmethod
    def preset(cls, name: str) -> "Experiment":
        """A built-in experiment, such as ``"na64e_2018"``."""
        return cls(preset("experiment", name))

    @property
    def setup(self) -> Setup:
        """The geometry."""
        card = self["setup"]
        return Setup.preset(card["preset"]) if "preset" in card else Setup(card)

    @property
    def beam(self) -> Beam:
        """The beam."""
        return Beam(**{k: tuple(v) if isinstance(v, list) else v for k, v in self["beam"].items()})

    @property
    def mixed_beam(self) -> Beam:
        """The beam with the hadrons and muons that it carries (`experiment["admixture"]` says how many, and whence):
        for backgrounds. A signal needs a beam of one kind."""
        return self.beam.replace(composition=self["admixture"]["composition"])

    @property
    def selection(self) -> Selection:
        """Trigger, then the cuts of the selection, in order."""
        card = self["selection"]
        cuts = preset("selection", card["preset"]) if "preset" in card else card
        return Selection({"name": cuts["name"], "cuts": [*self["trigger"], *cuts["cuts"]]})

    @property
    def particles(self) -> float:
        """Particles on target."""
        return float(self["normalisation"]["particles"])

    def study(self, **changes: Any) -> Study:
        """The study of this experiment; `changes` are fields of `Study`. Of `physics`, what is left out stays the
        experiment's, key by key: the scale of its HCAL belongs to it."""
        fields: Dict[str, Any] = {
            "setup": self.setup,
            "beam": self.beam,
            "selection": self.selection,
            "response": self._card.get("response"),
            "identification": self._card.get("identification"),
            "trackers": self._card.get("trackers"),
            "name": self.name,
        }
        physics = changes.pop("physics", None)
        fields["physics"] = _merged(self._card.get("physics"), None if physics is None else plain_value(physics, "physics"))
        return Study(**{**fields, **changes})


def names() -> Dict[str, str]:
    """Names and titles of the built-in experiments."""
    return preset_names("experiment")


def __getattr__(name: str) -> Callable[[], Experiment]:
    if not name.startswith("_") and name in names():
        return functools.partial(Experiment.preset, name)
    raise AttributeError(f"there is no experiment {name!r}. Known: {', '.join(names())}")


def __dir__() -> List[str]:
    return sorted({*__all__, *names()})
