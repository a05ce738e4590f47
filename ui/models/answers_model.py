"""Open answers on their way to the wall, as a list that can be chosen from, renamed and dragged."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from virtu_desktop.domain.wall import Seen, WallEntry
from virtu_desktop.i18n import N_, _, _n

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_ROWS = "application/x-virtu-answers"
_SEEN = {Seen.WAITING: N_("waits"), Seen.SHOWN: N_("shown"), Seen.LEFT_OUT: N_("left out")}
_MOST_FORMS = 4


class AnswersModel(QAbstractListModel):
    """One row for each entry. renamed (entry, name); dropped (entries, onto): by drag."""

    renamed = Signal(object, str)
    dropped = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._entries: tuple[WallEntry, ...] = ()

    @property
    def entries(self) -> tuple[WallEntry, ...]:
        """Return the entries in their order."""
        return self._entries

    def show(self, entries: Sequence[WallEntry]) -> None:
        """Show other entries; where only figures changed, only their rows are told."""
        before, self._entries = self._entries, tuple(entries)
        if [entry.key for entry in before] != [entry.key for entry in entries]:
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (old, new) in enumerate(zip(before, entries, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == Qt.ItemDataRole.EditRole:
            return entry.label
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.label, people_words(entry), seen_words(entry))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return forms_words(entry, most=len(entry.forms))
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take another name of a theme."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.renamed.emit(self._entries[index.row()], str(value))
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Say what can be done: everything can be dragged, themes have a name to change."""
        flags = super().flags(index)
        if not index.isValid():
            return flags
        flags |= Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled
        if self._entries[index.row()].theme is not None:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def supportedDropActions(self) -> Qt.DropAction:
        """Say that rows move."""
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        """Return what can be dropped here: rows of this list."""
        return [_ROWS]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Return the rows that are dragged."""
        data = QMimeData()
        rows = ",".join(str(index.row()) for index in indexes)
        data.setData(_ROWS, rows.encode())
        return data

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index
    ) -> bool:
        """Tell what was dropped on which entry; between entries nothing happens."""
        if not parent.isValid() or not data.hasFormat(_ROWS):
            return False
        rows = [int(one) for one in bytes(data.data(_ROWS).data()).decode().split(",") if one]
        onto = self._entries[parent.row()]
        moved = [self._entries[one] for one in rows if one != parent.row()]
        if moved:
            self.dropped.emit(moved, onto)
        # Nothing is taken out of the list by the drag itself.
        return False


def people_words(entry: WallEntry) -> str:
    """Return how many people said it."""
    return _n("{count} person", "{count} people", entry.people)


def seen_words(entry: WallEntry) -> str:
    """Return whether the room may see it."""
    return _(_SEEN[entry.seen])


def forms_words(entry: WallEntry, *, most: int = _MOST_FORMS) -> str:
    """Return the forms that belong together, without those that look like the label."""
    forms = [form for form, _people in entry.forms if form.casefold() != entry.label.casefold()]
    more = ", …" if len(forms) > most else ""
    return ", ".join(forms[:most]) + more
