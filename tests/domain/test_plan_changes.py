"""Moving, copying, cutting and joining blocks of a plan (P1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time as time_of_day

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.builders import block, mins, plan
from tests.domain.drawn_plans import chosen, counting, plans
from virtu_desktop.domain.plan import BadPlan, BlockId, BreakoutSettings, Plan
from virtu_desktop.domain.plan_changes import (
    duplicate,
    insert,
    merge,
    move,
    paste,
    remove,
    shift,
    split,
)
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.domain.time import MINUTE, Duration

FIVE = plan("a 10", "b 20/5", "c 15", "d 5", "e 30")


def names(planned: Plan) -> str:
    """Return the ids of the blocks, one sign each, in their order."""
    return "".join(each.id for each in planned.blocks)


def ids(said: str) -> set[BlockId]:
    """Return the ids that the letters name."""
    return {BlockId(letter) for letter in said}


def total(planned: Plan) -> tuple[int, int]:
    """Return the sums of lengths and of minimums."""
    return sum(b.length for b in planned.blocks), sum(b.minimum for b in planned.blocks)


@pytest.mark.parametrize(
    ("which", "place", "order"),
    [
        ("b", 0, "bacde"),
        ("b", 1, "abcde"),
        ("b", 2, "abcde"),
        ("b", 3, "acbde"),
        ("b", 5, "acdeb"),
        ("bd", 0, "bdace"),
        ("bd", 2, "abdce"),
        ("bd", 3, "acbde"),
        ("bd", 5, "acebd"),
        ("abcde", 3, "abcde"),
        ("", 3, "abcde"),
    ],
)
def test_blocks_are_put_before_the_one_at_a_place(which: str, place: int, order: str) -> None:
    """The place counts as things stood before anything moved, as where a drag is dropped."""
    assert names(move(FIVE, ids(which), place)) == order


@pytest.mark.parametrize(
    ("which", "by", "order"),
    [
        ("c", -1, "acbde"),
        ("c", 1, "abdce"),
        ("c", 2, "abdec"),
        ("c", 9, "abdec"),
        ("c", -9, "cabde"),
        ("a", -1, "abcde"),
        ("e", 1, "abcde"),
        ("bc", -1, "bcade"),
        ("bc", 1, "adbce"),
        ("bd", 1, "acebd"),
        ("bd", -1, "bdace"),
        ("", 1, "abcde"),
    ],
)
def test_blocks_go_up_and_down_together(which: str, by: int, order: str) -> None:
    """At the ends they stay; blocks that stood apart go together."""
    assert names(shift(FIVE, ids(which), by)) == order


@given(planned=plans(), data=st.data())
def test_moving_changes_nothing_but_the_order(planned: Plan, data: st.DataObject) -> None:
    """Every block is still there as it was, and what was not moved keeps its order."""
    which = data.draw(chosen(planned))
    place = data.draw(st.integers(0, len(planned.blocks)))

    for moved in (move(planned, which, place), shift(planned, which, place - 3)):
        assert sorted(moved.blocks, key=lambda b: b.id) == sorted(
            planned.blocks, key=lambda b: b.id
        )
        for group in (set(which), {b.id for b in planned.blocks} - set(which)):
            assert [b for b in moved.blocks if b.id in group] == [
                b for b in planned.blocks if b.id in group
            ]
        assert (moved.start, moved.end, moved.zone) == (planned.start, planned.end, planned.zone)


@given(planned=plans(), data=st.data())
def test_what_was_moved_stands_together(planned: Plan, data: st.DataObject) -> None:
    """A selection that is dropped somewhere is one stretch there."""
    which = data.draw(chosen(planned))
    assume(which)

    moved = move(planned, which, data.draw(st.integers(0, len(planned.blocks))))

    places = sorted(moved.positions[each] for each in which)
    assert places == list(range(places[0], places[0] + len(which)))


def test_removing_leaves_the_rest() -> None:
    """The others stay in order and move up in time; the last block cannot go."""
    left = remove(FIVE, ids("bd"))

    assert names(left) == "ace"
    assert [row.start - left.start for row in left.schedule] == [0, mins(10), mins(25)]
    with pytest.raises(BadPlan, match="no block"):
        remove(FIVE, ids("abcde"))
    with pytest.raises(KeyError):
        remove(FIVE, ids("ax"))


def test_inserting_refuses_an_id_that_is_there() -> None:
    """Blocks are put in where asked; one with a known id would make two of one."""
    assert names(insert(FIVE, [block("x 5"), block("y 5")], 1)) == "axybcde"
    assert names(insert(FIVE, [block("x 5")], 5)) == "abcdex"
    with pytest.raises(BadPlan, match="twice"):
        insert(FIVE, [block("c 5")], 0)


def test_copies_stand_behind_the_last_original() -> None:
    """A copy is made afresh: no fixed start, no origin; all else is the same."""
    planned = FIVE.with_block(
        replace(FIVE.block(BlockId("b")), fixed_start=time_of_day(9, 10), origin="t:2")
    )

    copied = duplicate(planned, [BlockId("d"), BlockId("b")], [BlockId("x"), BlockId("y")])

    assert names(copied) == "abcdxye"
    expected = replace(planned.block(BlockId("b")), id=BlockId("x"), fixed_start=None, origin="")
    assert copied.block(BlockId("x")) == expected
    assert copied.block(BlockId("b")) == planned.block(BlockId("b"))
    assert names(duplicate(planned, [], [])) == "abcde"
    with pytest.raises(ValueError, match=r"shorter|longer"):
        duplicate(planned, [BlockId("b")], [])


def test_pasting_keeps_an_origin_only_once() -> None:
    """Pasted into another group's plan a block is known again; beside itself it is a new one."""
    known = replace(block("a 10 @09:30"), origin="t:1")
    here = plan("p 10", "q 10")

    pasted = paste(here, [known, known, block("z 1")], 1, new_id=counting())
    again = paste(pasted, [known], 0, new_id=counting("more"))

    assert [each.id for each in pasted.blocks] == ["p", "new1", "new2", "new3", "q"]
    assert [each.origin for each in pasted.blocks] == ["", "t:1", "", "", ""]
    assert pasted.blocks[1] == replace(known, id=BlockId("new1"), fixed_start=None)
    assert again.blocks[0].origin == ""


