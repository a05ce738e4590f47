"""Tables from files and the clipboard: read whatever they are called, refused when hostile."""

from __future__ import annotations

import contextlib
import io
import subprocess
import unicodedata
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.agendas import FIXTURES, archive, workbook
from virtu_desktop.exchange import table_workbook
from virtu_desktop.exchange.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    BadTable,
    cell_text,
    read_table,
    read_table_text,
    table_of_bytes,
)

TEXT = 'Alkaa;Aihe\r\n9.00;Päivä – työ\r\n9.30;"Kaksi\nriviä; yksi solu"\r\n'
ROWS = [("Alkaa", "Aihe"), ("9.00", "Päivä – työ"), ("9.30", "Kaksi\nriviä; yksi solu")]
BOMB = b"0" * 60_000_000
_FOLDED = (("b", "&a;"), ("c", "&b;"), ("d", "&c;"))


@pytest.mark.parametrize(
    ("encoding", "found", "is_guess"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", False),
        ("utf-16", "utf-16-le", False),
        ("utf-16-le", "utf-16-le", True),
        ("utf-16-be", "utf-16-be", True),
        ("cp1252", "cp1252", True),
    ],
)
def test_encodings_are_found_from_the_bytes(encoding: str, found: str, is_guess: bool) -> None:
    """Whatever a spreadsheet saved is read, and a guess is marked as one."""
    table = table_of_bytes(TEXT.encode(encoding))

    assert [row.cells for row in table.rows] == ROWS
    assert (table.encoding, table.encoding_guessed) == (found, is_guess)
    assert table.delimiter == ";"


@pytest.mark.parametrize("delimiter", ["\t", ";", ","])
def test_delimiters_are_found_from_the_table(delimiter: str) -> None:
    """What stands above the table, with other marks in it, does not count."""
    lines = ["Title, with; marks", "", *(delimiter.join(["9.00", "10", "A"]) for _ in range(4))]

    table = read_table_text("\n".join(lines))

    assert table.delimiter == delimiter
    assert table.rows[2].cells == ("9.00", "10", "A")
    assert [row.number for row in table.rows] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(end: str) -> None:
    """A row is a row on every system."""
    assert len(read_table_text(end.join(["a\tb", "c\td", ""])).rows) == 2


def test_a_quote_that_never_closes_is_a_letter() -> None:
    """One forgotten quote does not swallow the rest of the file."""
    table = read_table_text('a;b\nc;"d\ne;f')

    assert table.quotes_ignored
    assert [row.cells for row in table.rows] == [("a", "b"), ("c", '"d'), ("e", "f")]


