"""Writing notes while a session runs, with keys and with the mouse (N1, N2)."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.cockpit import Cockpit, focused, half_day, started
from virtu_desktop.domain.notes import NoteTag, parse_note_line
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.i18n import set_interface_language

# The offscreen platform says so when a menu opens; it has no other windows to keep keys from.
pytestmark = pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"
)


@pytest.fixture
def noted(running: Cockpit) -> Cockpit:
    """Write a decision, an idea, and a note without a tag; the last is the first row.

    The keyboard is in the line.
    """
    running.key("N")
    for line in ("#decision Meet in Turku", "#idea Rotate the chair @Saara", "Good question"):
        running.type(line)
        running.key("Return")
    return running


def _texts(cockpit: Cockpit) -> list[str]:
    model = cockpit.window.run.notes.model
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def _filters(cockpit: Cockpit) -> list[str]:
    tabs = cockpit.window.run.notes.filters
    return [tabs.tab_text(place) for place in range(tabs.count())]


def _click_filter(cockpit: Cockpit, text: str) -> None:
    tabs = cockpit.window.run.notes.filters
    place = tabs.tabRect(_filters(cockpit).index(text)).center()
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=place)


def _choose(cockpit: Cockpit, words: str, *, row: int = 0) -> None:
    """Open the menu of a row with the right mouse button and choose an entry with the mouse."""
    notes = cockpit.window.run.notes.list
    where = cockpit.centre_of(row)
    # QTest sends no more than the press; the system turns that into this event.
    asked = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, where, notes.viewport().mapToGlobal(where)
    )
    QApplication.sendEvent(notes.viewport(), asked)
    cockpit.until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(action for action in menu.actions() if action.text() == words)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())


def test_notes_are_listed_with_the_latest_first(noted: Cockpit) -> None:
    """N leads to the line, Enter writes, the tag word goes out of the text."""
    assert _texts(noted) == ["Good question", "Rotate the chair @Saara", "Meet in Turku"]
    notes = noted.controller.notebook.notes
    assert [note.tag for note in notes] == [NoteTag.DECISION, NoteTag.IDEA, NoteTag.PLAIN]
    assert [note.block for note in notes] == ["welcome"] * 3
    assert notes[1].persons == ("Saara",)
    assert noted.window.run.notes.line.text() == ""


def test_filters(noted: Cockpit) -> None:
    """There is a filter with a count for every tag that has notes; a click applies it."""
    assert _filters(noted) == ["All 3", "Decision 1", "Idea 1"]

    _click_filter(noted, "Idea 1")

    assert _texts(noted) == ["Rotate the chair @Saara"]


def test_a_note_that_the_filter_would_hide_is_shown(noted: Cockpit) -> None:
    """Writing a decision while ideas are shown goes back to all notes."""
    _click_filter(noted, "Idea 1")
    noted.type("#decision Start at nine")
    noted.key("Return")

    assert _texts(noted)[0] == "Start at nine"


def test_undo_of_a_note(noted: Cockpit) -> None:
    """Ctrl+Z in the empty line takes the note back that was just written."""
    assert noted.toast == "Note written."

    noted.key("Ctrl+Z")

    assert _texts(noted) == ["Rotate the chair @Saara", "Meet in Turku"]


def test_undo_goes_through_notes_and_blocks_in_order(noted: Cockpit) -> None:
    """After a note and a next block, Ctrl+Z takes back the block first, then the note."""
    noted.key("Escape", "Space")
    assert noted.current == "talk"
    noted.key("Ctrl+Z")
    assert noted.current == "welcome"
    assert len(_texts(noted)) == 3

    noted.key("Ctrl+Z")

    assert len(_texts(noted)) == 2
    assert noted.current == "welcome"


def test_edit(noted: Cockpit) -> None:
    """Enter on a row puts its text into the line; Enter there keeps the change."""
    noted.key("Escape", "Home", "Return")
    noted.type("Better question #parking")
    noted.key("Return")

    assert _texts(noted)[0] == "Better question"
    assert noted.controller.notebook.notes[-1].tag is NoteTag.PARKING
    noted.key("Ctrl+Z")
    assert _texts(noted)[0] == "Good question"


def test_leaving_an_edit_brings_the_draft_back(noted: Cockpit) -> None:
    """A half-written line is not lost when an older note is edited meanwhile."""
    noted.type("Half a tho")
    noted.key("Escape", "Home", "Down", "Return")
    assert noted.window.run.notes.line.text() == "Rotate the chair @Saara"

    noted.key("Escape")

    assert noted.window.run.notes.line.text() == "Half a tho"
    assert _texts(noted)[1] == "Rotate the chair @Saara"


def test_delete(noted: Cockpit) -> None:
    """Delete on a row deletes the note, and Undo brings it back."""
    noted.key("Escape", "Home", "Del")
    assert _texts(noted) == ["Rotate the chair @Saara", "Meet in Turku"]
    assert noted.toast == "Note deleted."

    noted.click_undo()

    assert _texts(noted)[0] == "Good question"


def test_the_menu_gives_another_tag(noted: Cockpit) -> None:
    """A right click offers the other tags."""
    _choose(noted, "Make it: Experiment")

    assert noted.controller.notebook.notes[-1].tag is NoteTag.EXPERIMENT
    assert "Experiment 1" in _filters(noted)


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_a_note_is_linked_to_another_block_by_keys(noted: Cockpit) -> None:
    """Ctrl+Shift+L offers the blocks; the row names the chosen one, and undo takes it back."""
    before = noted.controller.notebook.notes[-1]
    noted.key("Escape", "Home", "Ctrl+Shift+L")
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    ticked = [action.text() for action in menu.actions() if action.isChecked()]
    assert ticked == [noted.controller.plan.blocks[0].title]
    for _step in range(2):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)

    note = noted.controller.notebook.notes[-1]
    linked = noted.controller.plan.blocks[2]
    model = noted.window.run.notes.model
    spoken = str(model.index(0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert note.block == linked.id
    assert model.text_of(note) == f"{note.text} → {linked.title}"
    assert spoken.endswith(f"linked to {linked.title}")
    assert noted.toast == "Note linked."

    noted.click_undo()

    assert noted.controller.notebook.notes[-1] == before
    assert model.text_of(before) == before.text


def test_private_by_menu_and_by_tag(noted: Cockpit) -> None:
    """A note is private after #private or the menu's entry, which also makes it public again."""
    _choose(noted, "Make it private")
    assert noted.controller.notebook.notes[-1].private
    _choose(noted, "Put it into the record")
    assert not noted.controller.notebook.notes[-1].private

    noted.key("Escape", "N")
    noted.type("#private Mikko is tired")
    noted.key("Return")

    assert noted.controller.notebook.notes[-1].private
    assert noted.toast == "Private note written."


