"""The short words of the product: times, lengths, where a session stands, and why.

Window, command line and exports say the same thing in the same words. Every function takes the
translator of the language to speak. Whole minutes are rounded half up everywhere, so that planned
end plus the minutes behind is the shown end, and parts are rounded so that they add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from virtu_desktop.domain.catch_up import CatchUpKind, CatchUpPlan, Change
from virtu_desktop.domain.events import Refusal
from virtu_desktop.domain.explain import Reason, ReasonKind
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.plan import BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import SessionState
from virtu_desktop.domain.time import MINUTE, SECOND, Duration, Instant, local, zone_named
from virtu_desktop.domain.timeline import Phase, Projection, Status
from virtu_desktop.engine.store import SaveProblem, SaveState, SaveStatus
from virtu_desktop.i18n import N_, Translator


def clock_text(tr: Translator, instant: Instant, zone_name: str) -> str:
    """Return what a clock in the zone shows: ``9:00``, in Finnish and Swedish ``9.00``."""
    moment = local(instant, zone_named(zone_name))
    return f"{moment.hour}{_clock_mark(tr)}{moment.minute:02d}"


def near_clock_text(tr: Translator, instant: Instant, zone_name: str) -> str:
    """Return the clock time of the nearest whole minute; for what is to come."""
    return clock_text(tr, Instant(whole_minutes(Duration(instant)) * MINUTE), zone_name)


def date_text(tr: Translator, instant: Instant, zone_name: str) -> str:
    """Return the day in the zone: ``25 Nov 2026``, in Finnish and Swedish ``25.11.2026``."""
    return day_text(tr, local(instant, zone_named(zone_name)).date())


def day_text(tr: Translator, day: date) -> str:
    """Return a day: ``25 Nov 2026``, in Finnish and Swedish ``25.11.2026``."""
    if tr.language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def countdown(remaining_ms: Duration) -> str:
    """Return the time left as digits: ``17:08``, ``1:05:00``, and in overtime ``+02:13``.

    Time left is rounded up to whole seconds, overtime down, so that each figure stays one second.

    >>> countdown(Duration(1)), countdown(Duration(0)), countdown(Duration(-133_999))
    ('00:01', '00:00', '+02:13')
    """
    sign = "+" if remaining_ms < 0 else ""
    seconds = -remaining_ms // SECOND if remaining_ms < 0 else -(-remaining_ms // SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    hours = f"{hour}:" if hour else ""
    return f"{sign}{hours}{minute:02d}:{second:02d}"


def whole_minutes(ms: Duration) -> int:
    """Return milliseconds as whole minutes, rounded half up.

    >>> whole_minutes(Duration(90_000)), whole_minutes(Duration(-90_000))
    (2, -1)
    """
    return (ms + MINUTE // 2) // MINUTE


def minutes_text(tr: Translator, ms: Duration) -> str:
    """Return a length to the minute: ``30 min``, ``1 h 05 min``, ``3 h``; the sign is left out."""
    return _minutes_text(tr, abs(whole_minutes(ms)))


def whole_minute_texts(tr: Translator, parts: Sequence[Duration]) -> list[str]:
    """Return lengths to the minute that add up to the text of their sum."""
    return [_minutes_text(tr, abs(share)) for share in _shares(parts)]


def kind_word(tr: Translator, kind: BlockKind) -> str:
    """Return the name of a kind of block."""
    return tr(_KINDS[kind])


def tag_word(tr: Translator, tag: NoteTag) -> str:
    """Return the name of a note's tag."""
    return tr(_TAGS[tag])


def status_word(tr: Translator, status: Status) -> str:
    """Return where a block stands in one word."""
    return tr(_STATUSES[status])


def phase_word(tr: Translator, phase: Phase) -> str:
    """Return where a session stands in one word."""
    return tr(_PHASES[phase])


def session_state_word(tr: Translator, state: SessionState) -> str:
    """Return how far a session of the library has come in one word."""
    return tr(_SESSION_STATES[state])


def late_words(tr: Translator, ms: Duration) -> str:
    """Return ``4 min late`` (positive), ``2 min early`` or ``on time``."""
    minutes = whole_minutes(ms)
    if minutes == 0:
        return tr("on time")
    if minutes > 0:
        return tr("{time} late", time=_minutes_text(tr, minutes))
    return tr("{time} early", time=_minutes_text(tr, -minutes))


