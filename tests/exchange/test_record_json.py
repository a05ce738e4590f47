"""A session's record as JSON: reads back to identical content, and refuses everything else."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.records import held, portable_records
from virtu_desktop.exchange.record_json import (
    BadRecord,
    PortableRecord,
    read_record,
    write_record,
)


def changed(path: str, value: object) -> bytes:
    """Return a good record with one part replaced; the path is keys and indices with dots."""
    document: Any = json.loads(write_record(held(notes=["#idea one"])))
    *way, last = [int(key) if key.isdigit() else key for key in path.split(".")]
    part = document
    for key in way:
        part = part[key]
    part[last] = value
    return json.dumps(document).encode()


@given(portable_records())
def test_a_record_reads_back_to_identical_content(portable: PortableRecord) -> None:
    """Whatever was planned, typed and done comes back equal, and gives the same bytes again."""
    data = write_record(portable)

    assert read_record(data) == portable
    assert write_record(read_record(data)) == data


def test_private_notes_and_the_unfinished_line_stay_here() -> None:
    """What is private is in no byte of the export; the rest is."""
    portable = held(notes=["#idea for all", "#private sentinel-one", "#decision us"])
    portable = replace(portable, record=replace(portable.record, draft="sentinel-two"))

    data = write_record(portable)

    assert b"sentinel" not in data
    assert [note.text for note in read_record(data).record.notes] == ["for all", "us"]


def test_the_document_is_as_documented() -> None:
    """Instants are UTC with milliseconds, and the parts have their published names."""
    document = json.loads(write_record(held()))

    assert list(document) == [
        "format",
        "version",
        "programme",
        "group",
        "session",
        "run",
        "notes",
        "people",
        "expectations",
        "presences",
        "corrections",
        "polls",
        "rounds",
        "note_corrections",
    ]
    assert (document["format"], document["version"]) == ("virtu-session", 6)
    assert document["session"]["plan"]["start"] == "2026-11-25T07:00:00.000Z"
    assert document["run"]["events"][0]["type"] == "start"
    assert document["run"]["events"][0]["at"] == "2026-11-25T07:02:00.000Z"


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("format", "virtu-bundle", "not a session record"),
        ("version", 7, "newer version"),
        ("version", "1", "version"),
        ("more", 1, "unknown field"),
        ("session.plan.blocks.0.length_ms", 1.5, r"length_ms"),
        ("session.plan.blocks.0.optional", 1, r"optional"),
        ("session.plan.blocks.0.kind", "lunch", "kind"),
        ("session.plan.blocks.0.minimum_ms", 99_999_999, "minimum"),
        ("session.plan.blocks.0.fixed_start", "9 o'clock", "isoformat"),
        ("session.plan.blocks", [], "no block"),
        ("session.plan.zone", "Europe/Nowhere", "zone"),
        ("session.plan.start", "2026-11-25T09:00:00", "offset"),
        ("run.events.0.block", "zz", "unknown block"),
        ("run.events.0.type", "begin", "begin"),
        ("run.events.1.type", "take_back", "take"),
        ("notes.0.tag", "joke", "tag"),
        ("expectations", [{"person": "x", "is_expected": True, "mode": None}], "no person"),
    ],
)
def test_a_record_that_cannot_be_is_refused(path: str, value: object, words: str) -> None:
    """One wrong part is named in one sentence."""
    with pytest.raises(BadRecord, match=words):
        read_record(changed(path, value))


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_anything_else_is_refused(data: bytes) -> None:
    """No bytes make the reader fail in another way."""
    with pytest.raises(BadRecord):
        read_record(data)


def test_deep_nesting_is_refused() -> None:
    """A document nested beyond reason is bad, not a crash."""
    with pytest.raises(BadRecord):
        read_record(b'{"format": ' + b"[" * 100_000)


def test_a_record_of_version_1_reads() -> None:
    """What that version did not know is as it was meant then: hybrid, no phones, no origins."""
    portable = held(notes=["#idea one"])
    document: Any = json.loads(write_record(portable))
    document["version"] = 1
    for name in ("delivery", "has_phones"):
        del document["session"][name]
    for plan in (document["session"]["plan"], document["run"]["plan_at_start"]):
        for block in plan["blocks"]:
            del block["origin"]

    assert read_record(json.dumps(document).encode()) == portable
