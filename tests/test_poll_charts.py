"""Results become charts whose words and figures say no more than few people allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.polls_shown import (
    AXES,
    NUMBER,
    POINTS,
    PULSE,
    QUIZ,
    RANKING,
    SEVERAL,
    SINGLE,
    THRESHOLD,
    charts,
    comparison,
    measurements,
    picked,
    result,
    round_of,
    threshold,
)
from virtu_desktop.chart_parts import base_words
from virtu_desktop.domain.charts import (
    BarChart,
    Chart,
    CloudChart,
    CloudWord,
    Histogram,
    Ink,
    LineChart,
    MovesChart,
    PairedChart,
    Plane,
    StackChart,
)
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Poll, PollId, Present
from virtu_desktop.domain.questions import Answer, PollKind, Question
from virtu_desktop.domain.tally import tally_of
from virtu_desktop.domain.time import Instant
from virtu_desktop.i18n import translator
from virtu_desktop.poll_charts import ChartView, result_chart, views_of
from virtu_desktop.repeat_charts import (
    before_after_chart,
    measurements_chart,
    moves_chart,
    two_times,
)

EN, FI = translator("en"), translator("fi")


def bars(chart: Chart) -> list[tuple[str, str, str]]:
    """Return label, count and share of each bar."""
    assert isinstance(chart.body, BarChart)
    return [(bar.label, bar.count, bar.share) for bar in chart.body.bars]


def test_bars_of_the_design_picture() -> None:
    """Counts and whole percent that sum to 100, the good end of the scale first."""
    chart = result_chart(threshold(), EN)

    assert bars(chart) == [
        ("Much lower", "9", "43 %"),
        ("A little lower", "8", "38 %"),
        ("No change", "3", "14 %"),
        ("A little higher", "1", "5 %"),
        ("Much higher", "0", "0 %"),
    ]
    assert chart.base == "21 of 23 answered"
    assert isinstance(chart.body, BarChart)
    assert chart.body.top == 21
    assert [bar.ink for bar in chart.body.bars][1:4] == [Ink.HIGH_2, Ink.MIDDLE, Ink.LOW_2]


def test_few_answers_have_no_percentages() -> None:
    """Nine people: counts only, in the chart and in its table."""
    chart = result_chart(result(SINGLE, picked(5, 3, 1), 9), EN)

    assert {share for _label, _count, share in bars(chart)} == {""}
    assert not any("%" in cell for row in (chart.table.head, *chart.table.rows) for cell in row)


def test_the_right_answer_is_shown_apart() -> None:
    """Only when it is asked for; words mark it, not the colour alone."""
    hidden = result_chart(result(QUIZ, picked(4, 9, 1)), EN)
    shown = result_chart(result(QUIZ, picked(4, 9, 1)), EN, is_right_shown=True)

    assert isinstance(hidden.body, BarChart)
    assert isinstance(shown.body, BarChart)
    assert {bar.ink for bar in hidden.body.bars} == {Ink.PLAIN}
    assert [bar.mark for bar in hidden.body.bars] == ["", "", ""]
    assert [bar.mark for bar in shown.body.bars] == ["", "✓ right", ""]


def test_rankings_that_differ_are_told() -> None:
    """By points another option wins than head to head."""
    orders = [(0, 1, 2, 3)] * 6 + [(1, 2, 3, 0)] * 5
    chart = result_chart(result(RANKING, [Answer(picks=order) for order in orders]), EN)

    assert bars(chart)[0][0] == "Roles"
    assert any(
        note == "The two ways of counting differ: Roles by points, Tools head to head."
        for note in chart.notes
    )
    marked = [bar.label for bar in chart.body.bars if bar.mark]  # type: ignore[union-attr]
    assert marked == ["Tools"]


def test_points_say_the_mean_and_who_gave_nothing() -> None:
    """Without decimals, as shares."""
    answers = [Answer(amounts=(50, 30, 20))] * 2 + [Answer(amounts=(0, 75, 25))]
    chart = result_chart(result(POINTS, answers), FI)

    assert [count for _label, count, _share in bars(chart)] == ["33", "45", "22"]
    assert chart.table.rows[0] == ("Esimerkit", "33", "100", "1")


def test_numbers_outside_the_picture_are_told() -> None:
    """One answer of ten hours does not press the others together."""
    values = [15, 20, 30, 30, 45, 45, 60, 60, 60, 75, 90, 90, 120, 600]
    chart = result_chart(result(NUMBER, [Answer(number=float(value)) for value in values]), EN)

    assert isinstance(chart.body, Histogram)
    assert sum(column.count for column in chart.body.columns) == 13
    assert len(chart.body.columns) <= 12
    assert "1 answer lies outside the picture." in chart.notes
    assert chart.body.quarters is not None
    assert chart.body.quarters.caption == "median 60 min, middle half 34–86 min"


@pytest.mark.parametrize("values", [[5.0], [0.1, 0.15, 0.2], [-3.0, -2.0, 4.0], [1e9, 2e9]])
def test_numbers_of_any_size_have_round_columns(values: list[float]) -> None:
    """Every number stands in one of them."""
    chart = result_chart(result(NUMBER, [Answer(number=value) for value in values]), EN)

    assert isinstance(chart.body, Histogram)
    assert sum(column.count for column in chart.body.columns) == len(values)


def test_parts_appear_only_where_the_tally_shows_them() -> None:
    """Room and remote are rows of their own; below five they are not even offered."""
    room, remote = round_of(picked(4, 5, 1)), round_of(picked(1, 4, 2), mode=Mode.REMOTE)
    both = replace(
        room,
        ballots=(
            *room.ballots,
            *(
                replace(ballot, voter=None, id=type(ballot.id)(f"r{ballot.id}"))
                for ballot in remote.ballots
            ),
        ),
    )
    shown = tally_of(SINGLE, both, present=Present(room=12, remote=9))

    chart = result_chart(shown, EN, ChartView.PARTS)

    assert ChartView.PARTS in views_of(shown)
    assert isinstance(chart.body, StackChart)
    assert [(row.label, row.side) for row in chart.body.rows] == [
        ("in the room", "10 of 12 answered"),
        ("remote", "7 of 9 answered"),
    ]
    assert ChartView.PARTS not in views_of(result(SINGLE, picked(4, 5, 1)))


def test_measurements_say_people_and_median() -> None:
    """As on the card of the review."""
    chart = measurements_chart(measurements(), EN, "Threshold")

    assert isinstance(chart.body, StackChart)
    assert [row.side for row in chart.body.rows] == [
        "n = 24 · median 2",
        "n = 22 · median 3",
        "n = 23 · median 3",
        "n = 21 · median 4",
    ]


def test_before_and_after_have_their_own_people() -> None:
    """Totals side by side, and the moves of those found in both."""
    both = comparison("Before", "After")

    totals, moves = before_after_chart(both, EN), moves_chart(both, EN)

    assert isinstance(totals.body, PairedChart)
    assert (totals.body.before, totals.body.after) == ("Before · n = 21", "After · n = 21")
    assert moves is not None
    assert isinstance(moves.body, MovesChart)
    assert sum(map(sum, moves.body.moves)) == 21
    assert "21 people in both" in moves.notes[0]


def test_too_few_pairs_have_no_moves() -> None:
    """Four people could be recognised in the table."""
    codes = ["a", "b", "c", "d"]
    before, after = round_of(picked(4), codes=codes), round_of(picked(2, 2), codes=codes)
    poll = Poll(
        id=PollId("p"),
        question=PULSE,
        rounds=(replace(before, closed=Instant(1)), replace(after, number=2, closed=Instant(2))),
    )

    few = two_times(poll, [], EN)

    assert few is not None
    assert (few.before, few.after) == ("Round 1", "Round 2")
    assert moves_chart(few, EN) is None


def test_open_rounds_and_several_choices_are_not_compared() -> None:
    """Nor a question that was asked once."""
    once = round_of(picked(4))
    twice = (replace(once, closed=Instant(1)), replace(once, number=2))

    assert two_times(Poll(id=PollId("p"), question=PULSE, rounds=(once,)), [], EN) is None
    assert two_times(Poll(id=PollId("p"), question=PULSE, rounds=twice), [], EN) is None
    assert two_times(Poll(id=PollId("p"), question=SEVERAL, rounds=twice), [], EN) is None


def test_a_cloud_comes_with_its_words_in_order() -> None:
    """Most people first, equals by the alphabet; without words each answer is its own."""
    question = Question(text="Word?", kind=PollKind.CLOUD, max_choices=3)
    said = result(question, [Answer(texts=("b", "b", "a")), Answer(texts=("b",))])

    own = result_chart(said, EN, ChartView.CLOUD)
    given = result_chart(said, EN, words=[CloudWord(text="x", people=1)])

    assert isinstance(own.body, CloudChart)
    assert [(word.text, word.people) for word in own.body.words] == [("b", 2), ("a", 1)]
    assert bars(given) == [("x", "1", "")]


def test_items_stand_at_their_medians() -> None:
    """From 0 to 1 on each axis."""
    answers = [Answer(amounts=(0, 10, 5, 5, 10, 0, 2, 8))] * 3
    chart = result_chart(result(AXES, answers), EN)

    assert isinstance(chart.body, Plane)
    assert [(item.across, item.up) for item in chart.body.items] == [
        (0.0, 1.0),
        (0.5, 0.5),
        (1.0, 0.0),
        (0.2, 0.8),
    ]


def test_more_answers_than_people_are_told() -> None:
    """Nobody reads "5 of 3 answered"."""
    over = result(SINGLE, picked(3, 2, 0), 3)

    assert base_words(EN, over) == "5 answered"
    assert result_chart(over, EN).notes == ("More answers than people present: 5 / 3",)


@pytest.mark.parametrize("kind", PollKind)
def test_an_empty_result_has_a_chart(kind: PollKind) -> None:
    """Before anybody has answered nothing fails and nothing is invented."""
    samples = {one.kind: one for one in (THRESHOLD, SINGLE, QUIZ, RANKING, POINTS, NUMBER, AXES)}
    question = samples.get(kind) or Question(text="?", kind=kind, options=("a", "b"))
    nothing = result(question, [], 3)

    for view in views_of(nothing):
        assert result_chart(nothing, EN, view).base == "0 of 3 answered"


def test_charts_speak_three_languages() -> None:
    """Every sentence of every chart is translated."""
    english, finnish, swedish = charts("en"), charts("fi"), charts("sv")

    for name, chart in english.items():
        if chart.notes:
            assert finnish[name].notes != chart.notes, name
            assert swedish[name].notes != chart.notes, name
    assert isinstance(english["trend"].body, LineChart)


def test_of_few_numbers_the_median_alone_is_shown() -> None:
    """One answer: its mark stands at its column, and nothing is said of a middle half."""
    chart = result_chart(result(NUMBER, [Answer(number=25.0)]), EN)

    assert isinstance(chart.body, Histogram)
    quarters = chart.body.quarters
    assert quarters is not None
    assert (quarters.lower, quarters.median, quarters.upper) == (0.0, 0.0, 0.0)
    assert quarters.caption == "median 25 min"
