"""The notes of one session: write, change, delete, take back (N1, N2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from virtu_desktop.domain.notes import (
    Note,
    NoteCorrection,
    NoteCorrectionId,
    NoteId,
    NoteTag,
    parse_note_line,
)
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import (
    Change,
    DeleteNote,
    RecordNoteCorrections,
    SaveDraft,
    SaveNote,
)
from virtu_desktop.engine.store import Store


class Notebook:
    """Keeps the notes and hands every change to the store at once."""

    def __init__(
        self,
        session: SessionId,
        notes: tuple[Note, ...],
        draft: str,
        *,
        store: Store,
        bus: Bus,
        new_id: Callable[[], str],
        is_over: Callable[[], bool] = lambda: False,
        corrections: tuple[NoteCorrection, ...] = (),
    ) -> None:
        """Begin with what was stored; is_over: whether the session has ended."""
        self._session = session
        self._notes = {note.id: note for note in notes}
        self._draft = draft
        self._store = store
        self._bus = bus
        self._new_id = new_id
        self._is_over = is_over
        self._corrections = list(corrections)
        self._before: list[tuple[NoteId, Note | None]] = []

    @property
    def notes(self) -> tuple[Note, ...]:
        """Return all notes, the oldest first."""
        return tuple(sorted(self._notes.values(), key=lambda note: note.at))

    def note(self, note_id: NoteId) -> Note | None:
        """Return a note, None when it is gone."""
        return self._notes.get(note_id)

    @property
    def corrections(self) -> tuple[NoteCorrection, ...]:
        """Return the tags that were put right after the session, in the order it was done."""
        return tuple(self._corrections)

    @property
    def draft(self) -> str:
        """Return the unfinished line."""
        return self._draft

    def keep_draft(self, text: str) -> None:
        """Keep the line as typed so far."""
        if text != self._draft:
            self._draft = text
            self._store.submit(SaveDraft(session=self._session, text=text))

    def add(
        self, line: str, *, at: Instant, block: BlockId | None, private: bool = False
    ) -> Note | None:
        """Write a note from a typed line; return it, or None when the line says nothing."""
        read = parse_note_line(line)
        if not read.text:
            return None
        note = Note(
            id=NoteId(self._new_id()),
            at=at,
            block=block,
            text=read.text,
            tag=read.tag,
            persons=read.persons,
            private=private or read.private,
        )
        self._before.append((note.id, None))
        self._notes[note.id] = note
        # The note and the emptied draft are one change: a kill can neither lose nor double it.
        self._draft = ""
        self._store.submit(
            SaveNote(session=self._session, note=note), SaveDraft(session=self._session, text="")
        )
        self._bus.tell(Area.NOTES)
        return note

    def edit(self, note_id: NoteId, line: str, *, at: Instant) -> Note | None:
        """Replace the text by a newly typed line; tags in the line count, else the old one stays.

        Returns the note, or None when the line says nothing (then nothing changes).
        """
        old = self._notes[note_id]
        read = parse_note_line(line)
        if not read.text:
            return None
        tag = old.tag if read.tag is NoteTag.PLAIN else read.tag
        return self._change(
            replace(
                old,
                text=read.text,
                tag=tag,
                persons=read.persons,
                private=old.private or read.private,
                edited=at,
            )
        )

    def retag(self, note_id: NoteId, tag: NoteTag, *, at: Instant) -> Note:
        """Give a note another tag."""
        return self._change(replace(self._notes[note_id], tag=tag, edited=at))

    def link(self, note_id: NoteId, block: BlockId | None, *, at: Instant) -> Note:
        """Link a note to another block than the one in which it was written, or to none."""
        return self._change(replace(self._notes[note_id], block=block, edited=at))

    def set_private(self, note_id: NoteId, *, private: bool, at: Instant) -> Note:
        """Make a note private or part of the record."""
        return self._change(replace(self._notes[note_id], private=private, edited=at))

    def delete(self, note_id: NoteId) -> Note:
        """Delete a note; return what it was."""
        old = self._notes[note_id]
        self._before.append((note_id, old))
        self._put(note_id, None)
        return old

    def undo(self, *, at: Instant) -> bool:
        """Take the latest change back; say whether there was one."""
        if not self._before:
            return False
        note_id, old = self._before.pop()
        self._put(note_id, old, self._correction(old, at))
        return True

    def _change(self, note: Note) -> Note:
        self._before.append((note.id, self._notes[note.id]))
        self._put(note.id, note, self._correction(note, note.edited))
        return note

    def _correction(self, note: Note | None, at: Instant | None) -> NoteCorrection | None:
        """Return what is logged when a note becomes ``note``: a tag changed after the session."""
        known = None if note is None else self._notes.get(note.id)
        if note is None or known is None or at is None or known.tag is note.tag:
            return None
        if not self._is_over():
            return None
        return NoteCorrection(
            id=NoteCorrectionId(self._new_id()),
            at=at,
            note=note.id,
            before=known.tag,
            after=note.tag,
        )

    def _put(
        self, note_id: NoteId, note: Note | None, correction: NoteCorrection | None = None
    ) -> None:
        if note is None:
            self._notes.pop(note_id, None)
            self._store.submit(DeleteNote(session=self._session, note=note_id))
        else:
            log = () if correction is None else (correction,)
            changes: list[Change] = [SaveNote(session=self._session, note=note)]
            if log:
                changes.append(RecordNoteCorrections(session=self._session, corrections=log))
            self._store.submit(*changes)
            self._notes[note_id] = note
            self._corrections += log
        self._bus.tell(Area.NOTES)
