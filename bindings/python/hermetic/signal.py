"""Signal models: new particles that a beam lepton radiates."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, fields
from typing import Any, Dict, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

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
def _model(encoded: bytes) -> Handle:
    return Handle("hermetic_model_create", "hermetic_model_free", encoded)


@dataclass(frozen=True)
class Boson:
    """What the models of one radiated boson X share: ℓZ → ℓZX, ℓ = e±, μ±.

    Use a class below: DarkPhoton, ZPrime, BMinusL, Protophobic, Scalar, Pseudoscalar, AxialVector. Rates are for
    the coupling of the model; left out, it is 1, and they are per coupling squared.

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
    approximation : {"exact_tree_level", "weizsaecker_williams", "improved_weizsaecker_williams"}, optional
    processes : sequence of str, optional
        How a run makes the boson along the tracks of its showers: "bremsstrahlung" (the default) and
        "annihilation", e⁺e⁻ → X → invisible, which needs ``dark_matter`` or neutrinos. Yields are summed; by
        process they stand in columns of their own.
    volumes : sequence of str, optional
        Volumes of the set-up in which a run makes bosons; everywhere when left out.
    dark_matter : mapping, optional
        ``{"kind": "dirac", "mass_ratio": 1 / 3, "alpha_D": 0.1}``: what X decays to.
    electron_motion : {"slater", "slater_closed_form", "rest"}, optional
        Of the atomic electrons in annihilation.
    line_shape_coupling : float, optional
        Annihilation in a run has the line shape of this multiple of the coupling; 1e-4 when left out.
    visible_decays : {"vetoed", "unseen", "simulated"}, optional
        Of a boson with invisible decays: "vetoed" (the default) counts Br(invisible) of those that a run makes,
        "unseen" counts all, as of one that leaves the detector before it decays; "simulated" lets it fly and decay,
        and follows its products.
    decay : mapping, optional
        With "simulated" decays: ``{"coupling": 3e-4, "window_mm": [100, 4000], "sampling": "uniform"}``. Lifetimes
        are those at this multiple of the model's coupling; with a window (path lengths from the production) every boson
        decays in it and the event has the weight for that; ``"modes": ["electrons"]`` makes these decays alone.
        See `Run.signal_yield`.
    """

    mass: Union[Quantity, Sequence[Quantity]]
    minimum_boson_energy_GeV: Optional[Quantity] = None
    form_factor: Optional[str] = None
    chains_per_event: Optional[int] = None
    approximation: Optional[str] = None
    processes: Optional[Sequence[str]] = field(default=None, kw_only=True)
    volumes: Optional[Sequence[str]] = field(default=None, kw_only=True)
    dark_matter: Optional[Mapping[str, Any]] = field(default=None, kw_only=True)
    electron_motion: Optional[str] = field(default=None, kw_only=True)
    line_shape_coupling: Optional[float] = field(default=None, kw_only=True)
    visible_decays: Optional[str] = field(default=None, kw_only=True)
    decay: Optional[Mapping[str, Any]] = field(default=None, kw_only=True)

    kind = ""
    #: Beam of cross sections and samples that name none.
    default_beam = "e-"

    def __post_init__(self) -> None:
        if not isinstance(self.mass, str) and np.ndim(self.mass) > 0:
            object.__setattr__(self, "mass", tuple(self.mass))  # type: ignore[arg-type]
        if not self.masses_GeV:
            raise errors.ConfigurationError("mass is an empty list. Give at least one mass.")

    @functools.cached_property
    def parameters(self) -> Dict[str, Any]:
        """The model's keys that were given, without mass and kind."""
        of_runs = (
            "mass",
            "minimum_boson_energy_GeV",
            "chains_per_event",
            "processes",
            "volumes",
            "line_shape_coupling",
            "visible_decays",
            "decay",
        )
        return {
            field.name: getattr(self, field.name)
            for field in fields(self)
            if field.name not in of_runs and getattr(self, field.name) is not None
        }

    def _handle(self, mass_GeV: float) -> Handle:
        return _model(card({"kind": self.kind, "mass_GeV": mass_GeV, **self.parameters}, "model"))

    @functools.cached_property
    def masses_GeV(self) -> Tuple[float, ...]:
        """The masses [GeV]."""
        masses = self.mass if isinstance(self.mass, tuple) else (self.mass,)
        return tuple(energy_GeV(mass, "mass") for mass in masses)  # type: ignore[arg-type]

    def to_dict(self) -> Dict[str, Any]:
        """The signal part of a run card."""
        result: Dict[str, Any] = {
            "model": {"kind": self.kind, **self.parameters},
            "masses_GeV": list(self.masses_GeV),
        }
        if self.processes is not None:
            names = [self.processes] if isinstance(self.processes, str) else self.processes
            result["processes"] = list(names)
        if self.volumes is not None:
            result["volumes"] = [self.volumes] if isinstance(self.volumes, str) else list(self.volumes)
        if self.line_shape_coupling is not None:
            result["line_shape_coupling"] = self.line_shape_coupling
        if self.visible_decays is not None:
            result["visible_decays"] = self.visible_decays
        if self.decay is not None:
            result["decay"] = dict(self.decay)
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
                f"this needs one mass (there are {len(self.masses_GeV)}). Loop over {type(self).__name__}(mass)."
            )
        return self._handle(self.masses_GeV[0])

    def cross_section(
        self, energy_GeV: ArrayLike, *, target: str = "Pb", beam: Optional[Union[str, int]] = None
    ) -> np.ndarray:
        """Total cross section per atom.

        Parameters
        ----------
        energy_GeV : array_like
            Total energy of the lepton, any shape.
        target : str
            Element.
        beam : {"e-", "e+", "mu-", "mu+"} or int, optional
            The model's ``default_beam`` when left out.

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
                self._handle(mass).pointer,
                pdg(self.default_beam if beam is None else beam),
                text(target, "target"),
                address(energies),
                energies.size,
                address(row),
            )
        return result[0] if len(self.masses_GeV) == 1 else result

    def differential_cross_section(
        self,
        x: ArrayLike,
        *,
        energy_GeV: float,
        theta: Optional[ArrayLike] = None,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
    ) -> np.ndarray:
        """dσ/dx per atom, or d²σ/dx dθ; x = boson energy / lepton energy, θ the boson's angle.

        Parameters
        ----------
        theta : array_like, optional
            [rad]; x and theta are broadcast against each other.

        Returns
        -------
        ndarray
            [pb] or [pb/rad]; 0 outside the kinematic limits. Shape of x, or of x and theta together.
        """
        target_name = text(target, "target")
        particle = pdg(self.default_beam if beam is None else beam)
        energy = number(energy_GeV, "energy_GeV")
        if theta is None:
            fractions = array(x, "x")
            result = np.empty_like(fractions)
            call(
                "hermetic_model_differential_cross_section",
                self._single().pointer,
                particle,
                target_name,
                energy,
                address(fractions),
                fractions.size,
                address(result),
            )
            return result
        pairs = np.broadcast_arrays(array(x, "x"), array(theta, "theta"))
        points = np.ascontiguousarray(np.stack(pairs, axis=-1))
        result = np.empty(points.shape[:-1])
        call(
            "hermetic_model_process_differential",
            self._single().pointer,
            b"bremsstrahlung",
            particle,
            target_name,
            energy,
            b"x,theta",
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
            pdg(self.default_beam if beam is None else beam),
            text(target, "target"),
            number(energy_GeV, "energy_GeV"),
            count(seed, "seed"),
            count(first, "first"),
            n,
            address(out),
        )
        return FinalStates(out[:, 0].copy(), out[:, 1].copy(), out[:, 2].copy())


@dataclass(frozen=True)
class DarkPhoton(Boson):
    """A dark photon A′ that couples to charged leptons with ε e; other parameters as in `Boson`.

    Parameters
    ----------
    epsilon : float, optional
        Kinetic mixing; 1 when left out.
    """

    epsilon: Optional[float] = None
    kind = "dark_photon"


@dataclass(frozen=True)
class ZPrime(Boson):
    """The gauge boson of L_μ − L_τ with coupling g to muons; other parameters as in `Boson`.

    Parameters
    ----------
    coupling : float, optional
        g; 1 when left out.
    """

    coupling: Optional[float] = None
    kind = "z_prime_mu_tau"
    default_beam = "mu-"


@dataclass(frozen=True)
class BMinusL(Boson):
    """The gauge boson of B − L with coupling g to leptons; other parameters as in `Boson`.

    Parameters
    ----------
    coupling : float, optional
        g; 1 when left out.
    """

    coupling: Optional[float] = None
    kind = "b_minus_l"


@dataclass(frozen=True)
class Protophobic(Boson):
    """A protophobic vector such as the X17; other parameters as in `Boson`.

    Parameters
    ----------
    epsilon : float, optional
        Coupling to electrons in units of e; 1 when left out.
    """

    epsilon: Optional[float] = None
    kind = "protophobic_vector"


@dataclass(frozen=True)
class _LeptonCoupled(Boson):
    """One coupling to charged leptons.

    Parameters
    ----------
    epsilon : float, optional
        In units of e = 0.30282; 1 when left out.
    coupling : float, optional
        The Lagrangian's g, instead of epsilon.
    electron_share, muon_share : float, optional
        Factors for one lepton; 0 switches it off.
    """

    epsilon: Optional[float] = None
    coupling: Optional[float] = None
    electron_share: Optional[float] = None
    muon_share: Optional[float] = None


@dataclass(frozen=True)
class Scalar(_LeptonCoupled):
    """A scalar, L = g S ℓ̄ℓ, g = e epsilon; parameters as in `DarkPhoton`, and coupling, electron_share, muon_share."""

    kind = "scalar"


@dataclass(frozen=True)
class Pseudoscalar(_LeptonCoupled):
    """A pseudoscalar, L = g P ℓ̄iγ⁵ℓ; parameters as in `Scalar`."""

    kind = "pseudoscalar"


@dataclass(frozen=True)
class AxialVector(_LeptonCoupled):
    """An axial vector, L = g X_μ ℓ̄γ^μγ⁵ℓ; parameters as in `Scalar`."""

    kind = "axial_vector"


@dataclass(frozen=True)
class ALP(Boson):
    """An axion-like particle for runs, L = −(g/4) a F F̃, made by the photons of a shower.

    Cross sections, samples and decays by name: ``hm.Model("alp", …)``. Other parameters as in `Boson`; a run takes the
    ALP to leave no energy (it decays invisibly or behind the detector).

    Parameters
    ----------
    photon_coupling_per_GeV : float, optional
        g [1/GeV]; 1 when left out, so that yields are per g².
    electron_coupling : float, optional
        g_e of g_e a ē iγ⁵e; 0 when left out.
    processes : sequence of str, optional
        "primakoff" and "photon_fusion" (the default), and with electron_coupling "bremsstrahlung", "annihilation".
    """

    photon_coupling_per_GeV: Optional[float] = None
    electron_coupling: Optional[float] = None
    kind = "alp"
    default_beam = "gamma"

    def _elsewhere(self, *_: Any, **__: Any) -> Any:
        raise errors.ArgumentError(
            "an ALP has several processes (which one is meant?). Use hm.Model(\"alp\", mass=…) and name one."
        )

    cross_section = differential_cross_section = sample = _elsewhere
