"""Muon report: losses, scattering and hadron calorimeter signals of muons beside PROPOSAL, PUMAS and Geant4.

    python examples/python/muon_report.py --events 20000 --out out/muons --reference DIR

Needs numpy and matplotlib; the reference directory holds muon/ and geant4/ (comparisons without it are left out).
Page: docs/validation_muons.md.
"""

import argparse
import json
import math
import time
from pathlib import Path

import matplotlib
import numpy as np

import hermetic as hm

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

OURS, REFERENCE, THIRD = "#1f77b4", "#d62728", "#2ca02c"
MUON_MASS = 0.1056583755
PROCESSES = {"ionisation": "ioniz", "bremsstrahlung": "brems", "pair": "epair", "photonuclear": "photonuclear"}
DENSITY = {"Pb": 11.35, "Fe": 7.874}


def calorimeter(layers, slabs, size_mm):
    """A block of layers with its front at z = 0 in vacuum, and a plane behind it."""
    depth = layers * sum(slab["thickness_mm"] for slab in slabs)
    return {
        "world": {"material": "vacuum", "size_mm": [size_mm + 400, size_mm + 400, 2 * depth + 200]},
        "volumes": [
            {
                "name": "block", "shape": "layered_calorimeter", "layers": layers, "slabs": slabs,
                "size_mm": [size_mm, size_mm], "position_mm": [0, 0, depth / 2],
                "sensitive": {"name": "block", "slab": 1},
            }
        ],
        "planes": {"out": {"volume": "block", "at": "exit", "particles": ["mu-"]}},
    }  # fmt: skip


ECAL = calorimeter(
    150, [{"material": "Pb", "thickness_mm": 1.5}, {"material": "polystyrene", "thickness_mm": 1.5}], 229.2
)
HCAL = calorimeter(
    48, [{"material": "Fe", "thickness_mm": 25.0}, {"material": "polystyrene", "thickness_mm": 4.0}], 600.0
)


def shoot(setup, energy_GeV, events, seed):
    """A run of muons of a total energy, and its CPU time per event."""
    beam = hm.Beam(particle="mu-", energy_GeV=energy_GeV - MUON_MASS, position_mm=(0, 0, -1))
    study = hm.Study(setup=setup, beam=beam)
    study.run(events=1, seed=seed, progress=False)  # tables
    start = time.process_time()
    run = study.run(events=events, seed=seed, progress=False)
    return run, (time.process_time() - start) / events


def losses(reference, out):
    """dE/dx per process against PROPOSAL and in total against PUMAS."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4), sharey=True)
    lines = []
    for axis, material in zip(axes, ("Pb", "Fe")):
        probe = hm.physics.Probe("mu-", material)
        energy = np.geomspace(1, 250, 80)
        loss = {
            name: probe.stopping_power(energy - MUON_MASS, name, restricted=False) * 1e4 / DENSITY[material]
            for name in (*PROCESSES, "total")
        }
        for colour, (name, values) in zip(("#555555", "#1f77b4", "#2ca02c", "#9467bd", "k"), loss.items()):
            axis.loglog(energy, values, color=colour, label=name)
        if reference:
            table = json.loads((reference / "muon/proposal_dedx_lead_iron.json").read_text())
            for row in table["rows"]:
                if row["actual_medium"] != {"Pb": "lead", "Fe": "iron"}[material]:
                    continue
                for name, key in PROCESSES.items():
                    ours = probe.stopping_power(row["E_GeV"] - MUON_MASS, name, restricted=False)[0]
                    # PROPOSAL's lead and iron have densities of their own: per areal density.
                    ours *= 1e4 / hm.materials.describe(material)["density_g_cm3"]
                    axis.plot(row["E_GeV"], row[key], "o", color=REFERENCE, ms=4)
                    lines.append((material, row["E_GeV"], name, ours / row[key]))
        axis.set(title=f"μ in {material}", xlabel="energy / GeV", ylim=(1e-3, 20))
        axis.legend(fontsize=8)
    axes[0].set_ylabel("mean loss / MeV cm² g⁻¹  (dots: PROPOSAL)")
    figure.tight_layout()
    figure.savefig(out / "muon_losses.png", dpi=110)
    for material, energy, name, ratio in lines:
        print(f"dE/dx {material} {energy:6.0f} GeV {name:15s} ours/PROPOSAL {ratio:.4f}")
    return lines


def against_pumas(reference):
    """Totals and parts against PUMAS's tables, 10 MeV to 250 GeV: the range of the ratio in each span."""
    for material, name in (("Pb", "lead"), ("Fe", "iron")):
        rows = []
        for line in (reference / f"muon/pumas_dedx_{name}.txt").read_text().splitlines():
            try:
                rows.append([float(word) for word in line.split()])
            except ValueError:
                continue
        table = np.array([row for row in rows if len(row) >= 9])
        table = table[(table[:, 0] >= 10) & (table[:, 0] <= 250e3)]
        energy = 1e-3 * table[:, 0]
        density = hm.materials.describe(material)["density_g_cm3"]
        for process, column in (*zip(PROCESSES, (2, 3, 4, 5)), ("total", 7)):
            ratio = hm.muons.stopping_power(process, material, energy) * 1e4 / density / np.maximum(table[:, column], 1e-300)
            for low, high in ((0.01, 1), (1, 10), (10, 250)):
                inside = (energy >= low) & (energy <= high) & (table[:, column] > 0)
                if process in ("ionisation", "total") or low >= 1:
                    print(f"dE/dx {material} {low:g}–{high:g} GeV {process:15s} ours/PUMAS "
                          f"{ratio[inside].min():.4f} to {ratio[inside].max():.4f}")  # fmt: skip


