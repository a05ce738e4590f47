"""Faults of the clock, sleep, and coming back after a kill (T10, T11)."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.builders import Desk, at, mins, plan
from virtu_desktop.domain.events import EventType
from virtu_desktop.domain.incidents import IncidentKind
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.run import Cause
from virtu_desktop.domain.time import (
    HOUR,
    MINUTE,
    SECOND,
    Duration,
    Instant,
    ManualClock,
    parse_instant,
)
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import Heartbeat, RecordIncident
from virtu_desktop.engine.session import ActionKind
from virtu_desktop.engine.session_clock import GAP_ASKED, SessionClock

PLAN = plan("a 30", "b 30", "c 30")
A = BlockId("a")


def running(planned: Plan = PLAN) -> Desk:
    """Return a session whose first block has run ten minutes."""
    desk = Desk(planned)
    desk.controller.start_next()
    desk.wait(10)
    return desk


def incidents(desk: Desk) -> list[tuple[str, Duration]]:
    """Return (kind, length) of what is on record, and check that all of it was saved."""
    saved = [change.incident for change in desk.store.changes if isinstance(change, RecordIncident)]
    assert tuple(saved) == desk.controller.incidents
    return [(incident.kind.value, incident.length) for incident in saved]


@pytest.mark.parametrize("step", [HOUR, -HOUR, 90 * SECOND, -3 * SECOND, timedelta(days=400)])
def test_f13_a_step_of_the_wall_clock_moves_no_remaining_time(step: int | timedelta) -> None:
    """Remaining moves 0 ms, the step is recorded once, and listeners hear of it."""
    by = Duration(step // timedelta(milliseconds=1) if isinstance(step, timedelta) else step)
    desk = running()
    before, told = desk.remaining, list[frozenset[Area]]()
    desk.controller.bus.subscribe(told.append)

    desk.clock.step_wall(by)
    assert desk.remaining == before
    for _ in range(3):
        desk.controller.tick()

    assert desk.remaining == before
    assert incidents(desk) == [("clock_stepped", by)]
    assert told == [frozenset({Area.CLOCK})]
    assert desk.controller.open_gap is None
    desk.wait(1)
    assert desk.remaining == before - mins(1)


def test_f13_small_steps_add_up_to_one_that_is_recorded() -> None:
    """A clock that drifts is recorded with each second look; nobody hears of it."""
    desk = running()
    before, told = desk.remaining, list[frozenset[Area]]()
    desk.controller.bus.subscribe(told.append)

    for _ in range(5):
        desk.clock.step_wall(Duration(12))
        desk.controller.tick()
        desk.controller.tick()

    assert incidents(desk) == [("clock_stepped", 24), ("clock_stepped", 24)]
    assert desk.remaining == before
    assert told == []


@pytest.mark.parametrize("step", [1_500, -1_500, 300, 21])
def test_f13_a_small_step_is_no_error_after_a_kill(step: int) -> None:
    """A step that nobody is told of is on record: another process finds the same time left."""
    desk = running()
    desk.clock.step_wall(Duration(step))
    desk.controller.tick()
    desk.controller.tick()
    before = desk.remaining

    desk.reopen(away=SECOND)

    assert desk.remaining == before - SECOND


def test_f13_a_clock_read_late_once_is_no_step() -> None:
    """Something came between reading one clock and the other: the next look says there was none."""
    desk = running()
    desk.clock.step_wall(Duration(400))
    desk.controller.tick()
    desk.clock.step_wall(Duration(-400))
    desk.controller.tick()
    desk.controller.tick()

    assert incidents(desk) == []


def test_f13_a_step_before_the_start_is_followed() -> None:
    """Before the start a corrected clock is the right one: nothing is held or recorded."""
    desk = Desk(PLAN, now="8:00")
    desk.controller.tick()
    desk.clock.step_wall(HOUR)
    desk.controller.tick()

    desk.controller.start_next()

    assert desk.run.state.spells[0].start == at("9:00")
    assert incidents(desk) == []


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_f13_a_step_between_preparing_and_starting_does_not_lock_the_session(step: int) -> None:
    """A block was skipped, then the clock was set: the session starts and goes on normally."""
    desk = Desk(PLAN, now="8:00")
    desk.controller.skip(BlockId("b"))
    desk.controller.tick()
    desk.clock.step_wall(Duration(step))
    desk.controller.tick()

    desk.controller.start_next()
    desk.wait(10)
    desk.controller.adjust(mins(1))

    assert desk.remaining == mins(21)
    desk.reopen(away=SECOND)
    assert desk.remaining == mins(21) - SECOND


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_f13_a_start_taken_back_to_set_the_clock_can_be_made_again(step: int) -> None:
    """The trainer sees a wrong clock, takes the start back, sets the clock and starts again."""
    desk = Desk(PLAN)
    desk.controller.start_next()
    desk.wait(1)
    desk.clock.step_wall(Duration(step))
    desk.wait(1)
    desk.controller.take_back()
    wall = desk.clock.read().wall

    desk.controller.start_next()

    assert desk.run.state.spells[0].start == wall
    desk.wait(10)
    assert desk.remaining == mins(20)
    desk.reopen(away=SECOND)
    assert desk.remaining == mins(20) - SECOND


@pytest.mark.parametrize("step", [HOUR, -HOUR])
def test_f13_an_end_can_be_taken_back_after_a_step(step: int) -> None:
    """Ending and taking it back goes on with the same steady time, also after a kill."""
    desk = running()
    desk.clock.step_wall(Duration(step))
    desk.wait(1)
    before = desk.remaining
    desk.controller.end()
    desk.wait(1)
    desk.clock.step_wall(Duration(step))
    desk.controller.tick()

    assert desk.controller.take_back()

    assert desk.remaining == before - mins(1)
    desk.reopen()
    assert desk.remaining == before - mins(1)


@pytest.mark.parametrize(
    ("start", "jump"),
    [
        ("2027-03-28T02:40:00+02:00", "2027-03-28T01:00:00Z"),
        ("2027-10-31T03:40:00+03:00", "2027-10-31T01:00:00Z"),
    ],
)
def test_f14_the_nights_when_clocks_change_take_and_give_nothing(start: str, jump: str) -> None:
    """Thirty minutes over the jump are thirty minutes, and no incident happened."""
    begins = parse_instant(start)
    desk = Desk(plan("a 30", "b 30", start=begins))
    desk.clock = ManualClock(begins)
    desk.reopen()
    desk.controller.start_next()

    desk.wait(21)

    assert desk.controller.now() == parse_instant(jump) + mins(1)
    assert desk.remaining == mins(9)
    projection = desk.controller.projection()
    assert projection.projected_end == begins + mins(60)
    assert (projection.behind, projection.finish_late) == (0, 0)
    assert incidents(desk) == []


def test_f14_a_session_goes_on_over_midnight() -> None:
    """From 23:50 to 0:20 the countdown counts half an hour."""
    begins = parse_instant("2026-11-25T23:50:00+02:00")
    desk = Desk(plan("a 30", "b 30 @00:20", start=begins))
    desk.clock = ManualClock(begins)
    desk.reopen()
    desk.controller.start_next()

    desk.wait(29)

    assert desk.remaining == mins(1)
    assert desk.controller.projection().rows[1].start == begins + mins(30)


@pytest.fixture
def zone_of_process() -> Iterator[None]:
    """Put the time zone of the process back afterwards."""
    before = os.environ.get("TZ")
    yield
    os.environ.pop("TZ", None)
    if before is not None:
        os.environ["TZ"] = before
    if hasattr(time, "tzset"):
        time.tzset()


@pytest.mark.usefixtures("zone_of_process")
@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process cannot be set here")
def test_f13_another_zone_of_the_computer_changes_nothing() -> None:
    """The session's zone is part of its plan; the computer's is of no account."""
    desk = running(plan("a 30", "b 30 @09:30"))
    before = desk.controller.projection()

    os.environ["TZ"] = "Pacific/Auckland"
    time.tzset()

    desk.controller.tick()
    assert desk.controller.projection() == before
    assert desk.controller.plan == plan("a 30", "b 30 @09:30")
    assert incidents(desk) == []


def test_f15_after_seven_minutes_asleep_one_question_is_asked() -> None:
    """The gap is on record and waits for an answer; more ticks ask nothing more."""
    desk = running()
    told: list[frozenset[Area]] = []
    desk.controller.bus.subscribe(told.append)

    desk.clock.sleep(mins(7))
    for _ in range(3):
        desk.controller.tick()

    gap = desk.controller.open_gap
    assert gap is not None
    assert (gap.start, gap.end, gap.length) == (at("9:10"), at("9:17"), mins(7))
    assert incidents(desk) == [("slept", mins(7))]
    assert told == [frozenset({Area.CLOCK})]
    assert desk.remaining == mins(13)


def test_f15_a_counted_gap_changes_nothing() -> None:
    """The block ran on while the computer slept; the record says that this was decided."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    before = desk.run.state

    action = desk.controller.count_gap()

    assert action is not None
    assert (action.kind, action.by) == (ActionKind.GAP_COUNTED, mins(7))
    assert desk.controller.open_gap is None
    assert desk.controller.count_gap() is None
    assert desk.run.record[-1].cause is Cause.SLEEP
    assert desk.run.state.spells == before.spells
    assert desk.controller.reasons() == ()
    assert desk.remaining == mins(13)
    assert desk.controller.pause_gap() is None


