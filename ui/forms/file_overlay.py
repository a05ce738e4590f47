"""An overlay that reads a file in the background and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from ui.desk import Desk
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.toast import Toast
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, interface

_T = TypeVar("_T")
_WIDTH = 1120


class FileOverlay(Overlay):
    """A head with the button for a file, a line for problems, and work off the window's thread.

    An answer that nobody waits for any more is left aside. ``picked`` carries the paths of the
    files that were chosen or dropped, a tuple of one unless it takes several.
    """

    picked = Signal(object)

    def __init__(
        self,
        desk: Desk,
        parent: QWidget,
        *,
        title: str,
        endings: str,
        failed: str,
        takes_several: bool = False,
    ) -> None:
        """Make the closed overlay.

        endings: patterns of the files that it reads. failed: what is said when reading fails for
        no reason that people could know. takes_several: files can be chosen and dropped together.
        """
        super().__init__(parent, width=_WIDTH)
        self.setAcceptDrops(True)
        self._takes_several = takes_several
        self._desk = desk
        self._title, self._endings, self._failed = title, endings, failed
        self._asked = 0
        self._folder = str(Path.home())
        self._head = QHBoxLayout()
        self._busy = SafeLabel("", role=Role.SECONDARY, colour="muted")
        choose = _("Choose files…") if takes_several else _("Choose a file…")
        self.choose = PaintedButton(
            choose, hint=key_words(QKeySequence.StandardKey.Open), height=38
        )
        self.choose.clicked.connect(self.choose_file)
        self._problem = SafeLabel("", role=Role.BODY_MEDIUM, tone=Tone.AMBER, wrap=True)
        follow_theme(self._respace_head)

    @property
    def is_busy(self) -> bool:
        """Say whether something is being read or worked out."""
        return self._busy.isVisible()

    def forget(self) -> None:
        """Go back to the first step; what is still being done is not waited for."""
        self._asked += 1
        self.show_busy("")
        self.say("")

    def open_over(self) -> None:
        """Open with the keyboard on the first step; what was read before is forgotten."""
        self.forget()
        # What was told before would hang half behind the card.
        for toast in self.window().findChildren(Toast):
            toast.hide()
        super().open_over()
        self.choose.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_over(self) -> None:
        """Close; what is still being done is not waited for."""
        self._asked += 1
        super().close_over()

    def card_height(self, width: int) -> int:
        """Return a height at which many rows can be seen."""
        return theme().px(820)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose a file by its usual key."""
        if event.matches(QKeySequence.StandardKey.Open):
            self.choose_file()
        else:
            super().keyPressEvent(event)

    def build_head(self, *others: QWidget) -> None:
        """Put the head together; others: what stands before the button for a file."""
        close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=38)
        close.clicked.connect(self.close_over)
        self._head.addWidget(SafeLabel(self._title, role=Role.HEADING), 1)
        for widget in (self._busy, *others, self.choose, close):
            self._head.addWidget(widget)
        self.card.body.addLayout(self._head)

    def choose_file(self) -> None:
        """Open the chooser; the session behind it goes on, because open() returns at once."""
        dialog = QFileDialog(self, self._title, self._folder)
        mode = QFileDialog.FileMode
        dialog.setFileMode(mode.ExistingFiles if self._takes_several else mode.ExistingFile)
        files = _("Files ({endings})", endings=self._endings)
        dialog.setNameFilters([files, _("All files ({endings})", endings="*")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda names: self._chosen(tuple(map(Path, names))))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let files be dropped, and nothing else."""
        if self._files_of(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that were dropped as if they were chosen."""
        files = self._files_of(event.mimeData())
        if files:
            event.acceptProposedAction()
            self._chosen(files)

    def _files_of(self, data: QMimeData) -> tuple[Path, ...]:
        """Return the files that are dragged; none when there are more than can be taken."""
        files = files_of(data)
        return files if self._takes_several or len(files) == 1 else ()

    def ask(self, words: str, work: Callable[[], _T], take: Callable[[_T], None]) -> None:
        """Do ``work`` in the background and give what came of it to ``take``."""
        self._asked += 1
        asked = self._asked
        self.say("")
        self.show_busy(words)

        def done(result: _T) -> None:
            if asked == self._asked:
                take(result)

        def failed(error: Exception) -> None:
            if asked != self._asked:
                return
            self.forget()
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(error, KnownError):
                self.say(error.words(interface()))
            else:
                self.say(self._failed)
                self._desk.tell_failure(error)

        self._desk.background.run(work, done, failed)

    def show_busy(self, words: str) -> None:
        """Say what is being done; nothing for nothing."""
        self._busy.setText(words)
        self._busy.setVisible(bool(words))

    def say(self, words: str) -> None:
        """Say what the problem is; nothing for none."""
        self._problem.setText(words)
        self._problem.setVisible(bool(words))

    def _chosen(self, paths: tuple[Path, ...]) -> None:
        if paths:
            self._folder = str(paths[0].parent)
            self.picked.emit(paths)

    def _respace_head(self) -> None:
        self.card.body.setSpacing(theme().px(12))
        self._head.setSpacing(theme().px(10))


def files_of(data: QMimeData) -> tuple[Path, ...]:
    """Return the files of this computer that are dragged or copied."""
    urls = data.urls() if data.hasUrls() else []
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())


def key_words(standard: QKeySequence.StandardKey) -> str:
    """Return a usual key as the system writes it."""
    return QKeySequence(standard).toString(QKeySequence.SequenceFormat.NativeText)
