"""State and projection: each control in a table, and what must hold for every run (T2-T4, T8)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import at, event, mins, plan
from tests.domain.runs import Case, cases
from virtu_desktop.domain.events import BadEvent, Event, EventType, Refusal
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.time import Duration, Instant, iso_utc, parse_instant
from virtu_desktop.domain.timeline import (
    Phase,
    Status,
    TimelineState,
    apply,
    block_at,
    correction_limits,
    elapsed,
    elapsed_by_block,
    fold,
    paused_total,
    project,
    status_of,
    statuses,
    target_end,
)

PLAN = plan("a 10", "b 10", "c 10", "d 10")
A, B, C, D = (BlockId(name) for name in "abcd")


def marks(state: TimelineState) -> str:
    """Return the first letters of the four statuses; s for skipped, - for passed."""
    letters = {Status.PASSED: "-"}
    return "".join(letters.get(mark, mark.value[0]) for mark in statuses(PLAN, state))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([], "pppp"),
        ([event("9:00", "start", "a")], "cppp"),
        ([event("9:00", "start", "c")], "--cp"),
        ([event("9:00", "start", "a"), event("9:01", "start", "c")], "d-cp"),
        ([event("9:00", "start", "c"), event("9:01", "start", "a")], "cpdp"),
        ([event("9:00", "skip", "b")], "pspp"),
        ([event("9:00", "skip", "b"), event("9:01", "restore", "b")], "pppp"),
        ([event("9:00", "skip", "b"), event("9:01", "start", "c")], "-scp"),
        ([event("9:00", "skip", "b"), event("9:01", "start", "b")], "-cpp"),
        # A restored block stays pending wherever the current one stands.
        (
            [
                event("9:00", "start", "a"),
                event("9:01", "start", "c"),
                event("9:02", "restore", "a"),
            ],
            "p-cp",
        ),
        (
            [
                event("9:00", "start", "a"),
                event("9:01", "start", "b"),
                event("9:02", "restore", "a"),
                event("9:03", "skip", "a"),
            ],
            "scpp",
        ),
        (
            [event("9:00", "start", "b"), event("9:01", "skip", "c"), event("9:02", "end")],
            "-ds-",
        ),
        (
            [
                event("9:00", "start", "a"),
                event("9:01", "start", "b"),
                event("9:02", "restore", "a"),
                event("9:03", "end"),
            ],
            "-d--",
        ),
    ],
)
def test_where_each_block_stands(events: list[Event], expected: str) -> None:
    """Done, current, skipped, pending or passed, by what happened and where the current is."""
    state = fold(PLAN, events)

    assert marks(state) == expected
    assert tuple(status_of(PLAN, state, block.id) for block in PLAN.blocks) == statuses(PLAN, state)


RUNNING = [event("9:00", "start", "a")]
PAUSED = [*RUNNING, event("9:05", "pause")]
ENDED = [*RUNNING, event("9:05", "end")]


@pytest.mark.parametrize(
    ("before", "wrong", "refusal"),
    [
        ([], event("9:06", "start", "x"), Refusal.UNKNOWN_BLOCK),
        ([], Event(at=at("9:06"), type=EventType.START), Refusal.UNKNOWN_BLOCK),
        ([], event("9:06", "pause"), Refusal.NOT_RUNNING),
        ([], event("9:06", "resume"), Refusal.NOT_PAUSED),
        ([], event("9:06", "end"), Refusal.NOT_STARTED),
        ([], event("9:06", "rooms", None, "9:10"), Refusal.NOT_RUNNING),
        ([], event("9:06", "correct_start", "a", "9:00"), Refusal.NEVER_RAN),
        ([], event("9:06", "agree_end"), Refusal.INCOMPLETE),
        (RUNNING, event("8:59", "pause"), Refusal.OUT_OF_ORDER),
        (RUNNING, event("9:06", "start", "a"), Refusal.ALREADY_CURRENT),
        (RUNNING, event("9:06", "resume"), Refusal.NOT_PAUSED),
        (RUNNING, event("9:06", "skip", "a"), Refusal.NOT_PENDING),
        (RUNNING, event("9:06", "restore", "b"), Refusal.NOT_RESTORABLE),
        (RUNNING, Event(at=at("9:06"), type=EventType.ADJUST, block=B), Refusal.INCOMPLETE),
        (RUNNING, Event(at=at("9:06"), type=EventType.CORRECT_START, block=A), Refusal.INCOMPLETE),
        (RUNNING, event("9:06", "correct_start", "a", "9:07"), Refusal.OUTSIDE_LIMITS),
        (
            [*RUNNING, event("9:01", "skip", "b")],
            event("9:06", "adjust", "b", 1),
            Refusal.NOT_ADJUSTABLE,
        ),
        (PAUSED, event("9:06", "pause"), Refusal.ALREADY_PAUSED),
        (PAUSED, event("9:06", "correct_start", "a", "9:05:01"), Refusal.OUTSIDE_LIMITS),
        (ENDED, event("9:06", "start", "b"), Refusal.AFTER_END),
        # A trainer who presses Next after the end is told of the end.
        (ENDED, Event(at=at("9:06"), type=EventType.START), Refusal.AFTER_END),
    ],
)
def test_what_does_not_fit_is_refused(before: list[Event], wrong: Event, refusal: Refusal) -> None:
    """Each event that makes no sense is refused with its own reason, in one line."""
    state = fold(PLAN, before)

    with pytest.raises(BadEvent) as caught:
        apply(PLAN, state, wrong)

    assert caught.value.refusal is refusal
    assert caught.value.event == wrong
    assert len(str(caught.value).splitlines()) == 1


def test_overtime_keeps_counting_and_never_goes_on_by_itself() -> None:
    """Two hours after its end the block is still the current one, 1:50 over (T3)."""
    state = fold(PLAN, [event("9:00", "start", "a")])

    projection = project(PLAN, state, at("11:00"))

    assert projection.current is not None
    assert projection.current.id == A
    assert projection.current.remaining == mins(-110)
    assert projection.current.expected_end == at("11:00")
    assert projection.behind == mins(110)


def test_a_second_spell_goes_on_where_the_first_ended() -> None:
    """A block that ran before has used up what it ran, without its pauses."""
    state = fold(
        PLAN,
        [
            event("9:00", "start", "a"),
            event("9:02", "pause"),
            event("9:03", "start", "b"),
            event("9:20", "start", "a"),
        ],
    )

    projection = project(PLAN, state, at("9:21"))

    assert projection.current is not None
    assert projection.current.elapsed == mins(3)
    assert projection.current.remaining == mins(7)
    assert paused_total(state, at("9:21")) == mins(1)


@pytest.mark.parametrize(("resumed", "ran", "paused"), [(True, 5, 2), (False, 4, 3)])
def test_a_correction_moves_the_end_of_a_pause_only_if_it_ended_there(
    resumed: bool, ran: int, paused: int
) -> None:
    """A pause that b's start ended ends where b really began; one that was over stays."""
    events = [event("9:00", "start", "a"), event("9:04", "pause")]
    if resumed:
        events.append(event("9:06", "resume"))
    events += [event("9:10", "start", "b"), event("9:11", "correct_start", "b", "9:07")]

    state = fold(PLAN, events)

    assert elapsed(state, A, at("9:11")) == mins(ran)
    assert paused_total(state, at("9:11")) == mins(paused)
    assert elapsed(state, B, at("9:11")) == mins(4)


