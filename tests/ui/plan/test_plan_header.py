"""The head of the planner, its side panel, and what a block has beside its times."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.plan.planning import CTRL, LEFT, NO_KEY, click, controller, planned, planner
from tests.ui.screens import Stand, block, field, focused, press, retype, session
from ui.plan.page import PlanPage
from ui.widgets.chip import ChipButton
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.plan import BlockKind, BreakoutSettings
from virtu_desktop.domain.programme import Delivery
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.domain.time import MINUTE, minutes
from virtu_desktop.engine.plan_editor import PlanStep


def chip(page: QWidget, words: str) -> ChipButton:
    """Return the visible chip with these words."""
    found = [
        each for each in page.findChildren(ChipButton) if each.isVisible() and each.text() == words
    ]
    assert len(found) == 1
    return found[0]


def test_the_delivery_form_is_one_step(bare: Stand, five: PlanPage) -> None:
    """A click chooses it, the chip says it, undo brings the old one back."""
    QTest.mouseClick(chip(five.header, "25 Nov 2026 · Hybrid"), LEFT)
    assert five.header.delivery.currentIndex() == 1
    QTest.mouseClick(five.header.delivery, LEFT, NO_KEY, five.header.delivery.tabRect(2).center())
    assert controller(bare).session.delivery is Delivery.REMOTE
    assert five.header.about.text() == "25 Nov 2026 · Remote"
    assert five.header.undo.text().startswith("Undo: delivery form")
    five.table.setFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert controller(bare).session.delivery is Delivery.HYBRID
    assert five.header.delivery.currentIndex() == 1


def test_title_and_phones_are_behind_the_same_chip(bare: Stand, five: PlanPage) -> None:
    """The chip shows the fields with the keyboard in the title."""
    QTest.mouseClick(chip(five.header, "25 Nov 2026 · Hybrid"), LEFT)
    assert focused() is field(five.header, "Session").editor
    QTest.mouseClick(five.header.phones, LEFT, NO_KEY, QPoint(8, 8))
    assert controller(bare).session.has_phones is True
    assert five.header.undo.text().startswith("Undo: phones")


def test_a_step_of_a_panel_can_be_undone_here(bare: Stand, five: PlanPage) -> None:
    """What another part of the window does to the plan is named on the chip too."""
    session = replace(controller(bare).session, has_phones=True)
    controller(bare).planner.change_session(PlanStep.PHONES, session)
    QApplication.processEvents()
    assert five.header.undo.text().startswith("Undo: phones")


def test_a_side_panel_stands_beside_or_takes_turns(
    bare: Stand, five: PlanPage, qtbot: QtBot
) -> None:
    """Wide windows show panel and editor, narrow ones one of the two, by key and by chip."""
    side = QWidget()
    side.setAccessibleName("Methods")
    five.set_side(side)
    assert (side.isVisible(), five.editor.isVisible()) == (True, True)
    bare.window.resize(1180, 720)
    QApplication.processEvents()
    assert (side.isVisible(), five.editor.isVisible()) == (False, True)
    press(Qt.Key.Key_F4)
    assert (side.isVisible(), five.editor.isVisible()) == (True, False)
    QTest.mouseClick(chip(five.header, "Methods"), LEFT)
    assert (side.isVisible(), five.editor.isVisible()) == (False, True)


def test_in_a_window_for_one_thing_the_editor_takes_the_place_of_the_list(
    bare: Stand, five: PlanPage
) -> None:
    """E opens the whole block and Esc leads back; a press on the chip does the same."""
    bare.window.resize(900, 600)
    QApplication.processEvents()
    assert (five.table.isVisible(), five.editor.isVisible()) == (True, False)
    press(Qt.Key.Key_E)
    assert (five.table.isVisible(), five.editor.isVisible()) == (False, True)
    retype("Called otherwise")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert (five.table.isVisible(), five.table.hasFocus()) == (True, True)
    QTest.mouseClick(chip(five.header, "Block"), LEFT)
    assert field(five, "Title").editor.hasFocus()
    QTest.mouseClick(five.editor.back, LEFT)
    assert (five.table.isVisible(), five.editor.isVisible()) == (True, False)


def test_e_leads_into_the_editor_and_out_of_it(bare: Stand, five: PlanPage) -> None:
    """Beside the list the editor stays, and Esc in it gives the keyboard back to the list."""
    press(Qt.Key.Key_E)
    assert field(five, "Title").editor.hasFocus()
    press(Qt.Key.Key_Escape)
    assert five.table.hasFocus()
    assert five.editor.isVisible()


def test_a_time_that_means_nothing_goes_on_in_the_editor_of_a_narrow_window(
    bare: Stand, five: PlanPage
) -> None:
    """What was typed in the list is asked about where it can be seen."""
    bare.window.resize(900, 600)
    QApplication.processEvents()
    press(Qt.Key.Key_T)
    retype("soonish")
    press(Qt.Key.Key_Return)
    QApplication.processEvents()
    assert field(five, "Fixed start").editor.hasFocus()
    assert field(five, "Fixed start").editor.isVisible()


def test_the_median_of_earlier_runs_can_be_used(
    bare: Stand, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planned and actual minutes stand in the editor, and one click takes the median."""
    runs = tuple(EarlierRun(planned=minutes(25), took=minutes(n)) for n in (34, 31))
    library = bare.desk.library
    monkeypatch.setattr(library, "earlier_runs", lambda _session: {"b": runs})
    blocks = (block("a", 10, BlockKind.OPENING), block("b", 25, BlockKind.PLENARY))
    page = planner(bare, session(blocks=blocks))
    qtbot.addWidget(bare.window)
    assert not any("median" in each.text() for each in _shown_chips(page))
    click(page, 1)
    QTest.mouseClick(chip(page.editor, "Use the median (33)"), LEFT)
    assert planned(bare, "b").length == 33 * MINUTE
    assert not any("median" in each.text() for each in _shown_chips(page))


