"""``virtu merge``: two halves of a record become one, once, with conflicts told (R3)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.cli.conftest import Run
from tests.exchange.attended import AINO, PEKKA, STAYS, attended
from virtu_desktop.cli.open_library import portable_record
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.presence import PresenceId, in_order
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import MINUTE, Duration, Instant, ManualClock
from virtu_desktop.engine.changes import RunId, SessionRecord
from virtu_desktop.exchange.bundle import write_bundle
from virtu_desktop.exchange.merge import Subject, merge
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord, write_record
from virtu_desktop.i18n import Translator
from virtu_desktop.storage.library import Library

EN = Translator("en")
SAID = ("number", "about", "ours", "theirs")
WALK_IN = Participant(id=PersonId("p-9"), programme=AINO.programme, name="Walk In")


def whole() -> PortableRecord:
    """Return the record of both sites."""
    portable = attended(("#idea one", "#decision two", "#action three"))
    late = replace(STAYS[0], id=PresenceId("9"), person=WALK_IN.id, joined=at("9:20"))
    record = replace(
        portable.record,
        people=(*portable.record.people, WALK_IN),
        presences=in_order((*portable.record.presences, late)),
    )
    return replace(portable, record=record)


def half(*, is_first: bool) -> PortableRecord:
    """Return what one site wrote down: each its notes and stays, one with a walk-in."""
    record = whole().record
    notes = record.notes[:2] if is_first else record.notes[1:]
    stays = record.presences[:1] if is_first else record.presences[1:]
    people = tuple(one for one in record.people if not is_first or one.id != WALK_IN.id)
    corrections = () if is_first else record.corrections
    tags = () if is_first else record.note_corrections
    return replace(
        whole(),
        record=replace(
            record,
            notes=notes,
            presences=stays,
            people=people,
            corrections=corrections,
            note_corrections=tags,
        ),
    )


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """Make a library with the first half."""
    path = tmp_path / "ours.sqlite"
    with Library.open(path, clock=ManualClock(at("12:00"))) as opened:
        opened.submit(*changes_of(half(is_first=True), has_programme=False, has_group=False))
        assert opened.flush(10)
    return path


def bundle(tmp_path: Path, *records: PortableRecord) -> Path:
    """Write a bundle of records."""
    path = tmp_path / "theirs.virtu"
    path.write_bytes(write_bundle(records))
    return path


def record_of(path: Path) -> PortableRecord:
    """Return the only session of a library."""
    with Library.open(path, clock=ManualClock(at("12:30")), read_only=True) as opened:
        return portable_record(opened, opened.sessions()[0].id)


def content(portable: PortableRecord) -> dict[str, Any]:
    """Return what a record says, whatever the order of people in a list by name."""
    document: dict[str, Any] = json.loads(write_record(portable))
    for name in ("people", "expectations", "presences"):
        document[name].sort(key=str)
    return document


def merged(run: Run, path: Path, file: Path, *more: str) -> dict[str, Any]:
    """Merge a file and return what was said."""
    result = run("merge", file, "--library", path, "--json", *more)
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def test_two_halves_are_one_record(run: Run, ours: Path, tmp_path: Path) -> None:
    """Nothing is lost and nothing doubled: the result is the record of both."""
    told = merged(run, ours, bundle(tmp_path, half(is_first=False)))

    assert told["conflicts"] == []
    assert told["sessions"][0]["added"] == 7
    assert content(record_of(ours)) == content(whole())


def test_merging_again_adds_nothing(run: Run, ours: Path, tmp_path: Path) -> None:
    """The second time nothing is new, nothing is saved and no backup is made."""
    file = bundle(tmp_path, half(is_first=False))
    merged(run, ours, file)
    before = write_record(record_of(ours))

    told = merged(run, ours, file)

    assert (told["sessions"][0]["added"], told["backup"]) == (0, None)
    assert write_record(record_of(ours)) == before


def test_a_merge_is_undone_with_its_backup(run: Run, ours: Path, tmp_path: Path) -> None:
    """The backup that is named brings the half back to the byte."""
    before = write_record(record_of(ours))
    told = merged(run, ours, bundle(tmp_path, half(is_first=False)))

    run("restore", told["backup"], "--library", ours)

    assert write_record(record_of(ours)) == before


def test_a_merge_is_undone_by_a_command(run: Run, ours: Path, tmp_path: Path) -> None:
    """The list names it, --undo takes it back once; a wrong id is one sentence and exit 1."""
    before = write_record(record_of(ours))
    merged(run, ours, bundle(tmp_path, half(is_first=False)))
    (listed,) = json.loads(run("merge", "--list", "--library", ours, "--json").stdout)
    assert (listed["file"], listed["added"]) == ("theirs.virtu", 7)

    wrong = run("merge", "--undo", "nothing", "--library", ours)
    undone = run("merge", "--library", ours, "--undo")
    again = run("merge", "--library", ours, "--undo", listed["merge"])

    assert (wrong.exit_code, wrong.stderr.count("\n")) == (1, 1)
    assert undone.exit_code == 0, undone.stderr
    assert "theirs.virtu" in undone.stdout
    assert write_record(record_of(ours)) == before
    assert again.exit_code == 1
    assert "no merge" in run("merge", "--list", "--library", ours).stdout
    latest = run("merge", "--library", ours, "--undo")
    assert (latest.exit_code, latest.stderr) == (
        1,
        "virtu: There is no merge that could be undone.\n",
    )


@pytest.mark.parametrize("words", [(), ("--list", "--undo", "x"), ("FILE", "--list")])
def test_merge_wants_one_thing(
    run: Run, ours: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Without a file, or with two wishes, it says what is missing and exits with 2."""
    file = str(bundle(tmp_path, half(is_first=False)))
    result = run("merge", *(file if word == "FILE" else word for word in words), "--library", ours)

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1


