"""A set-up or an event in three dimensions: `Display`, `EventDisplay`."""

from .scenes import COLOURS, OTHERS, Display, EventDisplay

__all__ = ["COLOURS", "OTHERS", "Display", "EventDisplay"]
