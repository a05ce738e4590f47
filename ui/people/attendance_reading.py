"""Reads an attendance report, matches and compares it; runs off the window's thread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ui.forms.look import LookLine
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Presence, Span
from virtu_desktop.domain.reconcile import Difference, Match, chosen, differences
from virtu_desktop.exchange.attendance.cells import is_phone, masked
from virtu_desktop.exchange.attendance.matching import lines_of, match_people
from virtu_desktop.exchange.attendance.read import read_report
from virtu_desktop.exchange.attendance.report import Report
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import Translator
from virtu_desktop.wording_reconcile import person_words, reason_words, spans_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """What the register held when it was asked: people, stays, and the session itself."""

    people: Mapping[PersonId, Participant]
    stays: tuple[Presence, ...]
    session: Span
    zone: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A report as it was read; data: the bytes of the file."""

    name: str
    data: bytes
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A report beside the door list, and the same in words, line for line."""

    differences: tuple[Difference, ...]
    lines: tuple[LookLine, ...]


def read_file(path: Path, book: Book, zone: str) -> ReadFile:
    """Return what a file says; raise BadTable when it cannot be read at all."""
    data = read_bytes(path)
    return ReadFile(name=path.name, data=data, report=read_report(data, zone=zone, day=book.day))


def matching(file: ReadFile, book: Book) -> Generator[float, None, tuple[Match, ...]]:
    """Return the steps of matching a report to the people of the book."""
    return match_people(lines_of(file.report), tuple(book.people.values()))


def advance(steps: Generator[float, None, tuple[Match, ...]]) -> float | tuple[Match, ...]:
    """Take one step; return how far it leads, or at the end the matches."""
    try:
        return next(steps)
    except StopIteration as stop:
        matches: tuple[Match, ...] = stop.value
        return matches


def compared(
    matches: tuple[Match, ...],
    choices: Mapping[str, PersonId | None],
    book: Book,
    tr: Translator,
) -> Comparison:
    """Return what differs; choices: who somebody said a line is, by its key."""
    told = tuple(
        chosen(match, choices[match.line.key]) if _is_chosen(match, choices, book) else match
        for match in matches
    )
    found = differences(told, book.stays, book.session, screens=_screens(book))
    return Comparison(
        differences=found,
        lines=tuple(_line(difference, book, tr) for difference in found),
    )


def _is_chosen(match: Match, choices: Mapping[str, PersonId | None], book: Book) -> bool:
    """Say whether somebody has said who a line is; one who is no more was taken back."""
    person = choices.get(match.line.key)
    return match.line.key in choices and (person is None or person in book.people)


def _shown(match: Match) -> str:
    """Return the name in the report; of a caller's number only a part."""
    line = match.line
    return masked(line.name) if not line.email and is_phone(line.name) else line.name


def _screens(book: Book) -> dict[str, int]:
    """Return how many people sat at the shared screen of each site."""
    seats = {(stay.person, stay.site) for stay in book.stays if stay.mode is Mode.SITE}
    return dict(Counter(site for _person, site in seats).most_common())


def _line(difference: Difference, book: Book, tr: Translator) -> LookLine:
    match = difference.match
    reported = "" if match is None else _shown(match)
    email = "" if match is None else match.line.email
    cells = (
        f"{reported}\n{email}" if email else reported,
        person_words(tr, difference, book.people),
        spans_words(tr, difference.report, book.zone),
        spans_words(tr, difference.door, book.zone),
        reason_words(tr, difference),
    )
    return LookLine(cells=cells, is_strong=difference.can_take, is_told=not difference.is_same)
