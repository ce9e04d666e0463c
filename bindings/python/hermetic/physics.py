"""Electromagnetic processes, alone: no detector needed.

>>> hm.physics.cross_section("pair", "gamma", "Pb", [0.01, 0.1, 1, 10])     # 1/mm
>>> hm.physics.stopping_power("ionisation", "e-", "Fe", [0.001, 0.1, 10])   # GeV/mm
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import address, array, call, count, number, pdg, text

__all__ = ["Interactions", "cross_section", "sample", "stopping_power"]


def cross_section(
    process: str,
    particle: Union[str, int],
    material: str,
    kinetic_energy_GeV: ArrayLike,
    *,
    range_cut_mm: float = 0.7,
) -> np.ndarray:
    """Macroscopic cross section of one process.

    Parameters
    ----------
    process : str
        Photons: "photoelectric", "compton", "pair", "total". Electrons and positrons: "bremsstrahlung",
        "ionisation", "annihilation" (positrons), "total", "inverse_transport_mean_free_path".
    particle : {"gamma", "e-", "e+"} or int
        Or a PDG number.
    material : str
    kinetic_energy_GeV : array_like
        1e-6 … 200 GeV, any shape.
    range_cut_mm : float
        Production cuts belong to this range.

    Returns
    -------
    ndarray
        [1/mm], shape of the energies (at least one-dimensional).

    Raises
    ------
    RangeError, NotFoundError
    """
    return _tabulate(
        "hermetic_process_cross_section", process, particle, material, kinetic_energy_GeV, range_cut_mm
    )


def stopping_power(
    kind: str,
    particle: Union[str, int],
    material: str,
    kinetic_energy_GeV: ArrayLike,
    *,
    range_cut_mm: float = 0.7,
) -> np.ndarray:
    """Restricted mean energy loss below the production cuts.

    Parameters
    ----------
    kind : {"ionisation", "bremsstrahlung", "total"}
    particle, material, kinetic_energy_GeV, range_cut_mm
        As for `cross_section`.

    Returns
    -------
    ndarray
        [GeV/mm]
    """
    return _tabulate("hermetic_process_stopping_power", kind, particle, material, kinetic_energy_GeV, range_cut_mm)


def _tabulate(name, process, particle, material, energies, range_cut_mm) -> np.ndarray:
    energies = array(energies, "kinetic_energy_GeV")
    result = np.empty_like(energies)
    call(
        name,
        text(process, "process"),
        pdg(particle),
        text(material, "material"),
        number(range_cut_mm, "range_cut_mm"),
        address(energies),
        energies.size,
        address(result),
    )
    return result


@dataclass(frozen=True)
class Interactions:
    """Final states of n interactions, three particles each (unused entries have pdg 0).

    Attributes
    ----------
    pdg : int32 ndarray, shape (n, 3)
    kinetic_energy_GeV : ndarray, shape (n, 3)
    direction : ndarray, shape (n, 3, 3)
    deposit_GeV : ndarray, shape (n,)
        Energy left at the place of the interaction.
    """

    pdg: np.ndarray
    kinetic_energy_GeV: np.ndarray
    direction: np.ndarray
    deposit_GeV: np.ndarray


def sample(
    particle: Union[str, int],
    material: str,
    kinetic_energy_GeV: float,
    n: int,
    *,
    seed: int = 1,
    range_cut_mm: float = 0.7,
) -> Interactions:
    """Final states of interactions of a particle that flies along +z.

    The process is chosen among all discrete ones by its cross section. Interaction i depends on the seed
    and on i, and on nothing else.
    """
    n = count(n, "n", 1)
    if n > 2**31:
        raise errors.RangeError(f"n = {n} is not allowed (at most 2^31 interactions at once).")
    out = np.empty((n, 3, 6))
    call(
        "hermetic_process_sample",
        pdg(particle),
        text(material, "material"),
        number(range_cut_mm, "range_cut_mm"),
        number(kinetic_energy_GeV, "kinetic_energy_GeV"),
        count(seed, "seed"),
        n,
        address(out),
    )
    return Interactions(
        pdg=out[:, :, 0].astype(np.int32),
        kinetic_energy_GeV=out[:, :, 1].copy(),
        direction=out[:, :, 2:5].copy(),
        deposit_GeV=out[:, 0, 5].copy(),
    )
