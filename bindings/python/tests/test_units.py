"""Quantities with units."""

import hermetic as hm
import numpy as np
import pytest


@pytest.mark.parametrize(
    "text, value",
    [("16.7 MeV", 0.0167), ("10 MeV", 0.01), ("100 GeV", 100.0), ("1e3keV", 1e-3), ("0.5 TeV", 500.0), (2, 2.0)],
)
def test_energies(text, value):
    assert hm.energy_GeV(text) == value


@pytest.mark.parametrize("text, value", [("1.5 mm", 1.5), ("3 cm", 30.0), ("2 m", 2000.0), ("50 um", 0.05)])
def test_lengths(text, value):
    assert hm.length_mm(text) == value


@pytest.mark.parametrize("text", ["", "MeV", "10", "10 mm", "1,5 GeV", "nan GeV", "1e GeV", "10 MeV x"])
def test_what_is_not_an_energy(text):
    with pytest.raises(hm.ParseError):
        hm.energy_GeV(text)


def test_logspace():
    values = hm.logspace("1 MeV", "1 GeV", 4)
    assert values[0] == 0.001 and values[-1] == 1.0
    np.testing.assert_allclose(values, [1e-3, 1e-2, 1e-1, 1])
