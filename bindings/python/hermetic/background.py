"""Backgrounds from data: side-bands, control samples (docs/background.md)."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

from ._library import array, call_text, number
from ._library import card as encoded

__all__ = ["efficiency_correction", "neutral_kaons", "sideband"]


def sideband(
    counts: Any,
    edges: Any,
    region: Tuple[float, float],
    *,
    functions: Optional[Sequence[str]] = None,
    smallest_p_value: float = 0.05,
) -> Dict[str, Any]:
    """Continues the counts of a side-band into the signal region.

    Parameters
    ----------
    counts, edges : arrays
        A histogram outside the region; one edge more than counts.
    region : (float, float)
        Where the background is wanted.
    functions : sequence of {"constant", "exponential", "power", "exponential_quadratic", "power_exponential"}
        All but the first by default. The first one that describes the side-band gives the central value, the others
        that do the systematic error.
    smallest_p_value : float
        What "describes" means.

    Returns
    -------
    dict
        ``expected``, ``statistical_error``, ``systematic_error``, ``error``, ``function``, and every fit under
        ``functions``.
    """
    request: Dict[str, Any] = {
        "kind": "sideband",
        "counts": array(counts, "counts"),
        "edges": array(edges, "edges"),
        "region": [number(value, "region") for value in region],
        "smallest_p_value": smallest_p_value,
    }
    if functions is not None:
        request["functions"] = list(functions)
    return call_text("hermetic_background_estimate", encoded(request, "sideband"))


def efficiency_correction(data: float, simulation: Union[float, Tuple[float, float]]) -> Dict[str, Any]:
    """Data over simulation of a control sample, such as dimuons.

    Parameters
    ----------
    data : float
        Events counted.
    simulation : float or (float, float)
        Events expected for the same exposure, and the error of their number (√Σw²).

    Returns
    -------
    dict
        ``correction`` and its ``error``, ``statistical_error``, ``simulation_error``.
    """
    value, error = simulation if isinstance(simulation, (tuple, list)) else (simulation, 0.0)
    return call_text(
        "hermetic_background_estimate",
        encoded({"kind": "ratio", "data": data, "simulation": value, "simulation_error": error}, "correction"),
    )


def neutral_kaons(
    hadronic: Mapping[str, float],
    electromagnetic: Mapping[str, float],
    *,
    probability: float,
    probability_error: float = 0.0,
) -> Dict[str, Any]:
    """Neutral kaons by two control samples, and the background that they leave.

    Parameters
    ----------
    hadronic, electromagnetic : dict
        ``{"events", "kaon_share", "kaon_share_error", "efficiency", "efficiency_error"}`` of each sample.
    probability, probability_error : float
        That a kaon ends in the signal box, from simulation.

    Returns
    -------
    dict
        ``kaons`` by each method and together, ``difference_in_sigma``, ``expected`` and ``error``.
    """
    request = {
        "kind": "neutral_kaons",
        "hadronic": dict(hadronic),
        "electromagnetic": dict(electromagnetic),
        "probability": probability,
        "probability_error": probability_error,
    }
    return call_text("hermetic_background_estimate", encoded(request, "neutral_kaons"))
