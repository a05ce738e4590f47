"""A list of small cards for a narrow column: headings, titles, details, boxes to tick."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.theme import Role, Theme, Tone, follow_theme, theme
from ui.widgets.paint import broken_lines, draw_line_of_text, draw_lines, draw_rounded
from virtu_desktop.i18n import _

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
ITEM_ROLE = int(Qt.ItemDataRole.UserRole)
_RADIUS = 10
_PADDING = 11
_GAP = 8
_BOX = 18
_LINE = 1.36
# Room at the right for the scroll bar.
_SIDE = 2
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
# These keys would change the plan although the keyboard is here.
_KEPT = (*_ENTER, Qt.Key.Key_Space, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_KEPT_SEQUENCES = (
    QKeySequence.StandardKey.Copy,
    QKeySequence.StandardKey.Cut,
    QKeySequence.StandardKey.Paste,
    QKeySequence.StandardKey.SelectAll,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardItem:
    """One card. key: what it stands for, "" for a heading, which cannot be chosen.

    ticked: None for a card without a box. tone: of the detail. is_quiet: of less weight.
    """

    title: str
    key: str = ""
    detail: str = ""
    ticked: bool | None = None
    tone: Tone | None = None
    is_quiet: bool = False

    @property
    def is_heading(self) -> bool:
        """Say whether this is a heading above cards."""
        return not self.key

    @property
    def as_text(self) -> str:
        """Return the card as one line of plain text."""
        mark = "" if self.ticked is None else "[x] " if self.ticked else "[ ] "
        detail = "" if not self.detail else f": {' '.join(self.detail.split())}"
        return f"{mark}{self.title}{detail}"


class CardModel(QAbstractListModel):
    """The cards in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.items: tuple[CardItem, ...] = ()

    def show_items(self, items: Sequence[CardItem]) -> None:
        """Show other cards; where the keys are the same, tell only the cards that changed."""
        old, self.items = self.items, tuple(items)
        if [(item.key, item.title) for item in old] != [
            (item.key, item.title) for item in self.items
        ]:
            self.beginResetModel()
            self.endResetModel()
            return
        for row, (before, after) in enumerate(zip(old, self.items, strict=True)):
            if before != after:
                self.dataChanged.emit(self.index(row), self.index(row))

    def row_of(self, key: str) -> int:
        """Return the row of a card, or -1."""
        return next((row for row, item in enumerate(self.items) if item.key == key), -1)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return the number of cards and headings."""
        return 0 if parent.isValid() else len(self.items)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let cards be chosen, and headings not."""
        if not index.isValid() or self.items[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the card or its words."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _spoken(item)
        return None


class CardList(QListView):
    """Arrows choose, Enter or a double click activates, Space or a click on the box ticks.

    Signals carry the key of a card. chosen: "" when none is. pressed_more: Shift+Enter.
    moved: Alt+Up (-1) or Alt+Down (1).
    """

    chosen = Signal(str)
    clicked_on = Signal(str)
    activated_on = Signal(str)
    pressed_more = Signal(str)
    ticked = Signal(str, bool)
    moved = Signal(str, int)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        name: str,
        is_ordered: bool = False,
        can_choose_nothing: bool = False,
        is_whole: bool = False,
    ) -> None:
        """Make an empty list.

        is_ordered: Alt+Up and Alt+Down ask to move a card. can_choose_nothing: with Esc.
        is_whole: it is as high as its cards and never scrolls.
        """
        super().__init__(parent)
        self.model_ = CardModel(self)
        self._is_ordered = is_ordered
        self._can_choose_nothing = can_choose_nothing
        self._is_whole = is_whole
        self._is_showing = False
        self.setModel(self.model_)
        self.setItemDelegate(_CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if is_whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setMinimumHeight(1)
        hide_selection(self)
        follow_theme(self._retheme)

    @property
    def items(self) -> tuple[CardItem, ...]:
        """Return what is shown."""
        return self.model_.items

    @property
    def chosen_key(self) -> str:
        """Return the key of the chosen card, or an empty text."""
        item = self.currentIndex().data(ITEM_ROLE)
        return item.key if isinstance(item, CardItem) else ""

    def show_items(self, items: Sequence[CardItem]) -> None:
        """Show other cards; the same one is chosen as before if it is there."""
        if tuple(items) == self.model_.items:
            return
        key = self.chosen_key
        self._is_showing = True
        self.model_.show_items(items)
        self.choose(key)
        self._is_showing = False
        if self.chosen_key != key:
            self.chosen.emit(self.chosen_key)
        self._lay_out()

    def choose(self, key: str) -> None:
        """Choose a card; none when there is no such card."""
        row = self.model_.row_of(key) if key else -1
        self.setCurrentIndex(self.model_.index(row) if row >= 0 else QModelIndex())

    def step(self, by: int) -> None:
        """Choose the next card in a direction, the first one when none is chosen."""
        rows = [row for row, item in enumerate(self.items) if not item.is_heading]
        if not rows:
            return
        now = self.currentIndex().row()
        place = rows.index(now) + by if now in rows else 0
        self.setCurrentIndex(self.model_.index(rows[min(max(place, 0), len(rows) - 1)]))

    def copy_all(self) -> None:
        """Put the whole list on the clipboard as plain text."""
        QGuiApplication.clipboard().setText(as_text(self.items))

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        """Tell which card is chosen now."""
        super().currentChanged(current, previous)
        if not self._is_showing:
            self.chosen.emit(self.chosen_key)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of this list from changing the plan."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_kept = event.key() in _KEPT or any(map(event.matches, _KEPT_SEQUENCES))
            if is_kept or (self._is_ordered and _is_move(event)):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Activate, tick, copy, and move between cards."""
        key, item = self.chosen_key, self.currentIndex().data(ITEM_ROLE)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_all()
        elif event.key() in _ENTER:
            is_more = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
            elif key:
                (self.pressed_more if is_more else self.activated_on).emit(key)
        elif event.key() == Qt.Key.Key_Space:
            if isinstance(item, CardItem) and item.ticked is not None:
                self.ticked.emit(key, not item.ticked)
        elif event.key() == Qt.Key.Key_Escape and key and self._can_choose_nothing:
            self.choose("")
        elif self._is_ordered and key and _is_move(event):
            self.moved.emit(key, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Leave letters to the window's keys instead of searching titles."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tick with a click on a card that has a box."""
        super().mouseReleaseEvent(event)
        item = self.indexAt(event.position().toPoint()).data(ITEM_ROLE)
        if event.button() is not Qt.MouseButton.LeftButton or not isinstance(item, CardItem):
            return
        if item.key and item.key == self.chosen_key:
            self.clicked_on.emit(item.key)
            if item.ticked is not None:
                self.ticked.emit(item.key, not item.ticked)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate with a double click."""
        item = self.indexAt(event.position().toPoint()).data(ITEM_ROLE)
        if isinstance(item, CardItem) and item.key and item.ticked is None:
            self.activated_on.emit(item.key)
            return
        super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let texts break anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def _lay_out(self) -> None:
        """Break the texts anew, and fit the height to them where that is wanted."""
        self.scheduleDelayedItemsLayout()
        if self._is_whole:
            width = self.viewport().width()
            height = sum(card_height(item, width, theme()) for item in self.items)
            self.setFixedHeight(max(1, height))

    def _retheme(self) -> None:
        self._lay_out()
        self.viewport().update()


def as_text(items: Sequence[CardItem]) -> str:
    """Return cards as plain text, each heading with an empty line above."""
    lines: list[str] = []
    for item in items:
        if item.is_heading and lines:
            lines.append("")
        lines.append(item.as_text)
    return "\n".join(lines)


class _CardDelegate(QStyledItemDelegate):
    """Paints cards whose texts break between words and are never cut."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one card or heading."""
        item = index.data(ITEM_ROLE)
        if not isinstance(item, CardItem):
            return
        view: QWidget | None = option.widget
        flags = option.state
        is_chosen = bool(flags & QStyle.StateFlag.State_Selected)
        paint_card(
            painter,
            QRectF(option.rect),
            item,
            theme(),
            is_chosen=is_chosen,
            is_hot=bool(flags & QStyle.StateFlag.State_MouseOver),
            has_keyboard=is_chosen and view is not None and view.hasFocus(),
        )

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a card at the width of the list."""
        item = index.data(ITEM_ROLE)
        view: QWidget | None = option.widget
        width = view.viewport().width() if isinstance(view, QListView) else 0
        if not isinstance(item, CardItem):
            return QSize()
        return QSize(1, card_height(item, width, theme()))


def card_height(item: CardItem, width: int, now: Theme) -> int:
    """Return the height of a card, the gap below it included."""
    title, detail = _texts(item, _text_width(item, width, now), now)
    if item.is_heading:
        return round(len(title) * now.font(Role.CAPS).pixelSize() * _LINE) + now.px(14)
    height = len(title) * now.font(Role.SECONDARY_STRONG).pixelSize() * _LINE
    height += len(detail) * now.font(Role.SMALL).pixelSize() * _LINE
    return round(height) + 2 * now.px(_PADDING - 1) + now.px(_GAP)


def paint_card(
    painter: QPainter,
    area: QRectF,
    item: CardItem,
    now: Theme,
    *,
    is_chosen: bool,
    is_hot: bool,
    has_keyboard: bool,
) -> None:
    """Draw a card or heading into ``area``, which has the gap below it."""
    title, detail = _texts(item, _text_width(item, round(area.width()), now), now)
    if item.is_heading:
        font = now.font(Role.CAPS)
        at = QPointF(area.left() + now.px(_SIDE), area.top() + now.px(8))
        height = font.pixelSize() * _LINE
        draw_lines(painter, at, title, font, now.colour("muted"), line_height=height)
        return
    side = now.px(_SIDE)
    card = area.adjusted(side, 1, -side, -now.px(_GAP))
    tokens = now.tokens
    fill = tokens.selected if is_chosen else tokens.hover if is_hot else tokens.paper
    line = tokens.focus if has_keyboard else tokens.line
    width = 2.0 if has_keyboard else tokens.border_width
    draw_rounded(painter, card, now.px(_RADIUS), fill=QColor(fill), line=QColor(line), width=width)
    left = card.left() + now.px(_PADDING)
    top = card.top() + now.px(_PADDING - 2)
    if item.ticked is not None:
        _paint_box(painter, QPointF(left, top), item.ticked, now)
        left += now.px(_BOX + 9)
    bold, small = now.font(Role.SECONDARY_STRONG), now.font(Role.SMALL)
    ink = now.colour("muted" if item.is_quiet else "ink")
    height = bold.pixelSize() * _LINE
    top += draw_lines(painter, QPointF(left, top), title, bold, ink, line_height=height)
    colour = QColor(now.tone(item.tone).text) if item.tone else now.colour("muted")
    height = small.pixelSize() * _LINE
    draw_lines(painter, QPointF(left, top), detail, small, colour, line_height=height)


def _paint_box(painter: QPainter, at: QPointF, is_ticked: bool, now: Theme) -> None:
    """Draw a box with or without a tick."""
    side = now.px(_BOX)
    box = QRectF(at.x(), at.y(), side, side)
    fill = now.colour("primary" if is_ticked else "paper")
    line = now.colour("primary" if is_ticked else "quiet")
    draw_rounded(painter, box, now.px(5), fill=fill, line=line, width=1.5)
    if is_ticked:
        centre = Qt.AlignmentFlag.AlignHCenter
        colour = now.colour("on_primary")
        draw_line_of_text(painter, box, "✓", now.font(Role.SECONDARY_STRONG), colour, align=centre)


def _text_width(item: CardItem, width: int, now: Theme) -> float:
    if item.is_heading:
        return width - 2 * now.px(_SIDE)
    box = 0 if item.ticked is None else now.px(_BOX + 9)
    return width - 2 * now.px(_SIDE) - 2 * now.px(_PADDING) - box


def _texts(item: CardItem, width: float, now: Theme) -> tuple[list[str], list[str]]:
    """Return title and detail in lines."""
    role = Role.CAPS if item.is_heading else Role.SECONDARY_STRONG
    title = broken_lines(item.title, now.font(role), width)
    if item.is_heading or not item.detail:
        return title, []
    return title, broken_lines(item.detail, now.font(Role.SMALL), width)


def _spoken(item: CardItem) -> str:
    parts = [item.title, item.detail]
    if item.ticked is not None:
        parts.append(_("ticked") if item.ticked else _("not ticked"))
    return ", ".join(part for part in parts if part)


def _is_move(event: QKeyEvent) -> bool:
    is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return bool(is_alt) and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
