"""Trackers of a run: from the crossings of all charged particles to hits, tracks and columns."""

import math

import numpy as np
import pytest

import hermetic as hm


def kolmogorov(values, cumulative):
    """p-value of the largest distance from a distribution; asymptotic."""
    x = np.sort(values)
    n = len(x)
    c = cumulative(x)
    d = max(np.max(np.arange(1, n + 1) / n - c), np.max(c - np.arange(n) / n)) * (math.sqrt(n) + 0.12 + 0.11 / math.sqrt(n))
    return min(1.0, 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * d * d) for k in range(1, 101)))


normal = np.vectorize(lambda x: 0.5 * math.erfc(-x / math.sqrt(2)))


def normal_within_3(x):
    return (normal(x) - normal(-3.0)) / (normal(3.0) - normal(-3.0))

PLACES = (1500, 3500, 6500, 8500)


def box(name, z, size=250):
    return {"name": name, "shape": "box", "material": "polystyrene", "size_mm": [size, size, 1], "position_mm": [0, 0, z + 0.5]}


def study(*, energy=160, particle="mu-", physics=None, response=None, **tracker):
    stations = tracker.pop("stations", [{"volume": f"MM{i + 1}", "angles_deg": [45, -45], "efficiency": 1} for i in range(4)])
    setup = {
        "world": {"material": "air", "size_mm": [1000, 1000, 20000]},
        "volumes": [box(f"MM{i + 1}", z) for i, z in enumerate(PLACES)],
        "fields": [hm.Dipole(field_T=-0.7, length_mm=2000, z_mm=5000, aperture_mm=(500, 500))],
        "planes": {"true": {"volume": "MM1", "at": "entry"}},
    }
    beam = {"particle": particle, "energy_GeV": energy, "position_mm": [0, 0, 1000], "spot_sigma_mm": [5, 5], "divergence_rad": [2e-4, 2e-4]}
    card = {"stations": stations, "particle": particle, "momentum_GeV": energy, **tracker}
    return hm.Study(setup=setup, beam=beam, physics=physics, response=response, trackers={"ms": card})


@pytest.mark.parametrize("energy", [20, 100, 160])
def test_pulls_of_transported_muons_are_unit_normal(energy):
    run = study(energy=energy).run(events=4000, seed=3)
    e = run.events
    good = (e["ms.tracks"] == 1) & (e["ms.charge"] == -1)
    assert good.mean() > 0.98
    q = 1 / e["ms.momentum_GeV"][good]
    error = e["ms.momentum_error_GeV"][good] * q**2
    true = 1 / e["true.momentum_GeV"][good]
    pull = (q - true) / error
    core = pull[np.abs(pull) < 3]
    assert kolmogorov(core, normal_within_3) > 0.01
    # Errors 12 % too small would be seen.
    wrong = pull * 1.12
    assert kolmogorov(wrong[np.abs(wrong) < 3], normal_within_3) < 0.01
    assert np.mean(np.abs(pull) > 3) < 0.012
    # chi2 has its distribution up to the tails of scattering.
    p = e["ms.p_value"][good]
    assert abs(np.mean(p) - 0.5) < 0.02


def test_the_same_bits_for_any_number_of_threads_and_in_parts(tmp_path):
    setup = study(keep_hits=True, stations=[{"volume": f"MM{i + 1}", "noise_hits": 0.5} for i in range(4)])
    one = setup.run(events=40, seed=2, threads=1)
    two = setup.run(events=40, seed=2, threads=2)
    for name in one.columns:
        np.testing.assert_array_equal(one.column(name), two.column(name))
    a, b = one.hits("ms"), two.hits("ms")
    np.testing.assert_array_equal(a.u_mm, b.u_mm)
    np.testing.assert_array_equal(a.offsets, b.offsets)
    part = one.hits("ms", first=10, events=5)
    np.testing.assert_array_equal(part.u_mm, a.u_mm[int(a.offsets[10]) : int(a.offsets[15])])


