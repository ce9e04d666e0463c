"""matplotlib and the colours of all figures; nothing else imports matplotlib."""

from __future__ import annotations

from .. import errors

try:
    import matplotlib.pyplot as plt
except ImportError:  # pragma: no cover
    raise errors.StateError(
        "figures need matplotlib (it isn't installed). Run: pip install 'hermetic[plot]'."
    ) from None

ORDINARY, SIGNAL, PUBLISHED, RELIC = "#33658a", "#c8553d", "#222222", "#6a4c93"

__all__ = ["ORDINARY", "PUBLISHED", "RELIC", "SIGNAL", "plt"]
