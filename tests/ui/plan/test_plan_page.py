"""The planner, driven by keys and clicks, on a real library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.screens import Stand, block, field, press, retype, session, stand, type_text, written
from ui.actions import Screen
from ui.models.plan_model import PlanColumn, PlanModel
from ui.plan.page import PlanPage
from virtu_desktop.domain.plan import Block, BlockId, BlockKind
from virtu_desktop.domain.time import MINUTE, minutes, parse_instant
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.engine.session import SessionController


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a session of three blocks open."""
    with stand(tmp_path, qapp) as made:
        made.save(SaveSession(session=session()))
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> PlanPage:
    """Show the planner with its list having the keyboard."""
    made = PlanPage(place.desk, place.actions)
    place.actions.bind("app.undo", made.undo)
    qtbot.addWidget(place.window)
    place.show(made, Screen.PLAN)
    place.desk.load_session(session().id)
    made.table.setFocus()
    return made


def planned(place: Stand, name: str = "b1") -> Block:
    """Return a block as the controller has it now."""
    assert place.desk.controller is not None
    return place.desk.controller.plan.block(BlockId(name))


def test_letters_type_nothing_when_the_planner_opens(place: Stand, page: PlanPage) -> None:
    """The keyboard begins on the list, so a stray letter renames nothing."""
    page.hide()
    page.show()
    type_text("abc")
    page.keep_typing()
    assert place.desk.controller is not None
    assert place.desk.controller.session == session()


def test_digits_edit_minutes_in_the_list(place: Stand, page: PlanPage) -> None:
    """Typing a number on a row and Enter changes the length and shifts the later starts."""
    press(Qt.Key.Key_Down)
    type_text("45")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert planned(place, "b2").length == 45 * MINUTE
    model = page.table.model()
    assert model.index(2, PlanColumn.START).data() == "9:55"


@pytest.mark.parametrize(
    ("key", "name"),
    [(Qt.Key.Key_Return, "Minutes"), (Qt.Key.Key_F2, "Title"), (Qt.Key.Key_T, "Start")],
)
def test_keys_open_the_cells_of_the_chosen_row(page: PlanPage, key: Qt.Key, name: str) -> None:
    """Enter types the minutes, F2 the title, T the start; Escape gives up."""
    press(key)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor.accessibleName() == name
    press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is page.table


def test_down_in_the_minutes_keeps_them_and_goes_on(place: Stand, page: PlanPage) -> None:
    """A trainer can type minutes row after row with Down between them."""
    type_text("12")
    press(Qt.Key.Key_Down)
    QApplication.processEvents()
    assert planned(place, "b1").length == 12 * MINUTE
    assert page.table.chosen_block == "b2"


def test_minutes_that_mean_nothing_go_on_in_the_editor(place: Stand, page: PlanPage) -> None:
    """What was typed stays, with words beside it, and the plan is untouched."""
    type_text("9")
    type_text("x")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    length = field(page.editor, "Length")
    assert written(length) == "9x"
    assert "minutes" in length.problem
    assert planned(place).length == 10 * MINUTE


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("Length", "1 h 15", ("length", minutes(75))),
        ("Can shrink to", "8", ("minimum", minutes(8))),
    ],
)
def test_lengths_are_kept_on_enter(
    place: Stand, page: PlanPage, name: str, typed: str, value: tuple[str, object]
) -> None:
    """A length typed in the editor is in the plan after Enter."""
    field(page.editor, name).editor.setFocus()
    retype(typed)
    press(Qt.Key.Key_Return)
    assert getattr(planned(place), value[0]) == value[1]


def test_a_minimum_above_the_length_is_refused_in_words(place: Stand, page: PlanPage) -> None:
    """The typed text stays and the plan stays; Escape brings the old figure back."""
    minimum = field(page.editor, "Can shrink to")
    minimum.editor.setFocus()
    retype("40")
    press(Qt.Key.Key_Return)
    assert minimum.problem == "This is longer than the block."
    assert written(minimum) == "40"
    assert planned(place).minimum == 10 * MINUTE
    press(Qt.Key.Key_Escape)
    assert (written(minimum), minimum.problem) == ("10 min", "")


