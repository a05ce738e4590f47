"""Breakout rooms in a live session: formed, sent out, adjusted, changed, harvested, undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Desk, at, mins, plan
from tests.domain.grouping import checker
from virtu_desktop.domain.grouping.forming import form_rounds
from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import BlockId, BreakoutSettings
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.domain.rooms import RoomState
from virtu_desktop.domain.timeline import Phase
from virtu_desktop.engine.breakouts import Breakouts
from virtu_desktop.engine.room_steps import RoomStepKind

GROUP = GroupId("g1")
PEOPLE = tuple(
    Participant(
        id=PersonId(f"p{number:02}"),
        programme=ProgrammeId("pr"),
        name=f"Person {number:02}",
        group=GROUP,
        usual_mode=Mode.REMOTE if number > 8 else Mode.ROOM,
    )
    for number in range(1, 14)
)


def opened(*, rounds: int = 1, present: int = 12) -> Desk:
    """Return a session at 9:10, its breakout block of 20 minutes running, people checked in."""
    planned = plan("a 10", "b 20 breakout", "c 10")
    settings = BreakoutSettings(group_size=4, rounds=rounds, mode="mixed")
    planned = planned.with_block(replace(planned.block(BlockId("b")), breakout=settings))
    desk = Desk(planned, people=PEOPLE, group=GROUP)
    register = desk.controller.register
    for person in PEOPLE[:present]:
        register.check_in(person.id, at=desk.controller.now())
    desk.controller.start_next()
    desk.to("9:10")
    desk.controller.start_next()
    return desk


def formed(desk: Desk, count: int = 1) -> Breakouts:
    """Form rooms for the block and return what keeps them."""
    breakouts = desk.controller.breakouts
    block = breakouts.block
    assert block is not None
    rounds = form_rounds(breakouts.request(block), count, seed=1, effort=3000).rounds
    breakouts.seat(block, rounds, _names)
    return breakouts


def _names(rooms: Round) -> list[str]:
    return [f"Room {number}" for number in range(1, len(rooms) + 1)]


def ends(desk: Desk) -> str:
    """Return the projected end of the session as hours and minutes."""
    minutes = (desk.controller.projection().projected_end - at("0:00")) // 60_000
    return f"{minutes // 60}:{minutes % 60:02}"


def test_those_present_are_seated_once() -> None:
    """Everybody who is there has one room, nobody else has any."""
    desk = opened()

    breakouts = formed(desk)

    round_ = breakouts.current
    assert round_ is not None
    names = [person.id for person in PEOPLE[:12]]
    assert checker.faults([round_.people], names, {}, 4) == []
    assert breakouts.unplaced() == ()


def test_t8_the_end_of_the_session_follows_the_rooms() -> None:
    """Sent out, one room three more, all rooms one less, called back: right at each step."""
    desk = opened()
    breakouts = formed(desk)
    assert ends(desk) == "9:40"

    breakouts.send_out()
    assert ends(desk) == "9:40"

    assert breakouts.end_after(mins(3), room=1) == (at("9:33"), at("9:43"))
    breakouts.adjust(mins(3), room=1)
    assert ends(desk) == "9:43"

    breakouts.adjust(mins(-1))
    assert ends(desk) == "9:42"

    desk.to("9:20")
    breakouts.call_back()
    assert ends(desk) == "9:40"
    assert not breakouts.is_out


def test_a_pause_moves_the_rooms_and_the_end() -> None:
    """Rooms have the same time left after a pause as before it."""
    desk = opened()
    breakouts = formed(desk)
    breakouts.send_out()
    desk.to("9:15")
    desk.controller.pause_or_resume()
    desk.to("9:18")
    paused_end = ends(desk)
    desk.controller.pause_or_resume()

    round_ = breakouts.current
    assert round_ is not None
    assert breakouts.paused(round_) == mins(3)
    assert (paused_end, ends(desk)) == ("9:43", "9:43")
    breakouts.adjust(mins(1))
    assert ends(desk) == "9:44"


def test_everything_is_there_after_a_kill() -> None:
    """T11: rooms, seats, times and the projected end are the same after a restart."""
    desk = opened()
    breakouts = formed(desk)
    breakouts.send_out()
    breakouts.adjust(mins(3), room=0)
    breakouts.set_state(1, RoomState.HELP)
    before, end = breakouts.rounds, ends(desk)

    desk.reopen()

    assert desk.controller.breakouts.rounds == before
    assert desk.controller.breakouts.is_out
    assert ends(desk) == end


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_steps_are_taken_back_in_order(count: int) -> None:
    """Rounds and the projected end are as they were before each step."""
    desk = opened(present=13)
    breakouts = formed(desk)
    states, steps = [], []
    for command in (
        lambda: breakouts.send_out(),
        lambda: breakouts.adjust(mins(3), room=1),
        lambda: breakouts.move(PersonId("p01"), 2),
        lambda: breakouts.call_back(),
    ):
        states.append((breakouts.rounds, ends(desk)))
        step = command()
        if step is not None:
            steps.append(step)

    for _ in range(count):
        assert breakouts.take_back(steps.pop())
        assert (breakouts.rounds, ends(desk)) == states.pop()
    desk.reopen()
    assert desk.controller.breakouts.rounds == breakouts.rounds


def test_what_changed_since_is_not_taken_back() -> None:
    """An older step than the latest of a round stays."""
    desk = opened()
    breakouts = formed(desk)
    first = breakouts.send_out()
    breakouts.adjust(mins(1))
    assert first is not None

    assert not breakouts.take_back(first)


def test_steps_of_the_session_can_be_taken_back_around_the_rooms() -> None:
    """Undo of a step of the rooms leaves what came before it to be undone."""
    desk = opened()
    breakouts = formed(desk)
    desk.controller.adjust(mins(5))
    step = breakouts.send_out()
    assert step is not None
    desk.clock.advance(mins(1))

    assert not desk.controller.take_back()
    assert breakouts.take_back(step)
    desk.clock.advance(mins(1))
    assert desk.controller.take_back()
    assert ends(desk) == "9:40"


def test_a_latecomer_is_placed_and_nobody_else_moves() -> None:
    """Who comes late has no room until placed; then everybody else sits as before."""
    desk = opened()
    breakouts = formed(desk)
    breakouts.send_out()
    desk.to("9:14")
    late = PEOPLE[12].id
    desk.controller.register.check_in(late, at=desk.controller.now())
    assert breakouts.unplaced() == (late,)
    before = breakouts.rounds[0].seated

    step = breakouts.place(late)

    assert step is not None
    after = breakouts.rounds[0].seated
    assert {person: room for person, room in after.items() if person != late} == before
    assert after[late] == step.room
    assert breakouts.unplaced() == ()


def test_who_leaves_the_session_is_taken_out_of_the_room() -> None:
    """The seat ends then and stays in the record; who is only away keeps it."""
    desk = opened()
    breakouts = formed(desk)
    breakouts.send_out()
    desk.to("9:16")
    now = desk.controller.now()
    desk.controller.register.leave(PersonId("p01"), Leaving.LEFT, at=now)
    desk.controller.register.leave(PersonId("p02"), Leaving.AWAY, at=now)

    round_ = breakouts.rounds[0]
    assert PersonId("p01") not in round_.seated
    assert PersonId("p02") in round_.seated
    assert [seat.until for seat in round_.seats if seat.person == "p01"] == [now]


def test_a_card_becomes_a_note_and_both_are_taken_back() -> None:
    """The note has the name of the room; writing the card again changes the same note."""
    desk = opened()
    breakouts = formed(desk)

    breakouts.write_card(0, "Ask the remote people first")
    step = breakouts.write_card(0, "Ask twice")
    assert step is not None
    (note,) = desk.controller.notebook.notes
    assert (note.text, note.block) == ("Room 1: Ask twice", "b")

    assert breakouts.take_back(step)
    (note,) = desk.controller.notebook.notes
    assert note.text == "Room 1: Ask the remote people first"
    assert breakouts.rounds[0].rooms[0].card == "Ask the remote people first"


def test_the_next_round_knows_the_one_before() -> None:
    """Two rounds share the block's time, and the second repeats no pair that it need not."""
    desk = opened(rounds=2)
    breakouts = formed(desk, count=2)
    first, second = breakouts.rounds
    breakouts.send_out()
    assert breakouts.rounds[0].length == mins(9)
    desk.to("9:20")
    breakouts.call_back()

    assert breakouts.current == second
    breakouts.send_out()
    current = breakouts.current
    assert current is not None
    assert current.number == 2
    assert len(breakouts.history(current)) == 1
    assert checker.repeats([second.people], [first.people]) == 3


