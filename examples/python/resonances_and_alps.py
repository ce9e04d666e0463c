"""Resonant annihilation, widths and ALPs: four plots and a table.

    python examples/python/resonances_and_alps.py [--output DIR] [--reference DIR]

Cross sections e⁺ Pb → A′ → χχ̄ with electrons at rest and moving, branching ratios of a dark photon, Primakoff and
photon-fusion cross sections of an ALP, and where X17 decays. With a directory of reference tables
(annihilation_atomic_motion.json, alp.json) their points are drawn as well.
"""

import argparse
import json
from pathlib import Path

import numpy as np

import hermetic as hm

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", type=Path, default=Path("."))
parser.add_argument("--reference", type=Path)
parser.add_argument("--quick", action="store_true", help="few points, no plots")
options = parser.parse_args()


def reference(name):
    path = options.reference / name if options.reference else None
    return json.loads(path.read_text()) if path and path.exists() else None


dirac = {"kind": "dirac", "mass_ratio": 1 / 3, "alpha_D": 0.1}
points = 12 if options.quick else 200
energies = np.linspace(20, 60, points)
motions = ("rest", "slater", "slater_closed_form")
annihilation = {
    motion: hm.Model(
        "dark_photon", mass="200 MeV", epsilon=1e-4, dark_matter=dirac, electron_motion=motion
    ).cross_section(energies, process="annihilation_to_dark_matter", target="Pb")
    for motion in motions
}

masses = np.geomspace(2e-3, 3, 30 if options.quick else 400)
channels = ("electrons", "muons", "taus", "hadrons")
ratios = {channel: np.zeros(masses.size) for channel in channels}
for index, mass in enumerate(masses):
    decays = hm.Model("dark_photon", mass=float(mass), epsilon=1e-3).decays
    for channel in channels:
        ratios[channel][index] = decays.get(channel, {}).get("branching_ratio", 0)

alp_masses = np.geomspace(1e-3, 1, 5 if options.quick else 25)
alps = [hm.Model("alp", mass=float(mass)) for mass in alp_masses]
primakoff = np.array([alp.cross_section([100.0], process="primakoff", target="Pb")[0] for alp in alps])
fusion = np.array(
    [alp.cross_section([100.0], process="photon_fusion", beam="e-", target="Pb")[0] for alp in alps]
)

# X17: mean flight of a 50 GeV boson, and its electron pairs.
couplings = np.geomspace(1e-5, 1e-3, 40)
flights = []
for epsilon in couplings:
    decay = hm.Model("protophobic_vector", mass="16.7 MeV", epsilon=float(epsilon)).decays["electrons"]
    flights.append(decay["c_tau_mm"] * np.sqrt((50 / 0.0167) ** 2 - 1) * 1e-3)
flights = np.array(flights)
inside = np.exp(-3.5 / flights) - np.exp(-6.5 / flights)

peak = hm.Model("dark_photon", mass="200 MeV", epsilon=1e-4, dark_matter=dirac).cross_section(
    [39.1385], process="annihilation_to_dark_matter", target="Pb"
)
print(f"e+ Pb -> A' -> chi chi at the pole, 200 MeV, epsilon 1e-4: {peak[0]:.1f} pb per atom")
print(f"largest share of hadrons below 1 GeV: {ratios['hadrons'][masses < 1].max():.3f}")
print(f"photon fusion / Primakoff at 10 MeV, 100 GeV: {np.interp(0.01, alp_masses, fusion / primakoff):.3f}")

if not options.quick:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 2, figsize=(10, 7.5), constrained_layout=True)
    top = axes[0, 0]
    for motion, style in zip(motions, ("C7--", "C0-", "C1:")):
        top.plot(energies, annihilation[motion], style, label=motion.replace("_", " "))
    table = reference("annihilation_atomic_motion.json")
    if table:
        rows = [
            (row["E_GeV"], row["avg_HF_pb"])
            for row in table["rows"]
            if row["element"] == "Pb" and row["M_GeV"] == 0.2 and row["alphaD"] == 0.1
        ]
        top.plot(*np.array(rows).T, "ko", ms=4, label="Hartree–Fock")
    top.set(xlim=(20, 60), yscale="log", xlabel="positron energy [GeV]", ylabel="σ [pb per Pb atom]")
    top.set_title("e⁺e⁻ → A′ → χχ̄, 200 MeV, ε = 10⁻⁴, α_D = 0.1", fontsize=10)
    top.legend(fontsize=8)

    top = axes[0, 1]
    for channel in channels:
        top.plot(masses, ratios[channel], label=channel)
    top.set(xscale="log", xlabel="mass [GeV]", ylabel="branching ratio", ylim=(0, 1.02))
    top.set_title("dark photon, visible decays", fontsize=10)
    top.legend(fontsize=8)

    top = axes[1, 0]
    top.plot(alp_masses, primakoff, label="γ Pb → a Pb")
    top.plot(alp_masses, fusion, label="e⁻ Pb → e⁻ Pb a")
    table = reference("alp.json")
    if table:
        rows = [(row["m_GeV"], row["sigma_pb_g1"]) for row in table["rows"] if row["E_GeV"] == 100]
        top.plot(*np.array(rows).T, "ko", ms=4, label="reference")
        rows = [(row["m_GeV"], row["sigma_exact_pb_g1"]) for row in table["electron_direct_fusion"]]
        top.plot(*np.array(rows).T, "ks", ms=4, mfc="none")
    top.set(xscale="log", yscale="log", xlabel="ALP mass [GeV]", ylabel="σ [pb per Pb nucleus], g = 1/GeV")
    top.set_title("ALPs at 100 GeV", fontsize=10)
    top.legend(fontsize=8)

    top = axes[1, 1]
    top.plot(couplings, inside)
    top.set(xscale="log", xlabel="ε", ylabel="decays between 3.5 and 6.5 m", ylim=(0, None))
    top.set_title("X17 of 50 GeV", fontsize=10)
    options.output.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.output / "resonances_and_alps.png", dpi=90)
    print(f"wrote {options.output / 'resonances_and_alps.png'}")
