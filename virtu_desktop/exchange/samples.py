"""Invented notes for demonstrations and rehearsals."""

from __future__ import annotations

from functools import cache

import msgspec

from virtu_desktop.assets import resource


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
