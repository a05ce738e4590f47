"""Tells listeners which areas of a session changed; no Qt, no threads."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto


class Area(Enum):
    """A part of a live session that listeners can look at again."""

    TIMELINE = auto()
    PLAN = auto()
    NOTES = auto()
    CLOCK = auto()
    ROOMS = auto()
    PEOPLE = auto()
    PRESENCE = auto()
    POLLS = auto()


Listener = Callable[[frozenset[Area]], None]


class Bus:
    """Calls each listener, in order of subscription, after every change."""

    def __init__(self) -> None:
        """Begin without listeners."""
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at every change until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, *areas: Area) -> None:
        """Tell all listeners that ``areas`` changed."""
        changed = frozenset(areas)
        for listener in tuple(self._listeners):
            listener(changed)