def test_hits_say_who_made_them():
    stations = [{"volume": f"MM{i + 1}", "efficiency": 1, "noise_hits": 0.5} for i in range(4)]
    run = study(stations=stations, keep_hits=True).run(events=500, seed=4)
    hits = run.hits("ms")
    assert len(hits) == run.events["ms.hits"].sum() and hits.events.max() < 500
    noise = hits.track < 0
    assert (hits.pdg[noise] == 0).all() and np.isnan(hits.true_u_mm[noise]).all()
    assert 0.35 < noise.sum() / (8 * 500) < 0.6  # some join a particle's cluster
    muon = hits.pdg == 13
    alone = muon & (hits.size < 4)
    residual = (hits.u_mm - hits.true_u_mm)[alone]
    assert abs(residual.std() / 0.1 - 1) < 0.1
    assert set(np.unique(hits.axes)) == set(range(8))


def test_the_run_s_tracker_finds_the_same_tracks():
    run = study(keep_hits=True).run(events=100, seed=5)
    hits, tracker = run.hits("ms"), run.tracker("ms")
    assert tracker.planes == ["MM1", "MM2", "MM3", "MM4"]
    assert 0.008 < tracker.radiation_lengths < 0.04  # 4 mm of polystyrene and 7 m of air
    full = np.full((100, 8), np.nan)
    full[hits.events, hits.axes] = hits.u_mm
    single = np.diff(hits.offsets.astype(int)) == 8
    tracks = tracker.fit(full[single])
    np.testing.assert_allclose(tracks.momentum_GeV, run.events["ms.momentum_GeV"][single], rtol=1e-3)


def test_entry_point_and_columns_without_a_track():
    run = study(entry={"target": 9000}).run(events=200, seed=6)
    e = run.events
    # The line from the last plane meets z = 9000 mm where the field-free track goes on.
    assert np.nanstd(e["target.entry_x_mm"]) < 10 and np.isfinite(e["target.entry_y_mm"]).mean() > 0.95
    blind = study(stations=[{"volume": f"MM{i + 1}", "efficiency": 0} for i in range(4)]).run(events=5)
    assert (blind.events["ms.tracks"] == 0).all() and np.isnan(blind.events["ms.momentum_GeV"]).all()
    # No track passes no cut on the momentum, whichever way it is put.
    for cut in ("ms.momentum_GeV < 80", "ms.momentum_GeV > 80"):
        assert not blind.select({"name": "s", "cuts": [{"name": "p", "expression": cut}]})[0].any()


def test_kaons_that_decay_make_a_vertex_and_their_mass():
    setup = {
        "world": {"material": "vacuum", "size_mm": [3000, 3000, 20000]},
        "volumes": [box(f"MM{i + 1}", z, 1500) for i, z in enumerate((4000, 5000, 8500, 9500))],
        "fields": [hm.Dipole(field_T=1.0, length_mm=2000, z_mm=7000, aperture_mm=(3000, 3000))],
    }
    tracker = {
        "stations": [{"volume": f"MM{i + 1}", "angles_deg": [45, -45], "efficiency": 1, "cluster_size": 1} for i in range(4)],
        "particle": "pi-",
        "momentum_GeV": 10,
        "search": {"x_spread_mm": 400, "tx_spread": 0.1, "least_hits": 8, "least_momentum_GeV": 1, "shared_hits": 0, "width": 500},
        "vertex": {"masses_GeV": [0.13957, 0.13957], "from_mm": 0, "to_mm": 4000},
    }
    beam = {"particle": "K0S", "energy_GeV": 20, "position_mm": [0, 0, 0]}
    run = hm.Study(setup=setup, beam=beam, trackers={"ms": tracker}).run(events=1500, seed=8)
    e = run.events
    vertex = np.isfinite(e["ms.mass_GeV"]) & (e["ms.vertex_chi2"] < 10)
    assert vertex.sum() > 150
    mass, error = e["ms.mass_GeV"][vertex], e["ms.mass_error_GeV"][vertex]
    assert abs(np.median(mass) - 0.4976) < 0.002
    pull = (mass - 0.4976) / error
    assert 0.8 < np.diff(np.percentile(pull, [15.87, 84.13]))[0] / 2 < 1.25
    # Decay lengths: exponential in p/m c tau; decays close to the first plane are seen too.
    z = e["ms.vertex_z_mm"][vertex]
    length = 20.5 / 0.4976 * 26.84
    inside = (z > 300) & (z < 3000)
    assert kolmogorov(z[inside], lambda x: -np.expm1(-(x - 300) / length) / -np.expm1(-2700 / length)) > 1e-3