def test_a_shorter_length_takes_the_minimum_along(place: Stand, page: PlanPage) -> None:
    """A block of 30 with minimum 20 that becomes 15 has the minimum 15."""
    press(Qt.Key.Key_Down)
    type_text("15")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert planned(place, "b2").minimum == 15 * MINUTE


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("Title", "title"),
        ("Owner", "owner"),
        ("In the room", "room"),
        ("Remote", "remote"),
        ("Only for trainers", "trainer_note"),
    ],
)
def test_texts_are_kept_after_a_pause(
    place: Stand, page: PlanPage, qtbot: Any, name: str, attribute: str
) -> None:
    """Nothing but a pause of typing is needed, and the store has it within a second."""
    field(page.editor, name).editor.setFocus()
    retype("Rehearse the hand-over")
    qtbot.waitUntil(
        lambda: getattr(planned(place), attribute) == "Rehearse the hand-over", timeout=900
    )
    assert place.desk.library.flush(10)
    stored = place.desk.library.session(session().id).session.plan
    assert getattr(stored.blocks[0], attribute) == "Rehearse the hand-over"


def test_typing_is_kept_when_another_block_is_clicked(
    place: Stand, page: PlanPage, qtbot: Any
) -> None:
    """Going on to another block at once loses no letter and writes into the right block."""
    field(page.editor, "Remote").editor.setFocus()
    retype("Open the chat")
    row = page.table.visualRect(page.table.model().index(2, PlanColumn.TITLE))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert planned(place, "b1").remote == "Open the chat"
    assert planned(place, "b3").remote == ""
    assert page.table.chosen_block == "b3"


def test_typing_is_kept_when_the_screen_changes(place: Stand, page: PlanPage) -> None:
    """Leaving the planner for another screen keeps what was being typed."""
    field(page.editor, "Owner").editor.setFocus()
    retype("Mia")
    page.hide()
    assert planned(place).owner == "Mia"


def test_an_empty_title_is_refused(place: Stand, page: PlanPage) -> None:
    """A block keeps its title until another one is typed."""
    title = field(page.editor, "Title")
    title.editor.setFocus()
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert title.problem == "A block needs a title."
    assert planned(place).title == "Block b1"


def test_a_fixed_start_is_set_and_taken_away(place: Stand, page: PlanPage, qtbot: Any) -> None:
    """Fixed time begins with the present start, takes another one, and can be let go."""
    press(Qt.Key.Key_Down)
    qtbot.mouseClick(_button(page, "Fixed time"), Qt.MouseButton.LeftButton)
    assert planned(place, "b2").fixed_start == time(9, 10)
    retype("9.20")
    press(Qt.Key.Key_Return)
    assert planned(place, "b2").fixed_start == time(9, 20)
    title = page.table.model().index(1, PlanColumn.TITLE)
    spoken = title.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "10 min free before" in spoken
    qtbot.mouseClick(_button(page, "Follows the block before"), Qt.MouseButton.LeftButton)
    assert planned(place, "b2").fixed_start is None


def test_an_overlap_is_shown_with_its_size(place: Stand, page: PlanPage, qtbot: Any) -> None:
    """A fixed start before the block in front of it has ended says so, at the row and on top."""
    press(Qt.Key.Key_Down)
    qtbot.mouseClick(_button(page, "Fixed time"), Qt.MouseButton.LeftButton)
    retype("9:05")
    press(Qt.Key.Key_Return)
    row = page.table.model().index(1, PlanColumn.TITLE)
    assert "overlaps by 5 min" in row.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.header.fit.text() == "Does not fit: 5 min overlap"


