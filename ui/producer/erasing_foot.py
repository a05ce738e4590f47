"""Carries a removal out, with a bar, and shows the proof: which files were searched."""

from __future__ import annotations

from collections.abc import Callable, Generator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.desk import Desk, Notice, Outcome
from ui.forms.steps import StepRunner
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.labels import SafeLabel
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.storage.erasing import Erased, EraseStep

_NAMED_AT_MOST = 8


class ErasingFoot(QWidget):
    """Says how a removal goes and what was searched. ended: it is over, well or not."""

    ended = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make it idle and hidden."""
        super().__init__(parent)
        self._desk = desk
        self._runner: StepRunner[EraseStep, Erased] = StepRunner(desk, self)
        self._state = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of the removal"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._state)
        self._column.addWidget(self._progress)
        self._runner.stepped.connect(self._show_step)
        self._runner.ended.connect(self._finish)
        self._runner.failed.connect(self._fail)
        self._progress.hide()
        self.hide()
        follow_theme(self._retheme)

    @property
    def is_busy(self) -> bool:
        """Say whether a removal goes on."""
        return self._runner.is_busy

    @property
    def words(self) -> str:
        """Return what is said."""
        return self._state.text()

    def forget(self) -> None:
        """Say nothing, unless a removal goes on."""
        if not self.is_busy:
            self.hide()

    def carry_out(self, make: Callable[[], Generator[EraseStep, None, Erased]]) -> bool:
        """Begin a removal; say whether it could begin. No session may run meanwhile."""
        if self._desk.is_any_live:
            words = _("A session is running: end it first.")
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))
            return False
        # What is in memory must not be written again, and what was done not be brought back.
        self._desk.drop_sessions()

        def work() -> Generator[EraseStep, None, Erased]:
            return (yield from make())

        self._state.set_colour("body", None)
        self._state.setText(_("Removing…"))
        self._progress.setRange(0, 0)
        self._progress.show()
        self.show()
        self._runner.start(work())
        return True

    def _show_step(self, step: EraseStep) -> None:
        self._progress.setRange(0, step.total)
        self._progress.setValue(step.done)
        self._state.setText(_("Removing from {file}…", file=step.path.name))

    def _finish(self, erased: Erased) -> None:
        self._progress.hide()
        words = _n(
            "Removed. {count} file was searched: {files}.",
            "Removed. {count} files were searched: {files}.",
            len(erased.searched),
            files=_names([path.name for path in erased.searched]),
        )
        if erased.left:
            left = _names([str(path) for path in erased.left])
            more = _("It may still stand in {files}: delete them yourself.", files=left)
        else:
            more = _("It stands in none of them.")
        self._state.set_colour("body", Tone.AMBER if erased.left else Tone.TEAL)
        self._state.setText(f"{words} {more}")
        self._desk.library_changed.emit()
        self.ended.emit()

    def _fail(self, error: Exception) -> None:
        self._progress.hide()
        self._state.set_colour("body", Tone.AMBER)
        if isinstance(error, KnownError):
            self._state.setText(error.words(interface()))
        else:
            self._state.setText(_("The removal failed; the library is as it was."))
            self._desk.tell_failure(error)
        self.ended.emit()

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(8))
        self._progress.setFixedHeight(theme().px(8))


def _names(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED_AT_MOST])
    more = len(names) - _NAMED_AT_MOST
    return shown if more <= 0 else _("{names} and {count} more", names=shown, count=more)
