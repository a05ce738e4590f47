"""The review shows what polls came to, repeated questions with all their measurements."""

from __future__ import annotations

from dataclasses import replace

from tests.polls_shown import PULSE, SINGLE, picked
from tests.ui.cockpit import Cockpit
from ui.charts.chart_box import ChartBox
from virtu_desktop.domain.charts import BarChart, MovesChart, PairedChart, StackChart
from virtu_desktop.domain.polls import Channel, VoterId
from virtu_desktop.domain.questions import Answer, Question
from virtu_desktop.engine.poll_terms import Vote


def hold(cockpit: Cockpit, question: Question, answers: list[Answer]) -> None:
    """Ask a question, take answers and close it."""
    polls = cockpit.controller.polls
    poll = cockpit.controller.ask(question)
    votes = [Vote(answer=answer, voter=VoterId(str(place))) for place, answer in enumerate(answers)]
    polls.add_votes(poll.id, votes, channel=Channel.CHAT)
    polls.close(poll.id)
    cockpit.wait(1)
    assert cockpit.desk.library.flush(10)


def bodies(cockpit: Cockpit) -> list[object]:
    """Return what the charts of the card show."""
    found: list[object] = []
    for part in cockpit.window.review.polls.parts:
        box: ChartBox = part.result.chart if part.result.isVisible() else part.times
        assert box.chart is not None
        found.append(box.chart.body)
    return found


def test_a_poll_stands_in_the_review(running: Cockpit) -> None:
    """As bars with their counts; without any poll there is no card."""
    running.key("Ctrl+3")
    assert not running.window.review.polls.isVisible()

    hold(running, SINGLE, picked(3, 2, 0))
    running.until(lambda: running.window.review.polls.isVisible())

    (body,) = bodies(running)
    assert isinstance(body, BarChart)
    assert [bar.count for bar in body.bars] == ["3", "2", "0"]


def test_a_repeated_question_shows_start_and_end(running: Cockpit) -> None:
    """One row for each time, with its people and median."""
    question = replace(PULSE, repeat_key="threshold")
    hold(running, question, picked(3, 2, 1, 0, 0))
    hold(running, question, picked(0, 1, 2, 3, 1))
    running.key("Ctrl+3")

    def is_read() -> bool:
        return all(isinstance(body, StackChart) for body in bodies(running))

    running.until(is_read)

    (body,) = bodies(running)
    assert isinstance(body, StackChart)
    assert [(row.label, row.side) for row in body.rows] == [
        ("Session 1, start", "n = 6 · median 1.5"),
        ("Session 1, end", "n = 7 · median 4"),
    ]


def test_two_rounds_of_the_same_people_show_how_they_moved(running: Cockpit) -> None:
    """Totals side by side with their people, and a table of moves."""
    polls = running.controller.polls
    hold(running, SINGLE, picked(6, 2, 1))
    poll = polls.polls[0]
    polls.ask_again(poll.id)
    votes = [
        Vote(answer=answer, voter=VoterId(str(place)))
        for place, answer in enumerate(picked(2, 6, 1))
    ]
    polls.add_votes(poll.id, votes, channel=Channel.CHAT)
    polls.close(poll.id)
    running.key("Ctrl+3")
    running.until(lambda: running.window.review.polls.isVisible())

    (part,) = running.window.review.polls.parts
    assert part.times.chart is not None
    assert isinstance(part.times.chart.body, PairedChart)
    assert part.times.chart.body.before == "Round 1 · n = 9"
    assert part.moves.chart is not None
    assert isinstance(part.moves.chart.body, MovesChart)
    assert part.moves.chart.body.moves[0] == (2, 4, 0)


def test_a_new_round_without_answers_does_not_hide_the_last_one(running: Cockpit) -> None:
    """The review shows what was answered, not the empty round that was just opened."""
    hold(running, SINGLE, picked(3, 2, 0))
    polls = running.controller.polls
    polls.ask_again(polls.polls[0].id)
    running.key("Ctrl+3")
    running.until(lambda: running.window.review.polls.isVisible())

    (body,) = bodies(running)
    assert isinstance(body, BarChart)
    assert [bar.count for bar in body.bars] == ["3", "2", "0"]


def test_many_polls_have_a_column_for_themselves(running: Cockpit) -> None:
    """Rooms, notes and incidents go below the people then, so that neither column is empty."""
    review = running.window.review
    running.window.resize(1440, 900)
    running.key("Ctrl+3")
    hold(running, SINGLE, picked(3, 2, 0))
    hold(running, replace(SINGLE, text="Second?"), picked(1, 2, 0))
    running.until(lambda: len(review.polls.parts) == 2)
    running.until(lambda: review.notes.x() == review.polls.x() > review.table.x())

    hold(running, replace(SINGLE, text="Third?"), picked(1, 0, 2))
    running.until(lambda: len(review.polls.parts) == 3 and review.notes.x() == review.table.x())

    assert review.polls.x() > review.table.x()
    assert review.notes.y() > review.table.y()
