"""Hand-computed answers of `virtu timeline`, each for one sentence of the specification.

Nothing here was produced by a program: the figures were worked out on paper from the text. The
examples serve the oracle and the product alike. Unless an example says otherwise, a session starts
on 2026-11-25 at 09:00 in Helsinki, which is 07:00 UTC, and bare clock times are UTC of that day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

MINUTE_MS = 60_000


@dataclass(frozen=True, kw_only=True)
class Example:
    """A plan, its events and an instant, with the parts of the answer that are known.

    expected: path -> part. A path is a key of the answer, or "planned/ID", "projected/ID" for the
    row of a block, or "catch_up/KIND" for one plan.
    """

    name: str
    plan: Json
    at: str
    expected: Json
    events: list[Json] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Documents that are bad input."""

    name: str
    plan: Json
    events: list[Json]
    at: str


def part_of(document: Json, path: str) -> object:
    """Return the part of an answer that a path names, None for a row that is not there."""
    key, _, name = path.partition("/")
    if not name:
        return document[key]
    rows = [row for row in document[key] if name in (row.get("id"), row.get("kind"))]
    return rows[0] if rows else None


def utc(clock: str) -> str:
    """Return the instant of a UTC clock time on 2026-11-25, as the answer writes it."""
    full = clock if clock.count(":") == 2 else f"{clock}:00"
    return f"2026-11-25T{full}Z" if "." in full else f"2026-11-25T{full}.000Z"


def block(name: str, minutes: float, **more: Any) -> Json:
    """Return a block document."""
    return {"id": name, "minutes": minutes, **more}


def plan(*blocks: Json, **more: Any) -> Json:
    """Return a plan document that starts on 2026-11-25 at 07:00 UTC unless told otherwise."""
    common = {"start": "2026-11-25T09:00:00+02:00", "zone": "Europe/Helsinki"}
    return common | {"blocks": list(blocks)} | more


def event(clock: str, kind: str, name: str | None = None, **more: Any) -> Json:
    """Return an event document; `to` may be a clock time."""
    document: Json = {"at": utc(clock), "type": kind}
    if name is not None:
        document["block"] = name
    if "to" in more:
        more["to"] = utc(more["to"])
    return document | more


def minutes(count: float) -> int:
    """Return minutes as milliseconds."""
    return round(count * MINUTE_MS)


def planned(name: str, start: str, end: str, gap_ms: int) -> Json:
    """Return a row of `planned`."""
    return {"id": name, "start": start, "end": end, "gap_ms": gap_ms}


def row(name: str, start: str, end: str, status: str, late_ms: int) -> Json:
    """Return a row of `projected` with clock times."""
    return {
        "id": name,
        "start": utc(start),
        "end": utc(end),
        "status": status,
        "late_ms": late_ms,
    }


def empty_row(name: str, status: str) -> Json:
    """Return a row of `projected` without times."""
    return {"id": name, "start": None, "end": None, "status": status, "late_ms": None}


def current(name: str, elapsed: float, allotted: float, remaining: float) -> Json:
    """Return `current` from minutes."""
    return {
        "id": name,
        "elapsed_ms": minutes(elapsed),
        "allotted_ms": minutes(allotted),
        "remaining_ms": minutes(remaining),
    }


def remedy(kind: str, feasible: bool, short: float, ends: str, **changes: float) -> Json:
    """Return a catch-up plan; short and changes in minutes, the changes negative."""
    return {
        "kind": kind,
        "feasible": feasible,
        "short_ms": minutes(short),
        "changes": [{"id": name, "ms": minutes(change)} for name, change in changes.items()],
        "ends": utc(ends),
    }


THREE = plan(block("a", 15), block("b", 20), block("c", 10))
FOUR_TENS = plan(block("a", 10), block("b", 10), block("c", 10), block("d", 10))
THREE_OPTIONAL = plan(
    block("a", 10),
    block("b", 10, optional=True, priority=3),
    block("c", 10, optional=True, priority=3),
    block("d", 10, optional=True, priority=1),
)

