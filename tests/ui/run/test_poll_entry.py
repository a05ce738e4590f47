"""Papers with self-made codes, who counted, and doubtful lines of a chat, by keys (V2, V4, V8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.cockpit import Cockpit, at
from tests.ui.run.test_polls import PREPARED, ask, chat, paste, press, result, the_poll, with_polls
from virtu_desktop.domain.charts import MovesChart, StackChart
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Standing
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, Programme, ProgrammeId
from virtu_desktop.engine.changes import SaveGroup, SaveProgramme, SaveSession

CODES = ("ab 12", "kt 9", "mm 3", "os 7", "pq 1", "zz 5")


def give_papers(cockpit: Cockpit, papers: Sequence[tuple[str, str]]) -> None:
    """Type code, Enter, digit of each paper, and leave the pad."""
    cockpit.key("Alt+C")
    for code, digit in papers:
        cockpit.type(code)
        cockpit.key("Return", digit)
    cockpit.key("Esc")


def test_papers_are_typed_with_the_codes_on_them(running: Cockpit) -> None:
    """Code, Enter, digit, and the next code; another key goes on with papers without codes."""
    ask(running, "How easy? 1-5")
    give_papers(running, [("ab 12", "4"), ("kt9", "2")])

    assert [(one.code, one.answer.picks) for one in the_poll(running).latest.ballots] == [
        ("ab 12", (3,)),
        ("kt9", (1,)),
    ]
    running.key("Shift+T")
    press(running, Qt.Key.Key_5, Qt.Key.Key_Backspace, Qt.Key.Key_3)
    running.key("Esc")
    counted = [one for one in the_poll(running).latest.ballots if one.standing is Standing.COUNTED]
    assert [one.code for one in counted] == ["ab 12", "kt9", ""]
    assert result(running).counts == (0, 1, 1, 1, 0)


def test_words_on_papers_have_codes_too(running: Cockpit) -> None:
    """After the code the answer is typed, then the next code."""
    ask(running, "What worked well?")
    running.key("Alt+C")
    running.type("ab 12")
    running.key("Return")
    running.type("Small groups")
    running.key("Return")
    running.type("kt9")
    running.key("Return")
    running.type("Breaks")
    running.key("Return", "Esc")

    found = [(one.code, one.answer.texts) for one in the_poll(running).latest.ballots]
    assert found == [("ab 12", ("Small groups",)), ("kt9", ("Breaks",))]


def test_a_code_that_is_there_already_is_told(running: Cockpit) -> None:
    """In whatever way it is written; both papers count all the same."""
    ask(running, "How easy? 1-5")
    give_papers(running, [("ab 12", "4"), ("AB12", "2")])

    assert "This code is here already" in running.toast
    assert result(running).people == 2


def test_a_secret_poll_takes_codes_and_nothing_else(running: Cockpit) -> None:
    """The code stands with the answer, and no place, time or order does."""
    ask(running, "How easy? 1-5 #secret")
    give_papers(running, [("ab 12", "4")])

    (ballot,) = the_poll(running).latest.secret
    assert (ballot.code, ballot.answer.picks) == ("ab 12", (3,))
    assert the_poll(running).latest.ballots == ()


def test_who_counts_is_named_without_stopping_the_count(running: Cockpit) -> None:
    """The hands counted before stay; the next poll knows who counts there; undo takes it back."""
    ask(running, "Break? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_1)
    running.key("Alt+H")
    running.type("Sari")
    running.key("Return")
    press(running, Qt.Key.Key_1, Qt.Key.Key_2)
    running.key("Esc")

    (count,) = the_poll(running).latest.counts
    assert (count.counts, count.source.counted_by) == ((2, 1), "Sari")
    running.key("Shift+Y")
    assert "counted by Sari" in running.window.run.polls.sources.lines.lines[0].text
    running.key("Shift+Y")

    ask(running, "Again? yes/no")
    running.key("H")
    press(running, Qt.Key.Key_2)
    running.key("Alt+H", "Esc")
    press(running, Qt.Key.Key_2)
    running.key("Tab")
    press(running, Qt.Key.Key_1)
    running.key("Esc")
    found = [
        (count.source.mode, count.counts, count.source.counted_by)
        for count in the_poll(running).latest.counts
    ]
    assert found == [(Mode.ROOM, (0, 2), "Sari"), (Mode.REMOTE, (1, 0), "")]

    running.key("H", "Alt+H")
    running.type("Petri")
    running.key("Return", "Esc")
    assert the_poll(running).latest.counts[1].source.counted_by == "Petri"
    running.key("Ctrl+Z")
    assert the_poll(running).latest.counts[1].source.counted_by == ""


def test_enter_counts_a_doubtful_line_as_it_reads(running: Cockpit) -> None:
    """What names one option is offered; what names none wants a digit."""
    ask(running, "Next topic? Chair/Camera")
    paste(running, chat(("09:00:10", "Anna", "2, because it is new"), ("09:00:12", "Ben", "7")))
    lines = running.window.run.polls.review.lines
    assert lines.lines[0].text.endswith("→ Camera")

    running.key("Return")
    assert result(running).counts == (0, 1)
    running.key("Return")
    assert "a digit counts it" in running.toast
    assert result(running).people == 1
    running.key("1")
    assert result(running).counts == (1, 1)
    assert lines.lines == ()


def test_text_without_names_answers_an_open_question(running: Cockpit) -> None:
    """Teams copies texts alone: each line waits, equal ones too, and Ctrl+Enter counts them."""
    ask(running, "What worked well?")
    text = "Groups\nBreaks\nGroups\n"
    QApplication.clipboard().setText(text)
    running.key("Ctrl+V")
    running.until(lambda: "3 to look at" in running.toast)

    running.key("Delete")
    assert len(running.window.run.poll_controls.review) == 2
    running.key("Ctrl+Return")
    assert [one.answer.texts for one in the_poll(running).latest.ballots] == [
        ("Breaks",),
        ("Groups",),
    ]
    running.key("Ctrl+V")
    running.until(lambda: running.toast.startswith("From the chat"))
    assert running.window.run.polls.review.lines.lines == ()


def test_a_long_scale_fits_beside_its_buttons(running: Cockpit) -> None:
    """0 to 10 has low rows; few choices keep words above their bars."""
    ask(running, "How sure? 0-10")
    running.key("H")
    tally = running.window.run.polls.tally
    assert tally.height() <= 11 * 30
    assert not running.window.run.polls.tally.visibleRegion().isEmpty()
    running.key("Esc")
    assert tally.visibleRegion().boundingRect().height() == tally.height()

    ask(running, "Break? yes/no")
    assert tally.height() >= 2 * 40


def test_the_same_people_before_and_after_over_two_sessions(desktop: Cockpit) -> None:
    """Papers of two sessions: totals side by side in the cockpit, and a shift table by code."""
    programme = Programme(id=ProgrammeId("p"), title="Virtu")
    group = ParticipantGroup(id=GroupId("g"), programme=programme.id, name="Group B")
    first = replace(with_polls(PREPARED, name="s1"), group=group.id, number=1)
    second = replace(with_polls(PREPARED, name="s2"), group=group.id, number=2)
    later = replace(second.plan, start=at("13:00:00"), end=at("14:35:00"))
    desktop.library.submit(
        SaveProgramme(programme=programme),
        SaveGroup(group=group),
        SaveSession(session=first),
        SaveSession(session=replace(second, plan=later)),
    )
    desktop.reopen("s1")
    desktop.key("Space", "Shift+Q")
    give_papers(desktop, list(zip(CODES, "112234", strict=True)))
    desktop.key("K")
    desktop.reopen("s2")
    desktop.key("Space", "Shift+Q")
    # Codes are recognised however they are typed.
    typed = [code.upper().replace(" ", "") for code in CODES]
    give_papers(desktop, list(zip(typed, "222345", strict=True)))
    desktop.key("K")
    compared = desktop.window.run.polls.compared

    def is_compared() -> bool:
        # What was measured before is read behind the window; until then there is nothing.
        desktop.key("Y")
        return bool(compared.text())

    desktop.until(is_compared)
    assert compared.text() == "Group B, Session 1: n = 6 · median 2"
    desktop.key("Ctrl+3")
    parts = desktop.window.review.polls.parts
    desktop.until(lambda: parts[0].moves.chart is not None)
    assert parts[0].times.chart is not None
    assert isinstance(parts[0].times.chart.body, StackChart)
    assert [row.side for row in parts[0].times.chart.body.rows] == [
        "n = 6 · median 2",
        "n = 6 · median 2.5",
    ]
    assert parts[0].moves.chart is not None
    body = parts[0].moves.chart.body
    assert isinstance(body, MovesChart)
    assert [sum(row) for row in body.moves] == [2, 2, 1, 1, 0]
    assert (body.moves[0][1], body.moves[1], body.moves[2][3]) == (2, (0, 1, 1, 0, 0), 1)
