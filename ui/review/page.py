"""The review: what was planned, what happened, and what was written down (R1)."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.actions import Actions
from ui.desk import Desk
from ui.forms.beside import lay_beside
from ui.forms.panel import WIDTH, SidePanel
from ui.models.notes_model import NotesModel, linked_titles
from ui.models.review_model import ReviewModel
from ui.people.register_steps import RegisterSteps
from ui.people.stays_editor import StaysEditor
from ui.review.attendance_card import AttendanceCard
from ui.review.export_offers import agenda_offers, record_offers
from ui.review.export_panel import ExportPanel
from ui.review.polls_card import PollsCard
from ui.review.table import ReviewTable
from ui.run.notes_list import NotesList
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, key_text
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.strip import StripWidget, actual_strip, planned_strip
from ui.widgets.tabs import FilterTabs, SegmentedControl, SegmentKind
from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.presence import all_attended
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.figures import (
    Figure,
    attendance_figures,
    block_rows,
    figures,
    longest_overrun,
    span_words,
)
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, incident_words, reason_words, tag_word

_STRIP_HEIGHT = 34
_LEAST_CARD = 168
_FIGURES = 6


class ReviewPage(QWidget):
    """Looks back on the desk's open session; before it has run it says how to begin."""

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self.figures = _FiguresCard(actions)
        self.times = _TimesCard()
        self.attendance = AttendanceCard()
        self.blocks = _BlocksCard()
        self.table = _TableCard(self.attendance, self.blocks)
        self.steps = RegisterSteps(desk)
        self.stays = StaysPanel(self.steps)
        self.stays.hide()
        self.notes = _NotesCard()
        self.incidents = _IncidentsCard()
        self.polls = PollsCard(desk)
        self.export_panel = ExportPanel(
            desk,
            title=_("Export"),
            offers=[(_("Record"), record_offers()), (_("Agenda"), agenda_offers(is_on=False))],
        )
        self.export_panel.hide()
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
        self.attendance.correction_wanted.connect(self._open_stays)
        self.stays.closed.connect(self.table.take_focus)
        follow_theme(self._retheme)

    def open_session(self) -> None:
        """Show the session that the desk has opened."""
        self.export_panel.hide()
        self.stays.hide()
        self._show()

    def open_export(self) -> None:
        """Show the review with the panel for exports."""
        self._actions["go.review"].trigger()
        self.stays.hide()
        self.export_panel.show()
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
        if self.stays.isVisible():
            self.stays.editor.refresh()
        self.notes.show_run(controller)
        self.incidents.show_run(controller)
        self.polls.show_run(controller)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below where there is no room beside."""
        super().resizeEvent(event)
        self._lay_panels()

    def _lay_panels(self) -> None:
        for panel in (self.export_panel, self.stays):
            lay_beside(self._row, panel, WIDTH, self)

    def _open_stays(self, person: PersonId) -> None:
        """Show the stays of a person beside, to correct them."""
        self.export_panel.hide()
        self.stays.show()
        self.stays.editor.show_person(person)
        self.stays.editor.take_focus()

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.figures, 0, 0, 1, 2)
        self._grid.addWidget(self.times, 1, 0)
        self._grid.addWidget(self.table, 2, 0, 2, 1)
        self._side = QVBoxLayout()
        self._side.addWidget(self.polls)
        self._side.addWidget(self.notes, 1)
        self._side.addWidget(self.incidents)
        self._grid.addLayout(self._side, 1, 1, 3, 1)
        self._grid.setColumnStretch(0, 11)
        self._grid.setColumnStretch(1, 9)
        self._grid.setRowStretch(2, 1)
        self._empty_card = Card()
        self._empty_card.body.addWidget(self.empty)
        self._empty_card.hide()
        # With large texts in a low window the review is moved through as a whole.
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(self._scroll, 1)
        self._row.addWidget(self._empty_card, 1)
        self._row.addWidget(self.export_panel)
        self._row.addWidget(self.stays)

    def _retheme(self) -> None:
        self._lay_panels()
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._grid.setSpacing(gap)
        self._side.setSpacing(gap)
        for card in (self.table, self.notes):
            card.setMinimumHeight(theme().px(_LEAST_CARD))


class _FiguresCard(Card):
    """The large figures, and the way to an export."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._row = QHBoxLayout()
        self._values: list[tuple[SafeLabel, SafeLabel]] = []
        for _place in range(_FIGURES):
            column = QVBoxLayout()
            column.setSpacing(0)
            value = SafeLabel("", role=Role.HEADING_LARGE)
            caption = SafeLabel("", role=Role.SECONDARY, colour="muted", wrap=True)
            column.addWidget(value)
            column.addWidget(caption)
            column.addStretch(1)
            self._values.append((value, caption))
            self._row.addLayout(column)
        self._row.addStretch(1)
        self.rehearsal = Chip(_("Rehearsal: not a real session"), Tone.PLUM)
        self._row.addWidget(self.rehearsal)
        self._row.addWidget(
            ActionButton(actions["session.export"], ButtonKind.PRIMARY, label=_("Export"))
        )
        self.body.addLayout(self._row)
        follow_theme(self._respace)

    def show_run(self, controller: SessionController, *, is_rehearsal: bool) -> None:
        """Show the figures of a run."""
        self.rehearsal.setVisible(is_rehearsal)
        tr, register, span = interface(), controller.register, controller.span()
        there = {} if span is None else all_attended(register.presences, span)
        shown: list[Figure | None] = [
            *attendance_figures(tr, register.expected, there),
            *figures(tr, controller.plan, controller.projection(), controller.notebook.notes),
        ]
        shown += [None] * (_FIGURES - len(shown))
        for (value, caption), figure in zip(self._values, shown, strict=True):
            _show_figure(value, caption, figure)

    def _respace(self) -> None:
        self._row.setSpacing(theme().px(36))


