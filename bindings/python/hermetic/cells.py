"""Cell energies and layer profiles of a run's sensors."""

from __future__ import annotations

import ctypes
from typing import Any, Mapping, Optional, Tuple

import numpy as np

from . import errors
from ._library import address, call, count, text
from .results import Profile

MOST_LAYERS = 10_000_000
"""More than that is no sensor but a mistake."""


def read_cells(
    run: Any, setup_card: Mapping[str, Any], sensor: str, truth: bool, first: int, events: Optional[int], total: int
) -> np.ndarray:
    """Cells of a run; `Run.cells` is the way to them."""
    number = max(0, total - first) if events is None else count(events, "events")
    name, size = text(sensor, "sensor"), ctypes.c_size_t()
    arguments = (run, name, int(bool(truth)), first, number)
    try:
        call("hermetic_run_cells", *arguments, None, 0, ctypes.byref(size))
    except errors.CapacityError:
        pass
    values = np.empty(size.value)
    call("hermetic_run_cells", *arguments, address(values), values.size, ctypes.byref(size))
    return values.reshape(number, *_shape(setup_card, sensor))


def _shape(setup_card: Mapping[str, Any], sensor: str) -> Tuple[int, int, int]:
    """Sections and cells of a sensor, from the resolved set-up."""
    from .setup import Setup

    for entry in Setup(setup_card).describe()["sensors"]:
        if entry["name"] == sensor:
            return (len(entry["sections"]), *(int(cells) for cells in entry["cells"]))
    raise errors.NotFoundError(f"unknown sensor {sensor!r}.")


def read_profile(run: Any, sensor: str) -> Profile:
    """Mean visible energy per layer; `Run.profile` is the way to it."""
    name, size = text(sensor, "sensor"), ctypes.c_size_t()
    capacity = 1024
    while True:
        mean, error = np.empty(capacity), np.empty(capacity)
        try:
            call("hermetic_run_profile", run, name, address(mean), address(error), capacity, ctypes.byref(size))
        except errors.CapacityError:
            if capacity > MOST_LAYERS:
                raise
            capacity *= 16
            continue
        return Profile(sensor, mean[: size.value].copy(), error[: size.value].copy())
