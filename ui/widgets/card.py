"""A sheet of paper with a hairline: what every panel of a screen lies on."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import Tone, follow_theme, theme
from ui.widgets.paint import draw_rounded

RADIUS = 14
PADDING = 16


class Card(QWidget):
    """A panel with rounded corners and a line, no shadow.

    Put widgets into ``body``, a vertical layout with the padding of a card. A ``tone`` tints
    the card, for the one that is meant now.
    """

    def __init__(
        self, parent: QWidget | None = None, *, tone: Tone | None = None, padding: int = PADDING
    ) -> None:
        """Make an empty card; padding in pixels at scale 1."""
        super().__init__(parent)
        self._tone = tone
        self._padding = padding
        self._is_plain = False
        self.body = QVBoxLayout(self)
        follow_theme(self._retheme)

    def set_tone(self, tone: Tone | None) -> None:
        """Tint the card, or make it plain again."""
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def set_plain(self) -> None:
        """Lose paper, line and padding: the card is a part of another one."""
        self._is_plain = True
        self._retheme()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper and line."""
        if self._is_plain:
            return
        now = theme()
        tokens = now.tokens
        fill, line = tokens.paper, tokens.line
        if self._tone is not None:
            colours = now.tone(self._tone)
            fill, line = colours.tint, colours.graphic
        painter = QPainter(self)
        draw_rounded(
            painter,
            QRectF(self.rect()),
            now.px(RADIUS),
            fill=QColor(fill),
            line=QColor(line),
            width=tokens.border_width,
        )

    def _retheme(self) -> None:
        side = 0 if self._is_plain else theme().px(self._padding)
        self.body.setContentsMargins(side, side, side, side)
        self.body.setSpacing(theme().px(8))
