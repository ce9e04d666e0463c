"""Rarer signal processes by name: thin faces of :class:`hermetic.Model` (docs/physics/rare_processes.md).

>>> hm.Millicharged("10 MeV", charge=1e-3).cross_section(100, target="Pb")       # pb per atom
>>> hm.FlavourConversion("V_LL", "u").sample(1000, energy_GeV=160, target="Fe", beam="mu-")
>>> hm.MesonInvisible("eta").cross_section(50, target="Fe")                      # good to a factor 2 to 7 only
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from .models import Model

__all__ = ["Millicharged", "LFVScalar", "FlavourConversion", "MesonInvisible", "Dimuon"]


def _yield(sigma_pb: np.ndarray, areal_density_g_cm2: float, atomic_mass_g_mol: float) -> np.ndarray:
    for name, value in (("areal_density_g_cm2", areal_density_g_cm2), ("atomic_mass_g_mol", atomic_mass_g_mol)):
        if not (np.isfinite(value) and value > 0):
            raise errors.RangeError(f"{name} = {value} is not allowed (must be a finite number > 0).")
    return sigma_pb * 1e-36 * 6.02214076e23 / atomic_mass_g_mol * areal_density_g_cm2


class Millicharged(Model):
    """Particles of charge Q e, made in pairs by a virtual photon: process "pair_production" (e±, μ±).

    One virtual photon at exact tree level; two-photon production (∝ Q⁴) and the vector mesons of a thick dump are
    not in the cross section. The latter dominate above about 0.5 GeV.

    Parameters
    ----------
    mass : float or str
        "10 MeV", or GeV.
    charge : float
        Q in units of e; cross sections are ∝ Q².
    spin : {"fermion", "scalar"}
    pair_angle : {"transverse", "isotropic", "exact"}
        Angle of Q about the flight of the virtual photon, in its rest frame; "exact" has the photon's polarisation of tree
        level at every point.
    form_factor : {"elastic", "elastic_plus_inelastic"}
    """

    def __init__(
        self,
        mass: Union[float, str],
        *,
        charge: float = 1,
        spin: str = "fermion",
        pair_angle: str = "transverse",
        form_factor: str = "elastic",
    ):
        super().__init__(
            "millicharged", mass, charge=charge, spin=spin, pair_angle=pair_angle, form_factor=form_factor
        )


class LFVScalar(Model):
    """A scalar whose emission changes the lepton, ℓ₁ N → ℓ₂ N φ: process "bremsstrahlung".

    Parameters
    ----------
    mass : float or str
        Must exceed m₁ − m₂, below which the lepton decays to it in vacuum.
    outgoing : {"tau", "mu", "e"}
        The lepton that leaves; beams are the lighter ones, and muons for "e".
    parity : {"scalar", "pseudoscalar"}
    coupling : float
        ε of g = ε e.
    approximation : {"exact", "weizsaecker_williams"}
    """

    def __init__(
        self,
        mass: Union[float, str],
        *,
        outgoing: str = "tau",
        parity: str = "scalar",
        coupling: float = 1,
        approximation: str = "exact",
        form_factor: str = "elastic",
    ):
        super().__init__(
            "lfv_scalar",
            mass,
            outgoing=outgoing,
            parity=parity,
            coupling=coupling,
            approximation=approximation,
            form_factor=form_factor,
        )


class FlavourConversion(Model):
    """ℓ₁ N → ℓ₂ X in deep-inelastic scattering through one contact operator: process "conversion".

    The parton densities are a frozen toy set, which makes numbers comparable to every digit and good to about 20 %.

    Parameters
    ----------
    operator : {"V_LL", "V_RR", "V_LR", "V_RL", "S", "T"}
    quark : {"u", "d", "s"}
    outgoing : {"tau", "mu", "e"}
    scale_GeV : float
        Λ; cross sections are ∝ coupling²/Λ⁴.
    minimum_Q2_GeV2, minimum_W_GeV : float
        Cuts, to see how much comes from where the parton picture is doubtful.
    """

    def __init__(
        self,
        operator: str,
        quark: str,
        *,
        outgoing: str = "tau",
        scale_GeV: float = 1000,
        coupling: float = 1,
        minimum_Q2_GeV2: float = 0,
        minimum_W_GeV: float = 0,
    ):
        super().__init__(
            "flavour_conversion",
            operator=operator,
            quark=quark,
            outgoing=outgoing,
            scale_GeV=scale_GeV,
            coupling=coupling,
            minimum_Q2_GeV2=minimum_Q2_GeV2,
            minimum_W_GeV=minimum_W_GeV,
        )

    def ratio(
        self,
        energy_GeV: float,
        *,
        denominator_pb: float,
        denominator: str,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
    ) -> Dict[str, Any]:
        """σ(ℓ₁ A → ℓ₂ X)/σ(ℓ₁ A → ℓ₁ X) together with the denominator that makes it what it is.

        The ratio of the literature divides by "bremsstrahlung", whose size depends on the lowest photon energy
        counted: a ratio without its denominator means nothing. Prefer :meth:`events_per_lepton`.

        Parameters
        ----------
        denominator_pb : float
            Cross section per atom that is divided by.
        denominator : str
            What it is: "bremsstrahlung, photons > 1 GeV". Kept in the answer.

        Returns
        -------
        dict
            ratio, numerator_pb, denominator_pb, denominator.
        """
        if not denominator.strip():
            raise errors.ArgumentError("denominator is empty (a ratio needs its denominator). Say what it is.")
        if not (np.isfinite(denominator_pb) and denominator_pb > 0):
            raise errors.RangeError(f"denominator_pb = {denominator_pb} is not allowed (must be a finite number > 0).")
        numerator = float(self.cross_section(energy_GeV, target=target, beam=beam)[0])
        return {
            "ratio": numerator / denominator_pb,
            "numerator_pb": numerator,
            "denominator_pb": denominator_pb,
            "denominator": denominator,
        }

    def events_per_lepton(
        self,
        energy_GeV: ArrayLike,
        *,
        areal_density_g_cm2: float,
        atomic_mass_g_mol: float,
        target: str = "Pb",
        beam: Optional[Union[str, int]] = None,
    ) -> np.ndarray:
        """Thin-target yield n_A L σ."""
        sigma = self.cross_section(energy_GeV, target=target, beam=beam)
        return _yield(sigma, areal_density_g_cm2, atomic_mass_g_mol)


class MesonInvisible(Model):
    """A neutral meson from charge exchange that decays to nothing visible: process "charge_exchange" (π±, K±).

    **The cross section is uncertain by a factor 2 to 7.** ``normalization`` names what its constant is taken to mean:

    - ``"integrated_interpretation"`` (default): the constant is the integrated cross section. For π⁰ within 12–20 %
      of isospin and the optical theorem.
    - ``"as_published_in_geant4"``: the constant is dσ/d|t| at 0, as coded in Geant4 11.4. For π⁰ 4 to 7 times below
      what isospin and the optical theorem demand; for η and η′ about 2 times below the other reading at 50 GeV.
    - ``"isospin_and_optical_theorem"``: π⁰ only.

    Parameters
    ----------
    meson : {"pi0", "eta", "eta_prime", "omega", "f2", "K_S", "K_L"}
        Kaons come from K±; their shape in t is borrowed from the π⁰.
    absorption : bool
        Absorption of the meson on its way out of the nucleus (pion beams).
    invisible_branching_ratio : float
        Multiplies the cross section.
    """

    def __init__(
        self,
        meson: str,
        *,
        normalization: str = "integrated_interpretation",
        absorption: bool = True,
        invisible_branching_ratio: float = 1,
    ):
        super().__init__(
            "meson_invisible",
            meson=meson,
            normalization=normalization,
            absorption=absorption,
            invisible_branching_ratio=invisible_branching_ratio,
        )

    def yield_per_pion(
        self,
        energy_GeV: ArrayLike,
        *,
        areal_density_g_cm2: float,
        atomic_mass_g_mol: float,
        target: str = "Fe",
        beam: Optional[Union[str, int]] = None,
    ) -> np.ndarray:
        """Mesons per beam particle on so much target, e.g. one interaction length; uncertain by a factor 2 to 7."""
        sigma = self.cross_section(energy_GeV, target=target, beam=beam)
        return _yield(sigma, areal_density_g_cm2, atomic_mass_g_mol)


class Dimuon(Model):
    """Muon pairs of the Standard Model: "photon_conversion" (γ) and "positron_annihilation" (e⁺ on atomic electrons).

    Parameters
    ----------
    electron_motion : {"rest", "slater"}
        Of the atomic electrons in annihilation; "slater" smears the threshold at 43.7 GeV.
    """

    def __init__(self, *, form_factor: str = "elastic", electron_motion: str = "rest"):
        super().__init__("dimuon", form_factor=form_factor, electron_motion=electron_motion)
