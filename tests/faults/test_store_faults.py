"""Kills, full disks, locks and closed folders: what was called saved is saved."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.builders import at
from tests.storage.saving import (
    SESSION,
    Statuses,
    adjusted,
    appended,
    note_of,
    opening,
    session_of,
)
from tests.storage.test_round_trip import assert_derived
from virtu_desktop.domain.time import ManualClock, SystemClock
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.storage.errors import BackupFailed, NoRoomForLibrary
from virtu_desktop.storage.library import Library

ROOT = Path(__file__).parents[2]
SAVED = SaveStatus(state=SaveState.SAVED)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the children use POSIX calls")


def child(*words: object) -> subprocess.Popen[str]:
    """Start a process that uses a library."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.faults.store_child", *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_of(*words: object) -> list[str]:
    """Return what a process that ends by itself says."""
    process = child(*words)
    out, problems = process.communicate(timeout=60)
    assert process.returncode == 0, problems
    return out.splitlines()


class Listener:
    """Reads what a child acknowledges while the test does something else."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Begin to listen."""
        self.last = -1
        self.odd: list[str] = []
        self.heard = threading.Event()
        self._stream = process.stdout
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        assert self._stream is not None
        for line in self._stream:
            # The last line of a killed process may be half a number.
            if line.endswith("\n") and line.strip().isdigit():
                self.last = int(line)
                self.heard.set()
            elif line.endswith("\n"):
                self.odd.append(line)

    def finish(self) -> int:
        """Return the last acknowledged number once the child is gone."""
        self._thread.join(30)
        return self.last


def kill_again_and_again(path: Path, times: int, chance: random.Random) -> None:
    """Kill a child that saves, at any moment, and look each time at what is in the file."""
    acknowledged = -1
    for _ in range(times):
        process = child("append", path)
        listener = Listener(process)
        if chance.random() < 0.9:
            assert listener.heard.wait(30), process.communicate()[1]
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.random() * 0.25)
        process.kill()
        acknowledged = max(acknowledged, listener.finish())
        process.communicate()
        assert listener.odd == []
        assert_nothing_is_lost(path, acknowledged)


def assert_nothing_is_lost(path: Path, acknowledged: int) -> None:
    """Open the file thoroughly checked: all acknowledged items are there, and whole ones only."""
    library = Library.open(path, clock=ManualClock(at("9:00")))
    try:
        if acknowledged < 0 and not library.sessions():
            return
        record = library.session(SESSION)
        assert record.run is not None
        count = len(record.run.events)
        assert count > acknowledged
        assert record.run.events == tuple(adjusted(number) for number in range(count))
        assert [note.id for note in record.notes] == [f"n{number}" for number in range(count)]
    finally:
        assert library.close() == 0
    assert_derived(path, record.session.plan, record.run.events)


def test_kills_lose_nothing_acknowledged(tmp_path: Path) -> None:
    """F1: twenty kills at any instant lose no acknowledged item and leave no half one."""
    kill_again_and_again(tmp_path / "library.db", 20, random.Random())


