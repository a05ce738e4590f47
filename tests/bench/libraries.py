"""Large libraries and long sessions for measurements."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.time import (
    MINUTE,
    Duration,
    Instant,
    ManualClock,
    SystemClock,
)
from virtu_desktop.engine.changes import (
    Change,
    Heartbeat,
    OpenRun,
    RecordIncident,
    SaveGroup,
    SaveProgramme,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.samples import note_lines
from virtu_desktop.exchange.templates import session_from_template
from virtu_desktop.storage.library import Library

ZONE = "Europe/Helsinki"
SESSIONS = 500
HELD = 100
_PROGRAMMES = 10
_GROUPS = 10
_MEETINGS = 5
_FIRST_DAY = date(2026, 1, 12)


class _Kept:
    """A store that keeps changes in a list; incidents of skipped time are left out."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def submit(self, *changes: Change) -> None:
        self.changes += (one for one in changes if not isinstance(one, RecordIncident))


def fill_large(path: Path, *, is_under_way: bool) -> None:
    """Make a library with 500 sessions of a dozen blocks; 100 were held, with notes.

    is_under_way: one more of them runs now.
    """
    chance = random.Random(500)
    kept = _Kept()
    for programme in range(_PROGRAMMES):
        named = ProgrammeId(_id(chance))
        kept.submit(
            SaveProgramme(
                programme=Programme(id=named, title=f"Programme {programme + 1}", customer="")
            )
        )
        for group in range(_GROUPS):
            _add_group(kept, chance, named, group, is_held=programme * _GROUPS + group < 20)
    if is_under_way:
        _add_under_way(kept, chance)
    with Library.open(path, clock=SystemClock()) as library:
        for change in kept.changes:
            library.submit(change)
        assert library.flush(120)


def _add_group(
    kept: _Kept, chance: random.Random, programme: ProgrammeId, position: int, *, is_held: bool
) -> None:
    group = ParticipantGroup(
        id=GroupId(_id(chance)),
        programme=programme,
        name=f"Group {position + 1}",
        site="Turku",
        position=position,
    )
    kept.submit(SaveGroup(group=group))
    for number in range(1, _MEETINGS + 1):
        day = _FIRST_DAY + timedelta(days=7 * position + 28 * (number - 1))
        session = _session(chance, number, day, group.id)
        kept.submit(SaveSession(session=session))
        if is_held:
            _hold(kept, chance, session)


def _session(
    chance: random.Random, number: int, day: date, group: GroupId | None = None
) -> Session:
    return session_from_template(
        f"virtu-{(number - 1) % 3 + 1}",
        language="en",
        day=day,
        start=time(9, 0),
        zone=ZONE,
        new_id=lambda: _id(chance),
        group=group,
        number=number,
    )


def _hold(kept: _Kept, chance: random.Random, session: Session) -> None:
    """Let a session run to its end, with a note in every block."""
    clock = ManualClock(session.plan.start)
    controller = _controller(kept, chance, session, clock)
    lines = note_lines(session.template or "", "en")
    for place, block in enumerate(session.plan.blocks):
        controller.start_next()
        clock.advance(Duration(MINUTE))
        controller.add_note(lines[place % len(lines)])
        clock.advance(Duration(max(0, block.length - chance.randrange(2 * MINUTE))))
    controller.end()


def _add_under_way(kept: _Kept, chance: random.Random) -> None:
    """Add a session that began some minutes ago."""
    now = SystemClock().read().wall
    start = Instant((now - 20 * MINUTE) // MINUTE * MINUTE)
    session = _session(chance, 1, _FIRST_DAY)
    blocks = tuple(replace(block, fixed_start=None) for block in session.plan.blocks)
    plan = Plan(start=start, zone=ZONE, blocks=blocks, end=None)
    session = replace(session, plan=plan)
    kept.submit(SaveSession(session=session))
    clock = ManualClock(start)
    controller = _controller(kept, chance, session, clock)
    controller.start_next()
    clock.advance(Duration(now - start - 5 * MINUTE))
    controller.start_next()
    for line in note_lines(session.template or "", "en"):
        controller.add_note(line)
    run = next(one.run for one in reversed(kept.changes) if isinstance(one, OpenRun))
    kept.submit(Heartbeat(run=run, at=now))


def long_session(count: int) -> Session:
    """Return a session of so many blocks of one and two minutes, planned to begin now."""
    start = Instant(SystemClock().read().wall // MINUTE * MINUTE)
    blocks = tuple(
        Block(
            id=BlockId(f"b{place}"),
            title=f"Block {place}, as it is called",
            length=Duration(MINUTE if place % 3 else 2 * MINUTE),
            minimum=Duration(0 if place % 3 else MINUTE),
            kind=list(BlockKind)[place % len(BlockKind)],
            optional=place % 7 == 0,
            owner="Mia" if place % 2 else "Otso",
        )
        for place in range(count)
    )
    return Session(
        id=SessionId("long"),
        title="A long session",
        plan=Plan(start=start, zone=ZONE, blocks=blocks, end=None),
    )


def _controller(
    kept: _Kept, chance: random.Random, session: Session, clock: ManualClock
) -> SessionController:
    record = SessionRecord(session=session)
    return SessionController(record, store=kept, clock=clock, new_id=lambda: _id(chance))


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"
