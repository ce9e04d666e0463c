"""Figures of a study: the plane of two energies, shower profiles, exclusion curves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Optional, Sequence, Union

import numpy as np

from .. import relic as relics
from ..curves import Curve, published
from .style import ORDINARY, PUBLISHED, RELIC, SIGNAL, plt

if TYPE_CHECKING:
    from ..results import Exclusion, Profile

FLOOR_GEV = 1e-4
"""Smaller HCAL energies, zero among them, are drawn here on the logarithmic axis."""



def plane(
    run: Any,
    *,
    signal: Any = None,
    mass_index: int = 0,
    x: str = "ecal.total_GeV",
    y: str = "hcal.total_GeV",
    box: Optional[Sequence[float]] = (50.0, 1.0),
    ax: Any = None,
) -> Any:
    """The E_ECAL–E_HCAL plane, the plot everyone looks at.

    Parameters
    ----------
    run : Run
        Ordinary events, or signal events when `signal` is None and the run has a signal.
    signal : Run, optional
        Signal events over them; the marker area follows the weight.
    mass_index : int
        Which mass's weights.
    x, y : str
        Columns.
    box : (float, float), optional
        Signal region, upper ends in x and y.
    """
    ax = ax or plt.subplots(figsize=(6.4, 5.2), layout="constrained")[1]
    own = len(run.masses_GeV) > 0
    if not own:
        ax.scatter(
            run.events[x],
            _visible(run.events[y]),
            s=10,
            c=ORDINARY,
            alpha=0.7,
            lw=0,
            label=f"{run.count} ordinary electrons",
        )
    layer = run if own and signal is None else signal
    if layer is not None:
        weight = np.asarray(layer.events[f"signal.weight_{mass_index}"])
        keep = weight > 0
        area = 24 * weight[keep] / max(weight.max(), 1e-300)
        mass = 1000 * layer.masses_GeV[mass_index]
        ax.scatter(
            layer.events[x][keep],
            _visible(layer.events[y][keep]),
            s=np.clip(area, 1, None),
            c=SIGNAL,
            alpha=0.6,
            lw=0,
            label=f"A′, m = {mass:.4g} MeV (area ∝ weight)",
        )
    if box is not None:
        ax.plot(
            [0, box[0], box[0]],
            [box[1], box[1], FLOOR_GEV],
            color="k",
            lw=1,
            ls="--",
            label=f"E_ECAL < {box[0]:g} GeV, E_HCAL < {box[1]:g} GeV",
        )
    ax.set_yscale("log")
    ax.set(
        xlabel=r"$E_\mathrm{ECAL}$ [GeV]",
        ylabel=rf"$E_\mathrm{{HCAL}}$ [GeV]   (bottom row: below {FLOOR_GEV:g})",
        ylim=(FLOOR_GEV, None),
    )
    ax.set_xlim(left=0)
    ax.legend(loc="best", fontsize="small")
    return ax


def _visible(energy_GeV: np.ndarray) -> np.ndarray:
    return np.maximum(energy_GeV, 1.3 * FLOOR_GEV)


def profile(
    shape: Union[Profile, Sequence[Profile]],
    *,
    layer_X0: Optional[float] = None,
    labels: Optional[Sequence[str]] = None,
    ax: Any = None,
) -> Any:
    """Longitudinal shower profile with statistical errors, in layers or radiation lengths."""
    ax = ax or plt.subplots(figsize=(6.4, 4.2), layout="constrained")[1]
    several = [shape] if hasattr(shape, "mean_GeV") else list(shape)
    scale = layer_X0 or 1.0
    for index, item in enumerate(several):
        depth = (np.arange(len(item)) + 0.5) * scale
        ax.errorbar(
            depth,
            1000 * item.mean_GeV / scale,
            1000 * item.error_GeV / scale,
            fmt="o-",
            ms=2.5,
            lw=0.8,
            color=(ORDINARY, SIGNAL)[index % 2],
            label=labels[index] if labels else None,
        )
    ax.set(
        xlabel="depth [$X_0$]" if layer_X0 else "layer",
        ylabel="visible energy [MeV / $X_0$]" if layer_X0 else "visible energy [MeV / layer]",
    )
    ax.set_xlim(left=0)
    ax.set_ylim(bottom=0)
    if labels:
        ax.legend()
    return ax


def exclusion(
    result: Exclusion,
    *,
    overlay: Sequence[Union[str, Curve]] = (),
    relic: Sequence[str] = (),
    alpha_D: float = 0.1,
    mass_ratio: float = 3.0,
    ratio: bool = True,
    bands: bool = True,
    label: str = "this work",
    figure: Any = None,
) -> Any:
    """ε against mass, with published curves over it and their ratio below. Returns the main Axes.

    Parameters
    ----------
    result : Exclusion
    overlay : list of str or Curve
        Published limits.
    relic : list of str
        Dark matter, "scalar", "Majorana", "pseudo-Dirac", "Dirac", whose thermal targets are drawn (`hm.relic`), for
        the coupling ``alpha_D`` and m_A′ = ``mass_ratio`` · m_χ.
    """
    curves = [published(item) if isinstance(item, str) else item for item in overlay]
    if figure is None:
        figure = plt.figure(figsize=(6.8, 6.0), layout="constrained")
    below = None
    if ratio and curves:
        ax, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))
    else:
        ax = figure.subplots()
    mass = 1000 * result.mass_GeV
    if bands and {"minus2", "minus1", "plus1", "plus2"} <= set(result.expected):
        ax.fill_between(
            mass, result.expected["minus2"], result.expected["plus2"], color="#f5d76e", lw=0, label="expected ±2σ"
        )
        ax.fill_between(
            mass, result.expected["minus1"], result.expected["plus1"], color="#8fc78f", lw=0, label="expected ±1σ"
        )
        ax.plot(mass, result.expected["median"], "k--", lw=0.8, label="expected median")
    ax.plot(mass, result.epsilon, "o-", ms=3.5, color=SIGNAL, label=f"{label}, observed")
    for curve, style in zip(curves, ("-", "--", ":", "-.")):
        inside = (curve.mass_GeV >= result.mass_GeV.min() * 0.999) & (
            curve.mass_GeV <= result.mass_GeV.max() * 1.001
        )
        ax.plot(
            1000 * curve.mass_GeV[inside],
            curve.epsilon[inside],
            style,
            color=PUBLISHED,
            lw=1.6,
            zorder=3,
            label=curve.name,
        )
        if below is not None:
            below.plot(mass, result.ratio(curve), "o" + style, ms=3, lw=0.9, color=PUBLISHED, label=curve.name)
    for kind, style in zip(relic, ("-", "--", "-.", ":") * 3):
        target = relics.target(
            kind, m_chi_GeV=result.mass_GeV / mass_ratio, alpha_D=alpha_D, mass_ratio=mass_ratio
        )
        ax.plot(mass, target.epsilon, style, color=RELIC, lw=1.1, label=f"{kind} relic, α_D = {alpha_D:g}")
    ax.set(
        xscale="log",
        yscale="log",
        ylabel=rf"upper limit on $\varepsilon$ ({100 * result.confidence_level:g} % CL)",
    )
    ax.legend(fontsize="small")
    lowest = ax
    if below is not None:
        below.axhline(1, color="k", lw=0.7)
        below.axhspan(0.8, 1.2, color="0.9", lw=0, zorder=0)
        below.set(ylabel="ratio")
        lowest = below
    lowest.set_xlabel(r"$m_{A'}$ [MeV]")
    return ax
