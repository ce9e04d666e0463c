"""Muon losses and synchrotron radiation through the package."""

import hermetic as hm
import numpy as np


def test_stopping_powers_add_up_and_agree_with_proposal():
    energies = np.array([10.0, 100.0, 160.0]) - 0.1056584
    parts = [hm.muons.stopping_power(p, "Pb", energies) for p in ("ionisation", "bremsstrahlung", "pair", "photonuclear")]
    total = hm.muons.stopping_power("total", "Pb", energies)
    np.testing.assert_allclose(sum(parts), total, rtol=1e-12)
    # PROPOSAL 7.6.2, lead, MeV cm²/g; the same formulas, other quadratures: 0.3 %.
    density = hm.materials.describe("Pb")["density_g_cm3"]
    np.testing.assert_allclose(1e4 * total / density, [1.68806, 3.21842, 4.23387], rtol=3e-3)


def test_loss_spectrum_carries_the_mean_loss():
    w = np.geomspace(1e-3, 160, 4000)
    for process in ("bremsstrahlung", "pair"):
        density = hm.muons.loss_density(process, "Fe", energy_GeV=160, loss_GeV=w)
        mean = np.sum(0.5 * (w[1:] * density[1:] + w[:-1] * density[:-1]) * np.diff(w))
        np.testing.assert_allclose(mean, hm.muons.stopping_power(process, "Fe", 160), rtol=0.05)
    assert hm.muons.loss_density("pair", "Fe", energy_GeV=10, loss_GeV=[11.0])[0] == 0


def test_synchrotron_radiation_of_the_beam():
    magnet = hm.Synchrotron("e-", energy_GeV="100 GeV", field_T=1.75)
    assert abs(4000 * magnet.photons_per_mm - 43.3) < 0.1
    assert abs(4000 * magnet.loss_GeV_per_mm - 0.155) < 5e-4
    photons = magnet.sample(200_000, seed=3)
    assert abs(photons.mean() / magnet.mean_photon_energy_GeV - 1) < 0.01
    assert np.array_equal(photons[100:200], magnet.sample(100, seed=3, first=100))
    k = np.geomspace(1e-7, 0.3, 3000)
    spectrum = magnet.spectrum(k)
    number = np.sum(0.5 * (spectrum[1:] + spectrum[:-1]) * np.diff(k))
    assert abs(number / magnet.photons_per_mm - 1) < 0.04  # y^(1/3) of the photons are softer than 0.1 keV
    assert hm.Synchrotron("pi-", energy_GeV=100, field_T=1.75).loss_GeV_per_mm < 1e-9 * magnet.loss_GeV_per_mm
