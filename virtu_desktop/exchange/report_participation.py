"""Who took part in a programme, in numbers: by meeting, group, site, mode and organisation (R5).

Figures about fewer than five people are hidden, and so many others that they cannot be worked out
from the tables together. Who came without being expected counts as a visit there, which hides
rather too much than too little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from virtu_desktop.domain.disclosure import Covered, Line, Meeting, Sort, cover, is_small
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.time import HOUR
from virtu_desktop.exchange.review import Review, ReviewedPerson

TABLES = ("by_group", "by_site", "by_mode", "by_organisation")
"""The names of the tables, in the order in which a person's lines in them stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One line of participation; None where a figure is hidden. of: "" where nothing is known."""

    of: str
    people: int | None
    visits: int | None
    expected: int | None
    hours: float | None

    @property
    def rate(self) -> float | None:
        """Return which part of those expected came."""
        if self.visits is None or not self.expected:
            return None
        return self.visits / self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout:
    """How many were expected and came to a session; None where hidden or not held."""

    review: Review
    expected: int | None
    came: int | None
    modes: Mapping[Mode, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Participation in a programme. is_hidden: whether any figure of it is.

    people: how many different people took part. visits, expected: of those expected, sessions
    added up. hours: offered to those who took part, added up over people.
    """

    turnouts: tuple[Turnout, ...]
    shares: Mapping[str, tuple[Share, ...]]
    people: int
    visits: int
    expected: int
    hours: float
    is_hidden: bool


@dataclass(slots=True)
class _Heap:
    """What one line of participation is added up from."""

    people: set[PersonId] = field(default_factory=set)
    visits: int = 0
    expected: int = 0
    offered: int = 0


@dataclass(frozen=True, slots=True)
class _Counted:
    """The three things that are counted of the sessions held, each with what of it is hidden."""

    came: Sequence[Meeting]
    expected: Sequence[Meeting]
    people: Sequence[Meeting]
    hidden_came: Covered = field(default_factory=Covered)
    hidden_expected: Covered = field(default_factory=Covered)
    hidden_people: Covered = field(default_factory=Covered)


def participation(reviews: Sequence[Review]) -> Participation:
    """Return the participation in the sessions that were held, small figures hidden."""
    held = [one for one in reviews if one.is_held]
    heaps = _heaps(held)
    counted = _counted(held)
    hidden_lines = _cover(counted)
    shares = {table: tuple(_shares(lines, table, hidden_lines)) for table, lines in heaps.items()}
    turnouts = _turnouts(reviews, counted)
    everybody = {row.person.id for one in held for row in one.people if row.attended is not None}
    groups = heaps["by_group"].values()
    return Participation(
        turnouts=turnouts,
        shares=shares,
        people=len(everybody),
        visits=sum(heap.visits for heap in groups),
        expected=sum(heap.expected for heap in groups),
        hours=sum(heap.offered for heap in groups) / HOUR,
        is_hidden=bool(
            hidden_lines
            or counted.hidden_came.wholes
            or counted.hidden_came.parts
            or counted.hidden_expected.wholes
        ),
    )


def _mode(row: ReviewedPerson) -> Mode:
    return row.expected_mode if row.attended is None else row.attended.mode


def _lines(one: Review, row: ReviewedPerson) -> tuple[str, str, str, str]:
    """Return which line of each table a person of a session belongs to."""
    return (
        one.group_name.strip(),
        row.person.site.strip(),
        _mode(row).value,
        row.person.organisation.strip(),
    )


def _heaps(held: Iterable[Review]) -> dict[str, dict[str, _Heap]]:
    """Return what the lines of each table are added up from."""
    heaps: dict[str, dict[str, _Heap]] = {table: {} for table in TABLES}
    for one in held:
        length = one.portable.record.session.plan.planned_length
        for row in one.people:
            for table, of in zip(TABLES, _lines(one, row), strict=True):
                heap = heaps[table].get(of)
                if heap is None:
                    heap = heaps[table][of] = _Heap()
                heap.expected += row.is_expected
                if row.attended is not None:
                    heap.people.add(row.person.id)
                    heap.visits += row.is_expected
                    heap.offered += length
    return heaps


def _counted(held: Sequence[Review]) -> _Counted:
    """Return the sorts of people that the figures of the sessions are sums of."""
    came, expected = [], []
    lines_of: dict[PersonId, set[Line]] = {}
    for one in held:
        there: Counter[tuple[str, ...]] = Counter()
        awaited: Counter[tuple[str, ...]] = Counter()
        for row in one.people:
            lines = _lines(one, row)
            if row.is_expected:
                awaited[lines] += 1
            if row.attended is not None:
                there[lines] += 1
                lines_of.setdefault(row.person.id, set()).update(zip(TABLES, lines, strict=True))
        came.append(Meeting({_sort(lines, lines[2]): there[lines] for lines in there}))
        expected.append(Meeting({_sort(lines, ""): awaited[lines] for lines in awaited}))
    people = Counter(Sort(frozenset(lines), "") for lines in lines_of.values())
    return _Counted(came=came, expected=expected, people=[Meeting(people)])


def _sort(lines: tuple[str, ...], part: str) -> Sort:
    return Sort(frozenset(zip(TABLES, lines, strict=True)), part)


def _cover(counted: _Counted) -> set[Line]:
    """Hide what must be in each of the three, lines in all alike, and return those lines."""
    lines: set[Line] = set()
    while True:
        before = len(lines)
        for meetings, hidden, has_wholes in (
            (counted.came, counted.hidden_came, True),
            (counted.expected, counted.hidden_expected, True),
            (counted.people, counted.hidden_people, False),
        ):
            hidden.lines |= lines
            cover(meetings, hidden, has_wholes=has_wholes)
            lines |= hidden.lines
        if len(lines) == before:
            return lines


def _shares(lines: Mapping[str, _Heap], table: str, hidden: set[Line]) -> Iterable[Share]:
    for name in sorted(lines, key=lambda name: (not name, name.casefold(), name)):
        heap = lines[name]
        is_shown = (table, name) not in hidden and not is_small(heap.visits)
        yield Share(
            of=name,
            people=len(heap.people) if is_shown else None,
            visits=heap.visits if is_shown else None,
            expected=heap.expected if is_shown else None,
            hours=round(heap.offered / HOUR, 1) if is_shown else None,
        )


def _turnouts(reviews: Iterable[Review], counted: _Counted) -> tuple[Turnout, ...]:
    found = []
    place = 0
    for one in reviews:
        if not one.is_held:
            expected = sum(row.is_expected for row in one.people)
            shown = None if is_small(expected) else expected
            found.append(Turnout(review=one, expected=shown, came=None, modes={}))
            continue
        came, awaited = counted.came[place], counted.expected[place]
        is_whole_hidden = place in counted.hidden_came.wholes
        is_row_hidden = place in counted.hidden_came.parts
        counts = {mode: came.parts.get(mode.value, 0) for mode in Mode}
        found.append(
            Turnout(
                review=one,
                expected=None if place in counted.hidden_expected.wholes else awaited.whole,
                came=None if is_whole_hidden else came.whole,
                modes={mode: None if is_row_hidden and n else n for mode, n in counts.items()},
            )
        )
        place += 1
    return tuple(found)
