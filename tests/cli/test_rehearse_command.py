"""``virtu rehearse``: a whole half-day through controller, writer and exporters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.cli.conftest import Run
from tests.cli.test_library_commands import EVERY_FORMAT, contents, under_way
from virtu_desktop.cli import rehearse as module
from virtu_desktop.cli.rehearse import LIBRARY_NAME, paced
from virtu_desktop.domain.time import ManualClock
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.csv_set import DESCRIPTOR
from virtu_desktop.exchange.record_json import read_record
from virtu_desktop.storage.library import Library


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every rehearsal of a template be on the same day."""
    monkeypatch.setattr(module, "SystemClock", lambda: ManualClock(at("8:00")))


def rehearsed(run: Run, folder: Path, *more: str) -> dict[str, Any]:
    """Rehearse the first template and return the summary."""
    result = run(
        "rehearse", "--template", "virtu-1", "--instant", "--headless", "--out", folder,
        "--json", *more,
    )  # fmt: skip
    assert result.exit_code == 0, result.stderr
    return dict(json.loads(result.stdout))


def the_json(files: list[Path]) -> Path:
    """Return the file with the whole record."""
    return next(path for path in files if path.suffix == ".json" and path.name != DESCRIPTOR)


def test_a_whole_half_day_is_run_and_exported(run: Run, tmp_path: Path) -> None:
    """All exports and the library are there, the run has ended, and everything is marked."""
    summary = rehearsed(run, tmp_path / "out")

    files = [Path(name) for name in summary["files"]]
    written = {file.relative_to(tmp_path / "out").as_posix() for file in files}
    assert written == contents(tmp_path / "out").keys()
    certificates = [file for file in files if "-certificates" in str(file.relative_to(tmp_path))]
    assert len(files) - len(certificates) == len(EVERY_FORMAT) + 1
    assert len(certificates) > 2
    assert files[0].name.startswith("rehearsal-")
    record = read_record(the_json(files).read_bytes()).record
    assert record.run is not None
    assert record.run.kind is RunKind.REHEARSAL
    assert summary["ended"] is not None
    assert summary["happenings"]
    with Library.open(files[-1], clock=ManualClock(at("9:00")), read_only=True) as library:
        assert library.session(record.session.id).run == record.run


def test_the_same_seed_gives_the_same_rehearsal(run: Run, tmp_path: Path) -> None:
    """Two rehearsals of one seed are equal to the byte; another seed is another story."""
    first = rehearsed(run, tmp_path / "1", "--seed", "7")
    again = rehearsed(run, tmp_path / "2", "--seed", "7")
    other = rehearsed(run, tmp_path / "3", "--seed", "8")

    exports, equal = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert {name for name in exports if exports[name] != equal[name]} == {LIBRARY_NAME}
    assert first["happenings"] == again["happenings"]
    assert first["happenings"] != other["happenings"]


def test_the_summary_is_in_words(run: Run) -> None:
    """Without --json people read how it went; without --out nothing is kept."""
    result = run("rehearse", "--template", "virtu-1", "--instant", "--headless")

    lines = result.stdout.splitlines()
    assert result.stderr == ""
    assert lines[0].startswith("Rehearsal: Over the threshold")
    assert "ended" in lines[1]
    assert any("network was lost" in line for line in lines)


def test_a_rehearsal_goes_again_into_the_same_folder(run: Run, tmp_path: Path) -> None:
    """The second one replaces the files of the first."""
    rehearsed(run, tmp_path, "--seed", "7")

    summary = rehearsed(run, tmp_path, "--seed", "7")

    assert len(contents(tmp_path)) == len(summary["files"])


def test_a_session_of_the_library_is_rehearsed_without_touching_it(
    run: Run, library: Path, tmp_path: Path
) -> None:
    """The plan is taken from the library, which has the same bytes afterwards."""
    session = under_way(run, library)
    before = library.read_bytes()

    result = run(
        "rehearse", session["id"], "--library", library, "--instant", "--out", tmp_path / "out",
        "--json",
    )  # fmt: skip

    portable = read_record(
        the_json([Path(name) for name in json.loads(result.stdout)["files"]]).read_bytes()
    )
    assert portable.record.session.id == session["id"]
    assert portable.group is not None
    assert library.read_bytes() == before
    assert {path.name for path in library.parent.iterdir()} == {library.name}


def test_the_window_gets_the_session_and_the_speed(run: Run, tmp_path: Path) -> None:
    """With a window the rehearsal happens there, and the exports are made when it closes."""
    calls: list[dict[str, Any]] = []

    def open_window(library: Path, **how: Any) -> int:
        with Library.open(library, clock=ManualClock(at("9:00")), read_only=True) as opened:
            calls.append({"sessions": [row.id for row in opened.sessions()], **how})
        return 0

    result = run(
        "rehearse", "--template", "virtu-2", "--speed", "120", "--seed", "3",
        "--out", tmp_path / "out",
        open_window=open_window,
    )  # fmt: skip

    assert result.exit_code == 0
    (call,) = calls
    assert call["sessions"] == [call["session"]]
    assert (call["rehearsal"].speed, call["rehearsal"].seed) == (120, 3)
    assert len(result.stdout.splitlines()) == len(EVERY_FORMAT) + 1


def test_a_speed_lets_each_virtual_second_take_its_share() -> None:
    """At 600 times real time a second waits a six-hundredth; without a speed nothing waits."""
    waits: list[float] = []

    at_speed = list(paced([0.1, 0.2, 1.0], 600, waits.append))
    at_once = list(paced([0.1, 0.2, 1.0], None, waits.append))

    assert at_speed == at_once == [0.1, 0.2, 1.0]
    assert waits == [1 / 600] * 3


def test_an_unknown_template_is_wrong_use(run: Run) -> None:
    """The line names the templates that there are."""
    result = run("rehearse", "--template", "nothing", "--instant")

    assert result.exit_code == 2
    assert result.stderr == (
        "virtu: There is no template nothing. Templates: virtu-1, virtu-2, virtu-3.\n"
    )
