"""Polls without the names of those who answered (R2, R7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.polls import Ballot, Poll, Round, SecretBallot, VoterId
from virtu_desktop.domain.questions import Answer
from virtu_desktop.domain.tally import in_secret_order


def hidden_poll(
    poll: Poll,
    ids: Mapping[PersonId, PersonId],
    text: Callable[[str], str],
    *,
    keeps_codes: bool,
) -> Poll:
    """Return the poll with other ids of people, and without what could name them.

    text: replaces names in what somebody wrote as an answer.
    """

    def answer(given: Answer) -> Answer:
        return replace(given, texts=tuple(text(words) for words in given.texts))

    def ballot(one: Ballot) -> Ballot:
        voter = None if one.voter is None else ids.get(PersonId(one.voter))
        return replace(
            one,
            answer=answer(one.answer),
            voter=one.voter if voter is None else VoterId(voter),
            name="",
            written="",
            code=one.code if keeps_codes else "",
            source=replace(one.source, counted_by=""),
        )

    def round_(one: Round) -> Round:
        return replace(
            one,
            ballots=tuple(ballot(each) for each in one.ballots),
            counts=tuple(
                replace(count, source=replace(count.source, counted_by="")) for count in one.counts
            ),
            secret=in_secret_order(
                SecretBallot(answer=answer(each.answer), code=each.code if keeps_codes else "")
                for each in one.secret
            ),
        )

    return replace(poll, rounds=tuple(round_(one) for one in poll.rounds))
