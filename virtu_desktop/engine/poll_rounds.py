"""Small questions about polls, rounds and votes that the desk of polls asks; nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Poll,
    Round,
    RoundId,
    Standing,
    VoterId,
)
from virtu_desktop.domain.questions import (
    Answer,
    BadAnswer,
    PollKind,
    Question,
    Secrecy,
    checked_answer,
)
from virtu_desktop.engine.poll_terms import PollRefusal, PollRefused


def taken_up(poll: Poll) -> Poll:
    """Return a poll as it stands after a start: nobody knows who had answered in secret."""
    if poll.question.secrecy is not Secrecy.SECRET or not poll.is_open:
        return poll
    latest = poll.latest
    return with_round(poll, replace(latest, restarted=latest.restarted or bool(latest.secret)))


def round_of(poll: Poll, round_id: RoundId) -> Round:
    """Return the round of that id; raise KeyError without one."""
    for round_ in poll.rounds:
        if round_.id == round_id:
            return round_
    raise KeyError(round_id)


def with_round(poll: Poll, changed: Round) -> Poll:
    """Return the poll with a round in the place of the one of the same id."""
    rounds = tuple(changed if round_.id == changed.id else round_ for round_ in poll.rounds)
    return replace(poll, rounds=rounds)


def answer_that_fits(question: Question, answer: Answer) -> Answer:
    """Return an answer as it is counted; raise PollRefused when it does not fit."""
    try:
        return checked_answer(question, answer)
    except BadAnswer as error:
        raise PollRefused(PollRefusal.ANSWER, answer=error.problem) from error


def earlier_of_device(round_: Round, ballot: Ballot) -> Ballot | None:
    """Return the ballot that the same device gave before, while the round takes answers."""
    if ballot.voter is None or ballot.source.channel is not Channel.PHONE:
        return None
    for earlier in reversed(round_.ballots):
        if (
            earlier.voter == ballot.voter
            and earlier.source.channel is Channel.PHONE
            and earlier.standing is ballot.standing
        ):
            return earlier
    return None


def how_many_changed(new: Sequence[Ballot], before: set[VoterId | None]) -> int:
    """Return how many ballots replace another one of the same voter, old or new."""
    seen = set(before)
    changed = 0
    for ballot in new:
        if ballot.standing is Standing.HELD or ballot.voter is None:
            continue
        changed += ballot.voter in seen
        seen.add(ballot.voter)
    return changed


def vote_key(
    voter: VoterId | None, name: str, written: str, answer: Answer
) -> tuple[str, str, Answer]:
    """Return what makes two pasted votes the same one."""
    return voter or name.strip().casefold(), written.strip(), answer


def people_of_counts(question: Question, counts: Sequence[int], said: int) -> int:
    """Return how many people raised hands: each once, or as said where they may pick several."""
    if question.is_single:
        return sum(counts)
    least = max(counts, default=0)
    if question.kind is PollKind.DOTS:
        least = -(-sum(counts) // question.most)
    return max(least, said)
