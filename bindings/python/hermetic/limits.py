"""Upper limits, alone: from counts, without any simulation.

>>> hm.limits.counting(observed=0, background=0.07, background_error=0.03, cl=0.90).events
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Union

from ._library import call, call_text, card, count, number

from .intervals import Interval, Significance, interval, significance

__all__ = ["Interval", "Limit", "Significance", "Workspace", "combine", "counting", "interval", "significance"]


def __getattr__(name: str) -> Any:
    if name in ("Workspace", "patched", "patchset"):  # loaded on first use
        from . import workspace

        return getattr(workspace, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@dataclass(frozen=True)
class Limit:
    """An upper limit with what was expected without a signal.

    Attributes
    ----------
    value : float
        Observed limit: events, or signal strength for `combine`.
    expected : dict
        "median", "minus2", "minus1", "plus1", "plus2".
    method : str
    confidence_level : float
    """

    value: float
    expected: Mapping[str, float]
    method: str
    confidence_level: float
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def events(self) -> float:
        """The limit as a number of signal events (of one channel)."""
        return self.value

    def _repr_html_(self) -> str:
        from .tables import html

        rows = [("observed", self.value), *((f"expected {key}", value) for key, value in self.expected.items())]
        return html(("limit", f"{100 * self.confidence_level:g} % CL"), rows, self.method)


def combine(model: Union[Mapping[str, Any], str]) -> Limit:
    """Upper limit on the signal strength of several counting channels (docs/limits.md).

    Parameters
    ----------
    model : dict or JSON text
        ``{"channels": [{"name", "signal", "background", "background_error", "observed",
        "signal_uncertainties": {…}}, …], "confidence_level": 0.9}``
    """
    result: Dict[str, Any] = call_text("hermetic_limit_counting", card(model, "model"))
    return Limit(
        value=result["value"],
        expected=result.get("expected", {}),
        method=result.get("method", ""),
        confidence_level=result.get("confidence_level", float("nan")),
        details=result,
    )


def counting(
    *,
    observed: int,
    background: float,
    background_error: float = 0.0,
    efficiency_error: float = 0.0,
    cl: float = 0.90,
) -> Limit:
    """Upper limit on the number of signal events in one channel, CL_s.

    Exact Poisson when both errors are 0, hybrid (prior-predictive) otherwise.

    Parameters
    ----------
    observed : int
    background, background_error : float
        Expected background events and its uncertainty.
    efficiency_error : float
        Relative.
    cl : float
        Confidence level, 0.9 for 90 %.
    """
    events = ctypes.c_double()
    call(
        "hermetic_limit_events",
        count(observed, "observed"),
        number(background, "background"),
        number(background_error, "background_error"),
        number(efficiency_error, "efficiency_error"),
        number(cl, "cl"),
        ctypes.byref(events),
    )
    channel: Dict[str, Any] = {
        "name": "channel",
        "signal": 1.0,
        "background": background,
        "background_error": background_error,
        "observed": observed,
    }
    if efficiency_error:
        channel["signal_uncertainties"] = {"efficiency": efficiency_error}
    whole = combine({"channels": [channel], "confidence_level": cl})
    return Limit(
        value=events.value,
        expected=whole.expected,
        method=whole.method,
        confidence_level=cl,
        details=whole.details,
    )
