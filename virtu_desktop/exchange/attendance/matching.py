"""Matches the people of a report to a roster: sure ones first, then names that are nearly alike.

What is only alike goes onto a list to look at and is never taken by itself (A4).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.reconcile import Evidence, Line, Match, sure_matches
from virtu_desktop.domain.roster import search_words
from virtu_desktop.exchange.attendance.report import Flag, Kind, Report, ReportPerson, Role

ALIKE_FROM = 86
"""The likeness in percent from which two names are worth a look."""
_CANDIDATES = 3
_ORGANISERS = frozenset({Role.ORGANIZER, Role.HOST})
_SHOWN_EVERY = 50
_BEGINNING = 3
_LONGEST_NAME = 200


def lines_of(report: Report) -> tuple[Line, ...]:
    """Return the people of a report as lines to match."""
    return tuple(_line(person) for person in report.people)


def _line(person: ReportPerson) -> Line:
    stays = [
        (stay.start.at, None if stay.end is None else stay.end.at) for stay in person.stays or ()
    ]
    if person.stays is None and person.first is not None and person.last is not None:
        # The absences between are not in the file; first and last are the best that is known.
        stays = [(person.first.at, person.last.at)]
    others = filter(None, (person.original_name, *person.spellings))
    return Line(
        key=person.key,
        names=(person.name, *others),
        email=person.email or "",
        stays=tuple(stays),
        has_times=bool(stays),
        is_device=Flag.DEVICE in person.flags or person.kind is Kind.PHONE,
        is_room=Flag.ROOM_DEVICE in person.flags,
        is_organiser=person.role in _ORGANISERS,
    )


def match_people(
    lines: Iterable[Line], people: Sequence[Participant]
) -> Generator[float, None, tuple[Match, ...]]:
    """Match lines to people; yields the share done from 0 to 1 and returns the matches.

    Leaving the generator unfinished cancels; nothing is kept of it.
    """
    matches = list(sure_matches(lines, people))
    yield 0.0
    taken = {match.person for match in matches}
    names = _Names([person for person in people if person.id not in taken])
    left = [
        place
        for place, match in enumerate(matches)
        if match.person is None and not match.candidates and not match.line.is_device
    ]
    for number, place in enumerate(left):
        if number % _SHOWN_EVERY == 0:
            yield number / len(left)
        alike = names.like(matches[place].line)
        if alike:
            matches[place] = replace(
                matches[place],
                person=alike[0],
                evidence=Evidence.NEAR_NAME,
                candidates=tuple(alike),
            )
    yield 1.0
    return tuple(_once_each(matches))


def finished(steps: Generator[float, None, tuple[Match, ...]]) -> tuple[Match, ...]:
    """Return the matches without stopping on the way."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            matches: tuple[Match, ...] = stop.value
            return matches


def _once_each(matches: Sequence[Match]) -> list[Match]:
    """Return matches in which nobody is taken twice for a name that is only alike."""
    counts: dict[PersonId, int] = defaultdict(int)
    for match in matches:
        if match.person is not None:
            counts[match.person] += 1
    return [
        replace(match, person=None, evidence=Evidence.NONE)
        if match.evidence is Evidence.NEAR_NAME
        and match.person is not None
        and counts[match.person] > 1
        else match
        for match in matches
    ]


class _Names:
    """Names of a roster by the beginnings of their words, so that few need to be compared."""

    def __init__(self, people: Sequence[Participant]) -> None:
        """Index the people."""
        self._ids = [person.id for person in people]
        self._names = [_compared(person.name) for person in people]
        self._by_beginning: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(self._names):
            for beginning in _beginnings(name):
                self._by_beginning[beginning].append(place)

    def like(self, line: Line) -> list[PersonId]:
        """Return the people whose names are nearly that of a line, the likeliest first."""
        best: dict[int, float] = {}
        for name in line.names:
            wanted = _compared(name)
            places = {
                place
                for beginning in _beginnings(wanted)
                for place in self._by_beginning.get(beginning, ())
            }
            choices = {place: self._names[place] for place in places}
            found = process.extract(
                wanted, choices, scorer=fuzz.ratio, score_cutoff=ALIKE_FROM, limit=_CANDIDATES
            )
            for _name, score, place in found:
                best[place] = max(score, best.get(place, 0.0))
        ordered = sorted(best, key=lambda place: (-best[place], place))
        return [self._ids[place] for place in ordered[:_CANDIDATES]]


def _compared(name: str) -> str:
    """Return a name in lower case, without accents, its words in alphabetical order."""
    return " ".join(sorted(search_words(name[:_LONGEST_NAME])))


def _beginnings(name: str) -> set[str]:
    return {word[:_BEGINNING] for word in name.split()}
