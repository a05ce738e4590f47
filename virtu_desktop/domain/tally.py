"""One tally from every channel: who counts, how often, and what may be said of it (V2, V5, V6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.polls import (
    IN_RESULT,
    SEEN_BY_OTHERS,
    Ballot,
    Channel,
    Count,
    Poll,
    Present,
    Round,
    SecretBallot,
    Standing,
    UnitId,
    VoterId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy

PERCENT_FROM = 10
SMALL_GROUP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelPart:
    """What one channel gave: people, and how many for each choice (None in a secret poll)."""

    channel: Channel
    people: int
    counts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModePart:
    """What the people of one mode gave; present is None when it is not known."""

    mode: Mode
    people: int
    counts: tuple[int, ...]
    present: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TooMany:
    """More answers than people of one mode are present."""

    mode: Mode
    people: int
    present: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """A ballot that does not count because its voter answered again later."""

    ballot: UnitId
    by: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a round came to.

    people: how many answered and count; the base of every share. present: how many were there,
    None when unknown. counts: for each choice of the question, how many people picked it (points
    and dots: their sum). shares: whole percent of people, None for each under ten people and for
    points and dots. answers: every distinct answer that came as a ballot, with how often, in an
    order that tells nothing of when. parts: by mode, empty when it would show a group under five
    or when nothing is known of modes; then ``parts_hidden`` says that there is something to
    hide. unplaced: people whose mode is unknown. held: late ballots that wait for the trainer.
    openly: how many were given where others see them. over: how many more answers than people
    present there are; over_in: the same for each mode.
    """

    question: Question
    people: int
    present: Present | None
    counts: tuple[int, ...]
    shares: tuple[int | None, ...]
    answers: tuple[tuple[Answer, int], ...]
    channels: tuple[ChannelPart, ...]
    parts: tuple[ModePart, ...] = ()
    parts_hidden: bool = False
    unplaced: int = 0
    held: int = 0
    refused: int = 0
    replaced: tuple[Replaced, ...] = ()
    openly: int = 0
    over: int = 0
    over_in: tuple[TooMany, ...] = ()

    @property
    def has_percentages(self) -> bool:
        """Say whether there are answers enough for percentages."""
        return self.people >= PERCENT_FROM

    @property
    def is_of_several(self) -> bool:
        """Say whether shares need not sum to 100, because people may pick several."""
        return self.question.kind is PollKind.MULTIPLE


def tally(poll: Poll, round_: Round | None = None, *, present: Present | None = None) -> Result:
    """Return what a round came to, the newest unless another is given.

    present: who is there now, used while the round does not know it itself.
    """
    chosen = poll.latest if round_ is None else round_
    return tally_of(
        poll.question, chosen, present=chosen.present if chosen.present is not None else present
    )


def tally_of(question: Question, round_: Round, *, present: Present | None = None) -> Result:
    """Return what a round of a question came to."""
    kept, replaced = counted_ballots(round_.ballots)
    counts = [count for count in round_.counts if count.standing in IN_RESULT]
    answers = _answers(question, kept)
    answers.update(ballot.answer for ballot in round_.secret)
    by_place = _by_place(question, kept, counts)
    totals = _totals(question, answers)
    for count in counts:
        totals = _added(totals, count.counts)
    people = answers.total() + sum(count.people for count in counts)
    parts, hidden, unplaced = _parts(question, by_place, round_, present)
    channels = _channels(question, by_place, round_)
    openly = sum(part.people for part in channels if part.channel in SEEN_BY_OTHERS)
    return Result(
        question=question,
        people=people,
        present=present,
        counts=totals,
        shares=shares(question, totals, people),
        answers=tuple(sorted(answers.items(), key=lambda item: answer_order(item[0]))),
        channels=channels,
        parts=parts,
        parts_hidden=hidden,
        unplaced=unplaced,
        held=_standing(round_, Standing.HELD),
        refused=_standing(round_, Standing.REFUSED),
        replaced=replaced,
        openly=openly,
        over=0 if present is None else max(0, people - present.total),
        over_in=_too_many(by_place, present),
    )


