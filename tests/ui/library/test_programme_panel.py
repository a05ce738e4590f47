"""Setting up a programme, own templates, and the marks of the grid, by keys and clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from tests.ui.screens import (
    NINE,
    AtOnce,
    Stand,
    field,
    press,
    programme_changes,
    retype,
    session,
    stand,
    type_text,
)
from ui.actions import Screen
from ui.desk import Notice
from ui.library.page import LibraryPage
from ui.library.programme_form import read_groups
from ui.models.shelf_model import ShelfRole
from virtu_desktop.domain.programme import Delivery, SessionId
from virtu_desktop.domain.templates import PlanTemplate, template_of
from virtu_desktop.domain.time import HOUR, MINUTE, Duration
from virtu_desktop.engine.changes import RecordExport, SaveSession, SaveTemplate
from virtu_desktop.engine.session import SessionController

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty library."""
    with stand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def notices(place: Stand) -> list[Notice]:
    """Collect what is told."""
    told: list[Notice] = []
    place.desk.noticed.connect(told.append)
    return told


@pytest.fixture
def page(place: Stand, qtbot: Any) -> LibraryPage:
    """Show the library screen."""
    made = LibraryPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.show(made, Screen.LIBRARY)
    made.refresh()
    return made


def begin(page: LibraryPage) -> None:
    """Press the key of a new programme."""
    press(Qt.Key.Key_N, CONTROL | SHIFT)
    assert page.programme_panel.isVisible()


def shown(widget: QWidget) -> set[str]:
    """Return every text that stands there now."""
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def button(widget: QWidget, text: str) -> QAbstractButton:
    """Return the visible button with a text."""
    found = [
        each
        for each in widget.findChildren(QAbstractButton)
        if each.isVisible() and each.text() == text
    ]
    assert found
    return found[0]


def type_groups(*lines: str) -> None:
    """Write groups, one a line, into the field that has the keyboard."""
    for number, line in enumerate(lines):
        if number:
            press(Qt.Key.Key_Return)
        type_text(line)


def test_twelve_sessions_in_ten_actions(
    place: Stand, page: LibraryPage, notices: list[Notice]
) -> None:
    """From nothing to 4 groups x 3 half-days: a key, a name, two Tabs, four lines, Ctrl+Enter."""
    begin(page)
    type_text("VIRTU 2027")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Tab)
    type_groups("Group A, Rovaniemi", "Group B, Lahti", "Group C, Turku", "Group D, Helsinki")
    press(Qt.Key.Key_Return, CONTROL)

    assert place.desk.library.flush(10)
    sessions = place.desk.library.sessions()
    assert len(sessions) == 12
    assert {one.template for one in sessions} == {"virtu-1", "virtu-2", "virtu-3"}
    groups = place.desk.library.groups()
    assert [(group.name, group.site) for group in groups] == [
        ("Group A", "Rovaniemi"),
        ("Group B", "Lahti"),
        ("Group C", "Turku"),
        ("Group D", "Helsinki"),
    ]
    assert notices[-1].text == "VIRTU 2027: 12 sessions."
    assert not page.programme_panel.isVisible()
    assert QApplication.focusWidget() is page.grid


