"""Reads attendance reports: bytes in, people out, whatever the file is called.

The order of the dates is found from all dates of a file together and from the day of the session;
where two readings are left, that is asked, never guessed. Nothing here knows a library or a
window, and nothing is saved.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from virtu_desktop.domain.time import zone_named
from virtu_desktop.exchange.attendance import cells
from virtu_desktop.exchange.attendance.bigbluebutton import read_dashboard, read_dashboard_json
from virtu_desktop.exchange.attendance.choices import Choices, ReportColumns
from virtu_desktop.exchange.attendance.container import (
    Refused,
    is_workbook,
    physical_of,
    read_text,
    text_grids,
    workbook_grid,
)
from virtu_desktop.exchange.attendance.draft import Draft, Row
from virtu_desktop.exchange.attendance.graph import read_graph
from virtu_desktop.exchange.attendance.grid import Grid, filled_width
from virtu_desktop.exchange.attendance.mapped import read_mapped
from virtu_desktop.exchange.attendance.meet import read_meet
from virtu_desktop.exchange.attendance.moments import Order, Stamp, best_order, possible_orders
from virtu_desktop.exchange.attendance.moving import moved
from virtu_desktop.exchange.attendance.people import people_of
from virtu_desktop.exchange.attendance.report import (
    DAMAGE,
    Code,
    Flag,
    Format,
    Kind,
    Meeting,
    Outcome,
    Physical,
    Question,
    Reason,
    Report,
    ReportPerson,
)
from virtu_desktop.exchange.attendance.teams_list import read_list
from virtu_desktop.exchange.attendance.teams_live import read_live_event
from virtu_desktop.exchange.attendance.teams_report import read_meeting_report, read_sections
from virtu_desktop.exchange.attendance.times import Times, start_of_day
from virtu_desktop.exchange.attendance.webex import read_webex
from virtu_desktop.exchange.attendance.zoom import read_participants
from virtu_desktop.exchange.attendance.zoom_webinar import read_webinar

# The stricter a shape is, the earlier it is tried.
_READERS: tuple[Callable[[Grid], Draft | None], ...] = (
    read_sections,
    read_dashboard,
    read_live_event,
    read_webinar,
    read_webex,
    read_participants,
    read_meet,
    read_list,
    read_meeting_report,
)
_JSON_READERS = (read_dashboard_json, read_graph)
_STATES_TOO_MUCH = frozenset({Format.TEAMS_REPORT, Format.TEAMS_SECTIONS, Format.TEAMS_GRAPH})
_TELLS_OVERLAPS = frozenset(
    {
        Format.ZOOM_FULL,
        Format.ZOOM_WEBINAR,
        Format.BBB_JSON,
        Format.TEAMS_LIVE_EVENT,
        Format.TEAMS_LIST,
    }
)
_ANY_YEAR = 2000
_NOTHING_SAID = Choices()
_HOSTILE = {
    Flag.FORMULA_LIKE: Code.FORMULA_LIKE,
    Flag.CONTROL_CHARACTERS: Code.CONTROL_CHARACTERS,
    Flag.VERY_LONG: Code.VERY_LONG_NAMES,
    Flag.BLANK_NAME: Code.BLANK_NAME,
}


def read_report(
    data: bytes, *, zone: str, day: date | None = None, choices: Choices = _NOTHING_SAID
) -> Report:
    """Return what a file says, or why it cannot be used; raises nothing for any bytes.

    zone: IANA name of the zone that the local times of the file are in. day: of the session, on
    the clocks of that zone; None when it is not known. choices: what somebody said of the file.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        draft, physical = _draft(data, choices)
    except Refused as refused:
        return Report(
            format=Format.UNKNOWN,
            outcome=Outcome.REJECT,
            physical=refused.physical,
            sha256=sha256,
            zone=zone,
            reason=refused.reason,
            detected=refused.detected,
        )
    spellings = _repair(draft)
    report = _report(draft, physical, sha256, zone, day, spellings, choices.order)
    return _on_day(report, day) if choices.order is not None else report


def unknown_table(data: bytes, choices: Choices) -> Grid | None:
    """Return the rows of a file that is no known report; None when it is no table either."""
    try:
        grid = _any_grid(data, choices)
    except Refused:
        return None
    return grid if any(filled_width(row) > 1 for row in grid.rows) else None


def _any_grid(data: bytes, choices: Choices) -> Grid:
    """Return the rows of a workbook, or of a text by its likeliest delimiter; raise Refused."""
    if is_workbook(data):
        return workbook_grid(data)
    return next(text_grids(read_text(data, choices.encoding)))


def _draft(data: bytes, choices: Choices) -> tuple[Draft, Physical]:
    """Return the file taken apart; raise Refused."""
    if choices.columns is not None:
        return _draft_by_columns(_any_grid(data, choices), choices.columns)
    if is_workbook(data):
        grid = workbook_grid(data)
        draft = _recognised(grid)
        if draft is None:
            raise Refused(Reason.NOT_A_REPORT, grid.physical)
        return draft, grid.physical
    found = read_text(data, choices.encoding)
    if found.text.lstrip()[0] in "{[":
        for reader in _JSON_READERS:
            if (draft := reader(found.text)) is not None:
                return draft, physical_of(found)
    physical: Physical | None = None
    for grid in text_grids(found):
        physical = physical or grid.physical
        if (draft := _recognised(grid)) is not None:
            draft.codes |= grid.codes
            return draft, grid.physical
    raise Refused(Reason.NOT_A_REPORT, physical or Physical())


