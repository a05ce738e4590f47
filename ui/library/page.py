"""The library: every programme with its groups and sessions, and the way to a new session."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.actions import Actions
from ui.desk import Desk
from ui.forms.beside import lay_beside
from ui.forms.panel import WIDTH
from ui.library.grid import GAP, ShelfGrid
from ui.library.new_panel import NewSessionPanel
from ui.library.new_session import NewSession
from ui.library.shelf import Shelf, read_shelf
from ui.library.words import group_words, time_words
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton, key_text
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.programme import GroupId, Session, SessionSummary
from virtu_desktop.engine.changes import SessionRecord
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import date_text

_SAVED_WITHIN_S = 5.0
# The greatest height that a widget can have.
_NO_LIMIT = 16_777_215


class LibraryPage(QWidget):
    """Shows the library of the desk.

    session_chosen carries the id of a session to open. A session that was made here is opened on
    the desk at once.
    """

    session_chosen = Signal(object)

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it reads the library when it is shown or told to."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._shelf = Shelf()
        self.continue_card = _ContinueCard()
        self.grid = ShelfGrid()
        self.grid.setAccessibleName(_("Programmes and sessions"))
        self.empty = EmptyState(
            _("No sessions yet"),
            _(
                "Begin with a ready half-day: choose one of the three, give it a date, and run it."
                " You can change every block of it."
            ),
            _("New session"),
            key=key_text(actions["library.new_session"]),
        )
        self.new_panel = NewSessionPanel()
        self.new_panel.hide()
        self._build()
        self.grid.chosen.connect(self.session_chosen)
        self.grid.height_changed.connect(self._fit_card)
        self.continue_card.chosen.connect(self.session_chosen)
        self.empty.started.connect(actions["library.new_session"].trigger)
        self.new_panel.made.connect(self._take_new)
        self.new_panel.closed.connect(self._focus_list)
        actions.bind("library.new_session", self.new_session)
        desk.library_changed.connect(self.refresh)
        follow_theme(self._retheme)

    def refresh(self) -> None:
        """Read the library again in the background and show it."""
        library = self._desk.library

        def read() -> Shelf:
            # What was submitted a moment ago shall be in the list.
            library.flush(_SAVED_WITHIN_S)
            return read_shelf(library)

        self._desk.background.run(read, self.show_shelf, self._desk.tell_failure)

    def show_shelf(self, shelf: Shelf) -> None:
        """Show what the library holds."""
        self._shelf = shelf
        now = self._desk.clock.read().wall
        self.grid.show_shelf(shelf, now)
        is_empty = not shelf.sessions and not shelf.programmes
        self.empty.setVisible(is_empty)
        self.grid.setVisible(not is_empty)
        self._fit_card()
        if is_empty and self.focusWidget() in (None, self.grid):
            self._focus_list()
        unfinished = None if shelf.unfinished is None else shelf.session(shelf.unfinished)
        self.continue_card.setVisible(unfinished is not None)
        if unfinished is not None:
            self.continue_card.show_session(unfinished, _whose(shelf, unfinished.group))

    def whose(self, session: Session) -> str:
        """Return programme and group of a session, programme first, or nothing."""
        return _whose(self._shelf, session.group)

    def new_session(self) -> None:
        """Show the library with the panel for a new session."""
        self._actions["go.library"].trigger()
        self.new_panel.begin(self._shelf, self._desk.clock.read().wall)
        self.new_panel.show()
        self.new_panel.templates.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on the list of sessions."""
        super().showEvent(event)
        self._focus_list()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below where there is no room beside."""
        super().resizeEvent(event)
        lay_beside(self._row, self.new_panel, WIDTH, self)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        self._column = QVBoxLayout()
        self._column.addWidget(self.continue_card)
        self._card = Card()
        self._card.body.addWidget(self.grid, 1)
        self._card.body.addWidget(self.empty, 1)
        # The card is as high as its rows and no higher; the stretch takes what is left over.
        self._column.addWidget(self._card, 1000)
        self._column.addStretch(1)
        self._row.addLayout(self._column, 1)
        self._row.addWidget(self.new_panel)
        self.empty.hide()
        self.continue_card.hide()

    def _take_new(self, made: NewSession) -> None:
        self.new_panel.close_panel()
        self._desk.submit(*made.changes)
        self._desk.open_record(SessionRecord(session=made.session))

    def _focus_list(self) -> None:
        button = self.empty.button
        first = self.grid if self.empty.isHidden() or button is None else button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit_card(self) -> None:
        margins = self._card.body.contentsMargins()
        height = self.grid.content_height + margins.top() + margins.bottom()
        is_list = self.empty.isHidden()
        self._card.setMaximumHeight(height if is_list else _NO_LIMIT)

    def _retheme(self) -> None:
        lay_beside(self._row, self.new_panel, WIDTH, self)
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._column.setSpacing(gap)
        # The cells of the list bring a gap of their own at their right and below.
        own = theme().px(GAP)
        self._card.body.setContentsMargins(gap, gap - own, gap - own, gap - own)
        self._fit_card()


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
