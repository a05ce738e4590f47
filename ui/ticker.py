"""Ticks at the moments at which a shown second changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer

from virtu_desktop.domain.time import SECOND

# A timer may fire a millisecond early; aiming just past the second shows the new one for sure.
_PAST_THE_SECOND_MS = 2


class Ticker(QObject):
    """Calls back just after each whole second of what is shown.

    The next moment is worked out afresh each time, so errors never add up.
    """

    def __init__(
        self, until_change: Callable[[], int], tick: Callable[[], None], parent: QObject
    ) -> None:
        """``until_change`` tells the milliseconds until the shown second changes."""
        super().__init__(parent)
        self._until_change = until_change
        self._tick = tick
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fire)

    def start(self) -> None:
        """Begin to tick."""
        self._schedule()

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def realign(self) -> None:
        """Work the next moment out again, after what is shown has changed."""
        if self._timer.isActive():
            self._schedule()

    def _fire(self) -> None:
        self._schedule()
        self._tick()

    def _schedule(self) -> None:
        wait = self._until_change() % SECOND
        self._timer.start((wait or SECOND) + _PAST_THE_SECOND_MS)
