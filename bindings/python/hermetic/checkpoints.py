"""Runs as bytes, to be kept in files and sent between processes; `hermetic.parts` puts them together."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any, Dict

from . import errors
from ._library import Progress, call, call_text, take_bytes


def write(handle: int) -> bytes:
    """The checkpoint of a run."""
    out = ctypes.c_void_p()
    call("hermetic_run_checkpoint", handle, ctypes.byref(out))
    return take_bytes(out)


def describe(data: bytes) -> Dict[str, Any]:
    """What a checkpoint is of: ``version``, ``card``, ``first_event``, ``events_done``."""
    return call_text("hermetic_checkpoint_describe", _bytes(data), len(data))


def absorb(handle: int, data: bytes, state: Progress) -> None:
    """Takes a checkpoint into a run; ``state`` says where it stands then."""
    call("hermetic_run_absorb", handle, _bytes(data), len(data), ctypes.byref(state))


def load(path: Any) -> bytes:
    """The bytes of a .hermetic file."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise errors.NotFoundError(f"{path} can't be read ({error.strerror}).") from None


def _bytes(data: Any) -> bytes:
    if not isinstance(data, (bytes, bytearray)):
        raise errors.ArgumentError(f"a checkpoint is bytes, not {type(data).__name__}.")
    return bytes(data)
