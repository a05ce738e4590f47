"""Half-days to make sessions from: those that come with the program, and people's own (P3).

Every block of a template has an origin, and every copy of the block has the same one: by it a
group's copy is compared with its template, and a block finds its earlier runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from datetime import time as time_of_day

from virtu_desktop.domain.people_rules import without_people_rules
from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.programme import Delivery, GroupId, Session, SessionId
from virtu_desktop.domain.time import instant_of_local, local, zone_named

_ANY_DAY = date(2000, 1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTemplate:
    """A half-day in one language.

    start: its usual time of day, from which the fixed starts of its blocks count. The ids of the
    blocks are their places from 1.
    """

    id: str
    title: str
    language: str
    start: time_of_day
    blocks: tuple[Block, ...]


def origin_of(block: Block) -> str:
    """Return by what a block is matched: its origin, or its own id when it was made afresh."""
    return block.origin or block.id


def by_origin(blocks: Iterable[Block]) -> dict[str, Block]:
    """Return the blocks by what they are matched by, in their order.

    Of several with one origin the first has it; the others are matched by their own ids.
    """
    found: dict[str, Block] = {}
    for block in blocks:
        origin = origin_of(block)
        found[block.id if origin in found else origin] = block
    return found


def clock_of(plan: Plan) -> time_of_day:
    """Return what clocks in the plan's zone show when it starts."""
    return local(plan.start, zone_named(plan.zone)).time()


def moved_clock(
    clock: time_of_day | None, start: time_of_day, other: time_of_day
) -> time_of_day | None:
    """Return the fixed start ``clock`` of a half-day that began at ``start``, now at ``other``.

    >>> moved_clock(time_of_day(10, 20), time_of_day(9), time_of_day(13))
    datetime.time(14, 20)
    """
    if clock is None:
        return None
    later = _moment(other) - _moment(start)
    return (_moment(clock) + later).time()


def template_of(session: Session, *, template_id: str, title: str) -> PlanTemplate:
    """Return the session's plan as a template; the session does not differ from it."""
    blocks = [
        without_people_rules(replace(block, id=BlockId(str(place)), origin=origin))
        for place, (origin, block) in enumerate(by_origin(session.plan.blocks).items(), 1)
    ]
    return PlanTemplate(
        id=template_id,
        title=title,
        language=session.language,
        start=clock_of(session.plan),
        blocks=tuple(blocks),
    )


def session_of(
    template: PlanTemplate,
    *,
    day: date,
    zone: str,
    new_id: Callable[[], str],
    start: time_of_day | None = None,
    group: GroupId | None = None,
    number: int = 1,
    title: str | None = None,
    delivery: Delivery = Delivery.HYBRID,
) -> Session:
    """Return a new session with the template's plan, all ids fresh.

    start, title: None for the template's own; fixed starts move with the start. The target end
    is the planned end. Raises ValueError for an unknown zone, BadPlan for a template without
    blocks.
    """
    begins = template.start if start is None else start
    plan = Plan(
        start=instant_of_local(day, begins, zone_named(zone)),
        zone=zone,
        blocks=_copies(template, begins, new_id),
    )
    return Session(
        id=SessionId(new_id()),
        title=template.title if title is None else title,
        plan=replace(plan, end=plan.target_end),
        group=group,
        number=number,
        language=template.language,
        template=template.id,
        delivery=delivery,
    )


def _copies(
    template: PlanTemplate, start: time_of_day, new_id: Callable[[], str]
) -> tuple[Block, ...]:
    return tuple(
        replace(
            block,
            id=BlockId(new_id()),
            origin=origin,
            fixed_start=moved_clock(block.fixed_start, template.start, start),
        )
        for origin, block in by_origin(template.blocks).items()
    )


def starting_at(
    blocks: Sequence[Block], start: time_of_day, other: time_of_day
) -> tuple[Block, ...]:
    """Return the blocks of a half-day that began at ``start`` as if it began at ``other``."""
    if start == other:
        return tuple(blocks)
    return tuple(
        block
        if block.fixed_start is None
        else replace(block, fixed_start=moved_clock(block.fixed_start, start, other))
        for block in blocks
    )


def _moment(clock: time_of_day) -> datetime:
    return datetime.combine(_ANY_DAY, clock)
