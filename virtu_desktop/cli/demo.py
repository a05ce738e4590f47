"""``virtu demo``: a realistic programme to try things out with, in a library of its own.

The library lies in the cache folder and is kept, so that a half-day can be closed, opened again,
finished and exported. It begins anew when that is asked for, or when its half-day is long over.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from platformdirs import user_cache_path

from virtu_desktop.cli.open_library import NotSaved
from virtu_desktop.cli.program import Surroundings, command, option, pass_surroundings
from virtu_desktop.cli.window import NoDisplay, has_display, show
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import (
    HOUR,
    Clock,
    Duration,
    Instant,
    SystemClock,
    local,
    zone_named,
)
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.demo import build_demo
from virtu_desktop.exchange.files import make_folder
from virtu_desktop.i18n import N_, _
from virtu_desktop.storage.errors import LibraryInUse
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.lock import LibraryLock

_SAVE_WITHIN_S = 30.0
_STALE_AFTER = Duration(12 * HOUR)


@command(
    "demo",
    more=N_(
        "Four groups meet for three half-days each; one of them is under way. The library is "
        "kept for the next time. When its half-day is long over, it is put beside the new one."
    ),
)
@option("--fresh", is_flag=True, help=N_("Delete the demonstration and begin it anew."))
@option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write a picture of the window to this PNG file and quit."),
)
@pass_surroundings
def demo(surroundings: Surroundings, fresh: bool, picture: Path | None) -> int:
    """Build the library if need be and open the window on the session under way."""
    if fresh and surroundings.library_option is not None:
        raise click.UsageError(_("Give either --fresh or --library."))
    if surroundings.open_window is None or not has_display(os.environ, sys.platform):
        raise NoDisplay
    clock = SystemClock()
    if surroundings.library_option is None:
        path = user_cache_path("virtu", appauthor=False) / "demo" / "library.sqlite"
        make_folder(path.parent)
        if fresh:
            delete_old(path)
        elif (aside := put_stale_aside(path, clock)) is not None:
            click.echo(_("The old demonstration is kept as {file}.", file=aside))
    else:
        path = surroundings.library_option
    session = None if path.exists() else fill(path, clock, surroundings.language)
    click.echo(_("The demonstration's library is {file}.", file=path))
    return show(surroundings, path, demo=True, session=session, picture=picture)


def delete_old(path: Path) -> None:
    """Delete a demonstration with its backups; raise LibraryInUse when it is open."""
    lock = LibraryLock(path)
    try:
        for old in _belongings(path):
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink()
    finally:
        lock.release()


def put_stale_aside(path: Path, clock: Clock) -> Path | None:
    """Move a demonstration whose half-day is long over to a folder with the half-day's date.

    Return where its library is now; None when it stays, also because it is open or damaged.
    """
    try:
        lock = LibraryLock(path)
    except LibraryInUse:
        return None
    try:
        day = _stale_day(path, clock)
        if day is None:
            return None
        folder = _free_folder(path.with_name(f"{path.stem}-{day}"))
        folder.mkdir()
        for old in tuple(_belongings(path)):
            old.rename(folder / old.name)
        return folder / path.name
    finally:
        lock.release()


def fill(path: Path, clock: Clock, language: str) -> SessionId:
    """Make the library with the demonstration as it stands now; return the session under way."""
    built = build_demo(clock.read().wall, language)
    with Library.open(path, clock=clock) as library:
        library.submit(*built.changes)
        if not library.flush(_SAVE_WITHIN_S):
            raise NotSaved(path)
    return built.session


def _stale_day(path: Path, clock: Clock) -> str | None:
    """Return the day of the half-day under way when its end has long passed, else None."""
    try:
        with Library.open(path, clock=clock, read_only=True) as library:
            session = library.unfinished_run()
            plan = None if session is None else library.session(session).session.plan
    except KnownError:
        # None there yet, or the window says what is wrong with it and how it can be repaired.
        return None
    if plan is None or clock.read().wall <= Instant(plan.target_end + _STALE_AFTER):
        return None
    return local(plan.start, zone_named(plan.zone)).date().isoformat()


def _belongings(path: Path) -> Iterator[Path]:
    """Yield the files of a library and the folder of its backups, but not its lock."""
    for found in path.parent.iterdir():
        is_own = found.name.startswith(path.name) and found.suffix != ".lock"
        if is_own or found.name == "backups":
            yield found


def _free_folder(folder: Path) -> Path:
    candidate, number = folder, 2
    while candidate.exists():
        candidate, number = folder.with_name(f"{folder.name}-{number}"), number + 1
    return candidate
