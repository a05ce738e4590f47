"""Help, languages, exit codes and one-line errors of the whole command line."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Run
from virtu_desktop.cli import program as module
from virtu_desktop.cli.program import Surroundings, virtu
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_
from virtu_desktop.settings import Settings

COMMANDS = virtu.list_commands(click.Context(virtu))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    """--help prints what the command does, and the same first line stands in the list."""
    shown = run(command, "--help")

    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"Usage: virtu {command}")
    first = " ".join(shown.stdout.split("\n\n")[1].split())
    assert first in " ".join(run("--help").stdout.split())
    assert "--lang" in shown.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_has_help(command: str) -> None:
    """No option goes without a word on what it does."""
    loaded = virtu.get_command(click.Context(virtu), command)
    assert loaded is not None

    bare = [
        parameter.name
        for parameter in loaded.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]

    assert bare == []


@pytest.mark.parametrize("command", set(COMMANDS) - {"timeline", "completion", "chat"})
def test_every_command_that_uses_a_library_takes_one(command: str) -> None:
    """--library is everywhere but where there is no library."""
    loaded = virtu.get_command(click.Context(virtu), command)
    assert loaded is not None

    assert "--library" in [name for parameter in loaded.params for name in parameter.opts]


@pytest.mark.parametrize("command", set(COMMANDS) - {"demo", "completion"})
def test_every_command_that_prints_data_prints_json(command: str) -> None:
    """--json is everywhere but where a window opens or a shell reads."""
    loaded = virtu.get_command(click.Context(virtu), command)
    assert loaded is not None

    assert "--json" in [name for parameter in loaded.params for name in parameter.opts]


@pytest.mark.parametrize(
    "words",
    [
        ("--wrong",),
        ("nothing",),
        ("list", "--wrong"),
        ("list", "more"),
        ("show",),
        ("timeline",),
        ("--lang", "de", "list"),
        ("rehearse",),
        ("rehearse", "one", "--template", "virtu-1"),
        ("rehearse", "--template", "virtu-1", "--speed", "0"),
        ("rehearse", "--template", "virtu-1", "--speed", "2", "--instant"),
        ("export", "x", "--format", "xls"),
        ("restore", "/nowhere/at/all.db"),
    ],
)
def test_wrong_use_is_told_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    """Exit code 2, nothing on standard output, one line on standard error."""
    result = run(*words)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("virtu: ")


def test_a_known_problem_is_exit_code_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A problem of the user's world is its own sentence, in one line, in the language asked for."""

    def fail(_surroundings: Surroundings) -> int:
        raise KnownError(N_("There is no library {file}."), file="one\ntwo")

    monkeypatch.setattr("virtu_desktop.cli.window.open_library", fail)

    result = run()

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "virtu: There is no library one two.\n"


def test_a_bug_is_one_line_and_a_trace_in_the_log(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nobody expected is told without a traceback, which is in the log."""

    def fail(_surroundings: Surroundings) -> int:
        raise ZeroDivisionError("surprise")

    monkeypatch.setattr("virtu_desktop.cli.window.open_library", fail)

    result = run()

    assert result.exit_code == 1
    assert result.stderr.startswith("virtu: Something failed. Details are in ")
    assert len(result.stderr.splitlines()) == 1
    log = Path(result.stderr.split(" in ")[1].strip().removesuffix("."))
    assert "ZeroDivisionError: surprise" in json.loads(log.read_text(encoding="utf-8"))["trace"]


def test_an_interruption_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C ends the command without a traceback."""

    def fail(_surroundings: Surroundings) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("virtu_desktop.cli.window.open_library", fail)

    result = run()

    assert result.exit_code == 1
    assert result.stderr.strip() == "virtu: stopped"


def test_a_broken_settings_file_is_told_and_in_nobodys_way(run: Run, profile: Path) -> None:
    """The command works with the defaults and says once that the file was set aside."""
    folder = profile / "config" / "virtu"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text("{")

    first, second = run("doctor"), run("doctor")

    assert first.exit_code == 0
    assert "settings.broken" in first.stderr
    assert second.stderr == ""


def test_help_speaks_the_language_of_the_settings(
    run: Run, profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The language of the settings counts before that of the computer, and --lang before both."""
    folder = profile / "config" / "virtu"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text('{"language": "fi"}')
    spoken: list[str] = []
    monkeypatch.setattr(module, "set_interface_language", spoken.append)

    run("--help")
    run("--lang", "sv", "--help")

    assert spoken == ["fi", "fi", "sv"]


def test_the_library_is_told_chosen_or_usual(profile: Path) -> None:
    """--library counts before the settings, and without both the usual place is used."""
    chosen = Settings(library=Path("chosen"))

    told = Surroundings(settings=chosen, library_option=Path("told"))

    assert told.library == Path("told")
    assert Surroundings(settings=chosen).library == Path("chosen")
    assert Surroundings().library == profile / "data" / "virtu" / "library.sqlite"
