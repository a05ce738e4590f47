"""What text typed into a cell of the list means; no Qt.

In the start and in the minutes both kinds of time are understood: a clock time says when a block
starts, a length how long it takes. ``10`` is what the column is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import time as time_of_day

from ui.models.plan_model import PlanColumn
from virtu_desktop.domain.plan import Block
from virtu_desktop.domain.time import Duration
from virtu_desktop.domain.typed import read_clock, read_length
from virtu_desktop.engine.plan_editor import PlanStep

# 0930 and 10.30; 1:05 among minutes is a length, as everywhere.
_CLOCK_AMONG_MINUTES = re.compile(r"\d{4}|\d{1,2}\.[0-5]\d")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A block as it is after what was typed, and the step that this is."""

    step: PlanStep
    block: Block


def cell_change(block: Block, column: PlanColumn, typed: str) -> CellChange | None:
    """Return what typed text makes of a block; None where it means nothing there.

    No text in the start lets the block follow the one before it.
    """
    text = " ".join(typed.split())
    match column:
        case PlanColumn.START:
            return _start_change(block, text)
        case PlanColumn.MINUTES:
            return _minutes_change(block, text)
        case PlanColumn.TITLE:
            return CellChange(PlanStep.TITLE, replace(block, title=text)) if text else None
        case _:
            return CellChange(PlanStep.OWNER, replace(block, owner=text))


def _start_change(block: Block, text: str) -> CellChange | None:
    clock = read_clock(text)
    if clock is not None or not text:
        return _fixed(block, clock)
    length = read_length(text)
    return None if length is None else _long(block, length)


def _minutes_change(block: Block, text: str) -> CellChange | None:
    clock = read_clock(text) if _CLOCK_AMONG_MINUTES.fullmatch(text) else None
    if clock is not None:
        return _fixed(block, clock)
    length = read_length(text)
    return None if length is None else _long(block, length)


def _fixed(block: Block, clock: time_of_day | None) -> CellChange:
    return CellChange(PlanStep.FIXED_START, replace(block, fixed_start=clock))


def _long(block: Block, length: Duration) -> CellChange:
    minimum = min(block.minimum, length)
    return CellChange(PlanStep.LENGTH, replace(block, length=length, minimum=minimum))
