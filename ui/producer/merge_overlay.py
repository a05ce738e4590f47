"""Opens a bundle of another laptop, shows what it brings, and merges it; with undo (R3)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk, Notice, Outcome
from ui.forms.field import Field, LineField
from ui.forms.file_overlay import FileOverlay
from ui.forms.look import LookLayout, LookLine, LookModel
from ui.library.new_panel import system_zone
from ui.producer.key_table import KeyTable
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.cli.merging import (
    SUBJECTS,
    MergedSession,
    NumberedConflict,
    changes_to_save,
    merged_sessions,
    numbered,
    session_words,
)
from virtu_desktop.cli.record import records_in
from virtu_desktop.exchange.bundle import NeedsPassphrase, WrongPassphrase
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.storage.errors import LibraryReadOnly
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.removal_queries import RecordedMerge
from virtu_desktop.wording import clock_text, date_text

_SAVED_WITHIN_S = 30.0
_LISTED_AT_MOST = 4
_SESSIONS_SHOWN = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LAYOUT = LookLayout(
    least={0: 48, 1: 190, 4: 130}, strong=2, told=3, told_share=0.5, hidden_below={0: 700}
)


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file as it would be merged, with theirs taken in some of the conflicts."""

    merged: tuple[MergedSession, ...]
    conflicts: tuple[NumberedConflict, ...]


