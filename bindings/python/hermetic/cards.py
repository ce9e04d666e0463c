"""Cards that the library reads: selections and analyses, as small immutable objects."""

from __future__ import annotations

import copy
from dataclasses import dataclass, fields
from typing import Any, Dict, Iterable, Mapping, Optional, Tuple

from . import errors
from ._library import call_text, text


def preset(kind: str, name: str) -> Dict[str, Any]:
    """The card of a built-in preset; every experiment number in it carries its citation.

    Parameters
    ----------
    kind : {"setup", "selection", "analysis", "material", "published", "coupling"}
    name : str
    """
    return call_text("hermetic_preset_card", text(kind, "kind"), text(name, "name"))


def preset_names(kind: str) -> Dict[str, str]:
    """Names and titles of the built-in presets of one kind."""
    return {item["name"]: item.get("title", "") for item in call_text("hermetic_preset_names", text(kind, "kind"))}


def given(instance: Any) -> Dict[str, Any]:
    """Fields of a dataclass that are not None, as plain JSON types: the library fills in the rest."""
    return {
        field.name: list(value) if isinstance(value, tuple) else value
        for field in fields(instance)
        if (value := getattr(instance, field.name)) is not None
    }


class Card:
    """An immutable card with the keys the library knows; the library validates it."""

    def __init__(self, card: Mapping[str, Any]):
        if not isinstance(card, Mapping):
            raise errors.ArgumentError(f"{type(self).__name__} needs a mapping, not {card!r}.")
        self._card = copy.deepcopy(dict(card))

    def to_dict(self) -> Dict[str, Any]:
        """A copy of the card."""
        return copy.deepcopy(self._card)

    def replace(self, **changes: Any) -> Any:
        """A copy with some keys changed; None removes a key."""
        card = {**self._card, **changes}
        return type(self)({key: value for key, value in card.items() if value is not None})

    def __getitem__(self, key: str) -> Any:
        return copy.deepcopy(self._card[key])

    def __eq__(self, other: Any) -> bool:
        return type(self) is type(other) and self._card == other._card

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._card!r})"

    @property
    def name(self) -> str:
        """Name of the card, or ""."""
        return str(self._card.get("name", ""))


@dataclass(frozen=True)
class Cut:
    """One line of a selection: a condition on the event columns, or an efficiency from elsewhere.

    Parameters
    ----------
    name : str
    expression : str, optional
        For example ``"ecal.total_GeV < 50"``.
    efficiency, error : float, optional
        A factor that the simulation does not provide, and its uncertainty [absolute].
    source : str, optional
        Where the efficiency comes from; an efficiency needs one.
    """

    name: str
    expression: Optional[str] = None
    efficiency: Optional[float] = None
    error: Optional[float] = None
    source: Optional[str] = None

    def to_dict(self) -> Dict[str, Any]:
        return given(self)


class Selection(Card):
    """Ordered, named cuts.

    >>> Selection.of(Cut("E_ECAL", "ecal.total_GeV < 50"), Cut("SRD", efficiency=0.98, source="logbook"))
    """

    @classmethod
    def of(cls, *cuts: Cut, name: str = "selection") -> "Selection":
        """A selection from cuts, applied in the order given."""
        return cls({"name": name, "cuts": [cut.to_dict() for cut in cuts]})

    @classmethod
    def preset(cls, name: str) -> "Selection":
        """A built-in selection, such as ``"na64e_invisible_2018"``."""
        return cls(preset("selection", name))

    @property
    def cuts(self) -> Tuple[Dict[str, Any], ...]:
        """The cuts, in order."""
        return tuple(self["cuts"])

    def without(self, *names: str) -> "Selection":
        """The selection without some of its cuts: what each one is worth."""
        known = [cut.get("name") for cut in self.cuts]
        for name in names:
            if name not in known:
                raise errors.NotFoundError(f"unknown cut {name!r}. Known: {', '.join(map(str, known))}.")
        return self.replace(cuts=[cut for cut in self.cuts if cut.get("name") not in names])

    def and_then(self, *cuts: Cut) -> "Selection":
        """The selection with more cuts after its own."""
        return self.replace(cuts=[*self.cuts, *(cut.to_dict() for cut in cuts)])

    def _repr_html_(self) -> str:
        from .tables import html

        rows = [
            (cut.get("name"), cut.get("expression") or cut.get("efficiency", ""), cut.get("source", ""))
            for cut in self.cuts
        ]
        return html(("cut", "condition or efficiency", "source"), rows, self.name)


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period of data taking: exposure, selection, background, outcome.

    Parameters
    ----------
    name : str
    eot : float
        Electrons on target.
    selection : Selection or dict
        Or ``{"preset": "na64e_invisible_2018"}``.
    background, background_error : float
        Expected events and its uncertainty.
    observed : int
    signal_uncertainties : dict, optional
        Relative, by name; the same name means fully correlated between periods.
    """

    name: str
    eot: float
    selection: Any
    background: float
    background_error: float = 0.0
    observed: int = 0
    signal_uncertainties: Optional[Mapping[str, float]] = None

    def to_dict(self) -> Dict[str, Any]:
        return given(self)


class Analysis(Card):
    """Periods that are combined to one limit."""

    @classmethod
    def of(cls, *periods: Period, name: str = "analysis", confidence_level: float = 0.9) -> "Analysis":
        """An analysis from its periods."""
        return cls(
            {
                "name": name,
                "confidence_level": confidence_level,
                "periods": [period.to_dict() for period in periods],
            }
        )

    @classmethod
    def preset(cls, name: str) -> "Analysis":
        """A built-in analysis, such as ``"na64e_2016_2018"``."""
        return cls(preset("analysis", name))

    @property
    def periods(self) -> Iterable[Dict[str, Any]]:
        """The periods, in order."""
        return tuple(self["periods"])
