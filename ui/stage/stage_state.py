"""What the room may see, as a value: made from plan and projection, and from nothing private.

``StageState`` has no field for trainers' notes, materials or owners, so no painter of it can
show them (S2). The stage speaks its own language: the translator is passed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from ui.stage.stage_poll import StagePoll
from ui.stage.stage_rooms import StageRoom, page_of
from ui.widgets.ring import RingState, ring_state
from virtu_desktop.domain.cues import CuePhase, CueSettings
from virtu_desktop.domain.plan import Block, BlockKind, Plan
from virtu_desktop.domain.time import HOUR, SECOND, Duration
from virtu_desktop.domain.timeline import CurrentBlock, Phase, Projection, Status
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import block_title, clock_text, countdown, kind_word, near_clock_text

_RING_STEPS = 7200


class Shown(Enum):
    """What the trainer has chosen: the running block, a poll, a clock, nothing, a test picture."""

    BLOCK = auto()
    POLL = auto()
    CLOCK = auto()
    BLANK = auto()
    TEST = auto()


class Scene(Enum):
    """How the stage is laid out."""

    BLANK = auto()
    WAITING = auto()
    BLOCK = auto()
    BREAK = auto()
    CLOCK = auto()
    ENDED = auto()
    TEST = auto()
    POLL = auto()


@dataclass(frozen=True, slots=True)
class StageText:
    """An instruction; ``label`` says who it is for when there are two, else "".

    is_remote: for the people who are not in the room.
    """

    label: str
    text: str
    is_remote: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """All that the stage shows.

    kicker: the small line at the top. phrase: words around a big clock time, such as "Back at
    10:49", with clock as its part that is drawn big. next: what comes then. poll: in its scene.
    rooms: of a breakout block, those of one page.
    """

    scene: Scene = Scene.BLANK
    kind: BlockKind = BlockKind.PLENARY
    kicker: str = ""
    title: str = ""
    instructions: tuple[StageText, ...] = ()
    phrase: str = ""
    clock: str = ""
    ring: RingState | None = None
    next: str = ""
    poll: StagePoll | None = None
    rooms: tuple[StageRoom, ...] = ()

    @property
    def spoken(self) -> str:
        """Return the whole as text, for screen readers."""
        if self.poll is not None:
            return self.poll.spoken
        parts = [self.kicker, self.title, self.phrase]
        parts += [text.text for text in self.instructions]
        parts += [room.spoken for room in self.rooms]
        if self.ring is not None:
            parts.append(f"{self.ring.time} {self.ring.caption}")
        return ". ".join(part for part in (*parts, self.next) if part)


def stage_state(
    plan: Plan,
    projection: Projection,
    session_title: str,
    tr: Translator,
    shown: Shown = Shown.BLOCK,
    *,
    cues: CueSettings | None = None,
    poll: StagePoll | None = None,
    rooms: tuple[StageRoom, ...] = (),
    call: str = "",
) -> StageState:
    """Return what the stage shows at the projection's instant; tr: the stage's language.

    poll: what is shown of a poll; without one the running block stands in its place. rooms: of
    the running block, if people work in rooms; call: what those hear now.
    """
    if shown is Shown.POLL and poll is not None:
        return StageState(scene=Scene.POLL, kind=BlockKind.POLL, poll=poll)
    if shown is Shown.BLANK:
        return StageState()
    if shown is Shown.CLOCK:
        return _clock(plan, projection, session_title, tr)
    if shown is Shown.TEST:
        return _test(plan, projection, session_title, tr)
    current = projection.current
    if projection.phase is Phase.ENDED:
        return StageState(
            scene=Scene.ENDED, kind=BlockKind.CLOSING, title=tr("Thank you!"), kicker=session_title
        )
    if current is None:
        return _waiting(plan, projection, session_title, tr)
    running = _running(plan, projection, current, tr, cues)
    if not rooms or running.scene is not Scene.BLOCK:
        return running
    page, mark = page_of(rooms, projection.now)
    kicker = f"{kind_word(tr, running.kind)} · {call}" if call else running.kicker
    kicker = f"{kicker} · {mark}" if mark else kicker
    return replace(running, rooms=page, kicker=kicker)


def _waiting(plan: Plan, projection: Projection, session_title: str, tr: Translator) -> StageState:
    begins = plan.schedule[0].start
    clock = clock_text(tr, begins, plan.zone)
    left = Duration(begins - projection.now)
    phrase = tr("We begin at {clock}", clock=clock) if left > 0 else tr("We begin soon")
    ring = None
    if 0 < left <= HOUR:
        ring = RingState(
            time=countdown(left),
            caption=tr("until we begin"),
            fraction=round(left / HOUR * _RING_STEPS) / _RING_STEPS,
            kind=BlockKind.OPENING,
        )
    return StageState(
        scene=Scene.WAITING,
        kind=BlockKind.OPENING,
        kicker=tr("Welcome"),
        title=session_title,
        phrase=phrase,
        clock=clock if left > 0 else "",
        ring=ring,
    )


def _running(
    plan: Plan,
    projection: Projection,
    current: CurrentBlock,
    tr: Translator,
    cues: CueSettings | None,
) -> StageState:
    block = plan.block(current.id)
    ring = ring_state(plan, projection, tr, cues)
    is_break = block.kind is BlockKind.BREAK
    clock = near_clock_text(tr, current.expected_end, plan.zone)
    is_over = ring.phase is CuePhase.OVER
    phrase = ""
    if is_break:
        phrase = tr("We go on now") if is_over else tr("Back at {clock}", clock=clock)
    return StageState(
        scene=Scene.BREAK if is_break else Scene.BLOCK,
        kind=block.kind,
        kicker=_kicker(block, projection, clock, is_over, tr),
        title=block_title(tr, plan, block.id),
        instructions=_instructions(block, tr),
        phrase=phrase,
        clock=clock if is_break and not is_over else "",
        ring=ring,
        next=_next(plan, projection, tr),
    )


def _kicker(block: Block, projection: Projection, clock: str, is_over: bool, tr: Translator) -> str:
    kind = kind_word(tr, block.kind)
    if projection.phase is Phase.PAUSED:
        return tr("{kind} · paused", kind=kind)
    if is_over:
        return tr("{kind} · time is up", kind=kind)
    return tr("{kind} · until {clock}", kind=kind, clock=clock)


def _instructions(block: Block, tr: Translator) -> tuple[StageText, ...]:
    room, remote = block.room.strip(), block.remote.strip()
    if room and remote and room != remote:
        return (
            StageText(tr("In the room"), room),
            StageText(tr("Remote"), remote, is_remote=True),
        )
    if room or remote:
        return (StageText("", room or remote, is_remote=not room),)
    return ()


def _next(plan: Plan, projection: Projection, tr: Translator) -> str:
    for row in projection.rows:
        if row.status is not Status.PENDING or row.start is None or row.end is None:
            continue
        title = block_title(tr, plan, row.id)
        if plan.block(row.id).kind is BlockKind.BREAK:
            back = near_clock_text(tr, row.end, plan.zone)
            return tr("Next: {title}, back at {clock}", title=title, clock=back)
        start = near_clock_text(tr, row.start, plan.zone)
        return tr("Next: {title} at {clock}", title=title, clock=start)
    return ""


def _clock(plan: Plan, projection: Projection, session_title: str, tr: Translator) -> StageState:
    clock = clock_text(tr, projection.now, plan.zone)
    current = projection.current
    block = None if current is None else plan.block(current.id)
    return StageState(
        scene=Scene.CLOCK,
        kind=BlockKind.PLENARY if block is None else block.kind,
        kicker=session_title,
        title=session_title if block is None else block_title(tr, plan, block.id),
        phrase=clock,
        clock=clock,
    )


def _test(plan: Plan, projection: Projection, session_title: str, tr: Translator) -> StageState:
    """Return a picture for looking at the projector: its clock goes, so that one sees it live."""
    second = projection.now // SECOND % 60
    return StageState(
        scene=Scene.TEST,
        kicker=tr("Test picture"),
        title=session_title,
        phrase=tr("All four corners are seen, and every line is read from the last row."),
        clock=f"{clock_text(tr, projection.now, plan.zone)}{_seconds_mark(tr)}{second:02d}",
    )


def _seconds_mark(tr: Translator) -> str:
    return ":" if tr.language == "en" else "."
