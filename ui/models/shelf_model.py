"""The rows of the library as a table: what a cell shows and what a screen reader says."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.library.shelf import (
    GroupRow,
    LooseHeading,
    LooseRow,
    ProgrammeRow,
    Row,
    Shelf,
    column_count,
    laid_out,
)
from ui.library.words import group_words, spoken_words
from virtu_desktop.domain.programme import SessionId, SessionSummary
from virtu_desktop.domain.time import Instant
from virtu_desktop.i18n import _, interface

_Index = QModelIndex | QPersistentModelIndex


class ShelfRole(IntEnum):
    """Roles of this model beside Qt's. DIFFERS: the plan is not as its template any more."""

    ROW = Qt.ItemDataRole.UserRole
    SESSION = Qt.ItemDataRole.UserRole + 1
    DIFFERS = Qt.ItemDataRole.UserRole + 2


class ShelfModel(QAbstractTableModel):
    """Column 0 names the group; the others are the sessions in the order of their numbers.

    Only cells with a session can be chosen. A session without a group stands in column 0 and
    takes the whole row.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()
        self._columns = 1
        self._differing: frozenset[SessionId] = frozenset()
        self._now = Instant(0)

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows."""
        return self._rows

    @property
    def now(self) -> Instant:
        """Return the instant for which the words of the cells were made."""
        return self._now

    def show_shelf(self, shelf: Shelf, now: Instant) -> None:
        """Show what the library holds at ``now``."""
        self.beginResetModel()
        self._rows = laid_out(shelf)
        self._columns = 1 + column_count(self._rows)
        self._differing = shelf.differing
        self._now = now
        self.endResetModel()

    def index_of(self, session: SessionId) -> QModelIndex:
        """Return where a session is shown; an invalid index when it is not."""
        for place, row in enumerate(self._rows):
            for column in range(self._columns):
                found = _session_at(row, column)
                if found is not None and found.id == session:
                    return self.index(place, column)
        return QModelIndex()

    def session_at(self, index: _Index) -> SessionSummary | None:
        """Return the session of a cell, or None."""
        return _session_at(self._rows[index.row()], index.column()) if index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns, that of the groups' names included."""
        return 0 if parent.isValid() else self._columns

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let only cells with a session be chosen."""
        if self.session_at(index) is None:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row, the session, or the words of a cell."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ShelfRole.ROW:
            return row
        session = _session_at(row, index.column())
        if role == ShelfRole.SESSION:
            return session
        if role == ShelfRole.DIFFERS:
            return session is not None and session.id in self._differing
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, index.column(), session)
        return None

    def _words(self, row: Row, column: int, session: SessionSummary | None) -> str:
        if session is not None:
            group = row if isinstance(row, GroupRow) else None
            differs = session.id in self._differing
            return spoken_words(interface(), session, self._now, group, differs=differs)
        match row:
            case ProgrammeRow() if column == 0:
                return row.programme.title
            case ProgrammeRow() if column <= len(row.columns):
                number, title = row.columns[column - 1]
                return f"{number} · {title}"
            case GroupRow() if column == 0:
                return group_words(row.group)
            case LooseHeading() if column == 0:
                return _("Sessions without a group")
        return ""


def _session_at(row: Row, column: int) -> SessionSummary | None:
    match row:
        case GroupRow() if 1 <= column <= len(row.cells):
            return row.cells[column - 1]
        case LooseRow() if column == 0:
            return row.session
    return None
