"""Fields with a name above and, when something is wrong, a sentence below."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.labels import CapsLabel, SafeLabel

PAUSE_MS = 600
"""How long nobody types until what was typed is kept."""


class Field(QWidget):
    """A named field. ``show_problem`` says below it what is wrong; the typed text stays."""

    def __init__(self, name: str, editor: QWidget, parent: QWidget | None = None) -> None:
        """Put ``name`` above ``editor``; the name is also read out with it."""
        super().__init__(parent)
        self.editor = editor
        self._problem = SafeLabel("", role=Role.SECONDARY, tone=Tone.AMBER, wrap=True)
        self._problem.hide()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        name_label = CapsLabel(name)
        name_label.setBuddy(editor)
        self._layout.addWidget(name_label)
        self._layout.addWidget(editor)
        self._layout.addWidget(self._problem)
        editor.setAccessibleName(name)
        if isinstance(editor, LineField):
            editor.given_up.connect(lambda: self.show_problem(""))
        self.setFocusProxy(editor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        follow_theme(self._retheme)

    @property
    def problem(self) -> str:
        """Return what is wrong, or an empty text."""
        return self._problem.text()

    def show_problem(self, words: str) -> None:
        """Say what is wrong with the text; an empty text when nothing is."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))
        self.editor.setAccessibleDescription(words)

    def _retheme(self) -> None:
        self._layout.setSpacing(theme().px(4))


class _Keeper(QObject):
    """Tells when typing has paused, and whether there is typing that nobody has taken yet."""

    paused = Signal()

    def __init__(self, parent: QWidget, *, waits: bool) -> None:
        super().__init__(parent)
        self.is_open = False
        self._waits = waits
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.paused)

    def typed(self) -> None:
        self.is_open = True
        if self._waits:
            self._timer.start()

    def taken(self) -> None:
        self.is_open = False
        self._timer.stop()


class LineField(QLineEdit):
    """One line of typing that tells ``committed`` on Enter and when the keyboard leaves.

    keeps_typing: also after a pause of typing. given_up: Escape brought the kept text back.
    Undo keys take back what is typed and not kept yet; after that they belong to the window.
    """

    committed = Signal(str)
    given_up = Signal()

    def __init__(self, parent: QWidget | None = None, *, keeps_typing: bool = False) -> None:
        """Make an empty line."""
        super().__init__(parent)
        self._shown = ""
        self._keeper = _Keeper(self, waits=keeps_typing)
        self._keeper.paused.connect(self.commit)
        self.textEdited.connect(self._keeper.typed)
        self.returnPressed.connect(self.commit)

    @property
    def is_typing(self) -> bool:
        """Say whether there is typed text that was not handed on yet."""
        return self._keeper.is_open

    def show_text(self, text: str) -> None:
        """Show a text from outside, unless somebody is typing another one."""
        self._shown = text
        if not self.is_typing and text != self.text():
            cursor = self.cursorPosition()
            self.setText(text)
            self.setCursorPosition(min(cursor, len(text)) if self.hasFocus() else 0)

    def commit(self) -> None:
        """Hand on what was typed, if anything was."""
        if self._keeper.is_open:
            self._keeper.taken()
            self.committed.emit(self.text())

    def reopen(self) -> None:
        """Treat the text as typed and not kept: it could not be taken."""
        self._keeper.is_open = True

    def give_up(self) -> None:
        """Show again what is kept instead of what was typed."""
        self._keeper.taken()
        self.setText(self._shown)

    def event(self, event: QEvent) -> bool:
        """Leave undo keys to the window when there is nothing of this field to undo."""
        if _asks_for_undo(event) and not self.is_typing:
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape and self.is_typing:
            self.give_up()
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand on what was typed."""
        super().focusOutEvent(event)
        self.commit()


class TextField(QPlainTextEdit):
    """Several lines, as high as their text, with Tab leading on to the next field.

    Tells ``committed`` after a pause of typing and when the keyboard leaves.
    """

    committed = Signal(str)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        least_lines: int = 2,
        is_one_paragraph: bool = False,
    ) -> None:
        """Make an empty field that shows at least ``least_lines`` lines.

        is_one_paragraph: Enter hands the text on instead of beginning another paragraph.
        """
        super().__init__(parent)
        self._least_lines = least_lines
        self._is_one_paragraph = is_one_paragraph
        self._is_showing = False
        self._shown = ""
        self._keeper = _Keeper(self, waits=True)
        self._keeper.paused.connect(self.commit)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._changed)
        follow_theme(self._fit_height)

    @property
    def is_typing(self) -> bool:
        """Say whether there is typed text that was not handed on yet."""
        return self._keeper.is_open

    def show_text(self, text: str) -> None:
        """Show a text from outside, unless somebody is typing another one."""
        self._shown = text
        if not self.is_typing and text != self.toPlainText():
            position = self.textCursor().position()
            self._put(text)
            if self.hasFocus():
                cursor = self.textCursor()
                cursor.setPosition(min(position, len(text)))
                self.setTextCursor(cursor)

    def commit(self) -> None:
        """Hand on what was typed, if anything was."""
        if self._keeper.is_open:
            self._keeper.taken()
            self.committed.emit(self.toPlainText())

    def reopen(self) -> None:
        """Treat the text as typed and not kept: it could not be taken."""
        self._keeper.is_open = True

    def give_up(self) -> None:
        """Show again what is kept instead of what was typed."""
        self._keeper.taken()
        self._put(self._shown)

    def sizeHint(self) -> QSize:
        """Return a width of about forty letters and the height of the text."""
        return QSize(theme().px(280), self.minimumHeight())

    def event(self, event: QEvent) -> bool:
        """Leave undo keys to the window when there is nothing of this field to undo."""
        if _asks_for_undo(event) and not self.is_typing:
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let undo keys go to the window when there is nothing of this field to undo."""
        if not self.is_typing and _is_undo(event):
            event.ignore()
            return
        if self._is_one_paragraph and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand on what was typed."""
        super().focusOutEvent(event)
        self.commit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width with the height."""
        super().resizeEvent(event)
        self._fit_height()

    def _put(self, text: str) -> None:
        self._is_showing = True
        self.setPlainText(text)
        self._is_showing = False

    def _changed(self) -> None:
        if not self._is_showing:
            self._keeper.typed()
        self._fit_height()

    def _fit_height(self) -> None:
        # The layout of a plain text document counts its size in lines.
        lines = max(self._least_lines, round(self.document().size().height()))
        text = (
            lines * QFontMetricsF(self.font()).lineSpacing() + 2 * self.document().documentMargin()
        )
        padding = theme().px(7) * 2
        self.setFixedHeight(math.ceil(text) + padding)


def _asks_for_undo(event: QEvent) -> bool:
    return (
        event.type() == QEvent.Type.ShortcutOverride
        and isinstance(event, QKeyEvent)
        and _is_undo(event)
    )


def _is_undo(event: QKeyEvent) -> bool:
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(
        QKeySequence.StandardKey.Redo
    )
