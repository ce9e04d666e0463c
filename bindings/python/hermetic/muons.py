"""Energy loss of muons, alone.

>>> hm.muons.stopping_power("pair", "Pb", [10, 100, 160])           # GeV/mm
>>> hm.muons.loss_density("bremsstrahlung", "Fe", energy_GeV=160, loss_GeV=[1, 10, 100])
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ._library import address, array, call, number, text

__all__ = ["loss_density", "stopping_power"]


def stopping_power(process: str, material: str, kinetic_energy_GeV: ArrayLike) -> np.ndarray:
    """Mean energy loss without cuts.

    Parameters
    ----------
    process : {"ionisation", "bremsstrahlung", "pair", "photonuclear", "total"}
    material : str
        A built-in name or a card.
    kinetic_energy_GeV : array_like
        0.01 … 1e4 GeV, any shape.

    Returns
    -------
    ndarray
        [GeV/mm], shape of the energies. Sources and accuracy: docs/physics/muons.md.
    """
    energies = array(kinetic_energy_GeV, "kinetic_energy_GeV")
    result = np.empty_like(energies)
    call(
        "hermetic_muon_stopping_power",
        text(process, "process"),
        text(material, "material"),
        address(energies),
        energies.size,
        address(result),
    )
    return result


def loss_density(process: str, material: str, *, energy_GeV: float, loss_GeV: ArrayLike) -> np.ndarray:
    """Spectrum of single losses of a muon of one kinetic energy.

    Parameters
    ----------
    process : {"ionisation", "bremsstrahlung", "pair", "photonuclear"}
        "ionisation" means knock-on electrons.

    Returns
    -------
    ndarray
        [1/(mm GeV)], shape of ``loss_GeV``; 0 outside the kinematic limits.
    """
    losses = array(loss_GeV, "loss_GeV")
    result = np.empty_like(losses)
    call(
        "hermetic_muon_loss_density",
        text(process, "process"),
        text(material, "material"),
        number(energy_GeV, "energy_GeV"),
        address(losses),
        losses.size,
        address(result),
    )
    return result
