"""Which failures of SQLite belong to the user's world, and what they mean for saving."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

from virtu_desktop.engine.store import SaveProblem

_PRIMARY = 0xFF
_FULL_BELOW_BYTES = 1 << 20
_PROBLEMS = {
    sqlite3.SQLITE_BUSY: SaveProblem.LOCKED,
    sqlite3.SQLITE_PROTOCOL: SaveProblem.LOCKED,
    sqlite3.SQLITE_READONLY: SaveProblem.READ_ONLY,
    sqlite3.SQLITE_CORRUPT: SaveProblem.DAMAGED,
    sqlite3.SQLITE_NOTADB: SaveProblem.DAMAGED,
    sqlite3.SQLITE_FULL: SaveProblem.DISK_FULL,
    sqlite3.SQLITE_IOERR: SaveProblem.CANNOT_WRITE,
    sqlite3.SQLITE_CANTOPEN: SaveProblem.CANNOT_WRITE,
}


class FileMoved(OSError):
    """The open library is no longer the file of its name."""


class LogRemoved(FileMoved):
    """The log beside the open library is no longer there."""


def problem_of(error: BaseException, path: Path) -> SaveProblem | None:
    """Return what an error means for saving to ``path``, or None when it is a bug."""
    if isinstance(error, OSError | MemoryError):
        return SaveProblem.CANNOT_WRITE
    if not isinstance(error, sqlite3.Error):
        return None
    # Errors that the Python module raises by itself carry no code.
    code = getattr(error, "sqlite_errorcode", None)
    problem = None if code is None else _PROBLEMS.get(code & _PRIMARY)
    if problem is SaveProblem.CANNOT_WRITE and _is_full(path):
        return SaveProblem.DISK_FULL
    return problem


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _FULL_BELOW_BYTES
    except OSError:
        return False