def test_the_menu_key_opens_the_menu(noted: Cockpit) -> None:
    """The menu is there without a mouse."""
    noted.key("Escape", "Home")
    QTest.keyClick(focused(), Qt.Key.Key_Menu)

    noted.until(lambda: QApplication.activePopupWidget() is not None)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Escape)


def test_a_tag_alone_is_no_note(running: Cockpit) -> None:
    """Enter after nothing but a tag keeps what is typed."""
    running.key("N")
    running.type("#idea ")
    running.key("Return")

    assert running.window.run.notes.line.text() == "#idea "
    assert _texts(running) == []


def test_the_draft_is_saved_while_one_types_on(running: Cockpit) -> None:
    """The draft is handed over within a second of a key, even if the keys never stop."""
    line = running.window.run.notes.line
    timer = _draft_timer(running)
    running.key("N")
    running.type("T")
    assert timer.isActive()
    assert timer.interval() <= 1000
    left = timer.remainingTime()
    running.type("wo laptops for each t")
    assert timer.remainingTime() <= left

    timer.timeout.emit()

    assert running.controller.notebook.draft == line.text()


def test_the_draft_is_there_again(
    tmp_path: Path, qtbot: QtBot, clock: ManualClock, asyncio_loop: None
) -> None:
    """After a kill the half-written line stands in the field."""
    with started(tmp_path, qtbot, clock) as first:
        first.open()
        first.key("Space", "N")
        first.type("Two laptops for each t")
        first.until(lambda: first.controller.notebook.draft == "Two laptops for each t")

    with started(tmp_path, qtbot, clock) as second:
        second.reopen()

        assert second.window.run.notes.line.text() == "Two laptops for each t"


def test_the_draft_stays_with_its_session(running: Cockpit) -> None:
    """Opening another session within the same second loses no letter and mixes nothing."""
    running.key("N")
    running.type("For the first")
    running.open(half_day("s2"))
    assert running.window.run.notes.line.text() == ""

    running.reopen("s1")

    assert running.window.run.notes.line.text() == "For the first"


@pytest.mark.parametrize(
    ("language", "tags"),
    [
        ("en", ["idea", "decision", "action", "parking", "quote", "experiment", "private"]),
        ("fi", ["idea", "päätös", "toimenpide", "parkki", "sitaatti", "kokeilu", "oma"]),
        ("sv", ["idé", "beslut", "åtgärd", "parkering", "citat", "försök", "egen"]),
    ],
)
def test_tags_are_offered_in_the_language(running: Cockpit, language: str, tags: list[str]) -> None:
    """A typed # offers the tags of the interface language, and each means what it says."""
    set_interface_language(language)
    running.key("N")
    running.type("So #")

    assert running.window.run.notes.tags.offered() == tags
    read = [parse_note_line(f"x #{tag}") for tag in tags]
    assert [line.tag for line in read[:-1]] == [tag for tag in NoteTag if tag is not NoteTag.PLAIN]
    assert read[-1].private


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_taking_an_offered_tag(running: Cockpit, key: Qt.Key) -> None:
    """Down chooses, Enter or Tab takes the tag, and typing goes on behind it."""
    running.key("N")
    running.type("Chair #")
    line = running.window.run.notes.line
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, key)
    running.type("rotates")
    assert line.text() == "Chair #decision rotates"

    running.key("Return")

    assert _texts(running) == ["Chair rotates"]
    assert running.controller.notebook.notes[0].tag is NoteTag.DECISION


