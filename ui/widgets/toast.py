"""One line at the bottom of a window that says what happened and offers to take it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.paint import draw_rounded
from virtu_desktop.i18n import _

STAYS_MS = 12_000
_MOST_WIDTH = 640
_MOST_LETTERS = 160
# Where there is less width its buttons stand below its words.
_BESIDE_FROM = 400
# Low enough to lie below the last rows of a list.
_ABOVE_BOTTOM = 12


class Toast(QWidget):
    """A message over the bottom of ``parent``; the latest replaces the one before.

    It takes no keyboard, blocks nothing, and stays for twelve seconds; longer while the mouse or
    the keyboard is on it. It lies at the very bottom of the window, or of a part of it.
    room_wanted carries the height at the bottom that it lies over, 0 once it is gone.
    """

    room_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        """Make a hidden toast that keeps its place when ``parent`` changes its size."""
        super().__init__(parent)
        self._undo: Callable[[], object] | None = None
        self._around = parent
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._label = SafeLabel(
            parent=self, role=Role.BODY_MEDIUM, colour="paper", wrap=True, align=middle
        )
        self._button = PaintedButton(_("Undo"), ButtonKind.SECONDARY, self, height=34)
        self._button.clicked.connect(self._take_back)
        self._close = PaintedButton("×", ButtonKind.SECONDARY, self, height=34)
        self._close.setAccessibleName(_("Close the message"))
        self._close.setToolTip(_("Close the message"))
        self._close.clicked.connect(self.hide)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._button)
        self._buttons.addWidget(self._close)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addWidget(self._label, 1)
        self._row.addLayout(self._buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS_MS)
        self._timer.timeout.connect(self._leave)
        self._part: QRect | None = None
        parent.installEventFilter(self)
        self.hide()
        follow_theme(self._retheme)

    @property
    def text(self) -> str:
        """Return the message that is shown or was shown last."""
        return self._label.text()

    def show_message(
        self, text: str, undo: Callable[[], object] | None = None, *, key: str = ""
    ) -> None:
        """Show a message; ``undo`` takes it back, ``key`` is the key that does so too."""
        self._undo = undo
        # Somebody's name may be as long as a page; the message must leave the window free.
        self._label.setText(shortened(text))
        self._button.setVisible(undo is not None)
        self._button.set_hint(key)
        self._timer.start()
        self._place()
        self.show()
        self.raise_()
        self.room_wanted.emit(self.room)
        self.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def lie_over(self, part: QRect | None) -> None:
        """Lie at the bottom of a part of the parent, or of the whole of it."""
        if part != self._part:
            self._part = part
            if self.isVisible():
                self._place()

    @property
    def room(self) -> int:
        """Return the height at the bottom of the parent that the message lies over now."""
        return 0 if self.isHidden() else self.height() + theme().px(_ABOVE_BOTTOM)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that the bottom is free again."""
        super().hideEvent(event)
        self.room_wanted.emit(0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the place at the bottom of the parent."""
        if watched is self.parent() and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        draw_rounded(
            QPainter(self), QRectF(self.rect()), theme().px(12), fill=theme().colour("ink")
        )

    def _leave(self) -> None:
        """Hide, unless somebody is about to use the message."""
        if self.underMouse() or self._button.hasFocus() or self._close.hasFocus():
            self._timer.start()
            return
        self.hide()

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            undo()

    def _place(self) -> None:
        around = self._around.rect() if self._part is None else self._part
        most = min(theme().px(_MOST_WIDTH), around.width() - theme().px(32))
        width, height = self._size_within(most)
        left = around.left() + (around.width() - width) // 2
        top = around.top() + around.height() - height - theme().px(_ABOVE_BOTTOM)
        self.setGeometry(left, top, width, height)
        self.room_wanted.emit(self.room)

    def _size_within(self, most: int) -> tuple[int, int]:
        """Return width and height, at most so wide; put the buttons where there is room."""
        px, sides = theme().px, self._row.contentsMargins().left() * 2
        if most < px(_BESIDE_FROM):
            self._row.setDirection(QBoxLayout.Direction.TopToBottom)
            self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeft)
            words = self._label.heightForWidth(most - sides)
            return most, words + self._row.spacing() + self._close.sizeHint().height() + px(24)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight)
        beside = sides + self._row.spacing() * 2
        for button in (self._button, self._close):
            beside += 0 if button.isHidden() else button.sizeHint().width()
        width = min(most, self._label.natural_width() + beside)
        return width, max(self._label.heightForWidth(width - beside) + px(24), px(54))

    def _retheme(self) -> None:
        self._row.setContentsMargins(theme().px(18), theme().px(10), theme().px(10), theme().px(10))
        self._row.setSpacing(theme().px(8))
        self._buttons.setSpacing(theme().px(8))
        if self.isVisible():
            self._place()


def shortened(text: str) -> str:
    """Return a message that fits into a few lines; the middle of a longer one is left out.

    >>> len(shortened("a" * 5000))
    160
    """
    if len(text) <= _MOST_LETTERS:
        return text
    kept = _MOST_LETTERS - 1
    return f"{text[: kept - kept // 3].rstrip()}…{text[-(kept // 3) :]}"
