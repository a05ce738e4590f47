"""Answer `virtu timeline` in the most literal way, as a second opinion on the product.

The source of every rule is the specification's section "`virtu timeline`: formats and exact
rules" with its fine print; T1, T3 and T4 are the rules of its section on the timeline. Sentences
in quotation marks are from there. Instants are whole milliseconds since 1970-01-01 UTC, lengths
are whole milliseconds, trims are whole minutes. This module reads no clock, knows nothing of the
product, and is written to be checked by reading; it refuses to be fast.

Where the text allows two readings, this module takes the first of each pair:

- "whose local time in the zone is HH:MM" means HH:MM:00.000, not any instant within that minute.
- A session start that is the very instant of a clock change is "at or after" a local time which
  that change skips.
- `minutes` is the decimal number as written (its shortest form), not its binary neighbour, when
  half milliseconds are rounded up.
- "planned start of the first block" is that of the plan's first block, even if it is skipped.
- An event that names an unknown block has the wrong form, also when it is later than `at`; it is
  not a matter of state.
- `correct_start` is open to every block that has run, whatever its status is now, until `end`.
- "Crosses no pause or resume": the begin keeps its place in the list of events, so a pause at the
  very instant of a start may not end up after it.
- `changes` are in plan order and leave out blocks that do not change; a removed block is always
  there, even if its projected length is 0.
- A target end at or before the session start is fine; it is then missed.
- A kind, a priority or a type outside the lists of the specification is refused; unknown keys are
  ignored; null stands only for `fixed_start`; 60000.0 is not a whole number of milliseconds.
- A block id is any text, also an empty one.
- Microseconds of an instant are cut off.
- A time outside the years 1 to 9999 cannot be written as an instant and is refused.
"""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

MINUTE_MS = 60_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KINDS = ("opening", "plenary", "breakout", "individual", "break", "poll", "closing")
EVENT_TYPES_WITH_BLOCK = ("start", "adjust", "skip", "restore", "correct_start")
EVENT_TYPES_WITHOUT_BLOCK = ("pause", "resume", "end")

Json = dict[str, Any]


class OracleRefuses(ValueError):
    """Say that the documents are bad input."""


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block of the plan; lengths in ms, the fixed start as an instant."""

    id: str
    length_ms: int
    minimum_ms: int
    fixed_start: int | None
    optional: bool
    priority: int


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A checked plan; `target_end` is filled in if the document leaves it out."""

    start: int
    target_end: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class Event:
    """An event of the right form."""

    place: str
    at: int
    type: str
    block: str | None = None
    ms: int | None = None
    to: int | None = None


@dataclass(kw_only=True)
class Spell:
    """One stretch of time during which a block was the current one.

    `pauses` holds [begin, end] pairs with None for an end that has not come. `marks` holds the
    instants of the pause and resume events of the spell.
    """

    block: str
    begin: int
    end: int | None = None
    pauses: list[list[int | None]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


@dataclass(kw_only=True)
class Run:
    """What the events so far have made of the session."""

    plan: Plan
    spells: list[Spell] = field(default_factory=list)
    adjustments: dict[str, list[int]] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)
    ended: int | None = None


@dataclass(frozen=True, kw_only=True)
class ProjectedRow:
    """The projected stay of one pending block."""

    block: Block
    start: int
    end: int


# Reading the documents


def refuse_unless(condition: bool, reason: str) -> None:
    """Raise OracleRefuses with the reason when the condition does not hold."""
    if not condition:
        raise OracleRefuses(reason)


def read_minutes(value: object, place: str) -> float:
    """Return a finite number from 0 up ("0 <= m <= d"); true and false are no numbers."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise OracleRefuses(f"{place}: not a number")
    refuse_unless(0 <= value < math.inf, f"{place}: out of range")
    return value


def is_whole(value: object) -> bool:
    """Tell a whole JSON number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def read_instant(value: object, place: str) -> int:
    """Return ms since 1970 ("every instant carries an offset or Z")."""
    refuse_unless(isinstance(value, str), f"{place}: not a text")
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise OracleRefuses(f"{place}: not an instant") from error
    refuse_unless(moment.utcoffset() is not None, f"{place}: no offset")
    return (moment - EPOCH) // timedelta(milliseconds=1)


