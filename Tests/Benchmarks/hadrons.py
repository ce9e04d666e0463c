"""Cost of hadrons in the NA64 hadron calorimeter: `python Tests/Benchmarks/hadrons.py`. Prints; asserts nothing.

100 GeV pi- (and others) into four modules of 48 x (25 mm Fe + 4 mm polystyrene), production cut 0.7 mm, slow neutrons,
capture and its photons included. CPU time per event is that of transport alone (the fastest of several runs),
instructions are counted by callgrind inside the stepping loop (skipped without valgrind), so that a busy machine does
not matter. Peer: Geant4 11.4.1 (FTFP, Bertini, option 0) in the same geometry with the same cut, 0.56 s per pion; its
instructions are those seconds at the 3.7 per ns that it has for electrons (5.8e9 in 1.57 s).
"""

import argparse
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from transport import ROOT, instructions, numbers, run

GEANT4_SECONDS = {("-211", 100): 0.559, ("-211", 10): 0.0574, ("2212", 20): 0.1026, ("11", 100): 0.562}
GEANT4_INSTRUCTIONS_PER_SECOND = 5.8e9 / 1.57
NAMES = {"-211": "pi-", "2212": "p", "2112": "n", "11": "e-"}


def counted(program, energy, events, scratch, *options):
    """Instructions of the loop per event: the difference between two numbers of events leaves out the tables that the
    first hadron or muon builds."""
    few, many = (instructions(program, energy, n, scratch, *options) for n in (events, 3 * events))
    return None if few is None else (3 * many - few) / 2


def row(program, scratch, particle, energy, events, repeats, with_instructions):
    options = ("hcal=4", f"particle={particle}", 'hadrons={"birks_mm_per_MeV": 0.079, "time_window_ns": 150}')
    seconds = []
    for _ in range(repeats):
        few, many = (run(program, energy, n, *options)[0] for n in (events, 4 * events))
        total = [numbers(r"CPU s/event (\S+)", text)[0] * n for text, n in ((few, events), (many, 4 * events))]
        seconds.append((total[1] - total[0]) / (3 * events))
    steps = numbers(r"steps/event (\S+)", many)[0]
    kinds = re.search(r"by particle: (.*)", many).group(1)
    cpu = min(seconds)
    text = f"{NAMES[particle]:3} {energy:5g} GeV: CPU {1e3 * cpu:.1f} ms/event, {steps:.3g} steps ({kinds}), {1e9 * cpu / steps:.0f} ns/step"
    theirs = GEANT4_SECONDS.get((particle, energy))
    if theirs:
        text += f", {theirs / cpu:.1f} times faster than Geant4's {theirs:.3g} s"
    print(text, flush=True)
    found = counted(program, energy, events, scratch, *options) if with_instructions else None
    if found:
        text = f"            {found:.3g} instructions/event, {found / steps:.0f}/step"
        if theirs:
            text += f", {theirs * GEANT4_INSTRUCTIONS_PER_SECOND / found:.1f} times fewer"
        print(text, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, help="a built shower-benchmark; else swift builds it")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--events", type=int, default=20)
    options = parser.parse_args()
    program = options.program
    if program is None:
        build = ["swift", "build", "-c", "release", "--product", "shower-benchmark"]
        subprocess.run(build, cwd=ROOT, check=True)
        program = ROOT / ".build" / "release" / "shower-benchmark"
    if not shutil.which("valgrind"):
        print("Instructions are not counted: valgrind is missing.")
    with tempfile.TemporaryDirectory() as folder:
        for particle, energy, events in (("-211", 100, 1), ("-211", 10, 8), ("2212", 20, 4), ("11", 100, 1)):
            row(program, Path(folder), particle, energy, events * options.events, options.repeats, particle == "-211")


if __name__ == "__main__":
    main()
