"""Open answers are let through, left out, put into themes and frozen by keys, with undo (V10)."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest

from tests.polls_shown import CLOUD, RANKING
from tests.ui.cockpit import Cockpit, focused
from ui.run.dock import Panel
from ui.run.polls import answers_controls
from ui.run.polls.answers_board import AnswersBoard
from virtu_desktop.domain.polls import Channel, Poll, VoterId
from virtu_desktop.domain.questions import Answer, Question
from virtu_desktop.domain.wall import Seen
from virtu_desktop.engine.poll_terms import Vote

WORDS = (("tauko", "ääni"), ("Tauot",), ("mikrofoni",), ("rumaa",), ("tauko",))


class KnownForms:
    """Knows one word."""

    def __init__(self, language: str) -> None:
        """Take the language."""

    def of(self, words: Collection[str]) -> dict[str, str]:
        """Return its basic form."""
        return {"tauot": "tauko"} if "tauot" in words else {}

    def close(self) -> None:
        """There is nothing to end."""


@pytest.fixture(autouse=True)
def known_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Need no dictionaries."""
    monkeypatch.setattr(answers_controls, "Lemmas", KnownForms)


@pytest.fixture
def board(running: Cockpit) -> AnswersBoard:
    """Ask for words, take five answers, and give the board the keyboard."""
    poll = running.controller.ask(CLOUD)
    votes = [
        Vote(answer=Answer(texts=texts), voter=VoterId(str(place)))
        for place, texts in enumerate(WORDS)
    ]
    running.controller.polls.add_votes(poll.id, votes, channel=Channel.PAPER)
    running.window.run.show_panel(Panel.POLLS)
    shown = running.window.run.polls.answers
    running.until(shown.isVisible)
    running.until(lambda: labels(shown)[0] == ("tauko", 3))
    shown.list.setFocus()
    return shown


def labels(board: AnswersBoard) -> list[tuple[str, int]]:
    """Return what the list shows."""
    return [(entry.label, entry.people) for entry in board.list.answers.entries]


def on_wall(cockpit: Cockpit) -> list[tuple[str, int]]:
    """Return what the room may see."""
    words = cockpit.controller.walls.words(poll_of(cockpit))
    return [(word.text, word.people) for word in words]


def poll_of(cockpit: Cockpit) -> Poll:
    """Return the poll."""
    poll = cockpit.controller.polls.current
    assert poll is not None
    return poll


def choose(board: AnswersBoard, *names: str) -> None:
    """Select entries with the keyboard."""
    view = board.list
    rows = [name for name, _people in labels(board)]
    view.clearSelection()
    QTest.keyClick(view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for row, name in enumerate(rows):
        if name in names:
            QTest.keyClick(view, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
        if row < len(rows) - 1:
            QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert {entry.label for entry in view.chosen} == set(names)


def test_nothing_is_on_the_wall_unread(running: Cockpit, board: AnswersBoard) -> None:
    """Forms of one word stand together and wait."""
    assert labels(board) == [("tauko", 3), ("mikrofoni", 1), ("rumaa", 1), ("ääni", 1)]
    assert {entry.seen for entry in board.list.answers.entries} == {Seen.WAITING}
    assert on_wall(running) == []


def test_enter_and_delete_decide(running: Cockpit, board: AnswersBoard) -> None:
    """What was let through is seen, what was left out is not; Ctrl+Z takes it back."""
    choose(board, "tauko")
    QTest.keyClick(board.list, Qt.Key.Key_Return)
    choose(board, "rumaa")
    QTest.keyClick(board.list, Qt.Key.Key_Delete)
    assert on_wall(running) == [("tauko", 3)]

    running.click(board.show_all)
    assert on_wall(running) == [("tauko", 3), ("mikrofoni", 1), ("ääni", 1)]

    running.key("Ctrl+Z")
    assert on_wall(running) == [("tauko", 3)]


def test_t_puts_together_and_u_takes_apart(running: Cockpit, board: AnswersBoard) -> None:
    """A theme counts its people once, and F2 gives it a name."""
    running.click(board.show_all)
    choose(board, "mikrofoni", "ääni")
    QTest.keyClick(board.list, Qt.Key.Key_T)
    assert ("mikrofoni", 2) in labels(board)

    choose(board, "mikrofoni")
    QTest.keyClick(board.list, Qt.Key.Key_F2)
    running.type("Sound")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    running.until(lambda: ("Sound", 2) in labels(board))
    assert ("Sound", 2) in on_wall(running)

    choose(board, "Sound")
    QTest.keyClick(board.list, Qt.Key.Key_U)
    assert ("mikrofoni", 1) in labels(board)


def test_dragging_one_onto_another_puts_them_together(
    running: Cockpit, board: AnswersBoard
) -> None:
    """As the list does when something is dropped on a row."""
    model = board.list.answers
    rows = {name: place for place, (name, _people) in enumerate(labels(board))}
    dragged = model.mimeData([model.index(rows["ääni"], 0)])
    assert isinstance(dragged, QMimeData)

    model.dropMimeData(dragged, Qt.DropAction.MoveAction, -1, -1, model.index(rows["mikrofoni"], 0))

    assert ("mikrofoni", 2) in labels(board)


def test_a_frozen_wall_stands_still(running: Cockpit, board: AnswersBoard) -> None:
    """Until it goes on."""
    running.click(board.show_all)
    before = on_wall(running)
    running.click(board.freeze)
    vote = Vote(answer=Answer(texts=("tauko",)), voter=VoterId("late"))
    running.controller.polls.add_votes(poll_of(running).id, [vote], channel=Channel.PAPER)
    assert on_wall(running) == before

    running.click(board.freeze)

    assert on_wall(running)[0] == ("tauko", 4)


def test_decisions_are_in_the_file(running: Cockpit, board: AnswersBoard) -> None:
    """After a kill the wall is as it was."""
    running.click(board.show_all)
    choose(board, "mikrofoni", "ääni")
    QTest.keyClick(board.list, Qt.Key.Key_T)
    decided = poll_of(running).wall
    assert running.library.flush(10)

    record = running.library.session(running.controller.session.id)

    assert record.polls[0].wall == decided


def test_a_pair_that_may_be_the_same_is_offered(running: Cockpit, board: AnswersBoard) -> None:
    """Leave apart: it is not offered again; nothing is put together by itself."""
    polls = running.controller.polls
    for text in ("osallistuja", "osallistujien"):
        vote = Vote(answer=Answer(texts=(text,)), voter=VoterId(text))
        polls.add_votes(poll_of(running).id, [vote], channel=Channel.PAPER)
    assert board.join.isVisible()

    running.click(board.refuse)
    assert not board.join.isVisible()
    assert ("osallistuja", 1) in labels(board)


def test_other_questions_have_no_board_but_a_chart(running: Cockpit, board: AnswersBoard) -> None:
    """A ranking that is closed shows its points, which its rows cannot say."""
    running.controller.polls.close(poll_of(running).id)
    question: Question = RANKING
    poll = running.controller.ask(question)
    vote = Vote(answer=Answer(picks=(1, 0, 2, 3)), voter=VoterId("a"))
    running.controller.polls.add_votes(poll.id, [vote], channel=Channel.PAPER)

    panel = running.window.run.polls
    running.until(panel.tally.isVisible)
    assert not panel.picture.isVisible()
    running.key("K")
    running.until(panel.picture.isVisible)

    assert not board.isVisible()
    assert "Roles, 4" in panel.picture.chart.accessibleDescription()
