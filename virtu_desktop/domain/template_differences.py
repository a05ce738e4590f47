"""How a group's copy of a half-day differs from its template, and how to carry that on (P3).

Blocks are matched by their origin. A block that was made afresh in one copy gets an origin when
it is carried to another, so that it is not carried twice. Who leads a block, and who is to be with
whom in its groups, is each group's own matter and is not compared. Fixed starts count from the
start of the half-day: a copy in the afternoon does not differ by that.
"""

from __future__ import annotations

import bisect
import hashlib
import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import time as time_of_day
from enum import StrEnum

from virtu_desktop.domain.people_rules import (
    people_rules,
    with_people_rules,
    without_people_rules,
)
from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.plan_changes import insert, move, remove
from virtu_desktop.domain.programme import Session, SessionSummary
from virtu_desktop.domain.templates import (
    PlanTemplate,
    by_origin,
    clock_of,
    moved_clock,
    starting_at,
)

_NOT_COMPARED = frozenset({"id", "origin", "owner"})
COMPARED = tuple(field.name for field in fields(Block) if field.name not in _NOT_COMPARED)
_fields_of = operator.attrgetter(*COMPARED)


class DifferenceKind(StrEnum):
    """What is different about a block."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One block that differs.

    title: of the block, as in the copy or, if it was removed there, as in the template. start:
    when the copy starts. fields: names of what was changed. after: origins of the blocks that
    stand before it now, the nearest first, for ADDED and MOVED. block: as in the copy, None when
    it was removed.
    """

    kind: DifferenceKind
    origin: str
    title: str
    start: time_of_day
    block: Block | None = None
    fields: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def differences(template: PlanTemplate, plan: Plan) -> tuple[Difference, ...]:
    """Return how ``plan`` differs from ``template``: block by block, in the plan's order."""
    start = clock_of(plan)
    known = by_origin(starting_at(template.blocks, template.start, start))
    own = by_origin(plan.blocks)
    moved = _moved([origin for origin in known if origin in own], [o for o in own if o in known])
    found = []
    before: list[str] = []
    for origin, block in own.items():
        kinds = []
        changed: tuple[str, ...] = ()
        if origin not in known:
            kinds.append(DifferenceKind.ADDED)
        else:
            changed = _changed_fields(known[origin], block)
            kinds += [DifferenceKind.CHANGED] if changed else []
            kinds += [DifferenceKind.MOVED] if origin in moved else []
        for kind in kinds:
            is_change = kind is DifferenceKind.CHANGED
            found.append(
                Difference(
                    kind=kind,
                    origin=origin,
                    title=block.title,
                    start=start,
                    block=block,
                    fields=changed if is_change else (),
                    after=() if is_change else tuple(reversed(before)),
                )
            )
        before.append(origin)
    found += (
        Difference(kind=DifferenceKind.REMOVED, origin=origin, title=block.title, start=start)
        for origin, block in known.items()
        if origin not in own
    )
    return tuple(found)


def carry(difference: Difference, target: Plan, *, new_id: Callable[[], str]) -> Plan:
    """Return ``target`` with the difference made there too; unchanged where it does not apply."""
    here = by_origin(target.blocks).get(difference.origin)
    block = difference.block
    if difference.kind is DifferenceKind.REMOVED or block is None:
        if here is None or len(target.blocks) == 1:
            return target
        return remove(target, {here.id})
    clock = moved_clock(block.fixed_start, difference.start, clock_of(target))
    block = without_people_rules(replace(block, fixed_start=clock))
    if difference.kind is DifferenceKind.ADDED:
        if here is not None:
            return target
        added = replace(block, id=BlockId(new_id()), origin=difference.origin)
        return insert(target, [added], _place_after(target, difference.after))
    if here is None:
        return target
    if difference.kind is DifferenceKind.MOVED:
        return move(target, {here.id}, _place_after(target, difference.after))
    return target.with_block(_changed(here, block, difference.fields))


def carry_all(
    chosen: Iterable[Difference], target: Session, *, new_id: Callable[[], str]
) -> Session:
    """Return ``target`` with all chosen differences made there too, in their order."""
    plan = target.plan
    for difference in chosen:
        plan = carry(difference, plan, new_id=new_id)
    return replace(target, plan=plan)


def is_copy_of(source: Session, other: Session | SessionSummary) -> bool:
    """Say whether another session is the same meeting of another group, in the same language."""
    return (
        source.template != ""
        and other.id != source.id
        and other.group != source.group
        and (other.template, other.number, other.language)
        == (source.template, source.number, source.language)
    )


def shape(blocks: Sequence[Block], start: time_of_day) -> str:
    """Return a short text that is the same for blocks that differ in nothing.

    start: when the half-day of the blocks starts; their fixed starts count from there.
    """
    digest = hashlib.blake2b(digest_size=12)
    for origin, block in by_origin(starting_at(blocks, start, time_of_day())).items():
        compared = repr((origin, _compared(block)))
        digest.update(compared.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _compared(block: Block) -> tuple[object, ...]:
    found: tuple[object, ...] = _fields_of(without_people_rules(block))
    return found


def _changed(block: Block, source: Block, names: Sequence[str]) -> Block:
    """Return the block with some fields of another; a minimum that no longer fits gives way."""
    length = source.length if "length" in names else block.length
    minimum = source.minimum if "minimum" in names else block.minimum
    changes = {name: getattr(source, name) for name in names}
    changed = replace(block, **changes | {"minimum": min(minimum, length)})
    if changed.breakout is None or block.breakout is None:
        return changed
    own = people_rules(block.breakout)
    return replace(changed, breakout=with_people_rules(changed.breakout, own))


def _place_after(plan: Plan, origins: Sequence[str]) -> int:
    """Return the place behind the first of ``origins`` that the plan has, or the first place."""
    places = {origin: place for place, origin in enumerate(by_origin(plan.blocks))}
    return next((places[origin] + 1 for origin in origins if origin in places), 0)


def _changed_fields(before: Block, after: Block) -> tuple[str, ...]:
    pairs = zip(COMPARED, _compared(before), _compared(after), strict=True)
    return tuple(name for name, was, now in pairs if was != now)


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the fewest items whose moving turns one order into the other.

    They are all that do not belong to a longest common run of both orders, which is a longest
    rising run of the places that the items had before.
    """
    ranks = {origin: place for place, origin in enumerate(before)}
    # For each length of a run: the least place that one can end with, and which item that is.
    ends: list[int] = []
    last: list[str] = []
    previous: dict[str, str | None] = {}
    for origin in after:
        length = bisect.bisect_left(ends, ranks[origin])
        previous[origin] = last[length - 1] if length else None
        ends[length : length + 1] = [ranks[origin]]
        last[length : length + 1] = [origin]
    stays = set()
    item = last[-1] if last else None
    while item is not None:
        stays.add(item)
        item = previous[item]
    return frozenset(after) - stays