def test_f15_a_gap_as_a_pause_gives_the_time_back() -> None:
    """The pause has the gap's own instants and cause, and can be taken back."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    desk.wait(1)

    action = desk.controller.pause_gap()

    assert action is not None
    assert (action.kind, action.by) == (ActionKind.GAP_PAUSED, mins(7))
    assert desk.remaining == mins(19)
    assert desk.controller.open_gap is None
    pause, resume = desk.run.facts()[-2:]
    assert (pause.type, pause.at) == (EventType.PAUSE, at("9:10"))
    assert (resume.type, resume.at) == (EventType.RESUME, at("9:17"))
    assert {event.cause for event in desk.run.record[-2:]} == {Cause.SLEEP}
    assert [(reason.kind.value, reason.minutes) for reason in desk.controller.reasons()] == [
        ("paused", 7)
    ]
    assert desk.controller.take_back()
    assert desk.remaining == mins(12)


@pytest.mark.parametrize("name", ["adjust", "pause", "skip"])
def test_f15_the_question_can_be_answered_after_other_commands(name: str) -> None:
    """Seven minutes are given back whatever was done before answering."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    if name == "adjust":
        desk.controller.adjust(Duration(0))
    elif name == "pause":
        desk.controller.pause_or_resume()
    else:
        desk.controller.skip()
    desk.clock.advance(SECOND)
    before = desk.remaining

    desk.controller.pause_gap()

    assert desk.remaining == before + mins(7)
    assert desk.controller.open_gap is None


