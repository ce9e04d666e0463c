"""Processes prepared for a range of energies: rates and final states of a transport of one's own."""

import numpy as np
import pytest

import hermetic as hm

PB_PER_MM2 = 1e-34
LEAD_PER_MM3 = 11.35 / 207.2 * 6.02214076e20


@pytest.mark.parametrize(
    "kind, options, process, beam",
    [
        ("dark_photon", {"mass_GeV": 0.0167}, "bremsstrahlung", "e-"),
        ("pseudoscalar", {"mass_GeV": 0.3}, "bremsstrahlung", "e+"),
        ("z_prime_mu_tau", {"mass_GeV": 0.1}, "bremsstrahlung", "mu-"),
        ("lfv_scalar", {"mass_GeV": 0.3}, "bremsstrahlung", "mu-"),
        ("alp", {"mass_GeV": 0.05}, "primakoff", "gamma"),
        ("alp", {"mass_GeV": 0.05}, "photon_fusion", "e-"),
        ("meson_invisible", {"meson": "eta"}, "charge_exchange", "pi-"),
        ("millicharged", {"mass_GeV": 0.05}, "pair_production", "mu-"),
        ("dimuon", {}, "photon_conversion", "gamma"),
    ],
)
def test_rate_is_density_times_cross_section(kind, options, process, beam):
    model = hm.Model(kind, **options)
    production = model.prepare(energies_GeV=(10, 100), process=process, beam=beam)
    energies = np.array([12.3, 31.0, 77.7, 100.0])
    exact = model.cross_section(energies, process=process, beam=beam) * PB_PER_MM2 * LEAD_PER_MM3
    # The accuracy of the tables; the constants of lead to 1e-4.
    assert production.rate(energies) == pytest.approx(exact, rel=2e-3)
    assert np.all(production.rate([1.0, 5.0]) == 0)


def test_states_have_the_spectrum_of_the_sampler_and_balance():
    model = hm.Model("dark_photon", mass_GeV=0.0167)
    production = model.prepare(energies_GeV=(10, 100))
    energies = np.linspace(40, 100, 4000)
    states = production.sample(energies, seed=5)
    nucleus = states["nucleus"][0]
    mass = np.sqrt(nucleus[0] ** 2 - (nucleus[1:] ** 2).sum())
    total = sum(states.values())
    assert np.abs(total[:, 0] - energies - mass).max() < 1e-9
    assert np.abs(total[:, 1:3]).max() < 1e-9
    assert np.abs(total[:, 3] - np.sqrt(energies**2 - 0.51099895e-3**2)).max() < 1e-9
    # At one energy: fraction and angle against the sampler that is built for it alone (Kolmogorov–Smirnov, two samples).
    mine = production.sample(np.full(4000, 100.0), seed=6)["boson"]
    other = model.sample(4000, energy_GeV=100, seed=7)["boson"]
    for quantity in (lambda p: p[:, 0], lambda p: np.hypot(p[:, 1], p[:, 2]) / p[:, 3]):
        assert ks(quantity(mine), quantity(other)) > 0.003


@pytest.mark.parametrize("angle", ["transverse", "exact"])
def test_millicharged_pairs_have_the_spectrum_and_angles_of_the_sampler(angle):
    model = hm.Model("millicharged", mass_GeV=0.05, pair_angle=angle)
    production = model.prepare(energies_GeV=(20, 160), process="pair_production", beam="mu-")
    mine = production.sample(np.full(1500, 160.0), seed=3)
    nucleus = mine["nucleus"][0]
    mass = np.sqrt(nucleus[0] ** 2 - (nucleus[1:] ** 2).sum())
    total = sum(mine.values())
    assert np.abs(total[:, 0] - 160 - mass).max() < 1e-8
    assert np.abs(total[:, 1:3]).max() < 1e-8
    other = model.sample(3000, energy_GeV=160, beam="mu-", seed=4)
    for quantity in (
        lambda state: (state["Q"] + state["Qbar"])[:, 0],
        lambda state: np.hypot(*(state["Q"] + state["Qbar"])[:, 1:3].T),
        lambda state: invariant_mass(state["Q"] + state["Qbar"]),
        lambda state: state["Q"][:, 0] / (state["Q"] + state["Qbar"])[:, 0],
        lambda state: np.hypot(*state["lepton"][:, 1:3].T),
    ):
        assert ks(quantity(mine), quantity(other)) > 0.002


