"""Exceptions: one class for every status code of ``include/hermetic.h``.

Each one derives from `HermeticError` and, where there is a natural one, from the built-in exception a
Python programmer would catch (`ValueError`, `LookupError`, …). The message is the library's own: it names
the parameter, its value, what is allowed, and what to do.
"""

from __future__ import annotations


class HermeticError(Exception):
    """Any failure reported by the library.

    Attributes
    ----------
    code : int
        Negative status code of the C header.
    name : str
        Its name, for example ``"HERMETIC_E_RANGE"``.
    message : str
        What was wrong, why, and what to do.
    """

    code: int = -12
    name: str = "HERMETIC_E_INTERNAL"

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return self.message


class ArgumentError(HermeticError, TypeError):
    """A missing argument or the wrong kind of value."""

    code, name = -1, "HERMETIC_E_ARGUMENT"


class RangeError(HermeticError, ValueError):
    """A number that is not finite or outside its allowed range."""

    code, name = -2, "HERMETIC_E_RANGE"


class NotFoundError(HermeticError, LookupError):
    """An unknown name: material, preset, column, sensor, model."""

    code, name = -3, "HERMETIC_E_NOT_FOUND"


class ParseError(HermeticError, ValueError):
    """Malformed JSON, expression, quantity or UTF-8."""

    code, name = -4, "HERMETIC_E_PARSE"


class ConfigurationError(HermeticError, ValueError):
    """An unknown, missing or contradictory key in a card."""

    code, name = -5, "HERMETIC_E_CONFIGURATION"


class GeometryError(HermeticError, ValueError):
    """Overlapping, protruding or degenerate volumes."""

    code, name = -6, "HERMETIC_E_GEOMETRY"


class KinematicsError(HermeticError, ValueError):
    """Outside the kinematic limits of the process."""

    code, name = -7, "HERMETIC_E_KINEMATICS"


class CapacityError(HermeticError):
    """A buffer is too small."""

    code, name = -8, "HERMETIC_E_CAPACITY"


class StateError(HermeticError, RuntimeError):
    """Called at the wrong moment."""

    code, name = -9, "HERMETIC_E_STATE"


class NumericsError(HermeticError, ArithmeticError):
    """A calculation did not converge."""

    code, name = -10, "HERMETIC_E_NUMERICS"


class StoppedError(HermeticError):
    """The caller asked to stop."""

    code, name = -11, "HERMETIC_E_INTERRUPTED"


class InternalError(HermeticError, RuntimeError):
    """A defect of the library: please report it."""

    code, name = -12, "HERMETIC_E_INTERNAL"


class LibraryError(HermeticError, ImportError):
    """The shared library was not found, or does not fit this package."""

    code, name = -9, "HERMETIC_E_STATE"


_BY_CODE = {
    kind.code: kind
    for kind in (
        ArgumentError,
        RangeError,
        NotFoundError,
        ParseError,
        ConfigurationError,
        GeometryError,
        KinematicsError,
        CapacityError,
        StateError,
        NumericsError,
        StoppedError,
        InternalError,
    )
}


def from_status(code: int, message: str) -> HermeticError:
    """The exception for a status code."""
    return _BY_CODE.get(code, InternalError)(message or f"the library returned the unknown status {code}.")
