"""Draws one person at the door: a mark, the name, and where the person is."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.models.door_model import ROW_ROLE, DoorModel, DoorRow
from ui.people.looks import MODE_TONES
from ui.theme import Role, Theme, Tone, theme
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded
from virtu_desktop.domain.presence import StandingKind
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording_people import place_words, standing_word

ROW_HEIGHT = 46
_SIDE = 8
_MARK = 16
_NAME_LEFT = 34
_GAP = 10


class DoorDelegate(QStyledItemDelegate):
    """Draws rows of a ``DoorModel``; each state has a shape, a word and a colour."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return the size of a row."""
        return QSize(1, theme().px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        now = theme()
        row = index.data(ROW_ROLE)
        model = index.model()
        if not isinstance(row, DoorRow) or not isinstance(model, DoorModel):
            return
        area = QRectF(option.rect)
        painter.save()
        painter.setPen(QPen(now.colour("line"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if option.state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, area, now.px(8), fill=now.colour("selected"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                draw_focus_ring(painter, area, now.px(8), now.colour("focus"))
        _draw_row(painter, area, row, model.zone, now)
        painter.restore()


def _draw_row(painter: QPainter, area: QRectF, row: DoorRow, zone: str, now: Theme) -> None:
    words, tone, is_strong = _state(row, zone)
    metrics = QFontMetricsF(now.font(Role.SECONDARY_STRONG))
    width = min(metrics.horizontalAdvance(words) + 2, area.width() * 0.45)
    right = area.right() - now.px(_SIDE)
    _draw_mark(painter, area, row, tone, now)
    left = area.left() + now.px(_NAME_LEFT)
    room = right - width - now.px(_GAP) - left
    name, under = _name(row)
    ink = now.colour("ink" if row.is_own else "body")
    if under:
        half = area.height() / 2
        upper = QRectF(left, area.top() + now.px(4), room, half - now.px(2))
        lower = QRectF(left, area.top() + half, room, half - now.px(5))
        draw_line_of_text(painter, upper, name, now.font(Role.BODY_MEDIUM), ink)
        draw_line_of_text(painter, lower, under, now.font(Role.SMALL), now.colour("muted"))
    else:
        whole = QRectF(left, area.top(), room, area.height())
        draw_line_of_text(painter, whole, name, now.font(Role.BODY_MEDIUM), ink)
    draw_line_of_text(
        painter,
        QRectF(right - width, area.top(), width, area.height()),
        words,
        now.font(Role.SECONDARY_STRONG if is_strong else Role.SECONDARY),
        QColor(now.tone(tone).text) if is_strong else now.colour("muted"),
        align=Qt.AlignmentFlag.AlignRight,
    )


def _name(row: DoorRow) -> tuple[str, str]:
    """Return the name, and what stands under it."""
    person = row.person
    if person is None and row.alike is not None:
        alike = row.alike
        named = ", ".join(part for part in (alike.name, alike.organisation) if part)
        return _("Same as {name}?", name=named), _("Shift+W adds another person")
    if person is None:
        return row.typed, _("New: add as a walk-in")
    return person.name, person.organisation


def _state(row: DoorRow, zone: str) -> tuple[str, Tone, bool]:
    """Return the words at the right, their tone, and whether they are strong."""
    tr = interface()
    kind = row.standing.kind
    if row.person is None:
        return place_words(tr, row.place), Tone.GREY, False
    if kind is StandingKind.MISSING and not row.is_own:
        return _("Other group"), Tone.GREY, False
    if kind is StandingKind.MISSING:
        return place_words(tr, row.place), Tone.GREY, False
    words = standing_word(tr, row.standing, zone)
    if kind is StandingKind.PRESENT:
        return words, MODE_TONES[row.place.mode], True
    return words, Tone.GREY if kind is StandingKind.LEFT else Tone.AMBER, True


def _draw_mark(painter: QPainter, area: QRectF, row: DoorRow, tone: Tone, now: Theme) -> None:
    """Draw a tick for who is here, a ring for who is missing, a bar for who has gone, a plus."""
    size = now.px(_MARK)
    centre = QPointF(area.left() + now.px(_SIDE) + size / 2, area.center().y())
    circle = QRectF(centre.x() - size / 2, centre.y() - size / 2, size, size)
    kind = row.standing.kind
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if kind is StandingKind.PRESENT:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.tone(tone).graphic))
        painter.drawEllipse(circle)
        painter.setPen(_pen(now.colour("paper"), now.px(2)))
        painter.drawPolyline(
            [
                centre + QPointF(-size * 0.24, 0),
                centre + QPointF(-size * 0.06, size * 0.18),
                centre + QPointF(size * 0.26, -size * 0.2),
            ]
        )
        return
    colour = QColor(now.tone(tone).graphic)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(colour, now.px(1.5)))
    if row.person is None:
        painter.drawLine(centre + QPointF(-size * 0.3, 0), centre + QPointF(size * 0.3, 0))
        painter.drawLine(centre + QPointF(0, -size * 0.3), centre + QPointF(0, size * 0.3))
        return
    painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
    if kind is not StandingKind.MISSING:
        painter.drawLine(centre + QPointF(-size * 0.2, 0), centre + QPointF(size * 0.2, 0))


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, max(1.0, width))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen
