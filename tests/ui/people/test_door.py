"""The door list by keys: check-in, modes, walk-ins, who is missing, lost lines, undo (A2, A3)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QLabel

from tests.ui.cockpit import Cockpit, at, half_day
from tests.ui.people.crowd import CROWD, IN_ROOM, REMOTE, here, open_crowd, person
from tests.ui.screens import programme_changes
from ui.models.door_model import ROW_ROLE, DoorRow
from ui.people.people_panel import PeoplePanel
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.presence import Source
from virtu_desktop.domain.programme import GroupId
from virtu_desktop.domain.roster import search_words


@pytest.fixture
def door(desktop: Cockpit) -> Cockpit:
    """Open a half-day of 24 people, five minutes before it begins."""
    open_crowd(desktop)
    return desktop


def panel(cockpit: Cockpit) -> PeoplePanel:
    """Return the People tab."""
    return cockpit.window.run.people


def check_in(cockpit: Cockpit, *typed: str) -> None:
    """Type each text into the search and press Enter."""
    if not panel(cockpit).field.hasFocus():
        cockpit.key("D")
    for text in typed:
        # Keys of a test keyboard are those of English letters.
        cockpit.type(text if text.isascii() else " ".join(search_words(text)))
        cockpit.key("Return")


def listed(cockpit: Cockpit) -> list[str]:
    """Return the names in the list; a walk-in that is offered has a plus."""
    model = panel(cockpit).model
    rows = [model.row(place) for place in range(model.rowCount())]
    return [f"+{row.typed}" if row.person is None else row.person.name for row in rows if row]


def chosen(cockpit: Cockpit) -> str:
    """Return the name in the row that is chosen."""
    row = panel(cockpit).list.currentIndex().data(ROW_ROLE)
    assert isinstance(row, DoorRow)
    return "" if row.person is None else row.person.name


def words(cockpit: Cockpit) -> str:
    """Return all words of the head of the panel."""
    shown = [one for one in panel(cockpit).findChildren(QLabel) if one.isVisible()]
    return " | ".join(one.text() for one in shown)


def test_two_letters_and_enter_check_the_queue_in(door: Cockpit) -> None:
    """One after the other, without a mouse: the search is empty for the next one each time."""
    check_in(door, "ai", "es", "em")

    assert {name: stay.mode for name, stay in here(door).items()} == {
        "Aino Lahti": Mode.ROOM,
        "Esa Laine": Mode.SITE,
        "Emma Nurmi": Mode.REMOTE,
    }
    assert {stay.source for stay in here(door).values()} == {Source.DOOR}
    assert panel(door).field.text() == ""
    assert panel(door).field.hasFocus()
    assert chosen(door) == "Emma Nurmi"


def test_letters_find_first_and_last_names_without_accents(door: Cockpit) -> None:
    """Who is missing stands first, and a hurried finger needs no dots."""
    door.key("D")
    door.type("oh")
    by_last_name = listed(door)
    door.key("Escape")
    door.type("an")
    by_first_name = listed(door)
    door.type(" ab")

    assert by_last_name == ["Kaisa Öhman", "+oh"]
    assert by_first_name == ["Anders Sjöberg", "Anna Åberg", "Antti Koski", "+an"]
    assert listed(door) == ["Anna Åberg", "+an ab"]


def test_who_has_come_makes_room_for_who_is_missing(door: Cockpit) -> None:
    """The second Anna is the best match once the first one is here."""
    check_in(door, "ant", "an")

    assert set(here(door)) == {"Antti Koski", "Anders Sjöberg"}


def test_enter_in_an_empty_search_checks_nobody_in(door: Cockpit) -> None:
    """A second Enter by mistake is nobody's check-in."""
    check_in(door, "ai")
    door.key("Return", "Return")

    assert set(here(door)) == {"Aino Lahti"}


