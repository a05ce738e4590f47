"""Keeps the computer from falling asleep while a session runs (T10)."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from wakepy import Mode

_log = logging.getLogger("virtu.ui.wake")


class WakeLock(QObject):
    """Asks the system to stay awake; tells whether the system agreed.

    The system is asked on a thread of its own: a session bus may answer slowly or not at all.
    """

    changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without asking for anything."""
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="virtu-wake")
        self._wanted = False
        self._mode: Mode | None = None
        self._is_closed = False

    def want(self, awake: bool) -> None:
        """Ask the system to stay awake, or let it sleep again."""
        if awake == self._wanted:
            return
        self._wanted = awake
        self._thread.submit(self._enter if awake else self._leave)

    def close(self) -> None:
        """Let the system sleep again; a slow system does not keep the window from closing."""
        self._is_closed = True
        self.want(False)
        self._thread.shutdown(wait=False)

    def _enter(self) -> None:
        # Loaded here, on the thread, for it takes a while and the window need not wait for it.
        from wakepy import keep

        mode = keep.presenting(on_fail="pass")
        mode.__enter__()
        self._mode = mode
        if not mode.active:
            _log.warning("the system cannot be kept awake")
        self._tell(mode.active)

    def _leave(self) -> None:
        if self._mode is not None:
            self._mode.__exit__(None, None, None)
            self._mode = None
            self._tell(False)

    def _tell(self, is_awake: bool) -> None:
        if not self._is_closed:
            self.changed.emit(is_awake)
