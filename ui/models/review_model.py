"""Planned and actual minutes of every block, as a table."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from virtu_desktop.domain.plan import BlockId
from virtu_desktop.exchange.figures import BlockRow, over_words
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import kind_word

_Index = QModelIndex | QPersistentModelIndex
OVER_ROLE = Qt.ItemDataRole.UserRole
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ReviewColumn(IntEnum):
    """The columns."""

    TITLE = 0
    PLANNED_START = 1
    ACTUAL_START = 2
    PLANNED = 3
    ACTUAL = 4
    OVER = 5


class ReviewModel(QAbstractTableModel):
    """One row a block."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: tuple[BlockRow, ...] = ()

    def show_rows(self, rows: tuple[BlockRow, ...]) -> None:
        """Show other rows; where only words changed, only those rows are told."""
        old, self._rows = self._rows, rows
        if [row.block.id for row in old] != [row.block.id for row in rows]:
            self.beginResetModel()
            self.endResetModel()
            return
        for place, (before, after) in enumerate(zip(old, rows, strict=True)):
            if before != after:
                last = self.index(place, len(ReviewColumn) - 1)
                self.dataChanged.emit(self.index(place, 0), last)

    def block_at(self, index: _Index) -> BlockId | None:
        """Return whose row it is."""
        return self._rows[index.row()].block.id if index.isValid() else None

    def row_of(self, block: BlockId) -> int | None:
        """Return the place of a block, None when it is not shown."""
        places = (place for place, row in enumerate(self._rows) if row.block.id == block)
        return next(places, None)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of blocks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(ReviewColumn)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _LEFT if section == ReviewColumn.TITLE else _RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Block"),
            _("Start planned"),
            _("Start actual"),
            _("Planned"),
            _("Actual"),
            _("Difference"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, the kind of its block, and how far it went over."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _cell(row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                name = self.headerData(index.column(), Qt.Orientation.Horizontal)
                kind = kind_word(interface(), row.block.kind)
                words = _cell(row, index.column())
                return f"{words}, {kind}" if index.column() == 0 else f"{name}: {words}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _LEFT if index.column() == ReviewColumn.TITLE else _RIGHT
        if role == OVER_ROLE:
            return row.over
        if role == KIND_ROLE:
            return row.block.kind
        return None


def _cell(row: BlockRow, column: int) -> str:
    return (
        row.title,
        row.planned_start,
        row.actual_start,
        row.planned_minutes,
        row.actual_minutes,
        over_words(row.over),
    )[column]
