"""``virtu report``, ``facts``, ``notice``, ``due``, ``person`` and ``erase`` (R5, R7)."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pypdf
import pytest

from tests.cli.conftest import Run
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.storage.library import Library

SECTIONS = {
    "en": ["Basics", "Goals and indicators", "Delivery", "Participation", "Ways of working"],
    "fi": ["Perustiedot", "Tavoitteet ja mittarit", "Toteutus", "Osallistuminen"],
    "sv": ["Grunduppgifter", "Mål och indikatorer", "Genomförande", "Deltagande"],
}


def somebody(library: Path) -> str:
    """Return the name of a person who took part."""
    with Library.open(library, clock=SystemClock(), read_only=True) as opened:
        programme = opened.programmes()[0].id
        recorded = opened.recorded_people(programme)
        return next(one.name for one in opened.people(programme) if one.id in recorded)


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_report_has_its_sections_in_every_format(
    run: Run, library: Path, tmp_path: Path, language: str
) -> None:
    """PDF, HTML and workbook, without a name, twice the same bytes."""
    words = ["report", "VIRTU", "--library", library, "--lang", language]

    first = run(*words, "--out", tmp_path / "one")
    run(*words, "--out", tmp_path / "two")

    files = {Path(line).suffix: Path(line) for line in first.stdout.splitlines()}
    assert files.keys() == {".pdf", ".html", ".xlsx"}
    for path in files.values():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    html = files[".html"].read_text(encoding="utf-8")
    pages = "\n".join(page.extract_text() for page in pypdf.PdfReader(files[".pdf"]).pages)
    for section in SECTIONS[language]:
        assert section in html
        assert section in pages
    with Library.open(library, clock=SystemClock(), read_only=True) as opened:
        people = opened.people(opened.programmes()[0].id)
    book = openpyxl.load_workbook(files[".xlsx"])
    cells = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    assert len(people) > 90
    for person in people:
        assert person.name not in html
        assert person.name not in pages
        assert not any(person.name in cell for cell in cells)
        assert person.email == "" or person.email not in html


def test_every_figure_names_a_sheet_of_the_workbook(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """What the page refers to is there, by that name."""
    run("report", "VIRTU", "--library", library, "--out", tmp_path)
    html = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    sheets = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx"))).sheetnames

    referred = re.findall(r"Sheet “([^”]+)” of the workbook", html)
    figures = re.findall(r"</strong> <span>[^<]* · ([^<]+)</span>", html)

    assert referred
    assert figures
    assert set(referred) | set(figures) <= set(sheets)


def test_no_small_group_is_in_the_report(run: Run, library: Path, tmp_path: Path) -> None:
    """No count of people from 1 to 4 stands in a column of people."""
    run("report", "VIRTU", "--library", library, "--out", tmp_path)
    book = openpyxl.load_workbook(next(tmp_path.glob("*.xlsx")))

    counted = {"People", "Visits", "Expected visits", "Expected", "Came", "In the room", "Remote"}
    seen = 0
    for sheet in book:
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2, values_only=True):
            for head, cell in zip(heads, row, strict=True):
                if head in counted and isinstance(cell, int):
                    seen += 1
                    assert cell == 0 or cell >= 5
    assert seen > 20


def test_facts_are_set_shown_and_taken_away(run: Run, library: Path) -> None:
    """A fact stands until it is changed; a wrong one is wrong use."""
    words = ["facts", "VIRTU", "--library", library, "--json"]

    told = json.loads(run(*words, "goals=Three half-days", "keep_notes_months=6").stdout)
    gone = json.loads(run(*words, "goals=").stdout)
    wrong = run(*words, "keep_notes_months=soon")
    unknown = run(*words, "colour=red")

    assert (told["goals"], told["keep_notes_months"]) == ("Three half-days", "6")
    assert (gone["goals"], gone["keep_notes_months"]) == (None, "6")
    assert (wrong.exit_code, unknown.exit_code) == (2, 2)


def test_the_notice_is_in_three_languages(run: Run, library: Path, tmp_path: Path) -> None:
    """Each says who keeps what how long, from the programme's own facts."""
    run(
        "facts", "VIRTU", "controller=Keha", "contact=tietosuoja@example.org",
        "keep_attendance_months=180", "--library", library,
    )  # fmt: skip

    result = run("notice", "VIRTU", "--library", library, "--out", tmp_path)

    pages = [Path(line) for line in result.stdout.splitlines() if line.endswith(".html")]
    assert len(pages) == 3
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert all("Keha" in text and "tietosuoja@example.org" in text for text in texts)
    assert "180 months" in texts[0]
    assert "180 kuukautta" in texts[1]
    assert "180 månader" in texts[2]
    for text in texts:
        HTMLParser().feed(text)


