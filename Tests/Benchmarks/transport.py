"""Cost of full transport in the reference sandwich: `python Tests/Benchmarks/transport.py`. Prints; asserts nothing.

Instructions are counted by callgrind (skipped without valgrind) inside the stepping loop alone, so that a busy machine
does not matter; allocations by a preloaded counter; times are CPU times, the fastest of several runs. Peers: instruction
counts of Geant4 11.4 option 0 and of G4HepEm's stand-alone program for one 100 GeV electron in the same geometry with
the same cuts.
"""

import argparse
import os
import re
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = {"Geant4 11.4 option 0": 5.8e9, "G4HepEm stand-alone": 2.8e9}


def numbers(pattern, text):
    """The floating-point numbers of the first match."""
    match = re.search(pattern, text)
    return tuple(float(group) for group in match.groups()) if match else None


def run(program, *arguments, environment=None):
    """Output, wall seconds and peak memory in MB of a process."""
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [program, *map(str, arguments)], stdout=output, env={**os.environ, **(environment or {})}
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{program} failed ({process.returncode}).")
        output.seek(0)
        return output.read(), time.perf_counter() - began, usage.ru_maxrss / 1024


def cpu_per_event(text):
    return numbers(r"CPU s/event (\S+)", text)[0]


def instructions(program, energy, events, scratch, *options):
    """Instructions of the stepping loop per event, or None."""
    if not shutil.which("valgrind"):
        return None
    stripped = scratch / "program"
    subprocess.run(["strip", "-g", "-o", stripped, program], check=True)  # valgrind rejects Swift's debug data
    command = ["valgrind", "--tool=callgrind", "--toggle-collect=*06ShowerA0V7advance*"]
    command += [f"--callgrind-out-file={scratch / 'callgrind.out'}", stripped, str(energy), str(events), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return numbers(r"Collected : (\d+)", done.stderr)[0] / events


def counter(scratch):
    """The preloaded counter of allocations, or None without a C compiler."""
    if not shutil.which("cc"):
        return None
    library = scratch / "count_allocations.so"
    source = Path(__file__).parent / "count_allocations.c"
    subprocess.run(["cc", "-O2", "-fPIC", "-shared", "-o", library, source, "-ldl"], check=True)
    return library


def linearity(program, scratch, energies, repeats):
    """A row per beam energy; the instructions of the last."""
    counted = None
    for energy in energies:
        events = max(2, round(200 / energy))
        texts = [run(program, energy, events)[0] for _ in range(repeats)]
        cpu = min(map(cpu_per_event, texts))
        steps = numbers(r"steps/event (\S+)", texts[0])[0]
        kinds = numbers(r"e- (\S+)  e\+ (\S+)  gamma (\S+)", texts[0])
        counted = instructions(program, energy, events, scratch)
        print(
            f"{energy:6g} GeV: {steps:.3g} steps/event (e- {kinds[0]:.3g}, e+ {kinds[1]:.3g}, gamma {kinds[2]:.3g}), "
            f"CPU {cpu:.4f} s/event, {1e9 * cpu / steps:.0f} ns/step"
            + (f", {counted:.3g} instructions/event, {counted / steps:.0f}/step, {counted / energy:.3g}/GeV" if counted else "")
        )
        if energy == 100 and counted:
            for name, theirs in PEERS.items():
                print(f"            {theirs / counted:.1f} times fewer instructions than {name} ({theirs:.2g})")
    if counted is None:
        print("Instructions are not counted: valgrind is missing.")


def scaling(program, energy, events, repeats):
    """One thread, two threads, two processes: events per wall second, CPU per event."""
    best = {}
    for _ in range(repeats):
        for threads in (1, 2):
            text, _, _ = run(program, energy, events * threads, f"threads={threads}")
            wall = numbers(r"wall s/event (\S+)", text)
            cpu = cpu_per_event(text)
            one = (wall[0] if wall else cpu, cpu)
            best[threads] = min(best.get(threads, one), one)
        began = [subprocess.Popen([program, str(energy), str(events)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
        outputs = [process.communicate()[0] for process in began]
        cpu = sum(map(cpu_per_event, outputs)) / 2
        best["processes"] = min(best.get("processes", (cpu, cpu)), (cpu, cpu))
    print(
        f"two threads: {best[1][0] / best[2][0]:.2f} times the events per second; CPU per event {best[1][1]:.4f} s with one, "
        f"{best[2][1]:.4f} s with two, {best['processes'][1]:.4f} s in each of two separate processes"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=Path, help="a built shower-benchmark; else swift builds it")
    parser.add_argument("--energies", type=float, nargs="+", default=[10, 50, 100, 150])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    program = options.program
    if program is None:
        build = ["swift", "build", "-c", "release", "--product", "shower-benchmark"]
        subprocess.run(build, cwd=ROOT, check=True)
        program = ROOT / ".build" / "release" / "shower-benchmark"
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        linearity(program, scratch, options.energies, options.repeats)
        library = counter(scratch)
        if library:
            text, _, _ = run(program, 10, 40, environment={"LD_PRELOAD": str(library)})
            allocations = numbers(r"first: (\S+)", text)[0]
            print(f"allocations per event in the loop, from the second event on: {allocations:g}")
        few, many = run(program, 10, 20)[2], run(program, 10, 400)[2]
        print(f"peak memory: {few:.1f} MB for 20 events of 10 GeV, {many:.1f} MB for 400")
        scaling(program, 10, 100, options.repeats)


if __name__ == "__main__":
    main()
