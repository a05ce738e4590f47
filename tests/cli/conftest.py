"""Runs commands in this process, each test with an empty profile of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.builders import at
from virtu_desktop.cli.demo import fill
from virtu_desktop.cli.program import Surroundings, WindowOpener, virtu
from virtu_desktop.domain.time import ManualClock

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep settings, library, log and cache of each test apart; return the folder of all."""
    home = tmp_path / "home"
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture
def run() -> Run:
    """Return a function that runs a command line: its words, and the window if there is one."""

    def run_words(*words: object, open_window: WindowOpener | None = None) -> Result:
        return CliRunner().invoke(
            virtu,
            [str(word) for word in words],
            obj=Surroundings(open_window=open_window),
            prog_name="virtu",
        )

    return run_words


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a closed library with the demonstration's programme at 10:17."""
    path = tmp_path_factory.mktemp("filled") / "library.sqlite"
    fill(path, ManualClock(at("10:17")), "en")
    return path.read_bytes()


@pytest.fixture
def library(tmp_path: Path, filled: bytes) -> Path:
    """Return a library with the demonstration's programme, for this test alone."""
    path = tmp_path / "library" / "library.sqlite"
    path.parent.mkdir()
    path.write_bytes(filled)
    return path
