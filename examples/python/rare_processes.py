"""Rare processes: cross sections, yields and sampling rates, with a figure against reference values.

    python rare_processes.py                                   # the numbers of docs/physics/rare_processes.md
    python rare_processes.py --states 2000                     # quick
    python rare_processes.py --reference DIR --figure out.png  # also compares with reference tables and draws
"""

import argparse
import json
import time
from pathlib import Path

import hermetic as hm
import numpy as np


def cross_sections():
    print("millicharged pairs on Pb, Q = 1 [pb]        m_Q      e- 100 GeV     mu- 160 GeV")
    for mass in (0.01, 0.1, 1):
        model = hm.Millicharged(mass)
        electron, muon = (model.cross_section(e, beam=b)[0] for b, e in (("e-", 100), ("mu-", 160)))
        print(f"{mass:51.3g} {electron:15.6g} {muon:15.6g}")
    print("mu -> tau on Pb, 160 GeV, Lambda = 1 TeV    operator  quark     sigma [pb]  events per muon and 100 g/cm2")
    for operator in ("V_LL", "V_LR", "S", "T"):
        for quark in "ud":
            model = hm.FlavourConversion(operator, quark)
            sigma = model.cross_section(160, beam="mu-")[0]
            made = model.events_per_lepton(160, beam="mu-", areal_density_g_cm2=100, atomic_mass_g_mol=207.2)[0]
            print(f"{operator:>52} {quark:>6} {sigma:14.6g} {made:14.4g}")
    print("charge exchange on Fe at 50 GeV [ub], good to a factor 2 to 7    as coded    A as integral")
    for meson in ("pi0", "eta", "eta_prime", "K_S"):
        readings = [
            hm.MesonInvisible(meson, normalization=name).cross_section(50, target="Fe")[0] * 1e-6
            for name in ("as_published_in_geant4", "integrated_interpretation")
        ]
        print(f"{meson:>62} {readings[0]:11.4g} {readings[1]:16.4g}")


CASES = {
    "millicharged, e- 100 GeV, 10 MeV": (lambda: hm.Millicharged("10 MeV"), dict(energy_GeV=100, beam="e-")),
    "millicharged, mu- 160 GeV, 100 MeV": (lambda: hm.Millicharged("100 MeV"), dict(energy_GeV=160, beam="mu-")),
    "mu -> tau phi, 160 GeV, 500 MeV": (lambda: hm.LFVScalar("500 MeV"), dict(energy_GeV=160, beam="mu-")),
    "mu -> tau, V_LL u, 160 GeV": (lambda: hm.FlavourConversion("V_LL", "u"), dict(energy_GeV=160, beam="mu-")),
    "pi- -> eta, 50 GeV": (lambda: hm.MesonInvisible("eta"), dict(energy_GeV=50)),
    "gamma -> mu mu, 50 GeV": (hm.Dimuon, dict(energy_GeV=50)),
    "e+ e- -> mu mu, 60 GeV": (
        hm.Dimuon,
        dict(energy_GeV=60, beam="e+", process="positron_annihilation"),
    ),
}


def rates(states):
    print("full final states on Pb, one core, CPU time     first state [ms]    states/s")
    for name, (make, arguments) in CASES.items():
        model = make()
        start = time.process_time()
        model.sample(1, **arguments)  # builds the sampler, which the model keeps
        built = time.process_time()
        model.sample(states, **arguments)
        spent = time.process_time() - built
        print(f"{name:47} {1e3 * (built - start):12.1f} {states / max(spent, 1e-9):15.3g}")


def figure(path, reference):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    def table(name):
        file = reference / "rare_signal" / name if reference else None
        return json.loads(file.read_text()) if file and file.exists() else None

    figure, axes = plt.subplots(2, 2, figsize=(10, 7.5), constrained_layout=True)
    masses = np.geomspace(1e-3, 1.5, 16)
    rows = (table("millicharged_pairs.json") or {"rows": []})["rows"]
    for beam, energy, colour in (("e-", 100, "C0"), ("mu-", 160, "C1")):
        sigma = [hm.Millicharged(m).cross_section(energy, beam=beam)[0] for m in masses]
        axes[0, 0].loglog(masses, sigma, colour, label=f"{beam} {energy} GeV, Pb, Q = 1")
        points = [(r["mQ_GeV"], r["sigma_pb_Q1"]) for r in rows if r["beam"] == beam]
        axes[0, 0].plot(*zip(*points), "o", color=colour, ms=4) if points else None
    axes[0, 0].set(xlabel="m_Q [GeV]", ylabel="σ [pb per nucleus]", title="millicharged pairs (points: reference)")

    energies = np.geomspace(0.5, 300, 60)
    rows = (table("gamma_to_mumu.json") or {"rows": []})["rows"]
    for target, colour in (("C", "C0"), ("Pb", "C1")):
        sigma = hm.Dimuon().cross_section(energies, target=target) * 1e-6
        axes[0, 1].loglog(energies, sigma, colour, label=f"γ → μμ, {target}")
        points = [(r["E_GeV"], r["sigma_ub"]) for r in rows if r["material"] == f"G4_{target}" and r["sigma_ub"] > 0]
        axes[0, 1].plot(*zip(*points), "o", color=colour, ms=3) if points else None
    energies = np.linspace(43.7, 300, 200)
    sigma = hm.Dimuon().cross_section(energies, beam="e+", process="positron_annihilation") * 1e-6
    axes[0, 1].loglog(energies, sigma, "C2", label="e⁺e⁻ → μμ, Pb")
    axes[0, 1].set(xlabel="E [GeV]", ylabel="σ [µb per atom]", title="muon pairs (points: reference)")

    y = np.linspace(0.002, 0.98, 120)
    for operator in ("V_LL", "V_LR", "S", "T"):
        model = hm.FlavourConversion(operator, "u")
        shape = model.differential_cross_section("y", y, energy_GeV=160, beam="mu-")
        axes[1, 0].plot(y, shape / model.cross_section(160, beam="mu-"), label=operator)
    axes[1, 0].set(xlabel="y = 1 − E_τ/E_µ", ylabel="(1/σ) dσ/dy", title="μ → τ, u quark, 160 GeV, Pb")

    energies = np.geomspace(10, 100, 40)
    for meson, colour in (("pi0", "C0"), ("eta", "C1"), ("eta_prime", "C2")):
        for name, style, short in (
            ("as_published_in_geant4", "--", "as coded"),
            ("integrated_interpretation", "-", "A as integral"),
            ("isospin_and_optical_theorem", ":", "isospin"),
        ):
            if name.startswith("isospin") and meson != "pi0":
                continue
            model = hm.MesonInvisible(meson, normalization=name)
            label = f"{meson}, {short}"
            axes[1, 1].loglog(energies, model.cross_section(energies, target="H") * 1e-6, colour + style, label=label)
    axes[1, 1].set(xlabel="E_π [GeV]", ylabel="σ [µb per proton]", title="charge exchange: good to a factor 2–7")
    for axis in axes.flat:
        axis.legend(fontsize=7)
        axis.grid(alpha=0.3)
    figure.savefig(path, dpi=75)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=int, default=200_000)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--figure", type=Path)
    arguments = parser.parse_args()
    cross_sections()
    rates(arguments.states)
    if arguments.figure:
        figure(arguments.figure, arguments.reference)


if __name__ == "__main__":
    main()