class _TimesCard(Card):
    """Planned and actual, one strip below the other."""

    def __init__(self) -> None:
        super().__init__()
        self._planned_words = SafeLabel("", role=Role.SECONDARY, colour="muted")
        self._actual_words = SafeLabel("", role=Role.SECONDARY, colour="muted")
        self._planned = StripWidget(height=_STRIP_HEIGHT)
        self._actual = StripWidget(height=_STRIP_HEIGHT)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.body.addWidget(CapsLabel(_("Planned and actual")))
        self.body.addWidget(self._planned_words)
        self.body.addWidget(self._planned)
        self.body.addWidget(self._actual_words)
        self.body.addWidget(self._actual)
        self.body.addWidget(self._summary)

    def show_run(self, controller: SessionController) -> None:
        """Show the strips of a run."""
        tr = interface()
        plan, projection = controller.plan, controller.projection()
        planned = span_words(tr, plan.start, plan.schedule[-1].end, plan.zone)
        self._planned_words.setText(_("Planned {times}", times=planned))
        begun = controller.run.state.spells[0].start
        actual = span_words(tr, begun, projection.projected_end, plan.zone)
        words = _("Actual {times}", times=actual)
        if projection.phase is not Phase.ENDED:
            words = _("Actual so far, and expected {times}", times=actual)
        self._actual_words.setText(words)
        self._planned.show_state(planned_strip(plan, tr, faded=True))
        self._actual.show_state(actual_strip(plan, projection, tr))
        parts = [longest_overrun(tr, plan, projection)]
        why = reason_words(tr, controller.reasons())
        if why:
            parts.append(_("In all: {reasons}.", reasons=why))
        self._summary.setText(" ".join(parts))


