"""The strip of the half-day on which a block can be picked (P2, R1)."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.strip import HEIGHT, StripWidget


class PickStrip(StripWidget):
    """Tells ``picked`` with the block whose part of the strip was clicked.

    For the mouse only: with the keyboard the same blocks are chosen in the list.
    """

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, height: int = HEIGHT) -> None:
        """Make an empty strip; height in pixels at scale 1."""
        super().__init__(parent, height=height)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell which block was clicked."""
        segment = self.segment_at(event.position().x())
        if segment is not None and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(segment.block)
