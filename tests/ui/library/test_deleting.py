"""Deleting in the library by keys and the menu, and bringing back what was deleted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.screens import Stand, focused, press, programme_changes, stand
from ui.actions import Screen
from ui.desk import Notice, Outcome
from ui.library.deleted_panel import DeletedPanel
from ui.library.page import LibraryPage
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.session import SessionController
from virtu_desktop.storage.errors import UnknownSession

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a library of two groups with two sessions each."""
    with stand(tmp_path, qapp) as made:
        made.save(*programme_changes())
        yield made


@pytest.fixture
def page(place: Stand) -> LibraryPage:
    """Show the library with the keyboard on the first session."""
    made = LibraryPage(place.desk, place.actions)
    place.actions.bind("app.undo", place.desk.undo_latest)
    place.show(made, Screen.LIBRARY)
    made.refresh()
    made.grid.choose(SessionId("g0-1"))
    made.grid.setFocus()
    return made


def listed(place: Stand) -> list[str]:
    """Return the ids of the sessions in the library's list."""
    assert place.desk.library.flush(10)
    return sorted(session.id for session in place.desk.library.sessions())


def hold(place: Stand, *, ends: bool = True) -> None:
    """Run the first session, to its end or not."""
    record = place.desk.library.session(SessionId("g0-1"))
    controller = SessionController(record, store=place.desk.library, clock=place.clock)
    controller.start_next()
    controller.add_note("#idea chairs")
    if ends:
        controller.end()
    assert place.desk.library.flush(10)


def notices(place: Stand) -> list[Notice]:
    """Return the list into which everything that is said from now on goes."""
    said: list[Notice] = []
    place.desk.noticed.connect(said.append)
    return said


