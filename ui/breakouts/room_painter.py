"""Draws one room as a card, and knows where each name stands in it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui.breakouts.room_model import RoomRow
from ui.theme import Role, Theme, Tone, theme
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded

_SIDE = 13
_TOP = 11
_TITLE = 20
_LINE = 22
_GAP = 10
_RADIUS = 10
_LEAST_MARK = 36
_LOCKED = "● "


def room_height(row: RoomRow, width: float) -> int:
    """Return the height of a card, the space below it included."""
    now = theme()
    lines = len(_lines(row, width - 2 * now.px(_SIDE), now)) if row.people else 1
    extra = now.px(_LINE) if row.card else 0
    return now.px(2 * _TOP + _TITLE + 5) + lines * now.px(_LINE) + extra + now.px(_GAP)


def name_boxes(row: RoomRow, area: QRectF) -> list[QRectF]:
    """Return where each name stands in a card that fills ``area``."""
    now = theme()
    inside = _inside(area, now)
    top = inside.top() + now.px(_TITLE + 5)
    boxes: list[QRectF] = []
    for line in _lines(row, inside.width(), now):
        for left, width in line:
            boxes.append(QRectF(inside.left() + left, top, width, now.px(_LINE)))
        top += now.px(_LINE)
    return boxes


def paint_room(
    painter: QPainter,
    area: QRectF,
    row: RoomRow,
    *,
    person: int | None = None,
    is_chosen: bool = False,
    has_focus: bool = False,
    is_target: bool = False,
) -> None:
    """Draw a card; person: which name the keyboard is on; is_target: a name would drop here."""
    now = theme()
    card = area.adjusted(0, 0, 0, -now.px(_GAP))
    tint = is_target or is_chosen
    draw_rounded(
        painter,
        card,
        now.px(_RADIUS),
        fill=now.colour("selected" if tint else "field"),
        line=now.colour("focus" if is_target else "line"),
        width=2.0 if is_target else now.tokens.border_width,
    )
    if has_focus:
        draw_focus_ring(painter, card, now.px(_RADIUS), now.colour("focus"))
    inside = _inside(area, now)
    _draw_title(painter, inside, row, now)
    _draw_names(painter, area, row, person if has_focus else None, now)
    if row.card:
        top = card.bottom() - now.px(_TOP + _LINE)
        line = QRectF(inside.left(), top, inside.width(), now.px(_LINE))
        draw_line_of_text(
            painter, line, f"→ {row.card}", now.font(Role.SECONDARY), now.colour("muted")
        )


def _inside(area: QRectF, now: Theme) -> QRectF:
    side, top = now.px(_SIDE), now.px(_TOP)
    return area.adjusted(side, top, -side, -top - now.px(_GAP))


def _draw_title(painter: QPainter, inside: QRectF, row: RoomRow, now: Theme) -> None:
    line = QRectF(inside.left(), inside.top(), inside.width(), now.px(_TITLE))
    right = line.right()
    strong = now.font(Role.SECONDARY_STRONG)
    title = f"{row.name} · {row.place}" if row.place else row.name
    # The name never gives way; what is said of modes does so first.
    name = QFontMetricsF(now.font(Role.BODY_STRONG)).horizontalAdvance(row.name)
    for words, tone in _marks(row):
        room = right - line.left() - name - now.px(_GAP)
        whole = QFontMetricsF(strong).horizontalAdvance(words) + 1
        width = min(whole, room)
        if width < min(whole, now.px(_LEAST_MARK)) or (words == row.modes and width < whole):
            break
        place = QRectF(right - width, line.top(), width, line.height())
        draw_line_of_text(painter, place, words, strong, QColor(now.tone(tone).text))
        right -= width + now.px(_GAP)
    line.setRight(max(line.left(), right))
    draw_line_of_text(painter, line, title, now.font(Role.BODY_STRONG), now.colour("ink"))


def _marks(row: RoomRow) -> list[tuple[str, Tone]]:
    """Return what stands at the right of the title, from the right, the weightiest first."""
    found = [(row.time, row.time_tone), (row.state, row.state_tone), (row.modes, row.tone)]
    return [mark for mark in found if mark[0]]


def _draw_names(
    painter: QPainter, area: QRectF, row: RoomRow, person: int | None, now: Theme
) -> None:
    font = now.font(Role.SECONDARY)
    boxes = name_boxes(row, area)
    for place, (one, box) in enumerate(zip(row.people, boxes, strict=True)):
        if place == person:
            around = box.adjusted(-now.px(3), now.px(1), now.px(3), -now.px(1))
            # The comma stands outside, or the mark would run into the next name.
            comma = QFontMetricsF(font).horizontalAdvance(",")
            around.setRight(around.right() - (comma if _shown(row, place).endswith(",") else 0.0))
            draw_rounded(painter, around, now.px(5), fill=now.colour("primary"))
        colour = now.colour("on_primary" if place == person else "body")
        if one.is_lone and place != person:
            colour = QColor(now.tone(Tone.AMBER).text)
        text = _shown(row, place).rstrip("," if place == person else "")
        draw_line_of_text(painter, box, text, font, colour)
        if one.is_lone and place != person:
            base = box.bottomLeft() - QPointF(0, now.px(3))
            painter.setPen(QPen(colour, 1.5))
            end = QFontMetricsF(font).horizontalAdvance(text.rstrip(","))
            painter.drawLine(base, base + QPointF(end, 0))


def _shown(row: RoomRow, place: int) -> str:
    person = row.people[place]
    mark = _LOCKED if person.is_locked else ""
    comma = "," if place < len(row.people) - 1 else ""
    return f"{mark}{person.name}{comma}"


def _lines(row: RoomRow, width: float, now: Theme) -> list[list[tuple[float, float]]]:
    """Return left and width of each name, line by line."""
    metrics = QFontMetricsF(now.font(Role.SECONDARY))
    space = metrics.horizontalAdvance(" ")
    lines: list[list[tuple[float, float]]] = []
    left = 0.0
    for place in range(len(row.people)):
        wide = min(metrics.horizontalAdvance(_shown(row, place)) + 1, width)
        if not lines or left + wide > width:
            lines.append([])
            left = 0.0
        lines[-1].append((left, wide))
        left += wide + space
    return lines
