"""One note beside the review: its tag is put right here, and what was put right stands below."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from ui.desk import Desk
from ui.forms.panel import SidePanel
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.notes import NoteId, NoteTag
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.storage.errors import LibraryReadOnly
from virtu_desktop.wording import clock_text, tag_word

_COLUMNS = 2


class NotePanel(SidePanel):
    """Shows a note with its tags; the tag that it has is marked."""

    def __init__(self, desk: Desk) -> None:
        """Make the panel, empty until a note is shown."""
        super().__init__(_("Correct a note"))
        self._desk = desk
        self._note: NoteId | None = None
        self._about = SafeLabel(role=Role.SECONDARY, colour="muted")
        self._text = SafeLabel(role=Role.BODY_MEDIUM, wrap=True)
        self._log = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True)
        self._log_title = CapsLabel(_("Corrected"))
        self.log: list[str] = []
        self.tags: dict[NoteTag, PaintedButton] = {}
        self._grid = QGridLayout()
        for place, tag in enumerate(NoteTag):
            button = PaintedButton(tag_word(interface(), tag), height=34)
            button.clicked.connect(partial(self._retag, tag))
            self._grid.addWidget(button, place // _COLUMNS, place % _COLUMNS)
            self.tags[tag] = button
        for part in (self._about, self._text, CapsLabel(_("Tag"))):
            self.content.addWidget(part)
        self.content.addLayout(self._grid)
        self.content.addWidget(self._log_title)
        self.content.addWidget(self._log)
        self.content.addStretch(1)
        follow_theme(self._respace)

    def show_note(self, note: NoteId) -> None:
        """Show a note and put the keyboard on its tag."""
        self._note = note
        self.refresh()
        controller = self._desk.controller
        known = None if controller is None else controller.notebook.note(note)
        if known is not None:
            self.tags[known.tag].setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Show the note as it is now; close when it is gone."""
        controller = self._desk.controller
        if controller is None or self._note is None:
            return
        note = controller.notebook.note(self._note)
        if note is None:
            self.close_panel()
            return
        self._about.setText(clock_text(interface(), note.at, controller.plan.zone))
        self._text.setText(note.text)
        for tag, button in self.tags.items():
            is_own = tag is note.tag
            button.set_kind(ButtonKind.PRIMARY if is_own else ButtonKind.SECONDARY)
            words = tag_word(interface(), tag)
            button.setAccessibleName(_("{tag}, the present tag", tag=words) if is_own else words)
        self.log = self._log_lines(controller, note.id)
        self._log.setText("\n".join(self.log))
        for part in (self._log_title, self._log):
            part.setVisible(bool(self._log.text()))

    def _log_lines(self, controller: SessionController, note: NoteId) -> list[str]:
        tr = interface()
        return [
            _(
                "{time}: {after}, before {before}",
                time=clock_text(tr, one.at, controller.plan.zone),
                after=tag_word(tr, one.after),
                before=tag_word(tr, one.before),
            )
            for one in controller.notebook.corrections
            if one.note == note
        ]

    def _retag(self, tag: NoteTag) -> None:
        controller, note = self._desk.controller, self._note
        if controller is None or note is None:
            return
        known = controller.notebook.note(note)
        if known is None or known.tag is tag:
            return
        if not self._desk.can_write:
            self._desk.tell_failure(LibraryReadOnly(self._desk.library.path))
            return
        controller.notebook.retag(note, tag, at=controller.now())
        words = _("The note is now: {tag}", tag=tag_word(interface(), tag))
        self._desk.tell_done(words, partial(self._take_back, controller))

    def _take_back(self, controller: SessionController) -> None:
        if controller.notebook.undo(at=controller.now()):
            self._desk.tell_done(_("Taken back."))

    def _respace(self) -> None:
        self._grid.setSpacing(theme().px(8))
