"""Changes to the order and the set of blocks of a plan: each returns a new plan (P1).

Times follow by themselves: the schedule is worked out when the new plan is made. Ids of blocks
that stay are kept, so that what happened in a run still belongs to them. Every function raises
BadPlan when the result would be no plan, and KeyError for an id that the plan does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from virtu_desktop.domain.plan import BadPlan, Block, BlockId, BreakoutSettings, Plan
from virtu_desktop.domain.time import MINUTE, Duration


def insert(plan: Plan, blocks: Sequence[Block], place: int) -> Plan:
    """Return the plan with ``blocks`` before the one that stands at ``place`` now."""
    return replace(plan, blocks=(*plan.blocks[:place], *blocks, *plan.blocks[place:]))


def remove(plan: Plan, ids: Collection[BlockId]) -> Plan:
    """Return the plan without the blocks of ``ids``; one block must stay."""
    _check(plan, ids)
    return replace(plan, blocks=tuple(block for block in plan.blocks if block.id not in ids))


def move(plan: Plan, ids: Collection[BlockId], place: int) -> Plan:
    """Return the plan with the blocks of ``ids``, in their order, before the one at ``place``.

    place: 0 to the number of blocks, counted before anything moves.
    """
    _check(plan, ids)
    moved = [block for block in plan.blocks if block.id in ids]
    before = [block for block in plan.blocks[:place] if block.id not in ids]
    after = [block for block in plan.blocks[place:] if block.id not in ids]
    return replace(plan, blocks=(*before, *moved, *after))


def shift(plan: Plan, ids: Collection[BlockId], by: int) -> Plan:
    """Return the plan with the blocks of ``ids`` together ``by`` places up (negative) or down."""
    _check(plan, ids)
    places = sorted(plan.positions[block] for block in ids)
    if not places:
        return plan
    place = places[0] + by if by < 0 else places[-1] + 1 + by
    return move(plan, ids, max(0, min(len(plan.blocks), place)))


def duplicate(plan: Plan, ids: Collection[BlockId], copies: Sequence[BlockId]) -> Plan:
    """Return the plan with a copy of each block of ``ids`` after the last of them.

    copies: the new ids, one for each. A copy has no fixed start, for it cannot begin at the same
    time, and no origin, for only one block of a plan can stand for a template's block.
    """
    originals = sorted((plan.block(block) for block in ids), key=lambda b: plan.positions[b.id])
    made = [
        replace(block, id=copy, fixed_start=None, origin="")
        for block, copy in zip(originals, copies, strict=True)
    ]
    place = max((plan.positions[block.id] for block in originals), default=-1) + 1
    return insert(plan, made, place)


def paste(plan: Plan, blocks: Sequence[Block], place: int, *, new_id: Callable[[], str]) -> Plan:
    """Return the plan with copies of blocks of any plan before the one that stands at ``place``.

    The copies have fresh ids and no fixed start. They keep their origin where the plan has no
    block of that origin yet.
    """
    origins = {block.origin for block in plan.blocks}
    made = []
    for block in blocks:
        origin = "" if block.origin in origins else block.origin
        origins.add(origin)
        made.append(replace(block, id=BlockId(new_id()), fixed_start=None, origin=origin))
    return insert(plan, made, place)


def split(plan: Plan, block_id: BlockId, first: Duration, new_id: BlockId) -> Plan:
    """Return the plan with a block cut in two: the first part is ``first`` long.

    The minimum is shared in proportion, in whole minutes where they fit. Polls stay with the
    first part, breakout calls go with their time; the second part has no fixed start and no
    origin. Raises BadPlan unless 0 < first < length.
    """
    block = plan.block(block_id)
    if not 0 < first < block.length:
        raise BadPlan(f"block {block_id!r} cannot be split there")
    rest = Duration(block.length - first)
    share = block.minimum * first // block.length // MINUTE * MINUTE
    minimum = Duration(max(share, block.minimum - rest))
    head = replace(
        block,
        length=first,
        minimum=minimum,
        breakout=_calls(block.breakout, lambda call: call if call < first else None),
    )
    second = replace(
        block,
        id=new_id,
        length=rest,
        minimum=Duration(block.minimum - minimum),
        fixed_start=None,
        polls=(),
        breakout=_calls(block.breakout, lambda call: call - first if call >= first else None),
        origin="",
    )
    place = plan.positions[block_id]
    return replace(plan, blocks=(*plan.blocks[:place], head, second, *plan.blocks[place + 1 :]))


def merge(plan: Plan, ids: Collection[BlockId]) -> Plan:
    """Return the plan with neighbouring blocks made one: the first keeps its id, kind and start.

    Lengths and minimums add up, different titles and texts are joined; the breakout settings are
    those of the first part that has any, with the calls of all. Raises BadPlan when the blocks
    are fewer than two or do not stand next to one another.
    """
    _check(plan, ids)
    places = sorted({plan.positions[block] for block in ids})
    if len(places) < 2 or places[-1] - places[0] + 1 != len(places):
        raise BadPlan("only blocks that stand next to one another can be merged")
    parts = [plan.blocks[place] for place in places]
    merged = replace(
        parts[0],
        length=Duration(sum(part.length for part in parts)),
        minimum=Duration(sum(part.minimum for part in parts)),
        title=_joined([part.title for part in parts], " + "),
        room=_joined([part.room for part in parts], "\n"),
        remote=_joined([part.remote for part in parts], "\n"),
        trainer_note=_joined([part.trainer_note for part in parts], "\n"),
        owner=_joined([part.owner for part in parts], ", "),
        optional=all(part.optional for part in parts),
        priority=min(part.priority for part in parts),
        auto_advance=parts[-1].auto_advance,
        materials=_distinct([item for part in parts for item in part.materials]),
        polls=tuple(poll for part in parts for poll in part.polls),
        breakout=_merged_breakout(parts),
    )
    return replace(plan, blocks=(*plan.blocks[: places[0]], merged, *plan.blocks[places[-1] + 1 :]))


def _calls(
    settings: BreakoutSettings | None, moved: Callable[[Duration], int | None]
) -> BreakoutSettings | None:
    """Return breakout settings with the calls at their new times, without those that go."""
    if settings is None:
        return None
    times = (moved(call) for call in settings.calls)
    return replace(settings, calls=tuple(Duration(time) for time in times if time is not None))


def _merged_breakout(parts: Sequence[Block]) -> BreakoutSettings | None:
    settings = next((part.breakout for part in parts if part.breakout is not None), None)
    if settings is None:
        return None
    calls: list[Duration] = []
    begins = 0
    for part in parts:
        if part.breakout is not None:
            calls += (Duration(begins + call) for call in part.breakout.calls)
        begins += part.length
    return replace(settings, calls=tuple(calls))


def _check(plan: Plan, ids: Collection[BlockId]) -> None:
    for block in ids:
        plan.block(block)


def _joined(texts: Sequence[str], mark: str) -> str:
    return mark.join(_distinct([text for text in texts if text]))


def _distinct(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
