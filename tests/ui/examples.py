"""A half-day on 25 November 2026 in Helsinki, as it stands at any time of day, for window tests."""

from __future__ import annotations

from datetime import time as time_of_day

from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.time import Duration, Instant, minutes, parse_instant
from virtu_desktop.domain.timeline import Projection, fold, project

LONG_TITLE = "Pienryhmätyöskentely: rakenna oma etäsessiosi"


def at(clock: str) -> Instant:
    """Return the instant at which clocks in Helsinki show ``clock`` (HH:MM:SS) that day."""
    return parse_instant(f"2026-11-25T{clock}+02:00")


def block(
    name: str, title: str, length: float, kind: BlockKind, *, fixed: str | None = None
) -> Block:
    """Return a block of ``length`` minutes that can shrink by half."""
    return Block(
        id=BlockId(name),
        title=title,
        length=minutes(length),
        minimum=Duration(minutes(length) // 2),
        kind=kind,
        fixed_start=None if fixed is None else time_of_day.fromisoformat(fixed),
        room="Move to tables 1 to 4." if kind is BlockKind.BREAKOUT else "",
        remote="Join your channel." if kind is BlockKind.BREAKOUT else "",
        trainer_note="Ask the quiet table first.",
        owner="Ari",
    )


def half_day(*, gallery_fixed: str | None = None) -> Plan:
    """Return six blocks from 9:00 to 11:00; the gallery walk can have a fixed start."""
    return Plan(
        start=at("09:00:00"),
        zone="Europe/Helsinki",
        blocks=(
            block("welcome", "Welcome", 15, BlockKind.OPENING),
            block("tips", "Tips", 20, BlockKind.PLENARY),
            block("build", "Build your own session", 30, BlockKind.BREAKOUT),
            block("coffee", "Coffee", 15, BlockKind.BREAK),
            block("gallery", "Gallery walk", 30, BlockKind.PLENARY, fixed=gallery_fixed),
            block("pulse", "Pulse", 10, BlockKind.POLL),
        ),
    )


def started(name: str, clock: str) -> Event:
    """Return the event that ``name`` started at ``clock``."""
    return Event(at=at(clock), type=EventType.START, block=BlockId(name))


RUN = (
    started("welcome", "09:00:00"),
    started("tips", "09:17:00"),
    started("build", "09:39:00"),
)
"""Build runs since 9:39, four minutes late."""


def standing(plan: Plan, clock: str, events: tuple[Event, ...] = RUN) -> Projection:
    """Return the projection of ``plan`` at ``clock``, after those events that came before."""
    now = at(clock)
    return project(plan, fold(plan, [event for event in events if event.at <= now]), now)
