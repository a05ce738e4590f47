"""One stay of a person in the editor: from, to, how, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QMenu, QWidget

from ui.forms.field import LineField
from ui.run.flow import FlowLayout
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel, plain_tooltip
from virtu_desktop.domain.head_count import Place
from virtu_desktop.domain.presence import Presence
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text
from virtu_desktop.wording_people import place_words, source_word

_BESIDE_FROM = 460


class StayRow(QWidget):
    """Tells what is wanted of its stay: other times, joining it with the one above, removing it.

    While the keyboard is in it, its buttons show their keys.
    """

    moved = Signal(object, str, str)
    removed = Signal(str)
    joined_up = Signal(object)
    placed = Signal(str, object)

    def __init__(self, parent: QWidget, places: Callable[[Presence], list[Place]]) -> None:
        """Make an empty row. places: where else the person can have taken part."""
        super().__init__(parent)
        self._places = places
        self.stay: Presence | None = None
        self.joined_text = ""
        self.left_text = ""
        self.joined = LineField(self)
        self.joined.setAccessibleName(_("From time"))
        self.left = LineField(self)
        self.left.setAccessibleName(_("To time"))
        self.left.setPlaceholderText(_("open"))
        self.how = PaintedButton("", ButtonKind.QUIET, height=30)
        self.how.setToolTip(plain_tooltip(_("Correct how the person took part")))
        self._source = SafeLabel(role=Role.SMALL, colour="muted")
        self._join = PaintedButton(_("Join"), ButtonKind.QUIET, height=30)
        self._join.setToolTip(_("Join with the stay above ({key})", key=_("Ctrl+J")))
        self._remove = PaintedButton(_("Remove"), ButtonKind.QUIET, height=30)
        self._remove.setToolTip(_("Remove this stay ({key})", key=_("Ctrl+Del")))
        self._build()
        for field in (self.joined, self.left):
            field.committed.connect(
                lambda _text: self.moved.emit(self, self.joined.text(), self.left.text())
            )
        for widget in (self.joined, self.left, self.how, self._join, self._remove):
            widget.installEventFilter(self)
        self.how.clicked.connect(self._offer_places)
        self._join.clicked.connect(partial(self.joined_up.emit, self))
        self._remove.clicked.connect(self._ask_to_remove)
        follow_theme(self._resize)

    @property
    def has_keyboard(self) -> bool:
        """Say whether the keyboard is in the row."""
        parts = (self.joined, self.left, self.how, self._join, self._remove)
        return any(part.hasFocus() for part in parts)

    def show_stay(self, stay: Presence, zone: str, *, can_join: bool) -> None:
        """Show a stay. can_join: there is one above it."""
        tr = interface()
        self.stay = stay
        self.joined_text = clock_text(tr, stay.joined, zone)
        self.left_text = "" if stay.left is None else clock_text(tr, stay.left, zone)
        self.joined.show_text(self.joined_text)
        self.left.show_text(self.left_text)
        how = place_words(tr, Place(stay.mode, stay.site))
        self.how.setText(f"{how} \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}")
        self.how.setAccessibleName(_("How: {place}. Correct it", place=how))
        self._source.setText(source_word(tr, stay.source))
        self._join.setVisible(can_join)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the keys while the keyboard is here; join and remove by them."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            is_here = event.type() == QEvent.Type.FocusIn
            self._join.set_hint(_("Ctrl+J") if is_here else "")
            self._remove.set_hint(_("Ctrl+Del") if is_here else "")
            self.how.set_hint(_("Ctrl+M") if is_here else "")
        # Before the fields, where Ctrl+Del deletes a word.
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._is_done_by(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _is_done_by(self, event: QKeyEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() == Qt.Key.Key_J and self._join.isVisible():
            self.joined_up.emit(self)
            return True
        if event.key() == Qt.Key.Key_M:
            self._offer_places()
            return True
        if event.key() == Qt.Key.Key_Delete:
            self._ask_to_remove()
            return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the times where there is room."""
        super().resizeEvent(event)
        self._lay_out()

    def _build(self) -> None:
        self._times = QHBoxLayout()
        self._times.addWidget(self.joined)
        self._times.addWidget(SafeLabel("\u2013", colour="muted"))
        self._times.addWidget(self.left)
        self._times.addWidget(self._source, 1)
        buttons = QWidget(self)
        self._buttons = FlowLayout(buttons)
        for button in (self.how, self._join, self._remove):
            self._buttons.addWidget(button)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.addLayout(self._times)
        self._parts.addWidget(buttons)

    def _offer_places(self) -> None:
        stay = self.stay
        if stay is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place in self._places(stay):
            action = menu.addAction(place_words(interface(), place).replace("&", "&&"))
            action.triggered.connect(
                lambda _checked=False, place=place: self.placed.emit(stay.id, place)
            )
        menu.popup(self.how.mapToGlobal(self.how.rect().bottomLeft()))

    def _ask_to_remove(self) -> None:
        if self.stay is not None:
            self.removed.emit(self.stay.id)

    def _lay_out(self) -> None:
        directions = QBoxLayout.Direction
        is_wide = self.width() >= theme().px(_BESIDE_FROM)
        self._parts.setDirection(directions.LeftToRight if is_wide else directions.TopToBottom)

    def _resize(self) -> None:
        px = theme().px
        for field in (self.joined, self.left):
            field.setFixedWidth(px(72))
        self._times.setSpacing(px(8))
        self._buttons.setSpacing(px(2))
        self._parts.setSpacing(px(4))
        self._lay_out()