def test_f15_a_key_pressed_before_the_first_tick_does_not_swallow_the_question() -> None:
    """After waking, the trainer's first press comes before the clock was looked at."""
    desk = running()
    desk.clock.sleep(mins(7))

    desk.controller.adjust(mins(1))

    gap = desk.controller.open_gap
    assert gap is not None
    assert gap.length == mins(7)
    desk.controller.pause_gap()
    assert desk.remaining == mins(21)


def test_f15_a_gap_begins_at_the_last_thing_done() -> None:
    """Half a second after a tick +1 was pressed, then the lid was closed: that is a pause too."""
    desk = running()
    desk.clock.advance(Duration(500))
    desk.controller.adjust(mins(1))
    desk.clock.sleep(mins(7))
    desk.controller.tick()

    desk.controller.pause_gap()

    assert desk.remaining == mins(21) - 500
    assert [reason.kind.value for reason in desk.controller.reasons()] == ["paused", "adjusted"]


def test_f15_a_question_about_a_block_that_was_left_is_dropped() -> None:
    """Going on to the next block says that the time counted."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()

    desk.controller.start_next()

    assert desk.controller.open_gap is None
    assert desk.remaining == mins(30)


def test_f15_two_gaps_are_two_questions() -> None:
    """A second sleep before the first answer loses neither; each has its own answer."""
    desk = running()
    for length in (7, 3):
        desk.clock.sleep(mins(length))
        desk.controller.tick()
        desk.wait(1)
    first = desk.controller.open_gap
    assert first is not None
    assert first.length == mins(7)

    desk.controller.count_gap()
    second = desk.controller.open_gap
    assert second is not None
    assert second.length == mins(3)
    desk.controller.pause_gap()

    assert desk.controller.open_gap is None
    assert desk.remaining == mins(30 - 10 - 7 - 2)


def test_f15_a_gap_inside_a_pause_that_came_back_asks_nothing() -> None:
    """Taking back the resume puts the sleep inside the pause: nothing is left to answer."""
    desk = running()
    desk.controller.pause_or_resume()
    desk.wait(1)
    desk.controller.pause_or_resume()
    desk.wait(1)
    desk.clock.sleep(mins(3))
    desk.controller.tick()
    assert desk.controller.open_gap is not None

    assert desk.controller.take_back()

    assert desk.controller.open_gap is None
    assert desk.controller.pause_gap() is None
    assert desk.remaining == mins(20)


def test_f15_sleeping_while_paused_asks_nothing() -> None:
    """A pause is a pause; the sleep is on record all the same."""
    desk = running()
    desk.controller.pause_or_resume()
    desk.clock.sleep(mins(7))

    desk.controller.tick()

    assert desk.controller.open_gap is None
    assert incidents(desk) == [("slept", mins(7))]
    assert desk.remaining == mins(20)


@pytest.mark.parametrize("phase", ["not started", "prepared", "ended"])
def test_f15_sleeping_outside_the_session_is_of_no_account(phase: str) -> None:
    """Before the start and after the end nothing is asked and nothing recorded."""
    desk = Desk(PLAN, now="8:00")
    if phase == "prepared":
        desk.controller.skip(BlockId("b"))
    elif phase == "ended":
        desk.controller.start_next()
        desk.wait(1)
        desk.controller.end()
    saved = len(desk.store.batches)

    desk.clock.sleep(mins(7))
    desk.controller.tick()

    assert desk.controller.open_gap is None
    assert len(desk.store.batches) == saved


@pytest.mark.parametrize(
    ("length", "recorded", "asked"),
    [(1_999, False, False), (2_000, True, False), (5_000, True, False), (5_001, True, True)],
)
def test_f15_ticks_apart_are_recorded_from_two_seconds_and_asked_above_five(
    length: int, recorded: bool, asked: bool
) -> None:
    """A program that stood still is as much a gap as a computer that slept."""
    desk = running()

    desk.clock.advance(Duration(length))
    desk.controller.tick()

    assert (incidents(desk) == [("slept", length)]) is recorded
    assert (desk.controller.open_gap is not None) is asked


def test_t11_a_kill_loses_nothing() -> None:
    """The same block, state, notes and draft, and remaining less the time away, to the ms."""
    desk = running()
    desk.controller.add_note("#idea rotate")
    desk.controller.notebook.keep_draft("half a sen")
    desk.controller.start_next()
    desk.wait(7)
    desk.controller.pause_or_resume()
    desk.wait(1)
    desk.controller.pause_or_resume()
    desk.controller.adjust(mins(5))
    desk.controller.take_back()
    live, before = desk.controller, desk.remaining

    back = desk.reopen(away=Duration(4_321))

    assert back.run == live.run
    assert back.notebook.notes == live.notebook.notes
    assert back.notebook.draft == "half a sen"
    assert desk.remaining == before - 4_321
    assert back.open_gap is None
    assert back.take_back()


def _gaps_asked(desk: Desk) -> list[int]:
    """Return the minutes of the gaps that are asked about, each counted in turn."""
    asked = []
    while (gap := desk.controller.open_gap) is not None:
        asked.append(gap.length // MINUTE)
        desk.clock.advance(SECOND)
        desk.controller.count_gap()
    return asked


def test_f15_a_question_that_was_not_answered_is_asked_again_after_a_kill() -> None:
    """First the sleep of before, then the time that the program was away; then nothing more."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()

    desk.reopen(away=mins(3))

    assert _gaps_asked(desk) == [7, 3]
    desk.reopen(away=SECOND)
    assert _gaps_asked(desk) == []


