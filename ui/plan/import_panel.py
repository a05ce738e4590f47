"""Imports an agenda of a spreadsheet into the open plan, after a look at every row (P7)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.table_overlay import TableOverlay, headings_of, reading_words
from ui.models.import_model import blocked, import_headings
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
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.templates import clock_of
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.exchange.agenda_columns import Column, ColumnMapping, column_word
from virtu_desktop.exchange.agenda_import import blocks_of
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import minutes_text

_NAMED_AT_MOST = 12


class ImportPanel(TableOverlay):
    """Nothing of the plan changes until it is taken, and then in one step."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed panel over ``parent``."""
        empty = EmptyState(
            _("From a spreadsheet"),
            _(
                "Choose an .xlsx or .csv file, or copy the rows with their headings and paste"
                " them here. You see what becomes of every row before the plan changes."
            ),
        )
        super().__init__(
            desk,
            parent,
            title=_("Import an agenda"),
            failed=_("This cannot be read; the plan is as it was."),
            headings=import_headings,
            layout=IMPORT_LAYOUT,
            columns=[(column, column_word(interface(), column)) for column in Column],
            ignored=Column.IGNORED,
            empty=empty,
            kept_as="",
        )
        self._reading: Reading | None = None
        self._sheets = QComboBox()
        self._sheets.setAccessibleName(_("Sheet"))
        self._sheets.activated.connect(self._choose_sheet)
        self.mapping_row.insertWidget(1, self._sheets)
        self._build_choices()
        self._build_foot()
        self.picked.connect(lambda paths: self.read_file(paths[0]))
        self.pasted.connect(lambda text: self._read(Source(text=text)))
        self.wanted.connect(self._replace)
        self.chips.chosen.connect(self._choose_column)
        follow_theme(self._retheme_panel)

    def forget(self) -> None:
        """Go back to the first step."""
        super().forget()
        self._reading = None
        self._choose_nothing()
        self.show_nothing()
        for widget in (self._sheets, self._starts, self._conflict, self.add, self.replace):
            widget.hide()

    def read_file(self, path: Path, sheet: str | None = None) -> None:
        """Read a table of a file in the background and show what would become of it."""
        self._read(Source(path=path, sheet=sheet))

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
        self.add = PaintedButton(_("Add at the end"))
        self.replace = PaintedButton(
            _("Replace the plan"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter")
        )
        self.add.clicked.connect(self._add)
        self.replace.clicked.connect(self._replace)
        self.foot.addWidget(self.add)
        self.foot.addWidget(self.replace)
        self.card.body.addLayout(self.foot)

    def _choose_sheet(self, _place: int) -> None:
        if self._reading is not None and self._reading.source.path is not None:
            self.read_file(self._reading.source.path, self._sheets.currentText())

    def _read(self, source: Source) -> None:
        plan = self._plan()
        if plan is None:
            return
        # Another table starts where it wants to; the switch belongs to the one before.
        self._starts.blockSignals(True)
        self._starts.setChecked(False)
        self._starts.blockSignals(False)
        self._choose_nothing()
        remembered, tr = self.memory.known(Column), interface()
        self.ask(
            _("Reading…"),
            lambda: read_source(source, plan=plan, keeps_start=True, remembered=remembered, tr=tr),
            self._take_reading,
        )

    def _look_again(self, _changed: object = None, *, mapping: ColumnMapping | None = None) -> None:
        """Read the rows of the same table again, with other columns or another start."""
        reading, plan = self._reading, self._plan()
        if reading is None or plan is None:
            return
        columns = reading.mapping if mapping is None else mapping
        keeps_start, tr = not self._starts.isChecked(), interface()
        self.ask(
            _("Reading…"),
            lambda: read_again(
                reading.source, reading.table, columns, plan=plan, keeps_start=keeps_start, tr=tr
            ),
            self._take_reading,
        )

    def _take_reading(self, reading: Reading) -> None:
        """Show what was read."""
        is_first = self._reading is None
        self._reading = reading
        mapping = reading.mapping
        headings = headings_of(reading.table, mapping.header, len(mapping.columns))
        self.show_table(
            reading.lines, _summary_words(reading), headings, mapping.columns, is_first=is_first
        )
        self._show_sheets(reading)
        self._show_start(reading)
        self._conflict.setVisible(reading.has_conflicts)
        words = _n(
            "In {count} row the clock time and the lengths disagree. What counts?",
            "In {count} rows the clock times and the lengths disagree. What counts?",
            reading.preview.conflicts,
        )
        self._conflict_words.setText(words)
        for button in (self.add, self.replace):
            button.setEnabled(bool(reading.preview.blocks))
            button.show()

    def _show_sheets(self, reading: Reading) -> None:
        sheets = reading.table.sheets
        self._sheets.setVisible(len(sheets) > 1)
        self._sheets.clear()
        self._sheets.addItems(list(sheets))
        self._sheets.setCurrentText(reading.table.sheet)

    def _choose_column(self, place: int, column: Column) -> None:
        """Read the rows again with another meaning of a column, and remember it."""
        if self._reading is not None:
            mapping = self._reading.mapping.with_column(place, column)
            self.memory.keep(mapping.fingerprint, mapping.columns)
            self._look_again(mapping=mapping)

    def _show_start(self, reading: Reading) -> None:
        """Offer to let the session start when the table does."""
        start, plan = reading.own_start, self._plan()
        self._starts.setVisible(start is not None and plan is not None and start != clock_of(plan))
        if start is not None:
            clock = clock_words(interface(), start)
            self._starts.setText(_("The session starts {clock}, as the table does", clock=clock))
            self._starts.setAccessibleName(self._starts.text())
            self._starts.updateGeometry()

    def _show_choice(self, _is_on: bool) -> None:
        for button in (self.keep, self.follow):
            button.show_words(button.text(), Tone.BLUE if button.isChecked() else Tone.GREY)
        if self._what_counts.checkedButton() is not None:
            self.say("")

    def _choose_nothing(self) -> None:
        # A group of exclusive buttons cannot be left without a choice otherwise.
        self._what_counts.setExclusive(False)
        for button in (self.keep, self.follow):
            button.setChecked(False)
        self._what_counts.setExclusive(True)

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
        if reading is None or plan is None or self.is_busy or not reading.preview.blocks:
            return
        if reading.has_conflicts and self._what_counts.checkedButton() is None:
            self.say(_("Choose first what counts: the clock times or the lengths."))
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
            self.say(problem)
        else:
            self.close_over()

    def _plan(self) -> Plan | None:
        controller = self._desk.controller
        return None if controller is None else controller.plan

    def _retheme_panel(self) -> None:
        self._conflict_row.setSpacing(theme().px(10))


def _summary_words(reading: Reading) -> str:
    preview, table = reading.preview, reading.table
    tr = interface()
    count = _n("{count} block", "{count} blocks", len(preview.blocks))
    path = reading.source.path
    source = _("Pasted table") if path is None else path.name
    time = minutes_text(tr, preview.length)
    parts = [_("{source}: {blocks}, {time}.", source=source, blocks=count, time=time)]
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
    parts += reading_words(
        reading.lines, guessed=table.encoding_guessed, quotes=table.quotes_ignored
    )
    return " ".join(parts)
