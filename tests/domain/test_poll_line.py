"""A poll from one typed line (V1)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.poll_line import can_be_a_line, parse_poll_line, poll_line
from virtu_desktop.domain.questions import (
    PollKind,
    Question,
    QuestionProblem,
    Scale,
    Secrecy,
    question_problems,
)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "Onko tauko nyt? kyllä/ei",
            Question(text="Onko tauko nyt?", kind=PollKind.YES_NO, options=("kyllä", "ei")),
        ),
        (
            "Behöver vi paus? ja / nej / blankt",
            Question(
                text="Behöver vi paus?", kind=PollKind.YES_NO, options=("ja", "nej", "blankt")
            ),
        ),
        (
            "Where next? Turku/Oulu/Kuopio",
            Question(text="Where next?", kind=PollKind.SINGLE, options=("Turku", "Oulu", "Kuopio")),
        ),
        (
            "Next topic: chair/camera *2",
            Question(
                text="Next topic",
                kind=PollKind.MULTIPLE,
                options=("chair", "camera"),
                max_choices=2,
            ),
        ),
        (
            "Tauko nyt kyllä/ei",
            Question(text="Tauko nyt", kind=PollKind.YES_NO, options=("kyllä", "ei")),
        ),
        (
            "How easy was it? 1-5",
            Question(
                text="How easy was it?",
                kind=PollKind.SCALE,
                scale=Scale(lowest=1, highest=5),
            ),
        ),
        (
            "How many remote? # people",
            Question(text="How many remote?", kind=PollKind.NUMBER, unit="people"),
        ),
        ("What did you learn?", Question(text="What did you learn?", kind=PollKind.OPEN)),
        (
            "Heard today? 1–5 #salainen",
            Question(
                text="Heard today?",
                kind=PollKind.SCALE,
                scale=Scale(lowest=1, highest=5),
                secrecy=Secrecy.SECRET,
            ),
        ),
        (
            "Mitä ensin? tuolit/kamerat | helppo..vaikea | vähän … paljon",
            Question(
                text="Mitä ensin?",
                kind=PollKind.AXES,
                options=("tuolit", "kamerat"),
                axes=(
                    Scale(lowest=1, highest=5, labels=("helppo", "vaikea")),
                    Scale(lowest=1, highest=5, labels=("vähän", "paljon")),
                ),
            ),
        ),
        ("Why #AI now?", Question(text="Why #AI now?", kind=PollKind.OPEN)),
        ("Levels? 1-90", Question(text="Levels? 1-90", kind=PollKind.OPEN)),
    ],
)
def test_a_line_says_what_is_asked(line: str, expected: Question) -> None:
    """Two keys and a line are enough."""
    assert parse_poll_line(line) == expected


@pytest.mark.parametrize("line", ["", "   ", "#secret"])
def test_nothing_asks_nothing(line: str) -> None:
    """An empty line opens no poll."""
    assert parse_poll_line(line) is None


@given(st.text(max_size=60))
def test_every_line_is_something_that_can_be_asked(line: str) -> None:
    """Whatever is typed, the question that comes of it is a whole one, or none."""
    question = parse_poll_line(line)

    if question is not None and len(set(map(str.casefold, question.options))) == len(
        question.options
    ):
        assert question_problems(question) == ()


@pytest.mark.parametrize(
    "line",
    [
        "Break now? yes/no",
        "Where? A/B/C *2",
        "Sure? 0-10",
        "How many? # h",
        "Why? #secret",
        "What first? chairs/screens | easy..hard | little..much",
    ],
)
def test_a_question_of_a_line_is_written_back_as_it(line: str) -> None:
    """So that the planner can show it for changing."""
    question = parse_poll_line(line)

    assert question is not None
    assert poll_line(question) == line
    assert can_be_a_line(question)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("What helps? #cloud", Question(text="What helps?", kind=PollKind.CLOUD)),
        (
            "Tärkeysjärjestys? A/B/C #järjestys",
            Question(text="Tärkeysjärjestys?", kind=PollKind.RANKING, options=("A", "B", "C")),
        ),
        (
            "Vad först? A/B #poäng",
            Question(text="Vad först?", kind=PollKind.POINTS, options=("A", "B")),
        ),
        (
            "Which? A/B/C *2 #dots",
            Question(text="Which?", kind=PollKind.DOTS, options=("A", "B", "C"), max_choices=2),
        ),
        (
            "Rate: sound/picture #rate",
            Question(text="Rate", kind=PollKind.RATING, options=("sound", "picture")),
        ),
        (
            "Capital? Turku/Helsinki!/Oulu #quiz",
            Question(
                text="Capital?",
                kind=PollKind.QUIZ,
                options=("Turku", "Helsinki", "Oulu"),
                right=(1,),
            ),
        ),
        ("Tahti? #pulssi", Question(text="Tahti?", kind=PollKind.PULSE)),
        ("Worth it? #roti", Question(text="Worth it?", kind=PollKind.ROTI)),
        ("Recommend? #nps", Question(text="Recommend?", kind=PollKind.NPS)),
    ],
)
def test_a_tag_says_how_it_is_answered(line: str, expected: Question) -> None:
    """In three languages; and a line that says the kind is read as the same question."""
    assert parse_poll_line(line) == expected
    assert parse_poll_line(poll_line(expected, says_kind=True)) == expected


def test_a_quiz_without_a_right_answer_is_not_asked_yet() -> None:
    """The refusal says what is missing instead of asking something else."""
    question = parse_poll_line("Capital? Turku/Helsinki #quiz")

    assert question is not None
    assert question_problems(question) == (QuestionProblem.NO_RIGHT_ANSWER,)