def test_t16_what_cannot_be_seen_is_taken_out() -> None:
    """Control characters and marks that turn the writing are gone; text is composed."""
    table = read_table_text('a\x07b\u202ec\u2066\t\u200fKa\u0308y\xa0x\t="1"\n')

    assert table.rows[0].cells == ("abc", "Käy x", "1")


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_t16_any_text_is_read_or_refused(text: str) -> None:
    """Every cell of every text is within the limits, composed and without control characters."""
    try:
        table = read_table_text(text)
    except BadTable:
        return
    for row in table.rows:
        for cell in map(cell_text, row.cells):
            assert len(cell) <= LONGEST_CELL
            assert unicodedata.is_normalized("NFC", cell)
            assert {unicodedata.category(letter) for letter in cell if letter != "\n"}.isdisjoint(
                {"Cc", "Cs"}
            )


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes make the reader fail in another way than a sentence."""
    with contextlib.suppress(BadTable):
        assert table_of_bytes(data).rows


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\tb\n" * 10_000, f"more than {MOST_ROWS} rows"),
        ("a" + "\n" * 200_000 + "b", f"more than {MOST_ROWS} rows"),
        ("\t".join(["a"] * (MOST_COLUMNS + 1)), f"more than {MOST_COLUMNS} columns"),
        ("a" * 2_000_001, "too large"),
        ("\n\n \n", "nothing in it"),
        ("", "nothing in it"),
        ("<!DOCTYPE html><p>Sign in", "web page"),
    ],
    ids=["rows", "empty rows", "columns", "bytes", "blank", "empty", "page"],
)
def test_t16_what_is_no_agenda_is_refused(text: str, words: str) -> None:
    """Each limit has its sentence."""
    with pytest.raises(BadTable, match=words):
        read_table_text(text)


def test_t16_a_long_cell_is_cut_and_marked() -> None:
    """What is cut is known, so that it can be told."""
    row = read_table_text(f"a\t{'x' * 600}\n").rows[0]

    assert row.text(1) == "x" * LONGEST_CELL
    assert row.cut == (1,)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("nasty_empty.csv", "nothing in it"),
        ("nasty_bom_only.csv", "nothing in it"),
        ("nasty_html_login.csv", "web page"),
        ("nasty_random_binary.csv", "neither a workbook nor a text"),
    ],
)
def test_samples_that_are_no_tables_are_refused(name: str, words: str) -> None:
    """What has the name of a table but is none has its sentence."""
    with pytest.raises(BadTable, match=words):
        read_table(FIXTURES / name)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n", "a PDF file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or protected Excel"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"\xff\xfea", "neither a workbook nor a text"),
    ],
)
def test_a_renamed_file_is_refused(tmp_path: Path, data: bytes, words: str) -> None:
    """What the file is called counts for nothing."""
    path = tmp_path / "agenda.xlsx"
    path.write_bytes(data)

    with pytest.raises(BadTable, match=words):
        read_table(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """The name stands in the sentence, the folder does not."""
    with pytest.raises(BadTable, match=r"^agenda.csv cannot be read: No such file"):
        read_table(tmp_path / "agenda.csv")


def test_t15_a_bomb_is_refused_before_it_is_read() -> None:
    """Neither stated sizes nor lies about them get past the count."""
    honest = archive({"xl/sharedStrings.xml": BOMB})
    lying = honest.replace((60_000_000).to_bytes(4, "little"), (1_000).to_bytes(4, "little"))
    swollen = archive({"xl/sharedStrings.xml": BOMB[:20_000_000]})

    assert len(honest) < 100_000
    for data in (honest, swollen):
        with pytest.raises(BadTable, match="too much memory or time"):
            table_workbook.check_archive(data)
    with pytest.raises(BadTable):
        table_workbook.check_archive(lying)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (archive({f"x{number}": b"" for number in range(2_001)}), "damaged"),
        (archive({"xl/worksheets/sheet1.xml": b"not XML"}), "damaged"),
    ],
    ids=["parts", "nonsense"],
)
def test_t15_an_odd_workbook_is_refused(data: bytes, words: str) -> None:
    """Too many parts and parts that are none have their sentence."""
    with pytest.raises(BadTable, match=words):
        table_of_bytes(data)


def test_an_archive_that_is_no_workbook_is_refused() -> None:
    """A zip file with documents is an archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr("word/document.xml", "<w/>")

    with pytest.raises(BadTable, match="no Excel workbook"):
        table_of_bytes(data.getvalue())


def test_t15_far_away_cells_fill_no_memory() -> None:
    """Two cells at the corners of the largest sheet ask for more memory than there is."""
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    data = workbook(f'<row r="1"><c r="A1"><v>1</v></c></row>{corner}')

    with pytest.raises(BadTable):
        table_of_bytes(data)


def test_t15_entities_are_not_unfolded() -> None:
    """A document that unfolds itself a billion times is refused or read as nothing."""
    unfolding = (f'<!ENTITY {name} "{part * 10}">' for name, part in _FOLDED)
    entities = '<!ENTITY a "x">' + "".join(unfolding)
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&d;</t></is></c></row>'
    data = workbook(cell, strings=f"<!DOCTYPE x [{entities}]>")

    with pytest.raises(BadTable):
        table_of_bytes(data)


def test_t15_a_slow_workbook_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes longer than it may ends in a sentence."""

    def never(_words: object, *, timeout: float, **_more: object) -> None:
        raise subprocess.TimeoutExpired("reader", timeout)

    monkeypatch.setattr(subprocess, "run", never)

    with pytest.raises(BadTable, match="too much memory or time"):
        table_of_bytes(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))


def test_rows_and_columns_of_a_workbook_have_limits() -> None:
    """A workbook has the limits of a text."""
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, MOST_ROWS + 2))
    wide = '<row r="1"><c r="A1"><v>1</v></c><c r="GZ1"><v>1</v></c></row>'

    with pytest.raises(BadTable, match="rows"):
        table_of_bytes(workbook(rows))
    with pytest.raises(BadTable, match="columns"):
        table_of_bytes(workbook(wide))


def test_a_workbook_has_times_numbers_and_texts() -> None:
    """Rows keep the numbers that the spreadsheet shows; the sheet can be chosen."""
    table = read_table(FIXTURES / "agenda_ontime_v4.xlsx")
    other = read_table(FIXTURES / "agenda_ontime_v4.xlsx", sheet=table.sheets[1])

    assert (table.sheet, len(table.sheets)) == ("Event schedule", 2)
    assert table.rows[14].number == 15
    assert table.rows[14].cells[4] == timedelta(hours=9)
    assert table.rows[20].cells[6] == 30.0
    assert other.sheet == table.sheets[1]
