"""Presence as intervals, and every figure that follows from them (A3).

A stay is one interval in which somebody was there; a person can have many, also overlapping ones
(two devices). Stays are half-open: who leaves at 10:00 is not there at 10:00. Minutes, shares and
marks are worked out here and nowhere else, against the actual start and end of the session.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple, NewType

from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.time import MINUTE, Duration, Instant

PresenceId = NewType("PresenceId", str)

# Who comes this much after the start, or goes this much before the end, is marked for it: nobody
# is called late for having stood in the queue at the door.
MARKED_FROM = Duration(5 * MINUTE)


class Source(StrEnum):
    """Who or what says that somebody was there."""

    DOOR = "door"
    TRAINER = "trainer"
    IMPORT = "import"
    PHONE = "phone"


class Leaving(StrEnum):
    """How a stay ended. AWAY: the person means to come back. LINE_LOST: nobody meant it."""

    LEFT = "left"
    AWAY = "away"
    LINE_LOST = "line_lost"


class BadStay(ValueError):
    """A stay cannot be like that; the reason is for the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """One stay of one person.

    left: None while the person is there, and for who stays until the session ends. site: of a
    shared screen, else "". leaving: only says something once the stay has ended. Raises BadStay
    when it would end before it begins.
    """

    id: PresenceId
    person: PersonId
    joined: Instant
    left: Instant | None = None
    mode: Mode = Mode.ROOM
    site: str = ""
    source: Source = Source.DOOR
    leaving: Leaving = Leaving.LEFT

    def __post_init__(self) -> None:
        """Refuse a stay that runs backwards."""
        if self.left is not None and self.left < self.joined:
            raise BadStay("a stay cannot end before it begins")

    @property
    def is_open(self) -> bool:
        """Say whether the stay has not ended."""
        return self.left is None

    def covers(self, at: Instant) -> bool:
        """Say whether the person was there at that instant."""
        return self.joined <= at and (self.left is None or at < self.left)


class Span(NamedTuple):
    """A length of time from ``start`` up to and without ``end``."""

    start: Instant
    end: Instant

    @property
    def length(self) -> Duration:
        """Return how long it is."""
        return Duration(self.end - self.start)


class StandingKind(StrEnum):
    """Where a person stands at one moment. MISSING: has not come yet."""

    MISSING = "missing"
    PRESENT = "present"
    AWAY = "away"
    LINE_LOST = "line_lost"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person stands, and the latest stay that says so; None for who is missing."""

    kind: StandingKind
    stay: Presence | None = None

    @property
    def is_present(self) -> bool:
        """Say whether the person is there."""
        return self.kind is StandingKind.PRESENT


MISSING = Standing(kind=StandingKind.MISSING)
_GONE = {
    Leaving.LEFT: StandingKind.LEFT,
    Leaving.AWAY: StandingKind.AWAY,
    Leaving.LINE_LOST: StandingKind.LINE_LOST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attended:
    """What the stays of one person come to within a session.

    spans: when the person was there, overlaps united, cut to the session, in order. mode: the one
    with the most time. late: from the start to the first span. left_early: from the last span to
    the end. away: the time between spans, ``away_times`` of them.
    """

    person: PersonId
    session: Span
    spans: tuple[Span, ...]
    mode: Mode
    site: str
    present: Duration
    late: Duration
    left_early: Duration
    away: Duration
    away_times: int

    @property
    def percent(self) -> int:
        """Return the share of the session in whole percent, rounded down.

        Nobody who misses a limit by a second is shown as having reached it.
        """
        return 100 * self.present // self.session.length if self.session.length > 0 else 0

    @property
    def minutes(self) -> int:
        """Return the time present in whole minutes, rounded to the nearest."""
        return (self.present + MINUTE // 2) // MINUTE

    @property
    def is_late(self) -> bool:
        """Say whether the person came late enough to be marked."""
        return self.late >= MARKED_FROM

    @property
    def has_left_early(self) -> bool:
        """Say whether the person left early enough to be marked."""
        return self.left_early >= MARKED_FROM


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the union of spans in order; those that touch become one, empty ones are left out.

    >>> united([Span(Instant(5), Instant(9)), Span(Instant(1), Instant(5))])
    (Span(start=1, end=9),)
    """
    whole: list[Span] = []
    for span in sorted(spans):
        if span.end <= span.start:
            continue
        if whole and span.start <= whole[-1].end:
            whole[-1] = Span(whole[-1].start, max(whole[-1].end, span.end))
        else:
            whole.append(span)
    return tuple(whole)


def within(stay: Presence, session: Span) -> Span:
    """Return the part of a stay that lies within a session; empty where there is none."""
    left = session.end if stay.left is None else stay.left
    start = max(stay.joined, session.start)
    return Span(start, max(start, min(left, session.end)))


def by_person(stays: Iterable[Presence]) -> dict[PersonId, tuple[Presence, ...]]:
    """Return the stays of each person in order of time."""
    found: dict[PersonId, list[Presence]] = {}
    for stay in stays:
        found.setdefault(stay.person, []).append(stay)
    return {person: in_order(own) for person, own in found.items()}


def in_order(stays: Iterable[Presence]) -> tuple[Presence, ...]:
    """Return stays by the instant of joining."""
    return tuple(sorted(stays, key=lambda stay: (stay.joined, stay.id)))


def attended(stays: Iterable[Presence], session: Span) -> Attended | None:
    """Return what the stays of one person come to, or None when none lies within the session."""
    own = in_order(stays)
    spans = united(within(stay, session) for stay in own)
    if not spans:
        return None
    most = _most(own, session)
    gaps = [Duration(after.start - before.end) for before, after in pairwise(spans)]
    return Attended(
        person=own[0].person,
        session=session,
        spans=spans,
        mode=most.mode,
        site=most.site,
        present=Duration(sum(span.length for span in spans)),
        late=Duration(spans[0].start - session.start),
        left_early=Duration(session.end - spans[-1].end),
        away=Duration(sum(gaps)),
        away_times=len(gaps),
    )


def all_attended(stays: Iterable[Presence], session: Span) -> dict[PersonId, Attended]:
    """Return what the stays come to for everybody who was there during the session."""
    found = {person: attended(own, session) for person, own in by_person(stays).items()}
    return {person: one for person, one in found.items() if one is not None}


def standing(stays: Iterable[Presence], at: Instant) -> Standing:
    """Return where one person stands at an instant; stays that begin later say nothing yet."""
    begun = [stay for stay in in_order(stays) if stay.joined <= at]
    there = [stay for stay in begun if stay.covers(at)]
    if there:
        return Standing(kind=StandingKind.PRESENT, stay=there[-1])
    if not begun:
        return MISSING
    latest = max(begun, key=lambda stay: (stay.left or at, stay.joined))
    return Standing(kind=_GONE[latest.leaving], stay=latest)


def present_at(stays: Iterable[Presence], at: Instant) -> dict[PersonId, Presence]:
    """Return who was there at an instant, each with the stay that began last."""
    return {stay.person: stay for stay in in_order(stays) if stay.covers(at)}


def _most(stays: tuple[Presence, ...], session: Span) -> Presence:
    """Return a stay of the mode and site that most of the time was spent in, the first if even."""
    if len(stays) == 1:
        return stays[0]
    spent: dict[tuple[Mode, str], int] = {}
    for stay in stays:
        place = (stay.mode, stay.site)
        spent[place] = spent.get(place, 0) + within(stay, session).length
    most = max(spent, key=lambda place: spent[place])
    return next(stay for stay in stays if (stay.mode, stay.site) == most)
