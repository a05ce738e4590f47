"""What the planner says: how the plan fits, gaps, steps of editing, and what cannot be; no Qt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time as time_of_day

from ui.models.row_steps import moved_count
from virtu_desktop.domain.block_line import BlockLine
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.memory import EarlierRun, median_minutes
from virtu_desktop.domain.plan import Block, Plan, PlannedBlock
from virtu_desktop.domain.programme import Delivery
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.plan_editor import PlanHistory, PlanStep
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import (
    block_title,
    clock_text,
    kind_word,
    minutes_text,
    near_clock_text,
    refusal_words,
    whole_minutes,
)

_MOST_EARLIER = 4
_FEW = Duration(2 * MINUTE)


def fit_words(tr: Translator, plan: Plan) -> str:
    """Return ``Fits: 3 h of 3 h``, ``3 h 05 min of 3 h: 5 min over`` or ``10 min overlap``."""
    over = overrun(plan)
    overlap = overlapping(plan)
    if overlap and over <= 0:
        return tr("Does not fit: {time} overlap", time=_at_least(tr, overlap))
    needed = minutes_text(tr, plan.planned_length)
    given = minutes_text(tr, Duration(plan.target_end - plan.start))
    if over > 0:
        return tr(
            "{needed} of {given}: {over} over", needed=needed, given=given, over=_at_least(tr, over)
        )
    if over <= -MINUTE:
        free = minutes_text(tr, over)
        return tr("Fits: {needed} of {given}, {free} free", needed=needed, given=given, free=free)
    return tr("Fits: {needed} of {given}", needed=needed, given=given)


def overrun(plan: Plan) -> Duration:
    """Return by how much the planned end lies after the target end; negative is time to spare."""
    return Duration(plan.schedule[-1].end - plan.target_end)


def overlapping(plan: Plan) -> Duration:
    """Return how long blocks overlap in all, 0 or more."""
    return Duration(sum(-planned.gap for planned in plan.schedule if planned.gap < 0))


def gap_words(tr: Translator, gap: Duration) -> str:
    """Return what lies between a block and the one before it, or nothing."""
    if gap > 0:
        return tr("{time} free before", time=_at_least(tr, gap))
    if gap < 0:
        return tr("overlaps by {time}", time=_at_least(tr, Duration(-gap)))
    return ""


def minutes_typed(length: Duration) -> str:
    """Return a length as the minutes that one types: ``30``, ``7.5``.

    >>> minutes_typed(Duration(450_000)), minutes_typed(Duration(1_800_000))
    ('7.5', '30')
    """
    return f"{length / MINUTE:.3f}".rstrip("0").rstrip(".")


def length_typed(tr: Translator, length: Duration) -> str:
    """Return a length as a field shows it, exact also where it is no whole minute."""
    if length % MINUTE == 0 and length:
        return minutes_text(tr, length)
    return tr("{minutes} min", minutes=minutes_typed(length))


def first_line(text: str) -> str:
    """Return the first line of a text that says something."""
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def ends_words(tr: Translator, plan: Plan) -> str:
    """Return when a plan would end: ``Ends 12:05, 5 min over``; for what is being dragged."""
    ends = near_clock_text(tr, plan.schedule[-1].end, plan.zone)
    over = overrun(plan)
    if over > 0:
        return tr("Ends {clock}, {over} over", clock=ends, over=_at_least(tr, over))
    overlap = overlapping(plan)
    if overlap:
        return tr("Ends {clock}, {time} overlap", clock=ends, time=_at_least(tr, overlap))
    return tr("Ends {clock}", clock=ends)


def earlier_words(tr: Translator, runs: Sequence[EarlierRun]) -> str:
    """Return what earlier runs of a block took, ``planned 25; took 31, 34``, oldest first.

    runs: newest first. Nothing without runs; of many the newest are told.
    """
    if not runs:
        return ""
    took = ", ".join(str(whole_minutes(run.took)) for run in reversed(runs[:_MOST_EARLIER]))
    return tr("planned {minutes}; took {took}", minutes=whole_minutes(runs[0].planned), took=took)


def took_other(block: Block, runs: Sequence[EarlierRun]) -> bool:
    """Say whether a block usually took at least 2 min and a tenth more or less than is planned."""
    median = median_minutes(runs)
    if median is None:
        return False
    apart = abs(median - block.length)
    return apart >= max(_FEW, block.length // 10)


def understood_words(tr: Translator, line: BlockLine, length: Duration) -> str:
    """Return what was understood of a typed line: ``10:30 · 20 min · Plenary · Mia``.

    length: of the block that it would make.
    """
    parts = [
        "" if line.fixed_start is None else clock_typed(tr, line.fixed_start),
        minutes_text(tr, length),
        "" if line.kind is None else kind_word(tr, line.kind),
        line.owner,
    ]
    return " · ".join(part for part in parts if part)


def clock_typed(tr: Translator, clock: time_of_day) -> str:
    """Return a time of day as one types it: ``9:30``, in Finnish and Swedish ``9.30``."""
    mark = ":" if tr.language == "en" else "."
    return f"{clock.hour}{mark}{clock.minute:02d}"


def delivery_word(tr: Translator, delivery: Delivery) -> str:
    """Return where the participants of a session are, in one word."""
    return tr(_DELIVERIES[delivery])


def spoken_words(
    tr: Translator, plan: Plan, block: Block, planned: PlannedBlock, earlier: str = ""
) -> str:
    """Return the whole of a row for a screen reader."""
    parts = [
        clock_text(tr, planned.start, plan.zone),
        minutes_text(tr, block.length),
        kind_word(tr, block.kind),
        block_title(tr, plan, block.id),
        gap_words(tr, planned.gap),
        block.owner,
        tr("fixed") if block.fixed_start is not None else "",
        tr("optional") if block.optional else "",
        earlier,
    ]
    return ", ".join(part for part in parts if part)


def undo_words(tr: Translator, history: PlanHistory) -> str:
    """Return the name of the step that undo would take back, or nothing."""
    if not history.done:
        return ""
    latest = history.done[-1]
    return _step_words(tr, latest.step, latest.before.plan, latest.after.plan)


def redo_words(tr: Translator, history: PlanHistory) -> str:
    """Return the name of the step that redo would do again, or nothing."""
    if not history.undone:
        return ""
    latest = history.undone[-1]
    return _step_words(tr, latest.step, latest.before.plan, latest.after.plan)


def beside_words(tr: Translator, step: PlanStep) -> str:
    """Return the name of what was done beside planning."""
    return tr(_STEPS[step])


def _step_words(tr: Translator, step: PlanStep, before: Plan, after: Plan) -> str:
    """Return the name of a step; where blocks came, went or moved, with their number."""
    count = _count(step, before, after)
    match step:
        case PlanStep.ADD:
            return tr.plural("added {count} block", "added {count} blocks", count)
        case PlanStep.REMOVE:
            return tr.plural("removed {count} block", "removed {count} blocks", count)
        case PlanStep.MOVE:
            return tr.plural("moved {count} block", "moved {count} blocks", count)
        case PlanStep.DUPLICATE:
            return tr.plural("duplicated {count} block", "duplicated {count} blocks", count)
        case PlanStep.MERGE:
            return tr.plural("merged {count} block", "merged {count} blocks", count)
        case PlanStep.PASTE:
            return tr.plural("pasted {count} block", "pasted {count} blocks", count)
        case _:
            return tr(_STEPS[step])


def _count(step: PlanStep, before: Plan, after: Plan) -> int:
    """Return how many blocks a step concerned."""
    if step is PlanStep.MOVE:
        return moved_count(
            [block.id for block in before.blocks], [block.id for block in after.blocks]
        )
    if step is PlanStep.MERGE:
        return len(before.blocks) - len(after.blocks) + 1
    return abs(len(after.blocks) - len(before.blocks))


def misfit_words(tr: Translator, error: Exception) -> str:
    """Return why the plan cannot be changed like that."""
    if isinstance(error, BadEvent):
        reason = refusal_words(tr, error.refusal)
        return tr("This does not fit what has happened already. {reason}", reason=reason)
    return tr("The plan cannot be like that; nothing was changed.")


def _at_least(tr: Translator, length: Duration) -> str:
    """Return a length that is never shown as nothing."""
    return minutes_text(tr, max(length, MINUTE))


_DELIVERIES: Mapping[Delivery, str] = {
    Delivery.ROOM: N_("In the room"),
    Delivery.HYBRID: N_("Hybrid"),
    Delivery.REMOTE: N_("Remote"),
}
_STEPS: Mapping[PlanStep, str] = {
    PlanStep.TITLE: N_("title"),
    PlanStep.LENGTH: N_("length"),
    PlanStep.MINIMUM: N_("shortest length"),
    PlanStep.FIXED_START: N_("start of a block"),
    PlanStep.TEXT: N_("text"),
    PlanStep.BLOCK: N_("block"),
    PlanStep.SESSION_TIME: N_("times of the session"),
    PlanStep.SESSION_TITLE: N_("title of the session"),
    PlanStep.SPLIT: N_("split a block"),
    PlanStep.METHOD: N_("added a method"),
    PlanStep.IMPORT: N_("imported an agenda"),
    PlanStep.CARRIED: N_("carried changes over"),
    PlanStep.LENGTHS: N_("lengths"),
    PlanStep.OWNER: N_("owner"),
    PlanStep.DELIVERY: N_("delivery form"),
    PlanStep.PHONES: N_("phones"),
    PlanStep.PEOPLE_RULES: N_("who with whom"),
    PlanStep.TEMPLATE: N_("saved as a template"),
    PlanStep.SILENCED: N_("changed what the check leaves alone"),
    PlanStep.READY: N_("ticked what is ready"),
}
