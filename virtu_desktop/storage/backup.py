"""Backups of a library: made while it is open, verified, kept by age, restored with proof.

A backup is a closed single file with its SHA-256 beside it. It gets its final name only when it
is complete and on the disk, so that a file with a backup's name is a whole one.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from virtu_desktop.domain.time import Instant, moment_utc, parse_instant
from virtu_desktop.storage import disk
from virtu_desktop.storage.errors import BackupFailed, BadBackup
from virtu_desktop.storage.poll_keeper import without_open_secrets

PAGES_AT_ONCE = 256
_RECENT_DAYS = 2
_RECENT_A_DAY = 24
_DAILY = 12
_WEEKLY = 10
_MONTHLY = 9
_NAME = re.compile(
    r"-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z(?:-\d+)?(?:\.(?P<label>[\w.-]+))?\.db"
)
_ASIDE = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d\.\d{3})Z(?:-\d+)?")
REPLACED = "replaced"
"""The label of a library that a restore has set aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One backup: when it was made, and ``pre-v1.0`` or the like when a new version asked."""

    path: Path
    at: Instant
    size: int
    label: str = ""

    @property
    def is_good(self) -> bool:
        """Say whether the file is byte for byte what was backed up; reads all of it."""
        try:
            written = _digest_file(self.path).read_text(encoding="ascii").split()
            return bool(written) and written[0] == disk.sha256(self.path)
        except (OSError, ValueError):
            return False


class BackupFolder:
    """The backups of one library, in the folder ``backups`` beside it."""

    def __init__(self, library: Path) -> None:
        """Name the library; the folder is made when it is first needed."""
        self.folder = library.parent / "backups"
        self._stem = library.stem
        self._library = library

    def all(self) -> tuple[Backup, ...]:
        """Return the backups there are, the newest first, without looking inside."""
        found = []
        try:
            for path in self.folder.glob("*.db"):
                backup = self._backup(path)
                if backup is not None:
                    found.append(backup)
        except OSError:
            return ()
        return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))

    def replaced(self) -> tuple[Backup, ...]:
        """Return the libraries that a restore has set aside, by when it did, the newest first."""
        start = f"{self._library.name}.{REPLACED}-"
        found = []
        with suppress(OSError):
            for path in self._library.parent.glob(f"{start}*"):
                at = _moment(_ASIDE.fullmatch(path.name.removeprefix(start)))
                if at is not None:
                    size = path.stat().st_size
                    found.append(Backup(path=path, at=at, size=size, label=REPLACED))
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def newest_good(self) -> Backup | None:
        """Return the newest backup whose content is proved, or None."""
        return next((backup for backup in self.all() if backup.is_good), None)

    def make(self, con: sqlite3.Connection, at: Instant, *, label: str = "") -> Backup:
        """Back up what ``con`` has committed, then thin old backups; raise BackupFailed."""
        temporary = self.folder / f".{self._stem}.part"
        try:
            if not self.folder.is_dir():
                self.folder.mkdir(mode=0o700)
                disk.sync_folder(self.folder.parent)
            temporary.unlink(missing_ok=True)
            disk.create_private(temporary)
            copy_open(con, temporary, prepare=without_open_secrets)
            disk.sync_file(temporary)
            made = self._publish(temporary, at, label)
        except (OSError, sqlite3.Error) as error:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            cause = error if isinstance(error, OSError) else None
            raise BackupFailed(self.folder, cause) from error
        # An old backup that cannot be deleted does no harm; the next thinning meets it again.
        with suppress(OSError):
            self._thin(at)
        return made

    def _publish(self, temporary: Path, at: Instant, label: str) -> Backup:
        final = self._free_name(at, label)
        digest = _digest_file(final)
        disk.create_private(digest)
        digest.write_text(f"{disk.sha256(temporary)}  {final.name}\n", encoding="ascii")
        disk.sync_file(digest)
        temporary.rename(final)
        disk.sync_folder(self.folder)
        return Backup(path=final, at=at, size=final.stat().st_size, label=label)

    def _free_name(self, at: Instant, label: str) -> Path:
        ending = f".{label}.db" if label else ".db"
        stamp = f"{self._stem}-{disk.file_stamp(at)}"
        path, number = self.folder / f"{stamp}{ending}", 2
        while path.exists():
            path = self.folder / f"{stamp}-{number}{ending}"
            number += 1
        return path

    def _backup(self, path: Path) -> Backup | None:
        match = _NAME.fullmatch(path.name.removeprefix(self._stem))
        at = _moment(match)
        if match is None or at is None or not path.name.startswith(self._stem):
            return None
        size = path.stat().st_size
        return Backup(path=path, at=at, size=size, label=match["label"] or "")

    def _thin(self, now: Instant) -> None:
        """Delete what the ages do not keep; backups before a new version always stay."""
        plain = [backup for backup in self.all() if not backup.label]
        kept = to_keep([backup.at for backup in plain], now)
        for backup in plain[1:]:
            if backup.at not in kept:
                backup.path.unlink(missing_ok=True)
                _digest_file(backup.path).unlink(missing_ok=True)


def _moment(match: re.Match[str] | None) -> Instant | None:
    """Return the instant that stands in a file name, or None."""
    if match is None:
        return None
    year, month, day, hour, minute, second = match.groups()[:6]
    try:
        return parse_instant(f"{year}-{month}-{day}T{hour}:{minute}:{second}Z")
    except ValueError:
        return None


def to_keep(made: Iterable[Instant], now: Instant) -> frozenset[Instant]:
    """Return which backups to keep.

    All of the last two days but at most 24 of a day, then the newest of each of the last 12 days,
    10 weeks and 9 months that have any; always the newest of all.
    """
    newest_first = sorted(set(made), reverse=True)
    today = moment_utc(now).date()
    kept = set(newest_first[:1])
    by_day: dict[object, int] = {}
    for at in newest_first:
        day = moment_utc(at).date()
        by_day[day] = by_day.get(day, 0) + 1
        if (today - day).days < _RECENT_DAYS and by_day[day] <= _RECENT_A_DAY:
            kept.add(at)
    kept |= _newest_of_each(newest_first, lambda moment: moment.date(), _DAILY)
    kept |= _newest_of_each(newest_first, lambda moment: moment.isocalendar()[:2], _WEEKLY)
    kept |= _newest_of_each(newest_first, lambda moment: (moment.year, moment.month), _MONTHLY)
    return frozenset(kept)


def copy_of_good(backup: Path, target: Path) -> None:
    """Copy a backup to ``target`` and prove that it is whole; raise BadBackup if it is not.

    A file without its SHA-256 beside it is accepted when SQLite finds no fault in it.
    """
    if not backup.is_file():
        raise BadBackup(backup)
    disk.copy_whole(backup, target)
    digest = _digest_file(backup)
    if digest.exists():
        written = digest.read_text(encoding="ascii", errors="replace").split()
        if written[:1] != [disk.sha256(target)]:
            raise BadBackup(backup)
    try:
        check_whole(target)
    except sqlite3.Error as error:
        raise BadBackup(backup) from error


def check_whole(path: Path) -> None:
    """Raise sqlite3.DatabaseError when SQLite finds a fault in a closed database."""
    con = sqlite3.connect(path, isolation_level=None)
    try:
        (found,) = con.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        con.close()
    if found != "ok":
        raise sqlite3.DatabaseError("quick_check found a fault")


def copy_open(
    con: sqlite3.Connection,
    target: Path,
    *,
    prepare: Callable[[sqlite3.Connection], None] = lambda _: None,
) -> None:
    """Copy an open database into a closed single file, ``prepare`` it, and check it.

    Raises sqlite3.Error, also when the copy does not pass its check.
    """
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        con.backup(copy, pages=PAGES_AT_ONCE)
        prepare(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    finally:
        copy.close()
    check_whole(target)


def _newest_of_each(
    newest_first: Iterable[Instant], period: Callable[[datetime], object], count: int
) -> set[Instant]:
    newest: dict[object, Instant] = {}
    for at in newest_first:
        newest.setdefault(period(moment_utc(at)), at)
    return set(list(newest.values())[:count])


def is_as_written(file: Path) -> bool:
    """Say whether a file is what its SHA-256 says; one that has none may be anything."""
    return not _digest_file(file).exists() or Backup(path=file, at=Instant(0), size=0).is_good


def write_digest(backup: Path) -> None:
    """Write the SHA-256 of a backup that was rewritten beside it, if it had one before."""
    digest = _digest_file(backup)
    if digest.exists():
        digest.write_text(f"{disk.sha256(backup)}  {backup.name}\n", encoding="ascii")
        disk.sync_file(digest)
    disk.sync_folder(backup.parent)


def _digest_file(backup: Path) -> Path:
    return backup.with_name(f"{backup.name}.sha256")
