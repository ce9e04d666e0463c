"""A magnet of one's own: a measured field map from a text file, tracks through it, and a study that uses it.

The file of this example is made first: a dipole with soft ends as a survey would give it, in cm and gauss. Then:
read it, compare interpolations with the magnet that it came from, bend electrons, and see what a hole in the map does.

    python own_field_map.py --out out/map
"""

import argparse
import tempfile
from pathlib import Path

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--events", type=int, default=50)
parser.add_argument("--out", type=Path)
options = parser.parse_args()

hall = hm.World("vacuum", (1000, 600, 12_000))
magnet = hm.Dipole(field_T=1.5, length_mm=1000, aperture_mm=(400, 120), edge=hm.EngeEdge(gap_mm=140))
truth = hall.place(magnet, z_mm=0).setup()

# The survey: every 20 mm across, every 25 mm along; cm and gauss, as such files are.
x, y, z = np.arange(-200, 201, 20.0), np.arange(-60, 61, 20.0), np.arange(-1500, 1501, 25.0)
points = np.stack(np.meshgrid(x, y, z, indexing="ij"), axis=-1).reshape(-1, 3)
table = np.column_stack([points / 10, truth.field(points) * 1e4])
folder = Path(tempfile.mkdtemp())
survey = folder / "survey.txt"
np.savetxt(survey, table, header="x y z [cm]   Bx By Bz [G]", fmt="%.5f")

momentum = np.array([[0, 0, p] for p in (5.0, 10, 20, 50, 100)])
start = np.array([0, 25.0, -5000])
exact = truth.propagate("e-", z_mm=5000, position_mm=start, momentum_GeV=momentum)
for interpolation in ("trilinear", "tricubic"):
    field = hm.FieldMap.from_text(survey, length_unit_mm=10, field_unit_T=1e-4, interpolation=interpolation)
    mapped = hall.place(field, z_mm=0).setup()
    there = mapped.propagate("e-", z_mm=5000, position_mm=start, momentum_GeV=momentum)
    away = np.linalg.norm(there.position_mm - exact.position_mm, axis=1)
    angle = there.momentum_GeV[:, 0] / there.momentum_GeV[:, 2]
    print(
        f"{interpolation}: largest error {away.max() * 1e3:.1f} µm at 5 GeV, {away[-1] * 1e3:.2f} µm at 100 GeV; "
        f"100 GeV bend by {1e3 * angle[-1]:.4f} mrad"
    )

# There and back again.
back = mapped.propagate("e-", z_mm=-5000, position_mm=there.position_mm, momentum_GeV=there.momentum_GeV)
print(f"round trip {1e3 * np.abs(back.position_mm - start).max():.2f} µm")

# A point is missing: the library says which.
np.savetxt(folder / "hole.txt", np.delete(table, 1234, axis=0))
try:
    hall.place(hm.FieldMap.from_text(folder / "hole.txt", length_unit_mm=10, field_unit_T=1e-4), z_mm=0).setup()
except hm.HermeticError as error:
    print("refused:", error)

# The same map in a study: 10 GeV electrons radiate in it and hit a block of lead behind.
block = hm.Box(name="BLOCK", material="Pb", size_mm=(400, 400, 200), sensitive=hm.Sensitive())
study = hm.Study(
    setup=hall.place(field, z_mm=0).place(block, z_mm=5000, x_mm=250),
    beam=hm.Beam(particle="e-", energy_GeV=10, position_mm=(0, 0, -5500)),
)
run = study.run(events=options.events, seed=1, progress=False)
print(f"mean energy in the block {run.events['BLOCK.visible_GeV'].mean():.3f} GeV")

if options.out:
    from matplotlib import pyplot as plt

    options.out.mkdir(parents=True, exist_ok=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), constrained_layout=True)
    along = np.linspace(-1500, 1500, 601)
    for height in (0, 55):
        line = np.column_stack([np.zeros_like(along), np.full_like(along, height), along])
        left.plot(along, mapped.field(line)[:, 1], label=f"$B_y$, y = {height} mm")
        left.plot(along, mapped.field(line)[:, 2], "--", label=f"$B_z$, y = {height} mm")
    left.set(xlabel="z [mm]", ylabel="field [T]", title="tricubic map")
    left.legend(fontsize=8)
    for p in momentum[:, 2]:
        planes = np.linspace(-5000, 5000, 201)
        track = [mapped.propagate("e-", z_mm=float(s), position_mm=start, momentum_GeV=[0, 0, p]).position_mm[0] for s in planes]
        right.plot(planes, track, label=f"{p:g} GeV")
    right.set(xlabel="z [mm]", ylabel="x [mm]", title="electrons")
    right.legend(fontsize=8)
    figure.savefig(options.out / "own_field_map.png", dpi=120)
    print(options.out / "own_field_map.png")
