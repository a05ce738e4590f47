"""The attendance of the review: strips on one axis with the blocks above, minutes and shares."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.models.attendance_model import (
    STRIP_ROLE,
    AttendanceModel,
    AttendanceRow,
    attendance_rows,
)
from ui.people.looks import MODE_TONES
from ui.theme import Role, Theme, Tone, follow_theme, theme
from ui.widgets.attendance_strip import paint_attendance
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded
from ui.widgets.strip import StripState, actual_strip, paint_strip
from virtu_desktop.domain.people import Mode
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording_people import mode_word

ROW_HEIGHT = 33
_NAME = 0.24
_NAME_MOST = 190
_SHARE = 112
_GAP = 10
_SIDE = 6
_TRACK = 20
_AXIS_HEIGHT = 14


class AttendanceCard(Card):
    """Shows who was there. ``correction_wanted`` carries whose stays should be corrected."""

    correction_wanted = Signal(object)

    def __init__(self) -> None:
        """Make the card, empty."""
        super().__init__()
        self.model = AttendanceModel(self)
        self._axis = _Axis(self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_AttendanceDelegate(self.list))
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Attendance"))
        self.list.installEventFilter(self)
        self.list.viewport().installEventFilter(self)
        self.list.clicked.connect(self._wish)
        self.legend = QWidget(self)
        self._legend = QHBoxLayout(self.legend)
        self._legend.setContentsMargins(0, 0, 0, 0)
        self._legend_items = {mode: _LegendItem(mode) for mode in Mode}
        for item in self._legend_items.values():
            self._legend.addWidget(item)
        self._none = SafeLabel(
            _("Nobody was expected or checked in. The roster is where people are added."),
            colour="muted",
            wrap=True,
        )
        self.body.addWidget(self._none)
        self.body.addWidget(self._axis)
        self.body.addWidget(self.list, 1)
        follow_theme(self._respace)

    @property
    def has_people(self) -> bool:
        """Say whether anybody is shown."""
        return self.model.rowCount() > 0

    def show_run(self, controller: SessionController) -> None:
        """Show the attendance of a run."""
        rows = attendance_rows(controller)
        self.model.show_rows(rows)
        self._none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self._axis.setVisible(bool(rows))
        modes = {bar.mode for row in rows for bar in row.bars}
        for mode, item in self._legend_items.items():
            item.setVisible(mode in modes)
        self._axis.show_strip(_blocks_so_far(controller), self._strip_room)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Correct the stays of the chosen person on Enter and F2; keep the axis over the strips."""
        if watched is self.list.viewport() and event.type() == QEvent.Type.Resize:
            self._axis.update()
        if (
            watched is self.list
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2)
        ):
            self._wish(self.list.currentIndex())
            return True
        return super().eventFilter(watched, event)

    def _wish(self, index: QModelIndex) -> None:
        person = self.model.person_at(index)
        if person is not None:
            self.correction_wanted.emit(person)

    def _strip_room(self) -> QRectF:
        """Return where the strips stand, over the width of the list's rows."""
        width = self.list.viewport().width()
        return strip_room(QRectF(0, 0, width, theme().px(ROW_HEIGHT)), theme())

    def _respace(self) -> None:
        self._legend.setSpacing(theme().px(12))
        self.list.scheduleDelayedItemsLayout()


def strip_room(row: QRectF, now: Theme) -> QRectF:
    """Return the part of a row that is the axis of the session."""
    name = min(row.width() * _NAME, now.px(_NAME_MOST))
    left = row.left() + now.px(_SIDE) + name + now.px(_GAP)
    right = row.right() - now.px(_SHARE)
    return QRectF(left, row.top(), max(0.0, right - left), row.height())


