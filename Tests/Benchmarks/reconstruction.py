"""What response, identification and selections cost: CPU time per event; asserts nothing.

    python Tests/Benchmarks/reconstruction.py

Events of photons of 1 keV, which cost nothing to transport: the difference between runs with and without response is that of
the reconstruction, all noise and threshold stages of 147 channels included.
"""

import time

import hermetic as hm
import numpy as np


def timed(function):
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def per_event(events, **options):
    study = hm.Study(setup="na64e_2018", beam=hm.Beam(particle="gamma", energy_GeV=1e-6), **options)
    run = study.prepare(events=events)
    return timed(lambda: run.advance(threads=1, progress=False))


def main():
    events = 20_000
    plain, _ = per_event(events)
    rows = {"response without pile-up": {"response": "na64e_sensors"}}
    rows["and cells, position, tags"] = {
        "response": "na64e_sensors",
        "identification": hm.identification.card(
            cells=["ecal", "hcal0", "hcal1", "hcal2"],
            position=["ecal"],
            tags={"mip": {"sensors": ["hcal0", "hcal1", "hcal2", "hcal3"], "range_GeV": [1, 4]}},
        ),
    }
    print(f"columns alone              {1e6 * plain / events:7.2f} us per event")
    for name, options in rows.items():
        seconds, _ = per_event(events, **options)
        print(f"{name:26s} {1e6 * (seconds - plain) / events:7.2f} us per event")
    million = 1_000_000
    _, run = per_event(million)
    for name in ("na64e_dimuon", "na64e_invisible_2018"):
        selection = hm.Selection.preset(name)
        seconds, (passed, flow) = timed(lambda: run.select(selection))
        print(f"{name:26s} {seconds:7.3f} s for {million} events, {len(flow)} rows, {int(np.sum(passed))} pass")


if __name__ == "__main__":
    main()
