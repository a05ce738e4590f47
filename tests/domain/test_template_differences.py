"""Templates, sessions made from them, and what groups have changed in their copies (P3)."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from datetime import time as time_of_day

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject, DrawFn

from tests.builders import ZONE, at, block, mins, session
from tests.domain.drawn_plans import chosen, counting, plans
from virtu_desktop.domain.plan import BadPlan, Block, BlockId, Plan
from virtu_desktop.domain.plan_changes import (
    duplicate,
    insert,
    merge,
    move,
    remove,
    shift,
    split,
)
from virtu_desktop.domain.programme import Delivery, GroupId, Session, SessionId
from virtu_desktop.domain.template_differences import (
    COMPARED,
    Difference,
    DifferenceKind,
    carry,
    carry_all,
    differences,
    is_copy_of,
    shape,
)
from virtu_desktop.domain.templates import (
    PlanTemplate,
    by_origin,
    clock_of,
    moved_clock,
    origin_of,
    session_of,
    template_of,
)
from virtu_desktop.domain.time import HOUR, Duration

DAY = date(2026, 11, 25)
CHANGED, ADDED, REMOVED, MOVED = DifferenceKind


def template(*words: str, start: time_of_day = time_of_day(9)) -> PlanTemplate:
    """Return a template t of blocks in words."""
    made = tuple(
        replace(block(line), id=BlockId(str(place)), origin=f"t:{place}")
        for place, line in enumerate(words, 1)
    )
    return PlanTemplate(id="t", title="Half-day", language="en", start=start, blocks=made)


FIVE = template("a 10", "b 20/5", "c 15 @09:30 break", "d 5", "e 30")


def copy(start: time_of_day | None = None, name: str = "x") -> Session:
    """Return a fresh session from the template of five, its block ids x1, x2 ..."""
    return session_of(FIVE, day=DAY, zone=ZONE, new_id=counting(name), start=start)


def names(blocks: Sequence[Block]) -> str:
    """Return the titles of the blocks, one letter each."""
    return "".join(each.title.lower() for each in blocks)


def said(found: Sequence[Difference]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Return kind, title and fields of each difference."""
    return [(one.kind.value, one.title, one.fields) for one in found]


def test_a_fresh_copy_has_ids_of_its_own_and_the_origins() -> None:
    """The session knows which block is which; nothing differs."""
    made = copy()

    assert [each.id for each in made.plan.blocks] == ["x1", "x2", "x3", "x4", "x5"]
    assert made.id == "x6"
    assert [each.origin for each in made.plan.blocks] == ["t:1", "t:2", "t:3", "t:4", "t:5"]
    assert (made.template, made.title, made.language) == ("t", "Half-day", "en")
    assert made.plan.end == made.plan.schedule[-1].end == at("10:20")
    assert differences(FIVE, made.plan) == ()


def test_a_session_is_made_as_asked() -> None:
    """Group, number, title and delivery form are those that are given."""
    made = session_of(
        FIVE,
        day=DAY,
        zone=ZONE,
        new_id=counting(),
        group=GroupId("g"),
        number=3,
        title="Kolmas",
        delivery=Delivery.ROOM,
    )

    assert (made.group, made.number, made.title, made.delivery) == ("g", 3, "Kolmas", Delivery.ROOM)
    with pytest.raises(ValueError, match="Nowhere"):
        session_of(FIVE, day=DAY, zone="Europe/Nowhere", new_id=counting())
    with pytest.raises(BadPlan):
        session_of(replace(FIVE, blocks=()), day=DAY, zone=ZONE, new_id=counting())


def test_an_afternoon_does_not_differ() -> None:
    """Fixed starts count from the start of the half-day, also over midnight."""
    afternoon = copy(time_of_day(13, 15))
    night = copy(time_of_day(23, 45))

    assert afternoon.plan.blocks[2].fixed_start == time_of_day(13, 45)
    assert night.plan.blocks[2].fixed_start == time_of_day(0, 15)
    for made in (afternoon, night):
        assert differences(FIVE, made.plan) == ()
        assert made.plan.planned_length == mins(80)
        assert shape(made.plan.blocks, clock_of(made.plan)) == shape(FIVE.blocks, FIVE.start)


