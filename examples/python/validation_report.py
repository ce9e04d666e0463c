"""Validation report: Hermetic beside independent calculations; figures and one table.

    python examples/python/validation_report.py --out out/validation

Compared are electromagnetic showers in a lead-polystyrene sandwich, cross sections and losses with Geant4, and
dark-photon bremsstrahlung with an independent quadrature. The reference numbers lie in a directory of JSON files;
without it only what needs no reference is done, and what is skipped is named. Pages: docs/validation.md.
"""

import argparse
import json
import math
import sys
import time
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
import numpy as np  # noqa: E402

import hermetic as hm  # noqa: E402

OURS, REFERENCE, ACCENT, THIRD = "#33658a", "#222222", "#c8553d", "#6a8d3a"
MATERIALS = {"Pb": "G4_Pb", "Cu": "G4_Cu", "C": "G4_C", "polystyrene": "G4_POLYSTYRENE"}
LAYERS, PRESHOWER, GROUP, BATCHES = 150, 16, 5, 20
SHOWERS_GEV = (10, 100)
STEPS_GEV = 10

# Mean visible energy at 10 GeV of Geant4 11.4.1 with short steps, in units of its default stepping
# (docs/validation.md, "What the difference is"): mean of steps ≤ 0.05 mm, ≤ 0.01 mm, range factor 0.002.
CONVERGED_STEPPING = (0.938, 0.002)


class Report:
    """The table: one row per number that has a counterpart."""

    def __init__(self):
        self.rows, self.notes = [], []

    def add(self, quantity, ours, ours_error, reference, reference_error=0.0, *, aim=None, unit=""):
        """Two values with standard errors; `aim` is the largest relative difference hoped for."""
        ratio = ours / reference
        error = ratio * math.hypot(ours_error / ours, reference_error / reference)
        off = abs(ratio - 1)
        met = "" if aim is None else "yes" if off <= aim else "within 2σ" if off <= aim + 2 * error else "NO"
        aim = "" if aim is None else f"{100 * aim:g} %"
        name = f"{quantity} [{unit}]" if unit else quantity
        shown = _shown(ours, ours_error), _shown(reference, reference_error), _shown(ratio, error)
        self.rows.append([name, *shown, aim, met])

    def worst(self, quantity, deviation, *, aim=None):
        """A comparison of many points by its largest relative deviation."""
        met = "" if aim is None else "yes" if abs(deviation) <= aim else "NO"
        limit = "" if aim is None else f"{100 * aim:g} %"
        self.rows.append([quantity, "", "", f"{100 * deviation:+.2g} %", limit, met])

    def skip(self, what, why):
        """Something that was not done."""
        self.notes.append(f"skipped: {what} ({why})")
        print(self.notes[-1], flush=True)

    def text(self):
        """The table for terminals and files."""
        headings = ["quantity", "Hermetic", "reference", "ratio", "aim", "met"]
        lines = [headings, *self.rows]
        widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
        pad = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip() for line in lines]
        return "\n".join([pad[0], "-" * len(pad[0]), *pad[1:], *self.notes])


def _shown(value, error):
    """Value ± error, the error with two digits."""
    if error <= 0:
        return f"{value:.5g}"
    digits = max(0, 1 - math.floor(math.log10(error)))
    return f"{value:.{digits}f} ± {error:.{digits}f}"


def mean_error(values):
    """Mean over the first axis, and its standard error."""
    return np.mean(values, axis=0), np.std(values, axis=0, ddof=1) / math.sqrt(len(values))


def spread_error(values):
    """Relative standard deviation σ/mean and its error, for nearly normal values."""
    relative = float(np.std(values, ddof=1) / np.mean(values))
    return relative, relative / math.sqrt(2 * (len(values) - 1))


def load(directory, name):
    """One reference file, or None."""
    path = directory / name
    return json.loads(path.read_text()) if path.is_file() else None


# ---------------------------------------------------------------------------- showers


def sandwich(read_slab=1):
    """The reference calorimeter: 150 × (1.5 mm Pb + 1.5 mm polystyrene) in vacuum, hit at the centre of a cell."""
    ecal = {
        "name": "ECAL",
        "shape": "layered_calorimeter",
        "layers": LAYERS,
        "slabs": [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}],
        "size_mm": [229.2, 229.2],
        "position_mm": [-19.1, -19.1, 1.5 * LAYERS],
        "sensitive": {"name": "ecal", "slab": read_slab, "cells": [6, 6], "cell_mm": [38.2, 38.2]},
    }
    ecal["sensitive"]["sections"] = [PRESHOWER, LAYERS - PRESHOWER]
    return hm.Setup({"world": {"material": "vacuum", "size_mm": [1000, 1000, 3000]}, "volumes": [ecal]})


