"""Catch-up plans: how to meet every fixed start and the target end (T7).

Source: the rules of ``catch_up`` in the timeline formats. Works in whole minutes of trimming;
everything else is milliseconds, UTC. Pure: no clock is read.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import (
    Projection,
    Status,
    TimelineState,
    project,
)


class CatchUpKind(StrEnum):
    """The three ways to deal with a delay."""

    TRIM = "trim"
    DROP = "drop"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Change:
    """How much shorter one pending block becomes: ``by`` is negative or 0, milliseconds."""

    block: BlockId
    by: Duration
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CatchUpPlan:
    """One offer. feasible: afterwards no pending fixed start is missed and the end is met.

    short: by how much the end is still missed. ends: the projected end with this plan.
    """

    kind: CatchUpKind
    feasible: bool
    short: Duration
    changes: tuple[Change, ...]
    ends: Instant


class _Link(NamedTuple):
    """A pending block in the chain of those still to come.

    spare: whole minutes that can be trimmed. planned: its start in the planned schedule.
    """

    block: BlockId
    length: int
    spare: int
    fixed: Instant | None
    planned: Instant


@dataclass(frozen=True, slots=True)
class _Chain:
    """The pending blocks and the instant from which they follow one another."""

    begins: Instant
    before_start: bool
    empty_end: Instant
    target: Instant
    links: tuple[_Link, ...]

    def starts(self, trims: Sequence[int]) -> tuple[list[int], int]:
        """Return the start of each block and the end of all, with ``trims`` minutes taken."""
        end = int(self.begins if self.links else self.empty_end)
        starts = []
        for place, link in enumerate(self.links):
            start = max(end, link.planned) if self.before_start and place == 0 else end
            if link.fixed is not None and link.fixed > start:
                start = link.fixed
            starts.append(start)
            end = start + link.length - trims[place] * MINUTE
        return starts, end

    def is_met(self, trims: Sequence[int]) -> bool:
        """Say whether every fixed start and the target end are met with ``trims``."""
        end = int(self.begins if self.links else self.empty_end)
        if self.links and self.before_start:
            end = max(end, self.links[0].planned)
        for link, trim in zip(self.links, trims, strict=True):
            if link.fixed is not None:
                if link.fixed < end:
                    return False
                end = link.fixed
            end += link.length - trim * MINUTE
        return end <= self.target

    def without(self, removed: set[BlockId]) -> _Chain:
        """Return the chain with some blocks dropped."""
        kept = tuple(link for link in self.links if link.block not in removed)
        return replace(self, links=kept)


def catch_up(plan: Plan, state: TimelineState, now: Instant) -> tuple[CatchUpPlan, ...]:
    """Return the offers at ``now``: none when nothing is late, else trim, drop and later."""
    return offers_for(plan, project(plan, state, now))


def offers_for(plan: Plan, projection: Projection) -> tuple[CatchUpPlan, ...]:
    """Return the offers where a session stands as projected; see ``catch_up``."""
    if not projection.is_late:
        return ()
    chain = _chain(plan, projection)
    offers = [_offer(CatchUpKind.TRIM, chain, _trims(chain), ())]
    dropped = _drop(plan, chain)
    if dropped is not None:
        offers.append(dropped)
    offers.append(_offer(CatchUpKind.LATER, chain, [0] * len(chain.links), ()))
    return tuple(offers)


def _chain(plan: Plan, projection: Projection) -> _Chain:
    links = []
    for place, row in enumerate(projection.rows):
        if row.status is not Status.PENDING:
            continue
        spare = row.allotted - max(plan.blocks[place].minimum, row.elapsed)
        links.append(
            _Link(
                block=row.id,
                length=max(0, row.allotted - row.elapsed),
                spare=max(0, spare) // MINUTE,
                fixed=plan.fixed_instants[place],
                planned=plan.schedule[place].start,
            )
        )
    current = projection.current
    begins = projection.now if current is None else current.expected_end
    return _Chain(
        begins=begins,
        before_start=current is None,
        empty_end=max(begins, plan.start) if current is None else begins,
        target=projection.target_end,
        links=tuple(links),
    )


def _trims(chain: _Chain) -> list[int]:
    """Return the minutes to take from each block: the fewest that meet the deadlines.

    The fixed starts in order, then the target end, are served one after the other. Only blocks
    from the last one that starts exactly at its fixed start onward can move a deadline.
    """
    trims = [0] * len(chain.links)
    starts, end = chain.starts(trims)
    for place in range(len(chain.links) + 1):
        is_last = place == len(chain.links)
        deadline = chain.target if is_last else chain.links[place].fixed
        if deadline is None:
            continue
        late = (end if is_last else starts[place]) - deadline
        if late <= 0:
            continue
        first = _first_that_moves(chain, starts, place)
        if _share(chain, trims, range(first, place), needed=-(-late // MINUTE)):
            starts, end = chain.starts(trims)
    return trims


def _first_that_moves(chain: _Chain, starts: Sequence[int], place: int) -> int:
    """Return the first block before ``place`` whose trimming moves what comes at ``place``."""
    for before in range(place - 1, -1, -1):
        if starts[before] == chain.links[before].fixed:
            return before
    return 0


def _share(chain: _Chain, trims: list[int], places: range, *, needed: int) -> bool:
    """Take ``needed`` minutes from ``places`` in proportion to what each has left to spare.

    Largest remainder, ties to the earlier block; all that there is when it is not enough. Says
    whether there was anything to take.
    """
    spare = {place: chain.links[place].spare - trims[place] for place in places}
    total = sum(spare.values())
    if total <= needed:
        for place in places:
            trims[place] += spare[place]
        return total > 0
    for place in places:
        trims[place] += needed * spare[place] // total
    left = needed - sum(needed * minutes // total for minutes in spare.values())
    by_remainder = sorted(places, key=lambda place: (-(needed * spare[place] % total), place))
    for place in by_remainder[:left]:
        trims[place] += 1
    return True


def _drop(plan: Plan, chain: _Chain) -> CatchUpPlan | None:
    """Return the plan that removes as few optional blocks as it can, or None without any."""
    optional = [link for link in chain.links if plan.block(link.block).optional]
    if not optional:
        return None
    order = sorted(
        optional,
        key=lambda link: (-plan.block(link.block).priority, -plan.positions[link.block]),
    )
    count = _fewest_drops(chain, [link.block for link in order])
    removed = order[:count]
    rest = chain.without({link.block for link in removed})
    return _offer(CatchUpKind.DROP, rest, _trims(rest), removed, order_by=plan.positions)


def _fewest_drops(chain: _Chain, order: Sequence[BlockId]) -> int:
    """Return how many blocks of ``order`` to drop: the fewest that help, else all."""

    def helps(count: int) -> bool:
        rest = chain.without(set(order[:count]))
        return rest.is_met([link.spare for link in rest.links])

    for counts in _counts_by_first(chain, order):
        found = bisect.bisect_left(counts, True, key=helps)
        if found < len(counts):
            return counts[found]
    return len(order)


def _counts_by_first(chain: _Chain, order: Sequence[BlockId]) -> list[list[int]]:
    """Return the numbers of drops, 1 to all, in runs that leave the same block as the first.

    Within such a run each further drop only brings the rest forward, so it can be searched by
    halves. Another first block may begin later than the one before, by its own planned start.
    """
    places = {link.block: place for place, link in enumerate(chain.links)}
    removed = [False] * (len(places) + 1)
    first = 0
    runs: list[list[int]] = []
    for count, block in enumerate(order, 1):
        removed[places[block]] = True
        before = first
        while removed[first]:
            first += 1
        if not runs or first != before:
            runs.append([])
        runs[-1].append(count)
    return runs


def _offer(
    kind: CatchUpKind,
    chain: _Chain,
    trims: Sequence[int],
    removed: Sequence[_Link],
    *,
    order_by: dict[BlockId, int] | None = None,
) -> CatchUpPlan:
    changes = [
        Change(link.block, Duration(-minutes * MINUTE))
        for link, minutes in zip(chain.links, trims, strict=True)
        if minutes
    ]
    changes += [Change(link.block, Duration(-link.length), removed=True) for link in removed]
    if order_by is not None:
        changes.sort(key=lambda change: order_by[change.block])
    _starts, end = chain.starts(trims)
    return CatchUpPlan(
        kind=kind,
        feasible=chain.is_met(trims),
        short=Duration(max(0, end - chain.target)),
        changes=tuple(changes),
        ends=Instant(end),
    )
