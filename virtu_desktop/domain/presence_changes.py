"""What is done to stays: corrections, another mode, a line that is lost and comes back (A3).

Every function returns the stays as they are afterwards and changes nothing. Raises BadStay where
a change makes no sense.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import (
    BadStay,
    Leaving,
    Presence,
    PresenceId,
    Source,
    StandingKind,
    by_person,
    in_order,
    standing,
)
from virtu_desktop.domain.time import MINUTE, Duration, Instant

CorrectionId = NewType("CorrectionId", str)

# A mode that is set this soon after joining puts a slip right; later it is a move.
SAME_STAY_FOR = Duration(5 * MINUTE)


class CorrectionKind(StrEnum):
    """What was corrected. TAKEN_BACK: an earlier correction was undone."""

    ADDED = "added"
    MOVED = "moved"
    CUT = "cut"
    JOINED = "joined"
    REMOVED = "removed"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """The part of a stay that a correction can change."""

    joined: Instant
    left: Instant | None
    mode: Mode
    site: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One stay that was corrected, with its old and its new value; None where there is none."""

    id: CorrectionId
    at: Instant
    kind: CorrectionKind
    presence: PresenceId
    person: PersonId
    before: Stay | None
    after: Stay | None


def stay_of(presence: Presence | None) -> Stay | None:
    """Return what a correction keeps of a stay."""
    if presence is None:
        return None
    return Stay(joined=presence.joined, left=presence.left, mode=presence.mode, site=presence.site)


def moved(stay: Presence, *, joined: Instant, left: Instant | None) -> Presence:
    """Return the stay with other ends."""
    leaving = stay.leaving if left is not None and stay.left is not None else Leaving.LEFT
    return replace(stay, joined=joined, left=left, leaving=leaving)


def cut(
    stay: Presence, *, start: Instant, end: Instant, new_id: Callable[[], str]
) -> tuple[Presence, ...]:
    """Return what is left of a stay when the time from ``start`` to ``end`` is taken out.

    Nothing, one part or two; the first part keeps the id. Raises BadStay when ``end`` is not
    after ``start`` or nothing of the stay lies between.
    """
    last = stay.left
    if end <= start or end <= stay.joined or (last is not None and start >= last):
        raise BadStay("there is nothing to cut out")
    parts: list[Presence] = []
    if start > stay.joined:
        parts.append(replace(stay, left=start, leaving=Leaving.AWAY))
    if last is None or end < last:
        parts.append(replace(stay, joined=end, id=PresenceId(new_id()) if parts else stay.id))
    elif parts:
        parts[-1] = replace(parts[-1], leaving=stay.leaving)
    return tuple(parts)


def joined_up(stays: Iterable[Presence]) -> Presence:
    """Return one stay from the first beginning to the last end, with the mode of the first.

    Raises BadStay for fewer than two stays, or for those of different people.
    """
    own = in_order(stays)
    if len(own) < 2 or len({stay.person for stay in own}) != 1:
        raise BadStay("only several stays of one person can be joined")
    open_end = any(stay.is_open for stay in own)
    last = max(own, key=lambda stay: stay.left or stay.joined)
    return replace(
        own[0],
        left=None if open_end else last.left,
        leaving=Leaving.LEFT if open_end else last.leaving,
    )


def with_mode(
    stay: Presence, mode: Mode, site: str, *, at: Instant, new_id: Callable[[], str]
) -> tuple[Presence, ...]:
    """Return an open stay in another mode: put right if it has just begun, else split at ``at``."""
    if at - stay.joined < SAME_STAY_FOR:
        return (replace(stay, mode=mode, site=site),)
    return (
        replace(stay, left=at, leaving=Leaving.LEFT),
        replace(stay, id=PresenceId(new_id()), joined=at, mode=mode, site=site),
    )


def ended(stay: Presence, *, at: Instant, leaving: Leaving) -> Presence:
    """Return an open stay that ends at ``at``, or as it begins when that is later."""
    return replace(stay, left=max(at, stay.joined), leaving=leaving)


def begun_again(stay: Presence, *, at: Instant, new_id: Callable[[], str]) -> Presence:
    """Return a new stay of who was there before, in the same place."""
    return replace(stay, id=PresenceId(new_id()), joined=at, left=None, leaving=Leaving.LEFT)


def open_stays(stays: Iterable[Presence], mode: Mode, site: str | None = None) -> list[Presence]:
    """Return the open stays in a mode; site: only those at that shared screen."""
    return [
        stay
        for stay in stays
        if stay.is_open and stay.mode is mode and (site is None or stay.site == site)
    ]


def waiting_for_line(stays: Iterable[Presence], at: Instant) -> list[Presence]:
    """Return the latest stay of everybody whose line was lost and is not back."""
    found = []
    for own in by_person(stays).values():
        where = standing(own, at)
        if where.kind is StandingKind.LINE_LOST and where.stay is not None:
            found.append(where.stay)
    return found


def new_stay(  # every part of a stay is a decision of the caller
    person: PersonId,
    *,
    joined: Instant,
    left: Instant | None = None,
    mode: Mode,
    site: str,
    source: Source,
    new_id: Callable[[], str],
) -> Presence:
    """Return a stay with a new id; only people at a shared screen have a site."""
    return Presence(
        id=PresenceId(new_id()),
        person=person,
        joined=joined,
        left=left,
        mode=mode,
        site=site if mode is Mode.SITE else "",
        source=source,
    )