def shoot(energy_GeV, events, options, *, read_slab=1, **physics):
    """Electrons that enter along z: the run, and its profile by batches, shape (batches, layers) in MeV."""
    beam = hm.Beam(particle="e-", energy_GeV=energy_GeV, position_mm=(0, 0, -1), direction=(0, 0, 1))
    study = hm.Study(
        name=f"{energy_GeV} GeV electrons", setup=sandwich(read_slab), beam=beam, physics=hm.Physics(**physics)
    )
    size = max(1, math.ceil(events / BATCHES))
    run = study.prepare(events=size * BATCHES, seed=options.seed)
    sums = [np.zeros(LAYERS)]
    while not run.finished:
        run.advance(size, threads=options.threads)
        if run.interrupted:
            raise KeyboardInterrupt
        sums.append(1000 * run.profile("ecal").mean_GeV * run.count)
    return run, np.diff(sums, axis=0) / size


def profile_panels(axes, batches, reference, title, reference_events, events):
    """Energy per layer above, ratio of groups of layers below; returns the group with the largest pull."""
    above, below = axes
    mean, error = mean_error(batches)
    reference = np.asarray(reference)
    layers = np.arange(LAYERS)
    above.errorbar(layers, mean, error, fmt=".", ms=3.5, lw=0.8, color=OURS, label="Hermetic")
    above.step(layers, reference, where="mid", color=REFERENCE, lw=1, label="Geant4 11.4.1")
    above.set(ylabel="energy per layer [MeV]", title=title, yscale="log")
    above.legend(frameon=False)

    grouped = batches.reshape(len(batches), -1, GROUP).sum(axis=2)
    reference = reference.reshape(-1, GROUP).sum(axis=1)
    ours, fluctuation = mean_error(grouped)
    keep = (ours > 0.003 * ours.sum()) & (reference > 0)
    ratio = ours[keep] / reference[keep]
    # The reference has no error per layer: its showers fluctuate like ours.
    ratio_error = ratio * fluctuation[keep] / ours[keep] * math.sqrt(1 + events / reference_events)
    centres = (np.arange(len(ours))[keep] + 0.5) * GROUP - 0.5
    below.axhspan(0.98, 1.02, color="0.9", lw=0)
    below.axhline(1, color=REFERENCE, lw=0.8)
    below.errorbar(centres, ratio, ratio_error, fmt="o", ms=3.5, lw=1, color=OURS)
    below.set(xlabel="layer", ylabel=f"ratio, {GROUP} layers", ylim=(0.8, 1.2))
    last = int(centres.max()) + 3
    above.set_xlim(-1, last)
    above.set_ylim(mean[:last].min() / 2, mean.max() * 2)
    pull = (ratio - 1) / np.hypot(0.02, ratio_error)
    worst = np.argmax(abs(pull))
    return int(centres[worst] - GROUP / 2 + 0.5), ratio[worst], ratio_error[worst], pull[worst]


def showers(options, report):
    """Electrons of 10 and 100 GeV in the sandwich; returns the run at the energy of the step study."""
    kept = None
    for energy in SHOWERS_GEV:
        events = options.events if energy == 10 else options.events / 6
        run, active = shoot(energy, events, options)
        kept = run if energy == STEPS_GEV else kept
        visible = run.events["ecal.visible_GeV"]
        print(
            f"{energy} GeV: {run.count} showers, E_visible = {_shown(*mean_error(visible))} GeV, "
            f"{run.steps / run.count:.3g} steps each, energy closes to {run.worst_energy_imbalance:.1e}",
            flush=True,
        )
        name = f"geant4/ecal_e{energy}_c0.7.json"
        data = load(options.reference, name)
        if data is None:
            report.skip(f"showers of {energy} GeV against Geant4", f"no {name}")
            continue
        second, absorber = shoot(energy, events / 2, options, read_slab=0)
        shower_rows(report, f"e⁻ {energy} GeV:", run, active, absorber, data)
        fig, axes = plt.subplots(
            2, 2, figsize=(9.6, 5.4), sharex="col", height_ratios=(2.2, 1), layout="constrained"
        )
        for side, batches, key, count, title in (
            (0, absorber, "abs_MeV", second.count, "lead"),
            (1, active, "scint_MeV", run.count, "polystyrene"),
        ):
            title = f"e⁻ {energy} GeV, {title} layers"
            reference = data["layers"][key]
            first, ratio, error, pull = profile_panels(
                axes[:, side], batches, reference, title, data["config"]["N"], count
            )
            label = f"{title}: layers {first}–{first + GROUP - 1}, largest pull {pull:+.1f}"
            verdict = "2 % ⊕ 3σ", "yes" if abs(pull) <= 3 else "NO"
            report.rows.append([label, "", "", _shown(ratio, error), *verdict])
        save(fig, options, f"ecal_{energy}GeV")
    return kept