def test_a_number_that_is_no_conflict_is_refused(run: Run, ours: Path, tmp_path: Path) -> None:
    """A wrong number in --take changes nothing."""
    file = bundle(tmp_path, half(is_first=False))
    before = write_record(record_of(ours))

    result = run("merge", file, "--take", "7", "--library", ours)

    assert result.exit_code == 2
    assert write_record(record_of(ours)) == before


def test_conflicts_are_listed_and_chosen(run: Run, ours: Path, tmp_path: Path) -> None:
    """Both values are told; ours stays, and the numbered ones are taken from theirs."""
    theirs = half(is_first=False)
    first, *others = theirs.record.notes
    other = replace(theirs.record.session, title="Another title")
    changed = replace(
        theirs.record, session=other, notes=(replace(first, text="changed there"), *others)
    )
    file = bundle(tmp_path, replace(theirs, record=changed))

    preview = merged(run, ours, file, "--preview")
    told = merged(run, ours, file, "--take", "2")

    assert preview["conflicts"] == told["conflicts"]
    said = [tuple(one[key] for key in SAID) for one in told["conflicts"]]
    assert said == [
        (1, "plan", "First half-day · 25 Nov 2026 9:00", "Another title · 25 Nov 2026 9:00"),
        (2, "note", "two", "changed there"),
    ]
    record = record_of(ours).record
    assert record.session.title == "First half-day"
    assert "changed there" in {note.text for note in record.notes}
    words = run("merge", file, "--library", ours).stdout
    assert "Another title · 25 Nov 2026 9:00" in words


def test_a_preview_saves_nothing(run: Run, ours: Path, tmp_path: Path) -> None:
    """The library has the same record, and no backup was made."""
    before = write_record(record_of(ours))

    told = merged(run, ours, bundle(tmp_path, half(is_first=False)), "--preview")

    assert told["backup"] is None
    assert write_record(record_of(ours)) == before


