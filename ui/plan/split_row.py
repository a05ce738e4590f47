"""A row that asks after how many minutes a block is to be split (P1)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ui.plan.words import length_typed, minutes_typed
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.plan import Block
from virtu_desktop.domain.time import MINUTE, Duration
from virtu_desktop.domain.typed import read_length
from virtu_desktop.i18n import _, interface


class SplitRow(QWidget):
    """Asks for the minutes; ``chosen`` carries the length of the first part. Esc closes.

    closed: told when the row is put away, so that the keyboard can go elsewhere.
    """

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the row, hidden."""
        super().__init__(parent)
        self._length = Duration(0)
        self._flow = FlowLayout()
        self._frame = QVBoxLayout(self)
        self._frame.addLayout(self._flow)
        self._question = SafeLabel("", role=Role.BODY_MEDIUM)
        self.line = QLineEdit(self)
        self.line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._parts = SafeLabel("", role=Role.SECONDARY, colour="muted")
        self._split = PaintedButton(_("Split"), ButtonKind.SECONDARY, height=34)
        self._split.setAccessibleName(_("Split"))
        for child in (self._question, self.line, self._split, self._parts):
            self._flow.addWidget(child)
        self.line.textChanged.connect(self._show_parts)
        self.line.returnPressed.connect(self._choose)
        self._split.clicked.connect(self._choose)
        self.setVisible(False)
        follow_theme(self._retheme)

    def open_row(self, block: Block) -> None:
        """Ask about a block, with its middle as the first answer."""
        self._length = block.length
        question = _("Split {block} after how many minutes?", block=block.title)
        self._question.setText(question)
        self.line.setAccessibleName(question)
        middle = Duration(max(MINUTE, block.length // 2 // MINUTE * MINUTE))
        self.line.setText(minutes_typed(middle))
        self._show_parts()
        self.setVisible(True)
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def close_row(self) -> None:
        """Put the row away."""
        if not self.isHidden():
            self.setVisible(False)
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_row()
            return
        super().keyPressEvent(event)

    def _first(self) -> Duration | None:
        """Return the length of the first part, or None where the block cannot be split."""
        first = read_length(self.line.text())
        return first if first is not None and 0 < first < self._length else None

    def _show_parts(self) -> None:
        tr, first = interface(), self._first()
        if first is None:
            whole = length_typed(tr, self._length)
            words = _("Write less than the {whole} of the block.", whole=whole)
        else:
            rest = Duration(self._length - first)
            words = _(
                "{first} and {rest}", first=length_typed(tr, first), rest=length_typed(tr, rest)
            )
        self._parts.set_colour("muted", Tone.AMBER if first is None else None)
        self._parts.setText(words)
        self.line.setAccessibleDescription(words)

    def _choose(self) -> None:
        first = self._first()
        if first is not None:
            self.close_row()
            self.chosen.emit(first)

    def _retheme(self) -> None:
        px = theme().px
        self._flow.setSpacing(px(8))
        self._frame.setContentsMargins(px(16), px(8), px(16), px(8))
        self.line.setFixedSize(px(76), px(36))
