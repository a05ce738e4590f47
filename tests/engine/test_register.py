"""The attendance register: who is expected, who comes and goes, corrections, and undo."""

from __future__ import annotations

import pytest

from tests.builders import Desk, at, plan
from virtu_desktop.domain.head_count import Place, PlaceCount
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import BadStay, Leaving, StandingKind
from virtu_desktop.domain.presence_changes import CorrectionKind
from virtu_desktop.domain.programme import GroupId, ProgrammeId
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.changes import SaveExpectations
from virtu_desktop.engine.register import Register, StepKind

GROUP = GroupId("g1")
AINO, BO, CITA, EVE = (PersonId(name) for name in ("aino", "bo", "cita", "eve"))
ROOM, REMOTE = Place(Mode.ROOM), Place(Mode.REMOTE)
KUOPIO = Place(Mode.SITE, "Kuopio")


def person(
    name: str, *, mode: Mode = Mode.ROOM, site: str = "", member: bool = True
) -> Participant:
    """Return somebody of the programme."""
    return Participant(
        id=PersonId(name),
        programme=ProgrammeId("p1"),
        name=name.title(),
        site=site,
        group=GROUP if member else None,
        usual_mode=mode,
    )


PEOPLE = (
    person("aino"),
    person("bo", mode=Mode.REMOTE),
    person("cita", mode=Mode.SITE, site="Kuopio"),
    person("eve", member=False),
)


@pytest.fixture
def desk() -> Desk:
    """Return a desk at 8:50 with three people of the group, and one of another."""
    return Desk(plan("a 30", "b 30"), now="8:50", people=PEOPLE, group=GROUP)


@pytest.fixture
def register(desk: Desk) -> Register:
    """Return the register of that desk."""
    return desk.controller.register


def kinds(desk: Desk) -> dict[str, StandingKind]:
    """Return where everybody stands who is not missing."""
    register, now = desk.controller.register, desk.controller.now()
    found = {one: register.standing(one, now).kind for one in register.people}
    return {one: kind for one, kind in found.items() if kind is not StandingKind.MISSING}


def spans(register: Register, who: PersonId) -> list[tuple[str, str]]:
    """Return the stays of a person as clocks show them; an open end is empty."""
    return [
        (_clock(stay.joined), "" if stay.left is None else _clock(stay.left))
        for stay in register.stays_of(who)
    ]


def _clock(instant: int) -> str:
    minutes = (instant - at("0:00")) // 60_000
    return f"{minutes // 60}:{minutes % 60:02}"


def test_people_come_in_as_they_are_expected(desk: Desk, register: Register) -> None:
    """Nobody has to say that the site is the site; the mode and the place are known."""
    for who in (AINO, BO, CITA):
        register.check_in(who, at=at("8:50"))

    stays = [(stay.person, stay.mode, stay.site) for stay in register.presences]
    assert stays == [
        (AINO, Mode.ROOM, ""),
        (BO, Mode.REMOTE, ""),
        (CITA, Mode.SITE, "Kuopio"),
    ]
    assert desk.store.record(desk.session, PEOPLE).presences == register.presences


def test_who_is_there_cannot_come_again(register: Register) -> None:
    """A second check-in changes nothing."""
    register.check_in(AINO, at=at("8:50"))

    assert register.check_in(AINO, at=at("8:51")) is None
    assert len(register.presences) == 1


def test_heads_are_counted_against_the_expected(desk: Desk, register: Register) -> None:
    """Places stand in order, a guest is a walk-in, and who is missing is named."""
    register.check_in(AINO, at=at("8:50"))
    register.check_in(EVE, at=at("8:50"))

    count = register.count(at("8:50"))

    assert (count.expected, count.present, count.came, count.walk_ins) == (3, 2, 1, 1)
    assert count.missing == (BO, CITA)
    assert count.places == (
        PlaceCount(place=ROOM, present=2, expected=1, walk_ins=1),
        PlaceCount(place=KUOPIO, present=0, expected=1),
        PlaceCount(place=REMOTE, present=0, expected=1),
    )


def test_a_walk_in_is_new_and_not_expected(desk: Desk, register: Register) -> None:
    """One line makes a person who is there and belongs to the programme."""
    step = register.walk_in("  Dan   Walk ", organisation="ELY", place=ROOM, at=at("8:50"))

    assert step is not None
    assert step.person is not None
    new = register.people[step.person]
    assert (new.name, new.organisation, new.group) == ("Dan Walk", "ELY", None)
    assert step.person not in register.expected
    assert kinds(desk) == {step.person: StandingKind.PRESENT}
    assert register.walk_in("   ", place=ROOM, at=at("8:50")) is None


def test_the_start_writes_down_who_is_expected(desk: Desk, register: Register) -> None:
    """Who joins the group afterwards was not expected, also after the program was closed."""
    register.set_place(BO, ROOM, at=at("8:50"))
    desk.controller.start_next()
    register.follow_people([person("late")])

    (saved,) = (one for one in desk.store.changes[-3:] if isinstance(one, SaveExpectations))
    assert {one.person: one.mode for one in saved.expectations} == {
        AINO: Mode.ROOM,
        CITA: Mode.SITE,
    }
    assert register.expected == (AINO, BO, CITA)
    assert set(desk.reopen().register.expected) == {AINO, BO, CITA}


