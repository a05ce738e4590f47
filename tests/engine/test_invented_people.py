"""Invented participants: most come in time, some late, one leaves early, one never comes (T13)."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.builders import Desk, at, mins, plan
from tests.engine.test_rehearsal import LINES, PLAN
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import BreakoutSettings
from virtu_desktop.domain.presence import Span, all_attended
from virtu_desktop.domain.programme import GroupId
from virtu_desktop.domain.time import Duration, Instant, ManualClock
from virtu_desktop.engine.invented_people import InventedAttendance
from virtu_desktop.engine.rehearsal import RehearsalResult, rehearse
from virtu_desktop.engine.session import SessionController

PEOPLE = tuple(
    Participant(
        id=PersonId(f"p{number}"),
        programme=None,
        name=f"Person {number}",
        group=GroupId("g1"),
        usual_mode=Mode.REMOTE if number % 3 == 0 else Mode.ROOM,
    )
    for number in range(12)
)


def invented_day(seed: int) -> Desk:
    """Let a three-hour day of twelve people pass."""
    planned = plan("a 90", "b 90")
    desk = Desk(planned, now="8:30", people=PEOPLE, group=GroupId("g1"))
    day = InventedAttendance(PEOPLE, planned, random.Random(seed), walk_in="Veera")
    for _step in range(220):
        desk.clock.advance(mins(1))
        day.act(desk.controller.register, desk.controller.now())
    return desk


def test_a_day_has_late_people_one_who_leaves_and_one_who_stays_away() -> None:
    """Of twelve, eleven come: three late, one away for a while, one gone early; and a walk-in."""
    register = invented_day(7).controller.register
    there = all_attended(register.presences, Span(at("9:00"), at("12:00")))

    expected = [one for person, one in there.items() if person in register.expected]
    assert len(expected) == 11
    assert sum(one.is_late for one in expected) == 3
    assert sum(one.away_times for one in expected) == 1
    assert sum(one.has_left_early for one in expected) == 1
    assert len(there) == 12


def test_the_same_chance_gives_the_same_day() -> None:
    """Every stay is at the same instant; another chance gives another day."""
    first, second, other = (invented_day(seed).controller.register.presences for seed in (7, 7, 8))

    assert first == second
    assert first != other


def test_a_rehearsal_has_them_and_the_line_is_lost_and_back() -> None:
    """The record of the rehearsal has its people, and remote stays that a lost line ended."""
    desk = Desk(PLAN)
    clock = ManualClock(PLAN.start - mins(20))  # type: ignore[arg-type]
    for _done in rehearse(
        desk.session,
        store=desk.store,
        clock=clock,
        seed=3,
        lines=LINES,
        result=RehearsalResult(),
        people=PEOPLE,
        walk_in="Veera",
    ):
        pass

    record = desk.store.record(desk.session)
    opened = SessionController(record, store=desk.store, clock=ManualClock(at("12:00")))
    stays = opened.register.presences
    assert {one.name for one in record.people} == {*(one.name for one in PEOPLE), "Veera"}
    assert len(opened.register.expected) == 12
    lost = [stay for stay in stays if stay.leaving.value == "line_lost"]
    assert lost
    assert all(stay.mode is Mode.REMOTE for stay in lost)
    assert not opened.register.is_line_lost(at("12:00"))
    assert Duration(0) < opened.span().length  # type: ignore[union-attr]


def test_a_rehearsal_works_in_rooms() -> None:
    """Its breakout block has its rounds, each called back inside the block, with result cards."""
    rooms = PLAN.blocks[2]
    settings = BreakoutSettings(group_size=3, mode="any", rounds=2)
    desk = Desk(PLAN.with_block(replace(rooms, length=mins(30), breakout=settings)))
    for _done in rehearse(
        desk.session,
        store=desk.store,
        clock=ManualClock(Instant(PLAN.start - mins(20))),
        seed=3,
        lines=LINES,
        result=RehearsalResult(),
        people=PEOPLE,
    ):
        pass

    rounds = desk.store.record(desk.session).rounds
    assert rounds
    assert {round_.block for round_ in rounds} == {rooms.id}
    held = [round_ for round_ in rounds if round_.started is not None]
    assert held
    assert all(round_.ended is not None for round_ in held)
    assert all(room.card for room in held[0].rooms)
