"""Pasted chats and reports as votes: known people, nothing old, nothing silent (V2, V4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import at
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.polls import VoterId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.questions import PollKind, Question, Scale
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.poll_paste import (
    LONGEST_PASTE,
    Meeting,
    is_report,
    read_pasted_chat,
    read_report_file,
)

REPORT = Path(__file__).parent / "fixtures" / "zoom_poll_2024.csv"
CHOICE = Question(text="Next?", kind=PollKind.SINGLE, options=("Chair", "Camera"))
ANNA = Participant(id=PersonId("p1"), programme=ProgrammeId("p"), name="Anna Lahti")
BEN = Participant(id=PersonId("p2"), programme=ProgrammeId("p"), name="Ben Åberg")
KNOWN = Meeting(
    people=(ANNA, BEN),
    modes={ANNA.id: Mode.ROOM, BEN.id: Mode.REMOTE},
    opened=at("9:10:30"),
    zone="Europe/Helsinki",
)
NOBODY = Meeting(people=(), modes={}, opened=at("9:10:30"), zone="Europe/Helsinki")


def chat(*lines: tuple[str, str, str]) -> str:
    """Return a saved chat of (clock, sender, text)."""
    return "\n".join(f"{clock} From {who} to Everyone:\n {text}" for clock, who, text in lines)


def test_votes_are_those_of_known_people() -> None:
    """Who is on the roster votes under the person's id, where the person takes part."""
    found = read_pasted_chat(
        chat(("09:11:00", "Anna Lahti", "2"), ("09:11:05", "Ben Åberg (guest)", "chair!")),
        CHOICE,
        KNOWN,
    )

    assert [(vote.voter, vote.mode, vote.answer.picks) for vote in found.votes] == [
        (VoterId("p1"), Mode.ROOM, (1,)),
        (VoterId("p2"), Mode.REMOTE, (0,)),
    ]
    assert [vote.at for vote in found.votes] == [at("9:11:00"), at("9:11:05")]
    assert found.review == ()


def test_without_a_roster_people_vote_under_their_names() -> None:
    """Twice the same name is one person, and the later answer is the one that counts."""
    found = read_pasted_chat(
        chat(("09:11:00", "Anna", "2"), ("09:11:30", "ANNA", "1")), CHOICE, NOBODY
    )

    assert {vote.voter for vote in found.votes} == {VoterId("name:anna")}
    assert [vote.answer.picks for vote in found.votes] == [(1,), (0,)]
    assert {vote.mode for vote in found.votes} == {Mode.REMOTE}


def test_what_was_written_before_the_poll_is_left_out() -> None:
    """The minute in which it was opened belongs to it: chats have no seconds."""
    found = read_pasted_chat(
        chat(("09:09:59", "Anna Lahti", "1"), ("09:10:00", "Ben Åberg", "2")), CHOICE, KNOWN
    )

    assert [vote.voter for vote in found.votes] == [VoterId("p2")]
    assert found.older == 1


def test_lines_without_a_sender_wait_for_somebody_to_look() -> None:
    """A copied list of answers counts nothing by itself, and loses nothing."""
    found = read_pasted_chat("2\n1\nhello there\n", CHOICE, NOBODY)

    assert found.votes == ()
    assert {one.text for one in found.review} >= {"2", "1"}


def test_levels_below_nothing_are_counted_from_one() -> None:
    """Nobody writes minus two; hands and chat have the same numbers."""
    scale = Scale(lowest=-1, highest=1, labels=("Slow", "Fine", "Fast"))
    question = Question(text="Pace?", kind=PollKind.PULSE, scale=scale)

    found = read_pasted_chat(
        chat(("09:11:00", "Anna Lahti", "3"), ("09:11:05", "Ben Åberg", "slow")), question, KNOWN
    )

    assert [vote.answer.picks for vote in found.votes] == [(2,), (0,)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("x" * (LONGEST_PASTE + 1), CHOICE),
        (chat(("09:11:00", "Anna", "1")), Question(text="?", kind=PollKind.RATING)),
    ],
)
def test_what_cannot_be_counted_is_told(text: str, question: Question) -> None:
    """Too long, or a question that no word of a chat can answer."""
    with pytest.raises(KnownError):
        read_pasted_chat(text, question, NOBODY)


def test_a_poll_report_is_read_for_its_question() -> None:
    """Known people are found by name, anonymous answers have neither name nor time."""
    question = Question(text="Miten voit?", kind=PollKind.SINGLE, options=("Hyvin", "Ihan ok"))
    meeting = Meeting(
        people=(Participant(id=PersonId("m"), programme=None, name="Matti Virtanen-Koskelo"),),
        modes={},
        opened=at("9:10"),
        zone="Europe/Helsinki",
    )

    found = read_report_file(REPORT, question, meeting)

    assert is_report(REPORT.read_text(encoding="utf-8"))
    assert sorted((vote.voter or "", vote.answer.picks) for vote in found.votes) == [
        ("", (1,)),
        ("m", (0,)),
    ]
    assert {vote.at for vote in found.votes} == {None}


def test_a_report_of_another_poll_is_told(tmp_path: Path) -> None:
    """It names what it asked; a file that is none, or not there, is told too."""
    with pytest.raises(KnownError, match="another poll"):
        read_report_file(REPORT, CHOICE, NOBODY)
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    for path in (other, tmp_path / "nothing.csv"):
        with pytest.raises(KnownError):
            read_report_file(path, CHOICE, NOBODY)
    assert not is_report("09:11:00 From Anna to Everyone:\n # 1")