@given(planned=plans(), data=st.data())
def test_no_change_leaves_two_blocks_with_one_origin(planned: Plan, data: st.DataObject) -> None:
    """Only one block of a plan stands for a template's block, whatever was copied or cut."""
    which = data.draw(chosen(planned))
    copies = [BlockId(f"copy{number}") for number in range(len(which))]
    first = planned.blocks[0]

    results = [duplicate(planned, which, copies)]
    results.append(paste(planned, [planned.block(one) for one in which], 0, new_id=counting()))
    if first.length > 1:
        results.append(split(planned, first.id, Duration(first.length // 2), BlockId("half")))

    for result in results:
        origins = [each.origin for each in result.blocks if each.origin]
        assert len(origins) == len(set(origins))


def test_a_block_is_cut_in_two() -> None:
    """Length and minimum are shared; calls go with their time, polls stay with the first part."""
    poll = Question(text="?", kind=PollKind.OPEN)
    whole = replace(
        block("b 20/10 @09:30 breakout"),
        polls=(poll,),
        breakout=BreakoutSettings(group_size=3, calls=(mins(2), mins(7), mins(18))),
        origin="t:1",
    )
    planned = plan("a 30").with_block(block("a 30"))
    planned = insert(planned, [whole], 1)

    parts = split(planned, whole.id, mins(7), BlockId("x"))

    assert names(parts) == "abx"
    head, second = parts.blocks[1:]
    assert (head.length, head.minimum) == (mins(7), mins(3))
    assert (second.length, second.minimum) == (mins(13), mins(7))
    assert (head.fixed_start, second.fixed_start) == (time_of_day(9, 30), None)
    assert (head.polls, second.polls) == ((poll,), ())
    assert (head.origin, second.origin) == ("t:1", "")
    assert head.breakout is not None
    assert second.breakout is not None
    assert head.breakout.calls == (mins(2),)
    assert second.breakout.calls == (mins(0), mins(11))


@pytest.mark.parametrize("first", [-MINUTE, 0, 20 * MINUTE, 21 * MINUTE])
def test_a_cut_outside_the_block_is_refused(first: int) -> None:
    """A part of no length is no block."""
    with pytest.raises(BadPlan, match="split"):
        split(FIVE, BlockId("b"), Duration(first), BlockId("x"))


@given(planned=plans(), data=st.data())
def test_joining_what_was_cut_gives_the_block_back(planned: Plan, data: st.DataObject) -> None:
    """Cut and join keep totals, ids and every text; the schedule is as before."""
    whole = data.draw(st.sampled_from(planned.blocks))
    assume(whole.length > 1)
    calls = whole.breakout and replace(whole.breakout, calls=tuple(sorted(whole.breakout.calls)))
    whole = replace(whole, breakout=calls, materials=tuple(dict.fromkeys(whole.materials)))
    planned = planned.with_block(whole)
    first = Duration(data.draw(st.integers(1, whole.length - 1)))

    parts = split(planned, whole.id, first, BlockId("half"))

    assert total(parts) == total(planned)
    assert parts.block(whole.id).length == first
    assert parts.schedule[-1].end == planned.schedule[-1].end
    assert merge(parts, {whole.id, BlockId("half")}) == planned


def test_whole_minutes_stay_whole_when_cut() -> None:
    """A trainer who plans in minutes is not shown a minimum of 3.5."""
    planned = plan("a 20/9")
    for first in range(1, 20):
        parts = split(planned, BlockId("a"), mins(first), BlockId("x"))
        assert all(part.minimum % MINUTE == 0 for part in parts.blocks)


def test_neighbours_become_one() -> None:
    """The first keeps its id and start; lengths add up, different texts are joined."""
    first = replace(
        block("a 10/5 @09:00 breakout ?3"),
        owner="Mia",
        room="Stand",
        remote="Camera on",
        materials=("pens",),
        breakout=BreakoutSettings(group_size=2, calls=(mins(9),)),
    )
    second = replace(
        block("b 20/5 break !"),
        owner="Mia",
        room="Sit",
        trainer_note="slowly",
        materials=("pens", "paper"),
        breakout=BreakoutSettings(group_size=5, calls=(mins(1),)),
    )
    planned = insert(plan("z 5"), [first, second], 0)

    joined = merge(planned, [second.id, first.id]).blocks[0]

    assert (joined.id, joined.kind, joined.fixed_start) == ("a", first.kind, time_of_day(9))
    assert (joined.length, joined.minimum) == (mins(30), mins(10))
    assert (joined.title, joined.owner, joined.room) == ("A + B", "Mia", "Stand\nSit")
    assert (joined.remote, joined.trainer_note) == ("Camera on", "slowly")
    assert (joined.optional, joined.priority, joined.auto_advance) == (False, 2, True)
    assert joined.materials == ("pens", "paper")
    assert joined.breakout == BreakoutSettings(group_size=2, calls=(mins(9), mins(11)))


@pytest.mark.parametrize("which", ["", "a", "ac", "abd", "ace"])
def test_only_neighbours_can_be_joined(which: str) -> None:
    """Joining blocks that stand apart would move one of them unasked."""
    with pytest.raises(BadPlan, match="next to one another"):
        merge(FIVE, ids(which))


@given(planned=plans(), data=st.data())
def test_joining_keeps_totals_and_all_else(planned: Plan, data: st.DataObject) -> None:
    """However many are joined, no minute is lost and the others are as they were."""
    assume(len(planned.blocks) > 1)
    begin = data.draw(st.integers(0, len(planned.blocks) - 2))
    end = data.draw(st.integers(begin + 2, len(planned.blocks)))
    which = {each.id for each in planned.blocks[begin:end]}

    joined = merge(planned, which)

    assert total(joined) == total(planned)
    assert joined.blocks[:begin] == planned.blocks[:begin]
    assert joined.blocks[begin + 1 :] == planned.blocks[end:]
    assert joined.blocks[begin].id == planned.blocks[begin].id
