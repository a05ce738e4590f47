"""Ready changes, drawn domain values, and waiting for a saving status without sleeping."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import time as time_of_day

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.builders import at, plan
from tests.domain import strategies as documents
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteId, NoteTag
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
)
from virtu_desktop.domain.programme import Delivery, Session, SessionId
from virtu_desktop.domain.questions import PollKind, Question, Scale, Secrecy, Show
from virtu_desktop.domain.run import ActionId, Cause, EventId, RunEvent, TakeBack
from virtu_desktop.domain.time import Duration, Instant, parse_instant
from virtu_desktop.engine.changes import AppendEvents, OpenRun, RunId, RunKind, SaveNote
from virtu_desktop.engine.store import SaveStatus
from virtu_desktop.exchange.timeline_json import read_events, read_plan

SESSION = SessionId("s1")
RUN = RunId("r1")
FAR_MS = 4_000_000_000_000

texts = st.text(max_size=12)
names = st.text(min_size=1, max_size=12)
instants = st.integers(0, FAR_MS).map(Instant)
milliseconds = st.integers(0, 10**9).map(Duration)


class Statuses:
    """Hears the saving statuses of a library and lets a test wait for one."""

    def __init__(self) -> None:
        """Begin without any."""
        self.heard: list[SaveStatus] = []
        self._changed = threading.Condition()

    def hear(self, status: SaveStatus) -> None:
        """Keep a status."""
        with self._changed:
            self.heard.append(status)
            self._changed.notify_all()

    def wait_for(self, fits: Callable[[SaveStatus], bool], timeout_s: float = 10.0) -> SaveStatus:
        """Return the latest status as soon as it fits."""
        with self._changed:
            arrived = self._changed.wait_for(
                lambda: bool(self.heard) and fits(self.heard[-1]), timeout_s
            )
            assert arrived, f"heard only {self.heard[-3:]}"
            return self.heard[-1]


def session_of(planned: Plan | None = None, name: str = SESSION) -> Session:
    """Return a session of three blocks, or of the plan that is given."""
    return Session(
        id=SessionId(name),
        title="First half-day",
        plan=planned or plan("a 10", "b 20/5", "c 15"),
    )


def opening(
    planned: Plan | None = None, *, run: RunId = RUN, session: SessionId = SESSION
) -> OpenRun:
    """Return the change that opens a live run of the session at nine."""
    return OpenRun(
        run=run,
        session=session,
        kind=RunKind.LIVE,
        plan=planned or session_of().plan,
        at=at("9:00"),
    )


def adjusted(number: int) -> RunEvent:
    """Return the event of that number: one minute more for block c."""
    event = Event(
        at=Instant(at("9:00") + number),
        type=EventType.ADJUST,
        block=BlockId("c"),
        ms=Duration(60_000),
    )
    return stamped(number, event)


def appended(number: int) -> AppendEvents:
    """Return the change that records event ``number``."""
    return AppendEvents(run=RUN, events=(adjusted(number),))


def note_of(number: int, text: str = "a note") -> SaveNote:
    """Return the change that saves note ``number``."""
    note = Note(id=NoteId(f"n{number}"), at=Instant(at("9:00") + number), block=None, text=text)
    return SaveNote(session=SESSION, note=note)


def stamped(number: int, fact: Event | TakeBack, action: str = "") -> RunEvent:
    """Return a fact as the event of that number, an action of its own unless told otherwise."""
    return RunEvent(
        id=EventId(f"e{number}"),
        action=ActionId(action or f"a{number}"),
        cause=Cause.TRAINER,
        fact=fact,
        monotonic=Duration(number),
        boot="boot",
    )


@st.composite
def scales(draw: DrawFn) -> Scale:
    """Draw a scale with labels for no level, the ends or every level."""
    lowest, size = draw(st.integers(-2, 2)), draw(st.integers(2, 11))
    words = draw(st.sampled_from([0, 2, size]))
    labels = tuple(draw(st.lists(texts, min_size=words, max_size=words)))
    return Scale(lowest=lowest, highest=lowest + size - 1, labels=labels)


@st.composite
def polls(draw: DrawFn) -> Question:
    """Draw a planned poll."""
    small = st.integers(0, 10)
    return Question(
        text=draw(texts),
        kind=draw(st.sampled_from(PollKind)),
        options=tuple(draw(st.lists(texts, max_size=3))),
        min_choices=draw(st.none() | small),
        max_choices=draw(st.none() | small),
        scale=draw(st.none() | scales()),
        repeat_key=draw(st.none() | texts),
        axes=draw(st.none() | st.tuples(scales(), scales())),
        right=tuple(draw(st.lists(small, max_size=2))),
        asks_confidence=draw(st.booleans()),
        unit=draw(texts),
        secrecy=draw(st.sampled_from(Secrecy)),
        show=draw(st.sampled_from(Show)),
        timer_s=draw(st.none() | small),
    )


@st.composite
def breakouts(draw: DrawFn) -> BreakoutSettings:
    """Draw breakout settings."""
    return BreakoutSettings(
        group_size=draw(st.integers(1, 9)),
        mode=draw(st.sampled_from(["mixed", "together", "any"])),
        rules=tuple(draw(st.lists(texts, max_size=2))),
        rounds=draw(st.integers(1, 4)),
        calls=tuple(draw(st.lists(milliseconds, max_size=2))),
    )


@st.composite
def blocks(draw: DrawFn, name: str) -> Block:
    """Draw a block with every field filled somehow."""
    length = draw(st.integers(0, 10**8))
    return Block(
        id=BlockId(name),
        length=Duration(length),
        minimum=Duration(draw(st.integers(0, length))),
        title=draw(texts),
        kind=draw(st.sampled_from(BlockKind)),
        fixed_start=draw(st.none() | st.times().map(lambda t: t.replace(fold=0)) | _whole_minutes),
        optional=draw(st.booleans()),
        priority=draw(st.integers(1, 3)),
        auto_advance=draw(st.booleans()),
        owner=draw(texts),
        room=draw(texts),
        remote=draw(texts),
        trainer_note=draw(texts),
        materials=tuple(draw(st.lists(texts, max_size=3))),
        polls=tuple(draw(st.lists(polls(), max_size=2))),
        breakout=draw(st.none() | breakouts()),
        origin=draw(texts),
    )


_whole_minutes = st.builds(time_of_day, st.integers(0, 23), st.integers(0, 59))
_zones = st.sampled_from(["Europe/Helsinki", "UTC", "America/New_York", "Australia/Lord_Howe"])


@st.composite
def sessions(draw: DrawFn) -> Session:
    """Draw a session."""
    ids = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    planned = Plan(
        start=draw(instants),
        zone=draw(_zones),
        blocks=tuple(draw(blocks(name)) for name in ids),
        end=draw(st.none() | instants),
    )
    return Session(
        id=SESSION,
        title=draw(texts),
        plan=planned,
        number=draw(st.integers(-3, 100)),
        language=draw(st.sampled_from(["en", "fi", "sv"])),
        template=draw(texts),
        delivery=draw(st.sampled_from(Delivery)),
        has_phones=draw(st.booleans()),
    )


@st.composite
def notes(draw: DrawFn, name: str) -> Note:
    """Draw a note."""
    return Note(
        id=NoteId(name),
        at=draw(instants),
        block=draw(st.none() | names.map(BlockId)),
        text=draw(texts),
        tag=draw(st.sampled_from(NoteTag)),
        persons=tuple(draw(st.lists(texts, max_size=3))),
        private=draw(st.booleans()),
        edited=draw(st.none() | instants),
    )


incidents = st.builds(
    Incident,
    at=instants,
    kind=st.sampled_from(IncidentKind),
    length=st.integers(-(10**9), 10**9).map(Duration),
)


@st.composite
def runs(draw: DrawFn) -> tuple[Plan, tuple[RunEvent, ...]]:
    """Draw a plan and a record that fits it, with actions and take-backs."""
    planned_document = draw(documents.plans())
    event_documents = draw(documents.event_lists(planned_document))
    planned = read_plan(planned_document)
    facts = read_events(event_documents, planned)
    record: list[RunEvent] = []
    numbers = itertools.count()
    for fact in facts:
        if draw(st.integers(0, 4)) == 0:
            # An action that is taken back at once leaves the facts after it as legal as before.
            agreed = Event(at=fact.at, type=EventType.AGREE_END, to=planned.target_end)
            mistake = stamped(next(numbers), agreed)
            record.append(mistake)
            record.append(stamped(next(numbers), TakeBack(fact.at, mistake.action)))
        event = stamped(next(numbers), fact)
        is_joined = bool(record) and draw(st.integers(0, 3)) == 0
        record.append(replace(event, action=record[-1].action) if is_joined else event)
    return planned, tuple(record)


def instant(text: str | None) -> Instant | None:
    """Return the instant that a column holds."""
    return None if text is None else parse_instant(text)
