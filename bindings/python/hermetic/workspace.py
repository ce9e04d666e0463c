"""Likelihoods of HistFactory workspaces (pyhf JSON 1.0.0): fits, tests and limits.

>>> workspace = hm.limits.Workspace.from_pyhf("ws.json")
>>> workspace.upper_limit(cl=0.90, method="asymptotic").value
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Union

import numpy as np

from . import errors
from ._library import address, array, call, call_text, card, count, library, plain_value, text
from .limits import Limit

__all__ = ["Workspace", "patched", "patchset"]

Source = Union[str, "os.PathLike[str]", Mapping[str, Any]]


def _read(source: Any, name: str) -> bytes:
    """JSON text from a mapping, a list, a JSON text, or the path of a file."""
    if isinstance(source, Mapping):
        return card(source, name)
    if isinstance(source, (list, tuple)):
        return json.dumps(plain_value(source, name), ensure_ascii=False).encode("utf-8")
    if isinstance(source, (str, bytes)) and source.lstrip()[:1] in ("{", "[", b"{", b"["):
        return text(source, name)
    try:
        return Path(source).read_bytes()  # type: ignore[arg-type]
    except (OSError, TypeError, ValueError) as reason:
        raise errors.NotFoundError(
            f"{name} {source!r} can't be read ({reason}). Pass a mapping, a JSON text or the path of a file."
        ) from None


class Workspace:
    """A workspace with one of its measurements.

    Parameters
    ----------
    source : mapping, JSON text, or path
        pyhf workspace, version 1.0.0.
    measurement : str, optional
        Name of the measurement; the first one by default.
    patch : mapping, list, JSON text, or path; optional
        JSON Patch operations or a pyhf patchset, applied first.
    patch_name : str, optional
        Which patch of a patchset, the name of a mass point for instance.
    """

    def __init__(
        self,
        source: Source,
        *,
        measurement: Optional[str] = None,
        patch: Optional[Any] = None,
        patch_name: Optional[str] = None,
    ):
        self.pointer: Optional[int] = None
        content = _read(source, "workspace")
        if patch is not None:
            content = json.dumps(patched(content, patch, patch_name), ensure_ascii=False).encode("utf-8")
        name = None if measurement is None else text(measurement, "measurement")
        out = ctypes.c_void_p()
        call("hermetic_workspace_create", content, name, ctypes.byref(out))
        self._adopt(out.value)

    def _adopt(self, pointer: Optional[int]) -> None:
        self._free = library().hermetic_workspace_free
        self.pointer = pointer

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self._free(self.pointer)
            self.pointer = None

    @classmethod
    def from_pyhf(cls, source: Source, **options: Any) -> "Workspace":
        """Reads pyhf workspace JSON: a mapping, a text, or a file; options as in the constructor."""
        return cls(source, **options)

    def to_pyhf(self) -> Dict[str, Any]:
        """The workspace in pyhf's JSON 1.0.0."""
        return call_text("hermetic_workspace_export", self.pointer, b"pyhf")

    def to_hs3(self) -> Dict[str, Any]:
        """The workspace in HS3; ``["metadata"]["hs3_version"]`` says which version."""
        return call_text("hermetic_workspace_export", self.pointer, b"hs3")

    def describe(self) -> Dict[str, Any]:
        """Measurement, parameter of interest, parameters with bounds and constraints, channels."""
        return call_text("hermetic_workspace_describe", self.pointer)

    @property
    def parameter_names(self) -> List[str]:
        """Names in the order of every list of numbers: "mu", "stat[0]", "stat[1]", …"""
        return self.describe()["parameter_names"]

    def nll(self, parameters: Union[Mapping[str, float], Sequence[float], np.ndarray]) -> Union[float, np.ndarray]:
        """−ln L of the observed data, all constants included.

        Parameters
        ----------
        parameters : mapping, or array of shape (parameters,) or (points, parameters)
            A mapping may leave out parameters; they take their initial values.
        """
        if isinstance(parameters, Mapping):
            description = self.describe()
            names = description["parameter_names"]
            values = [value for item in description["parameters"] for value in item["inits"]]
            for name, value in parameters.items():
                if name not in names:
                    raise errors.NotFoundError(f"unknown parameter {name!r}. Known: {', '.join(names)}.")
                values[names.index(name)] = value
            parameters = values
        points = array(parameters, "parameters")
        single = points.ndim == 1
        points = np.atleast_2d(points)
        width = len(self.parameter_names)
        if points.ndim != 2 or points.shape[1] != width:
            raise errors.ArgumentError(f"parameters must hold {width} numbers per point, not {points.shape[1]}.")
        values = np.empty(len(points))
        call("hermetic_workspace_nll", self.pointer, address(points), len(points), address(values))
        return float(values[0]) if single else values

    def fit(
        self,
        *,
        fixed: Optional[Mapping[str, float]] = None,
        initial: Optional[Mapping[str, float]] = None,
        minos: Sequence[str] = (),
        level: float = 1.0,
    ) -> Dict[str, Any]:
        """Maximum-likelihood fit. ``result["status"]`` says whether a minimum was found.

        Parameters
        ----------
        fixed, initial : {name: value}
            Parameters held at a value, and where the others start.
        minos : names
            Parameters whose profile-likelihood intervals are wanted.
        level : float
            Their size in standard deviations.
        """
        request: Dict[str, Any] = {"minos": list(minos), "level": level}
        if fixed:
            request["fixed"] = dict(fixed)
        if initial:
            request["initial"] = dict(initial)
        return call_text("hermetic_workspace_fit", self.pointer, card(request, "fit"))

    def upper_limit(
        self,
        *,
        cl: float = 0.90,
        method: str = "automatic",
        statistic: str = "cls",
        test_statistic: str = "q_mu_tilde",
        **options: Any,
    ) -> Limit:
        """Upper limit on the parameter of interest.

        Parameters
        ----------
        cl : float
            Confidence level, 0.9 for 90 %.
        method : str
            "automatic", "asymptotic", "hybrid", "hybrid_toys" or "toys" (docs/workspaces.md).
        statistic : str
            "cls" or "cls+b".
        test_statistic : str
            "q_mu_tilde" or "q_mu".
        """
        request = {
            "confidence_level": cl,
            "method": method,
            "statistic": statistic,
            "test_statistic": test_statistic,
            **options,
        }
        result = call_text("hermetic_workspace_limit", self.pointer, card(request, "limit"))
        return Limit(
            value=result["value"],
            expected=result["expected"],
            method=result["method"],
            confidence_level=result["confidence_level"],
            details=result,
        )

    def test(self, mu: Union[float, Sequence[float]], **options: Any) -> Dict[str, Any]:
        """p-values, CL_s and expected CL_s at one strength or several."""
        request = {"mu": mu, **options}
        return call_text("hermetic_workspace_test", self.pointer, card(request, "test"))

    def discovery(self, **options: Any) -> Dict[str, Any]:
        """p-value of background alone and the expected significance: ``mu=1, method="asymptotic"``."""
        return call_text("hermetic_workspace_discovery", self.pointer, card(options, "discovery"))

    def toys(self, mu: float, *, true_mu: float = 0.0, toys: int = 10_000, **options: Any) -> np.ndarray:
        """Test statistics at ``mu`` of toys whose true strength is ``true_mu``."""
        values = np.empty(count(toys, "toys"))
        written = ctypes.c_size_t()
        request = {"mu": mu, "true_mu": true_mu, "toys": len(values), **options}
        call(
            "hermetic_workspace_toys",
            self.pointer,
            card(request, "toys"),
            address(values),
            len(values),
            ctypes.byref(written),
        )
        return values[: written.value]

    def __repr__(self) -> str:
        description = self.describe()
        return (
            f"Workspace({description['measurement']!r}, {description['bins']} bins, "
            f"{len(description['parameter_names'])} parameters)"
        )