def test_a_session_that_is_new_comes_whole(run: Run, tmp_path: Path) -> None:
    """A library without it takes the session as an import would."""
    path = tmp_path / "empty.sqlite"
    Library.open(path, clock=ManualClock(at("9:00"))).close()

    told = merged(run, path, bundle(tmp_path, whole()))

    assert told["sessions"] == [{"title": "First half-day", "new": True, "added": None}]
    assert content(record_of(path)) == content(whole())


def part(events: slice, run_id: str = "") -> SessionRecord:
    """Return the record with some of the run's events."""
    record = whole().record
    assert record.run is not None
    run = replace(record.run, id=RunId(run_id or record.run.id), events=record.run.events[events])
    return replace(record, run=run)


def test_events_that_go_on_are_added() -> None:
    """A record that was handed over in the middle is continued, never the other way round."""
    early, late = part(slice(0, 3)), part(slice(0, None))

    assert merge(early, late, EN).added == len(late.run.events) - 3 if late.run else False
    assert merge(late, early, EN).changes == ()


def test_two_different_runs_are_a_conflict() -> None:
    """Ours stays the record; theirs becomes it when it is chosen, and ours is kept beside it."""
    ours, theirs = part(slice(0, None)), part(slice(0, 4), "other run")

    asked = merge(ours, theirs, EN)
    taken = merge(ours, theirs, EN, take=[1])

    assert [one.subject for one in asked.conflicts] == [Subject.RUN]
    assert asked.changes == ()
    assert len(taken.changes) >= 2


def test_events_that_contradict_one_another_cannot_be_chosen() -> None:
    """The record only grows: of one run with two stories ours stays."""
    ours, theirs = part(slice(0, 3)), part(slice(0, 3))
    assert theirs.run is not None
    last = theirs.run.events[-1]
    moved = replace(last, fact=replace(last.fact, at=Instant(last.at + MINUTE)))
    events = (*theirs.run.events[:-1], moved)
    theirs = replace(theirs, run=replace(theirs.run, events=events))

    made = merge(ours, theirs, EN, take=[1])

    assert [(one.subject, one.can_take) for one in made.conflicts] == [(Subject.RUN, False)]
    assert made.changes == ()


def test_the_same_stay_of_both_door_lists_counts_once() -> None:
    """Two laptops gave one stay two ids: the same person at the same times is no second stay."""
    ours = whole().record
    twin = replace(STAYS[1], id=PresenceId("other id"))
    theirs = replace(ours, presences=(twin,))
    longer = replace(twin, left=Instant((twin.left or 0) + Duration(MINUTE)))

    assert merge(ours, theirs, EN).changes == ()
    assert merge(ours, replace(ours, presences=(longer,)), EN).added == 1
    assert PEKKA.id == twin.person


def test_records_of_two_sessions_are_refused() -> None:
    """Only records of one session can be merged."""
    ours = whole().record
    other = replace(ours, session=replace(ours.session, id=SessionId(f"{ours.session.id}x")))
    with pytest.raises(ValueError, match="different sessions"):
        merge(ours, other, EN)


def test_t22_an_erased_person_does_not_come_back(run: Run, ours: Path, tmp_path: Path) -> None:
    """A bundle from before the erasure brings neither the name nor a conflict that shows it."""
    file = bundle(tmp_path, half(is_first=False))
    assert run("erase", PEKKA.email, "--yes", "--library", ours).exit_code == 0

    told = merged(run, ours, file, "--take", "all")

    assert "irtanen" not in json.dumps(told)
    assert PEKKA.email not in json.dumps(told)
    assert b"irtanen" not in write_record(record_of(ours))
    assert told["sessions"][0]["added"] == 7


@pytest.mark.parametrize("command", ["import", "merge"])
def test_a_file_that_is_called_a_bundle_and_is_none_says_so(
    run: Run, ours: Path, tmp_path: Path, command: str
) -> None:
    """The sentence speaks of a bundle, not of workbooks or JSON."""
    file = tmp_path / "bad.virtu"
    file.write_bytes(b"PK\x03\x04 something else")

    result = run(command, file, "--library", ours)

    assert result.exit_code == 1
    assert "no bundle" in result.stderr
