"""The whole program killed at any instant, again and again, with keys being pressed (T11, F1).

python -m pytest -m faults -p no:randomly tests/faults/test_kill_window.py
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bench import figures
from tests.faults.half_day import sum_of
from tests.faults.window_process import Told, clock, fill_with_demo, running
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.run import RunEvent, replay
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.domain.timeline import project
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import countdown

pytestmark = pytest.mark.faults

KILLS = 200
KILLS_A_LIBRARY = 20
CROWDED_KILLS = 60
STARTED_WITHIN_MS = 1500
RIGHT_WITHIN_MS = 50


@dataclass(frozen=True, slots=True)
class Content:
    """What a library holds of the session under way, as far as keys change it."""

    events: tuple[str, ...]
    notes: frozenset[tuple[str, str]]
    draft: str
    half_day: str

    def after(self, handed: Told) -> Content:
        """Return the content after one item is applied."""
        changes: list[Told] = handed["changes"]
        events, notes, draft = list(self.events), dict(self.notes), self.draft
        for change in changes:
            if "events" in change:
                events += [event for event, _ in change["events"]]
            elif "note" in change:
                notes[change["note"]] = change["text"]
            elif "gone" in change:
                notes.pop(change["gone"], None)
            elif "draft" in change:
                draft = change["draft"]
        return Content(tuple(events), frozenset(notes.items()), draft, handed["half_day"])


@dataclass(frozen=True, slots=True)
class Found:
    """What a killed program left behind."""

    content: Content
    plan: Plan
    events: tuple[RunEvent, ...]


def left_in(path: Path) -> Found:
    """Look at a copy of the file and its log, so that the next start finds what the kill left."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copyfile(source, copy.with_name(copy.name + suffix))
        with Library.open(copy, clock=clock) as library:
            session = library.unfinished_run()
            assert session is not None
            record = library.session(session)
        assert record.run is not None
        with closing(sqlite3.connect(copy)) as con:
            assert con.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert con.execute("PRAGMA foreign_key_check").fetchall() == []
            rows = con.execute(
                "SELECT block_id, status, run_ms, allotted_ms FROM block_actual WHERE run_id = ?",
                (record.run.id,),
            ).fetchall()
        plan, events = record.session.plan, record.run.events
        state = replay(plan, events).state
        assert state.last_event is not None
        assert set(rows) == {
            (row.id, row.status.value, row.elapsed, row.allotted)
            for row in project(plan, state, state.last_event).rows
        }
    content = Content(
        tuple(event.id for event in events),
        frozenset((note.id, note.text) for note in record.notes),
        record.draft,
        sum_of(record.rounds, record.polls, record.presences),
    )
    return Found(content, plan, events)


def assert_nothing_is_lost(before: Found, told: list[Told], after: Found) -> tuple[int, int]:
    """Check that the file holds the items in order, at least to the last that was called saved.

    Return how many events were acknowledged, and how many of them and of others are there.
    """
    saved = _saved(told)
    handed = [one for one in told if one["what"] == "handed"]
    states = [before.content]
    for item in handed:
        states.append(states[-1].after(item))
    assert after.content in states[saved:], (
        f"{saved} of {len(handed)} were called saved, "
        f"{[states.index(after.content)] if after.content in states else 'a mixture'} are there"
    )
    begun = len(before.content.events)
    return len(states[saved].events) - begun, len(after.content.events) - begun


def _saved(told: list[Told]) -> int:
    """Return how many items were called saved."""
    return max((one["number"] for one in told if one["what"] == "saved"), default=0)


def wrong_by(painted: Told, found: Found) -> tuple[int, int]:
    """Return how far the remaining time is off, and how far the painted figures are, in ms."""
    state = replay(found.plan, found.events).state
    current = project(found.plan, state, Instant(painted["wall"])).current
    assert current is not None
    assert painted["block"] == current.id
    assert painted["spoken"].startswith(found.plan.block(current.id).title)
    assert painted["is_paused"] == state.is_paused
    assert painted["half_day"] == found.content.half_day
    remaining = current.remaining
    off = 0
    while countdown(Duration(remaining + off)) != painted["shown"]:
        off += 1
        assert off < 5000, (painted, remaining)
    return abs(painted["remaining"] - remaining), off


