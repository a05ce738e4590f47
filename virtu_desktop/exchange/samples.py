"""Invented people and notes for demonstrations and rehearsals."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import cache

import msgspec

from virtu_desktop.assets import resource
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.programme import GroupId, ProgrammeId

# Comes to rehearsals without being expected.
WALK_IN = "Veera Vierailija"


class SampleNote(msgspec.Struct, frozen=True):
    """A note that a trainer might write: in which half-day, group and block (from 1)."""

    session: str
    group: str
    block: int
    kind: str
    private: bool
    text: dict[str, str]
    person: str | None

    def line(self, language: str) -> str:
        """Return the note as a trainer types it: ``#idea text @Name``."""
        private = " #private" if self.private else ""
        person = f" @{self.person.split()[0]}" if self.person else ""
        return f"#{self.kind}{private} {self.text[language]}{person}"


@cache
def sample_notes() -> tuple[SampleNote, ...]:
    """Return all invented notes."""
    data = resource("sample", "notes.json").read_bytes()
    return msgspec.json.decode(data, type=tuple[SampleNote, ...])


def note_lines(template: str, language: str) -> tuple[str, ...]:
    """Return typed lines that fit a template, in the order of its blocks; all without one."""
    fitting = [note for note in sample_notes() if note.session == template] or sample_notes()
    return tuple(note.line(language) for note in sorted(fitting, key=lambda note: note.block))


def invented_people(
    letter: str,
    *,
    programme: ProgrammeId | None,
    group: GroupId | None,
    new_id: Callable[[], str],
) -> tuple[Participant, ...]:
    """Return the 24 invented people of group A, B, C or D as participants of a group."""
    return tuple(
        Participant(
            id=PersonId(new_id()),
            programme=programme,
            group=group,
            name=row["name"],
            organisation=row["organisation"],
            site="" if row["attending"] == Mode.REMOTE else row["site"],
            email=row["email"],
            usual_mode=Mode(row["attending"]),
        )
        for row in _sample_people()
        if row["group"] == letter
    )


@cache
def _sample_people() -> tuple[dict[str, str], ...]:
    text = resource("sample", "people.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
