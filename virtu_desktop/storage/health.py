"""What state a library file is in, found out without changing a byte of it."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from virtu_desktop.domain.time import Clock, Duration
from virtu_desktop.engine.store import SaveProblem
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_
from virtu_desktop.storage import disk
from virtu_desktop.storage.backup import BackupFolder
from virtu_desktop.storage.connection import reading
from virtu_desktop.storage.errors import (
    BusyLibrary,
    DamagedLibrary,
    ForeignFile,
    NoRoomForLibrary,
    UnreadableLibrary,
)
from virtu_desktop.storage.migrations import APPLICATION_ID, MAJOR, VERSION
from virtu_desktop.storage.problems import problem_of

# What a damaged file can cause: errors of SQLite, rows that are none, text that is no text (also
# in an SQLite message that quotes it).
FAULTS = (sqlite3.Error, ValueError, LookupError, TypeError)
_PRIMARY = 0xFF
_APPLICATION_ID_AT = 68
_CLOUD_FOLDERS = re.compile(
    r"onedrive|dropbox|google ?drive|my drive|icloud|mobile documents|nextcloud|owncloud|"
    r"syncthing|pcloud|creative cloud files|box sync",
    re.IGNORECASE,
)
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "9p", "fuse.sshfs", "davfs", "fuse.davfs2"}
)


class LibraryWarning(StrEnum):
    """What makes a library less safe than it could be; ``WARNING_TEXTS`` has the words."""

    CLOUD_FOLDER = "cloud_folder"
    NETWORK_FOLDER = "network_folder"
    LOG_MISSING = "log_missing"


WARNING_TEXTS = {
    LibraryWarning.CLOUD_FOLDER: N_(
        "The library lies in a folder that is synchronised with a cloud. Keep it in an ordinary"
        " folder while you work, and copy it at the end."
    ),
    LibraryWarning.NETWORK_FOLDER: N_(
        "The library lies on a network drive. Keep it on this computer while you work, and copy"
        " it at the end."
    ),
    LibraryWarning.LOG_MISSING: N_(
        "The program was interrupted, and a file beside the library has been removed since. The"
        " last changes may be missing; a backup may have them."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What a library file says of itself.

    immutable: it can only be read as a file that nobody changes, as on read-only media.
    """

    version: int
    app_version: str
    closed_clean: bool
    has_log: bool
    immutable: bool

    @property
    def is_newer(self) -> bool:
        """Say whether only a later major version of the program may write it."""
        return self.version >> 16 > MAJOR

    @property
    def is_older(self) -> bool:
        """Say whether it must be brought to this version before it is written."""
        return self.version < VERSION


def examine(path: Path, clock: Clock) -> Examined | None:
    """Return what the file says of itself, or None when there is none or an empty one.

    Raises DamagedLibrary (also for a missing file that has backups), ForeignFile, BusyLibrary or
    UnreadableLibrary.
    """
    if not path.exists() or path.stat().st_size == 0:
        if BackupFolder(path).all():
            raise damaged(path, clock)
        return None
    immutable = _must_be_immutable(path)
    try:
        with reading(path, immutable=immutable) as con:
            (application,) = con.execute("PRAGMA application_id").fetchone()
            (version,) = con.execute("PRAGMA user_version").fetchone()
            if application == 0 and version == 0 and _is_empty(con):
                return None
            if application != APPLICATION_ID:
                raise _foreign_or_damaged(path, clock)
            meta = con.execute("SELECT app_version, closed_clean FROM meta").fetchone()
    except FAULTS as error:
        if _code(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
            raise _foreign_or_damaged(path, clock) from error
        raise known_error(error, path, clock) from error
    if meta is None:
        raise damaged(path, clock)
    return Examined(
        version=version,
        app_version=str(meta["app_version"]),
        closed_clean=meta["closed_clean"] == 1,
        has_log=disk.side_files(path)[0].exists(),
        immutable=immutable,
    )


def check(path: Path, clock: Clock, *, immutable: bool, thorough: bool) -> None:
    """Let SQLite look for faults; raise DamagedLibrary when it finds one.

    thorough: compare every index with its table and every reference too; for a library that was
    not closed in order.
    """
    pragma = "integrity_check" if thorough else "quick_check"
    try:
        with reading(path, immutable=immutable) as con:
            (found,) = con.execute(f"PRAGMA {pragma}(1)").fetchone()
            is_good = found == "ok"
            if thorough:
                is_good = is_good and con.execute("PRAGMA foreign_key_check").fetchone() is None
    except FAULTS as error:
        raise known_error(error, path, clock) from error
    if not is_good:
        raise damaged(path, clock)


def damaged(path: Path, clock: Clock) -> DamagedLibrary:
    """Return the error that names the newest good backup and its age."""
    backup = BackupFolder(path).newest_good()
    if backup is None:
        return DamagedLibrary(path)
    age = Duration(max(0, clock.read().wall - backup.at))
    return DamagedLibrary(path, backup.path, age)


def known_error(error: Exception, path: Path, clock: Clock) -> KnownError:
    """Return what one of ``FAULTS``, at opening or reading a library, means."""
    code = _code(error)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL):
        return BusyLibrary(path)
    if problem_of(error, path) is SaveProblem.DISK_FULL:
        return NoRoomForLibrary(path)
    if code in (
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_IOERR,
    ):
        return UnreadableLibrary(path)
    return damaged(path, clock)


def warnings(path: Path, found: Examined | None) -> tuple[LibraryWarning, ...]:
    """Return what makes this library less safe than it could be."""
    seen = []
    if is_cloud_folder(path):
        seen.append(LibraryWarning.CLOUD_FOLDER)
    if is_network_folder(path, _mounts()):
        seen.append(LibraryWarning.NETWORK_FOLDER)
    if found is not None and not found.closed_clean and not found.has_log:
        seen.append(LibraryWarning.LOG_MISSING)
    return tuple(seen)


def is_cloud_folder(path: Path) -> bool:
    """Say whether a folder above the file has the name of a synchronising service."""
    return any(_CLOUD_FOLDERS.search(folder.name) for folder in path.parents)


def is_network_folder(path: Path, mounts: dict[str, str]) -> bool:
    """Say whether the file lies on another computer; mounts: kind of file system by folder."""
    if str(path).startswith(("\\\\", "//")):
        return True
    place = PurePosixPath(path)
    for folder in place.parents:
        if str(folder) in mounts:
            return mounts[str(folder)] in _NETWORK_FILE_SYSTEMS
    return False


def _mounts() -> dict[str, str]:
    if sys.platform != "linux":
        return {}
    try:
        lines = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return {}
    fields = (line.split() for line in lines)
    return {field[1].replace("\\040", " "): field[2] for field in fields if len(field) > 2}


def _must_be_immutable(path: Path) -> bool:
    """Say whether SQLite may not make its side files here and does not need them.

    True only without a log: what a log holds would not be read.
    """
    if os.access(path.parent, os.W_OK):
        return False
    log = disk.side_files(path)[0]
    return not log.exists() or log.stat().st_size == 0


def _is_empty(con: sqlite3.Connection) -> bool:
    return con.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is None


def _foreign_or_damaged(path: Path, clock: Clock) -> KnownError:
    """Tell a damaged library from a file that never was one: by its mark and its backups."""
    with path.open("rb") as file:
        file.seek(_APPLICATION_ID_AT)
        is_marked = file.read(4) == APPLICATION_ID.to_bytes(4, "big")
    if is_marked or BackupFolder(path).all():
        return damaged(path, clock)
    return ForeignFile(path)


def _code(error: Exception) -> int | None:
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY
