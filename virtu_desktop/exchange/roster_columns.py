"""What the columns of a list of people mean: guessed by headings, else by what stands in them (A4).

The words of Finnish, Swedish and English headings are known, and so is the registration report of
Zoom. A guess is a proposal to look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from virtu_desktop.exchange.headings import fingerprint, heading
from virtu_desktop.exchange.tables import Table, TableRow
from virtu_desktop.i18n import LANGUAGES, N_, Translator, translator

_HEADER_WITHIN = 60
_SAMPLE = 200
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>]+")


class RosterColumn(StrEnum):
    """What a column of a list of people holds."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ORGANISATION = "organisation"
    SITE = "site"
    EMAIL = "email"
    GROUP = "group"
    MODE = "mode"
    TAGS = "tags"
    LANGUAGE = "language"
    STATUS = "status"
    IGNORED = "ignored"


NAMES = frozenset((RosterColumn.NAME, RosterColumn.FIRST_NAME, RosterColumn.LAST_NAME))
_SEVERAL = frozenset((RosterColumn.TAGS, RosterColumn.IGNORED))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMapping:
    """What each column holds, from the left.

    header: number of the row with the headings, or None; what stands above it is no list.
    fingerprint: of the headings, to remember a mapping by; empty without headings.
    """

    columns: tuple[RosterColumn, ...]
    header: int | None = None
    fingerprint: str = ""
    remembered: bool = False

    def with_column(self, place: int, column: RosterColumn) -> RosterMapping:
        """Return the mapping with one column chosen; another one that held the same gives way."""
        columns = [
            RosterColumn.IGNORED if column not in _SEVERAL and other is column else other
            for other in self.columns
        ]
        columns[place] = column
        return replace(self, columns=tuple(columns))

    def places(self, column: RosterColumn) -> tuple[int, ...]:
        """Return the places of the columns that hold something, from 0."""
        return tuple(place for place, held in enumerate(self.columns) if held is column)

    def text(self, row: TableRow, column: RosterColumn) -> str:
        """Return the text of a row under a kind of column, several joined with commas."""
        texts = (row.text(place) for place in self.places(column))
        return ", ".join(" ".join(text.split()) for text in texts if text.strip())

    @property
    def has_names(self) -> bool:
        """Say whether some column holds names."""
        return bool(NAMES & set(self.columns))


def guess_roster_mapping(
    table: Table, *, remembered: Mapping[str, Sequence[RosterColumn]] | None = None
) -> RosterMapping:
    """Return what the columns of a list of people seem to hold.

    remembered: columns that a person chose before, by the fingerprint of the headings.
    """
    header = _header(table)
    guess = _by_content(table) if header is None else _by_headings(table, header)
    known = (remembered or {}).get(guess.fingerprint)
    if known is None or len(known) != len(guess.columns):
        return guess
    return replace(guess, columns=tuple(known), remembered=True)


def roster_column_word(tr: Translator, column: RosterColumn) -> str:
    """Return the name of what a column holds."""
    return tr(_NAMES[column])


def _header(table: Table) -> TableRow | None:
    """Return the row with the most known headings: a name, and if possible more."""
    best, most = None, 0
    for row in table.rows[:_HEADER_WITHIN]:
        found = set(_columns(_headings(table, row))) - {RosterColumn.IGNORED}
        if len(found) > most and found & NAMES:
            best, most = row, len(found)
    return best


def _headings(table: Table, row: TableRow) -> list[str]:
    return [heading(row.text(place)) for place in range(table.width)]


def _by_headings(table: Table, header: TableRow) -> RosterMapping:
    headings = _headings(table, header)
    return RosterMapping(
        columns=_columns(headings), header=header.number, fingerprint=fingerprint(headings)
    )


def _columns(headings: Iterable[str]) -> tuple[RosterColumn, ...]:
    """Return what headings name; a second column of a kind that stands once is ignored."""
    words = _known_words()
    columns: list[RosterColumn] = []
    for text in headings:
        column = words.get(text, RosterColumn.IGNORED)
        is_second = column in columns and column not in _SEVERAL
        columns.append(RosterColumn.IGNORED if is_second else column)
    return tuple(columns)


