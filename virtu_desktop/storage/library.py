"""A library: programmes, groups, sessions and their records in one file.

Any thread may call a library. What is submitted is written by the library's own thread; what is
read comes over a connection of its own that cannot write.
"""

from __future__ import annotations

import errno
import logging
import os
import sqlite3
import uuid
from collections.abc import Callable, Collection, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from virtu_desktop import __version__
from virtu_desktop.domain.deleting import DeletedItem
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan_check import Silenced
from virtu_desktop.domain.polls import Measurement
from virtu_desktop.domain.programme import (
    ParticipantGroup,
    Programme,
    ProgrammeId,
    SessionId,
    SessionSummary,
)
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Clock, Instant, iso_utc
from virtu_desktop.engine.changes import AttendanceImport, Change, SessionRecord, UndoMerge
from virtu_desktop.engine.store import SaveState, SaveStatus
from virtu_desktop.errors import KnownError
from virtu_desktop.storage import disk, health, poll_queries, queries, removal_queries
from virtu_desktop.storage.backup import REPLACED, Backup, BackupFolder, copy_of_good
from virtu_desktop.storage.connection import connect_writer, reading
from virtu_desktop.storage.erasing import (
    Erased,
    EraseStep,
    Removal,
    carried_out,
    erase_everywhere,
)
from virtu_desktop.storage.errors import (
    AmbiguousPerson,
    AmbiguousSession,
    BackupFailed,
    CannotUndoMerge,
    ForeignFile,
    LibraryMissing,
    LibraryReadOnly,
    MigrationFailed,
    NewerLibrary,
    NoRoomForLibrary,
    NoRoomToRemove,
    NotWritten,
    UnknownMerge,
    UnknownPerson,
    UnknownSession,
    UnreadableLibrary,
)
from virtu_desktop.storage.health import Examined, LibraryWarning
from virtu_desktop.storage.keeper import write_shapes
from virtu_desktop.storage.lock import LibraryLock
from virtu_desktop.storage.migrations import VERSION, migrate
from virtu_desktop.storage.removal_queries import DueData, RecordedMerge
from virtu_desktop.storage.removals import ClassRemoval, PeopleRemoval
from virtu_desktop.storage.row_log import CannotTurnBack
from virtu_desktop.storage.writer import Writer, close_clean

_BACKUP_TIMEOUT_S = 120.0
_TASK_TIMEOUT_S = 120.0
_SAVED_WITHIN_S = 10.0
# A rewritten file stands beside the old one, and its log beside both.
_ROOM_FOR_COPIES = 3
_NAMED_AT_MOST = 5
_T = TypeVar("_T")
_log = logging.getLogger("virtu.store")


