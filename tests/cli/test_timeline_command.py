"""``virtu timeline``: the published answer, a readable table, and every kind of bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.domain import oracle
from tests.domain.timeline_examples import block, event, plan, utc

PLAN = plan(
    block("a", 15, title="Welcome"),
    block("b", 30, min_minutes=20, title="Työ"),
    block("c", 15, kind="break", title="Coffee"),
    end="2026-11-25T10:00:00+02:00",
)
EVENTS = [event("07:06", "start", "a")]
AT = "2026-11-25T09:10:00+02:00"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return a plan file and an events file."""
    return written(tmp_path / "plan.json", PLAN), written(tmp_path / "events.json", EVENTS)


def written(path: Path, document: Any) -> Path:
    """Write a document and return its file."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_json_is_the_published_answer(run: Run, files: tuple[Path, Path]) -> None:
    """The document on standard output is the whole answer, and a late session is no error."""
    result = run("timeline", *files, "--at", AT, "--json")

    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == oracle.answer(PLAN, EVENTS, AT)


def test_without_json_a_person_can_read_it(run: Run, files: tuple[Path, Path]) -> None:
    """The table has standing, blocks and offers in words."""
    result = run("timeline", *files, "--at", AT)

    lines = [line.rstrip() for line in result.stdout.splitlines()]
    assert lines[0] == "9:10  6 min behind, ends 10:06"
    assert " ".join(lines[3].split()) == "Welcome 9:00 15 min 9:06 9:21 running 6 min late"
    assert "- Ends 10:00. Take 6 from Työ. Coffee stays 15." in lines


def test_a_file_with_a_byte_order_mark_is_read(run: Run, tmp_path: Path) -> None:
    """Windows editors put a mark at the beginning; it is no part of the document."""
    marked = tmp_path / "plan.json"
    marked.write_bytes(b"\xef\xbb\xbf" + json.dumps(PLAN).encode())

    result = run("timeline", marked, written(tmp_path / "e.json", []), "--at", AT, "--json")

    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([event("07:00", "start", "b9")], "events[0].block: unknown block 'b9'"),
        (
            [event("07:00", "start", "a"), event("07:01", "pause"), event("07:02", "pause")],
            "events[2]: pause while paused",
        ),
        ({"no": "list"}, "events: not a list"),
    ],
)
def test_bad_events_are_wrong_use(run: Run, tmp_path: Path, events: object, words: str) -> None:
    """Exit code 2 and one line with the reason and the place, with and without --json."""
    plan_file = written(tmp_path / "plan.json", PLAN)
    events_file = written(tmp_path / "events.json", events)

    for more in ([], ["--json"]):
        result = run("timeline", plan_file, events_file, "--at", AT, *more)

        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"virtu: {words}\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"start": NaN}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"minutes": ' + b"9" * 5000 + b"}",
    ],
)
def test_files_that_are_no_json_are_wrong_use(run: Run, tmp_path: Path, data: bytes) -> None:
    """Broken, foreign, endless and hostile files are told in one line that names the file."""
    broken = tmp_path / "plan.json"
    broken.write_bytes(data)

    result = run("timeline", broken, written(tmp_path / "e.json", []), "--at", AT, "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1
    assert "plan.json" in result.stderr


def test_a_missing_file_and_a_bad_instant_are_wrong_use(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    """Both are told in one line."""
    missing = run("timeline", files[0], tmp_path / "nothing.json", "--at", AT)
    unclear = run("timeline", *files, "--at", "2026-11-25T09:10:00")

    assert (missing.exit_code, unclear.exit_code) == (2, 2)
    assert "nothing.json" in missing.stderr
    assert unclear.stderr == (
        "virtu: --at: '2026-11-25T09:10:00' is not an instant with an offset or Z\n"
    )


def test_odd_ids_come_out_as_valid_json(run: Run, tmp_path: Path) -> None:
    """A lone half of a surrogate pair in an id breaks neither the JSON nor the table."""
    odd = tmp_path / "plan.json"
    odd.write_text(
        '{"start": "2026-11-25T09:00:00+02:00", "zone": "UTC", '
        '"blocks": [{"id": "\\ud800", "minutes": 5}]}'
    )
    events = written(tmp_path / "events.json", [])

    as_json = run("timeline", odd, events, "--at", AT, "--json")
    as_table = run("timeline", odd, events, "--at", utc("07:00"))

    assert json.loads(as_json.stdout)["planned"][0]["id"] == "\ud800"
    assert as_table.exit_code == 0