def test_photons_to_muon_pairs_have_the_spectrum_and_angles_of_the_sampler():
    model = hm.Model("dimuon")
    production = model.prepare(energies_GeV=(2, 100), process="photon_conversion", beam="gamma")
    energies = np.linspace(5, 100, 2000)
    states = production.sample(energies, seed=3)
    total = sum(states.values())
    nucleus = states["nucleus"][0]
    mass = np.sqrt(nucleus[0] ** 2 - (nucleus[1:] ** 2).sum())
    # What the nucleus takes, keV, is known to its own change.
    assert np.abs(total[:, 0] - energies - mass).max() < 1e-7
    assert np.abs(total[:, 1:3]).max() < 1e-9
    mine = production.sample(np.full(3000, 60.0), seed=5)
    other = model.sample(3000, energy_GeV=60, process="photon_conversion", beam="gamma", seed=6)
    for quantity in (
        lambda state: state["mu-"][:, 0],
        lambda state: np.hypot(*state["mu+"][:, 1:3].T),
        lambda state: invariant_mass(state["mu-"] + state["mu+"]),
        lambda state: np.hypot(*state["nucleus"][:, 1:3].T),
    ):
        assert ks(quantity(mine), quantity(other)) > 0.002


def invariant_mass(p):
    return np.sqrt(np.maximum(p[:, 0] ** 2 - (p[:, 1:] ** 2).sum(1), 0))


def test_a_least_boson_energy_cuts_rate_and_spectrum():
    model = hm.Model("dark_photon", mass_GeV=0.1)
    production = model.prepare(energies_GeV=(60, 100), minimum_boson_energy_GeV=50)
    x = 0.5 + 0.5 * (np.arange(4000) + 0.5) / 4000
    above = model.differential_cross_section("x", x, energy_GeV=100).mean() * 0.5
    # The midpoint rule sees the peak at x = 1 to half a percent.
    assert production.rate([100.0])[0] == pytest.approx(above * PB_PER_MM2 * LEAD_PER_MM3, rel=0.01)
    assert production.sample(np.full(500, 80.0))["boson"][:, 0].min() > 49.9


def test_elements_are_chosen_by_their_share():
    model = hm.Model("dark_photon", mass_GeV=0.01)
    material = {"density_g_cm3": 7.0, "elements": {"W": 0.5, "C": 0.5}}
    production = model.prepare(energies_GeV=(20, 100), material=material)
    nucleus = production.sample(np.full(3000, 90.0), seed=2)["nucleus"]
    mass = np.sqrt(nucleus[:, 0] ** 2 - (nucleus[:, 1:] ** 2).sum(1))
    heavy = np.mean(mass > 100)
    parts = [model.cross_section(90.0, target=z) / a for z, a in (("W", 183.84), ("C", 12.011))]
    share = float((parts[0] / sum(parts)).item())
    assert abs(heavy - share) < 4 * np.sqrt(share * (1 - share) / 3000)


def test_states_do_not_depend_on_their_batch():
    production = hm.Model("dark_photon", mass_GeV=0.1).prepare(energies_GeV=(20, 100))
    energies = np.linspace(30, 100, 20)
    whole = production.sample(energies, seed=9)["boson"]
    assert np.array_equal(whole[7:], production.sample(energies[7:], seed=9, first=7)["boson"])


def ks(a, b):
    """p-value of the two-sample test, asymptotic."""
    both = np.sort(np.concatenate([a, b]))
    distance = np.abs(
        np.searchsorted(np.sort(a), both, side="right") / len(a)
        - np.searchsorted(np.sort(b), both, side="right") / len(b)
    ).max()
    root = np.sqrt(len(a) * len(b) / (len(a) + len(b)))
    k = np.arange(1, 101)
    return float(2 * np.sum((-1.0) ** (k - 1) * np.exp(-2 * (k * root * distance) ** 2)))
