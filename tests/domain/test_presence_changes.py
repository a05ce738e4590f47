"""Changes of stays: cutting, joining, moving, modes; checked against a count of minutes."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import BadStay, Leaving, Presence, PresenceId
from virtu_desktop.domain.presence_changes import cut, joined_up, moved, with_mode
from virtu_desktop.domain.time import MINUTE, Instant

_minutes = st.integers(0, 40)


def stay(first: int, last: int | None, *, leaving: Leaving = Leaving.LEFT) -> Presence:
    """Return a stay from one minute to another, or an open one."""
    return Presence(
        id=PresenceId(f"{first}-{last}"),
        person=PersonId("p"),
        joined=Instant(first * MINUTE),
        left=None if last is None else Instant(last * MINUTE),
        leaving=leaving,
    )


def covered(stays: tuple[Presence, ...]) -> list[bool]:
    """Return for each of 60 minutes whether somebody was there."""
    return [any(one.covers(Instant(minute * MINUTE)) for one in stays) for minute in range(60)]


def ids() -> itertools.count[int]:
    """Return numbers for new ids."""
    return itertools.count(1)


@given(_minutes, st.none() | _minutes, _minutes, _minutes)
def test_a_cut_takes_out_exactly_what_it_says(
    first: int, last: int | None, start: int, end: int
) -> None:
    """Every minute outside the cut stays as it was, no part is empty, and one keeps the id."""
    assume(last is None or first < last)
    one = stay(first, last)
    is_hit = start < end and end > first and (last is None or start < last)
    numbers = ids()
    if not is_hit:
        with pytest.raises(BadStay):
            cut(one, start=Instant(start * MINUTE), end=Instant(end * MINUTE), new_id=str)
        return

    parts = cut(
        one,
        start=Instant(start * MINUTE),
        end=Instant(end * MINUTE),
        new_id=lambda: str(next(numbers)),
    )

    before = covered((one,))
    assert covered(parts) == [
        was and not start <= minute < end for minute, was in enumerate(before)
    ]
    assert all(part.left is None or part.left > part.joined for part in parts)
    assert len({part.id for part in parts}) == len(parts)
    assert not parts or parts[0].id == one.id


@given(st.lists(st.tuples(_minutes, _minutes).map(sorted), min_size=2, max_size=4))
def test_joining_covers_everything_from_first_to_last(pairs: list[list[int]]) -> None:
    """Nothing that was covered is lost, and there is no gap any more."""
    stays = tuple(stay(first, last) for first, last in pairs)

    one = joined_up(stays)

    first, last = min(pair[0] for pair in pairs), max(pair[1] for pair in pairs)
    assert (one.joined, one.left) == (first * MINUTE, last * MINUTE)


def test_joining_keeps_an_open_end_and_the_mode_of_the_first() -> None:
    """Whoever is still there stays there."""
    one = joined_up([stay(10, None), stay(0, 5, leaving=Leaving.AWAY)])

    assert (one.joined, one.left, one.leaving) == (0, None, Leaving.LEFT)


def test_only_stays_of_one_person_can_be_joined() -> None:
    """Two people, or one stay, are refused."""
    other = Presence(id=PresenceId("o"), person=PersonId("o"), joined=Instant(0))

    with pytest.raises(BadStay):
        joined_up([stay(0, 5), other])
    with pytest.raises(BadStay):
        joined_up([stay(0, 5)])


def test_moving_an_end_keeps_how_it_ended() -> None:
    """Only an end that comes or goes says nothing of how any more."""
    away = stay(0, 5, leaving=Leaving.AWAY)

    assert moved(away, joined=Instant(0), left=Instant(6)).leaving is Leaving.AWAY
    assert moved(away, joined=Instant(0), left=None).leaving is Leaving.LEFT
    with pytest.raises(BadStay):
        moved(away, joined=Instant(9), left=Instant(8))


@pytest.mark.parametrize(("minute", "parts"), [(0, 1), (4, 1), (5, 2), (30, 2)])
def test_a_mode_puts_a_slip_right_or_splits(minute: int, parts: int) -> None:
    """Under five minutes the stay is corrected, after that the person has moved."""
    found = with_mode(
        stay(0, None), Mode.SITE, "Pori", at=Instant(minute * MINUTE), new_id=lambda: "new"
    )

    assert len(found) == parts
    assert (found[-1].mode, found[-1].site, found[-1].left) == (Mode.SITE, "Pori", None)
    assert found[0].id == "0-None"
