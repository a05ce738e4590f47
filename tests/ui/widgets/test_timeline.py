"""The timeline column: chosen with keys and mouse, read aloud, repainted only where it changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAccessible, QContextMenuEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import ui.widgets.timeline
from tests.ui.examples import LONG_TITLE, RUN, half_day, standing, started
from tests.ui.widgets.pictures import picture
from ui.models.timeline_model import TimelineModel, TimelineRow
from ui.theme import Theme, ThemeName, apply_theme
from ui.widgets.timeline import TimelineColumn, bar_height, paint_row, row_height
from virtu_desktop.domain.plan import Block, BlockKind, Plan
from virtu_desktop.domain.time import minutes
from virtu_desktop.domain.timeline import Status

_ROW = TimelineRow(
    title="Coffee",
    kind=BlockKind.BREAK,
    status=Status.PENDING,
    time="10:34",
    planned_time="",
    detail="15 min",
    deviation="",
    late_by=0,
    flag="",
    is_fixed=False,
    progress=None,
    progress_words="",
    is_paused=False,
    spoken="10:34 Coffee",
)


@pytest.fixture
def column(qtbot: QtBot) -> TimelineColumn:
    """Return a column that shows a half-day in which the third block runs."""
    plan = half_day()
    model = TimelineModel()
    made = TimelineColumn(model, name="Timeline")
    model.setParent(made)
    qtbot.addWidget(made)
    model.show(plan, standing(plan, "09:51:52"))
    made.resize(300, 560)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_arrow_keys_choose_and_enter_activates(column: TimelineColumn, qtbot: QtBot) -> None:
    """Down goes to the next row, Enter tells which block it is."""
    column.setCurrentIndex(column.timeline.index(2))

    qtbot.keyClick(column, Qt.Key.Key_Down)
    with qtbot.waitSignal(column.row_activated) as heard:
        qtbot.keyClick(column, Qt.Key.Key_Return)

    assert heard.args == ["coffee"]


@pytest.mark.parametrize(
    ("key", "signal"),
    [(Qt.Key.Key_Delete, "skip_requested"), (Qt.Key.Key_Backspace, "restore_requested")],
)
def test_delete_skips_and_backspace_restores(
    column: TimelineColumn, qtbot: QtBot, key: Qt.Key, signal: str
) -> None:
    """The keys of a list ask for the block of the chosen row."""
    column.setCurrentIndex(column.timeline.index(4))

    with qtbot.waitSignal(getattr(column, signal)) as heard:
        qtbot.keyClick(column, key)

    assert heard.args == ["gallery"]


def test_keys_without_a_chosen_row_ask_for_nothing(column: TimelineColumn, qtbot: QtBot) -> None:
    """Before anything is chosen, Delete skips nothing."""
    column.clearSelection()
    column.setCurrentIndex(column.timeline.index(-1))

    with qtbot.assertNotEmitted(column.skip_requested):
        qtbot.keyClick(column, Qt.Key.Key_Delete)


def test_double_click_activates(column: TimelineColumn, qtbot: QtBot) -> None:
    """A double click on a row tells its block."""
    where = column.visualRect(column.timeline.index(0)).center()
    qtbot.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=where)

    with qtbot.waitSignal(column.row_activated) as heard:
        qtbot.mouseDClick(column.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert heard.args == ["welcome"]


@pytest.mark.parametrize("by_key", [True, False])
def test_menu_is_asked_for_where_the_row_is(
    column: TimelineColumn, qtbot: QtBot, by_key: bool
) -> None:
    """The right mouse button means the row under it, the menu key the chosen one."""
    column.setCurrentIndex(column.timeline.index(3))
    centre = column.visualRect(column.timeline.index(3)).center()
    reason = QContextMenuEvent.Reason.Keyboard if by_key else QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, centre, column.viewport().mapToGlobal(centre))

    with qtbot.waitSignal(column.menu_requested) as heard:
        QApplication.sendEvent(column.viewport(), event)

    block, where = heard.args
    assert block == "coffee"
    assert column.viewport().mapFromGlobal(where) == centre


def test_letters_stay_for_the_window(column: TimelineColumn, qtbot: QtBot) -> None:
    """A letter does not jump to a title that begins with it: letters are keys of actions."""
    column.setCurrentIndex(column.timeline.index(2))

    qtbot.keyClick(column, Qt.Key.Key_C)

    assert column.chosen_block() == "build"


def test_screen_readers_get_every_row(column: TimelineColumn) -> None:
    """The list has a name, and each row its whole text."""
    reader = QAccessible.queryAccessibleInterface(column)

    rows = [reader.child(place).text(QAccessible.Text.Name) for place in range(6)]
    assert reader.text(QAccessible.Text.Name) == "Timeline"
    assert rows[3] == "10:09 Coffee, break, 15 min, coming up, 4 min late"


def test_only_rows_that_changed_are_painted(
    column: TimelineColumn, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minute later only the running row is painted again."""
    for _pass in range(5):
        QApplication.processEvents()
    painted = _watch_rows(monkeypatch)
    plan = half_day()

    column.timeline.show(plan, standing(plan, "09:52:52"))
    qtbot.waitUntil(lambda: painted != [])

    assert set(painted) == {"Build your own session"}