SCHEDULES = [
    Example(
        name="a gap is positive, an overlap negative, and a missed fixed start waits for the end",
        plan=plan(
            block("a", 15),
            block("b", 30, fixed_start="09:20"),
            block("c", 20, fixed_start="09:40"),
            block("d", 10),
        ),
        at=utc("06:30"),
        expected={
            "planned": [
                planned("a", utc("07:00"), utc("07:15"), 0),
                planned("b", utc("07:20"), utc("07:50"), 300_000),
                planned("c", utc("07:40"), utc("08:00"), -600_000),
                planned("d", utc("08:00"), utc("08:10"), 0),
            ],
            "state": "not_started",
            "current": None,
            "projected": [
                row("a", "07:00", "07:15", "pending", 0),
                row("b", "07:20", "07:50", "pending", 0),
                row("c", "07:50", "08:10", "pending", 600_000),
                row("d", "08:10", "08:20", "pending", 600_000),
            ],
            "projected_end": utc("08:20"),
            "behind_ms": 0,
            "finish_late_ms": 600_000,
            "catch_up": [
                remedy("trim", False, 10, "08:20"),
                remedy("later", False, 10, "08:20"),
            ],
        },
    ),
    Example(
        name="half a millisecond is rounded up: 1.5, 60004.5, 0.48 and 31.5 ms",
        plan=plan(
            block("a", 0.000025),
            block("b", 1.000075),
            block("c", 0.000008),
            block("d", 0.000525),
        ),
        at=utc("07:00"),
        expected={
            "planned": [
                planned("a", utc("07:00:00.000"), utc("07:00:00.002"), 0),
                planned("b", utc("07:00:00.002"), utc("07:01:00.007"), 0),
                planned("c", utc("07:01:00.007"), utc("07:01:00.007"), 0),
                planned("d", utc("07:01:00.007"), utc("07:01:00.039"), 0),
            ],
            "finish_late_ms": 0,
        },
    ),
    Example(
        name="a fixed start is the first instant at or after the session start, also next day",
        plan=plan(
            block("a", 20, fixed_start="23:30"),
            block("b", 10, fixed_start="00:15"),
            block("c", 5, fixed_start="23:00"),
            start="2026-11-25T23:30:00+02:00",
        ),
        at=utc("21:00"),
        expected={
            "planned": [
                planned("a", utc("21:30"), utc("21:50"), 0),
                planned("b", utc("22:15"), utc("22:25"), 1_500_000),
                planned("c", "2026-11-26T21:00:00.000Z", "2026-11-26T21:05:00.000Z", 81_300_000),
            ],
            "behind_ms": 0,
            "finish_late_ms": 0,
            "catch_up": [],
        },
    ),
    Example(
        name="a fixed first block has no gap",
        plan=plan(block("a", 5, fixed_start="09:10")),
        at=utc("07:00"),
        expected={
            "planned": [planned("a", utc("07:10"), utc("07:15"), 0)],
            "projected": [row("a", "07:10", "07:15", "pending", 0)],
            "behind_ms": 0,
        },
    ),
    Example(
        name="a local time that the spring change skips is the instant of the jump",
        plan=plan(
            block("a", 10),
            block("b", 5, fixed_start="03:30"),
            block("c", 5, fixed_start="04:10"),
            start="2027-03-28T02:30:00+02:00",
        ),
        at="2027-03-28T00:30:00Z",
        expected={
            "planned": [
                planned("a", "2027-03-28T00:30:00.000Z", "2027-03-28T00:40:00.000Z", 0),
                planned("b", "2027-03-28T01:00:00.000Z", "2027-03-28T01:05:00.000Z", 1_200_000),
                planned("c", "2027-03-28T01:10:00.000Z", "2027-03-28T01:15:00.000Z", 300_000),
            ],
        },
    ),
    Example(
        name="a skipped local time whose jump is before the session start is next day's",
        plan=plan(block("a", 5, fixed_start="03:30"), start="2027-03-28T04:05:00+03:00"),
        at="2027-03-28T01:05:00Z",
        expected={
            "planned": [planned("a", "2027-03-29T00:30:00.000Z", "2027-03-29T00:35:00.000Z", 0)],
        },
    ),
    Example(
        name="a local time that the autumn change shows twice is the first after the start",
        plan=plan(
            block("a", 2, fixed_start="03:50"),
            block("b", 5, fixed_start="03:30"),
            start="2027-10-31T03:45:00+03:00",
        ),
        at="2027-10-31T00:45:00Z",
        expected={
            "planned": [
                planned("a", "2027-10-31T00:50:00.000Z", "2027-10-31T00:52:00.000Z", 0),
                planned("b", "2027-10-31T01:30:00.000Z", "2027-10-31T01:35:00.000Z", 2_280_000),
            ],
        },
    ),
]