@pytest.mark.parametrize("answer", ["count", "pause", "pause_late", "next", "paused_before"])
def test_f15_a_question_that_is_settled_is_not_asked_again_after_a_kill(answer: str) -> None:
    """Counted, paused, left behind with its block, or asleep during a pause: that is decided."""
    desk = running()
    if answer == "paused_before":
        desk.controller.pause_or_resume()
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    if answer == "pause_late":
        desk.controller.adjust(mins(1))
    match answer:
        case "count":
            desk.controller.count_gap()
        case "pause" | "pause_late":
            desk.controller.pause_gap()
        case "next":
            desk.controller.start_next()
        case _:
            desk.clock.advance(SECOND)
            desk.controller.pause_or_resume()
    desk.wait(1)
    before = desk.remaining

    desk.reopen(away=SECOND)

    assert desk.controller.open_gap is None
    assert desk.remaining == before - SECOND


def test_f15_of_two_gaps_of_one_length_one_answer_settles_one() -> None:
    """An answer is not taken for two."""
    desk = running()
    for _ in range(2):
        desk.clock.sleep(mins(3))
        desk.controller.tick()
        desk.wait(1)
    desk.controller.count_gap()

    desk.reopen(away=SECOND)

    assert _gaps_asked(desk) == [3]


@pytest.mark.parametrize("as_pause", [False, True])
def test_f15_an_answer_that_is_taken_back_is_asked_for_again(*, as_pause: bool) -> None:
    """Undo brings the question back, at once and after a kill."""
    desk = running()
    desk.clock.sleep(mins(7))
    desk.controller.tick()
    if as_pause:
        desk.controller.pause_gap()
    else:
        desk.controller.count_gap()

    desk.controller.take_back()

    gap = desk.controller.open_gap
    assert gap is not None
    assert gap.length == mins(7)
    desk.reopen(away=SECOND)
    assert desk.controller.open_gap == gap


