"""The CSV set: right figures, one way back, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.records import held, portable_records
from virtu_desktop.exchange.csv_set import DESCRIPTOR, csv_set, escape, unescape
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import translator

EN = translator("en")
Row = dict[str, str]


def tables(portable: PortableRecord, *, excel_fi: bool = False) -> dict[str, list[Row]]:
    """Return the rows of each file as a program reads them."""
    delimiter = ";" if excel_fi else ","
    return {
        file.name.removesuffix(".csv"): list(
            csv.DictReader(
                io.StringIO(file.data.decode("utf-8-sig" if excel_fi else "utf-8"), newline=""),
                delimiter=delimiter,
                strict=True,
            )
        )
        for file in csv_set(review(portable), EN, excel_fi=excel_fi)
        if file.name != DESCRIPTOR
    }


def test_blocks_stand_planned_and_actual_side_by_side() -> None:
    """Done blocks have actual times, a skipped one has none, and pauses are taken out."""
    done, skipped, last = tables(held())["blocks"]

    assert done["planned_start"] == "2026-11-25T09:00:00+02:00"
    assert done["actual_start"] == "2026-11-25T09:02:00+02:00"
    assert done["actual_end"] == "2026-11-25T09:30:00+02:00"
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
    assert events[0]["at"] == "2026-11-25T09:02:00+02:00"


def test_private_notes_are_left_out() -> None:
    """Only notes of the record are exported."""
    notes = tables(held(notes=["#idea ask @Mia", "#private sentinel"]))["notes"]

    assert [note["text"] for note in notes] == ["ask @Mia"]
    assert (notes[0]["tag"], notes[0]["persons"], notes[0]["block_title"]) == ("idea", "Mia", "A")


def test_the_codebook_explains_every_column() -> None:
    """Each column of each file has its line, in the order of the columns."""
    found = tables(held(notes=["one"]))

    explained = [(row["file"], row["column"]) for row in found["codebook"]]
    packed = json.loads(csv_set(review(held(notes=["one"])), EN)[-1].data)
    there = [
        (resource["name"], field["name"])
        for resource in packed["resources"][:-1]
        for field in resource["schema"]["fields"]
    ]
    assert explained == there
    assert {name for name, _column in there} == found.keys() - {"codebook"}
    assert all(row["meaning"] for row in found["codebook"])


def test_finnish_excel_gets_a_mark_and_semicolons() -> None:
    """With the option each file begins with a byte order mark; without it none does."""
    looked_back = review(held())

    finnish = csv_set(looked_back, EN, excel_fi=True)[:-1]
    plain = csv_set(looked_back, EN)

    assert all(file.data.startswith(b"\xef\xbb\xbf") for file in finnish)
    assert not any(file.data.startswith(b"\xef\xbb\xbf") for file in plain)
    done = tables(held(), excel_fi=True)["blocks"][0]
    assert (done["planned_start"], done["title"]) == ("2026-11-25 09:00:00", "A")


@pytest.mark.parametrize("excel_fi", [False, True])
def test_the_data_package_describes_its_files(excel_fi: bool) -> None:
    """Size, SHA-256, columns, types and key of every file are as the descriptor says."""
    *files, descriptor = csv_set(review(held(notes=["one"])), EN, excel_fi=excel_fi)

    package = json.loads(descriptor.data)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert re.fullmatch(r"[a-z0-9.-]+", package["name"])
    assert [resource["path"] for resource in package["resources"]] == [one.name for one in files]
    for resource, file in zip(package["resources"], files, strict=True):
        assert resource["bytes"] == len(file.data)
        assert resource["hash"] == f"sha256:{hashlib.sha256(file.data).hexdigest()}"
        text = file.data.decode("utf-8-sig" if excel_fi else "utf-8")
        delimiter = resource["dialect"]["delimiter"]
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
        fields = resource["schema"]["fields"]
        head = text.split("\r\n", 1)[0].split(delimiter)
        assert head == [field["name"] for field in fields]
        for field in fields:
            for cell in filter(None, (row[field["name"]] for row in rows)):
                assert is_of(field, cell), (field, cell)
        key = resource["schema"].get("primaryKey")
        if key:
            assert len({tuple(row[name] for name in key) for row in rows}) == len(rows)


def is_of(field: dict[str, str], cell: str) -> bool:
    """Say whether a cell is of the type that its field is described with."""
    match field["type"]:
        case "integer":
            return re.fullmatch(r"-?\d+", cell) is not None
        case "number":
            mark = re.escape(field.get("decimalChar", "."))
            return re.fullmatch(rf"-?\d+({mark}\d+)?", cell) is not None
        case "datetime" if "format" in field:
            return re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", cell) is not None
        case "datetime":
            return datetime.fromisoformat(cell).tzinfo is not None
        case _:
            return True


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
