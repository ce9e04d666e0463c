"""Intervals and significances of one count, by named methods (docs/limits.md)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Tuple

from . import errors
from ._library import call_text, card, count, number


@dataclass(frozen=True)
class Interval:
    """An interval for the number of signal events; unpacks as ``lower, upper``.

    Attributes
    ----------
    lower, upper : float
    method : str
    confidence_level : float
    status : str
        "converged", "empty" (nothing is accepted) or "outside_validity" (`warning` says why).
    warning : str
    """

    lower: float
    upper: float
    method: str
    confidence_level: float
    status: str
    warning: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def __iter__(self):
        return iter((self.lower, self.upper))


@dataclass(frozen=True)
class Significance:
    """How unlikely a count is without a signal.

    Attributes
    ----------
    p_value : float
        Of the observed count, or of the median count that a signal would give.
    significance : float
        Normal quantile of 1 − p.
    asymptotic_significance : float
        √q₀ of the same count.
    asimov_significance : float or None
        √q₀ at the mean counts of a signal.
    """

    p_value: float
    significance: float
    asymptotic_significance: float
    method: str
    asimov_significance: Optional[float] = None
    median_count: Optional[int] = None


def interval(
    observed: int,
    background: Optional[float] = None,
    *,
    method: str = "cls",
    background_error: float = 0.0,
    efficiency_error: float = 0.0,
    sideband: Optional[Tuple[int, float]] = None,
    bounds: Optional[str] = None,
    cl: float = 0.90,
) -> Interval:
    """Interval for the number of signal events of one count.

    Parameters
    ----------
    observed : int
    background, background_error : float
        Expected background events and their uncertainty.
    method : {"cls", "feldman_cousins", "feldman_cousins_raw", "bayes", "profile"}
    efficiency_error : float
        Relative.
    sideband : (count, ratio), optional
        Instead of `background`: a side region with `ratio` times the background (method "profile").
    bounds : {"upper", "central", "shortest"}, optional
        For "bayes" and "profile".
    cl : float

    Examples
    --------
    >>> lower, upper = hm.limits.interval(0, 3.0, method="feldman_cousins")
    """
    model: Dict[str, Any] = {"method": method, "observed": count(observed, "observed")}
    model.update(_background(background, background_error, sideband))
    if efficiency_error:
        model["efficiency_error"] = number(efficiency_error, "efficiency_error")
    if bounds is not None:
        model["bounds"] = bounds
    model["confidence_level"] = number(cl, "cl")
    result = call_text("hermetic_limit_interval", card(model, "interval"))
    return Interval(
        lower=result["lower"],
        upper=result["upper"],
        method=result["method"],
        confidence_level=result["confidence_level"],
        status=result["status"],
        warning=result["warning"] or "",
        details=result,
    )


def significance(
    observed: Optional[int] = None,
    background: Optional[float] = None,
    *,
    signal: Optional[float] = None,
    background_error: float = 0.0,
    sideband: Optional[Tuple[int, float]] = None,
) -> Significance:
    """Significance of an observed count, or the one that a signal is expected to give.

    Parameters
    ----------
    observed : int, optional
    background, background_error : float
    signal : float, optional
        Instead of `observed`: expected signal events.
    sideband : (count, ratio), optional
        Instead of `background`.
    """
    if (observed is None) == (signal is None):
        raise errors.ArgumentError("give observed (p-value of a count) or signal (expected significance), not both.")
    model: Dict[str, Any] = _background(background, background_error, sideband)
    if observed is not None:
        model["observed"] = count(observed, "observed")
    else:
        model["signal"] = number(signal, "signal")
    result = call_text("hermetic_limit_significance", card(model, "significance"))
    answer = result["observed" if observed is not None else "expected"]
    median = answer.get("median_count")
    return Significance(
        p_value=answer["p_value"],
        significance=answer["significance"],
        asymptotic_significance=answer["asymptotic_significance"],
        method=answer["method"],
        asimov_significance=answer.get("asimov_significance"),
        median_count=None if median is None else int(median),
    )


def _background(background, background_error, sideband) -> Dict[str, Any]:
    if (background is None) == (sideband is None):
        raise errors.ArgumentError("give background or sideband=(count, ratio), one of them.")
    if sideband is not None:
        return {"sideband": {"count": count(sideband[0], "sideband[0]"), "ratio": number(sideband[1], "sideband[1]")}}
    model = {"background": number(background, "background")}
    if background_error:
        model["background_error"] = number(background_error, "background_error")
    return model
