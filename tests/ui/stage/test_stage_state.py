"""The stage shows what the room may know, in its own language, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.examples import RUN, at, half_day, standing, started
from ui.stage.stage_state import Scene, Shown, StageState, stage_state
from ui.stage.strip_window import strip_line
from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.i18n import translator

_EN = translator("en")
_SENTINEL = "\N{SNOWMAN}only for trainers"
_BREAK = (*RUN, started("coffee", "10:09:00"))
_CLOCKS = st.sampled_from(["08:20:00", "09:05:00", "09:51:52", "10:11:13", "10:20:00", "11:59:00"])


def _at(clock: str, events: tuple[Event, ...] = RUN, shown: Shown = Shown.BLOCK) -> StageState:
    plan = half_day()
    return stage_state(plan, standing(plan, clock, events), "Session 2", _EN, shown)


def test_running_block() -> None:
    """Title, until when, instructions for both places, countdown, and what comes next."""
    state = _at("09:51:52")

    assert state.scene is Scene.BLOCK
    assert state.kicker == "Breakout · until 10:09"
    assert state.title == "Build your own session"
    assert [(text.label, text.text) for text in state.instructions] == [
        ("In the room", "Move to tables 1 to 4."),
        ("Remote", "Join your channel."),
    ]
    assert state.ring is not None
    assert state.ring.time == "17:08"
    assert state.next == "Next: Coffee, back at 10:24"


def test_one_instruction_needs_no_label() -> None:
    """Where only one place has an instruction, it is for everybody."""
    plan = half_day()
    plan = plan.with_block(replace(plan.blocks[2], remote=""))

    state = stage_state(plan, standing(plan, "09:51:52"), "Session 2", _EN)

    assert [(text.label, text.text) for text in state.instructions] == [
        ("", "Move to tables 1 to 4.")
    ]


def test_break_tells_when_to_be_back() -> None:
    """In a break the time of return is the message, with the time itself drawn big."""
    state = _at("10:12:00", _BREAK)

    assert state.scene is Scene.BREAK
    assert (state.phrase, state.clock) == ("Back at 10:24", "10:24")
    assert state.next == "Next: Gallery walk at 10:24"


def test_break_that_is_over_promises_no_time() -> None:
    """After its time a break does not move its promise from minute to minute."""
    state = _at("10:30:00", _BREAK)

    assert (state.phrase, state.clock) == ("We go on now", "")
    assert state.kicker == "Break · time is up"


def test_before_the_start() -> None:
    """Who comes early sees when it begins, and in the last hour a countdown."""
    early, soon, late = (_at(clock, ()) for clock in ("07:30:00", "08:40:00", "09:01:00"))

    assert (early.scene, early.phrase, early.ring) == (Scene.WAITING, "We begin at 9:00", None)
    assert soon.ring is not None
    assert soon.ring.time == "20:00"
    assert (late.phrase, late.clock, late.ring) == ("We begin soon", "", None)


def test_pause_overtime_and_end_are_said() -> None:
    """Words tell a pause, the end of the time, and the end of the session."""
    paused = _at("10:00:00", (*RUN, Event(at=at("09:55:00"), type=EventType.PAUSE)))
    over = _at("10:11:13")
    ended = _at("10:12:00", (*RUN, Event(at=at("10:11:00"), type=EventType.END)))

    assert paused.kicker == "Breakout · paused"
    assert over.kicker == "Breakout · time is up"
    assert over.ring is not None
    assert over.ring.phase is CuePhase.OVER
    assert (ended.scene, ended.title, ended.next) == (Scene.ENDED, "Thank you!", "")


def test_clock_shows_the_time_of_day() -> None:
    """The trainer can show a clock instead of the countdown."""
    state = _at("09:51:52", shown=Shown.CLOCK)

    assert (state.scene, state.clock, state.ring) == (Scene.CLOCK, "9:51", None)


def test_blank_shows_nothing() -> None:
    """Blanked, the stage holds nothing that could be painted."""
    assert _at("09:51:52", shown=Shown.BLANK) == StageState()
    assert StageState().spoken == ""


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_stage_speaks_its_own_language(language: str) -> None:
    """Times are written as the stage's language writes them, whatever the window speaks."""
    plan = half_day()

    state = stage_state(plan, standing(plan, "10:12:00", _BREAK), "Tuokio 2", translator(language))

    assert state.clock == "10.24"
    assert "10.24" in state.phrase


def test_later_seconds_change_only_the_ring() -> None:
    """From second to second nothing but the countdown is another."""
    one, other = _at("09:51:52"), _at("09:51:53")

    assert one != other
    assert replace(one, ring=None) == replace(other, ring=None)


def test_there_is_no_field_for_private_things() -> None:
    """A painter of the stage could not show a trainer's note: its state has no such field."""
    names = {field.name for field in fields(StageState)}

    assert not names & {"trainer_note", "notes", "materials", "owner", "polls", "block", "plan"}


@given(clock=_CLOCKS, shown=st.sampled_from(Shown), is_break=st.booleans())
def test_private_words_never_reach_stage_or_strip(clock: str, shown: Shown, is_break: bool) -> None:
    """Trainer notes, materials, owners and poll questions are nowhere in what the room sees."""
    plan = half_day()
    poll = Question(text=_SENTINEL, kind=PollKind.SCALE)
    blocks = tuple(
        replace(
            block,
            trainer_note=f"{_SENTINEL} {block.id}",
            materials=(_SENTINEL,),
            owner=_SENTINEL,
            polls=(poll,),
        )
        for block in plan.blocks
    )
    private = replace(plan, blocks=blocks)
    projection = standing(private, clock, _BREAK if is_break else RUN)

    state = stage_state(private, projection, "Session 2", _EN, shown)
    line = strip_line(private, projection, "Session 2", _EN)

    for shown_value in (state, line):
        texts = list(_texts(shown_value))
        assert not [text for text in texts if _SENTINEL in text]
    assert line.title


def test_strip_says_block_time_standing_and_next() -> None:
    """The strip beside the meeting tool has all four, and says the phase in words."""
    plan = half_day()

    line = strip_line(plan, standing(plan, "10:11:13"), "Session 2", _EN)

    assert (line.title, line.time, line.mark) == ("Build your own session", "+02:13", "Over time")
    assert line.standing == "6 min behind"
    assert line.next == "Next: Coffee at 10:11"
    assert line.is_behind


def test_strip_before_the_start() -> None:
    """Without a running block the strip names the session and what comes first."""
    plan = half_day()

    line = strip_line(plan, standing(plan, "08:50:00", ()), "Session 2", _EN)

    assert (line.title, line.time, line.next) == ("Session 2", "", "Next: Welcome at 9:00")


def _texts(value: object) -> Iterator[str]:
    """Yield every text inside a frozen value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))


def test_the_test_picture_shows_the_time_to_the_second() -> None:
    """A clock that goes shows that the picture is not a frozen one; nothing of the plan is told."""
    state = _at("09:51:52", shown=Shown.TEST)

    assert state.scene is Scene.TEST
    assert state.clock == "9:51:52"
    assert (state.next, state.ring, state.instructions) == ("", None, ())