def chi2(ours, theirs):
    """χ² of two histograms of counts, its degrees of freedom and probability; the sums may differ."""
    keep = ours + theirs >= 20
    a, b = ours[keep], theirs[keep]
    n, m = ours.sum(), theirs.sum()
    value = (((m / n) ** 0.5 * a - (n / m) ** 0.5 * b) ** 2 / (a + b)).sum()
    k = keep.sum() - 1
    # Wilson and Hilferty: no other package is needed.
    z = ((value / k) ** (1 / 3) - (1 - 2 / (9 * k))) / math.sqrt(2 / (9 * k))
    return value, k, 0.5 * math.erfc(z / math.sqrt(2))


def exact_spectrum(energy_GeV=159.8, depth_mm=(("Pb", 225.0), ("polystyrene", 225.0)), step_GeV=1e-4, low_GeV=2.5e-4):
    """Probability of every loss, collision by collision and without transport: ∏ exp(n(W) (e^{iωW} − 1)), n(W) the mean
    number of losses W of each process in the whole depth; those below low_GeV are a Gaussian. Bins of step_GeV from 0."""
    count = 1 << 21
    numbers, mean, variance = np.zeros(count), 0.0, 0.0
    first = round(low_GeV / step_GeV + 0.5)
    bins = np.arange(first, int(energy_GeV / step_GeV))
    nodes, weights = np.polynomial.legendre.leggauss(3)
    grid = np.geomspace(0.9 * low_GeV, energy_GeV, 4000)
    for material, depth in depth_mm:
        for process in PROCESSES:
            density = depth * hm.muons.loss_density(process, material, energy_GeV=energy_GeV - MUON_MASS, loss_GeV=grid)
            known = density > 0
            inside = np.zeros(len(bins))
            for node, weight in zip(nodes, weights):
                at = (bins + 0.5 * node) * step_GeV
                value = np.exp(np.interp(np.log(at), np.log(grid[known]), np.log(density[known])))
                inside += 0.5 * weight * step_GeV * np.where(at <= grid[known][-1], value, 0)
            numbers[bins] += inside
            loss = hm.muons.stopping_power(process, material, [energy_GeV - MUON_MASS])[0]
            mean += depth * loss - (inside * bins).sum() * step_GeV
            if process == "ionisation":
                variance += density[0] * grid[0] ** 2 * (first - 0.5) * step_GeV
    omega = 2 * np.pi * np.fft.rfftfreq(count, step_GeV)
    exponent = np.fft.rfft(numbers) - numbers.sum() - 1j * omega * mean - 0.5 * omega**2 * variance
    return np.fft.irfft(np.exp(exponent), count)


