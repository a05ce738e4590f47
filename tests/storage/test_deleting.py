"""Deleted sessions, groups and programmes: out of every list, whole when they come back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import at
from tests.storage.conftest import OpenLibrary
from tests.storage.saving import SESSION, appended, note_of, opening, session_of
from tests.storage.test_round_trip import rows
from virtu_desktop.domain.deleting import Item, ItemKind
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, Programme, ProgrammeId
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import (
    DeleteItems,
    RestoreItems,
    SaveGroup,
    SaveProgramme,
    SaveSession,
)
from virtu_desktop.storage.errors import UnknownSession
from virtu_desktop.storage.library import Library

GROUP = ParticipantGroup(id=GroupId("g1"), programme=ProgrammeId("p1"), name="North", site="Oulu")
ALL = (
    Item(kind=ItemKind.PROGRAMME, id="p1"),
    Item(kind=ItemKind.GROUP, id="g1"),
    Item(kind=ItemKind.SESSION, id=SESSION),
)


def fill(library: Library) -> None:
    """Put a programme with one group and a session with a run and a note into a library."""
    programme = Programme(id=ProgrammeId("p1"), title="Virta", customer="City")
    library.submit(SaveProgramme(programme=programme), SaveGroup(group=GROUP))
    library.submit(SaveSession(session=replace(session_of(), group=GROUP.id)))
    library.submit(opening(), appended(0), note_of(1))
    assert library.flush(10)


def test_deleted_items_stand_in_no_list(library: Library) -> None:
    """Lists, the search of notes, the view for people and the words of a command leave them out."""
    fill(library)
    library.submit(DeleteItems(items=ALL, at=at("09:00")))
    assert library.flush(10)

    assert library.programmes() == ()
    assert library.groups() == ()
    assert library.sessions() == ()
    assert library.search_notes("saara") == ()
    assert library.unfinished_run() is None
    assert rows(library.path, "SELECT * FROM v_session") == []
    with pytest.raises(UnknownSession):
        library.find_session(SESSION)
    assert [(one.item, one.title, one.at) for one in library.deleted()] == [
        (ALL[1], "North", at("09:00")),
        (ALL[0], "Virta", at("09:00")),
        (ALL[2], session_of().title, at("09:00")),
    ]


def test_restored_items_are_as_they_were(library: Library) -> None:
    """Nothing of the record is lost by deleting it."""
    fill(library)
    before = (library.sessions(), library.session(SESSION), library.groups())
    library.submit(DeleteItems(items=ALL, at=at("09:00")))
    library.submit(RestoreItems(items=ALL))
    assert library.flush(10)

    assert (library.sessions(), library.session(SESSION), library.groups()) == before
    assert library.deleted() == ()


def test_library_of_version_1_5_has_what_was_deleted(path: Path, open_library: OpenLibrary) -> None:
    """The deleted session of a file that this version wrote first is deleted still."""
    path.parent.mkdir()
    shutil.copyfile(Path(__file__).parent / "fixtures" / "v1.5.db", path)

    library = open_library()

    assert [one.item.id for one in library.deleted()] == ["gone"]
    assert "gone" not in {session.id for session in library.sessions()}


def test_what_comes_back_stands_in_a_list(library: Library) -> None:
    """A session comes back with its group and programme: alone it would stand nowhere."""
    fill(library)
    for place, item in enumerate(reversed(ALL)):
        library.submit(DeleteItems(items=(item,), at=Instant(at("09:00") + place)))

    library.submit(RestoreItems(items=ALL[2:]))
    assert library.flush(10)

    assert library.deleted() == ()
    assert [programme.title for programme in library.programmes()] == ["Virta"]
    assert [group.id for group in library.groups()] == ["g1"]
