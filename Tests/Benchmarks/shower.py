"""Time and transport steps per event, table building, and limits: `make bench`. Prints; asserts nothing.

Run it on a quiet machine: the fastest of several slices is reported, with the spread.
"""

import time

import hermetic as hm


def per_event(title, study, events, slices=5):
    """Fastest and median time per event over slices, on one thread."""
    began = time.perf_counter()
    run = study.prepare(events=events * slices, seed=1)
    tables = time.perf_counter() - began
    times = []
    for _ in range(slices):
        began, steps = time.perf_counter(), run.steps
        for _ in run.slices(events=events, slice_ms=0, threads=1):
            pass
        took = time.perf_counter() - began
        times.append((took / events, took / (run.steps - steps)))
    times.sort()
    fastest, median = times[0], times[len(times) // 2]
    print(
        f"{title:44s} {1e3 * fastest[0]:9.2f} ms/event (median {1e3 * median[0]:.2f}), "
        f"{run.steps / run.count:10.4g} steps/event, {1e9 * fastest[1]:6.1f} ns/step, tables {tables:.2f} s"
    )


def repeat(title, call, n):
    """Fastest time of a call."""
    times = []
    for _ in range(n):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    print(f"{title:44s} {1e6 * min(times):9.1f} µs")


def main():
    """All of it."""
    electrons = hm.Study(setup="na64e_2018")
    for energy, events in (("1 GeV", 20), ("10 GeV", 4), ("100 GeV", 2)):
        per_event(f"electron {energy} in NA64e", electrons.replace(beam=hm.Beam(energy_GeV=energy)), events)
    masses = [f"{mass} MeV" for mass in (1, 2, 5, 10, 16.7, 20, 50, 100, 200, 300, 500, 950)]
    per_event("dark photon, 12 masses, 100 GeV", electrons.replace(signal=hm.DarkPhoton(masses)), 10)
    repeat("limit, exact, 0 observed", lambda: hm.limits.counting(observed=0, background=0), 20)
    model = hm.DarkPhoton("16.7 MeV")
    repeat("A' cross section, exact, one energy", lambda: model.cross_section(100), 20)


if __name__ == "__main__":
    main()