def _warm_up(folder: Path) -> None:
    """Start once before: Python compiles at the first start after an installation."""
    path = folder / "first" / "library.db"
    fill_with_demo(path)
    with running("--library", path) as program:
        program.wait_for("painted")
        program.kill()


@pytest.mark.parametrize("kills", [KILLS])
def test_kills_of_the_whole_program_lose_nothing(tmp_path: Path, kills: int) -> None:
    """F1: no acknowledged event is lost, none is half there, and the cockpit is right again."""
    chance = random.Random()
    starts: list[float] = []
    remaining_off: list[float] = []
    figures_off: list[float] = []
    acknowledged = there = early = 0
    _warm_up(tmp_path)
    for number in range(kills):
        if number % KILLS_A_LIBRARY == 0:
            path = tmp_path / f"{number}" / "library.db"
            fill_with_demo(path)
            before = left_in(path)
        with running("--library", path) as program:
            if chance.random() < 0.1:
                # A kill before anything can be seen.
                program.idle(chance.random() * 0.9)
                early += 1
            else:
                painted = program.wait_for("painted")
                starts.append(painted["monotonic"] - program.started)
                remaining, shown = wrong_by(painted, before)
                remaining_off.append(remaining)
                figures_off.append(shown)
                if chance.random() < 0.2:
                    program.press("stage", "strip")
                program.order("autopilot", chance.getrandbits(32), 2, 30)
                program.idle(chance.random() * 1.5)
            program.kill()
            assert "Traceback" not in program.problems, program.problems
        after = left_in(path)
        counted = assert_nothing_is_lost(before, program.told, after)
        acknowledged += counted[0]
        there += counted[1]
        before = after
    figures.note(
        "kill -9 of the running program",
        f"{kills} kills ({early} while starting), {acknowledged} acknowledged events, 0 lost, "
        f"0 half-written ({there} found)",
        bar="0 lost",
        count=kills,
    )
    figures.note_times("start after a kill to painted cockpit", starts, bar="1.5 s")
    figures.note_times("remaining time after a kill, off by", remaining_off, bar="50 ms")
    figures.note_times("painted figures after a kill, late by", figures_off)
    assert max(remaining_off) <= RIGHT_WITHIN_MS


@pytest.mark.parametrize("kills", [CROWDED_KILLS])
def test_kills_with_rooms_out_and_a_poll_open_lose_nothing(tmp_path: Path, kills: int) -> None:
    """F1, T11: every room, seat, ballot, count and presence is there again, as it was saved."""
    chance = random.Random()
    remaining_off: list[float] = []
    acknowledged = out = polling = 0
    _warm_up(tmp_path)
    for number in range(kills):
        if number % KILLS_A_LIBRARY == 0:
            # Its rooms are out and its poll is open.
            path = tmp_path / f"{number}" / "library.db"
            fill_with_demo(path)
            before = left_in(path)
        with running("--library", path) as program:
            painted = program.wait_for("painted")
            remaining_off.append(wrong_by(painted, before)[0])
            out += painted["is_out"]
            polling += painted["has_poll"]
            program.order("crowd", chance.getrandbits(32), 2, 30)
            program.idle(chance.random() * 2)
            program.kill()
            assert "Traceback" not in program.problems, program.problems
        after = left_in(path)
        assert_nothing_is_lost(before, program.told, after)
        acknowledged += _saved(program.told)
        before = after
    figures.note(
        "kill -9 with rooms and polls under way",
        f"{kills} kills ({out} with rooms out, {polling} with an open poll), "
        f"{acknowledged} acknowledged changes, 0 lost, 0 half-written",
        bar="0 lost",
        count=kills,
    )
    assert max(remaining_off) <= RIGHT_WITHIN_MS
    assert out
    assert polling
