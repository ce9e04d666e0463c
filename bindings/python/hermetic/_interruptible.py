"""Long calls of the library that Ctrl-C can leave."""

from __future__ import annotations

import threading
from typing import Callable, List, TypeVar, Union

Answer = TypeVar("Answer")


def interruptibly(work: Callable[[], Answer], name: str) -> Answer:
    """What ``work()`` returns or raises, from a thread of its own: signals come through while it runs."""
    outcome: List[Union[Answer, BaseException]] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # handed over to the caller below
            outcome.append(error)

    worker = threading.Thread(target=run, name=name, daemon=True)
    worker.start()
    while worker.is_alive():
        worker.join(0.1)
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]
