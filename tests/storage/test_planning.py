"""What planning leaves in a library: templates, silenced rules, ticks, exports, earlier runs."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at, mins, plan
from tests.storage import saving
from tests.storage.conftest import OpenLibrary
from tests.storage.saving import SESSION, session_of, stamped
from tests.storage.test_opening import FIXTURES, change, value
from tests.storage.test_round_trip import FEWER, new_library, rows
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.plan_changes import insert, remove
from virtu_desktop.domain.plan_check import Rule, Silenced
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.run import EventId
from virtu_desktop.domain.template_differences import shape
from virtu_desktop.domain.templates import PlanTemplate, clock_of, template_of
from virtu_desktop.domain.time import Instant, ManualClock
from virtu_desktop.engine.changes import (
    AppendEvents,
    DeleteTemplate,
    OpenRun,
    RecordExport,
    RunId,
    RunKind,
    SaveBlock,
    SaveGroup,
    SaveProgramme,
    SaveSession,
    SaveTemplate,
    SilenceCheck,
    TickReadiness,
    UnsilenceCheck,
)
from virtu_desktop.storage.errors import UnknownSession
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.migrations import MINOR, VERSION


@st.composite
def templates(draw: st.DrawFn) -> PlanTemplate:
    """Draw a template with every field of its blocks filled somehow."""
    drawn = replace(draw(saving.sessions()), language=draw(st.sampled_from(["en", "fi", "sv"])))
    return template_of(drawn, template_id=draw(saving.names), title=draw(saving.texts))


@given(drawn=st.lists(templates(), max_size=3, unique_by=lambda one: one.id))
@FEWER
def test_templates_come_back_equal(drawn: list[PlanTemplate]) -> None:
    """Own templates come as they were saved, by title."""
    with new_library() as library:
        for template in drawn:
            library.submit(SaveTemplate(template=template))
        assert library.flush(10)

        found = library.templates()

        assert sorted(found, key=lambda one: one.id) == sorted(drawn, key=lambda one: one.id)
        assert [one.title for one in found] == sorted(one.title for one in found)


def test_a_template_is_renamed_and_deleted(library: Library) -> None:
    """Sessions made from a deleted template stay as they are."""
    template = template_of(session_of(), template_id="own", title="First")
    made = replace(session_of(), template="own")
    library.submit(SaveSession(session=made), SaveTemplate(template=template))
    library.submit(SaveTemplate(template=replace(template, title="Second")))
    assert library.flush(10)
    assert [one.title for one in library.templates()] == ["Second"]

    library.submit(DeleteTemplate(template="own"))

    assert library.flush(10)
    assert library.templates() == ()
    assert library.session(SESSION).session == made


def test_silenced_rules_come_back_with_their_reasons(library: Library) -> None:
    """One reason for each rule and block; for the whole session there is no block."""
    about_block = Silenced(Rule.LONG_TALK, BlockId("a"), "a guest")
    about_all = Silenced(Rule.ENDS_LATE, None, "agreed")
    library.submit(SaveSession(session=session_of()))
    library.submit(
        SilenceCheck(session=SESSION, silenced=replace(about_block, reason="first thought")),
        SilenceCheck(session=SESSION, silenced=about_block),
        SilenceCheck(session=SESSION, silenced=about_all),
        SilenceCheck(session=SESSION, silenced=Silenced(Rule.NO_OWNER, BlockId("a"), "x")),
    )
    library.submit(UnsilenceCheck(session=SESSION, rule=Rule.NO_OWNER, block=BlockId("a")))
    library.submit(UnsilenceCheck(session=SESSION, rule=Rule.LONG_TALK, block=None))
    assert library.flush(10)
    assert set(library.silenced(SESSION)) == {about_block, about_all}
    assert library.silenced(SessionId("other")) == ()

    library.submit(UnsilenceCheck(session=SESSION, rule=Rule.ENDS_LATE, block=None))

    assert library.flush(10)
    assert library.silenced(SESSION) == (about_block,)


def test_ticks_come_back(library: Library) -> None:
    """What is ready stays ready until the tick is taken away."""
    library.submit(SaveSession(session=session_of()))
    library.submit(
        TickReadiness(session=SESSION, key="standing:power", at=at("8:00")),
        TickReadiness(session=SESSION, key="material:a:pens", at=at("8:01")),
        TickReadiness(session=SESSION, key="standing:power", at=at("8:30")),
    )
    assert library.flush(10)
    assert library.ticks(SESSION) == {
        "standing:power": at("8:30"),
        "material:a:pens": at("8:01"),
    }

    library.submit(TickReadiness(session=SESSION, key="standing:power", at=None))

    assert library.flush(10)
    assert library.ticks(SESSION) == {"material:a:pens": at("8:01")}


def test_the_list_says_what_was_exported(library: Library) -> None:
    """The latest export counts, in whatever order they are recorded."""
    other = session_of(name="s2")
    library.submit(SaveSession(session=session_of()), SaveSession(session=other))
    for clock in ("12:00", "11:00"):
        library.submit(RecordExport(session=SESSION, at=at(clock), formats=("json", "csv")))
    assert library.flush(10)

    listed = {one.id: one for one in library.sessions()}

    assert listed[SESSION].exported == at("12:00")
    assert listed[SESSION].is_exported
    assert listed[other.id].exported is None
    assert not listed[other.id].is_exported
    assert rows(library.path, "SELECT formats FROM session_export")[0][0] == '["json", "csv"]'


def test_the_list_has_what_the_programme_shows(library: Library) -> None:
    """Template, language, delivery form and shape, as the plan is now."""
    session = replace(
        session_of(), template="t", language="sv", delivery=Delivery.ROOM, has_phones=True
    )
    longer = replace(session.plan.blocks[0], length=mins(45))
    library.submit(SaveSession(session=session))
    library.submit(SaveBlock(session=SESSION, block=longer))
    assert library.flush(10)

    (listed,) = library.sessions()

    assert (listed.template, listed.language, listed.delivery) == ("t", "sv", Delivery.ROOM)
    now = session.plan.with_block(longer)
    assert listed.shape == shape(now.blocks, clock_of(now))
    assert listed.shape != shape(session.plan.blocks, clock_of(session.plan))


def test_every_change_of_the_plan_has_a_number(library: Library) -> None:
    """A printed plan says which version it is; saving the same again is no new one."""
    session = session_of()
    library.submit(SaveSession(session=session), SaveSession(session=session_of(name="s2")))
    assert library.flush(10)
    assert library.plan_version(SESSION) == 1

    library.submit(SaveBlock(session=SESSION, block=replace(session.plan.blocks[0], title="x")))
    library.submit(SaveSession(session=replace(session, title="y")))
    library.submit(SaveSession(session=replace(session, title="y")))

    assert library.flush(10)
    assert library.plan_version(SESSION) == 3
    assert library.plan_version(SessionId("s2")) == 1
    with pytest.raises(UnknownSession):
        library.plan_version(SessionId("s3"))


def test_blocks_are_added_moved_and_removed(library: Library) -> None:
    """The rows follow a plan whose blocks come, go and change places."""
    session = session_of(plan("a 10", "b 20", "c 15", "d 5"))
    planned = insert(remove(session.plan, {BlockId("b")}), [_new()], 0)
    planned = replace(planned, blocks=planned.blocks[::-1])
    library.submit(SaveSession(session=session))
    library.submit(SaveSession(session=replace(session, plan=planned)))
    assert library.flush(10)

    assert library.session(SESSION).session.plan == planned
    found = rows(library.path, "SELECT block_id, origin FROM v_block")
    assert [tuple(row) for row in found] == [("d", ""), ("c", ""), ("a", ""), ("x", "t:9")]


def _new() -> Block:
    return replace(plan("x 5").blocks[0], origin="t:9")


def held(
    library: Library,
    name: str,
    planned: Plan,
    took: dict[str, float],
    *,
    begins: str = "9:00",
    kind: RunKind = RunKind.LIVE,
    ends: bool = True,
) -> SessionId:
    """Save a session that ran, with how many minutes each block took, in a group of its own."""
    group = ParticipantGroup(
        id=GroupId(f"group-{name}"), programme=ProgrammeId("p"), name=f"Group {name}"
    )
    session = replace(session_of(planned, name), group=group.id)
    facts = []
    clock = at(begins)
    for block, length in took.items():
        facts.append(Event(at=clock, type=EventType.START, block=BlockId(block)))
        clock = Instant(clock + mins(length))
    if ends:
        facts.append(Event(at=clock, type=EventType.END))
    run = RunId(f"run-{name}")
    events = (
        replace(stamped(number, fact), id=EventId(f"{name}{number}"))
        for number, fact in enumerate(facts)
    )
    library.submit(
        SaveProgramme(programme=Programme(id=ProgrammeId("p"), title="P")),
        SaveGroup(group=group),
        SaveSession(session=session),
        OpenRun(run=run, session=session.id, kind=kind, plan=planned, at=at(begins)),
        AppendEvents(run=run, events=tuple(events)),
    )
    return session.id


def known(*words: str) -> Plan:
    """Return a plan whose blocks are copies of those of a template."""
    planned = plan(*words)
    blocks = (replace(one, origin=f"t:{one.id[0]}") for one in planned.blocks)
    return replace(planned, blocks=tuple(blocks))


def run_of(planned: float, took: float, group: str) -> EarlierRun:
    """Return an earlier run in minutes."""
    return EarlierRun(planned=mins(planned), took=mins(took), group=group)


def test_earlier_runs_of_the_same_blocks_are_remembered(library: Library) -> None:
    """Planned and actual minutes of other groups' live runs, the newest first (T12)."""
    held(library, "a", known("a1 25", "b1 10"), {"a1": 31, "b1": 12}, begins="9:00")
    held(library, "b", known("a2 20", "b2 10"), {"a2": 34, "b2": 8}, begins="13:00")
    held(library, "r", known("a3 25"), {"a3": 99}, begins="15:00", kind=RunKind.REHEARSAL)
    held(library, "now", known("a4 25", "b4 10"), {"a4": 5, "b4": 1}, begins="16:00", ends=False)
    mine = held(library, "me", known("a5 25", "b5 10", "c5 5"), {"a5": 77}, begins="17:00")
    assert library.flush(10)

    found = library.earlier_runs(mine)

    assert found == {
        "t:a": (
            run_of(25, 5, "Group now"),
            run_of(20, 34, "Group b"),
            run_of(25, 31, "Group a"),
        ),
        "t:b": (run_of(10, 8, "Group b"), run_of(10, 12, "Group a")),
    }
    assert library.earlier_runs(SessionId("nobody")) == {}