def _draft_by_columns(grid: Grid, columns: ReportColumns) -> tuple[Draft, Physical]:
    """Return the rows of a table whose columns somebody has named; raise Refused."""
    draft = read_mapped(grid, columns)
    if not draft.rows:
        raise Refused(Reason.NOT_A_REPORT, grid.physical)
    draft.codes |= grid.codes
    return draft, grid.physical


def _recognised(grid: Grid) -> Draft | None:
    for reader in _READERS:
        if (draft := reader(grid)) is not None:
            return draft
    return None


def _all_rows(draft: Draft) -> list[Row]:
    return [*draft.rows, *draft.people, *(event.row for event in draft.events)]


def _repair(draft: Draft) -> dict[str, str]:
    """Repair names that were encoded twice; return the old spelling of each new one."""
    spellings: dict[str, str] = {}
    for row in _all_rows(draft):
        better = cells.repaired(row.name)
        if better != row.name:
            spellings[better] = row.name
            row.name = better
            draft.codes.add(Code.MOJIBAKE_REPAIRED)
    return spellings


def _report(
    draft: Draft,
    physical: Physical,
    sha256: str,
    zone_name: str,
    day: date | None,
    spellings: dict[str, str],
    chosen: Order | None,
) -> Report:
    zone = zone_named(zone_name)
    stamps = _stamps(draft)
    orders = _orders(draft, stamps)
    if chosen in orders:
        orders = (chosen,)
    by_order = {order: _days(draft, order, zone) for order in orders}
    if chosen in orders and day not in by_order[chosen]:
        # Somebody has said so: read it as of its own day.
        day = min(by_order[chosen], default=day)
    fitting = [order for order in orders if day is None or day in by_order[order]]
    order = (fitting or orders or (Order.DAY_FIRST,))[0]
    times = _times(draft, order, zone, day)
    people = _with_spellings(people_of(draft, times), spellings)
    has_dates = any(stamp.numbers is not None for stamp in stamps)
    question = _question(draft, orders, fitting, day, has_dates=has_dates)
    codes = draft.codes | _codes(draft, people)
    if has_dates:
        codes |= _date_codes(draft, order, stamps)
    if question is Question.DATE_ORDER:
        codes.add(Code.AMBIGUOUS_DATE)
    return Report(
        format=draft.format,
        outcome=_outcome(codes, question),
        physical=physical,
        sha256=sha256,
        zone=zone_name,
        meeting=_meeting(draft, times),
        people=people,
        warnings=frozenset(codes),
        days=tuple(sorted(_days(draft, order, zone))),
        question=question,
        candidates={one.value: min(by_order[one]) for one in orders} if question else {},
        has_minutes_only=Code.MINUTES_ONLY in codes,
    )


def _on_day(report: Report, day: date | None) -> Report:
    """Return a report whose first day is ``day``, when it has none on it; lengths stay."""
    if day is None or not report.is_usable or not report.days or day in report.days:
        return report
    shifted = moved(report, day - report.days[0])
    codes = shifted.warnings | {Code.DAY_MOVED}
    return replace(shifted, warnings=codes)


def _orders(draft: Draft, stamps: Sequence[Stamp]) -> tuple[Order, ...]:
    """Return the orders that the dates of a file can have; none when it has no dates."""
    if not any(stamp.numbers is not None for stamp in stamps):
        return ()
    pairs = _pairs(draft)
    # A format has its first year, but somebody may well have typed one before it.
    for year in (draft.earliest_year, _ANY_YEAR):
        if orders := possible_orders(stamps, pairs, earliest_year=year):
            return orders
    return (best_order(stamps),)


def _stamps(draft: Draft) -> list[Stamp]:
    heading = draft.heading
    found = [heading.start, heading.end, heading.day, *(event.at for event in draft.events)]
    for row in (*draft.rows, *draft.people):
        found += [row.joined, row.left, row.first, row.last]
    return [stamp for stamp in found if stamp is not None]


def _pairs(draft: Draft) -> list[tuple[Stamp, Stamp]]:
    """Return joins with their leaves, and first moments with the last ones."""
    both = [(draft.heading.start, draft.heading.end)]
    for row in (*draft.rows, *draft.people):
        both += [(row.joined, row.left), (row.first, row.last)]
    return [(start, end) for start, end in both if start is not None and end is not None]


def _days(draft: Draft, order: Order, zone: ZoneInfo) -> set[date]:
    """Return the days on which somebody came, as the clocks of the zone show them."""
    times = Times(order, zone, is_utc=draft.is_utc)
    begun = [draft.heading.start, draft.heading.day, *(event.at for event in draft.events)]
    for row in (*draft.rows, *draft.people):
        begun += [row.joined, row.first]
    dated = {stamp for stamp in begun if stamp is not None and stamp.numbers is not None}
    moments = (times.moment(stamp) for stamp in dated)
    return {moment.wall.date() for moment in moments if moment is not None}