def test_what_is_due_is_listed(run: Run, library: Path) -> None:
    """Nothing of a running programme is due; with --all each class has its day."""
    assert run("due", "--library", library).stdout == "Nothing is due.\n"

    listed = json.loads(run("due", "--all", "--library", library, "--json").stdout)

    assert {row["data"] for row in listed} == {
        "keep_people_months", "keep_attendance_months", "keep_answers_months", "keep_notes_months",
    }  # fmt: skip
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", row["due"]) for row in listed)


def make_old(path: Path) -> None:
    """Let all sessions of a library have been held fourteen months before."""
    with closing(sqlite3.connect(path)) as con:
        for column in ("start_utc", "end_utc", "target_end_utc", "planned_end_utc"):
            con.execute(
                f"UPDATE session SET {column} ="
                f" strftime('%Y-%m-%dT%H:%M:%S', {column}, '-14 months') || '.000Z'"
            )
        con.commit()


def test_what_is_due_is_removed_once_it_was_confirmed(run: Run, library: Path) -> None:
    """Names, answers and notes go after a year, attendance stays for five; then nothing is due."""
    make_old(library)
    due = {row["data"] for row in json.loads(run("due", "--library", library, "--json").stdout)}
    assert due == {"keep_people_months", "keep_answers_months", "keep_notes_months"}
    name = somebody(library)

    refused = run("due", "--remove", "--library", library)
    assert refused.exit_code == 1
    assert somebody(library) == name
    done = run("due", "--remove", "--yes", "--library", library, "--json")

    assert done.exit_code == 0, done.stderr
    told = json.loads(done.stdout)
    assert {row["data"] for row in told["removed"]} == due
    assert told["left"] == []
    assert run("due", "--library", library).stdout == "Nothing is due.\n"
    left = json.loads(run("due", "--all", "--library", library, "--json").stdout)
    assert [row["data"] for row in left] == ["keep_attendance_months"]
    for path in library.parent.rglob("*.db*"):
        assert name.encode() not in path.read_bytes()


def test_one_persons_data_comes_as_json_and_pdf(run: Run, library: Path, tmp_path: Path) -> None:
    """Both have the name and the sessions, and nobody else's name."""
    name = somebody(library)

    result = run("person", name, "--library", library, "--out", tmp_path)

    data, paper = (Path(line) for line in result.stdout.splitlines())
    document = json.loads(data.read_bytes())
    assert document["person"]["name"] == name
    assert any(session["present_ms"] for session in document["sessions"])
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.read_bytes())).pages
    )
    assert name in text.replace("\n", " ")
    assert name.split()[-1].lower() not in data.name


def test_an_erased_person_is_found_nowhere(run: Run, library: Path) -> None:
    """After the erasure no file of the library's folder has the name, and nobody finds it."""
    name = somebody(library)
    run("backup", "--library", library)
    before = [path for path in library.parent.rglob("*") if name.encode() in content(path)]

    erased = run("erase", name, "--yes", "--library", library, "--json")

    assert erased.exit_code == 0, erased.stderr
    assert len(before) >= 2
    assert not [path for path in library.parent.rglob("*") if name.encode() in content(path)]
    assert run("person", name, "--library", library).exit_code == 1
    label, out = json.loads(erased.stdout)["pseudonym"], library.parent / "out"
    assert run("person", label, "--library", library, "--out", out).exit_code == 0


def content(path: Path) -> bytes:
    """Return the bytes of a file; none of a folder."""
    return path.read_bytes() if path.is_file() else b""


def test_erasing_asks_first(run: Run, library: Path) -> None:
    """Without --yes and without a yes nothing is erased."""
    name = somebody(library)
    before = library.read_bytes()

    result = run("erase", name, "--library", library)

    assert result.exit_code == 1
    assert library.read_bytes() == before
