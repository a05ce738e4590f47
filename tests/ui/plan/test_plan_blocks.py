"""Choosing, moving, dragging, splitting and merging blocks, by keys and with the mouse."""

from __future__ import annotations

from datetime import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.plan.planning import (
    ALT,
    CTRL,
    LEFT,
    NO_KEY,
    SHIFT,
    above,
    below,
    cell,
    chosen,
    click,
    controller,
    drag,
    enter,
    hold,
    let_go,
    order,
    plan,
    planned,
    spoken,
    told,
)
from tests.ui.screens import Stand, focused, press, retype, type_text
from ui.models.plan_model import PlanColumn, PlanRole
from ui.plan.page import PlanPage
from virtu_desktop.domain.plan import BlockId, BlockKind
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.session import SessionController


@pytest.fixture(autouse=True)
def checked_by_qt(five: PlanPage) -> None:
    """Let Qt's own checker watch the model; what it finds is a warning, which fails the test."""
    model = five.table.model()
    mode = QAbstractItemModelTester.FailureReportingMode.Warning
    assert QAbstractItemModelTester(model, mode, model).model() is model


def test_alt_and_arrows_move_the_chosen_blocks(bare: Stand, five: PlanPage) -> None:
    """Each press is one place, the chosen blocks stay chosen, and the edge is the end."""
    press(Qt.Key.Key_Down, SHIFT)
    for _ in range(4):
        press(Qt.Key.Key_Down, ALT)
    assert order(bare) == "c d e a b"
    assert chosen(five) == "a b"
    press(Qt.Key.Key_Up, ALT)
    assert order(bare) == "c d a b e"


def test_each_move_is_one_step_of_undo_with_its_name(bare: Stand, five: PlanPage) -> None:
    """The chip names what undo takes back, and undo and redo say what they did."""
    words = told(bare)
    click(five, 0)
    click(five, 3, CTRL)
    press(Qt.Key.Key_Down, ALT)
    assert order(bare) == "b c e a d"
    assert five.header.undo.text().startswith("Undo: moved 2 blocks")
    press(Qt.Key.Key_Z, CTRL)
    assert order(bare) == "a b c d e"
    assert not five.header.undo.isVisible()
    press(Qt.Key.Key_Y, CTRL)
    assert order(bare) == "b c e a d"
    assert words == ["Undone: moved 2 blocks.", "Done again: moved 2 blocks."]


def test_undo_survives_other_screens(bare: Stand, five: PlanPage) -> None:
    """Steps stay with the session while another screen is shown."""
    press(Qt.Key.Key_Down, ALT)
    five.hide()
    five.show()
    QTest.mouseClick(five.header.undo, LEFT)
    assert order(bare) == "a b c d e"


def test_a_drag_moves_a_block_when_it_is_dropped(bare: Stand, five: PlanPage) -> None:
    """Only the drop changes the plan, and the block that was dragged is the chosen one."""
    hold(five, 0, below(five, 2))
    assert order(bare) == "a b c d e"
    let_go(five, below(five, 2))
    assert order(bare) == "b c a d e"
    assert chosen(five) == "a"


def test_several_blocks_are_dragged_by_one_of_them(bare: Stand, five: PlanPage) -> None:
    """A press on one of the chosen blocks keeps all of them, and they land together."""
    click(five, 0)
    click(five, 2, CTRL)
    drag(five, 2, below(five, 4))
    assert order(bare) == "b d e a c"
    assert chosen(five) == "a c"


def test_a_drag_up_lands_above(bare: Stand, five: PlanPage) -> None:
    """The upper half of a row means before it."""
    drag(five, 4, above(five, 1))
    assert order(bare) == "a e b c d"


def test_new_times_and_end_show_before_the_drop(bare: Stand, five: PlanPage) -> None:
    """A block before a fixed start pushes the end out; that is said while it is dragged."""
    click(five, 3)
    press(Qt.Key.Key_T)
    retype("10:00")
    enter()
    hold(five, 4, above(five, 0))
    first = five.table.model().index(0, PlanColumn.START)
    assert first.data(PlanRole.PREVIEW) == "9:50"
    assert five.header.fit.text() == "Ends 10:40, 50 min overlap"
    QTest.keyClick(five.table, Qt.Key.Key_Escape)
    assert first.data(PlanRole.PREVIEW) == ""
    assert five.header.fit.text().startswith("Fits")
    let_go(five, above(five, 0))
    assert order(bare) == "a b c d e"


def test_the_end_says_how_much_it_is_over(bare: Stand, five: PlanPage) -> None:
    """The words beside the mouse give the end and what is over the target."""
    type_text("15")
    enter()
    hold(five, 0, below(five, 1))
    assert five.header.fit.text() == "Ends 11:35, 5 min over"


