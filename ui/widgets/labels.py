"""Labels for text that people typed: plain text always, and never a word cut off."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.paint import (
    broken_lines,
    draw_line_of_text,
    limited_lines,
    widest_word,
)

_LINE_HEIGHT = 1.36
_WIDEST_WORD_ASKED = 260
_WIDTHS_KEPT = 8


class SafeLabel(QLabel):
    """Shows plain text, whatever it looks like.

    wrap: lines break between words, and inside a word only when it is wider than the label.
    Without wrap one line is shown; what does not fit ends in an ellipsis and the whole text is
    the tooltip. most_lines limits a wrapping label the same way. A wrapping label stands at the
    top of its place unless ``align`` says otherwise.
    """

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        role: Role = Role.BODY,
        colour: str = "ink",
        tone: Tone | None = None,
        wrap: bool = False,
        most_lines: int | None = None,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        """Make a label; colour is the name of a token, and a tone goes before it."""
        super().__init__(parent)
        self._role = role
        self._colour = colour
        self._tone = tone
        self._wraps = wrap
        self._most_lines = most_lines
        self._align = align
        # Layouts ask for the same few widths again and again, and breaking lines is slow.
        self._broken: dict[float, list[str]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        # Only for the height-for-width contract with layouts; painting is done here.
        self.setWordWrap(wrap)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        follow_theme(self._retheme)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Show another text."""
        if text != self.text():
            self._broken.clear()
            super().setText(text)
            self._tell_whole_text()

    def natural_width(self) -> int:
        """Return the width at which the text stands on one line."""
        return math.ceil(self._text_width())

    def set_most_lines(self, most_lines: int | None) -> None:
        """Show at most so many lines, or all."""
        if most_lines != self._most_lines:
            self._most_lines = most_lines
            self._broken.clear()
            self._tell_whole_text()
            self.updateGeometry()
            self.update()

    def set_colour(self, colour: str, tone: Tone | None = None) -> None:
        """Show the text in another colour."""
        if (colour, tone) != (self._colour, self._tone):
            self._colour = colour
            self._tone = tone
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Say whether the height depends on the width."""
        return self._wraps

    def heightForWidth(self, width: int) -> int:
        """Return the height that the text needs at ``width``."""
        if not self._wraps:
            return super().heightForWidth(width)
        return math.ceil(len(self._lines(width)) * self._line_height())

    def sizeHint(self) -> QSize:
        """Return the size at which the text stands on one line, or on short ones."""
        width = math.ceil(self._text_width())
        if not self._wraps:
            return QSize(width, math.ceil(self._line_height()))
        width = min(width, theme().px(360))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a size below which words would have to break."""
        metrics = QFontMetricsF(self._font())
        most = theme().px(_WIDEST_WORD_ASKED)
        if not self._wraps:
            least = metrics.horizontalAdvance("M" * 5)
            return QSize(math.ceil(min(self._text_width(), least)), self.sizeHint().height())
        width = math.ceil(min(widest_word(self._shown(), metrics) + 1, most))
        return QSize(width, math.ceil(self._line_height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text."""
        painter = QPainter(self)
        now = theme()
        colour = QColor(now.tone(self._tone).text) if self._tone else now.colour(self._colour)
        if not self.isEnabled():
            colour = now.colour("quiet")
        area = QRectF(self.contentsRect())
        across = self._align & Qt.AlignmentFlag.AlignHorizontal_Mask
        if not self._wraps:
            draw_line_of_text(painter, area, self._shown(), self._font(), colour, align=across)
            return
        height = self._line_height()
        lines = self._lines(self.width())
        top = area.top()
        if self._align & Qt.AlignmentFlag.AlignVCenter:
            top += max(0.0, (area.height() - height * len(lines)) / 2)
        for place, line in enumerate(lines):
            row = QRectF(area.left(), top + place * height, area.width() + 1, height)
            draw_line_of_text(painter, row, line, self._font(), colour, align=across)

    def event(self, event: QEvent) -> bool:
        """Keep the tooltip in step with what fits."""
        if event.type() == QEvent.Type.Resize:
            self._tell_whole_text()
        return super().event(event)

    def _shown(self) -> str:
        return self.text() if self._wraps else " ".join(self.text().split())

    def _font(self) -> QFont:
        return theme().font(self._role)

    def _line_height(self) -> float:
        size = self._font().pixelSize()
        return max(size * _LINE_HEIGHT, QFontMetricsF(self._font()).height())

    def _text_width(self) -> float:
        return QFontMetricsF(self._font()).horizontalAdvance(self._shown()) + 1

    def _lines(self, width: float) -> list[str]:
        found = self._broken.get(width)
        if found is None:
            if len(self._broken) >= _WIDTHS_KEPT:
                self._broken.clear()
            found = self._broken[width] = self._break(width)
        return found

    def _break(self, width: float) -> list[str]:
        if self._most_lines is None:
            return broken_lines(self._shown(), self._font(), width)
        return limited_lines(self._shown(), self._font(), width, self._most_lines)

    def _tell_whole_text(self) -> None:
        fits = self._wraps or self._text_width() <= self.width() + 1
        if self._most_lines is not None:
            fits = len(broken_lines(self._shown(), self._font(), self.width())) <= (
                self._most_lines
            )
        # A tooltip may show rich text, so typed text goes there only without markup.
        self.setToolTip("" if fits else plain_tooltip(self.text()))

    def _retheme(self) -> None:
        self._broken.clear()
        self.setFont(self._font())
        self.updateGeometry()


class CapsLabel(SafeLabel):
    """A small heading in capitals above a part of a card."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        """Make the heading."""
        super().__init__(text, parent, role=Role.CAPS, colour="muted")


def safe_label(text: str = "", *, role: Role = Role.BODY, wrap: bool = False) -> SafeLabel:
    """Return a label for text that people typed."""
    return SafeLabel(text, role=role, wrap=wrap)


def plain_tooltip(text: str) -> str:
    """Return ``text`` as a tooltip that shows it letter by letter, never as markup."""
    if "<" not in text and "&" not in text:
        return text
    return f"<qt>{html.escape(text)}</qt>"
