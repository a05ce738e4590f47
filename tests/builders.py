"""Build plans, events, sessions and controllers for tests in as few words as can be.

Times of day are those of 25 November 2026 in Helsinki, lengths are minutes. A plan is written as
words: ``plan("a 10", "b 20/5", "c 15 @09:30 ?3 !")`` has block b with a minimum of 5 minutes (else
the minimum is 0), c fixed at 09:30, optional with priority 3, and advancing by itself.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import time as time_of_day

from tests.polls_kept import polls_kept
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.notes import NoteCorrection
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.presence import in_order as presences_in_order
from virtu_desktop.domain.presence_changes import Correction
from virtu_desktop.domain.programme import GroupId, Session, SessionId
from virtu_desktop.domain.rooms import BreakoutRound, RoundId
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.run import Run, RunEvent
from virtu_desktop.domain.time import (
    MINUTE,
    SECOND,
    Duration,
    Instant,
    ManualClock,
    minutes,
    parse_instant,
)
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    DeleteExpectation,
    DeleteNote,
    DeletePerson,
    DeletePresences,
    Heartbeat,
    OpenRun,
    RecordCorrections,
    RecordIncident,
    RecordNoteCorrections,
    RunKind,
    RunRecord,
    SaveBlock,
    SaveDraft,
    SaveExpectations,
    SaveNote,
    SavePeople,
    SavePresences,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms
from virtu_desktop.engine.session import SessionController

ZONE = "Europe/Helsinki"


def at(clock: str) -> Instant:
    """Return the instant of "9:00", "09:00:30" or "09:00:30.250" on the usual day."""
    hours, rest = clock.split(":", 1)
    return Instant(
        parse_instant(f"2026-11-25T{int(hours):02}:{rest}{'' if ':' in rest else ':00'}+02:00")
    )


def mins(count: float) -> Duration:
    """Return minutes, which may be below zero, in milliseconds."""
    return minutes(count) if count >= 0 else Duration(-minutes(-count))


def block(words: str) -> Block:
    """Return the block that a line of words describes; see the module's first lines."""
    name, length, *marks = words.split()
    least = "0"
    if "/" in length:
        length, least = length.split("/")
    fixed: time_of_day | None = None
    priority, optional = 2, False
    kind = BlockKind.PLENARY
    for mark in marks:
        if mark.startswith("@"):
            fixed = time_of_day.fromisoformat(mark[1:])
        elif mark.startswith("?"):
            optional, priority = True, int(mark[1:] or 2)
        elif mark != "!":
            kind = BlockKind(mark)
    return Block(
        id=BlockId(name),
        title=name.upper(),
        length=mins(float(length)),
        minimum=mins(float(least)),
        kind=kind,
        fixed_start=fixed,
        optional=optional,
        priority=priority,
        auto_advance="!" in marks,
    )


def plan(
    *blocks: str, start: Instant | None = None, end: Instant | None = None, zone: str = ZONE
) -> Plan:
    """Return a plan of blocks in words; it starts at 9:00 unless told otherwise."""
    return Plan(
        start=at("9:00") if start is None else start,
        zone=zone,
        blocks=tuple(block(words) for words in blocks),
        end=end,
    )


def event(when: str, kind: str, name: str | None = None, value: float | str = 0) -> Event:
    """Return an event: value is the minutes of an adjustment, or the clock of an instant."""
    return Event(
        at=at(when),
        type=EventType(kind),
        block=None if name is None else BlockId(name),
        ms=mins(value) if isinstance(value, int | float) and kind == "adjust" else None,
        to=at(value) if isinstance(value, str) else None,
    )


def session(planned: Plan) -> Session:
    """Return a session with that plan."""
    return Session(id=SessionId("s1"), title="First half-day", plan=planned, template="virtu-1")


