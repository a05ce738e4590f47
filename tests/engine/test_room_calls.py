"""Calls are told once, when they are reached, to the rooms that they concern (B5)."""

from __future__ import annotations

from dataclasses import replace

from tests.builders import at, mins
from tests.domain.test_rooms import round_of
from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.rooms import BreakoutRound, Call, RoundId
from virtu_desktop.domain.time import Duration
from virtu_desktop.engine.room_calls import RoomCall, RoomCalls

NONE: tuple[Duration, ...] = ()


def look(
    calls: RoomCalls,
    round_: BreakoutRound,
    clock: str,
    planned: tuple[Duration, ...] = NONE,
) -> tuple[RoomCall, ...]:
    """Look at the rooms at a time; the block began at 9:55."""
    now = at(clock)
    elapsed = Duration(now - at("9:55"))
    return calls.look(round_, now, paused=Duration(0), planned=planned, elapsed=elapsed)


def test_each_call_is_told_once() -> None:
    """Half-time, last minute and the end, to all rooms at once as they end together."""
    calls, round_ = RoomCalls(), round_of("ab", "cd")
    told = [
        (clock, call.call, call.rooms, call.cue)
        for clock in ("10:00", "10:09:59", "10:10", "10:10:01", "10:19", "10:19:30", "10:20")
        for call in look(calls, round_, clock)
    ]

    assert told == [
        ("10:10", Call.HALF, (), CuePhase.SOON),
        ("10:19", Call.LAST, (), CuePhase.LAST),
        ("10:20", Call.BACK, (), CuePhase.OVER),
    ]


def test_a_room_with_its_own_time_is_called_by_name() -> None:
    """The others are called before it; more time calls it again."""
    calls, round_ = RoomCalls(), round_of("ab", "cd", extras=(0, 6))
    look(calls, round_, "10:00")

    assert look(calls, round_, "10:10") == (RoomCall(call=Call.HALF, rooms=(0,)),)
    assert look(calls, round_, "10:13") == (RoomCall(call=Call.HALF, rooms=(1,)),)
    assert look(calls, round_, "10:19") == (RoomCall(call=Call.LAST, rooms=(0,)),)
    longer = round_of("ab", "cd", extras=(4, 6))
    assert look(calls, longer, "10:19:10") == ()
    assert look(calls, longer, "10:23") == (RoomCall(call=Call.LAST, rooms=(0,)),)


def test_planned_calls_count_from_the_start_of_the_block() -> None:
    """Those before the rooms went out are not made up for."""
    calls, round_ = RoomCalls(), round_of("ab")
    planned = (mins(2), mins(10))
    look(calls, round_, "10:00", planned)

    assert look(calls, round_, "10:04:59", planned) == ()
    assert look(calls, round_, "10:05", planned) == (RoomCall(),)
    assert look(calls, round_, "10:05:01", planned) == ()


def test_what_was_reached_unseen_is_not_told() -> None:
    """After the program was opened again, or for another round, only what comes is told."""
    calls, round_ = RoomCalls(), round_of("ab")

    assert look(calls, round_, "10:12") == ()
    assert look(calls, round_, "10:19") == (RoomCall(call=Call.LAST),)
    assert look(calls, replace(round_, id=RoundId("other")), "10:20") == ()
