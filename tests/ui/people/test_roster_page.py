"""The roster editor by keys: add, change, tag, move, merge, delete, and undo of each (A1)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.ui.cockpit import Cockpit, focused, light
from tests.ui.people.crowd import CROWD, GROUP, OTHER_GROUP, PROGRAMME, open_crowd, person
from ui.actions import Screen
from ui.people.roster_page import RosterPage
from virtu_desktop.domain.people import Mode, Participant, PersonId


@pytest.fixture
def roster(desktop: Cockpit) -> RosterPage:
    """Open the roster from a session with 24 people in its group and one in another."""
    return opened(desktop)


def opened(cockpit: Cockpit, people: tuple[Participant, ...] = CROWD) -> RosterPage:
    """Open the roster from the half-day of these people."""
    open_crowd(cockpit, people)
    cockpit.key("Ctrl+R")
    page = cockpit.window.roster
    cockpit.until(lambda: page.model.rowCount() > 0)
    return page


def names(page: RosterPage) -> list[str]:
    """Return the names that are listed."""
    found = (page.model.person(row) for row in range(page.model.rowCount()))
    return [one.name for one in found if one is not None]


def stored(cockpit: Cockpit) -> dict[str, Participant]:
    """Return what the library has, by name."""
    assert cockpit.library.flush(10)
    return {one.name: one for one in cockpit.library.people(PROGRAMME.id)}


def field(page: RosterPage, name: str) -> QLineEdit:
    """Return a line of the form."""
    (found,) = (one for one in page.form.findChildren(QLineEdit) if one.accessibleName() == name)
    return found


def choose(cockpit: Cockpit, page: RosterPage, *rows: int) -> None:
    """Choose rows from the top with the keyboard; several must follow each other."""
    page.table.setFocus()
    page.table.selectRow(rows[0])
    for _row in rows[1:]:
        cockpit.key("Shift+Down")


def test_the_open_session_s_group_is_shown_first(desktop: Cockpit, roster: RosterPage) -> None:
    """Ctrl+R leads from the run to its group, Escape leads back."""
    there = desktop.window.shown_screen
    assert len(names(roster)) == 24
    assert "Zelda Strand" not in names(roster)

    desktop.key("Escape")

    assert (there, desktop.window.shown_screen) == (Screen.ROSTER, Screen.RUN)


def test_typed_words_find_people(desktop: Cockpit, roster: RosterPage) -> None:
    """Parts of first and last name, without accents."""
    desktop.key("/")
    desktop.type("an ab")

    assert names(roster) == ["Anna Åberg"]


def test_a_line_adds_a_person_to_the_group(desktop: Cockpit, roster: RosterPage) -> None:
    """Name, organisation and address in one line; undo takes the person away again."""
    desktop.key("A")
    desktop.type("Uuno Uusi, ELY-keskus, uuno@example.fi")
    desktop.key("Return")
    added = stored(desktop)["Uuno Uusi"]
    roster.table.setFocus()
    desktop.key("Ctrl+Z")

    assert (added.organisation, added.email, added.group) == (
        "ELY-keskus",
        "uuno@example.fi",
        GROUP.id,
    )
    assert "Uuno Uusi" not in stored(desktop)


def test_who_is_added_is_expected_in_the_open_session(desktop: Cockpit, roster: RosterPage) -> None:
    """The door list of a session that has not begun follows the roster at once."""
    desktop.key("A")
    desktop.type("Uuno Uusi")
    desktop.key("Return")

    register = desktop.controller.register
    assert len(register.expected) == 25
    assert "Uuno Uusi" in {register.people[one].name for one in register.expected}


def test_fields_change_the_chosen_person(desktop: Cockpit, roster: RosterPage) -> None:
    """Enter keeps a field; an empty name is refused in words."""
    choose(desktop, roster, 0)
    chosen = names(roster)[0]
    line = field(roster, "Organisation")
    line.setFocus()
    desktop.key("Ctrl+A")
    desktop.type("Kela")
    desktop.key("Return")
    name = field(roster, "Name")
    name.setFocus()
    desktop.key("Ctrl+A", "Delete", "Return")

    assert stored(desktop)[chosen].organisation == "Kela"
    assert "A person needs a name." in {
        label.text()
        for label in roster.form.findChildren(type(roster.form._title))  # noqa: SLF001
    }
    assert chosen in stored(desktop)


def test_several_are_tagged_and_moved(desktop: Cockpit, roster: RosterPage) -> None:
    """Shift+Down chooses more; tag and group are given to all of them, and undone apart."""
    choose(desktop, roster, 0, 1, 2)
    three = names(roster)[:3]
    line = field(roster, "Add a tag to all")
    line.setFocus()
    desktop.type("pilot")
    desktop.key("Return")
    tagged = [stored(desktop)[one].tags for one in three]
    roster.form.moved.emit(OTHER_GROUP.id)
    moved = [stored(desktop)[one].group for one in three]
    roster.table.setFocus()
    desktop.key("Ctrl+Z")

    assert tagged == [("pilot",)] * 3
    assert moved == [OTHER_GROUP.id] * 3
    assert [stored(desktop)[one].group for one in three] == [GROUP.id] * 3
    assert [stored(desktop)[one].tags for one in three] == [("pilot",)] * 3


def test_likely_doubles_are_offered_and_merged(desktop: Cockpit) -> None:
    """Same address first; merging keeps what only one entry says, and can be undone."""
    first = replace(person("Aino Lahti"), email="aino@example.fi", tags=("a",))
    second = replace(
        person("Aino Lahti-Koski", Mode.REMOTE),
        email="AINO@example.fi",
        site="Pori",
        tags=("b",),
    )
    page = opened(desktop, (first, second, person("Bo Ek")))
    desktop.until(lambda: page._doubles.isVisible())  # noqa: SLF001
    desktop.click(desktop.named_button("Merge", page._doubles))  # noqa: SLF001
    merged = stored(desktop)
    page.table.setFocus()
    desktop.key("Ctrl+Z")

    assert "Aino Lahti-Koski" not in merged
    assert (merged["Aino Lahti"].site, merged["Aino Lahti"].tags) == ("Pori", ("a", "b"))
    assert stored(desktop)["Aino Lahti"] == first
    assert stored(desktop)["Aino Lahti-Koski"] == second


def test_merging_takes_the_stays_along(desktop: Cockpit) -> None:
    """Who was checked in under the one name is there under the other."""
    page = opened(desktop, (person("Aino Lahti"), person("Aino L")))
    desktop.controller.register.check_in(PersonId("Aino L"), at=desktop.controller.now())
    choose(desktop, page, 1)
    desktop.key("Shift+Up", "Ctrl+M")

    kept = PersonId("Aino L") if "Aino L" in stored(desktop) else PersonId("Aino Lahti")
    assert set(desktop.controller.register.present(desktop.controller.now())) == {kept}
    record = desktop.library.session(desktop.controller.session.id)
    assert {stay.person for stay in record.presences} == {kept}


def test_only_people_without_a_record_are_deleted(desktop: Cockpit, roster: RosterPage) -> None:
    """Delete takes away who was in no session; who was stays, and the words say so."""
    first, second = names(roster)[:2]
    roster.roster.has_attended.add(PersonId(first))
    choose(desktop, roster, 0, 1)

    desktop.key("Delete")

    assert first in stored(desktop)
    assert second not in stored(desktop)
    assert "1 person stands in a session's record and stays." in desktop.toast


def test_odd_names_are_plain_text(desktop: Cockpit) -> None:
    """Markup is shown letter by letter in table and form, and long names do not widen anything."""
    odd = (
        replace(person("x"), id=PersonId("1"), name="<b>Mia</b>"),
        replace(person("x"), id=PersonId("2"), name="W" * 5000),
    )
    page = opened(desktop, odd)
    choose(desktop, page, 0)

    assert names(page) == ["<b>Mia</b>", "W" * 5000]
    choose(desktop, page, 1)
    assert page.width() == desktop.window.width()
    assert page.form.width() <= 340


def test_a_low_window_leaves_the_room_to_the_table(desktop: Cockpit, roster: RosterPage) -> None:
    """The form of who is chosen opens when it is wanted, by button or by Tab, and goes again."""
    page = roster
    light(1.5)
    desktop.window.resize(1180, 720)
    choose(desktop, page, 1)
    assert not page.form.isVisible()
    desktop.click(desktop.named_button("Change…", page))
    assert page.form.isVisible()
    assert page.form.isAncestorOf(focused())
    choose(desktop, page, 2)
    assert not page.form.isVisible()
    desktop.key("A", "Tab")
    assert page.form.isAncestorOf(focused())
