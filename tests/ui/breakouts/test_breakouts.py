"""A breakout block in the real window, by keys, from groups to results, with the right end."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from tests.ui.cockpit import Cockpit, at, half_day
from ui.breakouts.room_painter import name_boxes
from ui.run.dock import Panel
from ui.widgets.buttons import ActionButton
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import BlockId, BreakoutSettings
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
)
from virtu_desktop.domain.rooms import BreakoutRound, RoomState
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.engine.breakouts import Breakouts
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme
from virtu_desktop.exchange.room_files import printed_rooms
from virtu_desktop.i18n import translator

GROUP = GroupId("g1")
NAMES = (
    *("Aino", "Bo", "Cita", "Dan", "Elina", "Fia", "Gun"),
    *("Hanna", "Ivo", "Juha", "Kaisa", "Lauri", "Mia"),
)


def people() -> tuple[Participant, ...]:
    """Return thirteen people of whom the last five are usually remote."""
    return tuple(
        Participant(
            id=PersonId(name.lower()),
            programme=ProgrammeId("p1"),
            name=f"{name} Testi",
            email=f"{name.lower()}@virtu.example" if name != "Bo" else "",
            group=GROUP,
            usual_mode=Mode.REMOTE if number > 7 else Mode.ROOM,
        )
        for number, name in enumerate(NAMES)
    )


def with_groups(rounds: int = 1) -> Session:
    """Return the half-day with settings for its breakout block of 30 minutes."""
    session = half_day()
    rooms = session.plan.block(BlockId("rooms"))
    settings = BreakoutSettings(group_size=4, mode="mixed", rounds=rounds)
    return replace(
        session, group=GROUP, plan=session.plan.with_block(replace(rooms, breakout=settings))
    )


@pytest.fixture
def rooms(desktop: Cockpit) -> Cockpit:
    """Open the session with twelve people present; the breakout block began at 9:55."""
    desktop.library.submit(
        SaveProgramme(programme=Programme(id=ProgrammeId("p1"), title="Virta", customer="")),
        SaveGroup(
            group=ParticipantGroup(
                id=GROUP, programme=ProgrammeId("p1"), name="North", site="", position=0
            )
        ),
        SavePeople(people=people()),
    )
    desktop.open(with_groups())
    controller = desktop.controller
    for person in people()[:12]:
        controller.register.check_in(person.id, at=controller.now())
    desktop.clock.advance(Duration(at("09:00:00") - controller.now()))
    controller.start_next()
    desktop.clock.advance(Duration(at("09:55:00") - controller.now()))
    controller.jump(BlockId("rooms"))
    desktop.wait(1)
    return desktop


def breakouts(cockpit: Cockpit) -> Breakouts:
    """Return the rooms of the open session."""
    return cockpit.controller.breakouts


def round_of(cockpit: Cockpit) -> BreakoutRound:
    """Return the round that is looked at."""
    current = breakouts(cockpit).current
    assert current is not None
    return current


def shown_buttons(cockpit: Cockpit) -> list[str]:
    """Return the words of the buttons below the rooms."""
    buttons = cockpit.window.run.breakouts.findChildren(ActionButton)
    return [button.text() for button in buttons if button.isVisible()]


def form(cockpit: Cockpit) -> None:
    """Form groups with the key and wait for the other thread."""
    cockpit.key("G", "Shift+G")
    cockpit.until(lambda: breakouts(cockpit).current is not None)
    cockpit.wait(1)


def end(cockpit: Cockpit) -> str:
    """Return the projected end of the session as a clock shows it."""
    minutes = (cockpit.projection.projected_end - at("00:00:00")) / MINUTE
    whole = round(minutes)
    return f"{whole // 60}:{whole % 60:02}"


def preview(cockpit: Cockpit) -> str:
    """Return what is said before a change."""
    panel = cockpit.window.run.breakouts
    return panel.preview


def test_a_block_from_groups_to_results_by_keys(rooms: Cockpit) -> None:
    """Form, send out, latecomer, leaver, one room +3, all rooms -1, call back, harvest."""
    form(rooms)
    assert end(rooms) == "10:35"
    assert len(round_of(rooms).rooms) == 3
    assert rooms.window.run.breakouts.heading == "3 rooms · 12 people"

    rooms.key("O")
    assert breakouts(rooms).is_out
    assert end(rooms) == "10:35"

    late = people()[12]
    rooms.controller.register.check_in(late.id, at=rooms.controller.now())
    rooms.wait(1)
    rooms.key("Shift+O")
    assert late.id in round_of(rooms).seated
    assert "Mia" in rooms.toast

    rooms.controller.register.leave(PersonId("aino"), Leaving.LEFT, at=rooms.controller.now())
    assert PersonId("aino") not in round_of(rooms).seated

    rooms.key("G", "Home", "Ctrl++", "Ctrl++", "Ctrl++")
    assert "+3 min" in preview(rooms)
    assert "the session ends 10:38 (3 min later)" in preview(rooms)
    assert end(rooms) == "10:35"
    rooms.key("Return")
    assert end(rooms) == "10:38"
    assert round_of(rooms).rooms[0].extra == 3 * MINUTE

    rooms.key("Alt+-")
    assert "the session ends 10:37 (1 min earlier)" in preview(rooms)
    rooms.key("Return")
    assert end(rooms) == "10:37"

    rooms.key("Ctrl+Z")
    assert end(rooms) == "10:38"

    rooms.key("O")
    assert not breakouts(rooms).is_out
    assert end(rooms) == "10:35"

    assert shown_buttons(rooms) == ["Copy for chat", "Shuffle", "Results"]
    rooms.key("G", "Home", "I")
    rooms.type("Ask twice")
    rooms.key("Return")
    rooms.type("Chair goes round")
    rooms.key("Return")
    rooms.type("Camera on")
    rooms.key("Return")
    cards = [room.card for room in round_of(rooms).rooms]
    assert cards == ["Ask twice", "Chair goes round", "Camera on"]
    notes = [note.text for note in rooms.controller.notebook.notes]
    assert [note.partition(": ")[2] for note in notes] == cards


def test_what_is_not_confirmed_changes_nothing(rooms: Cockpit) -> None:
    """Esc forgets an adjustment that was only looked at."""
    form(rooms)
    rooms.key("O", "Alt++")
    assert preview(rooms)

    rooms.key("Escape")

    assert preview(rooms) == ""
    assert end(rooms) == "10:35"


def test_a_move_by_keys_says_what_it_does_first(rooms: Cockpit) -> None:
    """The effect is shown while the number is typed; Enter moves, one key takes it back."""
    form(rooms)
    rooms.key("G", "Home")
    view = rooms.window.run.breakouts.view
    person = view.person
    assert person is not None

    rooms.key("Shift+M")
    rooms.type("2")
    assert "sizes differ by 2" in preview(rooms)
    rooms.key("Return")
    assert round_of(rooms).seated[person.id] == 1

    rooms.key("Ctrl+Z")
    assert round_of(rooms).seated[person.id] == 0


def test_a_name_is_dragged_to_another_room(rooms: Cockpit) -> None:
    """While it is over another card the effect is shown, and dropping it moves the person."""
    form(rooms)
    panel = rooms.window.run.breakouts
    view, model = panel.view, panel.model
    first = view.visualRect(model.index(0, 0))
    boxes = name_boxes(model.rows[0], QRectF(first))
    start = boxes[1].center().toPoint()
    person = model.rows[0].people[1].id
    target = view.visualRect(model.index(1, 0)).center()
    port = view.viewport()

    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(port, start + QPoint(30, 0))
    QTest.mouseMove(port, target)
    assert preview(rooms)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=target)

    assert preview(rooms) == ""
    assert round_of(rooms).seated[person] == 1


def test_locked_people_stay_through_a_shuffle(rooms: Cockpit) -> None:
    """Shift+U locks the person under the keyboard; Shift+G leaves the room as it is."""
    form(rooms)
    rooms.key("G", "End")
    person = rooms.window.run.breakouts.view.person
    assert person is not None
    rooms.key("Shift+U")
    before = round_of(rooms)

    rooms.key("Shift+G")
    rooms.until(lambda: round_of(rooms).seed != before.seed)

    assert round_of(rooms).seated[person.id] == before.seated[person.id]


def test_a_size_says_what_it_means_before_it_is_chosen(rooms: Cockpit) -> None:
    """With arrow keys from size to size, the words change; nothing is formed by that."""
    rooms.key("G")
    assert rooms.window.run.breakouts.sizes.words == "Groups of 4: every pair can be new."

    rooms.key("Left")

    assert rooms.window.run.breakouts.sizes.words == "Groups of 3: every pair can be new."
    assert breakouts(rooms).current is None


def test_the_chat_text_has_rooms_places_and_the_time(rooms: Cockpit) -> None:
    """F2 gives a room its place; Ctrl+G copies a line for each room and when to be back."""
    form(rooms)
    rooms.key("O", "G", "Home", "F2")
    rooms.type("Lobby; 2nd floor")
    rooms.key("Return", "Ctrl+G")

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].startswith("Lobby (2nd floor): ")
    assert len(lines) == 4
    assert lines[3] == "Back at 10:25"


def test_help_and_done_are_seen(rooms: Cockpit) -> None:
    """A room that needs help says so until it is taken back."""
    form(rooms)
    rooms.key("O", "G", "Home", "Shift+H")
    assert round_of(rooms).rooms[0].state is RoomState.HELP
    assert rooms.window.run.breakouts.model.rows[0].state == "Help needed"
    assert rooms.toast.endswith(": Help needed.")

    rooms.key("Shift+H")
    assert round_of(rooms).rooms[0].state is RoomState.WORKING
    assert rooms.toast.endswith(" goes on.")


def test_rooms_are_there_after_a_restart(rooms: Cockpit) -> None:
    """Opening the library again shows the same rooms with the right time left."""
    form(rooms)
    rooms.key("O")
    before = round_of(rooms)
    assert rooms.library.flush(10)

    record = rooms.library.session(rooms.controller.session.id)

    assert record.rounds == (before,)


def test_the_panel_has_its_tab_and_key(rooms: Cockpit) -> None:
    """G shows the tab with the keyboard on it."""
    rooms.key("G")

    assert rooms.window.run.dock.title(Panel.BREAKOUTS) == "Breakouts"
    assert rooms.window.run.breakouts.isVisible()


def test_the_printed_list_is_a_pdf(rooms: Cockpit) -> None:
    """The list for the door is set with the names as they are."""
    form(rooms)
    names = {person.id: person.name for person in people()}
    session = rooms.controller.session

    pdf = printed_rooms(
        translator("fi"),
        session,
        session.plan.block(BlockId("rooms")),
        round_of(rooms),
        names,
        rooms.controller.now(),
    )

    assert pdf.startswith(b"%PDF")