class MergeOverlay(FileOverlay):
    """Nothing of the library changes until it is merged, and a merge can be undone."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed overlay over ``parent``."""
        super().__init__(
            desk,
            parent,
            title=_("Open a bundle"),
            endings="*.virtu *.json",
            failed=_("This cannot be read; the library is as it was."),
        )
        self._path: Path | None = None
        self._records: tuple[PortableRecord, ...] = ()
        self._seen = _Seen((), ())
        self._take: set[int] = set()
        self._passphrase = LineField()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase = Field(_("Passphrase"), self._passphrase)
        self.model = LookModel(_headings, _spoken, self)
        self.table = KeyTable(self.model, _LAYOUT)
        self.table.setAccessibleName(_("Conflicts"))
        self.merges: list[_MergeRow] = []
        self._build()
        self.picked.connect(self.read_path)
        self._passphrase.returnPressed.connect(self._open_sealed)
        self.table.entered.connect(self._turn_one)
        follow_theme(self._retheme_merge)

    @property
    def words(self) -> str:
        """Return what is said about the file."""
        return self._problem.text() or self._summary.text()

    def open_over(self) -> None:
        """Open with the keyboard on the first step, and the earlier merges below."""
        super().open_over()
        self._read_merges()

    def read_path(self, path: Path) -> None:
        """Read a file and show what it would bring."""
        self._path = path
        self._passphrase.clear()
        self._read("")

    def forget(self) -> None:
        """Go back to the first step."""
        super().forget()
        self._path, self._records, self._seen = None, (), _Seen((), ())
        self._take = set()
        self.passphrase.hide()
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Merge with Ctrl+Enter."""
        if (
            event.key() in _ENTER
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
            and self.button.isEnabled()
            and self.button.isVisible()
        ):
            self.merge()
            return
        super().keyPressEvent(event)

    def merge(self) -> None:
        """Save what the file brings; a backup is made before."""
        if not self._desk.can_write:
            self.say(LibraryReadOnly(self._desk.library.path).words(interface()))
            return
        touched = [one.id for one in self._seen.merged if one.changes]
        if self._desk.is_live_among(touched):
            self.say(_("A session of this file is running here: end it first."))
            return
        self._desk.drop_sessions(touched)
        library, records, path = self._desk.library, self._records, self._path
        take, at = frozenset(self._take), self._desk.clock.read().wall
        name = "" if path is None else path.name

        def work() -> RecordedMerge | None:
            # Read again: what was written meanwhile here is a part of the record.
            library.flush(_SAVED_WITHIN_S)
            changes = changes_to_save(merged_sessions(library, records, take), file=name, at=at)
            if not changes:
                return None
            library.backup_now()
            library.submit(*changes)
            library.flush(_SAVED_WITHIN_S)
            return next(iter(library.merges()), None)

        self.show_busy(_("Merging…"))
        self.button.setEnabled(False)
        # What was begun is told also when the overlay was closed meanwhile.
        self._desk.background.run(work, self._merged, self._merge_failed)

    def undo(self, merge: RecordedMerge) -> None:
        """Take a merge back; what was written since stays."""
        if self._desk.is_live_among(merge.sessions):
            words = _("A session of this file is running here: end it first.")
            self._desk.noticed.emit(Notice(words, Outcome.REFUSED))
            return
        self._desk.drop_sessions(merge.sessions)
        library = self._desk.library

        def done(undone: RecordedMerge) -> None:
            self._desk.library_changed.emit()
            self._desk.tell_done(_("The merge of {file} is undone.", file=undone.file))
            if self.isVisible():
                self._read_merges()

        self._desk.background.run(
            lambda: library.undo_merge(merge.id), done, self._desk.tell_failure
        )

    def _build(self) -> None:
        self.build_head()
        body = self.card.body
        body.addWidget(self._problem)
        body.addWidget(self.passphrase)
        self._sessions = SafeLabel("", role=Role.BODY_MEDIUM, wrap=True)
        body.addWidget(self._sessions)
        self._how = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        body.addWidget(self._how)
        self._empty = EmptyState(
            _("From another laptop"),
            _(
                "Choose a .virtu bundle or an exported JSON, or drop it on the window. You see what"
                " is new and where both say different things before anything changes."
            ),
        )
        body.addWidget(self._empty, 1)
        body.addWidget(self.table, 1)
        self._earlier_title = CapsLabel(_("Merges that can be undone"))
        self._earlier = QVBoxLayout()
        body.addWidget(self._earlier_title)
        body.addLayout(self._earlier)
        self._summary = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self.turn = PaintedButton(_("Take theirs, or ours again"), hint=_("Enter"))
        self.all = PaintedButton(_("Take all theirs"))
        self.button = PaintedButton(_("Merge"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.turn.clicked.connect(self._turn_one)
        self.all.clicked.connect(self._turn_all)
        self.button.clicked.connect(self.merge)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self._summary, 1)
        for widget in (self.all, self.turn, self.button):
            self._foot.addWidget(widget)
        body.addLayout(self._foot)

    def _open_sealed(self) -> None:
        self._read(self._passphrase.text())

    def _read(self, passphrase: str) -> None:
        path, library = self._path, self._desk.library
        if path is None:
            return
        self._take = set()

        def work() -> tuple[tuple[PortableRecord, ...], _Seen] | NeedsPassphrase | WrongPassphrase:
            try:
                records = records_in(read_bytes(path), passphrase, name=path.name)
            except (NeedsPassphrase, WrongPassphrase) as locked:
                return locked
            library.flush(_SAVED_WITHIN_S)
            return records, _seen(library, records, frozenset())

        self.ask(_("Reading…"), work, self._take_file)

    def _take_file(
        self,
        read: tuple[tuple[PortableRecord, ...], _Seen] | NeedsPassphrase | WrongPassphrase,
    ) -> None:
        self.show_busy("")
        if isinstance(read, NeedsPassphrase | WrongPassphrase):
            self._records, self._seen = (), _Seen((), ())
            self._show()
            self.passphrase.show()
            wrong = isinstance(read, WrongPassphrase)
            self.passphrase.show_problem(read.words(interface()) if wrong else "")
            if not wrong:
                self.say(_("This bundle is sealed: write its passphrase and press Enter."))
            self._passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
            self._passphrase.selectAll()
            return
        self.passphrase.hide()
        self.say("")
        self._records, self._seen = read
        self._show()
        first = self.table if self._seen.conflicts else self.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _merged(self, made: RecordedMerge | None) -> None:
        self.show_busy("")
        if made is None:
            self.say(_("There is nothing new in this file."))
            return
        self._desk.library_changed.emit()
        words = _n(
            "{file} is merged: {count} thing is new.",
            "{file} is merged: {count} things are new.",
            made.added,
            file=made.file,
        )
        self.close_over()
        self._desk.tell_done(words, lambda: self.undo(made))

    def _merge_failed(self, error: Exception) -> None:
        self.show_busy("")
        self.button.setEnabled(True)
        self._desk.tell_failure(error)

    def _turn_one(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self._seen.conflicts):
            conflict = self._seen.conflicts[row]
            if conflict.conflict.can_take:
                self._take ^= {conflict.number}
                self._show_conflicts(row)

    def _turn_all(self) -> None:
        possible = {one.number for one in self._seen.conflicts if one.conflict.can_take}
        self._take = set() if self._take == possible else possible
        self._show_conflicts(self.table.currentIndex().row())

    def _show(self) -> None:
        seen = self._seen
        lines = [session_words(interface(), one) for one in seen.merged]
        if len(lines) > _SESSIONS_SHOWN:
            more = len(lines) - _SESSIONS_SHOWN
            lines = lines[:_SESSIONS_SHOWN]
            lines.append(_n("{count} more session.", "{count} more sessions.", more))
        self._sessions.setText("\n".join(lines))
        self._sessions.setVisible(bool(lines))
        conflicts = bool(seen.conflicts)
        self._how.setVisible(bool(lines))
        self._how.setText(
            _n(
                "In {count} place both differ. Ours stays unless theirs is taken.",
                "In {count} places both differ. Ours stays unless theirs is taken.",
                len(seen.conflicts),
            )
            if conflicts
            else _("Nothing in it contradicts what is here.")
        )
        self._empty.setVisible(not lines)
        self.table.setVisible(conflicts)
        for widget in (self.turn, self.all):
            widget.setVisible(any(one.conflict.can_take for one in seen.conflicts))
        self.button.setVisible(bool(lines))
        self._show_earlier(is_shown=not lines)
        self._show_conflicts(0)

    def _show_conflicts(self, row: int) -> None:
        self.model.show_lines(tuple(self._line(one) for one in self._seen.conflicts))
        if self._seen.conflicts:
            self.table.selectRow(max(0, row))
        added = sum(one.added for one in self._seen.merged)
        is_any = any(one.changes for one in self._seen.merged) or bool(self._take)
        self.button.setEnabled(is_any)
        words = _n("{count} thing is new", "{count} things are new", added)
        taken = _n("{count} of theirs is taken", "{count} of theirs are taken", len(self._take))
        if not self._seen.merged:
            words = ""
        elif not is_any:
            words = _("There is nothing new in this file.")
        elif self._take:
            words = f"{words} · {taken}"
        self._summary.setText(words)

    def _line(self, one: NumberedConflict) -> LookLine:
        is_theirs = one.number in self._take
        chosen = _("Theirs") if is_theirs else _("Ours")
        if not one.conflict.can_take:
            chosen = _("Ours, always")
        about = _(SUBJECTS[one.conflict.subject])
        if len(self._seen.merged) > 1:
            about = f"{about} · {one.session}"
        return LookLine(
            cells=(str(one.number), about, one.conflict.ours, one.conflict.theirs, chosen),
            is_strong=one.conflict.can_take,
            is_told=is_theirs,
        )

    def _read_merges(self) -> None:
        library = self._desk.library
        self._desk.background.run(library.merges, self._take_merges, self._desk.tell_failure)

    def _take_merges(self, found: tuple[RecordedMerge, ...]) -> None:
        for row in self.merges:
            self._earlier.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.merges = [_MergeRow(one, self) for one in found[:_LISTED_AT_MOST]]
        for row in self.merges:
            self._earlier.addWidget(row)
            row.button.setEnabled(self._desk.can_write)
        self._show_earlier(is_shown=not self._seen.merged)

    def _show_earlier(self, *, is_shown: bool) -> None:
        self._earlier_title.setVisible(is_shown and bool(self.merges))
        for row in self.merges:
            row.setVisible(is_shown)

    def _retheme_merge(self) -> None:
        self._foot.setSpacing(theme().px(10))
        self._earlier.setSpacing(theme().px(4))


class _MergeRow(QWidget):
    """A merge that was made, with the button that takes it back."""

    def __init__(self, merge: RecordedMerge, overlay: MergeOverlay) -> None:
        super().__init__()
        tr, zone = interface(), system_zone()
        when = f"{date_text(tr, merge.at, zone)} {clock_text(tr, merge.at, zone)}"
        new = _n("{count} thing was new", "{count} things were new", merge.added)
        self.button = PaintedButton(_("Undo"), height=38)
        self.button.setAccessibleName(_("Undo the merge of {file}", file=merge.file))
        self.button.clicked.connect(lambda: overlay.undo(merge))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(SafeLabel(f"{merge.file} · {when} · {new}", wrap=True), 1)
        row.addWidget(self.button)


def _seen(library: Library, records: tuple[PortableRecord, ...], take: frozenset[int]) -> _Seen:
    merged = merged_sessions(library, records, take)
    return _Seen(merged, numbered(merged))


def _headings() -> tuple[str, ...]:
    return ("", _("What it is about"), _("Ours"), _("Theirs"), _("Taken"))


def _spoken(line: LookLine) -> str:
    _number, about, ours, theirs, chosen = line.cells
    return _(
        "{about}. Ours: {ours}. Theirs: {theirs}. Taken: {chosen}",
        about=about,
        ours=ours,
        theirs=theirs,
        chosen=chosen,
    )
