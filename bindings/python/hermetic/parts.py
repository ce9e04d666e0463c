"""A run in parts: simulated by an executor or by batch jobs, and put together to the bits of one run."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple, Union

from . import errors
from .checkpoints import describe, load
from .run import Run

__all__ = ["distribute", "merge", "part_card", "ranges", "simulate"]


def ranges(events: int, parts: int) -> List[Tuple[int, int]]:
    """(first event, number of events) of each part of a run, as even as can be.

    >>> ranges(10, 4)
    [(0, 2), (2, 3), (5, 2), (7, 3)]
    """
    if parts < 1:
        raise errors.RangeError(f"parts = {parts} is not allowed (must be at least 1).")
    edges = [events * part // parts for part in range(parts + 1)]
    return [(low, high - low) for low, high in zip(edges, edges[1:]) if high > low]


def part_card(card: Dict[str, Any], first: int, events: int) -> Dict[str, Any]:
    """The run card of one part; ``first`` counts from the first event of ``card``."""
    return {**card, "first_event": int(card.get("first_event", 0)) + first, "events": events}


def simulate(card: Dict[str, Any], threads: int = 1) -> bytes:
    """One part, simulated to its end: what a worker of an executor does."""
    run = Run(card)
    for _ in run.slices(threads=threads, slice_ms=500):
        pass
    return run.checkpoint()


def distribute(
    card: Dict[str, Any], executor: Any, parts: Optional[int] = None, threads: int = 1
) -> Iterable[bytes]:
    """Checkpoints of the parts of a run, in order, simulated by an executor.

    Parameters
    ----------
    executor : object with ``submit(function, *arguments)``
        `concurrent.futures`, `dask.distributed.Client`, ipyparallel, loky, …: what it returns has ``result()``.
    parts : int, optional
        The executor's number of workers, or of processors, when left out. Each part builds its tables once.
    """
    if not callable(getattr(executor, "submit", None)):
        raise errors.ArgumentError(
            f"executor must have a submit method (concurrent.futures, a Dask client, …), not {executor!r}."
        )
    number = parts or getattr(executor, "_max_workers", None) or os.cpu_count() or 1
    futures = [
        executor.submit(simulate, part_card(card, first, size), threads)
        for first, size in ranges(int(card["events"]), int(number))
    ]
    for future in futures:
        yield future.result()


def merge(checkpoints: Sequence[Union[bytes, Path, str]], **options: Any) -> Any:
    """One run from its parts, in any order; they must be the whole of a range of events.

    Parameters
    ----------
    checkpoints : list of bytes or paths
    options
        ``selection=…`` of the run that is returned.
    """
    contents = [data if isinstance(data, bytes) else load(data) for data in checkpoints]
    if not contents:
        raise errors.ArgumentError("there is nothing to merge.")
    parts = sorted((describe(data)["first_event"], position) for position, data in enumerate(contents))
    heads = [describe(contents[position]) for _, position in parts]
    card = part_card(heads[0]["card"], 0, int(sum(head["events_done"] for head in heads)))
    run = Run(card, **options)
    for _, position in parts:
        run.absorb(contents[position])
    return run
