"""Plays the three short cue sounds through what the system has; never waits, never fails.

No multimedia library: Windows plays WAV files itself, macOS has afplay, Linux one of three small
players. Without any of them the system's beep sounds.
"""

from __future__ import annotations

import logging
import shutil
import sys
from collections.abc import Callable, Sequence

from PySide6.QtCore import QProcess
from PySide6.QtWidgets import QApplication

from virtu_desktop.assets import resource
from virtu_desktop.domain.cues import CuePhase

_log = logging.getLogger("virtu.ui.sound")

_FILES = {CuePhase.SOON: "soon.wav", CuePhase.LAST: "last.wav", CuePhase.OVER: "over.wav"}
_PLAYERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "darwin": (("afplay",),),
    "linux": (("pw-play",), ("paplay",), ("aplay", "-q")),
}

Start = Callable[[str, Sequence[str]], object]


class CueSounds:
    """Plays the sound of a phase; with nothing to play it with, beeps."""

    def __init__(
        self,
        *,
        platform: str = sys.platform,
        find: Callable[[str], str | None] = shutil.which,
        start: Start = QProcess.startDetached,
        beep: Callable[[], object] = QApplication.beep,
    ) -> None:
        """Look for a player once; the arguments are seams for other systems."""
        self._is_windows = platform == "win32"
        self._start = start
        self._beep = beep
        self._command = _player(platform, find)

    def can_play(self) -> bool:
        """Say whether there is more than a beep."""
        return self._is_windows or self._command is not None

    def play(self, phase: CuePhase) -> None:
        """Play the sound of ``phase`` and return at once; CALM has none."""
        name = _FILES.get(phase)
        if name is None:
            return
        path = str(resource("sounds", name))
        if self._is_windows:
            _play_on_windows(path)
        elif self._command is not None:
            program, *options = self._command
            self._start(program, [*options, path])
        else:
            self._beep()


def _player(platform: str, find: Callable[[str], str | None]) -> tuple[str, ...] | None:
    """Return the first player that is installed, as a command without the file."""
    for program, *options in _PLAYERS.get(platform, ()):
        path = find(program)
        if path:
            return (path, *options)
    return None


if sys.platform == "win32":
    import winsound

    def _play_on_windows(path: str) -> None:
        flags = winsound.SND_FILENAME | winsound.SND_ASYNC | winsound.SND_NODEFAULT
        try:
            winsound.PlaySound(path, flags)
        except RuntimeError:
            _log.info("The sound device is not available.")

else:

    def _play_on_windows(path: str) -> None:
        """Do nothing: this system is not Windows."""
