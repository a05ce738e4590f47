"""Figures of a poll result that are honest for few people (V8, V9).

Every function takes counts or a Result and reads nothing else. None means that the figure may not
be said or cannot be worked out.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from virtu_desktop.domain.polls import Ballot, SecretBallot, plain_code
from virtu_desktop.domain.questions import Answer, Confidence, PollKind, Question, Secrecy
from virtu_desktop.domain.tally import SMALL_GROUP, Result, counted_ballots

NPS_FROM = 30
Z_95 = 1.96
EXPLAIN_BELOW = 35
GO_ON_ABOVE = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Quartiles:
    """The middle of ordered values, and what a quarter of them lies below and above."""

    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nps:
    """Recommenders (9, 10) less critics (0 to 6) in percent; ``margin`` of 95 % either way."""

    score: int
    margin: int


class PeerStep(StrEnum):
    """What to do after a quiz was answered by each alone (Crouch and Mazur 2001)."""

    EXPLAIN = "explain"
    DISCUSS = "discuss"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingFigures:
    """Who wins a ranking, by points and head to head.

    borda: mean points for each option, N for a first place of N options; options that somebody
    left out share the last places. beats[a][b]: how many put a before b. head_to_head: the option
    that beats every other, or None. schulze: places of the options from the best, equals
    together. disagree: the two ways give different winners.
    """

    borda: tuple[Fraction, ...]
    beats: tuple[tuple[int, ...], ...]
    head_to_head: int | None
    schulze: tuple[tuple[int, ...], ...]
    borda_winners: tuple[int, ...]
    disagree: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFigures:
    """What one option got: the sum, the mean over people, and how many gave it nothing."""

    total: int
    mean: Fraction
    gave_none: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFigures:
    """Typed numbers: quartiles, the ends of the picture, and how many lie outside it.

    The picture reaches one and a half times the middle half to either side (Tukey).
    """

    count: int
    quartiles: Quartiles
    lowest: float
    highest: float
    outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTable:
    """How the same people moved: ``moves[a][b]`` picked a before and b after.

    pairs: people found in both. unmatched_before, unmatched_after: people of one round alone.
    ambiguous: answers whose code stands twice in one round. moves is None under five pairs.
    """

    pairs: int
    unmatched_before: int
    unmatched_after: int
    ambiguous: int
    moves: tuple[tuple[int, ...], ...] | None
    up: int = 0
    down: int = 0
    same: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The same question at two times: totals side by side, each with its own number of people."""

    before: Result
    after: Result
    shift: ShiftTable


def quartiles(counts: Sequence[int], lowest: int = 0) -> Quartiles | None:
    """Return the quartiles of levels, ``counts[i]`` people at level ``lowest`` + i.

    Between two levels the value is interpolated (the usual "inclusive" way).

    >>> quartiles((2, 7, 8, 4, 1), 1)
    Quartiles(lower=2.0, median=3.0, upper=3.0)
    """
    n = sum(counts)
    if n == 0:
        return None
    ends: list[int] = []
    for count in counts:
        ends.append(count + (ends[-1] if ends else 0))

    def value(place: int) -> int:
        return lowest + next(level for level, end in enumerate(ends) if place < end)

    return Quartiles(
        lower=_at_share(value, n, 1), median=_at_share(value, n, 2), upper=_at_share(value, n, 3)
    )


def _at_share(value: Callable[[int], float], n: int, quarter: int) -> float:
    """Return the interpolated value at ``quarter`` quarters of n ordered values."""
    whole, rest = divmod((n - 1) * quarter, 4)
    low = float(value(whole))
    return low if rest == 0 else low + (float(value(whole + 1)) - low) * rest / 4


def quartiles_of(values: Iterable[float]) -> Quartiles | None:
    """Return the quartiles of numbers."""
    ordered = sorted(values)
    if not ordered:
        return None
    n = len(ordered)
    lower, median, upper = (_at_share(ordered.__getitem__, n, quarter) for quarter in (1, 2, 3))
    return Quartiles(lower=lower, median=median, upper=upper)


def agreement(counts: Sequence[int]) -> float | None:
    """Return how far people agree on a scale: 1 all on one level, 0 split to both ends.

    Source: Tastle and Wierman 2007, consensus.
    """
    n = sum(counts)
    if n == 0 or len(counts) < 2:
        return None
    mean = sum(level * count for level, count in enumerate(counts)) / n
    width = len(counts) - 1
    total = sum(
        count / n * math.log2(1 - abs(level - mean) / width)
        for level, count in enumerate(counts)
        if count
    )
    return min(1.0, max(0.0, 1 + total))


