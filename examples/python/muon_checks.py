"""Muons, line by line: losses in six materials, catastrophic losses, MIP signals, dimuons, CPU time: asked, measured, met.

    python examples/python/muon_checks.py [--events 40000] [--electrons 800]

A minute and a half. The plots and the spectra behind it: muon_report.py. Page: docs/validation_muons.md.
"""

import argparse

import hermetic as hm
import numpy as np

import muon_report as report

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--events", type=int, default=40_000)
parser.add_argument("--electrons", type=int, default=800, help="that make dimuons")
parser.add_argument("--seed", type=int, default=1)
rows = []

# MeV cm²/g: ionisation, bremsstrahlung, pairs, photonuclear.
# Lead and iron, total energy: PROPOSAL 7.6.2 with the formulas that are used here.
PROPOSAL = {
    ("Pb", 10): (1.6126371, 0.0331831, 0.0379217, 0.00431365), ("Pb", 100): (1.8586998, 0.5376117, 0.7867992, 0.03530859),
    ("Pb", 160): (1.8989449, 0.9192910, 1.3603671, 0.05526698), ("Fe", 10): (1.9399563, 0.01400409, 0.01464436, 0.00450636),
    ("Fe", 160): (2.2500343, 0.3824116, 0.54697399, 0.06062806),
}  # fmt: skip
# Materials that nothing here was compared with before, kinetic energy: tables of PUMAS (github.com/niess/pumas-materials,
# v1.00, 0.15 for water; radiation as in Groom, Mokhov, Striganov 2001).
KEPT_BACK = {
    ("Cu", 10): (1.891, 0.01515, 0.01623, 3.090e-3), ("Cu", 100): (2.155, 0.2400, 0.3427, 0.03349),
    ("Cu", 200): (2.221, 0.5283, 0.7713, 0.06660), ("W", 10): (1.616, 0.03115, 0.03551, 2.939e-3),
    ("W", 100): (1.860, 0.4970, 0.7297, 0.03081), ("W", 200): (1.919, 1.093, 1.628, 0.06085),
    ("polystyrene", 10): (2.414, 3.889e-3, 3.865e-3, 3.389e-3), ("polystyrene", 100): (2.702, 0.06334, 0.08804, 0.03893),
    ("polystyrene", 200): (2.779, 0.1411, 0.2020, 0.07832), ("BGO", 10): (1.745, 0.02647, 0.03011, 3.007e-3),
    ("BGO", 100): (2.003, 0.4227, 0.6199, 0.03203), ("BGO", 200): (2.066, 0.9297, 1.384, 0.06346),
    ("water", 10): (2.482, 4.861e-3, 4.871e-3, 3.362e-3), ("water", 100): (2.781, 0.07852, 0.1094, 0.03845),
    ("water", 200): (2.860, 0.1744, 0.2501, 0.07728),
}  # fmt: skip


def line(name, asked, measured, met):
    rows.append(bool(met))
    print(f"| {name} | {asked} | {measured} | {'yes' if met else 'NO'} |", flush=True)


def losses():
    parts = list(report.PROCESSES)

    def ours(material, kinetic):
        factor = 1e4 / hm.materials.describe(material)["density_g_cm3"]
        return np.array([hm.muons.stopping_power(process, material, [kinetic])[0] * factor for process in parts])

    for material in ("Pb", "Fe"):
        ratios = np.array([ours(m, e - report.MUON_MASS) / np.array(v) - 1 for (m, e), v in PROPOSAL.items() if m == material])
        for process, values in zip(parts, ratios.T):
            worst = values[np.abs(values).argmax()]
            line(f"dE/dx, {material}, {process}", "PROPOSAL ± 1 %", f"{worst:+.2%}", abs(worst) < 0.01)
    for material in dict.fromkeys(m for m, _ in KEPT_BACK):
        theirs = {e: np.array(v) for (m, e), v in KEPT_BACK.items() if m == material}
        mine = {e: ours(material, e) for e in theirs}
        totals = {e: mine[e].sum() / theirs[e].sum() - 1 for e in theirs}
        worst = max(totals.values(), key=abs)
        ratios = np.array([mine[e] / theirs[e] - 1 for e in theirs])
        spans = ", ".join(f"{name} {values.min():+.1%} to {values.max():+.1%}" for name, values in zip(parts, ratios.T))
        line(f"dE/dx, {material} (kept back), total", "PUMAS ± 1 %", f"{worst:+.2%} ({spans})", abs(worst) < 0.01)


