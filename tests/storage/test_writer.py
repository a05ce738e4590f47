"""Saved means committed; what cannot be saved waits, in order, and says so."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import at
from tests.storage.saving import (
    RUN,
    SESSION,
    Statuses,
    adjusted,
    appended,
    note_of,
    opening,
    session_of,
)
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import Block, BlockId
from virtu_desktop.domain.time import Duration, ManualClock
from virtu_desktop.engine.changes import (
    AppendEvents,
    Heartbeat,
    SaveBlock,
    SaveDraft,
    SaveSession,
)
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.storage import writer
from virtu_desktop.storage.connection import connect_writer, reading
from virtu_desktop.storage.errors import UnsuitableSqlite
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.problems import problem_of

SAVED = SaveStatus(state=SaveState.SAVED)


@contextmanager
def foreign_lock(path: Path) -> Iterator[Callable[[], None]]:
    """Hold the file's write lock as another program would; yields what gives it back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute("BEGIN IMMEDIATE")

        def release() -> None:
            con.execute("ROLLBACK")

        yield release


def count(path: Path, table: str) -> int:
    """Return how many rows another program sees."""
    with closing(sqlite3.connect(path)) as con:
        (number,) = con.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(number)


def is_failing(status: SaveStatus) -> bool:
    """Say whether saving fails."""
    return status.state is SaveState.NOT_SAVED


def test_saved_is_told_only_after_the_commit(path: Path, clock: ManualClock) -> None:
    """At the moment of "saved" another program sees every row."""
    seen: list[tuple[SaveState, int, str]] = []

    def look(status: SaveStatus) -> None:
        seen.append((status.state, count(path, "session"), threading.current_thread().name))

    library = Library.open(path, clock=clock, on_status=look)
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    library.close()

    assert seen == [
        (SaveState.SAVING, 0, "virtu-writer"),
        (SaveState.SAVED, 1, "virtu-writer"),
    ]


def test_status_is_saving_as_soon_as_something_waits(library: Library) -> None:
    """The status is never green while a change is only in memory."""
    with foreign_lock(library.path) as release:
        library.submit(SaveSession(session=session_of()), note_of(1))
        assert library.status.waiting == 2
        assert library.status.state is not SaveState.SAVED
        release()
    assert library.flush(10)
    assert library.status == SAVED


def test_foreign_lock_keeps_changes_and_saving_resumes(
    library: Library, statuses: Statuses
) -> None:
    """A lock of another program shows within a second, loses nothing and ends by itself."""
    library.submit(SaveSession(session=session_of()), opening())
    assert library.flush(10)

    with foreign_lock(library.path) as release:
        library.submit(appended(0))
        failing = statuses.wait_for(is_failing, timeout_s=1.0)
        assert failing.problem is SaveProblem.LOCKED
        for number in range(1, 14):
            library.submit(appended(number))
        assert not library.flush(0.01)
        statuses.wait_for(lambda status: status.waiting == 14)
        release()

    statuses.wait_for(lambda status: status == SAVED)
    run = library.session(SESSION).run
    assert run is not None
    assert run.events == tuple(adjusted(number) for number in range(14))


