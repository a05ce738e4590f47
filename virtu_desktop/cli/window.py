"""Opens the desktop program, or says why there is no window."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from virtu_desktop.cli.program import (
    Surroundings,
    WindowRehearsal,
)
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import N_

_NEEDS_NO_DISPLAY = frozenset({"offscreen", "minimal", "vnc", "eglfs", "linuxfb"})


class NoDisplay(KnownError):
    """There is no screen to show a window on."""

    def __init__(self) -> None:
        """Name what works without a screen."""
        super().__init__(
            N_(
                "No display found. Without one, {offscreen} writes a picture of the window, and "
                "{rehearse} runs a whole half-day."
            ),
            offscreen="QT_QPA_PLATFORM=offscreen virtu demo --picture demo.png",
            rehearse="virtu rehearse --template virtu-1 --instant --headless",
        )


def has_display(environment: Mapping[str, str], system: str) -> bool:
    """Say whether a window can be shown. ``system`` is as ``sys.platform``."""
    if system in ("win32", "darwin"):
        return True
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in _NEEDS_NO_DISPLAY:
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def open_library(surroundings: Surroundings) -> int:
    """Open the desktop program on the library; return its exit code."""
    return show(surroundings, surroundings.library)


def show(
    surroundings: Surroundings,
    library: Path,
    *,
    demo: bool = False,
    session: str | None = None,
    rehearsal: WindowRehearsal | None = None,
    picture: Path | None = None,
) -> int:
    """Open the desktop program and return its exit code; raise NoDisplay where it cannot be."""
    if surroundings.open_window is None or not has_display(os.environ, sys.platform):
        raise NoDisplay
    return surroundings.open_window(
        library,
        demo=demo,
        session=session,
        rehearsal=rehearsal,
        picture=picture,
        settings=surroundings.settings,
    )
