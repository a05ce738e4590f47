"""Which figures of linked tables must be hidden so that no small one can be worked out (R5).

A table by group, one by site and one by meeting show the same visits from several sides, so a
figure that is hidden in one may follow from the others. Here a figure follows when it is a sum and
difference of shown ones; whoever reads is taken to know what kinds of people met, but not how many
of each. Arithmetic is done modulo a large prime, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from virtu_desktop.domain.suppression import SMALLEST_SHOWN

Line = tuple[str, str]
"""A line of a table: the table's name and what the line is about."""

_PRIME = (1 << 61) - 1
# The sum of everything, which is always taken to be known.
_ALL: Line = ("", "")
_Weights = Mapping[Line, int]
_Row = frozenset[tuple[Line, int]]


@dataclass(frozen=True, slots=True)
class Sort:
    """Those of a meeting who stand in the same lines and in the same part of the meeting's row."""

    lines: frozenset[Line]
    part: str


@dataclass(frozen=True, eq=False)
class Meeting:
    """How many of which sort a meeting counts; its row shows the whole and each part."""

    counts: Mapping[Sort, int]

    @cached_property
    def whole(self) -> int:
        """Return how many there are."""
        return sum(self.counts.values())

    @cached_property
    def parts(self) -> Mapping[str, int]:
        """Return how many each part has."""
        found: dict[str, int] = {}
        for sort, count in self.counts.items():
            found[sort.part] = found.get(sort.part, 0) + count
        return found


@dataclass(frozen=True, slots=True)
class _Equation:
    """What weights of lines must fulfil: their sum over ``row`` is how much more ``sort`` counts.

    than: the sort compared with, None where a sort stands alone.
    """

    row: _Row
    sort: Sort
    than: Sort | None


@dataclass(slots=True)
class Covered:
    """What is hidden: lines of the tables, wholes and parts of meetings by the meeting's place."""

    lines: set[Line] = field(default_factory=set)
    wholes: set[int] = field(default_factory=set)
    parts: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Target:
    """A small figure: of a line, of a meeting's part, or of a whole meeting with neither."""

    line: Line | None = None
    meeting: int | None = None
    part: str | None = None

    def weight(self, place: int, sort: Sort) -> int:
        """Say whether those of a sort in a meeting are counted in the figure, as 0 or 1."""
        if self.line is not None:
            return int(self.line in sort.lines)
        return int(place == self.meeting and self.part in (None, sort.part))


def is_small(count: int) -> bool:
    """Say whether a figure is about too few people to be shown; nobody at all is not few."""
    return 0 < count < SMALLEST_SHOWN


def cover(meetings: Sequence[Meeting], covered: Covered, *, has_wholes: bool = True) -> None:
    """Hide the small figures of meetings and lines, and more until none of them follows.

    has_wholes: whether the meetings have rows of their own; only the lines are shown otherwise.
    Adds to ``covered``; what is there already stays hidden.
    """
    sums = _sums(meetings)
    covered.lines |= {line for line, count in sums.items() if is_small(count)}
    if is_small(sum(one.whole for one in meetings)):
        covered.lines |= set(sums)
        covered.wholes |= set(range(len(meetings)))
    for place, one in enumerate(meetings):
        if not has_wholes or is_small(one.whole):
            covered.wholes.add(place)
        if place in covered.wholes or any(map(is_small, one.parts.values())):
            covered.parts.add(place)
    if is_small(sum(one.whole for one in meetings)):
        return
    while (found := _follows(meetings, covered, sums, has_wholes=has_wholes)) is not None:
        _hide_more(meetings, covered, sums, *found)


def _sums(meetings: Sequence[Meeting]) -> dict[Line, int]:
    sums: dict[Line, int] = {}
    for one in meetings:
        for sort, count in one.counts.items():
            for line in sort.lines:
                sums[line] = sums.get(line, 0) + count
    return sums


def _targets(
    meetings: Sequence[Meeting], sums: Mapping[Line, int], *, has_wholes: bool
) -> Iterator[_Target]:
    for line in sorted(sums):
        if is_small(sums[line]):
            yield _Target(line=line)
    for place, one in enumerate(meetings if has_wholes else ()):
        if is_small(one.whole):
            yield _Target(meeting=place)
        for part in sorted(one.parts):
            if is_small(one.parts[part]):
                yield _Target(meeting=place, part=part)


def _follows(
    meetings: Sequence[Meeting],
    covered: Covered,
    sums: Mapping[Line, int],
    *,
    has_wholes: bool,
) -> tuple[_Target, _Weights] | None:
    """Return a small figure that follows from shown ones, and the weights of the lines in it.

    A figure follows when lines can be weighted so that in every meeting the rest is a sum of what
    the meeting's row shows.
    """
    equations = [tuple(_equations(one, place, covered)) for place, one in enumerate(meetings)]
    places: dict[_Row, set[int]] = {}
    for place, some in enumerate(equations):
        for one in some:
            places.setdefault(one.row, set()).add(place)
    for target in _targets(meetings, sums, has_wholes=has_wholes):
        rows = _wanted(target, equations, places)
        weights = None if rows is None else _solved(rows)
        if weights is not None:
            return target, weights
    return None


