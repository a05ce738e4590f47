"""The small window that comes instead of the big one when the library is damaged."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import Role, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _, interface
from virtu_desktop.storage.errors import DamagedLibrary


class StartProblem(QWidget):
    """Says what is wrong and offers the backup; ``ask`` returns True to set right and go on."""

    def __init__(self, problem: DamagedLibrary) -> None:
        """Make the window."""
        super().__init__()
        self._answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.setWindowTitle("Virtu Desktop")
        px = theme().px
        self.setMinimumSize(px(560), px(260))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(28), px(28), px(28), px(24))
        column.setSpacing(px(12))
        column.addWidget(SafeLabel(_("The library needs help"), role=Role.HEADING))
        column.addWidget(SafeLabel(problem.words(interface()), wrap=True))
        kept = _("The damaged file is kept beside it under another name; nothing is deleted.")
        column.addWidget(SafeLabel(kept, colour="muted", wrap=True))
        column.addStretch(1)
        words = _("Begin a new library") if problem.backup is None else _("Restore the backup")
        row = QHBoxLayout()
        self.go_on = PaintedButton(words, ButtonKind.PRIMARY, self)
        self.go_on.clicked.connect(lambda: self._finish(go_on=True))
        self.leave = PaintedButton(_("Quit"), parent=self, hint="Esc")
        self.leave.clicked.connect(lambda: self._finish(go_on=False))
        row.addWidget(self.go_on)
        row.addWidget(self.leave)
        row.addStretch(1)
        column.addLayout(row)

    async def ask(self) -> bool:
        """Show the window and wait for the answer."""
        self.show()
        self.go_on.setFocus(Qt.FocusReason.ActiveWindowFocusReason)
        try:
            return await self._answer
        finally:
            self.hide()
            self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Quit with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing as quitting."""
        self._finish(go_on=False)
        super().closeEvent(event)

    def _finish(self, *, go_on: bool) -> None:
        if not self._answer.done():
            self._answer.set_result(go_on)
