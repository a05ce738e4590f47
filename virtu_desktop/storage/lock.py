"""One writing process for a library: a lock that the system gives back when a process dies."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from virtu_desktop.storage.errors import LibraryInUse

if sys.platform == "win32":
    import msvcrt

    # Locked bytes cannot be read by others there, so the lock lies far behind the process id.
    _LOCKED_AT = 1 << 20

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_AT, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class LibraryLock:
    """Held from its creation until ``release`` or the end of the process.

    The file stays when the lock is released: removing it would let two processes lock two files
    of one name.
    """

    def __init__(self, library: Path) -> None:
        """Take the lock; raise LibraryInUse when another process has it, OSError without rights."""
        path = library.with_name(f"{library.name}.lock")
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            _lock(handle)
        except OSError as error:
            pid = _read_pid(handle)
            os.close(handle)
            raise LibraryInUse(library, pid) from error
        self._handle: int | None = handle
        # On a full disk the lock holds all the same; it only does not tell whose it is.
        with suppress(OSError):
            os.ftruncate(handle, 0)
            os.lseek(handle, 0, os.SEEK_SET)
            os.write(handle, f"{os.getpid()}\n".encode("ascii"))

    def release(self) -> None:
        """Let another process have the library; the second call does nothing."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _read_pid(handle: int) -> int | None:
    os.lseek(handle, 0, os.SEEK_SET)
    text = os.read(handle, 20).strip()
    return int(text) if text.isdigit() else None
