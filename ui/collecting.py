"""Lets Python look for garbage on the thread of the windows only.

Left alone it looks wherever enough was made, so also on a thread that reads a file or writes the
library. Windows that only hold each other would be taken down there, and Qt ends the program
when a timer or a widget is destroyed by a thread that it does not belong to.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
# A long plan makes thousands of rows with every key, which are no cycles and go by themselves.
_YOUNG_AFTER = 20_000
_OLDER_AFTER = 20


class Collector(QObject):
    """Looks for garbage in short steps while the windows are open."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin; what is there already stays, so that nobody looks through it again and again."""
        super().__init__(parent)
        gc.disable()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_EVERY_MS)

    def look(self) -> None:
        """Look through what was made lately, and now and then through what is older."""
        young, older, oldest = gc.get_count()
        if oldest > _OLDER_AFTER:
            gc.collect(2)
        elif older > _OLDER_AFTER:
            gc.collect(1)
        elif young > _YOUNG_AFTER:
            gc.collect(0)

    def close(self) -> None:
        """Let Python look by itself again."""
        self._timer.stop()
        gc.enable()
