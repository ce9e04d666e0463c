"""Thermal relics: which coupling leaves the observed density of dark matter, by solving for the freeze-out.

>>> hm.relic.target("Majorana", m_chi_GeV=0.01, alpha_D=0.1, mass_ratio=3).y
>>> line = hm.relic.target("scalar", m_chi_GeV=np.geomspace(1e-3, 0.5, 50))     # line.y, line.epsilon: arrays
>>> hm.relic.density("Dirac", m_chi_GeV=0.01, epsilon=1e-4).omega_h2
>>> hm.relic.alpha_D("scalar", m_chi_GeV=0.01, epsilon=1e-4).alpha_D

docs/physics/phenomenology.md says what is in the calculation and what is not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Mapping, Optional, Tuple, Union

import numpy as np
from numpy.typing import ArrayLike

from ._library import address, array, call, call_text, card, text
from .units import energy_GeV

__all__ = ["Relic", "alpha_D", "answer", "degrees_of_freedom", "density", "target"]

Number = Union[float, np.ndarray]


@dataclass(frozen=True)
class Relic:
    """What a freeze-out calculation found: numbers for one mass, arrays for several.

    Attributes
    ----------
    m_chi_GeV, mediator_mass_GeV, alpha_D
    coupling
        ε of a dark photon (also under the name ``epsilon``), g of another mediator.
    y
        ε² α_D (m_χ/m)⁴ for a dark photon, (g g_χ)² (m_χ/m)⁴ for the others.
    omega_h2
    x_freeze_out
        m_χ/T when the density is 2.5 times that of equilibrium.
    sigma_v_cm3_s
        ⟨σv⟩ at that moment, averaged over all pairs.
    mediator_width_GeV
    notes : tuple of str
        Reasons to distrust a number.
    card : dict
        The question with its defaults.
    """

    m_chi_GeV: Number
    mediator_mass_GeV: Number
    alpha_D: Number
    coupling: Number
    y: Number
    omega_h2: Number
    x_freeze_out: Number
    sigma_v_cm3_s: Number
    mediator_width_GeV: Number
    notes: Tuple[str, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def epsilon(self) -> Number:
        """Kinetic mixing of a dark photon."""
        if self.card["mediator"] != "dark_photon":
            raise AttributeError("only a dark photon has an epsilon; see coupling")
        return self.coupling


def answer(question: Union[Mapping[str, Any], str]) -> Dict[str, Any]:
    """The library's answer to a card: the card with its defaults, and "rows"."""
    return call_text("hermetic_phenomenology_relic", card(question, "card"))


def _ask(dark_matter: str, m_chi_GeV: Any, find: str, options: Mapping[str, Any]) -> Relic:
    several = not isinstance(m_chi_GeV, str) and np.ndim(m_chi_GeV) > 0
    masses = [energy_GeV(mass, "m_chi_GeV") for mass in (m_chi_GeV if several else [m_chi_GeV])]
    name = dark_matter.lower().replace("-", "_") if isinstance(dark_matter, str) else dark_matter
    question = {"dark_matter": name, "m_chi_GeV": masses, "find": find}
    question.update({key: value for key, value in options.items() if value is not None})
    found = answer(question)
    rows: List[Dict[str, Any]] = found.pop("rows")
    notes = tuple(dict.fromkeys(note for row in rows for note in row.get("notes", ())))
    values: Dict[str, Any] = {
        key: np.array([row[key] for row in rows]) if several else rows[0][key]
        for key in rows[0]
        if key != "notes"
    }
    if "epsilon" in values:
        values["coupling"] = values.pop("epsilon")
    return Relic(**values, notes=notes, card=found)


def target(
    dark_matter: str,
    m_chi_GeV: Any,
    *,
    alpha_D: Optional[float] = None,
    mass_ratio: Optional[float] = None,
    mediator: str = "dark_photon",
    **options: Any,
) -> Relic:
    """The coupling that leaves Ωh² = 0.12.

    Parameters
    ----------
    dark_matter : {"Majorana", "Dirac", "pseudo-Dirac", "scalar"}
    m_chi_GeV : float, str or a sequence of them
    alpha_D : float
        g_D²/4π, 0.1 when left out; or ``dark_coupling=g_χ``.
    mass_ratio : float
        Mediator over dark matter, 3 when left out; or ``mediator_mass_GeV=``.
    mediator : {"dark_photon", "l_mu_minus_l_tau", "b_minus_l"}
    **options
        splitting : (m₂ − m₁)/m₁ of a pseudo-Dirac pair.
        omega_h2 : 0.12.
        thermal_average : "relativistic" or "nonrelativistic_expansion".
        degrees_of_freedom : "saikawa_shirai" or "ideal_gas_150MeV".
    """
    return _ask(
        dark_matter,
        m_chi_GeV,
        "coupling",
        {"alpha_D": alpha_D, "mass_ratio": mass_ratio, "mediator": mediator, **options},
    )


def density(
    dark_matter: str,
    m_chi_GeV: Any,
    *,
    epsilon: Optional[float] = None,
    coupling: Optional[float] = None,
    alpha_D: Optional[float] = None,
    mass_ratio: Optional[float] = None,
    mediator: str = "dark_photon",
    **options: Any,
) -> Relic:
    """Ωh² that a coupling leaves: ``epsilon`` of a dark photon, ``coupling`` of another mediator; the rest as for
    `target`."""
    options = {"alpha_D": alpha_D, "mass_ratio": mass_ratio, "mediator": mediator, **options}
    return _ask(dark_matter, m_chi_GeV, "density", {"epsilon": epsilon, "coupling": coupling, **options})


def alpha_D(
    dark_matter: str,
    m_chi_GeV: Any,
    *,
    epsilon: Optional[float] = None,
    coupling: Optional[float] = None,
    mass_ratio: Optional[float] = None,
    mediator: str = "dark_photon",
    **options: Any,
) -> Relic:
    """The α_D at which a coupling leaves Ωh² = 0.12; with the limit of a search, the smallest α_D that it leaves
    open."""
    options = {"mass_ratio": mass_ratio, "mediator": mediator, **options}
    return _ask(dark_matter, m_chi_GeV, "alpha_D", {"epsilon": epsilon, "coupling": coupling, **options})


def degrees_of_freedom(
    temperature_GeV: ArrayLike, *, source: str = "saikawa_shirai"
) -> Tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Effective degrees of freedom of the primordial plasma: of energy, of entropy, and g∗^{1/2} of the Boltzmann
    equation."""
    temperatures = array(temperature_GeV, "temperature_GeV")
    energy, entropy, freeze_out = (np.empty_like(temperatures) for _ in range(3))
    call(
        "hermetic_phenomenology_degrees_of_freedom",
        text(source, "source"),
        address(temperatures),
        temperatures.size,
        address(energy),
        address(entropy),
        address(freeze_out),
    )
    return energy, entropy, freeze_out
