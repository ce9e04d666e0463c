"""Shower report: profiles, containment, leakage and track lengths beside Geant4, per bin; one page per case.

    python examples/python/shower_report.py --out out/showers --reference DIR --cases ecal_e10 pb_e1 pb_e10

Cases are the reference's: electrons of 10 and 100 GeV in 150 × (1.5 mm Pb + 1.5 mm polystyrene), 1 and 10 GeV in
40 X0 of lead. Page: docs/validation_em.md.
"""

import argparse
import math
import sys
import time
from pathlib import Path

import numpy as np
from validation_report import ACCENT, OURS, REFERENCE, THIRD, load, sandwich, save, spread_error

import hermetic as hm

import matplotlib.pyplot as plt  # noqa: E402

# Showers of ours per case.
EVENTS = {"ecal_e10": 400, "ecal_e100": 60, "pb_e1": 2000, "pb_e10": 400}
BATCHES = 20
RADII = [0.5 * i for i in range(40)] + [20.0 + 5 * i for i in range(40)]


class Rows:
    """Comparisons with an aim; "within 2σ" is beyond it by less than twice the statistical error."""

    def __init__(self):
        self.rows = []

    def add(self, quantity, ours, ours_error, theirs, theirs_error, aim, *, absolute=False):
        """Two values; `aim` is relative, or a difference when `absolute`."""
        if absolute:
            off, error = ours - theirs, math.hypot(ours_error, theirs_error)
        else:
            off = ours / theirs - 1
            error = abs(ours / theirs) * math.hypot(ours_error / ours, theirs_error / theirs)
        met = "yes" if abs(off) <= aim else "within 2σ" if abs(off) <= aim + 2 * error else "NO"
        pull = off / error if error > 0 else 0.0
        self.rows.append(
            [quantity, f"{ours:.5g}", f"{theirs:.5g}", f"{100 * off:+.2f} ± {100 * error:.2f} %", f"{pull:+.1f}"]
            + [f"{100 * aim:g} %" + (" abs." if absolute else ""), met]
        )

    def bins(self, quantity, ratio, error, aim):
        """Many bins: how many meet the aim, and the one farthest beyond it."""
        if not len(ratio):
            return
        off = abs(ratio - 1)
        beyond = off > aim + 2 * error
        worst = int(np.argmax((off - aim) / error))
        met = "yes" if not np.any(off > aim) else "NO" if np.any(beyond) else "within 2σ"
        chi2 = np.sum(((ratio - 1) / np.hypot(error, aim / 2)) ** 2)
        self.rows.append(
            [quantity, f"{np.sum(off <= aim)} of {len(ratio)}", f"{np.sum(~beyond)} within +2σ"]
            + [f"worst {100 * (ratio[worst] - 1):+.1f} ± {100 * error[worst]:.1f} %", f"χ² {chi2:.0f}"]
            + [f"{100 * aim:g} %", met]
        )

    def text(self):
        """For terminals and files."""
        lines = [["quantity", "Hermetic", "Geant4", "difference", "pull", "aim", "met"], *self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(7)]
        return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines)


def simulate(case, data, options):
    """Our showers in batches: the run, and the tallies of each batch."""
    energy = float(data["config"]["E"])
    step = 0.5 * data["config"]["effective_X0_mm"]
    depth = data["config"]["depth_mm"]
    edges = [1 + step * i for i in range(int(depth / step + 1e-6) + 1)]
    if edges[-1] < 1 + depth - 1e-6:
        edges.append(1 + depth)
    # The first millimetre is vacuum before the front.
    tallies = {
        "depth": {"kind": "deposit", "depth_mm": edges},
        "radius": {"kind": "deposit", "radius_mm": RADII},
        "tracks": {"kind": "track_length"},
    }
    if case.startswith("ecal"):
        setup = sandwich()
    else:
        setup = hm.Setup.slab("Pb", depth, size_mm=1000)
    beam = hm.Beam(particle="e-", energy_GeV=energy, position_mm=(0, 0, -1), direction=(0, 0, 1))
    study = hm.Study(name=case, setup=setup, beam=beam, tallies=tallies)
    events = max(BATCHES, int(EVENTS[case] * options.scale))
    size = math.ceil(events / BATCHES)
    run = study.prepare(events=size * BATCHES, seed=options.seed)
    sums = {name: [] for name in tallies}
    while not run.finished:
        run.advance(size, threads=options.threads)
        if run.interrupted:
            raise KeyboardInterrupt
        for name in tallies:
            sums[name].append(run.tally(name).mean * run.count)
    return run, {name: np.diff(np.stack(values), axis=0, prepend=np.zeros((1, *values[0].shape))) / size
                 for name, values in sums.items()}


def mean_and_error(batches):
    """Mean over batches and its error."""
    return batches.mean(axis=0), batches.std(axis=0, ddof=1) / math.sqrt(len(batches))


def ratio_of(ours, error, theirs, theirs_error):
    """Ratio and its error where both have something."""
    good = (ours > 0) & (theirs > 0)
    ratio = np.where(good, ours / np.where(good, theirs, 1), np.nan)
    relative = np.hypot(error / np.where(good, ours, 1), theirs_error / np.where(good, theirs, 1))
    return ratio, ratio * relative


