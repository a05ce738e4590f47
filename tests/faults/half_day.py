"""What a library holds of the rooms, polls and presences of a session, as one sum to compare."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from tests.polls_kept import polls_kept
from virtu_desktop.domain.polls import Poll
from virtu_desktop.domain.presence import Presence
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.engine.changes import (
    Change,
    DeletePresences,
    SavePresences,
    SessionRecord,
)
from virtu_desktop.engine.poll_changes import PollChange, whole_poll
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms


class HalfDay:
    """Follows the changes of one session and tells what they come to."""

    def __init__(self, record: SessionRecord) -> None:
        """Begin with what is stored."""
        self._rounds = {one.id: one for one in record.rounds}
        self._presences = {one.id: one for one in record.presences}
        self._poll_changes: list[Change] = []
        for poll in record.polls:
            self._poll_changes += whole_poll(record.session.id, poll)
        self.sum = sum_of(record.rounds, record.polls, record.presences)

    def take(self, changes: Iterable[Change]) -> str:
        """Take over changes that belong together; return the sum afterwards."""
        is_changed = False
        for change in changes:
            match change:
                case SaveRooms(round=round_):
                    self._rounds[round_.id] = round_
                case DeleteRooms(round=gone):
                    self._rounds.pop(gone, None)
                case SavePresences(presences=presences):
                    self._presences |= {one.id: one for one in presences}
                case DeletePresences(presences=gone_ids):
                    for stay in gone_ids:
                        self._presences.pop(stay, None)
                case _ if isinstance(change, PollChange):
                    self._poll_changes.append(change)
                case _:
                    continue
            is_changed = True
        if is_changed:
            polls = polls_kept(self._poll_changes)
            self.sum = sum_of(self._rounds.values(), polls, self._presences.values())
        return self.sum


def sum_of(
    rounds: Iterable[BreakoutRound], polls: Iterable[Poll], presences: Iterable[Presence]
) -> str:
    """Return a sum that is equal for equal rooms, polls and presences, in whatever order."""
    parts = (*map(repr, rounds), *map(_poll_text, polls), *map(repr, presences))
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _poll_text(poll: Poll) -> str:
    """Return all of a poll, with what has no order of its own in order."""
    rounds = tuple(
        replace(
            one,
            ballots=tuple(sorted(one.ballots, key=lambda ballot: ballot.id)),
            counts=tuple(sorted(one.counts, key=lambda count: count.id)),
        )
        for one in poll.rounds
    )
    return repr(replace(poll, rounds=rounds))