def write_instant(instant: int) -> str:
    """Return the instant as text ("Instants are UTC with milliseconds")."""
    try:
        moment = EPOCH + timedelta(milliseconds=instant)
    except OverflowError as error:
        raise OracleRefuses("an instant is out of range") from error
    return moment.replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def length_in_ms(minutes: float) -> int:
    """Convert minutes: "A length in ms is minutes x 60000, rounded half up."."""
    exact = Decimal(str(minutes)) * MINUTE_MS
    return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


def read_zone(value: object) -> ZoneInfo:
    """Return the zone of that name."""
    refuse_unless(isinstance(value, str), "zone: not a text")
    try:
        return ZoneInfo(str(value))
    except (KeyError, ValueError, OSError) as error:
        raise OracleRefuses("zone: unknown") from error


def local_minute(instant: int, zone: ZoneInfo) -> datetime:
    """Return the wall clock of the zone at the instant, without an offset."""
    return (EPOCH + timedelta(milliseconds=instant)).astimezone(zone).replace(tzinfo=None)


@lru_cache(maxsize=4096)
def find_fixed_start(session_start: int, zone: ZoneInfo, hour: int, minute: int) -> int:
    """Find "the first instant at or after the session start whose local time [...] is HH:MM".

    Walks on from whole minute to whole minute. "A local time that a clock change skips is read as
    the instant of the jump": the minutes that the wall clock leaves out between two steps count as
    shown at the second one. Offsets are whole minutes, as all have been since 1972.
    """
    instant = math.ceil(Fraction(session_start, MINUTE_MS)) * MINUTE_MS
    shown_before = local_minute(instant - MINUTE_MS, zone)
    while True:
        shown = local_minute(instant, zone)
        reading = min(shown, shown_before + timedelta(minutes=1))
        while reading <= shown:
            if (reading.hour, reading.minute) == (hour, minute):
                return instant
            reading += timedelta(minutes=1)
        shown_before = shown
        instant += MINUTE_MS


def read_fixed_start(value: object, start: int, zone: ZoneInfo, place: str) -> int | None:
    """Read `fixed_start`, which "is "HH:MM" in the zone, or null"."""
    if value is None:
        return None
    refuse_unless(isinstance(value, str), f"{place}: not a text")
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])", str(value))
    if match is None:
        raise OracleRefuses(f"{place}: not HH:MM")
    try:
        return find_fixed_start(start, zone, int(match[1]), int(match[2]))
    except OverflowError as error:
        raise OracleRefuses(f"{place}: out of range") from error


def read_block(value: object, start: int, zone: ZoneInfo, place: str) -> Block:
    """Read a block: "Only id and minutes are required (min_minutes defaults to minutes)."."""
    if not isinstance(value, dict):
        raise OracleRefuses(f"{place}: not an object")
    refuse_unless(isinstance(value.get("id"), str), f"{place}: id")
    minutes = read_minutes(value.get("minutes"), f"{place} minutes")
    least = read_minutes(value.get("min_minutes", minutes), f"{place} min_minutes")
    refuse_unless(least <= minutes, f"{place}: minimum above minutes")
    optional = value.get("optional", False)
    refuse_unless(isinstance(optional, bool), f"{place}: optional")
    priority = value.get("priority", 2)
    refuse_unless(is_whole(priority) and 1 <= priority <= 3, f"{place}: priority")
    refuse_unless(isinstance(value.get("title", ""), str), f"{place}: title")
    refuse_unless(value.get("kind", "plenary") in KINDS, f"{place}: kind")
    return Block(
        id=value["id"],
        length_ms=length_in_ms(minutes),
        minimum_ms=length_in_ms(least),
        fixed_start=read_fixed_start(value.get("fixed_start"), start, zone, place),
        optional=optional,
        priority=priority,
    )


