"""Names in exports: as they are, as pseudonyms, or none (R2, R7).

The record itself is changed before any format sees it, so that no format can forget a place. A
pseudonym follows from a person's random id alone: it is the same in all sessions of a programme,
and without the library nobody can turn it back. Persons who are only mentioned in notes, and stand
on no roster, are numbered within the record.
"""

from __future__ import annotations

import re
from dataclasses import replace
from enum import StrEnum

from virtu_desktop.domain.notes import Note
from virtu_desktop.exchange.record_json import PortableRecord

NOBODY = "…"
_WORD_END = r"(?![\w-])"


class Names(StrEnum):
    """How people are called in an export."""

    FULL = "full"
    PSEUDONYM = "pseudonym"
    NONE = "none"


def with_names(portable: PortableRecord, names: Names) -> PortableRecord:
    """Return the record as it may be shown under that rule."""
    if names is Names.FULL:
        return portable
    mentions = sorted(
        {person.casefold() for note in portable.record.notes for person in note.persons}
    )
    labels = {
        person: NOBODY if names is Names.NONE else f"X{number}"
        for number, person in enumerate(mentions, 1)
    }
    notes = tuple(_renamed(note, labels) for note in portable.record.notes)
    return replace(portable, record=replace(portable.record, notes=notes))


def _renamed(note: Note, labels: dict[str, str]) -> Note:
    text = note.text
    for person in note.persons:
        pattern = rf"(?<!\w){re.escape(person)}{_WORD_END}"
        text = re.sub(pattern, labels[person.casefold()], text, flags=re.IGNORECASE)
    return replace(
        note, text=text, persons=tuple(labels[person.casefold()] for person in note.persons)
    )