def test_a_press_without_a_move_narrows_the_choice(five: PlanPage) -> None:
    """A plain click on one of several chosen blocks chooses only that one."""
    press(Qt.Key.Key_A, CTRL)
    assert len(five.table.chosen_blocks) == 5
    click(five, 2)
    assert chosen(five) == "c"


def test_shift_chooses_from_the_anchor(five: PlanPage) -> None:
    """Shift with click, arrows, Home and End extends from where the choice began."""
    click(five, 1)
    click(five, 3, SHIFT)
    assert chosen(five) == "b c d"
    press(Qt.Key.Key_Home, SHIFT)
    assert chosen(five) == "a b"
    press(Qt.Key.Key_End)
    assert chosen(five) == "e"


def test_delete_removes_and_offers_to_take_it_back(bare: Stand, five: PlanPage) -> None:
    """The message has an undo that brings the blocks back, and the next block is chosen."""
    notices: list[object] = []
    bare.desk.noticed.connect(notices.append)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Delete)
    assert order(bare) == "c d e"
    assert chosen(five) == "c"
    notice = notices[-1]
    assert getattr(notice, "text", "") == "Removed 2 blocks."
    notice.undo()  # type: ignore[attr-defined]
    assert order(bare) == "a b c d e"


def test_the_offer_to_take_back_ends_with_the_next_step(bare: Stand, five: PlanPage) -> None:
    """An old message undoes nothing that was done after it."""
    notices: list[object] = []
    bare.desk.noticed.connect(notices.append)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Down, ALT)
    notices[0].undo()  # type: ignore[attr-defined]
    assert order(bare) == "c b d e"
    assert "Undo goes back step by step" in getattr(notices[-1], "text", "")


def test_the_last_blocks_stay(bare: Stand, five: PlanPage) -> None:
    """A plan keeps a block; the refusal says so."""
    words = told(bare)
    press(Qt.Key.Key_A, CTRL)
    press(Qt.Key.Key_Delete)
    assert order(bare) == "a b c d e"
    assert words == ["A plan keeps at least one block."]


def test_duplicates_follow_and_are_chosen(bare: Stand, five: PlanPage) -> None:
    """Copies stand after the last of the chosen blocks."""
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_D, CTRL)
    names = [block.title for block in plan(bare).blocks]
    assert names[:4] == ["Block a", "Block b", "Block a", "Block b"]
    assert len(five.table.chosen_blocks) == 2
    assert set(five.table.chosen_blocks).isdisjoint({"a", "b"})


def test_a_block_is_split_after_typed_minutes(bare: Stand, five: PlanPage) -> None:
    """The row asks, offers the middle, refuses what is too long in words, and Enter splits."""
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_S, CTRL | SHIFT)
    line = focused()
    assert line is five.split_row.line
    assert five.split_row.line.text() == "25"
    retype("60")
    press(Qt.Key.Key_Return)
    assert "Write less than the 50 min" in line.accessibleDescription()
    retype("20")
    press(Qt.Key.Key_Return)
    lengths = [block.length // MINUTE for block in plan(bare).blocks]
    assert lengths == [10, 20, 30, 40, 20, 30]
    assert QApplication.focusWidget() is five.table
    assert not five.split_row.isVisible()


def test_escape_leaves_the_block_whole(bare: Stand, five: PlanPage) -> None:
    """The row closes, the keyboard is back on the list."""
    press(Qt.Key.Key_S, CTRL | SHIFT)
    press(Qt.Key.Key_Escape)
    assert order(bare) == "a b c d e"
    assert QApplication.focusWidget() is five.table


def test_neighbours_are_merged(bare: Stand, five: PlanPage) -> None:
    """Lengths add up; blocks that are apart are refused in words."""
    words = told(bare)
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_M, CTRL)
    assert planned(bare, "a").length == 30 * MINUTE
    assert five.header.undo.text().startswith("Undo: merged 2 blocks")
    click(five, 0)
    click(five, 2, CTRL)
    press(Qt.Key.Key_M, CTRL)
    assert words == ["Choose blocks that stand next to one another to merge them."]


@pytest.mark.parametrize(
    ("typed", "start", "length"),
    [
        ("0930", time(9, 30), 20),
        ("10.30", time(10, 30), 20),
        ("10", time(10, 0), 20),
        ("25 min", None, 25),
        ("1h30", None, 90),
    ],
)
def test_the_start_takes_clock_times_and_lengths(
    bare: Stand, five: PlanPage, typed: str, start: time | None, length: int
) -> None:
    """A clock time fixes the start; what is plainly a length changes the length."""
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_T)
    retype(typed)
    enter()
    block = planned(bare, "b")
    assert (block.fixed_start, block.length) == (start, length * MINUTE)


