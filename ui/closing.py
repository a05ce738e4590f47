"""Closing the window: never silently while a session runs or changes are not saved."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.notices import Notices, Topic
from ui.widgets.banner import BannerAction, BannerTone
from virtu_desktop.engine.store import SaveState
from virtu_desktop.i18n import _, _n


class Closing(QObject):
    """Decides whether the window may close now; ``agreed`` when the trainer has said so."""

    agreed = Signal()

    def __init__(self, desk: Desk, notices: Notices, parent: QWidget) -> None:
        """Ask in the lines of ``notices``."""
        super().__init__(parent)
        self._desk = desk
        self._notices = notices
        self._is_agreed = False
        desk.save_changed.connect(self._ask_again)
        desk.ticked.connect(self._ask_again)

    def may_close(self) -> bool:
        """Return True, or ask in a line and return False."""
        if self._is_agreed:
            return True
        if self._may_close_quietly():
            return True
        self._ask()
        return False

    def _may_close_quietly(self) -> bool:
        is_saved = self._desk.library.status.state is not SaveState.NOT_SAVED
        return is_saved and not self._desk.is_any_live

    def _ask_again(self, _news: object) -> None:
        """Keep the question true while it waits for its answer."""
        if not self._notices.says(Topic.CLOSING):
            return
        if self._may_close_quietly():
            self._notices.hush(Topic.CLOSING)
        else:
            self._ask()

    def _ask(self) -> None:
        status = self._desk.library.status
        if status.state is SaveState.NOT_SAVED:
            words = _n(
                "{count} change is not on the disk. Close and lose it?",
                "{count} changes are not on the disk. Close and lose them?",
                status.waiting,
            )
            self._say(words, BannerTone.DANGER, _("Close anyway"))
        else:
            running = _("A session is running. If you close, it goes on and waits for you.")
            self._say(running, BannerTone.WARN, _("Close"))

    def _say(self, words: str, tone: BannerTone, close: str) -> None:
        stay = BannerAction(_("Stay"), lambda: None)
        self._notices.say(Topic.CLOSING, words, tone, [stay, BannerAction(close, self._agree)])

    def _agree(self) -> None:
        self._is_agreed = True
        self.agreed.emit()
