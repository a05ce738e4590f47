"""Closing the window while something is under way asks in a line, never in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit
from ui.notices import Topic


def test_closing_while_live_asks_and_stay_stays(running: Cockpit, qtbot: QtBot) -> None:
    """Ctrl+Q asks; Stay takes the question away and nothing has changed."""
    with qtbot.assertNotEmitted(running.window.closed):
        running.key("Ctrl+Q")
        assert running.line(Topic.CLOSING) == (
            "A session is running. If you close, it goes on and waits for you."
        )
        assert QApplication.activeModalWidget() is None
        running.answer(Topic.CLOSING, "Stay")

    assert running.line(Topic.CLOSING) == ""
    assert running.window.isVisible()


def test_close_closes(running: Cockpit, qtbot: QtBot) -> None:
    """The other answer closes the window, and the session goes on in the record."""
    running.window.close()
    with qtbot.waitSignal(running.window.closed):
        running.answer(Topic.CLOSING, "Close")

    assert not running.window.isVisible()
    assert running.library.unfinished_run() == "s1"


def test_nothing_is_asked_when_nothing_runs(cockpit: Cockpit, qtbot: QtBot) -> None:
    """A session that has not begun is no reason to ask."""
    with qtbot.waitSignal(cockpit.window.closed):
        cockpit.key("Ctrl+Q")


def test_the_question_goes_with_its_reason(running: Cockpit) -> None:
    """Ending the session answers the question."""
    running.key("Ctrl+Q", "Ctrl+Shift+E")

    assert running.line(Topic.CLOSING) == ""
