"""What a programme keeps of each class of data, until when, and the way to remove it (R7)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.producer.erasing_foot import ErasingFoot
from ui.producer.fact_words import CLASSES
from ui.producer.typed_confirm import TypedConfirm
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from ui.widgets.chip import Chip
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.exchange.privacy_notice import day_words
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.logs import log_files
from virtu_desktop.storage.removal_queries import DueData


class DuePage(QWidget):
    """A row for each class that the programme has; what is due can be removed for good."""

    def __init__(self, desk: Desk) -> None:
        """Make the page."""
        super().__init__()
        self._desk = desk
        self._chosen: DueData | None = None
        self._programme: Programme | None = None
        self.rows: list[_DueRow] = []
        self._intro = SafeLabel(
            _(
                "How long each class of data is kept is counted from the programme's last session;"
                " the months stand on the page of the privacy notice."
            ),
            role=Role.SECONDARY,
            colour="body",
            wrap=True,
        )
        self.nothing = SafeLabel("", colour="muted", wrap=True)
        self.confirm = TypedConfirm(_("Remove"))
        self.erasing = ErasingFoot(desk)
        self._list = QVBoxLayout()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._intro)
        self._column.addLayout(self._list)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.confirm)
        self._column.addWidget(self.erasing)
        self._column.addStretch(1)
        self.confirm.confirmed.connect(self._remove)
        self.confirm.given_up.connect(self._focus_row)
        self.erasing.ended.connect(self._let_go)
        follow_theme(self._retheme)

    def begin(self) -> None:
        """Start afresh."""
        self.confirm.hide()
        self.erasing.forget()

    def show_programme(self, programme: Programme, found: Sequence[DueData]) -> None:
        """Show what the programme has of each class."""
        if self._programme is not None and self._programme.id != programme.id:
            self.begin()
        self._programme = programme
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [_DueRow(one, can_write=self._desk.can_write) for one in found]
        for row in self.rows:
            row.wanted.connect(partial(self._ask, row.data))
            self._list.addWidget(row)
        self.nothing.setVisible(not found)
        self.nothing.setText(_("This programme has no personal data any more, or none yet."))

    def _ask(self, data: DueData) -> None:
        if self.erasing.is_busy:
            return
        self._chosen = data
        self.erasing.forget()
        words = _(
            "Remove {what} of {programme}: {entries}, in the library, {backups} and all that lies"
            " beside it. {more}",
            what=f"“{_(CLASSES[data.due.kind])}”",
            programme=data.programme.title,
            entries=_entries(data.count),
            backups=_n("{count} backup", "{count} backups", len(self._desk.library.backups())),
            more=_consequence(data.due.kind),
        )
        self.confirm.ask(words, _("remove"))

    def _remove(self) -> None:
        data, library = self._chosen, self._desk.library
        if data is None:
            return
        made = self.erasing.carry_out(
            lambda: library.removing(data.programme.id, data.due.kind, logs=log_files())
        )
        for row in self.rows:
            row.button.setEnabled(not made and row.data.is_due)

    def _let_go(self) -> None:
        self._chosen = None

    def _focus_row(self) -> None:
        for row in self.rows:
            if self._chosen is not None and row.data.due.kind is self._chosen.due.kind:
                row.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(14))
        self._list.setSpacing(theme().px(4))


class _DueRow(QWidget):
    """One class: what it is, how much there is, until when it is needed."""

    wanted = Signal()

    def __init__(self, data: DueData, *, can_write: bool) -> None:
        super().__init__()
        self.data = data
        tr = interface()
        kind = _(CLASSES[data.due.kind])
        day = day_words(tr, data.due.day)
        words = _("due since {day}", day=day) if data.is_due else _("kept until {day}", day=day)
        self.button = PaintedButton(_("Remove…"), height=38)
        self.button.setAccessibleName(_("Remove: {what}", what=kind))
        self.button.setEnabled(data.is_due and can_write)
        self.button.clicked.connect(self.wanted)
        texts = QVBoxLayout()
        texts.setSpacing(theme().px(2))
        texts.addWidget(SafeLabel(kind, role=Role.BODY_MEDIUM, wrap=True))
        texts.addWidget(SafeLabel(_entries(data.count), role=Role.SECONDARY, colour="muted"))
        self._row = QHBoxLayout(self)
        self._row.addLayout(texts, 1)
        self._row.addWidget(Chip(words, Tone.AMBER if data.is_due else Tone.GREY))
        self._row.addWidget(self.button)
        self._row.setContentsMargins(0, theme().px(6), 0, theme().px(6))
        self._row.setSpacing(theme().px(12))


def _entries(count: int) -> str:
    return _n("{count} entry", "{count} entries", count)


def _consequence(kind: FactName) -> str:
    match kind:
        case FactName.KEEP_PEOPLE:
            return _("Pseudonyms take the place of the names; the totals stay.")
        case FactName.KEEP_ATTENDANCE:
            return _("Reports count nobody as present any more.")
        case FactName.KEEP_ANSWERS:
            return _("Results of these polls go with the answers; counted hands stay.")
    return _("Private notes go too.")
