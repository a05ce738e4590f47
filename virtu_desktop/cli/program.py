"""The group of commands: common options, lazy loading, one-line errors and exit codes.

Exit codes: 0 good, 1 a problem was found, 2 wrong use (also a file that breaks its format).
"""

from __future__ import annotations

import contextlib
import copy
import errno
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn, Protocol

import click

from virtu_desktop import __version__
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.files import CannotWrite
from virtu_desktop.i18n import LANGUAGES, N_, _, interface, set_interface_language
from virtu_desktop.logs import log_file, start_logging
from virtu_desktop.settings import Settings, default_library, load_settings, system_language

PROBLEM = 1
WRONG_USE = 2

# What the system says when something cannot be written.
_CANNOT_WRITE = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC})

_log = logging.getLogger("virtu.cli")


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRehearsal:
    """A rehearsal to show in the window: how many times as fast as real time, and its seed."""

    speed: float
    seed: int


class WindowOpener(Protocol):
    """Opens the desktop program and returns its exit code when it closes."""

    def __call__(
        self,
        library: Path,
        *,
        demo: bool,
        session: str | None,
        rehearsal: WindowRehearsal | None,
        picture: Path | None,
        settings: Settings,
    ) -> int:
        """Open the window on a library.

        session: id of the session to go to, or None for the library. picture: write the window
        to this PNG file and close.
        """
        ...


@dataclass(slots=True, kw_only=True)
class Surroundings:
    """What the commands of one call share: the window, and the options that all commands have."""

    open_window: WindowOpener | None = None
    settings: Settings = field(default_factory=Settings)
    language: str = "en"
    library_option: Path | None = None

    @property
    def library(self) -> Path:
        """Return the library to use: as told, else as set, else the usual place."""
        return self.library_option or self.settings.library or default_library()


pass_surroundings = click.make_pass_decorator(Surroundings)


def _translated(text: str | None) -> str:
    """Return a marked text in the interface language; an empty one is no key of a catalogue."""
    return _(text) if text else ""


class Option(click.Option):
    """An option whose help speaks the interface language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return names and help of the option."""
        translated = copy.copy(self)
        translated.help = _translated(self.help)
        return click.Option.get_help_record(translated, ctx)


def _set_language(ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.ensure_object(Surroundings).language = value
        set_interface_language(value)


def _set_library(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is None:
        return
    # An empty text is no file, and Path makes the folder that one is in of it.
    if not value.name:
        raise click.BadParameter(_("No file is named."), ctx=ctx, param=parameter)
    ctx.ensure_object(Surroundings).library_option = value


def _be_verbose(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        start_logging(verbose=True)


def _language_option() -> Option:
    return Option(
        ["--lang"],
        type=click.Choice(LANGUAGES),
        expose_value=False,
        is_eager=True,
        callback=_set_language,
        help=N_("Language of all texts."),
    )


def _library_option() -> Option:
    return Option(
        ["--library"],
        type=click.Path(path_type=Path, dir_okay=False),
        metavar="FILE",
        expose_value=False,
        callback=_set_library,
        help=N_("The library to use instead of your own."),
    )


def _verbose_option() -> Option:
    return Option(
        ["--verbose"],
        is_flag=True,
        expose_value=False,
        callback=_be_verbose,
        help=N_("Write what happens to standard error too."),
    )


class Command(click.Command):
    """A command whose help speaks the interface language."""

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the line of the list of commands, then what the command adds to it."""
        line = next(entry.help for name, entry in _COMMANDS.items() if name == self.name)
        for text in filter(None, (_(line), _translated(self.help))):
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(text)


def command(
    name: str, *, more: str = "", uses_library: bool = True
) -> Callable[[Callable[..., object]], Command]:
    """Make a function the command of that name, with the common options.

    Its first line of help stands in the list of commands; ``more`` is added to it.
    """

    def decorate(function: Callable[..., object]) -> Command:
        # With no help of its own click would show the docstring, which is for programmers.
        made = click.command(name, cls=Command, help=more)(function)
        made.params += [_library_option()] if uses_library else []
        made.params += [_language_option(), _verbose_option()]
        return made

    return decorate


option = partial(click.option, cls=Option)


json_option = partial(option, "--json", "as_json", is_flag=True, help=N_("Print JSON."))


class Program(click.Group):
    """``virtu``: loads a command only when it is called, and turns every outcome into a code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order in which they are shown."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loading its module, or None when there is none of that name."""
        entry = _COMMANDS.get(cmd_name)
        if entry is None:
            return None
        loaded = getattr(import_module(entry.module), entry.attribute)
        assert isinstance(loaded, click.Command)
        return loaded

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(entry.help)) for name, entry in _COMMANDS.items()])

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the program is, in the interface language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_translated(self.help))

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:  # noqa: ANN401 - as click has it
        """Run and exit with 0, 1 or 2; every error is one line on standard error."""
        surroundings = kwargs.setdefault("obj", None) or Surroundings()
        _prepare(surroundings)
        kwargs |= {"obj": surroundings, "standalone_mode": False}
        sys.exit(_outcome(lambda: super(Program, self).main(*args, **kwargs)))


