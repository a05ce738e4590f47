"""Whatever file is opened: it is used, or refused in one sentence and left as it is."""

from __future__ import annotations

import random
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path, PurePosixPath, PureWindowsPath
from types import SimpleNamespace

import pytest

from tests.storage.saving import SESSION, adjusted, appended, note_of, opening, session_of
from virtu_desktop.domain.time import HOUR, MINUTE, Duration, ManualClock
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.errors import KnownError
from virtu_desktop.storage import health, migrations
from virtu_desktop.storage.errors import (
    BadBackup,
    DamagedLibrary,
    ForeignFile,
    LibraryInUse,
    LibraryMissing,
    LibraryReadOnly,
    MigrationFailed,
    NewerLibrary,
    NoRoomForLibrary,
    UnreadableLibrary,
)
from virtu_desktop.storage.health import LibraryWarning
from virtu_desktop.storage.library import Library, ReadOnlyReason

OpenLibrary = Callable[..., Library]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed(library: Library) -> Path:
    """Return a library with a session, a run and many notes, closed in order, with a backup."""
    library.submit(SaveSession(session=session_of()), opening(), appended(1))
    for number in range(200):
        library.submit(note_of(number, f"note {number} about the chair"))
    assert library.flush(10)
    assert library.close() == 0
    return library.path


def change(path: Path, statement: str) -> None:
    """Change a closed library behind the program's back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as con:
        con.execute(statement)


def value(path: Path, question: str) -> object:
    """Return the one value that a question to the file has."""
    with closing(sqlite3.connect(path)) as con:
        return con.execute(question).fetchone()[0]


def damage(path: Path) -> bytes:
    """Overwrite pages in the middle of a file; return its new content."""
    content = bytearray(path.read_bytes())
    content[8192:16384] = b"\xa5" * 8192
    path.write_bytes(content)
    return bytes(content)


def remove_backups(path: Path) -> None:
    """Delete the folder of backups."""
    shutil.rmtree(path.parent / "backups")


def test_new_library_is_private_and_marked(library: Library) -> None:
    """Only the owner may look in, and the file says whose it is and in which version."""
    if sys.platform != "win32":
        assert stat.S_IMODE(library.path.parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(library.path.stat().st_mode) == 0o600
    assert value(library.path, "PRAGMA application_id") == migrations.APPLICATION_ID
    assert value(library.path, "PRAGMA user_version") == migrations.VERSION
    assert value(library.path, "SELECT count(*) FROM meta") == 1
    assert not library.is_read_only


def test_every_table_is_strict(library: Library) -> None:
    """No column takes a value of another type."""
    with closing(sqlite3.connect(library.path)) as con:
        tables = con.execute("PRAGMA table_list").fetchall()
    loose = [row[1] for row in tables if row[2] == "table" and not row[5]]

    assert [name for name in loose if not name.startswith("sqlite_")] == []


def test_every_reference_has_an_index(library: Library) -> None:
    """Deleting or joining never reads a whole table for want of an index."""
    with closing(sqlite3.connect(library.path)) as con:
        wanted = con.execute(
            'SELECT t.name, f."from", f.on_delete FROM sqlite_schema AS t,'
            " pragma_foreign_key_list(t.name) AS f WHERE t.type = 'table'"
        ).fetchall()
        leading = {
            (row[0], row[1])
            for row in con.execute(
                "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_index_list(t.name) AS i,"
                " pragma_index_info(i.name) AS c WHERE t.type = 'table' AND c.seqno = 0"
            )
        }

    assert len(wanted) >= 9
    assert [row for row in wanted if (row[0], row[1]) not in leading] == []
    assert [row for row in wanted if row[2] == "NO ACTION"] == []


def test_second_program_is_told_who_has_the_library(
    library: Library, open_library: OpenLibrary
) -> None:
    """A library has one writing program, and reading is still possible beside it."""
    with pytest.raises(LibraryInUse) as caught:
        open_library()
    assert caught.value.pid is not None
    assert str(caught.value.pid) in str(caught.value)

    library.submit(SaveSession(session=session_of()))
    assert library.flush(10)
    beside = open_library(read_only=True)
    assert beside.read_only_reason is ReadOnlyReason.ASKED
    assert [session.id for session in beside.sessions()] == [SESSION]
    with pytest.raises(LibraryReadOnly):
        beside.submit(note_of(1))


def test_closed_library_can_be_opened_again_at_once(
    library: Library, open_library: OpenLibrary
) -> None:
    """The lock ends with closing."""
    library.close()

    assert not open_library().is_read_only


def test_lock_does_not_need_the_process_id(library: Library, open_library: OpenLibrary) -> None:
    """A lock file without a number, as on a full disk, still locks."""
    library.path.with_name("library.db.lock").write_text("", encoding="ascii")

    with pytest.raises(LibraryInUse) as caught:
        open_library()

    assert caught.value.pid is None


def test_reading_a_missing_library_is_refused(path: Path, open_library: OpenLibrary) -> None:
    """Reading never makes a file or a folder."""
    with pytest.raises(LibraryMissing):
        open_library(read_only=True)

    assert not path.parent.exists()


@pytest.mark.parametrize(
    "content", [b"a letter", b"\x00" * 5000, b"SQLite format 3\x00" + b"\xff" * 5000]
)
def test_file_that_is_no_database_is_foreign(
    path: Path, open_library: OpenLibrary, content: bytes
) -> None:
    """A file of something else is refused and stays as it is."""
    path.parent.mkdir()
    path.write_bytes(content)

    for read_only in (False, True):
        with pytest.raises(ForeignFile, match="is not a library of Virtu Desktop"):
            open_library(read_only=read_only)

    assert path.read_bytes() == content


def test_database_of_another_program_is_foreign(path: Path, open_library: OpenLibrary) -> None:
    """Another program's database is refused and stays as it is."""
    path.parent.mkdir()
    change(path, "CREATE TABLE recipe (name TEXT)")
    content = path.read_bytes()

    with pytest.raises(ForeignFile):
        open_library()

    assert path.read_bytes() == content


