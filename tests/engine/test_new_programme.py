"""A whole programme in one go: "4 groups x 3 half-days" (P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from datetime import time as time_of_day

import pytest

from tests.builders import ZONE, plan, session
from tests.domain.drawn_plans import counting
from virtu_desktop.domain.programme import Delivery
from virtu_desktop.domain.template_differences import differences
from virtu_desktop.domain.templates import template_of
from virtu_desktop.domain.time import iso_utc
from virtu_desktop.engine.changes import SaveGroup, SaveProgramme, SaveSession
from virtu_desktop.engine.new_programme import (
    NewGroup,
    WantedProgramme,
    new_programme,
    weekly,
)

TEMPLATES = tuple(
    template_of(session(plan("a 60", "b 120 @10:00")), template_id=f"t{number}", title=f"T{number}")
    for number in (1, 2, 3)
)
FIRST = date(2026, 10, 14)
WANTED = WantedProgramme(
    title="VIRTU",
    customer="City",
    zone=ZONE,
    templates=TEMPLATES,
    delivery=Delivery.REMOTE,
    groups=tuple(
        NewGroup(name=f"Group {letter}", site=site, days=weekly(FIRST, 3, weeks=2), start=start)
        for letter, site, start in (
            ("A", "Oulu", None),
            ("B", "Turku", time_of_day(13)),
            ("C", "", None),
            ("D", "Vaasa", None),
        )
    ),
)


def test_four_groups_times_three_half_days() -> None:
    """Every group gets every half-day, numbered, on its days and at its time."""
    made = new_programme(WANTED, new_id=counting())

    assert (made.programme.title, made.programme.customer) == ("VIRTU", "City")
    assert [(group.name, group.site, group.position) for group in made.groups] == [
        ("Group A", "Oulu", 0),
        ("Group B", "Turku", 1),
        ("Group C", "", 2),
        ("Group D", "Vaasa", 3),
    ]
    assert {group.programme for group in made.groups} == {made.programme.id}
    assert [(each.group, each.number, each.template) for each in made.sessions] == [
        (group.id, number, f"t{number}") for group in made.groups for number in (1, 2, 3)
    ]
    assert [iso_utc(each.plan.start) for each in made.sessions[:4]] == [
        "2026-10-14T06:00:00.000Z",
        "2026-10-28T07:00:00.000Z",
        "2026-11-11T07:00:00.000Z",
        "2026-10-14T10:00:00.000Z",
    ]
    assert {each.delivery for each in made.sessions} == {Delivery.REMOTE}
    for each in made.sessions:
        assert differences(TEMPLATES[each.number - 1], each.plan) == ()


def test_all_ids_are_fresh() -> None:
    """No id is given twice, also not to blocks of different sessions."""
    made = new_programme(WANTED, new_id=counting())

    ids = [made.programme.id, *(group.id for group in made.groups)]
    for each in made.sessions:
        ids += [each.id, *(block.id for block in each.plan.blocks)]
    assert len(ids) == len(set(ids)) == 1 + 4 + 12 * 3


def test_changes_can_be_saved_in_their_order() -> None:
    """What is referred to is saved before what refers to it."""
    made = new_programme(WANTED, new_id=counting())

    kinds = [type(change) for change in made.changes]

    assert kinds == [SaveProgramme, *[SaveGroup] * 4, *[SaveSession] * 12]


def test_a_group_needs_a_day_for_each_half_day() -> None:
    """A missing or spare date is refused with the group's name."""
    for days in (weekly(FIRST, 2), weekly(FIRST, 4)):
        group = NewGroup(name="Group X", days=days)
        with pytest.raises(ValueError, match="Group X"):
            new_programme(replace(WANTED, groups=(group,)), new_id=counting())


def test_a_programme_may_have_no_group_yet() -> None:
    """Then it is only a name."""
    made = new_programme(replace(WANTED, groups=()), new_id=counting())

    assert (made.groups, made.sessions, len(made.changes)) == ((), (), 1)
