"""The desk: the open library and session, and the signals by which the windows follow them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal

from ui.event_loop import Background
from ui.run.words import action_words
from ui.ticker import Ticker
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import SECOND, Clock
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import Change, RunKind, SessionRecord
from virtu_desktop.engine.session import Action, SessionController
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, interface
from virtu_desktop.settings import Settings, save_settings
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import refusal_words

_log = logging.getLogger("virtu.ui.desk")


class Outcome(Enum):
    """How what a notice tells of went."""

    DONE = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """One line that says what happened, with what takes it back if anything can."""

    text: str
    outcome: Outcome = Outcome.DONE
    undo: Callable[[], None] | None = None


class Desk(QObject):
    """Holds what is open; commands from the windows go through ``act``.

    Signals carry: changed (frozenset of Area), ticked (Tick), save_changed (SaveStatus), noticed
    (Notice). opened: another session is open. library_changed: the lists should be read again.
    """

    opened = Signal()
    changed = Signal(object)
    ticked = Signal(object)
    save_changed = Signal(object)
    noticed = Signal(object)
    library_changed = Signal()

    def __init__(
        self,
        library: Library,
        *,
        clock: Clock,
        settings: Settings,
        kind: RunKind = RunKind.LIVE,
    ) -> None:
        """Begin with an open library and no session; kind: of the runs that begin here."""
        super().__init__()
        self.library = library
        self.clock = clock
        self.settings = settings
        self.kind = kind
        self.background = Background()
        self.controller: SessionController | None = None
        # Sessions that run although another one is shown: they go on, and can be shown again.
        self._aside: dict[SessionId, SessionController] = {}
        self._unsubscribe: Callable[[], None] | None = None
        self.ticker = Ticker(self._until_change, self.tick, self)
        self.undo: Callable[[], None] | None = None

    @property
    def is_live(self) -> bool:
        """Say whether the session that is shown runs or is paused."""
        return self.controller is not None and _is_live(self.controller)

    @property
    def is_any_live(self) -> bool:
        """Say whether any session runs or is paused, shown or not."""
        return self.is_live or bool(self._aside)

    def load_session(self, session: SessionId) -> None:
        """Read a session in the background and open it; one that runs already is just shown."""
        running = self._aside.pop(session, None)
        if running is not None:
            self._show(running)
        elif self.controller is not None and self.controller.session.id == session:
            self.opened.emit()
        else:
            self.background.run(
                lambda: self.library.session(session), self.open_record, self.tell_failure
            )

    def open_record(self, record: SessionRecord) -> None:
        """Open a session that has been read."""
        self._show(
            SessionController(
                record,
                store=self.library,
                clock=self.clock,
                kind=self.kind,
                cues=self.settings.cues,
            )
        )

    def _show(self, controller: SessionController) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        if self.controller is not None and _is_live(self.controller):
            self._aside[self.controller.session.id] = self.controller
        self.undo = None
        self.controller = controller
        self._unsubscribe = controller.bus.subscribe(self._pass_on)
        self.opened.emit()
        self.tick()
        self.ticker.start()

    def submit(self, *changes: Change) -> None:
        """Save changes to the library's lists, such as a new session."""
        self.library.submit(*changes)
        self.library_changed.emit()

    def change_settings(self, settings: Settings) -> None:
        """Take other settings and write them down."""
        self.settings = settings
        if self.controller is not None:
            self.controller.cues = settings.cues
        self.background.run(lambda: save_settings(settings), _nothing, self.tell_failure)

    def act(self, command: Callable[[SessionController], Action | None]) -> None:
        """Carry out a command on the open session and tell what it did, with undo."""
        controller = self.controller
        if controller is None:
            return
        try:
            action = command(controller)
        except BadEvent as refused:
            self.noticed.emit(Notice(refusal_words(interface(), refused.refusal), Outcome.REFUSED))
            return
        if action is not None:
            self.tell_done(action_words(interface(), controller.plan, action), self._take_back)

    def tell_done(self, text: str, undo: Callable[[], None] | None = None) -> None:
        """Say what was done and remember how to take it back."""
        self.undo = undo
        self.noticed.emit(Notice(text, Outcome.DONE, undo))

    def tell_failure(self, error: Exception) -> None:
        """Say that something could not be done; a bug is logged with its traceback."""
        if isinstance(error, KnownError):
            self.noticed.emit(Notice(error.words(interface()), Outcome.REFUSED))
            return
        _log.error("background work failed", exc_info=error)
        self.noticed.emit(Notice(_("Something failed. It is written in the log."), Outcome.REFUSED))

    def undo_latest(self) -> None:
        """Take the latest thing back that can be taken back."""
        undo, self.undo = self.undo, None
        if undo is not None:
            undo()
        elif self.controller is not None:
            self._take_back()

    def tick(self) -> None:
        """Look at the clock and tell the windows."""
        for other in self._aside.values():
            other.tick()
        if self.controller is not None:
            self.ticked.emit(self.controller.tick())

    def close(self) -> None:
        """Stop ticking and finish what runs in the background."""
        self.ticker.stop()
        self.background.close()

    def _take_back(self) -> None:
        controller = self.controller
        if controller is not None and controller.take_back():
            self.noticed.emit(Notice(_("Taken back.")))
        else:
            self.noticed.emit(Notice(_("There is nothing to take back."), Outcome.REFUSED))

    def _pass_on(self, areas: frozenset[Area]) -> None:
        self.changed.emit(areas)
        if Area.TIMELINE in areas or Area.CLOCK in areas:
            self.tick()
            self.ticker.realign()

    def _until_change(self) -> int:
        """Return the milliseconds until the countdown, or else the clock, shows another second."""
        controller = self.controller
        if controller is None:
            return SECOND
        projection = controller.projection()
        if projection.current is None or projection.phase is Phase.PAUSED:
            return -projection.now % SECOND
        return projection.current.remaining % SECOND


def _is_live(controller: SessionController) -> bool:
    return controller.run.state.phase in (Phase.RUNNING, Phase.PAUSED)


def _nothing(_result: object) -> None:
    """Take a result that needs no answer."""
