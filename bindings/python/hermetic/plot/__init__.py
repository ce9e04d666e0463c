"""Figures. Every function returns the Axes it drew on; matplotlib is needed (``pip install 'hermetic[plot]'``)."""

from .couplings import couplings
from .events import cutflow, lego, n_minus_one, spectrum
from .run_plots import RunPlots
from .studies import exclusion, plane, profile
from .style import plt

__all__ = [
    "RunPlots",
    "couplings",
    "cutflow",
    "exclusion",
    "lego",
    "n_minus_one",
    "plane",
    "plt",
    "profile",
    "spectrum",
]
