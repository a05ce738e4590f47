"""``virtu`` and ``virtu demo`` open the window, or say what works without one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import at
from tests.cli.conftest import Run
from virtu_desktop.cli.demo import fill, put_stale_aside
from virtu_desktop.cli.window import has_display
from virtu_desktop.domain.programme import Programme, ProgrammeId
from virtu_desktop.domain.time import HOUR, Duration, Instant, ManualClock
from virtu_desktop.engine.changes import SaveProgramme
from virtu_desktop.storage.library import Library


class Window:
    """Stands for the desktop program: notes how it was opened, and what it does then."""

    def __init__(self, code: int = 0) -> None:
        """Return ``code`` when it closes."""
        self.calls: list[dict[str, Any]] = []
        self._code = code

    def __call__(self, library: Path, **how: Any) -> int:
        """Note the call."""
        self.calls.append({"library": library, **how})
        return self._code


@pytest.mark.parametrize(
    ("environment", "system", "there"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ""}, "linux", False),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen:opt"}, "linux", True),
        ({"QT_QPA_PLATFORM": "xcb"}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_display_is_recognised(environment: dict[str, str], system: str, there: bool) -> None:
    """Linux needs a display server or a Qt platform without one."""
    assert has_display(environment, system) is there


@pytest.mark.parametrize("words", [(), ("demo",), ("rehearse", "--template", "virtu-1")])
def test_without_a_display_one_sentence_says_what_works(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Exit code 1 and one line that names the offscreen and the rehearsal command."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")

    result = run(*words, open_window=Window())

    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert "QT_QPA_PLATFORM=offscreen virtu demo --picture" in result.stderr
    assert "virtu rehearse --template virtu-1 --instant --headless" in result.stderr


def test_without_a_command_the_window_opens_on_the_library(run: Run, tmp_path: Path) -> None:
    """The window gets the library that was told, and its exit code is the command's."""
    window = Window(code=1)

    result = run("--library", tmp_path / "mine.sqlite", open_window=window)

    assert result.exit_code == 1
    (call,) = window.calls
    assert call["library"] == tmp_path / "mine.sqlite"
    assert (call["demo"], call["session"], call["rehearsal"]) == (False, None, None)


def test_demo_opens_a_filled_library_on_the_session_under_way(run: Run, profile: Path) -> None:
    """The programme is there when the window opens, in the cache and nowhere else."""
    window = Window()

    result = run("demo", "--picture", profile / "a.png", open_window=window)

    assert result.exit_code == 0
    (call,) = window.calls
    assert call["demo"]
    assert call["picture"] == profile / "a.png"
    assert call["library"].is_relative_to(profile / "cache")
    assert str(call["library"]) in result.stdout
    with Library.open(call["library"], clock=ManualClock(at("9:00")), read_only=True) as library:
        assert len(library.sessions()) == 12
        assert library.unfinished_run() == call["session"]
    assert not (profile / "data").exists()


ADDED = Programme(id=ProgrammeId("added"), title="Added")


def add_programme(path: Path) -> None:
    """Change a library and close it."""
    with Library.open(path, clock=ManualClock(at("9:00"))) as library:
        library.submit(SaveProgramme(programme=ADDED))


def has_added(path: Path) -> bool:
    """Say whether the change is in the library."""
    with Library.open(path, clock=ManualClock(at("9:00")), read_only=True) as library:
        return ADDED in library.programmes()


@pytest.mark.parametrize("words", [(), ("--picture", "a.png")])
def test_a_closed_demo_is_kept(run: Run, words: tuple[str, ...]) -> None:
    """What was changed in the last demonstration is there at the next start."""
    window = Window()
    run("demo", open_window=window)
    path = window.calls[0]["library"]
    add_programme(path)

    run("demo", *words, open_window=window)

    assert window.calls[1]["session"] is None
    assert has_added(path)