def shower_rows(report, label, run, active, absorber, data):
    """The numbers of one energy."""
    column = run.events
    visible = np.asarray(column["ecal.visible_GeV"])
    count = data["config"]["N"]

    def reference(key):
        return data[key]["mean"], data[key]["err_mean"]

    report.add(f"{label} visible energy", *mean_error(visible), *reference("E_scint_GeV"), aim=0.03, unit="GeV")
    spread = data["E_scint_GeV"]["rms"] / data["E_scint_GeV"]["mean"]
    spread = spread, spread / math.sqrt(2 * (count - 1))
    report.add(f"{label} σ/mean of it", *spread_error(visible), *spread, aim=0.05)
    lead = np.asarray(column["deposited_GeV"]) - visible
    report.add(f"{label} energy in lead", *mean_error(lead), *reference("E_absorber_GeV"), aim=0.02, unit="GeV")
    leak = np.asarray(data["per_event"]["leak_total_GeV"])
    report.add(f"{label} leakage", *mean_error(column["escaped_GeV"]), *mean_error(leak), unit="GeV")
    share = np.asarray(column["ecal.max_cell_GeV"]) / visible
    central = reference("frac_central_cell_38.2mm")
    report.add(f"{label} share of central cell", *mean_error(share), *central, aim=0.02)
    share = np.asarray(column["ecal.3x3_GeV"]) / visible
    report.add(f"{label} share of 3×3 cells", *mean_error(share), *reference("frac_3x3"), aim=0.02)
    share = np.asarray(column["ecal.section0_GeV"]) / visible
    first = np.asarray(data["per_event"]["E_ps16_GeV"]) / np.asarray(data["per_event"]["E_scint_GeV"])
    report.add(f"{label} share of first {PRESHOWER} layers", *mean_error(share), *mean_error(first))
    for name, batches, key in (("lead", absorber, "abs_MeV"), ("polystyrene", active, "scint_MeV")):
        layers, centres = np.asarray(data["layers"][key]), np.arange(LAYERS) + 0.5
        depth, error = mean_error(batches @ centres / batches.sum(axis=1))
        middle = float(layers @ centres / layers.sum())
        # The depth of the reference fluctuates from shower to shower like ours.
        events = run.count if name == "polystyrene" else run.count / 2
        middle = middle, error * math.sqrt(events / count)
        report.add(f"{label} mean depth in {name}", depth, error, *middle, aim=0.02, unit="layers")


# ---------------------------------------------------------------------------- cross sections and losses


def ratio_figure(title, label):
    """Four panels of ratios against energy, one per material."""
    fig, axes = plt.subplots(2, 2, figsize=(9.6, 5.6), sharex=True, sharey=True, layout="constrained")
    fig.suptitle(title, fontsize=11)
    for ax, material in zip(axes.flat, MATERIALS):
        ax.axhline(1, color=REFERENCE, lw=0.8)
        ax.set(xscale="log", title=material)
        ax.title.set_fontsize(10)
    for ax in axes[1]:
        ax.set_xlabel("kinetic energy [GeV]")
    for ax in axes[:, 0]:
        ax.set_ylabel(label)
    return fig, axes.flat


