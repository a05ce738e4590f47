"""``virtu import`` of what ``virtu export`` wrote: the same bytes come out again."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.builders import at, mins
from tests.cli.conftest import Run
from tests.cli.test_library_commands import under_way
from tests.exchange.records import GROUP, PROGRAMME, held, portable_records
from virtu_desktop.cli.open_library import portable_record
from virtu_desktop.cli.record import import_records, read_records
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.programme import Programme, SessionId
from virtu_desktop.domain.run import ActionId, Cause, EventId, RunEvent, TakeBack
from virtu_desktop.domain.time import Duration, ManualClock
from virtu_desktop.engine.changes import SaveProgramme
from virtu_desktop.exchange.record_json import VERSION, PortableRecord, write_record
from virtu_desktop.storage.library import Library


def eventful() -> PortableRecord:
    """Return a held session with a take-back, an incident, notes and a later sign of life."""
    portable = held(notes=["#idea one", "#decision two @Mia"])
    run = portable.record.run
    assert run is not None
    *before, end = run.events
    action = ActionId("wrong-key")
    facts: tuple[Event | TakeBack, ...] = (
        Event(at=at("10:03"), type=EventType.PAUSE),
        TakeBack(at("10:03:30"), action),
    )
    wrong = [
        RunEvent(
            id=EventId(f"wrong-{place}"),
            action=action if place == 0 else ActionId("back"),
            cause=Cause.TRAINER,
            fact=fact,
            monotonic=Duration(place),
            boot="boot",
        )
        for place, fact in enumerate(facts)
    ]
    slept = Incident(at=at("9:50"), kind=IncidentKind.SLEPT, length=mins(2))
    run = replace(
        run, events=(*before, *wrong, end), incidents=(slept,), last_seen=at("10:04:10.250")
    )
    return replace(portable, record=replace(portable.record, run=run))


def exported(run: Run, library: Path, session: str, folder: Path) -> bytes:
    """Return the JSON that a session is exported as."""
    result = run("export", session, "--library", library, "--out", folder, "--format", "json")
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip()).read_bytes()


def test_an_eventful_record_comes_back_to_the_byte(run: Run, tmp_path: Path) -> None:
    """Take-back, incident, notes and last sign of life are all in the second export."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    file.write_bytes(write_record(eventful()))

    result = run("import", file, "--library", library)

    assert result.exit_code == 0, result.stderr
    assert result.stdout == "3 blocks, 2 notes\ns1  First half-day\n"
    assert exported(run, library, "s1", tmp_path / "out") == file.read_bytes()


def test_an_export_comes_back_in_an_empty_library(run: Run, library: Path, tmp_path: Path) -> None:
    """What one library exports another one imports, and exports as the same bytes."""
    session = under_way(run, library)["id"]
    first = exported(run, library, session, tmp_path / "first")
    (file,) = (tmp_path / "first").glob("group-*.json")
    other = tmp_path / "other.sqlite"

    told = json.loads(run("import", file, "--library", other, "--json").stdout)

    assert told["session"] == session
    assert exported(run, other, session, tmp_path / "second") == first


@given(portable_records())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_record_comes_back(
    tmp_path_factory: pytest.TempPathFactory, portable: PortableRecord
) -> None:
    """Whatever was planned, typed and done is the same after its way through a library."""
    session = replace(portable.record.session, group=GROUP.id)
    people = tuple(replace(one, programme=PROGRAMME.id) for one in portable.record.people)
    record = replace(portable.record, session=session, programme=PROGRAMME.id, people=people)
    portable = PortableRecord(record=record, programme=PROGRAMME, group=GROUP)
    data = write_record(portable)
    path = tmp_path_factory.mktemp("library") / "library.sqlite"

    import_records(path, read_records(data, None), is_preview=False, as_json=True)

    with Library.open(path, clock=ManualClock(at("9:00")), read_only=True) as library:
        assert write_record(portable_record(library, session.id)) == data


def test_a_second_import_adds_nothing(run: Run, tmp_path: Path) -> None:
    """The session is there already: exit code 1, one sentence, and the library as it was."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    file.write_bytes(write_record(eventful()))
    run("import", file, "--library", library)
    before = exported(run, library, "s1", tmp_path / "before")

    again = run("import", file, "--library", library)

    assert (again.exit_code, again.stdout) == (1, "")
    assert again.stderr == (
        "virtu: The session “First half-day” is in the library already. Nothing was imported.\n"
    )
    assert exported(run, library, "s1", tmp_path / "after") == before
    assert len(json.loads(run("list", "--library", library, "--json").stdout)) == 1


def test_a_copy_with_another_id_takes_nothing_away(run: Run, tmp_path: Path) -> None:
    """Notes and run of a record whose session's id was changed stay with their session."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    file.write_bytes(write_record(eventful()))
    run("import", file, "--library", library)
    copy: Any = json.loads(file.read_bytes())
    copy["session"]["id"] = "copy"
    copy["run"] = None
    file.write_text(json.dumps(copy), encoding="utf-8")

    result = run("import", file, "--library", library)

    assert result.exit_code == 1
    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        assert len(opened.sessions()) == 1
        assert len(opened.session(SessionId("s1")).notes) == 2


def test_what_the_library_has_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    """A programme that was renamed here keeps its name."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    file.write_bytes(write_record(eventful()))
    renamed = Programme(id=PROGRAMME.id, title="Renamed here")
    with Library.open(library, clock=ManualClock(at("9:00"))) as opened:
        opened.submit(SaveProgramme(programme=renamed))

    assert run("import", file, "--library", library).exit_code == 0

    with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
        assert opened.programmes() == (renamed,)
        assert opened.groups() == (GROUP,)


def test_a_preview_saves_nothing(run: Run, tmp_path: Path) -> None:
    """The record is read and told; no library is made."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    # As an editor may have saved it.
    file.write_bytes(BOM_UTF8 + write_record(eventful()))

    result = run("import", file, "--library", library, "--preview")

    assert result.stdout == "3 blocks, 2 notes\nNothing was saved.\n"
    assert not library.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda text: text[:500], "This session record cannot be read: "),
        (lambda text: text.replace(f'"version": {VERSION}', '"version": 99'), "by a newer version"),
        (lambda text: text.replace('"g1"', '"g2"', 1), "do not belong together"),
    ],
)
def test_a_bad_record_is_one_sentence(run: Run, tmp_path: Path, change: Any, words: str) -> None:
    """A damaged, newer or contradicting file is told, and nothing of it is saved."""
    library, file = tmp_path / "new.sqlite", tmp_path / "held.json"
    file.write_text(change(write_record(eventful()).decode()), encoding="utf-8")

    result = run("import", file, "--library", library)

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr
    if library.exists():
        assert json.loads(run("list", "--library", library, "--json").stdout) == []


def test_options_of_agendas_do_not_fit_a_record(run: Run, tmp_path: Path) -> None:
    """A title for a record is wrong use, not ignored."""
    file = tmp_path / "held.json"
    file.write_bytes(write_record(eventful()))

    result = run("import", file, "--library", tmp_path / "new.sqlite", "--title", "Mine")

    assert result.exit_code == 2
    assert "imported as it is" in result.stderr
