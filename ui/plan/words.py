"""What the planner says: how the plan fits, gaps, steps of editing, and what cannot be; no Qt."""

from __future__ import annotations

from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.plan import Block, Plan, PlannedBlock
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import clock_text, kind_word, minutes_text, refusal_words


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
    return Duration(sum(max(0, -planned.gap) for planned in plan.schedule))


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


def spoken_words(tr: Translator, plan: Plan, block: Block, planned: PlannedBlock) -> str:
    """Return the whole of a row for a screen reader."""
    parts = [
        clock_text(tr, planned.start, plan.zone),
        minutes_text(tr, block.length),
        kind_word(tr, block.kind),
        block.title,
        gap_words(tr, planned.gap),
        block.owner,
    ]
    return ", ".join(part for part in parts if part)


def step_words(tr: Translator, step: PlanStep) -> str:
    """Return the name of a step of plan editing."""
    return tr(_STEPS[step])


def misfit_words(tr: Translator, error: Exception) -> str:
    """Return why the plan cannot be changed like that."""
    if isinstance(error, BadEvent):
        reason = refusal_words(tr, error.refusal)
        return tr("This does not fit what has happened already. {reason}", reason=reason)
    return tr("The plan cannot be like that; nothing was changed.")


def _at_least(tr: Translator, length: Duration) -> str:
    """Return a length that is never shown as nothing."""
    return minutes_text(tr, max(length, MINUTE))


_STEPS = {
    PlanStep.TITLE: N_("title"),
    PlanStep.LENGTH: N_("length"),
    PlanStep.MINIMUM: N_("shortest length"),
    PlanStep.FIXED_START: N_("start of a block"),
    PlanStep.TEXT: N_("text"),
    PlanStep.BLOCK: N_("block"),
    PlanStep.SESSION_TIME: N_("times of the session"),
    PlanStep.SESSION_TITLE: N_("title of the session"),
}
