"""A signal process in a transport of one's own: rates per path and final states at the energy of every step.

>>> production = hm.Model("dark_photon", mass="16.7 MeV").prepare(energies_GeV=(1, 100), material="Pb")
>>> production.rate(steps_GeV)                               # 1/mm, coupling 1
>>> production.sample(interacting_GeV, seed=3)["boson"]      # (n, 4), each at an energy of its own
"""

from __future__ import annotations

import ctypes
from typing import Any, Dict, List, Mapping

import numpy as np
from numpy.typing import ArrayLike

from ._library import address, array, call, card, count, library

__all__ = ["Production"]


class Production:
    """One process of a model in a material, prepared for every energy of a range: see `Model.prepare`."""

    def __init__(self, model: Any, options: Mapping[str, Any], final_state: List[str]):
        self.card: Dict[str, Any] = dict(options)
        self.final_state = list(final_state)
        self._pointer = ctypes.c_void_p()
        self._free = library().hermetic_production_free
        call("hermetic_production_create", model.pointer, card(self.card, "production"), ctypes.byref(self._pointer))

    def __del__(self) -> None:
        if getattr(self, "_pointer", None):
            self._free(self._pointer)
            self._pointer = ctypes.c_void_p()

    def rate(self, energy_GeV: ArrayLike) -> np.ndarray:
        """Interactions per path.

        Parameters
        ----------
        energy_GeV : array_like
            Total energies of the beam particle, any shape; at most the highest that was prepared.

        Returns
        -------
        ndarray
            [1/mm] at the couplings of the model, shape of the energies; 0 below the range and below threshold.
        """
        energies = array(energy_GeV, "energy_GeV")
        result = np.empty_like(energies)
        call("hermetic_production_rate", self._pointer, address(energies), energies.size, address(result))
        return result

    def sample(self, energy_GeV: ArrayLike, *, seed: int = 1, first: int = 0) -> Dict[str, np.ndarray]:
        """One unweighted final state for each energy; the beam particle flew along +z.

        State ``first + i`` depends on the seed, its own number and its energy only.

        Parameters
        ----------
        energy_GeV : array_like
            Total energies inside the range, n of them.

        Returns
        -------
        dict
            name of the particle: four-momenta (E, px, py, pz) [GeV], shape (n, 4).
        """
        energies = array(energy_GeV, "energy_GeV").ravel()
        out = np.empty((energies.size, len(self.final_state), 4))
        call(
            "hermetic_production_sample",
            self._pointer,
            address(energies),
            count(seed, "seed"),
            count(first, "first"),
            energies.size,
            address(out),
            out.size,
        )
        return {role: out[:, index].copy() for index, role in enumerate(self.final_state)}
