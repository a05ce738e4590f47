"""The list in which notes are read, in the cockpit and in the review."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.models.notes_model import NotesModel
from ui.run.notes_delegate import NotesDelegate
from virtu_desktop.i18n import _


class NotesList(QListView):
    """Rows as high as their notes need at the width that there is."""

    def __init__(self, model: NotesModel, parent: QWidget | None = None) -> None:
        """Show the notes of ``model``."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(NotesDelegate(self, model))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setAccessibleName(_("Notes"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let long notes wrap anew at another width, such as the one beside a scroll bar."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
