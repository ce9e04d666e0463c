"""Fast mode beside full transport: means, fluctuations, shares, profile, leakage, cost; a table and a figure.

    python examples/python/fast_report.py --out out/fast --energies 5 20 50 100 150
    python examples/python/fast_report.py --slabs W:2 G4_Si:0.5 --layers 80 --energies 10 --angle 15

Page: docs/fast_showers.md. Times are CPU times of one thread on this machine, both modes in the same run.
"""

import argparse
import math
import sys
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import hermetic as hm  # noqa: E402

AIMS = {"visible [GeV]": 0.01, "σ/mean": 0.10, "central cell": 0.02, "3×3 cells": 0.02}
FULL, FAST = "#222222", "#c8553d"


def calorimeter(options):
    """The calorimeter of the command line; the beam hits the centre of one of its cells."""
    slabs = [(name, float(thickness)) for name, thickness in (item.split(":") for item in options.slabs)]
    layer = sum(thickness for _, thickness in slabs)
    first = min(16, options.layers // 2)
    volume = {
        "name": "ECAL",
        "shape": "layered_calorimeter",
        "layers": options.layers,
        "slabs": [{"material": material, "thickness_mm": thickness} for material, thickness in slabs],
        "size_mm": [6 * options.cell_mm] * 2,
        "position_mm": [-0.5 * options.cell_mm, -0.5 * options.cell_mm, 0.5 * options.layers * layer],
        "sensitive": {
            "name": "ecal",
            "slab": len(slabs) - 1,
            "cells": [6, 6],
            "cell_mm": [options.cell_mm] * 2,
            "sections": [first, options.layers - first],
        },
    }
    return {"world": {"material": "vacuum", "size_mm": [2000, 2000, 4000]}, "volumes": [volume]}


def shoot(options, energy, events, fidelity):
    """A run, the CPU time of its preparation and of an event."""
    angle = math.radians(options.angle)
    beam = hm.Beam(
        particle=options.particle,
        energy_GeV=energy,
        position_mm=(0, 0, -1),
        direction=(math.sin(angle), 0, math.cos(angle)),
    )
    fast = None
    if fidelity == "fast" and options.library_GeV:
        fast = {"energy_per_group_GeV": options.library_GeV, "fewest_showers": 8, "most_showers": 384}
    study = hm.Study(setup=calorimeter(options), beam=beam, fidelity=fidelity, fast=fast)
    began = time.process_time()
    run = study.prepare(events=events, seed=options.seed)
    ready = time.process_time()
    for _ in run.slices(slice_ms=0, threads=1):
        pass
    return run, ready - began, (time.process_time() - ready) / events


def quantities(run):
    """Name: (value, standard error)."""
    visible = run.column("ecal.visible_GeV")
    count = len(visible)

    def mean(values):
        return float(values.mean()), float(values.std(ddof=1) / math.sqrt(count))

    relative = visible.std(ddof=1) / visible.mean()
    share = run.column("ecal.max_cell_GeV") / visible
    escaped = run.column("escaped_GeV")
    return {
        "visible [GeV]": mean(visible),
        "σ/mean": (relative, relative / math.sqrt(2 * count)),
        "central cell": mean(share),
        "σ of central cell": (share.std(ddof=1), share.std(ddof=1) / math.sqrt(2 * count)),
        "3×3 cells": mean(run.column("ecal.3x3_GeV") / visible),
        "first section": mean(run.column("ecal.section0_GeV") / visible),
        "leakage [GeV]": mean(escaped),
        "σ of leakage [GeV]": (escaped.std(ddof=1), escaped.std(ddof=1) / math.sqrt(2 * count)),
    }


def compare(energy, full, fast, rows):
    """Rows of one energy."""
    ours, theirs = quantities(fast), quantities(full)
    for name, (value, error) in ours.items():
        reference, reference_error = theirs[name]
        ratio = value / reference
        spread = ratio * math.hypot(error / value, reference_error / reference)
        aim = AIMS.get(name)
        off = abs(ratio - 1)
        met = "" if aim is None else "yes" if off <= aim else "within 2σ" if off <= aim + 2 * spread else "NO"
        aim = "" if aim is None else f"{100 * aim:g} %"
        shown = f"{reference:.4g}", f"{value:.4g}", f"{ratio:.4f} ± {spread:.4f}"
        rows.append([f"{energy:g} GeV: {name}", *shown, aim, met])


def panel(axes, energy, full, fast, group):
    """Profile of both and their ratio in groups of layers."""
    above, below = axes
    profiles = [run.profile("ecal") for run in (full, fast)]
    layers = np.arange(len(profiles[0].mean_GeV))
    for profile, colour, label in zip(profiles, (FULL, FAST), ("full", "fast")):
        above.plot(layers, 1000 * profile.mean_GeV, color=colour, lw=1, label=label)
    above.set(yscale="log", title=f"{energy:g} GeV")
    above.set_ylim(1e-5 * 1000 * profiles[0].mean_GeV.max(), 2000 * profiles[0].mean_GeV.max())
    sums = [p.mean_GeV[: len(layers) // group * group].reshape(-1, group).sum(axis=1) for p in profiles]
    # Layers of a group fluctuate together.
    errors = [p.error_GeV[: len(layers) // group * group].reshape(-1, group).sum(axis=1) for p in profiles]
    good = (sums[0] > 0) & (sums[1] > 0)
    ratio = sums[1][good] / sums[0][good]
    error = ratio * np.hypot(errors[0][good] / sums[0][good], errors[1][good] / sums[1][good])
    centres = (np.arange(len(sums[0])) + 0.5)[good] * group
    shown = error < 0.3
    below.axhspan(0.98, 1.02, color="0.9", lw=0)
    below.axhline(1, color="0.4", lw=0.8)
    below.errorbar(centres[shown], ratio[shown], error[shown], fmt="o", ms=3, lw=0.8, color=FAST)
    below.set(ylim=(0.75, 1.25), xlabel="layer")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/fast"))
    parser.add_argument("--energies", type=float, nargs="+", default=[5, 20, 100])
    parser.add_argument("--particle", default="e-")
    parser.add_argument("--slabs", nargs="+", default=["Pb:1.5", "polystyrene:1.5"], help="material:mm, front first")
    parser.add_argument("--layers", type=int, default=150)
    parser.add_argument("--cell-mm", type=float, default=38.2)
    parser.add_argument("--angle", type=float, default=0, help="of the beam, degrees")
    parser.add_argument("--budget", type=float, default=3000, help="GeV of full showers per energy")
    parser.add_argument("--fast-events", type=int, default=10_000)
    parser.add_argument("--library-GeV", type=float, default=0, help="energy per group of the library; 0 = default")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows, costs = [], []
    count = len(options.energies)
    size = {"figsize": (3.2 * count + 1, 4.6), "height_ratios": (2, 1)}
    fig, axes = plt.subplots(2, count, sharex="col", squeeze=False, layout="constrained", **size)
    for column, energy in enumerate(options.energies):
        full, _, of_full = shoot(options, energy, max(20, int(options.budget / energy)), "full")
        fast, made, of_fast = shoot(options, energy, options.fast_events, "fast")
        compare(energy, full, fast, rows)
        panel(axes[:, column], energy, full, fast, max(1, options.layers // 15))
        size = sum(library["bytes"] for library in fast.card["statistics"]["fast_libraries"])
        costs.append(
            f"{energy:g} GeV: full {1e3 * of_full:.1f} ms, fast {1e6 * of_fast:.0f} µs per event "
            f"(1 : {of_full / of_fast:.0f}), "
            f"library {made:.1f} s, {size / 1e6:.0f} MB; "
            f"{full.count} full, {fast.count} fast showers; energy closes to {fast.worst_energy_imbalance:.0e}"
        )
        print(costs[-1], flush=True)
    axes[0, 0].set_ylabel("visible energy per layer [MeV]")
    axes[0, 0].legend(frameon=False)
    axes[1, 0].set_ylabel("fast / full")
    for ax in axes.flat:
        ax.spines[["top", "right"]].set_visible(False)
    fig.savefig(options.out / "fast_showers.png", dpi=110)
    headings = ["", "full", "fast", "ratio", "aim", "met"]
    widths = [max(len(line[i]) for line in [headings, *rows]) for i in range(6)]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in [headings, *rows]
    )
    (options.out / "fast_showers.txt").write_text("\n".join([table, *costs]) + "\n")
    print(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
