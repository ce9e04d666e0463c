"""Magnetic moments, loop mixing and conversions through Python."""

import math

import hermetic as hm
import numpy as np
import pytest

p = hm.phenomenology
ALPHA = 1 / 137.035999084


def test_schwinger():
    e = math.sqrt(4 * math.pi * ALPHA)
    assert p.magnetic_moment("vector", "e", 0, strength=e) == pytest.approx(ALPHA / (2 * math.pi), rel=1e-13)


def test_shapes_follow_the_masses():
    assert np.ndim(p.magnetic_moment("scalar", "mu", 0.1)) == 0
    assert p.magnetic_moment("scalar", "mu", [[0.1, 0.2]]).shape == (1, 2)
    assert p.loop_mixing([0.0, 1.0]).dtype == complex
    assert p.alpha_D(1e-11, [1e-4, 1e-5]).shape == (2,)


@pytest.mark.parametrize("kind, sign", [("vector", 1), ("scalar", 1), ("axial", -1), ("pseudoscalar", -1)])
@pytest.mark.parametrize("lepton", ["e", "mu", "tau"])
def test_inverse(kind, sign, lepton):
    masses = np.geomspace(1e-3, 10, 7)
    g = p.coupling_for(sign * 1e-12, kind, lepton, masses)
    assert p.magnetic_moment(kind, lepton, masses) * g**2 == pytest.approx(np.full(7, sign * 1e-12), rel=1e-13)


def test_band_of_the_muon():
    low, high = p.coupling_band(251e-11, 59e-11, "vector", "mu", [0.001, 0.01], n_sigma=2)
    middle = p.coupling_for(251e-11, "vector", "mu", [0.001, 0.01])
    assert np.all(low < middle) and np.all(middle < high)
    assert high / middle == pytest.approx(math.sqrt(369 / 251), rel=1e-12)
    open_low, _ = p.coupling_band(251e-11, 59e-11, "vector", "mu", 0.001, n_sigma=5)
    assert open_low == 0
    negative = p.coupling_band(-88e-14, 36e-14, "axial", "e", 0.01, n_sigma=1)
    assert 0 < negative[0] < negative[1]


def test_loop_mixing_of_the_searches():
    """ε = 6.9e-6 for g = 4.8e-4 (prefactor 8/3); a cusp at the threshold of the muon pair."""
    assert abs(p.loop_mixing(coupling=4.8e-4)) == pytest.approx(6.928e-6, rel=1e-3)
    threshold = 4 * 0.1056583755**2
    below, above = p.loop_mixing([threshold * 0.999, threshold * 1.001])
    assert below.imag == 0 and above.imag > 0


def test_y_and_back():
    assert p.y(1e-4) == pytest.approx(1e-8 * 0.1 / 81, rel=1e-14)
    assert p.epsilon(p.y(3e-5, alpha_D=0.5), alpha_D=0.5) == pytest.approx(3e-5, rel=1e-14)
    assert p.alpha_D(p.y(1e-4, alpha_D=0.02), 1e-4) == pytest.approx(0.02, rel=1e-14)
    with pytest.raises(hm.RangeError, match="epsilon"):
        p.alpha_D(1e-11, [1e-4, 0])
