"""Connections to a library file: one that writes, and short ones that can only read.

Everything that SQLite promises here depends on settings that belong to a connection and that
SQLite may refuse without a word, so each is read back. Only the writer's thread may hold a
writing connection; every other one is opened ``mode=ro``, so that it can neither write nor
checkpoint (SQLite before 3.51.3 can lose commits when two connections checkpoint).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from virtu_desktop.storage.errors import UnsuitableSqlite

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_MS = 250
_STRICT_TABLES_SINCE = (3, 37, 0)
# (name, value to set, value to read back). The first stands first: it must hold before the file
# gets its first page. fullfsync acts on macOS only.
_WRITER_PRAGMAS: tuple[tuple[str, str, int | str], ...] = (
    ("synchronous", "EXTRA", 3),
    ("journal_mode", "WAL", "wal"),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("recursive_triggers", "ON", 1),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("wal_autocheckpoint", "256", 256),
    ("journal_size_limit", "4194304", 4194304),
    ("temp_store", "MEMORY", 2),
    ("mmap_size", "0", 0),
    ("secure_delete", "ON", 1),
    ("fullfsync", "ON", 1),
    ("checkpoint_fullfsync", "ON", 1),
)
_READER_PRAGMAS: tuple[tuple[str, str, int | str], ...] = (
    ("query_only", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("busy_timeout", str(BUSY_MS), BUSY_MS),
    ("temp_store", "MEMORY", 2),
    ("mmap_size", "0", 0),
)


def connect_writer(path: Path) -> sqlite3.Connection:
    """Open ``path`` for writing with every setting that safe saving needs.

    May be handed to another thread, but only one may use it at a time. Raises UnsuitableSqlite
    when a setting does not hold, sqlite3.Error when the file cannot be opened.
    """
    con = sqlite3.connect(
        path,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
        cached_statements=256,
        check_same_thread=False,
    )
    try:
        _set(con, _WRITER_PRAGMAS)
    except BaseException:
        con.close()
        raise
    return con


@contextmanager
def reading(path: Path, *, immutable: bool = False) -> Iterator[sqlite3.Connection]:
    """Open ``path`` for reading only and close it afterwards; rows come by name.

    immutable: promise that nobody can change the file, as on read-only media.
    """
    con = sqlite3.connect(
        file_uri(path, mode="ro", immutable=immutable),
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
    )
    try:
        _set(con, _READER_PRAGMAS)
        con.row_factory = sqlite3.Row
        yield con
    finally:
        con.close()


def file_uri(path: Path, *, mode: str, immutable: bool = False) -> str:
    """Return the SQLite URI of a file, whatever signs its name holds."""
    name = quote(str(path.resolve()).replace("\\", "/"))
    slash = "" if name.startswith("/") else "/"
    return f"file:{slash}{name}?mode={mode}{'&immutable=1' if immutable else ''}"


def wrap(con: sqlite3.Connection) -> Database:
    """Return the connection as a sqlite-utils database; the import costs about 0.1 s."""
    if sqlite3.sqlite_version_info < _STRICT_TABLES_SINCE:
        raise UnsuitableSqlite(f"{sqlite3.sqlite_version} knows no STRICT tables")
    import sqlite_utils.utils
    from sqlite_utils import Database

    # A second SQLite library on the same file in one process breaks the locks of both.
    if getattr(sqlite_utils.utils, "sqlite3", None) is not sqlite3:
        raise UnsuitableSqlite("another SQLite package is installed")
    return Database(con, execute_plugins=False, strict=True)


def _set(con: sqlite3.Connection, pragmas: tuple[tuple[str, str, int | str], ...]) -> None:
    for name, value, _ in pragmas:
        con.execute(f"PRAGMA {name}={value}")
    for name, _, expected in pragmas:
        row = con.execute(f"PRAGMA {name}").fetchone()
        # An SQLite that was built without memory mapping has no such setting.
        found = 0 if row is None and name == "mmap_size" else row and row[0]
        if found != expected:
            raise UnsuitableSqlite(f"{name} is {found}")
