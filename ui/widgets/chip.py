"""A small rounded mark with one or two words; as a label and as a button."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from ui.theme import Role, Theme, Tone, follow_theme, theme
from ui.theme.colour import mix
from ui.widgets.buttons import is_press_by_enter, keeps_press_key
from ui.widgets.labels import plain_tooltip
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded

HEIGHT = 25
BUTTON_HEIGHT = 30
_PADDING = 11
_LEAST_WIDTH = 84
_HOT = 0.12


def chip_width(text: str, theme: Theme) -> int:
    """Return the width of a chip with ``text``."""
    metrics = QFontMetricsF(theme.font(Role.SECONDARY_STRONG))
    return math.ceil(metrics.horizontalAdvance(text)) + 2 * theme.px(_PADDING)


def paint_chip(
    painter: QPainter,
    rect: QRectF,
    text: str,
    tone: Tone,
    theme: Theme,
    *,
    is_hot: bool = False,
    has_line: bool = False,
) -> None:
    """Draw a chip that fills ``rect``; its words are elided when they do not fit."""
    colours = theme.tone(tone)
    fill = mix(colours.graphic, colours.tint, _HOT) if is_hot else colours.tint
    lined = has_line or theme.tokens.border_width > 1
    draw_rounded(
        painter,
        rect,
        rect.height() / 2,
        fill=QColor(fill),
        line=QColor(colours.graphic) if lined else None,
        width=1.5,
    )
    side = theme.px(_PADDING) - 1
    draw_line_of_text(
        painter,
        rect.adjusted(side, 0, -side, 0),
        text,
        theme.font(Role.SECONDARY_STRONG),
        QColor(colours.text),
        align=Qt.AlignmentFlag.AlignHCenter,
    )


class Chip(QLabel):
    """Words on a tint, to read."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.GREY, parent: QWidget | None = None
    ) -> None:
        """Make a chip."""
        super().__init__(parent)
        self._tone = tone
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setText(text)
        follow_theme(self._retheme)

    @property
    def tone(self) -> Tone:
        """Return the tone."""
        return self._tone

    def show_words(self, text: str, tone: Tone) -> None:
        """Show other words in another tone."""
        if text != self.text():
            self.setText(text)
            self._tell_whole_text()
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which the words fit."""
        return QSize(chip_width(self.text(), theme()), theme().px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the beginning of the words, then an ellipsis."""
        full = self.sizeHint()
        return QSize(min(full.width(), theme().px(_LEAST_WIDTH)), full.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text where it does not fit."""
        super().resizeEvent(event)
        self._tell_whole_text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint and words."""
        paint_chip(QPainter(self), QRectF(self.rect()), self.text(), self._tone, theme())

    def _tell_whole_text(self) -> None:
        fits = self.width() >= self.sizeHint().width()
        self.setToolTip("" if fits else plain_tooltip(self.text()))

    def _retheme(self) -> None:
        self.setFont(theme().font(Role.SECONDARY_STRONG))
        self.updateGeometry()


class ChipButton(QAbstractButton):
    """A chip to press, with the mouse, Space or Enter; it can be made checkable."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.GREY, parent: QWidget | None = None
    ) -> None:
        """Make a chip that tells ``clicked``."""
        super().__init__(parent)
        self._tone = tone
        self._say(text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        follow_theme(self.updateGeometry)

    @property
    def tone(self) -> Tone:
        """Return the tone."""
        return self._tone

    def show_words(self, text: str, tone: Tone) -> None:
        """Show other words in another tone."""
        if text != self.text():
            self._say(text)
            self.updateGeometry()
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def sizeHint(self) -> QSize:
        """Return the size at which the words fit."""
        return QSize(chip_width(self.text(), theme()), theme().px(BUTTON_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Return the least size: the beginning of the words, then an ellipsis."""
        full = self.sizeHint()
        return QSize(min(full.width(), theme().px(_LEAST_WIDTH)), full.height())

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter from being shortcuts of the window while the keyboard is here."""
        return keeps_press_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space."""
        if is_press_by_enter(event):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw tint, words and the ring of the keyboard."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        paint_chip(
            painter,
            area,
            self.text(),
            self._tone,
            theme(),
            is_hot=self.underMouse() or self.isDown(),
            has_line=self.isChecked(),
        )
        if self.hasFocus():
            draw_focus_ring(painter, area, area.height() / 2, theme().colour("focus"))

    def _say(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)
        # The words are drawn letter by letter: an ampersand in them is no key either.
        self.setShortcut(QKeySequence())
