"""Draws one note: time, tag in its colour, text."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.models.notes_model import NOTE_ROLE, NotesModel
from ui.theme import Role, Tone, theme
from ui.widgets.paint import (
    broken_lines,
    draw_focus_ring,
    draw_line_of_text,
    draw_lines,
    draw_rounded,
)
from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import tag_word

TAG_TONES = {
    NoteTag.PLAIN: Tone.GREY,
    NoteTag.IDEA: Tone.TEAL,
    NoteTag.DECISION: Tone.BLUE,
    NoteTag.ACTION: Tone.OPENING,
    NoteTag.PARKING: Tone.AMBER,
    NoteTag.QUOTE: Tone.GREY,
    NoteTag.EXPERIMENT: Tone.PLUM,
}
_TIME_WIDTH = 50
_TAG_WIDTH = 104
_LINE_HEIGHT = 20
_GAP = 4
_SIDE = 6


def tag_look(note: Note) -> tuple[str, Tone]:
    """Return the word that stands before a note, and its colour."""
    if note.private:
        return _("Private"), Tone.GREY
    return tag_word(interface(), note.tag), TAG_TONES[note.tag]


class NotesDelegate(QStyledItemDelegate):
    """Wraps long notes; the row is as high as its text needs."""

    def __init__(self, view: QListView, model: NotesModel) -> None:
        """Draw rows of ``model`` for ``view``."""
        super().__init__(view)
        self._view = view
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the height of the wrapped text."""
        now = theme()
        note = index.data(NOTE_ROLE)
        width = self._view.viewport().width()
        lines = len(self._lines(note, width))
        return QSize(width, now.px(lines * _LINE_HEIGHT + 2 * _GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        now = theme()
        note: Note = index.data(NOTE_ROLE)
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, area, now.px(8), fill=now.colour("hover"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                draw_focus_ring(painter, area, now.px(8), now.colour("focus"))
        top = area.top() + now.px(_GAP)
        height = now.px(_LINE_HEIGHT)
        left = area.left() + now.px(_SIDE)
        word, tone = tag_look(note)
        draw_line_of_text(
            painter,
            QRectF(left, top, now.px(_TIME_WIDTH), height),
            self._model.time_of(note),
            now.font(Role.SECONDARY),
            now.colour("muted"),
        )
        draw_line_of_text(
            painter,
            QRectF(left + now.px(_TIME_WIDTH), top, now.px(_TAG_WIDTH - 8), height),
            word,
            now.font(Role.SECONDARY_STRONG),
            QColor(now.tone(tone).text),
        )
        draw_lines(
            painter,
            QPointF(self._text_left(area.left()), top),
            self._lines(note, int(area.width())),
            now.font(Role.BODY),
            now.colour("ink"),
            line_height=height,
        )
        painter.restore()

    def _text_left(self, left: float) -> float:
        return left + theme().px(_SIDE + _TIME_WIDTH + _TAG_WIDTH)

    def _lines(self, note: Note, width: int) -> list[str]:
        room = width - self._text_left(0) - theme().px(_SIDE)
        text = self._model.text_of(note)
        return broken_lines(text, theme().font(Role.BODY), max(room, theme().px(80)))