def photons(options, report):
    """Photoelectric absorption, Compton scattering and pair production against Geant4's calculator."""
    data = load(options.reference, "geant4/cross_sections.json")
    if data is None:
        report.skip("photon cross sections, stopping power", "no geant4/cross_sections.json")
        return
    energy = np.asarray(data["E_MeV"]) / 1000
    title = "photon cross sections, where a process is over 1 % of the total"
    fig, axes = ratio_figure(title, "Hermetic / Geant4")
    processes = {
        "photoelectric": ("phot", OURS, "o"),
        "compton": ("compt", THIRD, "s"),
        "pair": ("conv", ACCENT, "^"),
    }
    for ax, (material, key) in zip(axes, MATERIALS.items()):
        table = {p: np.asarray(data["materials"][key][f"gamma_{p}_per_cm"]) for p in ("phot", "compt", "conv")}
        total = sum(table.values())
        for process, (short, colour, marker) in processes.items():
            ours = 10 * hm.physics.cross_section(process, "gamma", material, energy)  # 1/mm → 1/cm
            matters = table[short] > 0.01 * total
            ratio = ours[matters] / table[short][matters]
            style = {"marker": marker, "ms": 3.5, "lw": 0.8, "color": colour}
            ax.plot(energy[matters], ratio, **style, label=process.capitalize())
            heavy = table[short][matters] > 0.05 * total[matters]
            worst = np.argmax(abs(ratio[heavy] - 1))
            at = energy[matters][heavy][worst]
            label = f"γ {material} {process}, > 5 % of total: worst, at {1000 * at:.3g} MeV"
            report.worst(label, ratio[heavy][worst] - 1)
        ax.set_ylim(0.9, 1.15)
    axes[0].legend(frameon=False, fontsize=9)
    save(fig, options, "photon_cross_sections")
    losses(options, report, data, energy)


def losses(options, report, data, energy):
    """Mean loss below the production cuts; both programs choose theirs for a range of 0.7 mm."""
    fig, axes = ratio_figure("mean energy loss of electrons below the cuts of 0.7 mm", "Hermetic / Geant4")
    for ax, (material, key) in zip(axes, MATERIALS.items()):
        table = data["materials"][key]
        ionisation = np.asarray(table["e-_dedx_ioni_restricted_rangecut"])
        total = ionisation + np.asarray(table["e-_dedx_brem_restricted_rangecut"])
        for kind, label, reference, colour, marker in (
            ("ionisation", "ionisation", ionisation, OURS, "o"),
            ("total", "with soft bremsstrahlung", total, ACCENT, "^"),
        ):
            ours = 1e4 * hm.physics.stopping_power(kind, "e-", material, energy)  # GeV/mm → MeV/cm
            ratio = ours / reference
            ax.plot(energy, ratio, marker=marker, ms=3.5, lw=0.8, color=colour, label=label)
            worst = ratio[np.argmax(abs(ratio - 1))] - 1
            report.worst(f"e⁻ {material} loss, {label}: worst of 10 keV–160 GeV", worst, aim=0.01)
        ax.set_ylim(0.99, 1.01)
    axes[0].legend(frameon=False, fontsize=9)
    save(fig, options, "stopping_power")


# ---------------------------------------------------------------------------- signal

# The reference is for ε = 1e-4 and α = 1/137; the rate goes with ε² α³.
TO_REFERENCE = 1e-8 * (137.035999084 / 137) ** 3


def signal_totals(options, report):
    """Total cross section of e⁻ Pb → e⁻ Pb A′ against an independent quadrature."""
    fig, ax = plt.subplots(figsize=(6.4, 3.8), layout="constrained")
    drawn = 0
    for beam, colour, marker in ((20, THIRD, "s"), (50, OURS, "o"), (100, ACCENT, "^")):
        name = f"signal/ref_e_Pb_V_{beam}.json"
        rows = load(options.reference, name)
        if rows is None:
            report.skip(f"dark-photon cross sections at {beam} GeV", f"no {name}")
            continue
        drawn += 1
        mass = np.array([row["m_MeV"] for row in rows]) / 1000
        ours = hm.DarkPhoton(mass).cross_section([beam])[:, 0] * TO_REFERENCE
        deviation = ours / np.array([row["etl_el_pb"] for row in rows]) - 1
        ax.plot(1000 * mass, 1e3 * deviation, marker=marker, ms=4, lw=0.8, color=colour, label=f"{beam} GeV")
        worst = deviation[np.argmax(abs(deviation))]
        report.worst(f"σ(e⁻ Pb → A′), {beam} GeV, 1 MeV–1 GeV: worst", worst, aim=1e-3)
    ax.axhspan(-1, 1, color="0.92", lw=0)
    ax.axhline(0, color=REFERENCE, lw=0.8)
    ax.set(xscale="log", ylim=(-1.5, 1.5), xlabel="m(A′) [MeV]", ylabel="(Hermetic / quadrature − 1) × 10³")
    ax.set_title("σ(e⁻ Pb → e⁻ Pb A′), exact tree level", fontsize=11)
    if drawn:
        ax.legend(frameon=False)
        save(fig, options, "signal_total")
    plt.close(fig)


