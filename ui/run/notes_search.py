"""Searches the notes of all sessions, and leads to the session of the one that is meant (N1)."""

from __future__ import annotations

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
    QTimer,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
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

from ui.desk import Desk
from ui.run.notes_delegate import tag_look
from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.paint import draw_line_of_text, draw_rounded
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.i18n import _, interface
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import clock_text, date_text

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_HIT_ROLE = int(Qt.ItemDataRole.UserRole)
_AFTER_TYPING_MS = 150
_ROW_HEIGHT = 52
_ROWS_SHOWN = 8
_SAVED_WITHIN_S = 2.0
_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -_ROWS_SHOWN,
    Qt.Key.Key_PageDown: _ROWS_SHOWN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A note that was found. when: day and clock of its session's zone."""

    session: SessionId
    title: str
    when: str
    note: Note


class NotesSearch(Overlay):
    """Type to search, Up and Down to choose, Enter to open the session, Esc to leave."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make a closed search over ``parent``."""
        super().__init__(parent, width=760, top_share=0.2)
        self._desk = desk
        self._asked = ""
        self._model = _Hits(self)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(_("Search the notes of all sessions"))
        self.field.setAccessibleName(_("Search the notes of all sessions"))
        self.list = QListView(self)
        self._words = SafeLabel("", self, colour="muted", wrap=True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_AFTER_TYPING_MS)
        self._timer.timeout.connect(self._ask)
        self._build()
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._open_at)
        follow_theme(self._resize_list)

    def open_over(self) -> None:
        """Open with an empty search and the keyboard in the field."""
        self.field.clear()
        self._show((), _("Type a word or its beginning. Notes of all sessions are searched."))
        super().open_over()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def hits(self) -> tuple[Hit, ...]:
        """Return what the list shows."""
        return self._model.hits

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's arrow keys move in the list, and Enter open."""
        if (
            watched is self.field
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self._take_key(event)
        ):
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self.list.setModel(self._model)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Notes found"))
        self.card.body.addWidget(self.field)
        self.card.body.addWidget(self._words)
        self.card.body.addWidget(self.list)

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_at(self.list.currentIndex())
            return True
        if event.key() in _STEPS:
            self._choose(self.list.currentIndex().row() + _STEPS[Qt.Key(event.key())])
            return True
        return False

    def _ask(self) -> None:
        """Search in the background; the answer to an older question is left aside."""
        text = self._asked = self.field.text().strip()
        if not text:
            self._show((), "")
            return
        library = self._desk.library

        def take(hits: tuple[Hit, ...]) -> None:
            if text == self._asked:
                self._show(hits, "" if hits else _("No note has these words."))

        self._desk.background.run(lambda: _search(library, text), take, self._desk.tell_failure)

    def _show(self, hits: tuple[Hit, ...], words: str) -> None:
        self._model.show(hits)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self.list.setVisible(bool(hits))
        self._choose(0)

    def _choose(self, row: int) -> None:
        last = self._model.rowCount() - 1
        if last >= 0:
            index = self._model.index(min(max(row, 0), last))
            self.list.setCurrentIndex(index)
            # The field has the keyboard; this is how the choice is heard all the same.
            self.field.setAccessibleDescription(index.data(Qt.ItemDataRole.AccessibleTextRole))

    def _open_at(self, index: QModelIndex) -> None:
        hit = index.data(_HIT_ROLE)
        if isinstance(hit, Hit):
            self.close_over()
            self._desk.load_session(hit.session)

    def _resize_list(self) -> None:
        self.list.setFixedHeight(theme().px(_ROW_HEIGHT) * _ROWS_SHOWN)
        self.field.setFont(theme().font(Role.BODY))
        self.field.setMinimumHeight(theme().px(44))


def _search(library: Library, text: str) -> tuple[Hit, ...]:
    """Ask the library; runs off the window's thread."""
    # What was written a moment ago shall be found.
    library.flush(_SAVED_WITHIN_S)
    zones = {session.id: session.zone for session in library.sessions()}
    tr = interface()
    hits = []
    for found in library.search_notes(text):
        zone = zones.get(found.session, "UTC")
        day = date_text(tr, found.note.at, zone)
        hits.append(
            Hit(
                session=found.session,
                title=found.session_title,
                when=f"{day}  {clock_text(tr, found.note.at, zone)}",
                note=found.note,
            )
        )
    return tuple(hits)


class _Hits(QAbstractListModel):
    """The notes that were found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.hits: tuple[Hit, ...] = ()

    def show(self, hits: tuple[Hit, ...]) -> None:
        self.beginResetModel()
        self.hits = hits
        self.endResetModel()

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == _HIT_ROLE:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.note.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join((hit.note.text, tag_look(hit.note)[0], hit.title, hit.when))
        return None


class _HitDelegate(QStyledItemDelegate):
    """Draws a note in two lines: its text, then tag, session and time."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        hit = index.data(_HIT_ROLE)
        if not isinstance(hit, Hit):
            return
        now = theme()
        state: QStyle.StateFlag = option.state
        area = QRectF(option.rect)
        if state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, area, now.px(8), fill=now.colour("selected"))
        inner = area.adjusted(now.px(12), now.px(6), -now.px(12), -now.px(6))
        half = inner.height() / 2
        upper = QRectF(inner.left(), inner.top(), inner.width(), half)
        lower = QRectF(inner.left(), inner.top() + half, inner.width(), half)
        draw_line_of_text(painter, upper, hit.note.text, now.font(Role.BODY), now.colour("ink"))
        word, tone = tag_look(hit.note)
        tag_area = QRectF(lower.left(), lower.top(), now.px(_TAG_WIDTH), half)
        strong = now.font(Role.SECONDARY_STRONG)
        draw_line_of_text(painter, tag_area, word, strong, QColor(now.tone(tone).text))
        rest = lower.adjusted(now.px(_TAG_WIDTH + 8), 0, 0, 0)
        place = f"{hit.when}  ·  {hit.title}"
        draw_line_of_text(painter, rest, place, now.font(Role.SECONDARY), now.colour("muted"))

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(1, theme().px(_ROW_HEIGHT))


_TAG_WIDTH = 96