def test_presets_fit_their_beams():
    for name in ("na64e_tracker_2018", "na64e_tracker_2022", "na64mu_tracker_2022"):
        experiment = hm.cards.preset("experiment", name)
        assert experiment["trackers"] == {"preset": name}
        # Bosons and hadrons of the experiment take tables that trackers do not need.
        study = hm.Study(setup=name, beam=hm.experiments.Experiment.preset(name).beam, trackers=experiment["trackers"])
        assert study.prepare(events=1).card["trackers"]


def bent_spectrometer(particle="e-", energy=100, n=1200, seed=11, **tracker):
    """Two stations, a dipole of 7 T m, three stations: behind it everything stands along the deflected beam."""
    angle = 0.299792458 * 7 / energy
    places = {"A1": -5500, "A2": -4500, "A3": -3000, "B1": 3000, "B2": 4500, "B3": 6000}
    x = {name: (angle * z if z > 0 else 0) for name, z in places.items()}
    box_at = lambda name: {**box(name, places[name], 150), "position_mm": [x[name], 0, places[name] + 0.5]}  # noqa: E731
    target = {"name": "T", "shape": "box", "material": "polystyrene", "size_mm": [150, 150, 1], "position_mm": [angle * 6500, 0, 6500.5]}
    setup = {
        "world": {"material": "vacuum", "size_mm": [2000, 1000, 16000]},
        "volumes": [*(box_at(name) for name in places), target],
        "fields": [hm.Dipole(field_T=1.75, length_mm=4000, z_mm=0, aperture_mm=(500, 500))],
        "planes": {name: {"volume": volume, "at": "entry", "particles": ["e-", "mu-"]} for name, volume in (("front", "B3"), ("target", "T"))},
    }
    stations = [{"volume": name, "angles_deg": [45, -45], "efficiency": 1, "cluster_size": 1} for name in places]
    beam = {"particle": particle, "energy_GeV": energy, "position_mm": [0, 0, -6000], "spot_sigma_mm": [5, 5], "divergence_rad": [1e-4, 1e-4]}
    card = {"stations": stations, "particle": particle, "momentum_GeV": energy, "at": "B3", "entry": {"ecal": 6500}, "keep_hits": True, **tracker}
    run = hm.Study(setup=setup, beam=beam, trackers={"ms": card}).run(events=n, seed=seed)
    return run, angle


def test_electrons_that_radiate_have_calibrated_momenta():
    run, _ = bent_spectrometer()
    e, hits, tracker = run.events, run.hits("ms"), run.tracker("ms")
    full = np.full((1200, tracker.axis_count), np.nan)
    full[hits.events, hits.axes] = hits.u_mm
    single = (np.bincount(hits.events, minlength=1200) == 12) & (e["ms.p_value"] > 0.01) & (e["front.momentum_GeV"] > 0)
    assert single.sum() > 700
    true = -1 / e["front.momentum_GeV"][single]
    assert kolmogorov(tracker.cumulative(full[single], true, at="B3"), lambda x: x) > 0.01
    # As a normal distribution radiation makes errors several times too wide.
    normal_errors = hm.Tracker({**tracker.card, "radiation": "normal"})
    assert kolmogorov(normal_errors.cumulative(full[single], true, at="B3"), lambda x: x) < 1e-6
    error = e["ms.momentum_error_GeV"][single]
    assert np.median(error) < 0.5 * np.median(normal_errors.fit(full[single], at="B3").momentum_error_GeV)
    below = tracker.cumulative(full[single][:5], np.tile([-1.0, -0.01, 1.0], (5, 1)), at="B3")
    assert (np.diff(below, axis=1) >= 0).all() and np.allclose(below[:, 0], 0, atol=0.02) and np.allclose(below[:, 2], 1)