class Later(AtOnce):
    """Does background work when it is told to, as a slow disk does."""

    def __init__(self) -> None:
        """Begin with nothing to do."""
        self.waiting: list[Callable[[], None]] = []

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Keep the work for later."""
        self.waiting.append(lambda: AtOnce.run(self, work, done, failed))

    def catch_up(self) -> None:
        """Do all that waits, in its order."""
        while self.waiting:
            self.waiting.pop(0)()


def test_the_keyboard_is_on_the_first_session_also_when_saving_is_slow(
    place: Stand, page: LibraryPage
) -> None:
    """The preview stays until the list has come; then Enter opens the first session."""
    opened: list[SessionId] = []
    page.session_chosen.connect(opened.append)
    begin(page)
    type_text("VIRTU")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A", "Group B")
    slow = Later()
    place.desk.background = slow  # type: ignore[assignment]
    press(Qt.Key.Key_Return, CONTROL)

    assert page.preview.isVisible()
    assert not page.empty.isVisible()

    slow.catch_up()

    assert not page.preview.isVisible()
    assert QApplication.focusWidget() is page.grid
    press(Qt.Key.Key_Return)
    (first,) = opened
    groups = {group.id: group.name for group in place.desk.library.groups()}
    made = place.desk.library.session(first).session
    assert made.group is not None
    assert (made.number, groups[made.group]) == (1, "Group A")


def test_a_library_that_cannot_be_read_leaves_the_preview(
    place: Stand, page: LibraryPage, monkeypatch: pytest.MonkeyPatch, notices: list[Notice]
) -> None:
    """The list comes back as it was, and the failure is told."""
    begin(page)
    type_text("VIRTU")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A")

    def fail() -> None:
        raise OSError("gone")

    monkeypatch.setattr(place.desk.library, "sessions", fail)
    press(Qt.Key.Key_Return, CONTROL)

    assert not page.preview.isVisible()
    assert notices


def test_what_would_be_made_is_shown_and_nothing_saved(
    place: Stand, page: LibraryPage, qtbot: Any
) -> None:
    """The preview follows the typing; Esc leaves an empty library."""
    begin(page)
    type_text("VIRTU 2027")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A", "Group B")
    qtbot.waitUntil(lambda: "2 groups × 3 half-days = 6 sessions" in shown(page))
    assert page.preview.grid.shelf_model.rowCount() == 3
    ends = [
        part.mapTo(page, part.rect().bottomLeft()).y()
        for part in (page.preview, page.programme_panel)
    ]
    assert abs(ends[0] - ends[1]) <= 1, "both end at the same height"

    press(Qt.Key.Key_Escape)

    assert place.desk.library.flush(10)
    assert place.desk.library.sessions() == ()
    assert not page.preview.isVisible()


def test_days_follow_the_rhythm_and_the_line_of_the_group(place: Stand, page: LibraryPage) -> None:
    """Every two weeks from the first day, for one group from a day and at a time of its own."""
    begin(page)
    type_text("VIRTU")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A", "Group B, Turku, 2.12., 12.30")
    field(page.programme_panel, "First day").setFocus()
    retype("25.11.2026")
    field(page.programme_panel, "Weeks between").setFocus()
    retype("2")
    press(Qt.Key.Key_Return, CONTROL)

    assert place.desk.library.flush(10)
    starts = [one.start for one in place.desk.library.sessions()]
    day = 24 * HOUR
    week = Duration(7 * day)
    first, second = starts[0], starts[1]
    assert sorted(starts) == sorted(
        [
            *(first + 2 * week * number for number in range(3)),
            *(second + 2 * week * number for number in range(3)),
        ]
    )
    assert second - first == week + 210 * MINUTE


def test_half_days_are_chosen_and_ordered_by_keys(place: Stand, page: LibraryPage) -> None:
    """Space leaves the first one out, Alt+Up moves the last one before the second."""
    begin(page)
    type_text("VIRTU")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A")
    page.programme_panel.list.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Up, ALT)
    press(Qt.Key.Key_Return, CONTROL)

    assert place.desk.library.flush(10)
    made = sorted(place.desk.library.sessions(), key=lambda one: one.number)
    assert [one.template for one in made] == ["virtu-3", "virtu-2"]


def test_what_is_missing_is_asked_for(place: Stand, page: LibraryPage) -> None:
    """Nothing is made without a name, a group, or with a line that means nothing."""
    begin(page)
    press(Qt.Key.Key_Return, CONTROL)
    panel = page.programme_panel
    assert field(panel, "Title").problem == "A programme needs a name."
    assert field(panel, "Groups").problem == "Name at least one group."

    type_text("VIRTU")
    field(panel, "Groups").setFocus()
    type_groups("Group A, 31.2.")
    press(Qt.Key.Key_Return, CONTROL)

    assert field(panel, "Groups").problem == (
        "Line 1: “31.2.” is neither a place, a day nor a time."
    )
    assert place.desk.library.flush(10)
    assert place.desk.library.programmes() == ()


def test_the_delivery_form_is_taken(place: Stand, page: LibraryPage) -> None:
    """All sessions get the form that was chosen."""
    begin(page)
    type_text("VIRTU")
    field(page.programme_panel, "Groups").setFocus()
    type_groups("Group A")
    field(page.programme_panel, "Where people are").setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Return, CONTROL)

    assert place.desk.library.flush(10)
    assert {one.delivery for one in place.desk.library.sessions()} == {Delivery.REMOTE}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Group A", ("Group A", "", None, "")),
        ("Ryhmä B; Jyväskylä; 25.11.", ("Ryhmä B", "Jyväskylä", date(2026, 11, 25), "")),
        ("Grupp C\tÅbo", ("Grupp C", "Åbo", None, "")),
        ("A, Turku, Hall 2", ("A", "Turku, Hall 2", None, "")),
        ("A, 99.99.", ("A", "99.99.", None, "99.99.")),
    ],
)
def test_lines_of_groups(line: str, expected: tuple[object, ...]) -> None:
    """Commas, semicolons and tabs part; days and times are found wherever they stand."""
    (found,) = read_groups(f"\n{line}\n , \n", near=date(2026, 1, 1))

    assert (found.name, found.site, found.day, found.problem) == expected


def own_template(place: Stand) -> PlanTemplate:
    """Save a template of one's own."""
    made = template_of(session("base"), template_id="own-1", title="My morning")
    place.save(SaveTemplate(template=made))
    return made


