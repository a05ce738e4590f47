"""Buttons on the row of the timeline that the mouse is over: start this block, bring it back."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.theme import follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import _

_HEIGHT = 24


class RowButtons(QWidget):
    """Stands at the right of a row; the keyboard has keys of its own and does not come here."""

    start_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Make the buttons, hidden."""
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._restore = self._made(_("Bring back"), _("Bring it back into the plan"))
        self._start = self._made(_("Start now"), _("Start this block now"))
        self._restore.clicked.connect(self.restore_wanted)
        self._start.clicked.connect(self.start_wanted)
        self.hide()
        follow_theme(self._retheme)

    def show_on(self, row: QRect, status: Status) -> None:
        """Stand at the right of ``row`` with what can be done with its block."""
        if status is Status.CURRENT:
            self.hide()
            return
        self._restore.setVisible(status in (Status.SKIPPED, Status.DONE))
        size = self._row.sizeHint()
        left = row.right() - size.width() - theme().px(6)
        top = row.bottom() - size.height() - theme().px(5)
        self.setGeometry(left, top, size.width(), size.height())
        self.show()

    def _made(self, words: str, whole: str) -> PaintedButton:
        button = PaintedButton(words, ButtonKind.SECONDARY, self, height=_HEIGHT)
        button.setAccessibleName(whole)
        button.setToolTip(whole)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row.addWidget(button)
        return button

    def _retheme(self) -> None:
        self._row.setSpacing(theme().px(4))