def behind_words(tr: Translator, projection: Projection) -> str:
    """Return ``4 min behind``, ``2 min ahead`` or ``On time``."""
    minutes = whole_minutes(projection.behind)
    if minutes == 0:
        return tr("On time")
    if minutes > 0:
        return tr("{time} behind", time=_minutes_text(tr, minutes))
    return tr("{time} ahead", time=_minutes_text(tr, -minutes))


def ends_words(tr: Translator, projection: Projection, zone_name: str) -> str:
    """Return ``ends 12:04`` to the nearest minute, and after the end ``ended 12:04``, as it was."""
    end = projection.projected_end
    if projection.phase is Phase.ENDED:
        return tr("ended {clock}", clock=clock_text(tr, end, zone_name))
    return tr("ends {clock}", clock=near_clock_text(tr, end, zone_name))


def standing_words(tr: Translator, projection: Projection, zone_name: str) -> str:
    """Return ``4 min behind, ends 12:04``; a plan too long in itself says by how much."""
    ends = ends_words(tr, projection, zone_name)
    over = whole_minutes(projection.finish_late)
    if whole_minutes(projection.behind) == 0 and over > 0 and projection.phase is not Phase.ENDED:
        return tr("{ends}, {time} after the target", ends=ends, time=_minutes_text(tr, over))
    return tr("{behind}, {ends}", behind=behind_words(tr, projection), ends=ends)


def reason_words(tr: Translator, reasons: Sequence[Reason]) -> str:
    """Return ``started 4 late, pause 3, caught up 5``, in whole minutes that add up.

    Parts that round to nothing are left out; the text is empty when nothing is left.
    """
    parts = zip(reasons, _shares([reason.by for reason in reasons]), strict=True)
    return ", ".join(_reason_part(tr, reason.kind, share) for reason, share in parts if share)


def save_words(tr: Translator, status: SaveStatus) -> str:
    """Return ``All saved``, ``Saving…`` or ``Not saved: disk full, 14 changes waiting``."""
    if status.state is SaveState.SAVED:
        return tr("All saved")
    if status.state is SaveState.SAVING:
        return tr("Saving…")
    problem = tr(_PROBLEMS[status.problem]) if status.problem else tr("reason unknown")
    return tr.plural(
        "Not saved: {problem}, {count} change waiting",
        "Not saved: {problem}, {count} changes waiting",
        status.waiting,
        problem=problem,
    )


def refusal_words(tr: Translator, refusal: Refusal) -> str:
    """Return in one sentence why a command cannot be carried out now."""
    return tr(_REFUSALS[refusal])


def incident_words(tr: Translator, incident: Incident) -> str:
    """Return in one sentence what happened to the computer."""
    length = _span_text(tr, Duration(abs(incident.length)))
    if incident.kind is IncidentKind.CLOCK_STEPPED and incident.length < 0:
        return tr("The computer's clock was set back by {length}.", length=length)
    return tr(_INCIDENTS[incident.kind], length=length)


def offer_words(
    tr: Translator,
    plan: Plan,
    offer: CatchUpPlan,
    zone_name: str,
    projection: Projection | None = None,
) -> str:
    """Return what a catch-up plan leads to and what it does, in short sentences.

    ``Ends 12:00. Take 2 from Gallery walk and 2 from Commitments. Coffee stays 15.`` What it
    leads to comes first, where no long list can push it out of sight; of the changes only the
    largest four are named. Breaks to come that keep their length are named when the projection
    is given.
    """
    sentences = [tr("Ends {clock}.", clock=near_clock_text(tr, offer.ends, zone_name))]
    if offer.short > 0:
        missing = max(1, whole_minutes(offer.short))
        sentences.append(tr("{time} late.", time=_minutes_text(tr, missing)))
    elif not offer.feasible:
        sentences.append(tr("A fixed start is still missed."))
    sentences += _offer_changes(tr, plan, offer)
    if offer.kind is not CatchUpKind.LATER and projection is not None:
        sentences += _breaks_kept(tr, plan, offer, projection)
    return " ".join(sentences)


