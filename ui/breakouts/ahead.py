"""Plans the groups of all coming sessions of a group from the cockpit, off the GUI thread (B2)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ui.breakouts.room_outputs import names_of
from ui.desk import Desk, Notice, Outcome
from virtu_desktop.domain.grouping.bounds import SizeChoice
from virtu_desktop.domain.grouping.meetings import repeats
from virtu_desktop.domain.grouping.packing import Contradiction, TooHard
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.programme import SessionId, SessionState
from virtu_desktop.domain.time import Instant, stopwatch
from virtu_desktop.engine.changes import Change
from virtu_desktop.engine.planning_ahead import (
    ComingBlock,
    PlannedAhead,
    choices_ahead,
    coming_blocks,
    plan_ahead,
    with_rules_of_first,
)
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms
from virtu_desktop.engine.session import SessionController
from virtu_desktop.group_words import contradiction_words, rule_words, too_hard_words
from virtu_desktop.i18n import _, _n, interface, translator
from virtu_desktop.room_words import room_name
from virtu_desktop.storage.library import Library

_LONGEST_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Others:
    """The breakout blocks of the group's other coming sessions, as they were read."""

    session: SessionId | None = None
    blocks: tuple[ComingBlock, ...] = ()


class AheadPlanner(QObject):
    """Knows what is to come for the group of the open session, and plans it in one go.

    known: the other sessions have been read, so that what a size means for all can be said.
    """

    known = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        """Follow the session that the desk shows."""
        super().__init__(parent)
        self._desk = desk
        self._others = _Others()
        self._is_planning = False
        desk.library_changed.connect(self.read)

    def read(self) -> None:
        """Read the other coming sessions of the group in the background."""
        controller = self._desk.controller
        if controller is None or self._desk.is_live:
            return  # while people wait nothing is read that is not needed
        library, session = self._desk.library, controller.session
        now = controller.now()

        def take(blocks: tuple[ComingBlock, ...]) -> None:
            self._others = _Others(session=session.id, blocks=blocks)
            self.known.emit()

        self._desk.background.run(
            lambda: _read(library, session.id, now), take, self._desk.tell_failure
        )

    def blocks(self, controller: SessionController, size: int | None) -> tuple[ComingBlock, ...]:
        """Return all blocks to come; size: chosen for all of them, or None for their own."""
        others = self._others.blocks if self._others.session == controller.session.id else ()
        language = controller.session.language
        own = tuple(replace(one, language=language) for one in controller.breakouts.coming())
        found = (*own, *others)
        if size is None:
            return found
        return tuple(replace(one, settings=replace(one.settings, group_size=size)) for one in found)

    def choices(
        self, controller: SessionController, sizes: Iterable[int]
    ) -> tuple[int, tuple[SizeChoice, ...]]:
        """Return how many rounds are to come, and what each size would mean for them."""
        blocks = self.blocks(controller, None)
        return choices_ahead(blocks, controller.breakouts.history(), sizes)

    def can_plan(self) -> bool:
        """Say whether anything is to come that could be planned."""
        controller = self._desk.controller
        return (
            controller is not None
            and self._desk.can_write
            and not self._is_planning
            and not controller.breakouts.is_out
            and bool(controller.breakouts.coming())
        )

    def plan(self, size: int | None) -> None:
        """Form the rounds of all blocks to come, and keep them with their sessions."""
        controller = self._desk.controller
        if controller is None or not self.can_plan():
            return
        library, now = self._desk.library, controller.now()
        session, history = controller.session.id, controller.breakouts.history()
        own = self.blocks(controller, size)
        seed = max((old.seed + 1 for one in own for old in one.planned), default=0)
        names = names_of(controller)
        self._is_planning = True

        def work() -> tuple[PlannedAhead, int]:
            mine = [one for one in own if one.session == session]
            others = _read(library, session, now)
            if size is not None:
                others = tuple(
                    replace(one, settings=replace(one.settings, group_size=size)) for one in others
                )
            since = stopwatch()
            planned = plan_ahead(
                with_rules_of_first((*mine, *others)),
                history,
                now=now,
                new_id=lambda: uuid.uuid4().hex,
                name=_name,
                seed=seed,
                is_over=lambda: since() > _LONGEST_MS,
            )
            return planned, repeats([one.people for _session, one in planned.rounds], history)

        self._desk.background.run(
            work,
            lambda found: self._keep(controller, found[0], found[1], names),
            lambda error: self._refuse(error, names),
        )

    def _keep(
        self,
        controller: SessionController,
        planned: PlannedAhead,
        again: int,
        names: Mapping[PersonId, str],
    ) -> None:
        self._is_planning = False
        if controller is not self._desk.controller or controller.breakouts.is_out:
            return
        own = controller.session.id
        step = controller.breakouts.seat_ahead(planned)
        elsewhere, back = _changes(planned, own), _changes(_turned(planned), own)
        if elsewhere:
            self._desk.submit(*elsewhere)
        words = _planned_words(planned, again, names)
        self._desk.tell_done(
            words,
            lambda: self._take_back(lambda: controller.breakouts.take_back(step), back, words),
        )

    def _take_back(
        self, take_back: Callable[[], bool], changes: tuple[Change, ...], words: str
    ) -> None:
        if not (self._desk.can_write and take_back()):
            self._say_no(_("There is nothing to take back."))
            return
        if changes:
            self._desk.submit(*changes)
        self._desk.noticed.emit(Notice(_("Taken back: {what}", what=words)))

    def _refuse(self, error: Exception, names: Mapping[PersonId, str]) -> None:
        self._is_planning = False
        if isinstance(error, Contradiction):
            self._say_no(contradiction_words(interface(), error, names))
        elif isinstance(error, TooHard):
            self._say_no(too_hard_words(interface()))
        else:
            self._desk.tell_failure(error)

    def _say_no(self, words: str) -> None:
        self._desk.noticed.emit(Notice(words, Outcome.REFUSED))


