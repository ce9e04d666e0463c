"""The exclusion plot of a paper in one call: `couplings`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from ..curves import Curve, published
from .style import PUBLISHED, SIGNAL, plt

if TYPE_CHECKING:
    from ..couplings import Couplings

_NAMES = {
    "epsilon": r"$\varepsilon$",
    "y": r"$y = \varepsilon^2\alpha_D(m_\chi/m_{A'})^4$",
    "alpha_D": r"$\alpha_D$",
    "g_a_gamma_gamma_per_GeV": r"$g_{a\gamma\gamma}$ [GeV$^{-1}$]",
    "Q/e": r"$Q/e$",
    "g_Z": r"$g_{Z'}$",
}
_MASSES = {"mass_GeV": "mass [MeV]", "m_chi_GeV": r"$m_\chi$ [MeV]"}
_GREY = ("#b0b0b0", "#c8c0b4", "#b4c0c8", "#c4b8c4", "#bcc8b4")


def couplings(
    result: Union[Couplings, Sequence[Couplings]],
    *,
    overlay: Sequence[Union[str, Curve]] = (),
    relics: Union[Mapping[str, Tuple[Any, Any]], None] = None,
    bands: Optional[Mapping[str, Tuple[Any, Any, Any]]] = None,
    expected: bool = True,
    projections: bool = True,
    labels: Optional[Sequence[str]] = None,
    title: Optional[str] = None,
    ax: Any = None,
) -> Any:
    """Excluded regions in the plane of the result; islands are closed. Returns the Axes.

    Parameters
    ----------
    result : Couplings or list of them
        In one plane: (m, ε), (m, g), (m_χ, y), (m_χ, α_D).
    overlay : names or Curves
        Published exclusions, drawn in grey behind.
    relics : {label: (m_GeV, y)}
        Lines, such as thermal targets.
    bands : {label: (m_GeV, low, high)}
        Bands, such as the one that (g−2)_μ favours.
    expected : bool
        The median and the ±1σ band of the first result, where there are any.
    projections : bool
        Dashed expected lines of the projections.
    """
    results = list(result) if isinstance(result, (list, tuple)) else [result]
    ax = ax or plt.subplots(figsize=(6.6, 5.2), layout="constrained")[1]
    curves = [published(item) if isinstance(item, str) else item for item in overlay]
    for curve, grey in zip(curves, _GREY * len(curves)):
        _draw_curve(ax, curve, grey)
    for label, (mass, low, high) in (bands or {}).items():
        ax.fill_between(1000 * np.asarray(mass), low, high, color="#8fc78f", alpha=0.5, lw=0, label=label)
    colours = (SIGNAL, "#33658a", "#7a9e3f", "#8e5572")
    for index, item in enumerate(results):
        label = labels[index] if labels else (item.name or "this work")
        if index == 0 and expected:
            _draw_expected(ax, item)
        _draw_region(ax, item, "observed", colours[index % 4], f"{label}, {100 * item.confidence_level:g} % CL")
        if projections:
            for factor, projection in item.projections.items():
                _draw_lines(ax, projection, "median", colours[index % 4], f"expected at {projection.exposure:.3g}")
    for (label, (mass, value)), style in zip((relics or {}).items(), ("-", "--", ":", "-.") * 4):
        ax.plot(1000 * np.asarray(mass), value, style, color="k", lw=1.0, label=label)
    x_name, y_name = results[0].axes
    if y_name == "coupling":
        y_name = results[0].coupling
    ax.set(xscale="log", yscale="log", xlabel=_MASSES[x_name], ylabel=_NAMES.get(y_name, y_name), title=title)
    ax.legend(fontsize="x-small", loc="best")
    return ax


def regions(item: Couplings, quantity: str) -> List[Tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Runs of neighbouring masses with an excluded interval: (x, lower, upper); NaN = no edge on that side."""
    x, pieces = item.plane(quantity)
    found: List[List[Tuple[float, float, float]]] = []
    open_runs: dict = {}
    for mass, intervals in zip(x, pieces):
        current = {}
        for rank, (low, high) in enumerate(intervals):
            point = (mass, np.nan if low is None else low, np.nan if high is None else high)
            run = open_runs.get(rank)
            if run is None:
                run = []
                found.append(run)
            run.append(point)
            current[rank] = run
        open_runs = current
    return [tuple(np.array(column) for column in zip(*run)) for run in found]


