"""Three searches that no dark photon explains: η and η′ to nothing, millicharged particles, μ → τ.

    python examples/python/rare_searches.py [--output DIR] [--events N] [--quick]

NA64h: 2.9e9 pions of 50 GeV, charge exchange in the ECAL (**uncertain by a factor 2 to 7**: both readings are shown).
NA64e 2018 and NA64mu 2022: pairs of charge Q e. NA64mu 2022: μN → τX by one operator, the τ decays and its neutrinos
miss. Selections are written here, backgrounds taken to be 0 where none is published: these are sensitivities.
"""

import argparse
from pathlib import Path

import numpy as np

import hermetic as hm

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", type=Path, default=Path("."))
parser.add_argument("--events", type=int, default=400)
parser.add_argument("--quick", action="store_true", help="few events, no figure")
options = parser.parse_args()
events = 40 if options.quick else options.events


def selection(name, **cuts):
    return hm.Selection({"name": name, "cuts": [{"name": key, "expression": text} for key, text in cuts.items()]})


# A meson that leaves: the pion ends in the ECAL with what it lost on the way and a slow neutron.
empty = selection("empty detector", ecal="ecal.total_GeV < 1", veto="veto.total_GeV < 0.01", hcal="hcal.total_GeV < 1")
pions = hm.experiments.na64h()
spectra = {}
mesons = {"eta": 1.1e-4, "eta_prime": 2.1e-4}
for meson, published in list(mesons.items())[: 1 if options.quick else 2]:
    for normalization in ("integrated_interpretation", "as_published_in_geant4"):
        signal = hm.RunSignal(
            hm.MesonInvisible(meson, normalization=normalization), volumes=["ECAL"], chains_per_event=40
        )
        run = pions.study(signal=signal, selection=empty).run(events=events)
        result = run.limit(exposure=pions.particles)
        print(
            f"{meson} -> invisible, {normalization}: {result.yield_per_eot[0]:.3g} per pion, acceptance "
            f"{result.acceptance[0]:.3f}, BR < {result.parameter_limit[0]:.2g} (NA64h: {published:g}), "
            f"energy {run.worst_energy_imbalance:.0e}"
        )
        spectra[meson] = run.events["ecal.total_GeV"] + run.events["hcal.total_GeV"], run.events["signal.weight_0"]

# Pairs: the charge at which 2.3 events of them would have been seen.
masses = [0.003, 0.1] if options.quick else [0.001, 0.003, 0.01, 0.03, 0.1, 0.2, 0.3]
charges = {}
for name, volumes in (("na64e_2018", None), ("na64mu_2022", ["ECAL"])):
    experiment = getattr(hm.experiments, name)()
    signal = hm.RunSignal("millicharged", mass=masses, volumes=volumes)
    run = experiment.study(signal=signal).run(events=events)
    charges[name] = run.limit(exposure=experiment.particles)
    for mass, made, kept, charge in zip(
        masses, charges[name].yield_per_eot, charges[name].acceptance, charges[name].parameter_limit
    ):
        print(f"{name}: {1000 * mass:g} MeV, {made:.3g} Q^2 per particle, acceptance {kept:.2f}, Q < {charge:.3g}")

# μ → τ: more than 50 GeV missing, and no muon behind the calorimeters.
lost = selection("muon lost", energy="ecal.total_GeV + hcal.total_GeV < 110", muon="not (mu_out.momentum_GeV > 5)")
muons = hm.experiments.na64mu_2022()
for operator in ("V_LL", "V_RR", "S")[: 1 if options.quick else 3]:
    signal = hm.RunSignal(hm.FlavourConversion(operator, "u"), volumes=["ECAL"])
    run = muons.study(signal=signal, selection=lost).run(events=max(20, events // 3))
    result = run.limit(exposure=muons.particles)
    rate = result.yield_limit_per_eot[0]
    print(
        f"mu -> tau, {operator} on u: {result.yield_per_eot[0]:.3g} per muon at 1 TeV, neutrinos "
        f"{np.average(run.events['neutrino_GeV'], weights=run.events['signal.weight_0']):.1f} GeV, acceptance "
        f"{result.acceptance[0]:.2f}, conversions per muon < {rate:.3g}, scale > "
        f"{1000 * (result.yield_per_eot[0] / rate) ** 0.25:.3g} GeV"
    )
    spectra[operator] = run.events["ecal.total_GeV"] + run.events["hcal.total_GeV"], run.events["signal.weight_0"]

if not options.quick:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2))
    for name, label in (("na64e_2018", "NA64e 2018"), ("na64mu_2022", "NA64$\\mu$ 2022")):
        left.loglog(1000 * np.array(masses), charges[name].parameter_limit, "o-", label=label)
    left.set(xlabel="mass [MeV]", ylabel="Q, 90 % CL, background 0", title="millicharged pairs")
    left.legend()
    for name, label in (
        ("eta", r"$\pi^- \to \eta \to$ invisible, 50 GeV"),
        ("V_LL", r"$\mu \to \tau$, $V_{LL}$, 160 GeV"),
        ("V_RR", r"$\mu \to \tau$, $V_{RR}$"),
    ):
        energy, weight = spectra[name]
        right.hist(energy, np.linspace(0, 165, 34), weights=weight / weight.sum(), histtype="step", label=label)
    right.set(xlabel="ECAL + HCAL [GeV]", ylabel="share of the signal", title="what is left", yscale="log")
    right.legend()
    figure.tight_layout()
    options.output.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.output / "rare_searches.png", dpi=110)