def wilson(part: int, n: int, z: float = Z_95) -> tuple[float, float] | None:
    """Return the interval from 0 to 1 in which the true share lies with 95 % (Wilson).

    A part larger than the whole, as of hands that were counted twice, is taken for the whole.
    """
    if n == 0:
        return None
    share = min(part, n) / n
    centre = share + z * z / (2 * n)
    spread = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    below = 1 + z * z / n
    return max(0.0, (centre - spread) / below), min(1.0, (centre + spread) / below)


def nps(counts: Sequence[int]) -> Nps | None:
    """Return the recommendation figure of answers 0 to 10; None under 30 people."""
    n = sum(counts)
    if n < NPS_FROM or len(counts) != 11:
        return None
    for_it, against = sum(counts[9:]) / n, sum(counts[:7]) / n
    score = for_it - against
    margin = Z_95 * math.sqrt((for_it + against - score * score) / n)
    return Nps(score=_rounded(100 * score), margin=_rounded(100 * margin))


def _rounded(number: float) -> int:
    return math.floor(number + 0.5)


def ranking(rankings: Iterable[tuple[Sequence[int], int]], options: int) -> RankingFigures | None:
    """Return the figures of rankings (places of options best first, how many gave it)."""
    points = [Fraction(0)] * options
    beats = [[0] * options for _ in range(options)]
    people = 0
    for order, times in rankings:
        people += times
        left_out = [place for place in range(options) if place not in order]
        for rank, place in enumerate(order):
            points[place] += (options - rank) * times
            for worse in (*order[rank + 1 :], *left_out):
                beats[place][worse] += times
        for place in left_out:
            points[place] += Fraction(len(left_out) + 1, 2) * times
    if people == 0:
        return None
    borda = tuple(total / people for total in points)
    best = max(borda)
    winners = tuple(place for place, mean in enumerate(borda) if mean == best)
    schulze = _schulze(beats)
    return RankingFigures(
        borda=borda,
        beats=tuple(tuple(row) for row in beats),
        head_to_head=_beats_all(beats),
        schulze=schulze,
        borda_winners=winners,
        disagree=set(winners) != set(schulze[0]),
    )


def _beats_all(beats: Sequence[Sequence[int]]) -> int | None:
    everybody = range(len(beats))
    for one in everybody:
        if all(beats[one][other] > beats[other][one] for other in everybody if other != one):
            return one
    return None


