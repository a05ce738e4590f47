"""People of a list come to the roster, after a look at every row (A4)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.column_chips import ColumnChips
from ui.forms.file_overlay import FileOverlay, key_words
from ui.forms.look import LookLayout, LookLine, LookModel, LookTable
from ui.people.roster_page import RosterPage
from ui.people.roster_reading import (
    RosterReading,
    Surroundings,
    headings_of,
    look_again,
    read_list,
)
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.chip import ChipButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import SafeLabel
from virtu_desktop.exchange.roster_columns import RosterColumn, roster_column_word
from virtu_desktop.exchange.roster_import import people_of
from virtu_desktop.i18n import _, _n, interface

_LAYOUT = LookLayout(
    least={0: 48, 2: 210, 3: 110, 4: 120},
    strong=1,
    told=5,
    told_share=0.5,
    hidden_below={4: 760, 3: 680},
)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class RosterImportPanel(FileOverlay):
    """Nobody comes to the roster until the list is taken, and then in one step."""

    def __init__(self, desk: Desk, page: Callable[[], RosterPage], parent: QWidget) -> None:
        """Make the closed panel. page: the roster that people come to."""
        super().__init__(
            desk,
            parent,
            title=_("Import people"),
            endings="*.xlsx *.csv *.tsv *.txt",
            failed=_("This cannot be read; the roster is as it was."),
        )
        self.picked.connect(lambda paths: self.read_path(paths[0]))
        self._page = page
        self._reading: RosterReading | None = None
        self._remembered: dict[str, Sequence[RosterColumn]] = {}
        self.model = LookModel(_headings, _spoken, self)
        self.table = LookTable(self.model, _LAYOUT)
        self.table.setAccessibleName(_("What the rows become"))
        self._build()
        follow_theme(self._retheme_panel)

    @property
    def words(self) -> str:
        """Return what is said about the whole list: a problem, or what would come of it."""
        return self._problem.text() or self._summary.text()

    def forget(self) -> None:
        """Go back to the first step."""
        super().forget()
        self._reading = None
        self._show()

    def read_path(self, path: Path) -> None:
        """Read a list of a file in the background and show what would come of it."""
        self._read(path)

    def read_clipboard(self) -> None:
        """Read the list that was copied elsewhere."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._read(text)
        else:
            self.say(_("There is no text on the clipboard. Copy rows in a spreadsheet first."))

    def take(self) -> None:
        """Let the people of the list come to the roster in one step."""
        reading = self._reading
        if reading is None or self.is_busy or not reading.preview.people:
            return
        page = self._page()
        people = people_of(
            reading.preview,
            page.roster.people,
            programme=page.programme,
            new_id=lambda: uuid.uuid4().hex,
        )
        if page.take_imported(people) is None:
            self.say(_("Everybody of the list is on the roster already, as the list says."))
            return
        self.close_over()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste a list and take it by keys."""
        has_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.matches(QKeySequence.StandardKey.Paste):
            self.read_clipboard()
        elif event.key() in _ENTER and has_control:
            self.take()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        paste = PaintedButton(
            _("Paste a table"), hint=key_words(QKeySequence.StandardKey.Paste), height=38
        )
        paste.clicked.connect(self.read_clipboard)
        self.build_head(paste)
        self.card.body.addWidget(self._problem)
        names = [(column, roster_column_word(interface(), column)) for column in RosterColumn]
        self.chips = ColumnChips(names, RosterColumn.IGNORED)
        self.chips.chosen.connect(self._choose_column)
        self._only_told = ChipButton(_("Only rows to look at"))
        self._only_told.setCheckable(True)
        self._only_told.toggled.connect(self.model.show_only_told)
        self._columns = QHBoxLayout()
        self._columns.addWidget(self.chips, 1)
        self._columns.addWidget(self._only_told)
        self._empty = EmptyState(
            _("From a list"),
            _(
                "Choose an .xlsx or .csv file or a registration report, or copy names and paste"
                " them here. You see what becomes of every row before the roster changes."
            ),
        )
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.button = PaintedButton("", ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.take)
        self._row_words = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True, most_lines=3)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._summary, 1)
        self._foot.addWidget(self.button)
        self.card.body.addLayout(self._columns)
        self.card.body.addWidget(self._empty, 1)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self._row_words)
        self.card.body.addLayout(self._foot)

    def _surroundings(self) -> Surroundings:
        page = self._page()
        return Surroundings(
            people=tuple(page.roster.people.values()), groups=page.groups, into=page.shown_group
        )

    def _read(self, source: Path | str) -> None:
        around, remembered, tr = self._surroundings(), dict(self._remembered), interface()
        self._reading = None
        self.ask(
            _("Reading…"), lambda: read_list(source, around, remembered, tr), self._take_reading
        )

    def _choose_column(self, place: int, column: RosterColumn) -> None:
        """Read the rows again with another meaning of a column, and remember it."""
        reading = self._reading
        if reading is None:
            return
        mapping = reading.mapping.with_column(place, column)
        if mapping.fingerprint:
            self._remembered[mapping.fingerprint] = mapping.columns
        around, tr = self._surroundings(), interface()
        self.ask(
            _("Reading…"),
            lambda: look_again(reading.name, reading.table, mapping, around, tr),
            self._take_reading,
        )

    def _take_reading(self, reading: RosterReading) -> None:
        is_first = self._reading is None
        self._reading = reading
        self.show_busy("")
        self._show()
        if is_first:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        reading = self._reading
        is_read = reading is not None
        for widget in (self.chips, self._only_told, self.table, self.button):
            widget.setVisible(is_read)
        self._empty.setVisible(not is_read)
        self.model.show_lines(() if reading is None else reading.lines)
        self._show_row()
        self._summary.setText("" if reading is None else _summary_words(reading))
        if reading is None:
            self.chips.show_columns((), ())
            return
        self.chips.show_columns(headings_of(reading), reading.mapping.columns)
        count = len(reading.preview.people) - reading.preview.unchanged
        self.button.setText(_n("Import {count} person", "Import {count} people", count))
        self.button.setEnabled(count > 0)

    def _show_row(self) -> None:
        """Say the whole of the chosen row below the table, where nothing is cut."""
        row = self.table.currentIndex().row()
        lines = self.model.lines
        words = _spoken(lines[row]) if 0 <= row < len(lines) else ""
        self._row_words.setText(words)
        self._row_words.setVisible(bool(words))

    def _retheme_panel(self) -> None:
        for row in (self._columns, self._foot):
            row.setSpacing(theme().px(10))


def _headings() -> tuple[str, ...]:
    return (
        _("Row"),
        _("Name"),
        _("Organisation, e-mail"),
        _("Group"),
        _("Mode"),
        _("To look at"),
    )


def _spoken(line: LookLine) -> str:
    row, *cells = line.cells
    words = ", ".join(" ".join(cell.split()) for cell in cells if cell)
    return _("Row {number}: {words}", number=row, words=words)


def _summary_words(reading: RosterReading) -> str:
    preview, table = reading.preview, reading.table
    new, same = preview.new, preview.unchanged
    changed = len(preview.people) - new - same
    parts = [
        f"{reading.name}:",
        _n("{count} new person,", "{count} new people,", new),
        _n("{count} brought up to date,", "{count} brought up to date,", changed),
        _n("{count} unchanged.", "{count} unchanged.", same),
    ]
    if reading.into and new:
        parts.append(_("Without a group of their own they come into {group}.", group=reading.into))
    if not reading.mapping.has_names:
        parts.append(_("Choose which column holds the names."))
    if table.encoding_guessed:
        parts.append(_("The letters are guessed: look at å, ä and ö."))
    if table.quotes_ignored:
        parts.append(_("A quote is never closed."))
    told = sum(line.is_told for line in reading.lines)
    if told:
        parts.append(_n("{count} row to look at.", "{count} rows to look at.", told))
    return " ".join(parts)
