"""Probes: one particle in one material, without a geometry."""

import time

import hermetic as hm
import numpy as np
import pytest

N = 100_000


def trapezoid(values, at):
    return float(np.sum(0.5 * (values[1:] + values[:-1]) * np.diff(at)))


@pytest.fixture(scope="module")
def probes():
    return {p: hm.physics.Probe(p, "Pb") for p in ("e-", "e+", "gamma")}


def test_description(probes):
    told = probes["e+"].describe()
    assert told["processes"] == ["bremsstrahlung", "ionisation", "annihilation"]
    for quantity, processes in told["quantities"].items():
        for process in processes:
            value = probes["e+"].evaluate(quantity, [0.01, 1.0], process)
            assert np.all(value > 0) and np.all(np.isfinite(value)), (quantity, process)


def test_cuts_by_range_and_by_energy_are_the_same():
    by_range = hm.physics.Probe("e-", "Fe", range_cut_mm="0.5 mm")
    by_energy = hm.physics.Probe("e-", "Fe", cuts_GeV=by_range.cuts_GeV)
    energies = hm.logspace("100 keV", "100 GeV", 12)
    for process in ("bremsstrahlung", "ionisation", "total"):
        assert np.array_equal(by_range.cross_section(process, energies), by_energy.cross_section(process, energies))


def test_own_material():
    water = {"name": "wet", "density_g_cm3": 1.0, "elements": {"H": 0.1119, "O": 0.8881}}
    probe = hm.physics.Probe("gamma", water)
    assert probe.mean_free_path("total", 1.0)[0] == pytest.approx(1 / probe.cross_section("total", 1.0)[0])


@pytest.mark.parametrize("particle, energy", [("e-", 0.05), ("e-", 20.0), ("e+", 1.0)])
@pytest.mark.parametrize("process", ["bremsstrahlung", "ionisation"])
def test_what_interactions_take_is_what_the_cuts_leave_out(probes, particle, energy, process):
    """⟨secondary energy⟩ × rate = unrestricted − restricted loss."""
    probe = probes[particle]
    states = probe.sample(energy, N, process, seed=3)
    taken = states.kinetic_energy_GeV[:, 1]
    left_out = (
        probe.stopping_power(energy, process, restricted=False)[0] - probe.stopping_power(energy, process)[0]
    )
    rate = probe.cross_section(process, energy)[0]
    error = taken.std() / np.sqrt(N) * rate
    # The sampler's tables interpolate: 0.5 %.
    assert abs(taken.mean() * rate - left_out) < 4 * error + 0.005 * left_out
    assert np.allclose(states.kinetic_energy_GeV.sum(axis=1) + states.deposit_GeV, energy, rtol=1e-12)
    # A sampler of the other process would not pass.
    other = "ionisation" if process == "bremsstrahlung" else "bremsstrahlung"
    wrong = probe.sample(energy, N, other, seed=3).kinetic_energy_GeV[:, 1].mean() * rate
    assert abs(wrong - left_out) > 4 * error + 0.005 * left_out


@pytest.mark.parametrize("energy", [0.003, 0.03, 3.0])
def test_the_mix_is_the_sum_of_the_named_processes(probes, energy):
    probe = probes["gamma"]
    states = probe.sample(energy, N, seed=5)
    share = probe.cross_section("pair", energy)[0] / probe.cross_section("total", energy)[0]
    pairs = np.mean(states.pdg[:, 2] == -11)
    assert abs(pairs - share) < 4 * np.sqrt(share * (1 - share) / N) + 2e-3 * share
    assert np.all(probe.sample(energy, 100, "pair").pdg[:, 1:] == [11, -11])
    assert np.all(probe.sample(energy, 100, "compton").pdg[:, 0] == 22)


def test_ranges(probes):
    """dR/dT = 1/S, restricted or not."""
    probe = probes["e-"]
    energies = hm.logspace("2 keV", "100 GeV", 40)
    for restricted in (True, False):
        up, down = (probe.range(energies * f, restricted=restricted) for f in (1.01, 0.99))
        slope = 0.02 * energies / (up - down)
        assert np.allclose(slope, probe.stopping_power(energies, restricted=restricted), rtol=0.01)


@pytest.mark.parametrize("energy, path", [(0.005, 0.3), (0.1, 1.0), (10.0, 20.0)])
def test_paths(probes, energy, path):
    """Loss as in the range table, variance by straggling, ⟨cos θ⟩ = exp(−∫ds/λ₁)."""
    probe = probes["e-"]
    ends = probe.follow(energy, path, N, seed=7)
    loss = ends.energy_loss_GeV
    grid = np.geomspace(0.2 * energy, energy, 400)
    ranges = probe.range(grid, restricted=True)
    expected = energy - np.interp(ranges[-1] - path, ranges, grid)
    assert abs(loss.mean() - expected) < 4 * loss.std() / np.sqrt(N) + 0.003 * expected
    along = np.linspace(0, path, 200)
    energies = np.interp(ranges[-1] - along, ranges, grid)
    variance = trapezoid(probe.evaluate("straggling", energies), along)
    if expected < 0.1 * energy:  # beyond, the variance also grows with the change of the loss along the way
        assert loss.var() == pytest.approx(variance, rel=0.05)
    transport = trapezoid(probe.evaluate("inverse_transport_mean_free_path", energies), along)
    cosine = ends.direction[:, 2]
    assert abs((1 - cosine.mean()) - (1 - np.exp(-transport))) < 4 * cosine.std() / np.sqrt(N) + 0.02 * transport
    assert np.allclose(np.linalg.norm(ends.direction, axis=1), 1)
    assert np.all(np.linalg.norm(ends.position_mm, axis=1) <= path * (1 + 1e-12))


def test_a_stopped_particle_has_lost_its_energy(probes):
    assert np.all(probes["e-"].follow(0.005, 1000, 20).energy_loss_GeV == 0.005)


def test_pieces_of_a_sample_are_the_whole(probes):
    whole = probes["e-"].sample(1.0, 100, "bremsstrahlung", seed=2)
    piece = probes["e-"].sample(1.0, 40, "bremsstrahlung", seed=2, first=60)
    assert np.array_equal(whole.kinetic_energy_GeV[60:], piece.kinetic_energy_GeV)
    path = probes["e-"].follow(1.0, 1.0, 10, first=5)
    assert np.array_equal(probes["e-"].follow(1.0, 1.0, 15).position_mm[5:], path.position_mm)


def test_a_probe_keeps_its_tables(probes):
    """Printed, not asserted: what a call costs with and without a probe."""
    began = time.perf_counter()
    for _ in range(20):
        probes["e-"].cross_section("total", 1.0)
    kept = (time.perf_counter() - began) / 20
    began = time.perf_counter()
    value = hm.physics.cross_section("total", "e-", "Pb", 1.0)
    print(f"total cross section: probe {1e6 * kept:.0f} µs, without {1e6 * (time.perf_counter() - began):.0f} µs")
    assert value == probes["e-"].cross_section("total", 1.0)
