"""An erased person is in no byte of library, backups, files set aside and logs (R7, T22)."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import at
from tests.domain.ballots import asked, ballot
from tests.exchange.attended import AINO, PEKKA, attended
from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.polls import NAMED_VOTER, Channel, Poll, VoterId
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.pseudonyms import pseudonym
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.time import MINUTE, ManualClock
from virtu_desktop.domain.wall import NOTHING_DECIDED, Theme, ThemeId, Wall
from virtu_desktop.domain.words import normal_text
from virtu_desktop.engine.changes import (
    AttendanceImport,
    RecordAttendanceImport,
    SaveDraft,
    SavePeople,
)
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.storage import disk
from virtu_desktop.storage.erasing import carried_out
from virtu_desktop.storage.errors import AmbiguousPerson, NoRoomToRemove, UnknownPerson
from virtu_desktop.storage.library import Library

NOTES = (
    "#idea Pekan kokeilu: Wirtasen kanssa",
    "#decision ask @pekka and pekka.w@example.org",
    "#action WIRTANEN answers to Aino Zachrisson",
    "#private Pekka Wirtanen was tired",
)
SECRETS = re.compile(rb"pekka|pekan|wirtanen|wirtasen|pekka\.w", re.IGNORECASE)
NAMESAKE = Participant(id=PersonId("other"), programme=PEKKA.programme, name="Liisa Salo")


def answered() -> Poll:
    """Return an open question that Pekka answered in the chat, on the roster and before it."""
    texts = ("Pekka Wirtanen has it right", "Coffee")
    ballots = [
        replace(
            ballot(0, voter, channel=Channel.CHAT, answer=Answer(texts=(text,)), code="pekka1"),
            name=PEKKA.name,
            written=f"{text}, says pekka",
        )
        for voter, text in zip((PEKKA.id, f"{NAMED_VOTER}pekka wirtanen"), texts, strict=True)
    ]
    question = Question(text="What helped?", kind=PollKind.OPEN, secrecy=Secrecy.NAMED)
    forms = frozenset(normal_text(text) for text in texts)
    theme = Theme(id=ThemeId("t"), name="Pekka", forms=forms)
    wall = Wall(shown=forms, themes=(theme,), frozen=(CloudWord(text="Pekka", people=2),))
    poll = asked(question, *ballots)
    return replace(poll, wall=wall)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Make a library with two backups, one set aside, and a record that names Pekka everywhere."""
    path = tmp_path / "library.sqlite"
    clock = ManualClock(at("12:00"))
    portable = attended(NOTES)
    blocks = portable.record.session.plan.blocks
    named = (replace(blocks[0], trainer_note="Pekka may be late"), *blocks[1:])
    session = replace(
        portable.record.session, plan=replace(portable.record.session.plan, blocks=named)
    )
    record = replace(portable.record, session=session, polls=(answered(),))
    with Library.open(path, clock=clock) as opened:
        opened.submit(
            *changes_of(replace(portable, record=record), has_programme=False, has_group=False),
            SaveDraft(session=session.id, text="Pekka said"),
            SavePeople(people=(NAMESAKE,)),
        )
        assert opened.flush(10)
        opened.backup_now()
        clock.advance(MINUTE)
        opened.backup_now()
    (tmp_path / "library.sqlite.replaced-20261125T100000.000Z").write_bytes(path.read_bytes())
    return path


def holding(folder: Path) -> list[str]:
    """Return the files of a folder, and of those in it, in whose bytes the name stands."""
    return [
        path.name
        for path in sorted(folder.rglob("*"))
        if path.is_file() and SECRETS.search(path.read_bytes())
    ]