def test_folder_is_no_library(path: Path, open_library: OpenLibrary) -> None:
    """A folder with the library's name is refused in a sentence."""
    path.mkdir(parents=True)

    for read_only in (False, True):
        with pytest.raises(UnreadableLibrary):
            open_library(read_only=read_only)


def test_looking_needs_no_sqlite_utils(closed: Path) -> None:
    """A start that only opens and lists does not pay for a package that it does not need."""
    program = f"""
import sys
from pathlib import Path
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.storage.library import Library
library = Library.open(Path({str(closed)!r}), clock=SystemClock())
print(len(library.sessions()), "sqlite_utils" in sys.modules)
library.close()
"""

    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert finished.stdout == "1 False\n"


def test_empty_file_becomes_a_library(path: Path, open_library: OpenLibrary) -> None:
    """A start that was killed at its very beginning leaves an empty file, which is used."""
    path.parent.mkdir()
    path.write_bytes(b"")

    assert open_library().sessions() == ()


def test_database_without_tables_becomes_a_library(path: Path, open_library: OpenLibrary) -> None:
    """A start that was killed a little later leaves a database with nothing in it."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as con:
        con.execute("PRAGMA journal_mode=WAL")
        con.execute("VACUUM")

    assert open_library().sessions() == ()


def test_damaged_library_names_its_backup_and_is_restored(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """Damage is told with the age of the backup; the damaged file is kept under another name."""
    clock.advance(Duration(7 * MINUTE))
    content = damage(closed)

    with pytest.raises(DamagedLibrary, match="7 min old") as caught:
        open_library()
    assert closed.read_bytes() == content
    assert caught.value.age == 7 * MINUTE

    restored = Library.set_aside_and_restore(closed, clock=clock)

    assert restored.backup == caught.value.backup
    assert [one.name for one in restored.aside] == ["library.db.corrupt-20261125T070700.000Z"]
    assert restored.aside[0].read_bytes() == content
    library = open_library()
    assert len(library.session(SESSION).notes) == 200


def test_damaged_backup_is_passed_over(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """A backup in which one letter flipped is not a backup; the one before it is."""
    clock.advance(HOUR)
    library = open_library()
    newer = library.backup_now()
    library.close()
    content = newer.path.read_bytes()
    newer.path.write_bytes(content.replace(b"the chair", b"the chaix", 1))
    damage(closed)

    with pytest.raises(DamagedLibrary) as caught:
        open_library()

    assert caught.value.age == HOUR
    with pytest.raises(BadBackup):
        Library.restore(closed, newer.path, clock=clock)


def test_damaged_library_without_backup_begins_anew(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """With nothing to restore the damaged file is still kept, and work can go on."""
    remove_backups(closed)
    content = damage(closed)
    with pytest.raises(DamagedLibrary, match="there is no backup"):
        open_library()

    restored = Library.set_aside_and_restore(closed, clock=clock)

    assert restored.backup is None
    assert restored.aside[0].read_bytes() == content
    assert open_library().sessions() == ()


def test_side_files_of_a_damaged_library_go_with_it(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """A log that stayed behind would be read into the restored library."""
    damage(closed)
    closed.with_name("library.db-wal").write_bytes(b"old log")

    restored = Library.set_aside_and_restore(closed, clock=clock)

    assert sorted(one.name for one in restored.aside) == [
        "library.db-wal.corrupt-20261125T070000.000Z",
        "library.db.corrupt-20261125T070000.000Z",
    ]
    assert len(open_library().session(SESSION).notes) == 200


def test_missing_library_with_backups_is_not_begun_silently(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """A restore that was killed between two renames, or a deleted file, is noticed."""
    closed.unlink()

    with pytest.raises(DamagedLibrary):
        open_library()

    Library.set_aside_and_restore(closed, clock=clock)
    assert len(open_library().session(SESSION).notes) == 200


def test_restore_keeps_the_file_that_it_replaces(
    closed: Path, open_library: OpenLibrary, clock: ManualClock
) -> None:
    """Going back to a backup by choice loses nothing of what was there."""
    library = open_library()
    backup = library.backup_now()
    library.submit(note_of(999))
    library.close()

    restored = Library.restore(closed, backup.path, clock=clock)

    assert len(open_library().session(SESSION).notes) == 200
    assert value(restored.aside[0], "SELECT count(*) FROM note") == 201


def test_restore_takes_only_libraries(closed: Path, tmp_path: Path, clock: ManualClock) -> None:
    """A database of something else is not put in the place of a library."""
    other = tmp_path / "other.db"
    change(other, "CREATE TABLE recipe (name TEXT)")
    content = closed.read_bytes()

    for wrong, kind in ((other, ForeignFile), (tmp_path / "nowhere.db", BadBackup)):
        with pytest.raises(kind):
            Library.restore(closed, wrong, clock=clock)

    assert closed.read_bytes() == content
    assert not [one for one in closed.parent.iterdir() if "incoming" in one.name]


def test_open_library_is_not_restored(library: Library, clock: ManualClock) -> None:
    """The file of a running program is never replaced."""
    backup = library.backup_now()

    with pytest.raises(LibraryInUse):
        Library.restore(library.path, backup.path, clock=clock)


@pytest.mark.parametrize(("major", "minor"), [(2, 0), (300, 7)])
def test_library_of_a_newer_version_is_only_read(
    closed: Path, open_library: OpenLibrary, major: int, minor: int
) -> None:
    """A later major version may have another meaning of everything, so nothing is written."""
    change(closed, f"PRAGMA user_version={major << 16 | minor}")
    change(closed, "UPDATE meta SET app_version = '9.1'")
    content = closed.read_bytes()

    library = open_library()
    assert library.read_only_reason is ReadOnlyReason.NEWER
    assert library.made_by == "9.1"
    assert len(library.session(SESSION).notes) == 200
    library.close()

    assert closed.read_bytes() == content
    assert not closed.with_name("library.db-wal").exists()


def test_newer_library_that_cannot_be_read_asks_to_update(
    closed: Path, open_library: OpenLibrary
) -> None:
    """Tables of a later version may be unknown here; that is no damage."""
    change(closed, f"PRAGMA user_version={2 << 16}")
    change(closed, "ALTER TABLE session RENAME COLUMN start_utc TO begins_utc")

    with pytest.raises(NewerLibrary, match="Please update"):
        open_library().sessions()


def test_newer_minor_version_is_written(closed: Path, open_library: OpenLibrary) -> None:
    """A later minor version only adds what this one need not know."""
    change(closed, f"PRAGMA user_version={1 << 16 | 9}")
    change(closed, "CREATE TABLE something_new (id INTEGER PRIMARY KEY) STRICT")

    library = open_library()
    library.submit(note_of(999))

    assert library.flush(10)
    assert value(closed, "PRAGMA user_version") == 1 << 16 | 9


def steps_to_the_next(*, failing: bool) -> Callable[[], object]:
    """Return the steps of an invented later version after those of today."""
    from sqlite_utils import Database, Migrations

    today = migrations.all_steps()

    def all_steps() -> Migrations:
        steps = Migrations("virtu")
        for step in today._migrations:  # noqa: SLF001 - there is no other way to extend a set
            steps(name=step.name)(step.fn)

        @steps(name="later")
        def _later(db: Database) -> None:
            db.conn.execute("ALTER TABLE session ADD COLUMN place TEXT")
            db.conn.execute("UPDATE session SET title = upper(title)")
            db.conn.execute(f"PRAGMA user_version={migrations.VERSION + 1}")
            if failing:
                raise ValueError("half-way")

        return steps

    return all_steps


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Return a function that makes this program an invented later version."""

    def become(failing: bool) -> None:
        monkeypatch.setattr(migrations, "all_steps", steps_to_the_next(failing=failing))
        for module in ("health", "library"):
            monkeypatch.setattr(f"virtu_desktop.storage.{module}.VERSION", migrations.VERSION + 1)

    return become


