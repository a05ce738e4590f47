"""Records of sessions, made by commands as a trainer gives them; for the tests of exports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import time as time_of_day

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests import drawn_polls
from tests.breakout_rounds import drawn_rounds
from tests.builders import Desk, mins, plan
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
)
from virtu_desktop.domain.polls import PollId
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
)
from virtu_desktop.domain.questions import PollKind, Question, Scale, Secrecy, Show
from virtu_desktop.domain.time import HOUR, MINUTE, Duration, Instant
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.record_json import PortableRecord

PROGRAMME = Programme(id=ProgrammeId("p1"), title="VIRTU 2026", customer="Customer")
GROUP = ParticipantGroup(
    id=GroupId("g1"), programme=PROGRAMME.id, name="Group B", site="Jyväskylä", position=1
)


def held(*, kind: RunKind = RunKind.LIVE, notes: Sequence[str] = ()) -> PortableRecord:
    """Return a session that ran from 9:02 to 10:04: a note in the first block, a pause, a skip."""
    desk = Desk(plan("a 20", "b 20/10 ?3", "c 20/10 break"), now="9:02", kind=kind)
    desk.controller.start_next()
    for line in notes:
        desk.controller.add_note(line)
    desk.to("9:22")
    desk.controller.pause_or_resume()
    desk.to("9:25")
    desk.controller.pause_or_resume()
    desk.controller.skip(BlockId("b"))
    desk.to("9:30")
    desk.controller.start_next()
    desk.to("10:04")
    desk.controller.end()
    record = desk.store.record(desk.session)
    session = replace(record.session, group=GROUP.id, number=2)
    record = replace(record, session=session, programme=PROGRAMME.id)
    return PortableRecord(record=record, programme=PROGRAMME, group=GROUP)


texts = st.text(max_size=30)
lengths = st.integers(0, 4 * HOUR).map(Duration)
scales = st.builds(
    Scale,
    lowest=st.integers(0, 1),
    highest=st.integers(5, 10),
    labels=st.sampled_from([(), ("low", "high")]),
)
polls = st.builds(
    Question,
    text=texts,
    kind=st.sampled_from(PollKind),
    options=st.lists(texts, max_size=3).map(tuple),
    min_choices=st.none() | st.integers(0, 3),
    max_choices=st.none() | st.integers(0, 3),
    scale=st.none() | scales,
    axes=st.none() | st.tuples(scales, scales),
    right=st.lists(st.integers(0, 3), max_size=2).map(tuple),
    asks_confidence=st.booleans(),
    unit=texts,
    secrecy=st.sampled_from(Secrecy),
    show=st.sampled_from(Show),
    timer_s=st.none() | st.integers(1, 600),
    repeat_key=st.none() | texts,
)
breakouts = st.builds(
    BreakoutSettings,
    group_size=st.integers(2, 8),
    mode=st.sampled_from(["mixed", "together", "any"]),
    rules=st.lists(texts, max_size=2).map(tuple),
    rounds=st.integers(1, 3),
    calls=st.lists(lengths, max_size=3).map(tuple),
)


@st.composite
def blocks(draw: DrawFn, number: int) -> Block:
    """Draw a block with every field filled."""
    length = draw(lengths)
    return Block(
        id=BlockId(f"b{number}"),
        length=length,
        minimum=Duration(draw(st.integers(0, length))),
        title=draw(texts),
        kind=draw(st.sampled_from(BlockKind)),
        fixed_start=draw(st.none() | st.sampled_from([time_of_day(9, 30), time_of_day(23, 5, 7)])),
        optional=draw(st.booleans()),
        priority=draw(st.integers(1, 3)),
        auto_advance=draw(st.booleans()),
        owner=draw(texts),
        room=draw(texts),
        remote=draw(texts),
        trainer_note=draw(texts),
        materials=tuple(draw(st.lists(texts, max_size=2))),
        polls=tuple(draw(st.lists(polls, max_size=2))),
        breakout=draw(st.none() | breakouts),
        origin=draw(st.sampled_from(["", f"virtu-1:{number}"])),
    )


@st.composite
def plans(draw: DrawFn) -> Plan:
    """Draw a plan of one to four blocks."""
    start = Instant(draw(st.integers(1_700_000_000_000, 1_900_000_000_000)))
    count = draw(st.integers(1, 4))
    return Plan(
        start=start,
        zone=draw(st.sampled_from(["Europe/Helsinki", "UTC", "America/New_York"])),
        blocks=tuple(draw(blocks(number)) for number in range(count)),
        end=draw(st.none() | lengths.map(lambda length: Instant(start + length))),
    )


COMMANDS = (
    *("next", "previous", "pause", "adjust", "skip", "restore", "note", "end", "take_back"),
    *("check_in", "check_in", "walk_in", "leave", "place", "line", "correct", "undo_people"),
)


def participants(programme: ProgrammeId | None) -> st.SearchStrategy[Participant]:
    """Return people with every field filled, of that programme."""
    return st.builds(
        Participant,
        id=st.integers(1, 9).map(lambda number: PersonId(f"person{number}")),
        programme=st.just(programme),
        name=texts,
        organisation=texts,
        site=texts,
        email=texts,
        group=st.sampled_from([None, GROUP.id, GroupId("elsewhere")]),
        tags=st.lists(texts, max_size=2).map(tuple),
        usual_mode=st.sampled_from(Mode),
        language=st.sampled_from(["", "fi"]),
    )


@st.composite
def portable_records(draw: DrawFn) -> PortableRecord:
    """Draw a record without private notes and without an unfinished line."""
    programme = draw(st.none() | st.just(PROGRAMME))
    owner = None if programme is None else programme.id
    people = draw(st.lists(participants(owner), max_size=4, unique_by=lambda person: person.id))
    desk = Desk(draw(plans()), kind=draw(st.sampled_from(RunKind)), people=people)
    for command in draw(st.lists(st.sampled_from(COMMANDS), max_size=15)):
        desk.clock.advance(Duration(draw(st.integers(200, 20 * MINUTE))))
        try:
            _give(desk, command, draw(texts), draw(st.integers(0, 9)))
        except BadEvent:
            continue
    record = desk.store.record(desk.session, people)
    # Somebody who has nothing to do with the session is in no record of it.
    named = {
        *(one.person for one in record.expectations),
        *(stay.person for stay in record.presences),
        *(one.person for one in record.corrections),
    }
    seated = st.lists(
        drawn_rounds(sorted(named), [block.id for block in record.session.plan.blocks]),
        max_size=2,
        unique_by=lambda one: one.id,
    )
    rounds = sorted(draw(seated), key=lambda one: (one.formed, one.block, one.number))
    if record.run is not None:
        slept = Incident(at=desk.controller.now(), kind=IncidentKind.SLEPT, length=mins(2))
        run = replace(record.run, incidents=(*record.run.incidents, slept))
        record = replace(record, run=run)
    public = tuple(replace(note, private=False) for note in record.notes)
    session = replace(
        record.session,
        title=draw(texts),
        number=draw(st.integers(1, 9)),
        delivery=draw(st.sampled_from(Delivery)),
        has_phones=draw(st.booleans()),
    )
    asked = tuple(draw(drawn_polls.polls(PollId(f"p{n}"))) for n in range(draw(st.integers(0, 2))))
    return PortableRecord(
        record=replace(
            record,
            session=session,
            polls=asked,
            rounds=tuple(rounds),
            notes=public,
            draft="",
            programme=owner,
            people=tuple(
                replace(person, programme=owner) for person in record.people if person.id in named
            ),
        ),
        programme=programme,
        group=draw(st.none() | st.just(GROUP)),
    )


def _give(desk: Desk, command: str, text: str, number: int) -> None:
    controller = desk.controller
    register, now = controller.register, controller.now()
    people = tuple(register.people)
    person = people[number % len(people)] if people else None
    stays = register.presences
    mode = tuple(Mode)[number % 3]
    if command == "walk_in":
        register.walk_in(text, organisation=text, place=Place(mode), at=now)
    elif command == "line":
        register.regain_line(at=now) or register.lose_line(at=now, mode=mode)
    elif command == "correct" and stays:
        stay = stays[number % len(stays)]
        register.move_stay(stay.id, joined=Instant(stay.joined - MINUTE), left=stay.left, at=now)
    elif command == "undo_people":
        register.take_back(at=now)
    elif person is not None and command == "check_in":
        register.check_in(person, at=now, place=Place(mode, text) if number > 5 else None)
    elif person is not None and command == "leave":
        register.leave(person, tuple(Leaving)[number % 3], at=now)
    elif person is not None and command == "place":
        register.set_place(person, Place(mode, text if mode is Mode.SITE else ""), at=now)
    first = desk.session.plan.blocks[0].id
    match command:
        case "next":
            controller.start_next()
        case "previous":
            controller.start_previous()
        case "pause":
            controller.pause_or_resume()
        case "adjust":
            controller.adjust(MINUTE)
        case "skip":
            controller.skip()
        case "restore":
            controller.restore(first)
        case "note":
            controller.add_note(f"{text} #idea @Mia")
        case "end":
            controller.end()
        case "take_back":
            controller.take_back()
        case _:
            pass
