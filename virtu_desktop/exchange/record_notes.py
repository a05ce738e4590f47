"""The tables of notes, and of tags that were put right after the session (R1, R2)."""

from __future__ import annotations

from collections.abc import Sequence

from virtu_desktop.domain.notes import Note, NoteCorrection, NoteTag
from virtu_desktop.exchange.record_view import View, block_cell
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import tag_word


def note_tables(review: Review, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of notes and of corrected tags, without private notes."""
    view, zone = View(review, tr), review.zone
    shown = {note.id for note in review.notes}
    corrections = [one for one in review.portable.record.note_corrections if one.note in shown]
    return (
        make_table("notes", tr("Notes"), _NOTES, view, review.notes, tr, zone=zone, key=("note",)),
        make_table(
            "retagged",
            tr("Corrected tags"),
            _CORRECTIONS,
            view,
            corrections,
            tr,
            zone=zone,
            key=("correction",),
        ),
    )


def _text(view: View, correction: NoteCorrection) -> Cell:
    notes = (note.text for note in view.review.notes if note.id == correction.note)
    return next(notes, None)


def _tag(view: View, tag: NoteTag) -> Coded:
    return Coded(tag.value, tag_word(view.tr, tag))


_NOTES: Sequence[Field[View, Note]] = (
    Field(
        "at",
        N_("Time"),
        N_("When it was written, local time"),
        Kind.INSTANT,
        lambda _, note: note.at,
        10,
    ),
    Field(
        "tag",
        N_("Tag"),
        N_("What the note is"),
        Kind.WORD,
        lambda v, note: _tag(v, note.tag),
        14,
    ),
    Field("text", N_("Note"), N_("Text of the note"), Kind.TEXT, lambda _, note: note.text, 60),
    Field(
        "persons",
        N_("Persons"),
        N_("Persons named in the note"),
        Kind.TEXT,
        lambda _, note: ", ".join(note.persons),
        18,
    ),
    Field(
        "block",
        N_("Block id"),
        N_("Id of the block"),
        Kind.TEXT,
        lambda _, note: note.block,
        is_detail=True,
    ),
    Field(
        "block_title",
        N_("Block"),
        N_("Title of the block"),
        Kind.TEXT,
        lambda v, note: block_cell(v, note.block),
        28,
    ),
    Field(
        "note",
        N_("Note id"),
        N_("Id of the note"),
        Kind.TEXT,
        lambda _, note: note.id,
        is_detail=True,
    ),
)

_CORRECTIONS: Sequence[Field[View, NoteCorrection]] = (
    Field(
        "at",
        N_("Time"),
        N_("When it was corrected, local time"),
        Kind.INSTANT,
        lambda _, one: one.at,
        18,
    ),
    Field(
        "text",
        N_("Note"),
        N_("Text of the note"),
        Kind.TEXT,
        _text,
        60,
    ),
    Field(
        "was_tag",
        N_("Tag, before"),
        N_("Tag of the note before the correction"),
        Kind.WORD,
        lambda v, one: _tag(v, one.before),
        18,
    ),
    Field(
        "is_tag",
        N_("Tag, now"),
        N_("Tag of the note after the correction"),
        Kind.WORD,
        lambda v, one: _tag(v, one.after),
        18,
    ),
    Field(
        "note",
        N_("Note id"),
        N_("Id of the note"),
        Kind.TEXT,
        lambda _, one: one.note,
        14,
        is_detail=True,
    ),
    Field(
        "correction",
        N_("Correction id"),
        N_("Id of the correction"),
        Kind.TEXT,
        lambda _, one: one.id,
        14,
        is_detail=True,
    ),
)