def test_a_title_of_two_lines_makes_the_running_row_higher(qtbot: QtBot) -> None:
    """A long Finnish title of the running block is shown whole, on two lines."""
    plan = half_day()
    long_plan = plan.with_block(_with_title(plan, LONG_TITLE))
    heights = []
    for each in (plan, long_plan):
        model = TimelineModel()
        column = TimelineColumn(model, name="Timeline")
        model.setParent(column)
        qtbot.addWidget(column)
        column.resize(280, 560)
        model.show(each, standing(each, "09:51:52"))
        column.show()
        heights.append(column.visualRect(model.index(2)).height())

    assert heights[1] - heights[0] == 19


def test_column_goes_to_the_running_block(column: TimelineColumn, qtbot: QtBot) -> None:
    """In a low window the running block is scrolled to."""
    plan = half_day()
    events = (*RUN, started("pulse", "09:50:00"))
    column.timeline.show(plan, standing(plan, "09:51:52", events))
    column.resize(300, 130)

    column.show_current()

    shown = column.visualRect(column.timeline.index(5))
    assert column.viewport().rect().contains(shown.center())


def test_heights_grow_with_length_but_not_without_limit() -> None:
    """Bars are as high as their minutes up to half an hour; long ones are compressed."""
    heights = [bar_height(minutes(length)) for length in (5, 15, 20, 30, 60, 240)]

    assert heights == sorted(heights)
    assert heights[:2] == [30, 30]
    assert heights[2] == 38
    assert heights[-1] == 76


def test_flag_needs_a_line() -> None:
    """A row with a warning is higher than the same row without one."""
    length = minutes(5)

    assert row_height(Status.PENDING, length, True) > row_height(Status.PENDING, length, False)


@pytest.mark.parametrize("name", ThemeName)
def test_rows_are_the_same_picture_each_time(name: ThemeName) -> None:
    """The row painter is a function of its state, in every theme."""
    assert _picture(_ROW, name) == _picture(_ROW, name)


def test_statuses_look_different() -> None:
    """Done, skipped and coming rows differ in more than a colour: their bars differ in shape."""
    bar = QRectF(56, 8, 4, 30).toRect()
    looks = {
        status: _picture(_with_status(status), ThemeName.LIGHT).copy(bar)
        for status in (Status.DONE, Status.SKIPPED, Status.PENDING)
    }

    assert looks[Status.DONE] != looks[Status.PENDING]
    hollow = looks[Status.SKIPPED].pixelColor(2, 15)
    filled = looks[Status.PENDING].pixelColor(2, 15)
    # Through a hollow bar the magenta ground is seen.
    assert hollow.red() > 200 > filled.red()


def test_rows_grow_with_the_scale(qapp: QApplication, column: TimelineColumn) -> None:
    """At 150 % the rows of a shown column are higher at once."""
    low = column.visualRect(column.timeline.index(0)).height()

    apply_theme(qapp, ThemeName.LIGHT, scale=1.5)
    column.doItemsLayout()

    assert column.visualRect(column.timeline.index(0)).height() == round(46 * 1.5)
    assert low == 46


def test_mouse_beside_the_rows_asks_for_no_menu(column: TimelineColumn, qtbot: QtBot) -> None:
    """The empty space below the last row has no menu."""
    low = QPoint(20, column.viewport().height() - 4)
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, low, column.viewport().mapToGlobal(low)
    )

    with qtbot.assertNotEmitted(column.menu_requested):
        QApplication.sendEvent(column.viewport(), event)


def _picture(row: TimelineRow, name: ThemeName) -> QImage:
    theme = Theme(name=name)
    return picture(lambda p, r: paint_row(p, r, row, theme), 280, 46)


def _with_status(status: Status) -> TimelineRow:
    return replace(_ROW, status=status)


def _with_title(plan: Plan, title: str) -> Block:
    return replace(plan.blocks[2], title=title)


def _watch_rows(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list that gets the title of every row that is painted from now on."""
    painted: list[str] = []
    original: Callable[..., None] = ui.widgets.timeline.paint_row

    def watched(
        painter: object, rect: object, row: TimelineRow, *rest: object, **more: object
    ) -> None:
        painted.append(row.title)
        original(painter, rect, row, *rest, **more)

    monkeypatch.setattr(ui.widgets.timeline, "paint_row", watched)
    return painted