@pytest.mark.parametrize(
    ("clock", "start", "other", "moved"),
    [
        (None, "09:00", "13:00", None),
        ("10:20", "09:00", "09:00", "10:20"),
        ("10:20", "09:00", "13:30", "14:50"),
        ("10:20", "13:30", "09:00", "05:50"),
        ("00:10", "23:00", "22:00", "23:10"),
    ],
)
def test_a_fixed_start_moves_with_the_half_day(
    clock: str | None, start: str, other: str, moved: str | None
) -> None:
    """The distance from the start stays."""
    read = time_of_day.fromisoformat
    before = None if clock is None else read(clock)
    after = None if moved is None else read(moved)

    assert moved_clock(before, read(start), read(other)) == after


def test_a_change_names_its_fields() -> None:
    """Block by block, in the plan's order, with what was changed."""
    made = copy()
    first, second, *_ = made.plan.blocks
    planned = made.plan.with_block(replace(second, length=mins(25), title="B!"))
    planned = planned.with_block(replace(first, room="Stand"))

    assert said(differences(FIVE, planned)) == [
        ("changed", "A", ("room",)),
        ("changed", "B!", ("length", "title")),
    ]


def test_who_leads_is_no_difference() -> None:
    """Each group has its own trainers; everything else but the id is compared."""
    made = copy()
    planned = made.plan.with_block(replace(made.plan.blocks[0], owner="Mia"))

    assert differences(FIVE, planned) == ()
    assert set(COMPARED) == {field.name for field in fields(Block)} - {"id", "origin", "owner"}


def test_added_removed_and_moved_blocks_are_told() -> None:
    """Only what was moved is called moved, not all that it passed."""
    planned = insert(copy().plan, [block("n 5")], 1)
    planned = remove(planned, {BlockId("x4")})
    planned = move(planned, {BlockId("x5")}, 0)

    found = differences(FIVE, planned)

    assert said(found) == [("moved", "E", ()), ("added", "N", ()), ("removed", "D", ())]
    assert found[0].after == ()
    assert found[1].after == ("t:1", "t:5")


@pytest.mark.parametrize(
    ("order", "moved"),
    [
        ("abcde", ""),
        ("bacde", 1),
        ("eabcd", "e"),
        ("bcdea", "a"),
        ("edcba", 4),
        ("acbed", 2),
        ("deabc", "de"),
        ("cdeab", "ab"),
    ],
)
def test_the_fewest_blocks_are_called_moved(order: str, moved: str | int) -> None:
    """A drag of one block over three others is one difference."""
    planned = copy().plan
    by_title = {each.title.lower(): each for each in planned.blocks}
    planned = replace(planned, blocks=tuple(by_title[name] for name in order))

    found = [one.title.lower() for one in differences(FIVE, planned)]

    if isinstance(moved, int):
        assert len(found) == moved
    else:
        assert sorted(found) == sorted(moved)


@given(st.permutations("abcdefg"))
def test_what_is_called_moved_is_minimal(order: list[str]) -> None:
    """No smaller set of moves gives the order: tried against all sets."""
    seven = template(*(f"{name} 5" for name in "abcdefg"))
    made = session_of(seven, day=DAY, zone=ZONE, new_id=counting())
    by_title = {each.title.lower(): each for each in made.plan.blocks}
    planned = replace(made.plan, blocks=tuple(by_title[name] for name in order))

    found = differences(seven, planned)

    staying = max(
        len(kept)
        for count in range(8)
        for kept in itertools.combinations("abcdefg", count)
        if [name for name in order if name in kept] == list(kept)
    )
    assert len(found) == 7 - staying


@st.composite
def edited_copies(draw: DrawFn) -> tuple[PlanTemplate, Session, Session]:
    """Draw a template, an edited session of it, and a fresh session at another time of day."""
    source = session(draw(plans()))
    known = template_of(source, template_id="t", title="T")
    starts = st.sampled_from([None, time_of_day(13, 30), time_of_day(0, 5)])
    edited = session_of(known, day=DAY, zone=ZONE, new_id=counting("e"), start=draw(starts))
    fresh = session_of(known, day=DAY, zone="UTC", new_id=counting("f"), start=draw(starts))
    planned = edited.plan
    for number in range(draw(st.integers(0, 6))):
        planned = _edited(draw, planned, number)
    return known, replace(edited, plan=planned), fresh