RUNS = [
    Example(
        name="a late start makes the session behind",
        plan=plan(block("a", 15), block("b", 20), end="2026-11-25T12:00:00+02:00"),
        events=[event("07:02", "start", "a")],
        at=utc("07:10"),
        expected={
            "state": "running",
            "current": current("a", 8, 15, 7),
            "projected": [
                row("a", "07:02", "07:17", "current", 120_000),
                row("b", "07:17", "07:37", "pending", 120_000),
            ],
            "projected_end": utc("07:37"),
            "behind_ms": 120_000,
            "finish_late_ms": -8_580_000,
            "catch_up": [],
        },
    ),
    Example(
        name="overtime keeps counting and holds up the rest",
        plan=THREE,
        events=[event("07:00", "start", "a")],
        at=utc("07:18"),
        expected={
            "current": current("a", 18, 15, -3),
            "projected/a": row("a", "07:00", "07:18", "current", 0),
            "projected/b": row("b", "07:18", "07:38", "pending", 180_000),
            "behind_ms": 180_000,
        },
    ),
    Example(
        name="a pause stops elapsed and moves the expected end",
        plan=THREE,
        events=[event("07:00", "start", "a"), event("07:05", "pause")],
        at=utc("07:08"),
        expected={
            "state": "paused",
            "current": current("a", 5, 15, 10),
            "projected/a": row("a", "07:00", "07:18", "current", 0),
            "behind_ms": 180_000,
        },
    ),
    Example(
        name="a start ends the pause, and a block that ran before continues",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:05", "pause"),
            event("07:09", "start", "b"),
            event("07:10", "start", "a"),
        ],
        at=utc("07:12"),
        expected={
            "state": "running",
            "current": current("a", 7, 15, 8),
            "projected": [
                row("a", "07:00", "07:20", "current", 0),
                row("b", "07:09", "07:10", "done", -360_000),
                row("c", "07:20", "07:30", "pending", -900_000),
            ],
            "behind_ms": 300_000,
            "finish_late_ms": -900_000,
        },
    ),
    Example(
        name="adjustments add up before the floor at 0",
        plan=FOUR_TENS,
        events=[
            event("07:00", "start", "a"),
            event("07:00", "adjust", "b", ms=-900_000),
            event("07:01", "adjust", "b", ms=180_000),
            event("07:01", "adjust", "b", ms=240_000),
            event("07:01", "adjust", "c", ms=-660_000),
        ],
        at=utc("07:02"),
        expected={
            "projected/b": row("b", "07:10", "07:12", "pending", 0),
            "projected/c": row("c", "07:12", "07:12", "pending", -480_000),
            "projected/d": row("d", "07:12", "07:22", "pending", -1_080_000),
        },
    ),
    Example(
        name="a block that was jumped over is passed",
        plan=FOUR_TENS,
        events=[event("07:00", "start", "a"), event("07:05", "start", "c")],
        at=utc("07:06"),
        expected={
            "projected": [
                row("a", "07:00", "07:05", "done", 0),
                empty_row("b", "passed"),
                row("c", "07:05", "07:15", "current", -900_000),
                row("d", "07:15", "07:25", "pending", -900_000),
            ],
        },
    ),
    Example(
        name="pending or passed depends only on where the current block stands now",
        plan=FOUR_TENS,
        events=[
            event("07:00", "start", "a"),
            event("07:05", "start", "c"),
            event("07:08", "start", "a"),
        ],
        at=utc("07:08"),
        expected={
            "projected": [
                row("a", "07:00", "07:13", "current", 0),
                row("b", "07:13", "07:23", "pending", 180_000),
                row("c", "07:05", "07:08", "done", -900_000),
                row("d", "07:23", "07:33", "pending", -420_000),
            ],
        },
    ),
    Example(
        name="after the end, what is left over is passed and the instant of the end counts",
        plan=THREE,
        events=[event("07:00", "start", "a"), event("07:20", "end")],
        at=utc("07:30"),
        expected={
            "state": "ended",
            "current": None,
            "projected": [
                row("a", "07:00", "07:20", "done", 0),
                empty_row("b", "passed"),
                empty_row("c", "passed"),
            ],
            "projected_end": utc("07:20"),
            "behind_ms": -1_500_000,
            "finish_late_ms": -1_500_000,
            "catch_up": [],
        },
    ),
    Example(
        name="after the end nothing is offered, also when it came late",
        plan=THREE,
        events=[event("07:00", "start", "c"), event("08:00", "end")],
        at=utc("08:00"),
        expected={
            "state": "ended",
            "projected_end": utc("08:00"),
            "behind_ms": 900_000,
            "finish_late_ms": 900_000,
            "catch_up": [],
        },
    ),
    Example(
        name="a restored block stays pending behind the current one and comes first",
        plan=plan(block("a", 15), block("b", 20), block("c", 10), block("d", 5)),
        events=[
            event("06:50", "skip", "b"),
            event("07:00", "start", "a"),
            event("07:01", "restore", "b"),
            event("07:05", "start", "c"),
        ],
        at=utc("07:06"),
        expected={
            "projected": [
                row("a", "07:00", "07:05", "done", 0),
                row("b", "07:15", "07:35", "pending", 0),
                row("c", "07:05", "07:15", "current", -1_800_000),
                row("d", "07:35", "07:40", "pending", -600_000),
            ],
            "projected_end": utc("07:40"),
            "behind_ms": -1_800_000,
        },
    ),
    Example(
        name="a done block that is restored needs only what is left of it",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:06", "start", "b"),
            event("07:07", "restore", "a"),
        ],
        at=utc("07:10"),
        expected={
            "projected": [
                row("a", "07:26", "07:35", "pending", 1_560_000),
                row("b", "07:06", "07:26", "current", -540_000),
                row("c", "07:35", "07:45", "pending", 0),
            ],
        },
    ),
    Example(
        name="a restored block is passed when the session ends, even if it ran",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:06", "start", "b"),
            event("07:07", "restore", "a"),
            event("07:11", "end"),
        ],
        at=utc("07:11"),
        expected={
            "projected": [
                empty_row("a", "passed"),
                row("b", "07:06", "07:11", "done", -540_000),
                empty_row("c", "passed"),
            ],
        },
    ),
    Example(
        name="a skipped block can be started, and a passed one too",
        plan=FOUR_TENS,
        events=[
            event("06:00", "skip", "b"),
            event("07:00", "start", "d"),
            event("07:01", "start", "b"),
            event("07:02", "start", "a"),
        ],
        at=utc("07:02"),
        expected={
            "projected": [
                row("a", "07:02", "07:12", "current", 120_000),
                row("b", "07:01", "07:02", "done", -540_000),
                row("c", "07:12", "07:22", "pending", -480_000),
                row("d", "07:00", "07:01", "done", -1_800_000),
            ],
        },
    ),
    Example(
        name="before the start the first pending block begins at its own planned start",
        plan=THREE,
        events=[event("06:00", "skip", "a")],
        at=utc("06:00"),
        expected={
            "state": "not_started",
            "projected": [
                empty_row("a", "skipped"),
                row("b", "07:15", "07:35", "pending", 0),
                row("c", "07:35", "07:45", "pending", 0),
            ],
            "behind_ms": 0,
        },
    ),
    Example(
        name="before the start the first pending block begins now if that is later",
        plan=THREE,
        events=[event("06:00", "skip", "a")],
        at=utc("07:20"),
        expected={
            "projected/b": row("b", "07:20", "07:40", "pending", 300_000),
            "behind_ms": 1_200_000,
            "finish_late_ms": 300_000,
        },
    ),
    Example(
        name="with nothing pending before the start the projected end is the session start",
        plan=plan(block("a", 15)),
        events=[event("05:00", "skip", "a")],
        at=utc("06:00"),
        expected={
            "projected_end": utc("07:00"),
            "behind_ms": 0,
            "finish_late_ms": -900_000,
            "catch_up": [],
        },
    ),
    Example(
        name="with nothing pending after the planned start the projected end is now",
        plan=plan(block("a", 15)),
        events=[event("05:00", "skip", "a")],
        at=utc("08:00"),
        expected={
            "projected_end": utc("08:00"),
            "behind_ms": 3_600_000,
            "finish_late_ms": 2_700_000,
            "catch_up": [
                remedy("trim", False, 45, "08:00"),
                remedy("later", False, 45, "08:00"),
            ],
        },
    ),
    Example(
        name="events later than the instant are not checked against the state",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:10", "resume"),
            event("07:10", "end"),
            event("07:11", "skip", "a"),
        ],
        at=utc("07:05"),
        expected={"state": "running", "current": current("a", 5, 15, 10)},
    ),
    Example(
        name="several events may share an instant and count in list order",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:05", "pause"),
            event("07:05", "resume"),
            event("07:05", "pause"),
            event("07:05", "start", "b"),
        ],
        at=utc("07:05"),
        expected={
            "state": "running",
            "current": current("b", 0, 20, 20),
            "projected/a": row("a", "07:00", "07:05", "done", 0),
        },
    ),
]

