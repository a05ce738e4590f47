"""What an attendance report says once it is read: people, when they were in, and what is odd.

Meanings of all values: FORMATS.md section 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from virtu_desktop.domain.time import Instant


class Format(StrEnum):
    """The formats of reports."""

    TEAMS_LIST = "teams.gen1"
    TEAMS_REPORT = "teams.gen2"
    TEAMS_SECTIONS = "teams.gen3"
    TEAMS_LIVE_EVENT = "teams.live_event"
    TEAMS_GRAPH = "teams.graph"
    ZOOM_UNIQUE = "zoom.participants.unique"
    ZOOM_FULL = "zoom.participants.full"
    ZOOM_WEBINAR = "zoom.webinar.attendees"
    MEET = "meet.attendance"
    WEBEX = "webex.attendance"
    BBB_CSV = "bbb.dashboard.csv"
    BBB_JSON = "bbb.dashboard.json"
    MAPPED = "columns"
    UNKNOWN = "unknown"
    SEVERAL = "several"


class Outcome(StrEnum):
    """What came of reading; REJECT and NEEDS_USER_INPUT come with a reason."""

    OK = "ok"
    OK_WITH_WARNINGS = "ok_with_warnings"
    NEEDS_USER_INPUT = "needs_user_input"
    REJECT = "reject"


class Kind(StrEnum):
    """What kind of account somebody came with."""

    GUEST = "guest"
    EXTERNAL = "external"
    UNVERIFIED = "unverified"
    PHONE = "phone"
    INTERNAL = "internal"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """A permission in the meeting; it says nothing of the role in the training."""

    ORGANIZER = "organizer"
    CO_ORGANIZER = "co_organizer"
    PRESENTER = "presenter"
    ATTENDEE = "attendee"
    PRODUCER = "producer"
    HOST = "host"
    MODERATOR = "moderator"
    UNKNOWN = "unknown"


class Flag(StrEnum):
    """What is odd about one person of a report."""

    REJOINED = "rejoined"
    OVERLAPPING = "overlapping_intervals"
    VERY_SHORT = "very_short"
    NO_EMAIL = "no_email"
    PHONE = "phone_number_as_name"
    ROOM_DEVICE = "maybe_room_device"
    DEVICE = "device_name"
    RENAMED = "renamed"
    DUPLICATE_CANDIDATE = "duplicate_candidate"
    EXT_UPN = "ext_upn"
    SUFFIX_LANGUAGE = "suffix_language_differs"
    LOWER_BOUND = "start_is_lower_bound"
    NO_LEAVE = "no_leave_event"
    GAPS_HIDDEN = "gaps_hidden"
    FORMULA_LIKE = "formula_like"
    CONTROL_CHARACTERS = "control_characters"
    VERY_LONG = "very_long"
    BLANK_NAME = "blank_name"


class Code(StrEnum):
    """What the user is told about a file."""

    BOM_MISSING = "bom_missing"
    MOJIBAKE_REPAIRED = "mojibake_repaired"
    FORMULA_LIKE = "formula_like_text"
    CONTROL_CHARACTERS = "control_characters"
    VERY_LONG_NAMES = "very_long_names"
    BLANK_NAME = "blank_name"
    FILE_CUT = "file_cut"
    STRAY_QUOTES = "stray_quotes"
    PADDED_CELLS = "padded_cells"
    SHORT_ROWS = "short_rows"
    STACKED_TABLES = "stacked_tables"
    WIDE_HEADER = "header_wider_than_rows"
    FORMULA_WRAPPED = "formula_wrapped_values"
    ROWS_PER_JOIN = "rows_per_join"
    NOT_ENGLISH = "language_not_english"
    OTHER_DATE_FORMAT = "date_format_differs_from_language"
    OTHER_SUFFIX = "guest_suffix_other_language"
    AMBIGUOUS_DATE = "ambiguous_date"
    NO_DATE = "no_date"
    UTC_TIMES = "utc_times"
    OPEN_INTERVALS = "open_intervals"
    JOINED_BEFORE = "joined_before"
    MINUTES_ONLY = "minutes_only"
    NO_TIMES = "no_join_leave_times"
    INTERVALS_UNKNOWN = "intervals_unknown"
    DURATION_TRUNCATED = "duration_truncated"
    STATED_EXCEEDS = "stated_duration_exceeds_union"
    OVERLAPPING = "overlapping_intervals"
    NO_EMAIL_COLUMN = "no_email_column"
    NO_EMAIL_ROWS = "no_email_rows"
    DUPLICATE_CANDIDATE = "duplicate_candidate"
    SAME_NAME = "duplicate_name_different_email"
    PHONE = "phone_number_as_name"
    ANONYMOUS_ROW = "anonymous_row"
    DAY_MOVED = "day_moved"


DAMAGE = frozenset(
    {
        Code.BOM_MISSING,
        Code.MOJIBAKE_REPAIRED,
        Code.FORMULA_LIKE,
        Code.CONTROL_CHARACTERS,
        Code.VERY_LONG_NAMES,
        Code.BLANK_NAME,
        Code.FILE_CUT,
        Code.STRAY_QUOTES,
    }
)
"""Warnings about damaged bytes and hostile text."""


class Precision(StrEnum):
    """How exact the lengths are that a report states."""

    MINUTE_CEILING = "minute_ceiling"
    MINUTE = "minute"
    LESS_THAN_MINUTE = "less_than_minute"


class Question(StrEnum):
    """What must be asked before a report can be used."""

    DATE_ORDER = "date_order"
    SESSION_DATE = "session_date"
    OTHER_DAY = "other_day"


class Reason(StrEnum):
    """Why a file is refused."""

    EMPTY_FILE = "empty_file"
    NOT_TEXT = "not_text"
    WRONG_FILE_TYPE = "wrong_file_type"
    NOT_A_REPORT = "not_a_known_report"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """An instant, and the wall clock of the file (or of the zone, for UTC files) at it."""

    at: Instant
    wall: datetime


@dataclass(frozen=True, slots=True)
class Stay:
    """From a join to a leave; an end of None is open."""

    start: Moment
    end: Moment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPerson:
    """One person of a report.

    stays: as in the file, or None when it cannot give them (then first and last may be known).
    merged: union of the closed stays. total_seconds: its length, None without usable times.
    stated_seconds: the sum of what the file claims. spellings: the name as it stood in a damaged
    file, when it was repaired.
    """

    key: str
    display_name: str
    name: str
    email: str | None = None
    original_name: str | None = None
    kind: Kind = Kind.UNKNOWN
    role: Role = Role.UNKNOWN
    stays: tuple[Stay, ...] | None = None
    merged: tuple[tuple[Moment, Moment], ...] = ()
    total_seconds: int | None = None
    stated_seconds: int | None = None
    stated_precision: Precision | None = None
    first: Moment | None = None
    last: Moment | None = None
    recording_consent: bool | None = None
    flags: frozenset[Flag] = frozenset()
    spellings: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        """Say whether a leave is missing."""
        return any(stay.end is None for stay in self.stays or ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a report says of the meeting itself; None where it says nothing."""

    title: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    stated_participants: int | None = None
    meeting_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Physical:
    """How the bytes of a file are; None where that cannot be said."""

    encoding: str | None = None
    bom: bool = False
    delimiter: str = ""
    eol: str = ""
    final_newline: bool = False
    container: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that was read, or why it could not be.

    warnings: everything that is worth telling. days: on which somebody joined. candidates: the
    day of each possible order of the dates. detected: what a wrong file is instead.
    """

    format: Format
    outcome: Outcome
    physical: Physical
    sha256: str
    zone: str
    meeting: Meeting = Meeting()
    people: tuple[ReportPerson, ...] = ()
    warnings: frozenset[Code] = frozenset()
    days: tuple[date, ...] = ()
    question: Question | None = None
    candidates: dict[str, date] = field(default_factory=dict)
    reason: Reason | None = None
    detected: str = ""
    has_minutes_only: bool = False

    @property
    def told(self) -> frozenset[Code]:
        """Return the warnings to lead with: damage, when there is any, before everything else."""
        return self.warnings & DAMAGE or self.warnings

    @property
    def is_usable(self) -> bool:
        """Say whether the people can be used as they are."""
        return self.outcome in (Outcome.OK, Outcome.OK_WITH_WARNINGS)
