"""What the readers of single formats hand on: rows as they stand, before dates are decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from virtu_desktop.exchange.attendance.moments import EARLIEST_YEAR, Stamp
from virtu_desktop.exchange.attendance.report import Code, Flag, Format, Kind, Precision, Role


@dataclass(slots=True, kw_only=True)
class Row:
    """One stay, or one person where a format has no stays.

    name: the cell. account: an id of the system that stands for an address. joined and left: None
    when missing. stated: seconds. first and last: of all stays together, when the single ones
    are hidden.
    """

    name: str
    email: str | None = None
    account: str | None = None
    role: Role = Role.UNKNOWN
    kind: Kind | None = None
    joined: Stamp | None = None
    left: Stamp | None = None
    stated: int | None = None
    precision: Precision | None = None
    first: Stamp | None = None
    last: Stamp | None = None
    consent: bool | None = None
    flags: set[Flag] = field(default_factory=set)
    original_name: str | None = None
    has_label: bool = False


@dataclass(slots=True, kw_only=True)
class Heading:
    """What a file says of the meeting. day: the date alone, when that is all it says."""

    title: str | None = None
    start: Stamp | None = None
    end: Stamp | None = None
    day: Stamp | None = None
    participants: int | None = None
    meeting_id: str | None = None
    host: str | None = None


@dataclass(slots=True, kw_only=True)
class Event:
    """One join or leave of a file that has a row for each.

    connection: what joins and leaves are paired by; None for the name.
    """

    row: Row
    at: Stamp
    action: str
    connection: str | None = None


@dataclass(slots=True, kw_only=True)
class Draft:
    """A file taken apart.

    events: joins and leaves that are not paired yet; they become rows. people: one row for each
    person beside the stays. has_stays: rows are stays; else their lengths and first and last
    times are all there is.
    is_utc: stamps are UTC unless they say otherwise. has_labels: marks such as (Guest) may stand
    behind names. is_english: so are the headings, or there are none. has_consent: a column says
    who agreed to the recording.
    """

    format: Format
    rows: list[Row] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    heading: Heading = field(default_factory=Heading)
    codes: set[Code] = field(default_factory=set)
    has_stays: bool = True
    is_utc: bool = False
    has_labels: bool = False
    is_english: bool = True
    has_consent: bool = False
    earliest_year: int = EARLIEST_YEAR