CORRECTIONS = [
    Example(
        name="a correction moves the begin of a block and the end of the one before",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:20", "start", "b"),
            event("07:22", "correct_start", "b", to="07:15"),
        ],
        at=utc("07:25"),
        expected={
            "current": current("b", 10, 20, 10),
            "projected/a": row("a", "07:00", "07:15", "done", 0),
            "projected/b": row("b", "07:15", "07:35", "current", 0),
            "behind_ms": 0,
        },
    ),
    Example(
        name="a correction may go back to the pause that the start ended",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:10", "pause"),
            event("07:20", "start", "b"),
            event("07:21", "correct_start", "b", to="07:10"),
            event("07:22", "start", "a"),
        ],
        at=utc("07:23"),
        expected={
            "current": current("a", 11, 15, 4),
            "projected/b": row("b", "07:10", "07:22", "done", -300_000),
        },
    ),
    Example(
        name="a correction forward makes the pause before longer",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:10", "pause"),
            event("07:20", "start", "b"),
            event("07:30", "correct_start", "b", to="07:25"),
            event("07:30", "start", "a"),
        ],
        at=utc("07:31"),
        expected={
            "current": current("a", 11, 15, 4),
            "projected/b": row("b", "07:25", "07:30", "done", 600_000),
        },
    ),
    Example(
        name="the first spell of all can be corrected to any earlier instant",
        plan=THREE,
        events=[
            event("07:05", "start", "a"),
            event("07:06", "correct_start", "a", to="06:50"),
        ],
        at=utc("07:06"),
        expected={
            "current": current("a", 16, 15, -1),
            "projected/a": row("a", "06:50", "07:06", "current", -600_000),
        },
    ),
    Example(
        name="a running block can be corrected up to the instant of the correction",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:06", "correct_start", "a", to="07:06"),
        ],
        at=utc("07:06"),
        expected={"current": current("a", 0, 15, 15)},
    ),
    Example(
        name="a done block can be corrected between its neighbours",
        plan=FOUR_TENS,
        events=[
            event("07:00", "start", "a"),
            event("07:10", "start", "b"),
            event("07:20", "start", "c"),
            event("07:21", "correct_start", "b", to="07:20"),
            event("07:22", "correct_start", "b", to="07:00"),
        ],
        at=utc("07:22"),
        expected={
            "projected/a": row("a", "07:00", "07:00", "done", 0),
            "projected/b": row("b", "07:00", "07:20", "done", -600_000),
        },
    ),
    Example(
        name="a correction moves the latest spell only",
        plan=THREE,
        events=[
            event("07:00", "start", "a"),
            event("07:10", "start", "b"),
            event("07:20", "start", "a"),
            event("07:21", "correct_start", "a", to="07:12"),
        ],
        at=utc("07:21"),
        expected={
            "current": current("a", 19, 15, -4),
            "projected/a": row("a", "07:00", "07:21", "current", 0),
            "projected/b": row("b", "07:10", "07:12", "done", -300_000),
        },
    ),
]