def signal_distributions(options, report):
    """x and angle of the boson, 16.7 MeV at 100 GeV: dσ/dx, and sampled final states."""
    name = "signal/hist_e_V_16.7_100_Pb.json"
    data = load(options.reference, name)
    if data is None:
        report.skip("dark-photon distributions", f"no {name}")
        return
    beam, model = data["E_GeV"], hm.DarkPhoton(data["m_GeV"])
    boson = model.sample(options.draws, energy_GeV=beam, seed=options.seed).boson
    x = boson[:, 0] / beam
    theta = np.arctan2(np.hypot(boson[:, 1], boson[:, 2]), boson[:, 3])[x > data["angle_hist_xmin"]]
    sigma = float(model.cross_section([beam])[0]) * TO_REFERENCE
    weight = sigma / options.draws
    # Weighted events: variance of a bin = contents × mean weight.
    reference_weight = data["err_pb"] ** 2 / data["sigma_pb"]

    counts_x = np.histogram(x, np.linspace(0, 1, 51))[0]
    # Filled with truncation towards zero: the first bin of the reference begins at −6.1.
    edges = np.concatenate([[-6.1], np.linspace(-5.9, 0, 60)])
    counts_theta = np.histogram(np.log10(theta), edges)[0]
    nodes, weights = np.polynomial.legendre.leggauss(16)
    centres = np.arange(50) / 50 + 0.01
    points = centres[:, None] + 0.01 * nodes
    density = model.differential_cross_section(points.ravel(), energy_GeV=beam).reshape(points.shape)
    integrated = TO_REFERENCE * (0.01 * weights * density).sum(axis=1)

    fig, axes = plt.subplots(2, 2, figsize=(9.6, 5.4), sharex="col", height_ratios=(2.2, 1), layout="constrained")
    middle = 0.5 * (edges[1:] + edges[:-1])
    reference_x = np.asarray(data["x_hist_50bins_0_1_pb"])
    reference_theta = np.asarray(data["theta_phi_log10rad_60bins_-6_0_pb"])
    label = f"sampled ({options.draws:.0e})".replace("e+0", "e")
    for side, counts, reference, position in (
        (0, counts_x, reference_x, centres),
        (1, counts_theta, reference_theta, middle),
    ):
        above, below = axes[:, side]
        above.step(position, reference, where="mid", color=REFERENCE, lw=1, label="reference")
        ours = weight * counts
        above.errorbar(position, ours, weight * np.sqrt(counts), fmt=".", ms=4, lw=0.8, color=OURS, label=label)
        keep = (counts >= 20) & (reference > 0)
        ratio = ours[keep] / reference[keep]
        variance = 1 / counts[keep] + reference_weight / reference[keep]
        below.errorbar(position[keep], ratio, ratio * np.sqrt(variance), fmt=".", ms=4, lw=0.8, color=OURS)
        below.axhline(1, color=REFERENCE, lw=0.8)
        below.set(ylim=(0.9, 1.1), ylabel="ratio")
        difference = (ours - reference)[keep] ** 2
        chi2 = float((difference / (weight * ours + reference_weight * reference)[keep]).sum())
        what = ("x", "θ of A′, x > 0.5")[side]
        report.rows.append([f"A′ 16.7 MeV, sampled {what}: χ²/bins", f"{chi2:.1f}/{keep.sum()}", "", "", "", ""])
    axes[0, 0].plot(centres, integrated, color=ACCENT, lw=1, label="dσ/dx")
    keep = reference_x > 10 * reference_weight
    axes[1, 0].plot(centres[keep], integrated[keep] / reference_x[keep], color=ACCENT, lw=1)
    chi2 = float(((integrated - reference_x)[keep] ** 2 / (reference_weight * reference_x[keep])).sum())
    report.rows.append(["A′ 16.7 MeV, dσ/dx: χ²/bins", f"{chi2:.1f}/{keep.sum()}", "", "", "", ""])
    axes[0, 0].set(yscale="log", ylabel="pb per bin, ε = 10⁻⁴", title="x = E(A′) / E", ylim=(0.1, 2000))
    axes[0, 1].set(title="angle of A′, x > 0.5", xlim=(-6.2, -1.5))
    axes[1, 0].set_xlabel("x")
    axes[1, 1].set_xlabel("log₁₀(θ / rad)")
    for ax in axes[0]:
        ax.title.set_fontsize(10)
        ax.legend(frameon=False, fontsize=9)
    save(fig, options, "signal_distributions")


