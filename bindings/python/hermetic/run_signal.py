"""Any model of a run: what of it is made along the tracks, and how.

>>> signal = hm.RunSignal(hm.MesonInvisible("eta"), chains_per_event=60)
>>> signal = hm.RunSignal(hm.Millicharged, mass=["10 MeV", "100 MeV"], minimum_boson_energy_GeV=50)
>>> run = hm.Study(setup=…, beam=hm.Beam(particle="pi-", energy_GeV=50), signal=signal).run(events=1000)
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple, Union

import numpy as np

from . import errors
from .models import Model
from .units import energy_GeV

__all__ = ["RunSignal"]

Quantity = Union[float, str]


@dataclass(frozen=True)
class RunSignal:
    """What a run makes along its tracks, of any model; dark photons and other bosons have `hm.DarkPhoton` and so on.

    Parameters
    ----------
    model : Model, mapping, str or a class of a model
        ``hm.MesonInvisible("eta")``, ``{"kind": "millicharged", "charge": 1e-3}``, ``"millicharged"``,
        ``hm.Millicharged``. Its mass, if it has one, serves as ``mass`` when that is left out.
    mass : float, str or a list of them, optional
        "10 MeV", or GeV: every event serves all of them. None for conversion and mesons.
    minimum_boson_energy_GeV : float or str, optional
        Energy of what leaves unseen (pair, scalar, meson); for conversion, of the lepton that converts. 0.45 of the
        beam's when left out.
    processes, volumes : sequence of str, optional
    chains_per_event : int, optional
        Chains of leading particles over which yields are averaged, 20 when left out.
    """

    model: Any
    mass: Optional[Union[Quantity, Sequence[Quantity]]] = None
    minimum_boson_energy_GeV: Optional[Quantity] = field(default=None, kw_only=True)
    processes: Optional[Sequence[str]] = field(default=None, kw_only=True)
    volumes: Optional[Sequence[str]] = field(default=None, kw_only=True)
    chains_per_event: Optional[int] = field(default=None, kw_only=True)

    def _card(self) -> Dict[str, Any]:
        model = self.model
        if isinstance(model, Model):
            return dict(model.card)
        if isinstance(model, Mapping):
            return dict(model)
        if isinstance(model, type) and issubclass(model, Model):
            if self.mass is None:
                raise errors.ArgumentError(f"{model.__name__} needs mass here. Give RunSignal(model, mass).")
            return dict(model(self._masses(self.mass)[0]).card)
        if isinstance(model, str):
            return {"kind": model}
        raise errors.ArgumentError(f"model = {model!r} is no model. Try hm.MesonInvisible('eta').")

    @staticmethod
    def _masses(mass: Any) -> Tuple[float, ...]:
        several = not isinstance(mass, str) and np.ndim(mass) > 0
        masses = tuple(energy_GeV(one, "mass") for one in (mass if several else [mass]))
        if not masses:
            raise errors.ConfigurationError("mass is an empty list. Give at least one mass, or leave it out.")
        return masses

    def to_dict(self) -> Dict[str, Any]:
        """The signal part of a run card."""
        model = self._card()
        own = model.pop("mass_GeV", None)
        result: Dict[str, Any] = {"model": model}
        mass = own if self.mass is None else self.mass
        if mass is not None:
            result["masses_GeV"] = list(self._masses(mass))
        if self.minimum_boson_energy_GeV is not None:
            result["minimum_boson_energy_GeV"] = energy_GeV(self.minimum_boson_energy_GeV, "minimum_boson_energy_GeV")
        for name in ("processes", "volumes"):
            given = getattr(self, name)
            if given is not None:
                result[name] = [given] if isinstance(given, str) else list(given)
        if self.chains_per_event is not None:
            result["chains_per_event"] = self.chains_per_event
        return result
