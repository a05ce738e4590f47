"""What is told of a report in words: warnings, questions, reasons, and the odd of a person."""

from __future__ import annotations

from virtu_desktop.exchange.attendance.report import (
    Code,
    Flag,
    Format,
    Kind,
    Question,
    Reason,
    Report,
)
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import day_text

_FORMATS = {
    Format.TEAMS_LIST: N_("Teams attendance list (2020–2022)"),
    Format.TEAMS_REPORT: N_("Teams attendance report (2021–2022)"),
    Format.TEAMS_SECTIONS: N_("Teams attendance report"),
    Format.TEAMS_LIVE_EVENT: N_("Teams live event"),
    Format.TEAMS_GRAPH: N_("Teams attendance records (Graph)"),
    Format.ZOOM_UNIQUE: N_("Zoom participants, minutes only"),
    Format.ZOOM_FULL: N_("Zoom participants"),
    Format.ZOOM_WEBINAR: N_("Zoom webinar attendees"),
    Format.MEET: N_("Google Meet attendance"),
    Format.WEBEX: N_("Webex attendance"),
    Format.BBB_CSV: N_("BigBlueButton dashboard (CSV)"),
    Format.BBB_JSON: N_("BigBlueButton dashboard (JSON)"),
    Format.MAPPED: N_("Table with columns of your choice"),
    Format.SEVERAL: N_("Several reports"),
    Format.UNKNOWN: N_("Not recognised"),
}
_CODES = {
    Code.BOM_MISSING: N_("The file does not say its encoding; it was guessed. Check the names."),
    Code.MOJIBAKE_REPAIRED: N_("Names were encoded twice; their letters were repaired."),
    Code.FORMULA_LIKE: N_("Some names look like formulas. They are kept as plain text."),
    Code.CONTROL_CHARACTERS: N_("Some names hold hidden characters. They are kept as they are."),
    Code.VERY_LONG_NAMES: N_("Some names are very long."),
    Code.BLANK_NAME: N_("Somebody has no name."),
    Code.FILE_CUT: N_("The file is damaged or its end is missing; what is whole was read."),
    Code.STRAY_QUOTES: N_("A quotation mark is never closed; marks were read as letters."),
    Code.PADDED_CELLS: N_("A spreadsheet has added empty cells."),
    Code.SHORT_ROWS: N_("Some rows have fewer cells than the heading."),
    Code.STACKED_TABLES: N_("The file holds several tables."),
    Code.WIDE_HEADER: N_("A comma splits the heading; columns were taken by their place."),
    Code.FORMULA_WRAPPED: N_("Times stand in text formulas and were taken out of them."),
    Code.ROWS_PER_JOIN: N_("Each join has a row of its own; they were added up."),
    Code.NOT_ENGLISH: N_("The words of the file are not English; it was read by its shape."),
    Code.OTHER_DATE_FORMAT: N_("The dates are written as in another language than the words."),
    Code.OTHER_SUFFIX: N_("Marks behind names are in another language than the rest."),
    Code.AMBIGUOUS_DATE: N_("The dates can be read in two ways."),
    Code.NO_DATE: N_("The file has no date; the day of the session was taken."),
    Code.UTC_TIMES: N_("The times are UTC and were converted."),
    Code.OPEN_INTERVALS: N_("For some people no leave is known."),
    Code.JOINED_BEFORE: N_("Some people were in before the list began; they joined no later."),
    Code.MINUTES_ONLY: N_("Times are exact to the minute only."),
    Code.NO_TIMES: N_("The file states minutes but no times; it cannot be put on the agenda."),
    Code.INTERVALS_UNKNOWN: N_("First and last time are known, absences between them are not."),
    Code.DURATION_TRUNCATED: N_("Stated lengths drop seconds; joins and leaves count."),
    Code.STATED_EXCEEDS: N_("The file counts two devices twice; here each minute counts once."),
    Code.OVERLAPPING: N_("Some people were in with two devices at once."),
    Code.NO_EMAIL_COLUMN: N_("The file has no e-mail addresses; only names tell who is who."),
    Code.NO_EMAIL_ROWS: N_("Some people have no e-mail address; only the name tells who they are."),
    Code.DUPLICATE_CANDIDATE: N_("Some rows with one name may be two people or two devices."),
    Code.SAME_NAME: N_("Two people with different addresses have one name."),
    Code.PHONE: N_("Somebody called by phone; the number is shown masked."),
    Code.ANONYMOUS_ROW: N_("A row with anonymous answers is no person and was left out."),
    Code.DAY_MOVED: N_("The dates are of another day; the times count for this session's day."),
}
_QUESTIONS = {
    Question.DATE_ORDER: N_("The dates can be read as {days}. On which day was the session?"),
    Question.SESSION_DATE: N_("The file has no date. On which day was the session?"),
    Question.OTHER_DAY: N_("This is a report of another day: {days}. Choose another file?"),
}
_REASONS = {
    Reason.EMPTY_FILE: N_("The file is empty."),
    Reason.NOT_TEXT: N_("The file is neither a text nor a workbook."),
    Reason.WRONG_FILE_TYPE: N_("This is no attendance report but another kind of file."),
    Reason.NOT_A_REPORT: N_("This is no attendance report that is known."),
    Reason.TOO_LARGE: N_("The file is too large: more than 50 MB or 100,000 rows."),
}
_DETECTED = {
    "html": N_("This is a web page, perhaps a sign-in page, not an attendance report."),
    "pdf": N_("This is a PDF file, not an attendance report."),
    "xls": N_("This is an old or protected Excel file. Save it as .xlsx without a password."),
    "archive": N_("This is an archive or a damaged workbook, not an attendance report."),
}
_FLAGS = {
    Flag.REJOINED: N_("joined again"),
    Flag.OVERLAPPING: N_("two devices"),
    Flag.VERY_SHORT: N_("less than a minute"),
    Flag.NO_EMAIL: N_("no e-mail"),
    Flag.PHONE: N_("phone"),
    Flag.ROOM_DEVICE: N_("perhaps a room"),
    Flag.DEVICE: N_("name of a device"),
    Flag.RENAMED: N_("renamed"),
    Flag.DUPLICATE_CANDIDATE: N_("perhaps two people"),
    Flag.EXT_UPN: N_("guest account"),
    Flag.SUFFIX_LANGUAGE: N_("mark in another language"),
    Flag.LOWER_BOUND: N_("joined earlier"),
    Flag.NO_LEAVE: N_("no leave"),
    Flag.GAPS_HIDDEN: N_("absences hidden"),
    Flag.FORMULA_LIKE: N_("looks like a formula"),
    Flag.CONTROL_CHARACTERS: N_("hidden characters"),
    Flag.VERY_LONG: N_("very long"),
    Flag.BLANK_NAME: N_("no name"),
}
_KINDS = {
    Kind.GUEST: N_("guest"),
    Kind.EXTERNAL: N_("external"),
    Kind.UNVERIFIED: N_("unverified"),
    Kind.PHONE: N_("phone"),
    Kind.INTERNAL: N_("internal"),
    Kind.ANONYMOUS: N_("anonymous"),
    Kind.UNKNOWN: "",
}


def format_words(tr: Translator, report_format: Format) -> str:
    """Return the name of a format."""
    return tr(_FORMATS[report_format])


def code_words(tr: Translator, code: Code) -> str:
    """Return a warning as a sentence."""
    return tr(_CODES[code])


def flag_words(tr: Translator, flag: Flag) -> str:
    """Return in a few words what is odd about somebody."""
    return tr(_FLAGS[flag])


def kind_words(tr: Translator, kind: Kind) -> str:
    """Return the kind of account; empty when it is not known."""
    return tr(_KINDS[kind]) if _KINDS[kind] else ""


def problem_words(tr: Translator, report: Report) -> str:
    """Return why a report cannot be used as it is; empty when it can."""
    if report.reason is not None:
        return tr(_DETECTED.get(report.detected) or _REASONS[report.reason])
    if report.question is not None:
        days = sorted(set(report.candidates.values()))
        return tr(_QUESTIONS[report.question], days=", ".join(day_text(tr, day) for day in days))
    return ""