@pytest.mark.parametrize("steps", [[HOUR], [-HOUR], [HOUR, -25 * MINUTE, 3 * SECOND]])
def test_t11_remaining_is_right_after_a_step_and_a_kill(steps: list[int]) -> None:
    """Steps that the dead process saw are taken off the wall clock; none is counted twice."""
    desk = running()
    for step in steps:
        desk.clock.step_wall(Duration(step))
        desk.wait(1)
    before = desk.remaining

    for _ in range(2):
        desk.reopen(away=SECOND)
        before = Duration(before - SECOND)
        assert desk.remaining == before
        desk.controller.tick()

    desk.controller.adjust(mins(1))
    assert desk.remaining == before + mins(1)


def test_t11_the_time_away_is_asked_about_and_on_record() -> None:
    """Away counts from the last sign of life, which is at most five seconds old."""
    desk = running()
    desk.clock.advance(Duration(800))

    desk.reopen(away=mins(2))

    gap = desk.controller.open_gap
    assert gap is not None
    assert gap.end == desk.controller.now()
    beats = [change.at for change in desk.store.changes if isinstance(change, Heartbeat)]
    assert (gap.start, gap.end) == (beats[-2], beats[-1])
    assert mins(2) <= gap.length < mins(2) + 6 * SECOND
    assert incidents(desk) == [("away", gap.length)]
    desk.controller.pause_gap()
    assert desk.remaining == mins(30) - (beats[-2] - at("9:00"))


