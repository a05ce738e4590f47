"""What editing a plan of 300 blocks costs: from a key or the mouse to the painted rows.

Measures only; no figure fails.
python -m pytest -m bench -p no:randomly tests/bench/test_planner_bench.py
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter_ns

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.bench import figures
from tests.bench.libraries import long_session
from tests.ui.plan.planning import ALT, CTRL, LEFT, NO_KEY, planner
from tests.ui.screens import Stand, press, stand, type_text
from ui.plan.page import PlanPage

pytestmark = pytest.mark.bench

BLOCKS = 300
TIMES = 60
BAR = "16 ms"


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty library."""
    with stand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def page(place: Stand) -> PlanPage:
    """Show a plan of 300 blocks, with the middle of it in sight."""
    made = planner(place, long_session(BLOCKS))
    ids = [block.id for block in place.desk.controller.plan.blocks]  # type: ignore[union-attr]
    made.table.choose(ids[BLOCKS // 2])
    settle()
    return made


class _Painting(QObject):
    """Takes down when ``viewport`` was painted and its window was shown so."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__()
        self.done_ns = 0
        self._viewport = viewport
        self._is_painted = False
        for watched in (viewport, viewport.window()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._viewport:
            self._is_painted |= event.type() == QEvent.Type.Paint
            return False
        if event.type() != QEvent.Type.UpdateRequest or self.done_ns:
            return False
        ended = self._viewport.window().event(event)
        if self._is_painted:
            self.done_ns = perf_counter_ns()
        return ended


def settle() -> None:
    """Let everything that waits happen, the strip of the head too."""
    later = QTimer()
    later.setSingleShot(True)
    later.start(60)
    while later.isActive():
        QApplication.processEvents()


def painted(page: PlanPage, act: Callable[[], object]) -> float:
    """Return the milliseconds from ``act`` until what it changed is painted."""
    painting = _Painting(page.table.viewport())
    began = perf_counter_ns()
    act()
    while not painting.done_ns:
        QApplication.processEvents()
    took = (painting.done_ns - began) / 1e6
    painting.deleteLater()
    settle()
    return took


def test_editing_minutes(page: PlanPage) -> None:
    """Measure Enter on typed minutes."""
    took = []
    for number in range(TIMES):
        press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        type_text(str(3 + number % 5))
        settle()
        took.append(painted(page, lambda: press(Qt.Key.Key_Return)))
    figures.note_times("minutes in a plan of 300 blocks, Enter to painted", took, bar=BAR)


def test_moving_by_keys_and_undoing(page: PlanPage) -> None:
    """Measure Alt+Down, and undoing it."""
    moved, undone = [], []
    for _ in range(TIMES):
        moved.append(painted(page, lambda: press(Qt.Key.Key_Down, ALT)))
        undone.append(painted(page, lambda: press(Qt.Key.Key_Z, CTRL)))
    figures.note_times("moving a block among 300, key to painted", moved, bar=BAR)
    figures.note_times("undo in a plan of 300 blocks, key to painted", undone, bar=BAR)


def test_dragging(page: PlanPage) -> None:
    """Measure each move of a drag that shows other times, and the drop."""
    viewport = page.table.viewport()
    rows = page.table.rowHeight(0)
    over, dropped = [], []
    for _ in range(TIMES // 4):
        at = page.table.visualRect(page.table.currentIndex()).center()
        QTest.mousePress(viewport, LEFT, NO_KEY, at)
        for step in (1, 2, 3, 2):
            to = at - QPoint(0, step * rows)
            over.append(painted(page, partial(QTest.mouseMove, viewport, to)))
        drop = partial(QTest.mouseRelease, viewport, LEFT, NO_KEY, at - QPoint(0, 2 * rows))
        dropped.append(painted(page, drop))
        press(Qt.Key.Key_Z, CTRL)
        settle()
    figures.note_times("dragging among 300 blocks, mouse to painted times", over, bar=BAR)
    figures.note_times("dropping among 300 blocks, mouse to painted", dropped, bar=BAR)


def test_adding_and_removing(page: PlanPage) -> None:
    """Measure duplicating a block and deleting it again."""
    added, removed = [], []
    for _ in range(TIMES):
        added.append(painted(page, lambda: press(Qt.Key.Key_D, CTRL)))
        removed.append(painted(page, lambda: press(Qt.Key.Key_Delete)))
    figures.note_times("duplicating among 300 blocks, key to painted", added, bar=BAR)
    figures.note_times("deleting among 300 blocks, key to painted", removed, bar=BAR)