def test_mode_before_coming_is_what_is_expected(register: Register) -> None:
    """R, E and S before the check-in say how somebody will take part."""
    register.set_place(AINO, REMOTE, at=at("8:50"))
    register.check_in(AINO, at=at("8:51"))

    assert register.presences[0].mode is Mode.REMOTE
    assert register.set_place(AINO, REMOTE, at=at("8:52")) is None


def test_mode_soon_after_coming_puts_a_slip_right(desk: Desk, register: Register) -> None:
    """Within five minutes it was a slip: there is one stay, in the other mode."""
    register.check_in(AINO, at=at("8:50"))
    register.set_place(AINO, REMOTE, at=at("8:54:59"))

    assert [(stay.joined, stay.mode) for stay in register.presences] == [(at("8:50"), Mode.REMOTE)]


def test_mode_later_is_a_move(register: Register) -> None:
    """After that the person has moved: both stays are kept."""
    register.check_in(AINO, at=at("8:50"))
    register.set_place(AINO, REMOTE, at=at("9:30"))

    assert spans(register, AINO) == [("8:50", "9:30"), ("9:30", "")]
    assert [stay.mode for stay in register.presences] == [Mode.ROOM, Mode.REMOTE]


def test_away_and_back_are_two_stays_in_one_place(desk: Desk, register: Register) -> None:
    """Whoever comes back takes part as before, though expected otherwise."""
    register.check_in(CITA, at=at("8:50"), place=REMOTE)
    register.leave(CITA, Leaving.AWAY, at=at("9:00"))
    desk.to("9:05")
    away = kinds(desk)
    step = register.check_in(CITA, at=at("9:05"))

    assert away == {CITA: StandingKind.AWAY}
    assert step is not None
    assert step.kind is StepKind.CAME_BACK
    assert [stay.mode for stay in register.presences] == [Mode.REMOTE, Mode.REMOTE]
    assert register.leave(BO, Leaving.LEFT, at=at("9:05")) is None


def test_a_lost_line_takes_the_remote_and_brings_them_back(desk: Desk, register: Register) -> None:
    """Only who was remote and there comes back; who had left stays away."""
    for name in ("r1", "r2", "r3"):
        register.follow_people([person(name, mode=Mode.REMOTE)])
        register.check_in(PersonId(name), at=at("8:50"))
    register.check_in(AINO, at=at("8:50"))
    register.leave(PersonId("r3"), Leaving.LEFT, at=at("9:00"))

    lost = register.lose_line(at=at("9:10"))
    assert lost is not None
    assert lost.count == 2
    assert register.is_line_lost(at("9:11"))
    register.check_in(PersonId("r2"), at=at("9:12"))
    back = register.regain_line(at=at("9:16"))

    assert back is not None
    assert back.count == 1
    assert spans(register, PersonId("r1")) == [("8:50", "9:10"), ("9:16", "")]
    assert spans(register, PersonId("r2")) == [("8:50", "9:10"), ("9:12", "")]
    assert spans(register, PersonId("r3")) == [("8:50", "9:00")]
    assert spans(register, AINO) == [("8:50", "")]
    assert register.regain_line(at=at("9:17")) is None


def test_a_lost_line_is_still_lost_after_a_restart(desk: Desk, register: Register) -> None:
    """Who waits for the line is read from the stays, not remembered."""
    register.check_in(BO, at=at("8:50"))
    register.lose_line(at=at("9:10"))

    again = desk.reopen().register

    assert again.regain_line(at=at("9:16")) is not None
    assert spans(again, BO) == [("8:50", "9:10"), ("9:16", "")]


def test_one_shared_screen_can_lose_its_line(register: Register) -> None:
    """The people at another screen stay."""
    register.check_in(CITA, at=at("8:50"))
    register.check_in(AINO, at=at("8:50"), place=Place(Mode.SITE, "Pori"))

    register.lose_line(at=at("9:00"), mode=Mode.SITE, site="Kuopio")

    assert set(register.present(at("9:01"))) == {AINO}


def test_corrections_add_move_cut_and_join(register: Register) -> None:
    """Each leaves the stays as said, and its old and new values in the log."""
    added = register.add_stay(AINO, joined=at("9:00"), left=at("10:00"), place=ROOM, at=at("11:00"))
    (stay,) = register.stays_of(AINO)
    register.move_stay(stay.id, joined=at("8:50"), left=at("10:30"), at=at("11:01"))
    moved = spans(register, AINO)
    register.cut_stay(stay.id, start=at("9:30"), end=at("9:45"), at=at("11:02"))
    divided = spans(register, AINO)
    register.join_stays([one.id for one in register.stays_of(AINO)], at=at("11:03"))
    joined = spans(register, AINO)
    register.remove_stay(register.stays_of(AINO)[0].id, at=at("11:04"))

    assert added.kind is StepKind.ADDED
    assert (moved, divided) == ([("8:50", "10:30")], [("8:50", "9:30"), ("9:45", "10:30")])
    assert (joined, spans(register, AINO)) == ([("8:50", "10:30")], [])
    log = [
        (one.kind, one.before and _clock(one.before.joined), one.after and _clock(one.after.joined))
        for one in register.corrections
    ]
    assert log == [
        (CorrectionKind.ADDED, None, "9:00"),
        (CorrectionKind.MOVED, "9:00", "8:50"),
        (CorrectionKind.CUT, "8:50", "8:50"),
        (CorrectionKind.CUT, None, "9:45"),
        (CorrectionKind.JOINED, "9:45", None),
        (CorrectionKind.JOINED, "8:50", "8:50"),
        (CorrectionKind.REMOVED, "8:50", None),
    ]