def test_entry_point_behind_a_bend():
    run, angle = bent_spectrometer("mu-", n=600)
    e = run.events
    found = {name: e[f"ecal.entry_{name}_mm"] - e[f"target.{name}_mm"] for name in ("x", "y")}
    hits, tracker = run.hits("ms"), run.tracker("ms")
    full = np.full((600, tracker.axis_count), np.nan)
    full[hits.events, hits.axes] = hits.u_mm
    single = np.bincount(hits.events, minlength=600) == 12
    there = tracker.propagate(tracker.fit(full[single][:1], at="B3"), to_mm=6500)
    for k, off in enumerate(found.values()):
        off = off[single & np.isfinite(off)]
        error = math.sqrt(there.covariance[0, k, k])
        assert off.size > 400 and abs(off.mean()) < 5 * error / off.size**0.5 and abs(off.std() / error - 1) < 0.12
        assert 0.05 < error < 0.12  # three stations of 0.1 mm, 0.5 m behind the last one
    # The track follows the deflected axis.
    assert abs(np.nanmedian(e["ms.slope_x"]) - math.tan(angle)) < 3e-4


def without_calorimeters(name):
    card = hm.cards.preset("setup", name)
    card["volumes"] = [v for v in card["volumes"] if not v["name"].startswith(("ECAL", "VETO", "HCAL", "VHCAL", "WCAL", "S", "V"))]
    names = {v["name"] for v in card["volumes"]}
    card["planes"] = {k: v for k, v in card.get("planes", {}).items() if v["volume"] in names}
    for key in ("calibration", "section_names", "groups"):
        card.pop(key, None)
    return card


def test_pair_spectrometer_sees_one_electron_as_no_pair():
    run = hm.Study(
        setup=without_calorimeters("na64e_visible_tracker_2018"),
        beam=hm.Beam(particle="e-", energy_GeV=150, position_mm=(0, 0, 300)),
        trackers={"preset": "na64e_visible_tracker_2018"},
    ).run(events=200, seed=1)
    e = run.events
    assert (e["pair.tracks"] >= 1).mean() > 0.9 and abs(np.nanmedian(e["pair.momentum_GeV"]) - 150) < 3
    assert np.isnan(e["pair.mass_GeV"]).mean() > 0.8


def test_beam_momentum_station():
    beam = hm.Beam(particle="mu-", energy_GeV=160, position_mm=(0, -991.427, -58000), direction=(0, 0.0393419, 0.9992258), spot_sigma_mm=(5, 5), divergence_rad=(1e-4, 1e-4))
    run = hm.Study(setup=without_calorimeters("na64mu_bms_2022"), beam=beam, trackers={"preset": "na64mu_bms_2022"}).run(events=300, seed=2)
    e = run.events
    good = (e["ms1.tracks"] == 1) & (e["ms1.p_value"] > 0.01) & (e["ms1.charge"] == -1)
    assert good.mean() > 0.85
    pull = (e["ms1.momentum_GeV"] - e["ms1_last.momentum_GeV"])[good] / e["ms1.momentum_error_GeV"][good]
    # Strips of 5 mm have no normal errors, but many of them nearly make one.
    assert abs(0.5 * np.diff(np.percentile(pull, [15.87, 84.13]))[0] - 1) < 0.15 and abs(np.median(pull)) < 0.2
    assert np.median(e["ms1.momentum_error_GeV"][good]) < 0.004 * 160  # MS1 alone: 1.13 %


