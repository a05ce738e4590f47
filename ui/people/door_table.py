"""The door list as a view: one column, so high as its people, at once also with thousands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.models.door_model import DoorModel
from ui.people.door_delegate import ROW_HEIGHT, DoorDelegate
from ui.theme import follow_theme, theme
from virtu_desktop.i18n import _


class DoorTable(QTableView):
    """A table of one column: a list would lay out every row after every key."""

    def __init__(self, model: DoorModel, parent: QWidget | None = None) -> None:
        """Show ``model``."""
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(DoorDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("Door list"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # As high as there is room: what is above and below keeps its height.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        hide_selection(self)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        follow_theme(self._resize_rows)

    def _resize_rows(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme().px(ROW_HEIGHT))
