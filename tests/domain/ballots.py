"""Ballots and counts made with few words, and the scripted hybrid poll of 24 people."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Count,
    Poll,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    Standing,
    UnitId,
    VoterId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question
from virtu_desktop.domain.time import Instant

ROUND = RoundId("r1")
_numbers: Iterator[int] = count(1)

YES_NO = Question(text="Break now?", kind=PollKind.SINGLE, options=("Yes", "No", "Later"))
HYBRID_PRESENT = Present(room=14, remote=10)


def ballot(
    pick: int,
    voter: str | None = None,
    *,
    at: int = 0,
    channel: Channel = Channel.PHONE,
    mode: Mode | None = Mode.ROOM,
    standing: Standing = Standing.COUNTED,
    code: str = "",
    answer: Answer | None = None,
) -> Ballot:
    """Return a ballot that picks one choice, or gives ``answer``."""
    return Ballot(
        id=UnitId(f"u{next(_numbers)}"),
        round=ROUND,
        answer=Answer(picks=(pick,)) if answer is None else answer,
        at=Instant(at),
        source=Provenance(channel=channel, mode=mode),
        voter=None if voter is None else VoterId(voter),
        code=code,
        standing=standing,
    )


def hands(
    *counts: int, mode: Mode | None = Mode.ROOM, people: int | None = None, at: int = 0
) -> Count:
    """Return counted hands."""
    return Count(
        id=UnitId(f"u{next(_numbers)}"),
        round=ROUND,
        counts=counts,
        people=sum(counts) if people is None else people,
        at=Instant(at),
        source=Provenance(channel=Channel.HANDS, mode=mode),
    )


def asked(question: Question, *parts: Ballot | Count, present: Present | None = None) -> Poll:
    """Return a closed poll with these parts."""
    return Poll(
        id=PollId("p1"),
        question=question,
        rounds=(
            Round(
                id=ROUND,
                poll=PollId("p1"),
                number=1,
                opened=Instant(0),
                closed=Instant(100),
                present=present,
                ballots=tuple(part for part in parts if isinstance(part, Ballot)),
                counts=tuple(part for part in parts if isinstance(part, Count)),
            ),
        ),
    )


def hybrid_poll() -> Poll:
    """Return the scripted poll of 24 people.

    Room: nine by phone (five yes, three no, one later), five hands (two yes, three no). Remote:
    seven in the chat (three yes, two no, two later), three silent. Room9 said later by phone and
    then no in the chat; Remote7's phone answer came after the close and is held.
    """
    phones = [ballot(pick, f"room{n}", at=n) for n, pick in enumerate([0] * 5 + [1] * 3 + [2], 1)]
    chat = [
        ballot(pick, f"remote{n}", at=20 + n, channel=Channel.CHAT, mode=Mode.REMOTE)
        for n, pick in enumerate([0, 0, 0, 1, 1, 2, 2], 1)
    ]
    again = ballot(1, "room9", at=40, channel=Channel.CHAT)
    late = ballot(0, "remote7", at=120, mode=Mode.REMOTE, standing=Standing.HELD)
    return asked(YES_NO, *phones, hands(2, 3, 0), *chat, again, late, present=HYBRID_PRESENT)
