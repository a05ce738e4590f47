"""The documents of ``virtu timeline``: a plan and its events in, schedule and projection out.

Reads strictly: what the published format does not allow is refused with its reason and place.
Keys that the format does not know are ignored.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import time as time_of_day
from enum import StrEnum
from typing import TypeVar

from virtu_desktop.domain.catch_up import CatchUpPlan, catch_up
from virtu_desktop.domain.events import NAMES_A_BLOCK, PUBLISHED_TYPES, BadEvent, Event, EventType
from virtu_desktop.domain.plan import BadPlan, Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.time import Duration, Instant, iso_utc, minutes, parse_instant
from virtu_desktop.domain.timeline import Projection, TimelineState, apply, project

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_SHOWN = 40
_Word = TypeVar("_Word", bound=StrEnum)


class BadInput(ValueError):
    """A document that the format does not allow: one line with the place and the reason."""

    def __init__(self, place: str, reason: str) -> None:
        """Join place and reason: ``events[3].block: unknown block 'b9'``."""
        super().__init__(f"{place}: {reason}")


def read_plan(document: object) -> Plan:
    """Return the plan of a document; raise BadInput when it is none."""
    plan = _object(document, "plan")
    start = read_instant(_needed(plan, "start", ""), "start")
    zone = _text(_needed(plan, "zone", ""), "zone")
    rows = _needed(plan, "blocks", "")
    if not isinstance(rows, list) or not rows:
        raise BadInput("blocks", "not a list with at least one block")
    blocks = tuple(_block(row, f"blocks[{index}]") for index, row in enumerate(rows))
    _check_distinct(blocks)
    end = read_instant(plan["end"], "end") if "end" in plan else None
    try:
        return Plan(start=start, zone=zone, blocks=blocks, end=end)
    except BadPlan as error:
        raise BadInput("plan", str(error)) from error
    except OverflowError as error:
        raise _outside_calendar("plan") from error


def read_events(document: object, plan: Plan) -> tuple[Event, ...]:
    """Return the events of a document; raise BadInput for a wrong form or order.

    Whether each event fits the state before it is not looked at here.
    """
    if not isinstance(document, list):
        raise BadInput("events", "not a list")
    events = tuple(_event(row, f"events[{index}]", plan) for index, row in enumerate(document))
    for index in range(1, len(events)):
        if events[index].at < events[index - 1].at:
            raise BadInput(f"events[{index}].at", "earlier than the event before it")
    return events


def answer(plan_document: object, events_document: object, at: str) -> dict[str, object]:
    """Return schedule, state, projection and catch-up plans at the instant ``at``.

    Events later than ``at`` are left out after their form and order were checked. Raises BadInput.
    """
    now = read_instant(at, "--at")
    plan = read_plan(plan_document)
    events = read_events(events_document, plan)
    state = state_at(plan, events, now)
    try:
        return _answer(plan, state, now)
    except OverflowError as error:
        raise _outside_calendar("events") from error


def state_at(plan: Plan, events: Iterable[Event], now: Instant) -> TimelineState:
    """Return the state after the events up to ``now``; raise BadInput where one does not fit."""
    state = TimelineState()
    for index, event in enumerate(events):
        if event.at > now:
            break
        try:
            state = apply(plan, state, event)
        except BadEvent as error:
            raise BadInput(f"events[{index}]", str(error)) from error
    return state


def read_instant(value: object, place: str) -> Instant:
    """Return an instant with an offset or Z; raise BadInput, naming ``place``, when it is none."""
    text = _text(value, place)
    try:
        return parse_instant(text)
    except (ValueError, OverflowError):
        reason = f"{_shown(text)} is not an instant with an offset or Z"
        raise BadInput(place, reason) from None


def _answer(plan: Plan, state: TimelineState, now: Instant) -> dict[str, object]:
    projection = project(plan, state, now)
    return {
        "planned": [
            {"id": row.id, "start": iso_utc(row.start), "end": iso_utc(row.end), "gap_ms": row.gap}
            for row in plan.schedule
        ],
        "state": projection.phase.value,
        "current": _current(projection),
        "projected": [
            {
                "id": row.id,
                "start": _iso_or_none(row.start),
                "end": _iso_or_none(row.end),
                "status": row.status.value,
                "late_ms": row.late,
            }
            for row in projection.rows
        ],
        "projected_end": iso_utc(projection.projected_end),
        "behind_ms": projection.behind,
        "finish_late_ms": projection.finish_late,
        "catch_up": [_offer(offer) for offer in catch_up(plan, state, now)],
    }


def _current(projection: Projection) -> dict[str, object] | None:
    current = projection.current
    if current is None:
        return None
    return {
        "id": current.id,
        "elapsed_ms": current.elapsed,
        "allotted_ms": current.allotted,
        "remaining_ms": current.remaining,
    }


def _offer(offer: CatchUpPlan) -> dict[str, object]:
    return {
        "kind": offer.kind.value,
        "feasible": offer.feasible,
        "short_ms": offer.short,
        "changes": [{"id": change.block, "ms": change.by} for change in offer.changes],
        "ends": iso_utc(offer.ends),
    }


def _iso_or_none(instant: Instant | None) -> str | None:
    return None if instant is None else iso_utc(instant)


def _block(value: object, place: str) -> Block:
    row = _object(value, place)
    name = _text(_needed(row, "id", place), f"{place}.id")
    if not name:
        raise BadInput(f"{place}.id", "empty")
    count = _minutes(_needed(row, "minutes", place), f"{place}.minutes")
    least = _minutes(row.get("min_minutes", count), f"{place}.min_minutes")
    if least > count:
        raise BadInput(f"{place}.min_minutes", "above the minutes")
    optional = row.get("optional", False)
    if not isinstance(optional, bool):
        raise BadInput(f"{place}.optional", "neither true nor false")
    return Block(
        id=BlockId(name),
        length=_length(count, f"{place}.minutes"),
        minimum=_length(least, f"{place}.min_minutes"),
        title=_text(row.get("title", ""), f"{place}.title"),
        kind=_word(row.get("kind", BlockKind.PLENARY.value), BlockKind, f"{place}.kind"),
        fixed_start=_clock(row.get("fixed_start"), f"{place}.fixed_start"),
        optional=optional,
        priority=_priority(row.get("priority", 2), f"{place}.priority"),
    )


def _check_distinct(blocks: Iterable[Block]) -> None:
    seen: set[BlockId] = set()
    for index, block in enumerate(blocks):
        if block.id in seen:
            raise BadInput(f"blocks[{index}].id", f"{_shown(block.id)} stands in the plan twice")
        seen.add(block.id)


def _event(value: object, place: str, plan: Plan) -> Event:
    row = _object(value, place)
    at = read_instant(_needed(row, "at", place), f"{place}.at")
    kind = _word(_needed(row, "type", place), EventType, f"{place}.type")
    if kind not in PUBLISHED_TYPES:
        raise BadInput(f"{place}.type", f"unknown word {_shown(kind.value)}")
    if kind not in NAMES_A_BLOCK:
        return Event(at=at, type=kind)
    block = BlockId(_text(_needed(row, "block", place), f"{place}.block"))
    if block not in plan.positions:
        raise BadInput(f"{place}.block", f"unknown block {_shown(block)}")
    ms: Duration | None = None
    to: Instant | None = None
    if kind is EventType.ADJUST:
        ms = _whole(_needed(row, "ms", place), f"{place}.ms")
    if kind is EventType.CORRECT_START:
        to = read_instant(_needed(row, "to", place), f"{place}.to")
    return Event(at=at, type=kind, block=block, ms=ms, to=to)


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadInput(place, "not an object")
    return value


def _needed(row: Mapping[str, object], key: str, place: str) -> object:
    if key not in row:
        raise BadInput(f"{place}.{key}" if place else key, "missing")
    return row[key]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise BadInput(place, "not a text")
    return value


def _word(value: object, words: type[_Word], place: str) -> _Word:
    text = _text(value, place)
    try:
        return words(text)
    except ValueError:
        raise BadInput(place, f"unknown word {_shown(text)}") from None


def _priority(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 3:
        raise BadInput(place, "not 1, 2 or 3")
    return value


def _whole(value: object, place: str) -> Duration:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadInput(place, "not a whole number")
    return Duration(value)


def _minutes(value: object, place: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise BadInput(place, "not a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise BadInput(place, "not a finite number")
    if value < 0:
        raise BadInput(place, "below 0")
    return value


def _length(count: float, place: str) -> Duration:
    try:
        return minutes(count)
    except OverflowError as error:
        raise _outside_calendar(place) from error


def _clock(value: object, place: str) -> time_of_day | None:
    if value is None:
        return None
    found = _CLOCK.fullmatch(_text(value, place))
    if found is None:
        raise BadInput(place, "neither HH:MM nor null")
    return time_of_day(int(found[1]), int(found[2]))


def _outside_calendar(place: str) -> BadInput:
    return BadInput(place, "a time lies outside the calendar")


def _shown(text: str) -> str:
    """Return a text for one line of an error: quoted, escaped and not too long."""
    return ascii(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