class _TableCard(Card):
    """The people or the blocks, one behind the other."""

    def __init__(self, people: AttendanceCard, blocks: _BlocksCard) -> None:
        super().__init__()
        self._people, self._blocks = people, blocks
        self._tabs = SegmentedControl(
            [_("Attendance"), _("Blocks")],
            self,
            name=_("What is listed"),
            kind=SegmentKind.SOFT,
        )
        self._pages = QStackedWidget()
        for card in (people, blocks):
            card.set_plain()
            self._pages.addWidget(card)
        head = QHBoxLayout()
        head.addWidget(self._tabs)
        head.addStretch(1)
        head.addWidget(people.legend)
        self.body.addLayout(head)
        self.body.addWidget(self._pages, 1)
        self._tabs.currentChanged.connect(self._show_page)
        self._is_offered = True

    def offer_people(self, *, is_offered: bool) -> None:
        """Offer the people, and show them first; without people only the blocks are shown."""
        if is_offered is not self._is_offered:
            self._is_offered = is_offered
            self._tabs.setVisible(is_offered)
            self._tabs.setCurrentIndex(0 if is_offered else 1)

    def _show_page(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._people.legend.setVisible(place == 0)

    def take_focus(self) -> None:
        """Put the keyboard on the list that is shown."""
        shown: QWidget = self._people.list if self._tabs.currentIndex() == 0 else self._blocks.table
        shown.setFocus(Qt.FocusReason.OtherFocusReason)


class StaysPanel(SidePanel):
    """The stays of one person, beside the review."""

    def __init__(self, steps: RegisterSteps) -> None:
        """Make the panel."""
        super().__init__(_("Correct attendance"))
        self.editor = StaysEditor(steps, self, has_back=False)
        self.content.addWidget(self.editor)
        self.content.addStretch(1)
        self.editor.closed.connect(self.close_panel)


class _BlocksCard(Card):
    """The table of blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.model = ReviewModel(self)
        self.table = ReviewTable(self.model)
        self.table.setAccessibleName(_("Blocks, planned and actual"))
        self.body.addWidget(self.table, 1)

    def show_run(self, controller: SessionController) -> None:
        """Show the blocks of a run."""
        self.model.show_rows(block_rows(interface(), controller.plan, controller.projection()))


class _NotesCard(Card):
    """The notes, all or those with one tag."""

    def __init__(self) -> None:
        super().__init__()
        self.model = NotesModel(self)
        self._tags: list[NoteTag | None] = [None]
        self.filters = FilterTabs(name=_("Which notes"))
        self.list = NotesList(self.model)
        self._none = SafeLabel(_("No notes were written."), colour="muted", wrap=True)
        self.body.addWidget(CapsLabel(_("Notes")))
        self.body.addWidget(self.filters)
        self.body.addWidget(self._none)
        self.body.addWidget(self.list, 1)
        self.filters.currentChanged.connect(self._filter)

    def show_run(self, controller: SessionController) -> None:
        """Show the notes of a run."""
        notes, plan = controller.notebook.notes, controller.plan
        self.model.show(notes, plan.zone, linked_titles(notes, plan, controller.run.state))
        counts = self.model.counts()
        chosen = self._tags[max(0, self.filters.currentIndex())]
        self._tags = [None, *(tag for tag in NoteTag if counts.get(tag))]
        names = [_("All") if tag is None else tag_word(interface(), tag) for tag in self._tags]
        self.filters.show_items(
            [f"{name} {counts[tag]}" for name, tag in zip(names, self._tags, strict=True)]
        )
        self.filters.setCurrentIndex(self._tags.index(chosen) if chosen in self._tags else 0)
        has_notes = bool(controller.notebook.notes)
        self.filters.setVisible(has_notes)
        self._none.setVisible(not has_notes)

    def _filter(self, place: int) -> None:
        if 0 <= place < len(self._tags):
            self.model.filter(self._tags[place])


class _IncidentsCard(Card):
    """What happened to the computer during the run."""

    def __init__(self) -> None:
        super().__init__()
        self._lines = SafeLabel("", colour="body", wrap=True)
        self.body.addWidget(CapsLabel(_("Incidents")))
        self.body.addWidget(self._lines)

    def show_run(self, controller: SessionController) -> None:
        """Show the incidents of a run."""
        tr = interface()
        zone = controller.plan.zone
        lines = [
            f"{clock_text(tr, incident.at, zone)}  {incident_words(tr, incident)}"
            for incident in controller.incidents
            if incident.is_worth_telling
        ]
        self._lines.setText("\n".join(lines) or _("None: the computer kept running."))


def _show_figure(value: SafeLabel, caption: SafeLabel, figure: Figure | None) -> None:
    for label in (value, caption):
        label.setVisible(figure is not None)
    if figure is None:
        return
    value.setText(figure.value)
    caption.setText(figure.caption)