def test_a_block_that_was_carried_remembers_where_it_came_from(library: Library) -> None:
    """A block made afresh in one group is known by its id in the groups that took it over."""
    held(library, "b", plan("own 10", "x 5"), {"own": 14, "x": 5})
    taken = plan("copy 10", "y 5")
    taken = taken.with_block(replace(taken.blocks[0], origin="own"))
    mine = held(library, "c", taken, {}, ends=False)
    assert library.flush(10)

    assert library.earlier_runs(mine) == {"own": (run_of(10, 14, "Group b"),)}
    assert library.earlier_runs(SessionId("b")) == {}


def test_version_1_0_gets_origins_and_numbers(path: Path, open_library: OpenLibrary) -> None:
    """In an old library sessions made from a template know their blocks, and do not differ."""
    path.parent.mkdir()
    shutil.copyfile(FIXTURES / "v1.0.db", path)
    change(path, "UPDATE session SET template = 'virtu-9'")

    library = open_library()
    session = library.session(SESSION).session

    assert [block.origin for block in session.plan.blocks] == [
        "virtu-9:1",
        "virtu-9:2",
        "virtu-9:3",
    ]
    assert (session.delivery, session.has_phones) == (Delivery.HYBRID, False)
    assert library.plan_version(SESSION) == 1
    (listed,) = library.sessions()
    assert listed.shape == shape(session.plan.blocks, clock_of(session.plan))
    assert value(path, "PRAGMA user_version") == VERSION
    (backup,) = [one for one in library.backups() if one.label]
    assert (backup.label, value(backup.path, "PRAGMA user_version")) == (f"pre-v1.{MINOR}", 1 << 16)