def _schulze(beats: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    """Return the options from the best, equals together (Schulze 2011, winning votes)."""
    everybody = range(len(beats))
    path = [[beats[a][b] if beats[a][b] > beats[b][a] else 0 for b in everybody] for a in everybody]
    for via in everybody:
        for a in everybody:
            for b in everybody:
                if a != b:
                    path[a][b] = max(path[a][b], min(path[a][via], path[via][b]))
    left = list(everybody)
    found: list[tuple[int, ...]] = []
    while left:
        best = tuple(a for a in left if all(path[a][b] >= path[b][a] for b in left if b != a))
        found.append(best)
        left = [option for option in left if option not in best]
    return tuple(found)


def amounts(result: Result) -> tuple[AmountFigures, ...]:
    """Return what each option of POINTS or DOTS got, from the ballots."""
    options = range(len(result.question.options))
    people = sum(times for _, times in result.answers)
    if people == 0:
        return ()
    found = []
    for option in options:
        given = [(answer.amounts[option], times) for answer, times in result.answers]
        total = sum(amount * times for amount, times in given)
        none = sum(times for amount, times in given if amount == 0)
        found.append(AmountFigures(total=total, mean=Fraction(total, people), gave_none=none))
    return tuple(found)


def rated_counts(result: Result) -> tuple[tuple[int, ...], ...]:
    """Return for each thing that was rated how many gave it each level of the scale."""
    scale = result.question.levels
    if result.question.kind is not PollKind.RATING or scale is None:
        return ()
    rows = [[0] * scale.size for _ in range(max(1, len(result.question.options)))]
    for answer, times in result.answers:
        for row, level in zip(rows, answer.amounts, strict=True):
            row[level - scale.lowest] += times
    return tuple(tuple(row) for row in rows)


def numbers(result: Result) -> NumberFigures | None:
    """Return the figures of typed numbers."""
    values = [
        answer.number
        for answer, times in result.answers
        if answer.number is not None
        for _ in range(times)
    ]
    found = quartiles_of(values)
    if found is None:
        return None
    reach = 1.5 * (found.upper - found.lower)
    inside = [value for value in values if found.lower - reach <= value <= found.upper + reach]
    return NumberFigures(
        count=len(values),
        quartiles=found,
        lowest=min(inside),
        highest=max(inside),
        outside=len(values) - len(inside),
    )


def right_people(result: Result) -> int:
    """Return how many picked a right answer of a quiz."""
    return sum(result.counts[place] for place in result.question.right)


def peer_step(result: Result) -> PeerStep | None:
    """Return what the share of right answers asks for: under 35 %, to 70 %, over it."""
    if result.question.kind is not PollKind.QUIZ or result.people == 0:
        return None
    right = 100 * right_people(result)
    if right < EXPLAIN_BELOW * result.people:
        return PeerStep.EXPLAIN
    return PeerStep.GO_ON if right > GO_ON_ABOVE * result.people else PeerStep.DISCUSS


def confidence_table(result: Result) -> dict[Confidence, tuple[int, int]] | None:
    """Return (right, wrong) for each confidence; None when a cell would show under five people."""
    table = dict.fromkeys(Confidence, (0, 0))
    people = 0
    for answer, times in result.answers:
        if answer.confidence is None:
            continue
        people += times
        right, wrong = table[answer.confidence]
        is_right = bool(set(answer.picks) & set(result.question.right))
        table[answer.confidence] = (right + times, wrong) if is_right else (right, wrong + times)
    return table if people >= SMALL_GROUP else None


_Matched = Ballot | SecretBallot


def shift_table(
    question: Question, before: Sequence[_Matched], after: Sequence[_Matched]
) -> ShiftTable:
    """Return how people who answered both times moved.

    They are found by the code they made up; without one by who they are, in polls that are not
    secret. Only single choices have a table.
    """
    first, doubled_first = _by_person(question, before)
    second, doubled_second = _by_person(question, after)
    both = sorted(first.keys() & second.keys())
    size = len(question.choices)
    moves = [[0] * size for _ in range(size)]
    ways: Counter[str] = Counter()
    for person in both:
        start, end = first[person].picks[0], second[person].picks[0]
        moves[start][end] += 1
        ways["same" if start == end else "up" if end > start else "down"] += 1
    is_shown = len(both) >= SMALL_GROUP
    return ShiftTable(
        pairs=len(both),
        unmatched_before=len(first) - len(both),
        unmatched_after=len(second) - len(both),
        ambiguous=doubled_first + doubled_second,
        moves=tuple(tuple(row) for row in moves) if is_shown else None,
        up=ways["up"] if is_shown else 0,
        down=ways["down"] if is_shown else 0,
        same=ways["same"] if is_shown else 0,
    )


def _by_person(question: Question, ballots: Sequence[_Matched]) -> tuple[dict[str, Answer], int]:
    """Return one answer for each person that can be recognised, and how many share a code."""
    open_ballots = [ballot for ballot in ballots if isinstance(ballot, Ballot)]
    kept: list[_Matched] = [
        *counted_ballots(open_ballots)[0],
        *(ballot for ballot in ballots if isinstance(ballot, SecretBallot)),
    ]
    found: dict[str, list[Answer]] = {}
    for ballot in kept:
        key = _recognised_by(question, ballot)
        if key is not None and len(ballot.answer.picks) == 1:
            found.setdefault(key, []).append(ballot.answer)
    doubled = sum(len(answers) for answers in found.values() if len(answers) > 1)
    return {key: answers[0] for key, answers in found.items() if len(answers) == 1}, doubled


def _recognised_by(question: Question, ballot: _Matched) -> str | None:
    if code := plain_code(ballot.code):
        return f"code {code}"
    if isinstance(ballot, Ballot) and ballot.voter and question.secrecy is not Secrecy.SECRET:
        return f"voter {ballot.voter}"
    return None


def trend(results: Sequence[tuple[str, Result]]) -> Iterator[tuple[str, Result, float | None]]:
    """Yield each measurement with its median as a level, None without answers or levels."""
    for when, result in results:
        scale = result.question.levels
        found = None if scale is None else quartiles(result.counts, scale.lowest)
        yield when, result, None if found is None else found.median
