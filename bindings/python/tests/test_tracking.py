"""Tracks from one's own hits: fit, propagation, pattern recognition, vertices."""

import numpy as np
import pytest

import hermetic as hm

PLACES = (-4000, -3000, 3000, 4000)


def spectrometer(**changes):
    planes = [{"name": f"P{i}", "z_mm": z, "angles_deg": [0, 90], "resolution_mm": 0.1} for i, z in enumerate(PLACES)]
    card = {"planes": planes, "fields": [hm.Dipole(field_T=1.75, length_mm=2000)], "particle": "mu-"}
    return hm.Tracker({**card, **changes})


def straight_hits(n, momentum, seed=1, smear=0.1):
    rng = np.random.default_rng(seed)
    tracker = spectrometer()
    states = np.zeros((n, 20))
    states[:, 4] = -1 / momentum
    hits = np.empty((n, tracker.axis_count))
    for name, (u, v) in tracker.axes.items():
        there = tracker.propagate(states, from_mm=PLACES[0], to_mm=tracker.z_mm[name])
        hits[:, u], hits[:, v] = there.x_mm, there.y_mm
    return tracker, hits + smear * rng.normal(size=hits.shape)


def test_momentum_and_its_error():
    tracker, hits = straight_hits(2000, 50.0)
    tracks = tracker.fit(hits, pulls=True)
    assert tracks.good.all() and (tracks.charge == -1).all() and (tracks.ndf == 3).all()
    pull = (tracks.q_over_p + 1 / 50.0) / np.sqrt(tracks.covariance[:, 4, 4])
    assert abs(pull.mean()) < 4 / 2000**0.5 and abs(pull.std() - 1) < 4 / 4000**0.5
    assert abs(tracks.p_value.mean() - 0.5) < 4 * (1 / 12 / 2000) ** 0.5
    # Twice the resolution: the same tracks, errors twice as large.
    wide = tracker.fit(hits, resolution_mm=np.full_like(hits, 0.2))
    np.testing.assert_allclose(wide.momentum_error_GeV, 2 * tracks.momentum_error_GeV, rtol=1e-6)


def test_exact_hits_give_the_exact_track():
    tracker, hits = straight_hits(1, 50.0, smear=0)
    track = tracker.fit(hits)
    assert abs(track.momentum_GeV[0] - 50) < 1e-9 and track.chi2[0] < 1e-9
    points = np.column_stack([hits[0, 0::2], hits[0, 1::2], PLACES])
    alone = hm.Track.fit(points, field=hm.Dipole(field_T=1.75, length_mm=2000))
    assert abs(alone.momentum_GeV - 50) < 1e-9 and alone.charge == -1
    there = tracker.propagate(tracker.propagate(track, to_mm=4000), to_mm=PLACES[0])
    assert abs(there.x_mm[0] - track.x_mm[0]) < 1e-8 and abs(there.q_over_p[0] - track.q_over_p[0]) < 1e-14


def test_outlier_and_missing_hits():
    # The y view has no field: two straight parameters, four planes.
    tracker, hits = straight_hits(200, 50.0)
    hits[:, 3] += 5
    tracks = tracker.fit(hits, outlier_pull=5)
    assert (tracks.rejected == 1).mean() > 0.99
    hits[:, 3] = np.nan
    assert (tracker.fit(hits).used == 7).all()
    assert not tracker.fit(np.full((1, 8), np.nan)).good[0]


def test_one_track_among_noise():
    tracker, hits = straight_hits(50, 50.0)
    rng = np.random.default_rng(2)
    events = [
        {name: [np.append(row[axis], rng.uniform(-30, 30, 2)) for axis in axes] for name, axes in tracker.axes.items()}
        for row in hits
    ]
    found = tracker.find(events)
    best = [np.flatnonzero(found.event == event)[0] for event in range(50) if (found.event == event).any()]
    assert len(best) >= 48
    assert (found.hits[best] >= 0).sum(axis=1).min() >= 6
    assert len(tracker.find([{}])) == 0


def test_vertex_of_two_straight_tracks():
    tracker = spectrometer(fields=[], momentum_GeV=10.0, momentum_spread=0.01)
    states = np.zeros((2, 20))
    states[:, 2], states[:, 4] = (0.01, -0.01), (-0.1, 0.1)
    states[:, 0] = (10.0, -10.0)  # cross at z = z0 − 1000
    for index, value in ((5, 1e-2), (7, 1e-2), (10, 1e-8), (14, 1e-8), (19, 1e-8)):
        states[:, index] = value
    vertex = tracker.vertex([states[:1], states[1:]], masses_GeV=[0.000511, 0.000511], z_mm=-3000.0)
    assert vertex.good[0]
    np.testing.assert_allclose(vertex.position_mm[0], [0, 0, -4000], atol=1e-6)
    # Light particles of 10 GeV, 20 mrad apart: m = 2 p sin(θ/2).
    assert abs(vertex.mass_GeV[0] / (2 * 10 * np.sin(np.arctan(0.01))) - 1) < 1e-4


def test_errors_say_what_to_do():
    with pytest.raises(hm.HermeticError, match="plane"):
        spectrometer().fit(np.zeros((1, 8)), at="P9")
    with pytest.raises(hm.HermeticError, match=r"\(n, 8\)"):
        spectrometer().fit(np.zeros((1, 5)))
    with pytest.raises(hm.HermeticError, match="JSON"):
        hm.Tracker("na64e")


def test_alignment_is_in_the_card():
    """Planes that are shifted, turned about the beam and of two resolutions: the card that knows it fits, the nominal one does not."""
    rng = np.random.default_rng(4)
    shifts, angles = rng.normal(0, 0.4, (4, 2)), np.array([0, 90]) + rng.normal(0, 0.5, (4, 1))
    sigmas = [0.1, 0.3]
    nominal = spectrometer()
    planes = [
        {"name": f"P{i}", "z_mm": z, "x_mm": shifts[i, 0], "y_mm": shifts[i, 1], "angles_deg": list(angles[i]), "resolution_mm": sigmas}
        for i, z in enumerate(PLACES)
    ]
    aligned = spectrometer(planes=planes)
    n = 1000
    states = np.zeros((n, 20))
    states[:, :2], states[:, 4] = rng.normal(0, 10, (n, 2)), -1 / 50
    hits = np.empty((n, 8))
    for i, z in enumerate(PLACES):
        there = aligned.propagate(states, from_mm=PLACES[0], to_mm=z)
        for axis in range(2):
            turn = np.radians(angles[i, axis])
            u = (there.x_mm - shifts[i, 0]) * np.cos(turn) + (there.y_mm - shifts[i, 1]) * np.sin(turn)
            hits[:, 2 * i + axis] = u + sigmas[axis] * rng.normal(size=n)
    good, bad = aligned.fit(hits), nominal.fit(hits)
    pull = (good.q_over_p + 1 / 50) / np.sqrt(good.covariance[:, 4, 4])
    assert abs(pull.mean()) < 4 / n**0.5 and abs(pull.std() - 1) < 4 / (2 * n) ** 0.5
    assert abs(good.p_value.mean() - 0.5) < 4 * (1 / 12 / n) ** 0.5 and bad.p_value.mean() < 0.1
    # A dead plane: no hits, and pattern recognition that does not expect them.
    hits[:, 2:4] = np.nan
    assert aligned.fit(hits).good.all() and (aligned.fit(hits).used == 6).all()
    assert len(aligned.find([{"P0": [row[:1], row[1:2]], "P2": [row[4:5], row[5:6]], "P3": [row[6:7], row[7:8]]} for row in hits[:50]], least_hits=6)) == 50
