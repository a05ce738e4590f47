"""What group B changed comes to groups C and D in one act that can be taken back (P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.builders import ZONE, block, plan, session
from tests.domain.drawn_plans import counting
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.plan_changes import insert, remove
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.template_differences import DifferenceKind, differences
from virtu_desktop.domain.templates import session_of, template_of
from virtu_desktop.engine.carrying import carry_to
from virtu_desktop.engine.changes import SaveSession

TEMPLATE = template_of(session(plan("a 10", "b 20", "c 5")), template_id="t", title="T")


def copy(group: str) -> Session:
    """Return the copy of a group; the ids of its blocks begin with the group's letter."""
    return session_of(
        TEMPLATE, day=date(2026, 11, 25), zone=ZONE, new_id=counting(group), title=group
    )


def changed_copy() -> Session:
    """Return group B's copy: without its last block, with a new one in front."""
    mine = copy("b")
    planned = insert(remove(mine.plan, {BlockId("b3")}), [block("n 7")], 0)
    return replace(mine, plan=planned)


FOUND = differences(TEMPLATE, changed_copy().plan)


def test_chosen_differences_are_carried_together() -> None:
    """All sessions change in one batch; each gets its own block ids."""
    others = (copy("c"), copy("d"))

    carried = carry_to(FOUND, others, new_id=counting("new"))

    assert carried.before == others
    assert carried.changes == tuple(SaveSession(session=each) for each in carried.after)
    assert [[b.title for b in each.plan.blocks] for each in carried.after] == [["N", "A", "B"]] * 2
    assert [each.plan.blocks[0].id for each in carried.after] == ["new1", "new2"]


def test_only_what_is_chosen_is_carried() -> None:
    """The rest of the differences stay group B's own."""
    added = [one for one in FOUND if one.kind is DifferenceKind.ADDED]

    carried = carry_to(added, [copy("c")], new_id=counting("new"))

    assert [b.title for b in carried.after[0].plan.blocks] == ["N", "A", "B", "C"]


def test_a_session_that_has_it_already_is_left_alone() -> None:
    """Carrying twice changes nothing the second time."""
    carried = carry_to(FOUND, [copy("c"), copy("d")], new_id=counting("new"))

    again = carry_to(FOUND, [*carried.after, copy("e")], new_id=counting("more"))

    assert [each.title for each in again.after] == ["e"]
    assert len(again.changes) == 1


def test_taking_back_leaves_later_work_alone() -> None:
    """A session that somebody edited since, or that is gone, is not set back."""
    carried = carry_to(FOUND, [copy("c"), copy("d"), copy("e")], new_id=counting("new"))
    here, edited, _gone = carried.after
    edited = replace(edited, title="edited")

    back = carried.take_back([edited, here])

    assert back == (SaveSession(session=copy("c")),)
