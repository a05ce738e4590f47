"""Every figure of the review opens its rows and leads back; tags and modes are put right there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.ui.people.crowd import GROUP, PROGRAMME, person
from tests.ui.screens import NINE, Stand, press, session, stand
from ui.actions import Screen
from ui.review.page import ReviewPage
from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme, SaveSession
from virtu_desktop.engine.session import SessionController

AINO, BO, CITA = person("Aino"), person("Bo", Mode.REMOTE), person("Cita")


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a session of three people open."""
    with stand(tmp_path, qapp) as made:
        made.save(
            SaveProgramme(programme=PROGRAMME),
            SaveGroup(group=GROUP),
            SavePeople(people=(AINO, BO, CITA)),
            SaveSession(session=session(group=GROUP.id)),
        )
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> ReviewPage:
    """Show the review of an hour: Aino and Bo were there, two notes, 6 minutes late."""
    made = ReviewPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.desk.load_session(session().id)
    controller = place.desk.controller
    assert controller is not None
    place.clock.advance(Duration(NINE - place.clock.read().wall + 6 * MINUTE))
    place.desk.act(SessionController.start_next)
    for one in (AINO, BO):
        controller.register.check_in(one.id, at=controller.now())
    place.clock.advance(Duration(12 * MINUTE))
    controller.add_note("#idea rotate the chair")
    place.desk.act(SessionController.start_next)
    place.clock.advance(Duration(48 * MINUTE))
    place.desk.act(SessionController.end)
    controller.add_note("more breaks")
    place.show(made, Screen.REVIEW)
    place.actions.refresh()
    return made


def lines(page: ReviewPage) -> tuple[tuple[str, ...], ...]:
    """Return the rows that are shown."""
    assert page.rows.isVisible()
    return page.rows.model.rows.lines


def tag_of_first(controller: SessionController) -> NoteTag:
    """Return the tag of the oldest note."""
    return controller.notebook.notes[0].tag


def figure(page: ReviewPage, caption: str) -> QWidget:
    """Return the figure with a caption."""
    return next(one for one in page.figures.figures if caption in one.accessibleName())


@pytest.mark.parametrize(
    ("caption", "first"),
    [
        ("attended", ("Cita", "not there", "")),
        ("median", ("Aino", "60 min", "100 %")),
        (", ended", ("Block b1", "9:10", "9:18", "+8")),
        ("behind at most", ("Block b1", "9:10", "9:18", "+8")),
        ("blocks run", ("Block b1", "done", "12 min")),
        ("notes", ("9:18", "Idea", "rotate the chair")),
    ],
)
def test_a_figure_opens_its_rows_by_enter_and_escape_leads_back(
    page: ReviewPage, caption: str, first: tuple[str, ...]
) -> None:
    """The keyboard goes to the rows and comes back to the figure."""
    shown = figure(page, caption)
    shown.setFocus()

    press(Qt.Key.Key_Return)

    assert lines(page)[0] == first
    assert page.rows.table.hasFocus()
    press(Qt.Key.Key_Escape)
    assert not page.rows.isVisible()
    assert shown.hasFocus()


def test_a_click_on_a_figure_opens_its_rows(page: ReviewPage, qtbot: Any) -> None:
    """Of three expected two were there: three rows; the sum-up of the times has one a block."""
    qtbot.mouseClick(figure(page, "attended"), Qt.MouseButton.LeftButton)
    assert len(lines(page)) == 3

    qtbot.mouseClick(page.times.summary, Qt.MouseButton.LeftButton)
    assert len(lines(page)) == 3
    qtbot.mouseClick(page.incidents.button, Qt.MouseButton.LeftButton)
    assert lines(page)[0] == ("9:18", "The computer was asleep for 12 min.")


def test_a_click_on_the_strip_leads_to_the_block_and_enter_to_its_rows(
    page: ReviewPage, qtbot: Any
) -> None:
    """The second block ran from 9:18 to 10:06."""
    strip = page.times.actual
    qtbot.mouseClick(
        strip, Qt.MouseButton.LeftButton, pos=QPoint(strip.width() // 2, strip.height() // 2)
    )
    assert page.blocks.table.hasFocus()

    press(Qt.Key.Key_Return)

    assert lines(page) == (("ran", "9:18", "10:06"),)
    press(Qt.Key.Key_Escape)
    assert page.blocks.table.hasFocus()


def test_plan_and_run_stand_on_one_axis(page: ReviewPage) -> None:
    """The plan begins at the left edge, the run six of 66 minutes later."""
    assert page.times.planned.state.segments[0].begin == 0
    assert page.times.actual.state.segments[0].begin == pytest.approx(6 / 66)


def test_rows_follow_what_changes(place: Stand, page: ReviewPage, qtbot: Any) -> None:
    """A note that is written while they are open is among them, by the contract of Qt."""
    model = page.rows.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    qtbot.mouseClick(figure(page, "notes"), Qt.MouseButton.LeftButton)
    controller = place.desk.controller
    assert controller is not None

    controller.add_note("#action call Bo")

    assert lines(page)[-1][1:] == ("Action", "call Bo")


def test_a_wrong_tag_is_put_right_marked_and_taken_back(place: Stand, page: ReviewPage) -> None:
    """Enter on the note, the right tag, and the old one stands below; undo is logged as well."""
    page.notes.list.setFocus()
    page.notes.list.setCurrentIndex(page.notes.model.index(1))
    press(Qt.Key.Key_Return)
    assert page.note.tags[NoteTag.IDEA].hasFocus()
    page.note.tags[NoteTag.DECISION].setFocus()
    press(Qt.Key.Key_Space)

    controller = place.desk.controller
    assert controller is not None
    assert tag_of_first(controller) is NoteTag.DECISION
    assert page.note.log == ["10:06: Decision, before Idea"]

    place.desk.undo_latest()

    assert tag_of_first(controller) is NoteTag.IDEA
    assert page.note.log == ["10:06: Decision, before Idea", "10:06: Idea, before Decision"]
    assert place.desk.library.flush(10)
    stored = place.desk.library.session(session().id)
    assert stored.note_corrections == controller.notebook.corrections
    press(Qt.Key.Key_Escape)
    assert page.notes.list.hasFocus()


@pytest.mark.qt_log_ignore(
    "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)", extend=True
)
def test_a_wrong_mode_is_put_right_in_the_review(
    place: Stand, page: ReviewPage, qtbot: Any
) -> None:
    """Bo was in the room after all: chosen from the menu of the stay, logged with the old mode."""
    page.attendance.list.setFocus()
    page.attendance.list.setCurrentIndex(page.attendance.model.index(1))
    press(Qt.Key.Key_Return)
    button = page.stays.editor.rows[0].how
    button.setFocus()
    press(Qt.Key.Key_Space)
    (menu,) = page.stays.findChildren(QMenu)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)

    controller = place.desk.controller
    assert controller is not None
    (stay,) = controller.register.stays_of(BO.id)
    assert stay.mode is Mode.ROOM
    (logged,) = controller.register.corrections
    assert logged.before is not None
    assert logged.before.mode is Mode.REMOTE


def test_tab_goes_through_the_cards_as_they_are_read(place: Stand, page: ReviewPage) -> None:
    """Figures, times, people, notes, incidents."""
    figure(page, "attended").setFocus()
    passed: list[QWidget] = []
    for _step in range(14):
        press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        passed.append(focus)

    wanted = [
        figure(page, "notes"),
        page.times.summary,
        page.attendance.list,
        page.notes.list,
        page.incidents.button,
    ]
    assert [one for one in passed if one in wanted] == wanted
