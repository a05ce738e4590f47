"""The strip shows a half-day in proportion, planned and as it went."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QColor, QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.ui.examples import half_day, standing
from tests.ui.widgets.pictures import picture
from ui.theme import Theme
from ui.widgets.strip import StripState, StripWidget, actual_strip, paint_strip, planned_strip
from virtu_desktop.domain.plan import BlockId, BlockKind
from virtu_desktop.domain.time import MINUTE, Instant
from virtu_desktop.i18n import translator

_THEME = Theme()
_EN = translator("en")


def test_parts_are_in_proportion() -> None:
    """Each block takes its share of the two hours."""
    state = planned_strip(half_day(), _EN)

    shares = [round(120 * (part.end - part.begin)) for part in state.segments]
    assert shares == [15, 20, 30, 15, 30, 10]


def test_free_time_stays_empty() -> None:
    """Before a fixed start the strip has a gap."""
    state = planned_strip(half_day(gallery_fixed="10:30"), _EN)

    coffee, gallery = state.segments[3:5]
    assert gallery.begin > coffee.end


def test_actual_strip_has_what_went_and_what_comes() -> None:
    """What is still to come is faded, skipped blocks are missing, the present is marked."""
    plan = half_day()

    state = actual_strip(plan, standing(plan, "09:51:52"), _EN)

    assert [part.is_faded for part in state.segments] == [False, False, False, True, True, True]
    assert state.now == pytest.approx(51.87 / 124, abs=0.01)


def test_nothing_ran_nothing_shown() -> None:
    """A strip without blocks is an empty track."""
    assert planned_strip(half_day(), _EN) != StripState()
    image = _picture(StripState())
    assert image.pixelColor(100, 7) == _THEME.colour("track")


def test_colours_stand_where_the_blocks_are() -> None:
    """The middle of each block has the colour of its kind."""
    state = planned_strip(half_day(), _EN)
    image = _picture(state)

    found = [image.pixelColor(_middle(part.begin, part.end), 7) for part in state.segments]

    assert found == [_THEME.kind_colour(part.kind) for part in state.segments]


def test_blocks_are_told_apart_without_colour() -> None:
    """Between two blocks of the same colour there is a gap of paper."""
    plan = half_day()
    plan = plan.with_block(replace(plan.blocks[2], kind=BlockKind.PLENARY))
    image = _picture(planned_strip(plan, _EN))

    border = round(400 * 35 / 120) - 1
    assert image.pixelColor(border, 7) == QColor(_THEME.tokens.paper)


def test_chosen_block_has_a_line() -> None:
    """The block that is chosen in the plan is underlined."""
    state = planned_strip(half_day(), _EN, chosen=BlockId("coffee"))
    image = _picture(state)

    coffee = state.segments[3]
    assert image.pixelColor(_middle(coffee.begin, coffee.end), 12) == _THEME.colour("ink")


def test_block_under_the_mouse_is_named(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Resting on a part tells which block it is, its kind and its length."""
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _at, words, _widget: told.append(words))
    strip = StripWidget()
    qtbot.addWidget(strip)
    strip.resize(400, 20)
    strip.show_state(planned_strip(half_day(), _EN))
    strip.show()
    where = QPoint(_middle(65 / 120, 80 / 120), 10)

    QApplication.sendEvent(strip, QHelpEvent(QEvent.Type.ToolTip, where, strip.mapToGlobal(where)))

    assert told == ["Coffee, break, 15 min"]


def test_strip_can_be_read_aloud(qtbot: QtBot) -> None:
    """The accessible name lists all blocks."""
    strip = StripWidget()
    qtbot.addWidget(strip)

    strip.show_state(planned_strip(half_day(), _EN))

    assert strip.accessibleName().startswith("Welcome, opening, 15 min; Tips, plenary, 20 min")


def _middle(begin: float, end: float) -> int:
    return round(400 * (begin + end) / 2)


def _picture(state: StripState) -> QImage:
    return picture(lambda painter, rect: paint_strip(painter, rect, state, _THEME), 400, 14)


def test_two_strips_on_one_axis_tell_what_came_first() -> None:
    """On an axis that begins 30 minutes earlier the first block starts a fifth further right."""
    plan = half_day()
    start, end = plan.start, plan.schedule[-1].end
    axis = (Instant(start - 30 * MINUTE), end)

    state = planned_strip(plan, _EN, axis=axis)

    assert state.segments[0].begin == pytest.approx(30 / 150)
    assert state.segments[-1].end == pytest.approx(1.0)
