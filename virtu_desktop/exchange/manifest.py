"""What an export folder holds, each file with its SHA-256, and what changed since the last time.

``SHA256SUMS.txt`` can be checked by other programs (``sha256sum -c``); ``manifest.json`` has the
same sums, the options of the export, and for each session a digest of every table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import msgspec

from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import review
from virtu_desktop.exchange.sheet import Coded, Table
from virtu_desktop.i18n import Translator

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS.txt"
_FORMAT = "virtu-export"


class FileEntry(msgspec.Struct, frozen=True):
    """A file: its path in the folder with slashes, its size, and its SHA-256."""

    path: str
    bytes: int
    sha256: str


class TableEntry(msgspec.Struct, frozen=True):
    """A table of a session: its name, its title in the export's language, rows and digest."""

    name: str
    title: str
    rows: int
    sha256: str


class SessionEntry(msgspec.Struct, frozen=True):
    """A session of the export and the tables of its record."""

    id: str
    title: str
    tables: list[TableEntry]


class Manifest(msgspec.Struct, kw_only=True):
    """What an export was made of and what it wrote."""

    language: str
    names: str
    excel_fi: bool
    formats: list[str]
    format: str = _FORMAT
    version: int = 1
    sessions: list[SessionEntry] = []
    files: list[FileEntry] = []


class Fate(StrEnum):
    """What has become of a file or a session since the last export."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FileChange:
    """What became of a file."""

    path: str
    fate: Fate


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """A table that differs: its title, and how many rows it had and has."""

    name: str
    title: str
    rows_before: int
    rows_now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionChange:
    """What became of a session, and which of its tables differ."""

    title: str
    fate: Fate
    tables: tuple[TableChange, ...] = ()


def file_entry(path: str, data: bytes) -> FileEntry:
    """Return the entry of a file."""
    return FileEntry(path, len(data), hashlib.sha256(data).hexdigest())


def session_entry(portable: PortableRecord, tr: Translator) -> SessionEntry:
    """Return the entry of a record, as it is exported."""
    session, group = portable.record.session, portable.group
    name = f"{session.number}. {session.title}"
    return SessionEntry(
        session.id,
        name if group is None else f"{group.name} {name}",
        [
            TableEntry(
                table.name,
                table.title,
                len(table.rows),
                _digest(table),
            )
            for table in record_tables(review(portable), tr)
        ],
    )


def _digest(table: Table) -> str:
    """Return a digest of what a table holds, the same in every language."""
    rows = [[cell.code if isinstance(cell, Coded) else cell for cell in row] for row in table.rows]
    return hashlib.sha256(repr(rows).encode("utf-8", "replace")).hexdigest()


def write_manifest(manifest: Manifest) -> bytes:
    """Return the manifest as JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def write_sums(manifest: Manifest) -> bytes:
    """Return the sums as ``sha256sum`` writes and checks them."""
    return "".join(f"{file.sha256}  {file.path}\n" for file in manifest.files).encode()


def read_manifest(path: Path) -> Manifest | None:
    """Return the manifest of an earlier export, or None without one that can be read."""
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return manifest if manifest.format == _FORMAT else None


def changes_since(
    before: Manifest | None, now: Manifest
) -> tuple[tuple[FileChange, ...], tuple[SessionChange, ...]]:
    """Return what became of each file and each session; nothing after the first export."""
    if before is None:
        return (), ()
    return tuple(_file_changes(before, now)), tuple(_session_changes(before, now))


def _file_changes(before: Manifest, now: Manifest) -> Iterator[FileChange]:
    old = {file.path: file.sha256 for file in before.files}
    for file in now.files:
        known = old.pop(file.path, None)
        fate = Fate.NEW if known is None else Fate.CHANGED
        yield FileChange(file.path, Fate.UNCHANGED if known == file.sha256 else fate)
    for path in old:
        yield FileChange(path, Fate.GONE)


def _session_changes(before: Manifest, now: Manifest) -> Iterator[SessionChange]:
    old = {session.id: session for session in before.sessions}
    for session in now.sessions:
        known = old.pop(session.id, None)
        if known is None:
            yield SessionChange(title=session.title, fate=Fate.NEW)
            continue
        tables = tuple(_table_changes(known, session))
        fate = Fate.CHANGED if tables or known.title != session.title else Fate.UNCHANGED
        yield SessionChange(title=session.title, fate=fate, tables=tables)
    for session in old.values():
        yield SessionChange(title=session.title, fate=Fate.GONE)


def _table_changes(before: SessionEntry, now: SessionEntry) -> Iterator[TableChange]:
    old = {table.name: table for table in before.tables}
    for table in now.tables:
        known = old.get(table.name)
        if known is None or known.sha256 != table.sha256:
            rows = 0 if known is None else known.rows
            yield TableChange(
                name=table.name, title=table.title, rows_before=rows, rows_now=table.rows
            )
