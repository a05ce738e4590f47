"""Make the three cue sounds again: ``python resources/sounds/make_sounds.py``.

Each sound is a few soft notes like those of a marimba: a sine with two quiet overtones that fade
quickly. This script is for a checkout; it is not part of an installation.
"""

from __future__ import annotations

import math
import struct
import wave
from pathlib import Path

RATE = 16_000
FOLDER = Path(__file__).resolve().parent
# Name: notes as (begins at, hertz, loudness), seconds of the whole.
SOUNDS = {
    "soon": (((0.0, 659.26, 0.34),), 0.5),
    "last": (((0.0, 659.26, 0.32), (0.16, 783.99, 0.34)), 0.6),
    "over": (((0.0, 783.99, 0.30), (0.16, 659.26, 0.32), (0.32, 523.25, 0.36)), 0.68),
}
_OVERTONES = ((1.0, 1.0, 7.0), (4.0, 0.16, 18.0), (9.2, 0.05, 40.0))
_ATTACK = 0.006
_RELEASE = 0.05


def samples(name: str) -> list[int]:
    """Return the 16-bit samples of a sound."""
    notes, length = SOUNDS[name]
    return [round(32_767 * _level(notes, at / RATE, length)) for at in range(int(RATE * length))]


def _level(notes: tuple[tuple[float, float, float], ...], at: float, length: float) -> float:
    fade = min(1.0, (length - at) / _RELEASE)
    return fade * sum(_note(at - begin, hertz, loud) for begin, hertz, loud in notes)


def _note(at: float, hertz: float, loudness: float) -> float:
    if at < 0:
        return 0.0
    rise = min(1.0, at / _ATTACK)
    wave_ = sum(
        share * math.exp(-decay * at) * math.sin(2 * math.pi * hertz * times * at)
        for times, share, decay in _OVERTONES
        # Overtones above half the rate would come back as wrong notes.
        if hertz * times < RATE / 2
    )
    return rise * loudness * wave_


def write(name: str, folder: Path) -> None:
    """Write a sound as a mono WAV file."""
    values = samples(name)
    with wave.open(str(folder / f"{name}.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(values)}h", *values))


if __name__ == "__main__":
    for sound in SOUNDS:
        write(sound, FOLDER)