def against_exact(name, counts, total, exact):
    """χ² of 20 MeV bins from 0 to 2 GeV."""
    expected = total * exact
    keep = expected >= 10
    value, k = ((counts - expected) ** 2 / expected)[keep].sum(), keep.sum()
    z = ((value / k) ** (1 / 3) - (1 - 2 / (9 * k))) / math.sqrt(2 / (9 * k))
    print(f"{name} against the exact spectrum 0–2 GeV: χ² = {value:.1f} for {k}, p = {0.5 * math.erfc(z / math.sqrt(2)):.2g}")


def spectrum(run, reference, out):
    """The whole spectrum of losses of 160 GeV muons in 40 X0 of lead and scintillator."""
    momentum = run.events["out.momentum_GeV"]
    loss = 160 - np.sqrt(momentum**2 + MUON_MASS**2)
    slope = run.events["out.slope_x"]
    n = len(loss)
    print(f"mean loss {loss.mean():.4f} ± {loss.std() / n**0.5:.4f} GeV")
    fine = np.histogram(loss, np.linspace(0, 8, 401))[0].astype(float)
    coarse = np.histogram(loss, np.linspace(0, 160, 161))[0].astype(float)
    smooth = np.convolve(fine, np.ones(5) / 5, "same")
    print(f"most probable loss {0.02 * (smooth.argmax() + 0.5):.3f} GeV")
    easy = loss < 10
    print(f"projected angle, loss < 10 GeV: rms {1e3 * slope[easy].std():.4f} mrad, 68 % within "
          f"{1e3 * np.quantile(abs(slope[easy]), 0.6827):.4f} mrad")  # fmt: skip
    figure, (top, tail) = plt.subplots(1, 2, figsize=(11, 4.2))
    top.step(0.02 * np.arange(400), fine / n / 0.02, where="post", color=OURS, label="Hermetic")
    wide = np.concatenate([np.arange(0, 20, 1), np.arange(20, 161, 10)])
    middle, width = 0.5 * (wide[1:] + wide[:-1]), np.diff(wide)
    ours_wide = np.histogram(loss, wide)[0]
    tail.errorbar(middle, ours_wide / n / width, ours_wide**0.5 / n / width, width / 2, ".", color=OURS, label="Hermetic")
    result = {"mean": loss.mean(), "n": n}
    exact = exact_spectrum()
    cumulative = np.concatenate([[0], np.cumsum(exact)])
    edges = (np.arange(len(cumulative)) - 0.5) * 1e-4
    bins = np.diff(np.interp(np.linspace(0, 2, 101), edges, cumulative))
    top.plot(0.02 * (np.arange(100) + 0.5), bins / 0.02, "k-", lw=0.6, label="exact")
    against_exact("Hermetic", fine[:100], n, bins)
    for threshold in (2, 10, 50, 80):
        print(f"exact P(loss > {threshold:3d} GeV) = {1 - np.interp(threshold, edges, cumulative):.3e}")
    if reference:
        muon = json.loads((reference / "geant4/mu160_ecal_killsec.json").read_text())["muon"]
        theirs = np.asarray(muon["hist_20MeV_bins_0_8GeV"], float)
        theirs_coarse = np.asarray(muon["hist_1GeV_bins"], float)
        m = muon["loss_GeV"]["n"]
        against_exact("Geant4", theirs[:100], m, bins)
        top.step(0.02 * np.arange(400), theirs / m / 0.02, where="post", color=REFERENCE, lw=0.8, label="Geant4 11.4.1")
        theirs_wide = np.add.reduceat(theirs_coarse, wide[:-1])
        tail.errorbar(
            middle + 0.15 * width, theirs_wide / m / width, theirs_wide**0.5 / m / width, fmt=".", color=REFERENCE,
            label="Geant4 11.4.1",
        )  # fmt: skip
        print(f"Geant4: mean {muon['loss_GeV']['mean']:.4f} ± {muon['loss_GeV']['err_mean']:.4f} GeV, "
              f"rms angle {muon['theta_x_rms_mrad_lossLT10GeV']} mrad")  # fmt: skip
        for name, ours, others in (("0–2 GeV", fine[:100], theirs[:100]), ("1–160 GeV", coarse[1:], theirs_coarse[1:])):
            value, k, p = chi2(ours, others)
            print(f"spectrum {name}: χ² = {value:.1f} for {k} degrees of freedom, p = {p:.3g}")
            result[name] = p
        for threshold in (2, 3, 5, 10, 20, 50, 80, 100, 120):
            row = muon[f"P_loss_gt_{threshold}"]
            mine = (loss > threshold).mean()
            error = math.hypot((mine / n) ** 0.5, row["err"])
            print(f"P(loss > {threshold:3d} GeV) = {mine:.3e} ± {(mine / n) ** 0.5:.1e}, Geant4 {row['p']:.3e}, "
                  f"pull {(mine - row['p']) / error:+.2f}")  # fmt: skip
    top.set(xlim=(0, 2), xlabel="loss / GeV", ylabel="probability per GeV", title="160 GeV μ⁻ in 40 X₀")
    tail.set(yscale="log", xlim=(0, 160), xlabel="loss / GeV", ylabel="probability per GeV")
    top.legend()
    tail.legend()
    figure.tight_layout()
    figure.savefig(out / "muon_loss_spectrum.png", dpi=110)
    return result


