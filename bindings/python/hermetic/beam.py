"""What comes in, and how it is transported."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional, Tuple, Union

from .cards import given
from .units import Quantity, energy_GeV


@dataclass(frozen=True, kw_only=True)
class Beam:
    """The beam; what is left out takes the library's default (in the run card of every result).

    Parameters
    ----------
    particle : {"e-", "e+", "gamma", "mu-", "mu+", "pi+", "pi-", "K+", "K-", "K0S", "K0L", "p", "n", …}
    energy_GeV : float or str
        Kinetic energy.
    position_mm, direction : three floats
    spot_sigma_mm, divergence_rad : two floats
        Gaussian widths in x and y.
    momentum_spread : float
        Relative Gaussian width.
    composition : dict, optional
        Kinds of particles by share, all with the beam's momentum: ``{"e-": 0.99, "mu-": 0.01}``.
    halo : dict, optional
        ``{"fraction": 0.02, "spot_sigma_mm": [40, 40]}``, also ``divergence_rad`` and a ``composition``.
    """

    particle: Optional[str] = None
    energy_GeV: Optional[Quantity] = None
    position_mm: Optional[Tuple[float, float, float]] = None
    direction: Optional[Tuple[float, float, float]] = None
    spot_sigma_mm: Optional[Tuple[float, float]] = None
    divergence_rad: Optional[Tuple[float, float]] = None
    momentum_spread: Optional[float] = None
    composition: Optional[Dict[str, float]] = None
    halo: Optional[Dict[str, Any]] = None

    def to_dict(self) -> Dict[str, Any]:
        """The beam part of a run card."""
        card = given(self)
        if "energy_GeV" in card:
            card["energy_GeV"] = energy_GeV(card["energy_GeV"], "beam.energy_GeV")
        return card

    def replace(self, **changes: Any) -> "Beam":
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)


@dataclass(frozen=True, kw_only=True)
class Physics:
    """Parameters of the transport; what is left out takes the library's default.

    Parameters
    ----------
    range_cut_mm : float
        Electrons and photons that would not get this far are not produced.
    range_rejection_GeV : float or str
        Electrons below it that cannot reach a boundary are not followed: they radiate and stop; 0 = off.
    collision_grouping : float
        Elastic collisions of soft electrons are grouped into wider ones; 1 keeps two moments of the deflection.
    safety_fraction : float
        Mean free path of such collisions far from boundaries, in units of the distance to the nearest.
    range_fraction : float
        Largest part of the residual range in one condensed step (fast electrons).
    scattering_fraction : float
        Largest condensed step in transport mean free paths of elastic scattering.
    lowest_kinetic_energy_GeV : float or str
        Charged particles below it stop.
    woodcock_tracking : bool
        Photons cross layered calorimeters without stops at the boundaries (exact).
    biasing : dict
        Factors by which rare processes are more frequent: ``gamma_to_muons``, ``positron_to_muons``,
        ``muon_photonuclear``, ``muon_decay``, ``photonuclear``, ``hadron_decay``, ``hadron_inelastic``; and
        ``forced_decay``: ``{"particles": ["K+"], "z_mm": [2000, 5000], "probability": 0.5, "minimum_energy_GeV": 1}``,
        ``favoured_products``: ``{"particles": ["K0L"], "minimum_energy_GeV": 30, "draws": 200, "preference": 1000}``.
        Events then have weights (column "weight").
    hadrons : dict
        ``{"photonuclear": True, "birks_mm_per_MeV": 0.079, "time_window_ns": 150, "kaon_cross_section": "screened"}``:
        hadrons from photons and muons, quenching, the gate (docs/hadrons.md).
    splitting : dict
        Hadrons that get deep are split, soft ones played out, with weights (docs/hadrons.md).
    synchrotron : dict or False
        ``{"minimum_energy_GeV": 1e-6}``: softer synchrotron photons are not made; False: none.
    field_sagitta_mm : float
        In magnetic fields chords stay this close to the curve.
    """

    range_cut_mm: Optional[float] = None
    range_rejection_GeV: Optional[Quantity] = None
    collision_grouping: Optional[float] = None
    safety_fraction: Optional[float] = None
    range_fraction: Optional[float] = None
    scattering_fraction: Optional[float] = None
    lowest_kinetic_energy_GeV: Optional[Quantity] = None
    woodcock_tracking: Optional[bool] = None
    biasing: Optional[Mapping[str, Any]] = None
    hadrons: Optional[Mapping[str, Any]] = None
    splitting: Optional[Mapping[str, Any]] = None
    synchrotron: Union[Mapping[str, Any], bool, None] = None
    field_sagitta_mm: Optional[float] = None

    def to_dict(self) -> Dict[str, Any]:
        """The physics part of a run card."""
        card = given(self)
        for key in ("range_rejection_GeV", "lowest_kinetic_energy_GeV"):
            if key in card:
                card[key] = energy_GeV(card[key], f"physics.{key}")
        return card

    def replace(self, **changes: Any) -> "Physics":
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)
