"""Polls of a session: rounds, ballots and counts, each with where it came from (V2, V6, V7).

What was received is never thrown away: a ballot that was replaced, came late or was taken back
stays, and ``tally`` says how much of it counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import Answer, Question
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.wall import NOTHING_DECIDED, Wall

PollId = NewType("PollId", str)
RoundId = NewType("RoundId", str)
UnitId = NewType("UnitId", str)
BatchId = NewType("BatchId", str)
VoterId = NewType("VoterId", str)
NAMED_VOTER = "name:"
"""Begins the id of a voter on no roster, who is known by the name in small letters."""


class Channel(StrEnum):
    """How an answer reached the trainer."""

    PHONE = "phone"
    HANDS = "hands"
    CHAT = "chat"
    REPORT = "report"
    PAPER = "paper"
    TYPED = "typed"


# Everybody in the meeting or in the room sees who answers what.
SEEN_BY_OTHERS = frozenset({Channel.HANDS, Channel.CHAT})


class Standing(StrEnum):
    """Whether a ballot or count is part of the result.

    HELD: late, waits for the trainer. ACCEPTED and REFUSED: late, decided. TAKEN_BACK: undone.
    """

    COUNTED = "counted"
    HELD = "held"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


IN_RESULT = frozenset({Standing.COUNTED, Standing.ACCEPTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a part of a result comes from.

    mode and site: where the people take part, None and "" when that is unknown. counted_by: who
    counted the hands or typed the total. batch: which paste, report or round of counting it
    belongs to; parts of one batch are taken back together.
    """

    channel: Channel
    mode: Mode | None = None
    site: str = ""
    counted_by: str = ""
    batch: BatchId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One person's answer.

    voter: who, as far as it is known: the id of a person of the roster or of a device; two ballots
    of one voter count once. name and written: as the source has them. code: what the person made
    up to be recognised next time, without saying who it is.
    """

    id: UnitId
    round: RoundId
    answer: Answer
    at: Instant
    source: Provenance
    voter: VoterId | None = None
    name: str = ""
    written: str = ""
    code: str = ""
    standing: Standing = Standing.COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """People counted together: how many for each choice of the question, in its order.

    people: how many took part; the sum for a question with one choice each. It is never less than
    the largest number.
    """

    id: UnitId
    round: RoundId
    counts: tuple[int, ...]
    people: int
    at: Instant
    source: Provenance
    standing: Standing = Standing.COUNTED

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        if any(number < 0 for number in self.counts) or self.people < 0:
            raise ValueError("a count below nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretBallot:
    """An answer in a secret poll: nothing tells whose, from where, when or in which order."""

    answer: Answer
    code: str = ""


def plain_code(code: str) -> str:
    """Return a self-made code as codes are compared: without blanks, in small letters."""
    return "".join(code.split()).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretPart:
    """How many secret ballots came by one channel from people taking part in one way."""

    channel: Channel
    mode: Mode | None
    people: int


def in_part_order(parts: Iterable[SecretPart]) -> tuple[SecretPart, ...]:
    """Return the parts of a secret round by channel and mode."""
    channels, modes = list(Channel), [None, *Mode]
    return tuple(
        sorted(parts, key=lambda part: (channels.index(part.channel), modes.index(part.mode)))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """How many people were present, by how they took part."""

    room: int = 0
    site: int = 0
    remote: int = 0

    @property
    def total(self) -> int:
        """Return how many there were in all."""
        return self.room + self.site + self.remote

    def in_mode(self, mode: Mode) -> int:
        """Return how many took part in one way."""
        return {Mode.ROOM: self.room, Mode.SITE: self.site, Mode.REMOTE: self.remote}[mode]


class Correction(StrEnum):
    """What was changed after an answer was in or after the close; kept with the old value (V7)."""

    REOPENED = "reopened"
    LATE_ACCEPTED = "late_accepted"
    LATE_REFUSED = "late_refused"
    COUNT_CHANGED = "count_changed"
    TAKEN_BACK = "taken_back"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One correction: when, what, of which ballot or count, and the old value as words.

    Never written for a ballot of a secret poll.
    """

    at: Instant
    what: Correction
    unit: UnitId | None = None
    old: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time the question was asked; ``number`` counts from 1.

    closed: None while it is open. closes: when it closes by itself, or None. present: how many
    people were there when it closed, None while it is open or when nobody knows. revealed: the
    result was shown to everybody. restarted: secret ballots were kept when the program stopped,
    but not who had answered.
    """

    id: RoundId
    poll: PollId
    number: int
    opened: Instant
    closed: Instant | None = None
    closes: Instant | None = None
    present: Present | None = None
    revealed: bool = False
    restarted: bool = False
    ballots: tuple[Ballot, ...] = ()
    counts: tuple[Count, ...] = ()
    secret: tuple[SecretBallot, ...] = ()
    secret_parts: tuple[SecretPart, ...] = ()
    log: tuple[LogLine, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether answers are taken."""
        return self.closed is None

    @property
    def has_answers(self) -> bool:
        """Say whether any answer was ever taken, so that the question is locked (V7)."""
        return bool(self.ballots or self.counts or self.secret)

    def has_code(self, code: str) -> bool:
        """Say whether an answer that counts has that self-made code already."""
        codes = [one.code for one in self.ballots if one.standing in IN_RESULT]
        codes += [one.code for one in self.secret]
        return plain_code(code) in map(plain_code, codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A question that was asked in a session, with its rounds in order.

    block: the block it was asked in, or None outside the run. right_shown: the right answer of a
    quiz was shown apart from the result. wall: which open answers the room may see, and as what.
    """

    id: PollId
    question: Question
    block: BlockId | None = None
    rounds: tuple[Round, ...] = ()
    right_shown: bool = False
    wall: Wall = NOTHING_DECIDED

    @property
    def latest(self) -> Round:
        """Return the newest round; every poll that was asked has one."""
        return self.rounds[-1]

    @property
    def is_open(self) -> bool:
        """Say whether answers are taken now."""
        return bool(self.rounds) and self.latest.is_open

    @property
    def is_locked(self) -> bool:
        """Say whether the question can no longer be changed."""
        return any(round_.has_answers for round_ in self.rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """One closed round of a question with a repeat key, somewhere in a programme (V8)."""

    session: SessionId
    session_title: str
    session_number: int
    group: str
    poll: Poll
    round: Round