def listed(tr: Translator, items: Sequence[str]) -> str:
    """Return a list as a sentence has it: ``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return tr("{items} and {last}", items=", ".join(items[:-1]), last=items[-1])


def block_title(tr: Translator, plan: Plan, block: BlockId) -> str:
    """Return the title of a block, or ``Block 4`` when it has none."""
    title = plan.block(block).title
    return title if title.strip() else tr("Block {place}", place=plan.positions[block] + 1)


def _clock_mark(tr: Translator) -> str:
    return ":" if tr.language == "en" else "."


def _minutes_text(tr: Translator, minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return tr("{minutes} min", minutes=rest)
    if not rest:
        return tr("{hours} h", hours=hours)
    return tr("{hours} h {minutes} min", hours=hours, minutes=f"{rest:02d}")


def _span_text(tr: Translator, ms: Duration) -> str:
    """Return a length that may be short: ``12 s``, from two minutes on ``7 min``."""
    if ms < 2 * MINUTE:
        return tr("{seconds} s", seconds=(ms + SECOND // 2) // SECOND)
    return minutes_text(tr, ms)


def _shares(parts: Sequence[Duration]) -> list[int]:
    """Return each part in whole minutes so that they add up to the rounded sum.

    Largest remainder, ties to the earlier part.

    >>> _shares([Duration(90_000), Duration(90_000), Duration(-20_000)])
    [2, 1, 0]
    """
    shares = [part // MINUTE for part in parts]
    left = whole_minutes(Duration(sum(parts))) - sum(shares)
    by_remainder = sorted(range(len(parts)), key=lambda place: -(parts[place] % MINUTE))
    for place in by_remainder[:left]:
        shares[place] += 1
    return shares


def _reason_part(tr: Translator, kind: ReasonKind, minutes: int) -> str:
    later, earlier = _REASONS[kind]
    return tr(later if minutes > 0 else earlier, minutes=abs(minutes))


def _offer_changes(tr: Translator, plan: Plan, offer: CatchUpPlan) -> list[str]:
    if offer.kind is CatchUpKind.LATER:
        return [tr("Change nothing.")]
    dropped = [change for change in offer.changes if change.removed]
    trimmed = [change for change in offer.changes if not change.removed]
    removed = _largest(tr, dropped, [block_title(tr, plan, change.block) for change in dropped])
    sentences = []
    if removed:
        sentences.append(tr("Leave out {blocks}.", blocks=listed(tr, removed)))
    if trimmed:
        parts = [
            tr(
                "{minutes} from {block}",
                minutes=whole_minutes(Duration(-change.by)),
                block=block_title(tr, plan, change.block),
            )
            for change in trimmed
        ]
        sentences.append(tr("Take {parts}.", parts=listed(tr, _largest(tr, trimmed, parts))))
    return sentences or [tr("Nothing can be shortened.")]


def _largest(tr: Translator, changes: Sequence[Change], words: Sequence[str]) -> list[str]:
    """Return the words of the largest changes in the plan's order, and how many more there are."""
    by_size = sorted(range(len(changes)), key=lambda place: changes[place].by)
    # One that would stand alone for the rest is named itself.
    most = _MOST_NAMED if len(changes) > _MOST_NAMED + 1 else len(changes)
    named = [words[place] for place in sorted(by_size[:most])]
    rest = len(changes) - most
    return [*named, tr.plural("{count} more", "{count} more", rest)] if rest else named


def _breaks_kept(
    tr: Translator, plan: Plan, offer: CatchUpPlan, projection: Projection
) -> list[str]:
    changed = {change.block for change in offer.changes}
    kept = [
        row
        for row in projection.rows
        if row.status is Status.PENDING
        and row.id not in changed
        and plan.block(row.id).kind is BlockKind.BREAK
    ]
    if len(kept) > _MOST_NAMED:
        return [tr.plural("{count} break stays.", "{count} breaks stay.", len(kept))]
    return [
        tr(
            "{block} stays {minutes}.",
            block=block_title(tr, plan, row.id),
            minutes=whole_minutes(row.allotted),
        )
        for row in kept
    ]


