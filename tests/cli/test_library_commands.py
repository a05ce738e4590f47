"""``virtu list``, ``show``, ``export``, ``backup`` and ``restore`` on a library."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.cli.conftest import Run
from tests.exchange.records import held
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.programme import SessionState
from virtu_desktop.domain.time import Duration, ManualClock, SystemClock
from virtu_desktop.engine.changes import RecordIncident
from virtu_desktop.exchange.record_json import read_record
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import translator
from virtu_desktop.storage.errors import BackupFailed, UnreadableLibrary
from virtu_desktop.storage.library import Library

TABLES = [*(table.name for table in record_tables(review(held()), translator("en"))), "codebook"]
CSV_SET = [*(f"-csv/{name}.csv" for name in TABLES), "-csv/datapackage.json"]
FORMATS = [*CSV_SET, ".json", ".md"]
AGENDA_FORMATS = ["-agenda.xlsx", "-agenda.csv", "-agenda.md", ".ics", "-run-sheet.pdf"]
EVERY_FORMAT = [
    *(".xlsx", *FORMATS, ".html", ".pdf", ".virtu", "-attendance.pdf"),
    *AGENDA_FORMATS,
]
BESIDE = {"manifest.json", "SHA256SUMS.txt"}


def under_way(run: Run, library: Path) -> dict[str, Any]:
    """Return the session of the list that is running."""
    listed = json.loads(run("list", "--library", library, "--json").stdout)
    (found,) = [row for row in listed if row["state"] == SessionState.RUNNING.value]
    return dict(found)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files of an export by their paths in its folder, without the manifest."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in BESIDE
    }


def test_list_shows_all_sessions(run: Run, library: Path) -> None:
    """Twelve sessions, the earliest first, for people and as JSON."""
    table = run("list", "--library", library)
    listed = json.loads(run("list", "--library", library, "--json").stdout)

    assert table.exit_code == 0
    assert len(table.stdout.splitlines()) == 13
    assert len(listed) == 12
    assert [row["start"] for row in listed] == sorted(row["start"] for row in listed)
    assert {row["programme"] for row in listed} == {"VIRTU 2026"}


def test_an_empty_library_says_how_to_begin(run: Run, tmp_path: Path) -> None:
    """A library without sessions is no error."""
    path = tmp_path / "new.sqlite"
    Library.open(path, clock=ManualClock(at("9:00"))).close()

    result = run("list", "--library", path)

    assert result.exit_code == 0
    assert result.stdout == "No sessions yet. Start from a template.\n"


def test_show_prints_standing_blocks_and_notes(run: Run, library: Path) -> None:
    """The session under way is shown as it stood at its last sign of life."""
    session = under_way(run, library)

    shown = run("show", session["id"][:8], "--library", library).stdout

    assert "4 min behind" in shown
    assert "started 2 late, overtime 2" in shown
    assert "Build your own session" in shown
    assert "Parking lot" in shown


def test_show_leaves_out_what_lasted_no_time(run: Run, library: Path) -> None:
    """Neither a restart of a second nor a clock corrected by a fraction of one is told."""
    with Library.open(library, clock=SystemClock()) as opened:
        session = opened.unfinished_run()
        assert session is not None
        record = opened.session(session).run
        assert record is not None
        for kind, length in (("away", 900), ("clock_stepped", 40), ("slept", 180_000)):
            incident = Incident(at=at("9:40"), kind=IncidentKind(kind), length=Duration(length))
            opened.submit(RecordIncident(run=record.id, incident=incident))

    shown = run("--library", library, "show", session).output.splitlines()

    assert shown[-2:] == ["", "9:40  The computer was asleep for 3 min."]


def test_show_as_json_is_the_record(run: Run, library: Path) -> None:
    """The JSON reads back as the record that the library holds, without private notes."""
    session = under_way(run, library)

    result = run("show", session["id"], "--library", library, "--json")

    portable = read_record(result.stdout.encode())
    assert portable.record.session.id == session["id"]
    assert portable.group is not None
    assert not any(note.private for note in portable.record.notes)


def test_export_writes_all_formats_and_again_the_same(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """Every file is named on standard output, and a second export changes no byte."""
    session = under_way(run, library)
    folder = tmp_path / "deep" / "out"

    first = run("export", session["id"], "--library", library, "--out", folder)
    before = contents(folder)
    second = run("export", session["id"], "--library", library, "--out", folder)

    names = [Path(line).relative_to(folder).as_posix() for line in first.stdout.splitlines()]
    stem = names[-1].removesuffix(".md")
    assert names == [f"{stem}{ending}" for ending in FORMATS]
    assert stem.startswith("group-b-2-learning-from-experiments")
    assert second.stdout == first.stdout
    assert second.stderr == "Nothing has changed since the last export.\n"
    assert contents(folder) == before


def test_export_takes_formats_language_and_excel(run: Run, library: Path, tmp_path: Path) -> None:
    """Only what is asked for is written, in the language and form that is asked for."""
    session = under_way(run, library)

    result = run(
        "export", session["id"], "--library", library, "--out", tmp_path,
        "--format", "csv,md", "--excel-fi", "--lang", "sv", "--json",
    )  # fmt: skip

    files = [Path(name) for name in json.loads(result.stdout)["files"]]
    assert [file.suffix for file in files] == [".csv"] * len(TABLES) + [".json", ".md"]
    assert files[0].read_bytes().startswith(b"\xef\xbb\xbf")
    assert "25.11.2026" in files[-1].read_text(encoding="utf-8")


def test_export_leaves_private_notes_out(run: Run, library: Path, tmp_path: Path) -> None:
    """The private note of a held session is in none of its files."""
    listed = json.loads(run("list", "--library", library, "--json").stdout)
    (session,) = [row for row in listed if (row["group"], row["number"]) == ("Group B", 1)]

    run("export", session["id"], "--library", library, "--out", tmp_path / "out")

    files = contents(tmp_path / "out")
    assert len(files) == len(FORMATS)
    assert not any(b"leave three minutes" in data for data in files.values())
    assert any(b"Rotate the chair" in data for data in files.values())


def test_export_to_a_folder_that_cannot_be_is_a_problem(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """A file in the way of the folder: exit code 1 and one line."""
    session = under_way(run, library)
    (tmp_path / "file").write_text("")

    result = run("export", session["id"], "--library", library, "--out", tmp_path / "file" / "x")

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "not a folder" in result.stderr


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a folder without rights")
def test_export_to_a_folder_without_rights_is_a_problem(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """An unwritable folder: exit code 1 and one line."""
    session = under_way(run, library)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)

    result = run("export", session["id"], "--library", library, "--out", closed)

    assert result.exit_code == 1
    assert "no permission" in result.stderr


def test_backup_and_restore_bring_everything_back(run: Run, library: Path, tmp_path: Path) -> None:
    """A backup that was copied elsewhere replaces an emptied library, which is kept."""
    before = run("list", "--library", library).stdout
    copy = tmp_path / "copy.db"
    made = run("backup", "--library", library, "--out", copy)
    library.unlink()
    shutil.rmtree(library.parent / "backups")
    Library.open(library, clock=ManualClock(at("11:00"))).close()

    restored = json.loads(run("restore", copy, "--library", library, "--json").stdout)

    assert made.stdout == f"{copy}\n"
    assert run("list", "--library", library).stdout == before
    assert all(Path(path).exists() for path in restored["kept"])
    assert restored["kept"]


def test_restore_without_a_name_takes_the_newest_backup(run: Run, library: Path) -> None:
    """A library that was damaged after its backup is whole again."""
    before = run("list", "--library", library).stdout
    run("backup", "--library", library)
    library.write_bytes(b"damaged" * 1000)

    result = run("restore", "--library", library)

    assert result.exit_code == 0
    assert run("list", "--library", library).stdout == before


def test_restore_without_any_backup_is_a_problem(run: Run, library: Path) -> None:
    """Nothing is changed where there is nothing to restore."""
    result = run("restore", "--library", library)

    assert result.exit_code == 1
    assert result.stderr == f"virtu: There is no good backup of {library}.\n"
    assert run("list", "--library", library).exit_code == 0


@pytest.mark.parametrize("command", ["list", "show x", "export x", "backup", "rehearse x"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no library"),
        (b"SQLite format 3\0 no, a letter to my aunt" * 100, "is"),
        (b"<html>not at all</html>", "is not a library of Virtu Desktop"),
    ],
)
def test_a_library_that_is_none_is_a_problem(
    run: Run, tmp_path: Path, command: str, content: bytes | None, words: str
) -> None:
    """Missing, damaged and foreign files: exit code 1, one line, and the file is as it was."""
    path = tmp_path / "library.sqlite"
    if content is not None:
        path.write_bytes(content)

    result = run(*command.split(), "--library", path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    assert content is None or path.read_bytes() == content


def test_a_session_that_is_unknown_or_unclear_is_a_problem(run: Run, library: Path) -> None:
    """The line says which sessions fit, or that none does."""
    unknown = run("show", "xyz", "--library", library)
    unclear = run("show", "taking root", "--library", library)

    assert (unknown.exit_code, unclear.exit_code) == (1, 1)
    assert "There is no session xyz" in unknown.stderr
    assert "Several sessions fit" in unclear.stderr
    assert len(unclear.stderr.splitlines()) == 1


def exports_of(library: Path) -> list[str]:
    """Return the formats of the exports that a library has noted."""
    with closing(sqlite3.connect(library)) as con:
        return [row[0] for row in con.execute("SELECT formats FROM session_export ORDER BY rowid")]


def test_an_export_is_noted(run: Run, library: Path, tmp_path: Path) -> None:
    """The library knows in which formats the session was exported."""
    session = under_way(run, library)

    run("export", session["id"], "--library", library, "--out", tmp_path, "--format", "json,md")

    assert exports_of(library) == ['["json", "md"]']


def test_an_export_beside_an_open_window_is_not_noted(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """Who has the library open keeps it; the files are written all the same."""
    session = under_way(run, library)

    with Library.open(library, clock=ManualClock(at("11:00"))):
        result = run("export", session["id"], "--library", library, "--out", tmp_path / "out")

    assert result.exit_code == 0
    assert len(contents(tmp_path / "out")) == len(FORMATS)
    assert exports_of(library) == []


def test_an_export_that_stops_in_the_middle_says_so(
    run: Run, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk the files before are there, and the line says that the set is incomplete."""
    session = under_way(run, library)
    words = ["export", session["id"], "--library", library, "--out", tmp_path / "out"]
    real, left = os.fsync, [1]

    def fill_up(handle: int) -> None:
        # The first file is forced to the disk; the second one finds it full.
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    monkeypatch.setattr("virtu_desktop.exchange.files.os.fsync", fill_up)
    result = run(*words)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith("the disk is full. The export is incomplete.\n")
    assert [Path(name).name for name in contents(tmp_path / "out")] == ["blocks.csv"]


