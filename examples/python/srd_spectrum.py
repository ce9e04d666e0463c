"""Synchrotron radiation detector: what electrons, muons and pions of 100 GeV leave in it after 7 T·m.

Electrons radiate 43 photons, 155 MeV, in the magnets; muons and pions radiate nothing to speak of. A cut between the two
tags electrons. The set-up is the spectrometer of NA64e without the calorimeters behind it.

    python srd_spectrum.py --events 2000 --out out/srd
"""

import argparse
from pathlib import Path

import hermetic as hm
import numpy as np

parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
parser.add_argument("--events", type=int, default=2000)
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--print", type=int, default=0, dest="shown", help="events to print, for comparison with Lua")
parser.add_argument("--out", type=Path)
options = parser.parse_args()

card = hm.setups.na64e_spectrometer_2018().to_dict()
upstream = {key: card[key] for key in ("world", "fields")}
upstream["volumes"] = [volume for volume in card["volumes"] if volume["position_mm"][2] < 0]
upstream["calibration"] = {name: card["calibration"][name] for name in ("srd0", "srd1", "srd2")}
upstream["groups"] = {"srd": ["srd0", "srd1", "srd2"]}
setup = hm.Setup(upstream)
beam = hm.Beam(energy_GeV=100, position_mm=(-72.4103, 0, -19000), direction=(0.0209870, 0, 0.9997798))

tag = hm.Selection.of(
    hm.Cut("SRD0", "srd0.total_GeV > 0.001 && srd0.total_GeV < 0.08"),
    hm.Cut("SRD1", "srd1.total_GeV > 0.001 && srd1.total_GeV < 0.08"),
    hm.Cut("SRD2", "srd2.total_GeV > 0.001 && srd2.total_GeV < 0.08"),
    name="1 to 80 MeV in every module",
)
runs = {}
for particle in ("e-", "mu-", "pi-"):
    run = hm.Study(setup=setup, beam=beam.replace(particle=particle), selection=tag).run(
        events=options.events, seed=options.seed, progress=False
    )
    runs[particle] = run
    total = 1e3 * run.events["srd.total_GeV"]
    passed, _ = run.select()
    print(f"{particle}: mean {total.mean():.6g} MeV, tagged {int(passed.sum())} of {run.count}")
    for index in range(min(options.shown, run.count)):
        print("event", index, *(f"{run.events[f'srd{i}.total_GeV'][index]:.17g}" for i in range(3)))

if options.out:
    from matplotlib import pyplot as plt

    options.out.mkdir(parents=True, exist_ok=True)
    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4), constrained_layout=True)
    edges = np.geomspace(0.01, 200, 60)
    for particle, colour in (("e-", "C0"), ("mu-", "C3"), ("pi-", "C1")):
        values = 1e3 * runs[particle].events["srd.total_GeV"]
        empty = int((values < edges[0]).sum())
        left.hist(values, bins=edges, histtype="step", color=colour, lw=1.5, label=f"{particle}  ({empty} below 10 keV)")
    left.set(xscale="log", xlabel="sum of the SRD modules [MeV]", ylabel="events", title="100 GeV, 7 T·m")
    left.legend()
    for i in range(3):
        values = 1e3 * runs["e-"].events[f"srd{i}.total_GeV"]
        right.hist(values, bins=np.linspace(0, 80, 41), histtype="step", lw=1.5, label=f"SRD{i}, mean {values.mean():.1f} MeV")
    right.set(xlabel="energy in a module [MeV]", ylabel="events", title="electrons")
    right.legend()
    figure.savefig(options.out / "srd_spectrum.png", dpi=120)
    print(options.out / "srd_spectrum.png")
