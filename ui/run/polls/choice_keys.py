"""The key of each choice of a question on the pad: its number, without looking (V3)."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from virtu_desktop.domain.questions import Question

# The tenth and eleventh choice of a question, and the level 10 of a scale.
_TENTH, _ELEVENTH = "0", "X"
_PLACES = ("1", "2", "3", "4", "5", "6", "7", "8", "9", _TENTH, _ELEVENTH)


def choice_keys(question: Question) -> tuple[str, ...]:
    """Return the key of each choice; empty for those that have none.

    Levels from 0 to 10 have the key of their number, 10 has X; other choices count from 1.
    """
    scale = question.levels
    if question.is_scale and scale is not None and scale.lowest >= 0 and scale.highest <= 10:
        levels = range(scale.lowest, scale.highest + 1)
        return tuple(_ELEVENTH if level == 10 else str(level) for level in levels)
    count = len(question.choices)
    return (*_PLACES, *[""] * max(0, count - len(_PLACES)))[:count]


def pressed_key(event: QKeyEvent) -> str:
    """Return the sign of a key, whatever Shift makes of it; an empty text for other keys."""
    key = event.key()
    if Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
        return chr(key)
    if key == Qt.Key.Key_X:
        return _ELEVENTH
    # With Shift a digit key gives another sign in every layout; where the key lies stays the same.
    if _FIRST_SCAN_CODE is not None:
        place = event.nativeScanCode() - _FIRST_SCAN_CODE
        if 0 <= place < len(_DIGITS):
            return _DIGITS[place]
    return _SHIFTED.get(Qt.Key(key), "")


_DIGITS = "1234567890"
# Where the row of digits begins, as the system numbers its keys.
_FIRST_SCAN_CODE = {"linux": 10, "win32": 2}.get(sys.platform)
# What Shift makes of digits on Nordic keyboards, then on others where it is another sign.
_SHIFTED: dict[Qt.Key, str] = {
    Qt.Key.Key_Exclam: "1",
    Qt.Key.Key_At: "2",
    Qt.Key.Key_QuoteDbl: "2",
    Qt.Key.Key_NumberSign: "3",
    Qt.Key.Key_Dollar: "4",
    Qt.Key.Key_currency: "4",
    Qt.Key.Key_Percent: "5",
    Qt.Key.Key_Ampersand: "6",
    Qt.Key.Key_AsciiCircum: "6",
    Qt.Key.Key_Slash: "7",
    Qt.Key.Key_ParenLeft: "8",
    Qt.Key.Key_Asterisk: "8",
    Qt.Key.Key_ParenRight: "9",
    Qt.Key.Key_Equal: "0",
}