def read_plan(value: object) -> Plan:
    """Read a plan, which "needs `start`, `zone` and at least one block; ids are distinct"."""
    if not isinstance(value, dict):
        raise OracleRefuses("plan: not an object")
    start = read_instant(value.get("start"), "plan start")
    zone = read_zone(value.get("zone"))
    entries = value.get("blocks")
    if not isinstance(entries, list) or not entries:
        raise OracleRefuses("plan: no blocks")
    blocks = tuple(
        read_block(entry, start, zone, f"block {place}") for place, entry in enumerate(entries, 1)
    )
    refuse_unless(len({block.id for block in blocks}) == len(blocks), "plan: ids not distinct")
    plan = Plan(start=start, target_end=planned_schedule(start, blocks)[-1][1], blocks=blocks)
    if "end" not in value:
        return plan
    return Plan(start=start, target_end=read_instant(value["end"], "plan end"), blocks=blocks)


def read_event(value: object, ids: set[str], place: str) -> Event:
    """Read an event: its instant, its type and what that type needs."""
    if not isinstance(value, dict):
        raise OracleRefuses(f"{place}: not an object")
    at = read_instant(value.get("at"), f"{place} at")
    kind = value.get("type")
    refuse_unless(isinstance(kind, str), f"{place}: type")
    if kind in EVENT_TYPES_WITHOUT_BLOCK:
        return Event(place=place, at=at, type=str(kind))
    refuse_unless(kind in EVENT_TYPES_WITH_BLOCK, f"{place}: unknown type")
    block = value.get("block")
    refuse_unless(isinstance(block, str) and block in ids, f"{place}: unknown block")
    ms = value.get("ms") if kind == "adjust" else None
    refuse_unless(kind != "adjust" or is_whole(ms), f"{place}: ms")
    to = read_instant(value.get("to"), f"{place} to") if kind == "correct_start" else None
    return Event(place=place, at=at, type=str(kind), block=block, ms=ms, to=to)


def read_events(value: object, plan: Plan) -> list[Event]:
    """Read the events: "The whole events list must have the right form and order"."""
    if not isinstance(value, list):
        raise OracleRefuses("events: not a list")
    ids = {block.id for block in plan.blocks}
    events = [read_event(entry, ids, f"event {place}") for place, entry in enumerate(value, 1)]
    for before, after in itertools.pairwise(events):
        refuse_unless(before.at <= after.at, f"{after.place}: out of order")
    return events


# The planned schedule (T1)


def planned_schedule(start: int, blocks: tuple[Block, ...]) -> list[tuple[int, int]]:
    """Return planned (start, end) pairs.

    "s1 = fixed start or session start; e_i = s_i + d_i; s_(i+1) = fixed start if set, else e_i."
    """
    schedule: list[tuple[int, int]] = []
    end_before = start
    for block in blocks:
        begin = end_before if block.fixed_start is None else block.fixed_start
        end_before = begin + block.length_ms
        schedule.append((begin, end_before))
    return schedule


def planned_start(plan: Plan, block_id: str) -> int:
    """Return the planned start of a block."""
    return planned_schedule(plan.start, plan.blocks)[place_of(plan, block_id)][0]


def planned_end(plan: Plan, block_id: str) -> int:
    """Return the planned end of a block."""
    return planned_schedule(plan.start, plan.blocks)[place_of(plan, block_id)][1]


def place_of(plan: Plan, block_id: str) -> int:
    """Return the place of a block in the plan, from 0."""
    return [block.id for block in plan.blocks].index(block_id)


def block_of(plan: Plan, block_id: str) -> Block:
    """Return the block with that id."""
    return plan.blocks[place_of(plan, block_id)]


# The state of the run


def spells_of(run: Run, block_id: str) -> list[Spell]:
    """Return the spells of a block, the earliest first."""
    return [spell for spell in run.spells if spell.block == block_id]


