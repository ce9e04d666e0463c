"""What couplings mean elsewhere: magnetic moments, loop mixing, and the ways a dark sector is quoted.

>>> hm.phenomenology.magnetic_moment("vector", "mu", 0.0167)        # per coupling squared
>>> hm.phenomenology.coupling_for(2.51e-9, "vector", "mu", [0.001, 0.01, 0.1])
>>> hm.phenomenology.loop_mixing(coupling=4.8e-4)                   # kinetic mixing of the Z′ of L_μ − L_τ
>>> hm.phenomenology.y(1e-5, alpha_D=0.1, mass_ratio=3)

`hm.relic` has the couplings that a thermal history asks for.
"""

from __future__ import annotations

from typing import Union

import numpy as np
from numpy.typing import ArrayLike

from . import errors
from ._library import address, array, call, number, text

__all__ = ["alpha_D", "convert", "coupling_band", "coupling_for", "epsilon", "loop_mixing", "magnetic_moment", "y"]


def _plain(result: np.ndarray, like: ArrayLike) -> Union[float, np.ndarray]:
    return result[0] if np.ndim(like) == 0 else result


def magnetic_moment(
    coupling: str, lepton: str, mass_GeV: ArrayLike, *, strength: float = 1.0
) -> Union[float, np.ndarray]:
    """One-loop Δa = Δ(g−2)/2 of a neutral boson.

    Parameters
    ----------
    coupling : {"vector", "axial", "scalar", "pseudoscalar"}
    lepton : {"e", "mu", "tau"}
    mass_GeV : array_like
        Of the boson, 0 … 1e6 (above 0 for "axial").
    strength : float
        Coupling g to the lepton; ε e for a dark photon.
    """
    masses = array(mass_GeV, "mass_GeV")
    result = np.empty_like(masses)
    call(
        "hermetic_phenomenology_magnetic_moment",
        text(coupling, "coupling"),
        text(lepton, "lepton"),
        address(masses),
        masses.size,
        address(result),
    )
    return _plain(result * number(strength, "strength") ** 2, mass_GeV)


def coupling_for(delta_a: float, coupling: str, lepton: str, mass_GeV: ArrayLike) -> Union[float, np.ndarray]:
    """The coupling that gives Δa, for every mass; the sign of Δa must be that of the coupling's kind."""
    masses = array(mass_GeV, "mass_GeV")
    result = np.empty_like(masses)
    call(
        "hermetic_phenomenology_magnetic_moment_coupling",
        text(coupling, "coupling"),
        text(lepton, "lepton"),
        number(delta_a, "delta_a"),
        address(masses),
        masses.size,
        address(result),
    )
    return _plain(result, mass_GeV)


def coupling_band(
    delta_a: float, error: float, coupling: str, lepton: str, mass_GeV: ArrayLike, *, n_sigma: float = 2.0
) -> np.ndarray:
    """Couplings that give Δa within n_sigma errors: (lower, upper), each of the shape of the masses.

    An edge beyond zero belongs to coupling 0: then the band has no lower edge.
    """
    sign = 1.0 if number(delta_a, "delta_a") >= 0 else -1.0
    low, high = (abs(delta_a) + step * number(n_sigma, "n_sigma") * number(error, "error") for step in (-1, 1))
    return np.stack(
        [
            np.atleast_1d(coupling_for(sign * max(edge, 0.0), coupling, lepton, mass_GeV))
            for edge in sorted((low, high))
        ]
    )


def loop_mixing(q2_GeV2: ArrayLike = 0.0, *, coupling: float = 1.0) -> Union[complex, np.ndarray]:
    """One-loop mixing Π(q²) of the photon with the Z′ of L_μ − L_τ; its modulus acts as kinetic mixing ε.

    Parameters
    ----------
    q2_GeV2 : array_like
        Virtuality, timelike positive: m² for the emission or the decay of a Z′ of mass m.
    coupling : float
        g of the Z′.
    """
    q2 = array(q2_GeV2, "q2_GeV2")
    real, imaginary = np.empty_like(q2), np.empty_like(q2)
    call("hermetic_phenomenology_loop_mixing", address(q2), q2.size, address(real), address(imaginary))
    return _plain(number(coupling, "coupling") * (real + 1j * imaginary), q2_GeV2)


def convert(
    values: ArrayLike, from_: str, to: str, *, alpha_D: float, mass_ratio: float
) -> Union[float, np.ndarray]:
    """From one measure of strength to another.

    Parameters
    ----------
    from_, to : {"epsilon", "coupling", "y", "y_of_couplings"}
        ε; g = εe; y = ε² α_D (m_χ/m_A′)⁴; (g_χ g)² (m_χ/m)⁴.
    alpha_D : float
        g_D²/4π
    mass_ratio : float
        m_A′/m_χ
    """
    given = array(values, "values")
    result = np.empty_like(given)
    call(
        "hermetic_phenomenology_convert",
        text(from_, "from_"),
        text(to, "to"),
        number(alpha_D, "alpha_D"),
        number(mass_ratio, "mass_ratio"),
        address(given),
        given.size,
        address(result),
    )
    return _plain(result, values)


def y(epsilon: ArrayLike, *, alpha_D: float = 0.1, mass_ratio: float = 3.0) -> Union[float, np.ndarray]:
    """y = ε² α_D (m_χ/m_A′)⁴."""
    return convert(epsilon, "epsilon", "y", alpha_D=alpha_D, mass_ratio=mass_ratio)


def epsilon(y: ArrayLike, *, alpha_D: float = 0.1, mass_ratio: float = 3.0) -> Union[float, np.ndarray]:
    """ε of a given y."""
    return convert(y, "y", "epsilon", alpha_D=alpha_D, mass_ratio=mass_ratio)


def alpha_D(y: ArrayLike, epsilon: ArrayLike, *, mass_ratio: float = 3.0) -> Union[float, np.ndarray]:
    """The α_D at which a kinetic mixing ε gives y: y is proportional to α_D at fixed ε."""
    unit = convert(epsilon, "epsilon", "y", alpha_D=1.0, mass_ratio=mass_ratio)
    if np.any(np.asarray(unit) <= 0):
        raise errors.RangeError("epsilon holds 0 (no α_D gives a finite y then). Give positive values.")
    return np.asarray(y, dtype=float) / unit if np.ndim(y) or np.ndim(epsilon) else float(y) / unit
