"""Rows that are being dragged in a list: where they would land, and the words that say so."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QObject, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QTableView

from ui.models.plan_model import PlanColumn, PlanModel
from ui.plan.words import ends_words, overlapping, overrun
from ui.theme import Tone, theme
from ui.widgets.chip import Chip
from ui.widgets.paint import draw_rounded
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.plan_changes import move
from virtu_desktop.i18n import interface

_SCROLL_EVERY_MS = 40
_EDGE = 28
_SCROLL_BY = 14


class RowDrag(QObject):
    """Follows the mouse while it drags blocks; nothing is changed before they are dropped.

    The start column of ``model`` shows the new times, and beside the mouse stands the new end.
    changed: told when the blocks would land elsewhere.
    """

    changed = Signal()

    def __init__(self, view: QTableView, model: PlanModel) -> None:
        """Follow no drag yet."""
        super().__init__(view)
        self._view = view
        self._model = model
        self._ids: frozenset[BlockId] = frozenset()
        self._plan: Plan | None = None
        self._at = QPoint()
        self.place = 0
        self.preview: Plan | None = None
        self._words = Chip(parent=view.viewport())
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._words.hide()
        self._scroll = QTimer(self)
        self._scroll.setInterval(_SCROLL_EVERY_MS)
        self._scroll.timeout.connect(self._scroll_on)

    @property
    def is_on(self) -> bool:
        """Say whether blocks are being dragged."""
        return self._plan is not None

    def begin(self, ids: Collection[BlockId]) -> None:
        """Begin to drag the blocks of ``ids``."""
        self._plan = self._model.plan
        self._ids = frozenset(ids)
        self.place = -1
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    def move_to(self, at: QPoint) -> None:
        """Show where the blocks would land if they were dropped at ``at`` in the viewport."""
        if self._plan is None:
            return
        self._at = at
        place = self._place_at(at.y())
        if place != self.place:
            self.place = place
            self.preview = move(self._plan, self._ids, place)
            self._model.show_preview(self.preview)
            over = overrun(self.preview) > 0 or overlapping(self.preview) > 0
            words = ends_words(interface(), self.preview)
            self._words.show_words(words, Tone.AMBER if over else Tone.TEAL)
            self._words.adjustSize()
            self.changed.emit()
            self._view.viewport().update()
        self._show_words()
        near = self._edge_step(at.y())
        if near and not self._scroll.isActive():
            self._scroll.start()
        elif not near:
            self._scroll.stop()

    def end(self) -> None:
        """Stop showing where the blocks would land."""
        if self._plan is None:
            return
        self._plan = self.preview = None
        self._scroll.stop()
        self._words.hide()
        self._model.show_preview(None)
        self._view.viewport().unsetCursor()
        self._view.viewport().update()
        self.changed.emit()

    def paint(self, painter: QPainter) -> None:
        """Draw the line between the rows where the blocks would land."""
        if self._plan is None or self.place < 0:
            return
        now = theme()
        viewport = self._view.viewport()
        thick = now.px(3)
        top = self._top_of(self.place) - thick / 2
        top = min(max(0.0, top), viewport.height() - thick)
        line = QRectF(now.px(6), top, viewport.width() - now.px(12), thick)
        draw_rounded(painter, line, thick / 2, fill=now.colour("focus"))

    def _show_words(self) -> None:
        viewport = self._view.viewport()
        gap = theme().px(14)
        left = min(self._at.x() + gap, viewport.width() - self._words.width() - gap)
        top = min(self._at.y() + gap, viewport.height() - self._words.height())
        self._words.move(max(0, left), max(0, top))
        self._words.show()
        self._words.raise_()

    def _place_at(self, y: int) -> int:
        row = self._view.rowAt(y)
        if row < 0:
            return 0 if y < 0 else self._model.rowCount()
        middle = self._view.visualRect(self._model.index(row, PlanColumn.START)).center().y()
        return row + 1 if y > middle else row

    def _top_of(self, place: int) -> float:
        if place < self._model.rowCount():
            return float(self._view.rowViewportPosition(place))
        last = place - 1
        return float(self._view.rowViewportPosition(last) + self._view.rowHeight(last))

    def _edge_step(self, y: int) -> int:
        edge = theme().px(_EDGE)
        if y < edge:
            return -1
        return 1 if y > self._view.viewport().height() - edge else 0

    def _scroll_on(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._edge_step(self._at.y()) * theme().px(_SCROLL_BY))
        self.move_to(self._at)
