"""Muons in runs: planes, weights, probes."""

import hermetic as hm
import numpy as np
import pytest

N = 100_000


@pytest.fixture(scope="module")
def probe():
    return hm.physics.Probe("mu-", "Pb")


def test_probe_description(probe):
    told = probe.describe()
    assert told["processes"] == ["ionisation", "bremsstrahlung", "pair", "photonuclear"]
    for quantity, processes in told["quantities"].items():
        for process in processes:
            value = probe.evaluate(quantity, [1.0, 160.0], process)
            # Pairs and photonuclear losses are all above the cuts.
            assert np.all(value >= 0) and np.all(np.isfinite(value)), (quantity, process)
            assert np.all(value > 0) or quantity == "stopping_power", (quantity, process)
    total = sum(probe.stopping_power(160, name, restricted=False)[0] for name in told["processes"])
    assert probe.stopping_power(160, restricted=False)[0] == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("process", ["ionisation", "bremsstrahlung", "pair", "photonuclear"])
def test_interactions_close_and_carry_the_loss(probe, process):
    """⟨energy taken⟩ × rate = unrestricted − restricted loss."""
    states = probe.sample(100, N, process, seed=3)
    energy = states.kinetic_energy_GeV
    taken = 100 - energy[:, 0]
    pair_mass = 2 * 0.51099895e-3 if process == "pair" else 0
    assert np.allclose(energy.sum(axis=1) + states.deposit_GeV + pair_mass, 100, rtol=1e-12)
    rate = probe.cross_section(process, 100)[0]
    left_out = probe.stopping_power(100, process, restricted=False)[0] - probe.stopping_power(100, process)[0]
    error = taken.std() / np.sqrt(N) * rate
    # 1 %: tables of the spectra, and the part of a spectrum above the kinetic energy.
    assert abs(taken.mean() * rate - left_out) < 4 * error + 0.01 * left_out


def test_path_loses_the_mean_and_scatters(probe):
    ends = probe.follow(160, 5.6, n=20_000, seed=2)
    loss = ends.energy_loss_GeV
    expected = 5.6 * probe.stopping_power(160)[0]
    assert abs(loss.mean() - expected) < 4 * loss.std() / np.sqrt(len(loss))
    cosine = 1 - ends.direction[:, 2]
    rate = probe.evaluate("inverse_transport_mean_free_path", 160.0)[0]
    assert cosine.mean() == pytest.approx(5.6 * rate, rel=0.1)


def setup(material="Fe", **planes):
    return {
        "world": {"material": "vacuum", "size_mm": [1000, 1000, 4000]},
        "volumes": [
            {"name": "A", "shape": "box", "material": material, "size_mm": [500, 500, 300], "position_mm": [0, 0, 150]}
        ],
        "planes": planes,
    }


def test_planes():
    card = setup(
        entry={"volume": "A", "at": "entry"},
        exit={"volume": "A", "particles": ["mu+"]},
        electrons={"volume": "A", "particles": ["e-"], "minimum_energy_GeV": "10 MeV"},
        none={"volume": "A", "particles": ["pi+"]},
    )
    beam = hm.Beam(particle="mu+", energy_GeV=20, position_mm=(3, -4, -100))
    run = hm.Study(setup=card, beam=beam).run(events=300, seed=4, progress=False)
    event = run.events
    # Albedo electrons leave through the entry; what enters is the muon.
    assert np.all(event["entry.pdg"] == -13) and np.allclose(event["entry.z_mm"], 0, atol=1e-9)
    assert np.allclose(event["entry.x_mm"], 3) and np.allclose(event["entry.slope_y"], 0)
    assert np.allclose(event["entry.momentum_GeV"], np.sqrt(20 * (20 + 2 * 0.1056583755)), rtol=1e-12)
    beta = event["entry.momentum_GeV"] / (20 + 0.1056583755)
    assert np.allclose(event["entry.time_ns"], 100 / (beta * 299.792458), rtol=1e-9)
    assert np.all(event["exit.crossings"] == 1) and np.allclose(event["exit.z_mm"], 300, atol=1e-6)
    loss = event["entry.momentum_GeV"] - event["exit.momentum_GeV"]
    # Minimum ionising or somewhat more: 2 MeV cm²/g × 236 g/cm².
    assert 0.35 < np.median(loss) < 0.6
    assert event["exit.slope_x"].std() == pytest.approx(0.0136 / 20 * (300 / 17.57) ** 0.5, rel=0.25)
    assert 0 < np.count_nonzero(event["electrons.crossings"]) < 300
    assert np.all(event["none.crossings"] == 0) and np.all(event["none.momentum_GeV"] == 0)
    assert run.worst_energy_imbalance < 1e-12


def test_weights_and_threads():
    """Biased photons: the same bits on one thread and on two, weights of mean 1, the rate of the cross section."""
    study = hm.Study(
        setup=setup("Pb", out={"volume": "A", "particles": ["mu-", "mu+"]}),
        beam=hm.Beam(particle="gamma", energy_GeV=5, position_mm=(0, 0, -1)),
        physics=hm.Physics(biasing={"gamma_to_muons": 10_000}),
    )
    one = study.run(events=800, seed=7, threads=1, progress=False)
    two = study.run(events=800, seed=7, threads=2, progress=False)
    for name in one.columns:
        assert np.array_equal(one.column(name), two.column(name)), name
    weight = one.events["weight"]
    pairs = one.events["truth.muon_pairs"] > 0
    assert 20 < pairs.sum() < 400
    assert abs(weight.mean() - 1) < 5 * weight.std() / np.sqrt(len(weight)) + 1e-6
    assert np.all(one.events["truth.muon_pair_energy_GeV"][pairs] > 0.42)
    assert one.worst_energy_imbalance < 1e-12
    # Cut flows take the weights by themselves.
    selection = {"name": "pairs", "cuts": [{"name": "pair", "expression": "truth.muon_pairs > 0"}]}
    flow = one.select(selection)[1]
    assert flow.efficiency == pytest.approx(weight[pairs].sum() / weight.sum(), rel=1e-12)
    assert 0.2 * pairs.sum() < flow.effective_entries <= pairs.sum() + 1e-9
    primaries = one.events["truth.muon_pair_energy_GeV"] == 5
    rate = weight[primaries].sum() / len(weight)
    model = hm.Model("dimuon")
    lead = 11.35 / 207.2 * 6.02214076e23 / 1000  # atoms per mm³
    pair = hm.physics.Probe("gamma", "Pb").cross_section("total", 5.0)[0]
    expected = lead * 1e-34 * model.cross_section(5, beam="gamma", target="Pb")[0] / pair
    assert rate == pytest.approx(expected, rel=4 / np.sqrt(max(primaries.sum(), 1)))


def test_muons_in_track_length():
    run = hm.Setup.slab("C", "500 mm").shoot("mu-", energy_GeV=30, events=20, progress=False)
    tally = run.tally("track_length").select(particle="mu-", material="C")
    assert tally.mean.sum() == pytest.approx(500, rel=2e-3)


def test_what_is_refused():
    with pytest.raises(hm.ConfigurationError, match="biasing"):
        hm.Study(
            setup=setup(), signal=hm.DarkPhoton("10 MeV"), physics=hm.Physics(biasing={"gamma_to_muons": 2})
        ).run(events=1, progress=False)
    with pytest.raises(hm.NotFoundError, match="mu-"):
        hm.Study(setup=setup(), beam=hm.Beam(particle="muon")).run(events=1, progress=False)
