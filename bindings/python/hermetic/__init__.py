"""Hermetic: fixed-target missing-energy searches, from the beam to the exclusion curve.

>>> import hermetic as hm
>>> study = hm.Study(setup=hm.setups.na64e_2018(), signal=hm.DarkPhoton("10 MeV"))
>>> run = study.run(events=1000, seed=1)          # progress bar; Ctrl-C keeps what is done
>>> run.events["ecal.total_GeV"]                  # a numpy view, no copy

Units are GeV, mm, rad and pb; names carry them. Energies and lengths are also accepted as texts, such as
``"16.7 MeV"``. Failures raise a `HermeticError` that says what to do next.
"""

from __future__ import annotations

import importlib
from typing import Any, List

from ._version import __version__

# name: module that defines it. Loaded on first use, so that `import hermetic` costs next to nothing.
_NAMES = {
    "Analysis": "cards",
    "Cut": "cards",
    "Period": "cards",
    "Selection": "cards",
    "Beam": "beam",
    "Physics": "beam",
    "Box": "geometry",
    "LayeredCalorimeter": "geometry",
    "Material": "geometry",
    "Sensitive": "geometry",
    "Tube": "geometry",
    "World": "geometry",
    "Dipole": "fields",
    "EngeEdge": "fields",
    "FieldMap": "fields",
    "Quadrupole": "fields",
    "Solenoid": "fields",
    "Setup": "setup",
    "ALP": "signal",
    "AxialVector": "signal",
    "BMinusL": "signal",
    "DarkPhoton": "signal",
    "Protophobic": "signal",
    "Pseudoscalar": "signal",
    "Scalar": "signal",
    "ZPrime": "signal",
    "Model": "models",
    "Millicharged": "rare_processes",
    "LFVScalar": "rare_processes",
    "FlavourConversion": "rare_processes",
    "MesonInvisible": "rare_processes",
    "Dimuon": "rare_processes",
    "RunSignal": "run_signal",
    "Study": "study",
    "Synchrotron": "synchrotron",
    "Track": "tracking",
    "Tracker": "tracking",
    "Run": "run",
    "Experiment": "experiments",
    "optimise_cut": "optimisation",
    "EventDisplay": "display",
    "published": "curves",
    "published_names": "curves",
    "Curve": "curves",
    "energy_GeV": "units",
    "length_mm": "units",
    "logspace": "units",
    **{
        name: "errors"
        for name in (
            "HermeticError ArgumentError RangeError NotFoundError ParseError ConfigurationError "
            "GeometryError KinematicsError CapacityError StateError NumericsError StoppedError "
            "InternalError LibraryError"
        ).split()
    },
}
_MODULES = (
    "analyses background cards checkpoints couplings directories errors experiments hepdata identification "
    "limits materials muons parts phenomenology physics plot relic report selections setups units"
).split()

__all__ = ["__version__", "library_version", *_NAMES, *_MODULES]


def library_version() -> str:
    """Version of the loaded library, "major.minor.patch"."""
    from ._library import library

    return library().hermetic_version().decode()


def __getattr__(name: str) -> Any:
    if name in _NAMES:
        value = getattr(importlib.import_module("." + _NAMES[name], __name__), name)
    elif name in _MODULES:
        value = importlib.import_module("." + name, __name__)
    else:
        raise AttributeError(f"module 'hermetic' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> List[str]:
    return sorted(__all__)
