"""What is open, what goes on aside, and what cannot be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, half_day, started
from ui.notices import Topic
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.domain.timeline import Phase


def test_two_sessions_run_at_once(running: Cockpit) -> None:
    """Opening another session lets the first one run on, and it is the same when shown again."""
    first = running.controller
    running.open(half_day("s2"))
    assert running.projection.phase is Phase.NOT_STARTED
    running.key("Space")
    running.wait(60)
    assert running.desk.is_any_live

    running.reopen("s1")

    assert running.controller is first
    current = running.projection.current
    assert current is not None
    assert current.elapsed > 60_000
    assert running.line(Topic.RECOVERED) == ""


def test_undo_stays_in_its_session(running: Cockpit) -> None:
    """Neither Ctrl+Z nor the toast of one session takes something back in another."""
    running.open(half_day("s2"))
    running.key("Space")
    running.reopen("s1")
    running.key("S")
    toast_undo = running.named_button("Undo", running.window.watchman.toast)
    running.reopen("s2")

    running.click(toast_undo)

    assert running.current == "welcome"
    assert running.toast == "There is nothing to take back."
    running.reopen("s1")
    assert "talk" in running.controller.run.state.skipped


def test_a_session_is_never_opened_twice(running: Cockpit) -> None:
    """A double click on a session in the library gives one controller, not two."""
    running.open(half_day("s2"))
    running.key("Space")
    record = running.library.session(SessionId("s2"))
    second = running.controller

    running.desk.open_record(record)

    assert running.controller is second


def test_steps_of_planning_can_be_undone_after_another_session(running: Cockpit) -> None:
    """A planned session that is opened again still knows what was changed in it."""
    running.open(half_day("s2"))
    running.controller.planner.rename("Another title")
    assert running.library.flush(10)
    running.open(half_day("s3"))

    running.reopen("s2")
    running.key("Ctrl+1")
    running.key("Ctrl+Z")

    assert running.controller.session.title == half_day("s2").title


def test_nothing_to_take_back(cockpit: Cockpit) -> None:
    """Ctrl+Z before anything was done says so."""
    cockpit.key("Ctrl+Z")

    assert cockpit.toast == "There is nothing to take back."


def test_undo_after_a_restart(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> None:
    """What was done just before a kill can still be taken back after it."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space", "Space")
    with started(tmp_path, qtbot, clock) as second:
        second.reopen()
        assert second.current == "talk"

        second.key("Ctrl+Z")

        assert second.current == "welcome"


@pytest.fixture
def reading(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> Iterator[Cockpit]:
    """Open a library with a running session for reading only."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space")
    with started(tmp_path, qtbot, clock, read_only=True) as second:
        second.window.watchman.tell_about_library(had_fault=False)
        second.reopen()
        yield second


def test_reading_only_shows_the_session(reading: Cockpit) -> None:
    """The running block counts on, a line says why nothing can be changed, no control is on."""
    assert reading.line(Topic.LIBRARY) == "The library is open for reading only."
    assert reading.current == "welcome"
    assert not reading.button("run.next").isEnabled()
    assert not reading.window.run.notes.line.isEnabled()


def test_reading_only_keeps_keys_from_acting(reading: Cockpit) -> None:
    """Keys change nothing and nothing fails, however long one looks."""
    before = reading.controller.run
    for key in ("Space", "P", "S", "+", "N", "Ctrl+Z"):
        reading.key(key)
    reading.wait(30)

    assert reading.controller.run is before
    assert QApplication.focusWidget() is not reading.window.run.notes.line
