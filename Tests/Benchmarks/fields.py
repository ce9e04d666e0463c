"""Cost of magnetic fields and of synchrotron radiation: `python Tests/Benchmarks/fields.py`. Prints; asserts nothing.

A 100 GeV electron from the beam to the end of the synchrotron detector of `na64e_spectrometer_2018`, with and without
radiation and field, without a calorimeter behind; a state taken to a plane, with and without derivatives, for each kind of
field. CPU times, the fastest of several runs. With --instructions N callgrind counts instead: instructions of N events
less those of none (minutes; needs valgrind).
"""

import argparse
import copy
import time

import callgrind
import hermetic as hm
import numpy as np


def upstream(fields=True):
    """The set-up of the beam line: everything before the calorimeters."""
    card = hm.setups.na64e_spectrometer_2018()
    card = copy.deepcopy(card if isinstance(card, dict) else card.to_dict())
    small = {"world": card["world"], "fields": card["fields"] if fields else []}
    small["volumes"] = [volume for volume in card["volumes"] if volume["position_mm"][2] < 0]
    return small


BEAM = dict(
    particle="e-", energy_GeV=100, position_mm=(-72.4103, 0, -19000), direction=(0.0209870, 0, 0.9997798)
)


def study(fields, radiates):
    physics = hm.Physics(synchrotron={"minimum_energy_GeV": 1e-6} if radiates else False)
    return hm.Study(setup=upstream(fields), beam=hm.Beam(**BEAM), physics=physics)


def cpu(call, repeats):
    best = float("inf")
    for _ in range(repeats):
        began = time.process_time()
        call()
        best = min(best, time.process_time() - began)
    return best


def electron(fields, radiates, events, repeats):
    one = study(fields, radiates)
    run = one.run(events=1, seed=1, progress=False)
    seconds = cpu(lambda: one.run(events=events, seed=1, progress=False), repeats)
    set_up = cpu(lambda: one.run(events=1, seed=1, progress=False), repeats)
    return 1e3 * (seconds - set_up) / (events - 1), run


KINDS = {
    "no field": [],
    "dipole, hard ends": [hm.Dipole(1.75, 2000, aperture_mm=(500, 140))],
    "dipole, Enge": [hm.Dipole(1.75, 2000, aperture_mm=(500, 140), edge=hm.EngeEdge(gap_mm=150))],
    "quadrupole, hard ends": [hm.Quadrupole(20, 2000, aperture_mm=(80, 80))],
    "quadrupole, Enge": [hm.Quadrupole(20, 2000, aperture_mm=(80, 80), bore_mm=100)],
    "solenoid": [hm.Solenoid(2, 2000, 400)],
}


def propagation(name, parts, n, repeats):
    hall = hm.World("vacuum", (2000, 2000, 20_000))
    for part in parts:
        hall = hall.place(part, z_mm=0)
    if not parts:
        hall = hall.place(hm.Dipole(1, 1, aperture_mm=(1, 1)), z_mm=9990, x_mm=990)
    setup = hall.setup()
    position = np.tile([5.0, 3.0, -5000.0], (n, 1))
    momentum = np.tile([0.01, 0.0, 100.0], (n, 1))
    row = []
    for jacobian in (False, True):
        seconds = cpu(
            lambda: setup.propagate("e-", z_mm=5000, position_mm=position, momentum_GeV=momentum, jacobian=jacobian), repeats
        )
        row.append(1e6 * seconds / n)
    points = np.random.default_rng(1).uniform([-30, -30, -1200], [30, 30, 1200], (20_000, 3))
    at = 1e9 * cpu(lambda: setup.field(points), repeats) / len(points)
    print(f"{name:24s} {row[0]:8.2f} µs over 10 m, {row[1]:8.2f} µs with derivatives, {at:6.0f} ns a point")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=2000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--instructions", type=int, default=0)
    parser.add_argument("--child", type=int, default=0)
    options = parser.parse_args()
    if options.child:
        study(True, True).run(events=options.child, seed=1, progress=False)
        return
    rows = (("no field", False, False), ("field", True, False), ("field and radiation", True, True))
    for name, fields, radiates in rows:
        milliseconds, run = electron(fields, radiates, options.events, options.repeats)
        print(f"100 GeV e- to the end of the SRD, {name}: {milliseconds:.3f} ms")
    for name, parts in KINDS.items():
        propagation(name, parts, 2000, options.repeats)
    if options.instructions:
        counted = callgrind.per_event(__file__, options.instructions)
        if counted:
            print(f"{counted:.3g} instructions per electron with field and radiation")


if __name__ == "__main__":
    main()
