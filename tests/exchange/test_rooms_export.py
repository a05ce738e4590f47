"""Breakout rooms in exports: tables, pages, and with the names that the export may have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.breakout_rounds import held_round
from tests.exchange.records import held
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.rooms import BreakoutRoom
from virtu_desktop.exchange.markdown import markdown
from virtu_desktop.exchange.names import Names, with_names
from virtu_desktop.exchange.record_json import PortableRecord, read_record, write_record
from virtu_desktop.exchange.record_rooms import room_tables
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import translator


def portable() -> PortableRecord:
    """Return a held session with rooms; a card names somebody."""
    base = held()
    round_ = held_round(["aino", "bo", "cita"], block="b")
    first = BreakoutRoom(name="Table 1", place="Lobby", card="Aino Lahti asks twice")
    people = tuple(
        Participant(id=PersonId(key), programme=ProgrammeId("p1"), name=name)
        for key, name in (("aino", "Aino Lahti"), ("bo", "Bo Ek"), ("cita", "Cita Aho"))
    )
    record = replace(
        base.record,
        people=people,
        rounds=(replace(round_, rooms=(first, *round_.rooms[1:])),),
    )
    return replace(base, record=record)


def test_rooms_and_stays_are_tables() -> None:
    """A row for each room with its people and result, and one for each stay."""
    rooms, seats = room_tables(review(portable()), translator("en"))

    names = [column.name for column in rooms.columns]
    first = dict(zip(names, rooms.rows[0], strict=True))
    assert (first["name"], first["people"]) == ("Table 1", "Cita Aho, Aino Lahti")
    assert (first["count"], first["card"]) == (2, "Aino Lahti asks twice")
    assert len(seats.rows) == 4


def test_the_page_has_the_rooms() -> None:
    """Markdown says who worked together and what came out of it."""
    page = markdown(review(portable()), translator("en")).decode()

    assert "## Breakout rooms" in page
    assert "Table 1**: Cita Aho, Aino Lahti → Aino Lahti asks twice" in page


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_hidden_names_are_hidden_in_rooms_too(names: Names) -> None:
    """Neither a seat nor a card tells who it was, and the record still reads back."""
    hidden = with_names(portable(), names)

    data = write_record(hidden)

    for word in (b"Aino", b"Lahti", b'"aino"', b'"bo"'):
        assert word not in data
    assert len(read_record(data).record.rounds[0].seats) == 4
