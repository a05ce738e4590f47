"""The backups of the library: when they were made, what is in them, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.look import LookLayout, LookLine, LookModel
from ui.library.new_panel import system_zone
from ui.producer.key_table import KeyTable
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.banner import Banner, BannerAction, BannerTone
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from virtu_desktop.domain.programme import SessionState
from virtu_desktop.domain.time import Clock
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.storage.backup import REPLACED, Backup
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import clock_text, date_text

_WIDTH = 900
_MEBI = 1 << 20
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LAYOUT = LookLayout(least={1: 90, 2: 90}, strong=0, told=3, told_share=0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contents:
    """What is in a backup."""

    sessions: int
    people: int
    notes: int
    latest: str


class BackupsOverlay(Overlay):
    """restore_wanted carries the file to put in the place of the library; nothing is lost by it."""

    restore_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed overlay."""
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._backups: tuple[Backup, ...] = ()
        self._looked: dict[Path, str] = {}
        self.model = LookModel(_headings, lambda line: ", ".join(line.cells), self)
        self.table = KeyTable(self.model, _LAYOUT)
        self.table.setAccessibleName(_("Backups"))
        self._contents = SafeLabel("", role=Role.BODY, wrap=True)
        self.question = Banner()
        self.make = PaintedButton(_("Back up now"))
        self.restore = PaintedButton(_("Restore this backup…"), ButtonKind.PRIMARY, hint=_("Enter"))
        self._build()
        self.table.entered.connect(self._ask)
        self.table.selectionModel().currentChanged.connect(lambda *_args: self._look())
        follow_theme(self._retheme_backups)

    @property
    def contents(self) -> str:
        """Return what is said of the chosen backup."""
        return self._contents.text()

    def open_over(self) -> None:
        """Open with the keyboard on the newest backup."""
        super().open_over()
        self.question.hide()
        self._read()
        self.table.setFocus(Qt.FocusReason.PopupFocusReason)

    def card_height(self, width: int) -> int:
        """Return a height at which many backups can be seen."""
        return theme().px(640)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give the question up with Esc before the overlay closes."""
        if event.key() == Qt.Key.Key_Escape and self.question.isVisible():
            self._keep()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=38)
        close.clicked.connect(self.close_over)
        head = QHBoxLayout()
        head.addWidget(SafeLabel(_("Backups"), role=Role.HEADING), 1)
        head.addWidget(close)
        body = self.card.body
        body.addLayout(head)
        body.addWidget(
            SafeLabel(
                _(
                    "Made every ten minutes while something changes, and when the program ends."
                    " Restoring one keeps the library of today beside it, in this list."
                ),
                role=Role.SECONDARY,
                colour="body",
                wrap=True,
            )
        )
        body.addWidget(self.table, 1)
        body.addWidget(self._contents)
        body.addWidget(self.question)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.make)
        self._foot.addStretch(1)
        self._foot.addWidget(self.restore)
        body.addLayout(self._foot)
        self.make.clicked.connect(self._make)
        self.restore.clicked.connect(self._ask)

    def _read(self) -> None:
        library = self._desk.library
        self._desk.background.run(library.copies, self._take, self._desk.tell_failure)

    def _take(self, found: tuple[Backup, ...]) -> None:
        before = self._chosen()
        self._backups = found
        self.model.show_lines(tuple(_line(one) for one in found))
        self.restore.setEnabled(bool(found))
        if not found:
            self._contents.setText(_("There is no backup yet."))
            return
        place = found.index(before) if before is not None and before in found else 0
        self.table.selectRow(place)
        self._look()

    def _chosen(self) -> Backup | None:
        row = self.table.currentIndex().row()
        return self._backups[row] if 0 <= row < len(self._backups) else None

    def _look(self) -> None:
        """Say what is in the chosen backup; it is looked into in the background, once."""
        backup, clock = self._chosen(), self._desk.clock
        if backup is None:
            return
        known = self._looked.get(backup.path)
        self._contents.set_colour("body", None)
        self._contents.setText(_("Looking into it…") if known is None else known)
        if known is not None:
            return

        def take(words: str) -> None:
            self._looked[backup.path] = words
            if backup == self._chosen():
                self._contents.setText(words)

        def fail(error: Exception) -> None:
            if backup != self._chosen():
                return
            self._contents.set_colour("body", Tone.AMBER)
            words = _("This cannot be read.")
            if isinstance(error, KnownError):
                words = error.words(interface())
            self._contents.setText(words)

        self._desk.background.run(lambda: _words_of(_contents_of(backup.path, clock)), take, fail)

    def _make(self) -> None:
        desk = self._desk

        def done(made: Backup) -> None:
            desk.tell_done(_("Backed up to {file}.", file=made.path.name))
            self._read()

        desk.background.run(desk.library.backup_now, done, desk.tell_failure)

    def _ask(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        if self._desk.is_any_live:
            self.question.show_notice(_("A session is running: end it first."), BannerTone.WARN)
            return
        tr, zone = interface(), system_zone()
        words = _(
            "Restore the library of {day} {time}? The window opens again with it; the library of"
            " today is kept.",
            day=date_text(tr, backup.at, zone),
            time=clock_text(tr, backup.at, zone),
        )
        keep = BannerAction(_("Keep today's"), self._keep)
        sure = BannerAction(_("Restore"), lambda: self.restore_wanted.emit(backup.path))
        self.question.show_notice(words, BannerTone.WARN, (keep, sure))
        self.question.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        self.question.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retheme_backups(self) -> None:
        self.card.body.setSpacing(theme().px(12))
        self._foot.setSpacing(theme().px(10))


def _contents_of(path: Path, clock: Clock) -> _Contents:
    with Library.open(path, clock=clock, read_only=True) as library:
        sessions = library.sessions()
        people = sum(len(library.people(one.id)) for one in library.programmes())
        held = [one for one in sessions if one.state is not SessionState.PLANNED]
        return _Contents(
            sessions=len(sessions),
            people=people + len(library.people(None)),
            notes=sum(one.notes for one in sessions),
            latest=held[-1].title if held else "",
        )


def _words_of(found: _Contents) -> str:
    parts = [
        _n("{count} session", "{count} sessions", found.sessions),
        _n("{count} person", "{count} people", found.people),
        _n("{count} note", "{count} notes", found.notes),
    ]
    if found.latest:
        parts.append(_("latest held: {title}", title=found.latest))
    return " · ".join(parts)


def _line(backup: Backup) -> LookLine:
    tr, zone = interface(), system_zone()
    why = ""
    if backup.label == REPLACED:
        why = _("the library before a restore")
    elif backup.label:
        why = _("before a new version")
    return LookLine(
        cells=(
            date_text(tr, backup.at, zone),
            clock_text(tr, backup.at, zone),
            f"{backup.size / _MEBI:.1f} MB",
            why,
        ),
        is_strong=True,
        is_told=False,
    )


def _headings() -> tuple[str, ...]:
    return (_("Day"), _("Time"), _("Size"), "")