def test_people_who_came_between_the_rounds_are_in_the_second() -> None:
    """A planned round takes who has come since, and leaves out who has gone."""
    desk = opened(rounds=2)
    breakouts = formed(desk, count=2)
    register = desk.controller.register
    breakouts.send_out()
    breakouts.call_back()
    register.check_in(PEOPLE[12].id, at=desk.controller.now())
    register.leave(PersonId("p03"), Leaving.AWAY, at=desk.controller.now())

    breakouts.send_out()

    round_ = breakouts.current
    assert round_ is not None
    assert PEOPLE[12].id in round_.seated
    assert PersonId("p03") not in round_.seated


def test_another_block_ends_the_say_of_the_rooms() -> None:
    """Going on with the session while rooms are out gives the end back to the blocks."""
    desk = opened()
    breakouts = formed(desk)
    breakouts.send_out()
    breakouts.adjust(mins(5))
    desk.to("9:20")

    desk.controller.start_next()

    assert ends(desk) == "9:30"
    assert not breakouts.is_out
    assert desk.controller.projection().phase is Phase.RUNNING


def test_the_effect_of_a_move_is_known_before() -> None:
    """Taking one of two remote people away leaves the other alone."""
    desk = opened()
    breakouts = formed(desk)
    round_ = breakouts.current
    assert round_ is not None
    modes = {person.id: person.usual_mode for person in PEOPLE}
    remote = [[person for person in room if modes[person] is Mode.REMOTE] for room in round_.people]
    room = next(number for number, people in enumerate(remote) if len(people) == 2)
    to = next(number for number, people in enumerate(remote) if not people or number != room)

    effect = breakouts.effect_of_move(remote[room][0], to)

    assert effect is not None
    assert remote[room][1] in effect.lone