def _prepare(surroundings: Surroundings) -> None:
    """Take settings and language, so that even ``--help`` speaks the right one."""
    loaded = load_settings()
    surroundings.settings = loaded.settings
    surroundings.language = loaded.settings.language or system_language()
    set_interface_language(surroundings.language)
    start_logging()
    if loaded.problem is not None:
        _say(_(loaded.problem.text, **loaded.problem.params))


def _outcome(call: Callable[[], object]) -> int:
    """Call and return the exit code; say errors in one line each."""
    try:
        code = call()
        sys.stdout.flush()
    except click.ClickException as error:
        _say(error.format_message())
        return WRONG_USE if isinstance(error, click.UsageError) else PROBLEM
    except click.Abort:
        _say(_("stopped"))
    except KnownError as error:
        _say(error.words(interface()))
    except OSError as error:
        _say_system_error(error)
    except Exception:
        _log.exception("unexpected error")
        _say(_("Something failed. Details are in {file}.", file=log_file()))
    else:
        return code if isinstance(code, int) else 0
    return PROBLEM


def _say(text: str) -> None:
    click.echo(f"virtu: {' '.join(text.split())}", err=True)


def _say_system_error(error: OSError) -> None:
    """Say what the system said; a reader that went away (a closed pipe) is no news."""
    if error.filename is None:
        # Python flushes standard output once more at its exit: let that go nowhere.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if error.errno == errno.EPIPE:
        return
    _log.error("system error", exc_info=error)
    if error.filename and error.errno in _CANNOT_WRITE:
        _say(CannotWrite(Path(error.filename), error).words(interface()))
        return
    reason = error.strerror or str(error)
    _say(f"{error.filename}: {reason}" if error.filename else reason)


@dataclass(frozen=True, slots=True)
class _Entry:
    module: str
    attribute: str
    help: str


_COMMANDS = {
    "demo": _Entry(
        "virtu_desktop.cli.demo",
        "demo",
        N_("Open the program with a realistic programme to try it out."),
    ),
    "rehearse": _Entry(
        "virtu_desktop.cli.rehearse",
        "rehearse",
        N_("Run a whole half-day with an invented trainer on a virtual clock."),
    ),
    "timeline": _Entry(
        "virtu_desktop.cli.timeline",
        "timeline",
        N_("Work out schedule, state and projection from a plan and its events."),
    ),
    "groups": _Entry(
        "virtu_desktop.cli.groups",
        "groups",
        N_("Form rounds of groups by rules, with as few repeated meetings as possible."),
    ),
    "list": _Entry(
        "virtu_desktop.cli.library", "list_sessions", N_("List the sessions of the library.")
    ),
    "show": _Entry("virtu_desktop.cli.library", "show", N_("Show one session and its record.")),
    "export": _Entry(
        "virtu_desktop.cli.export", "export", N_("Write the records of sessions to files.")
    ),
    "import": _Entry(
        "virtu_desktop.cli.agenda",
        "import_agenda",
        N_("Take in an agenda from a table, or session records from an export."),
    ),
    "attendance": _Entry(
        "virtu_desktop.cli.attendance",
        "attendance",
        N_("Read who was present from the reports of meeting tools."),
    ),
    "chat": _Entry(
        "virtu_desktop.cli.chat",
        "chat",
        N_("Read the chat of a meeting tool, and the votes in it."),
    ),
    "merge": _Entry(
        "virtu_desktop.cli.merge",
        "merge_file",
        N_("Merge another laptop's records of the same sessions into the library."),
    ),
    "report": _Entry(
        "virtu_desktop.cli.programme",
        "report",
        N_("Write the report of a programme to files."),
    ),
    "facts": _Entry(
        "virtu_desktop.cli.programme",
        "facts",
        N_("Show or set what report and privacy notice say of a programme."),
    ),
    "notice": _Entry(
        "virtu_desktop.cli.programme",
        "notice",
        N_("Write the privacy notice of a programme in three languages."),
    ),
    "due": _Entry(
        "virtu_desktop.cli.programme", "due", N_("List the data that is not needed any more.")
    ),
    "person": _Entry(
        "virtu_desktop.cli.person", "person", N_("Write all that is kept of one person to files.")
    ),
    "erase": _Entry(
        "virtu_desktop.cli.person",
        "erase",
        N_("Erase a person everywhere; a pseudonym and the totals stay."),
    ),
    "backup": _Entry(
        "virtu_desktop.cli.backup", "backup", N_("Write a verified copy of the library.")
    ),
    "restore": _Entry(
        "virtu_desktop.cli.backup", "restore", N_("Put a backup in the place of the library.")
    ),
    "completion": _Entry(
        "virtu_desktop.cli.completion",
        "completion",
        N_("Print what lets a shell complete commands and options."),
    ),
    "doctor": _Entry(
        "virtu_desktop.cli.doctor", "doctor", N_("Check that everything the program needs works.")
    ),
}


@click.group(
    cls=Program,
    invoke_without_command=True,
    help=N_("Plan, run and prove a hybrid half-day. Without a command the desktop program opens."),
    params=[_library_option(), _language_option(), _verbose_option()],
)
@click.version_option(__version__, prog_name="virtu")
@click.pass_context
def virtu(ctx: click.Context) -> int | None:
    """Open the desktop program when no command is given."""
    if ctx.invoked_subcommand is not None:
        return None
    window = import_module("virtu_desktop.cli.window")
    return int(window.open_library(ctx.ensure_object(Surroundings)))
