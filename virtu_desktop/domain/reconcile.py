"""A report of a meeting tool beside the door list: who is who, what differs and why (A4).

Nothing is taken over here: a difference says what the report would change, and ``taken`` gives
the stays once somebody has agreed. A report tells of the remote side alone; what the door knows
of the room and of shared screens stands, whatever a report says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import (
    Presence,
    PresenceId,
    Source,
    Span,
    by_person,
    united,
    within,
)
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.roster import Expectation, email_key, name_key
from virtu_desktop.domain.time import MINUTE, Duration, Instant

# A door list is kept by hand: less than this is no difference.
TOLERANCE = Duration(2 * MINUTE)


class Evidence(StrEnum):
    """What says that a line of a report is a person of the roster."""

    EMAIL = "email"
    NAME = "name"
    NEAR_NAME = "near_name"
    CHOSEN = "chosen"
    NONE = "none"


class Reason(StrEnum):
    """Why a report and the door list differ, or why a line needs a look."""

    NOT_ON_LIST = "not_on_list"
    NEAR_NAME = "near_name"
    SEVERAL = "several"
    DEVICE = "device"
    SHARED_SCREEN = "shared_screen"
    ORGANISER = "organiser"
    IN_ROOM = "in_room"
    NOT_CHECKED_IN = "not_checked_in"
    CAME_EARLIER = "came_earlier"
    CAME_LATER = "came_later"
    LEFT_EARLIER = "left_earlier"
    LEFT_LATER = "left_later"
    AWAY = "away"
    NO_LEAVE = "no_leave"
    NO_TIMES = "no_times"
    NOT_IN_REPORT = "not_in_report"


# With one of these a line is never taken over together with all others.
_NEEDS_A_LOOK = frozenset(
    {
        Reason.NEAR_NAME,
        Reason.SEVERAL,
        Reason.DEVICE,
        Reason.ORGANISER,
        Reason.IN_ROOM,
        Reason.SHARED_SCREEN,
    }
)
# With one of these there is nothing that could be taken over.
_NOTHING_TO_TAKE = frozenset({Reason.NO_TIMES, Reason.NOT_IN_REPORT, Reason.SHARED_SCREEN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One person of a report.

    names: all spellings, the one to show first. stays: an end of None is open. has_times: False
    when the report gives only lengths. is_device: a name of a device, or a number. is_room: a room
    with a shared screen. is_organiser: of the meeting, who often is the trainer.
    """

    key: str
    names: tuple[str, ...]
    email: str = ""
    stays: tuple[tuple[Instant, Instant | None], ...] = ()
    has_times: bool = True
    is_device: bool = False
    is_room: bool = False
    is_organiser: bool = False

    @property
    def name(self) -> str:
        """Return the name to show."""
        return self.names[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Whom a line is taken for. candidates: others it may be, the likeliest first."""

    line: Line
    person: PersonId | None = None
    evidence: Evidence = Evidence.NONE
    candidates: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One line of the comparison; ``line`` is None for who is not in the report.

    door and report: the time within the session that each tells, overlaps united. people: how
    many are at a shared screen that is one line in the report.
    """

    match: Match | None
    person: PersonId | None
    reasons: tuple[Reason, ...]
    door: tuple[Span, ...] = ()
    report: tuple[Span, ...] = ()
    people: int = 0

    @property
    def is_same(self) -> bool:
        """Say whether door list and report agree."""
        return not self.reasons

    @property
    def can_take(self) -> bool:
        """Say whether there is something that could be taken over."""
        return bool(self.reasons) and not _NOTHING_TO_TAKE.intersection(self.reasons)

    @property
    def is_plain(self) -> bool:
        """Say whether it can be taken over without a look of its own."""
        return self.can_take and not _NEEDS_A_LOOK.intersection(self.reasons)


def sure_matches(lines: Iterable[Line], people: Iterable[Participant]) -> tuple[Match, ...]:
    """Return a match for each line, by address, then by the exact name; others match nobody.

    A name that two people of the roster have, or two lines of the report, decides nothing: both
    are candidates then. Nobody of the roster is matched twice.
    """
    roster = tuple(people)
    all_lines = tuple(lines)
    by_email: dict[str, list[PersonId]] = {}
    by_name: dict[str, list[PersonId]] = {}
    for person in roster:
        if key := email_key(person.email):
            by_email.setdefault(key, []).append(person.id)
        if key := name_key(person.name):
            by_name.setdefault(key, []).append(person.id)
    found = {
        line.key: Match(line=line, person=same[0], evidence=Evidence.EMAIL)
        for line in all_lines
        if line.email and len(same := by_email.get(email_key(line.email), [])) == 1
    }
    matched = {match.person for match in found.values() if match.person is not None}
    left = [line for line in all_lines if line.key not in found]
    names = {line.key: _persons_named(line, by_name) - matched for line in left}
    wanted: dict[PersonId, int] = {}
    for alike in names.values():
        for one in alike:
            wanted[one] = wanted.get(one, 0) + 1
    place = {person.id: number for number, person in enumerate(roster)}
    for line in left:
        ids = tuple(sorted(names[line.key], key=lambda one: place[one]))
        is_sure = len(ids) == 1 and wanted[ids[0]] == 1
        found[line.key] = Match(
            line=line,
            person=ids[0] if is_sure else None,
            evidence=Evidence.NAME if is_sure else Evidence.NONE,
            candidates=() if is_sure else ids,
        )
    return tuple(found[line.key] for line in all_lines)


def _persons_named(line: Line, by_name: Mapping[str, list[PersonId]]) -> set[PersonId]:
    return {one for name in line.names for one in by_name.get(name_key(name), ())}


def differences(
    matches: Iterable[Match],
    stays: Iterable[Presence],
    session: Span,
    *,
    screens: Mapping[str, int] | None = None,
) -> tuple[Difference, ...]:
    """Return what a report says beside what the door list says, in the report's order.

    screens: sites with a shared screen and how many people are at each. Who is on the door list as
    remote and not in the report comes last.
    """
    own = by_person(stays)
    found = [_difference(match, own, session, dict(screens or {})) for match in matches]
    told = {one.person for one in found}
    for person, there in own.items():
        remote = [stay for stay in there if stay.mode is Mode.REMOTE]
        if person not in told and remote:
            found.append(
                Difference(
                    match=None,
                    person=person,
                    reasons=(Reason.NOT_IN_REPORT,),
                    door=united(within(stay, session) for stay in remote),
                )
            )
    return tuple(found)


def _difference(
    match: Match,
    own: Mapping[PersonId, tuple[Presence, ...]],
    session: Span,
    screens: Mapping[str, int],
) -> Difference:
    line = match.line
    report = united(_clipped(stay, session) for stay in line.stays)
    if line.is_room and match.person is None:
        at_screen = _people_at(line, screens)
        if at_screen:
            return Difference(
                match=match,
                person=None,
                reasons=(Reason.SHARED_SCREEN,),
                report=report,
                people=at_screen,
            )
    if match.person is None:
        return Difference(
            match=match, person=None, reasons=_unmatched(match, screens), report=report
        )
    there = own.get(match.person, ())
    remote = united(within(stay, session) for stay in there if stay.mode is Mode.REMOTE)
    door = united(within(stay, session) for stay in there)
    reasons = _reasons(line, there, remote, report)
    if match.evidence is Evidence.NEAR_NAME:
        reasons = (Reason.NEAR_NAME, *reasons)
    if not line.has_times:
        reasons = (Reason.NO_TIMES,)
    return Difference(match=match, person=match.person, reasons=reasons, door=door, report=report)


def _unmatched(match: Match, screens: Mapping[str, int]) -> tuple[Reason, ...]:
    line = match.line
    reasons = [Reason.SEVERAL if match.candidates else Reason.NOT_ON_LIST]
    if line.is_organiser:
        reasons.append(Reason.ORGANISER)
    if line.is_device or line.is_room or _names_a_site(line, screens):
        reasons.append(Reason.DEVICE)
    if not line.has_times:
        reasons.append(Reason.NO_TIMES)
    return tuple(reasons)


def _reasons(
    line: Line,
    there: Sequence[Presence],
    remote: tuple[Span, ...],
    report: tuple[Span, ...],
) -> tuple[Reason, ...]:
    if there and not remote:
        return (Reason.IN_ROOM,)
    if not report:
        return (Reason.NOT_IN_REPORT,) if remote else ()
    if not remote:
        return (Reason.NOT_CHECKED_IN,)
    reasons = []
    begin = report[0].start - remote[0].start
    end = report[-1].end - remote[-1].end
    if abs(begin) >= TOLERANCE:
        reasons.append(Reason.CAME_LATER if begin > 0 else Reason.CAME_EARLIER)
    if abs(end) >= TOLERANCE:
        reasons.append(Reason.LEFT_LATER if end > 0 else Reason.LEFT_EARLIER)
    if _apart(_gaps(remote), _gaps(report)) >= TOLERANCE:
        reasons.append(Reason.AWAY)
    if reasons and any(left is None for _joined, left in line.stays):
        reasons.append(Reason.NO_LEAVE)
    return tuple(reasons)


def _gaps(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(Span(before.end, after.start) for before, after in pairwise(spans))


def _apart(first: tuple[Span, ...], second: tuple[Span, ...]) -> int:
    """Return the milliseconds that lie in only one of two lists of spans."""
    both = united((*first, *second))
    lengths = [sum(span.length for span in spans) for spans in (first, second, both)]
    return 2 * lengths[2] - lengths[0] - lengths[1]


def _names_a_site(line: Line, screens: Mapping[str, int]) -> bool:
    """Say whether a name holds that of a site with a shared screen."""
    folded = line.name.casefold()
    return any(site and site.casefold() in folded for site in screens)


def _people_at(line: Line, screens: Mapping[str, int]) -> int:
    """Return how many people sit at the shared screen that a line is, 0 for none.

    A line whose name holds the site is that site's; a single screen is any room's.
    """
    folded = line.name.casefold()
    for site, count in screens.items():
        if site and site.casefold() in folded:
            return count
    return next(iter(screens.values())) if len(screens) == 1 else 0


def _clipped(stay: tuple[Instant, Instant | None], session: Span) -> Span:
    joined, left = stay
    start = max(joined, session.start)
    end = session.end if left is None else min(left, session.end)
    return Span(start, max(start, end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking over differences comes to: stays, people who are new, and stays that go."""

    put: tuple[Presence, ...] = ()
    gone: tuple[PresenceId, ...] = ()
    people: tuple[Participant, ...] = ()
    expectations: tuple[Expectation, ...] = ()


def taken(
    accepted: Iterable[Difference],
    stays: Iterable[Presence],
    *,
    programme: ProgrammeId | None,
    known: Mapping[PersonId, Expectation],
    new_id: Callable[[], str],
) -> Taken:
    """Return what follows from differences that were agreed to.

    The stays of the report take the place of a person's remote stays; those in the room and at
    a shared screen stay. A line of nobody becomes a person who was not expected.
    """
    own = by_person(stays)
    put: list[Presence] = []
    gone: list[PresenceId] = []
    people: list[Participant] = []
    expectations: list[Expectation] = []
    for difference in accepted:
        match = difference.match
        if match is None or not difference.can_take:
            continue
        person = difference.person
        if person is None:
            person = PersonId(new_id())
            people.append(_new_person(person, programme, match.line))
        if person not in known:
            expectations.append(Expectation(person=person, is_expected=False))
        new = [
            Presence(
                id=PresenceId(new_id()),
                person=person,
                joined=joined,
                left=left,
                mode=Mode.REMOTE,
                source=Source.IMPORT,
            )
            for joined, left in match.line.stays
        ]
        old = [stay for stay in own.get(person, ()) if stay.mode is Mode.REMOTE]
        if {(one.joined, one.left) for one in new} != {(one.joined, one.left) for one in old}:
            put += new
            gone += [stay.id for stay in old]
    return Taken(
        put=tuple(put), gone=tuple(gone), people=tuple(people), expectations=tuple(expectations)
    )


def _new_person(person: PersonId, programme: ProgrammeId | None, line: Line) -> Participant:
    return Participant(
        id=person,
        programme=programme,
        name=" ".join(line.name.split()) or line.email or line.key,
        email=line.email,
        usual_mode=Mode.REMOTE,
    )


def chosen(match: Match, person: PersonId | None) -> Match:
    """Return a match for which somebody has said who it is; None: somebody new."""
    return replace(match, person=person, evidence=Evidence.CHOSEN, candidates=())
