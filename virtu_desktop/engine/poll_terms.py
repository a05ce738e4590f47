"""What commands on polls take and say: votes, what became of them, refusals, steps of undo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.polls import (
    VoterId,
)
from virtu_desktop.domain.questions import (
    Answer,
    AnswerProblem,
    QuestionProblem,
)
from virtu_desktop.domain.time import Instant


class PollRefusal(StrEnum):
    """Why a command on a poll cannot be carried out."""

    QUESTION = "question"
    ANSWER = "answer"
    LOCKED = "locked"
    IS_OPEN = "is_open"
    IS_CLOSED = "is_closed"
    CANNOT_COUNT = "cannot_count"
    NOT_SECRET = "not_secret"
    BELOW_NOTHING = "below_nothing"
    NO_SUCH_CHOICE = "no_such_choice"


class PollRefused(Exception):
    """A command that cannot be carried out, and why."""

    def __init__(
        self,
        refusal: PollRefusal,
        *,
        problems: tuple[QuestionProblem, ...] = (),
        answer: AnswerProblem | None = None,
    ) -> None:
        """Keep why."""
        super().__init__(refusal.value)
        self.refusal = refusal
        self.problems = problems
        self.answer = answer


class PollAction(StrEnum):
    """What the latest command did, for the words of undo."""

    ASKED = "asked"
    ASKED_AGAIN = "asked_again"
    CHANGED = "changed"
    CLOSED = "closed"
    REOPENED = "reopened"
    COUNTED = "counted"
    COUNTER = "counter"
    TOTAL = "total"
    VOTES = "votes"
    BALLOT = "ballot"
    DECIDED = "decided"
    TAKEN_BACK = "taken_back"
    REVEALED = "revealed"
    RIGHT_SHOWN = "right_shown"
    WALL = "wall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Here:
    """Somebody who is present now."""

    person: PersonId
    name: str
    mode: Mode
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One person's answer as a channel brings it, before it is a ballot.

    at: when it was given, None when the source does not say.
    """

    answer: Answer
    voter: VoterId | None = None
    name: str = ""
    written: str = ""
    mode: Mode | None = None
    site: str = ""
    code: str = ""
    at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of votes: taken now, known already, held because they are late.

    changed: of those taken, how many replace another answer of the same person.
    """

    taken: int = 0
    changed: int = 0
    known: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Who of one mode has not answered.

    missing: present less answered, never below 0. names: who they are, None when that cannot be
    known (hands were counted) or may not be told (a secret poll).
    """

    mode: Mode
    present: int
    missing: int
    names: tuple[str, ...] | None
