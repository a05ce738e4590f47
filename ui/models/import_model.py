"""What an import would make of every row of a table, as a table to look at (P7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.widgets.labels import plain_tooltip
from virtu_desktop.exchange.agenda_import import (
    BLOCKING,
    AgendaPreview,
    AgendaRow,
    Ignored,
    IgnoredRow,
)
from virtu_desktop.exchange.agenda_kinds import KindFrom
from virtu_desktop.exchange.agenda_words import (
    day_time_text,
    ignored_words,
    kind_from_words,
    problem_words,
)
from virtu_desktop.i18n import Translator, _
from virtu_desktop.wording import kind_word, minutes_text

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
LINE_ROLE = int(Qt.ItemDataRole.UserRole)


class ImportColumn(IntEnum):
    """The columns."""

    ROW = 0
    START = 1
    LENGTH = 2
    TITLE = 3
    KIND = 4
    OWNER = 5
    TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One row of the file. cells: its words in every column.

    is_block: the row becomes a block. is_told: there is something to look at.
    """

    cells: tuple[str, ...]
    is_block: bool
    is_told: bool


class ImportModel(QAbstractTableModel):
    """One line a row of the file, in the file's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._all: tuple[ImportLine, ...] = ()
        self._only_told = False
        self.lines: tuple[ImportLine, ...] = ()

    def show_lines(self, lines: tuple[ImportLine, ...]) -> None:
        """Show other lines."""
        self._all = lines
        self._show()

    def show_only_told(self, only: bool) -> None:
        """Show only the rows with something to look at, or all."""
        self._only_told = only
        self._show()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of lines that are shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(ImportColumn)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            _("Row"),
            _("Start"),
            _("Length"),
            _("Title"),
            _("Kind"),
            _("Owner"),
            _("To look at"),
        )[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of a cell, or its line."""
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        words = line.cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_line(line)
        return line if role == LINE_ROLE else None

    def _show(self) -> None:
        self.beginResetModel()
        self.lines = tuple(line for line in self._all if line.is_told or not self._only_told)
        self.endResetModel()


def import_lines(preview: AgendaPreview, tr: Translator) -> tuple[ImportLine, ...]:
    """Return the lines for a preview; empty rows of the file are passed over."""
    found: list[AgendaRow | IgnoredRow] = [
        *preview.rows,
        *(row for row in preview.ignored if row.reason is not Ignored.EMPTY),
    ]
    found.sort(key=lambda row: row.number)
    return tuple(
        _ignored(row, tr) if isinstance(row, IgnoredRow) else _line(row, tr) for row in found
    )


def spoken_line(line: ImportLine) -> str:
    """Return a line for a screen reader, and for below the table."""
    row, *cells = line.cells
    words = ", ".join(" ".join(cell.split()) for cell in cells if cell)
    return _("Row {number}: {words}", number=row, words=words)


def _line(row: AgendaRow, tr: Translator) -> ImportLine:
    block = row.block
    told = [problem_words(tr, problem) for problem in row.problems]
    kind = ""
    if block is not None:
        kind = kind_word(tr, block.kind)
        if row.kind_from is not KindFrom.NAMED:
            kind = f"{kind}\n{kind_from_words(tr, row.kind_from)}"
    cells = (
        str(row.number),
        "" if row.start is None else day_time_text(tr, row.start),
        "" if block is None else minutes_text(tr, block.length),
        row.title if block is None else block.title,
        kind,
        "" if block is None else block.owner,
        " ".join(told),
    )
    return ImportLine(cells=cells, is_block=block is not None, is_told=bool(told))


def _ignored(row: IgnoredRow, tr: Translator) -> ImportLine:
    told = tr("Left out: {reason}", reason=ignored_words(tr, row.reason))
    return ImportLine(
        cells=(str(row.number), "", "", row.text, "", "", told), is_block=False, is_told=False
    )


def blocked(preview: AgendaPreview) -> tuple[int, ...]:
    """Return the numbers of the rows that should be blocks and cannot be."""
    return tuple(
        row.number
        for row in preview.rows
        if any(problem.problem in BLOCKING for problem in row.problems)
    )