def longitudinal(axes, case, data, batches, scale, rows):
    """Energy per X0, 2 to 25 X0."""
    mean, error = mean_and_error(1000 * batches["depth"])
    count = len(mean) // 2 * 2
    theirs = np.asarray(data["longitudinal"]["mean_MeV"])[:count]
    theirs_error = np.asarray(data["longitudinal"]["err_MeV"])[:count]
    per_x0 = 1000 * batches["depth"][:, :count].reshape(len(batches["depth"]), -1, 2).sum(axis=2)
    ours, ours_error = mean_and_error(per_x0)
    reference = theirs.reshape(-1, 2).sum(axis=1)
    # Neighbouring halves fluctuate together: errors add linearly.
    reference_error = theirs_error.reshape(-1, 2).sum(axis=1)
    centres = np.arange(len(ours)) + 0.5
    above, below = axes
    above.errorbar(centres, ours, ours_error, fmt=".", ms=4, lw=0.8, color=OURS, label="Hermetic")
    above.step(centres, reference, where="mid", color=REFERENCE, lw=1, label="Geant4")
    above.set(yscale="log", ylabel="MeV per X0", title="along the shower", xlim=(0, 36))
    above.set_ylim(max(ours[ours > 0].min(), 1e-5 * ours.max()), 2 * ours.max())
    above.legend(frameon=False, fontsize=8)
    ratio, ratio_error = ratio_of(ours, ours_error, reference, reference_error)
    band(below, centres, ratio, ratio_error, 0.02, "depth [X0]", 0.2)
    chosen = (centres > 2) & (centres < 25) & np.isfinite(ratio)
    rows.bins(f"{case}: energy per X0, 2–25 X0", ratio[chosen], ratio_error[chosen], 0.02)
    depths = per_x0 @ centres / per_x0.sum(axis=1)
    depth_error = depths.std(ddof=1) / math.sqrt(len(depths))
    theirs_depth = float(reference @ centres / reference.sum())
    rows.add(f"{case}: mean depth [X0]", depths.mean(), depth_error, theirs_depth, depth_error * scale, 0.02)


def band(ax, x, ratio, error, aim, label, reach):
    """A panel of ratios."""
    good = np.isfinite(ratio) & (error < reach)
    ax.axhspan(1 - aim, 1 + aim, color="0.9", lw=0)
    ax.axhline(1, color=REFERENCE, lw=0.8)
    ax.errorbar(x[good], ratio[good], error[good], fmt="o", ms=2.8, lw=0.8, color=OURS)
    ax.set(xlabel=label, ylabel="ratio", ylim=(1 - reach, 1 + reach))


def containment(axes, case, data, batches, scale, rows):
    """Energy within r, as a share of the beam energy."""
    energy = 1000 * float(data["config"]["E"])
    cumulative = np.cumsum(1000 * batches["radius"], axis=1) / energy
    ours, ours_error = mean_and_error(cumulative)
    theirs = np.cumsum(np.asarray(data["radial"]["all_MeV"])[: len(ours)]) / energy
    edges = np.asarray(RADII[1:])
    above, below = axes
    above.plot(edges, ours, ".", ms=4, color=OURS, label="Hermetic")
    above.plot(edges, theirs, "-", color=REFERENCE, lw=1, label="Geant4")
    above.set(xscale="log", ylabel="share of energy within r", title="across the shower", xlim=(0.4, 230))
    below.axhspan(-0.01, 0.01, color="0.9", lw=0)
    below.axhline(0, color=REFERENCE, lw=0.8)
    error = ours_error * math.hypot(1, scale)
    below.errorbar(edges, ours - theirs, error, fmt="o", ms=2.8, lw=0.8, color=OURS)
    below.set(xscale="log", xlabel="r [mm]", ylabel="difference", ylim=(-0.03, 0.03), xlim=(0.4, 230))
    for radius in (5, 10, 20, 50, 100):
        at = int(np.argmin(abs(edges - radius)))
        rows.add(
            f"{case}: share within {radius} mm", ours[at], ours_error[at], theirs[at], ours_error[at] * scale, 0.01,
            absolute=True,
        )


