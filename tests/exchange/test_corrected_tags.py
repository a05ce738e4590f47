"""Tags that were put right after the session stand in every export with the old tag (R1, R2)."""

from __future__ import annotations

from dataclasses import replace

from tests.exchange.attended import attended
from virtu_desktop.domain.notes import NoteCorrectionId
from virtu_desktop.exchange.record_json import read_record, write_record
from virtu_desktop.exchange.record_page import record_page
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import review
from virtu_desktop.exchange.sheet import Coded
from virtu_desktop.i18n import translator

EN = translator("en")


def test_the_table_has_the_old_and_the_new_tag() -> None:
    """It stands in the workbook and the CSV set; the page has it below the notes."""
    looked_at = review(attended(("#idea one", "#decision two")))

    tables = {table.name: table for table in record_tables(looked_at, EN)}
    (row,) = tables["retagged"].rows
    names = [column.name for column in tables["retagged"].columns]
    cells = dict(zip(names, row, strict=True))

    assert cells["text"] == "two"
    assert (cells["was_tag"], cells["is_tag"]) == (
        Coded("quote", "Quote"),
        Coded("decision", "Decision"),
    )
    (notes,) = (one for one in record_page(looked_at, EN).sections if one.name == "notes")
    assert [part.heading for part in notes.parts] == ["", "Corrected tags"]


def test_a_private_note_leaves_no_trace_of_its_tags() -> None:
    """Neither in the tables nor in the JSON, which reads back with all other corrections."""
    portable = attended(("#idea one", "#decision two"))
    record = portable.record
    (shown,) = record.note_corrections
    hidden = replace(shown, id=NoteCorrectionId("nc2"), note=record.notes[0].id)
    secret = replace(record.notes[0], private=True)
    changed = replace(
        portable,
        record=replace(record, notes=(secret, *record.notes[1:]), note_corrections=(hidden, shown)),
    )

    tables = {table.name: table for table in record_tables(review(changed), EN)}
    read = read_record(write_record(changed))

    assert len(tables["retagged"].rows) == 1
    assert read.record.note_corrections == (shown,)
