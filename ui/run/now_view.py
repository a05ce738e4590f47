"""What the cockpit's main card says, worked out from plan and projection; no widgets."""

from __future__ import annotations

from dataclasses import dataclass

from ui.widgets.ring import RingState, ring_state
from virtu_desktop.domain.cues import CueSettings
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.time import HOUR, Duration
from virtu_desktop.domain.timeline import Phase, Projection, Status
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title, clock_text, countdown, near_clock_text


@dataclass(frozen=True, slots=True, kw_only=True)
class NowView:
    """The texts of the main card.

    block: whose kind and instructions are shown: the running one, or the first before the start;
    None after the end. next_label: what the main button will do.
    """

    ring: RingState
    block: Block | None
    place: str
    title: str
    next_label: str


def now_view(tr: Translator, plan: Plan, projection: Projection, cues: CueSettings) -> NowView:
    """Return what to show at ``projection.now``."""
    following = next(
        (plan.block(row.id) for row in projection.rows if row.status is Status.PENDING), None
    )
    if projection.phase is Phase.NOT_STARTED:
        return _before(tr, plan, projection, following)
    if projection.current is None:
        return _after(tr, plan, projection)
    block = plan.block(projection.current.id)
    place = plan.positions[block.id] + 1
    label = tr("End session")
    if following is not None:
        label = tr("Next: {title}", title=block_title(tr, plan, following.id))
    return NowView(
        ring=ring_state(plan, projection, tr, cues),
        block=block,
        place=tr("Block {place} of {count}", place=place, count=len(plan.blocks)),
        title=block_title(tr, plan, block.id),
        next_label=label,
    )


def _before(tr: Translator, plan: Plan, projection: Projection, following: Block | None) -> NowView:
    until = Duration(plan.start - projection.now)
    clock = clock_text(tr, plan.start, plan.zone)
    caption = tr("until {clock}", clock=clock) if until > 0 else tr("past {clock}", clock=clock)
    first = following or plan.blocks[0]
    is_near = -_PAST_WITHIN < until < _SHOWN_WITHIN
    time = countdown(until) if is_near else clock
    return NowView(
        ring=RingState(
            time=time,
            caption=caption if is_near else tr("planned start"),
            kind=first.kind,
            spoken=f"{time} {caption}",
        ),
        block=first,
        place=tr.plural("{count} block", "{count} blocks", len(plan.blocks)),
        title=block_title(tr, plan, first.id),
        next_label=tr("Start session"),
    )


def _after(tr: Translator, plan: Plan, projection: Projection) -> NowView:
    clock = near_clock_text(tr, projection.projected_end, plan.zone)
    ended = tr("ended")
    return NowView(
        ring=RingState(time=clock, caption=ended, spoken=f"{ended} {clock}"),
        block=None,
        place=tr("Session ended"),
        title=tr("The record is complete"),
        next_label=tr("Open the review"),
    )


# Further away than this from its start, or this long after it, a session shows the time of day
# instead of a countdown.
_SHOWN_WITHIN = Duration(10 * HOUR)
_PAST_WITHIN = HOUR