def test_t11_away_counts_from_the_last_line_of_the_record_too() -> None:
    """A command after the last heartbeat, also one taken back, is a sign of life."""
    desk = running()
    desk.clock.advance(Duration(900))
    desk.controller.adjust(mins(1))
    desk.clock.advance(Duration(300))
    desk.controller.take_back()

    desk.reopen(away=mins(2))

    assert incidents(desk) == [("away", mins(2))]


def test_t11_a_clock_set_back_while_away_does_not_lock_the_session() -> None:
    """Time goes on from the last sign of life; every command works, also after another kill."""
    desk = running()
    before = desk.remaining
    desk.clock.step_wall(Duration(-HOUR))

    desk.reopen(away=SECOND)

    assert before - 6 * SECOND <= desk.remaining <= before + 6 * SECOND
    desk.controller.adjust(mins(1))
    desk.controller.start_next()
    desk.wait(3)
    assert desk.remaining == mins(27)
    desk.reopen(away=SECOND)
    assert desk.remaining == mins(27) - SECOND
    stepped = [length for kind, length in incidents(desk) if kind == "clock_stepped"]
    assert len(stepped) == 1
    assert abs(stepped[0] + HOUR) < 10 * SECOND


@pytest.mark.parametrize("phase", ["paused", "ended", "not started"])
def test_t11_coming_back_asks_only_for_a_block_that_ran(phase: str) -> None:
    """A paused session records the time away without a question; others record nothing."""
    desk = Desk(PLAN)
    if phase == "not started":
        desk.controller.skip(BlockId("b"))
    else:
        desk.controller.start_next()
        desk.wait(1)
        _ = desk.controller.pause_or_resume() if phase == "paused" else desk.controller.end()
    before = desk.run.state

    desk.reopen(away=mins(30))

    assert desk.controller.open_gap is None
    assert desk.run.state == before
    assert [kind for kind, _length in incidents(desk)] == (["away"] if phase == "paused" else [])


def test_signs_of_life_come_every_five_seconds_of_a_live_run() -> None:
    """One at the start and twelve a minute; none before the start or after the end."""
    desk = Desk(PLAN)
    desk.wait(1)
    desk.controller.start_next()
    desk.wait(1)
    desk.controller.end()
    desk.wait(1)

    beats = [change.at for change in desk.store.changes if isinstance(change, Heartbeat)]

    assert [later - sooner for sooner, later in itertools.pairwise(beats)] == [5 * SECOND] * 12
    assert beats[0] == at("9:01")


def test_the_session_clock_follows_the_wall_until_it_is_held() -> None:
    """Held it goes by the boot clock, released by the wall clock; its gap ends now."""
    clock = ManualClock(Instant(1_000_000))
    session_clock = SessionClock(clock)
    clock.step_wall(Duration(500))
    assert session_clock.now() == session_clock.wall() == 1_000_500

    session_clock.hold(stepped=Duration(100))
    clock.step_wall(HOUR)
    clock.sleep(Duration(GAP_ASKED + 1))
    seen = session_clock.observe()

    assert session_clock.now() == 1_000_400 + GAP_ASKED + 1
    assert seen.gap is not None
    assert (seen.gap.end, seen.gap.length) == (session_clock.now(), GAP_ASKED + 1)
    assert seen.step == HOUR + 500
    assert session_clock.observe().step == 0
    assert session_clock.monotonic() == 0
    session_clock.release()
    assert session_clock.now() == clock.read().wall


def test_incidents_have_the_time_of_the_session() -> None:
    """An incident is placed by the steady time, not by the clock that has just been set."""
    desk = running()
    desk.clock.step_wall(HOUR)

    desk.controller.tick()

    assert [(one.at, one.kind) for one in desk.controller.incidents] == [
        (at("9:10"), IncidentKind.CLOCK_STEPPED)
    ]
