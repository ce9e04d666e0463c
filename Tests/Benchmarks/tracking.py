"""What pattern recognition costs: CPU time per event; asserts nothing.

    python Tests/Benchmarks/tracking.py

One muon of 160 GeV in four planes of two axes around 1.4 T m, 0.5 noise hits on each axis; the same with 16 layers of straws, whose
hits are two each, left and right of the wire.
"""

import time

import hermetic as hm
import numpy as np

EVENTS = 3000


def spectrometer(straws):
    common = {"efficiency": 0.97}
    planes = [
        {"name": f"P{i}", "z_mm": z, "angles_deg": [0, 90], "resolution_mm": 0.1, "half_size_mm": 40, "thickness_X0": 0.003, **common}
        for i, z in enumerate((1560, 3460, 6400, 8300))
    ]
    for i in range(16 if straws else 0):
        z = (2500, 2520, 7300, 7320)[i // 4] + 5 * (i % 4)
        planes.append({"name": f"S{i}", "z_mm": z, "angles_deg": [90 * (i % 2)], "resolution_mm": 0.2, "half_size_mm": 100, "thickness_X0": 4e-4, **common})
    field = {"kind": "dipole", "field_T": [0, -0.7, 0], "length_mm": 2000, "aperture_mm": [500, 500], "position_mm": [0, 0, 5000]}
    return hm.Tracker({"planes": planes, "fields": [field], "particle": "mu-", "momentum_GeV": 160})


def events_of(tracker, rng):
    """Flat hits of all events: offsets, axes, coordinates."""
    states = np.zeros((EVENTS, 20))
    states[:, 0:2], states[:, 2:4] = rng.normal(0, 5, (EVENTS, 2)), rng.normal(0, 2e-4, (EVENTS, 2))
    states[:, 4] = -1 / 160
    owners, axes, hits = [], [], []

    def add(axis, event, values):
        owners.append(event)
        axes.append(np.full(len(event), axis))
        hits.append(values)

    first = min(tracker.z_mm.values())
    for plane in tracker.card["planes"]:
        there = tracker.propagate(states, from_mm=first, to_mm=plane["z_mm"])
        for axis, angle in zip(tracker.axes[plane["name"]], plane["angles_deg"]):
            true = there.x_mm if angle == 0 else there.y_mm
            seen = np.flatnonzero(rng.random(EVENTS) < 0.97)
            if plane["name"].startswith("P"):
                add(axis, seen, true[seen] + rng.normal(0, 0.1, seen.size))
                noise = np.repeat(np.arange(EVENTS), rng.poisson(0.5, EVENTS))
                add(axis, noise, rng.uniform(-40, 40, noise.size))
                continue
            offset = 3.125 * (int(plane["name"][1:]) // 2 % 2)
            wire = offset + np.round((true - offset) / 6.25) * 6.25
            seen = seen[np.abs(true - wire)[seen] < 3]
            drift = np.abs(np.abs(true - wire)[seen] + rng.normal(0, 0.2, seen.size))
            for sign in (-1, 1):
                add(axis, seen, wire[seen] + sign * drift)
    owners, axes, hits = (np.concatenate(part) for part in (owners, axes, hits))
    order = np.argsort(owners, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(owners, minlength=EVENTS))])
    return offsets, axes[order], hits[order]


def main():
    for straws in (False, True):
        tracker = spectrometer(straws)
        flat = events_of(tracker, np.random.default_rng(1))
        for width in (32, 16):
            best = np.inf
            for _ in range(5):
                start = time.process_time()
                found = tracker.find_flat(*flat, width=width, x_spread_mm=100, tx_spread=0.005)
                best = min(best, time.process_time() - start)
            name = "16 layers of straws" if straws else "noise"
            share = np.unique(found.event).size / EVENTS
            print(f"{name:20s} width {width}: {1e6 * best / EVENTS:6.1f} us per event, {share:.3f} of the events with a track")


if __name__ == "__main__":
    main()
