"""The main window: top bar, lines that need an answer, the screens, and what lies over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.actions import Actions, Screen
from ui.closing import Closing
from ui.desk import Desk
from ui.library.page import LibraryPage
from ui.notices import Notices
from ui.overlays import Overlays
from ui.run.page import RunPage
from ui.stage.director import StageDirector
from ui.theme import Tone, theme
from ui.top_bar import TopBar
from ui.watchman import Watchman
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.domain.timeline import Phase, Projection
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.engine.session import Tick
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, standing_words

if TYPE_CHECKING:
    from ui.people.roster_page import RosterPage
    from ui.plan.page import PlanPage
    from ui.plan.side import PlanSide
    from ui.review.page import ReviewPage

    _Page = TypeVar("_Page", PlanPage, ReviewPage)

SMALLEST = (1180, 720)
USUAL = (1440, 900)
# What is shown without a session.
_OUTSIDE = (Screen.LIBRARY, Screen.ROSTER)


class MainWindow(QMainWindow):
    """One window for one library. ``closed`` tells that the program should end.

    restore_wanted: carries the backup with which it should begin again; the window closes after it.

    What the first picture does not show, planner and review, is made right after it, so that a
    session under way is back as soon as can be.
    """

    closed = Signal()
    restore_wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        """Build library and cockpit; the library is shown first."""
        super().__init__()
        self.desk = desk
        self.actions_ = Actions(self)
        self.setWindowTitle("Virtu Desktop")
        self.bar = TopBar(self.actions_)
        self.notices = Notices()
        self.library = LibraryPage(desk, self.actions_)
        self.run = RunPage(desk, self.actions_)
        self.pages = QStackedWidget()
        self.shown_screen = self._before_roster = Screen.LIBRARY
        self._to_make = list(self._later_parts())
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._make_more)
        self._build()
        self.director = StageDirector(desk, self.actions_, self.run.stage, self.notices, self)
        self.run.poll_controls.shown_as.connect(self.director.show_poll_as)
        self.overlays = Overlays(
            desk,
            self.actions_,
            self,
            roster=lambda: self.roster,
            programme=self.library.chosen_programme,
        )
        self.overlays.restore_wanted.connect(self._restore)
        self.setAcceptDrops(True)
        self.watchman = Watchman(desk, self.notices, self)
        self._closing = Closing(desk, self.notices, self)
        self._closing.agreed.connect(self.close)
        self._bind()
        self._connect()
        self.show_screen(Screen.LIBRARY)

    @cached_property
    def plan(self) -> PlanPage:
        """Return the planner, made when it is first needed."""
        from ui.plan.page import PlanPage

        return self._added(PlanPage(self.desk, self.actions_))

    @cached_property
    def plan_side(self) -> PlanSide:
        """Return the side of the planner, made when it is first needed."""
        from ui.plan.side import PlanSide

        return PlanSide(self.desk, self.actions_, self.plan)

    @cached_property
    def review(self) -> ReviewPage:
        """Return the review, made when it is first needed."""
        from ui.review.page import ReviewPage

        return self._added(ReviewPage(self.desk, self.actions_))

    @cached_property
    def roster(self) -> RosterPage:
        """Return the roster editor, made when it is first needed."""
        from ui.people.roster_page import RosterPage

        made = RosterPage(self.desk, self.actions_)
        made.left.connect(self._leave_roster)
        self.pages.addWidget(made)
        return made

    def show_screen(self, screen: Screen) -> None:
        """Show another screen; those of a session need one to be open."""
        controller = self.desk.controller
        if controller is None and screen not in _OUTSIDE:
            return
        if self.shown_screen is not Screen.ROSTER:
            self._before_roster = self.shown_screen
        self.shown_screen = screen
        self.pages.setCurrentWidget(self._page(screen))
        if screen is Screen.LIBRARY:
            self.setWindowTitle("Virtu Desktop")
            self.bar.show_library()
            self.library.refresh()
        elif screen is Screen.ROSTER:
            self.setWindowTitle(_("Roster"))
            self.bar.show_roster()
        self._fit_toast()
        self._show_bar()
        self.actions_.show_screen(screen)
        self.desk.tick()

    def session_opened(self) -> None:
        """Show the session that was opened on the screen that fits how far it has come."""
        controller = self.desk.controller
        if controller is None:
            return
        self.run.open_session()
        phase = controller.run.state.phase
        if phase is Phase.ENDED:
            self.show_screen(Screen.REVIEW)
        elif phase is Phase.NOT_STARTED:
            self.show_screen(Screen.PLAN)
        else:
            self.show_screen(Screen.RUN)

    def add_bar(self, bar: QWidget) -> None:
        """Put a bar under the top bar."""
        self._column.insertWidget(1, bar)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close unless a session runs or changes wait; then ask in a line, not in a dialog."""
        self.run.notes.keep_draft_now()
        if not self._closing.may_close():
            event.ignore()
            return
        self.director.close()
        self.watchman.close()
        event.accept()
        self.closed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a bundle that is dragged over the window."""
        if _bundle_of(event) is not None and self.desk.can_write:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a bundle that was dropped."""
        path = _bundle_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.overlays.open_bundle(path)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rest of the screens once what is shown is painted."""
        super().showEvent(event)
        self._later.start()

    def _fit_toast(self, *_changed: object) -> None:
        """Let nothing be covered by the message, neither the last rows nor a line to write in.

        In the cockpit nothing moves while a session runs: there the message lies over the oldest
        notes, which are scrolled to, or where a panel stands in their place over the end of the
        timeline.
        """
        toast, is_running = self.watchman.toast, self.shown_screen is Screen.RUN
        part = self.run.make_room(toast.room) if is_running else None
        toast.lie_over(None if part is None else part.translated(self.run.mapTo(self, QPoint())))
        room = 0 if is_running else toast.room
        if self._column.contentsMargins().bottom() != room:
            self._column.setContentsMargins(0, 0, 0, room)

    def _page(self, screen: Screen) -> QWidget:
        match screen:
            case Screen.LIBRARY:
                return self.library
            case Screen.RUN:
                return self.run
            case Screen.REVIEW:
                return self.review
            case Screen.PLAN:
                return self.plan_side.page
            case Screen.ROSTER:
                return self.roster

    def _later_parts(self) -> Iterator[Callable[[], object]]:
        """Yield what is still to be made, in parts so small that no key waits for long."""
        for module in (
            "ui.plan.page",
            "ui.plan.side",
            "ui.review.page",
            "ui.people.roster_page",
        ):
            yield partial(import_module, module)
        yield lambda: self.plan
        yield lambda: self.plan_side
        yield lambda: self.review
        yield lambda: self.roster

    def _make_more(self) -> None:
        self._to_make.pop(0)()
        if self._to_make:
            self._later.start()

    def _added(self, page: _Page) -> _Page:
        """Put a page among the screens and let it show the session that is open."""
        self.pages.addWidget(page)
        # The window shows a session after all its pages know of it.
        self.desk.opened.disconnect(self.session_opened)
        self.desk.opened.connect(self.session_opened)
        if self.desk.controller is not None:
            page.open_session()
        return page

    def _build(self) -> None:
        for page in (self.library, self.run):
            self.pages.addWidget(page)
        central = QWidget(self)
        column = QVBoxLayout(central)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.notices)
        self._column = column
        column.addWidget(self.pages, 1)
        self.setCentralWidget(central)
        scale = theme().scale
        self.setMinimumSize(*SMALLEST)
        self.resize(*(round(side * max(1.0, scale)) for side in USUAL))

    def _bind(self) -> None:
        bind = self.actions_.bind
        has_session = self._has_session
        bind("go.library", lambda: self.show_screen(Screen.LIBRARY))
        bind("go.plan", lambda: self.show_screen(Screen.PLAN), has_session)
        bind("go.run", lambda: self.show_screen(Screen.RUN), has_session)
        bind("go.review", lambda: self.show_screen(Screen.REVIEW), has_session)
        bind("people.roster", self._open_roster)
        bind("app.undo", self._undo)
        bind("app.quit", self.close)

    def _connect(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._fit_toast)
        # Later: first everything that changes with it has its new place.
        later = Qt.ConnectionType.QueuedConnection
        self.run.notes.list.fitted.connect(self._fit_toast, later)
        self.watchman.toast.room_wanted.connect(self._fit_toast)
        self.desk.opened.connect(self.session_opened)
        self.desk.ticked.connect(self._show_tick)
        self.desk.save_changed.connect(self.bar.show_save)
        self.library.session_chosen.connect(self.desk.load_session)

    def _undo(self) -> None:
        """Undo on the planner goes through its own steps, elsewhere the latest action."""
        if self.shown_screen is Screen.PLAN:
            if not self.desk.undo_beside_plan():
                self.plan.undo()
        else:
            self.desk.undo_latest()

    def _restore(self, backup: Path) -> None:
        if self.close():
            self.restore_wanted.emit(backup)

    def _leave_roster(self) -> None:
        is_gone = self.desk.controller is None
        self.show_screen(Screen.LIBRARY if is_gone else self._before_roster)

    def _open_roster(self) -> None:
        """Show the people of the open session's programme, its group first."""
        controller = self.desk.controller
        group = None if controller is None else controller.session.group
        is_outside = self.shown_screen in _OUTSIDE
        self.roster.open_programme(group=None if is_outside else group)
        self.show_screen(Screen.ROSTER)

    def _show_bar(self) -> None:
        controller = self.desk.controller
        if controller is None or self.shown_screen in _OUTSIDE:
            return
        # The system's list of windows says which session this is.
        self.setWindowTitle(controller.session.title)
        self.bar.show_session(
            controller.session.title,
            self.library.whose(controller.session),
            self.shown_screen,
            is_rehearsal=self.desk.kind is RunKind.REHEARSAL,
        )

    def _show_tick(self, tick: Tick) -> None:
        controller = self.desk.controller
        if controller is None:
            return
        self._show_bar()
        zone = controller.plan.zone
        self.bar.show_clock(clock_text(interface(), tick.projection.now, zone))
        words = standing_words(interface(), tick.projection, zone)
        in_session = self.shown_screen not in _OUTSIDE
        self.bar.show_standing(words if in_session else "", _standing_tone(tick.projection))

    def _has_session(self) -> bool:
        return self.desk.controller is not None


def _bundle_of(event: QDropEvent) -> Path | None:
    """Return the one bundle that is dragged, or None."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.casefold() == ".virtu" else None


def _standing_tone(projection: Projection) -> Tone:
    late = max(projection.behind, projection.finish_late)
    return Tone.AMBER if late >= MINUTE // 2 else Tone.TEAL
