"""Breakout rooms as values: times, calls, seats, and who has met whom (B5, T8)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, mins
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.rooms import (
    BreakoutRoom,
    BreakoutRound,
    Call,
    RoomState,
    RoundId,
    Seat,
    all_back,
    call_due,
    calls_of,
    history,
    met_in,
    repeated_pairs,
    room_end,
    with_lock,
    with_people,
    with_room,
    with_seats_merged,
)
from virtu_desktop.domain.time import Duration, Instant

A, B, C, D = map(PersonId, "abcd")


def round_of(
    *rooms: str, started: str | None = "10:00", extras: Sequence[float] = (), length: float = 20
) -> BreakoutRound:
    """Return a round with a room for each word, in which its letters sit from the start on."""
    since = at(started or "9:55")
    return BreakoutRound(
        id=RoundId("r"),
        block=BlockId("b"),
        number=1,
        formed=at("9:55"),
        rooms=tuple(
            BreakoutRoom(name=f"Room {place + 1}", extra=mins((*extras, *[0] * 9)[place]))
            for place in range(len(rooms))
        ),
        seats=tuple(
            Seat(person=PersonId(letter), room=place, since=since)
            for place, room in enumerate(rooms)
            for letter in room
        ),
        length=mins(length),
        back=mins(1),
        started=None if started is None else at(started),
    )


@pytest.mark.parametrize(
    ("rooms", "extras", "paused", "back"),
    [
        (("ab", "cd"), (), 0, "10:21"),
        (("ab", "cd"), (3, 0), 0, "10:24"),
        (("ab", "cd"), (-5, -5), 0, "10:16"),
        (("ab", "cd"), (3, 0), 4, "10:28"),
        (("", "cd"), (3, 0), 0, "10:21"),
        (("", ""), (3, 0), 0, "10:24"),
    ],
)
def test_all_are_back_after_the_latest_room_with_people(
    rooms: tuple[str, ...], extras: tuple[float, ...], paused: float, back: str
) -> None:
    """The latest end plus the return, later by the pauses; a room without people does not count."""
    assert all_back(round_of(*rooms, extras=extras), mins(paused)) == at(back)


def test_nobody_is_back_before_the_start() -> None:
    """Rooms that have not been sent out have no end."""
    planned = round_of("ab", started=None)

    assert (room_end(planned, 0), all_back(planned), calls_of(planned, at("10:05"))) == (
        None,
        None,
        {},
    )


@pytest.mark.parametrize(
    ("clock", "length", "call"),
    [
        ("10:09:59", 20, None),
        ("10:10", 20, Call.HALF),
        ("10:18:59", 20, Call.HALF),
        ("10:19", 20, Call.LAST),
        ("10:20", 20, Call.BACK),
        ("10:31", 20, Call.BACK),
        ("10:00:10", 1, None),
        ("10:00:30", 1, Call.HALF),
        ("10:01", 1, Call.BACK),
    ],
)
def test_calls_come_at_half_time_the_last_minute_and_the_end(
    clock: str, length: float, call: Call | None
) -> None:
    """A round of a minute has no last minute of its own."""
    assert call_due(round_of("ab", length=length), 0, at(clock)) is call


def test_a_pause_and_more_time_put_calls_off() -> None:
    """A room is called by its own time."""
    round_ = round_of("ab", "cd", extras=(6, 0))

    assert calls_of(round_, at("10:12")) == {0: None, 1: Call.HALF}
    assert calls_of(round_, at("10:12"), mins(5)) == {0: None, 1: None}


def test_no_call_for_who_needs_none() -> None:
    """A room that is done or empty is not called, and none is once they are back."""
    round_ = round_of("ab", "cd", "")
    done = with_room(round_, 0, replace(round_.rooms[0], state=RoomState.DONE))

    assert calls_of(done, at("10:19:30")) == {1: Call.LAST}
    assert calls_of(replace(done, ended=at("10:19")), at("10:19:30")) == {}


def test_before_the_start_a_move_leaves_no_trace() -> None:
    """Nobody has sat anywhere yet."""
    moved = with_people(round_of("ab", "c", started=None), ((A,), (C, B)), at("9:58"))

    assert moved.people == ((A,), (C, B))
    assert all(seat.until is None for seat in moved.seats)
    assert len(moved.seats) == 3


def test_after_the_start_a_move_ends_one_stay_and_begins_another() -> None:
    """Both stay in the record; who did not move keeps the seat as it was."""
    before = round_of("ab", "c")
    moved = with_people(before, ((A,), (C, B)), at("10:05"))

    assert moved.people == ((A,), (C, B))
    ended = [seat for seat in moved.seats if seat.until is not None]
    assert [(seat.person, seat.room, seat.until) for seat in ended] == [(B, 0, at("10:05"))]
    assert {seat for seat in moved.seats if seat.person in (A, C)} <= set(before.seats)


def test_a_lock_goes_with_the_seat() -> None:
    """It is of the present seat alone, and goes when it is taken away."""
    locked = with_lock(round_of("ab", "c"), A, is_locked=True)

    assert locked.locked == {A}
    assert with_people(locked, ((B,), (C, A)), at("10:02")).locked == {A}
    assert with_lock(locked, A, is_locked=False).locked == frozenset()


@pytest.mark.parametrize(
    ("stays", "met"),
    [
        ([(A, 0, 0, None), (B, 0, 0, None)], {(A, B)}),
        ([(A, 0, 0, 5), (B, 0, 5, None)], set()),
        ([(A, 0, 0, 5), (B, 0, 4, None)], {(A, B)}),
        ([(A, 0, 0, 5), (A, 1, 5, None), (B, 0, 0, None), (C, 1, 0, None)], {(A, B), (A, C)}),
        ([(A, 0, 0, 5), (A, 0, 7, None), (B, 0, 5, 7)], set()),
    ],
)
def test_people_meet_while_both_are_there(
    stays: list[tuple[PersonId, int, float, float | None]], met: set[tuple[PersonId, PersonId]]
) -> None:
    """Who left as another came has not met; who changed rooms has met in both."""
    seats = tuple(
        Seat(
            person=person,
            room=room,
            since=Instant(at("10:00") + mins(since)),
            until=None if until is None else Instant(at("10:00") + mins(until)),
        )
        for person, room, since, until in stays
    )
    found = met_in(replace(round_of("", ""), seats=seats))

    assert {pair for room in found for pair in combinations(sorted(room), 2)} == met


def test_rounds_that_were_not_started_are_no_history() -> None:
    """Planned groups have met nobody."""
    planned, held = round_of("ab", started=None), round_of("ab", "cd")

    assert history([planned, held]) == (((A, B), (C, D)),)


def test_repeated_pairs_are_counted_once() -> None:
    """However often they have met before."""
    assert repeated_pairs(round_of("abc", "d"), {(A, B): 3, (A, D): 1}) == 1


def test_a_merge_gives_all_seats_to_who_is_left() -> None:
    """Present and past ones."""
    moved = with_people(round_of("ab", "c"), ((A,), (C, B)), at("10:05"))

    merged = with_seats_merged(moved, B, D)

    assert {seat.person for seat in merged.seats} == {A, C, D}
    assert len(merged.seats) == len(moved.seats)


steps = st.lists(
    st.lists(st.integers(0, 3) | st.none(), min_size=4, max_size=4), min_size=1, max_size=6
)


@given(steps)
def test_seats_tell_who_sat_where_at_every_moment(moves: list[list[int | None]]) -> None:
    """Whatever moves follow: present seats are as asked, and past ones never overlap."""
    round_ = round_of("abcd", "", "", "")
    asked: list[tuple[Instant, dict[PersonId, int]]] = []
    for minute, places in enumerate(moves, 1):
        now = Instant(at("10:00") + mins(minute))
        where = {
            person: place
            for person, place in zip((A, B, C, D), places, strict=True)
            if place is not None
        }
        rooms = tuple(
            tuple(person for person, place in where.items() if place == number)
            for number in range(4)
        )
        round_ = with_people(round_, rooms, now)
        assert round_.seated == where
        asked.append((now, where))

    for now, where in asked:
        later = Duration(30_000)
        there = {
            seat.person: seat.room
            for seat in round_.seats
            if seat.since <= now + later and (seat.until is None or now + later < seat.until)
        }
        assert there == where


@given(st.lists(st.integers(-10, 10), min_size=1, max_size=5), st.integers(0, 30))
def test_the_last_room_is_never_late(extras: list[int], paused: int) -> None:
    """Everybody is back when the room with most time is, never before another one ends."""
    round_ = round_of(*(letter for letter, _ in zip("abcde", extras, strict=False)), extras=extras)
    back = all_back(round_, mins(paused))
    ends = [room_end(round_, number, mins(paused)) for number in range(len(extras))]

    assert back is not None
    assert all(end is not None and end + round_.back <= back for end in ends)
    assert back in [end + round_.back for end in ends if end is not None]
