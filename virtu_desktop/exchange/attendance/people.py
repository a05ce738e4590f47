"""From the rows of a report to its people: who is who, when they were in, what is odd.

A person is an address; without one, a name inside one file. Rows of one name without an address
that overlap in time stay apart, because nothing tells whether they are two people or two devices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from virtu_desktop.exchange.attendance import cells
from virtu_desktop.exchange.attendance.devices import is_device, is_room
from virtu_desktop.exchange.attendance.draft import Draft, Row
from virtu_desktop.exchange.attendance.labels import take_labels_off
from virtu_desktop.exchange.attendance.pairing import paired
from virtu_desktop.exchange.attendance.report import (
    Flag,
    Format,
    Kind,
    Moment,
    Precision,
    ReportPerson,
    Role,
    Stay,
)
from virtu_desktop.exchange.attendance.times import Times

_TEAMS_REPORTS = frozenset({Format.TEAMS_REPORT, Format.TEAMS_SECTIONS})
_ANONYMOUS_WITHOUT_EMAIL = frozenset({Format.TEAMS_LIVE_EVENT, Format.MEET})
# A list of Teams and a live event have no column for addresses; Meet and BBB give no stays.
_TELLS_MISSING_EMAIL = frozenset(
    {*_TEAMS_REPORTS, Format.ZOOM_FULL, Format.ZOOM_WEBINAR, Format.WEBEX, Format.TEAMS_GRAPH}
)
_TELLS_REJOINS = _TELLS_MISSING_EMAIL | {Format.BBB_JSON}
VERY_SHORT_S = 60


@dataclass(slots=True, kw_only=True)
class _Group:
    """The rows that are one person. beside: rows about the person that are no stays."""

    key: str
    rows: list[Row] = field(default_factory=list)
    beside: list[Row] = field(default_factory=list)
    stays: list[Stay] = field(default_factory=list)
    is_candidate: bool = False


@dataclass(frozen=True, slots=True)
class _Named:
    """The rows of a draft with their clean names and kinds."""

    names: dict[str, tuple[str, Kind | None]]

    def name(self, row: Row) -> str:
        return self.names[row.name][0]

    def label(self, row: Row) -> Kind | None:
        return self.names[row.name][1]


def people_of(draft: Draft, times: Times) -> tuple[ReportPerson, ...]:
    """Return the people of a report in the order of the file."""
    named = _Named(take_labels_off(draft))
    rows = draft.rows
    if draft.events:
        known = [event for event in draft.events if times.moment(event.at) is not None]
        rows = paired(
            known,
            lambda event: _sure(times.moment(event.at)).at,
            lambda event: event.connection or cells.folded(named.name(event.row)),
        )
    groups = _groups(rows, draft, named, times)
    return tuple(_person(group, draft, named, times) for group in groups)


def _sure(moment: Moment | None) -> Moment:
    assert moment is not None
    return moment


def _groups(rows: Sequence[Row], draft: Draft, named: _Named, times: Times) -> list[_Group]:
    by_base: dict[str, list[Row]] = defaultdict(list)
    for row in [*draft.people, *rows]:
        by_base[_base_key(row, named)].append(row)
    beside = set(map(id, draft.people))
    groups: list[_Group] = []
    for base, members in by_base.items():
        own = [row for row in members if id(row) not in beside] or members
        others = [row for row in members if id(row) in beside and own is not members]
        is_sure = not base.startswith("name:")
        for group in _told_apart(base, own, draft, times, is_sure=is_sure):
            group.beside.extend(others)
            groups.append(group)
    return groups


def _base_key(row: Row, named: _Named) -> str:
    if row.email:
        return f"email:{row.email}"
    if row.account:
        return f"ext:{row.account}"
    return f"name:{cells.folded(named.name(row))}"


def _told_apart(
    base: str, rows: Sequence[Row], draft: Draft, times: Times, *, is_sure: bool
) -> list[_Group]:
    """Return one group, or several where rows of one name overlap."""
    if not draft.has_stays or is_sure:
        group = _Group(key=base, rows=list(rows))
        group.stays = [stay for row in rows if (stay := _stay(row, times)) is not None]
        return [group]
    tracks: list[_Group] = []
    with_stays = [(row, _stay(row, times)) for row in rows]
    for row, stay in sorted(with_stays, key=lambda one: _start_order(one[1])):
        track = next((one for one in tracks if _is_free(one, stay)), None)
        if track is None:
            track = _Group(key=base)
            tracks.append(track)
        track.rows.append(row)
        if stay is not None:
            track.stays.append(stay)
    if len(tracks) > 1:
        for number, track in enumerate(tracks, 1):
            track.key = f"{base}#{number}"
            track.is_candidate = True
    return tracks


def _stay(row: Row, times: Times) -> Stay | None:
    return times.stay(row.joined, row.left, row.stated)


def _start_order(stay: Stay | None) -> int:
    return -1 if stay is None else stay.start.at


def _is_free(track: _Group, stay: Stay | None) -> bool:
    """Say whether nobody of the track is in at the beginning of a stay."""
    if stay is None or not track.stays:
        return True
    return all(one.end is not None and one.end.at <= stay.start.at for one in track.stays)


def _person(group: _Group, draft: Draft, named: _Named, times: Times) -> ReportPerson:
    first = group.rows[0]
    name = named.name(first)
    shown = cells.shown_name(first.name)
    email = first.email
    everything = [*group.rows, *group.beside]
    flags = set[Flag]().union(*(row.flags for row in everything))
    kind = _kind(group, draft, named)
    if group.is_candidate:
        flags.add(Flag.DUPLICATE_CANDIDATE)
    if email is None and draft.format in _TELLS_MISSING_EMAIL:
        flags.add(Flag.NO_EMAIL)
    if kind is Kind.PHONE and draft.format is not Format.MEET:
        flags.add(Flag.PHONE)
    flags |= name_flags(
        shown,
        name,
        email,
        is_caller=kind is Kind.PHONE and email is None,
        is_anonymous=kind is Kind.ANONYMOUS,
    )
    has_times = draft.has_stays and bool(group.stays)
    originals = [row.original_name for row in group.rows if row.original_name]
    stated = _stated(group.rows) or _stated(group.beside)
    precisions = {row.precision for row in group.rows if row.precision is not None}
    person = ReportPerson(
        key=group.key,
        display_name=shown,
        name=split_original(name, originals[0]) if originals else name,
        email=email,
        original_name=originals[0] if originals else None,
        kind=kind,
        role=next((row.role for row in everything if row.role is not Role.UNKNOWN), Role.UNKNOWN),
        stated_seconds=sum(stated) if stated else None,
        stated_precision=precisions.pop() if len(precisions) == 1 else _coarsest(precisions),
        first=times.moment(first.first),
        last=times.moment(first.last),
        recording_consent=_consent(group.rows),
        flags=frozenset(flags),
    )
    if not has_times:
        return person
    return with_stays(
        person,
        group.stays,
        tells_rejoins=draft.format in _TELLS_REJOINS,
        tells_missing_leave=draft.format is Format.TEAMS_LIVE_EVENT,
    )


def split_original(name: str, original: str) -> str:
    """Return a name without the original one that follows it in brackets."""
    return name.removesuffix(f"({original})").rstrip() or name


def _stated(rows: Iterable[Row]) -> list[int]:
    return [row.stated for row in rows if row.stated is not None]


def _coarsest(precisions: set[Precision]) -> Precision | None:
    for precision in Precision:
        if precision in precisions:
            return precision
    return None


def _consent(rows: Iterable[Row]) -> bool | None:
    said = {row.consent for row in rows} - {None}
    return True in said if said else None


def _kind(group: _Group, draft: Draft, named: _Named) -> Kind:
    first = group.rows[0]
    if cells.is_phone(named.name(first)) and first.email is None:
        return Kind.PHONE
    everything = [*group.rows, *group.beside]
    for row in everything:
        if row.kind is not None:
            return row.kind
    for row in everything:
        if (label := named.label(row)) is not None:
            return label
    if any(Flag.EXT_UPN in row.flags for row in everything):
        return Kind.GUEST
    if first.email is None:
        return Kind.ANONYMOUS if draft.format in _ANONYMOUS_WITHOUT_EMAIL else Kind.UNKNOWN
    return Kind.INTERNAL if draft.format in _TEAMS_REPORTS else Kind.UNKNOWN


def name_flags(
    shown: str, name: str, email: str | None, *, is_caller: bool, is_anonymous: bool
) -> set[Flag]:
    """Return what is odd about a name.

    A caller's number may begin with a plus sign, and who watches anonymously has no name.
    """
    tests = {
        Flag.FORMULA_LIKE: cells.is_formula_like(shown) and not is_caller,
        Flag.CONTROL_CHARACTERS: cells.has_hidden_letters(shown),
        Flag.VERY_LONG: len(shown) > cells.LONG_NAME,
        Flag.BLANK_NAME: not name and not is_anonymous,
        Flag.ROOM_DEVICE: is_room(name, email),
        Flag.DEVICE: is_device(name),
    }
    return {flag for flag, is_so in tests.items() if is_so}


def with_stays(
    person: ReportPerson,
    stays: Sequence[Stay],
    *,
    tells_rejoins: bool,
    tells_missing_leave: bool,
) -> ReportPerson:
    """Return a person with stays, their union and what it shows."""
    ordered = tuple(sorted(stays, key=lambda stay: (stay.start.at, stay.end is None)))
    closed = [(stay.start, stay.end) for stay in ordered if stay.end is not None]
    merged = union(closed)
    total = sum(end.at - start.at for start, end in merged) // 1000
    flags = set(person.flags) - {Flag.REJOINED, Flag.OVERLAPPING, Flag.VERY_SHORT, Flag.NO_LEAVE}
    is_open = len(closed) < len(ordered)
    if tells_rejoins and len(merged) > 1:
        flags.add(Flag.REJOINED)
    if sum(end.at - start.at for start, end in closed) > sum(e.at - s.at for s, e in merged):
        flags.add(Flag.OVERLAPPING)
    if closed and not is_open and total < VERY_SHORT_S:
        flags.add(Flag.VERY_SHORT)
    if tells_missing_leave and is_open:
        flags.add(Flag.NO_LEAVE)
    ends = [end for _start, end in closed]
    return replace(
        person,
        stays=ordered,
        merged=merged,
        total_seconds=total,
        first=ordered[0].start,
        last=max(ends) if ends and not is_open else None,
        flags=frozenset(flags),
    )


def union(
    stays: Sequence[tuple[Moment, Moment]],
) -> tuple[tuple[Moment, Moment], ...]:
    """Return the stretches of time that stays cover, each instant once.

    Stays that touch become one.
    """
    covered: list[tuple[Moment, Moment]] = []
    for start, end in sorted(stays):
        if covered and start.at <= covered[-1][1].at:
            covered[-1] = (covered[-1][0], max(covered[-1][1], end))
        else:
            covered.append((start, end))
    return tuple(covered)
