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