# ---------------------------------------------------------------------------- step size


def step_size(options, report, default):
    """Mean visible energy against the parameters that limit the steps."""
    settings = [(1, 0.0), (1, 0.25), (1, 0.5), (3, 0.25), (3, 0.5), (3, 1), (10, 2)]
    data = load(options.reference, f"geant4/ecal_e{STEPS_GEV}_c0.7.json")
    fig, ax = plt.subplots(figsize=(6.4, 4), layout="constrained")
    names = []
    for place, (grouping, fraction) in enumerate(settings):
        run = default
        if (grouping, fraction) != (3, 0.5):
            limits = {"collision_grouping": grouping, "safety_fraction": fraction}
            run, _ = shoot(STEPS_GEV, options.events / 2, options, **limits)
        value, error = mean_error(run.events["ecal.visible_GeV"])
        names.append(f"{grouping:g}\n{fraction:g}")
        ax.errorbar([place], [value], [error], fmt="o", ms=5, color=OURS)
        ax.annotate(f"{run.steps / run.count / 1000:.0f}k steps", (place, value), (0, 9), fontsize=8,
                    textcoords="offset points", ha="center", color="0.35")  # fmt: skip
        label = f"e⁻ {STEPS_GEV} GeV, grouping {grouping:g}, safety {fraction:g}: visible [GeV]"
        if data:
            report.add(label, value, error, data["E_scint_GeV"]["mean"], data["E_scint_GeV"]["err_mean"])
        else:
            report.rows.append([label, _shown(value, error), "", "", "", ""])
    if data:
        mean, error = data["E_scint_GeV"]["mean"], data["E_scint_GeV"]["err_mean"]
        ax.axhspan(mean - error, mean + error, color=ACCENT, alpha=0.5, lw=0, label="Geant4, default stepping")
        low, high = ((CONVERGED_STEPPING[0] + s * CONVERGED_STEPPING[1]) * mean for s in (-1, 1))
        ax.axhspan(low, high, color=THIRD, alpha=0.4, lw=0, label="Geant4, short steps (estimate)")
        ax.legend(frameon=False, fontsize=9, loc="upper left")
    ax.set_xticks(range(len(settings)), names)
    ax.set(xlabel="collision_grouping (above), safety_fraction (below)", ylabel="visible energy [GeV]")
    ax.set(xlim=(-0.5, len(settings) - 0.5), ylim=(1.0, 1.12))
    ax.set_title(f"step limits, e⁻ {STEPS_GEV} GeV", fontsize=11)
    save(fig, options, "step_size")


# ---------------------------------------------------------------------------- program


def save(fig, options, name):
    """One PNG."""
    for ax in fig.axes:
        ax.spines[["top", "right"]].set_visible(False)
        ax.grid(alpha=0.25, lw=0.6)
    fig.savefig(options.out / f"{name}.png", dpi=110)
    plt.close(fig)


def arguments():
    """The command line."""
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("out/validation"))
    parser.add_argument("--reference", type=Path, default=root.parent / "shared" / "reference")
    parser.add_argument("--events", type=int, default=600, help="electrons of 10 GeV; others in proportion")
    parser.add_argument("--draws", type=int, default=100_000, help="sampled dark-photon final states")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="0 = one per processor")
    return parser.parse_args()


def main():
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    began, report = time.monotonic(), Report()
    if not options.reference.is_dir():
        print(f"no reference data in {options.reference} (see --reference); going on without them")
    photons(options, report)
    signal_totals(options, report)
    signal_distributions(options, report)
    try:
        step_size(options, report, showers(options, report))
    except KeyboardInterrupt:
        report.notes.append("stopped by the user; the showers are not complete")
    heading = f"Hermetic {hm.library_version()}, seed {options.seed}, {options.events} electrons of 10 GeV"
    text = f"{heading}\n{report.text()}\n"
    (options.out / "table.txt").write_text(text)
    print(f"\n{text}\n{time.monotonic() - began:.0f} s; everything is in {options.out}/")
    return 130 if any("stopped" in note for note in report.notes) else 0


if __name__ == "__main__":
    sys.exit(main())
