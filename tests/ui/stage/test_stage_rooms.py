"""Breakout rooms on the stage: readable for 4, 8 and 16 rooms, pages beyond, nothing private."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from tests.builders import event, plan
from ui.stage.rooms_painter import rooms_height
from ui.stage.stage_painter import paint_stage, stage_layout
from ui.stage.stage_rooms import ON_A_PAGE, StageRoom, page_of
from ui.stage.stage_state import Scene, StageState, stage_state
from ui.theme import theme
from virtu_desktop.domain.time import SECOND, Instant
from virtu_desktop.domain.timeline import fold, project
from virtu_desktop.i18n import translator

PLAN = plan("a 10", "b 30 breakout", "c 10 break")
WHOLE = QRectF(0, 0, 1600, 900)


def rooms(count: int) -> tuple[StageRoom, ...]:
    """Return rooms of four people each."""
    return tuple(
        StageRoom(
            name=f"Table {number}", people="Aino, Mikko, Saara, Ville", is_remote=number % 3 == 0
        )
        for number in range(1, count + 1)
    )


def shown(count: int, *, at: str = "9:12") -> StageState:
    """Return the stage in the breakout block with so many rooms."""
    facts = [event("9:00", "start", "a"), event("9:10", "start", "b")]
    now = event(at, "pause").at
    projection = project(PLAN, fold(PLAN, facts), now)
    return stage_state(PLAN, projection, "Half-day", translator("en"), rooms=rooms(count))


@pytest.mark.parametrize("count", [1, 2, 4, 6, 7, 8, 12, 16])
def test_rooms_and_ring_do_not_cover_each_other(qapp: object, count: int) -> None:
    """Every card lies on the stage at its full height, clear of ring and title."""
    state = shown(count)

    layout = stage_layout(WHOLE, state, theme().family)

    assert layout.rooms is not None
    assert layout.ring is not None
    assert WHOLE.contains(layout.rooms)
    assert WHOLE.contains(layout.ring)
    assert not layout.rooms.intersects(layout.ring)
    assert layout.text.bottom() <= layout.rooms.top()
    wanted = rooms_height(state.rooms, layout.rooms.width(), layout.unit, theme().family)
    assert layout.rooms.height() >= wanted - 1


def test_only_a_row_with_many_names_is_high(qapp: object) -> None:
    """A long list of names in one room leaves the other rows low, and room for the instructions."""
    six = rooms(6)
    full = (replace(six[0], people="Aino, Mikko, Saara, Ville, Maximilian, Alexandra"), *six[1:])
    fuller = (*full[:3], replace(full[3], people=full[0].people), *full[4:])

    low, one, two = (rooms_height(some, 876, 1, theme().family) for some in (six, full, fuller))

    assert low < one < two
    assert two - one == pytest.approx(one - low)


@pytest.mark.parametrize("count", [4, 8, 16])
def test_rooms_are_painted(qapp: object, count: int) -> None:
    """The picture with rooms differs from the one without in the place of the rooms."""
    state = shown(count)
    place = stage_layout(WHOLE, state, theme().family).rooms
    assert place is not None

    assert _picture(state).copy(place.toRect()) != _picture(shown(0)).copy(place.toRect())


def test_more_rooms_come_in_pages(qapp: object) -> None:
    """Twenty rooms are two pages that take turns, and together have every room once."""
    many = rooms(ON_A_PAGE + 4)

    pages = [page_of(many, Instant(second * 10 * SECOND)) for second in range(2)]

    assert [mark for _rooms, mark in pages] == ["1/2", "2/2"]
    assert tuple(itertools.chain(*(page for page, _mark in pages))) == many
    assert "1/2" in shown(20).kicker or "2/2" in shown(20).kicker


def test_rooms_are_spoken_and_belong_to_the_block_alone(qapp: object) -> None:
    """Screen readers hear the rooms; a break shows none."""
    assert "Table 2: Aino, Mikko, Saara, Ville" in shown(4).spoken
    facts = [event("9:00", "start", "a"), event("9:10", "start", "c")]
    projection = project(PLAN, fold(PLAN, facts), event("9:12", "pause").at)

    state = stage_state(PLAN, projection, "Half-day", translator("en"), rooms=rooms(3))

    assert (state.scene, state.rooms) == (Scene.BREAK, ())


def _picture(state: StageState) -> QImage:
    image = QImage(1600, 900, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    paint_stage(painter, WHOLE, state, theme())
    painter.end()
    return image
