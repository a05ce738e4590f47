"""All actions in one searchable list (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.i18n import _

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_ROW_HEIGHT = 40
_ROWS_SHOWN = 9
_COMMAND_ROLE = int(Qt.ItemDataRole.UserRole)
_LIST_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


@dataclass(frozen=True, slots=True)
class Command:
    """One entry: what it does, its key as people write it, and what carries it out."""

    label: str
    key: str
    run: Callable[[], object]
    is_enabled: bool = True


def found(commands: Sequence[Command], search: str) -> list[Command]:
    """Return the commands that contain every word of ``search``.

    Those whose label begins with the search come first, those that are possible now before
    those that are not; otherwise the given order stays.
    """
    wanted = search.casefold().strip()
    words = wanted.split()
    hits = [
        command
        for command in commands
        if all(word in f"{command.label} {command.key}".casefold() for word in words)
    ]
    return sorted(
        hits,
        key=lambda command: (
            not command.is_enabled,
            not command.label.casefold().startswith(wanted),
        ),
    )


class CommandPalette(Overlay):
    """Type to search, Up and Down to choose, Enter to run, Esc to leave."""

    def __init__(self, parent: QWidget) -> None:
        """Make a closed palette over ``parent``."""
        super().__init__(parent, width=560, top_share=0.28)
        self._commands: tuple[Command, ...] = ()
        self._model = _Commands(self)
        self._search = QLineEdit(self)
        self._search.setPlaceholderText(_("Search all actions"))
        self._search.setAccessibleName(_("Search all actions"))
        self._search.textChanged.connect(self._find)
        self._search.installEventFilter(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(_("Actions found"))
        self._list.clicked.connect(self._run_at)
        self._nothing = SafeLabel(_("No action has these words."), self, colour="muted")
        self.card.body.addWidget(self._search)
        self.card.body.addWidget(self._nothing)
        self.card.body.addWidget(self._list)
        follow_theme(self._resize_list)

    def open_with(self, commands: Sequence[Command]) -> None:
        """Open with these commands and an empty search."""
        self._commands = tuple(commands)
        self._search.clear()
        self._find("")
        self._resize_list()
        self.open_over()
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def shown_labels(self) -> list[str]:
        """Return the labels that the search has left, in order."""
        return [command.label for command in self._model.commands]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the search field's arrow keys move in the list, and Enter run."""
        if watched is self._search and event.type() == QEvent.Type.KeyPress:
            key_event = event
            if isinstance(key_event, QKeyEvent) and self._take_key(key_event):
                return True
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run_at(self._list.currentIndex())
            return True
        if event.key() in _LIST_KEYS:
            step = {
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_PageUp: -_ROWS_SHOWN,
                Qt.Key.Key_PageDown: _ROWS_SHOWN,
            }[Qt.Key(event.key())]
            self._choose(self._list.currentIndex().row() + step)
            return True
        return False

    def _find(self, search: str) -> None:
        self._model.show(found(self._commands, search))
        is_empty = self._model.rowCount() == 0
        self._nothing.setVisible(is_empty)
        self._list.setVisible(not is_empty)
        self._choose(0)

    def _choose(self, row: int) -> None:
        last = self._model.rowCount() - 1
        if last >= 0:
            index = self._model.index(min(max(row, 0), last))
            self._list.setCurrentIndex(index)
            # The search field has the keyboard; this is how the choice is heard all the same.
            self._search.setAccessibleDescription(index.data())

    def _run_at(self, index: QModelIndex) -> None:
        command = index.data(_COMMAND_ROLE)
        if not isinstance(command, Command) or not command.is_enabled:
            return
        self.close_over()
        command.run()

    def _resize_list(self) -> None:
        rows = min(_ROWS_SHOWN, max(1, len(self._commands)))
        self._list.setFixedHeight(theme().px(_ROW_HEIGHT) * rows)
        self._search.setFont(theme().font(Role.BODY))
        self._search.setMinimumHeight(theme().px(44))


class _Commands(QAbstractListModel):
    """The commands that the search has left."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.commands: list[Command] = []

    def show(self, commands: list[Command]) -> None:
        self.beginResetModel()
        self.commands = commands
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.commands)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        command = self.commands[index.row()]
        if role == _COMMAND_ROLE:
            return command
        if role == Qt.ItemDataRole.DisplayRole:
            return command.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            state = "" if command.is_enabled else _("not possible now")
            return ", ".join(part for part in (command.label, command.key, state) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _CommandDelegate(QStyledItemDelegate):
    """Draws label and key in one line."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        command = index.data(_COMMAND_ROLE)
        if not isinstance(command, Command):
            return
        now = theme()
        state: QStyle.StateFlag = option.state
        area = QRectF(option.rect)
        if state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            is_chosen = bool(state & QStyle.StateFlag.State_Selected)
            ground = now.colour("selected" if is_chosen else "hover")
            draw_rounded(painter, area, now.px(8), fill=ground)
        inner = area.adjusted(now.px(12), 0, -now.px(12), 0)
        key_font = now.font(Role.SECONDARY)
        key_width = QFontMetricsF(key_font).horizontalAdvance(command.key) + 1
        key_area = QRectF(inner.right() - key_width, inner.top(), key_width, inner.height())
        draw_line_of_text(painter, key_area, command.key, key_font, now.colour("muted"))
        label_area = inner.adjusted(0, 0, -key_width - now.px(12), 0)
        colour = now.colour("ink" if command.is_enabled else "quiet")
        font = now.font(Role.BODY_MEDIUM)
        if not command.is_enabled:
            font.setItalic(True)
        draw_line_of_text(painter, label_area, command.label, font, colour)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(1, theme().px(_ROW_HEIGHT))
