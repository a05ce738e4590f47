"""Cue sounds are played by what the system has, at once and without failing."""

from __future__ import annotations

import runpy
import struct
import wave
from collections.abc import Sequence

import pytest

from ui.sound import CueSounds
from virtu_desktop.assets import resource
from virtu_desktop.domain.cues import CuePhase

_NAMES = ("soon", "last", "over")


class Heard:
    """Writes down what was started and how often it beeped."""

    def __init__(self) -> None:
        """Begin in silence."""
        self.started: list[tuple[str, list[str]]] = []
        self.beeps = 0

    def start(self, program: str, arguments: Sequence[str]) -> bool:
        """Start nothing, but write it down."""
        self.started.append((program, list(arguments)))
        return True

    def beep(self) -> None:
        """Count a beep."""
        self.beeps += 1


def _sounds(heard: Heard, platform: str, *installed: str) -> CueSounds:
    def find(program: str) -> str | None:
        return f"/usr/bin/{program}" if program in installed else None

    return CueSounds(platform=platform, find=find, start=heard.start, beep=heard.beep)


@pytest.mark.parametrize(
    ("platform", "installed", "program"),
    [
        ("linux", ("aplay", "paplay", "pw-play"), "pw-play"),
        ("linux", ("aplay", "paplay"), "paplay"),
        ("linux", ("aplay",), "aplay"),
        ("darwin", ("afplay",), "afplay"),
    ],
)
def test_the_first_player_that_is_there_plays(
    platform: str, installed: tuple[str, ...], program: str
) -> None:
    """Each system plays the file of the phase with its own small player."""
    heard = Heard()
    sounds = _sounds(heard, platform, *installed)

    sounds.play(CuePhase.LAST)

    assert sounds.can_play()
    assert len(heard.started) == 1
    path, arguments = heard.started[0]
    assert path == f"/usr/bin/{program}"
    assert arguments[-1] == str(resource("sounds", "last.wav"))
    assert heard.beeps == 0


def test_without_a_player_it_beeps() -> None:
    """A system without any player still gives a sign, and says that it cannot play."""
    heard = Heard()
    sounds = _sounds(heard, "linux")

    sounds.play(CuePhase.OVER)

    assert not sounds.can_play()
    assert (heard.started, heard.beeps) == ([], 1)


def test_plenty_of_time_is_silent() -> None:
    """The calm phase has no sound."""
    heard = Heard()

    _sounds(heard, "linux", "aplay").play(CuePhase.CALM)
    _sounds(heard, "linux").play(CuePhase.CALM)

    assert (heard.started, heard.beeps) == ([], 0)


@pytest.mark.parametrize("name", _NAMES)
def test_sounds_are_short_soft_and_end_in_silence(name: str) -> None:
    """Every file is a mono WAV of under a second that neither clips nor clicks at its end."""
    with wave.open(str(resource("sounds", f"{name}.wav"))) as file:
        count = file.getnframes()
        length = count / file.getframerate()
        values = struct.unpack(f"<{count}h", file.readframes(count))
        channels = file.getnchannels()

    assert channels == 1
    assert 0.2 < length < 1
    assert 6_000 < max(values) < 24_000
    assert abs(values[0]) < 100
    assert abs(values[-1]) < 100


def test_sounds_are_small() -> None:
    """All three together weigh less than 60 kB."""
    assert sum(resource("sounds", f"{name}.wav").stat().st_size for name in _NAMES) < 60_000


@pytest.mark.parametrize("name", _NAMES)
def test_sounds_are_what_their_script_makes(name: str) -> None:
    """The files in the product come from the script beside them."""
    script = runpy.run_path(str(resource("sounds", "make_sounds.py")))
    with wave.open(str(resource("sounds", f"{name}.wav"))) as file:
        count = file.getnframes()
        values = struct.unpack(f"<{count}h", file.readframes(count))

    made = script["samples"](name)

    # Another system's sine may differ in the last place.
    assert len(made) == len(values)
    assert max(abs(one - other) for one, other in zip(made, values, strict=True)) <= 1
