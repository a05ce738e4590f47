"""The list of rooms: cards with names, moved by keys or by dragging a name to another card."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.breakouts.room_model import ROW_ROLE, RoomModel, RoomPerson, RoomRow
from ui.breakouts.room_painter import name_boxes, paint_room, room_height
from ui.theme import follow_theme
from virtu_desktop.domain.people import PersonId
from virtu_desktop.i18n import _

_KEEPS = (
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Home,
    Qt.Key.Key_End,
)


class RoomDelegate(QStyledItemDelegate):
    """Draws rooms as cards."""

    def __init__(self, view: RoomsView) -> None:
        """Draw for ``view``, which knows where the keyboard is."""
        super().__init__(view)
        self._view = view

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a card."""
        row = index.data(ROW_ROLE)
        width = self._view.viewport().width()
        return QSize(1, room_height(row, width)) if isinstance(row, RoomRow) else QSize()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the card."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, RoomRow):
            return
        view = self._view
        is_current = index.row() == view.currentIndex().row()
        painter.save()
        paint_room(
            painter,
            QRectF(option.rect),
            row,
            person=view.person_place if is_current else None,
            is_chosen=bool(option.state & QStyle.StateFlag.State_Selected),
            has_focus=is_current and view.hasFocus(),
            is_target=index.row() == view.target,
        )
        painter.restore()


class RoomsView(QListView):
    """Up and Down choose a room, Left and Right a name in it.

    moved: (person, room) when a name was dropped; looked_at: (person, room) while it is dragged
    over a room, room -1 when it is over none. chosen: another room or name is chosen.
    """

    moved = Signal(str, int)
    looked_at = Signal(str, int)
    chosen = Signal()

    def __init__(self, model: RoomModel, parent: QWidget | None = None) -> None:
        """Make a view of ``model``."""
        super().__init__(parent)
        self.person_place = 0
        self.target = -1
        self._rooms = model
        self._pressed: tuple[QPoint, PersonId] | None = None
        self.setModel(model)
        self.setItemDelegate(RoomDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(_("Rooms"))
        follow_theme(self._respace)

    @property
    def room(self) -> int | None:
        """Return the room that is chosen, or None."""
        place = self.currentIndex().row()
        return place if 0 <= place < len(self._rooms.rows) else None

    @property
    def person(self) -> RoomPerson | None:
        """Return the name that is chosen, or None."""
        room = self.room
        if room is None:
            return None
        people = self._rooms.rows[room].people
        return people[min(self.person_place, len(people) - 1)] if people else None

    def choose(self, room: int, person: PersonId | None = None) -> None:
        """Choose a room, and a name in it."""
        self.setCurrentIndex(self._rooms.index(room, 0))
        self.person_place = 0
        if person is not None and room < len(self._rooms.rows):
            people = [one.id for one in self._rooms.rows[room].people]
            self.person_place = people.index(person) if person in people else 0
        self.chosen.emit()
        self.viewport().update()

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Begin with the first name of another room."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.person_place = 0
            self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Keep the arrow keys from being shortcuts while the keyboard is here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            )
            if plain and event.key() in _KEEPS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from name to name with Left and Right; Esc lets a dragged name go."""
        if event.key() == Qt.Key.Key_Escape and self.target >= 0:
            self._let_go()
            return
        step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()))
        room = self.room
        if step is None or room is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        count = len(self._rooms.rows[room].people)
        if count:
            self.person_place = (min(self.person_place, count - 1) + step) % count
            self.chosen.emit()
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the first room when none is chosen."""
        super().focusInEvent(event)
        if self.room is None and self._rooms.rows:
            self.choose(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the names anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the name under the mouse; a drag begins with it."""
        super().mousePressEvent(event)
        found = self._person_at(event.position())
        self._pressed = None
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            room, place = found
            person = self._rooms.rows[room].people[place].id
            self.choose(room, person)
            self._pressed = event.position().toPoint(), person

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the name, and say what dropping it here would do."""
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        start, person = self._pressed
        at = event.position().toPoint()
        if self.target < 0 and (at - start).manhattanLength() < QApplication.startDragDistance():
            return
        self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        self._look_at(person, self.indexAt(at).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Drop the name."""
        super().mouseReleaseEvent(event)
        pressed, room = self._pressed, self.target
        self._let_go()
        if pressed is not None and room >= 0:
            self.moved.emit(pressed[1], room)

    def _look_at(self, person: PersonId, room: int) -> None:
        if room != self.target:
            self.target = room
            self.looked_at.emit(person, room)
            self.viewport().update()

    def _let_go(self) -> None:
        """Forget the drag."""
        self._pressed = None
        self.viewport().unsetCursor()
        if self.target >= 0:
            self.target = -1
            self.looked_at.emit("", -1)
            self.viewport().update()

    def _person_at(self, at: QPointF) -> tuple[int, int] | None:
        index = self.indexAt(at.toPoint())
        if not index.isValid():
            return None
        row = self._rooms.rows[index.row()]
        boxes = name_boxes(row, QRectF(self.visualRect(index)))
        place = next((place for place, box in enumerate(boxes) if box.contains(at)), None)
        return None if place is None else (index.row(), place)

    def _respace(self) -> None:
        self.scheduleDelayedItemsLayout()
