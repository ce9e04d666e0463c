"""Signal models and processes, alone."""

import hermetic as hm
import numpy as np
import pytest


def test_cross_sections_have_the_shape_of_the_energies():
    model = hm.DarkPhoton("16.7 MeV")
    one = model.cross_section(100)
    many = model.cross_section([50, 100, 150], target="Pb")
    assert one.shape == (1,) and many.shape == (3,) and many[1] == one[0]
    assert np.all(np.diff(many) > 0)
    assert hm.DarkPhoton(["16.7 MeV", "100 MeV"]).cross_section([[50, 100], [150, 200]]).shape == (2, 2, 2)


def test_zero_below_threshold():
    assert hm.DarkPhoton("1 GeV").cross_section([0.5])[0] == 0


def test_the_differential_cross_section_integrates_to_the_total():
    model = hm.DarkPhoton("100 MeV")
    # Peaked at x = 1: points in log(1 − x).
    y = np.geomspace(1e-7, 1 - 1e-3, 4000)
    values = model.differential_cross_section(1 - y, energy_GeV=100)
    integral = np.trapezoid(values * y, np.log(y)) if hasattr(np, "trapezoid") else np.trapz(values * y, np.log(y))
    assert integral == pytest.approx(model.cross_section(100)[0], rel=5e-3)


def test_final_states_conserve_energy_and_do_not_depend_on_the_batch():
    model = hm.DarkPhoton("16.7 MeV")
    states = model.sample(200, energy_GeV=100, target="W", seed=3)
    nucleus_mass = np.sqrt(states.nucleus[:, 0] ** 2 - (states.nucleus[:, 1:] ** 2).sum(1))
    total = states.boson + states.lepton + states.nucleus
    np.testing.assert_allclose(total[:, 0] - nucleus_mass, 100, rtol=1e-6)
    np.testing.assert_allclose(total[:, 1:3], 0, atol=1e-6)
    later = model.sample(50, energy_GeV=100, target="W", seed=3, first=150)
    assert np.array_equal(later.boson, states.boson[150:])
    assert not np.array_equal(model.sample(200, energy_GeV=100, target="W", seed=4).boson, states.boson)


def test_muons_radiate_less():
    electron, muon = (hm.DarkPhoton("16.7 MeV").cross_section(100, beam=beam)[0] for beam in ("e-", "mu-"))
    assert 0 < muon < electron


def test_processes():
    energies = [0.01, 0.1, 1, 10]
    total = hm.physics.cross_section("total", "gamma", "Pb", energies)
    parts = sum(
        hm.physics.cross_section(name, "gamma", "Pb", energies) for name in ("pair", "compton", "photoelectric")
    )
    np.testing.assert_allclose(total, parts, rtol=1e-4)  # the tables of sum and parts interpolate separately
    loss = hm.physics.stopping_power("ionisation", "e-", "Fe", energies)
    assert np.all(loss > 0)


def test_sampled_interactions_conserve_energy():
    made = hm.physics.sample("gamma", "Pb", 1.0, 100, seed=5)
    mass = 0.51099895e-3
    electrons = (np.abs(made.pdg) == 11).sum(1)
    pairs = (made.pdg == -11).any(1)
    rest = np.where(pairs, electrons * mass, 0)
    np.testing.assert_allclose(made.kinetic_energy_GeV.sum(1) + made.deposit_GeV + rest, 1, rtol=1e-6)
    lengths = np.linalg.norm(made.direction, axis=2)
    np.testing.assert_allclose(lengths[made.pdg != 0], 1, rtol=1e-9)


def visible_study(coupling, seed, *, window=(100, 700), sampling="exponential", events=120):
    setup = {
        "world": {"material": "air", "size_mm": [600, 600, 3000]},
        "volumes": [
            {"name": "dump", "shape": "box", "material": "W", "size_mm": [100, 100, 60], "position_mm": [0, 0, 30]},
        ],
    }
    return hm.Run(
        {
            "setup": setup,
            "beam": {"energy_GeV": 10, "position_mm": [0, 0, -1]},
            "events": events,
            "seed": seed,
            "signal": hm.DarkPhoton(
                "16.7 MeV",
                minimum_boson_energy_GeV=4,
                chains_per_event=10,
                visible_decays="simulated",
                decay={"coupling": coupling, "window_mm": window, "sampling": sampling},
            ).to_dict(),
        }
    ).advance()


def test_events_of_one_coupling_serve_another():
    everything = {"name": "behind", "cuts": [{"name": "z", "expression": "truth.decay_z_mm > 150"}]}
    one = visible_study(5e-5, 1, sampling="uniform")
    other = visible_study(1.5e-4, 2)
    assert one.worst_energy_imbalance < 1e-9 and other.worst_energy_imbalance < 1e-9
    from_one = one.signal_yield([5e-5, 1.5e-4], selection=everything)
    itself = other.signal_yield(1.5e-4, selection=everything)
    assert from_one.mean.shape == (2,) and from_one.mean[0] > 0
    pull = (from_one.mean[1] - itself.mean) / np.hypot(from_one.error[1], itself.error)
    assert abs(pull) < 4 and itself.error < 0.3 * itself.mean
    # The yield is not proportional to the coupling squared.
    naive = from_one.mean[0] * 3**2
    assert abs(naive - itself.mean) > 4 * itself.error


def test_signal_yields_want_decays_inside_the_detector():
    run = visible_study(5e-5, 1, events=4)
    everything = {"name": "all", "cuts": [{"name": "any", "expression": "truth.decay_z_mm > -1e9"}]}
    with pytest.raises(hm.errors.RangeError, match="mass"):
        run.signal_yield(1e-4, mass=1, selection=everything)
    with pytest.raises(hm.errors.RangeError, match="coupling"):
        run.signal_yield(-1e-4, selection=everything)
    with pytest.raises(hm.errors.StateError, match="signal_yield"):
        run.exclusion("na64e_2016_2018")
    unseen = hm.Study(setup=hm.setups.na64e_2018(), signal=hm.DarkPhoton("16.7 MeV")).run(events=1)
    with pytest.raises(hm.errors.StateError, match="simulated"):
        unseen.signal_yield(1e-4, selection=everything)
