"""Rules about people, groups planned ahead, calls and rotation, by keys in the real window."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from tests.ui.breakouts.test_breakouts import (
    GROUP,
    breakouts,
    end,
    form,
    people,
    rooms,
    round_of,
    with_groups,
)
from tests.ui.cockpit import Cockpit
from ui.watchman import Watchman
from virtu_desktop.domain.cues import CuePhase
from virtu_desktop.domain.grouping.members import Rule, RuleKind
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import people_rules
from virtu_desktop.domain.plan import BlockId, BreakoutSettings
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.programme import (
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme, SaveSession
from virtu_desktop.engine.plan_editor import PlanStep

__all__ = ["rooms"]
_STEP = PlanStep.BLOCK
_WEEK = 7 * 24 * 60 * MINUTE


def with_settings(settings: BreakoutSettings) -> Session:
    """Return the half-day with these settings for its breakout block of 30 minutes."""
    session = with_groups()
    block = session.plan.block(BlockId("rooms"))
    return replace(session, plan=session.plan.with_block(replace(block, breakout=settings)))


def in_rooms(cockpit: Cockpit, settings: BreakoutSettings) -> None:
    """Let the block of the open session have other settings, before anything is formed."""
    plan = cockpit.controller.plan
    block = replace(plan.block(BlockId("rooms")), breakout=settings)
    cockpit.controller.planner.change_plan(_STEP, plan.with_block(block))
    cockpit.wait(1)


def rules_of(cockpit: Cockpit) -> tuple[Rule, ...]:
    """Return the rules about people that the breakout block has in the plan."""
    settings = cockpit.controller.plan.block(BlockId("rooms")).breakout
    return () if settings is None else people_rules(settings)


def room_of(round_: BreakoutRound, name: str) -> int:
    """Return the room of somebody."""
    return round_.seated[PersonId(name)]


def test_rules_about_people_are_typed_and_taken_away(rooms: Cockpit) -> None:
    """Together, apart and a host hold when groups are formed; each can be undone."""
    rooms.key("G", "Alt+R")
    for typed in ("aino + bo", "cita / dan", "2: elina"):
        rooms.type(typed)
        rooms.key("Return")
    row = rooms.window.run.breakouts.rules
    assert [(rule.kind, rule.people) for rule in rules_of(rooms)] == [
        (RuleKind.TOGETHER, ("aino", "bo")),
        (RuleKind.APART, ("cita", "dan")),
        (RuleKind.HOST, ("elina",)),
    ]
    assert row.line.text() == ""
    assert rooms.toast == "Rule: Elina Testi is the host of room 2."

    rooms.key("Escape", "Shift+G")
    rooms.until(lambda: breakouts(rooms).current is not None)
    formed = round_of(rooms)
    assert room_of(formed, "aino") == room_of(formed, "bo")
    assert room_of(formed, "cita") != room_of(formed, "dan")
    assert room_of(formed, "elina") == 1

    rooms.key("Alt+R", "Tab")
    rooms.key("Space")
    assert len(rules_of(rooms)) == 2
    assert rooms.toast == "No longer a rule: Aino Testi, Bo Testi together."
    rooms.click_undo()
    assert len(rules_of(rooms)) == 3


def test_a_rule_that_cannot_be_read_says_why(rooms: Cockpit) -> None:
    """What was typed stays; Escape gives it up, Escape again goes back to the rooms."""
    rooms.key("Alt+R")
    rooms.type("aino + nobody")
    rooms.key("Return")
    row = rooms.window.run.breakouts.rules
    assert row.problem == "Nobody is called nobody."
    assert row.line.text() == "aino + nobody"

    rooms.key("Escape")
    assert (row.line.text(), row.problem) == ("", "")
    assert row.line.hasFocus()
    rooms.key("Escape")
    assert not row.line.hasFocus()


def test_rules_that_contradict_each_other_are_named(rooms: Cockpit) -> None:
    """Nothing is formed, and the two rules are said."""
    rooms.key("Alt+R")
    for typed in ("aino + bo", "aino / bo"):
        rooms.type(typed)
        rooms.key("Return")
    rooms.key("Escape", "Shift+G")
    rooms.until(lambda: "cannot all be kept" in rooms.toast)

    assert "Aino Testi, Bo Testi together" in rooms.toast
    assert "Aino Testi, Bo Testi apart" in rooms.toast
    assert breakouts(rooms).current is None


def test_the_planner_shows_and_changes_the_rules_of_a_block(rooms: Cockpit) -> None:
    """What was typed in the cockpit is there, with names; undo of the planner takes it back."""
    rooms.key("Alt+R")
    rooms.type("aino + bo")
    rooms.key("Return", "Escape", "Ctrl+1")
    rooms.window.plan.table.choose(BlockId("rooms"))
    row = next(
        found
        for found in rooms.window.plan.findChildren(type(rooms.window.run.breakouts.rules))
        if found.isVisibleTo(rooms.window.plan)
    )
    assert [chip.accessibleName() for chip in row.chips] == [
        "Take away: Aino Testi, Bo Testi together"
    ]

    row.take_focus()
    rooms.type("cita / dan")
    rooms.key("Return")
    assert len(rules_of(rooms)) == 2
    rooms.key("Ctrl+Z")
    assert len(rules_of(rooms)) == 1


@pytest.fixture
def programme(desktop: Cockpit) -> Cockpit:
    """Open the first of three sessions of one group, before it starts."""
    desktop.library.submit(
        SaveProgramme(programme=Programme(id=ProgrammeId("p1"), title="Virta", customer="")),
        SaveGroup(
            group=ParticipantGroup(
                id=GROUP, programme=ProgrammeId("p1"), name="North", site="", position=0
            )
        ),
        SavePeople(people=people()[:12]),
    )
    first = with_settings(BreakoutSettings(group_size=3, mode="any"))
    for number in (2, 3):
        later = Duration((number - 1) * _WEEK)
        plan = replace(
            first.plan,
            start=Instant(first.plan.start + later),
            end=Instant((first.plan.end or 0) + later),
        )
        desktop.library.submit(
            SaveSession(session=replace(first, id=SessionId(f"s{number}"), plan=plan))
        )
    desktop.open(first)
    return desktop


def stored(cockpit: Cockpit, session: str) -> tuple[BreakoutRound, ...]:
    """Return the rounds that the library has for a session."""
    assert cockpit.library.flush(10)
    return cockpit.library.session(SessionId(session)).rounds


def test_all_coming_sessions_are_planned_in_one_go(programme: Cockpit) -> None:
    """Each session has its round, no pair meets twice; one key takes all of it back."""
    sizes = programme.window.run.breakouts.sizes
    programme.key("G")
    programme.until(lambda: "for 3 rounds to come" in sizes.words)
    assert sizes.words.startswith("Groups of 3: every pair can be new.")

    programme.key("Alt+G")
    programme.until(lambda: bool(stored(programme, "s3")))
    assert programme.toast == "Planned ahead: 3 rounds in 3 sessions, 0 repeated meetings."
    met = Counter(
        pair
        for session in ("s1", "s2", "s3")
        for round_ in stored(programme, session)
        for room in round_.people
        for pair in combinations(sorted(room), 2)
    )
    assert len(met) == 36
    assert max(met.values()) == 1

    programme.key("Ctrl+Z")
    programme.until(lambda: not stored(programme, "s3"))
    assert stored(programme, "s1") == stored(programme, "s2") == ()


def test_a_size_that_repeats_is_marked_before_it_is_chosen(programme: Cockpit) -> None:
    """12 people in fours: repeats from the second round on; threes allow four rounds."""
    sizes = programme.window.run.breakouts.sizes
    programme.key("G")
    programme.until(lambda: "for 3 rounds to come" in sizes.words)
    chips = {int(chip.text().split()[0]): chip for chip in sizes.chips}
    assert chips[3].text() == "3"
    assert chips[4].text().startswith("4 ↻")
    assert "repeated meetings" in chips[4].accessibleName()

    programme.key("Right")
    assert sizes.words.startswith(
        "With groups of 4 from 12 people, repeats from round 2 on. Groups of 3 allow 4 rounds."
    )
    assert breakouts(programme).current is None


def test_planned_groups_are_offered_and_fitted_to_those_who_came(programme: Cockpit) -> None:
    """In the block of a later session the rooms stand ready; who is absent is taken out."""
    programme.key("G", "Alt+G")
    programme.until(lambda: bool(stored(programme, "s2")))
    programme.reopen("s2")
    controller = programme.controller
    for person in people()[:12]:
        if person.id not in ("aino", "bo"):
            controller.register.check_in(person.id, at=controller.now())
    controller.start_next()
    controller.jump(BlockId("rooms"))
    programme.key("G")
    assert round_of(programme).started is None
    assert len(round_of(programme).rooms) == 4
    assert set(breakouts(programme).absent()) == {"aino", "bo"}

    programme.key("O")

    out = round_of(programme)
    assert out.is_out
    assert sorted(out.seated) == sorted(p.id for p in people()[2:12])
    lengths = [len(room) for room in out.people]
    assert max(lengths) - min(lengths) <= 1


def test_rooms_are_called_with_words_and_a_cue(
    rooms: Cockpit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planned call, half-time, the last minute and the end; silent when sounds are off."""
    played: list[CuePhase] = []
    monkeypatch.setattr(_sounds(rooms.window.watchman), "play", played.append)
    rooms.desk.change_settings(replace(rooms.desk.settings, cue_sound=True))
    in_rooms(rooms, BreakoutSettings(group_size=4, mode="any", calls=(Duration(10 * MINUTE),)))
    form(rooms)
    rooms.key("O")
    told = []
    for _second in range(30 * 60):
        before = rooms.toast
        rooms.wait(1)
        if rooms.toast != before and rooms.toast:
            told.append(rooms.toast)

    assert told == [
        "All rooms: Call. 19 min left. Back at 10:25.",
        "All rooms: Half-time. 14 min left. Back at 10:25.",
        "All rooms: Last minute. 1 min left. Back at 10:25.",
        "All rooms: Time is over. Please come back now.",
    ]
    assert [cue for cue in played if cue is CuePhase.OVER]
    assert played.count(CuePhase.SOON) >= 2


