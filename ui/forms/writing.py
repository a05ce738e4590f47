"""The foot of what writes files: how it goes, a bar, and the buttons for it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from virtu_desktop.i18n import _


class WritingFoot(QWidget):
    """Says how the writing goes. wanted: it should begin; stop_wanted: it should stop."""

    wanted = Signal()
    stop_wanted = Signal()

    def __init__(
        self, button: str, parent: QWidget | None = None, *, progress: str, can_stop: bool = True
    ) -> None:
        """Make it idle. button: what begins it; progress: what the bar is called."""
        super().__init__(parent)
        self._can_stop = can_stop
        self._folder: Path | None = None
        self._state = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(progress)
        self._open = PaintedButton(_("Open the folder"))
        self._open.clicked.connect(self._open_folder)
        self.button = PaintedButton(button, ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.wanted)
        self._stop = PaintedButton(_("Stop"), hint="Esc")
        self._stop.clicked.connect(self.stop_wanted)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._state, self.progress, self._open, self._stop, self.button):
            self._column.addWidget(widget)
        for hidden in (self._state, self.progress, self._open, self._stop):
            hidden.hide()
        follow_theme(self._retheme)

    @property
    def words(self) -> str:
        """Return what is said."""
        return self._state.text()

    def begin(self) -> None:
        """Say nothing."""
        self.say("")
        self._open.hide()

    def say(self, words: str, tone: Tone | None = None) -> None:
        """Say how it goes; nothing for nothing."""
        self._state.setText(words)
        self._state.set_colour("body", tone)
        self._state.setVisible(bool(words))

    def show_busy(self, words: str, total: int) -> None:
        """Show the bar, at the beginning of ``total`` steps."""
        self.progress.setRange(0, total)
        self.progress.setValue(0)
        self._show(is_busy=True)
        self.say(words)

    def show_done(self, words: str, tone: Tone | None, folder: Path | None = None) -> None:
        """Take the bar away and say what came of it. folder: where the files are."""
        self._show(is_busy=False)
        self.say(words, tone)
        self._folder = folder
        self._open.setVisible(folder is not None)

    def _show(self, *, is_busy: bool) -> None:
        had_keyboard = self.button.hasFocus() or self._stop.hasFocus()
        self.progress.setVisible(is_busy)
        self._stop.setVisible(is_busy and self._can_stop)
        self.button.setVisible(not is_busy)
        if is_busy:
            self._open.hide()
        if had_keyboard:
            (self._stop if is_busy and self._can_stop else self.button).setFocus()

    def _open_folder(self) -> None:
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(8))
        self.progress.setFixedHeight(theme().px(8))
