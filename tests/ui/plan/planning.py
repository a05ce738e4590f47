"""What the tests of the planner share: its page on a real library, and the mouse on its rows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.screens import Stand, press
from ui.actions import Screen
from ui.models.plan_model import PlanColumn
from ui.plan.page import PlanPage
from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.programme import Session
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.engine.session import SessionController

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


def planner(place: Stand, opened: Session) -> PlanPage:
    """Show the planner with a session open and the keyboard on its list."""
    place.save(SaveSession(session=opened))
    page = PlanPage(place.desk, place.actions)
    place.actions.bind("app.undo", page.undo)
    place.show(page, Screen.PLAN)
    place.desk.load_session(opened.id)
    page.table.setFocus()
    QApplication.processEvents()
    return page


def controller(place: Stand) -> SessionController:
    """Return the controller of the open session."""
    assert place.desk.controller is not None
    return place.desk.controller


def plan(place: Stand) -> Plan:
    """Return the plan as it is now."""
    return controller(place).plan


def order(place: Stand) -> str:
    """Return the ids of the blocks in their order."""
    return " ".join(block.id for block in plan(place).blocks)


def titles(place: Stand) -> list[str]:
    """Return the titles of the blocks in their order."""
    return [block.title for block in plan(place).blocks]


def planned(place: Stand, name: str) -> Block:
    """Return a block as it is planned now."""
    return plan(place).block(BlockId(name))


def cell(page: PlanPage, row: int, column: PlanColumn = PlanColumn.TITLE) -> QPoint:
    """Return the middle of a cell in the list."""
    return page.table.visualRect(page.table.model().index(row, column)).center()


def click(page: PlanPage, row: int, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    """Click a row at its title."""
    QTest.mouseClick(page.table.viewport(), LEFT, modifier, cell(page, row))


def hold(page: PlanPage, row: int, *ways: QPoint) -> None:
    """Press the mouse on a row and move it from there, without letting go."""
    viewport = page.table.viewport()
    begin = cell(page, row)
    QTest.mousePress(viewport, LEFT, NO_KEY, begin)
    for way in (begin + QPoint(0, 15), *ways):
        QTest.mouseMove(viewport, way)
        QApplication.processEvents()


def let_go(page: PlanPage, at: QPoint) -> None:
    """Let go of the mouse over the list."""
    QTest.mouseRelease(page.table.viewport(), LEFT, NO_KEY, at)


def below(page: PlanPage, row: int) -> QPoint:
    """Return a point in the lower half of a row."""
    return cell(page, row) + QPoint(0, 12)


def above(page: PlanPage, row: int) -> QPoint:
    """Return a point in the upper half of a row."""
    return cell(page, row) - QPoint(0, 12)


def drag(page: PlanPage, row: int, to: QPoint) -> None:
    """Drag the chosen rows by one of them and drop them."""
    hold(page, row, to)
    let_go(page, to)


def enter() -> None:
    """End typing in a cell with Enter, which the list takes a moment later."""
    press(Qt.Key.Key_Return)
    QApplication.processEvents()


def spoken(page: PlanPage, row: int) -> str:
    """Return what a screen reader says of a row."""
    index = page.table.model().index(row, PlanColumn.TITLE)
    return str(index.data(Qt.ItemDataRole.AccessibleTextRole))


def told(place: Stand) -> list[str]:
    """Return the list into which everything that is said from now on goes."""
    words: list[str] = []
    place.desk.noticed.connect(lambda notice: words.append(notice.text))
    return words


def chosen(page: PlanPage) -> str:
    """Return the ids of the chosen blocks in their order."""
    return " ".join(page.table.chosen_blocks)
