"""``virtu doctor``: check what the program needs, and say what is wrong in plain words."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from virtu_desktop import __version__
from virtu_desktop.cli.output import print_json, print_table
from virtu_desktop.cli.program import (
    PROBLEM,
    Surroundings,
    command,
    json_option,
    pass_surroundings,
)
from virtu_desktop.cli.window import has_display
from virtu_desktop.domain.time import Clock, SystemClock, zone_named
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_, Translator, interface
from virtu_desktop.settings import settings_file
from virtu_desktop.storage.errors import LibraryMissing
from virtu_desktop.storage.health import WARNING_TEXTS
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import clock_text, date_text

_ENOUGH_SPACE = 500_000_000
_ZONES = ("Europe/Helsinki", "Europe/Stockholm", "UTC")
_MEGABYTE = 1_000_000


class Verdict(StrEnum):
    """How a check came out; only a problem makes the exit code 1."""

    GOOD = "good"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``detail`` is in the interface language."""

    name: str
    verdict: Verdict
    detail: str


@command("doctor")
@json_option()
@pass_surroundings
def doctor(surroundings: Surroundings, as_json: bool) -> int:
    """Print the checks; the exit code is 1 when one of them found a problem."""
    tr = interface()
    checks = list(_checks(tr, surroundings, SystemClock()))
    if as_json:
        print_json(
            [
                {"name": check.name, "verdict": check.verdict.value, "detail": check.detail}
                for check in checks
            ]
        )
    else:
        rows = [[tr(_VERDICTS[one.verdict]), tr(_NAMES[one.name]), one.detail] for one in checks]
        print_table(["", tr("Check"), ""], rows)
    return PROBLEM if any(check.verdict is Verdict.PROBLEM for check in checks) else 0


def _checks(tr: Translator, surroundings: Surroundings, clock: Clock) -> Iterator[Check]:
    yield Check("program", Verdict.GOOD, f"{__version__}, Python {platform.python_version()}")
    yield _qt(tr)
    yield _saving(tr, clock)
    yield _zones(tr)
    yield from _library(tr, surroundings.library.absolute(), clock)
    yield _folder(tr, surroundings.library.absolute().parent)
    yield Check("settings", Verdict.GOOD, str(settings_file()))
    yield _display(tr)
    yield _wake_lock(tr)


def _qt(tr: Translator) -> Check:
    try:
        return Check("qt", Verdict.GOOD, version("PySide6-Essentials"))
    except PackageNotFoundError:
        return Check("qt", Verdict.PROBLEM, tr("Qt is not installed: there are no windows."))


def _saving(tr: Translator, clock: Clock) -> Check:
    """Make a library and throw it away: what is missing on this computer shows."""
    with tempfile.TemporaryDirectory(prefix="virtu-doctor-") as folder:
        try:
            Library.open(Path(folder) / "library.sqlite", clock=clock).close()
        except KnownError as error:
            return Check("saving", Verdict.PROBLEM, error.words(tr))
    return Check("saving", Verdict.GOOD, tr("A library can be made and saved."))


def _zones(tr: Translator) -> Check:
    try:
        for name in _ZONES:
            zone_named(name)
    except ValueError:
        return Check("zones", Verdict.PROBLEM, tr("There is no time zone data."))
    return Check("zones", Verdict.GOOD, ", ".join(_ZONES))


def _library(tr: Translator, path: Path, clock: Clock) -> Iterator[Check]:
    try:
        with Library.open(path, clock=clock, read_only=True) as library:
            sessions = len(library.sessions())
            newest = next(iter(library.backups()), None)
            warnings = library.warnings
    except LibraryMissing:
        yield Check("library", Verdict.NOTE, tr("There is no library yet: {file}", file=path))
        return
    except KnownError as error:
        yield Check("library", Verdict.PROBLEM, error.words(tr))
        return
    words = tr.plural("{count} session", "{count} sessions", sessions)
    yield Check("library", Verdict.GOOD, f"{path}, {words}")
    for warning in warnings:
        yield Check("library", Verdict.NOTE, tr(WARNING_TEXTS[warning]))
    if newest is None:
        yield Check("backups", Verdict.NOTE, tr("There is no backup yet."))
    else:
        day = date_text(tr, newest.at, "UTC")
        made = tr("Newest: {day} {clock} UTC", day=day, clock=clock_text(tr, newest.at, "UTC"))
        yield Check("backups", Verdict.GOOD, made)


def _folder(tr: Translator, folder: Path) -> Check:
    """Check the nearest folder that is there: the rest is made when it is needed."""
    there = next((one for one in (folder, *folder.parents) if one.exists()), folder)
    if not there.is_dir():
        return Check("folder", Verdict.PROBLEM, tr("{file} is not a folder.", file=there))
    if not os.access(there, os.W_OK):
        return Check("folder", Verdict.PROBLEM, tr("{file} cannot be written.", file=there))
    free = shutil.disk_usage(there).free
    text = tr("{file}, {count} MB free", file=there, count=free // _MEGABYTE)
    return Check("folder", Verdict.GOOD if free >= _ENOUGH_SPACE else Verdict.PROBLEM, text)


def _display(tr: Translator) -> Check:
    if has_display(os.environ, sys.platform):
        return Check("display", Verdict.GOOD, os.environ.get("QT_QPA_PLATFORM") or sys.platform)
    return Check("display", Verdict.NOTE, tr("No display found"))


def _wake_lock(tr: Translator) -> Check:
    # Loaded here: asking the system takes long, and no other command needs it.
    from wakepy import keep

    with keep.presenting(on_fail="pass") as mode:
        method = mode.method
        active = mode.active
    if active:
        return Check("wake", Verdict.GOOD, "" if method is None else method.name)
    return Check("wake", Verdict.NOTE, tr("The computer cannot be kept awake from here."))


_VERDICTS = {
    Verdict.GOOD: N_("good"),
    Verdict.NOTE: N_("note"),
    Verdict.PROBLEM: N_("PROBLEM"),
}
_NAMES = {
    "program": N_("Virtu Desktop"),
    "qt": N_("Windows (Qt)"),
    "saving": N_("Saving"),
    "zones": N_("Time zones"),
    "library": N_("Library"),
    "backups": N_("Backups"),
    "folder": N_("Folder"),
    "settings": N_("Settings"),
    "display": N_("Display"),
    "wake": N_("Staying awake"),
}
