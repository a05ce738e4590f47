"""The CSV set: right figures, one way back, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.records import held, portable_records
from virtu_desktop.exchange.csv_set import csv_set, escape, unescape
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import translator

EN = translator("en")
Row = dict[str, str]


def tables(portable: PortableRecord, *, excel_fi: bool = False) -> dict[str, list[Row]]:
    """Return the rows of each file as a program reads them."""
    delimiter = ";" if excel_fi else ","
    return {
        file.name: list(
            csv.DictReader(
                io.StringIO(file.data.decode("utf-8-sig" if excel_fi else "utf-8"), newline=""),
                delimiter=delimiter,
                strict=True,
            )
        )
        for file in csv_set(review(portable), EN, excel_fi=excel_fi)
    }


def test_blocks_stand_planned_and_actual_side_by_side() -> None:
    """Done blocks have actual times, a skipped one has none, and pauses are taken out."""
    done, skipped, last = tables(held())["blocks"]

    assert done["planned_start"] == "2026-11-25 09:00:00"
    assert done["actual_start"] == "2026-11-25 09:02:00"
    assert done["actual_end"] == "2026-11-25 09:30:00"
    assert (done["planned_seconds"], done["actual_seconds"]) == ("1200", "1500")
    assert done["late_seconds"] == "120"
    assert (skipped["status"], skipped["actual_start"], skipped["late_seconds"]) == (
        "skipped",
        "",
        "",
    )
    assert last["late_seconds"] == "-600"


def test_events_that_were_taken_back_are_marked() -> None:
    """All events are there in their order, each with its cause."""
    events = tables(held())["events"]

    assert [event["type"] for event in events] == [
        "start",
        "pause",
        "resume",
        "skip",
        "start",
        "end",
    ]
    assert {event["counts"] for event in events} == {"1"}
    assert events[0]["at_utc"] == "2026-11-25T07:02:00.000Z"
    assert events[0]["at"] == "2026-11-25 09:02:00"


def test_private_notes_are_left_out() -> None:
    """Only notes of the record are exported."""
    notes = tables(held(notes=["#idea ask @Mia", "#private sentinel"]))["notes"]

    assert [note["text"] for note in notes] == ["ask @Mia"]
    assert (notes[0]["tag"], notes[0]["persons"], notes[0]["block_title"]) == ("idea", "Mia", "A")


def test_the_codebook_explains_every_column() -> None:
    """Each column of each file has its line, in the order of the columns."""
    files = {file.name: file.data.decode() for file in csv_set(review(held()), EN)}
    codebook = list(csv.DictReader(io.StringIO(files.pop("codebook"), newline="")))

    explained = [(row["file"], row["column"]) for row in codebook]
    there = [
        (name, column)
        for name, text in files.items()
        for column in next(csv.reader(io.StringIO(text, newline="")))
    ]
    assert explained == there
    assert all(row["meaning"] for row in codebook)


def test_finnish_excel_gets_a_mark_and_semicolons() -> None:
    """With the option each file begins with a byte order mark; without it none does."""
    looked_back = review(held())

    finnish = csv_set(looked_back, EN, excel_fi=True)
    plain = csv_set(looked_back, EN)

    assert all(file.data.startswith(b"\xef\xbb\xbf") for file in finnish)
    assert not any(file.data.startswith(b"\xef\xbb\xbf") for file in plain)
    assert tables(held(), excel_fi=True) == tables(held())


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\0",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20x",
        "'=1",
    ],
)
def test_t08_formulas_become_text(text: str) -> None:
    """A text that a spreadsheet would run gets an apostrophe, and loses it on the way back."""
    assert escape(text) == f"'{text}"
    assert unescape(escape(text)) == text


@given(st.text())
def test_t08_every_text_comes_back(text: str) -> None:
    """No cell begins like a formula, and every text is what it was after the way back."""
    assert escape(text)[:1] not in tuple("=+-@\t\r\0\uff1d\uff0b\uff0d\uff20")
    assert unescape(escape(text)) == text


@given(portable_records())
def test_t08_a_whole_record_comes_back(portable: PortableRecord) -> None:
    """Titles and notes of any record are equal after export, reading and the way back."""
    found = tables(portable)

    titles = [block.title for block in portable.record.session.plan.blocks]
    assert [unescape(row["title"]) for row in found["blocks"]] == titles
    assert [unescape(row["text"]) for row in found["notes"]] == [
        note.text for note in portable.record.notes
    ]


@given(portable_records())
def test_the_same_record_gives_the_same_bytes(portable: PortableRecord) -> None:
    """An export that is made again is equal to the byte."""
    assert csv_set(review(portable), EN) == csv_set(review(portable), EN)