def pile_up_study(particles_per_spill, **station):
    stations = [{"volume": f"MM{i + 1}", "efficiency": 1, "cluster_size": 1, **station} for i in range(4)]
    response = {"pile_up": {"particles_per_spill": particles_per_spill, "spill_s": 4.8, "library_events": 40}}
    return study(stations=stations, keep_hits=True, pile_up=True, response=response)


def test_other_beam_particles_make_hits_in_the_gate():
    # 1e7 in 4.8 s within 150 ns before and 50 ns after: 0.417 on average.
    run = pile_up_study(1e7, gate_ns=[150, 50]).run(events=2000, seed=3)
    e, hits = run.events, run.hits("ms")
    others, mean = e["ms.other_particles"], 1e7 / 4.8 * 200e-9
    assert abs(others.mean() - mean) < 4 * (mean / 2000) ** 0.5 and abs(others.var() / mean - 1) < 0.15
    foreign = hits.track >= 1_000_000
    seen = np.bincount(hits.events[foreign], minlength=2000) > 0
    # Every other particle is a muon of the beam that crosses the stations, and nobody else makes such hits.
    assert (seen == (others > 0)).mean() > 0.995 and (np.unique(hits.track[foreign] // 1_000_000) <= others.max()).all()
    assert abs(np.median(hits.momentum_GeV[foreign & (hits.pdg == 13)]) - 160) < 2
    two = e["ms.tracks"] >= 2
    assert two[others > 0].mean() > 0.8 and two[others == 0].mean() < 0.02
    # The triggering particle is what it is without the others.
    alone = pile_up_study(0, gate_ns=[150, 50]).run(events=2000, seed=3)
    clean = others == 0
    np.testing.assert_array_equal(e["ms.momentum_GeV"][clean], alone.events["ms.momentum_GeV"][clean])
    assert (alone.events["ms.other_particles"] == 0).all()
    # No gate, no hits; and a wide gate that no calorimeter has.
    closed = pile_up_study(1e7, gate_ns=[0, 0]).run(events=300, seed=3)
    assert (closed.hits("ms").track < 1_000_000).all()
    wide = pile_up_study(1e7, gate_ns=[1000, 1000]).run(events=1000, seed=3).events["ms.other_particles"]
    mean = 1e7 / 4.8 * 2000e-9
    assert abs(wide.mean() - mean) < 4 * (mean / 1000) ** 0.5
    again = pile_up_study(1e7, gate_ns=[150, 50]).run(events=50, seed=3, threads=2)
    np.testing.assert_array_equal(again.hits("ms").u_mm, run.hits("ms", events=50).u_mm)


def test_pile_up_needs_to_know_how_many():
    with pytest.raises(hm.errors.ConfigurationError, match="pile_up"):
        study(pile_up=True).prepare(events=1)


def test_charges_keep_what_single_particles_are():
    stations = [{"volume": f"MM{i + 1}", "efficiency": 1} for i in range(4)]
    plain = study(stations=stations, keep_hits=True).run(events=400, seed=9)
    charged = study(stations=[{**s, "charges": {}} for s in stations], keep_hits=True).run(events=400, seed=9)
    for run in (plain, charged):
        hits = run.hits("ms")
        own = (hits.track == 0) & (np.abs(hits.u_mm - hits.true_u_mm) < 1)
        assert abs((hits.u_mm - hits.true_u_mm)[own].std() / 0.1 - 1) < 0.12
    assert (charged.events["ms.tracks"] == 1).mean() > 0.97 and len(charged.hits("ms")) < 1.1 * len(plain.hits("ms"))
    with pytest.raises(hm.errors.ConfigurationError, match="multiplexing"):
        study(stations=[{**s, "charges": {}, "multiplexing": 5} for s in stations]).prepare(events=1)
