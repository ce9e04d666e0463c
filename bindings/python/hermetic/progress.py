"""Progress on a terminal or in a notebook: tqdm when it is installed, one line of our own otherwise."""

from __future__ import annotations

import sys
import time
from typing import Any, Optional


def wanted(progress: Optional[bool]) -> bool:
    """None means: only where somebody is looking."""
    if progress is not None:
        return bool(progress)
    return sys.stderr.isatty() or "ipykernel" in sys.modules


class _Line:
    """``\\rsignal   45 %  450/1000  12.3 events/s``"""

    def __init__(self, total: int, label: str):
        self.total, self.label, self.done, self.began, self.shown = total, label, 0, time.monotonic(), 0.0

    def update(self, events: int) -> None:
        self.done += events
        now = time.monotonic()
        if now - self.shown < 0.1 and self.done < self.total:
            return
        self.shown = now
        rate = self.done / max(now - self.began, 1e-9)
        percent = 100 * self.done / max(self.total, 1)
        sys.stderr.write(f"\r{self.label} {percent:5.1f} %  {self.done}/{self.total}  {rate:.3g} events/s ")
        sys.stderr.flush()

    def close(self) -> None:
        sys.stderr.write("\n")
        sys.stderr.flush()


class _Silent:
    def update(self, events: int) -> None:
        pass

    def close(self) -> None:
        pass


def bar(total: int, label: str, progress: Optional[bool], done: int = 0) -> Any:
    """Something with ``update(events)`` and ``close()``."""
    if not wanted(progress):
        return _Silent()
    try:
        import warnings

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # tqdm.auto complains about missing notebook widgets
            from tqdm.auto import tqdm
    except ImportError:
        line = _Line(total, label)
        line.done = done
        return line
    return tqdm(total=total, desc=label, unit="event", initial=done, smoothing=0.1)