@pytest.mark.faults
@pytest.mark.parametrize("round_number", range(8))
def test_many_kills_lose_nothing_acknowledged(tmp_path: Path, round_number: int) -> None:
    """F1: two hundred kills in all, of libraries that grow, lose nothing either."""
    kill_again_and_again(tmp_path / "library.db", 25, random.Random())


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of that size, or skip the test where that is not allowed."""
    folder.mkdir()
    mounted = shutil.which("mount") is not None and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if not mounted or mounted.returncode != 0:
        pytest.skip("a disk can be mounted only by an administrator of Linux")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(disk: Path) -> Path:
    """Fill a disk to the last byte; return the file that does."""
    filler = disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while file.write(b"x" * 4096):
            pass
    return filler


def test_full_disk_keeps_changes_and_saving_resumes(tmp_path: Path) -> None:
    """F3: a full disk shows with its name and number of changes, and costs nothing."""
    statuses = Statuses()
    with small_disk(tmp_path / "disk", 2048) as disk:
        clock = ManualClock(at("9:00"))
        library = Library.open(disk / "library.db", clock=clock, on_status=statuses.hear)
        library.submit(SaveSession(session=session_of()), opening())
        assert library.flush(10)
        filler = fill(disk)

        for number in range(200):
            library.submit(note_of(number, "x" * 1000))
        failing = statuses.wait_for(lambda status: status.state is SaveState.NOT_SAVED)
        assert failing.problem is SaveProblem.DISK_FULL
        assert failing.waiting > 0
        assert library.session(SESSION).session == session_of()
        with pytest.raises(BackupFailed):
            library.backup_now()
        assert library.backup_problem is not None

        filler.unlink()
        statuses.wait_for(lambda status: status == SAVED)
        assert len(library.session(SESSION).notes) == 200
        assert library.close() == 0


def test_full_disk_at_the_start_is_one_sentence(tmp_path: Path) -> None:
    """F3: a library that cannot be made or opened for want of room says so."""
    with small_disk(tmp_path / "disk", 4096) as disk:
        clock = ManualClock(at("9:00"))
        path = disk / "library.db"
        filler = fill(disk)
        with pytest.raises(NoRoomForLibrary, match="The disk is full"):
            Library.open(path, clock=clock)
        filler.unlink()
        library = Library.open(path, clock=clock)
        library.submit(SaveSession(session=session_of()))
        assert library.close() == 0
        filler = fill(disk)
        content = path.read_bytes()

        with pytest.raises(NoRoomForLibrary):
            Library.open(path, clock=clock)
        assert path.read_bytes() == content
        reader = Library.open(path, clock=clock, read_only=True)
        assert reader.session(SESSION).session == session_of()

        filler.unlink()
        assert Library.open(path, clock=clock).close() == 0


def test_limit_on_file_size_costs_nothing(tmp_path: Path) -> None:
    """F4: writes that fail with an input or output error are repeated until they succeed."""
    assert lines_of("limit", tmp_path / "library.db") == [
        "cannot_write True",
        "100 saved 0",
    ]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Return a folder that every user can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)
        Path(folder).chmod(0o755)


def library_in(folder: Path, *, is_closed: bool) -> Path:
    """Make a library with one note that everybody may read in a folder that nobody may write."""
    path = folder / "library.db"
    library = Library.open(path, clock=ManualClock(at("9:00")))
    library.submit(SaveSession(session=session_of()), note_of(1))
    assert library.flush(10)
    if is_closed:
        library.close()
        shutil.rmtree(folder / "backups")
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(0o555)
    return path


def test_closed_library_opens_where_nothing_can_be_written(open_folder: Path) -> None:
    """F5: a library that was closed in order is read from a read-only folder, and says why."""
    path = library_in(open_folder, is_closed=True)
    content = path.read_bytes()

    lines = lines_of("guest", path)

    assert lines[0] == "folder 1"
    assert lines[1].startswith("LibraryReadOnly The library")
    assert path.read_bytes() == content


def test_crashed_library_where_nothing_can_be_written_hides_nothing(open_folder: Path) -> None:
    """F5: after a crash the log belongs to the library: it is read too, or nothing is."""
    path = library_in(open_folder, is_closed=False)

    lines = lines_of("guest", path)

    assert lines[0] == "folder 1" or lines[0].startswith("UnreadableLibrary")


def test_library_that_cannot_be_read_is_one_sentence(open_folder: Path) -> None:
    """F5: a file without rights to read it is a problem of the user, not a crash."""
    path = library_in(open_folder, is_closed=True)
    path.chmod(0o000)

    (line,) = lines_of("guest", path)

    assert line.startswith("UnreadableLibrary The library")
    assert line.endswith("there is no permission to read it.")


def test_no_library_is_begun_where_nothing_can_be_written(open_folder: Path) -> None:
    """F5: a new library in a read-only folder is refused in a sentence."""
    open_folder.chmod(0o555)

    (line,) = lines_of("guest", open_folder / "deeper" / "library.db")

    assert line.startswith("UnreadableLibrary The library")


def test_folder_that_turns_read_only_costs_nothing(open_folder: Path) -> None:
    """F5: the open files go on being written, and closing leaves nothing unsaved."""
    path = open_folder / "library.db"
    library = Library.open(path, clock=ManualClock(at("9:00")))
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    open_folder.chmod(0o555)
    library.submit(note_of(1))

    assert library.flush(10)
    assert library.close() == 0
    open_folder.chmod(0o755)
    again = Library.open(path, clock=ManualClock(at("9:00")))
    assert len(again.session(SESSION).notes) == 1
    again.close()


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    """Let another process hold the write lock; return once it does."""
    process = child("lock", path, seconds)
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n", process.communicate()[1]
    return process


@pytest.mark.slow
def test_eight_seconds_of_a_foreign_lock_stall_nobody(tmp_path: Path) -> None:
    """F6: who submits never waits, the banner comes within a second, and every row lands."""
    statuses = Statuses()
    pace = SystemClock()
    library = Library.open(
        tmp_path / "library.db", clock=ManualClock(at("9:00")), on_status=statuses.hear
    )
    library.submit(SaveSession(session=session_of()), opening())
    assert library.flush(10)
    process = hold(library.path, 8)
    began = pace.read().monotonic
    banner = 0
    longest = 0
    number = 0
    with suppress(subprocess.TimeoutExpired):
        while pace.read().monotonic - began < 30_000:
            before = pace.read().monotonic
            library.submit(appended(number))
            longest = max(longest, pace.read().monotonic - before)
            number += 1
            if not banner and library.status.state is SaveState.NOT_SAVED:
                banner = pace.read().monotonic - began
            if process.poll() is not None:
                break
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.01)
    process.communicate()

    assert number > 100
    assert 0 < banner <= 1000
    assert longest < 100
    statuses.wait_for(lambda status: status == SAVED)
    run = library.session(SESSION).run
    assert run is not None
    assert run.events == tuple(adjusted(one) for one in range(number))
    assert library.close() == 0


def test_reading_goes_on_while_another_process_locks(tmp_path: Path) -> None:
    """F6: a write lock keeps nobody from reading."""
    library = Library.open(tmp_path / "library.db", clock=ManualClock(at("9:00")))
    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    process = hold(library.path, 60)

    assert library.session(SESSION).session == session_of()

    process.kill()
    process.communicate()
    assert library.close() == 0


def test_killed_writer_leaves_no_lock(tmp_path: Path) -> None:
    """F7: after kill -9 the library can be opened for writing at once."""
    path = tmp_path / "library.db"
    process = child("append", path)
    listener = Listener(process)
    assert listener.heard.wait(30)
    process.kill()
    process.wait()
    listener.finish()
    process.communicate()

    library = Library.open(path, clock=ManualClock(at("9:00")))

    assert not library.is_read_only
    assert library.close() == 0


def test_log_of_a_killed_process_is_read_without_writing(tmp_path: Path) -> None:
    """F1: looking at a library after a crash shows all that was acknowledged."""
    path = tmp_path / "library.db"
    process = child("append", path)
    listener = Listener(process)
    assert listener.heard.wait(30)
    process.kill()
    process.wait()
    acknowledged = listener.finish()
    process.communicate()
    assert path.with_name("library.db-wal").stat().st_size > 0

    library = Library.open(path, clock=ManualClock(at("9:00")), read_only=True)

    run = library.session(SESSION).run
    assert run is not None
    assert len(run.events) > acknowledged


def test_half_a_backup_has_no_backups_name(tmp_path: Path) -> None:
    """F28: a backup that fails leaves nothing that could be taken for one."""
    with small_disk(tmp_path / "disk", 3072) as disk:
        library = Library.open(disk / "library.db", clock=ManualClock(at("9:00")))
        library.submit(SaveSession(session=session_of()))
        for number in range(30):
            library.submit(note_of(number, "x" * 10_000))
        assert library.flush(10)
        fill(disk)

        with pytest.raises(BackupFailed, match="No backup could be made"):
            library.backup_now()

        assert library.backups() == ()
        assert [one.name for one in (disk / "backups").iterdir()] == []
        assert library.status == SAVED
        (disk / "filler").unlink()
        assert library.backup_now().is_good
        assert library.backup_problem is None
        assert library.close() == 0


def test_live_file_and_its_backup_agree(tmp_path: Path) -> None:
    """A backup made in the middle of saving is a whole prefix of it."""
    library = Library.open(tmp_path / "library.db", clock=ManualClock(at("9:00")))
    library.submit(SaveSession(session=session_of()), opening())
    for number in range(300):
        library.submit(appended(number), note_of(number))
    backup = library.backup_now()
    assert library.flush(30)
    assert library.close() == 0

    with closing(sqlite3.connect(backup.path)) as con:
        events = con.execute("SELECT count(*) FROM run_event").fetchone()
        assert con.execute("SELECT count(*) FROM note").fetchone() == events
        assert con.execute("PRAGMA journal_mode").fetchone() == ("delete",)
