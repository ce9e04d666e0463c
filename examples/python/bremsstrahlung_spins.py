"""Bosons of spin 0 and 1 that electrons and muons radiate: vector, axial vector, scalar, pseudoscalar.

    python examples/python/bremsstrahlung_spins.py [--output DIR]

Exact tree level on lead at epsilon = 1: cross sections against the mass, spectra of the boson's share x of the energy, and
its angle from sampled final states.
"""

import argparse
from pathlib import Path

import numpy as np

import hermetic as hm

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--output", type=Path, default=Path("."))
parser.add_argument("--quick", action="store_true", help="few points, no plots")
options = parser.parse_args()

spins = {"vector": hm.DarkPhoton, "axial": hm.AxialVector, "scalar": hm.Scalar, "pseudoscalar": hm.Pseudoscalar}
beams = {"e-": 100.0, "mu-": 160.0}
masses = np.geomspace(1e-3, 1, 4 if options.quick else 28)
x = np.concatenate([np.linspace(0.02, 0.95, 60), 1 - np.geomspace(0.05, 1e-5, 60)])
count = 2_000 if options.quick else 60_000

sigma, spectra, angles = {}, {}, {}
for beam, energy in beams.items():
    for name, kind in spins.items():
        sigma[beam, name] = [
            float(kind(mass=float(m)).cross_section([energy], target="Pb", beam=beam)[0]) for m in masses
        ]
        boson = kind(mass="100 MeV")
        spectra[beam, name] = boson.differential_cross_section(x, energy_GeV=energy, target="Pb", beam=beam)
        momenta = boson.sample(count, energy_GeV=energy, target="Pb", beam=beam, seed=1).boson
        angles[beam, name] = np.hypot(momenta[:, 1], momenta[:, 2]) / momenta[:, 3]

print("cross sections on Pb [pb, epsilon = 1], 100 MeV; mean x; median angle [mrad]")
middle = int(np.argmin(abs(masses - 0.1)))
for beam, energy in beams.items():
    for name, kind in spins.items():
        total = float(kind(mass="100 MeV").cross_section([energy], target="Pb", beam=beam)[0])
        grid = spectra[beam, name]
        mean = np.trapezoid(grid * x, x) / np.trapezoid(grid, x) if hasattr(np, "trapezoid") else np.trapz(
            grid * x, x
        ) / np.trapz(grid, x)
        print(f"{beam:4s} {name:13s} {total:.4e}   {mean:.3f}   {1000 * np.median(angles[beam, name]):.3f}")

if not options.quick:
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, 3, figsize=(13, 7.4), constrained_layout=True)
    for row, (beam, energy) in zip(axes, beams.items()):
        title = {"e-": "electrons, 100 GeV", "mu-": "muons, 160 GeV"}[beam] + ", Pb"
        for (name, _), style in zip(spins.items(), ("-", "--", "-.", ":")):
            row[0].plot(1000 * masses, sigma[beam, name], style, label=name)
            row[1].plot(x, np.where(spectra[beam, name] > 0, spectra[beam, name], np.nan), style, label=name)
            row[2].hist(
                angles[beam, name], np.geomspace(1e-6, 0.3, 70), histtype="step", ls=style, label=name
            )
        row[0].set(xscale="log", yscale="log", xlabel="mass [MeV]", ylabel=r"$\sigma/\varepsilon^2$ [pb]", title=title)
        row[1].set(yscale="log", xlabel="$x = E_X/E$", ylabel=r"$d\sigma/dx/\varepsilon^2$ [pb]", title="mass 100 MeV")
        row[2].set(xscale="log", xlabel="angle of the boson [rad]", ylabel=f"of {count} emissions", title="mass 100 MeV")
        row[0].legend(frameon=False)
    options.output.mkdir(parents=True, exist_ok=True)
    figure.savefig(options.output / "bremsstrahlung_spins.png", dpi=120)