def _by_content(table: Table) -> RosterMapping:
    """Return what the cells look like: addresses, and the first column of words is the name."""
    columns = [RosterColumn.IGNORED] * table.width
    filled = {
        place: [text for row in table.rows[:_SAMPLE] if (text := row.text(place).strip())]
        for place in range(table.width)
    }
    for place, texts in filled.items():
        addresses = sum(EMAIL.fullmatch(text) is not None for text in texts)
        if texts and addresses * 2 >= len(texts):
            columns[place] = RosterColumn.EMAIL
            break
    words = [
        place
        for place, texts in filled.items()
        if columns[place] is RosterColumn.IGNORED and texts and _are_words(texts)
    ]
    for place, column in zip(words, (RosterColumn.NAME, RosterColumn.ORGANISATION), strict=False):
        columns[place] = column
    return RosterMapping(columns=tuple(columns))


def _are_words(texts: Sequence[str]) -> bool:
    return sum(any(letter.isalpha() for letter in text) for text in texts) * 2 >= len(texts)


@cache
def _known_words() -> dict[str, RosterColumn]:
    """Return the headings that are known, those of our own exports among them."""
    words = {
        heading(translator(language)(name)): column
        for language in LANGUAGES
        for column, name in _NAMES.items()
        if column is not RosterColumn.IGNORED
    }
    listed = {word: column for column, listed in _WORDS.items() for word in listed.split(", ")}
    return words | listed


_NAMES: Mapping[RosterColumn, str] = {
    RosterColumn.NAME: N_("Name"),
    RosterColumn.FIRST_NAME: N_("First name"),
    RosterColumn.LAST_NAME: N_("Last name"),
    RosterColumn.ORGANISATION: N_("Organisation"),
    RosterColumn.SITE: N_("Site"),
    RosterColumn.EMAIL: N_("E-mail"),
    RosterColumn.GROUP: N_("Group"),
    RosterColumn.MODE: N_("Mode"),
    RosterColumn.TAGS: N_("Tags"),
    RosterColumn.LANGUAGE: N_("Language"),
    RosterColumn.STATUS: N_("Approved or not"),
    RosterColumn.IGNORED: N_("Not imported"),
}
_WORDS: Mapping[RosterColumn, str] = {
    RosterColumn.NAME: (
        "name, full name, participant, person, display name, user name, attendee, nimi, "
        "koko nimi, osallistuja, henkilö, namn, hela namnet, deltagare, person"
    ),
    RosterColumn.FIRST_NAME: "first name, given name, firstname, etunimi, förnamn, fornamn",
    RosterColumn.LAST_NAME: (
        "last name, surname, family name, lastname, sukunimi, efternamn, släktnamn"
    ),
    RosterColumn.ORGANISATION: (
        "organisation, organization, company, employer, unit, department, organisaatio, yritys, "
        "työnantaja, virasto, yksikkö, osasto, organisation, företag, arbetsgivare, enhet"
    ),
    RosterColumn.SITE: (
        "site, place, location, city, town, office, paikkakunta, toimipaikka, paikka, kaupunki, "
        "toimipiste, ort, plats, stad, kontor"
    ),
    RosterColumn.EMAIL: (
        "email, e-mail, mail, email address, e-mail address, user email, sähköposti, "
        "sähköpostiosoite, s-posti, meili, e-post, epost, e-postadress"
    ),
    RosterColumn.GROUP: "group, team, class, ryhmä, joukkue, tiimi, luokka, grupp, lag, klass",
    RosterColumn.MODE: (
        "mode, attending, attendance, how, osallistumistapa, osallistuminen, miten, deltagande, "
        "deltagandesätt, deltar"
    ),
    RosterColumn.TAGS: "tags, tag, role, roles, tunnisteet, tunniste, rooli, taggar, tagg, roll",
    RosterColumn.LANGUAGE: "language, preferred language, kieli, äidinkieli, språk, modersmål",
    RosterColumn.STATUS: "approval status, registration status, status, tila, hyväksyntä",
}
