"""Hypothesis strategies for the documents of `virtu timeline`.

The valid documents are made to be awkward: fractional minutes, fixed starts that are exact, missed,
past, overlapping or after midnight, both nights on which summer time changes, and events that share
instants. The generator keeps its own small ledger of what is legal; only the limits of a correction
come from the oracle, so that a test notices when ledger and oracle disagree.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.domain import oracle

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

Json = dict[str, Any]

MINUTE_MS = oracle.MINUTE_MS

SCENES = (
    ("Europe/Helsinki", "2026-11-25T09:00:00+02:00"),
    ("Europe/Helsinki", "2026-11-25T07:00:00.000Z"),
    ("Europe/Helsinki", "2026-11-25T09:00:30.250+02:00"),
    ("Europe/Helsinki", "2026-11-25T23:20:00+02:00"),
    ("Europe/Helsinki", "2027-03-27T23:30:00+02:00"),
    ("Europe/Helsinki", "2027-03-28T02:15:00+02:00"),
    ("Europe/Helsinki", "2027-03-28T04:00:00+03:00"),
    ("Europe/Helsinki", "2027-03-28T04:20:00+03:00"),
    ("Europe/Helsinki", "2027-10-31T02:40:00+03:00"),
    ("Europe/Helsinki", "2027-10-31T03:45:00+03:00"),
    ("Europe/Helsinki", "2027-10-31T03:10:00+02:00"),
    ("America/New_York", "2026-11-01T00:50:00-04:00"),
    ("Australia/Lord_Howe", "2026-10-04T01:40:00+10:30"),
    ("Asia/Kathmandu", "2026-11-25T09:00:00+05:45"),
    ("UTC", "2026-12-31T23:45:00Z"),
)


class Documents(NamedTuple):
    """The three inputs of `virtu timeline`; `plan` and `events` may be of any type if broken."""

    plan: Any
    events: Any
    at: str


def number(count: int, unit: str) -> int | float:
    """Return count x unit as a JSON number, a whole one if the unit is 1."""
    return count if unit == "1" else float(Decimal(unit) * count)


@st.composite
def lengths(draw: DrawFn, most_minutes: int = 40) -> Json:
    """Draw `minutes` and perhaps `min_minutes` of a block."""
    unit = draw(st.sampled_from(["1", "1", "1", "0.25", "0.001", "0.000025"]))
    most = int(most_minutes / Decimal(unit))
    count = draw(st.integers(0, most))
    fields: Json = {"minutes": number(count, unit)}
    if draw(st.booleans()):
        fields["min_minutes"] = number(draw(st.integers(0, count)), unit)
    return fields


@st.composite
def fixed_starts(draw: DrawFn, zone: str, start: int, around_minutes: int) -> str:
    """Draw HH:MM, mostly near the point of the session that the block is expected at.

    Avoids the minute of a session start that has seconds, where the specification is silent.
    """
    step = draw(st.one_of(st.integers(-30, 60), st.sampled_from([0, 0, 0, -1, 1, 600, 1400])))
    whole_start = start - start % MINUTE_MS
    local = oracle.local_minute(whole_start, ZoneInfo(zone))
    wanted = local + timedelta(minutes=around_minutes + step)
    if start % MINUTE_MS and (wanted.hour, wanted.minute) == (local.hour, local.minute):
        wanted += timedelta(minutes=1)
    return f"{wanted:%H:%M}"


@st.composite
def plans(draw: DrawFn, most_blocks: int = 6) -> Json:
    """Draw a valid plan."""
    zone, start_text = draw(st.sampled_from(SCENES))
    start = oracle.read_instant(start_text, "start")
    blocks: list[Json] = []
    around_minutes = 0
    for place in range(draw(st.integers(1, most_blocks))):
        block: Json = {"id": f"b{place + 1}", **draw(lengths())}
        if draw(st.integers(0, 3)) == 3:
            block["fixed_start"] = draw(fixed_starts(zone, start, around_minutes))
        if draw(st.integers(0, 2)) == 2:
            block["optional"] = draw(st.booleans())
            block["priority"] = draw(st.integers(1, 3))
        if draw(st.integers(0, 7)) == 7:
            block |= {"title": "Results", "kind": draw(st.sampled_from(oracle.KINDS))}
        around_minutes += round(block["minutes"])
        blocks.append(block)
    plan: Json = {"start": start_text, "zone": zone, "blocks": blocks}
    if draw(st.booleans()):
        last_end = oracle.read_plan(plan).target_end
        step_ms = draw(st.integers(-30, 30)) * MINUTE_MS + draw(st.sampled_from([0, 0, 1, -1]))
        plan["end"] = draw(instant_texts(last_end + step_ms))
    return plan


@st.composite
def instant_texts(draw: DrawFn, instant: int) -> str:
    """Draw one way to write an instant: in UTC with Z, or with an offset."""
    text = oracle.write_instant(instant)
    offset = draw(st.sampled_from([None, None, 0, 120, 180, -210]))
    if offset is None:
        return text
    shifted = oracle.write_instant(instant + offset * MINUTE_MS).removesuffix("Z")
    if shifted.endswith(".000"):
        shifted = shifted.removesuffix(".000")
    sign = "-" if offset < 0 else "+"
    return f"{shifted}{sign}{abs(offset) // 60:02}:{abs(offset) % 60:02}"


@dataclass
class Ledger:
    """What the generator knows about the run, to draw legal events only."""

    names: list[str]
    current: str | None = None
    paused: bool = False
    ended: bool = False
    ran: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    restored: set[str] = field(default_factory=set)

    def is_pending(self, name: str) -> bool:
        """Tell whether a block is pending."""
        if name == self.current or name in self.skipped:
            return False
        if name in self.restored:
            return True
        if name in self.ran:
            return False
        return self.current is None or self.names.index(name) > self.names.index(self.current)

    def is_done(self, name: str) -> bool:
        """Tell whether a block is done."""
        is_elsewhere = name in self.skipped or name in self.restored or name == self.current
        return name in self.ran and not is_elsewhere

    def choices(self) -> dict[str, list[str | None]]:
        """Return the legal event types and the blocks (None: no block) each may name."""
        if self.ended:
            return {}
        pending: list[str | None] = [name for name in self.names if self.is_pending(name)]
        found: dict[str, list[str | None]] = {
            "start": [name for name in self.names if name != self.current],
            "pause": [None] if self.current and not self.paused else [],
            "resume": [None] if self.paused else [],
            "adjust": pending + ([self.current] if self.current else []),
            "skip": pending,
            "restore": [name for name in self.names if name in self.skipped or self.is_done(name)],
            "correct_start": [name for name in self.names if name in self.ran],
            "end": [None] if self.current else [],
        }
        return {kind: blocks for kind, blocks in found.items() if blocks}

    def note(self, kind: str, name: str | None) -> None:
        """Take note of a legal event."""
        if kind == "start" and name is not None:
            self.current, self.paused = name, False
            self.ran.add(name)
            self.skipped.discard(name)
            self.restored.discard(name)
        elif kind in ("pause", "resume"):
            self.paused = kind == "pause"
        elif kind == "skip" and name is not None:
            self.skipped.add(name)
            self.restored.discard(name)
        elif kind == "restore" and name is not None:
            self.skipped.discard(name)
            self.restored.add(name)
        elif kind == "end":
            self.ended = True


def steps_ms(most_minutes: int = 25) -> SearchStrategy[int]:
    """Draw the time between two events: often nothing, often whole minutes."""
    return st.one_of(
        st.just(0),
        st.integers(0, most_minutes).map(lambda count: count * MINUTE_MS),
        st.integers(0, most_minutes * MINUTE_MS),
    )


def adjustments_ms() -> SearchStrategy[int]:
    """Draw the `ms` of an adjustment, now and then far below zero."""
    return st.one_of(
        st.sampled_from([-60_000, 60_000, 300_000]),
        st.integers(-2_700_000, 1_800_000),
        st.just(-(10**12)),
    )


KIND_WEIGHTS = {
    "start": 5,
    "pause": 2,
    "resume": 2,
    "adjust": 2,
    "skip": 1,
    "restore": 2,
    "correct_start": 2,
    "end": 1,
}


@st.composite
def corrections(draw: DrawFn, run: oracle.Run, name: str, at: int) -> int:
    """Draw a legal `to`, often one of its limits."""
    lowest, highest = oracle.correction_limits(run, name, at)
    least = highest - 45 * MINUTE_MS if lowest is None else lowest
    return draw(st.one_of(st.sampled_from([least, highest]), st.integers(least, highest)))


@st.composite
def event_lists(
    draw: DrawFn, plan: Json, most_events: int = 12, weights: dict[str, int] = KIND_WEIGHTS
) -> list[Json]:
    """Draw events that are legal for the plan, of the types that have a weight."""
    checked = oracle.read_plan(plan)
    run = oracle.Run(plan=checked)
    ledger = Ledger(names=[block.id for block in checked.blocks])
    at = checked.start + draw(st.integers(-20, 25)) * MINUTE_MS
    events: list[Json] = []
    for _ in range(draw(st.integers(0, most_events))):
        choices = ledger.choices()
        kinds = [kind for kind in choices for _ in range(weights.get(kind, 0))]
        if not kinds:
            break
        at += draw(steps_ms())
        kind = draw(st.sampled_from(kinds))
        name = draw(st.sampled_from(choices[kind]))
        event: Json = {"at": draw(instant_texts(at)), "type": kind}
        if name is not None:
            event["block"] = name
        if kind == "adjust":
            event["ms"] = draw(adjustments_ms())
        if kind == "correct_start" and name is not None:
            event["to"] = draw(instant_texts(draw(corrections(run, name, at))))
        ledger.note(kind, name)
        oracle.apply_event(run, oracle.read_event(event, set(ledger.names), "drawn event"))
        events.append(event)
    return events


@st.composite
def moments(draw: DrawFn, plan: Json, events: list[Json]) -> str:
    """Draw the instant of the question: before, at, between and after the events."""
    checked = oracle.read_plan(plan)
    anchors = [oracle.read_instant(event["at"], "at") for event in events]
    anchors.extend(anchors[-1:] * (1 + len(anchors)))
    planned = oracle.planned_schedule(checked.start, checked.blocks)
    anchors.extend([checked.start, planned[-1][0], checked.target_end])
    step_ms = draw(
        st.one_of(
            st.sampled_from([0, 0, 1, -1]),
            st.integers(-10, 40).map(lambda count: count * MINUTE_MS),
            st.integers(-10 * MINUTE_MS, 40 * MINUTE_MS),
        )
    )
    return draw(instant_texts(draw(st.sampled_from(anchors)) + step_ms))


@st.composite
def documents(draw: DrawFn) -> Documents:
    """Draw valid input."""
    plan = draw(plans())
    events = draw(event_lists(plan))
    return Documents(plan, events, draw(moments(plan, events)))


@st.composite
def corrected_documents(draw: DrawFn) -> Documents:
    """Draw valid input with many pauses and corrections of few blocks."""
    zone, start_text = SCENES[0]
    blocks = [{"id": name, "minutes": 60} for name in draw(st.sampled_from(["ab", "abc"]))]
    plan: Json = {"start": start_text, "zone": zone, "blocks": blocks}
    weights = {"start": 3, "pause": 3, "resume": 1, "restore": 1, "correct_start": 4}
    events = draw(event_lists(plan, weights=weights))
    return Documents(plan, events, draw(moments(plan, events)))


@st.composite
def late_documents(draw: DrawFn) -> Documents:
    """Draw valid input of a session that runs late, has spare time and several deadlines."""
    zone, start_text = SCENES[0]
    start = oracle.read_instant(start_text, "start")
    blocks: list[Json] = []
    around_minutes = 0
    for place in range(draw(st.integers(2, 7))):
        unit, per_minute = draw(st.sampled_from([("1", 1), ("1", 1), ("0.25", 4)]))
        count = draw(st.integers(2 * per_minute, 20 * per_minute))
        least = draw(st.integers(0, count))
        block: Json = {
            "id": f"b{place + 1}",
            "minutes": number(count, unit),
            "min_minutes": number(least, unit),
        }
        if place > 0 and draw(st.integers(0, 2)) == 2:
            local = oracle.local_minute(start, ZoneInfo(zone))
            step = draw(st.sampled_from([0, 0, 0, 2, 5, 10, -3, -8]))
            block["fixed_start"] = f"{local + timedelta(minutes=around_minutes + step):%H:%M}"
            around_minutes += step
        if draw(st.integers(0, 2)) == 2:
            block |= {"optional": True, "priority": draw(st.integers(1, 3))}
        around_minutes += count // per_minute
        blocks.append(block)
    plan: Json = {"start": start_text, "zone": zone, "blocks": blocks}
    at = start + draw(st.one_of(steps_ms(20), st.integers(1, 15).map(MINUTE_MS.__mul__)))
    events: list[Json] = []
    names = [block["id"] for block in blocks]
    first = draw(st.sampled_from([names[0], names[0], names[0], names[1], names[-1], None]))
    if first is not None:
        events.append({"at": oracle.write_instant(at), "type": "start", "block": first})
        at += draw(steps_ms(25))
    if first == names[0] and draw(st.integers(0, 2)) == 2:
        here = oracle.write_instant(at)
        events.append({"at": here, "type": "start", "block": names[1]})
        events.append({"at": here, "type": "restore", "block": first})
        at += draw(steps_ms(10))
    if first is not None and draw(st.integers(0, 3)) == 3:
        name = events[-1]["block"]
        ms = draw(st.integers(-10, 20)) * 45_000
        here = oracle.write_instant(at)
        events.append({"at": here, "type": "adjust", "block": name, "ms": ms})
    return Documents(plan, events, oracle.write_instant(at))


@st.composite
def small_documents(draw: DrawFn) -> Documents:
    """Draw valid input with at most three spare minutes in each of at most five blocks."""
    zone, start_text = SCENES[0]
    start = oracle.read_instant(start_text, "start")
    local = oracle.local_minute(start, ZoneInfo(zone))
    blocks: list[Json] = []
    around_minutes = 0
    for place in range(draw(st.integers(1, 5))):
        quarters = draw(st.integers(12, 32))
        spare_quarters = draw(st.integers(0, 12))
        block: Json = {
            "id": f"b{place + 1}",
            "minutes": quarters / 4,
            "min_minutes": (quarters - spare_quarters) / 4,
        }
        if draw(st.integers(0, 2)) == 2:
            step = draw(st.integers(-2, 4))
            wanted = max(0, around_minutes + step)
            block["fixed_start"] = f"{local + timedelta(minutes=wanted):%H:%M}"
        around_minutes += quarters // 4
        blocks.append(block)
    plan: Json = {"start": start_text, "zone": zone, "blocks": blocks}
    if draw(st.booleans()):
        plan["end"] = oracle.write_instant(
            oracle.read_plan(plan).target_end + draw(st.integers(-8, 8)) * MINUTE_MS
        )
    at = start + draw(steps_ms(8))
    names = [block["id"] for block in blocks]
    events: list[Json] = []
    started = st.lists(st.sampled_from([*names, *names[:1] * 3]), max_size=2, unique=True)
    for name in draw(started):
        events.append({"at": oracle.write_instant(at), "type": "start", "block": name})
        at += draw(steps_ms(5))
    if len(events) == 2 and draw(st.booleans()):
        earlier = events[0]["block"]
        events.append({"at": oracle.write_instant(at), "type": "restore", "block": earlier})
    return Documents(plan, events, oracle.write_instant(at))


@st.composite
def doubtful_documents(draw: DrawFn) -> Documents:
    """Draw valid input with one event of the right form too many, which may be illegal."""
    plan = draw(plans(most_blocks=4))
    events = draw(event_lists(plan, most_events=8))
    place = draw(st.integers(0, len(events)))
    instants = [oracle.read_instant(event["at"], "at") for event in events]
    start = oracle.read_instant(plan["start"], "start")
    at = instants[place - 1] if place > 0 else min([start, *instants[:1]])
    kind = draw(st.sampled_from(list(KIND_WEIGHTS)))
    extra: Json = {"at": oracle.write_instant(at), "type": kind}
    if kind in oracle.EVENT_TYPES_WITH_BLOCK:
        extra["block"] = draw(st.sampled_from([block["id"] for block in plan["blocks"]]))
    if kind == "adjust":
        extra["ms"] = draw(adjustments_ms())
    if kind == "correct_start":
        checked = oracle.read_plan(plan)
        run = oracle.replay(checked, oracle.read_events(events[:place], checked), at)
        anchors = [at, *instants]
        if run.spells:
            extra["block"] = draw(st.sampled_from([spell.block for spell in run.spells]))
            lowest, highest = oracle.correction_limits(run, extra["block"], at)
            anchors += [highest if lowest is None else lowest, highest]
        step_ms = draw(st.sampled_from([0, 1, -1, -600_000]))
        extra["to"] = oracle.write_instant(draw(st.sampled_from(anchors)) + step_ms)
    events.insert(place, extra)
    last = oracle.read_instant(events[-1]["at"], "at")
    return Documents(plan, events, oracle.write_instant(last + draw(steps_ms())))


# Documents that must be refused

MISSING = object()

BROKEN_PLAN_FIELDS: tuple[tuple[str, str, object], ...] = (
    ("plan start", "start", MISSING),
    ("plan start", "start", 0),
    ("plan start", "start", None),
    ("plan start", "start", "nine"),
    ("no offset", "start", "2026-11-25T09:00:00"),
    ("no offset", "start", "2026-11-25"),
    ("zone", "zone", MISSING),
    ("zone", "zone", None),
    ("zone", "zone", ["Europe/Helsinki"]),
    ("zone", "zone", ""),
    ("zone", "zone", "Europe"),
    ("zone", "zone", "Europe/Nowhere"),
    ("zone", "zone", "../zone"),
    ("zone", "zone", "two\nlines"),
    ("no offset", "end", "2026-11-25T12:00:00"),
    ("plan end", "end", 12),
    ("plan end", "end", ""),
    ("blocks", "blocks", MISSING),
    ("blocks", "blocks", []),
    ("blocks", "blocks", {}),
    ("blocks", "blocks", "b1"),
    ("blocks", "blocks", None),
    ("blocks", "blocks", [None]),
    ("blocks", "blocks", ["b1"]),
)

BROKEN_BLOCK_FIELDS: tuple[tuple[str, str, object], ...] = (
    ("block id", "id", MISSING),
    ("block id", "id", 1),
    ("block id", "id", None),
    ("block id", "id", ["b1"]),
    ("minutes", "minutes", MISSING),
    ("minutes", "minutes", "15"),
    ("minutes", "minutes", None),
    ("minutes", "minutes", True),
    ("minutes", "minutes", -1),
    ("minutes", "minutes", float("nan")),
    ("minutes", "minutes", float("inf")),
    ("minutes", "minutes", [15]),
    ("minutes", "minutes", 10**400),
    ("out of range", "minutes", 1e15),
    ("minimum above minutes", "min_minutes", 1000.5),
    ("minimum", "min_minutes", -0.5),
    ("minimum", "min_minutes", "0"),
    ("minimum", "min_minutes", False),
    ("minimum", "min_minutes", float("nan")),
    ("fixed start", "fixed_start", 900),
    ("fixed start", "fixed_start", ""),
    ("fixed start", "fixed_start", "9:00"),
    ("fixed start", "fixed_start", "0900"),
    ("fixed start", "fixed_start", "09:60"),
    ("fixed start", "fixed_start", "24:00"),
    ("fixed start", "fixed_start", "09:00:00"),
    ("fixed start", "fixed_start", " 09:00"),
    ("fixed start", "fixed_start", "09:00\n"),
    ("fixed start", "fixed_start", "+9:00"),
    ("fixed start", "fixed_start", "\u0660\u0669:\u0660\u0660"),
    ("optional", "optional", "yes"),
    ("optional", "optional", 1),
    ("priority", "priority", "2"),
    ("priority", "priority", 0),
    ("priority", "priority", 4),
    ("priority", "priority", True),
    ("priority", "priority", 1.5),
    ("kind", "kind", "lunch"),
    ("kind", "kind", 3),
    ("kind", "kind", ["break"]),
    ("title", "title", 5),
)

BROKEN_EVENT_FIELDS: tuple[tuple[str, str, str, object], ...] = (
    ("event at", "start", "at", MISSING),
    ("event at", "start", "at", 1_795_590_000_000),
    ("event at", "start", "at", "now"),
    ("no offset", "start", "at", "2099-11-25T07:00:00.000"),
    ("type", "start", "type", MISSING),
    ("type", "start", "type", "begin"),
    ("type", "start", "type", "Start"),
    ("type", "start", "type", "two\nlines"),
    ("type", "start", "type", None),
    ("type", "start", "type", ["start"]),
    ("unknown block", "start", "block", MISSING),
    ("unknown block", "start", "block", None),
    ("unknown block", "start", "block", "nobody"),
    ("unknown block", "start", "block", "two\u2028lines\r\n"),
    ("unknown block", "start", "block", 1),
    ("unknown block", "skip", "block", ["b1"]),
    ("unknown block", "restore", "block", {"id": "b1"}),
    ("ms", "adjust", "ms", MISSING),
    ("ms", "adjust", "ms", None),
    ("ms", "adjust", "ms", 0.5),
    ("ms", "adjust", "ms", "60000"),
    ("ms", "adjust", "ms", True),
    ("ms", "adjust", "ms", [60_000]),
    ("ms", "adjust", "ms", float("nan")),
    ("to", "correct_start", "to", MISSING),
    ("to", "correct_start", "to", 0),
    ("to", "correct_start", "to", "early"),
    ("no offset", "correct_start", "to", "2026-11-25T07:00:00"),
)

BROKEN_MOMENTS = ("", "now", "07:00", "2026-11-25", "2026-11-25T07:00:00", "2026-13-01T07:00:00Z")


def with_field(document: Json, name: str, value: object) -> Json:
    """Return a copy of the document with one field replaced or, for MISSING, left out."""
    changed = {key: item for key, item in document.items() if key != name}
    if value is not MISSING:
        changed[name] = copy.deepcopy(value)
    return changed


@st.composite
def broken_plans(draw: DrawFn, valid: Documents) -> tuple[str, Documents]:
    """Break a plan in one place."""
    whole: list[tuple[str, object]] = [("plan", None), ("plan", []), ("plan", "plan"), ("plan", 1)]
    reason, name, value = draw(st.sampled_from([*BROKEN_PLAN_FIELDS, ("plan", "", None)]))
    if not name:
        reason, broken = draw(st.sampled_from(whole))
        return reason, valid._replace(plan=broken)
    return reason, valid._replace(plan=with_field(valid.plan, name, value))


@st.composite
def broken_blocks(draw: DrawFn, valid: Documents) -> tuple[str, Documents]:
    """Break one block of a plan, or give two blocks one id."""
    blocks = list(valid.plan["blocks"])
    place = draw(st.integers(0, len(blocks) - 1))
    if draw(st.integers(0, 9)) == 9:
        twin = {"id": blocks[place]["id"], "minutes": 1}
        return "ids not distinct", valid._replace(plan=valid.plan | {"blocks": [*blocks, twin]})
    reason, name, value = draw(st.sampled_from(BROKEN_BLOCK_FIELDS))
    blocks[place] = with_field(blocks[place], name, value)
    return reason, valid._replace(plan=valid.plan | {"blocks": blocks})


@st.composite
def broken_events(draw: DrawFn, valid: Documents) -> tuple[str, Documents]:
    """Add one event of the wrong form after the others, break the order, or break the list.

    The added event may be later than the instant of the question.
    """
    choice = draw(st.integers(0, 9))
    if choice == 9:
        lists: list[object] = [None, {}, "start", 7, [None], [["start"]], ["start"]]
        return "events", valid._replace(events=draw(st.sampled_from(lists)))
    last = valid.events[-1]["at"] if valid.events else valid.at
    name = valid.plan["blocks"][0]["id"]
    event: Json = {"at": last, "type": "start", "block": name}
    if choice == 8:
        before = oracle.write_instant(oracle.read_instant(last, "at") - 1)
        return "out of order", valid._replace(events=[*valid.events, event, event | {"at": before}])
    reason, kind, key, value = draw(st.sampled_from(BROKEN_EVENT_FIELDS))
    event |= {"type": kind, "ms": 60_000, "to": last}
    return reason, valid._replace(events=[*valid.events, with_field(event, key, value)])


@st.composite
def impossible_events(draw: DrawFn, valid: Documents) -> tuple[str, Documents]:
    """Add one event that the state does not allow, by the generator's own ledger."""
    names = [block["id"] for block in valid.plan["blocks"]]
    ledger = Ledger(names=names)
    for event in valid.events:
        ledger.note(event["type"], event.get("block"))
    choices = ledger.choices()
    wrong = [
        (kind, name)
        for kind in KIND_WEIGHTS
        for name in (names if kind in oracle.EVENT_TYPES_WITH_BLOCK else [None])
        if name not in choices.get(kind, [])
    ]
    last = valid.events[-1]["at"] if valid.events else valid.at
    kind, name = draw(st.sampled_from(wrong))
    event = {"at": last, "type": kind, "block": name, "ms": 60_000, "to": last}
    if name is None:
        event = {"at": last, "type": kind}
    return "state", Documents(valid.plan, [*valid.events, event], last)


@st.composite
def broken_documents(draw: DrawFn) -> tuple[str, Documents]:
    """Draw (reason category, input that must be refused)."""
    plan = draw(plans(most_blocks=3))
    events = draw(event_lists(plan, most_events=5))
    valid = Documents(plan, events, draw(moments(plan, events)))
    choice = draw(st.integers(0, 4))
    if choice == 0:
        return "at", valid._replace(at=draw(st.sampled_from(BROKEN_MOMENTS)))
    breakers = [broken_plans, broken_blocks, broken_events, impossible_events]
    return draw(breakers[choice - 1](valid))