def current_spell(run: Run) -> Spell | None:
    """Return the spell that is still going on, if any."""
    running = [spell for spell in run.spells if spell.end is None]
    return running[0] if running else None


def is_paused(run: Run) -> bool:
    """Tell whether a pause is going on."""
    spell = current_spell(run)
    return spell is not None and any(pause[1] is None for pause in spell.pauses)


def state_of(run: Run) -> str:
    """Return "not_started|running|paused|ended"."""
    if not run.spells:
        return "not_started"
    if run.ended is not None:
        return "ended"
    return "paused" if is_paused(run) else "running"


def status_of(run: Run, block_id: str) -> str:
    """Return "the status of a block".

    "`done` (ran, not current), `current`, `skipped`, `pending` (not run, after the current one, or
    restored), `passed` (not run, before the current one in the plan, or left over at the end)";
    "Before the session starts every block is pending"; "A restored block stays pending, wherever
    the current block stands, until it is started or skipped again or the session ends"; "A block
    that is pending when the session ends is `passed`, even if it ran before it was restored."
    """
    current = current_spell(run)
    if current is not None and current.block == block_id:
        return "current"
    if block_id in run.skipped:
        return "skipped"
    if block_id in run.restored:
        return "passed" if run.ended is not None else "pending"
    if spells_of(run, block_id):
        return "done"
    if run.ended is not None:
        return "passed"
    if current is None:
        return "pending"
    is_after = place_of(run.plan, block_id) > place_of(run.plan, current.block)
    return "pending" if is_after else "passed"


def elapsed_ms(run: Run, block_id: str, at: int) -> int:
    """Return the elapsed time: "(now - started) - pauses", over all spells of the block."""
    total = 0
    for spell in spells_of(run, block_id):
        total += (at if spell.end is None else spell.end) - spell.begin
        for begin, end in spell.pauses:
            total -= (at if end is None else end) - (begin or 0)
    return total


def allotted_ms(run: Run, block_id: str) -> int:
    """Return "max(0, planned length + all adjustments). Adjustments add up before the floor."."""
    return max(0, block_of(run.plan, block_id).length_ms + sum(run.adjustments.get(block_id, [])))


# One function per event type


def end_current_spell(run: Run, at: int) -> None:
    """End "the running block and any pause at that instant"."""
    spell = current_spell(run)
    if spell is None:
        return
    spell.end = at
    for pause in spell.pauses:
        if pause[1] is None:
            pause[1] = at


def apply_start(run: Run, event: Event, block_id: str) -> None:
    """Start a block: "`start` of a skipped, done or passed block is fine and makes it current."."""
    refuse_unless(status_of(run, block_id) != "current", f"{event.place}: is already current")
    end_current_spell(run, event.at)
    run.skipped.discard(block_id)
    run.restored.discard(block_id)
    run.spells.append(Spell(block=block_id, begin=event.at))


def apply_pause(run: Run, event: Event) -> None:
    """Pause: "only while running"."""
    spell = current_spell(run)
    if spell is None or is_paused(run):
        raise OracleRefuses(f"{event.place}: pause while not running")
    spell.pauses.append([event.at, None])
    spell.marks.append(event.at)


def apply_resume(run: Run, event: Event) -> None:
    """Resume: "only while paused"."""
    spell = current_spell(run)
    if spell is None or not is_paused(run):
        raise OracleRefuses(f"{event.place}: resume while not paused")
    spell.pauses[-1][1] = event.at
    spell.marks.append(event.at)


def apply_adjust(run: Run, event: Event, block_id: str) -> None:
    """Adjust "the current or a pending block"."""
    refuse_unless(status_of(run, block_id) in ("current", "pending"), f"{event.place}: adjust")
    run.adjustments.setdefault(block_id, []).append(event.ms or 0)


def apply_skip(run: Run, event: Event, block_id: str) -> None:
    """Skip "a pending block"."""
    refuse_unless(status_of(run, block_id) == "pending", f"{event.place}: skip")
    run.skipped.add(block_id)
    run.restored.discard(block_id)


