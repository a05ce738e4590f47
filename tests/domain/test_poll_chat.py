"""A question says what people may write for its choices, and a vote becomes an answer."""

from __future__ import annotations

import pytest

from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.domain.chat_votes import Doubt, chat_votes
from virtu_desktop.domain.poll_chat import answer_of, chat_options, most_of
from virtu_desktop.domain.questions import Answer, PollKind, Question, Scale

YES_NO = Question(text="Tauko?", kind=PollKind.YES_NO, options=("kyllä", "ei", "tyhjä"))
PULSE = Question(
    text="Kynnys?",
    kind=PollKind.PULSE,
    scale=Scale(lowest=1, highest=3, labels=("korkea", "sama", "matala")),
)
ENDS = Question(
    text="ROTI", kind=PollKind.ROTI, scale=Scale(lowest=0, highest=4, labels=("turha", "huippu"))
)
LETTERS = Question(text="?", kind=PollKind.SINGLE, options=("B", "A", "sama", "sama tai muu"))
SEVERAL = Question(text="?", kind=PollKind.MULTIPLE, options=("x", "y", "z"), max_choices=2)


@pytest.mark.parametrize(
    ("question", "text", "picks"),
    [
        (YES_NO, "Joo!", (0,)),
        (YES_NO, "nej", (1,)),
        (YES_NO, "2", (1,)),
        (YES_NO, "tyhjä", (2,)),
        (PULSE, "1", (0,)),
        (PULSE, "Matala", (2,)),
        (ENDS, "4", (4,)),
        (ENDS, "turha", (0,)),
        (LETTERS, "sama tai muu", (3,)),
        (LETTERS, "1", (0,)),
        (SEVERAL, "x ja 3", (0, 2)),
    ],
)
def test_choices_as_people_write_them(
    question: Question, text: str, picks: tuple[int, ...]
) -> None:
    """Numbers, letters, labels and everyday words all name the same places."""
    options = chat_options(question)
    said = ChatMessage(at="", sender="A", text=text)

    votes = chat_votes([said], options, most=most_of(question))

    assert [answer_of(question, options, vote) for vote in votes.votes] == [Answer(picks=picks)]


def test_a_word_for_two_choices_stands_for_neither() -> None:
    """The label B of the first option and the letter of the second: nobody can tell."""
    votes = chat_votes([ChatMessage(at="", sender="A", text="B")], chat_options(LETTERS))

    assert not votes.votes
    assert [entry.doubt for entry in votes.review] == [Doubt.UNKNOWN_OPTION]


def test_a_question_that_picks_nothing_has_no_options() -> None:
    """So that nobody counts words of an open question as votes."""
    assert chat_options(Question(text="?", kind=PollKind.OPEN)) == ()