class ReadOnlyReason(StrEnum):
    """Why nothing can be written to an open library."""

    ASKED = "asked"
    FOLDER = "folder"
    NEWER = "newer"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNote:
    """A note that a search found, and the session that it belongs to."""

    session: SessionId
    session_title: str
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restore did: where the old files are now, and the backup that was put in place.

    backup: None when a new, empty library was begun.
    """

    aside: tuple[Path, ...]
    backup: Path | None


class Library:
    """One open library file; also the engine's store."""

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        found: Examined | None,
        writer: Writer | None,
        reason: ReadOnlyReason | None,
    ) -> None:
        """Use ``Library.open`` instead."""
        self.path = path
        self.read_only_reason = reason
        self.made_by = __version__ if found is None else found.app_version
        self.warnings: tuple[LibraryWarning, ...] = health.warnings(path, found)
        self._clock = clock
        self._immutable = found is not None and found.immutable
        self._is_older = writer is None and found is not None and found.is_older
        self._writer = writer
        self._backups = BackupFolder(path)

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        clock: Clock,
        on_status: Callable[[SaveStatus], None] = lambda status: None,
        read_only: bool = False,
    ) -> Library:
        """Open a library, making a new one where there is none.

        on_status is called from the writer's thread. Opens for reading only when asked, in a
        folder that cannot be written, and a file of a newer version: see ``read_only_reason``.
        Raises a KnownError: LibraryInUse, LibraryMissing, DamagedLibrary, ForeignFile,
        MigrationFailed, BusyLibrary, NoRoomForLibrary or UnreadableLibrary. A file that is
        damaged, foreign or newer is not changed.
        """
        path = path.absolute()
        if read_only:
            return cls._open_to_read(path, clock, ReadOnlyReason.ASKED)
        try:
            lock = _lock(path)
        except OSError:
            return cls._open_to_read(path, clock, ReadOnlyReason.FOLDER)
        try:
            found = health.examine(path, clock)
            if found is not None and found.is_newer:
                lock.release()
                return cls._open_to_read(path, clock, ReadOnlyReason.NEWER)
            if found is not None:
                thorough = not found.closed_clean
                health.check(path, clock, immutable=False, thorough=thorough)
            con = _open_to_write(path, found, clock)
        except OSError as error:
            lock.release()
            raise _cannot_write(path, error) from error
        except BaseException:
            lock.release()
            raise
        writer = Writer(
            path,
            con,
            clock=clock,
            backups=BackupFolder(path),
            on_status=on_status,
            on_closed=lock.release,
        )
        return cls(path, clock=clock, found=found, writer=writer, reason=None)

    @classmethod
    def _open_to_read(cls, path: Path, clock: Clock, reason: ReadOnlyReason) -> Library:
        try:
            found = health.examine(path, clock)
        except OSError as error:
            raise UnreadableLibrary(path, error) from error
        if found is None:
            raise (
                LibraryMissing(path) if reason is ReadOnlyReason.ASKED else UnreadableLibrary(path)
            )
        health.check(path, clock, immutable=found.immutable, thorough=False)
        return cls(path, clock=clock, found=found, writer=None, reason=reason)

    @staticmethod
    def restore(path: Path, backup: Path, *, clock: Clock) -> Restored:
        """Put a backup in the place of a library, which is renamed ``.replaced-time``.

        Raises BadBackup, ForeignFile or LibraryInUse, and then changes nothing.
        """
        return _restore(path.absolute(), backup, REPLACED, clock)

    @staticmethod
    def set_aside_and_restore(path: Path, *, clock: Clock) -> Restored:
        """Rename a damaged library ``.corrupt-time`` and put its newest good backup in its place.

        Without a good backup a new library is begun. Raises LibraryInUse.
        """
        path = path.absolute()
        newest = BackupFolder(path).newest_good()
        return _restore(path, None if newest is None else newest.path, "corrupt", clock)

    @staticmethod
    def erase(path: Path, person: PersonId, *, clock: Clock, logs: Iterable[Path] = ()) -> Erased:
        """Erase a person from a closed library, its backups and what lies beside it (R7).

        Raises UnknownPerson, LibraryInUse and what opening raises.
        """
        with Library.open(path, clock=clock) as library:
            return carried_out(library.erasing([person], logs=logs))

    @property
    def is_read_only(self) -> bool:
        """Say whether nothing can be written."""
        return self._writer is None

    @property
    def status(self) -> SaveStatus:
        """Return how saving stands now."""
        if self._writer is None:
            return SaveStatus(state=SaveState.SAVED)
        return self._writer.status

    @property
    def backup_problem(self) -> BackupFailed | None:
        """Return why the latest backup could not be made, or None when it could."""
        return None if self._writer is None else self._writer.backup_problem

    def submit(self, *changes: Change) -> None:
        """Queue changes that are saved together or not at all; never waits.

        Raises LibraryReadOnly when the library is open for reading only.
        """
        if self._writer is None:
            raise LibraryReadOnly(self.path)
        if changes:
            self._writer.submit(changes)

    def flush(self, timeout_s: float) -> bool:
        """Wait until what was submitted is on the disk; say whether all of it is."""
        return self._writer is None or self._writer.flush(timeout_s)

    def close(self, timeout_s: float = 5.0) -> int:
        """Save what waits and close the file; return how many changes are still not saved.

        With changes left, the library goes on trying: call again to wait longer.
        """
        return 0 if self._writer is None else self._writer.close(timeout_s)

    def __enter__(self) -> Library:
        """Return the library itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the library."""
        self.close()

    def programmes(self) -> tuple[Programme, ...]:
        """Return all programmes by title."""
        return self._read(queries.programmes)

    def groups(self) -> tuple[ParticipantGroup, ...]:
        """Return all participant groups, those of a programme together and in their order."""
        return self._read(queries.groups)

    def sessions(self) -> tuple[SessionSummary, ...]:
        """Return all sessions, the earliest first."""
        return self._read(queries.summaries)

    def deleted(self) -> tuple[DeletedItem, ...]:
        """Return what was deleted and can be brought back, the latest first."""
        return self._read(queries.deleted)

    def session(self, session: SessionId) -> SessionRecord:
        """Return all that is saved of a session; raise UnknownSession.

        Its run is the newest live one, or without one the newest rehearsal.
        """
        found = self._read(lambda con: queries.record(con, session))
        if found is None:
            raise UnknownSession(session)
        return found

    def sessions_alone(self, programme: ProgrammeId) -> tuple[SessionRecord, ...]:
        """Return the records of a programme's sessions from one state, the earliest first.

        Each stands alone: without the others of the programme and earlier meetings.
        """
        return self._read(lambda con: queries.records_alone(con, programme))

    def find_session(self, text: str) -> SessionId:
        """Return the session that is meant: by its id, the beginning of it, or part of its title.

        Raises UnknownSession or AmbiguousSession.
        """
        wanted = text.strip().casefold()
        all_sessions = self.sessions()
        for fits in (
            lambda session: session.id.casefold() == wanted,
            lambda session: session.id.casefold().startswith(wanted),
            lambda session: wanted in session.title.casefold(),
        ):
            found = [session for session in all_sessions if wanted and fits(session)]
            if len(found) == 1:
                return found[0].id
            if found:
                names = tuple(f"{one.title} ({one.id})" for one in found[:_NAMED_AT_MOST])
                raise AmbiguousSession(text, names)
        raise UnknownSession(text)

    def unfinished_run(self) -> SessionId | None:
        """Return the session of the newest live run that was begun and not ended, or None."""
        return self._read(queries.unfinished_run)

    def search_notes(self, text: str) -> tuple[FoundNote, ...]:
        """Return the notes of all sessions with every word of ``text``, the newest first.

        A word is found by its beginning, in any case and without regard to accents; at most 200
        notes. Private notes are among them.
        """
        return tuple(
            FoundNote(session=session, session_title=title, note=note)
            for session, title, note in self._read(lambda con: queries.search_notes(con, text))
        )

    def merges(self) -> tuple[RecordedMerge, ...]:
        """Return the merges of other laptops' records that can be undone, the latest first."""
        return self._read(removal_queries.merges)

    def undo_merge(self, merge: str) -> RecordedMerge:
        """Take a merge back and return it; raise UnknownMerge, CannotUndoMerge or NotWritten."""
        writer = self._writing()
        found = next((one for one in self.merges() if one.id == merge), None)
        if found is None:
            raise UnknownMerge(merge)
        undo = UndoMerge(merge=merge)
        try:
            writer.carry_out(lambda _con, keeper: keeper.apply((undo,))).result(_TASK_TIMEOUT_S)
        except CannotTurnBack as error:
            raise CannotUndoMerge(found.file) from error
        except health.FAULTS as error:
            raise self._known(error) from error
        return found

    def due(self, now: Instant) -> tuple[DueData, ...]:
        """Return every class of data that each programme still has, and until when it is needed."""
        return self._read(lambda con: removal_queries.due(con, now))

    def erasing(
        self, people: Collection[PersonId], *, logs: Iterable[Path] = ()
    ) -> Generator[EraseStep, None, Erased]:
        """Erase people from the library, its backups and what lies beside it, file by file (R7).

        Raises UnknownPerson, LibraryReadOnly and NotWritten.
        """
        known = {one.id: one for one in self._read(queries.everybody)}
        for person in people:
            if person not in known:
                raise UnknownPerson(person)
        gone = [known[person] for person in people]
        others = [one for one in known.values() if one.id not in set(people)]
        return self._removing(PeopleRemoval(gone, others), logs)

    def removing(
        self, programme: ProgrammeId, kind: FactName, *, logs: Iterable[Path] = ()
    ) -> Generator[EraseStep, None, Erased]:
        """Take a class of a programme's data out of the library and all beside it (R7)."""
        if kind is FactName.KEEP_PEOPLE:
            return self.erasing([one.id for one in self.people(programme)], logs=logs)
        return self._removing(ClassRemoval(programme, kind), logs)

    def _removing(
        self, removal: Removal, logs: Iterable[Path]
    ) -> Generator[EraseStep, None, Erased]:
        writer = self._writing()
        if disk.free_bytes(self.path.parent) < _ROOM_FOR_COPIES * self.path.stat().st_size:
            raise NoRoomToRemove(self.path)

        def in_library() -> None:
            task = writer.carry_out(lambda con, _: removal.carry_out(con), leaves_nothing=True)
            try:
                task.result(_TASK_TIMEOUT_S)
            except health.FAULTS as error:
                raise self._known(error) from error

        return erase_everywhere(self.path, removal, logs, in_library=in_library)

    def _writing(self) -> Writer:
        """Return the writer once all that was submitted is on the disk."""
        if self._writer is None:
            raise LibraryReadOnly(self.path)
        if not self._writer.flush(_SAVED_WITHIN_S):
            raise NotWritten(self.path)
        return self._writer

    def people(self, programme: ProgrammeId | None) -> tuple[Participant, ...]:
        """Return the people of a programme by name; None: those who belong to none."""
        return self._read(lambda con: queries.people(con, programme))

    def facts(self, programme: ProgrammeId) -> dict[FactName, str]:
        """Return what is known of a programme besides its sessions."""
        return self._read(lambda con: queries.facts(con, programme))

    def person(self, person: PersonId) -> Participant:
        """Return one person; raise UnknownPerson."""
        found = self._read(lambda con: queries.person(con, person))
        if found is None:
            raise UnknownPerson(person)
        return found

    def find_person(self, text: str) -> Participant:
        """Return who is meant: by id, e-mail address, or part of the name.

        Raises UnknownPerson or AmbiguousPerson.
        """
        wanted = text.strip().casefold()
        everybody = self._read(queries.everybody)
        exactly = [
            one
            for one in everybody
            if wanted in (one.id.casefold(), one.email.casefold(), one.name.casefold())
        ]
        found = exactly or [one for one in everybody if wanted in one.name.casefold()]
        if not wanted or not found:
            raise UnknownPerson(text)
        if len(found) > 1:
            names = tuple(f"{one.name} ({one.id})" for one in found[:_NAMED_AT_MOST])
            raise AmbiguousPerson(text, names)
        return found[0]

    def sessions_of(self, person: PersonId) -> tuple[SessionId, ...]:
        """Return the sessions whose record has to do with a person, the earliest first."""
        return self._read(lambda con: queries.sessions_of(con, person))

    def recorded_people(self, programme: ProgrammeId | None) -> frozenset[PersonId]:
        """Return who of a programme was expected or there in a session that has begun."""
        return self._read(lambda con: queries.recorded_people(con, programme))

    def measurements(
        self, session: SessionId, *, everybody: bool = False
    ) -> tuple[Measurement, ...]:
        """Return the closed rounds of questions that are repeated, the earliest session first.

        Of the session's own group, or with ``everybody`` of all groups of its programme.
        """
        return self._read(lambda con: poll_queries.measurements(con, session, everybody=everybody))

    def templates(self) -> tuple[PlanTemplate, ...]:
        """Return people's own templates by title."""
        return self._read(queries.templates)

    def silenced(self, session: SessionId) -> tuple[Silenced, ...]:
        """Return what was silenced of the check of a session's plan, and why."""
        return self._read(lambda con: queries.silenced(con, session))

    def ticks(self, session: SessionId) -> dict[str, Instant]:
        """Return the keys of what is ready for a session, and when each was ticked."""
        return self._read(lambda con: queries.ticks(con, session))

    def earlier_runs(self, session: SessionId) -> dict[str, tuple[EarlierRun, ...]]:
        """Return how the blocks of a session went in the live runs of other sessions (T12).

        By what a block is matched by (``origin_of``), the newest run first.
        """
        return self._read(lambda con: queries.earlier_runs(con, session))

    def plan_version(self, session: SessionId) -> int:
        """Return the number of the session's plan: 1 as first saved, one more for each change.

        Raises UnknownSession.
        """
        found = self._read(lambda con: queries.plan_version(con, session))
        if found is None:
            raise UnknownSession(session)
        return found

    def attendance_imports(self, session: SessionId) -> tuple[AttendanceImport, ...]:
        """Return the attendance reports that were imported into a session, the oldest first."""
        return self._read(lambda con: queries.attendance_imports(con, session))

    def attendance_file(self, session: SessionId, sha256: str) -> bytes | None:
        """Return an imported report as it was, or None when it was not kept."""
        return self._read(lambda con: queries.attendance_file(con, session, sha256))

    def backups(self) -> tuple[Backup, ...]:
        """Return the backups there are, the newest first."""
        return self._backups.all()

    def copies(self) -> tuple[Backup, ...]:
        """Return what can be restored: backups and libraries set aside, the newest first."""
        found = (*self._backups.all(), *self._backups.replaced())
        return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def backup_now(self) -> Backup:
        """Make a backup and wait for it; raise BackupFailed."""
        if self._writer is not None:
            try:
                return self._writer.back_up().result(_BACKUP_TIMEOUT_S)
            except TimeoutError as error:
                raise BackupFailed(self._backups.folder) from error
        at = self._clock.read().wall
        with reading(self.path, immutable=self._immutable) as con:
            return self._backups.make(con, at)

    def _read(self, question: Callable[[sqlite3.Connection], _T]) -> _T:
        """Ask over a connection of one's own, all of one question from one state of the file."""
        try:
            with reading(self.path, immutable=self._immutable) as con:
                con.execute("BEGIN")
                if not self._is_older:
                    return question(con)
                with _brought_up_to_date(con) as copy:
                    return question(copy)
        except health.FAULTS as error:
            raise self._known(error) from error

    def _known(self, error: Exception) -> KnownError:
        """Return what it means that rows cannot be read."""
        _log.error("the library cannot be read: %s", type(error).__name__)
        if self.read_only_reason is ReadOnlyReason.NEWER:
            return NewerLibrary(self.path, self.made_by)
        return health.known_error(error, self.path, self._clock)


