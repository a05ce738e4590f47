"""What is kept of one person: as files for that person, or erased everywhere (R7)."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.folder import FolderField
from ui.forms.steps import StepRunner
from ui.forms.writing import WritingFoot
from ui.producer.erasing_foot import ErasingFoot
from ui.producer.typed_confirm import TypedConfirm
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.overlay import Overlay
from virtu_desktop.cli.person_files import PersonCounts, count_kept, person_data, write_person
from virtu_desktop.cli.programme_files import Wrote
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.pseudonyms import pseudonym
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.logs import log_files
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import listed

_WIDTH = 720
_SAVED_WITHIN_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """A person, what is kept, and how many backups there are."""

    person: Participant
    counts: PersonCounts
    backups: int


class PersonOverlay(Overlay):
    """Shows what would be written or removed before it is. erased: a person is called otherwise."""

    erased = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed overlay."""
        super().__init__(parent, width=_WIDTH)
        self._desk = desk
        self._kept: _Kept | None = None
        self._runner: StepRunner[Wrote, tuple[Wrote, ...]] = StepRunner(desk, self)
        self._title = SafeLabel("", role=Role.HEADING, wrap=True)
        self._counts = SafeLabel("", role=Role.BODY, wrap=True)
        self.folder = FolderField()
        self.writing = WritingFoot(_("Write JSON and PDF"), progress=_("Progress of the export"))
        self._what = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.erase = PaintedButton(_("Erase this person…"))
        self.confirm = TypedConfirm(_("Erase"))
        self.erasing = ErasingFoot(desk)
        self._build()
        self.writing.wanted.connect(self.write)
        self.writing.stop_wanted.connect(self._runner.stop)
        self.erase.clicked.connect(self._ask)
        self.confirm.confirmed.connect(self._erase)
        self.confirm.given_up.connect(partial(self.erase.setFocus, Qt.FocusReason.OtherFocusReason))
        self.erasing.ended.connect(self._erased)
        self._runner.ended.connect(self._finish)
        self._runner.failed.connect(self._fail)
        follow_theme(self._retheme_person)

    @property
    def words(self) -> str:
        """Return what is said to be kept."""
        return self._counts.text()

    def open_for(self, person: PersonId) -> None:
        """Open with one person; what is kept is counted in the background."""
        self._kept = None
        self.confirm.hide()
        self.erasing.forget()
        self.writing.begin()
        self.folder.begin()
        self._title.setText(_("Data of one person"))
        self._counts.setText(_("Reading the record…"))
        self.erase.setEnabled(False)
        self.open_over()
        self.writing.button.setFocus(Qt.FocusReason.PopupFocusReason)
        library = self._desk.library
        self._desk.background.run(
            lambda: _kept(library, person), self._take, self._desk.tell_failure
        )

    def write(self) -> None:
        """Write what is kept as JSON and PDF."""
        if self._kept is None or self._runner.is_busy or not self.folder.checked():
            return
        library, person, folder = self._desk.library, self._kept.person.id, self.folder.folder
        tr = interface()

        def work() -> Generator[Wrote, None, tuple[Wrote, ...]]:
            return (yield from write_person(person_data(library, person), folder, tr))

        self.writing.show_busy(_("Reading the record…"), 2)
        self._runner.start(work())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write with Ctrl+Enter."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.write()
            return
        super().keyPressEvent(event)

    def card_height(self, width: int) -> int:
        """Return a height at which everything can be seen."""
        return theme().px(660)

    def _build(self) -> None:
        close = PaintedButton(_("Close"), ButtonKind.QUIET, hint="Esc", height=38)
        close.clicked.connect(self.close_over)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.card.body.addLayout(head)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2, 2, 8, 2)
        for widget in (
            self._counts,
            CapsLabel(_("For the person")),
            self.folder,
            self.writing,
            CapsLabel(_("Erase everywhere")),
            self._what,
            self.confirm,
            self.erasing,
        ):
            self._column.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.erase)
        row.addStretch(1)
        self._column.insertLayout(self._column.count() - 2, row)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.card.body.addWidget(area, 1)

    def _take(self, kept: _Kept) -> None:
        self._kept = kept
        person = kept.person
        is_erased = person.name == pseudonym(person.id)
        self._title.setText(person.name)
        self._counts.setText(_counts_words(kept.counts))
        self.erase.setEnabled(self._desk.can_write and not is_erased)
        self._what.setText(
            _("This person is erased already: only the pseudonym and the totals are left.")
            if is_erased
            else _what_words(kept)
        )

    def _ask(self) -> None:
        if self._kept is None or self.erasing.is_busy:
            return
        name = self._kept.person.name
        self.erasing.forget()
        self.confirm.ask(_("Erase {name} everywhere?", name=name), name)

    def _erase(self) -> None:
        if self._kept is None:
            return
        library, person = self._desk.library, self._kept.person.id
        begun = self.erasing.carry_out(lambda: library.erasing([person], logs=log_files()))
        self.erase.setEnabled(not begun)

    def _erased(self) -> None:
        if self._kept is not None:
            library, person = self._desk.library, self._kept.person.id
            self._desk.background.run(
                lambda: _kept(library, person), self._take, self._desk.tell_failure
            )
        self.erased.emit()

    def _finish(self, written: Sequence[Wrote]) -> None:
        folder = self.folder.folder
        words = _n(
            "{count} file is in {folder}",
            "{count} files are in {folder}",
            len(written),
            folder=folder,
        )
        names = ", ".join(one.path.name for one in written)
        self.writing.show_done(f"{words}\n{names}", Tone.TEAL, folder)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.writing.show_done(error.words(interface()), Tone.AMBER)
        else:
            words = _("The export failed; the record is untouched.")
            self.writing.show_done(words, Tone.AMBER)
            self._desk.tell_failure(error)

    def _retheme_person(self) -> None:
        px = theme().px
        self.card.body.setSpacing(px(12))
        self._column.setSpacing(px(12))


def _kept(library: Library, person: PersonId) -> _Kept:
    library.flush(_SAVED_WITHIN_S)
    data = person_data(library, person)
    return _Kept(person=data.person, counts=count_kept(data), backups=len(library.copies()))


def _counts_words(counts: PersonCounts) -> str:
    parts = [
        _n("{count} stay", "{count} stays", counts.stays),
        _n("{count} open answer", "{count} open answers", counts.answers),
        _n("{count} breakout room", "{count} breakout rooms", counts.rooms),
        _n(
            "{count} note that names the person", "{count} notes that name the person", counts.notes
        ),
    ]
    where = _n("In {count} session", "In {count} sessions", counts.sessions)
    return f"{where}: {listed(interface(), parts)}."


def _what_words(kept: _Kept) -> str:
    person = kept.person
    facts = [
        words
        for words, there in (
            (_("name"), person.name),
            (_("e-mail address"), person.email),
            (_("organisation, where fewer than five belong to it"), person.organisation),
            (_("tags"), person.tags),
            (_("language"), person.language),
        )
        if there
    ]
    return _(
        "What goes: {facts}; the name also in every note, plan and answer, in kept attendance"
        " reports, in {backups} and in the logs. What stays: the pseudonym {pseudonym}, minutes,"
        " seats and answers under it, and all totals.",
        facts=listed(interface(), facts),
        backups=_n("{count} backup", "{count} backups", kept.backups),
        pseudonym=pseudonym(person.id),
    )