def menu() -> QMenu:
    """Return the menu that is open."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup


def test_a_planned_session_goes_at_once_and_comes_back(place: Stand, page: LibraryPage) -> None:
    """Delete takes it out of the list, Ctrl+Z puts it back; nothing is asked."""
    said = notices(place)
    press(Qt.Key.Key_Delete)
    assert not page.question.isVisible()
    assert said[-1].text == "“Session g0-1” is deleted."
    assert listed(place) == ["g0-2", "g1-1", "g1-2"]

    press(Qt.Key.Key_Z, CTRL)

    assert listed(place) == ["g0-1", "g0-2", "g1-1", "g1-2"]


def test_a_record_is_asked_for_first(place: Stand, page: LibraryPage) -> None:
    """The line names what goes too; Enter on it keeps everything, Esc too."""
    hold(place)
    page.refresh()
    for keep in (Qt.Key.Key_Space, Qt.Key.Key_Escape):
        press(Qt.Key.Key_Delete)
        assert page.question.isVisible()
        assert "1 session with a record, 1 note" in page.question.text
        press(keep)
        assert not page.question.isVisible()
        assert QApplication.focusWidget() is page.grid
    assert "g0-1" in listed(place)


def test_a_record_can_be_deleted_and_is_whole_when_it_comes_back(
    place: Stand, page: LibraryPage
) -> None:
    """After the second button it is in no list, search or view; Ctrl+Z brings all of it back."""
    hold(place)
    page.refresh()
    before = place.desk.library.session(SessionId("g0-1"))
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert "g0-1" not in listed(place)
    assert place.desk.library.search_notes("chairs") == ()

    press(Qt.Key.Key_Z, CTRL)

    assert "g0-1" in listed(place)
    assert place.desk.library.session(SessionId("g0-1")) == before
    assert len(place.desk.library.search_notes("chairs")) == 1


def test_what_runs_stays(place: Stand, page: LibraryPage) -> None:
    """Neither the running session nor its programme can be deleted."""
    hold(place, ends=False)
    page.refresh()
    said = notices(place)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Delete, CTRL | SHIFT)

    refused = "“Session g0-1” is running: end it first."
    assert [(one.text, one.outcome) for one in said] == [(refused, Outcome.REFUSED)] * 2
    assert len(listed(place)) == 4


def test_a_group_goes_with_its_sessions(place: Stand, page: LibraryPage) -> None:
    """Shift+Delete takes the group of the chosen session and no other."""
    press(Qt.Key.Key_Delete, SHIFT)

    assert listed(place) == ["g1-1", "g1-2"]
    assert [group.id for group in place.desk.library.groups()] == ["g1"]


def deleted_panel(place: Stand, page: LibraryPage) -> DeletedPanel:
    """Open what was deleted by its key."""
    press(Qt.Key.Key_B, CTRL | SHIFT)
    assert page.deleted_panel.isVisible()
    assert focused() is page.deleted_panel.list
    return page.deleted_panel


def test_a_programme_comes_back_from_the_list(place: Stand, page: LibraryPage) -> None:
    """Enter on what was deleted brings the programme back with all of its sessions."""
    press(Qt.Key.Key_Delete, CTRL | SHIFT)
    assert listed(place) == []
    assert place.desk.library.programmes() == ()
    assert page.begin_deleted.isVisible()
    panel = deleted_panel(place, page)
    assert [(item.title, item.detail) for item in panel.list.items] == [
        ("VIRTU 2026", "4 sessions · deleted 25 Nov 2026")
    ]

    press(Qt.Key.Key_Return)

    assert len(listed(place)) == 4
    assert [programme.title for programme in place.desk.library.programmes()] == ["VIRTU 2026"]
    assert not panel.isVisible()
    assert not page.begin_deleted.isVisible()
    assert focused() is page.grid


def test_one_of_two_is_removed_for_good(place: Stand, page: LibraryPage) -> None:
    """Delete asks, Esc keeps; the second button removes it, and no undo finds it any more."""
    press(Qt.Key.Key_Delete)
    place.clock.advance(Duration(MINUTE))
    page.grid.choose(SessionId("g1-1"))
    press(Qt.Key.Key_Delete)
    panel = deleted_panel(place, page)
    assert [item.title for item in panel.list.items] == ["Session g1-1", "Session g0-1"]
    press(Qt.Key.Key_Delete)
    assert "Remove “Session g1-1” for good" in panel.question.words.text()
    press(Qt.Key.Key_Escape)
    assert not panel.question.isVisible()
    assert focused() is panel.list

    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)

    assert [item.title for item in panel.list.items] == ["Session g0-1"]
    with pytest.raises(UnknownSession):
        place.desk.library.session(SessionId("g1-1"))
    said = notices(place)
    press(Qt.Key.Key_Z, CTRL)
    assert [notice.text for notice in said] == ["Brought back."]
    assert listed(place) == ["g0-1", "g0-2", "g1-2"]


def test_everything_deleted_is_removed_at_once(place: Stand, page: LibraryPage) -> None:
    """The last button asks once for all; afterwards the panel and its button are gone."""
    press(Qt.Key.Key_Delete)
    place.clock.advance(Duration(MINUTE))
    page.grid.choose(SessionId("g1-1"))
    press(Qt.Key.Key_Delete, SHIFT)
    panel = deleted_panel(place, page)

    QTest.mouseClick(panel.empty, Qt.MouseButton.LeftButton)
    assert "3 sessions" in panel.question.words.text()
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)

    assert place.desk.library.flush(10)
    assert place.desk.library.deleted() == ()
    assert listed(place) == ["g0-2"]
    assert not panel.isVisible()
    assert not page.begin_deleted.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_menu_of_a_cell_offers_all_three(place: Stand, page: LibraryPage) -> None:
    """The menu key on a session deletes it, its group or its programme."""
    at = page.grid.visualRect(page.grid.currentIndex()).center()
    where = page.grid.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, at, where)
    QApplication.sendEvent(page.grid.viewport(), event)

    words = [action.text() for action in menu().actions() if action.text()]
    assert words == [
        "Open “Session g0-1”",
        "Delete “Session g0-1”",
        "Delete “Group 0”",
        "Delete “VIRTU 2026”",
    ]
    for _step in range(3):
        QTest.keyClick(menu(), Qt.Key.Key_Down)
    QTest.keyClick(menu(), Qt.Key.Key_Return)
    assert listed(place) == ["g1-1", "g1-2"]


def test_the_open_session_is_closed(place: Stand, page: LibraryPage) -> None:
    """Deleting the session that is open leaves none open, so that nobody goes on planning it."""
    place.desk.load_session(SessionId("g0-1"))
    assert place.desk.controller is not None
    page.grid.setFocus()
    press(Qt.Key.Key_Delete)

    assert place.desk.controller is None
    place.desk.tick()
    press(Qt.Key.Key_Z, CTRL)
    assert len(listed(place)) == 4
