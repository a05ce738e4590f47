"""How many are there of how many that are expected, by mode and site, and who is missing (A2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Standing, StandingKind
from virtu_desktop.domain.roster import Expectation, expected_mode


class Place(NamedTuple):
    """Where people take part; site: of a shared screen, else ""."""

    mode: Mode
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Present and expected people of one place. expected: by how each was going to take part.

    walk_ins: how many of the present were not expected anywhere.
    """

    place: Place
    present: int
    expected: int
    walk_ins: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCount:
    """A count at one moment.

    present: everybody who is there, ``walk_ins`` of them not expected. came: how many of the
    expected are there or have been. missing: the expected who have not come yet. places: in the
    order room, shared screens by name, remote; only those with somebody.
    """

    expected: int
    present: int
    walk_ins: int
    came: int
    away: int
    line_lost: int
    left: int
    places: tuple[PlaceCount, ...]
    missing: tuple[PersonId, ...]


_ORDER = {Mode.ROOM: 0, Mode.SITE: 1, Mode.REMOTE: 2}


def expected_place(person: Participant, expectation: Expectation | None) -> Place:
    """Return where a person is going to take part."""
    mode = expected_mode(person, expectation)
    return Place(mode, person.site if mode is Mode.SITE else "")


def head_count(
    expected: Mapping[PersonId, Place], standings: Mapping[PersonId, Standing]
) -> HeadCount:
    """Return the count.

    expected: where each expected person is going to take part. standings: of everybody who has
    come; the others are missing.
    """
    expected_at = Counter(expected.values())
    kinds = Counter(where.kind for where in standings.values())
    there = {
        person: Place(where.stay.mode, where.stay.site)
        for person, where in standings.items()
        if where.stay is not None and where.is_present
    }
    present_at = Counter(there.values())
    walk_ins_at = Counter(place for person, place in there.items() if person not in expected)
    missing = tuple(person for person in expected if person not in standings)
    return HeadCount(
        expected=len(expected),
        present=len(there),
        walk_ins=sum(person not in expected for person in there),
        came=len(expected) - len(missing),
        away=kinds[StandingKind.AWAY],
        line_lost=kinds[StandingKind.LINE_LOST],
        left=kinds[StandingKind.LEFT],
        places=tuple(
            PlaceCount(
                place=place,
                present=present_at[place],
                expected=expected_at[place],
                walk_ins=walk_ins_at[place],
            )
            for place in sorted(
                {*expected_at, *present_at},
                key=lambda place: (_ORDER[place.mode], place.site.casefold()),
            )
        ),
        missing=missing,
    )