def test_the_offer_is_not_in_the_way(running: Cockpit) -> None:
    """It narrows, and goes with a whole word, with Esc, and with a word that is no tag."""
    tags = running.window.run.notes.tags
    running.key("N")
    running.type("#p")
    assert tags.offered() == ["parking", "private"]
    running.type("x")
    assert tags.offered() == []
    running.type(" #idea")
    assert tags.offered() == []
    running.type(" #de")
    assert tags.offered() == ["decision"]

    QTest.keyClick(running.window.run.notes.line, Qt.Key.Key_Escape)

    assert tags.offered() == []
    assert running.window.run.notes.line.hasFocus()


def test_a_whole_tag_at_the_end_is_written_at_once(running: Cockpit) -> None:
    """Enter right after a whole tag writes the note."""
    running.key("N")
    running.type("Rotate #idea")
    running.key("Return")

    assert _texts(running) == ["Rotate"]


def test_search_over_all_sessions(noted: Cockpit) -> None:
    """Ctrl+F finds notes of other sessions too; Enter opens the session, this one goes on."""
    noted.open(half_day("s2"))
    noted.key("Ctrl+F")
    search = noted.window.overlays.search
    noted.type("chai")
    noted.until(lambda: len(search.hits()) == 1)
    hit = search.hits()[0]
    assert (hit.session, hit.title, hit.note.tag) == ("s1", "Half-day s1", NoteTag.IDEA)
    assert hit.when == "25 Nov 2026  9:00"

    QTest.keyClick(focused(), Qt.Key.Key_Return)

    noted.until(lambda: noted.controller.session.id == SessionId("s1"))
    assert not search.isVisible()
    assert noted.current == "welcome"


def test_search_without_a_hit(noted: Cockpit) -> None:
    """An empty search says what can be done, one without a hit says that there is none."""
    noted.key("Ctrl+F")
    search = noted.window.overlays.search
    assert "Type a word or its beginning. Notes of all sessions are searched." in _labels(search)
    noted.type("xyzzy")

    noted.until(lambda: "No note has these words." in _labels(search))

    noted.key("Escape")
    assert not search.isVisible()
    noted.key("Escape", "Space")
    assert noted.current == "talk"


def _labels(widget: QWidget) -> list[str]:
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisible()]


def _draft_timer(cockpit: Cockpit) -> QTimer:
    timers = cockpit.window.run.notes.findChildren(
        QTimer, options=Qt.FindChildOption.FindDirectChildrenOnly
    )
    assert len(timers) == 1
    return timers[0]


def test_the_line_at_the_cursor(running: Cockpit) -> None:
    """A tag that is begun in the middle of the line is finished there."""
    running.key("N")
    running.type("chair now")
    line = running.window.run.notes.line
    QTest.keySequence(line, QKeySequence("Home"))
    running.type("#ide")
    QTest.keyClick(line, Qt.Key.Key_Tab)

    assert line.text() == "#idea chair now"
    assert line.mapTo(running.window, QPoint(0, 0)).y() > 0


def _with_people(cockpit: Cockpit) -> None:
    """Let Aino Lahti, Aino Salo and Bo Ek come in."""
    register = cockpit.controller.register
    for name in ("Aino Lahti", "Aino Salo", "Bo Ek"):
        register.walk_in(name, place=register.walk_in_place, at=cockpit.controller.now())


def test_people_are_offered_after_the_sign(running: Cockpit) -> None:
    """A typed @ offers who may come, whole names where two share the first one; Tab takes one."""
    _with_people(running)
    line, tags = running.window.run.notes.line, running.window.run.notes.tags
    running.key("N")
    running.type("ask @")
    assert tags.offered() == ["AinoLahti", "AinoSalo", "Bo"]
    running.type("a")
    assert tags.offered() == ["AinoLahti", "AinoSalo"]
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Down)
    QTest.keyClick(line, Qt.Key.Key_Return)
    running.type("@b")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "ask @AinoSalo @Bo "

    running.key("Return")

    assert running.controller.notebook.notes[0].persons == ("AinoSalo", "Bo")


def test_a_name_that_nobody_here_has_is_written_as_typed(running: Cockpit) -> None:
    """Enter writes the note while people are offered: nobody else is put in the name's place."""
    _with_people(running)
    running.key("N")
    running.type("#idea ask @Ain")
    assert running.window.run.notes.tags.offered()

    QTest.keyClick(running.window.run.notes.line, Qt.Key.Key_Return)

    assert running.controller.notebook.notes[0].persons == ("Ain",)
    assert running.window.run.notes.tags.offered() == []