def _read(library: Library, session: SessionId, now: Instant) -> tuple[ComingBlock, ...]:
    """Return the breakout blocks of the group's other sessions that have not begun, by start."""
    summaries = library.sessions()
    own = next((one for one in summaries if one.id == session), None)
    if own is None or own.group is None:
        return ()
    coming = [
        one
        for one in summaries
        if one.group == own.group
        and one.id != session
        and one.state is SessionState.PLANNED
        and one.start >= min(own.start, now)
    ]
    return tuple(block for one in coming for block in coming_blocks(library.session(one.id)))


def _name(language: str, number: int, modes: frozenset[Mode]) -> str:
    return room_name(translator(language), number, modes)


def _changes(planned: PlannedAhead, own: SessionId) -> tuple[Change, ...]:
    """Return what is to be saved of the sessions that are not open."""
    return (
        *(
            DeleteRooms(session=session, round=old.id)
            for session, old in planned.gone
            if session != own
        ),
        *(
            SaveRooms(session=session, round=one)
            for session, one in planned.rounds
            if session != own
        ),
    )


def _turned(planned: PlannedAhead) -> PlannedAhead:
    """Return what takes it back."""
    return PlannedAhead(rounds=planned.gone, gone=planned.rounds, parted=())


def _planned_words(planned: PlannedAhead, again: int, names: Mapping[PersonId, str]) -> str:
    count = _n("{count} round", "{count} rounds", len(planned.rounds))
    where = _n("{count} session", "{count} sessions", len(planned.sessions))
    repeated = _n("{count} repeated meeting", "{count} repeated meetings", again)
    words = _(
        "Planned ahead: {rounds} in {sessions}, {repeats}.",
        rounds=count,
        sessions=where,
        repeats=repeated,
    )
    if not planned.parted:
        return words
    rules = "; ".join(rule_words(interface(), rule, names) for rule in planned.parted)
    return f"{words} " + _("Could not be kept with these sizes: {rules}.", rules=rules)