def test_slow_disk_makes_nobody_wait(
    library: Library, statuses: Statuses, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a commit takes its time, submitting returns at once and the status is "saving"."""
    is_done = threading.Event()
    write = writer.Writer._write  # noqa: SLF001

    def slow(self: writer.Writer, batch: tuple[object, ...]) -> object:
        assert is_done.wait(30)
        return write(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(writer.Writer, "_write", slow)
    library.submit(SaveSession(session=session_of()))
    saving = statuses.wait_for(lambda status: status.waiting == 1)
    library.submit(note_of(1), note_of(2))

    assert saving.state is SaveState.SAVING
    assert library.status == SaveStatus(state=SaveState.SAVING, waiting=3)
    assert not library.flush(0.05)
    is_done.set()
    assert library.flush(10)
    assert library.status == SAVED


def test_retries_are_spread_out_however_much_is_submitted(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand changes during a failure do not make a thousand attempts."""
    attempts = []
    write = writer.Writer._write  # noqa: SLF001

    def counted(self: writer.Writer, batch: tuple[object, ...]) -> object:
        attempts.append(len(batch))
        return write(self, batch)  # type: ignore[arg-type]

    monkeypatch.setattr(writer.Writer, "_write", counted)
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    attempts.clear()
    with foreign_lock(library.path) as release:
        for number in range(1000):
            library.submit(note_of(number))
        assert not library.flush(0.6)
        assert 1 <= len(attempts) <= 4
        release()
    assert library.flush(10)


def test_refused_change_stays_red_while_others_are_saved(
    library: Library, statuses: Statuses, caplog: pytest.LogCaptureFixture
) -> None:
    """A change that cannot be right is logged without its text and never called saved."""
    nowhere = replace(note_of(1, "a secret"), session=session_of(name="nowhere").id)
    with caplog.at_level(logging.ERROR, "virtu.store"):
        library.submit(SaveSession(session=session_of()))
        library.submit(nowhere)
        library.submit(note_of(2))
        assert not library.flush(10)

    expected = SaveStatus(state=SaveState.NOT_SAVED, waiting=1, problem=SaveProblem.REFUSED)
    assert library.status == expected
    assert statuses.heard[-1] == expected
    assert SAVED not in statuses.heard
    assert [note.id for note in library.session(SESSION).notes] == ["n2"]
    assert "SaveNote" in caplog.text
    assert "secret" not in caplog.text


def test_changes_submitted_together_are_saved_together(library: Library) -> None:
    """When one of them is refused, none of them is in the file."""
    library.submit(SaveSession(session=session_of()))
    library.submit(note_of(1), appended(1))
    assert not library.flush(10)

    assert library.session(SESSION).notes == ()


def test_events_after_a_refused_one_are_numbered_on(library: Library) -> None:
    """What is remembered of a run is read again after something was taken out of it."""
    misfit = replace(adjusted(3), fact=Event(at=at("9:00"), type=EventType.RESUME))
    library.submit(SaveSession(session=session_of()), opening())
    library.submit(appended(1))
    library.submit(AppendEvents(run=RUN, events=(adjusted(2), misfit)))
    library.submit(appended(4))
    assert not library.flush(10)

    run = library.session(SESSION).run

    assert run is not None
    assert run.events == (adjusted(1), adjusted(4))


def test_plan_that_does_not_fit_its_run_is_refused(library: Library) -> None:
    """The file never holds a record that its own plan cannot replay."""
    library.submit(SaveSession(session=session_of()), opening(), appended(1))
    shorter = replace(session_of().plan, blocks=session_of().plan.blocks[:1])
    library.submit(SaveSession(session=session_of(shorter)))
    assert not library.flush(10)

    assert library.session(SESSION).session == session_of()


def test_unknown_block_is_refused(library: Library) -> None:
    """Saving a block that the plan does not have is a bug, not a new block."""
    library.submit(SaveSession(session=session_of()))
    stranger = Block(id=BlockId("z"), length=Duration(1), minimum=Duration(0))
    library.submit(SaveBlock(session=SESSION, block=stranger))

    assert not library.flush(10)
    assert count(library.path, "block") == 3


def test_many_changes_share_a_commit(library: Library, statuses: Statuses) -> None:
    """What waits is written in groups, so a thousand notes do not take a thousand commits."""
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    with foreign_lock(library.path) as release:
        for number in range(300):
            library.submit(note_of(number))
        statuses.wait_for(is_failing)
        release()
    assert library.flush(10)

    waits = [status.waiting for status in statuses.heard if not is_failing(status)]
    assert len(waits) < 150
    assert count(library.path, "note") == 300


def test_newer_sign_of_life_replaces_one_that_waits(library: Library) -> None:
    """Signs of life and drafts do not pile up while the disk is full."""
    library.submit(SaveSession(session=session_of()), opening())
    assert library.flush(10)
    with foreign_lock(library.path) as release:
        for minute in range(1, 10):
            library.submit(Heartbeat(run=RUN, at=at(f"9:0{minute}")))
        for text in ("a", "ab", "abc"):
            library.submit(SaveDraft(session=SESSION, text=text))
        assert library.status.waiting <= 4
        release()
    assert library.flush(10)

    record = library.session(SESSION)

    assert record.run is not None
    assert record.run.last_seen == at("9:09")
    assert record.draft == "abc"


def test_closing_waits_for_what_is_not_saved(library: Library) -> None:
    """Closing tells how much is left, and goes on when it is called again."""
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    with foreign_lock(library.path) as release:
        library.submit(note_of(1), note_of(2))
        library.submit(note_of(3))
        assert library.close(timeout_s=0.4) == 3
        release()

    assert library.close(timeout_s=10) == 0
    assert count(library.path, "note") == 3


def test_closed_library_takes_nothing(library: Library) -> None:
    """A change after closing is a bug that must not vanish silently."""
    library.close()

    with pytest.raises(RuntimeError, match="closed"):
        library.submit(note_of(1))


def test_failing_listener_does_not_stop_saving(
    path: Path, clock: ManualClock, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug in what shows the status costs no change."""

    def fail(status: SaveStatus) -> None:
        raise ValueError("a bug")

    library = Library.open(path, clock=clock, on_status=fail)
    library.submit(SaveSession(session=session_of()))

    assert library.flush(10)
    assert library.close() == 0
    assert "a listener to the saving status failed" in caplog.text


def test_removed_library_is_written_again(library: Library, statuses: Statuses) -> None:
    """A library deleted under the running program comes back with all that it held."""
    library.submit(SaveSession(session=session_of()), opening(), appended(1))
    assert library.flush(10)

    library.path.unlink()
    library.submit(appended(2))
    assert library.flush(10)

    run = library.session(SESSION).run
    assert run is not None
    assert run.events == (adjusted(1), adjusted(2))
    assert library.close() == 0
    assert count(library.path, "run_event") == 2


def test_library_removed_just_before_closing_is_written_again(library: Library) -> None:
    """Closing does not leave the library in a file without a name."""
    library.submit(SaveSession(session=session_of()), note_of(1))
    assert library.flush(10)
    library.path.unlink()

    assert library.close() == 0

    assert count(library.path, "note") == 1
    assert not library.path.with_name("library.db-wal").exists()


def test_removed_log_loses_nothing(library: Library, open_library: Callable[[], Library]) -> None:
    """The log beside the library may be deleted as rubbish; what was saved stays saved."""
    library.submit(SaveSession(session=session_of()), opening(), appended(1))
    assert library.flush(10)

    library.path.with_name("library.db-wal").unlink()
    library.submit(appended(2))
    assert library.flush(10)

    run = library.session(SESSION).run
    assert run is not None
    assert run.events == (adjusted(1), adjusted(2))


def test_library_replaced_by_another_file_is_not_touched(
    library: Library, statuses: Statuses
) -> None:
    """When a synchronising service swaps the file, the changes wait instead of being mixed in."""
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    stranger = b"another file"
    library.path.rename(library.path.with_name("moved.db"))
    library.path.write_bytes(stranger)

    library.submit(note_of(1))

    failing = statuses.wait_for(is_failing)
    assert failing.problem is SaveProblem.CANNOT_WRITE
    assert library.path.read_bytes() == stranger
    library.path.unlink()
    assert library.close(10) == 0
    assert count(library.path, "note") == 1


def test_every_setting_of_the_writing_connection_holds(tmp_path: Path) -> None:
    """Durability depends on settings that SQLite may refuse silently, so they are read back."""
    expected = {
        "synchronous": 3,
        "journal_mode": "wal",
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "recursive_triggers": 1,
        "busy_timeout": 250,
        "wal_autocheckpoint": 256,
        "journal_size_limit": 4194304,
        "temp_store": 2,
        "mmap_size": 0,
        "secure_delete": 1,
        "fullfsync": 1,
        "checkpoint_fullfsync": 1,
    }
    with closing(connect_writer(tmp_path / "x.db")) as con:
        found = {name: con.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}

    assert found == expected


def test_setting_that_does_not_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be in WAL mode, as one in memory, is not written."""
    with pytest.raises(UnsuitableSqlite, match="journal_mode is memory"):
        connect_writer(Path(":memory:"))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        (sqlite3.SQLITE_BUSY, SaveProblem.LOCKED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, SaveProblem.LOCKED),
        (sqlite3.SQLITE_PROTOCOL, SaveProblem.LOCKED),
        (sqlite3.SQLITE_READONLY_DBMOVED, SaveProblem.READ_ONLY),
        (sqlite3.SQLITE_CORRUPT_VTAB, SaveProblem.DAMAGED),
        (sqlite3.SQLITE_NOTADB, SaveProblem.DAMAGED),
        (sqlite3.SQLITE_FULL, SaveProblem.DISK_FULL),
        (sqlite3.SQLITE_IOERR_FSYNC, SaveProblem.CANNOT_WRITE),
        (sqlite3.SQLITE_CANTOPEN, SaveProblem.CANNOT_WRITE),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, None),
        (sqlite3.SQLITE_MISUSE, None),
    ],
)
def test_failures_of_the_users_world_are_told_from_bugs(
    tmp_path: Path, code: int, problem: SaveProblem | None
) -> None:
    """Extended codes count as their family; everything else is a bug."""
    error = sqlite3.OperationalError("failed")
    error.sqlite_errorcode = code

    assert problem_of(error, tmp_path / "library.db") is problem


def test_reading_connection_cannot_write(library: Library) -> None:
    """Only the writer's thread can change the file."""
    with reading(library.path) as con:
        for statement in ("DELETE FROM session", "CREATE TABLE t (x)"):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                con.execute(statement)
        with pytest.raises(sqlite3.OperationalError):
            con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