def test_a_pause_moves_the_expected_end_and_nothing_else() -> None:
    """While paused, remaining stands and the expected end goes along with the clock."""
    state = fold(PLAN, [event("9:00", "start", "a"), event("9:04", "pause")])

    first, later = (project(PLAN, state, at(clock)) for clock in ("9:05", "9:35"))

    assert first.phase is Phase.PAUSED
    assert first.current is not None
    assert later.current is not None
    assert first.current.remaining == later.current.remaining == mins(6)
    assert later.current.expected_end == at("9:41")
    assert later.behind == mins(31)


def test_a_fixed_start_is_waited_for_or_missed_by_minutes() -> None:
    """An early session waits for the fixed start, a late one misses it by what it is late."""
    planned = plan("a 10", "b 10 @09:20", "c 10")
    state = fold(planned, [event("9:00", "start", "a")])

    early, late = (project(planned, state, at(clock)).rows for clock in ("9:08", "9:23"))

    assert (early[1].start, early[1].missed) == (at("9:20"), 0)
    assert (late[1].start, late[1].missed) == (at("9:23"), mins(3))
    assert late[2].start == at("9:33")


def test_t8_rooms_decide_the_expected_end() -> None:
    """The block ends when the last room is back, later or earlier than its own time."""
    rooms = [event("9:00", "start", "a"), event("9:02", "rooms", None, "9:13")]

    later = project(PLAN, fold(PLAN, rooms), at("9:05"))
    sooner = project(PLAN, fold(PLAN, [*rooms, event("9:03", "rooms", None, "9:08")]), at("9:05"))
    past = project(PLAN, fold(PLAN, rooms), at("9:14"))

    assert [one.current.expected_end if one.current else None for one in (later, sooner, past)] == [
        at("9:13"),
        at("9:08"),
        at("9:14"),
    ]
    assert later.behind == mins(3)
    assert later.projected_end == at("9:43")
    assert later.current is not None
    assert later.current.remaining == mins(5)