def counted_ballots(
    ballots: Iterable[Ballot],
) -> tuple[list[Ballot], tuple[Replaced, ...]]:
    """Return the ballots that count, and those replaced by a later one of the same voter.

    Of two ballots given at the same instant the one that comes later in the list counts.
    """
    last: dict[VoterId, Ballot] = {}
    kept: list[Ballot] = []
    lost: list[Ballot] = []
    counted, accepted = Standing.COUNTED, Standing.ACCEPTED
    for ballot in ballots:
        # Compared by identity: hashing an enum for each of many ballots takes longest.
        standing = ballot.standing
        if standing is not counted and standing is not accepted:
            continue
        voter = ballot.voter
        if voter is None:
            kept.append(ballot)
            continue
        earlier = last.get(voter)
        if earlier is None:
            last[voter] = ballot
        elif earlier.at <= ballot.at:
            last[voter] = ballot
            lost.append(earlier)
        else:
            lost.append(ballot)
    kept.extend(last.values())
    replaced = tuple(
        Replaced(ballot=ballot.id, by=last[ballot.voter].id)
        for ballot in lost
        if ballot.voter is not None
    )
    return kept, replaced


def _standing(round_: Round, standing: Standing) -> int:
    return sum(ballot.standing is standing for ballot in round_.ballots)