def test_older_library_is_brought_up_to_date_after_a_backup(
    closed: Path, open_library: OpenLibrary, next_version: Callable[[bool], None]
) -> None:
    """Opening with a new version keeps everything and a verified copy of how it was."""
    next_version(False)

    library = open_library()

    assert value(closed, "PRAGMA user_version") == migrations.VERSION + 1
    assert value(closed, "SELECT title FROM v_session") == "FIRST HALF-DAY"
    (backup,) = [one for one in library.backups() if one.label]
    assert backup.label == f"pre-v1.{migrations.MINOR + 1}"
    assert backup.is_good
    assert value(backup.path, "SELECT title FROM session") == "First half-day"
    assert value(backup.path, "PRAGMA user_version") == migrations.VERSION
    library.submit(note_of(999))
    assert library.flush(10)


def test_migration_that_fails_leaves_the_old_library(
    closed: Path, open_library: OpenLibrary, next_version: Callable[[bool], None]
) -> None:
    """A step that fails half-way changes nothing and names the backup."""
    with closing(sqlite3.connect(closed)) as con:
        before = list(con.iterdump())
    next_version(True)

    with pytest.raises(MigrationFailed) as caught:
        open_library()

    assert caught.value.backup.exists()
    assert caught.value.backup.name in str(caught.value)
    with closing(sqlite3.connect(closed)) as con:
        assert list(con.iterdump()) == before
    assert value(closed, "PRAGMA user_version") == migrations.VERSION