CATCHING_UP = [
    Example(
        name="minutes are shared by largest remainder: 3.89, 1.94 and 1.17 make 4, 2 and 1",
        plan=plan(
            block("a", 10),
            block("b", 20, min_minutes=10),
            block("c", 15, min_minutes=10),
            block("d", 13, min_minutes=10),
        ),
        events=[event("07:07", "start", "a")],
        at=utc("07:07"),
        expected={
            "projected_end": utc("08:05"),
            "catch_up": [
                remedy("trim", True, 0, "07:58", b=-4, c=-2, d=-1),
                remedy("later", False, 7, "08:05"),
            ],
        },
    ),
    Example(
        name="a tie goes to the earlier block",
        plan=plan(block("a", 10), block("b", 15, min_minutes=10), block("c", 15, min_minutes=10)),
        events=[event("07:03", "start", "a")],
        at=utc("07:03"),
        expected={"catch_up/trim": remedy("trim", True, 0, "07:40", b=-2, c=-1)},
    ),
    Example(
        name="minutes needed are rounded up",
        plan=plan(block("a", 10), block("b", 15, min_minutes=10), block("c", 15, min_minutes=10)),
        events=[event("07:02:00.001", "start", "a")],
        at=utc("07:02:00.001"),
        expected={"catch_up/trim": remedy("trim", True, 0, "07:39:00.001", b=-2, c=-1)},
    ),
    Example(
        name="spare time counts in whole minutes",
        plan=plan(block("a", 10), block("b", 10.5, min_minutes=8)),
        events=[event("07:03", "start", "a")],
        at=utc("07:03"),
        expected={"catch_up/trim": remedy("trim", False, 1, "07:21:30", b=-2)},
    ),
    Example(
        name="a gap before a fixed start swallows trims, so only later blocks help the end",
        plan=plan(
            block("a", 10),
            block("b", 10, min_minutes=5),
            block("c", 10, min_minutes=8, fixed_start="09:30"),
            end="2026-11-25T09:38:00+02:00",
        ),
        events=[event("07:00", "start", "a")],
        at=utc("07:00"),
        expected={"catch_up/trim": remedy("trim", True, 0, "07:38", c=-2)},
    ),
    Example(
        name="a fixed start that will be missed takes from the blocks before it only",
        plan=plan(
            block("a", 10),
            block("b", 10, min_minutes=5),
            block("c", 10, min_minutes=8, fixed_start="09:20"),
        ),
        events=[event("07:03", "start", "a")],
        at=utc("07:03"),
        expected={
            "finish_late_ms": 180_000,
            "catch_up/trim": remedy("trim", True, 0, "07:30", b=-3),
        },
    ),
    Example(
        name="an unreachable fixed start takes all, the end is served with what is left",
        plan=plan(
            block("a", 10),
            block("b", 10, min_minutes=8),
            block("c", 10, min_minutes=5, fixed_start="09:20"),
        ),
        events=[event("07:04", "start", "a")],
        at=utc("07:04"),
        expected={"catch_up/trim": remedy("trim", False, 0, "07:30", b=-2, c=-2)},
    ),
    Example(
        name="an unreachable deadline takes nothing from before an exact fixed start",
        plan=plan(
            block("a", 5),
            block("b", 10, min_minutes=5),
            block("c", 10, min_minutes=9, fixed_start="09:30"),
            block("d", 10, min_minutes=5, fixed_start="09:35"),
        ),
        events=[event("07:00", "start", "a")],
        at=utc("07:00"),
        expected={
            "projected_end": utc("07:50"),
            "finish_late_ms": 300_000,
            "catch_up/trim": remedy("trim", False, 0, "07:45", c=-1, d=-4),
        },
    ),
    Example(
        name="a first fixed start that is already past is missed and no trim can meet it",
        plan=plan(
            block("a", 15, min_minutes=5, fixed_start="09:00"), block("b", 15, min_minutes=5)
        ),
        at=utc("07:04"),
        expected={
            "behind_ms": 240_000,
            "catch_up": [
                remedy("trim", False, 0, "07:30", a=-2, b=-2),
                remedy("later", False, 4, "07:34"),
            ],
        },
    ),
    Example(
        name="only a fixed start is missed: short by 0 minutes but not feasible",
        plan=plan(
            block("a", 10, min_minutes=1),
            block("b", 10, fixed_start="09:10"),
            end="2026-11-25T12:00:00+02:00",
        ),
        events=[event("07:03", "start", "a")],
        at=utc("07:03"),
        expected={
            "catch_up": [
                remedy("trim", False, 0, "07:23"),
                remedy("later", False, 0, "07:23"),
            ],
        },
    ),
    Example(
        name="a restored block whose fixed start is past makes the session late",
        plan=plan(
            block("a", 10, fixed_start="09:00"),
            block("b", 10),
            end="2026-11-25T12:00:00+02:00",
        ),
        events=[
            event("07:00", "start", "a"),
            event("07:02", "start", "b"),
            event("07:02", "restore", "a"),
        ],
        at=utc("07:03"),
        expected={
            "projected/a": row("a", "07:12", "07:20", "pending", 720_000),
            "catch_up": [
                remedy("trim", False, 0, "07:20"),
                remedy("later", False, 0, "07:20"),
            ],
        },
    ),
    Example(
        name="spare time of a restored block is what is left of it",
        plan=plan(block("a", 20, min_minutes=5), block("b", 10), end="2026-11-25T09:20:00+02:00"),
        events=[
            event("07:00", "start", "a"),
            event("07:12", "start", "b"),
            event("07:12", "restore", "a"),
        ],
        at=utc("07:12"),
        expected={
            "projected_end": utc("07:30"),
            "catch_up/trim": remedy("trim", False, 2, "07:22", a=-8),
        },
    ),
    Example(
        name="an adjusted block has the spare time of its new length",
        plan=plan(block("a", 10), block("b", 10, min_minutes=10)),
        events=[event("07:00", "start", "a"), event("07:00", "adjust", "b", ms=300_000)],
        at=utc("07:00"),
        expected={"catch_up/trim": remedy("trim", True, 0, "07:20", b=-5)},
    ),
    Example(
        name="ending exactly at the target is not late",
        plan=FOUR_TENS,
        events=[event("07:00", "start", "a")],
        at=utc("07:10"),
        expected={"finish_late_ms": 0, "catch_up": []},
    ),
    Example(
        name="drop takes the largest priority number first, among equals the later one",
        plan=THREE_OPTIONAL,
        events=[event("07:08", "start", "a")],
        at=utc("07:08"),
        expected={
            "catch_up": [
                remedy("trim", False, 8, "07:48"),
                remedy("drop", True, 0, "07:38", c=-10),
                remedy("later", False, 8, "07:48"),
            ],
        },
    ),
    Example(
        name="drop takes a second block only if one is not enough",
        plan=THREE_OPTIONAL,
        events=[event("07:18", "start", "a")],
        at=utc("07:18"),
        expected={"catch_up/drop": remedy("drop", True, 0, "07:38", b=-10, c=-10)},
    ),
    Example(
        name="drop takes all optional blocks if even that is not enough",
        plan=THREE_OPTIONAL,
        events=[event("07:50", "start", "a")],
        at=utc("07:50"),
        expected={"catch_up/drop": remedy("drop", False, 20, "08:00", b=-10, c=-10, d=-10)},
    ),
    Example(
        name="drop trims the rest if needed",
        plan=plan(block("a", 10), block("b", 10, optional=True), block("c", 20, min_minutes=15)),
        events=[event("07:12", "start", "a")],
        at=utc("07:12"),
        expected={
            "catch_up": [
                remedy("trim", False, 7, "07:47", c=-5),
                remedy("drop", True, 0, "07:40", b=-10, c=-2),
                remedy("later", False, 12, "07:52"),
            ],
        },
    ),
    Example(
        name="drop removes at least one block, also when trimming alone is enough",
        plan=plan(block("a", 10), block("b", 10, optional=True), block("c", 20, min_minutes=15)),
        events=[event("07:02", "start", "a")],
        at=utc("07:02"),
        expected={
            "catch_up/trim": remedy("trim", True, 0, "07:40", c=-2),
            "catch_up/drop": remedy("drop", True, 0, "07:32", b=-10),
        },
    ),
    Example(
        name="drop is not offered for an optional block that is not pending",
        plan=plan(block("a", 10, optional=True), block("b", 10)),
        events=[event("07:05", "start", "a")],
        at=utc("07:05"),
        expected={"catch_up/drop": None, "catch_up/later": remedy("later", False, 5, "07:25")},
    ),
    Example(
        name="before the start the block after a removed one keeps its own planned start",
        plan=plan(block("a", 10, optional=True), block("b", 10), end="2026-11-25T09:15:00+02:00"),
        at=utc("06:50"),
        expected={
            "catch_up": [
                remedy("trim", False, 5, "07:20"),
                remedy("drop", False, 5, "07:20", a=-10),
                remedy("later", False, 5, "07:20"),
            ],
        },
    ),
]