def test_materials_are_written_one_on_a_line(bare: Stand, five: PlanPage) -> None:
    """Empty lines and repeated things are left out."""
    materials = field(five.editor, "Materials")
    materials.editor.setFocus()
    QTest.keyClicks(focused(), "Canvas link")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Table mics")
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Canvas link")
    five.table.setFocus()
    assert planned(bare, "a").materials == ("Canvas link", "Table mics")


def test_breakout_settings_are_edited(bare: Stand, qtbot: QtBot) -> None:
    """Size, rounds and mode of a breakout are in the editor; other kinds do not show them."""
    settings = BreakoutSettings(group_size=4, calls=(minutes(5),), rules=("Pin the hosts",))
    groups = replace(block("b", 30, BlockKind.BREAKOUT), breakout=settings)
    page = planner(bare, session(blocks=(block("a", 10, BlockKind.OPENING), groups)))
    qtbot.addWidget(bare.window)
    assert not field(page.editor, "People in a group").isVisible()
    click(page, 1)
    field(page.editor, "People in a group").editor.setFocus()
    retype("3")
    press(Qt.Key.Key_Return)
    field(page.editor, "Rounds").editor.setFocus()
    retype("2")
    press(Qt.Key.Key_Return)
    QTest.mouseClick(chip(page.editor, "Remote people together"), LEFT)
    assert planned(bare, "b").breakout == replace(settings, group_size=3, rounds=2, mode="together")


@pytest.mark.parametrize(("name", "typed"), [("People in a group", "1"), ("Rounds", "x")])
def test_a_number_that_cannot_be_is_refused_in_words(
    bare: Stand, qtbot: QtBot, name: str, typed: str
) -> None:
    """The typed text stays beside the words and the plan stays."""
    page = planner(bare, session(blocks=(block("b", 30, BlockKind.BREAKOUT),)))
    qtbot.addWidget(bare.window)
    field(page.editor, name).editor.setFocus()
    retype(typed)
    press(Qt.Key.Key_Return)
    assert field(page.editor, name).problem.startswith("Write a number")
    assert planned(bare, "b").breakout is None


def test_polls_of_a_block_are_shown(bare: Stand, qtbot: QtBot) -> None:
    """The questions can be read where the block is edited."""
    asked = replace(
        block("b", 5, BlockKind.POLL), polls=(Question(text="How sure?", kind=PollKind.SCALE),)
    )
    page = planner(bare, session(blocks=(asked,)))
    qtbot.addWidget(bare.window)
    texts = [getattr(each, "text", str)() for each in page.editor.findChildren(QWidget)]
    assert "How sure? 1-5" in texts


def _shown_chips(page: PlanPage) -> list[ChipButton]:
    return [each for each in page.editor.findChildren(ChipButton) if each.isVisible()]
