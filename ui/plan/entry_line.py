"""The line at the end of the list in which blocks are typed (P1)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.plan.block_text import length_of
from ui.plan.clipboard import clipboard_text, has_blocks
from ui.plan.words import understood_words
from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.block_line import read_block_line
from virtu_desktop.i18n import _, interface

_HEIGHT = 44


class EntryLine(QWidget):
    """Tells ``entered`` with a typed line on Enter, and stays for the next one.

    What was understood stands below while one types. lines_pasted: several lines, or whole
    blocks, are to be pasted. left: Escape in the empty line.
    """

    entered = Signal(str)
    lines_pasted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._where = ""
        self._has_line = False
        self._teaches = False
        self.line = _EntryField(self)
        self.line.setPlaceholderText(
            _("Type a block, e.g. “20 plenary Results from the groups @Mia”")
        )
        self.line.setAccessibleName(_("Type a block"))
        self._understood = SafeLabel("", self, role=Role.SECONDARY, colour="muted", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.line)
        self._below = QVBoxLayout()
        self._below.addWidget(self._understood)
        self._column.addLayout(self._below)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._show_understood)
        self.line.focus_changed.connect(self._show_understood)
        self.line.returnPressed.connect(self._enter)
        self.line.lines_pasted.connect(self.lines_pasted)
        self.line.left.connect(self.left)
        self._show_understood()
        follow_theme(self._retheme)

    @property
    def understood(self) -> str:
        """Return what is said below the line, or an empty text."""
        return "" if self._understood.isHidden() else self._understood.text()

    def show_where(self, where: str) -> None:
        """Say in words where the block would go."""
        if where != self._where:
            self._where = where
            self._show_understood()

    def teach(self, is_new: bool) -> None:
        """Say how a line is written as long as the session is new and empty."""
        if is_new != self._teaches:
            self._teaches = is_new
            self._show_understood()

    def show_line(self, has_line: bool) -> None:
        """Draw a line above where the list goes on below what is in sight."""
        if has_line != self._has_line:
            self._has_line = has_line
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line above."""
        if self._has_line:
            QPainter(self).fillRect(0, 0, self.width(), 1, theme().colour("line"))

    def _enter(self) -> None:
        text = self.line.text().strip()
        if text:
            self.line.clear()
            self.entered.emit(text)

    def _show_understood(self) -> None:
        text = self.line.text().strip()
        words = ""
        if text:
            line = read_block_line(text)
            words = understood_words(interface(), line, length_of(line))
            if self._where:
                words = _("{words} · {where}", words=words, where=self._where)
        elif self._teaches or self.line.hasFocus():
            words = _("Minutes, kind, title, @owner. Enter adds the block and keeps the line open.")
        self._understood.setText(words)
        self._understood.setVisible(bool(words))
        self.line.setAccessibleDescription(words)

    def _retheme(self) -> None:
        px = theme().px
        self._column.setContentsMargins(px(20), px(6), px(16), px(6))
        self._column.setSpacing(px(2))
        # Below the text of the line, not below its frame.
        self._below.setContentsMargins(px(11), 0, px(11), 0)
        self.line.setFixedHeight(px(_HEIGHT))
        self.line.setFont(theme().font(Role.BODY))


class _EntryField(QLineEdit):
    """A line whose frame shows only while the keyboard is in it."""

    focus_changed = Signal()
    lines_pasted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet(
            "QLineEdit:!focus { border-color: transparent; background: transparent; }"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave several pasted lines to the list; Escape clears the line, then leaves it."""
        if event.matches(QKeySequence.StandardKey.Paste) and _is_for_the_list():
            self.lines_pasted.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is here."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that the keyboard is elsewhere."""
        super().focusOutEvent(event)
        self.focus_changed.emit()


def _is_for_the_list() -> bool:
    """Say whether the clipboard holds more than one line would take."""
    return has_blocks() or "\n" in clipboard_text().strip()
