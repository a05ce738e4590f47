"""An overlay for the table of a file or of the clipboard, looked at row by row before it is taken.

What each column holds can be chosen, and is remembered for the next table with such headings.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.column_chips import ColumnChips
from ui.forms.column_memory import ColumnMemory
from ui.forms.file_overlay import FileOverlay, key_words
from ui.forms.look import LookLayout, LookLine, LookModel, LookTable
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from ui.widgets.chip import ChipButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import SafeLabel
from virtu_desktop.exchange.tables import Table
from virtu_desktop.i18n import _, _n

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TableOverlay(FileOverlay):
    """A head, chips of the columns, the rows, and a foot for what can be done with them.

    pasted carries the text of the clipboard; wanted tells that the rows are to be taken. What
    those who make an overlay of this kind add to it stands in ``mapping_row``, ``choices`` and
    ``foot``.
    """

    pasted = Signal(str)
    wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        title: str,
        failed: str,
        headings: Callable[[], tuple[str, ...]],
        layout: LookLayout,
        columns: Sequence[tuple[StrEnum, str]],
        ignored: StrEnum,
        empty: EmptyState,
        kept_as: str,
    ) -> None:
        """Make the closed overlay.

        failed: what is said when reading fails for no reason that people could know. headings:
        names of the columns of rows. columns: what a column of the table can hold, with its name;
        ignored: for nothing. empty: how to begin. kept_as: begins the names under which the
        settings keep what columns hold, so that tables of other kinds have names of their own.
        """
        super().__init__(
            desk, parent, title=title, endings="*.xlsx *.csv *.tsv *.txt", failed=failed
        )
        self.model = LookModel(headings, spoken_line, self)
        self.table = LookTable(self.model, layout)
        self.table.setAccessibleName(_("What the rows become"))
        self.chips = ColumnChips(columns, ignored)
        self._empty = empty
        self.memory = ColumnMemory(desk, kept_as)
        self._build_table_head()
        self._build_rows()
        follow_theme(self._respace_table)

    @property
    def words(self) -> str:
        """Return what is said about the whole table: a problem, or what would come of it."""
        return self._problem.text() or self._summary.text()

    def read_clipboard(self) -> None:
        """Read the table that was copied elsewhere."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.pasted.emit(text)
        else:
            self.say(_("There is no text on the clipboard. Copy rows in a spreadsheet first."))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a table and take it by keys."""
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.read_clipboard()
        elif event.key() in _ENTER and has_control:
            self.wanted.emit()
        else:
            super().keyPressEvent(event)

    def show_nothing(self) -> None:
        """Show how to begin."""
        self._show(is_read=False)
        self.model.show_lines(())
        self._show_row()
        self._summary.setText("")
        self.chips.show_columns((), ())

    def show_table(
        self,
        lines: tuple[LookLine, ...],
        summary: str,
        headings: Sequence[str],
        held: Sequence[StrEnum],
        *,
        is_first: bool,
    ) -> None:
        """Show what the rows become. is_first: the keyboard goes to the rows."""
        self.show_busy("")
        self._show(is_read=True)
        self.model.show_lines(lines)
        self._show_row()
        self._summary.setText(summary)
        self.chips.show_columns(headings, held)
        if is_first:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build_table_head(self) -> None:
        paste = PaintedButton(
            _("Paste a table"), hint=key_words(QKeySequence.StandardKey.Paste), height=38
        )
        paste.clicked.connect(self.read_clipboard)
        self.build_head(paste)
        self.card.body.addWidget(self._problem)

    def _build_rows(self) -> None:
        self._only_told = ChipButton(_("Only rows to look at"))
        self._only_told.setCheckable(True)
        self._only_told.toggled.connect(self._show_only_told)
        self._mapping = QWidget()
        self.mapping_row = QHBoxLayout(self._mapping)
        self.mapping_row.setContentsMargins(0, 0, 0, 0)
        self.mapping_row.addWidget(self.chips, 1)
        self.mapping_row.addWidget(self._only_told)
        self._row_words = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True, most_lines=3)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.foot = QHBoxLayout()
        self.foot.addWidget(self._summary, 1)
        self.card.body.addWidget(self._mapping)
        self.card.body.addWidget(self._empty, 1)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self._row_words)

    def _show(self, *, is_read: bool) -> None:
        for widget in (self._mapping, self.table):
            widget.setVisible(is_read)
        self._empty.setVisible(not is_read)

    def _show_only_told(self, is_on: bool) -> None:
        self._only_told.show_words(self._only_told.text(), Tone.BLUE if is_on else Tone.GREY)
        self.model.show_only_told(is_on)

    def _show_row(self) -> None:
        """Say the whole of the chosen row below the table, where nothing is cut."""
        row = self.table.currentIndex().row()
        lines = self.model.lines
        words = spoken_line(lines[row]) if 0 <= row < len(lines) else ""
        self._row_words.setText(words)
        self._row_words.setVisible(bool(words))

    def _respace_table(self) -> None:
        for row in (self.mapping_row, self.foot):
            row.setSpacing(theme().px(10))
        self._mapping.setFixedHeight(theme().px(46))


def spoken_line(line: LookLine) -> str:
    """Return a line for a screen reader, and for below the table."""
    row, *cells = line.cells
    words = ", ".join(" ".join(cell.split()) for cell in cells if cell)
    return _("Row {number}: {words}", number=row, words=words)


def reading_words(lines: Sequence[LookLine], *, guessed: bool, quotes: bool) -> list[str]:
    """Return what is said of every table that was read.

    guessed: its letters were guessed; quotes: one of them is never closed.
    """
    parts = []
    if guessed:
        parts.append(_("The letters are guessed: look at å, ä and ö."))
    if quotes:
        parts.append(_("A quote is never closed."))
    told = sum(line.is_told for line in lines)
    if told:
        parts.append(_n("{count} row to look at.", "{count} rows to look at.", told))
    return parts


def headings_of(table: Table, header: int | None, count: int) -> list[str]:
    """Return the headings of ``count`` columns, empty texts where there are none.

    header: the number of their row.
    """
    row = next((row for row in table.rows if row.number == header), None)
    return ["" if row is None else row.text(place) for place in range(count)]
