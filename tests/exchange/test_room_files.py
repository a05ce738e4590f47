"""Rooms as files: the pre-assignment of Zoom in the published form, and the chat text."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.breakout_rounds import held_round
from tests.builders import ZONE, mins
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, Seat
from virtu_desktop.exchange.room_files import ZOOM_HEAD, zoom_rooms
from virtu_desktop.i18n import translator
from virtu_desktop.room_words import chat_text, short_names

FIXTURES = Path(__file__).parent / "fixtures"
PEOPLE = {
    PersonId(name): Participant(
        id=PersonId(name), programme=ProgrammeId("p1"), name=name.title(), email=email
    )
    for name, email in (
        ("matti", "matti.virtanen@virtu.example"),
        ("asa", "asa.sjogren@partner.example"),
        ("jari", "jari.korhonen@virtu.example"),
        ("jose", "jose.delafuente@virtu.example"),
        ("nobody", ""),
    )
}


def example() -> BreakoutRound:
    """Return the rooms of the published sample, with one person who has no e-mail."""
    base = held_round(["a", "b", "c"])
    names = ("Ryhmä 1 – Saimaa", "Ryhmä 2, Päijänne", "Ryhmä 3")
    seats = (("matti", 0), ("asa", 0), ("jari", 1), ("jose", 1), ("nobody", 1))
    return replace(
        base,
        rooms=tuple(BreakoutRoom(name=name) for name in names),
        seats=tuple(Seat(person=PersonId(p), room=room, since=base.formed) for p, room in seats),
        ended=None,
    )


def test_zoom_file_is_the_published_sample_byte_for_byte() -> None:
    """Headings, quoting, order, line ends and an empty room; who is missing is told."""
    data, without = zoom_rooms(example(), PEOPLE)

    assert data == (FIXTURES / "zoom_breakout_preassign.csv").read_bytes()
    assert without == ("nobody",)


def test_zoom_file_reads_back_as_expected() -> None:
    """Rooms and addresses are those of the expectation."""
    expected = json.loads((FIXTURES / "zoom_breakout_preassign.expected.json").read_text("utf-8"))
    data, _without = zoom_rooms(example(), PEOPLE)

    head, *rows = csv.reader(io.StringIO(data.decode(), newline=""))
    rooms: dict[str, list[str]] = {}
    for room, email in rows:
        rooms.setdefault(room, []).extend([email] if email else [])

    assert tuple(head) == ZOOM_HEAD
    assert rooms == expected["rooms"]


def test_a_room_called_like_a_formula_stays_text() -> None:
    """A spreadsheet that opens the file runs nothing."""
    base = example()
    evil = replace(base, rooms=(BreakoutRoom(name="=1+1"), *base.rooms[1:]))

    data, _without = zoom_rooms(evil, PEOPLE)

    assert b"\r\n'=1+1," in data


@pytest.mark.parametrize(
    ("language", "last"),
    [("en", "Back at 9:29"), ("fi", "Takaisin klo 9.29"), ("sv", "Tillbaka kl. 9.29")],
)
def test_chat_text_has_a_line_for_each_room_and_the_time(language: str, last: str) -> None:
    """People by name, and when to be back, in each language."""
    names = {key: person.name for key, person in PEOPLE.items()}

    lines = chat_text(translator(language), example(), names, ZONE).splitlines()

    assert lines == [
        "Ryhmä 1 – Saimaa: Matti, Asa",
        "Ryhmä 2, Päijänne: Jari, Jose, Nobody",
        "Ryhmä 3: ",
        last,
    ]


def test_chat_text_of_a_large_group_fits_one_message() -> None:
    """Fifty people with long names are written with their first names."""
    base = example()
    people = [PersonId(f"p{number}") for number in range(50)]
    names = {p: f"Maria{number} Korhonen-Lindqvist-Virtanen" for number, p in enumerate(people)}
    large = replace(
        base,
        rooms=tuple(BreakoutRoom(name=f"Table {number}") for number in range(10)),
        seats=tuple(
            Seat(person=person, room=number % 10, since=base.formed)
            for number, person in enumerate(people)
        ),
    )

    text = chat_text(translator("en"), large, names, ZONE, mins(0))

    assert len(text) <= 1000
    assert "Korhonen" not in text


def test_short_names_tell_people_apart() -> None:
    """A letter of the last name where first names are alike, the whole name where that is too."""
    base = example()
    names = {
        PersonId("matti"): "Aino Lahti",
        PersonId("asa"): "Aino Laine",
        PersonId("jari"): "Bo Ek",
        PersonId("jose"): "Bo Aho",
        PersonId("nobody"): "Cita",
    }

    assert list(short_names(names, base).values()) == [
        "Aino Lahti",
        "Aino Laine",
        "Bo E",
        "Bo A",
        "Cita",
    ]
