"""The library screen, driven by keys and clicks, on a real library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QComboBox, QWidget

from tests.ui.screens import (
    NINE,
    Stand,
    field,
    press,
    programme_changes,
    retype,
    session,
    stand,
    type_text,
    written,
)
from ui.actions import Screen
from ui.library.new_session import proposed_day
from ui.library.page import LibraryPage
from ui.library.shelf import GroupRow, LooseRow, ProgrammeRow
from ui.library.template_list import TemplateCard
from ui.library.words import plan_words
from virtu_desktop.domain.programme import SessionId, SessionState
from virtu_desktop.domain.time import MINUTE, Duration, local, zone_named
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import interface


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty library."""
    with stand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> LibraryPage:
    """Show the library screen."""
    made = LibraryPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.show(made, Screen.LIBRARY)
    return made


def fill(place: Stand, page: LibraryPage) -> list[SessionId]:
    """Save a programme of two groups and two numbers; return what gets chosen."""
    place.save(*programme_changes())
    page.refresh()
    chosen: list[SessionId] = []
    page.session_chosen.connect(chosen.append)
    page.grid.setFocus()
    return chosen


def test_arrows_move_between_sessions_and_enter_chooses(place: Stand, page: LibraryPage) -> None:
    """From the first session, Right and Down lead to the second one of the second group."""
    chosen = fill(place, page)
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert chosen == ["g1-2"]


