"""Polls without the names of those who answered (R2, R7)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.polls import NAMED_VOTER, Ballot, Poll, Round, SecretBallot, VoterId
from virtu_desktop.domain.questions import Answer
from virtu_desktop.domain.tally import in_secret_order
from virtu_desktop.domain.wall import hidden_wall


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
    strangers: dict[VoterId, VoterId] = {}

    def voter(one: VoterId) -> VoterId:
        if one.startswith(NAMED_VOTER):
            # On no roster: known by the name, so that only a number can take its place.
            return strangers.setdefault(one, VoterId(f"{NAMED_VOTER}{len(strangers) + 1}"))
        return VoterId(ids.get(PersonId(one), PersonId(one)))

    def answer(given: Answer) -> Answer:
        return replace(given, texts=tuple(text(words) for words in given.texts))

    def ballot(one: Ballot) -> Ballot:
        return replace(
            one,
            answer=answer(one.answer),
            voter=None if one.voter is None else voter(one.voter),
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

    rounds = tuple(round_(one) for one in poll.rounds)
    return replace(poll, rounds=rounds, wall=hidden_wall(poll.wall, _written(poll), text))


def _written(poll: Poll) -> Iterator[str]:
    for round_ in poll.rounds:
        units: tuple[Ballot | SecretBallot, ...] = (*round_.ballots, *round_.secret)
        for one in units:
            yield from one.answer.texts
