"""What the side of the planner says: methods, findings, readiness, differences; no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time as time_of_day

from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.plan_check import Finding, Rule
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.readiness import ReadinessItem, Role, Standing
from virtu_desktop.domain.template_differences import Difference, DifferenceKind
from virtu_desktop.domain.templates import PlanTemplate, by_origin, starting_at
from virtu_desktop.domain.time import Duration
from virtu_desktop.exchange.methods import Method, MethodStep
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import clock_text, kind_word, minutes_text

# From here on a method takes as many people as come.
_ANY_SIZE = 60


def method_facts(tr: Translator, method: Method) -> str:
    """Return ``12 min · any size · hybrid ready``."""
    parts = [minutes_text(tr, method.typical), _size_words(tr, method)]
    if method.hybrid_ready:
        parts.append(tr("hybrid ready"))
    return " · ".join(parts)


def _size_words(tr: Translator, method: Method) -> str:
    least, most = method.group_min, method.group_max
    if most >= _ANY_SIZE:
        return tr("any size") if least <= 4 else tr("{count}+ people", count=least)
    if least <= 2:
        return tr("up to {count} people", count=most)
    return tr("{least}–{most} people", least=least, most=most)


def step_line(tr: Translator, step: MethodStep) -> str:
    """Return a step of a method with its minutes before it."""
    return f"{minutes_text(tr, step.length)}  {step.text}"


def finding_words(tr: Translator, finding: Finding) -> str:
    """Return what the plan check says about a block, or about the whole session."""
    return tr(_RULES[finding.rule], time=minutes_text(tr, finding.length))


def block_words(tr: Translator, session: Session, finding: Finding) -> str:
    """Return when and which block a finding is about; an empty text for the whole session."""
    if finding.block is None or finding.block not in session.plan.positions:
        return ""
    plan = session.plan
    place = plan.positions[finding.block]
    start = clock_text(tr, plan.schedule[place].start, plan.zone)
    return f"{start} {_title(tr, plan.blocks[place])}"


def role_words(tr: Translator, role: Role) -> str:
    """Return who gets things ready."""
    return tr(_ROLES[role])


def ready_words(tr: Translator, item: ReadinessItem) -> str:
    """Return what has to be ready."""
    return item.material if item.standing is None else tr(_STANDING[item.standing])


def needed_words(tr: Translator, item: ReadinessItem, plan: Plan) -> str:
    """Return for which block a material is needed, or nothing."""
    if item.block is None or item.block not in plan.positions:
        return ""
    place = plan.positions[item.block]
    start = clock_text(tr, plan.schedule[place].start, plan.zone)
    return f"{start} {_title(tr, plan.blocks[place])}"


def difference_words(tr: Translator, template: PlanTemplate, difference: Difference) -> str:
    """Return what is different about a block: ``15 min → 20 min``, ``added``, ..."""
    if difference.kind is not DifferenceKind.CHANGED:
        words = tr(_KINDS[difference.kind])
        if difference.kind is DifferenceKind.ADDED and difference.block is not None:
            words = f"{words} · {minutes_text(tr, difference.block.length)}"
        return words
    start = difference.start
    known = by_origin(starting_at(template.blocks, template.start, start))
    before, after = known.get(difference.origin), difference.block
    if before is None or after is None:
        return ""
    return "\n".join(_field_words(tr, name, before, after) for name in difference.fields)


def difference_line(tr: Translator, template: PlanTemplate, difference: Difference) -> str:
    """Return a difference in one line: ``Coffee: 15 min → 20 min``."""
    words = " · ".join(difference_words(tr, template, difference).splitlines())
    return f"{difference.title}: {words}"


def _field_words(tr: Translator, name: str, before: Block, after: Block) -> str:
    """Return how a field was changed; of long texts only that they were."""
    old, new = getattr(before, name), getattr(after, name)
    match name:
        case "length":
            return f"{minutes_text(tr, old)} → {minutes_text(tr, new)}"
        case "minimum":
            change = f"{minutes_text(tr, old)} → {minutes_text(tr, new)}"
            return tr("Can shrink to: {change}", change=change)
        case "title":
            return tr("Title was “{title}”", title=old)
        case "kind":
            return f"{kind_word(tr, old)} → {kind_word(tr, new)}"
        case "fixed_start":
            return _start_words(tr, old, new)
        case "optional":
            return tr("May be left out") if new else tr("May not be left out")
        case "auto_advance":
            return tr("The next starts by itself") if new else tr("The next waits for the trainer")
        case _:
            return tr("{field}: changed", field=tr(_FIELDS[name]))


def _start_words(tr: Translator, old: time_of_day | None, new: time_of_day | None) -> str:
    if new is None:
        return tr("Follows the block before")
    clock = clock_words(tr, new)
    if old is None:
        return tr("Fixed start {clock}", clock=clock)
    return tr("Fixed start: {change}", change=f"{clock_words(tr, old)} → {clock}")


def clock_words(tr: Translator, clock: time_of_day) -> str:
    """Return a time of day as people write it: ``9:00``, in Finnish and Swedish ``9.00``."""
    mark = ":" if tr.language == "en" else "."
    return f"{clock.hour}{mark}{clock.minute:02d}"


def count_minutes(tr: Translator, blocks: tuple[Block, ...]) -> str:
    """Return how long blocks are together."""
    return minutes_text(tr, Duration(sum(block.length for block in blocks)))


def _title(tr: Translator, block: Block) -> str:
    return block.title.strip() or kind_word(tr, block.kind)


_RULES: Mapping[Rule, str] = {
    Rule.NO_REMOTE_INSTRUCTION: N_("Nothing is written for the remote people."),
    Rule.LONG_TALK: N_("{time} of one-way talk; 20 min is enough."),
    Rule.NO_BREAK: N_("{time} without a break; 90 min is enough."),
    Rule.SHORT_TRIOS: N_("Trios need more time here: at least {time}."),
    Rule.NEEDS_PHONES: N_("Hands and chat cannot answer this poll, and no phones are planned."),
    Rule.POLL_UNFINISHED: N_("A poll of this block cannot be asked yet: something is missing."),
    Rule.NO_REMOTE_TURN: N_("{time} without a turn for the remote people; 20 min is enough."),
    Rule.NO_OWNER: N_("Nobody leads this block."),
    Rule.ENDS_LATE: N_("The plan ends {time} after the target end."),
}
_ROLES: Mapping[Role, str] = {
    Role.TRAINER: N_("Trainer"),
    Role.PRODUCER: N_("Producer"),
    Role.SITE_HOST: N_("Site host"),
}
_STANDING: Mapping[Standing, str] = {
    Standing.RUN_SHEET: N_("Run sheet printed or at hand"),
    Standing.SLIDES: N_("Slides open"),
    Standing.PROJECTOR: N_("Projector works"),
    Standing.TEST_PICTURE: N_("Test picture seen from the last row"),
    Standing.ROOM_MICROPHONE: N_("Room microphone is heard by the remote people"),
    Standing.ROOM_CAMERA: N_("Room camera shows the room"),
    Standing.MEETING_LINK: N_("Meeting link sent and tried"),
    Standing.SOUND_CHECK: N_("Sound tried in both directions"),
    Standing.POWER: N_("Power for every computer"),
    Standing.SITE_SCREEN: N_("Screen for the remote people"),
    Standing.SITE_MICROPHONE: N_("Microphones at the tables charged"),
    Standing.HAND_OUTS: N_("Hand-outs on the tables"),
}
_KINDS: Mapping[DifferenceKind, str] = {
    DifferenceKind.ADDED: N_("Added here"),
    DifferenceKind.REMOVED: N_("Left out here"),
    DifferenceKind.MOVED: N_("Stands in another place"),
    DifferenceKind.CHANGED: N_("Changed"),
}
_FIELDS: Mapping[str, str] = {
    "priority": N_("Priority"),
    "room": N_("In the room"),
    "remote": N_("Remote"),
    "trainer_note": N_("Only for trainers"),
    "materials": N_("Materials"),
    "polls": N_("Polls"),
    "breakout": N_("Groups"),
}
