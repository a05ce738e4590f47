"""The desk: the open library and session, and the signals by which the windows follow them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QObject, QTimer, Signal

from ui.event_loop import Background
from ui.run.words import action_words
from ui.ticker import Ticker
from virtu_desktop.domain.deleting import Item, ItemKind
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.run import ActionId, BadRun, Cause, Run
from virtu_desktop.domain.time import SECOND, Clock, Duration
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    DeleteItems,
    Heartbeat,
    OpenRun,
    RecordIncident,
    RemoveItems,
    RestoreItems,
    RunKind,
    SessionRecord,
)
from virtu_desktop.engine.plan_editor import PlanHistory, PlanStep
from virtu_desktop.engine.register import Register
from virtu_desktop.engine.session import DOUBLE_PRESS, Action, ActionKind, SessionController
from virtu_desktop.engine.store import Store
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, interface
from virtu_desktop.settings import Settings, save_settings
from virtu_desktop.storage.errors import LibraryReadOnly
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


@dataclass(frozen=True, slots=True, eq=False)
class _Done:
    """Something that was done, and how it is taken back.

    step: what it was, for what was done beside planning. after_steps: how many steps of planning
    came before it. deleted: the items that it brings back.
    """

    text: str
    undo: Callable[[], None]
    step: PlanStep | None = None
    after_steps: int = 0
    deleted: tuple[Item, ...] = ()


class Desk(QObject):
    """Holds what is open; commands from the windows go through ``act``.

    Signals carry: changed (frozenset of Area), ticked (Tick), save_changed (SaveStatus), noticed
    (Notice). leaving: the session that is shown is about to make room for another one. opened:
    another session is shown. library_changed: the lists should be read again. closed: the
    desk was cleared; nothing may be done or saved any more. cued: the CuePhase whose sound belongs
    to what is said just now.
    """

    leaving = Signal()
    opened = Signal()
    changed = Signal(object)
    ticked = Signal(object)
    save_changed = Signal(object)
    noticed = Signal(object)
    library_changed = Signal()
    closed = Signal()
    cued = Signal(object)

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
        # Steps of planning that can still be undone when a session is opened again.
        self._histories: dict[SessionId, PlanHistory] = {}
        self._wanted: SessionId | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self.ticker = Ticker(self._until_change, self.tick, self)
        # What was edited is painted first; what follows from it comes right after. (A timer that
        # stands: a single shot of 0 ms would be a queued call, which comes before the painting.)
        self._follow_soon = QTimer(self)
        self._follow_soon.setSingleShot(True)
        self._follow_soon.timeout.connect(self._follow_timeline)
        self._done: list[_Done] = []
        self._undone_at: Duration | None = None

    @property
    def can_write(self) -> bool:
        """Say whether the library takes changes."""
        return not self.library.is_read_only

    @property
    def is_live(self) -> bool:
        """Say whether the session that is shown runs or is paused."""
        return self.controller is not None and is_live(self.controller)

    @property
    def is_any_live(self) -> bool:
        """Say whether any session runs or is paused, shown or not."""
        return self.is_live or bool(self._aside)

    def registers(self) -> tuple[Register, ...]:
        """Return the attendance registers of all sessions that are open, shown or not."""
        found = (self.controller, *self._aside.values())
        return tuple(one.register for one in found if one is not None)

    def load_session(self, session: SessionId) -> None:
        """Read a session in the background and open it; one that is open already is just shown."""
        self._wanted = session
        known = self._open_already(session)
        if known is not None:
            self._show(known)
        else:
            self.background.run(
                lambda: self.library.session(session), self._loaded, self.tell_failure
            )

    def open_record(self, record: SessionRecord) -> None:
        """Open a session that has been read; one that is open already is just shown."""
        self._wanted = record.session.id
        self._loaded(record)

    def submit(self, *changes: Change) -> None:
        """Save changes to the library's lists, such as a new session."""
        try:
            self.library.submit(*changes)
        except LibraryReadOnly as refused:
            self.tell_failure(refused)
            return
        self.library_changed.emit()

    def delete_items(self, items: tuple[Item, ...], text: str) -> None:
        """Take items out of the library's lists and say so; one key brings them back."""
        if not self.can_write:
            self.tell_failure(LibraryReadOnly(self.library.path))
            return
        gone = {item.id for item in items if item.kind is ItemKind.SESSION}
        if self.controller is not None and self.controller.session.id in gone:
            self._close_session()
        for session in gone:
            self._histories.pop(SessionId(session), None)
        self.submit(DeleteItems(items=items, at=self.clock.read().wall))
        done = self.remember_done(text, lambda: self.restore_items(items), deleted=items)
        self.noticed.emit(Notice(text, undo=done))

    def restore_items(self, items: tuple[Item, ...]) -> None:
        """Put deleted items into the library's lists again and say so."""
        self.submit(RestoreItems(items=items))
        if self.can_write:
            self.noticed.emit(Notice(_("Brought back.")))

    def remove_items(self, items: tuple[Item, ...], text: str) -> None:
        """Remove deleted items for good and say so; nothing brings them back."""
        if not self.can_write:
            self.tell_failure(LibraryReadOnly(self.library.path))
            return
        self._done = [done for done in self._done if not set(done.deleted) & set(items)]
        self.submit(RemoveItems(items=items))
        self.noticed.emit(Notice(text))

    def change_settings(self, settings: Settings) -> None:
        """Take other settings and write them down."""
        self.settings = settings
        for controller in (self.controller, *self._aside.values()):
            if controller is not None:
                controller.cues = settings.cues
        self.background.run(lambda: save_settings(settings), _nothing, self.tell_failure)

    def act(self, command: Callable[[SessionController], Action | None]) -> None:
        """Carry out a command on the open session and tell what it did, with undo."""
        controller = self.controller
        if controller is None:
            return
        if not self.can_write:
            self.tell_failure(LibraryReadOnly(self.library.path))
            return
        try:
            action = command(controller)
        except BadEvent as refused:
            self.noticed.emit(Notice(refusal_words(interface(), refused.refusal), Outcome.REFUSED))
            return
        if action is not None:
            self._tell_action(controller, action)

    def tell_done(
        self,
        text: str,
        undo: Callable[[], None] | None = None,
        *,
        beside_plan: PlanStep | None = None,
    ) -> None:
        """Say what was done and remember how to take it back.

        beside_plan: the step of planning among which it belongs, though it changes no plan shown.
        """
        if undo is None:
            self.noticed.emit(Notice(text))
            return
        done = self.remember_done(text, undo, beside_plan=beside_plan)
        self.noticed.emit(Notice(text, undo=done))

    def remember_done(
        self,
        text: str,
        undo: Callable[[], None],
        *,
        beside_plan: PlanStep | None = None,
        deleted: tuple[Item, ...] = (),
    ) -> Callable[[], None]:
        """Remember how to take back what was done, without a word; return what does it.

        deleted: what it brings back; it is forgotten when that is removed for good.
        """
        done = _Done(text, undo, beside_plan, self._plan_steps(), deleted)
        self._done.append(done)
        return lambda: self._undo(done)

    def undo_beside_plan(self) -> bool:
        """Take back what was done beside planning, if no step of planning came after it."""
        if self.step_beside_plan is None:
            return False
        self._undo(self._done[-1])
        return True

    @property
    def step_beside_plan(self) -> PlanStep | None:
        """Return what undo on the planner would take back beside the plan, or None."""
        latest = self._done[-1] if self._done else None
        if latest is None or self._plan_steps() > latest.after_steps:
            return None
        return latest.step

    def _plan_steps(self) -> int:
        return 0 if self.controller is None else len(self.controller.planner.history.done)

    def tell_failure(self, error: Exception) -> None:
        """Say that something could not be done; a bug is logged with its traceback."""
        if isinstance(error, KnownError):
            self.noticed.emit(Notice(error.words(interface()), Outcome.REFUSED))
            return
        _log.error("background work failed", exc_info=error)
        self.noticed.emit(Notice(_("Something failed. It is written in the log."), Outcome.REFUSED))

    def undo_latest(self) -> None:
        """Take the latest thing back that can be taken back; a double press counts once."""
        reading = self.clock.read().monotonic
        last, self._undone_at = self._undone_at, reading
        if last is not None and reading - last <= DOUBLE_PRESS:
            return
        if self._done:
            self._undo(self._done[-1])
        elif self.controller is not None:
            # What was done before the program started is not in the list.
            self._take_back(self.controller, self.controller.run.latest_action, "")

    def tick(self) -> None:
        """Look at the clock and tell the windows."""
        for other in self._aside.values():
            other.tick()
        controller = self.controller
        if controller is None:
            return
        before = controller.run
        tick = controller.tick()
        self._tell_advance(controller, before)
        self.ticked.emit(tick)

    def close(self) -> None:
        """Stop ticking and finish what runs in the background."""
        self.closed.emit()
        self.ticker.stop()
        self._follow_soon.stop()
        self.background.close()

    def _open_already(self, session: SessionId) -> SessionController | None:
        if self.controller is not None and self.controller.session.id == session:
            return self.controller
        return self._aside.get(session)

    def _loaded(self, record: SessionRecord) -> None:
        session = record.session.id
        if session != self._wanted:
            return  # another one was asked for meanwhile
        controller = self._open_already(session)
        if controller is None:
            try:
                controller = self._take_up(record)
            except (BadEvent, BadRun) as error:
                _log.error("the record of session %s does not replay", session, exc_info=error)
                text = _("The record of this session does not fit its plan: it cannot be opened.")
                self.noticed.emit(Notice(text, Outcome.REFUSED))
                return
        self._show(controller)

    def _take_up(self, record: SessionRecord) -> SessionController:
        controller = SessionController(
            record,
            store=self._store(),
            clock=self.clock,
            kind=self.kind,
            cues=self.settings.cues,
        )
        history = self._histories.pop(record.session.id, None)
        if history is not None:
            controller.planner.take_up(history)
        return controller

    def _store(self) -> Store:
        return self.library if self.can_write else _ReadingStore(self.library)

    def _show(self, controller: SessionController) -> None:
        if controller is not self.controller:
            self.leaving.emit()
            self._put_aside()
            self._aside.pop(controller.session.id, None)
            self.controller = controller
            self._unsubscribe = controller.bus.subscribe(self._pass_on)
        self.opened.emit()
        self.tick()
        self.ticker.start()

    def drop_sessions(self, sessions: Collection[SessionId] | None = None) -> None:
        """Keep nothing in memory of sessions whose records change in the library; None: of all.

        They are read again when they are opened. Nothing that was done before can be taken back.
        """
        shown = self.controller
        if shown is not None and (sessions is None or shown.session.id in sessions):
            self._close_session()
        for session in tuple(self._histories):
            if sessions is None or session in sessions:
                del self._histories[session]
        self._done.clear()

    def is_live_among(self, sessions: Collection[SessionId]) -> bool:
        """Say whether one of the sessions runs or is paused here."""
        shown = {self.controller.session.id} if self.controller and self.is_live else set()
        return not {*shown, *self._aside}.isdisjoint(sessions)

    def _close_session(self) -> None:
        """Show no session any more."""
        self.leaving.emit()
        self._put_aside()
        self.ticker.stop()
        self.controller = self._unsubscribe = self._wanted = None
        self.opened.emit()

    def _put_aside(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
        # What was done in one session is not taken back while another one is shown.
        self._done.clear()
        if self.controller is None:
            return
        session = self.controller.session.id
        if is_live(self.controller):
            self._aside[session] = self.controller
        else:
            self._histories[session] = self.controller.planner.history

    def _tell_action(self, controller: SessionController, action: Action) -> None:
        text = action_words(interface(), controller.plan, action)
        self.tell_done(text, lambda: self._take_back(controller, action.id, text))

    def _tell_advance(self, controller: SessionController, before: Run) -> None:
        """Say so when a block has begun by itself."""
        record = controller.run.record
        if len(record) == len(before.record) or record[-1].cause is not Cause.AUTO_ADVANCE:
            return
        action = Action(
            id=record[-1].action, kind=ActionKind.STARTED, block=controller.run.state.current
        )
        self._tell_action(controller, action)

    def _undo(self, done: _Done) -> None:
        if done not in self._done:
            self._tell_nothing_to_undo()
            return
        self._done.remove(done)
        done.undo()

    def _take_back(self, controller: SessionController, action: ActionId | None, text: str) -> None:
        is_latest = action is not None and controller.run.latest_action == action
        if not (is_latest and self.can_write and controller.take_back()):
            self._tell_nothing_to_undo()
        elif text:
            self.noticed.emit(Notice(_("Taken back: {what}", what=text)))
        else:
            self.noticed.emit(Notice(_("Taken back.")))

    def _tell_nothing_to_undo(self) -> None:
        self.noticed.emit(Notice(_("There is nothing to take back."), Outcome.REFUSED))

    def _pass_on(self, areas: frozenset[Area]) -> None:
        self.changed.emit(areas)
        if Area.PLAN in areas:
            self._follow_soon.start()
        elif Area.TIMELINE in areas or Area.CLOCK in areas:
            self._follow_timeline()

    def _follow_timeline(self) -> None:
        self.tick()
        self.ticker.realign()

    def _until_change(self) -> int:
        """Return the milliseconds until the countdown, or else the clock, shows another second."""
        controller = self.controller
        if controller is None:
            return SECOND
        remaining = controller.remaining()
        return (-controller.now() if remaining is None else remaining) % SECOND


class _ReadingStore:
    """Stands in for a library that cannot be written, so that its sessions can be looked at.

    Signs of life and blocks that advance by themselves are shown and not kept; anything else that
    should be saved raises LibraryReadOnly.
    """

    def __init__(self, library: Library) -> None:
        self._path = library.path

    def submit(self, *changes: Change) -> None:
        if not all(isinstance(change, _NOT_KEPT) for change in changes):
            raise LibraryReadOnly(self._path)


_NOT_KEPT = (Heartbeat, RecordIncident, OpenRun, AppendEvents)


def is_live(controller: SessionController) -> bool:
    """Say whether a session runs or is paused."""
    return controller.run.state.phase in (Phase.RUNNING, Phase.PAUSED)


def _nothing(_result: object) -> None:
    """Take a result that needs no answer."""
