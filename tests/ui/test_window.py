"""The main window: which screen a session opens on, and what the cockpit says at each stage."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.cockpit import Cockpit, half_day
from ui.actions import Screen
from ui.desk import Notice
from ui.library.shelf import read_shelf
from ui.theme import Tone
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.engine.changes import SaveSession


def _open_from_library(cockpit: Cockpit, name: str) -> None:
    cockpit.library.submit(SaveSession(session=half_day(name)))
    assert cockpit.library.flush(10)
    cockpit.desk.load_session(SessionId(name))
    cockpit.until(
        lambda: cockpit.desk.controller is not None and cockpit.controller.session.id == name
    )


def test_a_planned_session_opens_on_its_plan(desktop: Cockpit) -> None:
    """A session that has not begun opens in the planner; Run leads to the cockpit."""
    assert desktop.window.library.isVisible()
    _open_from_library(desktop, "s1")
    assert desktop.window.shown_screen is Screen.PLAN

    desktop.key("Ctrl+2")

    assert desktop.window.run.isVisible()


def test_a_running_session_opens_on_the_cockpit(running: Cockpit) -> None:
    """Coming back to a session that runs shows the cockpit at once."""
    _open_from_library(running, "s2")
    running.desk.load_session(SessionId("s1"))

    assert running.window.shown_screen is Screen.RUN


def test_a_held_session_opens_on_its_review(running: Cockpit) -> None:
    """A session that has ended opens on the review."""
    running.key("Ctrl+Shift+E", "Ctrl+L")
    running.desk.load_session(SessionId("s1"))

    assert running.window.shown_screen is Screen.REVIEW


def test_before_the_start(cockpit: Cockpit) -> None:
    """Before the start the cockpit counts down to it and offers only what can be done."""
    page = cockpit.window.run
    assert cockpit.button("run.next").text() == "Start session"
    assert page.now.ring.state.caption == "until 9:00"
    for action in ("run.pause", "run.previous", "run.backdate", "run.end"):
        assert not cockpit.button(action).isEnabled()
    assert cockpit.window.bar.standing.text() == "On time, ends 10:35"


def test_after_the_end(running: Cockpit) -> None:
    """After the end only the review is left to open."""
    running.key("Ctrl+Shift+E")

    assert running.button("run.next").text() == "Open the review"
    assert running.button("run.next").isEnabled()
    for action in ("run.pause", "run.plus_5", "run.skip", "run.end"):
        assert not running.button(action).isEnabled()


def test_the_bar_says_where_the_session_stands(running: Cockpit) -> None:
    """Words and tone follow the session: on time in teal, behind in amber."""
    bar = running.window.bar
    assert (bar.standing.text(), bar.standing.tone) == ("On time, ends 10:35", Tone.TEAL)
    assert bar.clock.text() == "9:00"
    assert running.window.windowTitle() == "Half-day s1"

    running.wait(13 * 60)

    assert (bar.standing.text(), bar.standing.tone) == ("3 min behind, ends 10:38", Tone.AMBER)
    assert bar.clock.text() == "9:13"
    assert bar.save.text() in ("All saved", "Saving…")


def test_screens_by_key_and_by_click(running: Cockpit) -> None:
    """Ctrl+1, Ctrl+2, Ctrl+3 and Ctrl+L lead to the screens; the mark leads to the library."""
    seen = []
    for key in ("Ctrl+1", "Ctrl+3", "Ctrl+2", "Ctrl+L"):
        running.key(key)
        seen.append(running.window.shown_screen)
    assert seen == [Screen.PLAN, Screen.REVIEW, Screen.RUN, Screen.LIBRARY]

    for key, screen in (("Ctrl+1", Screen.PLAN), ("Ctrl+3", Screen.REVIEW)):
        running.key("Ctrl+L", key)
        assert running.window.shown_screen is screen
    running.key("Ctrl+L")
    running.key("Ctrl+2")
    running.click(running.window.bar.home)

    assert running.window.shown_screen is Screen.LIBRARY
    assert not running.window.bar.standing.isVisible()


def test_keys_of_the_cockpit_rest_on_other_screens(running: Cockpit) -> None:
    """On the review Space and P do nothing to the session that runs."""
    running.key("Ctrl+3")
    before = running.controller.run
    running.key("Space", "P", "S")

    assert running.controller.run is before


def test_the_countdown_goes_on_by_itself(running: Cockpit) -> None:
    """The ring shows each second once its time has come."""
    ring = running.window.run.now.ring
    assert ring.state.time == "09:59"

    running.wait(1)

    assert ring.state.time == "09:58"
    assert running.window.run.now.next_button.text() == "Next: What changed since last time"


def test_the_title_of_a_session_without_a_group_stands_in_the_middle(desktop: Cockpit) -> None:
    """No empty line below it pushes it up."""
    desktop.open(replace(half_day(), group=None))
    bar = desktop.window.bar
    title = next(one for one in bar.findChildren(SafeLabel) if one.text() == half_day().title)
    QApplication.processEvents()

    assert abs(_place(title, bar).center().y() - bar.rect().center().y()) <= 2


def test_a_message_covers_neither_rows_nor_the_line_that_is_written(desktop: Cockpit) -> None:
    """On the planner the page ends above it, and has its whole height again once it is gone."""
    plan = plan_of(40)
    desktop.open(replace(half_day(), plan=plan))
    desktop.key("Ctrl+1", "A")
    window = desktop.window
    toast, height = window.watchman.toast, window.plan.height()
    desktop.desk.noticed.emit(Notice("Undone."))
    QApplication.processEvents()
    for seen in (window.plan.table, window.plan.entry, window.plan_side, window.plan.editor):
        assert not _place(toast, window).intersects(_place(seen, window))

    desktop.click(desktop.named_button("×", toast))
    QApplication.processEvents()

    assert window.plan.height() == height


def test_nothing_moves_in_the_cockpit_when_something_is_told(running: Cockpit) -> None:
    """A message that stays from another screen makes no room for itself while a session runs."""
    window = running.window
    height = window.run.height()
    running.key("Ctrl+1")
    running.desk.noticed.emit(Notice("Undone."))
    running.key("Ctrl+2")
    QApplication.processEvents()

    assert window.run.height() == height


def test_a_message_covers_no_notes_and_leaves_the_line_free(running: Cockpit) -> None:
    """In the cockpit it lies at the end of the list, which ends above it and moves nothing."""
    window = running.window
    toast, notes = window.watchman.toast, window.run.notes
    line = _place(notes.line, window)
    running.key("+")
    QApplication.processEvents()
    assert not _place(toast, window).intersects(line)
    assert not _place(toast, window).intersects(_place(notes.list.viewport(), window))
    assert _place(notes.line, window) == line

    running.key("N")
    QApplication.processEvents()
    assert notes.line.hasFocus()
    assert not _place(toast, window).intersects(line)

    running.click(running.named_button("×", toast))
    QApplication.processEvents()
    assert notes.list.viewport().height() == notes.list.height()


def test_a_message_follows_what_stands_below(running: Cockpit) -> None:
    """Where a panel takes the place of the notes, it lies at the very bottom until they return."""
    window = running.window
    window.resize(1180, 720)
    QApplication.processEvents()
    running.key("+")
    QApplication.processEvents()
    toast, line = window.watchman.toast, window.run.notes.line
    assert not _place(toast, window).intersects(_place(line, window))

    running.key("D")
    QApplication.processEvents()
    assert not line.isVisible()
    assert _place(toast, window).bottom() > window.height() - 24

    running.key("Escape", "N")
    running.until(lambda: not _place(toast, window).intersects(_place(line, window)))


def plan_of(count: int) -> Plan:
    """Return the half-day with so many more blocks that they do not fit on a screen."""
    plan = half_day().plan
    more = tuple(replace(plan.blocks[-1], id=BlockId(f"more-{place}")) for place in range(count))
    return replace(plan, blocks=(*plan.blocks, *more))


def _place(widget: QWidget, within: QWidget) -> QRect:
    return QRect(widget.mapTo(within, QPoint(0, 0)), widget.size())


def test_a_list_that_comes_late_leaves_the_keyboard_alone(desktop: Cockpit) -> None:
    """What was read of the empty library before must not catch the Space that starts a session."""
    late = read_shelf(desktop.library)
    desktop.open()
    desktop.key("Ctrl+L")
    desktop.until(desktop.window.library.grid.isVisible)
    desktop.window.library.grid.setFocus()
    desktop.key("Ctrl+2")

    desktop.window.library.show_shelf(late)
    desktop.key("Space")

    assert desktop.window.shown_screen is Screen.RUN
    assert desktop.current == "welcome"


def test_the_screens_make_room_for_a_long_name(running: Cockpit) -> None:
    """Before the session's name is cut, the screens move together; a short one leaves them wide."""
    bar, window = running.window.bar, running.window
    window.resize(1180, 720)
    bar.show_session("First half-day", "Virta", Screen.RUN, is_rehearsal=False)
    assert bar.screens.width() == bar.screens.wide_width()

    title = "Learning from experiments"
    while bar.screens.sizeHint().width() == bar.screens.wide_width():
        title += " on"
        bar.show_session(title, "Virta", Screen.RUN, is_rehearsal=False)

    label = next(one for one in bar.findChildren(SafeLabel) if one.text() == title)
    running.until(lambda: bar.screens.width() < bar.screens.wide_width())
    assert label.width() >= label.fontMetrics().horizontalAdvance(title)
