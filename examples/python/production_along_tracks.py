"""Dark photons and ALPs made by everything that a shower is made of.

    python examples/python/production_along_tracks.py [--output DIR] [--showers N]

NA64e, 2.84e11 electrons on target. Left: limits on ε from bremsstrahlung alone, and with the shower's positrons
annihilating on atomic electrons. Right: what each process contributes. The table also has the ALPs that the shower's
photons make, and the Z′ that a muon makes.
"""

import argparse
from pathlib import Path

import hermetic as hm

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", type=Path, default=Path("."))
parser.add_argument("--showers", type=int, default=400)
parser.add_argument("--quick", action="store_true", help="few showers, no plots")
options = parser.parse_args()
showers = 12 if options.quick else options.showers
masses = [0.1, 0.25] if options.quick else [
    0.001, 0.01, 0.05, 0.1, 0.15, 0.18, 0.2, 0.21, 0.22, 0.23, 0.24, 0.25, 0.26, 0.27, 0.28, 0.29, 0.3, 0.31, 0.32,
    0.34, 0.36, 0.4, 0.5, 0.7, 0.95,
]  # fmt: skip

setup = hm.setups.na64e_2018()
selection = hm.selections.na64e_invisible_2018()


def limits(**signal):
    """One simulation serves all masses and all processes."""
    study = hm.Study(setup=setup, selection=selection, signal=hm.DarkPhoton(mass=masses, chains_per_event=60, **signal))
    return study.run(events=showers, seed=1).exclusion("na64e_2016_2018")


plain = limits()
resonant = {
    alpha: limits(
        processes=["bremsstrahlung", "annihilation"],
        dark_matter={"kind": kind, "mass_ratio": 1 / 3, "alpha_D": alpha},
    )
    for alpha, kind in ((0.1, "dirac"), (0.5, "dirac"))
}
both = resonant[0.1]
brems, annihilation = (both.yield_by_process[name] for name in ("bremsstrahlung", "annihilation"))

print("dark photon, alpha_D = 0.1 (Dirac, m_chi = m/3)")
print("m [MeV]   yield/EOT/eps^2: brems  annihilation   ratio   eps90 brems   with annihilation   gain")
for i, mass in enumerate(masses):
    print(
        f"{1000 * mass:7.1f}   {brems[i]:22.3e}  {annihilation[i]:12.3e}  {annihilation[i] / brems[i]:6.2f}"
        f"   {plain.epsilon[i]:11.3e}   {both.epsilon[i]:17.3e}   {plain.epsilon[i] / both.epsilon[i]:.2f}"
    )

alps = hm.Study(setup=setup, signal=hm.ALP(mass=[0.001, 0.01, 0.1, 0.5])).run(events=showers, seed=1)
names = alps.card["card"]["signal"]["processes"]
print("ALP: yield per electron and g^2 [GeV^2]:", ", ".join(names))
for i, mass in enumerate((0.001, 0.01, 0.1, 0.5)):
    parts = [alps.events[f"signal.yield_{i}.{name}"].mean() for name in names]
    print(f"{1000 * mass:7.1f}   " + "  ".join(f"{part:.4e}" for part in parts))

muon = hm.Study(
    setup=setup,
    beam=hm.Beam(particle="mu-", energy_GeV=160, position_mm=(0, 0, -10)),
    signal=hm.ZPrime(mass=[0.01, 0.1, 0.5], minimum_boson_energy_GeV=80, chains_per_event=2, volumes=["ECAL"]),
).run(events=showers, seed=1)
print("Z' of muons, E > 80 GeV: yield per muon and g'^2")
for i, mass in enumerate((0.01, 0.1, 0.5)):
    print(f"{1000 * mass:7.1f}   {muon.events[f'signal.yield_{i}'].mean():.4e}")

if not options.quick:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), constrained_layout=True)
    mev = [1000 * mass for mass in masses]
    left.plot(mev, plain.epsilon, color="0.3", label="bremsstrahlung")
    for (alpha, result), colour in zip(resonant.items(), ("tab:red", "tab:orange")):
        left.plot(mev, result.epsilon, color=colour, label=rf"+ annihilation, $\alpha_D$ = {alpha}")
    published = hm.published("NA64 2019")
    left.plot([1000 * m for m in published.mass_GeV], published.epsilon, ":", color="tab:blue", label="NA64 2019 (bremsstrahlung)")
    left.set(xscale="log", yscale="log", xlim=(1, 1000), ylim=(5e-6, 2e-2), xlabel="$m_{A'}$ [MeV]", ylabel=r"$\varepsilon$, 90 % CL")
    left.legend(frameon=False)
    right.plot(mev, brems, color="0.3", label="bremsstrahlung")
    for (alpha, result), colour in zip(resonant.items(), ("tab:red", "tab:orange")):
        right.plot(mev, result.yield_by_process["annihilation"], color=colour, label=rf"annihilation, $\alpha_D$ = {alpha}")
    right.set(yscale="log", xlim=(100, 500), ylim=(1e-7, 1e-2), xlabel="$m_{A'}$ [MeV]", ylabel=r"bosons above 45 GeV per electron and $\varepsilon^2$")
    right.legend(frameon=False)
    options.output.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.output / "production_along_tracks.png", dpi=130)
