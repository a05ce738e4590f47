"""What happens when something fails: written to a file, told in one line, never silent."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("virtu.ui.crash")


class CrashReporter:
    """Catches what nobody caught: in slots, in threads, in Qt, and in native code."""

    def __init__(self, fault_file: Path) -> None:
        """Open ``fault_file`` for native faults; ``had_fault`` tells if the last start had one."""
        fault_file.parent.mkdir(parents=True, exist_ok=True)
        self.had_fault = fault_file.exists() and fault_file.stat().st_size > 0
        if self.had_fault:
            fault_file.replace(fault_file.with_suffix(".last"))
        self._file = fault_file.open("w", encoding="utf-8")
        self._tell: Callable[[], None] | None = None

    def install(self) -> None:
        """Take over every hook through which a failure can come."""
        faulthandler.enable(self._file)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda args: self._uncaught(
            args.exc_type, args.exc_value, args.exc_traceback
        )
        qInstallMessageHandler(_qt_message)

    def tell_with(self, tell: Callable[[], None]) -> None:
        """Call ``tell`` after each failure, so that the window can say so."""
        self._tell = tell

    def close(self) -> None:
        """Give the hooks back and close the file, which stays empty if nothing failed."""
        faulthandler.disable()
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        qInstallMessageHandler(None)
        self._file.close()

    def _uncaught(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            raise SystemExit(130)
        _log.error("something failed", exc_info=(kind, error or kind(), trace))
        if self._tell is not None and threading.current_thread() is threading.main_thread():
            self._tell()


def _qt_message(level: QtMsgType, context: QMessageLogContext, text: str) -> None:
    logger = logging.getLogger("virtu.qt")
    serious = level in (QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    logger.log(
        logging.ERROR if serious else logging.WARNING if "Warning" in level.name else logging.DEBUG,
        "%s",
        text,
    )
