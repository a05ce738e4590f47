"""Polls by keys in the real window, with every network off (V2 to V8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.cockpit import Cockpit, half_day
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Channel, Poll, Present, Standing, VoterId
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.tally import Result
from virtu_desktop.engine.poll_terms import Vote

PREPARED = Question(
    text="My threshold today", kind=PollKind.SCALE, repeat_key="threshold", options=()
)
REPORT = Path(__file__).parents[2] / "exchange" / "fixtures" / "zoom_poll_2024.csv"
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def with_polls(*questions: Question, name: str = "s1") -> Session:
    """Return the half-day with questions prepared in its first block."""
    session = half_day(name)
    first, *others = session.plan.blocks
    blocks = (replace(first, polls=questions), *others)
    return replace(session, plan=replace(session.plan, blocks=blocks))


def the_poll(cockpit: Cockpit) -> Poll:
    """Return the poll that was asked last."""
    return cockpit.controller.polls.polls[-1]


def result(cockpit: Cockpit) -> Result:
    """Return what it came to so far."""
    return cockpit.controller.polls.result(the_poll(cockpit).id)


def ask(cockpit: Cockpit, line: str) -> None:
    """Ask a typed question with Q, the line and Enter."""
    cockpit.key("Q")
    cockpit.type(line)
    cockpit.key("Return")


def press(cockpit: Cockpit, *keys: Qt.Key, shift: bool = False) -> None:
    """Press keys where the keyboard is."""
    for key in keys:
        QTest.keyClick(
            QApplication.focusWidget() or cockpit.window,
            key,
            _SHIFT if shift else Qt.KeyboardModifier.NoModifier,
        )
        cockpit.wait(0.2)


def phones(cockpit: Cockpit, picks: Sequence[int], name: str, mode: Mode = Mode.ROOM) -> None:
    """Let simulated phones answer: a channel is just another source."""
    for number, pick in enumerate(picks, 1):
        vote = Vote(answer=Answer(picks=(pick,)), voter=VoterId(f"{name}{number}"), mode=mode)
        cockpit.controller.polls.cast(the_poll(cockpit).id, vote, channel=Channel.PHONE)


def paste(cockpit: Cockpit, text: str) -> None:
    """Copy a chat and paste it with Ctrl+V; wait for what is said of it."""
    QApplication.clipboard().setText(text)
    cockpit.key("Ctrl+V")
    cockpit.until(lambda: cockpit.toast.startswith("From the chat") or "cannot" in cockpit.toast)


def chat(*lines: tuple[str, str, str]) -> str:
    """Return a saved chat of (clock, sender, text)."""
    return "\n".join(f"{clock} From {who} to Everyone:\n {text}" for clock, who, text in lines)


def test_two_keys_and_a_line_ask_something(running: Cockpit) -> None:
    """Q, the question, Enter: it is open, its options have keys."""
    ask(running, "Onko tauko nyt? joo/ei")

    assert the_poll(running).question.options == ("joo", "ei")
    assert the_poll(running).block == "welcome"
    panel = running.window.run.polls
    assert panel.question.text() == "Onko tauko nyt?"
    assert panel.line.text() == ""
    assert running.toast == "The poll is open."


def test_the_hybrid_poll_of_24_people_by_keys(running: Cockpit) -> None:
    """14 in the room, 10 remote, four channels, one voter twice, one late: the known table."""
    running.controller.polls.set_present(Present(room=14, remote=10))
    ask(running, "Break now? Yes/No/Later")
    phones(running, [0] * 5 + [1] * 3 + [2], "room")

    running.key("H")
    press(running, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_2, Qt.Key.Key_2)
    press(running, Qt.Key.Key_3)
    press(running, Qt.Key.Key_3, shift=True)
    running.key("Esc")
    running.wait(60)
    written = [
        ("09:01:10", "Remote1", "1"),
        ("09:01:11", "Remote2", "Yes!"),
        ("09:01:12", "Remote3", "1 :)"),
        ("09:01:13", "Remote4", "2"),
        ("09:01:14", "Remote5", "No"),
        ("09:01:15", "Remote6", "3"),
        ("09:01:16", "Remote7", "later"),
    ]
    paste(running, chat(*written))
    again = Vote(answer=Answer(picks=(1,)), voter=VoterId("room9"), mode=Mode.ROOM)
    running.controller.polls.add_votes(the_poll(running).id, [again], channel=Channel.CHAT)
    running.key("K")
    running.wait(5)
    late = Vote(answer=Answer(picks=(0,)), voter=VoterId("late"), mode=Mode.REMOTE)
    running.controller.polls.cast(the_poll(running).id, late, channel=Channel.PHONE)

    found = result(running)
    assert (found.counts, found.people, found.shares) == ((10, 9, 2), 21, (48, 43, 9))
    assert [(part.mode, part.counts, part.present) for part in found.parts] == [
        (Mode.ROOM, (7, 7, 0), 14),
        (Mode.REMOTE, (3, 2, 2), 10),
    ]
    assert [(part.channel, part.people) for part in found.channels] == [
        (Channel.PHONE, 8),
        (Channel.HANDS, 5),
        (Channel.CHAT, 8),
    ]
    assert (found.held, len(found.replaced)) == (1, 1)
    rows = running.window.run.polls.tally.rows
    assert [(row.label, row.figure) for row in rows] == [
        ("Yes", "10 · 48 %"),
        ("No", "9 · 43 %"),
        ("Later", "2 · 9 %"),
    ]
    assert running.window.run.polls.late.text() == "1 late answer"


def test_the_pad_keeps_its_digits_from_the_window(running: Cockpit) -> None:
    """5 is a hand for the fifth row, not five minutes more; Tab changes the place."""
    before = running.projection.current
    assert before is not None
    ask(running, "How easy? 1-5")

    running.key("H")
    press(running, Qt.Key.Key_5, Qt.Key.Key_5, Qt.Key.Key_Tab, Qt.Key.Key_4)
    press(running, Qt.Key.Key_Backspace, Qt.Key.Key_3)
    running.key("Esc")

    after = running.projection.current
    assert after is not None
    assert after.allotted == before.allotted
    counts = the_poll(running).latest.counts
    assert [(count.source.mode, count.counts) for count in counts] == [
        (Mode.ROOM, (0, 0, 0, 0, 2)),
        (Mode.REMOTE, (0, 0, 1, 0, 0)),
    ]
    running.key("5")
    moved = running.projection.current
    assert moved is not None
    assert moved.allotted > before.allotted


def test_more_hands_than_people_are_told(running: Cockpit) -> None:
    """Clearly, at the press that is too much; the figure stays until it is taken back."""
    running.controller.polls.set_present(Present(room=2))
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1, Qt.Key.Key_1)
    panel = running.window.run.polls
    assert panel.warning.isHidden()

    press(running, Qt.Key.Key_2)
    assert panel.warning.text() == "More answers than people present: 3 / 2"
    running.key("Esc")
    assert panel.warning.text() == "More answers than people present: 3 / 2"
    running.key("H")

    press(running, Qt.Key.Key_2, shift=True)
    assert panel.warning.isHidden()


def test_undo_takes_one_hand_after_the_other_back(running: Cockpit) -> None:
    """Ctrl+Z means the latest press, whatever it was."""
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1, Qt.Key.Key_2)
    running.key("Esc", "Ctrl+Z")
    assert result(running).counts == (1, 0)
    running.key("Ctrl+Z")
    assert result(running).counts == (0, 0)


def test_pasting_again_adds_nothing_and_undo_takes_it_back(running: Cockpit) -> None:
    """What is not clear waits in a list; a digit counts a line of it."""
    ask(running, "Next topic? Chair/Camera")
    written = chat(
        ("09:00:10", "Anna", "2"),
        ("09:00:12", "Ben", "I think 1 or 2, hard to say"),
        ("09:00:14", "Cia", "7"),
    )
    paste(running, written)
    assert result(running).counts == (0, 1)
    assert len(running.window.run.poll_controls.review) >= 1
    waiting = len(running.window.run.poll_controls.review)

    paste(running, written)
    running.until(lambda: "1 known already" in running.toast)
    assert result(running).counts == (0, 1)

    review = running.window.run.polls.review
    review.setFocus()
    review.setCurrentIndex(review.lines.index(0, 0))
    press(running, Qt.Key.Key_1)
    assert result(running).counts == (1, 1)
    assert len(running.window.run.poll_controls.review) == waiting - 1
    paste(running, written)
    running.until(lambda: "1 known already, 1 to look at" in running.toast)
    assert len(running.window.run.poll_controls.review) == waiting - 1
    running.key("Ctrl+Z", "Ctrl+Z")
    assert result(running).people == 0


def _decided(cockpit: Cockpit, key: Qt.Key) -> bool:
    """Press a key on the first message to look at; say whether none waits any more."""
    review = cockpit.window.run.polls.review
    if cockpit.window.run.poll_controls.review and review.lines.rowCount():
        review.setCurrentIndex(review.lines.index(0, 0))
        QTest.keyClick(review, key)
    return not cockpit.window.run.poll_controls.review


def test_what_was_decided_of_a_doubtful_message_can_be_taken_back(running: Cockpit) -> None:
    """Counted by a digit or left out: after Ctrl+Z the message waits in the list again."""
    ask(running, "Next topic? Chair/Camera")
    paste(running, chat(("09:00:12", "Ben", "I think 1 or 2, hard to say")))
    waiting = list(running.window.run.poll_controls.review)
    assert [one.name for one in waiting] == ["Ben"]
    for key in (Qt.Key.Key_1, Qt.Key.Key_Delete):
        running.until(partial(_decided, running, key))

        running.key("Ctrl+Z")

        assert list(running.window.run.poll_controls.review) == waiting
        assert result(running).people == 0


def test_what_stands_on_two_axes_is_asked_in_one_line(running: Cockpit) -> None:
    """The third kind of strokes leads to the ends of the axes; changing it keeps them."""
    ask(running, "What first? chairs/screens | easy..hard | little..much")

    question = the_poll(running).question
    assert question.kind is PollKind.AXES
    assert question.axes is not None
    assert [axis.ends for axis in question.axes] == [("easy", "hard"), ("little", "much")]

    running.key("Shift+E")
    running.window.run.polls.line.selectAll()
    QTest.keyClicks(
        running.window.run.polls.line, "What last? chairs/screens | easy..hard | dear..cheap"
    )
    QTest.keyClick(running.window.run.polls.line, Qt.Key.Key_Return)

    changed = the_poll(running).question
    assert changed.text == "What last?"
    assert changed.axes is not None
    assert [axis.ends for axis in changed.axes] == [("easy", "hard"), ("dear", "cheap")]


@pytest.mark.parametrize(
    "text", ["Once upon a time. " * 400, "https://example.org\n\n\n", "=1+1", "👍👍👍"]
)
def test_what_is_no_chat_counts_nothing(running: Cockpit, text: str) -> None:
    """A pasted novel is told, not counted."""
    ask(running, "Next topic? Chair/Camera")
    QApplication.clipboard().setText(text)
    running.key("Ctrl+V")
    running.until(lambda: bool(running.toast) and running.toast != "The poll is open.")

    assert result(running).people == 0


def test_an_old_chat_belongs_to_an_old_poll(running: Cockpit) -> None:
    """What was written before the poll was asked is left out, and said."""
    running.wait(120)
    ask(running, "Next topic? Chair/Camera")

    paste(running, chat(("09:00:10", "Anna", "1"), ("09:02:20", "Ben", "2")))

    assert result(running).counts == (0, 1)
    assert "1 from before the poll" in running.toast


def test_a_prepared_question_is_one_key_away(desktop: Cockpit) -> None:
    """Shift+Q asks the next one of the block that runs."""
    desktop.open(with_polls(PREPARED, replace(PREPARED, text="Second")))
    desktop.key("Space", "Shift+Q")

    assert the_poll(desktop).question == PREPARED
    desktop.key("Shift+Q")
    assert the_poll(desktop).question.text == "Second"
    assert not desktop.window.run.polls._prepared.isVisible()  # noqa: SLF001


def test_nothing_prepared_says_where_the_next_question_is(desktop: Cockpit) -> None:
    """Pressing the key in another block asks nothing, and tells why."""
    session = half_day()
    *others, last = session.plan.blocks
    blocks = (*others, replace(last, polls=(PREPARED,)))
    desktop.open(replace(session, plan=replace(session.plan, blocks=blocks)))
    desktop.key("Space", "Shift+Q")

    assert desktop.controller.polls.polls == ()
    assert desktop.toast.endswith("Next, in Closing: My threshold today")


def test_totals_are_typed_in_one_line(running: Cockpit) -> None:
    """In the order of the rows; a wrong number of figures is told and nothing is taken."""
    ask(running, "Next topic? Chair/Camera/Sound")
    running.key("T")
    running.type("4 3")
    running.key("Return")
    assert running.toast == "Type 3 numbers."
    assert result(running).people == 0

    running.window.run.polls.entry_line.clear()
    running.type("4 3 1")
    running.key("Return")
    assert result(running).counts == (4, 3, 1)
    (count,) = the_poll(running).latest.counts
    assert count.source.channel is Channel.TYPED

    running.key("Return", "K")
    assert not the_poll(running).is_open


def test_papers_are_counted_one_by_one(running: Cockpit) -> None:
    """Each digit is a paper; of several choices Enter ends one."""
    ask(running, "Which? A/B/C *2")
    running.key("Shift+T")
    press(running, Qt.Key.Key_1, Qt.Key.Key_3, Qt.Key.Key_Return, Qt.Key.Key_2, Qt.Key.Key_Return)

    ballots = the_poll(running).latest.ballots
    assert [ballot.answer.picks for ballot in ballots] == [(0, 2), (1,)]
    assert {ballot.source.channel for ballot in ballots} == {Channel.PAPER}


def test_words_are_typed_from_paper(running: Cockpit) -> None:
    """An open question takes one line for each paper."""
    ask(running, "What did you learn?")
    running.key("Shift+T")
    running.type("Rotate the chair")
    running.key("Return")

    entries = running.window.run.polls.answers.list.answers.entries
    assert [entry.label for entry in entries] == ["Rotate the chair"]


def test_late_answers_wait_for_a_decision(running: Cockpit) -> None:
    """The trainer counts them or leaves them out, with a click, and can take that back."""
    ask(running, "Break? yes/no")
    running.key("K")
    running.wait(2)
    phones(running, [0], "late")
    assert the_poll(running).latest.ballots[0].standing is Standing.HELD

    running.click(running.named_button("Count them"))
    assert result(running).counts == (1, 0)
    running.key("Ctrl+Z")
    assert result(running).held == 1


def test_closing_reopening_and_another_round(running: Cockpit) -> None:
    """K closes and opens again, Shift+K asks once more; each is in the record."""
    ask(running, "Break? yes/no")
    phones(running, [0], "p")
    running.key("K")
    assert not the_poll(running).is_open
    running.key("K")
    assert the_poll(running).is_open
    running.key("K", "Shift+K")
    assert [round_.number for round_ in the_poll(running).rounds] == [1, 2]
    running.key("Y")
    assert running.window.run.polls.compared.text() == "Welcome, 1: n = 1 · 1 yes"


def test_every_figure_leads_to_its_source(running: Cockpit) -> None:
    """Shift+Y shows where it comes from; Delete leaves one out of the result, not the record."""
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1)
    running.key("Esc", "Shift+Y")

    sources = running.window.run.polls.sources
    assert [line.text for line in sources.lines.lines] == [
        "yes: 1 · by show of hands · in the room · 9:00"
    ]
    sources.setFocus()
    sources.setCurrentIndex(sources.lines.index(0, 0))
    press(running, Qt.Key.Key_Delete)
    assert result(running).people == 0
    assert len(the_poll(running).latest.counts) == 1


def test_a_secret_poll_refuses_the_chat_and_names_nobody(running: Cockpit) -> None:
    """Everybody would have seen who wrote what."""
    ask(running, "Heard today? 1-5 #secret")
    phones(running, [4, 3], "p")
    QApplication.clipboard().setText(chat(("09:00:10", "Anna", "1")))
    running.key("Ctrl+V")
    paste_action = running.window.actions_["poll.paste"]
    assert not paste_action.isEnabled()
    assert paste_action.text() == "Paste from chat: a secret poll takes none"

    assert the_poll(running).question.secrecy is Secrecy.SECRET
    assert result(running).people == 2
    running.key("Shift+Y")
    assert running.window.run.polls.sources.lines.lines == ()


def test_an_open_poll_survives_a_kill(running: Cockpit, qtbot: object) -> None:
    """Poll, hands and ballots are there again, and counting goes on."""
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1, Qt.Key.Key_1)
    assert running.library.flush(10)

    stored = running.library.session(running.controller.session.id)

    assert stored.polls == running.controller.polls.polls
    assert stored.polls[0].is_open


def test_too_many_in_one_place_are_told_too(running: Cockpit) -> None:
    """Fifteen hands of ten in the room cannot be, however many remote people are silent."""
    running.controller.polls.set_present(Present(room=2, remote=9))
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1, Qt.Key.Key_1, Qt.Key.Key_1)
    running.key("Esc")

    warning = running.window.run.polls.warning.text()
    assert warning == "More answers than people present, in the room: 3 / 2"


def test_an_open_question_takes_what_people_write(running: Cockpit) -> None:
    """Each person is one answer, however many lines; pasting again adds nothing."""
    ask(running, "What worked well?")
    written = chat(
        ("09:00:10", "Anna", "the chair"),
        ("09:00:12", "Ben", "short slides"),
        ("09:00:14", "Anna", "and the break"),
    )
    paste(running, written)
    answers = {ballot.name: ballot.answer.texts for ballot in the_poll(running).latest.ballots}
    assert answers == {"Anna": ("the chair; and the break",), "Ben": ("short slides",)}
    paste(running, written)
    running.until(lambda: "2 known already" in running.toast)
    assert result(running).people == 2

    ask(running, "How many? # min")
    paste(running, chat(("09:00:20", "Anna", "15"), ("09:00:22", "Ben", "about 20 min")))
    running.until(lambda: result(running).people == 2)
    assert {ballot.answer.number for ballot in the_poll(running).latest.ballots} == {15, 20}


def test_who_is_present_is_typed_and_a_question_changed(running: Cockpit) -> None:
    """Without a door list the numbers are typed; before the first answer words can be mended."""
    ask(running, "Braek now? yes/no")
    running.key("Shift+P")
    running.type("14 10")
    running.key("Return")
    assert result(running).present == Present(room=14, remote=10)

    running.key("Shift+E")
    running.type("Break now? yes/no")
    running.key("Return")
    assert the_poll(running).question.text == "Break now?"
    assert len(running.controller.polls.polls) == 1
    running.key("Ctrl+Z")
    assert the_poll(running).question.text == "Braek now?"

    running.key("Shift+I")
    running.wait(61)
    assert not the_poll(running).is_open


def test_two_rounds_stand_side_by_side(desktop: Cockpit) -> None:
    """What the same question came to before stands below, with its number of people."""
    desktop.open(with_polls(PREPARED))
    desktop.key("Space", "Shift+Q", "T")
    desktop.type("6 9 6 2 1")
    desktop.key("Return", "Esc", "K")
    desktop.key("Shift+K", "T")
    desktop.type("2 7 8 4 1")
    desktop.key("Return", "Esc", "K", "Y")

    assert desktop.window.run.polls.compared.text() == "Welcome, 1: n = 24 · median 2"


def test_the_report_of_the_meeting_tool_is_pasted_like_the_chat(running: Cockpit) -> None:
    """It is known by its shape; its answers have a channel of their own."""
    ask(running, "Miten voit? Hyvin/Ihan ok")
    QApplication.clipboard().setText(REPORT.read_text(encoding="utf-8"))
    running.key("Ctrl+V")
    running.until(lambda: running.toast.startswith("From the report: 2 people counted"))

    assert [part.channel for part in result(running).channels] == [Channel.REPORT]
    assert result(running).counts == (1, 1)
    ask(running, "Next? Chair/Camera")
    running.key("Ctrl+V")
    running.until(lambda: "another poll" in running.toast)
    assert result(running).people == 0
