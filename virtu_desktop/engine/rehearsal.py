"""Rehearses a session on a virtual clock with an invented trainer and invented trouble (T13).

A rehearsal goes through the same controller, and so the same store, as a real session; its record
is marked, and the caller gives it a store of its own. The same seed gives the same rehearsal.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.plan import BlockId, BlockKind
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.time import MINUTE, SECOND, Duration, Instant, ManualClock
from virtu_desktop.domain.timeline import Phase, Projection, Status
from virtu_desktop.engine.changes import (
    Change,
    RunKind,
    SaveExpectations,
    SavePeople,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.invented_people import InventedAttendance
from virtu_desktop.engine.invented_polls import InventedPolls
from virtu_desktop.engine.invented_rooms import InventedRooms, RoomName
from virtu_desktop.engine.session import SessionController
from virtu_desktop.engine.store import Store

TICK = SECOND
_NOTE_EVERY = 9 * MINUTE


class Trouble(StrEnum):
    """What can go wrong in a rehearsal."""

    STARTED_LATE = "started_late"
    LATE_PEOPLE = "late_people"
    OVERRUN = "overrun"
    NETWORK_LOST = "network_lost"
    WRONG_KEY = "wrong_key"
    COMPUTER_SLEPT = "computer_slept"


@dataclass(frozen=True, slots=True)
class Happening:
    """One trouble of a rehearsal: when it came and how many milliseconds it cost at first."""

    at: Instant
    trouble: Trouble
    cost: Duration


@dataclass(slots=True)
class RehearsalResult:
    """What a rehearsal came to; complete once all its steps are done."""

    happenings: list[Happening] = field(default_factory=list)
    most_behind: Duration = Duration(0)
    ended: Instant | None = None


def rehearse(
    session: Session,
    *,
    store: Store,
    clock: ManualClock,
    seed: int,
    lines: Sequence[str],
    result: RehearsalResult,
    people: Sequence[Participant] = (),
    walk_in: str = "",
    room_name: RoomName = lambda number, _modes: str(number),
) -> Iterator[float]:
    """Run a whole session; yield how much of it is done, 0 to 1, after each virtual second.

    clock: stands at or before the planned start and is moved by this function. lines: typed note
    lines that the invented trainer writes. people: invented participants, all of them expected;
    walk_in: who comes besides. room_name: the name of a breakout room, from its number and the
    modes of its people. result is filled as the rehearsal goes on.
    """
    record = rehearsal_record(session, people)
    store.submit(SaveSession(session=session), *people_changes(record))
    chance = random.Random(seed)
    attendance = InventedAttendance(people, session.plan, random.Random(seed + 2), walk_in=walk_in)
    controller = SessionController(
        record,
        store=store,
        clock=clock,
        kind=RunKind.REHEARSAL,
        new_id=lambda: f"{chance.getrandbits(128):032x}",
    )
    cards = _plain(lines)
    rooms = InventedRooms(controller, random.Random(seed + 4), name=room_name, cards=cards)
    trainer = _InventedTrainer(controller, clock, random.Random(seed + 1), lines, result, rooms)
    polls = InventedPolls(controller, random.Random(seed + 3), words=_plain(lines))
    length = max(1, session.plan.target_end - session.plan.start)
    while controller.run.state.phase is not Phase.ENDED:
        clock.advance(TICK)
        projection = controller.tick().projection
        attendance.act(controller.register, projection.now)
        polls.act(projection.now)
        if projection.phase is Phase.RUNNING:
            rooms.act(projection.now)
        result.most_behind = max(result.most_behind, projection.behind)
        trainer.act(projection)
        yield min(0.99, max(0.0, (projection.now - session.plan.start) / length))
    result.ended = controller.run.state.ended
    yield 1.0


def rehearsal_record(session: Session, people: Sequence[Participant]) -> SessionRecord:
    """Return a session in which nothing has happened, with everybody expected."""
    return SessionRecord(
        session=session,
        programme=people[0].programme if people else None,
        people=tuple(people),
        expectations=tuple(Expectation(person=person.id) for person in people),
    )


def people_changes(record: SessionRecord) -> tuple[Change, ...]:
    """Return what makes the people of a new record part of a library."""
    if not record.people:
        return ()
    return (
        SavePeople(people=record.people),
        SaveExpectations(session=record.session.id, expectations=record.expectations),
    )


def _plain(lines: Sequence[str]) -> list[str]:
    """Return typed note lines without their tags, as people would answer a question."""
    return [" ".join(word for word in line.split() if word[:1] not in "#@") for line in lines]


def planned_troubles(chance: random.Random) -> list[tuple[float, Trouble]]:
    """Return when which trouble will come, in order, as shares of the planned length."""
    kinds = (
        Trouble.LATE_PEOPLE,
        Trouble.NETWORK_LOST,
        Trouble.WRONG_KEY,
        Trouble.COMPUTER_SLEPT,
    )
    return sorted((chance.uniform(0.05, 0.9), trouble) for trouble in kinds)


def moved_to(session: Session, start: Instant) -> Session:
    """Return the session with its start, and its target end, moved to another instant."""
    plan = session.plan
    end = None if plan.end is None else Instant(plan.end + start - plan.start)
    return replace(session, plan=replace(plan, start=start, end=end))


def jump_to(
    controller: SessionController, clock: ManualClock, *, before_end: Duration, behind: Duration
) -> None:
    """Bring a session that has not started to ``before_end`` its target end, ``behind`` plan.

    Every block up to there starts that much after its planned start. Raises ValueError when that
    moment lies before the session's first block.
    """
    plan = controller.plan
    moment = Instant(plan.target_end - before_end)
    due = [planned for planned in plan.schedule if planned.start + behind <= moment]
    if not due:
        raise ValueError("that moment lies before the first block")
    for planned in due:
        _advance_to(controller, clock, Instant(planned.start + behind))
        if controller.run.state.current != planned.id:  # it may have started by itself
            controller.jump(planned.id)
    _advance_to(controller, clock, moment)


def _advance_to(controller: SessionController, clock: ManualClock, moment: Instant) -> None:
    while (left := moment - controller.now()) > 0:
        clock.advance(Duration(min(left, TICK)))
        controller.tick()


class _InventedTrainer:
    """Decides once a second what a trainer with ordinary trouble would do."""

    def __init__(
        self,
        controller: SessionController,
        clock: ManualClock,
        chance: random.Random,
        lines: Sequence[str],
        result: RehearsalResult,
        rooms: InventedRooms,
    ) -> None:
        self._rooms = rooms
        self._controller = controller
        self._clock = clock
        self._chance = chance
        self._lines = list(lines)
        self._result = result
        self._starts_late = Duration(chance.randint(0, 5) * MINUTE)
        self._lasts: dict[BlockId, float] = {}
        self._resume_at: Instant | None = None
        self._takes_back_at: Instant | None = None
        self._next_note: Instant | None = None
        self._caught_up_at: Instant | None = None
        self._troubles = planned_troubles(chance)

    def act(self, projection: Projection) -> None:
        """Do what this second asks for; at most one thing."""
        if projection.phase is Phase.NOT_STARTED:
            self._begin(projection)
        elif self._controller.open_gap is not None:
            self._controller.pause_gap()
        elif projection.phase is Phase.PAUSED:
            self._resume(projection)
        elif self._takes_back_at is not None:
            self._take_back(projection)
        elif projection.current is not None and not self._trouble(projection):
            self._go_on(projection)

    def _begin(self, projection: Projection) -> None:
        plan = self._controller.plan
        if projection.now < plan.start + self._starts_late:
            return
        if self._starts_late:
            self._happened(Trouble.STARTED_LATE, self._starts_late)
        self._controller.start_next()
        self._next_note = Instant(projection.now + _NOTE_EVERY // 2)

    def _resume(self, projection: Projection) -> None:
        if self._resume_at is None or projection.now >= self._resume_at:
            self._resume_at = None
            self._controller.register.regain_line(at=projection.now)
            self._controller.pause_or_resume()

    def _take_back(self, projection: Projection) -> None:
        if self._takes_back_at is not None and projection.now >= self._takes_back_at:
            self._takes_back_at = None
            self._controller.take_back()

    def _trouble(self, projection: Projection) -> bool:
        """Let the next planned trouble happen if its moment has come."""
        done = (projection.now - self._controller.plan.start) / max(
            1, self._controller.plan.planned_length
        )
        if not self._troubles or done < self._troubles[0][0]:
            return False
        trouble = self._troubles.pop(0)[1]
        length = Duration(self._chance.randint(2, 4) * MINUTE)
        if trouble is Trouble.NETWORK_LOST:
            self._controller.register.lose_line(at=projection.now)
            self._controller.pause_or_resume()
            self._resume_at = Instant(projection.now + length)
        elif trouble is Trouble.LATE_PEOPLE:
            self._controller.adjust(length)
        elif trouble is Trouble.WRONG_KEY:
            self._wrong_key(projection)
            length = Duration(3 * SECOND)
        elif trouble is Trouble.COMPUTER_SLEPT:
            self._clock.sleep(length)
        self._happened(trouble, length)
        return True

    def _wrong_key(self, projection: Projection) -> None:
        if any(row.status is Status.PENDING for row in projection.rows):
            self._controller.start_next()
            self._takes_back_at = Instant(projection.now + 3 * SECOND)

    def _go_on(self, projection: Projection) -> None:
        current = projection.current
        if current is None:
            return
        if self._next_note is not None and projection.now >= self._next_note and self._lines:
            self._controller.add_note(self._lines.pop(0))
            self._next_note = Instant(projection.now + _NOTE_EVERY)
        elif projection.behind >= 4 * MINUTE and self._may_catch_up(projection):
            self._catch_up(projection)
        elif current.elapsed >= current.allotted * self._lasting(current.id):
            self._finish(projection)

    def _may_catch_up(self, projection: Projection) -> bool:
        last = self._caught_up_at
        return projection.is_late and (last is None or projection.now - last > 20 * MINUTE)

    def _catch_up(self, projection: Projection) -> None:
        self._caught_up_at = projection.now
        offers = self._controller.offers()
        offer = next((offer for offer in offers if offer.feasible), offers[-1])
        self._controller.apply_offer(offer)

    def _lasting(self, block: BlockId) -> float:
        """Return how long the block will take, as a share of what it is allotted."""
        if block not in self._lasts:
            kind = self._controller.plan.block(block).kind
            spread = 0.04 if kind is BlockKind.BREAK else 0.12
            share = min(1.3, max(0.8, self._chance.gauss(1.02, spread)))
            self._lasts[block] = share
        return self._lasts[block]

    def _finish(self, projection: Projection) -> None:
        current = projection.current
        if current is not None and current.remaining < -MINUTE:
            self._happened(Trouble.OVERRUN, Duration(-current.remaining))
        self._rooms.finish()
        if any(row.status is Status.PENDING for row in projection.rows):
            self._controller.start_next()
        else:
            self._controller.end()

    def _happened(self, trouble: Trouble, cost: Duration) -> None:
        self._result.happenings.append(Happening(self._controller.now(), trouble, cost))
