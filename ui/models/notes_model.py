"""The notes of the open session as rows, the latest first, filtered by tag."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from virtu_desktop.domain.notes import Note, NoteId, NoteTag
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.timeline import TimelineState, block_at
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import block_title, clock_text, tag_word

NOTE_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


class NotesModel(QAbstractListModel):
    """Rows of notes; ``NOTE_ROLE`` gives the note itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without notes."""
        super().__init__(parent)
        self._all: tuple[Note, ...] = ()
        self._rows: list[Note] = []
        self._tag: NoteTag | None = None
        self._zone = "UTC"
        self._links: Mapping[NoteId, str] = {}

    def show(
        self, notes: tuple[Note, ...], zone: str, links: Mapping[NoteId, str] | None = None
    ) -> None:
        """Show other notes; rows that stay are not touched.

        links: titles of the blocks to which notes are linked that were written in another one.
        """
        self._all = notes
        self._links = links or {}
        self._zone = zone
        self._merge()

    def filter(self, tag: NoteTag | None) -> None:
        """Show only the notes with ``tag``, or all."""
        self._tag = tag
        self._merge()

    def counts(self) -> dict[NoteTag | None, int]:
        """Return how many notes each tag has; None stands for all."""
        found: dict[NoteTag | None, int] = {None: len(self._all)}
        for note in self._all:
            found[note.tag] = found.get(note.tag, 0) + 1
        return found

    def time_of(self, note: Note) -> str:
        """Return the clock time of a note."""
        return clock_text(interface(), note.at, self._zone)

    def text_of(self, note: Note) -> str:
        """Return the text of a note with the block that it is linked to."""
        link = self._links.get(note.id, "")
        return f"{note.text} → {link}" if link else note.text

    def note_at(self, row: int) -> Note | None:
        """Return the note of a row, or None when there is no such row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        note = self.note_at(index.row()) if index.isValid() else None
        if note is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return note.text
        if role == NOTE_ROLE:
            return note
        if role == Qt.ItemDataRole.AccessibleTextRole:
            parts = [self.time_of(note), tag_word(interface(), note.tag), note.text]
            if note.id in self._links:
                parts.append(_("linked to {block}", block=self._links[note.id]))
            if note.private:
                parts.append(_("private"))
            return ", ".join(parts)
        return None

    def _merge(self) -> None:
        """Bring the rows to what should be shown, changing as few as possible."""
        wanted = [note for note in reversed(self._all) if self._tag in (None, note.tag)]
        kept = {note.id for note in wanted}
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row].id not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._rows[row]
                self.endRemoveRows()
        for row, note in enumerate(wanted):
            if row < len(self._rows) and self._rows[row].id == note.id:
                if self._rows[row] != note:
                    self._rows[row] = note
                    index = self.index(row)
                    self.dataChanged.emit(index, index)
                continue
            self.beginInsertRows(QModelIndex(), row, row)
            self._rows.insert(row, note)
            self.endInsertRows()


def linked_titles(notes: Sequence[Note], plan: Plan, state: TimelineState) -> dict[NoteId, str]:
    """Return the titles of the blocks of notes that were written while another block ran."""
    return {
        note.id: block_title(interface(), plan, note.block)
        for note in notes
        if note.block is not None
        and note.block in plan.positions
        and note.block != block_at(state, note.at)
    }
