"""How a group's copy of a half-day differs from its template, and how to carry that on (P3).

Blocks are matched by their origin. A block that was made afresh in one copy gets an origin when
it is carried to another, so that it is not carried twice.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.plan_changes import insert, move, remove

_NOT_COMPARED = frozenset({"id", "origin"})
COMPARED = tuple(field.name for field in fields(Block) if field.name not in _NOT_COMPARED)


class DifferenceKind(StrEnum):
    """What is different about a block."""

    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One block that differs.

    title: of the block, as in the copy or, if it was removed there, as in the template.
    fields: names of what was changed. after: origin of the block that it now follows, "" at the
    beginning, for ADDED and MOVED. block: as in the copy, None when it was removed.
    """

    kind: DifferenceKind
    origin: str
    title: str
    block: Block | None = None
    fields: tuple[str, ...] = ()
    after: str = ""


def origin_of(block: Block) -> str:
    """Return by what a block is matched: its origin, or its own id when it was made afresh."""
    return block.origin or block.id


def differences(template: Sequence[Block], plan: Plan) -> tuple[Difference, ...]:
    """Return how ``plan`` differs from ``template``: block by block, in the plan's order."""
    known = {origin_of(block): block for block in template}
    kept = [origin_of(block) for block in plan.blocks if origin_of(block) in known]
    moved = _moved([origin for origin in known if origin in set(kept)], kept)
    found = []
    after = ""
    for block in plan.blocks:
        origin = origin_of(block)
        if origin not in known:
            found.append(_difference(DifferenceKind.ADDED, block, after=after))
        else:
            changed = _changed_fields(known[origin], block)
            if changed:
                found.append(_difference(DifferenceKind.CHANGED, block, changed=changed))
            if origin in moved:
                found.append(_difference(DifferenceKind.MOVED, block, after=after))
        after = origin
    for origin, block in known.items():
        if origin not in kept:
            found.append(
                Difference(kind=DifferenceKind.REMOVED, origin=origin, title=block.title)
            )
    return tuple(found)


def carry(difference: Difference, target: Plan, *, new_id: Callable[[], str]) -> Plan:
    """Return ``target`` with the difference made there too; unchanged where it does not apply."""
    own = {origin_of(block): block for block in target.blocks}
    here = own.get(difference.origin)
    block = difference.block
    if difference.kind is DifferenceKind.REMOVED or block is None:
        if here is None or len(target.blocks) == 1:
            return target
        return remove(target, {here.id})
    place = _place_after(target, difference.after)
    if difference.kind is DifferenceKind.ADDED:
        if here is not None:
            return target
        added = replace(block, id=BlockId(new_id()), origin=difference.origin)
        return insert(target, [added], place)
    if here is None:
        return target
    if difference.kind is DifferenceKind.MOVED:
        return move(target, {here.id}, place)
    changes = {name: getattr(block, name) for name in difference.fields}
    return target.with_block(replace(here, **changes))


def _place_after(plan: Plan, origin: str) -> int:
    """Return the place behind the block of ``origin``, or the first place."""
    places = [place for place, block in enumerate(plan.blocks) if origin_of(block) == origin]
    return places[0] + 1 if places else 0


def _changed_fields(before: Block, after: Block) -> tuple[str, ...]:
    return tuple(name for name in COMPARED if getattr(before, name) != getattr(after, name))


def _difference(
    kind: DifferenceKind, block: Block, *, changed: tuple[str, ...] = (), after: str = ""
) -> Difference:
    return Difference(
        kind=kind,
        origin=origin_of(block),
        title=block.title,
        block=block,
        fields=changed,
        after=after,
    )


def _moved(before: Sequence[str], after: Sequence[str]) -> frozenset[str]:
    """Return the fewest items whose moving turns one order into the other.

    They are all that do not belong to a longest common run of both orders.
    """
    ranks = {origin: place for place, origin in enumerate(before)}
    best: list[tuple[int, ...]] = []
    for origin in after:
        rank = ranks[origin]
        longest = max((run for run in best if run[-1] < rank), key=len, default=())
        best.append((*longest, rank))
    stays = max(best, key=len, default=())
    kept = {before[rank] for rank in stays}
    return frozenset(origin for origin in after if origin not in kept)