def apply_restore(run: Run, event: Event, block_id: str) -> None:
    """Restore: "a skipped or done block is pending again"."""
    refuse_unless(status_of(run, block_id) in ("skipped", "done"), f"{event.place}: restore")
    run.skipped.discard(block_id)
    run.restored.add(block_id)


def correction_limits(run: Run, block_id: str, at: int) -> tuple[int | None, int]:
    """Return the lowest (None: no limit) and the highest `to` of a correction made at `at`.

    "`to` lies between the beginning of that earlier spell (no limit for the first of all) and the
    end of the corrected spell (the correction's own instant while it runs), and crosses no pause
    or resume of either." "Both limits are allowed values and `to` may equal the instant of a pause
    or resume; the earlier spell is the one that the block's own `start` event ended."
    """
    spell = spells_of(run, block_id)[-1]
    highest = min([at if spell.end is None else spell.end, *spell.marks])
    place = next(place for place, other in enumerate(run.spells) if other is spell)
    if place == 0:
        return None, highest
    earlier = run.spells[place - 1]
    return max([earlier.begin, *earlier.marks]), highest


def apply_correct_start(run: Run, event: Event, block_id: str) -> None:
    """Move "the beginning of the block's latest spell".

    "And with it the end of the spell (and of a pause) that ended there."
    """
    refuse_unless(bool(spells_of(run, block_id)), f"{event.place}: has not run")
    to = event.to or 0
    lowest, highest = correction_limits(run, block_id, event.at)
    refuse_unless(lowest is None or lowest <= to, f"{event.place}: to is too early")
    refuse_unless(to <= highest, f"{event.place}: to is too late")
    spell = spells_of(run, block_id)[-1]
    place = next(place for place, other in enumerate(run.spells) if other is spell)
    if place > 0:
        earlier = run.spells[place - 1]
        has_open_pause = len(earlier.marks) % 2 == 1
        if has_open_pause:
            earlier.pauses[-1][1] = to
        earlier.end = to
    spell.begin = to


def apply_end(run: Run, event: Event) -> None:
    """End the session; "`end` before the start" is bad input."""
    refuse_unless(bool(run.spells), f"{event.place}: end before the start")
    end_current_spell(run, event.at)
    run.ended = event.at


def apply_event(run: Run, event: Event) -> None:
    """Apply one event; "any event after `end`" is bad input."""
    refuse_unless(run.ended is None, f"{event.place}: after the end")
    block_id = event.block or ""
    if event.type == "start":
        apply_start(run, event, block_id)
    elif event.type == "pause":
        apply_pause(run, event)
    elif event.type == "resume":
        apply_resume(run, event)
    elif event.type == "adjust":
        apply_adjust(run, event, block_id)
    elif event.type == "skip":
        apply_skip(run, event, block_id)
    elif event.type == "restore":
        apply_restore(run, event, block_id)
    elif event.type == "correct_start":
        apply_correct_start(run, event, block_id)
    else:
        apply_end(run, event)


def replay(plan: Plan, events: list[Event], at: int) -> Run:
    """Replay the events: "Events later than `--at` are ignored."."""
    run = Run(plan=plan)
    for event in events:
        if event.at <= at:
            apply_event(run, event)
    return run


# The projection (T4)


def pending_blocks(run: Run, removed: frozenset[str]) -> list[Block]:
    """Return the pending blocks in the order in which they will run.

    "Pending blocks follow the current one in plan order; a restored block that stands before the
    current one in the plan comes first among them"; "a removed block counts as skipped".
    """
    return [
        block
        for block in run.plan.blocks
        if status_of(run, block.id) == "pending" and block.id not in removed
    ]


def projected_length(run: Run, block_id: str, at: int, trim_minutes: int) -> int:
    """Return the projected length of a pending block: "max(0, allotted - elapsed)"."""
    trimmed = allotted_ms(run, block_id) - trim_minutes * MINUTE_MS
    return max(0, trimmed - elapsed_ms(run, block_id, at))