def _draw_region(ax: Any, item: Couplings, quantity: str, colour: str, label: str) -> None:
    top = 10.0
    for x, low, high in regions(item, quantity):
        mass = 1000 * x
        has_low, has_high = np.isfinite(low), np.isfinite(high)
        floor = np.where(has_low, low, np.nanmin(np.where(has_high, high, np.nan)) * 1e-4 if has_high.any() else 1e-12)
        if has_low.all() and not has_high.any():  # everything above
            ax.plot(mass, low, color=colour, lw=1.6, label=label)
            ax.fill_between(mass, low, np.full_like(low, np.nanmax(low) * top), color=colour, alpha=0.18, lw=0)
        elif has_high.all() and not has_low.any():  # everything below
            ax.plot(mass, high, color=colour, lw=1.6, label=label)
            ax.fill_between(mass, floor, high, color=colour, alpha=0.18, lw=0)
        else:
            line_x = np.concatenate([mass, mass[::-1]])
            line_y = np.concatenate([low, high[::-1]])
            # The last mass closes the island; the first stays open when it is the first of the scan.
            ax.plot(line_x, line_y, color=colour, lw=1.6, label=label)
            ax.fill_between(mass, low, high, color=colour, alpha=0.18, lw=0)
        label = "_nolegend_"
    if label != "_nolegend_":
        ax.plot([], [], color=colour, lw=1.6, label=f"{label}: nothing excluded")


def _draw_lines(ax: Any, item: Couplings, quantity: str, colour: str, label: str) -> None:
    for x, low, high in regions(item, quantity):
        for edge in (low, high):
            if np.isfinite(edge).any():
                ax.plot(1000 * x, edge, "--", color=colour, lw=0.9, label=label)
                label = "_nolegend_"


def _draw_expected(ax: Any, item: Couplings) -> None:
    try:
        item.status("median")
    except LookupError:
        return
    outer, inner = regions(item, "minus1"), regions(item, "plus1")
    if len(outer) == len(inner) == 1 and len(outer[0][0]) == len(inner[0][0]):
        (x, low, high), (_, low_weak, high_weak) = outer[0], inner[0]
        for a, b in ((low, low_weak), (high, high_weak)):
            if np.isfinite(a).all() and np.isfinite(b).all() and not np.allclose(a, b, rtol=1e-6):
                ax.fill_between(1000 * x, a, b, color="#8fc78f", lw=0, alpha=0.7, label="expected ±1σ")
    _draw_lines(ax, item, "median", "k", "expected median")


def _draw_curve(ax: Any, curve: Curve, grey: str) -> None:
    mass = 1000 * curve.mass_GeV
    if curve.kind == "contour":
        ax.fill(mass, curve.coupling, color=grey, alpha=0.5, lw=0)
        ax.plot(np.append(mass, mass[0]), np.append(curve.coupling, curve.coupling[0]), color=PUBLISHED, lw=0.7)
    elif curve.upper is not None:
        ax.fill_between(mass, curve.coupling, curve.upper, color=grey, alpha=0.5, lw=0)
        ax.plot(np.append(mass, mass[::-1]), np.append(curve.coupling, curve.upper[::-1]), color=PUBLISHED, lw=0.7)
    else:
        ax.fill_between(mass, curve.coupling, curve.coupling.max() * 10, color=grey, alpha=0.35, lw=0)
        ax.plot(mass, curve.coupling, color=PUBLISHED, lw=0.7)
    ax.fill_between([], [], [], color=grey, alpha=0.6, label=curve.name)