@dataclass
class RecordingStore:
    """Keeps every change in order, as lists of what was submitted together."""

    batches: list[tuple[Change, ...]] = field(default_factory=list)

    def submit(self, *changes: Change) -> None:
        """Keep the changes."""
        self.batches.append(changes)

    @property
    def changes(self) -> list[Change]:
        """Return all changes, the oldest first."""
        return list(itertools.chain.from_iterable(self.batches))

    @property
    def events(self) -> tuple[RunEvent, ...]:
        """Return the record of the run as it was handed over."""
        appended = (change for change in self.changes if isinstance(change, AppendEvents))
        return tuple(itertools.chain.from_iterable(change.events for change in appended))

    def record(self, planned: Session, people: Sequence[Participant] = ()) -> SessionRecord:
        """Return what a store that lost nothing would load, for a session first saved as given.

        people: whom it had before.
        """
        run: RunRecord | None = None
        notes = {}
        draft = ""
        saved = planned
        opened: OpenRun | None = None
        incidents = []
        last_seen: Instant | None = None
        known = {person.id: person for person in people}
        expectations: dict[PersonId, Expectation] = {}
        stays: dict[PresenceId, Presence] = {}
        corrections: list[Correction] = []
        tags: list[NoteCorrection] = []
        for change in self.changes:
            match change:
                case SaveSession():
                    saved = change.session
                case SaveBlock():
                    saved = replace(saved, plan=saved.plan.with_block(change.block))
                case OpenRun():
                    opened = change
                case SaveNote():
                    notes[change.note.id] = change.note
                case DeleteNote():
                    notes.pop(change.note, None)
                case SaveDraft():
                    draft = change.text
                case RecordIncident():
                    incidents.append(change.incident)
                case Heartbeat():
                    last_seen = change.at
                case SavePeople():
                    known |= {person.id: person for person in change.people}
                case DeletePerson():
                    known.pop(change.person, None)
                    corrections = [one for one in corrections if one.person != change.person]
                case SaveExpectations():
                    expectations |= {one.person: one for one in change.expectations}
                case DeleteExpectation():
                    expectations.pop(change.person, None)
                case SavePresences():
                    stays |= {stay.id: stay for stay in change.presences}
                case DeletePresences():
                    for stay in change.presences:
                        stays.pop(stay, None)
                case RecordCorrections():
                    corrections += change.corrections
                case RecordNoteCorrections():
                    tags += change.corrections
                case _:
                    pass
        if opened is not None:
            run = RunRecord(
                id=opened.run,
                kind=opened.kind,
                plan_at_start=opened.plan,
                events=self.events,
                incidents=tuple(incidents),
                last_seen=last_seen,
            )
        in_order = tuple(sorted(notes.values(), key=lambda note: note.at))
        return SessionRecord(
            session=saved,
            run=run,
            notes=in_order,
            draft=draft,
            people=tuple(sorted(known.values(), key=lambda person: (person.name, person.id))),
            expectations=tuple(expectations[key] for key in sorted(expectations)),
            presences=presences_in_order(stays.values()),
            corrections=tuple(corrections),
            note_corrections=tuple(tags),
            polls=polls_kept(self.changes),
            rounds=_rounds_kept(self.changes),
        )


def _rounds_kept(changes: Sequence[Change]) -> tuple[BreakoutRound, ...]:
    rounds: dict[RoundId, BreakoutRound] = {}
    for change in changes:
        if isinstance(change, SaveRooms):
            rounds[change.round.id] = change.round
        elif isinstance(change, DeleteRooms):
            rounds.pop(change.round, None)
    return tuple(sorted(rounds.values(), key=lambda one: (one.formed, one.block, one.number)))


class Desk:
    """A controller on a clock that stands until told to move, with a store that forgets nothing.

    Ids are counted, so that equal runs are equal.
    """

    def __init__(
        self,
        planned: Plan,
        *,
        now: str = "9:00",
        kind: RunKind = RunKind.LIVE,
        people: Sequence[Participant] = (),
        group: GroupId | None = None,
    ) -> None:
        """Begin with a new session; people: those who could come, of whom ``group`` is expected."""
        self.session = replace(session(planned), group=group)
        self.people = tuple(people)
        self.clock = ManualClock(at(now))
        self.store = RecordingStore()
        self._count = itertools.count(1)
        self.controller = self._open(SessionRecord(session=self.session, people=self.people), kind)

    def _open(self, record: SessionRecord, kind: RunKind = RunKind.LIVE) -> SessionController:
        return SessionController(
            record,
            store=self.store,
            clock=self.clock,
            kind=kind,
            new_id=lambda: f"{next(self._count)}",
        )

    def reopen(self, *, away: Duration = Duration(0)) -> SessionController:
        """Kill the program, let ``away`` pass, and open what the store was given."""
        self.clock.advance(away)
        self.controller = self._open(self.store.record(self.session, self.people))
        return self.controller

    def wait(self, count: float, *, every: Duration = SECOND) -> None:
        """Let minutes pass with a tick every second; the last tick stands at the very end."""
        left = mins(count)
        while left > 0:
            step = Duration(min(left, every))
            self.clock.advance(step)
            self.controller.tick()
            left = Duration(left - step)

    def to(self, clock: str) -> None:
        """Let time pass, with ticks, until the session's time is the given one."""
        self.wait((at(clock) - self.controller.now()) / MINUTE)

    @property
    def current(self) -> str | None:
        """Return the id of the current block."""
        return self.controller.run.state.current

    @property
    def remaining(self) -> Duration:
        """Return the remaining milliseconds of the current block."""
        current = self.controller.projection().current
        assert current is not None
        return current.remaining

    @property
    def run(self) -> Run:
        """Return the run so far."""
        return self.controller.run