def test_a_date_is_whole_or_left_out(
    place: Stand, page: LibraryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside a long state in a narrow card there is no half a date."""
    fill(place, page)
    written: list[tuple[str, float, float]] = []

    def write(
        painter: QPainter, area: QRectF, text: str, font: QFont, *_rest: Any, **_more: Any
    ) -> None:
        written.append((text, QFontMetricsF(font).horizontalAdvance(text), area.width()))

    monkeypatch.setattr("ui.library.grid.draw_line_of_text", write)
    for width in (900, 560):
        page.grid.setFixedWidth(width)
        written.clear()
        page.grid.grab()
        dates = [(wanted, width) for text, wanted, width in written if text.endswith("Nov")]
        assert all(wanted <= width for wanted, width in dates)
        assert width == 560 or dates


def test_a_click_chooses_a_session(place: Stand, page: LibraryPage, qtbot: Any) -> None:
    """One click on a card is enough."""
    chosen = fill(place, page)
    index = page.grid.shelf_model.index_of(SessionId("g1-1"))
    middle = page.grid.visualRect(index).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert chosen == ["g1-1"]


def test_a_click_on_a_heading_chooses_nothing(place: Stand, page: LibraryPage, qtbot: Any) -> None:
    """Headings and names of groups are only to read."""
    chosen = fill(place, page)
    middle = page.grid.visualRect(page.grid.shelf_model.index(1, 0)).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert chosen == []


def test_a_cell_is_read_out_with_all_that_it_shows(place: Stand, page: LibraryPage) -> None:
    """A screen reader hears group, number, title, state, day, times and size."""
    fill(place, page)
    index = page.grid.shelf_model.index_of(SessionId("g0-1"))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == (
        "Group 0 · Turku, session 1, Session g0-1, Today 9:00, 25 Nov 2026, 9:00–10:00 · 3 blocks"
    )


def test_a_narrow_cell_says_at_least_when(place: Stand, page: LibraryPage) -> None:
    """Of a planned session the times stand alone where there is no room; of a held one its size."""
    fill(place, page)
    summary = page.grid.shelf_model.session_at(page.grid.shelf_model.index_of(SessionId("g0-1")))
    assert summary is not None
    assert plan_words(interface(), summary) == ("9:00–10:00 · 3 blocks", "9:00–10:00")
    held = replace(summary, state=SessionState.HELD)
    assert plan_words(interface(), held) == ("3 blocks · 1 h",)


def test_sessions_without_a_group_stand_below(place: Stand, page: LibraryPage) -> None:
    """The rows are the programme, its groups, and then the sessions of no group."""
    place.save(*programme_changes(groups=1), SaveSession(session=session("loose")))
    page.refresh()
    kinds = [type(row) for row in page.grid.shelf_model.rows]
    assert kinds[0] is ProgrammeRow
    assert kinds[1] is GroupRow
    assert kinds[-1] is LooseRow


def test_two_sessions_of_one_number_are_both_shown(place: Stand, page: LibraryPage) -> None:
    """A repeated meeting gets a row of its own below the first one."""
    place.save(
        *programme_changes(groups=1), SaveSession(session=session("again", group="g0", number=1))
    )
    page.refresh()
    model = page.grid.shelf_model
    places = [model.index_of(SessionId(name)) for name in ("again", "g0-1")]
    assert [place.row() for place in places] == [1, 2]
    assert [place.column() for place in places] == [1, 1]


def test_the_model_keeps_the_contract_of_qt(place: Stand, page: LibraryPage) -> None:
    """Qt's own checker finds nothing while the list is read again."""
    model = page.grid.shelf_model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    fill(place, page)
    assert model.rowCount() == 3


def test_the_chosen_cell_stays_when_the_library_is_read_again(
    place: Stand, page: LibraryPage
) -> None:
    """Reading again does not throw the keyboard back to the beginning."""
    fill(place, page)
    press(Qt.Key.Key_Down)
    before = page.grid.shelf_model.session_at(page.grid.currentIndex())
    place.save(SaveSession(session=session("loose")))
    page.refresh()
    after = page.grid.shelf_model.session_at(page.grid.currentIndex())
    assert before is not None
    assert after is not None
    assert before.id == after.id == "g1-1"


def test_an_unfinished_run_can_be_continued(place: Stand, page: LibraryPage, qtbot: Any) -> None:
    """A card at the top leads back to the session that was running."""
    chosen = fill(place, page)
    place.clock.advance(Duration(NINE - place.clock.read().wall))
    place.desk.load_session(SessionId("g0-1"))
    place.desk.act(SessionController.start_next)
    place.clock.advance(Duration(5 * MINUTE))
    assert page.continue_card.isHidden()
    page.refresh()
    qtbot.mouseClick(page.continue_card.button, Qt.MouseButton.LeftButton)
    assert chosen == ["g0-1"]


def test_an_empty_library_leads_to_the_first_session(
    place: Stand, page: LibraryPage, qtbot: Any
) -> None:
    """The one button of the empty screen opens the panel for a new session."""
    page.refresh()
    QApplication.processEvents()
    assert page.empty.button is not None
    qtbot.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert page.new_panel.isVisible()


def test_a_session_is_made_from_a_template_by_keys(place: Stand, page: LibraryPage) -> None:
    """Ctrl+Enter takes the first half-day as it is offered, saves it and opens it."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    assert isinstance(QApplication.focusWidget(), TemplateCard)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.desk.controller is not None
    made = place.desk.controller.session
    assert made.template == "virtu-2"
    assert place.desk.library.flush(10)
    assert place.desk.library.session(made.id).session == made
    assert page.new_panel.isHidden()


def test_a_new_programme_and_group_are_made_with_the_session(
    place: Stand, page: LibraryPage
) -> None:
    """Names for both are asked, and then all three are in the library."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    choose(page.new_panel, "Programme", "New programme…")
    field(page.new_panel, "Name of the new programme").editor.setFocus()
    type_text("VIRTU 2027")
    field(page.new_panel, "Name of the new group").editor.setFocus()
    type_text("Group A")
    field(page.new_panel, "Day").editor.setFocus()
    retype("9.12.2026")
    field(page.new_panel, "Start").editor.setFocus()
    retype("12.30")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.desk.library.flush(10)
    assert [found.title for found in place.desk.library.programmes()] == ["VIRTU 2027"]
    (group,) = place.desk.library.groups()
    (made,) = place.desk.library.sessions()
    assert (group.name, made.group, made.number) == ("Group A", group.id, 1)
    assert page.whose(place.desk.library.session(made.id).session) == (
        "VIRTU 2027 › Group A"  # noqa: RUF001 - a path
    )


def test_a_missing_name_is_asked_for(place: Stand, page: LibraryPage) -> None:
    """Nothing is made while the new programme has no name; the words stand at the field."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    choose(page.new_panel, "Programme", "New programme…")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert field(page.new_panel, "Name of the new programme").problem == "A programme needs a name."
    assert place.desk.controller is None


def test_a_bad_day_is_refused_in_words(place: Stand, page: LibraryPage) -> None:
    """What was typed stays in the field."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    day = field(page.new_panel, "Day")
    day.editor.setFocus()
    retype("31.2.2026")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert day.problem == "Write a day such as 25.11.2026."
    assert written(day) == "31.2.2026"


def test_the_language_changes_what_is_offered(place: Stand, page: LibraryPage) -> None:
    """In Finnish the half-days have Finnish titles, and so has the session."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    choose(page.new_panel, "Language of the texts", "Suomi")
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.desk.controller is not None
    assert place.desk.controller.session.language == "fi"
    assert place.desk.controller.session.title.startswith("Kynnyksen yli")


def test_escape_closes_the_panel(place: Stand, page: LibraryPage) -> None:
    """Esc puts the panel away and gives the keyboard to the list."""
    fill(place, page)
    place.actions["library.new_session"].trigger()
    press(Qt.Key.Key_Escape)
    assert page.new_panel.isHidden()
    assert QApplication.focusWidget() is page.grid


def choose(page: QWidget, name: str, text: str) -> None:
    """Choose an entry of a list by its keys."""
    box = field(page, name).editor
    assert isinstance(box, QComboBox)
    box.setFocus()
    press(Qt.Key.Key_Home)
    for _step in range(box.findText(text)):
        press(Qt.Key.Key_Down)
    assert box.currentText() == text


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-11-25T08:40:00+02:00", "25.11.2026"),
        ("2026-11-25T09:00:00+02:00", "26.11.2026"),
        ("2026-11-27T14:00:00+02:00", "30.11.2026"),
        ("2026-11-28T07:00:00+02:00", "30.11.2026"),
    ],
    ids=["before nine", "after nine", "on Friday afternoon", "on Saturday"],
)
def test_the_next_morning_is_proposed(now: str, day: str) -> None:
    """A new session is proposed for nine o'clock on a working day, never in the past."""
    here = datetime.fromisoformat(now)

    assert proposed_day(here) == datetime.strptime(day, "%d.%m.%Y").date()  # noqa: DTZ007 - a day


def test_a_new_session_after_nine_is_for_tomorrow(place: Stand, page: LibraryPage) -> None:
    """Made in the afternoon, the session starts the next morning."""
    page.refresh()
    place.clock.advance(Duration(6 * 60 * MINUTE))
    place.actions["library.new_session"].trigger()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    controller = place.desk.controller
    assert controller is not None
    start = local(controller.plan.start, zone_named(controller.plan.zone))
    assert start.strftime("%d.%m. %H:%M") == "26.11. 09:00"