def _blocks_so_far(controller: SessionController) -> StripState:
    """Return the strip of the blocks without what is still to come, on the axis of the stays."""
    span = controller.span()
    if span is None:
        return StripState()
    axis = (span.start, span.end)
    strip = actual_strip(controller.plan, controller.projection(), interface(), axis=axis)
    return replace(
        strip,
        segments=tuple(
            replace(one, end=min(1.0, one.end))
            for one in strip.segments
            if one.begin < 1 and not one.is_faded
        ),
        now=None,
    )


class _Axis(QWidget):
    """The blocks as they went, over the strips of the people."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._strip = StripState()
        self._room: Callable[[], QRectF] = QRectF
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self._resize)

    def show_strip(self, strip: StripState, room: Callable[[], QRectF]) -> None:
        self._strip = strip
        self._room = room
        self.setAccessibleName(strip.spoken)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self._room()
        rect = QRectF(place.left(), 0, place.width(), self.height())
        paint_strip(QPainter(self), rect, self._strip, theme())

    def _resize(self) -> None:
        self.setFixedHeight(theme().px(_AXIS_HEIGHT))


class _LegendItem(QWidget):
    """A small square in the colour of a mode, and its word."""

    def __init__(self, mode: Mode) -> None:
        super().__init__()
        self._tone = MODE_TONES[mode]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(_Square(self._tone))
        row.addWidget(SafeLabel(mode_word(interface(), mode), role=Role.SECONDARY, tone=self._tone))


class _Square(QWidget):
    """A small square in a tone."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        follow_theme(self._resize)

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = QColor(theme().tone(self._tone).graphic)
        draw_rounded(QPainter(self), QRectF(self.rect()), 2, fill=colour)

    def _resize(self) -> None:
        side = theme().px(9)
        self.setFixedSize(side, side)


class _AttendanceDelegate(QStyledItemDelegate):
    """Draws a person: name, strip, and the share of the session."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(1, theme().px(ROW_HEIGHT))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        now = theme()
        row = index.data(STRIP_ROLE)
        if not isinstance(row, AttendanceRow):
            return
        area = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            draw_rounded(painter, area, now.px(8), fill=now.colour("hover"))
            if option.state & QStyle.StateFlag.State_HasFocus:
                draw_focus_ring(painter, area, now.px(8), now.colour("focus"))
        room = strip_room(area, now)
        left = area.left() + now.px(_SIDE)
        name = QRectF(left, area.top(), room.left() - now.px(_GAP) - left, area.height())
        is_there = row.attended is not None
        ink = now.colour("ink" if is_there else "muted")
        draw_line_of_text(painter, name, row.person.name, now.font(Role.BODY), ink)
        height = now.px(_TRACK)
        track = QRectF(room.left(), room.center().y() - height / 2, room.width(), height)
        paint_attendance(painter, track, row.bars, now, MODE_TONES)
        self._draw_figures(painter, area, room, row, now)
        painter.restore()

    def _draw_figures(
        self, painter: QPainter, area: QRectF, room: QRectF, row: AttendanceRow, now: Theme
    ) -> None:
        right = QRectF(room.right(), area.top(), area.right() - room.right(), area.height())
        right.adjust(now.px(_GAP), 0, -now.px(_SIDE), 0)
        align = Qt.AlignmentFlag.AlignRight
        attended = row.attended
        font, muted = now.font(Role.SECONDARY), now.colour("muted")
        if attended is None:
            draw_line_of_text(painter, right, _("not there"), font, muted, align=align)
            return
        minutes = QRectF(right.left(), right.top(), right.width() * 0.56, right.height())
        share = QRectF(minutes.right(), right.top(), right.width() * 0.44, right.height())
        words = _("{count} min", count=attended.minutes)
        draw_line_of_text(painter, minutes, words, font, muted, align=align)
        is_marked = attended.is_late or attended.has_left_early or attended.away_times
        colour = QColor(now.tone(Tone.AMBER).text) if is_marked else now.colour("body")
        percent = _("{count} %", count=attended.percent)
        strong = now.font(Role.SECONDARY_STRONG if is_marked else Role.SECONDARY)
        draw_line_of_text(painter, share, percent, strong, colour, align=align)
