"""Signal models: new particles that a beam lepton radiates."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Dict, NamedTuple, Optional, Sequence, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import Handle, address, array, call, card, count, number, pdg, text
from .units import Quantity, energy_GeV


class FinalStates(NamedTuple):
    """Four-momenta (E, px, py, pz) [GeV], each of shape (n, 4); the lepton came along +z."""

    boson: np.ndarray
    lepton: np.ndarray
    nucleus: np.ndarray


@functools.lru_cache(maxsize=64)
def _model(kind: str, mass_GeV: float, form_factor: Optional[str]) -> Handle:
    description: Dict[str, Any] = {"kind": kind, "mass_GeV": mass_GeV}
    if form_factor is not None:
        description["form_factor"] = form_factor
    encoded = card(description, "model")
    return Handle("hermetic_model_create", "hermetic_model_free", encoded)


@dataclass(frozen=True)
class DarkPhoton:
    """A dark photon A′ from e±Z → e±Z A′, exact tree level. All rates are for coupling ε = 1.

    Parameters
    ----------
    mass : float, str, or a sequence of them
        In GeV, or with a unit: ``"16.7 MeV"``. With several masses every simulated shower contributes to
        every one of them.
    minimum_boson_energy_GeV : float or str, optional
        Only bosons above it are produced in a run; 0.45 of the beam energy when left out.
    form_factor : {"elastic", "elastic_plus_inelastic"}, optional
    chains_per_event : int, optional
        Chains of leading particles over which a run averages the yield.
    """

    mass: Union[Quantity, Sequence[Quantity]]
    minimum_boson_energy_GeV: Optional[Quantity] = None
    form_factor: Optional[str] = None
    chains_per_event: Optional[int] = None

    kind = "dark_photon"

    def __post_init__(self) -> None:
        if not isinstance(self.mass, str) and np.ndim(self.mass) > 0:
            object.__setattr__(self, "mass", tuple(self.mass))  # type: ignore[arg-type]
        if not self.masses_GeV:
            raise errors.ConfigurationError("mass is an empty list. Give at least one mass.")

    @functools.cached_property
    def masses_GeV(self) -> Tuple[float, ...]:
        """The masses [GeV]."""
        masses = self.mass if isinstance(self.mass, tuple) else (self.mass,)
        return tuple(energy_GeV(mass, "mass") for mass in masses)  # type: ignore[arg-type]

    def to_dict(self) -> Dict[str, Any]:
        """The signal part of a run card."""
        result: Dict[str, Any] = {"model": {"kind": self.kind}, "masses_GeV": list(self.masses_GeV)}
        if self.form_factor is not None:
            result["model"]["form_factor"] = self.form_factor
        if self.chains_per_event is not None:
            result["chains_per_event"] = self.chains_per_event
        if self.minimum_boson_energy_GeV is not None:
            result["minimum_boson_energy_GeV"] = energy_GeV(
                self.minimum_boson_energy_GeV, "minimum_boson_energy_GeV"
            )
        return result

    def _single(self) -> Handle:
        if len(self.masses_GeV) != 1:
            raise errors.ArgumentError(
                f"this needs one mass (there are {len(self.masses_GeV)}). Loop over DarkPhoton(mass)."
            )
        return _model(self.kind, self.masses_GeV[0], self.form_factor)

    def cross_section(
        self, energy_GeV: ArrayLike, *, target: str = "Pb", beam: Union[str, int] = "e-"
    ) -> np.ndarray:
        """Total cross section per atom.

        Parameters
        ----------
        energy_GeV : array_like
            Total energy of the lepton, any shape.
        target : str
            Element.
        beam : {"e-", "e+", "mu-", "mu+"} or int

        Returns
        -------
        ndarray
            [pb], coupling 1; 0 below threshold. Shape of the energies; with several masses the mass is
            the first axis.
        """
        energies = array(energy_GeV, "energy_GeV")
        result = np.empty((len(self.masses_GeV), *energies.shape))
        for row, mass in zip(result, self.masses_GeV):
            call(
                "hermetic_model_cross_section",
                _model(self.kind, mass, self.form_factor).pointer,
                pdg(beam),
                text(target, "target"),
                address(energies),
                energies.size,
                address(row),
            )
        return result[0] if len(self.masses_GeV) == 1 else result

    def differential_cross_section(
        self, x: ArrayLike, *, energy_GeV: float, target: str = "Pb", beam: Union[str, int] = "e-"
    ) -> np.ndarray:
        """dσ/dx per atom, x = boson energy / lepton energy.

        Returns
        -------
        ndarray
            [pb], coupling 1; 0 outside the kinematic limits. Shape of x.
        """
        points = array(x, "x")
        result = np.empty_like(points)
        call(
            "hermetic_model_differential_cross_section",
            self._single().pointer,
            pdg(beam),
            text(target, "target"),
            number(energy_GeV, "energy_GeV"),
            address(points),
            points.size,
            address(result),
        )
        return result

    def sample(
        self,
        n: int,
        *,
        energy_GeV: float,
        target: str = "Pb",
        beam: Union[str, int] = "e-",
        seed: int = 1,
        first: int = 0,
    ) -> FinalStates:
        """Unweighted final states of a lepton that flies along +z.

        State ``first + i`` depends on the seed and its own number only.

        Returns
        -------
        FinalStates
            boson, lepton, nucleus: four-momenta [GeV], each of shape (n, 4).
        """
        n = count(n, "n", 1)
        if n > 2**31:
            raise errors.RangeError(f"n = {n} is not allowed (at most 2^31 at once).")
        out = np.empty((n, 3, 4))
        call(
            "hermetic_model_sample",
            self._single().pointer,
            pdg(beam),
            text(target, "target"),
            number(energy_GeV, "energy_GeV"),
            count(seed, "seed"),
            count(first, "first"),
            n,
            address(out),
        )
        return FinalStates(out[:, 0].copy(), out[:, 1].copy(), out[:, 2].copy())