def test_an_emptied_start_follows_again(bare: Stand, five: PlanPage) -> None:
    """Without a time in it the block follows the one before."""
    press(Qt.Key.Key_Down)
    for typed in ("9:30", ""):
        press(Qt.Key.Key_T)
        press(Qt.Key.Key_A, CTRL)
        press(Qt.Key.Key_Delete)
        type_text(typed)
        enter()
    assert planned(bare, "b").fixed_start is None
    assert "free before" not in spoken(five, 1)


@pytest.mark.parametrize(("typed", "minutes"), [("10", 10), ("1h30", 90), ("25 min", 25)])
def test_the_minutes_take_lengths(bare: Stand, five: PlanPage, typed: str, minutes: int) -> None:
    """What people write for a length is understood in the list."""
    press(Qt.Key.Key_Return)
    retype(typed)
    enter()
    assert planned(bare, "a").length == minutes * MINUTE


def test_a_clock_among_the_minutes_fixes_the_start(bare: Stand, five: PlanPage) -> None:
    """0930 is never 930 minutes."""
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    retype("0930")
    enter()
    assert planned(bare, "b").fixed_start == time(9, 30)
    assert planned(bare, "b").length == 20 * MINUTE


def test_f2_writes_the_title_and_tab_goes_on(bare: Stand, five: PlanPage) -> None:
    """Title and owner are typed in the row, one after the other."""
    press(Qt.Key.Key_F2)
    retype("Welcome")
    press(Qt.Key.Key_Tab)
    type_text("Mia")
    enter()
    assert (planned(bare, "a").title, planned(bare, "a").owner) == ("Welcome", "Mia")


def test_a_start_that_means_nothing_goes_on_in_the_editor(bare: Stand, five: PlanPage) -> None:
    """What was typed stays beside the words that say what is asked for."""
    press(Qt.Key.Key_T)
    retype("soon")
    enter()
    assert getattr(focused(), "text", str)() == "soon"
    assert "10:30" in focused().accessibleDescription()
    assert planned(bare, "a").fixed_start is None


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_a_click_on_the_kind_opens_its_menu(bare: Stand, five: PlanPage) -> None:
    """The menu stands at the chip, has the present kind ticked, and a key chooses another."""
    chip = cell(five, 1, PlanColumn.KIND)
    area = five.table.visualRect(five.table.model().index(1, PlanColumn.KIND))
    QTest.mouseClick(five.table.viewport(), LEFT, NO_KEY, QPoint(area.left() + 20, chip.y()))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if action.isChecked()] == ["Plenary"]
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert planned(bare, "b").kind is BlockKind.BREAKOUT


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_kind_of_several_blocks_changes_in_one_step(bare: Stand, five: PlanPage) -> None:
    """K opens the same menu for all chosen blocks."""
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_K)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert {planned(bare, name).kind for name in "ab"} == {BlockKind.OPENING}
    press(Qt.Key.Key_Z, CTRL)
    assert {planned(bare, name).kind for name in "ab"} == {BlockKind.PLENARY}


def test_a_click_on_the_strip_chooses_its_block(five: PlanPage, qtbot: QtBot) -> None:
    """The block is chosen in the list and marked on the strip."""
    strip = five.header.strip
    qtbot.waitUntil(lambda: len(strip.state.segments) == 5)
    QTest.mouseClick(strip, LEFT, NO_KEY, QPoint(strip.width() - 5, strip.height() // 2))
    assert chosen(five) == "e"
    qtbot.waitUntil(
        lambda: [each.block for each in strip.state.segments if each.is_chosen] == ["e"]
    )


def test_what_was_typed_is_kept_before_blocks_move(bare: Stand, five: PlanPage) -> None:
    """A key for the list while minutes are being typed takes them first."""
    type_text("45")
    press(Qt.Key.Key_Down, ALT)
    assert planned(bare, "a").length == 45 * MINUTE
    assert order(bare) == "b a c d e"


def test_a_running_block_can_be_moved(bare: Stand, five: PlanPage) -> None:
    """The run keeps its block, wherever the plan has it."""
    bare.desk.act(SessionController.start_next)
    press(Qt.Key.Key_Down, ALT)
    assert order(bare) == "b a c d e"
    assert controller(bare).run.state.current == "a"


def test_a_block_that_ran_stays(bare: Stand, five: PlanPage) -> None:
    """A plan without a block that has been run is refused in words, and nothing changes."""
    words = told(bare)
    bare.desk.act(SessionController.start_next)
    words.clear()
    press(Qt.Key.Key_Delete)
    assert order(bare) == "a b c d e"
    assert words
    assert words[0].startswith("This does not fit what has happened already.")


def test_a_new_current_block_is_in_the_editor(bare: Stand, five: PlanPage) -> None:
    """After blocks went, the editor shows the block that is chosen now."""
    press(Qt.Key.Key_Delete)
    five.editor.setFocus()
    assert five.table.chosen_block == BlockId("b")
    names = [each.text() for each in five.editor.findChildren(QLabel) if each.text()]
    assert "9:00–9:20" in names
