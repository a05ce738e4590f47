"""The planned schedule, and plans that cannot be (T1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import at, block, mins, plan
from virtu_desktop.domain.plan import BadPlan, Block, BlockId, Plan
from virtu_desktop.domain.time import Duration, Instant, iso_utc, parse_instant


def starts_and_gaps(planned: Plan) -> list[tuple[Instant, int]]:
    """Return (planned start, minutes of gap) of each block."""
    return [(row.start, row.gap // mins(1)) for row in planned.schedule]


def test_blocks_follow_one_another() -> None:
    """Without fixed starts each block begins when the one before ends."""
    planned = plan("a 10", "b 20.5", "c 5")

    assert starts_and_gaps(planned) == [(at("9:00"), 0), (at("9:10"), 0), (at("9:30:30"), 0)]
    assert planned.schedule[-1].end == at("9:35:30")
    assert planned.planned_length == mins(35.5)


def test_free_time_is_positive_and_an_overlap_negative() -> None:
    """The gap is the planned start less the end of the block before, the first block has none."""
    planned = plan("a 10 @09:05", "b 20 @09:20", "c 5 @09:30", "d 5")

    assert starts_and_gaps(planned) == [
        (at("9:05"), 0),
        (at("9:20"), 5),
        (at("9:30"), -10),
        (at("9:35"), 0),
    ]


def test_a_fixed_start_after_midnight_is_on_the_next_day() -> None:
    """A session of the late evening has its 00:15 block a quarter after midnight."""
    planned = plan("a 30", "b 10 @00:15", start=parse_instant("2026-11-25T23:30:00+02:00"))

    assert iso_utc(planned.schedule[1].start) == "2026-11-25T22:15:00.000Z"
    assert planned.schedule[1].gap == mins(15)


@pytest.mark.parametrize(
    ("start", "clock", "expected", "gap"),
    [
        ("2027-03-28T02:30:00+02:00", "03:15", "2027-03-28T01:00:00.000Z", 0),
        ("2027-03-28T02:30:00+02:00", "04:15", "2027-03-28T01:15:00.000Z", 15),
        ("2027-10-31T03:20:00+03:00", "03:50", "2027-10-31T00:50:00.000Z", 0),
        ("2027-10-31T03:20:00+03:00", "03:10", "2027-10-31T01:10:00.000Z", 20),
        ("2027-10-31T03:20:00+03:00", "04:00", "2027-10-31T02:00:00.000Z", 70),
    ],
)
def test_f14_fixed_starts_of_the_nights_when_clocks_change(
    start: str, clock: str, expected: str, gap: int
) -> None:
    """Half an hour lasts half an hour in both nights, and the fixed start is a real instant."""
    planned = plan("a 30", f"b 10 @{clock}", start=parse_instant(start))

    assert iso_utc(planned.schedule[1].start) == expected
    assert planned.schedule[1].gap == mins(gap)


def test_the_target_end_is_the_planned_end_unless_it_is_set() -> None:
    """A plan without an end aims at the end of its last block."""
    planned = plan("a 10", "b 20")

    assert planned.target_end == at("9:30")
    assert replace(planned, end=at("9:25")).target_end == at("9:25")


def test_a_replaced_block_moves_the_schedule() -> None:
    """Derived values are worked out anew for a changed plan, and the old plan keeps its own."""
    planned = plan("a 10", "b 20", "c 5")

    longer = planned.with_block(block("b 30"))

    assert longer.schedule[2].start == at("9:40")
    assert planned.schedule[2].start == at("9:30")
    assert longer.block(BlockId("b")).length == mins(30)
    assert [one.id for one in longer.blocks] == ["a", "b", "c"]


def test_an_unknown_block_is_a_key_error() -> None:
    """A block that the plan has not can be neither read nor replaced."""
    planned = plan("a 10")

    with pytest.raises(KeyError):
        planned.block(BlockId("b"))
    with pytest.raises(KeyError):
        planned.with_block(block("b 5"))


@pytest.mark.parametrize(
    ("length", "minimum", "priority", "reason"),
    [
        (-1, 0, 2, "length is negative"),
        (10, 11, 2, "minimum"),
        (10, -1, 2, "minimum"),
        (10, 5, 0, "priority"),
        (10, 5, 4, "priority"),
    ],
)
def test_a_block_that_cannot_be_is_refused(
    length: int, minimum: int, priority: int, reason: str
) -> None:
    """Lengths, minimums and priorities outside their limits say which block is wrong."""
    with pytest.raises(BadPlan, match=rf"'x'.*{reason}"):
        Block(
            id=BlockId("x"),
            length=Duration(length),
            minimum=Duration(minimum),
            priority=priority,
        )


def test_a_block_at_its_limits_is_fine() -> None:
    """Nothing at all, and a minimum as long as the block, are allowed."""
    assert block("x 0").length == 0
    assert block("x 7/7").minimum == mins(7)


@pytest.mark.parametrize(
    ("blocks", "zone", "reason"),
    [
        ((), "Europe/Helsinki", "no block"),
        (("a 1", "b 1", "a 2"), "Europe/Helsinki", "'a' stands in the plan twice"),
        (("a 1",), "Europe/Atlantis", "no time zone is called 'Europe/Atlantis'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(blocks: tuple[str, ...], zone: str, reason: str) -> None:
    """No block, an id twice and an unknown zone are refused with their reason."""
    with pytest.raises(BadPlan, match=reason):
        plan(*blocks, zone=zone)
