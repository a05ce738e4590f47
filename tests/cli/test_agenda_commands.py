"""``virtu import`` of agendas, and the formats of the agenda in ``virtu export``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import at
from tests.cli.conftest import Run
from tests.cli.test_library_commands import AGENDA_FORMATS, under_way
from tests.exchange.agendas import FIXTURES
from virtu_desktop.cli import agenda as module
from virtu_desktop.cli import export as export_module
from virtu_desktop.domain.time import ManualClock, local, zone_named
from virtu_desktop.storage.library import Library

SAMPLE = FIXTURES / "agenda_trainer_fi_excel.csv"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it always be the same morning."""
    monkeypatch.setattr(module, "SystemClock", lambda: ManualClock(at("8:00")))
    monkeypatch.setattr(export_module, "SystemClock", lambda: ManualClock(at("8:12:30")))


def sessions_of(library: Path) -> list[str]:
    """Return the titles of the sessions in a library."""
    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        return [session.title for session in opened.sessions()]


def test_an_agenda_becomes_a_session(run: Run, tmp_path: Path) -> None:
    """Today, at the time of its first row, in one new library."""
    library = tmp_path / "library.sqlite"

    result = run("import", SAMPLE, "--title", "Hybridi", "--library", library, "--json")

    assert result.exit_code == 0, result.stderr
    printed = json.loads(result.stdout)
    assert [row["row"] for row in printed["rows"]] == [4, 5, 6, 7, 8]
    assert [row["start"] for row in printed["rows"]][:2] == ["09:00:00", "09:15:00"]
    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        session = opened.session(printed["session"]).session
    assert session.title == "Hybridi"
    assert session.plan.start == at("9:00")
    assert [block.title for block in session.plan.blocks][-1] == "Purku ja palaute"


def test_what_was_left_out_is_told_with_row_numbers(run: Run, tmp_path: Path) -> None:
    """A preview saves nothing and makes no library."""
    library = tmp_path / "library.sqlite"

    result = run("import", SAMPLE, "--preview", "--library", library)

    assert result.exit_code == 0
    assert "Row 1: Left out (above the headings): Turvallinen hybridikoulutus\n" in result.stdout
    assert "Row 9: Left out (a sum): Yhteensä 2 h 30 min\n" in result.stdout
    assert result.stdout.endswith("Nothing was saved.\n")
    assert not library.exists()


def test_a_row_that_cannot_be_imported_stops_the_import(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """The problem has its row number; --partly takes the other rows."""
    path = tmp_path / "own.csv"
    path.write_text("Start;Length;Title\n9:00;15;A\n;soon;B\n9:30;10;C\n", encoding="utf-8")
    before = sessions_of(library)

    refused = run("import", path, "--library", library)
    unchanged = sessions_of(library)
    taken = run("import", path, "--library", library, "--partly", "--fix-starts", "--json")

    assert refused.exit_code == 1
    assert "Row 3: “soon” is no length. Not imported.\n" in refused.stdout
    assert unchanged == before
    assert taken.exit_code == 0
    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        plan = opened.session(json.loads(taken.stdout)["session"]).session.plan
    assert [block.title for block in plan.blocks] == ["A", "C"]
    assert [str(block.fixed_start) for block in plan.blocks] == ["None", "09:30:00"]


def test_day_and_start_can_be_given(run: Run, tmp_path: Path) -> None:
    """A start that differs from the file is told; bad words are wrong use."""
    library = tmp_path / "library.sqlite"
    words = ["import", SAMPLE, "--library", library]

    result = run(*words, "--date", "17.3.2026", "--start", "8.30", "--json")
    wrong = [run(*words, "--date", "someday"), run(*words, "--start", "soon")]

    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        plan = opened.session(json.loads(result.stdout)["session"]).session.plan
    start = local(plan.start, zone_named(plan.zone))
    assert start.isoformat() == "2026-03-17T08:30:00+02:00"
    assert "other_start" in result.stdout
    assert [one.exit_code for one in wrong] == [2, 2]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "This is a PDF file, not a table."),
        (b"", "There is nothing in it."),
        (b"one\ntwo\n", "own.xlsx has no row that can become a block."),
    ],
)
def test_a_file_that_is_no_agenda_is_one_line(
    run: Run, tmp_path: Path, content: bytes, words: str
) -> None:
    """The reason stands on standard error, and no library is made."""
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)

    result = run("import", path, "--library", tmp_path / "library.sqlite")

    assert result.exit_code == 1
    assert result.stderr == f"virtu: {words}\n"
    assert not (tmp_path / "library.sqlite").exists()


def test_export_writes_the_agenda_for_one_reader(run: Run, library: Path, tmp_path: Path) -> None:
    """Each format of the agenda has its file, which says whom it is for."""
    session = under_way(run, library)
    words = ["export", session["id"], "--library", library, "--out", tmp_path / "out"]
    formats = "agenda-xlsx,agenda-csv,agenda-md,ics,run-sheet"

    plain = run(*words, "--format", formats)
    trainer = run(*words, "--format", "run-sheet", "--audience", "trainer", "--owner", "Mia Åberg")
    again = (tmp_path / "out" / Path(plain.stdout.splitlines()[-1]).name).read_bytes()
    run(*words, "--format", formats)

    names = [Path(line).name for line in plain.stdout.splitlines()]
    stem = names[0].removesuffix(AGENDA_FORMATS[0])
    assert names == [f"{stem}{ending}" for ending in AGENDA_FORMATS]
    assert trainer.stdout.endswith("-run-sheet-trainer-mia-aberg.pdf\n")
    assert (tmp_path / "out" / names[-1]).read_bytes() == again