def test_a_correction_that_makes_no_sense_changes_nothing(register: Register) -> None:
    """Backwards, outside or alone: refused, and nothing is saved or logged."""
    register.check_in(AINO, at=at("9:00"))
    (stay,) = before = register.presences

    with pytest.raises(BadStay):
        register.move_stay(stay.id, joined=at("9:00"), left=at("8:00"), at=at("9:10"))
    with pytest.raises(BadStay):
        register.cut_stay(stay.id, start=at("8:00"), end=at("9:00"), at=at("9:10"))
    with pytest.raises(BadStay):
        register.join_stays([stay.id], at=at("9:10"))

    assert (register.presences, register.corrections) == (before, ())


def test_a_wrong_mode_is_put_right_for_the_whole_stay(register: Register) -> None:
    """The log has the old mode; the same mode again is no step."""
    register.check_in(AINO, at=at("9:00"))
    (stay,) = register.stays_of(AINO)
    register.leave(AINO, Leaving.LEFT, at=at("11:00"))

    step = register.place_stay(stay.id, REMOTE, at=at("12:00"))

    (after,) = register.stays_of(AINO)
    assert (after.mode, after.joined, after.left) == (Mode.REMOTE, at("9:00"), at("11:00"))
    (logged,) = register.corrections
    assert logged.before is not None
    assert logged.after is not None
    assert (logged.before.mode, logged.after.mode) == (stay.mode, Mode.REMOTE)
    assert step is not None
    assert register.place_stay(stay.id, REMOTE, at=at("12:01")) is None


def test_everything_can_be_taken_back_step_by_step(desk: Desk, register: Register) -> None:
    """After all steps are taken back the register and what is stored are as at the beginning."""
    before = register.session_people
    register.check_in(AINO, at=at("8:50"))
    register.set_place(BO, ROOM, at=at("8:50"))
    register.walk_in("Dan", place=REMOTE, at=at("8:51"))
    register.set_place(AINO, REMOTE, at=at("9:30"))
    register.lose_line(at=at("9:31"))
    register.regain_line(at=at("9:35"))
    register.leave(AINO, Leaving.AWAY, at=at("9:40"))
    register.expect(CITA, is_expected=False)
    register.check_in(EVE, at=at("9:41"))
    register.remove_stay(register.stays_of(EVE)[0].id, at=at("9:42"))

    taken_back = 0
    while register.take_back(at=at("9:50")):
        taken_back += 1

    stored = desk.store.record(desk.session, PEOPLE)
    assert taken_back == 10
    assert (register.presences, register.session_people) == ((), before)
    assert (stored.presences, stored.expectations, stored.people) == ((), (), PEOPLE)
    assert [one.kind for one in register.corrections] == [
        CorrectionKind.REMOVED,
        CorrectionKind.TAKEN_BACK,
    ]


def test_an_older_step_is_taken_back_unless_it_was_built_upon(register: Register) -> None:
    """Undo of a notice takes its own step back, and only while nothing of it has changed."""
    first = register.check_in(AINO, at=at("8:50"))
    second = register.check_in(BO, at=at("8:51"))
    register.leave(BO, Leaving.LEFT, at=at("8:55"))

    assert first is not None
    assert register.take_back(first, at=at("8:56"))
    assert not register.take_back(second, at=at("8:56"))
    assert not register.take_back(first, at=at("8:56"))
    assert spans(register, AINO) == []
    assert spans(register, BO) == [("8:51", "8:55")]


def test_merged_people_are_one_here_too(register: Register) -> None:
    """Stays and expectation move with a merge in the roster, and back with its undo."""
    register.check_in(BO, at=at("8:50"))
    aino, bo = register.people[AINO], register.people[BO]

    register.follow_merge(aino, BO)
    merged = (spans(register, AINO), BO in register.people)
    register.follow_split(aino, bo)

    assert merged == ([("8:50", "")], False)
    assert (spans(register, AINO), spans(register, BO)) == ([], [("8:50", "")])


def test_listeners_hear_of_people_and_presence(desk: Desk, register: Register) -> None:
    """Windows look at presence again after a check-in, at people after a roster change."""
    heard: list[frozenset[Area]] = []
    desk.controller.bus.subscribe(heard.append)

    register.check_in(AINO, at=at("8:50"))
    register.follow_people([person("aino", mode=Mode.REMOTE)])

    assert heard == [frozenset({Area.PRESENCE}), frozenset({Area.PEOPLE})]
