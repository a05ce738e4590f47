"""Presence: unions, minutes, marks and standings, by tables and against a count of minutes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, mins
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import (
    BadStay,
    Leaving,
    Presence,
    PresenceId,
    Span,
    StandingKind,
    all_attended,
    attended,
    present_at,
    standing,
    united,
)
from virtu_desktop.domain.time import MINUTE, Duration, Instant

SESSION = Span(at("9:00"), at("12:00"))


def stay(words: str, *, person: str = "p", mode: Mode = Mode.ROOM) -> Presence:
    """Return the stay of "9:00-9:30", "9:00-" (open) or "9:00-9:30 away"."""
    times, *leaving = words.split()
    joined, left = times.split("-")
    return Presence(
        id=PresenceId(f"{person} {words}"),
        person=PersonId(person),
        joined=at(joined),
        left=at(left) if left else None,
        mode=mode,
        leaving=Leaving(leaving[0]) if leaving else Leaving.LEFT,
    )


@pytest.mark.parametrize(
    ("stays", "minutes", "percent", "late", "early", "away"),
    [
        (["8:40-"], 180, 100, 0, 0, (0, 0)),
        (["8:40-12:30"], 180, 100, 0, 0, (0, 0)),
        (["9:18-12:00"], 162, 90, 18, 0, (0, 0)),
        (["9:00-11:00"], 120, 66, 0, 60, (0, 0)),
        (["9:00-10:00 away", "10:12-"], 168, 93, 0, 0, (12, 1)),
        (["9:00-10:00", "9:30-10:30"], 90, 50, 0, 90, (0, 0)),
        (["9:00-10:00", "10:00-11:00"], 120, 66, 0, 60, (0, 0)),
        (["9:10-9:20", "9:30-9:40", "9:50-10:00"], 30, 16, 10, 120, (20, 2)),
        (["9:00-12:00", "9:10-9:20"], 180, 100, 0, 0, (0, 0)),
        (["11:59:59-"], 0, 0, 179 + 59 / 60, 0, (0, 0)),
    ],
)
def test_stays_come_to_minutes_and_marks(
    stays: list[str],
    minutes: int,
    percent: int,
    late: float,
    early: int,
    away: tuple[int, int],
) -> None:
    """Figures are within the session, overlaps count once, and shares are rounded down."""
    found = attended([stay(words) for words in stays], SESSION)

    assert found is not None
    assert (found.minutes, found.percent) == (minutes, percent)
    assert (found.late, found.left_early) == (mins(late), mins(early))
    assert (found.away / MINUTE, found.away_times) == away


@pytest.mark.parametrize("words", ["8:00-8:59", "8:00-9:00", "12:00-", "9:30-9:30"])
def test_who_was_there_at_another_time_did_not_attend(words: str) -> None:
    """A stay that shares no moment with the session comes to nothing."""
    assert attended([stay(words)], SESSION) is None
    assert all_attended([stay(words)], SESSION) == {}


def test_a_limit_that_is_missed_by_a_second_is_not_shown_as_reached() -> None:
    """Of three hours 2 h 23 min 59 s are 79 %, and one second more is 80 %."""
    missed = attended([stay("9:00-11:23:59")], SESSION)
    reached = attended([stay("9:00-11:24")], SESSION)

    assert missed is not None
    assert reached is not None
    assert (missed.percent, reached.percent) == (79, 80)
    assert (missed.minutes, reached.minutes) == (144, 144)


@pytest.mark.parametrize(("joined", "is_late"), [("9:04:59", False), ("9:05", True)])
def test_marks_begin_with_five_minutes(joined: str, is_late: bool) -> None:
    """Standing in the queue is not being late, and packing up is not leaving early."""
    came = attended([stay(f"{joined}-")], SESSION)
    left = attended([stay("9:00-11:55")], SESSION)

    assert came is not None
    assert came.is_late is is_late
    assert left is not None
    assert left.has_left_early


def test_mode_is_the_one_with_the_most_time() -> None:
    """Half an hour in the room does not outweigh two hours at home."""
    stays = [stay("9:00-9:30"), stay("9:30-11:30", mode=Mode.REMOTE), stay("11:30-")]

    found = attended(stays, SESSION)

    assert found is not None
    assert found.mode is Mode.REMOTE


def test_time_outside_the_session_decides_no_mode() -> None:
    """An hour in the room before the start is no part of it."""
    found = attended([stay("7:00-9:10"), stay("9:10-", mode=Mode.REMOTE)], SESSION)

    assert found is not None
    assert found.mode is Mode.REMOTE


def test_a_stay_cannot_run_backwards() -> None:
    """Ending before beginning is refused, ending at once is not."""
    with pytest.raises(BadStay):
        stay("9:30-9:29")

    assert stay("9:30-9:30").left == at("9:30")


@pytest.mark.parametrize(
    ("stays", "now", "kind"),
    [
        ([], "10:00", StandingKind.MISSING),
        (["10:01-"], "10:00", StandingKind.MISSING),
        (["9:00-"], "10:00", StandingKind.PRESENT),
        (["9:00-10:00"], "10:00", StandingKind.LEFT),
        (["9:00-10:00"], "9:59:59", StandingKind.PRESENT),
        (["9:00-9:30 away"], "10:00", StandingKind.AWAY),
        (["9:00-9:30 line_lost"], "10:00", StandingKind.LINE_LOST),
        (["9:00-9:30 line_lost", "9:40-"], "10:00", StandingKind.PRESENT),
        (["9:00-9:50 away", "9:10-9:20"], "10:00", StandingKind.AWAY),
        (["9:00-9:20 away", "9:10-9:50"], "10:00", StandingKind.LEFT),
        (["9:00-9:20", "9:10-"], "10:00", StandingKind.PRESENT),
    ],
)
def test_standing_follows_the_latest_stay(stays: list[str], now: str, kind: StandingKind) -> None:
    """Where somebody stands is what the stay says that ended last, unless one still covers now."""
    assert standing([stay(words) for words in stays], at(now)).kind is kind


def test_present_at_an_instant_are_those_whose_stay_covers_it() -> None:
    """Stays are half-open, and of two devices the one that joined last says how."""
    stays = [
        stay("9:00-9:30", person="a"),
        stay("9:30-", person="b"),
        stay("9:00-", person="c"),
        stay("9:20-", person="c", mode=Mode.REMOTE),
    ]

    found = present_at(stays, at("9:30"))

    assert {person: one.mode for person, one in found.items()} == {
        "b": Mode.ROOM,
        "c": Mode.REMOTE,
    }


_minutes = st.integers(-20, 80)
_pairs = st.tuples(_minutes, _minutes).map(sorted)


@given(st.lists(_pairs, max_size=6))
def test_time_present_equals_a_count_of_minutes(pairs: list[list[int]]) -> None:
    """United, cut and added up is the number of minutes in which somebody was there."""
    hour = Span(Instant(0), Instant(60 * MINUTE))
    stays = [
        Presence(
            id=PresenceId(str(number)),
            person=PersonId("p"),
            joined=Instant(first * MINUTE),
            left=Instant(last * MINUTE),
        )
        for number, (first, last) in enumerate(pairs)
    ]

    found = attended(stays, hour)
    there = [any(first <= minute < last for first, last in pairs) for minute in range(60)]

    assert (0 if found is None else found.present) == sum(there) * MINUTE
    if found is not None:
        assert found.late + found.present + found.away + found.left_early == hour.length
        assert found.late == there.index(True) * MINUTE
        assert found.left_early == there[::-1].index(True) * MINUTE


@given(st.lists(_pairs, max_size=6))
def test_a_union_is_in_order_and_has_gaps(pairs: list[list[int]]) -> None:
    """No two spans of a union touch, none is empty, and uniting again changes nothing."""
    spans = united(Span(Instant(first), Instant(last)) for first, last in pairs)

    assert all(span.length > Duration(0) for span in spans)
    assert all(before.end < after.start for before, after in pairwise(spans))
    assert united(spans) == spans
