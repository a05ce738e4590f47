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
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
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
        """Draw one line."""
        now = theme()
        plain = QStyleOptionViewItem(option)
        if option.state & QStyle.StateFlag.State_Selected:
            pill = QRectF(option.rect).adjusted(-2, -2, 2, 2)
            draw_rounded(painter, pill, now.px(6), fill=now.colour("selected"))
            if self._view.hasFocus():
                inner = pill.adjusted(1, 1, -1, -1)
                draw_focus_ring(painter, inner, now.px(6), now.colour("focus"))
        plain.state &= ~(QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_HasFocus)
        super().paint(painter, plain, index)


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
        self.setWordWrap(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
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
        self.doItemsLayout()
        rows = range(min(len(self.lines.lines), _MOST_SHOWN))
        heights = (self.visualRect(self.lines.index(row, 0)).height() for row in rows)
        gap = 2 * self.spacing()
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
        self.setSpacing(theme().px(3))