def _lock(path: Path) -> LibraryLock:
    """Lock a library for writing; raise OSError when its folder or file cannot be written."""
    if path.exists():
        if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
            raise PermissionError(f"{path} cannot be written")
    else:
        disk.create_folders(path.parent)
    return LibraryLock(path)


def _open_to_write(path: Path, found: Examined | None, clock: Clock) -> sqlite3.Connection:
    """Open the file for the writer, a new one or one of an older version brought up to date."""
    try:
        if found is None:
            disk.create_private(path)
        con = connect_writer(path)
        try:
            if found is None:
                migrate(con, finish=lambda: _introduce(con, clock))
            elif found.is_older:
                _migrate_with_backup(con, path, found, clock)
        except BaseException:
            con.close()
            raise
    except health.FAULTS as error:
        raise health.known_error(error, path, clock) from error
    return con


def _introduce(con: sqlite3.Connection, clock: Clock) -> None:
    """Write what a new library says of itself."""
    con.execute(
        "INSERT INTO meta (id, library, created_utc, app_version, sqlite_version, closed_clean)"
        " VALUES (1, ?, ?, ?, ?, 1)",
        (str(uuid.uuid4()), iso_utc(clock.read().wall), __version__, sqlite3.sqlite_version),
    )


@contextmanager
def _brought_up_to_date(con: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Copy an older library that may only be read into memory, and migrate the copy."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        con.backup(copy)
        migrate(copy, finish=lambda: write_shapes(copy))
        yield copy


def _migrate_with_backup(
    con: sqlite3.Connection, path: Path, found: Examined, clock: Clock
) -> None:
    label = f"pre-v{VERSION >> 16}.{VERSION & 0xFFFF}"
    backup = BackupFolder(path).make(con, clock.read().wall, label=label)
    try:
        migrate(con, finish=lambda: write_shapes(con))
    except health.FAULTS as error:
        _log.exception("migration from version %s failed", found.version)
        raise MigrationFailed(path, backup.path) from error


def _restore(path: Path, backup: Path | None, label: str, clock: Clock) -> Restored:
    """Make the new file complete under another name first, then let it change places."""
    incoming = path.with_name(f".{path.name}.incoming")
    try:
        lock = _lock(path)
        try:
            incoming.unlink(missing_ok=True)
            if backup is None:
                close_clean(_open_to_write(incoming, None, clock))
            else:
                copy_of_good(backup, incoming)
                _check_is_library(incoming, backup, clock)
            aside = disk.set_aside(path, label, clock.read().wall)
            incoming.rename(path)
            disk.sync_folder(path.parent)
        finally:
            incoming.unlink(missing_ok=True)
            lock.release()
    except OSError as error:
        raise _cannot_write(path, error) from error
    return Restored(aside=aside, backup=backup)


def _cannot_write(path: Path, error: OSError) -> KnownError:
    return NoRoomForLibrary(path) if error.errno == errno.ENOSPC else UnreadableLibrary(path, error)


def _check_is_library(copy: Path, backup: Path, clock: Clock) -> None:
    try:
        found = health.examine(copy, clock)
    except KnownError as error:
        raise ForeignFile(backup) from error
    if found is None:
        raise ForeignFile(backup)
