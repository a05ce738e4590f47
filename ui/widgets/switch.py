"""A switch for a setting that is on or off at once."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded

_TRACK_WIDTH = 40
_TRACK_HEIGHT = 24
_HEIGHT = 32
_GAP = 10


class ToggleSwitch(QCheckBox):
    """A check box drawn as a switch; a tick in the knob shows "on" without its colour."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Make a switch that is off."""
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size of switch and words."""
        now = theme()
        words = QFontMetricsF(now.font(Role.BODY)).horizontalAdvance(self.text())
        return QSize(math.ceil(words) + now.px(_TRACK_WIDTH + _GAP + 4), now.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the size of switch and words: neither is cut."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        """Take clicks on the words too."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, knob and words."""
        now = theme()
        painter = QPainter(self)
        height = now.px(_TRACK_HEIGHT)
        track = QRectF(2, (self.height() - height) / 2, now.px(_TRACK_WIDTH), height)
        is_on = self.isChecked()
        fill = now.colour("primary") if is_on and self.isEnabled() else now.colour("track")
        line = None if is_on and self.isEnabled() else now.colour("muted")
        draw_rounded(painter, track, height / 2, fill=fill, line=line)
        knob = QRectF(track.top(), 0, height, height).adjusted(4, 4, -4, -4)
        knob.moveCenter(track.center())
        knob.moveLeft(track.right() - knob.width() - 4 if is_on else track.left() + 4)
        colour = now.colour("on_primary" if is_on and self.isEnabled() else "muted")
        draw_rounded(painter, knob, knob.width() / 2, fill=colour)
        if is_on:
            centre = Qt.AlignmentFlag.AlignHCenter
            draw_line_of_text(
                painter, knob, "✓", now.font(Role.SMALL), now.colour("primary"), align=centre
            )
        words = QRectF(track.right() + now.px(_GAP), 0, self.width() - track.right(), self.height())
        text_colour = now.colour("ink" if self.isEnabled() else "quiet")
        draw_line_of_text(painter, words, self.text(), now.font(Role.BODY), text_colour)
        if self.hasFocus():
            ring = track.adjusted(-2, -2, 2, 2)
            draw_focus_ring(painter, ring, ring.height() / 2, now.colour("focus"))
