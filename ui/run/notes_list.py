"""The list in which notes are read, in the cockpit and in the review."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.models.notes_model import NotesModel
from ui.run.notes_delegate import NotesDelegate
from virtu_desktop.i18n import _


class NotesList(QListView):
    """Rows as high as their notes need at the width that there is.

    fitted: the list has another size or place, or was shown or hidden.
    """

    fitted = Signal()

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

    def keep_free(self, height: int) -> None:
        """Let rows end that many pixels above the bottom, where something else lies."""
        if self.viewportMargins().bottom() != height:
            self.setViewportMargins(0, 0, 0, height)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that there are rows at the bottom again."""
        super().showEvent(event)
        self.fitted.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that something else is at the bottom."""
        super().hideEvent(event)
        self.fitted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let long notes wrap anew at another width, such as the one beside a scroll bar."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
        self.fitted.emit()
