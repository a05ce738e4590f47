"""What each type of question asks and which answers it takes (V1)."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.questions import (
    Answer,
    AnswerProblem,
    BadAnswer,
    BadScale,
    Confidence,
    PollKind,
    Question,
    QuestionProblem,
    Scale,
    checked_answer,
    level_answer,
    question_problems,
)

ABC = ("A", "B", "C")
LEVELS = Scale(lowest=1, highest=5)


def asks(kind: PollKind, **more: Any) -> Question:
    """Return a question of that kind with three options."""
    return replace(Question(text="?", kind=kind, options=ABC), **more)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (asks(PollKind.SINGLE), Answer(picks=(2,))),
        (asks(PollKind.YES_NO), Answer(picks=(0,))),
        (asks(PollKind.MULTIPLE, max_choices=2), Answer(picks=(0, 2))),
        (asks(PollKind.SCALE), Answer(picks=(4,))),
        (asks(PollKind.PULSE, scale=Scale(lowest=-1, highest=1)), Answer(picks=(2,))),
        (asks(PollKind.ROTI), Answer(picks=(4,))),
        (asks(PollKind.NPS), Answer(picks=(10,))),
        (asks(PollKind.RATING), Answer(amounts=(5, 1, 3))),
        (asks(PollKind.RATING, options=()), Answer(amounts=(5,))),
        (asks(PollKind.RANKING), Answer(picks=(2, 0))),
        (asks(PollKind.POINTS), Answer(amounts=(100, 0, 0))),
        (asks(PollKind.DOTS), Answer(amounts=(2, 0, 1))),
        (asks(PollKind.NUMBER), Answer(number=-2.5)),
        (asks(PollKind.OPEN), Answer(texts=("a word",))),
        (asks(PollKind.CLOUD), Answer(texts=("one", "two"))),
        (
            asks(PollKind.QUIZ, right=(1,), asks_confidence=True),
            Answer(picks=(1,), confidence=Confidence.SURE),
        ),
        (asks(PollKind.AXES, axes=(LEVELS, LEVELS)), Answer(amounts=(1, 5, 2, 2, 5, 1))),
    ],
)
def test_an_answer_that_fits_is_taken(question: Question, answer: Answer) -> None:
    """Every type takes its own kind of answer, and can be asked."""
    assert checked_answer(question, answer) == answer
    if question.kind is not PollKind.QUIZ or question.right:
        assert question_problems(question) == ()


@pytest.mark.parametrize(
    ("question", "answer", "problem"),
    [
        (asks(PollKind.SINGLE), Answer(), AnswerProblem.NOTHING),
        (asks(PollKind.SINGLE), Answer(picks=(3,)), AnswerProblem.NO_SUCH_CHOICE),
        (asks(PollKind.SINGLE), Answer(picks=(-1,)), AnswerProblem.NO_SUCH_CHOICE),
        (asks(PollKind.SINGLE), Answer(picks=(0, 1)), AnswerProblem.TOO_MANY),
        (asks(PollKind.SINGLE), Answer(texts=("A",)), AnswerProblem.WRONG_KIND),
        (asks(PollKind.MULTIPLE, min_choices=2), Answer(picks=(1,)), AnswerProblem.TOO_FEW),
        (asks(PollKind.MULTIPLE, max_choices=1), Answer(picks=(0, 1)), AnswerProblem.TOO_MANY),
        (asks(PollKind.MULTIPLE), Answer(picks=(1, 1)), AnswerProblem.SAME_TWICE),
        (asks(PollKind.SCALE), Answer(picks=(5,)), AnswerProblem.NO_SUCH_CHOICE),
        (asks(PollKind.RATING), Answer(amounts=(5, 1)), AnswerProblem.WRONG_SUM),
        (asks(PollKind.RATING), Answer(amounts=(5, 0, 1)), AnswerProblem.OUTSIDE),
        (asks(PollKind.RANKING), Answer(picks=(0, 0)), AnswerProblem.SAME_TWICE),
        (asks(PollKind.POINTS), Answer(amounts=(50, 49, 0)), AnswerProblem.WRONG_SUM),
        (asks(PollKind.POINTS), Answer(amounts=(110, -10, 0)), AnswerProblem.OUTSIDE),
        (asks(PollKind.POINTS), Answer(amounts=(100,)), AnswerProblem.NO_SUCH_CHOICE),
        (asks(PollKind.DOTS), Answer(amounts=(0, 0, 0)), AnswerProblem.NOTHING),
        (asks(PollKind.DOTS, max_choices=2), Answer(amounts=(2, 1, 0)), AnswerProblem.TOO_MANY),
        (asks(PollKind.NUMBER), Answer(), AnswerProblem.NOTHING),
        (asks(PollKind.NUMBER), Answer(number=math.nan), AnswerProblem.NOT_A_NUMBER),
        (asks(PollKind.NUMBER), Answer(number=math.inf), AnswerProblem.NOT_A_NUMBER),
        (asks(PollKind.OPEN), Answer(texts=("  ",)), AnswerProblem.NOTHING),
        (asks(PollKind.OPEN), Answer(texts=("x" * 501,)), AnswerProblem.TOO_LONG),
        (asks(PollKind.OPEN), Answer(texts=("a", "b")), AnswerProblem.TOO_MANY),
        (asks(PollKind.CLOUD), Answer(texts=("a",) * 11), AnswerProblem.TOO_MANY),
        (
            asks(PollKind.QUIZ, right=(1,)),
            Answer(picks=(1,), confidence=Confidence.SURE),
            AnswerProblem.WRONG_KIND,
        ),
        (
            asks(PollKind.AXES, axes=(LEVELS, LEVELS)),
            Answer(amounts=(1, 6, 2, 2, 5, 1)),
            AnswerProblem.OUTSIDE,
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    question: Question, answer: Answer, problem: AnswerProblem
) -> None:
    """Nothing is bent until it fits: the reason is told."""
    with pytest.raises(BadAnswer) as refused:
        checked_answer(question, answer)

    assert refused.value.problem is problem


def test_answers_are_tidied() -> None:
    """Picks of several stand in order, words without stray spaces."""
    several = checked_answer(asks(PollKind.MULTIPLE), Answer(picks=(2, 0)))
    words = checked_answer(asks(PollKind.CLOUD), Answer(texts=("  a  b ", " ")))

    assert several == Answer(picks=(0, 2))
    assert words == Answer(texts=("a b",))


@pytest.mark.parametrize(
    ("question", "problems"),
    [
        (Question(text=" ", kind=PollKind.OPEN), [QuestionProblem.NO_TEXT]),
        (asks(PollKind.SINGLE, options=("A",)), [QuestionProblem.TOO_FEW_OPTIONS]),
        (asks(PollKind.DOTS, options=("A", " ")), [QuestionProblem.EMPTY_OPTION]),
        (asks(PollKind.SINGLE, options=("Yes", " yes ")), [QuestionProblem.SAME_OPTION_TWICE]),
        (asks(PollKind.MULTIPLE, min_choices=3, max_choices=2), [QuestionProblem.BAD_LIMITS]),
        (asks(PollKind.MULTIPLE, max_choices=4), [QuestionProblem.BAD_LIMITS]),
        (asks(PollKind.QUIZ), [QuestionProblem.NO_RIGHT_ANSWER]),
        (asks(PollKind.QUIZ, right=(3,)), [QuestionProblem.NO_RIGHT_ANSWER]),
        (asks(PollKind.AXES), [QuestionProblem.NO_AXES]),
    ],
)
def test_a_question_says_what_it_lacks(question: Question, problems: list[QuestionProblem]) -> None:
    """A prepared question may be unfinished; it says so before it is asked."""
    assert list(question_problems(question)) == problems


def test_choices_of_a_scale_are_its_levels() -> None:
    """Levels have their own words, the words of the ends, or the bare number."""
    ends = asks(PollKind.SCALE, scale=Scale(lowest=1, highest=3, labels=("hard", "easy")))
    words = asks(PollKind.PULSE, scale=Scale(lowest=0, highest=2, labels=("slow", "fine", "fast")))

    assert ends.choices == ("1 · hard", "2", "3 · easy")
    assert words.choices == ("slow", "fine", "fast")
    assert asks(PollKind.NPS).choices[0] == "0"
    assert level_answer(ends, 3) == Answer(picks=(2,))


@pytest.mark.parametrize(
    ("lowest", "highest", "labels"),
    [(1, 1, ()), (5, 1, ()), (0, 11, ()), (1, 5, ("one",)), (1, 5, ("a", "b", "c"))],
)
def test_impossible_scales_are_refused(lowest: int, highest: int, labels: tuple[str, ...]) -> None:
    """Two to eleven levels, with words for none, the ends or all."""
    with pytest.raises(BadScale):
        Scale(lowest=lowest, highest=highest, labels=labels)


answers = st.builds(
    Answer,
    picks=st.lists(st.integers(-1, 6), max_size=4).map(tuple),
    amounts=st.lists(st.integers(-1, 100), max_size=6).map(tuple),
    number=st.none() | st.floats(),
    texts=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    confidence=st.none() | st.sampled_from(Confidence),
)


@given(st.sampled_from(PollKind), answers)
def test_what_is_taken_once_is_taken_again(kind: PollKind, answer: Answer) -> None:
    """An answer that was accepted is accepted unchanged; any other is a told problem."""
    question = asks(kind, axes=(LEVELS, LEVELS), right=(0,), asks_confidence=True)
    try:
        taken = checked_answer(question, answer)
    except BadAnswer:
        return

    assert checked_answer(question, taken) == taken
