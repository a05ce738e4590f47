"""A second confirmation for what cannot be undone: a word is typed, in a line and no dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.field import LineField
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _

_LINE_WIDTH = 220


class TypedConfirm(Card):
    """Says what will be, and waits for a word. confirmed: it was typed; given_up: it was not."""

    confirmed = Signal()
    given_up = Signal()

    def __init__(self, button: str, parent: QWidget | None = None) -> None:
        """Make it hidden; ``button`` carries it out."""
        super().__init__(parent, tone=Tone.AMBER)
        self._word = ""
        self._words = SafeLabel("", role=Role.BODY_MEDIUM, wrap=True)
        self._how = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.line = LineField()
        self.button = PaintedButton(button, ButtonKind.PRIMARY, hint=_("Enter"), height=38)
        self.button.clicked.connect(self._confirm)
        self.keep = PaintedButton(_("Keep"), hint="Esc", height=38)
        self.keep.clicked.connect(self.give_up)
        self.line.textChanged.connect(self._look)
        self.line.returnPressed.connect(self._confirm)
        self.line.given_up.connect(self.give_up)
        self._column = QVBoxLayout()
        self._column.addWidget(self._words)
        self._column.addWidget(self._how)
        self._row = QHBoxLayout()
        self._row.addWidget(self.line)
        self._row.addWidget(self.button)
        self._row.addWidget(self.keep)
        self._row.addStretch(1)
        self._column.addLayout(self._row)
        self.body.addLayout(self._column)
        self.hide()
        follow_theme(self._retheme_confirm)

    @property
    def words(self) -> str:
        """Return what is said."""
        return self._words.text()

    def ask(self, words: str, word: str) -> None:
        """Ask for ``word``; the keyboard goes into the line."""
        self._word = word
        self._words.setText(words)
        how = _("This cannot be undone. To confirm, type: {word}", word=word)
        self._how.setText(how)
        self.line.setAccessibleName(how)
        self.line.clear()
        self._look()
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def give_up(self) -> None:
        """Put the question away; nothing is done."""
        if not self.isHidden():
            self.hide()
            self.given_up.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep everything with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
            return
        super().keyPressEvent(event)

    def _is_typed(self) -> bool:
        return self.line.text().strip().casefold() == self._word.casefold()

    def _look(self) -> None:
        self.button.setEnabled(self._is_typed())

    def _confirm(self) -> None:
        if not self.isHidden() and self._is_typed():
            self.hide()
            self.confirmed.emit()

    def _retheme_confirm(self) -> None:
        px = theme().px
        self.line.setFixedWidth(px(_LINE_WIDTH))
        self._row.setSpacing(px(10))
        self._column.setSpacing(px(8))