def test_a_fresh_demo_begins_anew(run: Run) -> None:
    """With --fresh the old library and its backups are gone."""
    window = Window()
    run("demo", open_window=window)
    path = window.calls[0]["library"]
    add_programme(path)
    backups = tuple((path.parent / "backups").iterdir())

    result = run("demo", "--fresh", open_window=window)

    assert result.exit_code == 0
    assert window.calls[1]["session"] is not None
    assert not has_added(path)
    assert backups
    assert not any(backup.exists() for backup in backups)


def test_a_fresh_demo_deletes_nothing_that_is_open_or_not_its_own(run: Run, tmp_path: Path) -> None:
    """An open demonstration is a problem, a library of one's own is wrong use."""
    window = Window()
    run("demo", open_window=window)
    path = window.calls[0]["library"]
    add_programme(path)
    with Library.open(path, clock=ManualClock(at("9:00"))):
        is_open = run("demo", "--fresh", open_window=window)
    own = run("demo", "--fresh", "--library", tmp_path / "own.sqlite", open_window=window)

    assert (is_open.exit_code, own.exit_code) == (1, 2)
    assert "has the library" in is_open.stderr
    assert len(window.calls) == 1
    assert has_added(path)


@pytest.mark.parametrize(("hours", "stays"), [(12, True), (16, False)])
def test_a_demo_that_is_long_over_is_put_aside(tmp_path: Path, hours: int, stays: bool) -> None:
    """12 hours after its half-day's end the library is moved, whole and with its backups."""
    path = tmp_path / "library.sqlite"
    clock = ManualClock(at("10:17"))
    fill(path, clock, "en")
    clock.advance(Duration(hours * HOUR))

    aside = put_stale_aside(path, clock)

    if stays:
        assert aside is None
        assert path.exists()
        return
    assert aside == tmp_path / "library-2026-11-25" / "library.sqlite"
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["library.sqlite.lock"]
    with Library.open(aside, clock=clock, read_only=True) as library:
        assert len(library.sessions()) == 12
        assert library.backups()
    # The next one of the same day gets a name of its own.
    fill(path, ManualClock(at("10:17")), "en")
    assert put_stale_aside(path, clock) == tmp_path / "library-2026-11-25-2" / "library.sqlite"


def test_a_stale_demo_is_begun_anew_and_told(run: Run, profile: Path) -> None:
    """The command says where the old library is and opens a new one."""
    window = Window()
    path = profile / "cache" / "virtu" / "demo" / "library.sqlite"
    path.parent.mkdir(parents=True)
    fill(path, ManualClock(Instant(0)), "en")

    result = run("demo", open_window=window)

    assert window.calls[0]["library"] == path
    assert window.calls[0]["session"] is not None
    aside = path.parent / "library-1970-01-01" / "library.sqlite"
    assert f"The old demonstration is kept as {aside}." in result.stdout
    assert aside.exists()


def test_an_interrupted_demo_goes_on(run: Run) -> None:
    """A demonstration that was killed is opened as it was left."""
    window = Window()
    run("demo", open_window=window)
    path = window.calls[0]["library"]
    library = Library.open(path, clock=ManualClock(at("9:00")))
    try:
        before = library.sessions()
        # It is open, and for the next command that is the same as interrupted.
        result = run("demo", open_window=window)

        assert result.exit_code == 0
        assert window.calls[1]["session"] is None
        assert library.sessions() == before
    finally:
        library.close()


def test_a_demo_can_be_kept_in_a_file(run: Run, tmp_path: Path) -> None:
    """With --library the file is filled when it is new and only opened when it is there."""
    window = Window()
    path = tmp_path / "kept.sqlite"

    run("demo", "--library", path, open_window=window)
    content = path.read_bytes()
    run("demo", "--library", path, open_window=window)

    assert [call["library"] for call in window.calls] == [path, path]
    assert [call["session"] is None for call in window.calls] == [False, True]
    assert path.read_bytes() == content
