"""What a store that lost nothing would load of the polls whose changes it was given."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from virtu_desktop.domain.polls import Poll, PollId, Round, RoundId, SecretBallot
from virtu_desktop.domain.tally import in_secret_order
from virtu_desktop.engine.changes import Change
from virtu_desktop.engine.poll_changes import (
    CastSecret,
    DeletePoll,
    DeleteRound,
    LogCorrection,
    SaveBallots,
    SaveCount,
    SavePoll,
    SaveRound,
    SaveSecret,
)


def polls_kept(changes: Iterable[Change]) -> tuple[Poll, ...]:
    """Return the polls that changes leave behind, in the order they were asked."""
    polls: dict[PollId, Poll] = {}
    rounds: dict[RoundId, Round] = {}
    secret: dict[RoundId, dict[bytes, SecretBallot]] = {}
    for change in changes:
        match change:
            case SavePoll(poll=poll):
                polls[poll.id] = replace(poll, rounds=())
            case DeletePoll(poll=poll_id):
                del polls[poll_id]
                rounds = {key: one for key, one in rounds.items() if one.poll != poll_id}
            case SaveRound(round=round_):
                before = rounds.get(round_.id)
                rounds[round_.id] = (
                    replace(round_, ballots=(), counts=(), secret=(), secret_parts=(), log=())
                    if before is None
                    else replace(
                        round_,
                        ballots=before.ballots,
                        counts=before.counts,
                        secret=before.secret,
                        secret_parts=before.secret_parts,
                        log=before.log,
                    )
                )
            case DeleteRound(round=round_id):
                del rounds[round_id]
            case SaveBallots(ballots=ballots):
                for ballot in ballots:
                    round_ = rounds[ballot.round]
                    kept = {one.id: one for one in round_.ballots} | {ballot.id: ballot}
                    rounds[ballot.round] = replace(round_, ballots=tuple(kept.values()))
            case SaveCount(count=count):
                round_ = rounds[count.round]
                counts = {one.id: one for one in round_.counts} | {count.id: count}
                rounds[count.round] = replace(round_, counts=tuple(counts.values()))
            case LogCorrection(round=round_id, line=line):
                round_ = rounds[round_id]
                rounds[round_id] = replace(round_, log=(*round_.log, line))
            case CastSecret():
                box = secret.setdefault(change.round, {})
                if change.replaces is not None:
                    del box[change.replaces]
                box[change.key] = change.ballot
                rounds[change.round] = replace(
                    rounds[change.round],
                    secret=in_secret_order(box.values()),
                    secret_parts=change.parts,
                )
            case SaveSecret(round=round_id, ballots=ballots_, parts=parts):
                rounds[round_id] = replace(
                    rounds[round_id], secret=in_secret_order(ballots_), secret_parts=parts
                )
            case _:
                pass
    return tuple(
        replace(poll, rounds=tuple(one for one in rounds.values() if one.poll == poll.id))
        for poll in polls.values()
    )