def test_locked_people_stay_when_the_rest_is_shuffled() -> None:
    """A new shuffle keeps the room of who is locked, and the number of rooms."""
    desk = opened()
    breakouts = formed(desk)
    step = breakouts.lock(PersonId("p05"))
    assert step is not None
    assert step.kind is RoomStepKind.LOCKED
    room = breakouts.rounds[0].seated[PersonId("p05")]
    block = breakouts.block
    assert block is not None

    again = form_rounds(breakouts.request(block), seed=9, effort=2000).rounds
    breakouts.seat(block, again, _names)

    assert breakouts.rounds[0].seated[PersonId("p05")] == room
    assert PersonId("p05") in breakouts.rounds[0].locked


def test_people_at_one_screen_of_a_site_stay_together() -> None:
    """Two people of a site share a screen and therefore a room."""
    desk = opened()
    register, now = desk.controller.register, desk.controller.now()
    for name in ("p01", "p02"):
        register.set_place(PersonId(name), Place(Mode.SITE, "Oulu"), at=now)

    round_ = formed(desk).current

    assert round_ is not None
    assert round_.seated[PersonId("p01")] == round_.seated[PersonId("p02")]


def test_the_same_groups_as_last_time() -> None:
    """Rooms of an earlier block come again with those present."""
    planned = plan("a 10", "b 20 breakout", "c 10 breakout")
    for name in ("b", "c"):
        block = planned.block(BlockId(name))
        planned = planned.with_block(replace(block, breakout=BreakoutSettings(group_size=4)))
    desk = Desk(planned, people=PEOPLE, group=GROUP)
    for person in PEOPLE[:12]:
        desk.controller.register.check_in(person.id, at=desk.controller.now())
    desk.controller.start_next()
    desk.controller.jump(BlockId("b"))
    breakouts = formed(desk)
    breakouts.send_out()
    breakouts.call_back()
    desk.controller.jump(BlockId("c"))
    coming = breakouts.block
    assert coming is not None

    again = breakouts.same_again(coming)

    assert again is not None
    assert [set(room) for room in again] == [set(room) for room in breakouts.rounds[0].people]
