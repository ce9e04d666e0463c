"""Electromagnetic processes, alone: no detector needed.

>>> hm.physics.cross_section("pair", "gamma", "Pb", [0.01, 0.1, 1, 10])     # 1/mm
>>> hm.physics.stopping_power("ionisation", "e-", "Fe", [0.001, 0.1, 10])   # GeV/mm

A `Probe` keeps its tables and answers more: mean free paths, ranges, single processes, scattering and
straggling after a path.

>>> electron = hm.physics.Probe("e-", "Pb", range_cut_mm=0.7)
>>> electron.mean_free_path("bremsstrahlung", 10)                           # mm
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, array, call, call_text, card, count, number, pdg, plain_value, text
from .units import Quantity, energy_GeV, length_mm

__all__ = ["Interactions", "PathEnds", "Probe", "cross_section", "sample", "stopping_power"]


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
    particle : str or int
        Name or PDG number: photons, electrons, muons, and the hadrons of docs/hadrons.md.
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
    out = _room(n, 18)
    call(
        "hermetic_process_sample",
        pdg(particle),
        text(material, "material"),
        number(range_cut_mm, "range_cut_mm"),
        number(kinetic_energy_GeV, "kinetic_energy_GeV"),
        count(seed, "seed"),
        len(out),
        address(out),
    )
    return _interactions(out)


def _room(n: Any, numbers: int) -> np.ndarray:
    n = count(n, "n", 1)
    if n > 2**31:
        raise errors.RangeError(f"n = {n} is not allowed (at most 2^31 at once).")
    return np.empty((n, numbers))


def _interactions(out: np.ndarray) -> Interactions:
    out = out.reshape(-1, 3, 6)
    return Interactions(
        pdg=out[:, :, 0].astype(np.int32),
        kinetic_energy_GeV=out[:, :, 1].copy(),
        direction=out[:, :, 2:5].copy(),
        deposit_GeV=out[:, 0, 5].copy(),
    )


@dataclass(frozen=True)
class PathEnds:
    """Where n particles are after a path; they started along +z at the origin.

    Attributes
    ----------
    energy_loss_GeV : ndarray, shape (n,)
    direction, position_mm : ndarray, shape (n, 3)
    """

    energy_loss_GeV: np.ndarray
    direction: np.ndarray
    position_mm: np.ndarray

    @property
    def angle_rad(self) -> np.ndarray:
        """Polar angle."""
        across = np.hypot(self.direction[:, 0], self.direction[:, 1])
        return np.arctan2(across, self.direction[:, 2])


class FinalStates:
    """Products of many interactions, one row per particle.

    Attributes
    ----------
    event, pdg : int arrays
    kinetic_energy_GeV : float array
    direction : array of shape (particles, 3)
    deposit_GeV, nuclear_loss_GeV : float arrays, one per interaction
    """

    def __init__(self, n: int, rows: np.ndarray):
        heads = rows[:, 1] == 0
        self.n = n
        self.deposit_GeV = rows[heads, 2]
        self.nuclear_loss_GeV = rows[heads, 3]
        particles = rows[~heads]
        self.event = particles[:, 0].astype(int)
        self.pdg = particles[:, 1].astype(int)
        self.kinetic_energy_GeV = particles[:, 2]
        self.direction = particles[:, 3:6]

    def count(self, *pdg: int) -> np.ndarray:
        """How many of these particles each interaction has made."""
        return np.bincount(self.event[np.isin(self.pdg, pdg)], minlength=self.n)

    def energy(self, *pdg: int) -> np.ndarray:
        """Their kinetic energy in each interaction [GeV]."""
        chosen = np.isin(self.pdg, pdg)
        return np.bincount(self.event[chosen], self.kinetic_energy_GeV[chosen], minlength=self.n)

    def __repr__(self) -> str:
        return f"FinalStates({self.n} interactions, {len(self.pdg)} particles)"


class Probe:
    """One particle in one material at given production cuts; keeps its tables.

    Parameters
    ----------
    particle : str or int
        Name or PDG number: photons, electrons, muons, and the hadrons of docs/hadrons.md.
    material : str or dict
        Built-in name, or a card with ``name``, ``density_g_cm3``, ``elements``.
    range_cut_mm : float or str, optional
        Production cuts as a range; 0.7 mm when neither is given.
    cuts_GeV : dict, optional
        Or as energies: ``{"photon": …, "electron": …, "positron": …}``.
    """

    def __init__(
        self,
        particle: Union[str, int],
        material: Union[str, Mapping[str, Any]],
        *,
        range_cut_mm: Optional[Quantity] = None,
        cuts_GeV: Optional[Mapping[str, Quantity]] = None,
    ):
        made: Dict[str, Any] = {"particle": pdg(particle), "material": plain_value(material, "material")}
        if range_cut_mm is not None:
            made["range_cut_mm"] = length_mm(range_cut_mm, "range_cut_mm")
        if cuts_GeV is not None:
            made["cuts_GeV"] = {
                str(key): energy_GeV(value, f"cuts_GeV.{key}") for key, value in cuts_GeV.items()
            }
        self._handle = Handle("hermetic_probe_create", "hermetic_probe_free", card(made, "probe"))
        self._material = material if isinstance(material, str) else str(material.get("name", "material"))
        self._particle = particle

    def describe(self) -> Dict[str, Any]:
        """Cuts, processes, and the quantities that `evaluate` knows."""
        return call_text("hermetic_probe_describe", self._handle.pointer)

    @property
    def processes(self) -> List[str]:
        """Names of the discrete processes."""
        return self.describe()["processes"]

    @property
    def cuts_GeV(self) -> Dict[str, float]:
        """The production cuts."""
        return self.describe()["cuts_GeV"]

    def evaluate(
        self, quantity: str, kinetic_energy_GeV: ArrayLike, process: Optional[str] = None
    ) -> np.ndarray:
        """Any quantity that `describe` lists; the methods below are shorter."""
        energies = array(kinetic_energy_GeV, "kinetic_energy_GeV")
        result = np.empty_like(energies)
        call(
            "hermetic_probe_evaluate",
            self._handle.pointer,
            text(quantity, "quantity"),
            None if process is None else text(process, "process"),
            address(energies),
            energies.size,
            address(result),
        )
        return result

    def cross_section(self, process: str, kinetic_energy_GeV: ArrayLike) -> np.ndarray:
        """Macroscopic cross section [1/mm] above the cuts."""
        return self.evaluate("cross_section", kinetic_energy_GeV, process)

    def mean_free_path(self, process: str, kinetic_energy_GeV: ArrayLike) -> np.ndarray:
        """[mm]; infinite where the process is not possible."""
        return self.evaluate("mean_free_path", kinetic_energy_GeV, process)

    def stopping_power(
        self, kinetic_energy_GeV: ArrayLike, kind: str = "total", *, restricted: bool = True
    ) -> np.ndarray:
        """Mean loss [GeV/mm] below the cuts, or all of it."""
        name = "stopping_power" if restricted else "unrestricted_stopping_power"
        return self.evaluate(name, kinetic_energy_GeV, kind)

    def range(self, kinetic_energy_GeV: ArrayLike, *, restricted: bool = False) -> np.ndarray:
        """CSDA range [mm] of all loss, or of the loss below the cuts."""
        return self.evaluate("range" if restricted else "csda_range", kinetic_energy_GeV)

    def sample(
        self, kinetic_energy_GeV: float, n: int, process: Optional[str] = None, *, seed: int = 1, first: int = 0
    ) -> Interactions:
        """Final states of n interactions along +z, of one process or of all by their cross sections.

        Interaction i depends on the seed and on first + i only.
        """
        out = _room(n, 18)
        call(
            "hermetic_probe_interact",
            self._handle.pointer,
            None if process is None else text(process, "process"),
            number(kinetic_energy_GeV, "kinetic_energy_GeV"),
            count(seed, "seed"),
            count(first, "first"),
            len(out),
            address(out),
        )
        return _interactions(out)

    def final_states(
        self, kinetic_energy_GeV: float, n: int, process: str = "inelastic", *, seed: int = 1, first: int = 0
    ) -> "FinalStates":
        """All products of n interactions ("inelastic", "elastic", "photonuclear") or decays ("decay") along +z.

        >>> states = hm.physics.Probe("pi-", "Fe").final_states(100, 1000)
        >>> states.count(310).mean()                # K0S per interaction
        """
        capacity = 64 * max(1, count(n, "n"))
        while True:
            rows = _room(capacity, 6)
            needed = ctypes.c_size_t(0)
            call(
                "hermetic_probe_final_states",
                self._handle.pointer,
                text(process, "process"),
                number(kinetic_energy_GeV, "kinetic_energy_GeV"),
                count(seed, "seed"),
                count(first, "first"),
                count(n, "n"),
                capacity,
                address(rows),
                ctypes.byref(needed),
            )
            if needed.value <= capacity:
                return FinalStates(n, rows[: needed.value].copy())
            capacity = needed.value

    def follow(
        self, kinetic_energy_GeV: float, path_mm: float, n: int, *, seed: int = 1, first: int = 0
    ) -> PathEnds:
        """Multiple scattering and straggling of n particles after a path, without discrete interactions."""
        out = _room(n, 7)
        call(
            "hermetic_probe_follow",
            self._handle.pointer,
            number(kinetic_energy_GeV, "kinetic_energy_GeV"),
            number(path_mm, "path_mm"),
            count(seed, "seed"),
            count(first, "first"),
            len(out),
            address(out),
        )
        return PathEnds(out[:, 0].copy(), out[:, 1:4].copy(), out[:, 4:7].copy())

    def __repr__(self) -> str:
        return f"Probe({self._particle!r} in {self._material})"
