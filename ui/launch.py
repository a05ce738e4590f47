"""The entry point of the program: the command line, with the desktop program as its window."""

from __future__ import annotations

from pathlib import Path

from virtu_desktop.cli import main as run_command_line
from virtu_desktop.cli.program import WindowRehearsal
from virtu_desktop.settings import Settings


def main() -> None:
    """Run the command ``virtu`` and exit."""
    run_command_line(open_window=_open_window)


def _open_window(
    library: Path,
    *,
    demo: bool,
    session: str | None,
    rehearsal: WindowRehearsal | None,
    picture: Path | None,
    settings: Settings,
) -> int:
    """Load Qt only now: most commands need no window, and it takes a while."""
    from ui.platform_check import check_platform

    check_platform()
    from ui.app import run

    return run(
        library,
        demo=demo,
        session=session,
        rehearsal=rehearsal,
        picture=picture,
        settings=settings,
    )
