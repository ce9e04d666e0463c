"""Models of new particles, without a detector: cross sections, final states, decays.

>>> model = hm.Model("dark_photon", mass="16.7 MeV")
>>> model.processes                                          # what it can do
>>> model.cross_section([50, 100, 150], target="W")          # pb per atom
>>> states = model.sample(100_000, energy_GeV=100, target="W", seed=3)
>>> states["boson"]                                          # (n, 4): E, px, py, pz [GeV]
"""

from __future__ import annotations

import functools
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, array, call, call_text, card, count, number, pdg, text
from .production import Production
from .units import energy_GeV

__all__ = ["Model"]


class Model:
    """One model of new physics with its parameters: a thin face of ``hermetic_model_*``.

    Parameters
    ----------
    kind : str
        "dark_photon", …; docs/signal.md lists the kinds and their parameters.
    mass : float or str, optional
        Short for ``mass_GeV``; with a unit if you like: ``"16.7 MeV"``.
    **parameters
        The other keys of the model's card.
    """

    def __init__(self, kind: str, mass: Optional[Union[float, str]] = None, **parameters: Any):
        if mass is not None:
            parameters = {"mass_GeV": energy_GeV(mass, "mass"), **parameters}
        self.card: Dict[str, Any] = {"kind": kind, **parameters}
        self._handle = Handle("hermetic_model_create", "hermetic_model_free", card(self.card, "model"))

    def __repr__(self) -> str:
        rest = ", ".join(f"{key}={value!r}" for key, value in self.parameters.items())
        return f"Model({self.card['kind']!r}, {rest})"

    @functools.cached_property
    def _description(self) -> Mapping[str, Any]:
        return call_text("hermetic_model_describe", self._handle.pointer)

    @property
    def parameters(self) -> Dict[str, Any]:
        """All parameters, defaults written out."""
        return dict(self._description["parameters"])

    @property
    def processes(self) -> Dict[str, Dict[str, Any]]:
        """By name: beams (PDG numbers), variables, final_state, approximation."""
        return {process["name"]: process for process in self._description["processes"]}

    @property
    def decays(self) -> Dict[str, Dict[str, Any]]:
        """By channel: parent, width_GeV, branching_ratio, total_width_GeV, c_tau_mm, products."""
        return {decay["channel"]: decay for decay in self._description["decays"]}

    def _choose(self, process: Optional[str], beam: Optional[Union[str, int]]) -> Tuple[bytes, int]:
        if process is None:
            process = next(iter(self.processes), "")
        if beam is None:
            beam = self.processes[process]["beams"][0] if process in self.processes else 11
        return text(process, "process"), pdg(beam)

    def cross_section(
        self,
        energy_GeV: ArrayLike,
        *,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
        process: Optional[str] = None,
    ) -> np.ndarray:
        """Total cross section per atom.

        Parameters
        ----------
        energy_GeV : array_like
            Total energy of the beam particle in the laboratory, any shape.
        target : str
            Element.
        beam : str or int, optional
            "e-", "e+", "gamma", "mu-", "mu+" or a PDG number; the process's first when left out.
        process : str, optional
            The model's first process when left out.

        Returns
        -------
        ndarray
            [pb], shape of the energies; 0 below threshold.
        """
        name, particle = self._choose(process, beam)
        energies = array(energy_GeV, "energy_GeV")
        result = np.empty_like(energies)
        call(
            "hermetic_model_process_cross_section",
            self._handle.pointer,
            name,
            particle,
            text(target, "target"),
            address(energies),
            energies.size,
            address(result),
        )
        return result

    def differential_cross_section(
        self,
        variables: str,
        values: ArrayLike,
        *,
        energy_GeV: float,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
        process: Optional[str] = None,
    ) -> np.ndarray:
        """dσ/d(variables) per atom.

        Parameters
        ----------
        variables : str
            One of the process's ``variables``, such as "x" or "x,theta".
        values : array_like
            Any shape; with several variables the last axis runs over them.

        Returns
        -------
        ndarray
            [pb per unit of the variables], one number per point; 0 outside the kinematic limits.
        """
        name, particle = self._choose(process, beam)
        points = array(values, "values")
        dimension = variables.count(",") + 1
        if dimension > 1 and points.shape[-1] != dimension:
            raise errors.ArgumentError(
                f"values has {points.shape[-1]} numbers per point ({variables!r} needs {dimension})."
            )
        result = np.empty(points.shape if dimension == 1 else points.shape[:-1])
        call(
            "hermetic_model_process_differential",
            self._handle.pointer,
            name,
            particle,
            text(target, "target"),
            number(energy_GeV, "energy_GeV"),
            text(variables, "variables"),
            address(points),
            result.size,
            address(result),
        )
        return result

    def sample(
        self,
        n: int,
        *,
        energy_GeV: float,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
        process: Optional[str] = None,
        seed: int = 1,
        first: int = 0,
    ) -> Dict[str, np.ndarray]:
        """Unweighted final states; the beam particle flew along +z.

        State ``first + i`` depends on the seed and its own number only.

        Returns
        -------
        dict
            name of the particle: four-momenta (E, px, py, pz) [GeV], shape (n, 4).
        """
        name, particle = self._choose(process, beam)
        known = self.processes.get(name.decode(), {}).get("final_state", ["?"])
        n = _states(n)
        out = np.empty((n, len(known), 4))
        call(
            "hermetic_model_process_sample",
            self._handle.pointer,
            name,
            particle,
            text(target, "target"),
            number(energy_GeV, "energy_GeV"),
            count(seed, "seed"),
            count(first, "first"),
            n,
            address(out),
            out.size,
        )
        return {role: out[:, index].copy() for index, role in enumerate(known)}

    def prepare(
        self,
        *,
        energies_GeV: Sequence[float],
        material: Union[str, Mapping[str, Any]] = "Pb",
        process: Optional[str] = None,
        beam: Optional[Union[str, int]] = None,
        minimum_boson_energy_GeV: float = 0.0,
    ) -> Production:
        """The process at every energy of a range, for a transport of one's own.

        `cross_section` integrates and `sample` builds a sampler anew for each energy; what this returns has tables
        for all of them.

        Parameters
        ----------
        energies_GeV : (float, float)
            Lowest and highest total energy of the beam particle.
        material : str or dict
            A name, or a card with density_g_cm3 and elements.
        minimum_boson_energy_GeV : float
            Make bosons above it only; bremsstrahlung and photon fusion.

        Returns
        -------
        Production
            with ``rate`` [1/mm] and ``sample``.
        """
        name, particle = self._choose(process, beam)
        options = {
            "process": name.decode(),
            "beam": particle,
            "material": material,
            "energies_GeV": list(energies_GeV),
            "minimum_boson_energy_GeV": minimum_boson_energy_GeV,
        }
        known = self.processes.get(name.decode(), {}).get("final_state", ["?"])
        return Production(self._handle, options, known)

    def sample_decays(
        self, channel: str, n: int, *, energy_GeV: float, seed: int = 1, first: int = 0
    ) -> Dict[str, np.ndarray]:
        """Decays of the channel's parent, which flies along +z with this total energy.

        Returns
        -------
        dict
            name of the product: four-momenta (E, px, py, pz) [GeV], shape (n, 4). Products of one name
            are numbered: "e-", "gamma", "gamma_2".
        """
        products = self.decays.get(channel, {}).get("products", ["?"])
        n = _states(n)
        out = np.empty((n, len(products), 4))
        call(
            "hermetic_model_decay_sample",
            self._handle.pointer,
            text(channel, "channel"),
            number(energy_GeV, "energy_GeV"),
            count(seed, "seed"),
            count(first, "first"),
            n,
            address(out),
            out.size,
        )
        result: Dict[str, np.ndarray] = {}
        for index, product in enumerate(products):
            repeats = products[:index].count(product)
            result[product if repeats == 0 else f"{product}_{repeats + 1}"] = out[:, index].copy()
        return result

    def decay_in_flight(
        self,
        energy_GeV: ArrayLike,
        *,
        first_plane_mm: float,
        second_plane_mm: float,
        parent: str = "",
        seed: int = 1,
        first: int = 0,
    ) -> Tuple[np.ndarray, np.ndarray]:
        """Decay between two planes, counted from where the particle was made.

        Parameters
        ----------
        energy_GeV : array_like
            Total energies of the particle, any shape.
        parent : str
            Which particle of the model ("A'", "chi2"); the first that decays when left out.

        Returns
        -------
        probability, position_mm : ndarray
            exp(−z₁/L) − exp(−z₂/L), and a decay point given that it lies there; shape of the energies.
        """
        energies = array(energy_GeV, "energy_GeV")
        probability, position = np.empty_like(energies), np.empty_like(energies)
        call(
            "hermetic_model_decay_in_flight",
            self._handle.pointer,
            text(parent, "parent"),
            address(energies),
            energies.size,
            number(first_plane_mm, "first_plane_mm"),
            number(second_plane_mm, "second_plane_mm"),
            count(seed, "seed"),
            count(first, "first"),
            address(probability),
            address(position),
        )
        return probability, position


def _states(n: int) -> int:
    n = count(n, "n", 1)
    if n > 2**31:
        raise errors.RangeError(f"n = {n} is not allowed (at most 2^31 at once).")
    return n