def test_mode_keys_in_the_search_are_for_the_one_who_is_meant(door: Cockpit) -> None:
    """Alt+E checks in remotely; with nothing typed it is for who came last."""
    door.key("D")
    door.type("ai")
    door.key("Alt+E")
    typed = {name: stay.mode for name, stay in here(door).items()}
    door.key("Alt+R")

    assert typed == {"Aino Lahti": Mode.REMOTE}
    assert {name: stay.mode for name, stay in here(door).items()} == {"Aino Lahti": Mode.ROOM}
    assert len(door.controller.register.presences) == 1


def test_plain_mode_keys_work_in_the_list_and_skip_nothing(door: Cockpit) -> None:
    """R, E and S set the mode there; S does not skip a block and R restores none."""
    check_in(door, "ai")
    door.key("Escape", "S")
    at_site = here(door)["Aino Lahti"]
    door.key("E")
    remote = here(door)["Aino Lahti"]
    door.key("R")

    assert (at_site.mode, at_site.site) == (Mode.SITE, "Kuopio")
    assert remote.mode is Mode.REMOTE
    assert here(door)["Aino Lahti"].mode is Mode.ROOM
    assert all(row.status.value == "pending" for row in door.projection.rows)


def test_counts_stand_against_the_expected(door: Cockpit) -> None:
    """How many of how many, by place, and how many are missing."""
    check_in(door, "ai", "an", "es", "em")

    said = words(door)

    assert "4 of 24 here" in said
    assert "20 missing" in said
    assert "In the room 1/11" in said
    assert "Kuopio 1/6" in said
    assert "Remote 2/7" in said


def test_missing_names_are_copied(door: Cockpit) -> None:
    """One name a line, in the order of the list, ready for a message."""
    check_in(door, *(name for name in IN_ROOM), *(name for name in REMOTE))

    door.key("Escape", "Shift+D")

    assert QGuiApplication.clipboard().text().splitlines() == [
        "Esa Laine",
        "Oili Korhonen",
        "Pekka Aho",
        "Raili Kivi",
        "Sami Harju",
        "Tiina Vuori",
    ]
    assert door.toast == "6 names copied."


def test_a_walk_in_is_one_line(door: Cockpit) -> None:
    """Name, organisation, Enter: the person is there, and is not expected."""
    check_in(door, "Uuno Turhapuro, ELY-keskus")

    register = door.controller.register
    (found,) = (one for one in register.people.values() if one.name == "Uuno Turhapuro")
    assert found.organisation == "ELY-keskus"
    assert here(door)["Uuno Turhapuro"].mode is Mode.ROOM
    assert found.id not in register.expected
    assert "1 walk-in" in words(door)


def test_walk_in_key_adds_also_who_looks_like_somebody(door: Cockpit) -> None:
    """Shift+W adds the person who is typed, whoever else that name would find."""
    door.key("Shift+W")
    door.type("Aino")
    door.key("Return")

    assert set(here(door)) == {"Aino"}


def test_a_likely_double_is_hinted_before_it_is_made(door: Cockpit) -> None:
    """A slip in a name that is on the list is not another person unnoticed."""
    door.key("D")
    door.type("Minna Virtannen")

    row = panel(door).model.row(0)

    assert row is not None
    assert row.person is None
    assert row.alike is not None
    assert row.alike.name == "Minna Virtanen"


def test_somebody_of_another_group_is_found_and_is_a_guest(door: Cockpit) -> None:
    """The programme's people can come; nobody has to be typed anew."""
    check_in(door, "zel")

    assert set(here(door)) == {"Zelda Strand"}
    assert PersonId("Zelda Strand") not in door.controller.register.expected


def test_away_back_and_left(door: Cockpit) -> None:
    """A, B and X in the list: two stays, and the words say where the person is."""
    check_in(door, "ai")
    door.key("Escape", "A")
    row = panel(door).model.row(0)
    door.wait(240)
    door.key("B")
    back = set(here(door))
    door.key("X")

    assert row is not None
    assert row.standing.kind.value == "away"
    assert back == {"Aino Lahti"}
    assert here(door) == {}
    assert len(door.controller.register.presences) == 2