def open_new(page: LibraryPage, place: Stand) -> None:
    """Open the panel for a new session on the own template, which stands after the others."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    for _card in range(3):
        press(Qt.Key.Key_Down)
    chosen = page.new_panel.templates.chosen
    assert chosen is not None
    assert chosen.id == "own-1"


def test_a_session_is_made_from_an_own_template(place: Stand, page: LibraryPage) -> None:
    """It is offered below those that come along, and is made in its language."""
    own_template(place)
    open_new(page, place)
    press(Qt.Key.Key_Return, CONTROL)

    assert place.desk.controller is not None
    made = place.desk.controller.session
    assert (made.template, made.title) == ("own-1", "My morning")
    assert [block.title for block in made.plan.blocks] == ["Block b1", "Block b2", "Block b3"]


def test_an_own_template_is_renamed(place: Stand, page: LibraryPage, notices: list[Notice]) -> None:
    """F2 asks for the name, Enter keeps it, the notice takes it back."""
    own_template(place)
    open_new(page, place)
    press(Qt.Key.Key_F2)
    retype("Our morning")
    press(Qt.Key.Key_Return)
    assert place.desk.library.flush(10)
    assert [one.title for one in place.desk.library.templates()] == ["Our morning"]
    assert "Our morning" in [each.text() for each in page.new_panel.findChildren(QAbstractButton)]

    undo = notices[-1].undo
    assert undo is not None
    undo()

    assert place.desk.library.flush(10)
    assert [one.title for one in place.desk.library.templates()] == ["My morning"]


def test_an_own_template_is_deleted_and_brought_back(
    place: Stand, page: LibraryPage, notices: list[Notice]
) -> None:
    """Delete takes it away without asking; Undo brings it back."""
    made = own_template(place)
    open_new(page, place)
    press(Qt.Key.Key_Delete)
    assert place.desk.library.flush(10)
    assert place.desk.library.templates() == ()
    assert notices[-1].text == "The template “My morning” is gone."

    undo = notices[-1].undo
    assert undo is not None
    undo()

    assert place.desk.library.flush(10)
    assert place.desk.library.templates() == (made,)


def test_those_that_come_along_cannot_be_deleted(place: Stand, page: LibraryPage) -> None:
    """The first half-day has no buttons, and Delete does nothing."""
    page.refresh()
    place.actions["library.new_session"].trigger()
    press(Qt.Key.Key_Delete)

    assert not page.new_panel.templates.delete.isVisible()
    assert page.new_panel.templates.chosen is not None


def test_the_grid_marks_copies_that_differ(place: Stand, page: LibraryPage) -> None:
    """Only the session that was changed carries the mark, which is read out as well."""
    made = own_template(place)
    same = replace(session("same"), template=made.id)
    blocks = (replace(same.plan.blocks[0], title="Another"), *same.plan.blocks[1:])
    other = replace(session("other"), template=made.id)
    other = replace(other, plan=replace(other.plan, blocks=blocks))
    place.save(SaveSession(session=same), SaveSession(session=other))
    page.refresh()

    model = page.grid.shelf_model
    marks = {
        name: model.index_of(SessionId(name)).data(ShelfRole.DIFFERS) for name in ("same", "other")
    }
    spoken = model.index_of(SessionId("other")).data(Qt.ItemDataRole.AccessibleTextRole)
    assert marks == {"same": False, "other": True}
    assert spoken.endswith("differs from its template")


def test_the_grid_says_what_was_exported(place: Stand, page: LibraryPage) -> None:
    """A held session whose record was exported says so."""
    place.save(*programme_changes(groups=1, numbers=1))
    place.clock.advance(Duration(NINE - place.clock.read().wall))
    place.desk.load_session(SessionId("g0-1"))
    place.desk.act(SessionController.start_next)
    place.clock.advance(Duration(5 * MINUTE))
    place.desk.act(SessionController.end)
    page.refresh()
    cell = page.grid.shelf_model.index_of(SessionId("g0-1"))
    assert "Held" in cell.data(Qt.ItemDataRole.AccessibleTextRole)

    at = place.clock.read().wall
    place.save(RecordExport(session=SessionId("g0-1"), at=at, formats=("json",)))
    page.refresh()

    cell = page.grid.shelf_model.index_of(SessionId("g0-1"))
    assert "Exported" in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_button_below_the_list_begins_a_programme(place: Stand, page: LibraryPage) -> None:
    """Who does not know the key finds the button."""
    QTest.mouseClick(button(page, "New programme…"), Qt.MouseButton.LeftButton)

    assert page.programme_panel.isVisible()
