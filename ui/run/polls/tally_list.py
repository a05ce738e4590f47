"""The choices of a poll with their counts; with the keyboard on it, the pad for hands (V3)."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.run.polls.choice_keys import pressed_key
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded, limited_lines

_ROW = 42
_BAR = 8
_KEY = 20
_LINE = 20
_MOST_LINES = 2
_LOW_ROW = 26
"""A row of a long list: words, bar and figure beside each other."""
_MANY = 6
_LABEL_PART = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyRow:
    """One choice. fraction: how long its bar is, 0 to 1. here: hands of the place counted now."""

    label: str
    key: str
    figure: str
    fraction: float
    is_right: bool = False
    here: int = 0


class TallyList(QWidget):
    """Shows the rows; while it counts, digits are counted and not the window's.

    Signals: tapped (row, by): a hand up, or with Shift down. stepped (by): another place.
    finished: enough counted. confirmed: Enter. taken_back: Backspace. chosen (row): a click.
    """

    tapped = Signal(int, int)
    stepped = Signal(int)
    finished = Signal()
    confirmed = Signal()
    taken_back = Signal()
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._rows: tuple[TallyRow, ...] = ()
        self._picked: tuple[int, ...] = ()
        self._is_counting = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        follow_theme(self.updateGeometry)

    @property
    def rows(self) -> tuple[TallyRow, ...]:
        """Return what is shown."""
        return self._rows

    def show_rows(
        self, rows: tuple[TallyRow, ...], *, name: str, picked: tuple[int, ...] = ()
    ) -> None:
        """Show other figures; name: what a screen reader says of the whole."""
        self._rows, self._picked = rows, picked
        self.updateGeometry()
        figures = ", ".join(f"{row.label}: {row.figure}" for row in rows)
        self.setAccessibleName(name)
        self.setAccessibleDescription(figures)
        self.update()

    def set_counting(self, is_counting: bool) -> None:
        """Take digits for hands, or leave them to the window."""
        self._is_counting = is_counting
        policy = Qt.FocusPolicy.StrongFocus if is_counting else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of all rows."""
        width = self.width() or theme().px(240)
        return QSize(theme().px(240), self._tops(width)[-1] + self._edge())

    def minimumSizeHint(self) -> QSize:
        """Return the same height at a small width."""
        return QSize(theme().px(120), self.sizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Keep the keys of counting from being shortcuts of the window; Tab changes the place."""
        if self._is_counting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride and self._is_mine(event):
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Tab,
                Qt.Key.Key_Backtab,
            ):
                self.stepped.emit(1 if event.key() == Qt.Key.Key_Tab else -1)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Count a digit; Shift takes one back, Backspace the last press, Esc ends."""
        if not self._is_counting or not self._is_mine(event):
            super().keyPressEvent(event)
            return
        row = self._row_of(event)
        if row is not None:
            taken = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.tapped.emit(row, -1 if taken else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.finished.emit()
        elif event.key() == Qt.Key.Key_Backspace:
            self.taken_back.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Count with the mouse, or choose a row to see where it comes from."""
        tops = self._tops(self.width())
        row = bisect_right(tops, event.position().y()) - 1
        if not 0 <= row < len(self._rows):
            return
        if self._is_counting:
            back = event.button() == Qt.MouseButton.RightButton
            self.tapped.emit(row, -1 if back else 1)
        else:
            self.chosen.emit(row)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Draw the ring of the keyboard."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw no ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw each row: key, words, figure, and the bar below them."""
        painter = QPainter(self)
        tops = self._tops(self.width())
        for place, row in enumerate(self._rows):
            area = QRectF(0, tops[place], self.width(), tops[place + 1] - tops[place])
            self._paint_row(painter, area, row, is_picked=place in self._picked)
        if self.hasFocus() and self._is_counting:
            area = QRectF(self.rect())
            draw_focus_ring(painter, area, theme().px(8), theme().colour("focus"))

    def _paint_row(
        self, painter: QPainter, area: QRectF, row: TallyRow, *, is_picked: bool
    ) -> None:
        now = theme()
        side = now.px(8) if self._is_counting else 0
        inner = area.adjusted(side, now.px(3), -side, -now.px(3))
        if is_picked:
            draw_rounded(painter, area, now.px(8), fill=now.colour("selected"))
        if self._is_low(self.width()):
            self._paint_low_row(painter, inner, row)
            return
        line = QRectF(inner.left(), inner.top(), inner.width(), now.px(20))
        left = line.left()
        if self._is_counting and row.key:
            left = self._paint_key(painter, line, row.key)
        font = now.font(Role.BODY_STRONG)
        width = QFontMetricsF(font).horizontalAdvance(row.figure)
        end = QRectF(line.right() - width, line.top(), width + 1, line.height())
        draw_line_of_text(painter, end, row.figure, font, now.colour("ink"))
        words = QRectF(left, line.top(), end.left() - left - now.px(8), line.height())
        for text in self._lines(row, words.width()):
            draw_line_of_text(painter, words, text, now.font(Role.BODY), now.colour("body"))
            words.translate(0, now.px(_LINE))
        bar = QRectF(inner.left(), inner.bottom() - now.px(_BAR) - 1, inner.width(), now.px(_BAR))
        self._paint_bar(painter, bar, row)

    def _paint_low_row(self, painter: QPainter, area: QRectF, row: TallyRow) -> None:
        """Draw a row of a long list: all bars begin below each other, and so do all figures."""
        now = theme()
        strong = now.font(Role.BODY_STRONG)
        left = area.left()
        if self._is_counting and row.key:
            left = self._paint_key(painter, area, row.key)
        words = QRectF(left, area.top(), self._label_width(), area.height())
        if not (self._is_counting and row.key == row.label):
            text = self._words_of(row)
            draw_line_of_text(painter, words, text, now.font(Role.BODY), now.colour("body"))
        figures = self._figure_width()
        end = QRectF(area.right() - figures, area.top(), figures + 1, area.height())
        right = Qt.AlignmentFlag.AlignRight
        draw_line_of_text(painter, end, row.figure, strong, now.colour("ink"), align=right)
        top = area.center().y() - now.px(_BAR) / 2
        start = words.right() + now.px(8)
        bar = QRectF(start, top, end.left() - now.px(10) - start, now.px(_BAR))
        self._paint_bar(painter, bar, row)

    def _paint_bar(self, painter: QPainter, bar: QRectF, row: TallyRow) -> None:
        now = theme()
        draw_rounded(painter, bar, now.px(4), fill=now.colour("track"))
        if row.fraction > 0:
            filled = QRectF(bar.topLeft(), bar.bottomRight())
            filled.setWidth(max(now.px(_BAR), bar.width() * min(1.0, row.fraction)))
            tone = Tone.TEAL if row.is_right else Tone.PLUM
            draw_rounded(painter, filled, now.px(4), fill=QColor(now.tone(tone).graphic))

    def _paint_key(self, painter: QPainter, line: QRectF, key: str) -> float:
        now = theme()
        size = now.px(_KEY)
        chip = QRectF(QPointF(line.left(), line.top()), QSize(size, size).toSizeF())
        draw_rounded(painter, chip, now.px(5), fill=now.colour("track"))
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_line_of_text(
            painter, chip, key, now.font(Role.SECONDARY_STRONG), now.colour("ink"), align=centre
        )
        return chip.right() + now.px(8)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give long words a second line where the width asks for it."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _tops(self, width: float) -> list[int]:
        """Return where each row begins, and where the last one ends."""
        now = theme()
        font = QFontMetricsF(now.font(Role.BODY_STRONG))
        side = now.px(8) if self._is_counting else 0
        tops = [self._edge()]
        if self._is_low(width):
            return [self._edge() + place * now.px(_LOW_ROW) for place in range(len(self._rows) + 1)]
        for row in self._rows:
            key = now.px(_KEY + 8) if self._is_counting and row.key else 0
            room = width - 2 * side - key - font.horizontalAdvance(row.figure) - now.px(8)
            more = len(self._lines(row, room)) - 1
            tops.append(tops[-1] + now.px(_ROW) + max(0, more) * now.px(_LINE))
        return tops

    def _lines(self, row: TallyRow, width: float) -> list[str]:
        font = theme().font(Role.BODY)
        return limited_lines(self._words_of(row), font, max(1.0, width), _MOST_LINES)

    @staticmethod
    def _words_of(row: TallyRow) -> str:
        return f"{row.label} ✓" if row.is_right else row.label

    def _is_low(self, width: float) -> bool:
        """Say whether there are many rows, such as of 0 to 10, and all have short words."""
        room = (width - 2 * theme().px(8)) * _LABEL_PART
        return len(self._rows) > _MANY and self._label_width() <= room

    def _label_width(self) -> float:
        metrics = QFontMetricsF(theme().font(Role.BODY))
        return max(metrics.horizontalAdvance(self._words_of(row)) for row in self._rows) + 1

    def _figure_width(self) -> float:
        metrics = QFontMetricsF(theme().font(Role.BODY_STRONG))
        return max(metrics.horizontalAdvance(row.figure) for row in self._rows)

    def _edge(self) -> int:
        """Return the room above and below the rows, where the ring of the keyboard is."""
        return theme().px(6) if self._is_counting else 0

    def _is_mine(self, event: QKeyEvent) -> bool:
        allowed = (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.modifiers() not in allowed:
            return False
        return self._row_of(event) is not None or event.key() in _KEYS

    def _row_of(self, event: QKeyEvent) -> int | None:
        pressed = pressed_key(event)
        if not pressed:
            return None
        return next((place for place, row in enumerate(self._rows) if row.key == pressed), None)


_KEYS = (
    Qt.Key.Key_Tab,
    Qt.Key.Key_Backtab,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Backspace,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
)
