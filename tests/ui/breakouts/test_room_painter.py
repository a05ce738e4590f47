"""What a card of a room shows where there is little room."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from ui.breakouts.room_model import RoomPerson, RoomRow
from ui.breakouts.room_painter import name_boxes, paint_room
from ui.theme import Tone
from virtu_desktop.domain.people import PersonId

ROOM = RoomRow(
    number=1,
    name="Room 3",
    place="",
    modes="",
    tone=Tone.GREY,
    people=(
        RoomPerson(id=PersonId("a"), name="Aino"),
        RoomPerson(id=PersonId("b"), name="Bo"),
    ),
)
AREA = QRectF(0, 0, 290, 90)


def painted(row: RoomRow, person: int | None = None) -> QImage:
    """Return the card as it is drawn in the dock of the cockpit."""
    image = QImage(290, 90, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    paint_room(painter, AREA, row, person=person, has_focus=True)
    painter.end()
    return image


@pytest.mark.parametrize(
    "words", [{"state": "Done"}, {"time": "9:59"}, {"time": "0:07"}, {"modes": "etänä"}]
)
def test_short_words_at_the_right_are_shown(qapp: object, words: dict[str, str]) -> None:
    """A word that fits whole is never left out, however short it is."""
    assert painted(replace(ROOM, **words)) != painted(ROOM)  # type: ignore[arg-type]


def test_the_mark_of_a_name_ends_before_the_next(qapp: object) -> None:
    """The name the keyboard is on stands apart from the one after it."""
    image = painted(ROOM, person=0)
    second = name_boxes(ROOM, AREA)[1]
    middle = round(second.center().y())
    mark = image.pixelColor(round(second.left()) - 1, middle - 6)

    assert mark == image.pixelColor(round(second.left()) - 1, round(second.bottom()) - 1)
    assert mark.lightness() > 200
