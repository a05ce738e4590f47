"""A list of lines with something behind each: sources of a result, messages to look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Role, follow_theme, theme
from ui.widgets.paint import draw_focus_ring, draw_rounded

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()
_MOST_SHOWN = 9
_SIDE = 6
_ABOVE = 3
_VERY_HIGH = 10_000
_WRAPPED = Qt.TextFlag.TextWordWrap
_BATCH = 20
"""Lines that are laid out at once, so that no list stops the window."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class Line:
    """One line; is_quiet: it is no part of what counts. value: what it stands for."""

    text: str
    value: object
    is_quiet: bool = False


class LinesModel(QAbstractListModel):
    """The lines as rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without lines."""
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return the lines."""
        return self._lines

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines, if they are others."""
        if tuple(lines) == self._lines:
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.text
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour("muted" if line.is_quiet else "body")
        return None


class _LineDelegate(QStyledItemDelegate):
    """Paints a line; the chosen one on a rounded ground, with a ring while it has the keyboard."""

    def __init__(self, view: QListView) -> None:
        """Paint the lines of ``view``."""
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one line, wrapped."""
        now = theme()
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, area, now.px(6), fill=now.colour("selected"))
            if self._view.hasFocus():
                inner = area.adjusted(1, 1, -1, -1)
                draw_focus_ring(painter, inner, now.px(6), now.colour("focus"))
        side, above = now.px(_SIDE), now.px(_ABOVE)
        painter.setFont(now.font(Role.SECONDARY))
        painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole))
        words = option.rect.adjusted(side, above, -side, -above)
        painter.drawText(words, _WRAPPED, index.data())
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a line that is wrapped at the width of the list."""
        now = theme()
        width = self._view.viewport().width() - 2 * self._view.spacing()
        room = QRect(0, 0, max(1, width - 2 * now.px(_SIDE)), _VERY_HIGH)
        metrics = QFontMetrics(now.font(Role.SECONDARY))
        height = metrics.boundingRect(room, _WRAPPED, index.data()).height()
        return QSize(width, height + 2 * now.px(_ABOVE))


class LinesList(QListView):
    """Shows the lines. removed (value): Delete. pressed (value, sign): a digit.

    agreed (value): Enter. all_agreed: Enter with Ctrl.
    """

    removed = Signal(object)
    agreed = Signal(object)
    all_agreed = Signal()
    pressed_digit = Signal(object, str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make an empty list; name: for screen readers."""
        super().__init__(parent)
        self.lines = LinesModel(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._retheme)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show other lines; the row that was chosen stays chosen."""
        row = self.currentIndex().row()
        self.lines.show(lines)
        if row >= 0:
            self.setCurrentIndex(self.lines.index(min(row, len(lines) - 1), 0))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be as high as the first lines need at this width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()
            self._fit()

    def _fit(self) -> None:
        # A bar that is not needed would take width, and with it lines.
        many = len(self.lines.lines) > _MOST_SHOWN
        bar = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(bar.ScrollBarAsNeeded if many else bar.ScrollBarAlwaysOff)
        # The first lines alone are measured: a long chat has hundreds.
        option = QStyleOptionViewItem()
        gap = 2 * self.spacing()
        rows = range(min(len(self.lines.lines), _MOST_SHOWN))
        delegate = self.itemDelegate()
        heights = (delegate.sizeHint(option, self.lines.index(row, 0)).height() for row in rows)
        self.setFixedHeight(sum(height + gap for height in heights) + gap + 2)

    def event(self, event: QEvent) -> bool:
        """Keep digits and Delete from being shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            is_enter = event.key() in _ENTER
            if is_enter or (
                is_plain and (event.text().isdigit() or event.key() == Qt.Key.Key_Delete)
            ):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Delete and digits on the line that is chosen."""
        row = self.currentIndex().row()
        line = self.lines.lines[row] if 0 <= row < len(self.lines.lines) else None
        if line is not None and event.key() == Qt.Key.Key_Delete:
            self.removed.emit(line.value)
        elif line is not None and event.key() in _ENTER:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.all_agreed.emit()
            else:
                self.agreed.emit(line.value)
        elif line is not None and event.text().isdigit():
            self.pressed_digit.emit(line.value, event.text())
        else:
            super().keyPressEvent(event)

    def _retheme(self) -> None:
        self.setFont(theme().font(Role.SECONDARY))
        self.setSpacing(theme().px(1))
