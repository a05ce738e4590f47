"""The colours of taking part: green in the room, blue remote, sea blue at a shared screen."""

from __future__ import annotations

from ui.theme import Tone
from virtu_desktop.domain.people import Mode

MODE_TONES = {Mode.ROOM: Tone.TEAL, Mode.REMOTE: Tone.BLUE, Mode.SITE: Tone.OPENING}
