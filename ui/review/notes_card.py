"""The notes of the session in the review."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from ui.models.notes_model import NOTE_ROLE, NotesModel, linked_titles
from ui.run.notes_list import NotesList
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.tabs import FilterTabs
from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import tag_word


class NotesCard(Card):
    """Shows all notes or those with one tag; ``correction_wanted`` carries whose tag is wrong."""

    correction_wanted = Signal(object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self.model = NotesModel(self)
        self._tags: list[NoteTag | None] = [None]
        self.filters = FilterTabs(name=_("Which notes"))
        self.list = NotesList(self.model)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._wish)
        self._none = SafeLabel(_("No notes were written."), colour="muted", wrap=True)
        self.body.addWidget(CapsLabel(_("Notes")))
        self.body.addWidget(self.filters)
        self.body.addWidget(self._none)
        self.body.addWidget(self.list, 1)
        self.filters.currentChanged.connect(self._filter)

    def show_run(self, controller: SessionController) -> None:
        """Show the notes of a run."""
        notes, plan = controller.notebook.notes, controller.plan
        self.model.show(notes, plan.zone, linked_titles(notes, plan, controller.run.state))
        counts = self.model.counts()
        chosen = self._tags[max(0, self.filters.currentIndex())]
        self._tags = [None, *(tag for tag in NoteTag if counts.get(tag))]
        names = [_("All") if tag is None else tag_word(interface(), tag) for tag in self._tags]
        self.filters.show_items(
            [f"{name} {counts[tag]}" for name, tag in zip(names, self._tags, strict=True)]
        )
        self.filters.setCurrentIndex(self._tags.index(chosen) if chosen in self._tags else 0)
        has_notes = bool(controller.notebook.notes)
        self.filters.setVisible(has_notes)
        self._none.setVisible(not has_notes)

    def take_focus(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Open the chosen note on Enter and F2."""
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        ):
            self._wish(self.list.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _wish(self, index: QModelIndex) -> None:
        note = index.data(NOTE_ROLE)
        if isinstance(note, Note):
            self.correction_wanted.emit(note.id)

    def _filter(self, place: int) -> None:
        if 0 <= place < len(self._tags):
            self.model.filter(self._tags[place])
