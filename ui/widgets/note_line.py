"""A field to write one line in, with the key that leads to it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.paint import draw_line_of_text, draw_rounded

HEIGHT = 44
_CHIP_HEIGHT = 18


class NoteLine(QLineEdit):
    """A tall line field; the key hint goes away while the keyboard is in it."""

    def __init__(self, placeholder: str, key: str = "", parent: QWidget | None = None) -> None:
        """Make an empty field; key is how people write the key that leads here."""
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._retheme)

    def sizeHint(self) -> QSize:
        """Return the size of a main control."""
        return QSize(theme().px(240), theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(theme().px(120), theme().px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field, then the key hint at its right end."""
        super().paintEvent(event)
        if not self._key or self.hasFocus() or self.text():
            return
        now = theme()
        font = now.font(Role.SMALL)
        width = QFontMetricsF(font).horizontalAdvance(self._key) + now.px(12)
        height = now.px(_CHIP_HEIGHT)
        right = self.width() - now.px(14)
        chip = QRectF(right - width, (self.height() - height) / 2, width, height)
        painter = QPainter(self)
        draw_rounded(painter, chip, now.px(5), fill=now.colour("track"))
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_line_of_text(painter, chip, self._key, font, now.colour("muted"), align=centre)

    def _retheme(self) -> None:
        self.setFont(theme().font(Role.BODY))
        self.setFixedHeight(theme().px(HEIGHT))
        key_room = theme().px(52) if self._key else theme().px(10)
        self.setTextMargins(theme().px(4), 0, key_room - theme().px(10), 0)
