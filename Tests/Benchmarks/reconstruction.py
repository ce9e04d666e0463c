"""What response, identification and selections cost: CPU time per event; asserts nothing.

    python Tests/Benchmarks/reconstruction.py

Events of photons of 1 keV, which cost nothing to transport: the difference between runs with and without response is that of
the reconstruction, all noise and threshold stages of 147 channels included. Then the same on showers of 100 GeV from a library.
"""

import time

import hermetic as hm
import numpy as np
from hermetic.cards import preset


def timed(function):
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def per_event(events, **options):
    study = hm.Study(setup="na64e_2018", beam=hm.Beam(particle="gamma", energy_GeV=1e-6), **options)
    run = study.prepare(events=events)
    return timed(lambda: run.advance(threads=1, progress=False))


IDENTIFICATION = hm.identification.card(
    cells=["ecal", "hcal0", "hcal1", "hcal2"],
    position=["ecal"],
    tags={"mip": {"sensors": ["hcal0", "hcal1", "hcal2", "hcal3"], "range_GeV": [1, 4]}},
)


def on_showers(events=3000):
    """What is added to fast showers, whose spots are the deposits that the light map weights."""
    beam = hm.Beam(energy_GeV=100, position_mm=(0, 0, -100), spot_sigma_mm=(5, 5))
    card = preset("response", "na64e_sensors")
    dark = {name: {k: v for k, v in sensor.items() if k != "light_collection"} for name, sensor in card["sensors"].items()}
    rows = {
        "showers alone": {},
        "response without light map": {"response": {"sensors": dark}},
        "response": {"response": card},
        "and cells, position, tags": {"response": card, "identification": IDENTIFICATION},
        "and pile-up of 2018": {"response": "na64e_2018", "identification": IDENTIFICATION},
    }
    first = None
    for name, options in rows.items():
        run = hm.Study(setup="na64e_2018", beam=beam, fidelity="fast", **options).prepare(events=events, seed=1)
        seconds, _ = timed(lambda: run.advance(threads=1, progress=False))
        first = seconds if first is None else first
        print(f"100 GeV  {name:27s} {1e6 * (seconds - first) / events:8.2f} us of {1e6 * seconds / events:.0f} us per event")


def main():
    events = 20_000
    plain, _ = per_event(events)
    rows = {"response without pile-up": {"response": "na64e_sensors"}}
    rows["and cells, position, tags"] = {
        "response": "na64e_sensors",
        "identification": IDENTIFICATION,
    }
    print(f"columns alone              {1e6 * plain / events:7.2f} us per event")
    for name, options in rows.items():
        seconds, _ = per_event(events, **options)
        print(f"{name:26s} {1e6 * (seconds - plain) / events:7.2f} us per event")
    on_showers()
    million = 1_000_000
    _, run = per_event(million)
    for name in ("na64e_dimuon", "na64e_invisible_2018"):
        selection = hm.Selection.preset(name)
        seconds, (passed, flow) = timed(lambda: run.select(selection))
        print(f"{name:26s} {seconds:7.3f} s for {million} events, {len(flow)} rows, {int(np.sum(passed))} pass")


if __name__ == "__main__":
    main()