def _equations(meeting: Meeting, place: int, covered: Covered) -> Iterator[_Equation]:
    """Yield what weights must fulfil in a meeting, once for every two sorts that look alike.

    Those of a shown part may differ from part to part, but not within one; hidden parts together
    count as one, and with the whole hidden nothing is known of them.
    """
    first: dict[str, Sort] = {}
    is_bare = place in covered.wholes
    for sort in sorted(meeting.counts, key=lambda one: (one.part, sorted(one.lines))):
        if is_bare:
            yield _Equation(_row(sort, None, covered.lines), sort, None)
            continue
        than = first.setdefault("" if place in covered.parts else sort.part, sort)
        if than is not sort:
            yield _Equation(_row(sort, than, covered.lines), sort, than)


def _row(sort: Sort, than: Sort | None, hidden: AbstractSet[Line]) -> _Row:
    if than is None:
        return frozenset(((_ALL, 1), *((line, 1) for line in sort.lines - hidden)))
    return frozenset(
        (
            *((line, 1) for line in sort.lines - than.lines - hidden),
            *((line, -1) for line in than.lines - sort.lines - hidden),
        )
    )


def _wanted(
    target: _Target,
    equations: Sequence[Sequence[_Equation]],
    places: Mapping[_Row, AbstractSet[int]],
) -> dict[_Row, int] | None:
    """Return what each row must sum up to for a figure; None where two meetings contradict."""
    wanted: dict[_Row, int] = {}
    if target.meeting is not None:
        # Elsewhere nobody is counted in it.
        wanted = {row: 0 for row, where in places.items() if where != {target.meeting}}
        considered: Sequence[tuple[int, Sequence[_Equation]]] = (
            (target.meeting, equations[target.meeting]),
        )
    else:
        considered = tuple(enumerate(equations))
    for place, some in considered:
        for one in some:
            value = target.weight(place, one.sort)
            if one.than is not None:
                value -= target.weight(place, one.than)
            if wanted.setdefault(one.row, value) != value:
                return None
    return wanted


def _solved(wanted: Mapping[_Row, int]) -> _Weights | None:
    """Return weights with which every row sums up to what is wanted, or None."""
    pivots: dict[Line, tuple[dict[Line, int], int]] = {}
    for key, number in wanted.items():
        row, value = dict(key), number
        for line in tuple(row):
            if line in pivots and line in row:
                factor = row[line]
                value -= factor * pivots[line][1]
                _subtract(row, factor, pivots[line][0])
        value %= _PRIME
        if not row:
            if value:
                return None
            continue
        pivot = min(row)
        inverse = pow(row[pivot], -1, _PRIME)
        row = {line: count * inverse % _PRIME for line, count in row.items()}
        value = value * inverse % _PRIME
        for line, (other, known) in pivots.items():
            if factor := other.get(pivot, 0):
                _subtract(other, factor, row)
                pivots[line] = (other, (known - factor * value) % _PRIME)
        pivots[pivot] = (row, value)
    return {line: value for line, (_row, value) in pivots.items() if value}


def _subtract(row: dict[Line, int], factor: int, other: Mapping[Line, int]) -> None:
    """Take ``other`` times ``factor`` from a row, in place."""
    for line, count in other.items():
        left = (row.get(line, 0) - factor * count) % _PRIME
        if left:
            row[line] = left
        else:
            row.pop(line, None)


def _hide_more(
    meetings: Sequence[Meeting],
    covered: Covered,
    sums: Mapping[Line, int],
    target: _Target,
    weights: _Weights,
) -> None:
    """Hide the smallest shown figure that a small one follows from, its own kind first."""
    wholes, parts = set(), set()
    for place, one in enumerate(meetings):
        rest = {
            sort.part: (
                target.weight(place, sort)
                - weights.get(_ALL, 0)
                - sum(weights.get(line, 0) for line in sort.lines - covered.lines)
            )
            % _PRIME
            for sort in one.counts
        }
        if place not in covered.wholes and any(rest.values()):
            wholes.add(place)
        if place not in covered.parts and len(set(rest.values())) > 1:
            parts.add(place)
    lines = [line for line in weights if line != _ALL]

    def smallest(places: AbstractSet[int]) -> int:
        return min(places, key=lambda place: (meetings[place].whole, place))

    if lines and (target.line is not None or not (wholes or parts)):
        covered.lines.add(min(lines, key=lambda line: (sums[line], line)))
    elif parts and (target.part is not None or not wholes):
        covered.parts.add(smallest(parts))
    elif wholes:
        place = smallest(wholes)
        covered.wholes.add(place)
        covered.parts.add(place)
    else:
        covered.lines |= set(sums)
        covered.wholes |= set(range(len(meetings)))
        covered.parts |= set(range(len(meetings)))