def test_all_remote_lose_the_line_and_have_it_back_with_one_key(door: Cockpit) -> None:
    """Those in the room stay; after the second press everybody is back where they were."""
    check_in(door, "ai", *REMOTE)
    door.key("Escape", "Shift+L")
    lost = set(here(door))
    said = words(door)
    door.wait(360)
    door.key("Shift+L")

    assert lost == {"Aino Lahti"}
    assert "7 without a line" in said
    assert set(here(door)) == {"Aino Lahti", *REMOTE}


def test_undo_takes_a_check_in_back_from_the_search(door: Cockpit) -> None:
    """Ctrl+Z right after Enter, while the keyboard is still in the search; the toast offers it."""
    check_in(door, "ai", "es")
    door.key("Ctrl+Z")
    after_key = set(here(door))
    check_in(door, "em")
    door.click_undo()

    assert after_key == {"Aino Lahti"}
    assert set(here(door)) == {"Aino Lahti"}


def test_arrows_choose_another_match(door: Cockpit) -> None:
    """Down and Enter check the second match in."""
    door.key("D")
    door.type("an")
    door.key("Down", "Return")

    assert set(here(door)) == {"Anna Åberg"}


def test_stays_are_corrected_by_typing_times(door: Cockpit) -> None:
    """F2, another time, Enter: the stay begins earlier, and Ctrl+Z takes the correction back."""
    check_in(door, "ai")
    door.key("Escape", "F2", "Ctrl+A")
    door.type("8:40")
    door.key("Return")
    corrected = here(door)["Aino Lahti"].joined
    door.key("Ctrl+Z")

    assert corrected == at("08:40:00")
    assert here(door)["Aino Lahti"].joined > at("08:55:00")
    assert [one.kind.value for one in door.controller.register.corrections] == [
        "moved",
        "taken_back",
    ]


def test_stays_are_added_cut_joined_and_removed(door: Cockpit) -> None:
    """The field takes from and to; every row can be joined with the one above, and removed."""
    editor = panel(door).stays
    door.wait(3600)
    check_in(door, "ai")
    door.key("Escape", "F2")
    door.click(door.named_button("Remove", editor))
    editor._times.setFocus()  # noqa: SLF001 - reached by Tab, wherever that is
    door.type("9:00-9:50")
    door.click(door.named_button("Add a stay", editor))
    editor._times.setFocus()  # noqa: SLF001
    door.type("9:10-9:20")
    door.click(door.named_button("Cut out", editor))
    divided = [(stay.joined, stay.left) for stay in door.controller.register.presences]
    door.click(door.named_button("Join", editor))
    (whole,) = door.controller.register.presences

    assert divided == [(at("09:00:00"), at("09:10:00")), (at("09:20:00"), at("09:50:00"))]
    assert (whole.joined, whole.left) == (at("09:00:00"), at("09:50:00"))


def test_every_correction_has_a_key(door: Cockpit) -> None:
    """Arrows go from row to row; add, cut, move, join and remove without the mouse."""
    door.wait(3600)
    check_in(door, "ai")
    door.key("Escape", "F2", "Down")
    door.type("9:00-9:50")
    door.key("Return")
    door.key("Up", "Ctrl+Delete", "Down")
    door.type("9.10 - 9.20")
    door.key("Ctrl+Return")
    divided = [(stay.joined, stay.left) for stay in door.controller.register.presences]
    door.key("Up", "Ctrl+A")
    door.type("9.25")
    door.key("Return")
    moved = [stay.joined for stay in door.controller.register.presences]
    door.key("Ctrl+J")
    (whole,) = door.controller.register.presences
    kinds = dict.fromkeys(one.kind.value for one in door.controller.register.corrections)

    assert divided == [(at("09:00:00"), at("09:10:00")), (at("09:20:00"), at("09:50:00"))]
    assert moved == [at("09:00:00"), at("09:25:00")]
    assert (whole.joined, whole.left) == (at("09:00:00"), at("09:50:00"))
    assert list(kinds) == ["added", "removed", "cut", "moved", "joined"]


