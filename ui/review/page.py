"""The review: what was planned, what happened, and what was written down (R1)."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Actions
from ui.desk import Desk
from ui.forms.beside import lay_beside
from ui.forms.panel import WIDTH, SidePanel
from ui.people.register_steps import RegisterSteps
from ui.people.stays_editor import StaysEditor
from ui.review.attendance_card import ROW_HEIGHT, AttendanceCard
from ui.review.export_offers import agenda_offers, record_offers
from ui.review.export_panel import ExportPanel
from ui.review.figures_card import FiguresCard
from ui.review.incidents_card import IncidentsCard
from ui.review.lists_card import BlocksCard, ListsCard
from ui.review.note_panel import NotePanel
from ui.review.notes_card import NotesCard
from ui.review.polls_card import PollsCard
from ui.review.rooms_card import RoomsCard
from ui.review.rows_panel import RowsOf, RowsPanel
from ui.review.times_card import TimesCard
from ui.theme import follow_theme, theme
from ui.widgets.buttons import key_text
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from virtu_desktop.domain.notes import NoteId
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.i18n import _

_LEAST_CARD = 168
_LEAST_NOTES = 360
_LIST_HEAD = 112
_PEOPLE_SHOWN = 30
_TWO_COLUMNS_FROM = 940
# So many polls are longer than everything else together: they have a column for themselves.
_MANY_POLLS = 3


class ReviewPage(QWidget):
    """Looks back on the desk's open session; before it has run it says how to begin."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._arranged: tuple[bool, bool] | None = None
        self._tab_order: list[QWidget] = []
        self.figures = FiguresCard(actions)
        self.times = TimesCard()
        self.attendance = AttendanceCard()
        self.blocks = BlocksCard()
        self.table = ListsCard(self.attendance, self.blocks)
        self.steps = RegisterSteps(desk)
        self.stays = StaysPanel(self.steps)
        self.note = NotePanel(desk)
        self.rows = RowsPanel()
        self.notes = NotesCard()
        self.rooms = RoomsCard()
        self.incidents = IncidentsCard()
        self.polls = PollsCard(desk)
        self.export_panel = ExportPanel(
            desk,
            title=_("Export"),
            offers=[(_("Record"), record_offers()), (_("Agenda"), agenda_offers(is_on=False))],
        )
        self._panels = (self.export_panel, self.stays, self.note, self.rows)
        self.empty = EmptyState(
            _("Nothing to look back on yet"),
            _(
                "When the session has run, its planned and actual times, notes and incidents"
                " stand here, ready to be exported."
            ),
            _("Go to the run"),
            key=key_text(actions["go.run"]),
        )
        self._build()
        self.empty.started.connect(actions["go.run"].trigger)
        actions.bind("session.export", self.open_export, lambda: desk.controller is not None)
        desk.opened.connect(self.open_session)
        desk.changed.connect(self._follow)
        self._connect()
        follow_theme(self._retheme)

    def _connect(self) -> None:
        self.attendance.correction_wanted.connect(self._open_stays)
        self.stays.closed.connect(self.table.take_focus)
        self.notes.correction_wanted.connect(self._open_note)
        self.note.closed.connect(self.notes.take_focus)
        self.times.picked.connect(self.table.show_block)
        for card in (
            self.figures,
            self.times,
            self.blocks,
            self.polls,
            self.rooms,
            self.incidents,
        ):
            card.opened.connect(self._open_rows)

    def open_session(self) -> None:
        """Show the session that the desk has opened."""
        self._show_panel(None)
        self._show()

    def open_export(self) -> None:
        """Show the review with the panel for exports."""
        self._actions["go.review"].trigger()
        self._show_panel(self.export_panel)
        self.export_panel.begin()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what has happened meanwhile."""
        super().showEvent(event)
        self._show()
        self.table.take_focus()

    def _follow(self, areas: Collection[Area]) -> None:
        if self.isVisible() and set(areas) - {Area.CLOCK}:
            self._show()

    def _show(self) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        is_empty = controller.run.state.phase is Phase.NOT_STARTED
        self._empty_card.setVisible(is_empty)
        self._scroll.setVisible(not is_empty)
        if is_empty:
            return
        self.figures.show_run(controller, is_rehearsal=self._desk.kind is RunKind.REHEARSAL)
        self.times.show_run(controller)
        self.blocks.show_run(controller)
        self.attendance.show_run(controller)
        self.table.offer_people(is_offered=self.attendance.has_people)
        self.notes.show_run(controller)
        self.rooms.show_run(controller)
        self.incidents.show_run(controller)
        self.polls.show_run(controller)
        if self.stays.isVisible():
            self.stays.editor.refresh()
        if self.note.isVisible():
            self.note.refresh()
        if self.rows.isVisible():
            self.rows.refresh(controller)
        self._lay_columns()
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Let Tab go through the cards as they are read, also through parts that came later."""
        rest: tuple[Card, ...] = (self.rooms, self.notes, self.incidents)
        has_many = self._arranged is not None and self._arranged[1]
        side = (*rest, self.polls) if has_many else (self.polls, *rest)
        cards: tuple[Card, ...] = (self.figures, self.times, self.table, *side)
        order = [
            part
            for card in cards
            for part in card.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if order != self._tab_order:
            self._tab_order = order
            for before, after in pairwise(order):
                QWidget.setTabOrder(before, after)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below where there is no room beside."""
        super().resizeEvent(event)
        self._lay_panels()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the cards one below the other where there is no room for two columns."""
        if watched is self._scroll.viewport() and event.type() == QEvent.Type.Resize:
            self._lay_columns()
        return super().eventFilter(watched, event)

    def _lay_panels(self) -> None:
        for panel in self._panels:
            lay_beside(self._row, panel, WIDTH, self)

    def _lay_columns(self) -> None:
        """Share the cards out so that no column stands empty beside a long one."""
        is_narrow = self._scroll.viewport().width() < theme().px(_TWO_COLUMNS_FROM)
        has_many = not is_narrow and len(self.polls.parts) >= _MANY_POLLS
        if self._arranged != (is_narrow, has_many):
            self._arranged = (is_narrow, has_many)
            self._arrange(is_narrow=is_narrow, has_many=has_many)
        self._set_least_heights()

    def _arrange(self, *, is_narrow: bool, has_many: bool) -> None:
        for column in (self._main, self._side):
            self._grid.removeItem(column)
            while column.takeAt(0) is not None:
                pass
        self._main.addWidget(self.times)
        self._main.addWidget(self.table, 1)
        self._side.addWidget(self.polls)
        rest = self._main if has_many else self._side
        rest.addWidget(self.rooms)
        rest.addWidget(self.notes, 1)
        rest.addWidget(self.incidents)
        if has_many:
            self._side.addStretch(1)
        if is_narrow:
            self._grid.addLayout(self._main, 1, 0, 1, 2)
            self._grid.addLayout(self._side, 2, 0, 1, 2)
        else:
            self._grid.addLayout(self._main, 1, 0)
            self._grid.addLayout(self._side, 1, 1)
        self._order_tabs()

    def _set_least_heights(self) -> None:
        """Show whole lists where the review is moved through anyway; else they move inside."""
        px = theme().px
        table = notes = _LEAST_CARD
        if self._arranged is not None and any(self._arranged):
            people = min(self.attendance.model.rowCount(), _PEOPLE_SHOWN)
            table = max(_LEAST_CARD, _LIST_HEAD + people * ROW_HEIGHT)
            if self.notes.model.rowCount():
                notes = _LEAST_NOTES
        self.table.setMinimumHeight(px(table))
        self.notes.setMinimumHeight(px(notes))

    def _open_stays(self, person: PersonId) -> None:
        """Show the stays of a person beside, to correct them."""
        self._show_panel(self.stays)
        self.stays.editor.show_person(person)
        self.stays.editor.take_focus()

    def _open_note(self, note: NoteId) -> None:
        """Show a note beside, to correct its tag."""
        self._show_panel(self.note)
        self.note.show_note(note)

    def _open_rows(self, opener: QWidget, source: RowsOf) -> None:
        """Show the rows behind a figure beside."""
        controller = self._desk.controller
        if controller is not None:
            self._show_panel(self.rows)
            self.rows.open_rows(source, controller, opener)
            # Once the cards have moved beside the panel, the figure is still to be seen.
            QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(opener))

    def _show_panel(self, shown: SidePanel | None) -> None:
        """Show one of the panels and put the others away."""
        for panel in self._panels:
            panel.setVisible(panel is shown)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.figures, 0, 0, 1, 2)
        self._main = QVBoxLayout()
        self._side = QVBoxLayout()
        self._grid.setColumnStretch(0, 11)
        self._grid.setColumnStretch(1, 9)
        self._grid.setRowStretch(1, 1)
        self._empty_card = Card()
        self._empty_card.body.addWidget(self.empty)
        self._empty_card.hide()
        # With large texts in a low window the review is moved through as a whole.
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.viewport().installEventFilter(self)
        self._row.addWidget(self._scroll, 1)
        self._row.addWidget(self._empty_card, 1)
        for panel in self._panels:
            self._row.addWidget(panel)
        self._show_panel(None)

    def _retheme(self) -> None:
        self._lay_panels()
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._grid.setSpacing(gap)
        self._main.setSpacing(gap)
        self._side.setSpacing(gap)
        self._lay_columns()


class StaysPanel(SidePanel):
    """The stays of one person, beside the review."""

    def __init__(self, steps: RegisterSteps) -> None:
        """Make the panel."""
        super().__init__(_("Correct attendance"))
        self.editor = StaysEditor(steps, self, has_back=False)
        self.content.addWidget(self.editor)
        self.content.addStretch(1)
        self.editor.closed.connect(self.close_panel)
