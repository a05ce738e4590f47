"""The board of open answers: let through, leave out, put into themes, freeze (V10)."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.models.answers_model import AnswersModel, forms_words, seen_words
from ui.run.flow import FlowLayout
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.domain.wall import Seen, WallEntry
from virtu_desktop.i18n import _, _n

_Index = QModelIndex | QPersistentModelIndex
_ROW = 46
_MOST_ROWS = 8
_LOW = 34
_TONES = {Seen.WAITING: Tone.AMBER, Seen.SHOWN: Tone.TEAL, Seen.LEFT_OUT: Tone.GREY}
_SIGNS = {Seen.WAITING: "?", Seen.SHOWN: "✓", Seen.LEFT_OUT: "–"}
_KEYS = frozenset({Qt.Key.Key_T, Qt.Key.Key_U, Qt.Key.Key_Delete, Qt.Key.Key_F2, Qt.Key.Key_A})


class AnswersList(QListView):
    """The answers. Enter lets through, Delete leaves out, T puts together, U takes apart.

    shown, left_out, put_together (entries); taken_apart (entry). F2 changes a theme's name.
    """

    shown = Signal(object)
    left_out = Signal(object)
    put_together = Signal(object)
    taken_apart = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self.answers = AnswersModel(self)
        self.setModel(self.answers)
        self.setItemDelegate(_AnswerDelegate(self))
        self.setAccessibleName(_("Open answers"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDropIndicatorShown(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hide_selection(self)
        follow_theme(self._fit)

    @property
    def chosen(self) -> list[WallEntry]:
        """Return the entries that are selected, else the one with the keyboard."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        return [self.answers.entries[row] for row in rows]

    def show_entries(self, entries: Sequence[WallEntry]) -> None:
        """Show other entries; what was chosen stays chosen by what it is."""
        keys = {entry.key for entry in self.chosen}
        row = self.currentIndex().row()
        self.answers.show(entries)
        if not self.selectedIndexes() and entries:
            found = [place for place, entry in enumerate(entries) if entry.key in keys]
            place = found[0] if found else min(max(row, 0), len(entries) - 1)
            self.setCurrentIndex(self.answers.index(place, 0))
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the list from being shortcuts of the window."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if is_plain and Qt.Key(event.key()) in _KEYS:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Decide on what is chosen."""
        key, chosen = Qt.Key(event.key()), self.chosen
        if not chosen:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.shown.emit(chosen)
        elif key == Qt.Key.Key_Delete:
            self.left_out.emit(chosen)
        elif key == Qt.Key.Key_T:
            self.put_together.emit(chosen)
        elif key == Qt.Key.Key_U:
            self.taken_apart.emit(chosen[0])
        elif key == Qt.Key.Key_F2:
            self._rename(chosen[0])
        else:
            super().keyPressEvent(event)

    def _rename(self, entry: WallEntry) -> None:
        index = self.answers.index(self.answers.entries.index(entry), 0)
        if index.flags() & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def _fit(self) -> None:
        rows = max(1, min(len(self.answers.entries), _MOST_ROWS))
        self.setFixedHeight(rows * theme().px(_ROW) + 2)


