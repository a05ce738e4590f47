"""Every line of docs/record.md that asks the library runs with sqlite-utils' own commands (R6)."""

from __future__ import annotations

import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils.cli import cli

from virtu_desktop.domain.time import ManualClock, parse_instant
from virtu_desktop.exchange.demo import build_demo
from virtu_desktop.storage.library import Library

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "record.md"
LINES = [
    line
    for block in re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("sqlite-utils ")
]
NOW = parse_instant("2026-11-25T10:17:00+02:00")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the library of the demonstration."""
    path = tmp_path_factory.mktemp("library") / "library.db"
    with Library.open(path, clock=ManualClock(NOW)) as opened:
        opened.submit(*build_demo(NOW, "en").changes)
        assert opened.flush(30)
    return path


def test_the_document_has_queries() -> None:
    """The lines are found; without them the next test would say nothing."""
    assert len(LINES) >= 16


def test_every_view_of_the_record_is_asked(library: Path) -> None:
    """There is an example for each view but those of plans, people and what others build on."""
    with closing(sqlite3.connect(library)) as con:
        views = {
            name for (name,) in con.execute("SELECT name FROM sqlite_schema WHERE type = 'view'")
        }

    asked = {view for view in views if any(re.search(rf"\b{view}\b", line) for line in LINES)}

    assert views - asked == {
        "v_ballot_counted",
        "v_deleted",
        "v_expected",
        "v_meeting",
        "v_person",
        "v_run",
    }


@pytest.mark.parametrize("line", LINES)
def test_each_query_runs(library: Path, line: str) -> None:
    """The command succeeds and prints something, and the file is as it was."""
    before = library.read_bytes()
    words = [str(library) if word == "library.db" else word for word in shlex.split(line)[1:]]

    result = CliRunner().invoke(cli, words)

    assert result.exit_code == 0, result.output
    assert result.output.strip()
    assert library.read_bytes() == before
