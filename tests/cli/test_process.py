"""The real program in processes of its own: exit codes, one line, no traceback, quick."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.domain.timeline_examples import FOUR_TENS, event

ROOT = Path(__file__).parent.parent.parent


def virtu(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program from the checkout."""
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def assert_one_line(result: subprocess.CompletedProcess[str], code: int, words: str) -> None:
    """Check the exit code and that standard error is one line with those words."""
    assert result.returncode == code
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert words in result.stderr


def test_bad_input_is_exit_code_two(tmp_path: Path) -> None:
    """A broken plan, an unknown block and a pause while paused are told in one line each."""
    good, broken = tmp_path / "good.json", tmp_path / "broken.json"
    good.write_text(json.dumps(FOUR_TENS))
    broken.write_text('{"start": ')
    unknown, twice = tmp_path / "unknown.json", tmp_path / "twice.json"
    unknown.write_text(json.dumps([event("07:00", "start", "b9")]))
    twice.write_text(
        json.dumps([event("07:00", "start", "a"), event("07:01", "pause"), event("07:02", "pause")])
    )
    end = ("--at", "2026-11-25T10:00:00Z", "--json")

    assert_one_line(virtu("timeline", broken, unknown, *end), 2, "broken.json: not JSON")
    assert_one_line(virtu("timeline", good, unknown, *end), 2, "unknown block 'b9'")
    assert_one_line(virtu("timeline", good, twice, *end), 2, "events[2]: pause while paused")
    assert_one_line(virtu("timeline", "--wrong"), 2, "--wrong")
    assert_one_line(virtu("timeline", good, tmp_path / "no.json", *end), 2, "no.json")


def test_problems_are_exit_code_one(tmp_path: Path) -> None:
    """A missing and a foreign library are told in one line each."""
    foreign = tmp_path / "foreign.sqlite"
    foreign.write_bytes(b"something else")

    assert_one_line(virtu("list", "--library", tmp_path / "no"), 1, "There is no library")
    assert_one_line(virtu("list", "--library", foreign), 1, "not a library of Virtu Desktop")


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a display")
def test_without_a_display_demo_says_so() -> None:
    """The demonstration names what works without a screen."""
    result = virtu("demo", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")

    assert_one_line(result, 1, "QT_QPA_PLATFORM=offscreen virtu demo")


def test_a_picture_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    """A folder that is not there is told in one line when the window has been shown."""
    picture = tmp_path / "none" / "x.png"
    home = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CACHE", "DATA", "CONFIG")}

    result = virtu("demo", "--picture", picture, QT_QPA_PLATFORM="offscreen", **home)

    assert result.returncode == 1
    assert result.stderr == f"virtu: {picture} cannot be written: the folder does not exist.\n"


@pytest.mark.skipif(os.name == "nt", reason="needs a shell with pipes")
def test_a_reader_that_goes_away_is_no_news() -> None:
    """A closed pipe ends the command without a word."""
    command = f"{sys.executable} {ROOT / 'main.py'} --help | true"

    result = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, timeout=60, check=False
    )

    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_output_that_cannot_be_written_is_a_problem() -> None:
    """A full disk behind standard output is one line, not a traceback."""
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [sys.executable, str(ROOT / "main.py"), "doctor"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )

    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1


def test_help_loads_neither_qt_nor_the_database() -> None:
    """The command line is quick because it loads only what a command needs."""
    code = (
        "import sys\n"
        "from virtu_desktop.cli import main\n"
        "sys.argv = ['virtu', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit:\n    pass\n"
        "heavy = {'PySide6', 'sqlite_utils', 'msgspec', 'wakepy', 'asyncio'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)\n"
    )

    result = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=ROOT,
    )

    assert result.returncode == 0, result.stderr
