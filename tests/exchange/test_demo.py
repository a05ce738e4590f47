"""The programme of the demonstration is whole, and stands as it is described."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.builders import RecordingStore, at
from tests.polls_kept import polls_kept
from virtu_desktop.domain.catch_up import catch_up
from virtu_desktop.domain.poll_figures import quartiles
from virtu_desktop.domain.programme import Session, SessionId
from virtu_desktop.domain.run import replay
from virtu_desktop.domain.tally import tally
from virtu_desktop.domain.time import MINUTE, Instant, parse_instant
from virtu_desktop.domain.timeline import Phase, project
from virtu_desktop.engine.changes import (
    AppendEvents,
    OpenRun,
    RecordIncident,
    RunKind,
    SaveGroup,
    SaveNote,
    SaveProgramme,
    SaveSession,
)
from virtu_desktop.engine.poll_changes import SavePoll
from virtu_desktop.exchange.demo import Demo, build_demo
from virtu_desktop.i18n import LANGUAGES

MOMENTS = [
    at("10:17"),
    at("00:30"),
    parse_instant("2027-10-31T02:10:00Z"),
    parse_instant("2027-03-28T01:40:00Z"),
    parse_instant("2026-02-28T22:59:59.999Z"),
]


def sessions_of(demo: Demo) -> dict[SessionId, Session]:
    """Return the sessions of a demonstration."""
    return {
        change.session.id: change.session
        for change in demo.changes
        if isinstance(change, SaveSession)
    }


def under_way(demo: Demo) -> RecordingStore:
    """Return a store with the changes that concern the session under way."""
    run = next(
        change.run
        for change in demo.changes
        if isinstance(change, OpenRun) and change.session == demo.session
    )
    store = RecordingStore()
    for change in demo.changes:
        if getattr(change, "run", None) == run or getattr(change, "session", None) == demo.session:
            store.submit(change)
    return store


@pytest.mark.parametrize("now", MOMENTS)
def test_one_session_is_under_way_and_four_minutes_behind(now: Instant) -> None:
    """At any moment of the year the fifth block runs, 4 minutes late, and can be caught up."""
    demo = build_demo(now, "en")
    record = under_way(demo).record(sessions_of(demo)[demo.session])
    assert record.run is not None

    plan = record.session.plan
    state = replay(plan, record.run.events).state
    projection = project(plan, state, now)

    assert projection.phase is Phase.RUNNING
    assert projection.current is not None
    assert projection.current.id == plan.blocks[6].id
    assert projection.current.remaining > 0
    assert projection.behind == 4 * MINUTE
    assert catch_up(plan, state, now)[0].feasible
    assert record.run.last_seen == now
    assert len(record.notes) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_four_groups_have_three_half_days_each(language: str) -> None:
    """Twelve sessions in one programme; seven were held, in any language."""
    demo = build_demo(at("10:17"), language)

    counts = Counter(type(change) for change in demo.changes)
    groups = Counter(session.group for session in sessions_of(demo).values())
    opened = [change for change in demo.changes if isinstance(change, OpenRun)]
    assert (counts[SaveProgramme], counts[SaveGroup]) == (1, 4)
    assert sorted(groups.values()) == [3, 3, 3, 3]
    assert len(opened) == 8
    assert {change.kind for change in opened} == {RunKind.LIVE}
    assert counts[SaveNote] > 30


def test_held_sessions_ended_near_their_time() -> None:
    """Every held run replays to an end within a quarter of an hour of the plan."""
    demo = build_demo(at("10:17"), "en")
    sessions = sessions_of(demo)

    for opened in (change for change in demo.changes if isinstance(change, OpenRun)):
        if opened.session == demo.session:
            continue
        events = [
            event
            for change in demo.changes
            if isinstance(change, AppendEvents) and change.run == opened.run
            for event in change.events
        ]
        plan = sessions[opened.session].plan
        state = replay(plan, events).state
        assert state.ended is not None
        assert abs(state.ended - plan.target_end) < 15 * MINUTE


def test_no_computer_slept_in_the_demonstration() -> None:
    """The time that was skipped to make the runs is no incident."""
    demo = build_demo(at("10:17"), "en")

    assert not [change for change in demo.changes if isinstance(change, RecordIncident)]


def test_the_same_moment_gives_the_same_programme() -> None:
    """Two demonstrations of one moment are equal, ids included."""
    assert build_demo(at("10:17"), "fi") == build_demo(at("10:17"), "fi")


def test_held_sessions_measure_the_threshold_at_both_ends() -> None:
    """Every held half-day has the same question at its start and at its end, and it gets lower."""
    demo = build_demo(at("10:17"), "fi")
    session_of_poll = {
        change.poll.id: change.session for change in demo.changes if isinstance(change, SavePoll)
    }
    medians: dict[SessionId, list[float]] = {}
    for poll in polls_kept(demo.changes):
        assert not poll.is_open
        if poll.question.repeat_key == "threshold":
            result = tally(poll)
            assert result.present is not None
            assert 15 <= result.people <= result.present.total
            found = quartiles(result.counts, 1)
            assert found is not None
            medians.setdefault(session_of_poll[poll.id], []).append(found.median)

    opened = {change.session for change in demo.changes if isinstance(change, OpenRun)}
    held = opened - {demo.session}
    assert {session for session, found in medians.items() if len(found) == 2} == held
    assert all(found[0] <= found[-1] for found in medians.values())
    assert len({found[0] for found in medians.values()}) > 1
