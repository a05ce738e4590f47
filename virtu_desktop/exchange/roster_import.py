"""People out of a list: a workbook, a CSV file, the clipboard, a registration report (A4, T16).

Every row that is left out, guessed at or stands twice is told with its number; nothing is merged
without saying so. People who are known already, by address or by name and organisation, are
brought up to date and keep what the list does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, ProgrammeId
from virtu_desktop.domain.roster import email_key, name_key, organisations_fit
from virtu_desktop.exchange.roster_columns import EMAIL, RosterColumn, RosterMapping
from virtu_desktop.exchange.tables import Table, TableRow
from virtu_desktop.i18n import LANGUAGES


class RowProblem(StrEnum):
    """What is to be looked at in a row."""

    NO_NAME = "no_name"
    TWICE = "twice"
    NOT_APPROVED = "not_approved"
    BAD_EMAIL = "bad_email"
    UNKNOWN_GROUP = "unknown_group"
    UNKNOWN_MODE = "unknown_mode"
    UNKNOWN_LANGUAGE = "unknown_language"
    CUT = "cut"
    NAMESAKE = "namesake"
    MOVES = "moves"


BLOCKING = frozenset((RowProblem.NO_NAME, RowProblem.TWICE, RowProblem.NOT_APPROVED))
"""With one of these a row becomes nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A problem and the words or the row number that it is about."""

    problem: RowProblem
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One row of the list.

    known: who of the roster it is, or None for somebody new. is_unchanged: the list says nothing
    new of a known person. mode: None when the list says none.
    """

    number: int
    name: str
    organisation: str = ""
    site: str = ""
    email: str = ""
    group: GroupId | None = None
    mode: Mode | None = None
    tags: tuple[str, ...] = ()
    language: str = ""
    known: PersonId | None = None
    is_unchanged: bool = False
    told: tuple[Told, ...] = ()

    @property
    def is_person(self) -> bool:
        """Say whether the row becomes a person."""
        return not any(one.problem in BLOCKING for one in self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterPreview:
    """What would come of a list, row by row."""

    rows: tuple[RosterRow, ...]

    @property
    def people(self) -> tuple[RosterRow, ...]:
        """Return the rows that become people."""
        return tuple(row for row in self.rows if row.is_person)

    @property
    def new(self) -> int:
        """Return how many people are new."""
        return sum(row.known is None for row in self.people)

    @property
    def unchanged(self) -> int:
        """Return how many people are on the roster just as the list says."""
        return sum(row.is_unchanged for row in self.people)


@dataclass(slots=True)
class _Known:
    """The roster, by address and by name."""

    people: Mapping[PersonId, Participant]
    by_email: dict[str, PersonId] = field(default_factory=dict)
    by_name: dict[str, list[PersonId]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people.values():
            if key := email_key(person.email):
                self.by_email.setdefault(key, person.id)
            if key := name_key(person.name):
                self.by_name.setdefault(key, []).append(person.id)


def read_roster(
    table: Table,
    mapping: RosterMapping,
    *,
    people: Iterable[Participant] = (),
    groups: Sequence[ParticipantGroup] = (),
    into: GroupId | None = None,
) -> RosterPreview:
    """Return what would come of a list. people, groups: those of the programme already.

    into: the group of new people for whom the list names none that there is.
    """
    known = _Known({person.id: person for person in people})
    rows: list[RosterRow] = []
    emails: dict[str, int] = {}
    names: dict[tuple[str, str], int] = {}
    for table_row in table.rows:
        if table_row.is_empty or table_row.number <= (mapping.header or 0):
            continue
        row = _row(table_row, mapping, groups)
        row = _checked_for_doubles(row, emails, names)
        rows.append(_placed(_recognised(row, known), known, groups, into) if row.is_person else row)
    return RosterPreview(rows=tuple(rows))


def _row(
    table_row: TableRow, mapping: RosterMapping, groups: Sequence[ParticipantGroup]
) -> RosterRow:
    def text(column: RosterColumn) -> str:
        return mapping.text(table_row, column)

    told: list[Told] = []
    name = text(RosterColumn.NAME) or " ".join(
        filter(None, (text(RosterColumn.FIRST_NAME), text(RosterColumn.LAST_NAME)))
    )
    email = text(RosterColumn.EMAIL)
    if not name:
        told.append(Told(problem=RowProblem.NO_NAME))
    if email and not EMAIL.fullmatch(email):
        told.append(Told(problem=RowProblem.BAD_EMAIL, about=email))
        email = ""
    status = text(RosterColumn.STATUS)
    if _is_refused(status):
        told.append(Told(problem=RowProblem.NOT_APPROVED, about=status))
    group = _group(text(RosterColumn.GROUP), groups, told)
    mode = _mode(text(RosterColumn.MODE), told)
    language = _language(text(RosterColumn.LANGUAGE), told)
    if any(mapping.columns[place] is not RosterColumn.IGNORED for place in table_row.cut):
        told.append(Told(problem=RowProblem.CUT))
    return RosterRow(
        number=table_row.number,
        name=name,
        organisation=text(RosterColumn.ORGANISATION),
        site=text(RosterColumn.SITE),
        email=email,
        group=group,
        mode=mode,
        tags=_tags(text(RosterColumn.TAGS)),
        language=language,
        told=tuple(told),
    )


def _checked_for_doubles(
    row: RosterRow, emails: dict[str, int], names: dict[tuple[str, str], int]
) -> RosterRow:
    """Mark a row that says of somebody what an earlier row has said already."""
    if not row.is_person:
        return row
    email = email_key(row.email)
    name = (name_key(row.name), name_key(row.organisation))
    before = emails.get(email) if email else names.get(name)
    if before is not None:
        told = Told(problem=RowProblem.TWICE, about=str(before))
        return replace(row, told=(*row.told, told))
    if email:
        emails[email] = row.number
    names.setdefault(name, row.number)
    return row


def _recognised(row: RosterRow, known: _Known) -> RosterRow:
    """Say who of the roster a row is; a name alone decides nothing when it is ambiguous."""
    if row.email and (person := known.by_email.get(email_key(row.email))) is not None:
        return replace(row, known=person)
    same = known.by_name.get(name_key(row.name), [])
    fitting = [one for one in same if _may_be(row, known.people[one])]
    if len(fitting) == 1:
        return replace(row, known=fitting[0])
    if same:
        told = Told(problem=RowProblem.NAMESAKE, about=known.people[same[0]].organisation)
        return replace(row, told=(*row.told, told))
    return row


def _placed(
    row: RosterRow,
    known: _Known,
    groups: Sequence[ParticipantGroup],
    into: GroupId | None,
) -> RosterRow:
    """Put somebody new into a group, and tell when somebody known comes to another one."""
    person = None if row.known is None else known.people[row.known]
    if person is None:
        return replace(row, group=row.group or into)
    names = {group.id: group.name for group in groups}
    if row.group is not None and person.group is not None and row.group != person.group:
        about = f"{names.get(person.group, '')} → {names.get(row.group, '')}"
        row = replace(row, told=(*row.told, Told(problem=RowProblem.MOVES, about=about)))
    return replace(row, is_unchanged=_updated(person, row) == person)


def _may_be(row: RosterRow, person: Participant) -> bool:
    """Say whether a row of the same name is that person: no address and no employer differs."""
    if row.email and person.email and email_key(row.email) != email_key(person.email):
        return False
    as_person = replace(person, organisation=row.organisation)
    return organisations_fit(as_person, person)


def people_of(
    preview: RosterPreview,
    people: Mapping[PersonId, Participant],
    *,
    programme: ProgrammeId | None,
    new_id: Callable[[], str],
) -> tuple[Participant, ...]:
    """Return the people to save: new ones, and known ones with what the list says of them."""
    return tuple(_person(row, people, programme, new_id) for row in preview.people)


def _person(
    row: RosterRow,
    people: Mapping[PersonId, Participant],
    programme: ProgrammeId | None,
    new_id: Callable[[], str],
) -> Participant:
    known = None if row.known is None else people.get(row.known)
    if known is None:
        return Participant(
            id=PersonId(new_id()),
            programme=programme,
            name=row.name,
            organisation=row.organisation,
            site=row.site,
            email=row.email,
            group=row.group,
            tags=row.tags,
            usual_mode=row.mode or Mode.ROOM,
            language=row.language,
        )
    return _updated(known, row)


def _updated(known: Participant, row: RosterRow) -> Participant:
    """Return a known person with what the list says."""
    return replace(
        known,
        name=row.name,
        organisation=row.organisation or known.organisation,
        site=row.site or known.site,
        email=row.email or known.email,
        group=row.group or known.group,
        tags=tuple(dict.fromkeys((*known.tags, *row.tags))),
        usual_mode=row.mode or known.usual_mode,
        language=row.language or known.language,
    )


def _group(text: str, groups: Sequence[ParticipantGroup], told: list[Told]) -> GroupId | None:
    """Return the group of that name, also of "A" for "Group A"; tell of one there is not."""
    wanted = text.casefold()
    if not wanted:
        return None
    for test in (lambda name: name == wanted, lambda name: wanted in name.split()):
        found = [group.id for group in groups if test(group.name.casefold())]
        if len(found) == 1:
            return found[0]
    told.append(Told(problem=RowProblem.UNKNOWN_GROUP, about=text))
    return None


def _mode(text: str, told: list[Told]) -> Mode | None:
    if not text:
        return None
    for mode, words in _MODES.items():
        if text.casefold() in words:
            return mode
    told.append(Told(problem=RowProblem.UNKNOWN_MODE, about=text))
    return None


def _language(text: str, told: list[Told]) -> str:
    if not text:
        return ""
    folded = text.casefold()
    for language in LANGUAGES:
        if (
            folded == language
            or folded in _LANGUAGES[language]
            or folded.startswith(f"{language}-")
        ):
            return language
    told.append(Told(problem=RowProblem.UNKNOWN_LANGUAGE, about=text))
    return ""


def _tags(text: str) -> tuple[str, ...]:
    parts = (part.strip().lstrip("#") for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def _is_refused(status: str) -> bool:
    return any(word in status.casefold() for word in _REFUSED)


_REFUSED = ("denied", "cancel", "declined", "rejected", "hylätty", "peru", "avböjd", "avbokad")
_MODES: Mapping[Mode, tuple[str, ...]] = {
    Mode.ROOM: (
        "room", "in the room", "in person", "on site", "onsite", "sali", "salissa", "paikan päällä",
        "läsnä", "lähi", "i salen", "på plats", "sal",
    ),
    Mode.REMOTE: (
        "remote", "remotely", "online", "home", "at home", "etä", "etänä", "kotona", "verkossa",
        "på distans", "distans", "hemma",
    ),
    Mode.SITE: (
        "site", "shared screen", "screen", "yhteinen näyttö", "näyttö", "etäpaikka",
        "gemensam skärm", "skärm",
    ),
}  # fmt: skip
_LANGUAGES = {
    "en": ("english", "englanti", "engelska"),
    "fi": ("finnish", "suomi", "finska"),
    "sv": ("swedish", "ruotsi", "svenska"),
}