# How many changes of a catch-up plan, or breaks that it keeps, are named one by one.
_MOST_NAMED = 4
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_KINDS: Mapping[BlockKind, str] = {
    BlockKind.OPENING: N_("Opening"),
    BlockKind.PLENARY: N_("Plenary"),
    BlockKind.BREAKOUT: N_("Breakout"),
    BlockKind.INDIVIDUAL: N_("Individual work"),
    BlockKind.BREAK: N_("Break"),
    BlockKind.POLL: N_("Poll"),
    BlockKind.CLOSING: N_("Closing"),
}
_TAGS: Mapping[NoteTag, str] = {
    NoteTag.PLAIN: N_("Note"),
    NoteTag.IDEA: N_("Idea"),
    NoteTag.DECISION: N_("Decision"),
    NoteTag.ACTION: N_("Action"),
    NoteTag.PARKING: N_("Parking lot"),
    NoteTag.QUOTE: N_("Quote"),
    NoteTag.EXPERIMENT: N_("Experiment"),
}
_STATUSES: Mapping[Status, str] = {
    Status.DONE: N_("done"),
    Status.CURRENT: N_("running"),
    Status.SKIPPED: N_("skipped"),
    Status.PENDING: N_("coming up"),
    Status.PASSED: N_("not run"),
}
_PHASES: Mapping[Phase, str] = {
    Phase.NOT_STARTED: N_("not started"),
    Phase.RUNNING: N_("running"),
    Phase.PAUSED: N_("paused"),
    Phase.ENDED: N_("ended"),
}
_SESSION_STATES: Mapping[SessionState, str] = {
    SessionState.PLANNED: N_("planned"),
    SessionState.RUNNING: N_("running"),
    SessionState.HELD: N_("held"),
}
_REASONS: Mapping[ReasonKind, tuple[str, str]] = {
    ReasonKind.NOT_STARTED: (N_("not started yet {minutes}"), N_("not started yet {minutes}")),
    ReasonKind.STARTED: (N_("started {minutes} late"), N_("started {minutes} early")),
    ReasonKind.PAUSED: (N_("pause {minutes}"), N_("pause taken back {minutes}")),
    ReasonKind.OVERTIME: (N_("overtime {minutes}"), N_("less overtime {minutes}")),
    ReasonKind.FINISHED_EARLY: (N_("finished {minutes} late"), N_("finished {minutes} early")),
    ReasonKind.ADJUSTED: (N_("added {minutes}"), N_("shortened {minutes}")),
    ReasonKind.CAUGHT_UP: (N_("given back {minutes}"), N_("caught up {minutes}")),
    ReasonKind.LEFT_OUT: (N_("skipped blocks took {minutes}"), N_("left out {minutes}")),
    ReasonKind.ROOMS: (N_("rooms back {minutes} later"), N_("rooms back {minutes} earlier")),
    ReasonKind.OTHER: (N_("other {minutes} later"), N_("other {minutes} earlier")),
}
_PROBLEMS: Mapping[SaveProblem, str] = {
    SaveProblem.DISK_FULL: N_("disk full"),
    SaveProblem.LOCKED: N_("another program is using the file"),
    SaveProblem.READ_ONLY: N_("the folder is read-only"),
    SaveProblem.DAMAGED: N_("the file is damaged"),
    SaveProblem.CANNOT_WRITE: N_("the disk cannot be written"),
    SaveProblem.REFUSED: N_("a change was refused"),
}
_REFUSALS: Mapping[Refusal, str] = {
    Refusal.UNKNOWN_BLOCK: N_("The plan has no such block."),
    Refusal.OUT_OF_ORDER: N_("That would lie before what has happened already."),
    Refusal.AFTER_END: N_("The session has ended."),
    Refusal.ALREADY_CURRENT: N_("This block is running already."),
    Refusal.NOT_RUNNING: N_("No block is running."),
    Refusal.ALREADY_PAUSED: N_("The session is paused already."),
    Refusal.NOT_PAUSED: N_("The session is not paused."),
    Refusal.NOT_PENDING: N_("Only a block that is coming up can be skipped."),
    Refusal.NOT_ADJUSTABLE: N_("Only a running block or one coming up can be changed."),
    Refusal.NOT_RESTORABLE: N_("Only a skipped or done block can be restored."),
    Refusal.NOT_STARTED: N_("The session has not started."),
    Refusal.NEVER_RAN: N_("This block has not run yet."),
    Refusal.OUTSIDE_LIMITS: N_("The start cannot be moved that far."),
    Refusal.INCOMPLETE: N_("Something is missing in this command."),
    Refusal.NOTHING_LEFT: N_("No block is left. You can end the session."),
    Refusal.NOTHING_BEFORE: N_("There is no block before this one."),
}
_INCIDENTS: Mapping[IncidentKind, str] = {
    IncidentKind.AWAY: N_("The program was away for {length}."),
    IncidentKind.SLEPT: N_("The computer was asleep for {length}."),
    IncidentKind.CLOCK_STEPPED: N_("The computer's clock was set forward by {length}."),
}