@pytest.mark.parametrize(
    "after", [Event(at=at("9:03"), type=EventType.ROOMS), event("9:03", "start", "b")]
)
def test_t8_closed_rooms_no_longer_count(after: Event) -> None:
    """Closing the rooms, or starting another block, gives the end back to the block's own time."""
    state = fold(PLAN, [event("9:00", "start", "a"), event("9:02", "rooms", None, "9:45"), after])

    assert state.rooms_back is None
    assert project(PLAN, state, at("9:03")).projected_end < at("9:45")


def test_an_agreed_end_is_the_end_to_aim_at() -> None:
    """Ending later by agreement takes the delay out of finish_late."""
    state = fold(PLAN, [event("9:05", "start", "a")])
    agreed = apply(PLAN, state, event("9:06", "agree_end", None, "9:45"))

    assert project(PLAN, state, at("9:06")).finish_late == mins(5)
    assert project(PLAN, agreed, at("9:06")).finish_late == 0
    assert not project(PLAN, agreed, at("9:06")).is_late
    assert target_end(PLAN, agreed) == at("9:45")


def test_midnight_is_no_border() -> None:
    """A block that runs over midnight has the time that it has."""
    planned = plan("a 60", "b 30 @00:30", start=parse_instant("2026-11-25T23:30:00+02:00"))
    state = fold(planned, [Event(at=planned.start, type=EventType.START, block=A)])
    now = parse_instant("2026-11-26T00:10:00+02:00")

    projection = project(planned, state, now)

    assert projection.current is not None
    assert projection.current.remaining == mins(20)
    assert iso_utc(projection.projected_end) == "2026-11-25T23:00:00.000Z"
    assert projection.behind == 0


def test_is_late_ends_with_the_session() -> None:
    """A session that is over has nothing to catch up with, however late it ended."""
    state = fold(PLAN, [event("9:00", "start", "a"), event("11:00", "end")])

    projection = project(PLAN, state, at("11:30"))

    assert projection.finish_late == mins(80)
    assert not projection.is_late


@given(cases(), st.integers(0, 12))
def test_state_is_a_fold(case: Case, cut: int) -> None:
    """One by one, all at once, or in two parts: the same events give the same state."""
    first, rest = case.events[:cut], case.events[cut:]
    state = TimelineState()
    for one in first:
        state = apply(case.plan, state, one)

    for one in rest:
        state = apply(case.plan, state, one)

    assert state == fold(case.plan, case.events)
    assert fold(case.plan, first) == fold(case.plan, list(first))


@given(cases())
def test_applying_an_event_leaves_the_state_before_alone(case: Case) -> None:
    """No event reaches back into a state that somebody still holds."""
    states = [TimelineState()]
    for one in case.events:
        states.append(apply(case.plan, states[-1], one))

    again = [fold(case.plan, case.events[:count]) for count in range(len(case.events) + 1)]

    assert states == again


@given(cases())
def test_elapsed_and_pauses_are_the_wall_time_since_the_start(case: Case) -> None:
    """No millisecond of a session is lost or counted twice."""
    state = case.state
    assume(state.spells)
    until = case.now if state.ended is None else state.ended

    ran = sum(elapsed_by_block(state, case.now).values())

    assert ran + paused_total(state, case.now) == until - state.spells[0].start
    for block in case.plan.blocks:
        assert elapsed(state, block.id, case.now) >= 0