def expected_end(run: Run, at: int) -> int:
    """Return the expected end of the current block: "now + max(0, remaining)"."""
    spell = current_spell(run)
    if spell is None:
        raise AssertionError("no block is current")
    return at + max(0, allotted_ms(run, spell.block) - elapsed_ms(run, spell.block, at))


def project(
    run: Run, at: int, trims: dict[str, int], removed: frozenset[str]
) -> list[ProjectedRow]:
    """Project the pending blocks, shortened by whole minutes and without the removed ones.

    "Start = previous end, or max(fixed start, previous end) if it has a fixed start"; "Before the
    start, the first pending block begins at max(at, its own planned start)".
    """
    rows: list[ProjectedRow] = []
    for block in pending_blocks(run, removed):
        if rows:
            begin = rows[-1].end
        elif current_spell(run) is not None:
            begin = expected_end(run, at)
        else:
            begin = max(at, planned_start(run.plan, block.id))
        if block.fixed_start is not None:
            begin = max(block.fixed_start, begin)
        length = projected_length(run, block.id, at, trims.get(block.id, 0))
        rows.append(ProjectedRow(block=block, start=begin, end=begin + length))
    return rows


def end_of(run: Run, at: int, rows: list[ProjectedRow]) -> int:
    """Return the projected end: "end of the last block".

    "After `end`, projected end = the instant of `end`"; before the start "with none pending,
    projected end = max(at, session start)".
    """
    if run.ended is not None:
        return run.ended
    if rows:
        return rows[-1].end
    if current_spell(run) is not None:
        return expected_end(run, at)
    return max(at, run.plan.start)


def is_missed(row: ProjectedRow) -> bool:
    """Tell whether the row has a fixed start and begins after it."""
    return row.block.fixed_start is not None and row.start > row.block.fixed_start


def is_in_time(run: Run, at: int, rows: list[ProjectedRow]) -> bool:
    """Tell whether "no pending fixed start is missed and it ends by the target"."""
    return end_of(run, at, rows) <= run.plan.target_end and not any(map(is_missed, rows))


# Catching up (T7)


