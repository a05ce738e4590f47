"""What the side of the planner knows beside the plan: templates, ticks, copies, silenced rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from ui.desk import Desk, Notice
from ui.plan.words import beside_words
from virtu_desktop.domain.plan_check import Silenced
from virtu_desktop.domain.programme import ParticipantGroup, Session, SessionId, SessionSummary
from virtu_desktop.domain.template_differences import is_copy_of
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import Change, SilenceCheck, TickReadiness, UnsilenceCheck
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.exchange.templates import find_template
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.storage.library import Library

_SAVED_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFacts:
    """What the library holds for one session.

    own: people's own templates. ticks: when each thing of the readiness list became ready.
    copies: the same meeting of other groups, in the order of the groups.
    """

    own: tuple[PlanTemplate, ...] = ()
    silenced: tuple[Silenced, ...] = ()
    ticks: dict[str, Instant] = field(default_factory=dict)
    copies: tuple[SessionSummary, ...] = ()
    groups: tuple[ParticipantGroup, ...] = ()


class SideData(QObject):
    """Reads the facts of the open session in the background; ``changed`` tells of new ones.

    What is ticked or silenced here counts at once, is saved at once, and can be undone.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        """Follow the desk's session."""
        super().__init__(parent)
        self._desk = desk
        self._asked = 0
        self.facts = SideFacts()
        desk.opened.connect(self._begin)
        desk.library_changed.connect(self.read)
        if desk.controller is not None:
            self._begin()

    @property
    def session(self) -> Session | None:
        """Return the open session as it is planned now."""
        controller = self._desk.controller
        return None if controller is None else controller.session

    @property
    def template(self) -> PlanTemplate | None:
        """Return the template that the open session was made from, if it is still there."""
        session = self.session
        if session is None or not session.template:
            return None
        return find_template(session.template, session.language, self.facts.own)

    def read(self) -> None:
        """Ask the library; the answer to an older question is left aside."""
        session = self.session
        if session is None:
            return
        self._asked += 1
        asked, library = self._asked, self._desk.library

        def take(facts: SideFacts) -> None:
            if asked == self._asked:
                self.facts = facts
                self.changed.emit()

        self._desk.background.run(lambda: _read(library, session), take, self._desk.tell_failure)

    def tick(self, key: str, *, is_ready: bool) -> None:
        """Tick a thing of the readiness list, or take its tick away."""
        since = self.facts.ticks.get(key)
        self._put_tick(key, self._desk.clock.read().wall if is_ready else None)
        if self._desk.can_write:
            self._desk.remember_done(
                beside_words(interface(), PlanStep.READY),
                lambda: self._undo(PlanStep.READY, lambda: self._put_tick(key, since)),
                beside_plan=PlanStep.READY,
            )
            self.changed.emit()

    def silence(self, *silenced: Silenced) -> None:
        """Leave findings as they are, and say so with a way back."""
        self._put_silenced(silenced)
        words = _n(
            "{count} finding is left as it is.",
            "{count} findings are left as they are.",
            len(silenced),
        )
        self._tell_silenced(words, lambda: self._put_loud(silenced))

    def unsilence(self, silenced: Silenced) -> None:
        """Let a rule speak again, and say so with a way back."""
        self._put_loud((silenced,))
        words = _("The check looks at this again.")
        self._tell_silenced(words, lambda: self._put_silenced((silenced,)))

    def _put_tick(self, key: str, at: Instant | None) -> None:
        session = self.session
        if session is None:
            return
        ticks = {name: since for name, since in self.facts.ticks.items() if name != key}
        if at is not None:
            ticks[key] = at
        facts = replace(self.facts, ticks=ticks)
        self._save(facts, TickReadiness(session=session.id, key=key, at=at))

    def _put_silenced(self, silenced: Iterable[Silenced]) -> None:
        session, added = self.session, tuple(silenced)
        if session is not None:
            facts = replace(self.facts, silenced=(*self.facts.silenced, *added))
            self._save(facts, *(SilenceCheck(session=session.id, silenced=one) for one in added))

    def _put_loud(self, silenced: Iterable[Silenced]) -> None:
        session, gone = self.session, tuple(silenced)
        if session is not None:
            left = tuple(one for one in self.facts.silenced if one not in gone)
            changes = (
                UnsilenceCheck(session=session.id, rule=one.rule, block=one.block) for one in gone
            )
            self._save(replace(self.facts, silenced=left), *changes)

    def _tell_silenced(self, words: str, undo: Callable[[], None]) -> None:
        if self._desk.can_write:
            step = PlanStep.SILENCED
            self._desk.tell_done(words, lambda: self._undo(step, undo), beside_plan=step)

    def _undo(self, step: PlanStep, undo: Callable[[], None]) -> None:
        undo()
        words = beside_words(interface(), step)
        self._desk.noticed.emit(Notice(_("Undone: {step}.", step=words)))

    def _save(self, facts: SideFacts, *changes: Change) -> None:
        """Show what is about to be saved, save it, and read how it is then."""
        self.facts = facts
        self.changed.emit()
        self._desk.submit(*changes)
        self.read()

    def _begin(self) -> None:
        self.facts = SideFacts()
        self.changed.emit()
        self.read()


def _read(library: Library, session: Session) -> SideFacts:
    """Ask for everything, all that was submitted included; runs off the window's thread."""
    library.flush(_SAVED_WITHIN_S)
    groups = library.groups()
    places = {group.id: place for place, group in enumerate(groups)}
    copies = [other for other in library.sessions() if is_copy_of(session, other)]
    copies.sort(
        key=lambda one: len(places) if one.group is None else places.get(one.group, len(places))
    )
    return SideFacts(
        own=library.templates(),
        silenced=library.silenced(session.id),
        ticks=library.ticks(session.id),
        copies=tuple(copies),
        groups=groups,
    )


def sessions_of(library: Library, wanted: Iterable[SessionId]) -> tuple[Session, ...]:
    """Return sessions as they are saved, all that was submitted included."""
    library.flush(_SAVED_WITHIN_S)
    return tuple(library.session(session).session for session in wanted)
