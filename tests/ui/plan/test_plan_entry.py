"""The typed line at the end of the list, and blocks from and to the clipboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.plan.planning import (
    CTRL,
    LEFT,
    SHIFT,
    click,
    controller,
    order,
    plan,
    planner,
    titles,
    told,
)
from tests.ui.screens import Stand, block, focused, press, session, type_text
from ui.plan.page import PlanPage
from virtu_desktop.domain.plan import Block, BlockId, BlockKind
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.domain.time import HOUR, MINUTE, Duration
from virtu_desktop.engine.changes import SaveSession
from virtu_desktop.exchange.blocks_json import MIME_TYPE

RICH = replace(
    block("rich", 25, BlockKind.BREAKOUT, least=15),
    title="Build your own session",
    owner="Mia",
    remote="Join your channel.",
    trainer_note="Ask the quiet table.",
    materials=("Canvas link", "Table mics"),
    polls=(Question(text="Ready?", kind=PollKind.SINGLE, options=("Yes", "No")),),
    fixed_start=time(9, 30),
)


def put_text(text: str) -> None:
    """Put text on the clipboard as another program would."""
    QGuiApplication.clipboard().setText(text)


def test_a_adds_at_the_end_and_stays(bare: Stand, five: PlanPage) -> None:
    """The key leads to the line; Enter adds, and the next line can be typed at once."""
    press(Qt.Key.Key_A)
    type_text("20 plenary Results from the groups @Mia")
    press(Qt.Key.Key_Return)
    type_text("5 coffee")
    press(Qt.Key.Key_Return)
    made = plan(bare).blocks[-2:]
    assert [(each.title, each.length // MINUTE, each.kind, each.owner) for each in made] == [
        ("Results from the groups", 20, BlockKind.PLENARY, "Mia"),
        ("coffee", 5, BlockKind.BREAK, ""),
    ]
    assert focused() is five.entry.line
    assert five.header.undo.text().startswith("Undo: added 1 block")


def test_what_is_understood_shows_while_typing(five: PlanPage) -> None:
    """Minutes, kind, owner and place are said below the line, also to a screen reader."""
    QTest.mouseClick(five.header.add, LEFT)
    type_text("20 plenary Results @Mia")
    assert five.entry.understood == "20 min · Plenary · Mia · at the end"
    assert focused().accessibleDescription() == five.entry.understood
    press(Qt.Key.Key_Escape)
    type_text("0930 Start")
    assert five.entry.understood == "9:30 · 10 min · at the end"


def test_a_block_goes_after_the_chosen_one(bare: Stand, five: PlanPage) -> None:
    """A choice made by hand says where; the new block is chosen, so the next follows it."""
    click(five, 1)
    press(Qt.Key.Key_A)
    type_text("First")
    assert five.entry.understood.endswith("after Block b")
    press(Qt.Key.Key_Return)
    type_text("Second")
    press(Qt.Key.Key_Return)
    assert titles(bare)[1:5] == ["Block b", "First", "Second", "Block c"]


def test_escape_clears_and_then_leaves(five: PlanPage) -> None:
    """The first press clears what was typed, the second leads back to the list."""
    press(Qt.Key.Key_A)
    type_text("x")
    press(Qt.Key.Key_Escape)
    assert five.entry.line.text() == ""
    press(Qt.Key.Key_Escape)
    assert focused() is five.table


def test_an_empty_session_teaches_the_line(bare: Stand, qtbot: QtBot) -> None:
    """A new session begins in the line, and the first block takes the place of the empty one."""
    empty = Block(
        id=BlockId("new"), length=Duration(3 * HOUR), minimum=Duration(0), title="New block"
    )
    page = planner(bare, session(blocks=(empty,)))
    qtbot.addWidget(bare.window)
    page.hide()
    page.show()
    assert focused() is page.entry.line
    assert page.entry.understood.startswith("Minutes, kind, title, @owner.")
    type_text("15 opening Welcome")
    press(Qt.Key.Key_Return)
    assert titles(bare) == ["Welcome"]
    assert page.header.fit.text() == "Fits: 15 min of 3 h, 2 h 45 min free"


def test_blocks_go_whole_to_another_session(bare: Stand, qtbot: QtBot) -> None:
    """Everything a block has is pasted into the other session, without its fixed start."""
    page = planner(bare, session(blocks=(block("a", 10, BlockKind.OPENING), RICH)))
    qtbot.addWidget(bare.window)
    click(page, 1)
    press(Qt.Key.Key_C, CTRL)
    other = session("other", blocks=(block("x", 5, BlockKind.OPENING),))
    bare.save(SaveSession(session=other))
    bare.desk.load_session(other.id)
    page.table.setFocus()
    press(Qt.Key.Key_V, CTRL)
    pasted = plan(bare).blocks[1]
    assert controller(bare).session.id == "other"
    assert replace(pasted, id=RICH.id) == replace(RICH, fixed_start=None)
    assert pasted.id != RICH.id
    assert page.table.chosen_blocks == (pasted.id,)


def test_the_text_on_the_clipboard_reads_well(five: PlanPage) -> None:
    """Times, minutes, titles and what both audiences are told stand in plain lines."""
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text().splitlines() == [
        "9:00  10 min  Block a",
        "    In the room: Room text of a",
        "9:10  20 min  Block b",
        "    In the room: Room text of b",
    ]


def test_cut_and_paste_move_blocks(bare: Stand, five: PlanPage) -> None:
    """What is cut is gone at once and comes back where it is pasted."""
    click(five, 0)
    press(Qt.Key.Key_X, CTRL)
    assert order(bare) == "b c d e"
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_V, CTRL)
    assert titles(bare)[-1] == "Block a"
    press(Qt.Key.Key_Z, CTRL)
    press(Qt.Key.Key_Z, CTRL)
    assert order(bare) == "a b c d e"


def test_lines_of_text_become_blocks(bare: Stand, five: PlanPage) -> None:
    """Each line is read as a typed one; bullets and empty lines mean nothing."""
    put_text(
        "- 15 opening Welcome\n\n• 30 groups Build @Mia\n    Remote: Join the channel\n5 coffee"
    )
    press(Qt.Key.Key_V, CTRL)
    made = plan(bare).blocks[-3:]
    assert [(each.title, each.length // MINUTE, each.remote) for each in made] == [
        ("Welcome", 15, ""),
        ("Build", 30, "Join the channel"),
        ("coffee", 5, ""),
    ]
    assert five.header.undo.text().startswith("Undo: pasted 3 blocks")


def test_lines_pasted_into_the_entry_line_become_blocks(bare: Stand, five: PlanPage) -> None:
    """Several lines are not run together into one; a single line is typed text."""
    put_text("10 One\n10 Two")
    press(Qt.Key.Key_A)
    press(Qt.Key.Key_V, CTRL)
    assert titles(bare)[-2:] == ["One", "Two"]
    put_text("10 Three")
    press(Qt.Key.Key_V, CTRL)
    assert five.entry.line.text() == "10 Three"
    assert len(titles(bare)) == 7


def test_lines_that_are_no_blocks_are_counted(bare: Stand, five: PlanPage) -> None:
    """Pasting a mail leaves its greeting out and says so."""
    words = told(bare)
    put_text("Hello all,\n10 One\n10 Two\nSee you!")
    press(Qt.Key.Key_V, CTRL)
    assert len(titles(bare)) == 7
    assert words == ["Left out 2 lines that have neither a time nor a length."]


@pytest.mark.parametrize("count", [501, 10_000])
def test_too_many_lines_are_refused_in_words(bare: Stand, five: PlanPage, count: int) -> None:
    """The plan is untouched, and the words say how many can be pasted."""
    words = told(bare)
    put_text("\n".join(f"10 Block {number}" for number in range(count)))
    press(Qt.Key.Key_V, CTRL)
    assert order(bare) == "a b c d e"
    assert words == ["These are more than 500 lines. Paste at most 500 at once."]


def test_an_empty_clipboard_says_so(bare: Stand, five: PlanPage) -> None:
    """Pasting nothing changes nothing and is not silent."""
    words = told(bare)
    put_text(" \n")
    press(Qt.Key.Key_V, CTRL)
    assert words == ["There is nothing on the clipboard that makes a block."]


def test_damaged_blocks_are_refused_in_words(bare: Stand, five: PlanPage) -> None:
    """What claims to be blocks and is not leaves the plan as it is."""
    words = told(bare)
    data = QMimeData()
    data.setData(MIME_TYPE, b'{"format": "virtu-session", "version": 1}')
    QGuiApplication.clipboard().setMimeData(data)
    press(Qt.Key.Key_V, CTRL)
    assert order(bare) == "a b c d e"
    assert words
    assert words[0].startswith("This session record cannot be read")


def test_keys_of_the_list_are_letters_in_the_line(bare: Stand, five: PlanPage) -> None:
    """A, K, T and Delete belong to the line while one types in it."""
    press(Qt.Key.Key_A)
    type_text("AKT x")
    press(Qt.Key.Key_Backspace)
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Delete)
    assert five.entry.line.text() == "KT "
    assert order(bare) == "a b c d e"
    assert QApplication.activePopupWidget() is None
