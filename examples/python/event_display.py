"""One event in three dimensions: writes event.html and event.glb.

    python examples/python/event_display.py --energy 100 --out out/event
"""

import argparse
from pathlib import Path

import hermetic as hm
import numpy as np


def figure(shown, path):
    """The same from the side, all of it and the calorimeter."""
    import matplotlib

    matplotlib.use("Agg")
    from hermetic.display import COLOURS, OTHERS
    from matplotlib import pyplot as plt

    sheet, axes = plt.subplots(1, 2, figsize=(12, 4), width_ratios=(2, 1), layout="constrained")
    for ax in axes:
        for volume in shown.geometry["volumes"][1:]:
            size = volume.get("size_mm") or [2 * volume["outer_radius_mm"]] * 2 + [volume["length_mm"]]
            corner = [volume["centre_mm"][i] - size[i] / 2 for i in (2, 0)]
            ax.add_patch(plt.Rectangle(corner, size[2], size[0], fill=False, ec="0.6"))
        for track in shown.tracks:
            points = np.array(track["points_mm"])
            ax.plot(points[:, 2], points[:, 0], color=COLOURS.get(track["particle"], OTHERS)[:3], lw=0.7)
        ax.set(xlabel="z [mm]", ylabel="x [mm]")
    axes[0].set(xlim=(-1000, 7600), ylim=(-330, 330))
    axes[1].set(xlim=(-20, 480), ylim=(-60, 60))
    sheet.savefig(path, dpi=90)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--setup", default="na64e_2018")
    parser.add_argument("--particle", default="e-")
    parser.add_argument("--energy", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--figure", type=Path, help="a projection as .png")
    parser.add_argument("--out", type=Path, default=Path("out/event"))
    options = parser.parse_args()
    beam = hm.Beam(particle=options.particle, energy_GeV=options.energy, position_mm=(0, 0, -900))
    run = hm.Study(setup=options.setup, beam=beam).run(events=1, seed=options.seed, progress=False)
    shown = run.display(0, minimum_energy_GeV=0.01 * options.energy)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".html", ".glb"):
        path = shown.save(options.out.with_suffix(suffix))
        print(f"{path}  {path.stat().st_size} bytes")
    if options.figure:
        figure(shown, options.figure)
    print(shown)


if __name__ == "__main__":
    main()