def test_restore_tells_once_what_is_kept(run: Run, library: Path) -> None:
    """A library with its side files is one library."""
    run("backup", "--library", library)
    for ending in ("-wal", "-shm"):
        library.with_name(library.name + ending).write_bytes(b"")

    result = run("restore", "--library", library)

    assert result.exit_code == 0
    (kept,) = [line for line in result.stdout.splitlines() if "kept as" in line]
    assert f"{library}.replaced-" in kept


def test_an_empty_library_name_is_wrong_use(run: Run) -> None:
    """No text is no file, and not the usual library either."""
    result = run("list", "--library", "")

    assert result.exit_code == 2
    assert "No file is named." in result.stderr


def test_a_folder_is_no_library_that_can_be_made(run: Run, tmp_path: Path) -> None:
    """A file where a folder should be is named in one sentence."""
    (tmp_path / "file").write_text("")
    source = tmp_path / "agenda.csv"
    source.write_text("Start;Length;Title\n9:00;15;A\n", encoding="utf-8")

    result = run("import", source, "--library", tmp_path / "file" / "new.sqlite")

    assert result.exit_code == 1
    assert result.stderr == (
        f"virtu: The library {tmp_path / 'file' / 'new.sqlite'} cannot be made: "
        f"the folder {tmp_path / 'file'} cannot be written.\n"
    )


