"""A beam line: a doublet, a dipole with soft ends, and a magnet of one's own as a list of measured points.

Where 100 GeV electrons go, the transfer matrix, the beam spot at the target, and what is radiated on the way: prints the
bytes of ../c/beam_line.c. With --out also the envelope along the line.

    python beam_line.py --out out/beam
"""

import argparse
from pathlib import Path

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--out", type=Path)
options = parser.parse_args()

# Rows of a hall probe: x, y, z [mm], Bx, By, Bz [T].
points = [
    [150 * i, 60 * j, 200 * k - 500, 0, strength, 0]
    for k, strength in enumerate([0, 0.2, 0.4, 0.4, 0.2, 0])
    for i in (-1, 0, 1)
    for j in (-1, 0, 1)
]
lens = dict(length_mm=1500, aperture_mm=(70, 70), bore_mm=80)
dipole = hm.Dipole(1.75, 2000, aperture_mm=(500, 140), edge=hm.EngeEdge(gap_mm=150), name="MBPL")
line = (
    hm.World("vacuum", (1000, 1000, 40_000))
    .place(hm.Quadrupole(-20, name="QF", **lens), z_mm=-18_000)
    .place(hm.Quadrupole(20, name="QD", **lens), z_mm=-15_000)
    .place(dipole, z_mm=-11_000)
    .place(hm.FieldMap.from_points(points, name="own"), x_mm=40, z_mm=-7000)
    .setup()
)

energies = (50, 100, 150)
momentum = [[0, 0, energy] for energy in energies]
start = [0, 0, -19_500]
there = line.propagate("e-", z_mm=0, position_mm=start, momentum_GeV=momentum, jacobian=True)
for energy, x, p, path in zip(energies, there.position_mm[:, 0], there.momentum_GeV, there.path_mm):
    print(f"{energy} GeV: x = {x:.9g} mm, bent by {1e3 * p[0] / p[2]:.9g} mrad, path {path:.9g} mm")


def spot(m):
    """Of a beam of 8 mm and 0.1 mrad (rms, upright): C = M C0 Mᵀ, two of its elements."""
    return np.sqrt(m[0, 0] ** 2 * 64 + m[0, 2] ** 2 * 1e-8), np.sqrt(m[1, 1] ** 2 * 64 + m[1, 3] ** 2 * 1e-8)


m = there.jacobian[1]
print(f"R11 {m[0, 0]:.8f} R12 {m[0, 2]:.6f} R21 {m[2, 0]:.6g} R22 {m[2, 2]:.8f}")
print(f"R33 {m[1, 1]:.8f} R34 {m[1, 3]:.6f} R43 {m[3, 1]:.6g} R44 {m[3, 3]:.8f} dispersion {-0.0001 * m[0, 4]:.6f} mm/%")
print("spot at z = 0: {:.6f} x {:.6f} mm".format(*spot(m)))

magnet = hm.Synchrotron("e-", energy_GeV=100, field_T=1.75)
at = [1e-4, 1e-3, 1e-2, 5e-2]
for energy, value in zip(at, magnet.spectrum(at)):
    print(f"dN/dk({energy:g} GeV) = {2000 * value:.9g} per GeV in 2 m")
print("photons {:.9g} {:.9g} GeV".format(*magnet.sample(2, seed=1)))

if options.out:
    from matplotlib import pyplot as plt

    options.out.mkdir(parents=True, exist_ok=True)
    planes = np.linspace(-19_400, 0, 195)
    states = [line.propagate("e-", z_mm=z, position_mm=start, momentum_GeV=[0, 0, 100], jacobian=True) for z in planes]
    envelope = np.array([spot(np.reshape(state.jacobian, (5, 5))) for state in states])
    dispersion = np.array([-1e-4 * np.reshape(state.jacobian, (5, 5))[0, 4] for state in states])
    centre = np.array([np.ravel(state.position_mm)[0] for state in states])
    figure, (upper, lower) = plt.subplots(2, 1, figsize=(8, 6), sharex=True, constrained_layout=True)
    upper.plot(planes / 1e3, envelope[:, 0], label="σx")
    upper.plot(planes / 1e3, envelope[:, 1], label="σy")
    upper.plot(planes / 1e3, dispersion, "--", label="dispersion [mm/%]")
    upper.set(ylabel="mm", title="100 GeV electrons, 8 mm and 0.1 mrad")
    upper.legend()
    along = np.column_stack([centre, np.zeros_like(planes), planes])
    lower.plot(planes / 1e3, line.field(along)[:, 1], label="B_y on the track [T]")
    lower.plot(planes / 1e3, line.field(along + [10, 0, 0])[:, 1] - line.field(along)[:, 1], label="its change over 10 mm")
    lower.set(xlabel="z [m]", ylabel="T")
    lower.legend()
    figure.savefig(options.out / "beam_line.png", dpi=120)
    print(options.out / "beam_line.png")