FIXTURES = Path(__file__).parent / "fixtures"


@pytest.mark.parametrize("old", sorted(FIXTURES.glob("v*.db")), ids=lambda old: old.name)
def test_library_of_every_version_opens(old: Path, path: Path, open_library: OpenLibrary) -> None:
    """A file of any released version has all that was put into it, and can be written."""
    path.parent.mkdir()
    shutil.copyfile(old, path)

    library = open_library()
    record = library.session(SESSION)

    assert record.session == session_of()
    assert record.run is not None
    assert record.run.events == tuple(adjusted(number) for number in range(3))
    assert [note.text for note in record.notes] == ["Päätös: @Saara jatkaa"]
    assert record.draft == "#idea rot"
    assert [group.name for group in library.groups()] == ["North"]
    assert [found.note.id for found in library.search_notes("paatos")] == ["n1"]
    library.submit(note_of(2), appended(3))
    assert library.flush(10)


def test_flipped_bytes_are_refused_or_harmless(closed: Path, open_library: OpenLibrary) -> None:
    """After any flipped byte the library opens or is refused in a sentence; never a crash."""
    remove_backups(closed)
    whole = closed.read_bytes()
    chance = random.Random(1)
    refused = 0
    for number in range(200):
        # Half of them into the first pages, where the header and the schema are.
        place = chance.randrange(8192 if number % 2 else len(whole))
        content = bytearray(whole)
        content[place] ^= chance.randrange(1, 256)
        closed.write_bytes(content)
        try:
            read_everything(open_library(read_only=True))
        except KnownError:
            refused += 1
        assert closed.read_bytes() == content

    assert 5 < refused < 200