def shares(question: Question, counts: Sequence[int], people: int) -> tuple[int | None, ...]:
    """Return whole percent of people for each choice; None each where none may be said.

    With one choice each they sum to 100, by largest remainder, ties to the earlier choice.
    """
    if people < PERCENT_FROM or not question.choices or question.kind in _AMOUNTS:
        return (None,) * len(counts)
    if question.is_single:
        return largest_remainder(counts, people)
    return tuple((200 * count + people) // (2 * people) for count in counts)


def largest_remainder(counts: Sequence[int], people: int) -> tuple[int, ...]:
    """Return counts as whole parts of a hundred that sum to 100; all 0 without any people."""
    if not people:
        return (0,) * len(counts)
    floors = [100 * count // people for count in counts]
    missing = 100 * sum(counts) // people - sum(floors)
    order = sorted(range(len(counts)), key=lambda place: (-(100 * counts[place] % people), place))
    for place in order[:missing]:
        floors[place] += 1
    return tuple(floors)


_AMOUNTS = frozenset({PollKind.POINTS, PollKind.DOTS})
_TOTALLED = _AMOUNTS | {PollKind.RATING, PollKind.AXES}
_RANKED = PollKind.RANKING

_PlaceKey = tuple[Channel, Mode | None]
_ByPlace = dict[_PlaceKey, tuple[int, tuple[int, ...]]]

_PICKS = attrgetter("answer.picks")


def _answers(question: Question, ballots: Sequence[Ballot]) -> Counter[Answer]:
    """Return how often each distinct answer was given."""
    if not question.asks_confidence and question.is_single:
        # Hashing whole answers costs most of a large tally.
        return Counter(
            {Answer(picks=picks): n for picks, n in Counter(map(_PICKS, ballots)).items()}
        )
    return Counter(ballot.answer for ballot in ballots)


def _totals(question: Question, answers: Counter[Answer]) -> tuple[int, ...]:
    """Return the number for each choice of the question; of a ranking, who put it first."""
    totals = [0] * len(question.choices)
    for answer, times in answers.items():
        if question.kind in _AMOUNTS:
            for place, amount in enumerate(answer.amounts):
                totals[place] += amount * times
        elif question.kind is _RANKED:
            totals[answer.picks[0]] += times
        else:
            for place in answer.picks:
                totals[place] += times
    return tuple(totals)


def _by_place(question: Question, ballots: Sequence[Ballot], counts: Sequence[Count]) -> _ByPlace:
    """Return people and numbers for each channel and mode."""
    groups: dict[_PlaceKey, list[Ballot]] = {}
    keys: dict[int, list[Ballot]] = {}
    for ballot in ballots:
        source = ballot.source
        # Ballots of one batch may share their provenance: they are found by identity.
        group = keys.get(id(source))
        if group is None:
            group = keys[id(source)] = groups.setdefault((source.channel, source.mode), [])
        group.append(ballot)
    found: _ByPlace = {
        key: (len(group), _totals(question, _answers(question, group)))
        for key, group in groups.items()
    }
    for count in counts:
        key = (count.source.channel, count.source.mode)
        people, numbers = found.get(key, (0, (0,) * len(question.choices)))
        found[key] = (people + count.people, _added(numbers, count.counts))
    return found


def _channels(question: Question, by_place: _ByPlace, round_: Round) -> tuple[ChannelPart, ...]:
    is_secret = question.secrecy is Secrecy.SECRET
    people: Counter[Channel] = Counter()
    numbers: dict[Channel, tuple[int, ...]] = {}
    for (channel, _), (n, counts) in by_place.items():
        people[channel] += n
        numbers[channel] = _added(numbers.get(channel, (0,) * len(counts)), counts)
    for part in round_.secret_parts:
        people[part.channel] += part.people
    return tuple(
        ChannelPart(
            channel=channel,
            people=people[channel],
            counts=None if is_secret else numbers.get(channel, (0,) * len(question.choices)),
        )
        for channel in Channel
        if people[channel]
    )


def _parts(
    question: Question, by_place: _ByPlace, round_: Round, present: Present | None
) -> tuple[tuple[ModePart, ...], bool, int]:
    """Return the parts by mode, whether they are hidden, and who has no known mode."""
    people: Counter[Mode | None] = Counter()
    numbers: dict[Mode | None, tuple[int, ...]] = {}
    for (_, mode), (n, counts) in by_place.items():
        people[mode] += n
        numbers[mode] = _added(numbers.get(mode, (0,) * len(counts)), counts)
    secret = sum(part.people for part in round_.secret_parts)
    unplaced = people.pop(None, 0)
    modes = [mode for mode in Mode if people[mode]]
    if secret or not modes:
        return (), bool(secret), unplaced
    # What a small part hides could be worked out from the others and the total.
    groups = [*(people[mode] for mode in modes), *([unplaced] if unplaced else [])]
    if len(groups) > 1 and min(groups) < SMALL_GROUP:
        return (), True, unplaced
    return (
        tuple(
            ModePart(
                mode=mode,
                people=people[mode],
                counts=numbers[mode],
                present=None if present is None else present.in_mode(mode),
            )
            for mode in modes
        ),
        False,
        unplaced,
    )


def _too_many(by_place: _ByPlace, present: Present | None) -> tuple[TooMany, ...]:
    if present is None:
        return ()
    people: Counter[Mode | None] = Counter()
    for (_, mode), (n, _counts) in by_place.items():
        people[mode] += n
    return tuple(
        TooMany(mode=mode, people=people[mode], present=present.in_mode(mode))
        for mode in Mode
        if people[mode] > present.in_mode(mode)
    )


def _added(some: tuple[int, ...], more: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(one + two for one, two in zip(some, more, strict=True))


def in_secret_order(ballots: Iterable[SecretBallot]) -> tuple[SecretBallot, ...]:
    """Return secret ballots by what they say: nothing tells which came first."""
    return tuple(sorted(ballots, key=lambda one: (answer_order(one.answer), one.code)))


def answer_order(answer: Answer) -> tuple[object, ...]:
    """Return a key that puts answers in an order that tells nothing of when they were given."""
    number = 0.0 if answer.number is None else answer.number
    confidence = "" if answer.confidence is None else answer.confidence.value
    return answer.picks, answer.amounts, number, answer.texts, confidence
