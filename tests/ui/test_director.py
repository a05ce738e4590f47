"""The stage and the strip follow the session, and see nothing private (S1 to S4)."""

from __future__ import annotations

from dataclasses import fields

import pytest

from tests.ui.cockpit import SECRET, Cockpit, half_day
from ui.run.dock import Panel
from ui.stage.stage_state import Shown
from ui.stage.stage_window import StageWindow
from ui.stage.strip_window import StripWindow

# The offscreen platform says so when a window comes to the front.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support raise")


def _stage(cockpit: Cockpit) -> StageWindow:
    return cockpit.window.director.stage


def _strip(cockpit: Cockpit) -> StripWindow:
    return cockpit.window.director.strip


@pytest.mark.parametrize("way", ["key", "button"])
def test_show_and_hide_the_stage(running: Cockpit, way: str) -> None:
    """F5 or the button opens the stage with the running block, and closes it again."""

    def toggle() -> None:
        if way == "key":
            running.key("F5")
        else:
            running.window.run.show_panel(Panel.TRAINER)
            running.click(running.button("stage.show"))

    toggle()
    assert _stage(running).isVisible()
    assert _stage(running).state.title == "Welcome"

    running.window.activateWindow()
    toggle()

    assert not _stage(running).isVisible()


def test_the_keyboard_stays_with_the_trainer(running: Cockpit) -> None:
    """After F5 Space still starts the next block, and the stage shows it."""
    running.key("F5")
    running.until(running.window.isActiveWindow)
    running.key("Space")

    assert _stage(running).state.title == "What changed since last time"


def test_blank_and_back(running: Cockpit) -> None:
    """Ctrl+B shows nothing, and then what was shown before; the trainer is told both times."""
    card = running.window.run.stage
    running.key("Ctrl+B")
    assert card.shown.name == "BLANK"
    assert _stage(running).state.title == ""
    assert running.toast == "The stage is blank. Ctrl+B shows it again."

    running.key("Ctrl+B")

    assert card.shown is Shown.BLOCK
    assert _stage(running).state.title == "Welcome"
    assert running.toast == "The stage shows what it did before."


def test_show_and_hide_the_strip(running: Cockpit) -> None:
    """F6 opens the strip with what is left, and closes it."""
    running.key("F6")
    assert _strip(running).isVisible()
    assert _strip(running).line.title == "Welcome"
    running.wait(1)
    assert _strip(running).line.time == "09:57"

    running.window.activateWindow()
    running.key("F6")

    assert not _strip(running).isVisible()


def test_nothing_private_reaches_the_room(running: Cockpit) -> None:
    """No trainer's note and no note of the session is in what stage and strip are given."""
    running.key("N")
    running.type("#private Mikko is tired")
    running.key("Return", "Escape", "F5", "F6", "Space")
    running.wait(2)

    given = [
        str(getattr(thing, field.name))
        for thing in (_stage(running).state, _strip(running).line)
        for field in fields(thing)
    ]

    assert given
    assert not any(SECRET in text or "Mikko" in text for text in given)


def test_a_look_into_another_session_does_not_reach_the_room(running: Cockpit) -> None:
    """While the stage shows a running session, opening another one leaves it there."""
    running.key("F5")
    running.open(half_day("s2"))
    running.wait(2)
    assert _stage(running).state.title == "Welcome"

    running.reopen("s1")
    running.key("Space")

    assert _stage(running).state.title == "What changed since last time"


def test_the_windows_go_with_the_main_window(running: Cockpit) -> None:
    """Closing the program closes stage and strip."""
    running.key("F5", "F6", "Ctrl+Shift+E")
    running.window.activateWindow()
    running.key("Ctrl+Q")

    assert not _stage(running).isVisible()
    assert not _strip(running).isVisible()
