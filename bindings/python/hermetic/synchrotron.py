"""Synchrotron radiation in a transverse field.

>>> magnet = hm.Synchrotron("e-", energy_GeV=100, field_T=1.75)
>>> 4000 * magnet.photons_per_mm, magnet.mean_photon_energy_GeV        # 43.3 photons of 3.58 MeV in 7 T·m
>>> magnet.sample(1000)
"""

from __future__ import annotations

from typing import Any, Dict, Union

import numpy as np
from numpy.typing import ArrayLike

from ._library import address, array, call, call_text, card, count
from .units import Quantity, energy_GeV as to_GeV

__all__ = ["Synchrotron"]


class Synchrotron:
    """What a charged particle radiates on a circular arc, per mm of track.

    Parameters
    ----------
    particle : {"e-", "e+", "mu-", "mu+", "pi-", "pi+", "K-", "K+", "p", "pbar"} or int
    energy_GeV : float or str
        Total energy.
    field_T : float
        Field transverse to the track.

    Attributes
    ----------
    photons_per_mm, mean_photon_energy_GeV, critical_energy_GeV, loss_GeV_per_mm, curvature_per_mm : float
    """

    def __init__(self, particle: Union[str, int], *, energy_GeV: Quantity, field_T: float):
        self._card = card(
            {"particle": particle, "energy_GeV": to_GeV(energy_GeV, "energy_GeV"), "field_T": field_T}, "card"
        )
        description: Dict[str, Any] = call_text("hermetic_synchrotron_describe", self._card)
        self.photons_per_mm = float(description["photons_per_mm"])
        self.mean_photon_energy_GeV = float(description["mean_photon_energy_GeV"])
        self.critical_energy_GeV = float(description["critical_energy_GeV"])
        self.loss_GeV_per_mm = float(description["loss_GeV_per_mm"])
        self.curvature_per_mm = float(description["curvature_per_mm"])

    def spectrum(self, photon_energy_GeV: ArrayLike) -> np.ndarray:
        """Photons per mm and GeV, shape of the energies."""
        energies = array(photon_energy_GeV, "photon_energy_GeV")
        result = np.empty_like(energies)
        call("hermetic_synchrotron_spectrum", self._card, address(energies), energies.size, address(result))
        return result

    def sample(self, n: int, *, seed: int = 1, first: int = 0) -> np.ndarray:
        """Energies of n photons [GeV]; photon ``first + i`` depends on the seed and its own number only."""
        n = count(n, "n", 1)
        result = np.empty(n)
        call(
            "hermetic_synchrotron_sample",
            self._card,
            count(seed, "seed"),
            count(first, "first"),
            n,
            address(result),
        )
        return result