def test_version_1_0_can_be_looked_at_without_changing_it(
    path: Path, open_library: OpenLibrary
) -> None:
    """Reading only, an old library answers everything and keeps every byte."""
    path.parent.mkdir()
    shutil.copyfile(FIXTURES / "v1.0.db", path)
    content = path.read_bytes()

    library = open_library(read_only=True)

    assert library.session(SESSION).session == session_of()
    assert [one.exported for one in library.sessions()] == [None]
    assert (library.templates(), library.silenced(SESSION), library.ticks(SESSION)) == ((), (), {})
    assert library.plan_version(SESSION) == 1
    assert [found.note.id for found in library.search_notes("paatos")] == ["n1"]
    library.close()
    assert path.read_bytes() == content


def test_a_program_of_version_1_0_can_write(library: Library) -> None:
    """Rows that it makes, without the new columns, read as it meant them."""
    library.submit(SaveSession(session=Session(id=SESSION, title="T", plan=plan("a 10"))))
    assert library.flush(10)
    path = library.path
    library.close()
    old = "id, group_id, title, number, language, template, zone, start_utc, end_utc"
    more = "target_end_utc, planned_end_utc, planned_ms"
    change(
        path,
        f"INSERT INTO session ({old}, {more})"
        f" SELECT 'old', {old.removeprefix('id, ')}, {more} FROM session",
    )

    with Library.open(path, clock=ManualClock(at("9:00"))) as again:
        listed = {one.id: one for one in again.sessions()}

    assert (listed[SessionId("old")].delivery, listed[SessionId("old")].shape) == (
        Delivery.HYBRID,
        "",
    )


def test_library_of_version_1_1_has_what_planning_left(
    path: Path, open_library: OpenLibrary
) -> None:
    """Templates, silenced rules, ticks and exports of a file that this version wrote first."""
    path.parent.mkdir()
    shutil.copyfile(FIXTURES / "v1.1.db", path)

    library = open_library()

    assert library.templates() == (template_of(session_of(), template_id="own", title="Oma"),)
    assert library.silenced(SESSION) == (Silenced(Rule.NO_OWNER, None, "sovittu"),)
    assert library.ticks(SESSION) == {"standing:power": at("8:00")}
    assert [one.exported for one in library.sessions()] == [at("12:00")]