def test_times_that_do_not_fit_change_nothing(door: Cockpit) -> None:
    """An end before the beginning is refused in words; the row shows what is true again."""
    check_in(door, "ai")
    before = here(door)["Aino Lahti"]
    door.key("Escape", "F2", "Tab")
    door.type("8:00")
    door.key("Return")

    assert here(door)["Aino Lahti"] == before
    assert "These times do not fit." in door.toast


def test_names_are_shown_letter_by_letter(desktop: Cockpit) -> None:
    """Formulas, markup, marks of direction and 5,000 letters are text in one elided line."""
    names = ("=HYPERLINK(1)", "<h1>Mia</h1>", "\u202eaiM", "Ö" * 5000)
    odd = tuple(replace(person("x"), id=PersonId(name), name=name) for name in names)
    open_crowd(desktop, odd)
    check_in(desktop, "hyp", "ooo")
    image = QImage(panel(desktop).size(), QImage.Format.Format_ARGB32)

    panel(desktop).render(image, QPoint())

    assert sorted(listed(desktop)) == sorted(names)
    assert panel(desktop).width() <= 320
    rows = panel(desktop).list
    heights = {rows.visualRect(rows.model().index(place, 0)).height() for place in range(4)}
    assert heights == {46}
    assert desktop.toast.startswith("ÖÖÖ")


def test_the_door_is_reached_from_a_narrow_window(door: Cockpit) -> None:
    """D brings the panel to the front of the tabs below, with the search in view."""
    door.window.resize(1180, 720)
    assert not panel(door).isVisible()

    door.key("D")

    assert panel(door).field.hasFocus()
    assert panel(door).list.isVisible()
    assert panel(door).list.height() >= 46


def test_escape_leads_back_to_the_keys_of_the_cockpit(door: Cockpit) -> None:
    """From search to list to timeline: then P is the cockpit's again, and nobody is called so."""
    door.key("D", "Escape", "Escape")
    panel_has_it = panel(door).field.hasFocus() or panel(door).list.hasFocus()
    door.key("D")
    door.type("p")
    door.key("Return")
    once = here(door)
    door.key("Escape", "Shift+W")
    door.type("g")
    door.key("Return")

    assert not panel_has_it
    assert set(once) == {"Pekka Aho"}
    assert set(here(door)) == {"Pekka Aho"}


def test_the_palette_leads_to_the_door(door: Cockpit) -> None:
    """The palette finds the door list by its words."""
    door.key("Ctrl+K")
    door.type("walk-in")
    door.key("Return")

    assert panel(door).field.hasFocus()
    assert panel(door).field.placeholderText() == "Name, organisation"


def test_everything_is_there_again_after_a_kill(door: Cockpit) -> None:
    """What was pressed is on the disk: people, stays and the walk-in."""
    check_in(door, "ai", "Uuno Turhapuro")
    assert door.library.flush(10)

    record = door.library.session(door.controller.session.id)

    assert set(record.presences) == set(door.controller.register.presences)
    assert {one.name for one in record.people} == {*(one.name for one in CROWD), "Uuno Turhapuro"}


@pytest.mark.parametrize(
    ("group", "how"),
    [
        (None, "Type a name to add a walk-in."),
        ("g1", "Type a name to add a walk-in, or fill in the roster: Ctrl+R."),
    ],
)
def test_an_empty_door_list_says_how_people_come_in(
    desktop: Cockpit, group: str | None, how: str
) -> None:
    """A roster helps only a session of a group; with the first walk-in the words are gone."""
    desktop.library.submit(*programme_changes())
    desktop.open(replace(half_day(), group=None if group is None else GroupId(group)))
    assert f"Nobody is expected. {how}" in words(desktop)

    desktop.key("D")
    desktop.type("Maija")
    desktop.key("Return")

    assert listed(desktop) == ["Maija"]
    assert "Nobody is expected" not in words(desktop)