@given(cases(), st.integers(1, 3_600_000))
def test_remaining_moves_only_as_time_does(case: Case, later: int) -> None:
    """Some milliseconds later there are as many less, or as many as before while paused."""
    state = case.state
    before = project(case.plan, state, case.now).current
    assume(before is not None)

    after = project(case.plan, state, Instant(case.now + later)).current

    assert before is not None
    assert after is not None
    assert before.remaining - after.remaining == (0 if state.is_paused else later)


@given(cases())
def test_statuses_divide_the_blocks(case: Case) -> None:
    """One current block while it runs, none otherwise; what ran is never passed while it runs."""
    state = case.state
    found = dict(
        zip((block.id for block in case.plan.blocks), statuses(case.plan, state), strict=True)
    )
    ran = {spell.block for spell in state.spells}

    assert list(found.values()).count(Status.CURRENT) == (
        state.phase in (Phase.RUNNING, Phase.PAUSED)
    )
    assert {block for block, mark in found.items() if mark is Status.SKIPPED} == state.skipped
    assert {block for block, mark in found.items() if mark is Status.DONE} <= ran
    if state.ended is None:
        assert not {block for block, mark in found.items() if mark is Status.PASSED} & ran
    else:
        assert Status.PENDING not in found.values()


@given(cases())
def test_projection_never_moves_a_fixed_start_earlier(case: Case) -> None:
    """Pending blocks follow one another without overlap and wait for their fixed starts."""
    projection = project(case.plan, case.state, case.now)
    begins = projection.now if projection.current is None else projection.current.expected_end

    end = begins
    for row, fixed in zip(projection.rows, case.plan.fixed_instants, strict=True):
        if row.status is not Status.PENDING:
            assert row.missed == 0
            continue
        assert row.start is not None
        assert row.end is not None
        assert row.start >= end
        assert fixed is None or row.start >= fixed
        assert row.missed == (0 if fixed is None else row.start - fixed)
        assert row.end - row.start == max(0, row.allotted - row.elapsed)
        end = row.end
    if projection.phase in (Phase.RUNNING, Phase.PAUSED):
        assert projection.projected_end == end


@given(cases(), st.integers(-3_600_000, 3_600_000))
def test_a_correction_inside_its_limits_moves_time_between_two_blocks_only(
    case: Case, move: int
) -> None:
    """What one block gains the block before loses; outside the limits nothing is accepted."""
    state = case.state
    assume(state.current is not None)
    assert state.current is not None
    found = correction_limits(state, state.current, case.now)
    assert found is not None
    index, earliest, latest = found
    to = Instant(state.spells[-1].start + move)
    correction = Event(at=case.now, type=EventType.CORRECT_START, block=state.current, to=to)

    if to > latest or (earliest is not None and to < earliest):
        with pytest.raises(BadEvent):
            apply(case.plan, state, correction)
        return
    after = apply(case.plan, state, correction)

    def net(of: TimelineState) -> int:
        return sum(elapsed_by_block(of, case.now).values()) + paused_total(of, case.now)

    gained = state.spells[0].start - to if index == 0 else 0
    assert net(after) - net(state) == gained
    assert elapsed(after, state.current, case.now) >= 0


def test_states_are_equal_by_value() -> None:
    """Two states with the same content are equal although their mappings are not the same."""
    state = fold(PLAN, [event("9:00", "start", "a"), event("9:01", "adjust", "b", 5)])

    assert state == replace(state, adjusted={B: Duration(mins(5))})
    assert state != replace(state, adjusted={C: Duration(mins(5))})


@pytest.mark.parametrize(
    ("clock", "block"),
    [("8:59", None), ("9:00", "a"), ("9:09", "a"), ("9:10", "b"), ("9:30", None)],
)
def test_the_block_that_ran_at_a_time(clock: str, block: str | None) -> None:
    """A block runs from its start until the next one starts or the session ends."""
    events = [event("9:00", "start", "a"), event("9:10", "start", "b"), event("9:30", "end")]
    state = fold(plan("a 10", "b 20"), events)

    assert block_at(state, at(clock)) == block
