"""Exports to a folder: whole files, a manifest, what has changed, and nothing outside (R2, R4)."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.exchange.nasty import ALL, PATHS, called, together
from tests.exchange.records import held
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.exchange.export import (
    OF_RECORD,
    Exported,
    ExportWish,
    Format,
    advance,
    export_records,
    record_files,
)
from virtu_desktop.exchange.export_words import change_lines
from virtu_desktop.exchange.files import write_file
from virtu_desktop.exchange.manifest import Fate
from virtu_desktop.exchange.names import Names
from virtu_desktop.exchange.record_json import PortableRecord, record_schema, write_record
from virtu_desktop.i18n import translator

EN = translator("en")
EVERYTHING = ExportWish(formats=tuple(Format))


def export(
    folder: Path, records: Sequence[PortableRecord], wish: ExportWish = EVERYTHING
) -> Exported:
    """Carry out a whole export."""
    steps = export_records(records, folder, wish, EN, count=len(records))
    while not isinstance(outcome := advance(steps), Exported):
        pass
    return outcome


def another(title: str) -> PortableRecord:
    """Return a held session with another id."""
    portable = held()
    session = replace(portable.record.session, id=SessionId("s2"), title=title)
    return replace(portable, record=replace(portable.record, session=session))


def with_note(portable: PortableRecord, text: str) -> PortableRecord:
    """Return the record with the text of its first note changed."""
    first, *others = portable.record.notes
    record = replace(portable.record, notes=(replace(first, text=text), *others))
    return replace(portable, record=record)


def test_every_file_stands_in_the_manifest_with_its_sum(tmp_path: Path) -> None:
    """Sums, sizes and paths are those of the files, and other programs can check them."""
    exported = export(tmp_path, [held(notes=["one"])])

    manifest = json.loads((tmp_path / "manifest.json").read_bytes())
    lines = (tmp_path / "SHA256SUMS.txt").read_text(encoding="utf-8").splitlines()
    sums = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    there = {path.relative_to(tmp_path).as_posix() for path in exported.files}
    assert there == {file["path"] for file in manifest["files"]} == sums.keys()
    for file in manifest["files"]:
        data = (tmp_path / file["path"]).read_bytes()
        assert len(data) == file["bytes"]
        assert hashlib.sha256(data).hexdigest() == file["sha256"] == sums[file["path"]]
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS.txt"], cwd=tmp_path, check=True)


def test_the_same_records_give_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    """Two exports to two folders are equal, manifest and all."""
    for name in ("one", "other"):
        export(tmp_path / name, [held(notes=["one"])])

    one, other = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("one", "other")
    )
    assert one == other
    assert len(one) > len(Format)


def test_a_second_export_changes_no_file_and_says_so(tmp_path: Path) -> None:
    """What is as it was keeps its time, too."""
    first = export(tmp_path, [held(notes=["one"])])
    times = {path: path.stat().st_mtime_ns for path in first.files}

    second = export(tmp_path, [held(notes=["one"])])

    assert first.is_first
    assert list(change_lines(EN, first, is_long=False)) == []
    assert {change.fate for change in second.file_changes} == {Fate.UNCHANGED}
    assert {path: path.stat().st_mtime_ns for path in second.files} == times
    assert list(change_lines(EN, second, is_long=False)) == [
        "Nothing has changed since the last export."
    ]


def test_a_later_export_says_what_has_changed(tmp_path: Path) -> None:
    """Changed rows, added rows, new sessions, and files that are no longer part of it."""
    wish = ExportWish(formats=(Format.JSON, Format.CSV))
    other = another("Other")
    export(tmp_path, [held(notes=["one"])], ExportWish(formats=(Format.JSON, Format.MARKDOWN)))

    exported = export(tmp_path, [held(notes=["two", "three"]), other], wish)

    fates = {Path(change.path).suffix: change.fate for change in exported.file_changes}
    assert fates[".md"] is Fate.GONE
    assert fates[".csv"] is Fate.NEW
    lines = list(change_lines(EN, exported, is_long=True))
    assert "Group B 2. First half-day: Notes 1 → 2 and Events changed" in lines
    assert "Group B 2. Other: new" in lines
    again = export(tmp_path, [with_note(held(notes=["two", "three"]), "four"), other], wish)
    lines = list(change_lines(EN, again, is_long=True))
    assert "Group B 2. First half-day: Notes changed" in lines


def test_sessions_of_the_same_name_have_files_of_their_own(tmp_path: Path) -> None:
    """Two sessions of one title on one day do not write over each other."""
    exported = export(tmp_path, [held(), another(held().record.session.title)])

    assert len(set(exported.files)) == len(exported.files)
    jsons = [json.loads(path.read_bytes()) for path in tmp_path.glob("group*.json")]
    assert {document["session"]["id"] for document in jsons} == {"s1", "s2"}


def test_who_stops_half_way_leaves_whole_files_and_the_old_manifest(tmp_path: Path) -> None:
    """After a stop nothing but complete files is there, and the manifest is the last one."""
    export(tmp_path, [held(notes=["one"])])
    before = (tmp_path / "manifest.json").read_bytes()

    steps = export_records([held(notes=["two"])], tmp_path, EVERYTHING, EN)
    advance(steps)
    steps.close()

    assert (tmp_path / "manifest.json").read_bytes() == before
    assert not list(tmp_path.rglob("*.part"))


def test_f27_a_kill_in_the_middle_leaves_no_half_file(tmp_path: Path) -> None:
    """Killed between writing and renaming, the old file is whole and no other has a name."""
    path = tmp_path / "a.json"
    write_file(path, b"old")
    child = (
        "import os, pathlib, sys\n"
        "pathlib.Path.replace = lambda self, target: os._exit(9)\n"
        "from virtu_desktop.exchange.files import write_file\n"
        "write_file(pathlib.Path(sys.argv[1]), b'new' * 100000)\n"
    )

    killed = subprocess.run([sys.executable, "-c", child, str(path)], check=False)

    assert killed.returncode == 9
    assert path.read_bytes() == b"old"
    left = [found.name for found in tmp_path.iterdir() if found != path]
    assert all(name.startswith(".virtu-") and name.endswith(".part") for name in left)


def test_f27_what_a_kill_left_is_removed_by_a_later_export(tmp_path: Path) -> None:
    """An old temporary file goes, also in a folder of the set; one just written and others stay."""
    wish = ExportWish(formats=(Format.CSV,))
    inside = export(tmp_path, [held()], wish).files[0].parent
    old, new = inside / ".virtu-old.part", inside / ".virtu-new.part"
    own = inside / "mine.part"
    for path in (old, new, own):
        path.write_bytes(b"half")
    for path in (old, own):
        an_hour_before = new.stat().st_mtime - 3600
        os.utime(path, (an_hour_before, an_hour_before))

    export(tmp_path, [held()], wish)

    assert [path.exists() for path in (old, new, own)] == [False, True, True]
    assert sorted(inside.glob(".virtu-*")) == [new]


@pytest.mark.parametrize("text", PATHS)
def test_t17_no_title_leads_out_of_the_folder(tmp_path: Path, text: str) -> None:
    """Titles, groups and owners that are paths or devices give plain names in the folder."""
    for name, _data in record_files(called(text), EVERYTHING, EN):
        assert re.fullmatch(r"[a-z0-9][a-z0-9-]*(/[a-z0-9-]+)?\.[a-z]+", name), name
        assert all(len(part.encode()) <= 100 for part in name.split("/"))
    export(tmp_path / "out", [called(text)], ExportWish(formats=(Format.CSV, Format.JSON)))
    assert {path.name for path in tmp_path.iterdir()} == {"out"}


@pytest.mark.parametrize("text", ALL)
def test_every_format_takes_every_text(text: str) -> None:
    """No text of the corpus stops an export."""
    written = dict(record_files(called(text), EVERYTHING, EN))
    assert len(written) >= len(Format)


def test_private_notes_are_in_no_file() -> None:
    """Neither the text nor the number of private notes is exported, packed or not."""
    portable = held(notes=["#idea rotate", "#private sentinel"])
    without = held(notes=["#idea rotate"])

    for name, data in record_files(portable, EVERYTHING, EN):
        assert b"sentinel" not in data, name
    assert len(dict(record_files(portable, EVERYTHING, EN))) == len(
        dict(record_files(without, EVERYTHING, EN))
    )


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_mentions_are_hidden_with_the_names(names: Names) -> None:
    """Who is named with @ in a note is not named in any format, in any form of writing."""
    portable = held(notes=["#idea ask @Zenobia and zenobia's team", "more @Quintus"])

    files = dict(record_files(portable, replace(EVERYTHING, names=names), EN))

    for name, data in files.items():
        assert b"enobia" not in data, name
        assert b"uintus" not in data, name
    notes = json.loads(next(data for name, data in files.items() if name.endswith("25.json")))[
        "notes"
    ]
    hidden = ["X2", "X1"] if names is Names.PSEUDONYM else ["…", "…"]
    assert [note["persons"] for note in notes] == [[word] for word in hidden]


def test_the_schema_fits_every_record() -> None:
    """What is exported is valid, and what has one field more is not."""
    schema = record_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(write_record(together()))

    jsonschema.validate(document, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"more": 1}, schema)


def test_the_formats_of_the_record_are_those_of_the_requirement() -> None:
    """The words of the command line are the ones that people know."""
    assert [kind.value for kind in OF_RECORD] == [
        "xlsx",
        "csv",
        "json",
        "md",
        "html",
        "pdf",
        "ics",
        "virtu",
        "certificates",
        "attendance-list",
    ]
