"""What the polls of a session ask the store to keep: one frozen value for each kind of change."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.polls import (
    Ballot,
    Count,
    LogLine,
    Poll,
    PollId,
    Round,
    RoundId,
    SecretBallot,
    SecretPart,
)
from virtu_desktop.domain.programme import SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePoll:
    """The poll itself is as given; new or changed. Its rounds have changes of their own."""

    session: SessionId
    poll: Poll


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePoll:
    """The poll is gone, with all its rounds."""

    poll: PollId


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveRound:
    """The round itself is as given; new or changed. What was answered has changes of its own."""

    round: Round


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteRound:
    """The round is gone, with all that was answered."""

    round: RoundId


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveBallots:
    """Ballots are as given; new or changed."""

    ballots: tuple[Ballot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveCount:
    """Counted people are as given; new or changed."""

    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCorrection:
    """A correction was made; the log only grows."""

    round: RoundId
    line: LogLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CastSecret:
    """A secret ballot came in.

    key: random, tells nothing. replaces: the key of the ballot the same voter gave before, or
    None. parts: how many ballots each channel has given now.
    """

    round: RoundId
    key: bytes
    ballot: SecretBallot
    replaces: bytes | None
    parts: tuple[SecretPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSecret:
    """All secret ballots of a round at once, as a record brings them; keys are made anew."""

    round: RoundId
    ballots: tuple[SecretBallot, ...]
    parts: tuple[SecretPart, ...]


PollChange = (
    SavePoll
    | DeletePoll
    | SaveRound
    | DeleteRound
    | SaveBallots
    | SaveCount
    | LogCorrection
    | CastSecret
    | SaveSecret
)


def whole_poll(session: SessionId, poll: Poll) -> tuple[PollChange, ...]:
    """Return the changes that keep a poll with all its rounds, as a record brings it."""
    changes: list[PollChange] = [SavePoll(session=session, poll=poll)]
    for round_ in poll.rounds:
        changes.append(SaveRound(round=round_))
        if round_.ballots:
            changes.append(SaveBallots(ballots=round_.ballots))
        changes += [SaveCount(count=count) for count in round_.counts]
        changes += [LogCorrection(round=round_.id, line=line) for line in round_.log]
        if round_.secret or round_.secret_parts:
            changes.append(
                SaveSecret(round=round_.id, ballots=round_.secret, parts=round_.secret_parts)
            )
    return tuple(changes)