def test_choices_go_into_the_plan(place: Stand, page: PlanPage, qtbot: Any) -> None:
    """Optional, automatic and priority are one click each."""
    for name in ("Optional: may be left out", "The next block starts by itself", "Low"):
        qtbot.mouseClick(_button(page, name), Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    now = planned(place)
    assert (now.optional, now.auto_advance, now.priority) == (True, True, 3)


def test_undo_and_redo_by_keys_name_their_step(place: Stand, page: PlanPage, qtbot: Any) -> None:
    """Each key takes one step back or does it again, and says which."""
    told: list[str] = []
    place.desk.noticed.connect(lambda notice: told.append(notice.text))
    type_text("25")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    page.table.setFocus()
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned(place).length == 10 * MINUTE
    press(Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert planned(place).length == 25 * MINUTE
    assert told == ["Undone: length.", "Done again: length."]


def test_undo_in_a_field_goes_to_the_plan_when_nothing_is_being_typed(
    place: Stand, page: PlanPage
) -> None:
    """After Enter the undo key belongs to the planner, and the field shows the old value."""
    length = field(page.editor, "Length")
    length.editor.setFocus()
    retype("50")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned(place).length == 10 * MINUTE
    assert written(length) == "10 min"


def test_the_session_is_renamed_and_moved(place: Stand, page: PlanPage, qtbot: Any) -> None:
    """Title, day, start and target end are edited at the top."""
    qtbot.mouseClick(page.header.about, Qt.MouseButton.LeftButton)
    field(page.header, "Session").editor.setFocus()
    retype("Over the threshold")
    press(Qt.Key.Key_Return)
    for name, typed in (("Day", "9.12.2026"), ("Start", "8:30"), ("Target end", "9.15")):
        field(page.header, name).editor.setFocus()
        retype(typed)
        press(Qt.Key.Key_Return)
    assert place.desk.controller is not None
    changed = place.desk.controller.session
    assert changed.title == "Over the threshold"
    assert changed.plan.start == parse_instant("2026-12-09T08:30:00+02:00")
    assert changed.plan.target_end == parse_instant("2026-12-09T09:15:00+02:00")
    assert page.header.fit.text() == "1 h of 45 min: 15 min over"


@pytest.mark.parametrize(
    ("name", "typed"), [("Day", "32.1."), ("Start", "25"), ("Target end", "x")]
)
def test_a_day_or_time_that_cannot_be_is_refused_in_words(
    place: Stand, page: PlanPage, qtbot: Any, name: str, typed: str
) -> None:
    """The typed text stays beside the words."""
    qtbot.mouseClick(page.header.about, Qt.MouseButton.LeftButton)
    asked = field(page.header, name)
    asked.editor.setFocus()
    retype(typed)
    press(Qt.Key.Key_Return)
    assert asked.problem.startswith("Write a")
    assert written(asked) == typed


def test_the_plan_can_be_edited_while_it_runs(place: Stand, page: PlanPage) -> None:
    """The running block is marked, and a later one is changed."""
    place.desk.act(SessionController.start_next)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Down)
    type_text("30")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert planned(place, "b3").length == 30 * MINUTE
    assert place.desk.controller is not None
    assert place.desk.controller.run.state.current == "b1"


def test_the_model_keeps_the_contract_of_qt(place: Stand, page: PlanPage) -> None:
    """Qt's own checker finds nothing while blocks change."""
    model = page.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    type_text("20")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert model.rowCount() == 3


def test_only_what_changed_is_told(place: Stand, page: PlanPage) -> None:
    """A longer second block tells its own row and the starts after it, nothing before."""
    model = page.table.model()
    assert isinstance(model, PlanModel)
    told: list[tuple[int, int, int, int]] = []
    model.dataChanged.connect(
        lambda top, bottom: told.append((top.row(), bottom.row(), top.column(), bottom.column()))
    )
    press(Qt.Key.Key_Down)
    type_text("31")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert told == [
        (1, 1, PlanColumn.START, PlanColumn.OWNER),
        (2, 2, PlanColumn.START, PlanColumn.START),
    ]


def test_another_session_brings_its_own_texts(place: Stand, page: PlanPage) -> None:
    """Text that could not be taken stays with its session and reaches no other one."""
    length = field(page.editor, "Length")
    length.editor.setFocus()
    retype("soon")
    press(Qt.Key.Key_Return)
    other = replace(session("other"), plan=session(blocks=(block("x", 40, BlockKind.POLL),)).plan)
    place.save(SaveSession(session=other))
    place.desk.load_session(other.id)
    assert (written(length), length.problem) == ("40 min", "")
    assert page.table.chosen_block == "x"


def _button(page: PlanPage, name: str) -> QWidget:
    found = [
        each
        for each in page.editor.findChildren(QWidget)
        if each.isVisible() and getattr(each, "text", lambda: "")() == name
    ]
    assert len(found) == 1
    return found[0]
