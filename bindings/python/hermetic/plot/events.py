"""Figures of events and selections: lego of cells, spectra, N−1, cut flow. Every function returns the Axes."""

from __future__ import annotations

import re
from typing import Any, Optional, Sequence

import numpy as np

from .. import errors
from .style import ORDINARY, SIGNAL, plt


def lego(
    run: Any, sensor: str = "ecal", event: Optional[int] = 0, *, truth: bool = False, ax: Any = None
) -> Any:
    """Cells of one event (or the mean of all with ``event=None``) as towers."""
    cells = run.cells(sensor, truth=truth)
    if event is not None:
        if not 0 <= event < len(cells):
            raise errors.RangeError(f"event = {event} is not one of the {len(cells)} finished ones.")
        cells = cells[event : event + 1]
    energies = cells.mean(0).sum(0)
    ax = ax or plt.figure(figsize=(6.0, 5.0), layout="constrained").add_subplot(projection="3d")
    nx, ny = energies.shape
    ix, iy = np.meshgrid(np.arange(nx), np.arange(ny), indexing="ij")
    shade = plt.cm.viridis(0.15 + 0.8 * energies.ravel() / max(energies.max(), 1e-300))
    ax.bar3d(ix.ravel() - 0.4, iy.ravel() - 0.4, 0 * ix.ravel(), 0.8, 0.8, energies.ravel(), color=shade)
    ax.set(xlabel="cell in x", ylabel="cell in y", zlabel="E [GeV]", title=sensor)
    return ax


def spectrum(
    run: Any,
    columns: Sequence[str],
    *,
    bins: Any = 50,
    window: Optional[Sequence[float]] = None,
    scale: float = 1.0,
    unit: str = "GeV",
    weight: Optional[str] = None,
    ax: Any = None,
) -> Any:
    """Histograms of some columns over each other, such as the SRD modules; `window` marks a cut."""
    ax = ax or plt.subplots(figsize=(6.4, 4.2), layout="constrained")[1]
    weights = None if weight is None else np.asarray(run.events[weight])
    for name in [columns] if isinstance(columns, str) else columns:
        values = scale * np.asarray(run.events[name])
        good = np.isfinite(values)
        ax.hist(
            values[good], bins=bins, weights=None if weights is None else weights[good], histtype="step", label=name
        )
    for edge in window or ():
        ax.axvline(scale * edge, color="k", ls="--", lw=1)
    ax.set(xlabel=unit, ylabel="events")
    ax.legend(fontsize="small")
    return ax


def n_minus_one(
    run: Any,
    cut: str,
    *,
    selection: Any = None,
    column: Optional[str] = None,
    bins: Any = 40,
    weight: Optional[str] = None,
    ax: Any = None,
) -> Any:
    """The variable of one cut after all others; the events that the cut keeps are filled.

    Parameters
    ----------
    cut : str
        Name of the cut.
    column : str, optional
        What is drawn; the first column of the cut's condition by default.
    """
    chosen = run.selection if selection is None else selection
    if chosen is None:
        raise errors.StateError("the run has no selection. Give n_minus_one(…, selection=…).")
    found = [item for item in chosen.cuts if item.get("name") == cut]
    if not found or "expression" not in found[0]:
        known = [item["name"] for item in chosen.cuts if "expression" in item]
        raise errors.NotFoundError(f"no cut {cut!r} with a condition. Known: {', '.join(known)}.")
    if column is None:
        names = re.findall(r"[A-Za-z_][A-Za-z0-9_.]*", found[0]["expression"])
        column = next(name for name in names if name in run.events)
    others, _ = run.select(chosen.without(cut), weight=weight)
    kept, _ = run.select(chosen, weight=weight)
    values = np.asarray(run.events[column])
    good = others & np.isfinite(values)
    weights = np.ones(len(values)) if weight is None else np.asarray(run.events[weight])
    edges = np.histogram_bin_edges(values[good] if good.any() else [0.0, 1.0], bins=bins)
    ax = ax or plt.subplots(figsize=(6.4, 4.2), layout="constrained")[1]
    ax.hist(values[good], edges, weights=weights[good], histtype="step", color=ORDINARY, label="all other cuts")
    ax.hist(values[good & kept], edges, weights=weights[good & kept], color=SIGNAL, alpha=0.5, label="and this one")
    ax.set(xlabel=column, ylabel="weight" if weight else "events", title=f"{cut}: {found[0]['expression']}")
    ax.legend(fontsize="small")
    return ax


def cutflow(flow: Any, *, ax: Any = None) -> Any:
    """What is left after each cut, and the efficiency of each with its interval."""
    rows = list(flow)
    ax = ax or plt.subplots(figsize=(6.4, 0.4 * len(rows) + 1.2), layout="constrained")[1]
    y = np.arange(len(rows))[::-1]
    ax.barh(y, [row["cumulative_efficiency"] for row in rows], color=ORDINARY, alpha=0.35, label="all so far")
    for position, row in zip(y, rows):
        low, high = row["step_interval"]
        ax.plot([low, high], [position, position], color=SIGNAL, lw=2)
        ax.plot(row["step_efficiency"], position, "o", color=SIGNAL, ms=4)
    ax.set_yticks(y, [row["name"] for row in rows])
    ax.set(xlabel="efficiency (points: of this cut)", xlim=(0, 1.02))
    return ax