def unpacked(folder: Path) -> list[bytes]:
    """Return the kept attendance reports of all library files of a folder, as they were."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.read_bytes().startswith(b"SQLite format 3"):
            with closing(sqlite3.connect(path)) as con:
                rows = con.execute("SELECT content FROM attendance_import").fetchall()
            found += [zlib.decompress(content) for (content,) in rows if content is not None]
    return found


def erase(path: Path) -> str:
    """Erase Pekka and return the pseudonym."""
    log = path.parent / "virtu.log"
    erased = Library.erase(path, PEKKA.id, clock=ManualClock(at("13:00")), logs=[log])
    assert erased.left == ()
    return pseudonym(PEKKA.id)


def test_t22_an_erased_name_is_in_no_byte(library: Path) -> None:
    """Library, both backups, the file set aside and the log held it before; none does now."""
    log = library.parent / "virtu.log"
    log.write_text(json.dumps({"text": "Pekka Wirtanen failed"}) + "\n", encoding="utf-8")
    before = holding(library.parent)

    erase(library)

    assert len(before) == 5
    assert holding(library.parent) == []
    assert not [path for path in library.parent.rglob("*") if path.name.endswith(("-wal", ".part"))]


@pytest.mark.parametrize("has_stay", [True, False])
def test_t22_a_kept_report_and_a_merge_do_not_keep_the_name(
    library: Path, *, has_stay: bool
) -> None:
    """The packed file of a meeting goes everywhere, also where it gave the person no stay."""
    clock = ManualClock(at("12:30"))
    content = "Name;In;Out\nPekka Wirtanen;9:00;12:00\n".encode("utf-16")
    with Library.open(library, clock=clock) as opened:
        session = opened.sessions()[0].id
        imported = AttendanceImport(
            sha256=hashlib.sha256(content).hexdigest(),
            file_name="Pekka Wirtanen's meeting.csv",
            format="mapped",
            at=at("12:20"),
            people=1,
            is_kept=True,
        )
        opened.submit(RecordAttendanceImport(session=session, imported=imported, content=content))
        assert opened.flush(10)
    with closing(sqlite3.connect(library)) as con:
        if not has_stay:
            con.execute("DELETE FROM presence")
        con.execute(
            "INSERT INTO record_merge VALUES"
            " ('m', '2026-11-25T10:00:00.000Z', 'Pekka.virtu', 1, '[]', ?)",
            (json.dumps({"before": {"name": "Pekka Wirtanen"}}),),
        )
        con.commit()
    with Library.open(library, clock=ManualClock(at("12:40"))) as opened:
        opened.backup_now()
    reports = unpacked(library.parent)
    assert len(reports) >= 2
    assert set(reports) == {content}
    before = holding(library.parent)

    erase(library)

    assert len(before) >= 5
    assert unpacked(library.parent) == []
    assert holding(library.parent) == []
    with Library.open(library, clock=ManualClock(at("13:30")), read_only=True) as opened:
        (kept,) = opened.attendance_imports(session)
    assert (kept.people, kept.is_kept) == (1, False)


def test_t22_totals_stay_with_the_pseudonym(library: Path) -> None:
    """Attendance, corrections and notes are there, under the pseudonym that exports use."""
    with Library.open(library, clock=ManualClock(at("12:30")), read_only=True) as opened:
        before = opened.session(opened.sessions()[0].id)

    label = erase(library)

    with Library.open(library, clock=ManualClock(at("13:30")), read_only=True) as opened:
        after = opened.session(opened.sessions()[0].id)
        assert [found.note.text for found in opened.search_notes(label)] != []
        assert opened.search_notes("wirtanen") == ()
    assert label == pseudonym(PEKKA.id)
    assert after.presences == before.presences
    assert after.corrections == before.corrections
    assert len(after.notes) == len(before.notes)
    (person,) = [one for one in after.people if one.id == PEKKA.id]
    assert (person.name, person.email, person.organisation) == (label, "", "")
    assert person.site == PEKKA.site
    assert [one for one in after.people if one.id == AINO.id] == [AINO]
    assert after.draft == f"{label} said"


def test_ballots_of_an_erased_person_stay_without_a_trace(library: Path) -> None:
    """The answers count as before; chat line, code and name are gone, and the wall still fits."""
    label = erase(library)

    with Library.open(library, clock=ManualClock(at("13:30")), read_only=True) as opened:
        (poll,) = opened.session(opened.sessions()[0].id).polls
    assert [(one.name, one.written, one.code) for one in poll.latest.ballots] == [
        (label, "", ""),
        (label, "", ""),
    ]
    texts = [text for one in poll.latest.ballots for text in one.answer.texts]
    assert texts == [f"{label} has it right", "Coffee"]
    assert poll.wall.shown == {normal_text(text) for text in texts}
    assert poll.latest.ballots[0].voter == VoterId(PEKKA.id)


def test_an_erased_library_and_its_backups_are_whole(library: Path) -> None:
    """Everything opens, and each backup is proved by its new sum."""
    erase(library)

    with Library.open(library, clock=ManualClock(at("13:30"))) as opened:
        assert len(opened.backups()) >= 2
        assert all(backup.is_good for backup in opened.backups())
    for path in (library, *library.parent.glob("backups/*.db")):
        with closing(sqlite3.connect(path)) as con:
            assert con.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_backup_that_is_damaged_is_told(library: Path) -> None:
    """What cannot be rewritten and holds the name is named, so that somebody deletes it."""
    damaged = sorted(library.parent.glob("backups/*.db"))[0]
    damaged.write_bytes(damaged.read_bytes() + b"x")

    erased = Library.erase(library, PEKKA.id, clock=ManualClock(at("13:00")))

    assert erased.left == (damaged,)


def test_erasing_twice_changes_nothing_more(library: Path) -> None:
    """The pseudonym is the same, and no text changes again."""
    first = erase(library)

    assert erase(library) == first


def test_people_are_found_by_id_address_and_name(library: Path) -> None:
    """An exact hit goes before a part; nobody and several are said."""
    with Library.open(library, clock=ManualClock(at("13:00")), read_only=True) as opened:
        assert opened.find_person("pekka.w@EXAMPLE.org").id == PEKKA.id
        assert opened.find_person("wirtanen").id == PEKKA.id
        assert opened.find_person("aino").id == AINO.id
        with pytest.raises(UnknownPerson):
            opened.find_person("nobody")
        with pytest.raises(UnknownPerson):
            opened.find_person(" ")
        with pytest.raises(AmbiguousPerson):
            opened.find_person("a")


def test_what_was_searched_is_told(library: Path) -> None:
    """Every file that held the name is named, and no log that is not there."""
    log = library.parent / "virtu.log"
    log.write_text("Pekka Wirtanen failed\n", encoding="utf-8")

    holders = holding(library.parent)

    erased = Library.erase(
        library, PEKKA.id, clock=ManualClock(at("13:00")), logs=[log, log.with_name("none.log")]
    )

    names = [path.name for path in erased.searched]
    assert names[0] == library.name
    assert len(holders) == 5
    assert set(holders) <= set(names)
    assert "none.log" not in names


def test_everybody_is_erased_while_the_library_is_open(library: Path) -> None:
    """With names in small letters too, no byte has them, and saving goes on."""
    clock = ManualClock(at("13:00"))
    with Library.open(library, clock=clock) as opened:
        session = opened.sessions()[0].id
        opened.submit(SaveDraft(session=session, text="pekka wirtanen is late"))
        programme = opened.session(session).programme
        assert programme is not None
        people = opened.people(programme)
        erased = carried_out(opened.removing(programme, FactName.KEEP_PEOPLE))
        assert holding(library.parent) == []
        assert opened.session(session).draft.startswith(pseudonym(PEKKA.id))
        opened.submit(SaveDraft(session=session, text="goes on"))
        assert opened.flush(10)
    assert erased.left == ()
    assert b"zachrisson" not in library.read_bytes().lower()
    with Library.open(library, clock=clock, read_only=True) as again:
        names = {one.id: one.name for one in again.people(programme)}
        assert names == {one.id: pseudonym(one.id) for one in people}
        assert again.session(session).draft == "goes on"


@pytest.mark.parametrize("kind", [FactName.KEEP_ATTENDANCE, FactName.KEEP_NOTES])
def test_a_class_of_data_goes_from_backups_too(library: Path, kind: FactName) -> None:
    """Nothing of the class is left in any file; the rest of the record is as it was."""
    clock = ManualClock(at("13:00"))
    with Library.open(library, clock=clock) as opened:
        before = opened.session(opened.sessions()[0].id)
        assert before.programme is not None
        had = {one.due.kind: one.count for one in opened.due(clock.read().wall)}
        carried_out(opened.removing(before.programme, kind))
        after = opened.session(before.session.id)
        left = {one.due.kind: one.count for one in opened.due(clock.read().wall)}
    assert had.pop(kind) > 0
    assert left == had
    assert after.run == before.run
    assert after.people == before.people
    if kind is FactName.KEEP_NOTES:
        assert (after.notes, after.draft) == ((), "")
        assert after.presences == before.presences
    else:
        assert (after.presences, after.corrections) == ((), ())
        assert after.notes == before.notes
    table = "note" if kind is FactName.KEEP_NOTES else "presence"
    files = [library, *library.parent.glob("backups/*.db"), *library.parent.glob("*.replaced-*")]
    assert len(files) >= 4
    for path in files:
        with closing(sqlite3.connect(path)) as con:
            assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_answers_that_go_leave_nothing_on_the_wall(library: Path) -> None:
    """What was let through or put into themes is text of people: it goes with the ballots."""
    clock = ManualClock(at("13:00"))
    with Library.open(library, clock=clock) as opened:
        before = opened.session(opened.sessions()[0].id)
        assert before.programme is not None
        carried_out(opened.removing(before.programme, FactName.KEEP_ANSWERS))
        (poll,) = opened.session(before.session.id).polls
    assert (poll.latest.ballots, poll.wall) == ((), NOTHING_DECIDED)
    assert b"has it right" not in library.read_bytes().lower()


def test_t22_who_is_stopped_half_way_can_begin_again(library: Path) -> None:
    """Left after the first backup, the person is still found, and the second time all is gone."""
    clock = ManualClock(at("13:00"))
    with Library.open(library, clock=clock) as opened:
        steps = opened.erasing([PEKKA.id])
        next(steps)
        next(steps)
        steps.close()
        assert opened.find_person(PEKKA.name) == PEKKA
    assert 0 < len(holding(library.parent)) < 5

    erase(library)

    assert holding(library.parent) == []


def test_without_room_nothing_is_removed(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is nearly full is said before any file is touched."""
    before = {path: path.read_bytes() for path in library.parent.glob("backups/*.db")}
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: 1000)

    with pytest.raises(NoRoomToRemove):
        erase(library)

    assert all(path.read_bytes() == data for path, data in before.items())
    with Library.open(library, clock=ManualClock(at("13:30")), read_only=True) as opened:
        assert opened.person(PEKKA.id) == PEKKA