def spare_minutes(run: Run, block_id: str, at: int) -> int:
    """Return "allotted - max(minimum, elapsed), in whole minutes, never below 0"."""
    floor = max(block_of(run.plan, block_id).minimum_ms, elapsed_ms(run, block_id, at))
    return max(0, (allotted_ms(run, block_id) - floor) // MINUTE_MS)


def share(total: int, spares: dict[str, int]) -> dict[str, int]:
    """Share whole minutes: "proportional to spare by largest remainder, ties to the earlier"."""
    if total == 0:
        return dict.fromkeys(spares, 0)
    exact = {name: Fraction(total * spare, sum(spares.values())) for name, spare in spares.items()}
    shares = {name: math.floor(portion) for name, portion in exact.items()}
    order = sorted(spares, key=lambda name: exact[name] - shares[name], reverse=True)
    for name in order[: total - sum(shares.values())]:
        shares[name] += 1
    return shares


def blocks_that_move(rows: list[ProjectedRow], deadline: str | None) -> list[str]:
    """Return the pending blocks that can move a deadline (None: the target end).

    "From the last block before it that starts exactly at its fixed start onward".
    """
    movers: list[str] = []
    for row in rows:
        if row.block.id == deadline:
            break
        if row.start == row.block.fixed_start:
            movers = []
        movers.append(row.block.id)
    return movers


def is_met(run: Run, at: int, rows: list[ProjectedRow], deadline: str | None) -> bool:
    """Tell whether one deadline is met: a block's fixed start, or (None) the target end."""
    if deadline is None:
        return end_of(run, at, rows) <= run.plan.target_end
    return not any(is_missed(row) for row in rows if row.block.id == deadline)


def serve(
    run: Run, at: int, trims: dict[str, int], removed: frozenset[str], deadline: str | None
) -> dict[str, int]:
    """Return the trims with what one deadline adds: the smallest total that meets it.

    "A deadline that cannot be met takes all spare of the pending blocks that can move it"; "later
    deadlines are then served with what is left".
    """
    movers = blocks_that_move(project(run, at, trims, removed), deadline)
    left = {name: spare_minutes(run, name, at) - trims.get(name, 0) for name in movers}
    attempt = trims
    for total in range(sum(left.values()) + 1):
        shares = share(total, left)
        attempt = trims | {name: trims.get(name, 0) + shares[name] for name in movers}
        if is_met(run, at, project(run, at, attempt, removed), deadline):
            break
    return attempt


def find_trims(run: Run, at: int, removed: frozenset[str]) -> dict[str, int]:
    """Serve the deadlines: "fixed starts in order, then the target end", "one after the other"."""
    fixed = [block.id for block in pending_blocks(run, removed) if block.fixed_start is not None]
    trims: dict[str, int] = {}
    for deadline in [*fixed, None]:
        trims = serve(run, at, trims, removed, deadline)
    return trims


def catch_up_plan(
    run: Run, at: int, kind: str, trims: dict[str, int], removed: frozenset[str]
) -> Json:
    """Write down one plan.

    "The change of a removed block is minus its whole projected length"; "`short_ms` = max(0,
    `ends` - target end)".
    """
    changes = []
    for block in run.plan.blocks:
        if block.id in removed:
            changes.append({"id": block.id, "ms": -projected_length(run, block.id, at, 0)})
        elif trims.get(block.id, 0) > 0:
            changes.append({"id": block.id, "ms": -trims[block.id] * MINUTE_MS})
    rows = project(run, at, trims, removed)
    ends = end_of(run, at, rows)
    return {
        "kind": kind,
        "feasible": is_in_time(run, at, rows),
        "short_ms": max(0, ends - run.plan.target_end),
        "changes": changes,
        "ends": write_instant(ends),
    }


def trim_plan(run: Run, at: int) -> Json:
    """Return the plan that only trims."""
    nothing: frozenset[str] = frozenset()
    return catch_up_plan(run, at, "trim", find_trims(run, at, nothing), nothing)


def drop_order(run: Run) -> list[str]:
    """Return the optional pending blocks: "largest priority number first, [then] the later one"."""
    pending = pending_blocks(run, frozenset())
    numbered = [
        (block.priority, place, block.id) for place, block in enumerate(pending) if block.optional
    ]
    return [name for _, _, name in sorted(numbered, reverse=True)]


def drop_plan(run: Run, at: int) -> Json:
    """Return the plan that drops.

    "`drop` removes the first k blocks of that order, k >= 1 being the smallest number with which
    trimming the rest is feasible (all of them if there is none)".
    """
    order = drop_order(run)
    plans = []
    for count in range(1, len(order) + 1):
        removed = frozenset(order[:count])
        trims = find_trims(run, at, removed)
        plans.append(catch_up_plan(run, at, "drop", trims, removed))
    return next((plan for plan in plans if plan["feasible"]), plans[-1])


def later_plan(run: Run, at: int) -> Json:
    """Return the plan that "changes nothing and gives the projected end"."""
    return catch_up_plan(run, at, "later", {}, frozenset())


def catch_up(run: Run, at: int) -> list[Json]:
    """Return the plans.

    "`catch_up` is empty when nothing is late"; "After `end`, `catch_up` is empty"; "`catch_up`
    lists `trim`, then `drop` if an optional block is pending, then `later`."
    """
    if run.ended is not None or is_in_time(run, at, project(run, at, {}, frozenset())):
        return []
    drops = [drop_plan(run, at)] if drop_order(run) else []
    return [trim_plan(run, at), *drops, later_plan(run, at)]


# The output document


def planned_rows(plan: Plan) -> list[Json]:
    """Return `planned`: "`gap_ms` = planned start - end of the block before (0 for the first)"."""
    schedule = planned_schedule(plan.start, plan.blocks)
    rows = []
    for place, (block, (begin, end)) in enumerate(zip(plan.blocks, schedule, strict=True)):
        gap = begin - schedule[place - 1][1] if place > 0 else 0
        rows.append(
            {
                "id": block.id,
                "start": write_instant(begin),
                "end": write_instant(end),
                "gap_ms": gap,
            }
        )
    return rows


def current_row(run: Run, at: int) -> Json | None:
    """Return `current`: "remaining = allotted - elapsed; below zero it keeps counting"."""
    spell = current_spell(run)
    if spell is None:
        return None
    allotted = allotted_ms(run, spell.block)
    elapsed = elapsed_ms(run, spell.block, at)
    return {
        "id": spell.block,
        "elapsed_ms": elapsed,
        "allotted_ms": allotted,
        "remaining_ms": allotted - elapsed,
    }


def stay_of(run: Run, block_id: str, at: int) -> tuple[int | None, int | None]:
    """Return start and end of a block in `projected`.

    "For done blocks start and end are actual (first spell's start, last spell's end). For skipped
    and passed blocks both are null." "The current block's start is its first spell's start and its
    end the expected end".
    """
    status = status_of(run, block_id)
    if status == "done":
        spells = spells_of(run, block_id)
        return spells[0].begin, spells[-1].end
    if status == "current":
        return spells_of(run, block_id)[0].begin, expected_end(run, at)
    for row in project(run, at, {}, frozenset()):
        if row.block.id == block_id:
            return row.start, row.end
    return None, None


def projected_row(run: Run, block_id: str, at: int) -> Json:
    """Return one row of `projected`: "`late_ms` is null where start is null"."""
    begin, end = stay_of(run, block_id, at)
    return {
        "id": block_id,
        "start": None if begin is None else write_instant(begin),
        "end": None if end is None else write_instant(end),
        "status": status_of(run, block_id),
        "late_ms": None if begin is None else begin - planned_start(run.plan, block_id),
    }


def behind_ms(run: Run, at: int) -> int:
    """Return how far the session is behind.

    "Not started: max(0, at - planned start of the first block); running or paused: expected end -
    planned end of the current block; ended: actual end - planned end of the last block."
    """
    if run.ended is not None:
        return run.ended - planned_end(run.plan, run.plan.blocks[-1].id)
    spell = current_spell(run)
    if spell is None:
        return max(0, at - planned_start(run.plan, run.plan.blocks[0].id))
    return expected_end(run, at) - planned_end(run.plan, spell.block)


def answer(plan: object, events: object, at: object) -> Json:
    """Return the output document for a plan, its events and an instant.

    Raises OracleRefuses when one of them is bad input.
    """
    checked = read_plan(plan)
    now = read_instant(at, "at")
    run = replay(checked, read_events(events, checked), now)
    end = end_of(run, now, project(run, now, {}, frozenset()))
    return {
        "planned": planned_rows(checked),
        "state": state_of(run),
        "current": current_row(run, now),
        "projected": [projected_row(run, block.id, now) for block in checked.blocks],
        "projected_end": write_instant(end),
        "behind_ms": behind_ms(run, now),
        "finish_late_ms": end - checked.target_end,
        "catch_up": catch_up(run, now),
    }


def brute_force_min_total(plan: object, events: object, at: object) -> int | None:
    """Try every vector of whole-minute trims; return the smallest total in minutes that is in time.

    Returns None when no vector is. Takes (spare + 1) steps multiplied over all pending blocks.
    """
    checked = read_plan(plan)
    now = read_instant(at, "at")
    run = replay(checked, read_events(events, checked), now)
    names = [block.id for block in pending_blocks(run, frozenset())]
    ranges = [range(spare_minutes(run, name, now) + 1) for name in names]
    totals = [
        sum(vector)
        for vector in itertools.product(*ranges)
        if is_in_time(
            run, now, project(run, now, dict(zip(names, vector, strict=True)), frozenset())
        )
    ]
    return min(totals, default=None)
