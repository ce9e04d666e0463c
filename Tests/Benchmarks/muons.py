"""Cost of muons: `python Tests/Benchmarks/muons.py`. Prints; asserts nothing.

160 GeV muons with all secondaries through 150 x (1.5 mm Pb + 1.5 mm polystyrene), 100 GeV muons through a module of iron and
scintillator; start-up, which is the tables of the materials, with muons and with electrons. CPU times, the fastest of several
runs, one thread. With --instructions N callgrind counts the instructions of N events less those of one.
"""

import argparse
import time

import callgrind
import hermetic as hm

MASS = 0.1056583755
GEANT4_S = 0.0136  # 11.4.1, option 0, the same calorimeter and cuts, another machine


def calorimeter(layers, heavy, heavy_mm, light_mm, size_mm):
    depth = layers * (heavy_mm + light_mm)
    slabs = [{"material": heavy, "thickness_mm": heavy_mm}, {"material": "polystyrene", "thickness_mm": light_mm}]
    return {
        "world": {"material": "vacuum", "size_mm": [size_mm + 400, size_mm + 400, 2 * depth + 200]},
        "volumes": [
            {"name": "block", "shape": "layered_calorimeter", "layers": layers, "slabs": slabs, "size_mm": [size_mm, size_mm],
             "position_mm": [0, 0, depth / 2], "sensitive": {"name": "block", "slab": 1}}
        ],
    }  # fmt: skip


CASES = {
    "ecal": (calorimeter(150, "Pb", 1.5, 1.5, 229.2), 160),
    "hcal": (calorimeter(48, "Fe", 25, 4, 600), 100),
}


def study(case, particle="mu-"):
    setup, energy = CASES[case]
    beam = hm.Beam(particle=particle, energy_GeV=energy - MASS if particle == "mu-" else 1e-3, position_mm=(0, 0, -1))
    return hm.Study(setup=setup, beam=beam)


def seconds(one, events):
    began = time.process_time()
    run = one.run(events=events, seed=1, progress=False, threads=1)
    return time.process_time() - began, run


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=3000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--instructions", type=int, default=0)
    parser.add_argument("--child", type=int, default=0)
    parser.add_argument("--case", default="ecal")
    options = parser.parse_args()
    if options.child:
        study(options.case).run(events=options.child, seed=1, progress=False, threads=1)
        return
    for case in CASES:
        muons, electrons = study(case), study(case, "e-")
        start = min(seconds(muons, 1)[0] for _ in range(options.repeats))
        others = min(seconds(electrons, 1)[0] for _ in range(options.repeats))
        spent, run = min((seconds(muons, 1 + options.events) for _ in range(options.repeats)), key=lambda pair: pair[0])
        each = (spent - start) / options.events
        steps = run.events["steps"].mean()
        text = f"{case}: {1e3 * each:.3f} ms and {steps:.0f} steps a muon, {1e9 * each / steps:.0f} ns a step"
        if case == "ecal":
            text += f", {GEANT4_S / each:.1f} times as fast as Geant4's {1e3 * GEANT4_S} ms"
        print(f"{text}; start-up {start:.3f} s, of an electron of 1 MeV {others:.3f} s", flush=True)
        if options.instructions:
            counted = callgrind.per_event(__file__, options.instructions, "--case", case)
            if counted:
                print(f"{case}: {counted:.3g} instructions a muon, {counted / steps:.0f} a step", flush=True)


if __name__ == "__main__":
    main()
