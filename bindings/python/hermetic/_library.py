"""The shared library: finding it, its signatures, and calls that raise instead of returning a status."""

from __future__ import annotations

import ctypes
import functools
import json
import math
import os
import subprocess
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional

import numpy as np

from . import errors
from ._arrow import ArrowArray, ArrowSchema
from ._version import ABI_VERSION

SONAME = "libhermetic.so.0"


class Progress(ctypes.Structure):
    """``hermetic_progress`` of the header."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("finished", ctypes.c_uint32),
        ("events_done", ctypes.c_uint64),
        ("events_total", ctypes.c_uint64),
        ("steps", ctypes.c_uint64),
        ("worst_energy_imbalance", ctypes.c_double),
    ]


_i32, _u64, _size, _f64 = ctypes.c_int32, ctypes.c_uint64, ctypes.c_size_t, ctypes.c_double
_text, _handle = ctypes.c_char_p, ctypes.c_void_p
_numbers = ctypes.c_void_p  # the address of an array's first element, or None
_out = ctypes.POINTER(ctypes.c_void_p)
_count = ctypes.POINTER(_size)

# name: (result, arguments); the test of the ABI compares the names with the header.
SIGNATURES = {
    "hermetic_version": (_text, []),
    "hermetic_abi_version": (_i32, []),
    "hermetic_last_error_message": (_text, []),
    "hermetic_status_name": (_text, [_i32]),
    "hermetic_text_data": (ctypes.c_void_p, [_handle]),  # not c_char_p: it may be binary
    "hermetic_text_length": (_size, [_handle]),
    "hermetic_text_free": (None, [_handle]),
    "hermetic_preset_names": (_i32, [_text, _out]),
    "hermetic_preset_card": (_i32, [_text, _text, _out]),
    "hermetic_material_describe": (_i32, [_text, _out]),
    "hermetic_process_cross_section": (_i32, [_text, _i32, _text, _f64, _numbers, _size, _numbers]),
    "hermetic_process_stopping_power": (_i32, [_text, _i32, _text, _f64, _numbers, _size, _numbers]),
    "hermetic_process_sample": (_i32, [_i32, _text, _f64, _f64, _u64, _size, _numbers]),
    "hermetic_probe_create": (_i32, [_text, _out]),
    "hermetic_probe_free": (None, [_handle]),
    "hermetic_probe_describe": (_i32, [_handle, _out]),
    "hermetic_probe_evaluate": (_i32, [_handle, _text, _text, _numbers, _size, _numbers]),
    "hermetic_probe_interact": (_i32, [_handle, _text, _f64, _u64, _u64, _size, _numbers]),
    "hermetic_probe_final_states": (
        _i32,
        [_handle, ctypes.c_char_p, _f64, _u64, _u64, _size, _size, _numbers, ctypes.POINTER(ctypes.c_size_t)],
    ),
    "hermetic_probe_follow": (_i32, [_handle, _f64, _f64, _u64, _u64, _size, _numbers]),
    "hermetic_muon_stopping_power": (_i32, [_text, _text, _numbers, _size, _numbers]),
    "hermetic_muon_loss_density": (_i32, [_text, _text, _f64, _numbers, _size, _numbers]),
    "hermetic_synchrotron_describe": (_i32, [_text, _out]),
    "hermetic_synchrotron_spectrum": (_i32, [_text, _numbers, _size, _numbers]),
    "hermetic_synchrotron_sample": (_i32, [_text, _u64, _u64, _size, _numbers]),
    "hermetic_setup_create": (_i32, [_text, _out]),
    "hermetic_setup_free": (None, [_handle]),
    "hermetic_setup_describe": (_i32, [_handle, _out]),
    "hermetic_setup_ray": (_i32, [_handle, _numbers, _numbers, _out]),
    "hermetic_tracker_create": (_i32, [_text, _out]),
    "hermetic_tracker_free": (None, [_handle]),
    "hermetic_tracker_describe": (_i32, [_handle, _out]),
    "hermetic_tracker_fit": (_i32, [_handle, _text, _numbers, _numbers, _size, _numbers, _numbers]),
    "hermetic_tracker_cumulative": (_i32, [_handle, _text, _numbers, _numbers, _size, _numbers, _size, _numbers]),
    "hermetic_tracker_propagate": (_i32, [_handle, _f64, _f64, _numbers, _size, _numbers]),
    "hermetic_setup_field": (_i32, [_handle, _numbers, _size, _numbers]),
    "hermetic_setup_propagate": (
        _i32,
        [_handle, _i32, _f64, _numbers, _numbers, _size, _numbers, _numbers, _numbers, _numbers],
    ),
    "hermetic_tracker_find": (
        _i32,
        [_handle, _text, *[_numbers] * 3, _size, *[_numbers] * 4, _size, _count],
    ),
    "hermetic_tracker_vertex": (_i32, [_handle, _text, _numbers, _size, _size, _numbers, _numbers]),
    "hermetic_model_create": (_i32, [_text, _out]),
    "hermetic_model_free": (None, [_handle]),
    "hermetic_model_cross_section": (_i32, [_handle, _i32, _text, _numbers, _size, _numbers]),
    "hermetic_model_differential_cross_section": (
        _i32,
        [_handle, _i32, _text, _f64, _numbers, _size, _numbers],
    ),
    "hermetic_model_sample": (_i32, [_handle, _i32, _text, _f64, _u64, _u64, _size, _numbers]),
    "hermetic_model_describe": (_i32, [_handle, _out]),
    "hermetic_model_process_cross_section": (_i32, [_handle, _text, _i32, _text, _numbers, _size, _numbers]),
    "hermetic_model_process_differential": (
        _i32,
        [_handle, _text, _i32, _text, _f64, _text, _numbers, _size, _numbers],
    ),
    "hermetic_model_process_sample": (
        _i32,
        [_handle, _text, _i32, _text, _f64, _u64, _u64, _size, _numbers, _size],
    ),
    "hermetic_model_decay_in_flight": (
        _i32,
        [_handle, _text, _numbers, _size, _f64, _f64, _u64, _u64, _numbers, _numbers],
    ),
    "hermetic_model_decay_sample": (_i32, [_handle, _text, _f64, _u64, _u64, _size, _numbers, _size]),
    "hermetic_production_create": (_i32, [_handle, _text, _out]),
    "hermetic_production_free": (None, [_handle]),
    "hermetic_production_rate": (_i32, [_handle, _numbers, _size, _numbers]),
    "hermetic_production_sample": (_i32, [_handle, _numbers, _u64, _u64, _size, _numbers, _size]),
    "hermetic_run_create": (_i32, [_text, _out]),
    "hermetic_run_free": (None, [_handle]),
    "hermetic_run_slice": (_i32, [_handle, _u64, _f64, _i32, ctypes.POINTER(Progress)]),
    "hermetic_run_event_count": (_u64, [_handle]),
    "hermetic_run_column_count": (_size, [_handle]),
    "hermetic_run_column_name": (_text, [_handle, _size]),
    "hermetic_run_column": (_i32, [_handle, _text, _numbers, _size, _count]),
    "hermetic_run_cells": (_i32, [_handle, _text, _i32, _u64, _u64, _numbers, _size, _count]),
    "hermetic_run_hits": (
        _i32,
        [_handle, _text, _u64, _u64, _numbers, _numbers, _numbers, _numbers, _size, _count],
    ),
    "hermetic_run_display": (_i32, [_handle, _u64, _text, _out]),
    "hermetic_background_estimate": (_i32, [_text, _out]),
    "hermetic_shower_library": (_i32, [_text, _out]),
    "hermetic_run_profile": (_i32, [_handle, _text, _numbers, _numbers, _size, _count]),
    "hermetic_run_tally": (_i32, [_handle, _text, _out]),
    "hermetic_run_card": (_i32, [_handle, _out]),
    "hermetic_run_checkpoint": (_i32, [_handle, _out]),
    "hermetic_run_absorb": (_i32, [_handle, _text, _size, ctypes.POINTER(Progress)]),
    "hermetic_checkpoint_describe": (_i32, [_text, _size, _out]),
    "hermetic_run_select": (_i32, [_handle, _text, _text, _numbers, _size, _out]),
    "hermetic_run_exclusion": (_i32, [_handle, _text, _out]),
    "hermetic_run_export_arrow": (
        _i32,
        [_handle, ctypes.POINTER(ArrowSchema), ctypes.POINTER(ArrowArray)],
    ),
    "hermetic_limit_events": (_i32, [_u64, _f64, _f64, _f64, _f64, ctypes.POINTER(_f64)]),
    "hermetic_limit_counting": (_i32, [_text, _out]),
    "hermetic_limit_interval": (_i32, [_text, _out]),
    "hermetic_limit_significance": (_i32, [_text, _out]),
    "hermetic_phenomenology_magnetic_moment": (_i32, [_text, _text, _numbers, _size, _numbers]),
    "hermetic_phenomenology_magnetic_moment_coupling": (
        _i32,
        [_text, _text, _f64, _numbers, _size, _numbers],
    ),
    "hermetic_phenomenology_loop_mixing": (_i32, [_numbers, _size, _numbers, _numbers]),
    "hermetic_phenomenology_convert": (_i32, [_text, _text, _f64, _f64, _numbers, _size, _numbers]),
    "hermetic_workspace_create": (_i32, [_text, _text, _out]),
    "hermetic_workspace_free": (None, [_handle]),
    "hermetic_workspace_describe": (_i32, [_handle, _out]),
    "hermetic_workspace_nll": (_i32, [_handle, _numbers, _size, _numbers]),
    "hermetic_workspace_fit": (_i32, [_handle, _text, _out]),
    "hermetic_workspace_limit": (_i32, [_handle, _text, _out]),
    "hermetic_workspace_test": (_i32, [_handle, _text, _out]),
    "hermetic_limit_couplings": (_i32, [_text, _out]),
    "hermetic_limit_strengths": (_i32, [_text, _numbers, _size, _numbers]),
    "hermetic_limit_optimise": (_i32, [_text, _out]),
    "hermetic_limit_contour": (_i32, [_text, _numbers, _size, _numbers, _size, _numbers, _out]),
    "hermetic_contour_create": (_i32, [_text, _out]),
    "hermetic_contour_free": (None, [_handle]),
    "hermetic_contour_pending": (_i32, [_handle, _numbers, _size, _count]),
    "hermetic_contour_supply": (_i32, [_handle, _numbers, _size]),
    "hermetic_contour_lines": (_i32, [_handle, _out]),
    "hermetic_phenomenology_relic": (_i32, [_text, _out]),
    "hermetic_phenomenology_degrees_of_freedom": (
        _i32,
        [_text, _numbers, _size, _numbers, _numbers, _numbers],
    ),
    "hermetic_workspace_discovery": (_i32, [_handle, _text, _out]),
    "hermetic_workspace_toys": (_i32, [_handle, _text, _numbers, _size, _count]),
    "hermetic_workspace_export": (_i32, [_handle, _text, _out]),
    "hermetic_workspace_patch": (_i32, [_text, _text, _text, _out]),
    "hermetic_workspace_difference": (_i32, [_text, _text, _out]),
}


def candidates() -> Iterator[str]:
    """Where the library is looked for, in order.

    1. the file named by ``HERMETIC_LIBRARY`` (for the development of the library only);
    2. beside this file (wheels); 3. ``build/lib`` of the repository this file belongs to;
    4. the dynamic linker's path; 5. where ``pkg-config`` says it was installed.
    """
    chosen = os.environ.get("HERMETIC_LIBRARY")
    if chosen:
        yield chosen
        return
    here = Path(__file__).resolve().parent
    yield str(here / SONAME)
    repository = here.parents[2]
    if (repository / "include" / "hermetic.h").exists():
        yield str(repository / "build" / "lib" / SONAME)
    yield SONAME
    try:
        found = subprocess.run(
            ["pkg-config", "--variable=libdir", "hermetic"], capture_output=True, text=True, check=True
        )
        yield str(Path(found.stdout.strip()) / SONAME)
    except (OSError, subprocess.CalledProcessError):
        return


@functools.lru_cache(maxsize=None)
def library() -> ctypes.CDLL:
    """The loaded library with its signatures set; loaded on first use."""
    tried = []
    for path in candidates():
        try:
            loaded = ctypes.CDLL(path)
        except OSError as reason:
            tried.append(f"  {path}: {reason}")
            continue
        loaded.path = path  # type: ignore[attr-defined]
        _declare(loaded)
        return loaded
    raise errors.LibraryError(
        f"{SONAME} was not found (the package needs the compiled library). Build it with `make lib` in the "
        "repository or install it with `make install`. Looked at:\n" + "\n".join(tried)
    )


def _declare(loaded: ctypes.CDLL) -> None:
    try:
        for name, (result, arguments) in SIGNATURES.items():
            function = getattr(loaded, name)
            function.restype, function.argtypes = result, arguments
    except AttributeError as reason:
        raise errors.LibraryError(f"{loaded.path} is not this package's library ({reason}). Rebuild it.") from None
    found = loaded.hermetic_abi_version()
    if found != ABI_VERSION:
        raise errors.LibraryError(
            f"{loaded.path} has ABI {found} (this package was written for ABI {ABI_VERSION}). "
            "Install the package and the library of one version."
        )


def call(name: str, *arguments: Any) -> None:
    """Calls a function that returns a status; raises its exception on failure."""
    loaded = library()
    try:
        status = getattr(loaded, name)(*arguments)
    except ctypes.ArgumentError as reason:
        raise errors.ArgumentError(f"{name}: {reason}.") from None
    if status != 0:
        message = loaded.hermetic_last_error_message().decode("utf-8", "replace")
        raise errors.from_status(status, message)


def call_text(name: str, *arguments: Any) -> Any:
    """Calls a function whose last output is a text, and returns the decoded JSON."""
    out = ctypes.c_void_p()
    call(name, *arguments, ctypes.byref(out))
    return take_text(out)


def take_text(handle: ctypes.c_void_p) -> Any:
    """Decoded JSON of a hermetic_text, which is freed."""
    return json.loads(take_bytes(handle).decode("utf-8"))


def take_bytes(handle: ctypes.c_void_p) -> bytes:
    """The bytes of a hermetic_text, which is freed."""
    loaded = library()
    try:
        return ctypes.string_at(loaded.hermetic_text_data(handle), loaded.hermetic_text_length(handle))
    finally:
        loaded.hermetic_text_free(handle)


class Handle:
    """Owner of one opaque object of the library; freed with the last reference."""

    def __init__(self, create: str, free: str, card: bytes):
        self._free = getattr(library(), free)
        self.pointer: Optional[int] = None
        out = ctypes.c_void_p()
        call(create, card, ctypes.byref(out))
        self.pointer = out.value

    def __del__(self) -> None:
        if getattr(self, "pointer", None):
            self._free(self.pointer)
            self.pointer = None


# ---------------------------------------------------------------- arguments


def text(value: Any, name: str) -> bytes:
    """A name for the library: str or bytes."""
    if isinstance(value, str):
        value = value.encode("utf-8", "surrogatepass")
    if not isinstance(value, bytes):
        raise errors.ArgumentError(f"{name} must be a text, not {value!r}.")
    if b"\0" in value:
        raise errors.ParseError(f"{name} holds a NUL character (texts end there in C). Remove it.")
    return value


def card(value: Any, name: str) -> bytes:
    """A card for the library: JSON text, or anything with ``to_dict``, or a mapping."""
    if isinstance(value, (str, bytes)):
        return text(value, name)
    plain = plain_value(value, name)
    if not isinstance(plain, dict):
        raise errors.ArgumentError(f"{name} must be a card (a mapping or JSON text), not {value!r}.")
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def plain_value(value: Any, path: str) -> Any:
    """JSON types only; numbers that JSON can't write are errors with their path."""
    if hasattr(value, "to_dict"):
        value = value.to_dict()
    if isinstance(value, Mapping):
        return {str(key): plain_value(item, f"{path}.{key}") for key, item in value.items()}
    if value is None or isinstance(value, (str, bool)):
        return value
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, (list, tuple)):
        return [plain_value(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, (int, np.integer)):
        return int(value)
    if isinstance(value, (float, np.floating)):
        if not math.isfinite(value):
            raise errors.RangeError(f"{path} = {value} is not allowed (it must be finite).")
        return float(value)
    raise errors.ArgumentError(f"{path} must be a number, text, list or mapping, not {value!r}.")


def array(values: Any, name: str) -> np.ndarray:
    """A contiguous float64 array, at least one-dimensional."""
    try:
        return np.atleast_1d(np.ascontiguousarray(values, dtype=np.float64))
    except (TypeError, ValueError):
        raise errors.ArgumentError(f"{name} must be numbers, not {values!r}.") from None


def number(value: Any, name: str) -> float:
    """One float."""
    if isinstance(value, (int, float, np.integer, np.floating)) and not isinstance(value, bool):
        return float(value)
    raise errors.ArgumentError(f"{name} must be a number, not {value!r}.")


def count(value: Any, name: str, smallest: int = 0) -> int:
    """A non-negative integer that fits the header's uint64_t; 1e5 is accepted for 100000."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise errors.ArgumentError(f"{name} must be an integer, not {value!r}.")
    if not (smallest <= value < 2**64) or value != int(value):
        raise errors.RangeError(
            f"{name} = {value} is not allowed (it must be an integer from {smallest} to 2^64 − 1)."
        )
    return int(value)


def address(values: Optional[np.ndarray]) -> Optional[int]:
    """Where an array's data begin."""
    return None if values is None else values.ctypes.data


_PDG = {"e-": 11, "e+": -11, "gamma": 22, "electron": 11, "positron": -11, "photon": 22, "mu-": 13, "mu+": -13}
_PDG |= {"pi+": 211, "pi-": -211, "pi0": 111, "eta": 221, "eta'": 331, "K+": 321, "K-": -321, "K0S": 310, "K0L": 130}
_PDG |= {"p": 2212, "pbar": -2212, "n": 2112, "nbar": -2112, "Lambda": 3122, "Lambdabar": -3122, "tau-": 15, "tau+": -15}


def pdg(particle: Any) -> int:
    """PDG number of "e-", "e+", "gamma", or the number itself (the library checks it)."""
    if isinstance(particle, (int, np.integer)) and not isinstance(particle, bool):
        if abs(int(particle)) >= 2**31:
            raise errors.RangeError(f"particle = {particle} is not a PDG number.")
        return int(particle)
    if particle in _PDG:
        return _PDG[particle]
    raise errors.NotFoundError(f"unknown particle {particle!r}. Known: {', '.join(_PDG)}, or a PDG number.")