def _times(draft: Draft, order: Order, zone: ZoneInfo, day: date | None) -> Times:
    if draft.heading.day is not None and day is None:
        day = draft.heading.day.day(order)
    clocks = [pair for pair in _pairs(draft) if pair[0].numbers is None]
    return Times(order, zone, is_utc=draft.is_utc, day=day, day_starts=start_of_day(clocks))


def _question(
    draft: Draft,
    orders: Sequence[Order],
    fitting: Sequence[Order],
    day: date | None,
    *,
    has_dates: bool,
) -> Question | None:
    """Return what must be asked before the report can be used, or None."""
    if not has_dates:
        has_clocks = any(row.first or row.joined for row in draft.rows)
        return Question.SESSION_DATE if has_clocks and day is None else None
    if orders and not fitting:
        return Question.OTHER_DAY
    return Question.DATE_ORDER if len(fitting) > 1 else None


def _outcome(codes: Iterable[Code], question: Question | None) -> Outcome:
    if question is not None:
        return Outcome.NEEDS_USER_INPUT
    return Outcome.OK_WITH_WARNINGS if DAMAGE.intersection(codes) else Outcome.OK


def _meeting(draft: Draft, times: Times) -> Meeting:
    heading = draft.heading
    return Meeting(
        title=heading.title,
        start=times.moment(heading.start),
        end=times.moment(heading.end),
        stated_participants=heading.participants,
        meeting_id=heading.meeting_id,
    )


def _with_spellings(
    people: tuple[ReportPerson, ...], spellings: dict[str, str]
) -> tuple[ReportPerson, ...]:
    if not spellings:
        return people
    return tuple(
        replace(person, spellings=(spellings[person.display_name],))
        if person.display_name in spellings
        else person
        for person in people
    )


def _codes(draft: Draft, people: Sequence[ReportPerson]) -> set[Code]:
    """Return what the people of a report give reason to tell."""
    flags = set[Flag]().union(*(person.flags for person in people))
    tests = {
        Code.OPEN_INTERVALS: any(person.is_open for person in people),
        Code.JOINED_BEFORE: Flag.LOWER_BOUND in flags,
        Code.NO_EMAIL_ROWS: Flag.NO_EMAIL in flags,
        Code.DUPLICATE_CANDIDATE: Flag.DUPLICATE_CANDIDATE in flags,
        Code.OTHER_SUFFIX: Flag.SUFFIX_LANGUAGE in flags,
        Code.NOT_ENGLISH: not draft.is_english,
        Code.SAME_NAME: has_namesakes(people),
        # Teams puts a blank before the number of a caller; a bare number may be a chosen name.
        Code.PHONE: any(
            person.kind is Kind.PHONE and person.display_name[:1] == " " for person in people
        ),
        Code.OVERLAPPING: draft.format in _TELLS_OVERLAPS and Flag.OVERLAPPING in flags,
        Code.STATED_EXCEEDS: draft.format in _STATES_TOO_MUCH and any(map(_states_more, people)),
        Code.DURATION_TRUNCATED: draft.format is Format.TEAMS_REPORT
        and any(map(_states_less, people)),
    }
    found = {code for code, is_so in tests.items() if is_so}
    return found | {code for flag, code in _HOSTILE.items() if flag in flags}


def has_namesakes(people: Iterable[ReportPerson]) -> bool:
    """Say whether two addresses have one name."""
    emails: dict[str, set[str]] = defaultdict(set)
    for person in people:
        if person.email is not None:
            emails[cells.folded(person.name)].add(person.email)
    return any(len(one) > 1 for one in emails.values())


def _tolerance(person: ReportPerson) -> int:
    """Return the seconds by which stated lengths may differ: one for each stay."""
    return len(person.stays or ())


def _states_more(person: ReportPerson) -> bool:
    stated, total = person.stated_seconds, person.total_seconds
    if stated is None or total is None or Flag.OVERLAPPING not in person.flags:
        return False
    return stated > total + _tolerance(person)


def _states_less(person: ReportPerson) -> bool:
    stated, total = person.stated_seconds, person.total_seconds
    if stated is None or total is None or total < 3600:
        return False
    return stated < total - _tolerance(person)


def _date_codes(draft: Draft, order: Order, stamps: Sequence[Stamp]) -> set[Code]:
    """Return what the way of writing dates gives reason to tell."""
    codes: set[Code] = set()
    dated = [stamp for stamp in stamps if stamp.numbers is not None]
    numeric = Counter(stamp.separator for stamp in dated if stamp.separator in "/.-")
    if not draft.is_utc and numeric:
        is_american = order is Order.MONTH_FIRST
        is_continental = numeric.most_common(1)[0][0] == "."
        if (is_american and not draft.is_english) or (is_continental and draft.is_english):
            codes.add(Code.OTHER_DATE_FORMAT)
    if draft.has_stays and not any(stamp.has_seconds for stamp in dated):
        codes.add(Code.MINUTES_ONLY)
    return codes
