"""Annihilation, ALPs and decays through the models."""

import hermetic as hm
import numpy as np
import pytest

DIRAC = {"kind": "dirac", "mass_ratio": 1 / 3, "alpha_D": 0.1}


def squared_mass(momenta):
    return momenta[:, 0] ** 2 - (momenta[:, 1:] ** 2).sum(axis=1)


def test_annihilation():
    model = hm.Model("dark_photon", mass="200 MeV", epsilon=1e-4, dark_matter=DIRAC)
    process = "annihilation_to_dark_matter"
    assert model.processes[process]["final_state"] == ["chi", "anti_chi", "ion"]
    energies = [30.0, 39.1385, 50.0]
    moving = model.cross_section(energies, target="Pb", process=process)
    rest = hm.Model("dark_photon", mass=0.2, epsilon=1e-4, dark_matter=DIRAC, electron_motion="rest")
    still = rest.cross_section(energies, target="Pb", process=process)
    # An independent calculation: 24105 pb at rest, 13642 with Hartree-Fock profiles.
    assert still[1] == pytest.approx(24105, rel=1e-3) and moving[1] == pytest.approx(13642, rel=0.15)
    assert moving[0] > still[0] and moving[1] < still[1] and moving[2] > still[2]
    states = model.sample(1000, energy_GeV=39, target="Pb", process=process)
    total = sum(states.values())
    assert np.allclose(total[:, 0] - total[0, 0], 0, atol=1e-9) and np.allclose(total[:, 1:3], 0, atol=1e-9)
    assert np.allclose(squared_mass(states["chi"]), (0.2 / 3) ** 2, rtol=1e-6)
    with pytest.raises(hm.errors.ConfigurationError, match="epsilon"):
        hm.Model("dark_photon", mass=0.2, dark_matter=DIRAC).cross_section([39], process=process)


def test_axion_like_particle():
    alp = hm.Model("alp", mass="100 MeV")
    # Exact flux formula of another program at ω = 1000 m: 2.9364559e10 pb.
    assert alp.cross_section([100], target="Pb")[0] == pytest.approx(2.9364559e10, rel=1e-3)
    fusion = alp.cross_section([100], target="Pb", process="photon_fusion", beam="e-")[0]
    assert fusion == pytest.approx(2.7415e9, rel=2e-3)
    theta = np.geomspace(1e-6, 1e-2, 20)
    assert np.all(alp.differential_cross_section("theta", theta, energy_GeV=50, target="Pb") > 0)
    for process, beam in (("primakoff", 22), ("photon_fusion", 11)):
        states = alp.sample(500, energy_GeV=50, target="C", process=process, beam=beam)
        assert np.allclose(squared_mass(states["alp"]), 0.01, rtol=1e-6)
    assert alp.decays["photons"]["width_GeV"] == pytest.approx(0.1**3 / (64 * np.pi), rel=1e-12)
    with pytest.raises(hm.errors.KinematicsError):
        alp.sample(1, energy_GeV=0.05, process="primakoff")


def test_decay_in_flight():
    model = hm.Model("dark_photon", mass="16.7 MeV", epsilon=3e-4)
    length = model.decays["electrons"]["c_tau_mm"] * np.sqrt(50.0**2 - 0.0167**2) / 0.0167
    probability, position = model.decay_in_flight(np.full(20_000, 50.0), first_plane_mm=200, second_plane_mm=900)
    expected = np.exp(-200 / length) - np.exp(-900 / length)
    np.testing.assert_allclose(probability, expected, rtol=1e-12)
    assert position.min() >= 200 and position.max() <= 900
    cumulative = (1 - np.exp(-(np.sort(position) - 200) / length)) / (1 - np.exp(-700 / length))
    assert np.max(abs(cumulative - np.linspace(0, 1, 20_000))) < 1.63 / np.sqrt(20_000)  # KS, p = 0.01
    _, piece = model.decay_in_flight([50.0] * 5, first_plane_mm=200, second_plane_mm=900, first=7)
    np.testing.assert_array_equal(piece, position[7:12])
    with pytest.raises(hm.NotFoundError, match="A'"):
        model.decay_in_flight([50.0], first_plane_mm=0, second_plane_mm=1, parent="chi2")


def test_decays():
    matter = {"kind": "pseudo_dirac", "mass_ratio": 1 / 3, "splitting": 0.4, "alpha_D": 0.1}
    model = hm.Model("dark_photon", mass=0.3, epsilon=1e-4, dark_matter=matter)
    excited = model.decays["chi2_to_chi1_electrons"]
    assert excited["width_GeV"] == pytest.approx(5.02902581e-18, rel=1e-5)
    assert excited["c_tau_mm"] == pytest.approx(39237.62, rel=1e-5)
    visible = [row["branching_ratio"] for row in model.decays.values() if row["parent"] == "A'"]
    assert sum(visible) == pytest.approx(1, abs=1e-12)
    states = model.sample_decays("chi2_to_chi1_electrons", 400, energy_GeV=50)
    total = sum(states.values())
    assert np.allclose(total[:, 0], 50, rtol=1e-12) and np.allclose(squared_mass(total), 0.14**2, rtol=1e-6)
    pairs = hm.Model("protophobic_vector", mass="16.7 MeV", epsilon=1e-3).sample_decays(
        "electrons", 400, energy_GeV=50
    )
    assert np.allclose(squared_mass(pairs["electron"] + pairs["positron"]), 0.0167**2, rtol=1e-6)
