"""Hits of a run's trackers."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import Any, Optional

import numpy as np

from . import errors
from ._library import address, call, count, text

HIT_SIZE = 6


@dataclass(frozen=True)
class Hits:
    """Hits of some events, one after the other.

    Attributes
    ----------
    offsets : uint64 ndarray, shape (events + 1,)
        Event e has the hits offsets[e] … offsets[e + 1] − 1.
    axes : int32 ndarray, shape (hits,)
        Number of the measured axis (``run.tracker(name).axes``).
    u_mm : ndarray, shape (hits,)
        Coordinate along the axis from the middle of the station. A straw has two for each drift radius.
    size : ndarray
        Strips of the cluster; 1 for a straw.
    drift_mm : ndarray
        Drift radius of a straw, positive to the right of its wire; NaN for strips.
    true_u_mm : ndarray
        Where the particle was; NaN for noise.
    pdg, track : int32 ndarray
        Who it was; number of the particle within the event. 0 and −1 for noise.
    momentum_GeV : ndarray
    """

    offsets: np.ndarray
    axes: np.ndarray
    u_mm: np.ndarray
    size: np.ndarray
    drift_mm: np.ndarray
    true_u_mm: np.ndarray
    pdg: np.ndarray
    momentum_GeV: np.ndarray
    track: np.ndarray

    def __len__(self) -> int:
        return int(self.u_mm.size)

    @property
    def events(self) -> np.ndarray:
        """Event of each hit, counted from the first one asked for; shape (hits,)."""
        return np.repeat(np.arange(self.offsets.size - 1), np.diff(self.offsets.astype(np.int64)))


def read_hits(run: Any, tracker: str, first: int, events: Optional[int], total: int) -> Hits:
    """Hits of a run; `Run.hits` is the way to them."""
    number = max(0, total - first) if events is None else count(events, "events")
    name, size = text(tracker, "tracker"), ctypes.c_size_t()
    try:
        offsets = np.zeros(number + 1, dtype=np.uint64)
        call("hermetic_run_hits", run, name, first, number, address(offsets), None, None, None, 0, ctypes.byref(size))
    except errors.CapacityError:
        pass
    axes, hits = np.empty(size.value, dtype=np.int32), np.empty(size.value)
    details = np.empty((size.value, HIT_SIZE))
    call(
        "hermetic_run_hits",
        run,
        name,
        first,
        number,
        address(offsets),
        address(axes),
        address(hits),
        address(details),
        size.value,
        ctypes.byref(size),
    )
    cluster, drift, truth, pdg, momentum, track = details.T.copy()
    return Hits(offsets, axes, hits, cluster, drift, truth, pdg.astype(np.int32), momentum, track.astype(np.int32))