@pytest.mark.parametrize(
    ("settings", "count"),
    [
        (BreakoutSettings(group_size=4, mode="any", rules=("hosts_stay",), rounds=3), 3),
        (BreakoutSettings(group_size=4, mode="any", rules=("experts_and_home_groups",)), 3),
        (BreakoutSettings(group_size=2, mode="any", rounds=5), 5),
    ],
)
def test_rounds_share_the_time_of_their_block(
    rooms: Cockpit, settings: BreakoutSettings, count: int
) -> None:
    """World café, jigsaw and speed pairs: the session ends as planned after every round."""
    in_rooms(rooms, settings)
    form(rooms)
    held = []
    for number in range(1, count + 1):
        assert round_of(rooms).number == number
        rooms.key("O")
        round_ = round_of(rooms)
        assert end(rooms) == "10:35"
        rooms.wait(round_.length / 1000)
        rooms.key("O")
        held.append(round_of(rooms) if number == count else breakouts(rooms).rounds[number - 1])

    assert all(round_.ended is not None for round_ in held)
    lengths = [round_.length for round_ in held]
    assert max(lengths) - min(lengths) <= count * MINUTE
    assert rooms.projection.current is not None
    assert rooms.projection.current.remaining >= 0
    if "hosts_stay" in settings.rules:
        hosts = {
            frozenset(people)
            for people in zip(*(map(frozenset, one.people) for one in held), strict=True)
        }
        assert all(frozenset.intersection(*rooms_) for rooms_ in hosts)
    if settings.group_size == 2:
        met = Counter(pair for one in held for pair in one.people)
        assert max(met.values()) == 1


def test_the_same_groups_as_last_time_with_those_present(programme: Cockpit) -> None:
    """One key forms the rooms of the last session again; who is absent is not in them."""
    controller = programme.controller
    for person in people()[:12]:
        controller.register.check_in(person.id, at=controller.now())
    controller.start_next()
    controller.jump(BlockId("rooms"))
    programme.wait(1)
    form(programme)
    programme.key("O", "O")
    before = {frozenset(room) for room in round_of(programme).people}
    controller.jump(BlockId("closing"))
    controller.end()
    programme.reopen("s2")
    controller = programme.controller
    for person in people()[1:12]:
        controller.register.check_in(person.id, at=controller.now())
    controller.register.leave(PersonId("bo"), Leaving.LEFT, at=controller.now())
    programme.wait(1)

    programme.key("G", "Ctrl+Shift+G")

    again = {frozenset(room) for room in round_of(programme).people}
    assert again == {room - {"aino", "bo"} for room in before}


def _sounds(watchman: Watchman) -> object:
    return watchman.sounds