def patched(source: Source, patch: Any, name: Optional[str] = None) -> Dict[str, Any]:
    """A workspace's JSON after JSON Patch operations or one patch of a patchset."""
    chosen = None if name is None else text(name, "patch_name")
    return call_text("hermetic_workspace_patch", _read(source, "workspace"), _read(patch, "patch"), chosen)


def patchset(
    background: Source,
    points: Mapping[str, Any],
    *,
    labels: Sequence[str] = ("mass_GeV",),
    description: str = "signal grid",
    references: Optional[Mapping[str, str]] = None,
) -> Dict[str, Any]:
    """A pyhf patchset 1.0.0: what turns the background's workspace into that of each signal point.

    Parameters
    ----------
    background : workspace
    points : {name: (values, workspace)}
        Names of letters, digits and underscores; as many values as ``labels``.
    references : {"hepdata": "ins1234567"}
        The format demands one; zeros stand for "not published".
    """
    base = _read(background, "background")
    patches = []
    for name, (values, workspace) in points.items():
        operations = call_text("hermetic_workspace_difference", base, _read(workspace, f"points[{name!r}]"))
        patches.append({"metadata": {"name": name, "values": list(values)}, "patch": operations})
    canonical = json.dumps(json.loads(base), sort_keys=True, ensure_ascii=False).encode("utf8")
    return {
        "metadata": {
            "description": description,
            "digests": {"sha256": hashlib.sha256(canonical).hexdigest()},
            "labels": list(labels),
            "references": dict(references or {"hepdata": "ins0000000"}),
        },
        "patches": patches,
        "version": "1.0.0",
    }