def track_lengths(axes, case, data, run, batches, scale, rows):
    """Track length of each particle per energy bin; above 1 GeV the aim is 2 %."""
    above, below = axes
    axes_of_tally = run.tally("tracks").axes
    particles = list(axes_of_tally[0][1])
    materials = list(axes_of_tally[1][1])
    edges = np.asarray(axes_of_tally[2][1])
    centres = np.sqrt(edges[:-1] * edges[1:])
    lead = batches["tracks"][:, :, materials.index("Pb"), :]
    below.axhspan(0.98, 1.02, color="0.9", lw=0)
    below.axhline(1, color=REFERENCE, lw=0.8)
    for particle, colour in (("e-", OURS), ("e+", ACCENT), ("gamma", THIRD)):
        values = lead[:, particles.index(particle), :]
        ours, ours_error = mean_and_error(values)
        theirs = np.asarray(data["track_length"][f"abs_{particle}_mm"])
        above.plot(centres, ours, ".", ms=3, color=colour, label=particle)
        above.step(centres, theirs, where="mid", color=colour, lw=0.7)
        grouped = values[:, :140].reshape(len(values), -1, 5).sum(axis=2)
        ours, ours_error = mean_and_error(grouped)
        reference = theirs.reshape(-1, 5).sum(axis=1)
        ratio, error = ratio_of(ours, ours_error, reference, scale * ours_error)
        middle = np.sqrt(edges[:-1:5] * edges[5::5])
        good = np.isfinite(ratio) & (error < 0.15)
        below.errorbar(middle[good], ratio[good], error[good], fmt="o", ms=2.8, lw=0.8, color=colour)
        high = good & (edges[:-1:5] >= 0.99)
        rows.bins(f"{case}: {particle} track length in Pb, bins above 1 GeV", ratio[high], error[high], 0.02)
        chosen = edges[:-1] >= 0.99
        sums = values[:, chosen].sum(axis=1)
        error_of_sum = sums.std(ddof=1) / math.sqrt(len(sums))
        if sums.mean() > 0:
            label = f"{case}: {particle} track length above 1 GeV [mm]"
            rows.add(label, sums.mean(), error_of_sum, theirs[chosen].sum(), scale * error_of_sum, 0.02)
        # Electrons that cannot leave their slab are not followed below some MeV: no track length there.
        lowest = 1e-4 if particle == "gamma" else 5e-3
        low = good & (edges[:-1:5] < 0.99) & (edges[:-1:5] > 0.99 * lowest)
        label = f"{case}: {particle} track length in Pb, bins {1000 * lowest:g} MeV–1 GeV"
        rows.bins(label, ratio[low], error[low], 0.02)
    above.set(xscale="log", yscale="log", ylabel="mm per bin", xlim=(8e-5, 2 * float(data["config"]["E"])))
    above.set_title("track length in lead (lines: Geant4)")
    above.legend(frameon=False, fontsize=8)
    below.set(xscale="log", xlabel="kinetic energy [GeV]", ylabel="ratio", ylim=(0.85, 1.15), xlim=above.get_xlim())


def page(case, data, options, rows):
    """One case."""
    began = time.monotonic()
    run, batches = simulate(case, data, options)
    # Their mean fluctuates like ours, for another number of showers.
    scale = math.sqrt(run.count / float(data["config"]["N"]))
    print(f"{case}: {run.count} showers, {run.steps / run.count:.3g} steps each, {time.monotonic() - began:.0f} s", flush=True)
    fig, axes = plt.subplots(2, 3, figsize=(13, 5.2), height_ratios=(2, 1), layout="constrained")
    fig.suptitle(f"{case}: Hermetic {run.count}, Geant4 11.4.1 {data['config']['N']} showers", fontsize=11)
    escaped = run.column("escaped_GeV")
    leak = np.asarray(data["per_event"]["leak_total_GeV"], dtype=float)
    rows.add(
        f"{case}: leakage, all faces [GeV]", escaped.mean(), escaped.std(ddof=1) / math.sqrt(len(escaped)),
        leak.mean(), leak.std(ddof=1) / math.sqrt(len(leak)), 0.1,
    )
    if case.startswith("ecal"):
        visible = run.column("ecal.visible_GeV")
        reference = data["E_scint_GeV"]
        error = visible.std(ddof=1) / math.sqrt(len(visible))
        rows.add(f"{case}: visible energy [GeV]", visible.mean(), error, reference["mean"], reference["err_mean"], 0.01)
        spread = reference["rms"] / reference["mean"]
        theirs = spread, spread / math.sqrt(2 * (reference["n"] - 1))
        rows.add(f"{case}: σ/mean of it", *spread_error(visible), *theirs, 0.05)
        for column, key in (("max_cell", "frac_central_cell_38.2mm"), ("3x3", "frac_3x3")):
            share = run.column(f"ecal.{column}_GeV") / visible
            rows.add(
                f"{case}: {column} / visible", share.mean(), share.std(ddof=1) / math.sqrt(len(share)),
                data[key]["mean"], data[key]["err_mean"], 0.01, absolute=True,
            )
    longitudinal(axes[:, 0], case, data, batches, scale, rows)
    containment(axes[:, 1], case, data, batches, scale, rows)
    track_lengths(axes[:, 2], case, data, run, batches, scale, rows)
    save(fig, options, f"showers_{case}")


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/showers"))
    parser.add_argument("--reference", type=Path, default=root.parent / "shared" / "reference")
    parser.add_argument("--cases", nargs="+", default=list(EVENTS), choices=list(EVENTS))
    parser.add_argument("--scale", type=float, default=1.0, help="of the number of showers")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="0 = one per processor")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows = Rows()
    for case in options.cases:
        name = f"geant4/{case}_c0.7.json"
        data = load(options.reference, name)
        if data is None:
            print(f"skipped: {case} (no {name})")
            continue
        page(case, data, options, rows)
    (options.out / "showers.txt").write_text(rows.text() + "\n")
    print(f"\n{rows.text()}\nfigures and table are in {options.out}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
