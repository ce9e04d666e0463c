"""Tracks from one's own hits: momentum, outliers, pattern recognition among noise.

    python examples/python/own_tracks.py --tracks 2000 --out out/tracks

A spectrometer of eight Micromegas around 7 T m; the hits are made here, by propagating known tracks and smearing them.
"""

import argparse
from pathlib import Path

import numpy as np

import hermetic as hm

RESOLUTION = 0.1  # mm


def spectrometer():
    places = [-8000, -7000, -4000, -3000, 3000, 4000, 7000, 8000]
    return hm.Tracker(
        {
            "planes": [
                {"name": f"MM{i + 1}", "z_mm": z, "angles_deg": [45, -45], "resolution_mm": RESOLUTION, "thickness_X0": 0}
                for i, z in enumerate(places)
            ],
            "fields": [hm.Dipole(field_T=1.75, length_mm=4000)],
            "particle": "e-",
        }
    )


def make_hits(tracker, momenta, rng):
    """True hits of tracks along the axis, smeared: (n, 16)."""
    n = len(momenta)
    states = np.zeros((n, 20))
    states[:, 0:2] = rng.normal(0, 5, (n, 2))
    states[:, 2:4] = rng.normal(0, 1e-3, (n, 2))
    states[:, 4] = -1 / momenta
    first = min(tracker.z_mm.values())
    hits = np.empty((n, tracker.axis_count))
    for name, (u, v) in tracker.axes.items():
        there = tracker.propagate(states, from_mm=first, to_mm=tracker.z_mm[name])
        hits[:, u] = (there.x_mm + there.y_mm) / np.sqrt(2)
        hits[:, v] = (there.x_mm - there.y_mm) / np.sqrt(2)
    return hits + rng.normal(0, RESOLUTION, hits.shape)


def main(count, seed, out):
    rng = np.random.default_rng(seed)
    tracker = spectrometer()
    print(f"{len(tracker.planes)} planes, {tracker.bend_T_m[1]:.2f} T m")
    resolution = []
    for momentum in (20, 50, 100, 150):
        hits = make_hits(tracker, np.full(count, float(momentum)), rng)
        tracks = tracker.fit(hits, pulls=True)
        pull = (tracks.q_over_p + 1 / momentum) / np.sqrt(tracks.covariance[:, 4, 4])
        resolution.append(np.std(tracks.momentum_GeV) / momentum)
        print(f"{momentum:4d} GeV: sigma(p)/p {100 * resolution[-1]:.3f} %, pull {pull.mean():+.3f} +- {pull.std():.3f}, "
              f"mean p-value {tracks.p_value.mean():.3f}")  # fmt: skip

    # One hit 2 mm off in every track.
    hits = make_hits(tracker, np.full(count, 100.0), rng)
    wrong = rng.integers(0, hits.shape[1], count)
    hits[np.arange(count), wrong] += 2
    cleaned = tracker.fit(hits, outlier_pull=4.5)
    print(f"2 mm off: {np.mean(cleaned.rejected == 1):.3f} rejected exactly one hit, "
          f"sigma(p)/p {100 * np.std(cleaned.momentum_GeV) / 100:.3f} %")  # fmt: skip

    # Three noise hits per axis besides.
    hits = make_hits(tracker, np.full(200, 100.0), rng)
    events = [
        {name: [np.append(row[axis], rng.uniform(-40, 40, 3)) for axis in axes] for name, axes in tracker.axes.items()}
        for row in hits
    ]
    found = tracker.find(events)
    best = [np.flatnonzero(found.event == e)[0] for e in range(len(events)) if np.any(found.event == e)]
    good = np.abs(found.momentum_GeV[best] - 100) < 10
    print(f"among noise: {len(best)} of {len(events)} events have a track, {good.sum()} with the momentum")

    if out:
        import matplotlib

        matplotlib.use("Agg")
        import matplotlib.pyplot as plt

        Path(out).mkdir(parents=True, exist_ok=True)
        figure, axis = plt.subplots(figsize=(5.5, 3.8))
        axis.plot((20, 50, 100, 150), 100 * np.array(resolution), "o-")
        axis.set(xlabel="p [GeV]", ylabel="σ(p)/p [%]", title="eight planes of 0.1 mm, 7 T m")
        figure.tight_layout()
        figure.savefig(Path(out) / "momentum_resolution.png", dpi=120)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tracks", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out")
    arguments = parser.parse_args()
    main(arguments.tracks, arguments.seed, arguments.out)
