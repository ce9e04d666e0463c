"""Cuts at the strongest expected limit."""

from __future__ import annotations

from typing import Any, Callable, Dict, Mapping, Sequence, Tuple, Union

import numpy as np

from . import errors
from ._library import array, number
from .couplings import optimise

__all__ = ["optimise_cut"]

Background = Union[Mapping[float, Any], Callable[[float], Any]]


def optimise_cut(
    signal: Any,
    values: Sequence[float],
    *,
    column: str = "ecal.total_GeV",
    background: Background,
    exposure: float,
    weight: str = "signal.weight_0",
    signal_yield: str = "signal.yield_0",
    epsilon: float = 1e-4,
    selection: Any = None,
    signal_uncertainty: float = 0.1,
    confidence_level: float = 0.9,
) -> Dict[str, Any]:
    """Where ``column < value`` expects the strongest limit.

    Parameters
    ----------
    signal : Run
        Signal events.
    values : sequence of float
        Cuts to try.
    background : dict or function
        Expected background at each cut: a number or (number, error).
    exposure : float
        Particles on target.
    weight, signal_yield : str
        Columns of the signal's weight and yield.
    epsilon : float
        Coupling at which the signal is counted; the optimum does not depend on it.
    selection : Selection, optional
        Other cuts, applied first; without the cut that is optimised.
    signal_uncertainty : float
        Relative.

    Returns
    -------
    dict
        ``best`` (the cut), ``values``, ``efficiency``, ``background``, ``expected_mean``, ``expected_median`` (limits on
        the signal strength at `epsilon`), ``coupling_factor`` (limit on the coupling relative to the best).
    """
    cuts = np.sort(array(values, "values"))
    weights = np.asarray(signal.events[weight], dtype=float)
    x = np.asarray(signal.events[column])
    keep, cited = np.ones(len(x), dtype=bool), 1.0
    if selection is not None:
        keep, flow = signal.select(selection, weight=weight)
        cited = flow.cited_efficiency
    total = weights.sum()
    if not total > 0:
        raise errors.StateError("the signal's weights are all 0 (nothing was produced). Simulate more events.")
    scale = float(np.mean(signal.events[signal_yield])) * number(exposure, "exposure") * epsilon**2
    efficiency = np.array([cited * weights[keep & (x < cut)].sum() / total for cut in cuts])
    found = [_pair(background(cut) if callable(background) else background[cut]) for cut in cuts]
    rows = optimise(
        {
            "confidence_level": confidence_level,
            "selections": [
                {
                    "cut": float(cut),
                    "channels": [
                        {
                            "name": "cut",
                            "signal": float(scale * share),
                            "background": mean,
                            "background_error": error,
                            "observed": int(round(mean)),
                            "signal_uncertainties": {"signal": signal_uncertainty},
                        }
                    ],
                }
                for cut, share, (mean, error) in zip(cuts, efficiency, found)
            ],
        }
    )
    return {
        "best": float(cuts[int(rows["best"])]),
        "values": cuts,
        "efficiency": efficiency,
        "background": np.array([mean for mean, _ in found]),
        "expected_mean": np.array([row["expected_mean"] for row in rows["rows"]]),
        "expected_median": np.array([row["expected_median"] for row in rows["rows"]]),
        "coupling_factor": np.array([row["coupling_factor"] for row in rows["rows"]]),
    }


def _pair(value: Any) -> Tuple[float, float]:
    mean, error = value if isinstance(value, (tuple, list)) else (value, 0.0)
    return number(mean, "background"), number(error, "background error")