EXAMPLES = [*SCHEDULES, *RUNS, *CORRECTIONS, *CATCHING_UP]


def refusal(name: str, *events: Json) -> Refusal:
    """Return events that are bad input for the plan of four blocks of ten minutes."""
    return Refusal(name=name, plan=FOUR_TENS, events=list(events), at=utc("12:00"))


PAUSED_BEFORE_B = [
    event("07:00", "start", "a"),
    event("07:10", "pause"),
    event("07:20", "start", "b"),
]

REFUSALS = [
    refusal("an unknown block", event("07:00", "start", "x")),
    refusal("an unknown type", event("07:00", "begin", "a")),
    refusal("an event out of order", event("07:01", "start", "a"), event("07:00", "pause")),
    refusal("a pause before the start", event("07:00", "pause")),
    refusal(
        "a pause while paused",
        event("07:00", "start", "a"),
        event("07:01", "pause"),
        event("07:02", "pause"),
    ),
    refusal("a resume while running", event("07:00", "start", "a"), event("07:01", "resume")),
    refusal(
        "a start of the current block",
        event("07:00", "start", "a"),
        event("07:01", "start", "a"),
    ),
    refusal(
        "a skip of the current block", event("07:00", "start", "a"), event("07:01", "skip", "a")
    ),
    refusal("a skip of a skipped block", event("07:00", "skip", "a"), event("07:01", "skip", "a")),
    refusal("a skip of a passed block", event("07:00", "start", "b"), event("07:01", "skip", "a")),
    refusal("a restore of a pending block", event("07:00", "restore", "a")),
    refusal(
        "a restore of a passed block", event("07:00", "start", "b"), event("07:01", "restore", "a")
    ),
    refusal(
        "a restore of the current block",
        event("07:00", "start", "a"),
        event("07:01", "restore", "a"),
    ),
    refusal(
        "an adjustment of a done block",
        event("07:00", "start", "a"),
        event("07:01", "start", "b"),
        event("07:02", "adjust", "a", ms=1),
    ),
    refusal(
        "an adjustment of a passed block",
        event("07:01", "start", "b"),
        event("07:02", "adjust", "a", ms=1),
    ),
    refusal(
        "an adjustment of a skipped block",
        event("07:01", "skip", "b"),
        event("07:02", "adjust", "b", ms=1),
    ),
    refusal("an end before the start", event("07:00", "end")),
    refusal(
        "an event after the end",
        event("07:00", "start", "a"),
        event("07:01", "end"),
        event("07:01", "start", "b"),
    ),
    refusal(
        "a second end", event("07:00", "start", "a"), event("07:01", "end"), event("07:01", "end")
    ),
    refusal("a correction before the block ran", event("07:00", "correct_start", "a", to="07:00")),
    refusal(
        "a correction across the pause before",
        *PAUSED_BEFORE_B,
        event("07:21", "correct_start", "b", to="07:09:59.999"),
    ),
    refusal(
        "a correction after its own instant",
        *PAUSED_BEFORE_B,
        event("07:21", "correct_start", "b", to="07:21:00.001"),
    ),
    refusal(
        "a correction across the block's own pause",
        event("07:00", "start", "a"),
        event("07:10", "pause"),
        event("07:20", "correct_start", "a", to="07:10:00.001"),
    ),
    refusal(
        "a correction beyond the end of a done block",
        event("07:00", "start", "a"),
        event("07:10", "start", "b"),
        event("07:20", "correct_start", "a", to="07:10:00.001"),
    ),
    refusal(
        "a correction to before the block before began",
        event("07:00", "start", "a"),
        event("07:10", "start", "b"),
        event("07:20", "correct_start", "b", to="06:59:59.999"),
    ),
    refusal(
        "a correction across the resume of the block before",
        event("07:00", "start", "a"),
        event("07:05", "pause"),
        event("07:08", "resume"),
        event("07:10", "start", "b"),
        event("07:20", "correct_start", "b", to="07:07:59.999"),
    ),
    Refusal(
        name="an event without a form, even later than the instant",
        plan=FOUR_TENS,
        events=[event("07:00", "adjust", "a")],
        at=utc("06:00"),
    ),
    Refusal(
        name="events out of order, even later than the instant",
        plan=FOUR_TENS,
        events=[event("07:01", "start", "a"), event("07:00", "pause")],
        at=utc("06:00"),
    ),
    Refusal(
        name="a minimum above the minutes",
        plan=plan(block("a", 10, min_minutes=10.001)),
        events=[],
        at=utc("07:00"),
    ),
    Refusal(
        name="two blocks of one id",
        plan=plan(block("a", 10), block("a", 5)),
        events=[],
        at=utc("07:00"),
    ),
    Refusal(name="no block", plan=plan(), events=[], at=utc("07:00")),
    Refusal(
        name="an instant without an offset",
        plan=FOUR_TENS,
        events=[],
        at="2026-11-25T07:00:00.000",
    ),
]
