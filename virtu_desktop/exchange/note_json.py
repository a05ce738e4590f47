"""The parts of a record's JSON about notes and the tags that were put right."""

from __future__ import annotations

from virtu_desktop.domain.notes import Note, NoteCorrection, NoteCorrectionId, NoteId, NoteTag
from virtu_desktop.domain.plan import (
    BlockId,
)
from virtu_desktop.domain.time import iso_utc, parse_instant
from virtu_desktop.exchange.json_parts import Strict, instant_or_none, iso_or_none


class NotePart(Strict, frozen=True):
    """The part of the document with a note."""

    id: str
    at: str
    block: str | None
    text: str
    tag: NoteTag
    persons: list[str]
    edited: str | None


class NoteCorrectionPart(Strict, frozen=True):
    """The part of the document with a tag that was put right."""

    id: str
    at: str
    note: str
    before: NoteTag
    after: NoteTag


def note_part(note: Note) -> NotePart:
    """Return a note as a part of the document."""
    return NotePart(
        id=note.id,
        at=iso_utc(note.at),
        block=note.block,
        text=note.text,
        tag=note.tag,
        persons=list(note.persons),
        edited=iso_or_none(note.edited),
    )


def read_note(document: NotePart) -> Note:
    """Return a note as the document has it."""
    return Note(
        id=NoteId(document.id),
        at=parse_instant(document.at),
        block=None if document.block is None else BlockId(document.block),
        text=document.text,
        tag=document.tag,
        persons=tuple(document.persons),
        edited=instant_or_none(document.edited),
    )


def note_correction_part(correction: NoteCorrection) -> NoteCorrectionPart:
    """Return a tag that was put right as a part of the document."""
    return NoteCorrectionPart(
        id=correction.id,
        at=iso_utc(correction.at),
        note=correction.note,
        before=correction.before,
        after=correction.after,
    )


def read_note_correction(document: NoteCorrectionPart) -> NoteCorrection:
    """Return a tag that was put right as the document has it."""
    return NoteCorrection(
        id=NoteCorrectionId(document.id),
        at=parse_instant(document.at),
        note=NoteId(document.note),
        before=document.before,
        after=document.after,
    )
