"""What a trainer must not miss: saving, sleep, the clock, and coming back after a kill."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, half_day, started
from ui.notices import Topic
from ui.theme import Tone
from virtu_desktop.domain.time import MINUTE, Duration, ManualClock
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus


def _slept(cockpit: Cockpit, minutes: int) -> None:
    cockpit.clock.sleep(Duration(minutes * MINUTE))
    cockpit.desk.tick()


def _remaining(cockpit: Cockpit) -> int:
    current = cockpit.projection.current
    assert current is not None
    return current.remaining


def test_sleep_that_counts(running: Cockpit) -> None:
    """After seven minutes asleep one question comes; "Count it" leaves the time as it is."""
    _slept(running, 7)
    assert running.line(Topic.GAP) == (
        "The computer was away for 7 min until 9:07. Count it as session time, or as a pause?"
    )
    left = _remaining(running)

    running.answer(Topic.GAP, "Count it")

    assert running.line(Topic.GAP) == ""
    assert _remaining(running) == left - 1000


def test_sleep_as_a_pause(running: Cockpit) -> None:
    """Treating it as a pause gives the seven minutes back, and Ctrl+Z takes that back."""
    before = _remaining(running)
    _slept(running, 7)

    running.answer(Topic.GAP, "Treat as a pause")

    assert _remaining(running) == before - 1000
    assert running.line(Topic.GAP) == ""
    running.key("Ctrl+Z")
    assert _remaining(running) < before - 7 * MINUTE


def test_the_question_waits_while_another_session_is_shown(running: Cockpit) -> None:
    """A question that was not answered is there again when its session is."""
    _slept(running, 7)
    running.open(half_day("s2"))
    assert running.line(Topic.GAP) == ""

    running.reopen("s1")

    assert running.line(Topic.GAP).startswith("The computer was away for 7 min until 9:07.")


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (3, "The computer's clock was set forward by 3 min. The times left have not changed."),
        (-60, "The computer's clock was set back by 1 h. The times left have not changed."),
    ],
)
def test_a_step_of_the_clock(running: Cockpit, step: int, words: str) -> None:
    """Setting the clock changes no time left; one line says that it happened."""
    before = _remaining(running)
    running.clock.step_wall(Duration(step * MINUTE))
    running.wait(1)
    assert running.line(Topic.CLOCK) == words
    assert _remaining(running) == before - 1000

    running.answer(Topic.CLOCK, "OK")

    running.wait(60)
    assert running.line(Topic.CLOCK) == ""


def test_welcome_back(tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None) -> None:
    """After a kill one line says what runs, what is left and how long the program was away."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space")
    clock.advance(Duration(2 * MINUTE))
    with started(tmp_path, qtbot, clock) as second:
        second.reopen()
        assert second.line(Topic.RECOVERED) == (
            "Welcome back: Welcome, 07:59. The program was away for 2 min."
        )
        assert second.line(Topic.GAP) == ""

        second.answer(Topic.RECOVERED, "Treat as a pause")

        assert second.line(Topic.RECOVERED) == ""
        assert _remaining(second) > 9 * MINUTE


def test_an_older_question_is_asked_beside_the_welcome(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> None:
    """A sleep that nobody had answered before the kill is asked about first, then the kill."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space")
        first.wait(5)
        _slept(first, 7)
    clock.advance(Duration(2 * MINUTE))
    with started(tmp_path, qtbot, clock) as second:
        second.reopen()
        assert "was away for 2 min." in second.line(Topic.RECOVERED)
        assert "away for 7 min until 9:02." in second.line(Topic.GAP)

        second.answer(Topic.GAP, "Count it")

        assert second.line(Topic.RECOVERED) == ""
        assert "away for 2 min until 9:04." in second.line(Topic.GAP)
        second.answer(Topic.GAP, "Treat as a pause")
        assert second.line(Topic.GAP) == ""


def test_welcome_goes_with_the_first_action(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> None:
    """Going on with the next block takes the line away, and no question stays behind."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space")
    clock.advance(Duration(2 * MINUTE))
    with started(tmp_path, qtbot, clock) as second:
        second.reopen()

        second.key("Space")

        assert second.line(Topic.RECOVERED) == ""
        assert second.line(Topic.GAP) == ""


def test_saving_and_saved(running: Cockpit) -> None:
    """The chip says Saving while changes wait and All saved when they are on the disk."""
    chip = running.window.bar.save
    running.desk.save_changed.emit(SaveStatus(state=SaveState.SAVING, waiting=1))
    assert chip.text() == "Saving…"

    running.key("P")

    running.until(lambda: chip.text() == "All saved")
    assert chip.tone is Tone.TEAL


@pytest.mark.parametrize("problem", list(SaveProblem))
def test_not_saved(running: Cockpit, problem: SaveProblem) -> None:
    """The red line says why and how many changes wait, and goes when all is saved."""
    running.pretend_saving()
    status = SaveStatus(state=SaveState.NOT_SAVED, waiting=14, problem=problem)
    running.desk.save_changed.emit(status)
    line = running.line(Topic.NOT_SAVED)
    assert line.startswith("Not saved: ")
    assert "14 changes waiting. " in line
    assert running.window.bar.save.tone is Tone.RED
    running.key("Space")
    assert running.line(Topic.NOT_SAVED)

    running.desk.save_changed.emit(SaveStatus(state=SaveState.SAVED))

    assert running.line(Topic.NOT_SAVED) == ""


def test_a_failure_is_told(running: Cockpit) -> None:
    """After a failure a line says that everything is saved nevertheless."""
    running.until(lambda: running.library.flush(1))
    running.window.watchman.tell_failure()

    assert running.line(Topic.FAILURE) == "Something failed; the session is saved."
    running.answer(Topic.FAILURE, "OK")
    assert running.line(Topic.FAILURE) == ""