def hadron_calorimeter(run, reference, out):
    """Visible energy of a 100 GeV muon in one module."""
    visible = 1e3 * run.events["block.visible_GeV"]
    print(f"HCAL module, 100 GeV: visible median {np.median(visible):.2f} MeV, mean {visible.mean():.2f} ± "
          f"{visible.std() / len(visible) ** 0.5:.2f} MeV")  # fmt: skip
    figure, axis = plt.subplots(figsize=(6.4, 4.2))
    axis.hist(visible, np.arange(0, 260, 2), histtype="step", color=OURS, density=True, label="Hermetic")
    if reference:
        mip = json.loads((reference / "hadron/hcal_reference.json").read_text())["mip_scale_mu100"]
        median, mode = mip["module_vis_median"], mip["module_vis_mode_10MeV_bins_smoothed"]
        axis.axvline(median, color=REFERENCE, label=f"Geant4: median {median:.1f} MeV")
        print(f"Geant4: median {median:.2f}, mode {mode:.2f}, mean {mip['module_vis_mean']['mean']:.2f} ± "
              f"{mip['module_vis_mean']['err']:.2f} MeV (quenched)")  # fmt: skip
    axis.set(xlabel="visible energy per module / MeV", ylabel="probability per MeV", title="100 GeV μ⁻ in 48 × (25 mm Fe + 4 mm)")
    axis.legend()
    figure.tight_layout()
    figure.savefig(out / "muon_hcal.png", dpi=110)


def thin_layers(out, draws):
    """Losses below the cuts in thin layers, and Landau's most probable value without a cut."""
    figure, axes = plt.subplots(1, 2, figsize=(10, 4))
    for axis, (material, thickness) in zip(axes, (("polystyrene", 1.5), ("Pb", 1.5))):
        described = hm.materials.describe(material)
        probe = hm.physics.Probe("mu-", material)
        ends = probe.follow(160 - MUON_MASS, thickness, n=draws, seed=5)
        axis.hist(1e3 * ends.energy_loss_GeV, 150, histtype="step", color=OURS, density=True)
        axis.axvline(1e3 * thickness * probe.stopping_power(160 - MUON_MASS)[0], color=THIRD, label="mean below cuts")
        axis.set(title=f"160 GeV μ⁻ in {thickness} mm {described['name']}", xlabel="loss below the cuts / MeV")
        axis.legend()
    axes[0].set_ylabel("probability per MeV")
    figure.tight_layout()
    figure.savefig(out / "muon_straggling.png", dpi=110)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out/muons"))
    parser.add_argument("--reference", type=Path, default=None)
    arguments = parser.parse_args()
    out = arguments.out
    out.mkdir(parents=True, exist_ok=True)
    losses(arguments.reference, out)
    if arguments.reference:
        against_pumas(arguments.reference)
    run, seconds = shoot(ECAL, 160, arguments.events, arguments.seed)
    print(f"ECAL, 160 GeV: {1e3 * seconds:.2f} ms of CPU per event, {run.events['steps'].mean():.0f} steps, worst balance "
          f"{run.worst_energy_imbalance:.1e}")  # fmt: skip
    spectrum(run, arguments.reference, out)
    run, seconds = shoot(HCAL, 100, max(200, arguments.events // 5), arguments.seed)
    print(f"HCAL, 100 GeV: {1e3 * seconds:.2f} ms of CPU per event")
    hadron_calorimeter(run, arguments.reference, out)
    thin_layers(out, max(2000, 2 * arguments.events))


if __name__ == "__main__":
    main()
