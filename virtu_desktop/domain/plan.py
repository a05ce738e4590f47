"""The plan of a session: ordered blocks, and the schedule that follows from them (T1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import time as time_of_day
from enum import StrEnum
from typing import NamedTuple, NewType

from virtu_desktop.domain.questions import Question
from virtu_desktop.domain.time import (
    Duration,
    Instant,
    first_local_time,
    zone_named,
)

BlockId = NewType("BlockId", str)


class BlockKind(StrEnum):
    """What a block is, for colour, checks and reports."""

    OPENING = "opening"
    PLENARY = "plenary"
    BREAKOUT = "breakout"
    INDIVIDUAL = "individual"
    BREAK = "break"
    POLL = "poll"
    CLOSING = "closing"


class BadPlan(ValueError):
    """A plan that cannot be: says what is wrong and with which block."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakoutSettings:
    """How the groups of a breakout block are formed.

    mode: mixed, together or any. calls: milliseconds from the start of the block at which the
    rooms get a call.
    """

    group_size: int
    mode: str = "any"
    rules: tuple[str, ...] = ()
    rounds: int = 1
    calls: tuple[Duration, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One agenda block.

    length and minimum in milliseconds, 0 <= minimum <= length. fixed_start is a time of day in
    the plan's zone. priority: 1 most important, 3 dropped first. room and remote are what the
    two audiences are told; trainer_note never leaves the trainers' screens. origin: which block
    of a template this is a copy of; the same in all copies, empty for a block made afresh.
    """

    id: BlockId
    length: Duration
    minimum: Duration
    title: str = ""
    kind: BlockKind = BlockKind.PLENARY
    fixed_start: time_of_day | None = None
    optional: bool = False
    priority: int = 2
    auto_advance: bool = False
    owner: str = ""
    room: str = ""
    remote: str = ""
    trainer_note: str = ""
    materials: tuple[str, ...] = ()
    polls: tuple[Question, ...] = ()
    breakout: BreakoutSettings | None = None
    origin: str = ""

    def __post_init__(self) -> None:
        """Refuse lengths and priorities that no plan may have."""
        if self.length < 0:
            raise BadPlan(f"block {self.id!r}: the length is negative")
        if not 0 <= self.minimum <= self.length:
            raise BadPlan(f"block {self.id!r}: the minimum is not between 0 and the length")
        if self.priority not in (1, 2, 3):
            raise BadPlan(f"block {self.id!r}: priority is not 1, 2 or 3")


class PlannedBlock(NamedTuple):
    """Where a block stands in the planned schedule; cheap to make, as every edit makes them all.

    gap: planned start minus end of the block before, in milliseconds: positive is free time,
    negative an overlap, 0 for the first block.
    """

    id: BlockId
    start: Instant
    end: Instant
    gap: Duration


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of one session. ``end`` is the target end; None means the planned end.

    zone is an IANA name. Raises BadPlan without blocks, with an id twice, or with an unknown zone.
    Derived values are worked out once, when the plan is made.
    """

    start: Instant
    zone: str
    blocks: tuple[Block, ...]
    end: Instant | None = None
    schedule: tuple[PlannedBlock, ...] = field(init=False, compare=False, repr=False)
    fixed_instants: tuple[Instant | None, ...] = field(init=False, compare=False, repr=False)
    positions: dict[BlockId, int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check the plan and work out its schedule."""
        if not self.blocks:
            raise BadPlan("the plan has no block")
        positions = {block.id: place for place, block in enumerate(self.blocks)}
        if len(positions) < len(self.blocks):
            raise BadPlan(f"block id {_first_repeated(self.blocks)!r} stands in the plan twice")
        fixed = tuple(self._fixed_instants())
        # A frozen value sets its derived fields once, here.
        object.__setattr__(self, "positions", positions)
        object.__setattr__(self, "fixed_instants", fixed)
        object.__setattr__(self, "schedule", tuple(_schedule(self.start, self.blocks, fixed)))

    @property
    def target_end(self) -> Instant:
        """Return the target end: as set, else the planned end of the last block."""
        return self.schedule[-1].end if self.end is None else self.end

    @property
    def planned_length(self) -> Duration:
        """Return the milliseconds from the session's start to the planned end."""
        return Duration(self.schedule[-1].end - self.start)

    def block(self, block_id: BlockId) -> Block:
        """Return the block of that id; raise KeyError when the plan has none."""
        return self.blocks[self.positions[block_id]]

    def with_block(self, changed: Block) -> Plan:
        """Return the plan with the block of the same id replaced; raise KeyError if unknown."""
        place = self.positions[changed.id]
        return replace(self, blocks=(*self.blocks[:place], changed, *self.blocks[place + 1 :]))

    def _fixed_instants(self) -> Iterator[Instant | None]:
        try:
            zone = zone_named(self.zone)
        except ValueError as error:
            raise BadPlan(str(error)) from error
        for block in self.blocks:
            clock = block.fixed_start
            yield None if clock is None else first_local_time(self.start, clock, zone)


def _schedule(
    start: Instant, blocks: Iterable[Block], fixed: Iterable[Instant | None]
) -> Iterator[PlannedBlock]:
    """Yield the planned times: fixed start if set, else the end of the block before (T1)."""
    end: Instant | None = None
    for block, fixed_start in zip(blocks, fixed, strict=True):
        follows = start if end is None else end
        begins = follows if fixed_start is None else fixed_start
        gap = Duration(0 if end is None else begins - end)
        end = Instant(begins + block.length)
        yield PlannedBlock(block.id, begins, end, gap)


def _first_repeated(blocks: Iterable[Block]) -> BlockId:
    seen: set[BlockId] = set()
    for block in blocks:
        if block.id in seen:
            return block.id
        seen.add(block.id)
    raise LookupError("no id is repeated")
