"""Polls as rows for exports: what each choice got, and one row for each thing a ballot says (R2).

Names stand with the answers of named polls alone. Of a secret poll there are answers in the order
of what they say, without channel or mode.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import Ballot, Channel, Count, Poll, Round, Standing
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.tally import Result, counted_ballots, tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """What one choice of one round got. share: whole percent of people, or None.

    A question without choices has one row: place None, and everybody who answered.
    """

    number: int
    poll: Poll
    round: Round
    result: Result
    place: int | None
    label: str
    count: int
    share: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotRow:
    """One thing that a ballot or a count says.

    unit: number of the ballot or count within the poll and round, from 1. place, label: of the
    choice, None and "" for a number or words. amount: points, level, rank or number. people: how
    many say so. counts: part of the result.
    """

    number: int
    poll: Poll
    round: int
    unit: int
    channel: Channel | None
    mode: Mode | None
    site: str
    name: str
    place: int | None
    label: str
    amount: float | None
    text: str
    people: int
    standing: Standing
    counts: bool


def result_rows(polls: Iterable[Poll]) -> Iterator[ResultRow]:
    """Yield a row for each choice of each round, polls in the order they were asked."""
    for number, poll in enumerate(polls, 1):
        for round_ in poll.rounds:
            result = tally(poll, round_)
            labels: list[tuple[int | None, str]] = list(enumerate(poll.question.choices))
            for place, label in labels or [(None, "")]:
                yield ResultRow(
                    number=number,
                    poll=poll,
                    round=round_,
                    result=result,
                    place=place,
                    label=label,
                    count=result.people if place is None else result.counts[place],
                    share=None if place is None else result.shares[place],
                )


def ballot_rows(polls: Iterable[Poll]) -> Iterator[BallotRow]:
    """Yield the long table: ballots and counts as they came in, secret answers as they sort."""
    for number, poll in enumerate(polls, 1):
        for round_ in poll.rounds:
            yield from _round_rows(number, poll, round_)


def _round_rows(number: int, poll: Poll, round_: Round) -> Iterator[BallotRow]:
    counted = {ballot.id for ballot in counted_ballots(round_.ballots)[0]}
    units: list[Ballot | Count] = [*round_.ballots, *round_.counts]
    for unit_number, unit in enumerate(units, 1):
        is_ballot = isinstance(unit, Ballot)
        counts = (
            unit.id in counted
            if is_ballot
            else unit.standing in (Standing.COUNTED, Standing.ACCEPTED)
        )
        is_named = poll.question.secrecy is Secrecy.NAMED
        for said in _said(poll.question, unit):
            yield BallotRow(
                number=number,
                poll=poll,
                round=round_.number,
                unit=unit_number,
                channel=unit.source.channel,
                mode=unit.source.mode,
                site=unit.source.site,
                name=unit.name if isinstance(unit, Ballot) and is_named else "",
                place=said.place,
                label=said.label,
                amount=said.amount,
                text=said.text,
                people=said.people,
                standing=unit.standing,
                counts=counts,
            )
    for unit_number, secret in enumerate(round_.secret, len(units) + 1):
        for said in _answer_said(poll.question, secret.answer):
            yield BallotRow(
                number=number,
                poll=poll,
                round=round_.number,
                unit=unit_number,
                channel=None,
                mode=None,
                site="",
                name="",
                place=said.place,
                label=said.label,
                amount=said.amount,
                text=said.text,
                people=said.people,
                standing=Standing.COUNTED,
                counts=True,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    place: int | None = None
    label: str = ""
    amount: float | None = None
    text: str = ""
    people: int = 1


def _said(question: Question, unit: Ballot | Count) -> Iterator[_Said]:
    if isinstance(unit, Ballot):
        yield from _answer_said(question, unit.answer)
        return
    for place, people in enumerate(unit.counts):
        if people:
            yield _Said(place=place, label=question.choices[place], people=people)


def _answer_said(question: Question, answer: Answer) -> Iterator[_Said]:
    labels = question.choices
    for rank, place in enumerate(answer.picks, 1):
        ranked = float(rank) if len(answer.picks) > 1 else None
        yield _Said(place=place, label=labels[place], amount=ranked)
    for number, amount in enumerate(answer.amounts):
        if question.kind is PollKind.AXES:
            place, axis = divmod(number, 2)
            way = "up" if axis else "across"
            yield _Said(place=place, label=labels[place], amount=amount, text=way)
        else:
            label = labels[number] if number < len(labels) else ""
            yield _Said(place=number, label=label, amount=amount)
    if answer.number is not None:
        yield _Said(amount=answer.number)
    for text in answer.texts:
        yield _Said(text=text)
