"""A rehearsal in the window runs on a virtual clock and says what it is (T13)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar

from tests.ui.cockpit import Cockpit, half_day
from ui.rehearsal import RehearsalBar
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.wording import whole_minutes

_JUMP = "Jump: 20 min before the end, 8 behind"


@pytest.fixture
def bar(cockpit: Cockpit) -> RehearsalBar:
    """Put the bar of a rehearsal over the cockpit."""
    cockpit.desk.kind = RunKind.REHEARSAL
    made = RehearsalBar(cockpit.desk, cockpit.clock, speed=1, seed=1, parent=cockpit.window)
    cockpit.window.add_bar(made)
    made.show()
    return made


def test_it_says_what_it_is(cockpit: Cockpit, bar: RehearsalBar) -> None:
    """The bar and a chip say that this is a rehearsal."""
    cockpit.wait(1)
    words = [label.text() for label in bar.findChildren(QLabel)]

    assert "This is a rehearsal with invented people. Nothing of it is kept." in words
    assert cockpit.window.bar.rehearsal.isVisible()


def test_jump(cockpit: Cockpit, bar: RehearsalBar) -> None:
    """One click leads to twenty minutes before the end, eight behind, and goes away."""
    button = cockpit.named_button(_JUMP, bar)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    left = cockpit.controller.plan.target_end - cockpit.controller.now()
    assert abs(left - 20 * MINUTE) < 2000
    assert whole_minutes(cockpit.projection.behind) == 8
    cockpit.until(lambda: not button.isVisible())


def test_a_short_session_refuses_the_jump(cockpit: Cockpit, bar: RehearsalBar) -> None:
    """A session of ten minutes has no such moment, and says so."""
    session = half_day("short")
    plan = replace(session.plan, blocks=session.plan.blocks[:1], end=None)
    cockpit.open(replace(session, plan=plan))
    QTest.mouseClick(cockpit.named_button(_JUMP, bar), Qt.MouseButton.LeftButton)

    assert cockpit.toast == "This session is too short for that jump."


def test_speed(cockpit: Cockpit, bar: RehearsalBar) -> None:
    """At 600 times a virtual minute passes in a tenth of a second."""
    cockpit.key("Space")
    before = cockpit.controller.now()
    speeds = bar.findChildren(QTabBar)[0]
    QTest.mouseClick(speeds, Qt.MouseButton.LeftButton, pos=speeds.tabRect(3).center())

    cockpit.until(lambda: cockpit.controller.now() - before > 2 * MINUTE)
