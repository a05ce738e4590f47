"""The library: every programme with its groups and sessions, and the way to a new session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.desk import Desk
from ui.forms.beside import lay_beside
from ui.forms.panel import WIDTH, SidePanel
from ui.library.deleting import DeleteQuestion, Deleting, made_items
from ui.library.grid import GAP, ShelfGrid
from ui.library.new_panel import NewSessionPanel
from ui.library.new_session import NewSession
from ui.library.programme_form import as_shelf
from ui.library.shelf import Shelf, read_shelf
from ui.library.trend_card import TrendCard
from ui.library.words import group_words, time_words
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ActionButton, ButtonKind, PaintedButton, key_text
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.programme import (
    GroupId,
    ProgrammeId,
    Session,
    SessionId,
    SessionSummary,
)
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import DeleteTemplate, SaveTemplate, SessionRecord
from virtu_desktop.engine.new_programme import NewProgramme
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import date_text

if TYPE_CHECKING:
    from ui.library.deleted_panel import DeletedPanel
    from ui.library.export_panel import LibraryExport
    from ui.library.programme_panel import NewProgrammePanel

_Panel = TypeVar("_Panel", bound=SidePanel)
_SAVED_WITHIN_S = 5.0
# The greatest height that a widget can have.
_NO_LIMIT = 16_777_215


class LibraryPage(QWidget):
    """Shows the library of the desk.

    session_chosen carries the id of a session to open, shelf_shown what is shown now. A session
    that was made here is opened on the desk at once.
    """

    session_chosen = Signal(object)
    shelf_shown = Signal(object)

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it reads the library when it is shown or told to."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._shelf = Shelf()
        self._wanted: SessionId | None = None
        self.continue_card = _ContinueCard()
        self.grid = ShelfGrid()
        self.grid.setAccessibleName(_("Programmes and sessions"))
        self.empty = EmptyState(
            _("No sessions yet"),
            _(
                "Begin with a ready half-day: choose one of the three, give it a date, and run it."
                " You can change every block of it. For several groups with several half-days,"
                " begin with a programme."
            ),
            _("New session"),
            key=key_text(actions["library.new_session"]),
        )
        self.new_panel = NewSessionPanel()
        self.new_panel.hide()
        self._panels: list[SidePanel] = [self.new_panel]
        self.trend = TrendCard(desk)
        self.preview = _Preview()
        self.preview.hide()
        self.begin_programme = ActionButton(actions["library.new_programme"])
        self.begin_export = ActionButton(actions["library.export"], label=_("Export…"))
        self.open_report = ActionButton(actions["library.report"], label=_("Report and privacy"))
        self.open_roster = ActionButton(actions["people.roster"], label=_("Roster"))
        self.question = DeleteQuestion()
        self.begin_deleted = ActionButton(
            actions["library.deleted"], ButtonKind.QUIET, label=_("Deleted…")
        )
        self._build()
        self.deleting = Deleting(desk, actions, self.grid, self.question, self)
        self.question.closed.connect(self._focus_list)
        self.grid.selectionModel().currentChanged.connect(lambda: actions.refresh())
        self.grid.chosen.connect(self.session_chosen)
        self.grid.height_changed.connect(self._fit_card)
        self.continue_card.chosen.connect(self.session_chosen)
        self.empty.started.connect(actions["library.new_session"].trigger)
        self.new_panel.made.connect(self._take_new)
        self.new_panel.closed.connect(self._focus_list)
        self.new_panel.templates.renamed.connect(self._rename_template)
        self.new_panel.templates.deleted.connect(self._delete_template)
        actions.bind("library.new_session", self.new_session)
        actions.bind("library.new_programme", self.new_programme)
        actions.bind("library.export", self.export_sessions, lambda: bool(self._shelf.sessions))
        actions.bind("library.deleted", self.open_deleted, lambda: bool(self._shelf.deletions))
        desk.library_changed.connect(self.refresh)
        follow_theme(self._retheme)

    @cached_property
    def programme_panel(self) -> NewProgrammePanel:
        """Return the panel for a new programme, made when it is first needed."""
        from ui.library.programme_panel import NewProgrammePanel

        made = self._beside(NewProgrammePanel())
        made.made.connect(self._take_programme)
        made.previewed.connect(self.preview.show_made)
        made.closed.connect(self._leave_programme)
        return made

    @cached_property
    def export_panel(self) -> LibraryExport:
        """Return the panel that exports sessions, made when it is first needed."""
        from ui.library.export_panel import LibraryExport

        made = self._beside(LibraryExport(self._desk))
        made.closed.connect(self._focus_list)
        return made

    @cached_property
    def deleted_panel(self) -> DeletedPanel:
        """Return the panel of what was deleted, made when it is first needed."""
        from ui.library.deleted_panel import DeletedPanel

        made = self._beside(DeletedPanel(self._desk))
        made.follow(self._shelf)
        self.shelf_shown.connect(made.follow)
        made.closed.connect(self._focus_list)
        return made

    def _beside(self, panel: _Panel) -> _Panel:
        """Put a closed panel beside the list."""
        panel.hide()
        self._row.addWidget(panel)
        self._panels.append(panel)
        lay_beside(self._row, panel, WIDTH, self)
        return panel

    def refresh(self) -> None:
        """Read the library again in the background and show it."""
        self._read(self.show_shelf, self._desk.tell_failure)

    def _read(self, done: Callable[[Shelf], None], failed: Callable[[Exception], None]) -> None:
        library = self._desk.library

        def read() -> Shelf:
            # What was submitted a moment ago shall be in the list.
            library.flush(_SAVED_WITHIN_S)
            return read_shelf(library)

        self._desk.background.run(read, done, failed)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what the library holds."""
        self._shelf = shelf
        self.new_panel.follow(shelf)
        now = self._desk.clock.read().wall
        self.grid.show_shelf(shelf, now)
        self.trend.follow(shelf)
        self.deleting.show_shelf(shelf)
        self.begin_deleted.setVisible(bool(shelf.deletions))
        is_empty = not shelf.sessions and not shelf.programmes
        self.empty.setVisible(is_empty)
        self.grid.setVisible(not is_empty)
        self._show_wanted(shelf)
        self._fit_card()
        self.shelf_shown.emit(shelf)
        # A list that comes late must not take the keyboard from the screen shown meanwhile.
        if is_empty and self.isVisible() and self.focusWidget() in (None, self.grid):
            self._focus_list()
        unfinished = None if shelf.unfinished is None else shelf.session(shelf.unfinished)
        is_preview = self.preview.isVisible()
        self.continue_card.setVisible(unfinished is not None and not is_preview)
        if unfinished is not None:
            self.continue_card.show_session(unfinished, _whose(shelf, unfinished.group))

    def whose(self, session: Session) -> str:
        """Return programme and group of a session, programme first, or nothing."""
        return _whose(self._shelf, session.group)

    def chosen_programme(self) -> ProgrammeId | None:
        """Return the programme of the chosen session, or None."""
        session = self.grid.chosen_session
        groups = (one for one in self._shelf.groups if session and one.id == session.group)
        group = next(groups, None)
        return None if group is None else group.programme

    def new_session(self) -> None:
        """Show the library with the panel for a new session."""
        self._actions["go.library"].trigger()
        self._close_others(self.new_panel)
        self.new_panel.begin(self._shelf, self._desk.clock.read().wall)
        self.new_panel.show()
        self.new_panel.templates.take_focus()

    def new_programme(self) -> None:
        """Show the panel for a new programme, with what it would become in place of the list."""
        self._actions["go.library"].trigger()
        panel = self.programme_panel
        self._close_others(panel)
        self.preview.begin(self._desk.clock.read().wall)
        panel.begin(self._shelf, self._desk.clock.read().wall)
        for shown in (panel, self.preview):
            shown.show()
        for hidden in (self._card, self.continue_card, self._more):
            hidden.hide()
        self.trend.give_room(False)
        panel.take_focus()

    def export_sessions(self) -> None:
        """Show the panel that exports sessions, beginning with the chosen one."""
        self._close_others(self.export_panel)
        self.export_panel.show()
        self.export_panel.begin_with(self._shelf, self.grid.chosen_session)

    def open_deleted(self) -> None:
        """Show what was deleted, to be brought back or removed for good."""
        self._close_others(self.deleted_panel)
        self.deleted_panel.begin()

    def _close_others(self, panel: SidePanel) -> None:
        for other in self._panels:
            if other is not panel and other.isVisible():
                other.close_panel()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on the list of sessions."""
        super().showEvent(event)
        self._focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below where there is no room beside."""
        super().resizeEvent(event)
        self._lay()

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.question)
        self._column.addWidget(self.continue_card)
        self._card = Card()
        self._card.body.addWidget(self.grid, 1)
        self._card.body.addWidget(self.empty, 1)
        # The card is as high as its rows and no higher; the stretch takes what is left over.
        self._column.addWidget(self._card, 1000)
        self._column.addWidget(self.preview, 1000)
        # In a narrow window the buttons take two lines.
        self._more = QWidget()
        flow = FlowLayout(self._more)
        flow.setSpacing(10)
        for button in (
            self.begin_export,
            self.open_report,
            self.open_roster,
            self.begin_programme,
            self.begin_deleted,
        ):
            flow.addWidget(button)
        self._column.addWidget(self._more)
        self._column.addWidget(self.trend)
        self._column.addStretch(1)
        # With a trend below the list, the page is moved through as a whole.
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._content)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(self._scroll, 1)
        self.grid.selectionModel().currentChanged.connect(self._keep_in_sight)
        self.trend.shown.connect(self._fit_card)
        self._row.addWidget(self.new_panel)
        self.empty.hide()
        self.continue_card.hide()
        self.begin_deleted.hide()

    def _take_new(self, made: NewSession) -> None:
        self.new_panel.close_panel()
        self._desk.submit(*made.changes)
        self._desk.open_record(SessionRecord(session=made.session))

    def _take_programme(self, made: NewProgramme) -> None:
        """Save a programme, and show it with the keyboard on its first session."""
        self._desk.submit(*made.changes)
        self._wanted = made.sessions[0].id
        self.programme_panel.close_panel()
        if self._desk.can_write:
            words = _n("{count} session", "{count} sessions", len(made.sessions))
            title = made.programme.title
            self._desk.tell_done(
                _("{programme}: {sessions}.", programme=title, sessions=words),
                lambda: self._undo_programme(made),
            )

    def _undo_programme(self, made: NewProgramme) -> None:
        """Take a programme that was made out of the library again; it can still be brought back."""
        sessions = [session.id for session in made.sessions]
        words = _("“{title}” is deleted.", title=made.programme.title)
        self._desk.delete_items(made_items(made.programme, made.groups, sessions), words)

    def _leave_programme(self) -> None:
        """Show the list again; after a programme was made, when it stands in the list."""
        if self._wanted is None:
            self._leave_preview()
            self.refresh()
            self._focus_list()
            return
        # The keyboard waits here, so that no key reaches a button meanwhile.
        self.preview.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read(self._show_made, self._fail_made)

    def _show_made(self, shelf: Shelf) -> None:
        """Show the library after a programme was submitted, whether it could be saved or not."""
        self.show_shelf(shelf)
        if self._wanted is not None:
            self._give_up_wanted()

    def _fail_made(self, error: Exception) -> None:
        self._give_up_wanted()
        self._desk.tell_failure(error)

    def _give_up_wanted(self) -> None:
        self._wanted = None
        if not self.programme_panel.isVisible():
            self._leave_preview()
            self._focus_list()

    def _show_wanted(self, shelf: Shelf) -> None:
        """Move to the first session of a programme that was made, with the keyboard."""
        if self._wanted is None or shelf.session(self._wanted) is None:
            return
        self.grid.choose(self._wanted)
        self._wanted = None
        if not self.programme_panel.isVisible():
            self._leave_preview()
            if not self.new_panel.isVisible():
                self._focus_list()

    def _leave_preview(self) -> None:
        self.preview.hide()
        self._card.show()
        self.trend.give_room(True)
        self._more.show()

    def _rename_template(self, template: PlanTemplate) -> None:
        before = next((one for one in self._shelf.templates if one.id == template.id), None)
        self._desk.submit(SaveTemplate(template=template))
        if before is not None and self._desk.can_write:
            words = _("The template is called “{title}” now.", title=template.title)
            self._desk.tell_done(words, lambda: self._desk.submit(SaveTemplate(template=before)))

    def _delete_template(self, template: PlanTemplate) -> None:
        """Delete an own template; the sessions made from it stay as they are."""
        self._desk.submit(DeleteTemplate(template=template.id))
        if self._desk.can_write:
            words = _("The template “{title}” is gone.", title=template.title)
            self._desk.tell_done(words, lambda: self._desk.submit(SaveTemplate(template=template)))

    def _focus_list(self) -> None:
        button = self.empty.button
        first = self.grid if self.empty.isHidden() or button is None else button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_card(self) -> None:
        margins = self._card.body.contentsMargins()
        height = self.grid.content_height + margins.top() + margins.bottom()
        is_list = self.empty.isHidden()
        self._card.setMaximumHeight(height if is_list else _NO_LIMIT)
        # Beside a trend the list is whole; alone it scrolls by itself.
        is_whole = is_list and not self.trend.isHidden()
        self._card.setMinimumHeight(height if is_whole else 0)

    def _keep_in_sight(self, index: QModelIndex) -> None:
        """Move the page so that the session with the keyboard is seen."""
        cell = self.grid.visualRect(index)
        at = self.grid.viewport().mapTo(self._content, cell.center())
        self._scroll.ensureVisible(at.x(), at.y(), 0, cell.height())

    def _lay(self) -> None:
        for panel in self._panels:
            lay_beside(self._row, panel, WIDTH, self)

    def _retheme(self) -> None:
        self._lay()
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._column.setSpacing(gap)
        # The cells of the list bring a gap of their own at their right and below.
        own = theme().px(GAP)
        self._card.body.setContentsMargins(gap, gap - own, gap - own, gap - own)
        self._fit_card()