def calorimeters(options):
    run, seconds = report.shoot(report.ECAL, 160, options.events, options.seed)
    loss = 160 - np.hypot(run.events["out.momentum_GeV"], report.MUON_MASS)
    exact = report.exact_spectrum()
    above = {limit: exact[int(limit / 1e-4) :][: int(160 / 1e-4)].sum() for limit in (10, 50, 80)}
    for limit, published in ((10, 9e-3), (50, 1.75e-3), (80, 8.5e-4)):
        count = (loss > limit).sum()
        value, error = count / len(loss), max(count, 1) ** 0.5 / len(loss)
        line(f"P(loss > {limit} GeV), 160 GeV in 40 X₀", f"{published} within 3σ", f"{value:.2e} ± {error:.1e} (exact {above[limit]:.3g})",
             abs(value - published) < 3 * error)  # fmt: skip
    peak = np.convolve(np.histogram(loss, np.linspace(0, 2, 101))[0], np.ones(5), "same").argmax() * 0.02 + 0.01
    line("MIP in the ECAL, most probable loss", "0.3–0.5 GeV", f"{peak:.2f} GeV", 0.3 < peak < 0.5)
    speed = 0.0136 / seconds
    line("CPU time, with all secondaries", "Geant4's 13.6 ms / 10", f"{1e3 * seconds:.2f} ms, {speed:.1f} times", speed > 10)
    module = report.HCAL
    deposit = {}
    for energy in (20, 100, 160):
        depth = {"Fe": 48 * 25.0, "polystyrene": 48 * 4.0}
        mean = sum(
            length * hm.muons.stopping_power(process, material, [energy])[0]
            for material, length in depth.items()
            for process in report.PROCESSES
        )
        run, _ = report.shoot(module, energy, options.events // 10, options.seed)
        visible = run.events["block.visible_GeV"]
        deposit[energy] = (mean, np.median(visible), visible.mean(), visible.std() / len(visible) ** 0.5)
    electrons = hm.Study(setup=module, beam=hm.Beam(energy_GeV=20, position_mm=(0, 0, -1))).run(
        events=max(20, options.events // 200), seed=options.seed, progress=False
    )
    scale = electrons.events["block.visible_GeV"].mean() / 20
    for energy, (mean, median, visible, error) in deposit.items():
        line(f"HCAL module, {energy} GeV: mean loss by dE/dx", "2.5–3 GeV (100 GeV)", f"{mean:.2f} GeV; visible {1e3 * visible:.1f} ± "
             f"{1e3 * error:.1f} MeV; median on the scale of electrons {median / scale:.2f} GeV", energy != 100 or 2.5 < mean < 3)  # fmt: skip
    least = hm.muons.stopping_power("ionisation", "polystyrene", [0.3])[0] * 4
    share = least / (least + 25 * hm.muons.stopping_power("ionisation", "Fe", [0.3])[0])
    line("e/mip, 25 mm Fe + 4 mm polystyrene", "0.81 ± 0.03 (14 + 3 mm)", f"{scale / share:.3f}", 0.75 < scale / share < 0.9)


def dimuons(options):
    setup = hm.setups.na64e_2018().to_dict()
    setup["planes"] = {"muons": {"volume": "ECAL", "at": "exit", "particles": ["mu-", "mu+"], "minimum_energy_GeV": 1}}
    physics = hm.Physics(biasing={"gamma_to_muons": 1e4, "positron_to_muons": 1e4})
    run = hm.Study(setup=setup, beam=hm.Beam(energy_GeV=100), physics=physics, fidelity="fast").run(
        events=options.electrons, seed=options.seed, progress=False
    )
    event = run.events
    chosen = (event["truth.muon_pairs"] > 0) & (event["ecal.total_GeV"] < 60) & (event["muons.crossings"] >= 2)
    weight = event["weight"][chosen]
    rate, error = weight.sum() / run.count, (weight**2).sum() ** 0.5 / run.count
    effective = weight.sum() ** 2 / (weight**2).sum() if len(weight) else 0
    line("dimuons per electron, E_ECAL < 60 GeV", "about 1e-5", f"{rate:.2e} ± {error:.1e} ({effective:.0f} effective)", 5e-6 < rate < 2e-5)
    if len(weight):
        # The scale of the set-up is that of electrons.
        peak = np.median(event["hcal0.total_GeV"][chosen])
        line("two muons in HCAL0", "5.63 ± 0.75 GeV", f"{peak:.2f} GeV (median, scale of electrons)", abs(peak - 5.63) < 0.75)


def main():
    options = parser.parse_args()
    print("| | asked | measured | met |\n|---|---|---|---|")
    losses()
    calorimeters(options)
    dimuons(options)
    print(f"{sum(rows)} of {len(rows)} lines are met")


if __name__ == "__main__":
    main()