class _AnswerDelegate(QStyledItemDelegate):
    """Paints an entry: a sign and a word for whether it is seen, its label, forms and people."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row."""
        model = index.model()
        assert isinstance(model, AnswersModel)
        entry = model.entries[index.row()]
        now = theme()
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            pill = area.adjusted(0, 1, 0, -1)
            draw_rounded(painter, pill, now.px(8), fill=now.colour("selected"))
        tone = now.tone(_TONES[entry.seen])
        side = now.px(22)
        mark = QRectF(area.left() + now.px(8), area.center().y() - side / 2, side, side)
        draw_rounded(painter, mark, now.px(11), fill=QColor(tone.tint))
        middle = Qt.AlignmentFlag.AlignHCenter
        draw_line_of_text(
            painter,
            mark,
            _SIGNS[entry.seen],
            now.font(Role.SECONDARY_STRONG),
            QColor(tone.text),
            align=middle,
        )
        self._paint_words(painter, entry, area, mark.right() + now.px(10))
        painter.restore()

    def _paint_words(self, painter: QPainter, entry: WallEntry, area: QRectF, left: float) -> None:
        now = theme()
        right = Qt.AlignmentFlag.AlignRight
        people = QRectF(area.right() - now.px(60), area.top(), now.px(52), area.height())
        draw_line_of_text(
            painter,
            people,
            str(entry.people),
            now.font(Role.BODY_STRONG),
            now.colour("ink"),
            align=right,
        )
        words = QRectF(left, area.top() + now.px(4), people.left() - left, now.px(21))
        role = Role.BODY_STRONG if entry.theme is not None else Role.BODY_MEDIUM
        colour = now.colour("muted" if entry.seen is Seen.LEFT_OUT else "ink")
        draw_line_of_text(painter, words, entry.label, now.font(role), colour)
        below = QRectF(left, words.bottom(), words.width(), now.px(17))
        parts = [seen_words(entry)]
        if entry.theme is not None:
            parts.insert(0, _("theme"))
        if forms := forms_words(entry):
            parts.append(forms)
        text = " · ".join(parts)
        draw_line_of_text(painter, below, text, now.font(Role.SMALL), now.colour("muted"))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the height of a row."""
        return QSize(theme().px(120), theme().px(_ROW))


class AnswersBoard(QWidget):
    """The list with what can be done, a suggestion, and whether the wall is frozen.

    all_shown: everything that waits is let through. frozen (is_frozen). joined (entries): a
    suggestion is taken. refused (entries): it is not.
    """

    all_shown = Signal()
    frozen = Signal(bool)
    joined = Signal(object)
    refused = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty board."""
        super().__init__(parent)
        self._suggested: tuple[WallEntry, WallEntry] | None = None
        self._is_frozen = False
        self.list = AnswersList(self)
        self._state = SafeLabel(role=Role.SECONDARY, colour="muted", wrap=True)
        self._keys = SafeLabel(
            _(
                "Enter lets the room see it, Delete leaves it out. T puts chosen ones together,"
                " or drag one onto another; U takes a theme apart, F2 names it."
            ),
            role=Role.SECONDARY,
            colour="muted",
            wrap=True,
        )
        self._suggestion = QWidget(self)
        self._pair = SafeLabel(role=Role.SECONDARY, colour="body", wrap=True)
        self.show_all = PaintedButton(_("Let all through"), ButtonKind.SECONDARY, self, height=_LOW)
        self.freeze = PaintedButton(_("Freeze"), ButtonKind.SECONDARY, self, height=_LOW)
        self.join = PaintedButton(_("Put together"), ButtonKind.SECONDARY, self, height=_LOW)
        self.refuse = PaintedButton(_("Leave apart"), ButtonKind.QUIET, self, height=_LOW)
        self._build()
        self.show_all.clicked.connect(lambda _checked=False: self.all_shown.emit())
        self.freeze.clicked.connect(lambda _checked=False: self.frozen.emit(not self._is_frozen))
        self.join.clicked.connect(lambda _checked=False: self.joined.emit(self._suggested))
        self.refuse.clicked.connect(lambda _checked=False: self.refused.emit(self._suggested))
        follow_theme(self._respace)

    def show_wall(
        self,
        entries: Sequence[WallEntry],
        suggested: tuple[WallEntry, WallEntry] | None,
        *,
        is_frozen: bool,
    ) -> None:
        """Show what was answered and decided, and a pair that may belong together."""
        self.list.show_entries(entries)
        waiting = sum(entry.seen is Seen.WAITING for entry in entries)
        shown = sum(entry.seen is Seen.SHOWN for entry in entries)
        state = _n("{count} waits", "{count} wait", waiting)
        state += " · " + _n("{count} shown", "{count} shown", shown)
        if is_frozen:
            state += " · " + _("the wall is frozen")
        self._state.setText(state)
        self.show_all.setEnabled(waiting > 0)
        self._is_frozen = is_frozen
        self.freeze.setText(_("Go on") if is_frozen else _("Freeze"))
        self._suggested = suggested
        self._suggestion.setVisible(suggested is not None)
        if suggested is not None:
            one, other = suggested
            self._pair.setText(
                _("Perhaps the same: {one}, {other}", one=one.label, other=other.label)
            )

    def _build(self) -> None:
        self._buttons = FlowLayout()
        for button in (self.show_all, self.freeze):
            self._buttons.addWidget(button)
        pair = QVBoxLayout(self._suggestion)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.addWidget(self._pair)
        choice = FlowLayout()
        for button in (self.join, self.refuse):
            choice.addWidget(button)
        pair.addLayout(choice)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(CapsLabel(_("Answers for the wall")))
        for part in (self._state, self.list, self._suggestion):
            self._column.addWidget(part)
        self._column.addLayout(self._buttons)
        self._column.addWidget(self._keys)

    def _respace(self) -> None:
        self._column.setSpacing(theme().px(6))
        self._buttons.setSpacing(theme().px(6))
