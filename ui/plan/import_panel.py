"""Imports an agenda of a spreadsheet into the open plan, after a look at every row (P7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.forms.column_chips import ColumnChips
from ui.forms.look import LookTable
from ui.models.import_model import ImportModel, blocked, spoken_line
from ui.plan.import_reading import (
    Reading,
    Source,
    added,
    read_again,
    read_source,
    replaced,
)
from ui.plan.import_table import IMPORT_LAYOUT
from ui.plan.plan_steps import edit_plan
from ui.plan.side_words import clock_words
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.chip import ChipButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.templates import clock_of
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda_columns import Column, ColumnMapping, column_word
from virtu_desktop.exchange.agenda_import import blocks_of
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.settings import ChosenColumns, Settings
from virtu_desktop.wording import minutes_text

_WIDTH = 1120
_NAMED_AT_MOST = 12


class ImportPanel(Overlay):
    """Nothing of the plan changes until it is taken, and then in one step."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed panel over ``parent``."""
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._asked = 0
        self._reading: Reading | None = None
        self._folder = str(Path.home())
        self._model = ImportModel(self)
        self.table = LookTable(self._model, IMPORT_LAYOUT)
        self.table.setAccessibleName(_("What the rows become"))
        self._build_head()
        self._build_mapping()
        self._build_rows()
        self._build_choices()
        self._build_foot()
        follow_theme(self._retheme_panel)

    @property
    def is_reading(self) -> bool:
        """Say whether a table is being read."""
        return self._busy.isVisible()

    @property
    def words(self) -> str:
        """Return what is said about the whole import: a problem, or what would come of it."""
        return self._problem.text() or self._summary.text()

    def open_over(self) -> None:
        """Open with the keyboard on the first step; what was read before is forgotten."""
        self._forget()
        super().open_over()
        self.choose.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_over(self) -> None:
        """Close; what is still being read is not waited for."""
        self._asked += 1
        super().close_over()

    def read_file(self, path: Path, sheet: str | None = None) -> None:
        """Read a table of a file in the background and show what would become of it."""
        self._folder = str(path.parent)
        self._read(Source(path=path, sheet=sheet))

    def read_clipboard(self) -> None:
        """Read the table that was copied elsewhere."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._say(_("There is no text on the clipboard. Copy rows in a spreadsheet first."))
            return
        self._read(Source(text=text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste, choose a file, and take the import by keys."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.matches(QKeySequence.StandardKey.Paste):
            self.read_clipboard()
        elif event.matches(QKeySequence.StandardKey.Open):
            self._choose_file()
        elif is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._replace()
        else:
            super().keyPressEvent(event)

    def card_height(self, width: int) -> int:
        """Return a height at which many rows can be seen."""
        return theme().px(820)

    def _build_head(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(SafeLabel(_("Import an agenda"), role=Role.HEADING), 1)
        self._busy = SafeLabel(_("Reading…"), role=Role.SECONDARY, colour="muted")
        self.choose = PaintedButton(
            _("Choose a file…"), hint=_key(QKeySequence.StandardKey.Open), height=38
        )
        self.paste = PaintedButton(
            _("Paste a table"), hint=_key(QKeySequence.StandardKey.Paste), height=38
        )
        close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=38)
        close.setAccessibleName(_("Close the import"))
        self.choose.clicked.connect(self._choose_file)
        self.paste.clicked.connect(self.read_clipboard)
        close.clicked.connect(self.close_over)
        for widget in (self._busy, self.choose, self.paste, close):
            self._head.addWidget(widget)
        self.card.body.addLayout(self._head)
        self._problem = SafeLabel("", role=Role.BODY_MEDIUM, tone=Tone.AMBER, wrap=True)
        self.card.body.addWidget(self._problem)

    def _build_mapping(self) -> None:
        self._mapping = QWidget()
        row = QHBoxLayout(self._mapping)
        row.setContentsMargins(0, 0, 0, 0)
        names = [(column, column_word(interface(), column)) for column in Column]
        self._chips = ColumnChips(names, Column.IGNORED)
        self._chips.chosen.connect(self._choose_column)
        self._sheets = QComboBox()
        self._sheets.setAccessibleName(_("Sheet"))
        self._sheets.activated.connect(self._choose_sheet)
        self._only_told = ChipButton(_("Only rows to look at"))
        self._only_told.setCheckable(True)
        self._only_told.toggled.connect(self._show_only_told)
        row.addWidget(self._chips, 1)
        row.addWidget(self._sheets)
        row.addWidget(self._only_told)
        self._mapping_row = row
        self.card.body.addWidget(self._mapping)

    def _build_rows(self) -> None:
        self._empty = EmptyState(
            _("From a spreadsheet"),
            _(
                "Choose an .xlsx or .csv file, or copy the rows with their headings and paste"
                " them here. You see what becomes of every row before the plan changes."
            ),
        )
        self._row_words = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True, most_lines=3)
        self.card.body.addWidget(self._empty, 1)
        self.card.body.addWidget(self.table, 1)
        self.card.body.addWidget(self._row_words)
        self.table.selectionModel().currentRowChanged.connect(self._show_row)

    def _build_choices(self) -> None:
        self._starts = ToggleSwitch("")
        self._starts.toggled.connect(self._look_again)
        self.card.body.addWidget(self._starts)
        self._conflict = QWidget()
        row = QHBoxLayout(self._conflict)
        row.setContentsMargins(0, 0, 0, 0)
        self._conflict_words = SafeLabel("", role=Role.BODY_MEDIUM, tone=Tone.AMBER, wrap=True)
        self.keep = ChipButton(_("Keep the clock times, as fixed starts"))
        self.follow = ChipButton(_("Keep the lengths, blocks follow one another"))
        self._what_counts = QButtonGroup(self)
        row.addWidget(self._conflict_words, 1)
        for button in (self.keep, self.follow):
            button.setCheckable(True)
            button.toggled.connect(self._show_choice)
            self._what_counts.addButton(button)
            row.addWidget(button)
        self.card.body.addWidget(self._conflict)
        self._conflict_row = row

    def _build_foot(self) -> None:
        self._foot = QHBoxLayout()
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.add = PaintedButton(_("Add at the end"))
        self.replace = PaintedButton(
            _("Replace the plan"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter")
        )
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self._foot.addWidget(self._summary, 1)
        self._foot.addWidget(self.add)
        self._foot.addWidget(self.replace)
        self.card.body.addLayout(self._foot)

    def _forget(self) -> None:
        """Go back to the first step."""
        self._asked += 1
        self._reading = None
        self._busy.hide()
        self._sheets.hide()
        self._say("")
        self._starts.setChecked(False)
        self._choose_nothing()
        self._show()

    def _choose_file(self) -> None:
        # open() returns at once: the session behind it goes on.
        dialog = QFileDialog(self, _("Agenda to import"), self._folder)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        tables = _("Tables ({endings})", endings="*.xlsx *.csv *.tsv *.txt")
        dialog.setNameFilters([tables, _("All files ({endings})", endings="*")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.read_file(Path(name)))
        dialog.open()

    def _choose_sheet(self, _place: int) -> None:
        if self._reading is not None and self._reading.source.path is not None:
            self.read_file(self._reading.source.path, self._sheets.currentText())

    def _read(self, source: Source) -> None:
        plan = self._plan()
        if plan is None:
            return
        self._starts.setChecked(False)
        self._choose_nothing()
        remembered, tr = _remembered(self._desk.settings), interface()
        self._ask(
            lambda: read_source(source, plan=plan, keeps_start=True, remembered=remembered, tr=tr)
        )

    def _look_again(self, _changed: object = None, *, mapping: ColumnMapping | None = None) -> None:
        """Read the rows of the same table again, with other columns or another start."""
        reading, plan = self._reading, self._plan()
        if reading is None or plan is None:
            return
        columns = reading.mapping if mapping is None else mapping
        keeps_start, tr = not self._starts.isChecked(), interface()
        self._ask(
            lambda: read_again(
                reading.source, reading.table, columns, plan=plan, keeps_start=keeps_start, tr=tr
            )
        )

    def _ask(self, work: Callable[[], Reading]) -> None:
        """Do ``work`` in the background; an answer that nobody waits for is left aside."""
        self._asked += 1
        asked = self._asked
        self._say("")
        self._busy.show()

        def take(reading: Reading) -> None:
            if asked == self._asked:
                self._busy.hide()
                is_first = self._reading is None
                self._reading = reading
                self._show()
                if is_first:
                    self.table.setFocus(Qt.FocusReason.OtherFocusReason)

        def failed(error: Exception) -> None:
            if asked != self._asked:
                return
            self._busy.hide()
            self._reading = None
            self._show()
            if isinstance(error, KnownError):
                self._say(error.words(interface()))
            else:
                self._say(_("This cannot be read; the plan is as it was."))
                self._desk.tell_failure(error)

        self._desk.background.run(work, take, failed)

    def _show(self) -> None:
        """Show what was read, or how to begin."""
        reading = self._reading
        is_read = reading is not None
        for widget in (self._mapping, self.table, self.add, self.replace):
            widget.setVisible(is_read)
        self._empty.setVisible(not is_read)
        self._model.show_lines(() if reading is None else reading.lines)
        self._show_row()
        self._summary.setText("" if reading is None else self._summary_words(reading))
        self._show_source()
        self._show_chips()
        self._show_start()
        self._conflict.setVisible(reading is not None and reading.has_conflicts)
        if reading is not None:
            words = _n(
                "In {count} row the clock time and the lengths disagree. What counts?",
                "In {count} rows the clock times and the lengths disagree. What counts?",
                reading.preview.conflicts,
            )
            self._conflict_words.setText(words)
            has_blocks = bool(reading.preview.blocks)
            for button in (self.add, self.replace):
                button.setEnabled(has_blocks)

    def _show_source(self) -> None:
        reading = self._reading
        sheets = () if reading is None else reading.table.sheets
        self._sheets.setVisible(len(sheets) > 1)
        if reading is None:
            return
        self._sheets.clear()
        self._sheets.addItems(list(sheets))
        self._sheets.setCurrentText(reading.table.sheet)

    def _show_chips(self) -> None:
        """Show what each column of the table holds."""
        reading = self._reading
        if reading is None:
            self._chips.show_columns((), ())
            return
        rows = (row for row in reading.table.rows if row.number == reading.mapping.header)
        row = next(rows, None)
        columns = reading.mapping.columns
        headings = ["" if row is None else row.text(place) for place in range(len(columns))]
        self._chips.show_columns(headings, columns)

    def _choose_column(self, place: int, column: Column) -> None:
        """Read the rows again with another meaning of a column, and remember it."""
        reading = self._reading
        if reading is None:
            return
        mapping = reading.mapping.with_column(place, column)
        if mapping.fingerprint:
            columns = tuple(column.value for column in mapping.columns)
            chosen = ChosenColumns(mapping.fingerprint, columns)
            self._desk.change_settings(self._desk.settings.with_columns(chosen))
        self._look_again(mapping=mapping)

    def _show_start(self) -> None:
        """Offer to let the session start when the table does."""
        reading, plan = self._reading, self._plan()
        start = None if reading is None else reading.own_start
        is_other = start is not None and plan is not None and start != clock_of(plan)
        self._starts.setVisible(is_other)
        if start is not None:
            clock = clock_words(interface(), start)
            self._starts.setText(_("The session starts {clock}, as the table does", clock=clock))
            self._starts.setAccessibleName(self._starts.text())
            self._starts.updateGeometry()

    def _show_only_told(self, is_on: bool) -> None:
        self._only_told.show_words(self._only_told.text(), Tone.BLUE if is_on else Tone.GREY)
        self._model.show_only_told(is_on)

    def _show_choice(self, _is_on: bool) -> None:
        for button in (self.keep, self.follow):
            button.show_words(button.text(), Tone.BLUE if button.isChecked() else Tone.GREY)
        if self._what_counts.checkedButton() is not None:
            self._say("")

    def _choose_nothing(self) -> None:
        # A group of exclusive buttons cannot be left without a choice otherwise.
        self._what_counts.setExclusive(False)
        for button in (self.keep, self.follow):
            button.setChecked(False)
        self._what_counts.setExclusive(True)

    def _show_row(self) -> None:
        """Say the whole of the chosen row below the table, where nothing is cut."""
        row = self.table.currentIndex().row()
        lines = self._model.lines
        words = spoken_line(lines[row]) if 0 <= row < len(lines) else ""
        self._row_words.setText(words)
        self._row_words.setVisible(bool(words))

    def _summary_words(self, reading: Reading) -> str:
        preview = reading.preview
        tr = interface()
        count = _n("{count} block", "{count} blocks", len(preview.blocks))
        path, table = reading.source.path, reading.table
        source = _("Pasted table") if path is None else path.name
        time = minutes_text(tr, preview.length)
        parts = [_("{source}: {blocks}, {time}.", source=source, blocks=count, time=time)]
        if table.encoding_guessed:
            parts.append(_("The letters are guessed: look at å, ä and ö."))
        if table.quotes_ignored:
            parts.append(_("A quote is never closed."))
        if reading.mapping.remembered:
            parts.append(_("Columns as you chose them before."))
        stuck = blocked(preview)
        if stuck:
            named = ", ".join(map(str, stuck[:_NAMED_AT_MOST]))
            more = "…" if len(stuck) > _NAMED_AT_MOST else ""
            parts.append(
                _n(
                    "{count} row cannot be a block: {rows}.",
                    "{count} rows cannot be blocks: {rows}.",
                    len(stuck),
                    rows=named + more,
                )
            )
        told = sum(line.is_told for line in reading.lines)
        if told:
            parts.append(_n("{count} row to look at.", "{count} rows to look at.", told))
        return " ".join(parts)

    def _replace(self) -> None:
        reading = self._reading
        if reading is None:
            return
        start = reading.own_start if self._starts.isChecked() else None
        self._take(lambda plan, blocks: replaced(plan, blocks, start), _("The plan is replaced"))

    def _add(self) -> None:
        self._take(added, _("Added at the end"))

    def _take(self, put: Callable[[Plan, Sequence[Block]], Plan], words: str) -> None:
        """Put the blocks into the plan in one step, or say what is missing."""
        reading, plan = self._reading, self._plan()
        if reading is None or plan is None or self.is_reading or not reading.preview.blocks:
            return
        if reading.has_conflicts and self._what_counts.checkedButton() is None:
            self._say(_("Choose first what counts: the clock times or the lengths."))
            self.keep.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        blocks = blocks_of(
            reading.preview, new_id=lambda: uuid.uuid4().hex, fix_starts=self.keep.isChecked()
        )
        count = _n("{count} block", "{count} blocks", len(blocks))
        problem = edit_plan(
            self._desk,
            lambda planner: planner.change_plan(PlanStep.IMPORT, put(plan, blocks)),
            _("{what}: {blocks}.", what=words, blocks=count),
        )
        if problem:
            self._say(problem)
        else:
            self.close_over()

    def _plan(self) -> Plan | None:
        controller = self._desk.controller
        return None if controller is None else controller.plan

    def _say(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _retheme_panel(self) -> None:
        px = theme().px
        self.card.body.setSpacing(px(12))
        for row in (self._head, self._mapping_row, self._foot, self._conflict_row):
            row.setSpacing(px(10))
        self._mapping.setFixedHeight(px(46))


def _key(standard: QKeySequence.StandardKey) -> str:
    return QKeySequence(standard).toString(QKeySequence.SequenceFormat.NativeText)


def _remembered(settings: Settings) -> dict[str, tuple[Column, ...]]:
    """Return the columns that were chosen for headings; a meaning that is not known is left out."""
    known = {column.value: column for column in Column}
    return {
        chosen.fingerprint: tuple(known[name] for name in chosen.columns)
        for chosen in settings.import_columns
        if known.keys() >= set(chosen.columns)
    }
