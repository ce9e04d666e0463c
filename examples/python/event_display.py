"""One event in three dimensions: writes event.html and event.glb.

    python examples/python/event_display.py --energy 100 --out out/event
"""

import argparse
from pathlib import Path

import hermetic as hm


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--setup", default="na64e_2018")
    parser.add_argument("--particle", default="e-")
    parser.add_argument("--energy", type=float, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("out/event"))
    options = parser.parse_args()
    beam = hm.Beam(particle=options.particle, energy_GeV=options.energy, position_mm=(0, 0, -900))
    run = hm.Study(setup=options.setup, beam=beam).run(events=1, seed=options.seed, progress=False)
    shown = run.display(0, minimum_energy_GeV=0.01 * options.energy)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    for suffix in (".html", ".glb"):
        path = shown.save(options.out.with_suffix(suffix))
        print(f"{path}  {path.stat().st_size} bytes")
    print(shown)


if __name__ == "__main__":
    main()