def read_everything(library: Library) -> None:
    """Read all that a library can tell."""
    library.programmes()
    library.groups()
    library.unfinished_run()
    library.search_notes("note")
    for session in library.sessions():
        library.session(session.id)


def test_flipped_bytes_are_not_made_worse(closed: Path, open_library: OpenLibrary) -> None:
    """A library that is refused for writing is byte for byte as it was."""
    whole = closed.read_bytes()
    chance = random.Random(2)
    for _ in range(40):
        content = bytearray(whole)
        for place in range(3):
            content[chance.randrange(4096 * (place + 1))] ^= 0xFF
        closed.write_bytes(content)
        try:
            library = open_library()
        except KnownError:
            assert closed.read_bytes() == content
        else:
            library.close()


def test_interrupted_library_is_checked_thoroughly(closed: Path, open_library: OpenLibrary) -> None:
    """A row that refers to nothing is found after an unclean end, where it could come from."""
    change(closed, "PRAGMA foreign_keys=OFF")
    change(closed, "UPDATE block SET session_id = 'nowhere'")
    open_library().close()

    change(closed, "UPDATE meta SET closed_clean = 0")
    with pytest.raises(DamagedLibrary):
        open_library()


def test_missing_log_after_an_interruption_is_told(closed: Path, open_library: OpenLibrary) -> None:
    """Somebody removed the log of a killed program: the last changes may be missing."""
    change(closed, "UPDATE meta SET closed_clean = 0")

    assert open_library().warnings == (LibraryWarning.LOG_MISSING,)


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("/data/OneDrive - City/library.db", True),
        ("/data/Dropbox/virtu/library.db", True),
        ("/data/Library/Mobile Documents/library.db", True),
        ("/data/documents/library.db", False),
        ("/data/dropbox.db", False),
    ],
)
def test_cloud_folders_are_known_by_name(folder: str, expected: bool) -> None:
    """A folder that a service synchronises is a bad place for an open database."""
    assert health.is_cloud_folder(Path(folder)) is expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [("/mnt/share/x/library.db", True), ("/mnt/other/library.db", False), ("/library.db", False)],
)
def test_network_drives_are_known_by_their_mount(place: str, expected: bool) -> None:
    """The nearest mount above the file tells what kind of disk it is on."""
    mounts = {"/": "ext4", "/mnt/share": "cifs", "/mnt": "nfs4", "/mnt/other": "ext4"}

    assert health.is_network_folder(Path(PurePosixPath(place)), mounts) is expected


def test_windows_share_is_a_network_drive() -> None:
    """A path that begins with a computer's name is on that computer."""
    share = PureWindowsPath(r"\\server\share\library.db")

    assert health.is_network_folder(Path(str(share)), {})


def test_warning_texts_are_complete() -> None:
    """Every warning has words."""
    assert set(health.WARNING_TEXTS) == set(LibraryWarning)


def test_names_with_odd_signs_are_files_like_others(
    tmp_path: Path, open_library: OpenLibrary
) -> None:
    """A question mark, a hash or a per cent sign in a path is no part of an address."""
    odd = tmp_path / "50 % ?mode=rw#x & ä" / "my library?.db"
    library = open_library(at_path=odd)
    library.submit(SaveSession(session=session_of()))

    assert library.flush(10)
    assert [session.id for session in library.sessions()] == [SESSION]
    assert library.backup_now().is_good


@pytest.mark.parametrize(("free", "kind"), [(1000, NoRoomForLibrary), (2**30, UnreadableLibrary)])
def test_a_disk_that_fails_for_want_of_room_is_called_full(
    path: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch, free: int, kind: type
) -> None:
    """SQLite tells an input or output error when a side file cannot grow; the room left decides."""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = sqlite3.SQLITE_IOERR_SHMSIZE

    assert type(health.known_error(error, path, clock)) is kind