@pytest.mark.parametrize(
    ("refused", "words"),
    [
        (("library", os.R_OK), "no permission to read it"),
        (("library", os.W_OK), "no permission to write it"),
        (("folder", os.W_OK), "its folder cannot be written"),
        (None, "the disk does not answer"),
    ],
)
def test_a_library_that_cannot_be_opened_says_why(
    library: Path,
    monkeypatch: pytest.MonkeyPatch,
    refused: tuple[str, int] | None,
    words: str,
) -> None:
    """What its place does not permit is told, else what the system said, else that it is odd."""
    closed = None if refused is None else (library if refused[0] == "library" else library.parent)

    def access(path: Path, mode: int) -> bool:
        return refused is None or path != closed or mode != refused[1]

    monkeypatch.setattr("virtu_desktop.storage.errors.os.access", access)

    assert words in str(UnreadableLibrary(library))
    if refused is None:
        assert "Input/output error" in str(
            UnreadableLibrary(library, OSError(5, "Input/output error"))
        )


def test_a_backup_that_cannot_be_made_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file in the way, a full disk, and what the system said."""
    (tmp_path / "backups").write_text("")
    assert "the folder cannot be written" in str(BackupFailed(tmp_path / "backups"))
    assert "odd" in str(BackupFailed(tmp_path / "new", OSError(5, "odd")))

    full = shutil.disk_usage(tmp_path)._replace(free=0)
    monkeypatch.setattr("virtu_desktop.storage.errors.shutil.disk_usage", lambda _path: full)
    assert "the disk is full" in str(BackupFailed(tmp_path / "new"))


def test_a_system_error_is_told_as_other_problems_are(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home that cannot be written has the same sentence as a file that cannot be."""

    def open_window(library: Path, **_how: object) -> int:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(profile / "state"))

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    result = run(open_window=open_window)

    assert result.exit_code == 1
    assert result.stderr == f"virtu: {profile / 'state'} cannot be written: no permission.\n"