class _Preview(Card):
    """A programme as it would stand in the library; nothing of it is saved."""

    def __init__(self) -> None:
        super().__init__()
        self._now = Instant(0)
        self.grid = ShelfGrid()
        self.grid.setAccessibleName(_("What the programme would be"))
        self.grid.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._words = EmptyState(
            _("A programme in a minute"),
            _(
                "Name the groups, one a line, and tick the half-days. Every group gets a session"
                " of each, which you can see here before anything is saved."
            ),
        )
        self.body.addWidget(CapsLabel(_("Preview: nothing is saved yet")))
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self._words, 1)

    def begin(self, now: Instant) -> None:
        """Begin with nothing to show."""
        self._now = now
        self.show_made(None)

    def show_made(self, made: NewProgramme | None) -> None:
        """Show what would be made, or how to begin."""
        self.grid.setVisible(made is not None)
        self._words.setVisible(made is None)
        if made is not None:
            self.grid.show_shelf(as_shelf(made), self._now)


class _ContinueCard(Card):
    """Leads back to a session that runs, or that was running when the program stopped."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__(tone=Tone.BLUE)
        self._session: SessionSummary | None = None
        row = QHBoxLayout()
        words = QVBoxLayout()
        self._title = SafeLabel("", role=Role.TITLE)
        self._facts = SafeLabel("", role=Role.SECONDARY, colour="body")
        words.addWidget(self._title)
        words.addWidget(self._facts)
        self.button = PaintedButton(_("Continue"), ButtonKind.PRIMARY)
        self.button.clicked.connect(self._choose)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        self.body.addLayout(row)

    def show_session(self, session: SessionSummary, whose: str) -> None:
        """Show which session is not finished."""
        self._session = session
        tr = interface()
        self._title.setText(_("{session} is not finished", session=session.title))
        day = date_text(tr, session.start, session.zone)
        parts = (whose, day, time_words(tr, session))
        self._facts.setText(" · ".join(part for part in parts if part))
        self.button.setAccessibleName(_("Continue {session}", session=session.title))

    def _choose(self) -> None:
        if self._session is not None:
            self.chosen.emit(self._session.id)


def _whose(shelf: Shelf, group_id: GroupId | None) -> str:
    group = next((found for found in shelf.groups if found.id == group_id), None)
    if group is None:
        return ""
    titles = {programme.id: programme.title for programme in shelf.programmes}
    return f"{titles.get(group.programme, '')} › {group_words(group)}"  # noqa: RUF001 - a path
