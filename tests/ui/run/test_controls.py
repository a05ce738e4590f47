"""Every control of the run, by its key and by its button, and taken back (T6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.cockpit import Cockpit, focused, half_day
from ui.widgets.chip import ChipButton
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.timeline import Phase, Status

Press = Callable[[Cockpit, str, str], None]


def _by_key(cockpit: Cockpit, key: str, action: str) -> None:
    cockpit.key(key)


def _by_button(cockpit: Cockpit, key: str, action: str) -> None:
    cockpit.click(cockpit.button(action))


both_ways = pytest.mark.parametrize("press", [_by_key, _by_button], ids=["key", "button"])


def _status(cockpit: Cockpit, block: str) -> Status:
    return next(row.status for row in cockpit.projection.rows if row.id == block)


def _phase(cockpit: Cockpit) -> Phase:
    return cockpit.projection.phase


def _remaining(cockpit: Cockpit) -> int:
    current = cockpit.projection.current
    assert current is not None
    return current.remaining


@both_ways
def test_start(cockpit: Cockpit, press: Press) -> None:
    """The main button starts the session, and Ctrl+Z makes it not started again."""
    press(cockpit, "Space", "run.next")
    assert cockpit.current == "welcome"
    assert cockpit.toast == "Started Welcome."

    cockpit.key("Ctrl+Z")

    assert cockpit.projection.phase is Phase.NOT_STARTED
    assert cockpit.toast == "Taken back: Started Welcome."


@both_ways
def test_next(running: Cockpit, press: Press) -> None:
    """The main button starts the next block; taken back, the one before runs on."""
    press(running, "Space", "run.next")
    assert running.current == "talk"

    running.key("Ctrl+Z")

    assert running.current == "welcome"


@both_ways
def test_previous(running: Cockpit, press: Press) -> None:
    """Previous goes back and leaves the later block to come; taken back, it runs again."""
    running.key("Space")
    press(running, "Shift+Space", "run.previous")
    assert running.current == "welcome"
    assert _status(running, "talk") is Status.PENDING

    running.key("Ctrl+Z")

    assert running.current == "talk"


@both_ways
def test_pause_and_go_on(running: Cockpit, press: Press) -> None:
    """Pause stops the countdown, and the same key or button lets it go on."""
    press(running, "P", "run.pause")
    before = _remaining(running)
    running.wait(60)
    assert _phase(running) is Phase.PAUSED
    assert _remaining(running) == before

    press(running, "P", "run.pause")

    assert _phase(running) is Phase.RUNNING
    running.key("Ctrl+Z")
    assert _phase(running) is Phase.PAUSED


@both_ways
@pytest.mark.parametrize(
    ("key", "action", "by"),
    [("-", "run.minus_1", -1), ("+", "run.plus_1", 1), ("5", "run.plus_5", 5)],
)
def test_adjust(running: Cockpit, press: Press, key: str, action: str, by: int) -> None:
    """Minutes more or less change what is left of the block at once; taken back, not."""
    before = _remaining(running)
    press(running, key, action)
    assert _remaining(running) == before + by * MINUTE - 1000

    running.key("Ctrl+Z")

    assert _remaining(running) == before - 2000


def test_plus_on_other_keyboards(running: Cockpit) -> None:
    """Where plus needs Shift, the key without Shift does the same, and the number pad too."""
    before = _remaining(running)
    running.key("=")
    pad = Qt.KeyboardModifier.KeypadModifier
    QTest.keyClick(focused(), Qt.Key.Key_Plus, pad)

    assert _remaining(running) == before + 2 * MINUTE - 1000


@both_ways
def test_skip(running: Cockpit, press: Press) -> None:
    """Skip leaves the next block out; taken back, it comes again."""
    press(running, "S", "run.skip")
    assert _status(running, "talk") is Status.SKIPPED

    running.key("Ctrl+Z")

    assert _status(running, "talk") is Status.PENDING


def test_skip_and_restore_a_chosen_block(running: Cockpit) -> None:
    """Delete skips the row with the keyboard, R restores it, Ctrl+Z takes that back."""
    running.select("rooms")
    running.key("Del")
    assert _status(running, "rooms") is Status.SKIPPED
    running.key("R")
    assert _status(running, "rooms") is Status.PENDING

    running.key("Ctrl+Z")

    assert _status(running, "rooms") is Status.SKIPPED


@pytest.mark.parametrize("key", ["Return", "J"])
def test_jump(running: Cockpit, key: str) -> None:
    """Enter or J on a row of the timeline starts that block; taken back, the other runs on."""
    running.select("coffee")
    running.key(key)
    assert running.current == "coffee"

    running.key("Ctrl+Z")

    assert running.current == "welcome"


def test_jump_by_double_click(running: Cockpit) -> None:
    """A double click on a row starts that block."""
    column = running.window.run.timeline.column
    where = column.visualRect(column.model().index(2, 0)).center()
    QTest.mouseClick(column.viewport(), Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseDClick(column.viewport(), Qt.MouseButton.LeftButton, pos=where)

    assert running.current == "coffee"


def _hover(cockpit: Cockpit, row: int) -> None:
    """Put the mouse on a row of the timeline."""
    column = cockpit.window.run.timeline.column
    centre = column.visualRect(column.model().index(row, 0)).center()
    QTest.mouseMove(column.viewport(), centre - QPoint(0, 3))
    QTest.mouseMove(column.viewport(), centre)


def test_jump_and_bring_back_by_one_click(running: Cockpit) -> None:
    """The row under the mouse has a button that starts its block, or brings it back."""
    buttons = running.window.run.timeline.column.buttons
    _hover(running, 2)
    assert not running.named_button("Start now", buttons).hasFocus()
    running.click(running.named_button("Start now", buttons))
    assert running.current == "coffee"
    assert not buttons.isVisible()

    _hover(running, 0)
    running.click(running.named_button("Bring back", buttons))

    assert _status(running, "welcome") is Status.PENDING


def test_the_running_block_has_no_button(running: Cockpit) -> None:
    """There is nothing to start or bring back on the row that runs."""
    _hover(running, 0)

    assert not running.window.run.timeline.column.buttons.isVisible()


@pytest.mark.parametrize("opening", ["B", "button"])
def test_backdate_this_block(running: Cockpit, opening: str) -> None:
    """B and a number of minutes say when the block really started; taken back, not."""
    running.wait(240)
    if opening == "B":
        running.key("B")
    else:
        running.click(running.button("run.backdate"))
    running.key("Right", "Right")
    assert _focused_chip().text() == "3"

    running.key("Space")

    assert running.toast == "Welcome really started 3 min ago."
    assert _remaining(running) == 7 * MINUTE - 1000
    running.key("Ctrl+Z")
    assert _remaining(running) < 6 * MINUTE


def test_backdate_with_the_mouse(running: Cockpit) -> None:
    """With chips alone: the next block has started two minutes ago."""
    running.wait(240)
    running.click(running.button("run.backdate"))
    row = running.window.run.now.backdate_row
    running.click(running.named_button("The next one has started", row))
    running.click(running.named_button("2", row))

    assert running.current == "talk"
    assert running.projection.rows[1].start == running.controller.now() - 2 * MINUTE - 1000
    assert not row.isVisible()


def test_backdated_end(running: Cockpit) -> None:
    """On the last block B offers that the session ended some minutes ago."""
    running.key("Space", "Space", "Space", "Space")
    running.wait(300)
    running.key("B")
    row = running.window.run.now.backdate_row
    running.click(running.named_button("The session ended", row))
    running.click(running.named_button("3", row))

    ended = running.controller.run.state.ended
    assert ended is not None
    assert running.controller.now() - ended >= 3 * MINUTE


def test_escape_puts_the_minutes_away(running: Cockpit) -> None:
    """Esc closes the row, nothing has changed, and Space means the next block again."""
    running.key("B", "Escape")
    assert not running.window.run.now.backdate_row.isVisible()
    assert running.current == "welcome"

    running.key("Space")

    assert running.current == "talk"


@both_ways
def test_end(running: Cockpit, press: Press) -> None:
    """End ends the session; taken back, the block runs on."""
    press(running, "Ctrl+Shift+E", "run.end")
    assert running.projection.phase is Phase.ENDED

    running.key("Ctrl+Z")

    assert running.current == "welcome"


def test_space_on_the_last_block_ends_and_then_opens_the_review(running: Cockpit) -> None:
    """The main button says what Space will do, to the very end."""
    running.key("Space", "Space", "Space", "Space")
    button = running.button("run.next")
    assert button.text() == "End session"
    running.key("Space")
    assert running.projection.phase is Phase.ENDED
    assert button.text() == "Open the review"

    running.key("Space")

    assert running.window.review.isVisible()


@pytest.mark.parametrize(
    ("key", "changes"),
    [("Space", 1), ("P", 1), ("+", 1), ("S", 1), ("Ctrl+Shift+E", 1)],
)
def test_a_double_press_counts_once(running: Cockpit, key: str, changes: int) -> None:
    """Two presses within 150 ms are one action; a third one later is another."""
    before = len(running.controller.run.record)
    _press_only(running, key)
    running.clock.advance(Duration(150))
    _press_only(running, key)

    assert len(running.controller.run.record) == before + changes


def test_a_double_press_does_not_end_the_session(running: Cockpit) -> None:
    """The second press of "Next: Closing" is not taken for "End session"."""
    running.key("Space", "Space", "Space")
    _press_only(running, "Space")
    running.clock.advance(Duration(100))
    _press_only(running, "Space")

    assert running.current == "closing"


def test_a_double_undo_takes_one_thing_back(running: Cockpit) -> None:
    """Two presses of Ctrl+Z within 150 ms take one action back; the next press another."""
    running.key("Space", "S")
    _press_only(running, "Ctrl+Z")
    running.clock.advance(Duration(100))
    running.key("Ctrl+Z")
    assert running.current == "talk"

    running.key("Ctrl+Z")

    assert running.current == "welcome"


def test_the_toast_offers_undo_long_enough(running: Cockpit) -> None:
    """The toast stays at least ten seconds and its button takes the action back."""
    running.key("S")
    toast = running.window.watchman.toast
    timers = toast.findChildren(QTimer)
    assert [timer.isActive() and timer.interval() >= 10_000 for timer in timers] == [True]

    running.click_undo()

    assert _status(running, "talk") is Status.PENDING
    assert running.toast == "Taken back: Skipped What changed since last time."


def test_keys_are_text_while_a_note_is_typed(running: Cockpit) -> None:
    """In the note line p, 5, n and Space are letters."""
    running.key("N")
    before = len(running.controller.run.record)
    running.type("p5 n-+")

    assert running.window.run.notes.line.text() == "p5 n-+"
    assert len(running.controller.run.record) == before


def test_space_presses_the_button_that_has_the_keyboard(running: Cockpit) -> None:
    """With Tab on Pause, Space pauses and does not go to the next block."""
    pause = running.button("run.pause")
    for _step in range(60):
        if QApplication.focusWidget() is pause:
            break
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is pause

    running.key("Space")

    assert running.projection.phase is Phase.PAUSED
    assert running.current == "welcome"


def test_space_on_a_chip_presses_the_chip(running: Cockpit) -> None:
    """On "4 min behind" Space shows why, and does not go to the next block."""
    running.wait(11 * 60)
    chip = running.window.bar.standing
    chip.setFocus(Qt.FocusReason.TabFocusReason)

    running.key("Space")

    assert running.current == "welcome"
    assert running.window.run.catch_up.is_why_asked


def test_a_refused_command_says_why(running: Cockpit) -> None:
    """R on the running block changes nothing and says what can be restored."""
    running.select("welcome")
    running.key("R")

    assert running.toast == "Only a skipped or done block can be restored."


def test_the_keyboard_follows_the_session(running: Cockpit) -> None:
    """The chosen row goes on with the running block until another row is chosen."""
    running.key("Space")
    assert running.window.run.timeline.selected == "talk"
    running.select("closing")

    running.key("Space")

    assert running.window.run.timeline.selected == "closing"


def test_a_block_that_advances_by_itself_says_so(desktop: Cockpit) -> None:
    """When a block ends by itself the toast says what began, and Undo goes back."""
    session = half_day()
    first = replace(session.plan.blocks[0], auto_advance=True)
    plan = replace(session.plan, blocks=(first, *session.plan.blocks[1:]))
    desktop.open(replace(session, plan=plan))
    desktop.key("Space")
    desktop.wait(10 * 60 + 1)
    assert desktop.toast == "Started What changed since last time."

    desktop.key("Ctrl+Z")

    assert desktop.current == "welcome"


def _focused_chip() -> ChipButton:
    chip = QApplication.focusWidget()
    assert isinstance(chip, ChipButton)
    return chip


def _press_only(cockpit: Cockpit, key: str) -> None:
    QTest.keySequence(focused(), QKeySequence(key))