def _edited(draw: DrawFn, planned: Plan, number: int) -> Plan:
    """Return the plan after one drawn step of editing."""
    which = draw(chosen(planned))
    one = draw(st.sampled_from(planned.blocks))
    new = BlockId(f"n{number}")
    match draw(st.integers(0, 7)):
        case 0:
            return move(planned, which, draw(st.integers(0, len(planned.blocks))))
        case 1:
            return shift(planned, which, draw(st.integers(-2, 2)))
        case 2 if len(which) < len(planned.blocks):
            return remove(planned, which)
        case 3:
            return duplicate(planned, [one.id], [new])
        case 4 if one.length > 1:
            return split(planned, one.id, Duration(one.length // 2), new)
        case 5 if len(planned.blocks) > 1:
            place = min(planned.positions[one.id], len(planned.blocks) - 2)
            return merge(planned, {planned.blocks[place].id, planned.blocks[place + 1].id})
        case 6:
            return insert(planned, [replace(block("n 7"), id=new)], planned.positions[one.id])
        case _:
            changed = replace(one, title="new", length=HOUR, minimum=mins(3), remote=one.room)
            return planned.with_block(changed)


@given(edited_copies())
def test_carrying_everything_makes_another_copy_the_same(
    drawn: tuple[PlanTemplate, Session, Session],
) -> None:
    """A fresh copy that took over every difference differs from the edited one in nothing."""
    known, edited, fresh = drawn
    found = differences(known, edited.plan)

    carried = carry_all(found, fresh, new_id=counting("c"))

    wanted = template_of(edited, template_id="t", title="T")
    assert differences(wanted, carried.plan) == ()
    assert shape(carried.plan.blocks, clock_of(carried.plan)) == shape(wanted.blocks, wanted.start)
    assert carry_all(found, carried, new_id=counting("d")) == carried
    assert (carried.plan.start, carried.plan.end) == (fresh.plan.start, fresh.plan.end)


@given(drawn=edited_copies(), data=st.data())
def test_carrying_some_differences_makes_those_and_no_other(
    drawn: tuple[PlanTemplate, Session, Session], data: DataObject
) -> None:
    """What was not chosen is not done; blocks that a choice does not name stay as they are."""
    known, edited, fresh = drawn
    found = differences(known, edited.plan)
    some = [one for one in found if data.draw(st.booleans())]
    named = {one.origin for one in some}

    carried = carry_all(some, fresh, new_id=counting("c"))

    before, after = by_origin(fresh.plan.blocks), by_origin(carried.plan.blocks)
    for origin in known_origins(known) - named:
        assert after[origin] == before[origin]
    assert set(after) - set(before) <= {one.origin for one in some if one.kind is ADDED}


def known_origins(known: PlanTemplate) -> set[str]:
    """Return the origins of a template's blocks."""
    return {origin_of(each) for each in known.blocks}


@given(edited_copies())
def test_equal_shapes_are_no_differences(drawn: tuple[PlanTemplate, Session, Session]) -> None:
    """The short text tells the same as the whole comparison."""
    known, edited, _fresh = drawn

    is_same = shape(known.blocks, known.start) == shape(edited.plan.blocks, clock_of(edited.plan))
    assert is_same == (differences(known, edited.plan) == ())


def test_shapes_tell_twins_apart() -> None:
    """Two blocks that look the same and change places are a difference, and another shape."""
    twins = template("a 10", "a 10", "b 5")
    made = session_of(twins, day=DAY, zone=ZONE, new_id=counting()).plan
    swapped = shift(made, {made.blocks[0].id}, 1)

    assert len(differences(twins, swapped)) == 1
    assert shape(swapped.blocks, twins.start) != shape(twins.blocks, twins.start)


def test_a_change_goes_only_where_its_block_is() -> None:
    """In a group that removed or already has a block, nothing is made twice or brought back."""
    here = copy()
    removed = remove(copy(name="y").plan, {BlockId("y2")})
    changed = here.plan.with_block(replace(here.plan.blocks[1], title="new"))
    moved = move(here.plan, {BlockId("x2")}, 5)
    gone = remove(here.plan, {BlockId("x2")})

    for planned in (changed, moved, gone):
        (difference,) = differences(FIVE, planned)
        assert carry(difference, removed, new_id=counting()) == removed


def test_a_fixed_start_is_carried_to_an_afternoon() -> None:
    """A break half an hour later is half an hour later there too."""
    here = copy()
    planned = here.plan.with_block(
        replace(here.plan.blocks[2], fixed_start=time_of_day(10, 0), length=mins(20))
    )
    added = insert(planned, [replace(block("n 5"), fixed_start=time_of_day(9, 5))], 1)

    target = copy(time_of_day(13, 0), "y")
    carried = carry_all(differences(FIVE, added), target, new_id=counting())

    clocks = [each.fixed_start for each in carried.plan.blocks]
    assert clocks == [None, time_of_day(13, 5), None, time_of_day(14, 0), None, None]


def test_a_block_lands_behind_the_nearest_that_is_there() -> None:
    """When the block before it is missing in the other group, the one before that counts."""
    planned = insert(copy().plan, [block("n 5")], 4)
    target = remove(copy(name="y").plan, {BlockId("y4"), BlockId("y3")})

    (difference,) = differences(FIVE, planned)

    assert names(carry(difference, target, new_id=counting()).blocks) == "abne"


def test_a_minimum_that_no_longer_fits_gives_way() -> None:
    """A shorter length is carried also to a group that had raised the minimum."""
    here = copy()
    shorter = here.plan.with_block(replace(here.plan.blocks[1], length=mins(10)))
    there = copy(name="y").plan
    raised = there.with_block(replace(there.blocks[1], minimum=mins(18)))

    (difference,) = differences(FIVE, shorter)
    carried = carry(difference, raised, new_id=counting()).blocks[1]

    assert (carried.length, carried.minimum) == (mins(10), mins(10))


def test_the_last_block_of_a_plan_stays() -> None:
    """Carrying removals never leaves a plan without a block."""
    gone = remove(copy().plan, {BlockId("x1")})
    only = remove(copy(name="y").plan, {BlockId(f"y{number}") for number in range(2, 6)})

    (difference,) = differences(FIVE, gone)

    assert difference.kind is REMOVED
    assert carry(difference, only, new_id=counting()) == only


def test_saving_as_template_makes_no_difference() -> None:
    """Own blocks get an origin, places as ids, and copies of the template match the source."""
    planned = insert(copy(time_of_day(13)).plan, [replace(block("n 5"), owner="Mia")], 1)
    source = replace(copy(), plan=planned, language="fi")

    saved = template_of(source, template_id="own", title="Ours")

    assert (saved.id, saved.title, saved.language, saved.start) == (
        "own",
        "Ours",
        "fi",
        time_of_day(13),
    )
    assert [each.id for each in saved.blocks] == ["1", "2", "3", "4", "5", "6"]
    assert [each.origin for each in saved.blocks] == ["t:1", "n", "t:2", "t:3", "t:4", "t:5"]
    assert saved.blocks[1].owner == "Mia"
    assert differences(saved, source.plan) == ()
    made = session_of(saved, day=DAY, zone=ZONE, new_id=counting())
    assert differences(saved, made.plan) == ()
    assert made.language == "fi"


def test_blocks_that_share_an_origin_are_told_apart() -> None:
    """A file from elsewhere may hold two copies of one block: the second is an added one."""
    planned = copy().plan
    twice = insert(planned, [replace(planned.blocks[0], id=BlockId("twin"))], 5)

    (difference,) = differences(FIVE, twice)

    assert (difference.kind, difference.origin, difference.title) == (ADDED, "twin", "A")


def test_a_copy_is_the_same_meeting_of_another_group() -> None:
    """Same template, number and language, in another group."""
    one = replace(copy(), group=GroupId("b"), number=2)
    other = replace(one, id=SessionId("other"), group=GroupId("c"))

    assert is_copy_of(one, other)
    for change in (
        replace(other, group=GroupId("b")),
        replace(other, number=3),
        replace(other, template="u"),
        replace(other, language="fi"),
        replace(one, group=GroupId("c")),
    ):
        assert not is_copy_of(one, change)
    assert not is_copy_of(replace(one, template=""), replace(other, template=""))
