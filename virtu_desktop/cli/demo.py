"""``virtu demo``: a realistic programme in a library that is thrown away.

The library lies in the cache folder. After a clean close the next demonstration begins anew;
after a crash it goes on where it was, as a real library does.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click
from platformdirs import user_cache_path

from virtu_desktop.cli.open_library import NotSaved
from virtu_desktop.cli.program import Surroundings, command, option, pass_surroundings
from virtu_desktop.cli.window import NoDisplay, has_display, show
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import Clock, SystemClock
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.demo import build_demo
from virtu_desktop.exchange.files import make_folder
from virtu_desktop.i18n import N_, _
from virtu_desktop.storage.errors import LibraryInUse
from virtu_desktop.storage.health import examine
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.lock import LibraryLock

_SAVE_WITHIN_S = 30.0


@command(
    "demo",
    more=N_(
        "Four groups meet for three half-days each; one of them is under way. The library "
        "is thrown away when the next demonstration begins."
    ),
)
@option(
    "--picture",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=N_("Write a picture of the window to this PNG file and quit."),
)
@pass_surroundings
def demo(surroundings: Surroundings, picture: Path | None) -> int:
    """Build the library if need be and open the window on the session under way."""
    if surroundings.open_window is None or not has_display(os.environ, sys.platform):
        raise NoDisplay
    clock = SystemClock()
    if surroundings.library_option is None:
        path = user_cache_path("virtu", appauthor=False) / "demo" / "library.sqlite"
        throw_away_old(path, clock)
    else:
        path = surroundings.library_option
    session = None if path.exists() else fill(path, clock, surroundings.language)
    click.echo(_("The demonstration's library is {file}.", file=path))
    return show(surroundings, path, demo=True, session=session, picture=picture)


def throw_away_old(path: Path, clock: Clock) -> None:
    """Remove a demonstration that was closed cleanly, so that the next one begins anew.

    One that is open, or that was interrupted, stays. All of the library's folder is removed.
    """
    make_folder(path.parent)
    try:
        lock = LibraryLock(path)
    except LibraryInUse:
        return
    try:
        if _was_closed_cleanly(path, clock):
            for old in path.parent.iterdir():
                if old.is_dir():
                    shutil.rmtree(old)
                elif old.suffix != ".lock":
                    old.unlink()
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


def _was_closed_cleanly(path: Path, clock: Clock) -> bool:
    """Say whether nothing is lost with the library; a damaged demonstration is worth nothing."""
    try:
        found = examine(path, clock)
    except KnownError:
        return True
    return found is None or found.closed_clean
