"""The formats that an export offers, with what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.exchange.export import OF_RECORD, Format
from virtu_desktop.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A format that is offered. is_on: ticked at first."""

    kind: Format
    name: str
    words: str
    is_on: bool = False


RECORD = frozenset(OF_RECORD) - {Format.CALENDAR}
"""The formats of the record; the others are of the agenda."""


def record_offers() -> tuple[Offer, ...]:
    """Return the formats of the record; those that a hand-over needs are ticked."""
    return (
        Offer(
            kind=Format.REPORT,
            name=_("Report (PDF)"),
            words=_("To read, print and archive: PDF/A with contents and pictures"),
            is_on=True,
        ),
        Offer(
            kind=Format.WORKBOOK,
            name=_("Workbook (XLSX)"),
            words=_("Every table with real times, filters and charts"),
            is_on=True,
        ),
        Offer(
            kind=Format.CSV,
            name="CSV",
            words=_("Tables, with a list of what their columns mean"),
            is_on=True,
        ),
        Offer(
            kind=Format.JSON,
            name="JSON",
            words=_("The whole record, which can be read back"),
            is_on=True,
        ),
        Offer(
            kind=Format.HTML,
            name=_("Web page (HTML)"),
            words=_("One file for a browser, with pictures and without scripts"),
        ),
        Offer(kind=Format.MARKDOWN, name="Markdown", words=_("A page to read")),
        Offer(
            kind=Format.ATTENDANCE_LIST,
            name=_("Attendance list (PDF)"),
            words=_("Who was there, from when to when and how long"),
        ),
        Offer(
            kind=Format.CERTIFICATES,
            name=_("Certificates (PDF)"),
            words=_("One for each person who was present long enough, and all in one file"),
        ),
        Offer(
            kind=Format.BUNDLE,
            name=_("Bundle (.virtu)"),
            words=_("To hand over to another laptop, which can merge it"),
        ),
    )


def agenda_offers(*, is_on: bool) -> tuple[Offer, ...]:
    """Return the formats of the agenda; is_on: the run sheet is ticked."""
    return (
        Offer(
            kind=Format.RUN_SHEET,
            name=_("Run sheet (PDF)"),
            words=_("To print, with version and time on every page"),
            is_on=is_on,
        ),
        Offer(
            kind=Format.AGENDA_WORKBOOK,
            name=_("Agenda for Excel (XLSX)"),
            words=_("One row for each block, with real times"),
        ),
        Offer(
            kind=Format.AGENDA_CSV,
            name=_("Agenda as CSV"),
            words=_("The same table for other programs"),
        ),
        Offer(
            kind=Format.AGENDA_MARKDOWN,
            name=_("Agenda as Markdown"),
            words=_("The same table for a page or a mail"),
        ),
        Offer(
            kind=Format.CALENDAR,
            name=_("Calendar (iCalendar)"),
            words=_("One event; opened again, it changes the event"),
        ),
    )
