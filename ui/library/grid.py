"""The table of the library: groups by sessions, painted as cards, moved through with arrows."""

from __future__ import annotations

from PySide6.QtCore import (
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
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.forms.selection import hide_selection
from ui.library.shelf import GroupRow, LooseHeading, LooseRow, ProgrammeRow, Shelf
from ui.library.words import (
    day_words,
    differs_words,
    is_today,
    notes_words,
    people_words,
    plan_words,
    size_words,
    state_words,
    time_words,
)
from ui.models.shelf_model import ShelfModel, ShelfRole
from ui.theme import Role, Theme, Tone, follow_theme, theme
from ui.widgets.chip import HEIGHT as CHIP_HEIGHT
from ui.widgets.chip import chip_width, paint_chip
from ui.widgets.paint import (
    broken_lines,
    draw_line_of_text,
    draw_lines,
    draw_rounded,
    limited_lines,
)
from virtu_desktop.domain.programme import SessionId, SessionState, SessionSummary
from virtu_desktop.domain.time import Instant
from virtu_desktop.i18n import interface

_Index = QModelIndex | QPersistentModelIndex
_CELL_HEIGHT = 100
_HEADING_HEIGHT = 70
_LOOSE_HEIGHT = 56
_NAME_WIDTH = 188
_LEAST_NAME_WIDTH = 112
_LEAST_CELL = 164
GAP = 12
_PADDING = 14
_RADIUS = 10
_LINE = 1.36


class ShelfGrid(QTableView):
    """Shows a shelf; arrows move between sessions, Enter or a click chooses one.

    menu_wanted: the menu of a cell is wanted, with its row, its session or None, and where.
    """

    chosen = Signal(object)
    height_changed = Signal()
    menu_wanted = Signal(object, object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self._model = ShelfModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_ShelfDelegate(self))
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        hide_selection(self)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setMinimumSectionSize(1)
        follow_theme(self._fit)

    @property
    def shelf_model(self) -> ShelfModel:
        """Return the model."""
        return self._model

    @property
    def chosen_session(self) -> SessionSummary | None:
        """Return the session on which the keyboard stands, or None."""
        return self._model.session_at(self.currentIndex())

    @property
    def content_height(self) -> int:
        """Return the height of all rows."""
        return self.verticalHeader().length()

    def show_shelf(self, shelf: Shelf, now: Instant) -> None:
        """Show what the library holds, with the same session chosen as before."""
        before = self._model.session_at(self.currentIndex())
        self._model.show_shelf(shelf, now)
        self.clearSpans()
        for place, row in enumerate(self._model.rows):
            if isinstance(row, LooseRow | LooseHeading):
                self.setSpan(place, 0, 1, self._model.columnCount())
        self._fit()
        index = QModelIndex() if before is None else self._model.index_of(before.id)
        self.setCurrentIndex(index if index.isValid() else self._first())

    def choose(self, session: SessionId) -> None:
        """Move to a session."""
        index = self._model.index_of(session)
        if index.isValid():
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.currentIndex())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the cell under the mouse, or of the chosen one by key."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        if self._model.session_at(index) is not None:
            self.setCurrentIndex(index)
        at = self.visualRect(index).center() if by_key else event.pos()
        row, session = index.data(ShelfRole.ROW), self._model.session_at(index)
        self.menu_wanted.emit(row, session, self.viewport().mapToGlobal(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose with a click."""
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            index = self.indexAt(event.position().toPoint())
            if index == self.currentIndex():
                self._choose(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show by the pointer what a click would open."""
        super().mouseMoveEvent(event)
        session = self._model.session_at(self.indexAt(event.position().toPoint()))
        shape = Qt.CursorShape.ArrowCursor if session is None else Qt.CursorShape.PointingHandCursor
        self.viewport().setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width between the columns."""
        super().resizeEvent(event)
        self._fit_columns()

    def _choose(self, index: QModelIndex) -> None:
        session = self._model.session_at(index)
        if session is not None:
            self.chosen.emit(session.id)

    def _first(self) -> QModelIndex:
        """Return the cell of the session that is next: today's, or else the first one to come."""
        cells = [
            self._model.index(row, column)
            for row in range(self._model.rowCount())
            for column in range(self._model.columnCount())
        ]
        found = [
            (session, cell)
            for cell in cells
            if (session := self._model.session_at(cell)) is not None
        ]
        open_ones = [pair for pair in found if pair[0].state is not SessionState.HELD] or found
        nearest = min(
            open_ones, key=lambda pair: abs(pair[0].start - self._model.now), default=None
        )
        return QModelIndex() if nearest is None else nearest[1]

    def _fit(self) -> None:
        header = self.verticalHeader()
        px = theme().px
        header.setDefaultSectionSize(px(_CELL_HEIGHT + GAP))
        for place, row in enumerate(self._model.rows):
            if not isinstance(row, GroupRow):
                header.resizeSection(
                    place, px(_LOOSE_HEIGHT if isinstance(row, LooseRow) else _HEADING_HEIGHT)
                )
        self._fit_columns()
        self.height_changed.emit()

    def _fit_columns(self) -> None:
        px = theme().px
        columns = self._model.columnCount()
        if columns < 2:
            return
        width = self.viewport().width()
        name = min(px(_NAME_WIDTH), max(px(_LEAST_NAME_WIDTH), width // 6))
        left = width - name
        each = max(px(_LEAST_CELL), left // (columns - 1))
        self.setColumnWidth(0, name)
        for column in range(1, columns):
            self.setColumnWidth(column, each)


class _ShelfDelegate(QStyledItemDelegate):
    """Paints headings, names and sessions."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one cell."""
        row = index.data(ShelfRole.ROW)
        session = index.data(ShelfRole.SESSION)
        area = QRectF(option.rect)
        now = theme()
        match row:
            case ProgrammeRow():
                _paint_heading(painter, area, row, index.column(), now)
            case LooseHeading() if index.column() == 0:
                _paint_caps(painter, area, str(index.data()), now)
            case GroupRow() if index.column() == 0:
                if not row.is_more:
                    _paint_group(painter, area, row, now)
            case GroupRow() if session is not None:
                title = session.title if session.title != row.titles[index.column() - 1] else ""
                state = _state(option, index)
                _paint_session(painter, area, session, title, state, self._now(), now)
            case LooseRow():
                _paint_loose(painter, area, row.session, _state(option, index), self._now(), now)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of a cell as the table set it."""
        return QSize(theme().px(_LEAST_CELL), theme().px(_CELL_HEIGHT))

    def _now(self) -> Instant:
        parent = self.parent()
        return parent.shelf_model.now if isinstance(parent, ShelfGrid) else Instant(0)


class _State:
    """How a cell is meant at the moment."""

    def __init__(self, *, is_hot: bool, is_chosen: bool, has_keyboard: bool, differs: bool) -> None:
        self.is_hot = is_hot
        self.is_chosen = is_chosen
        self.has_keyboard = has_keyboard
        self.differs = differs


def _state(option: QStyleOptionViewItem, index: _Index) -> _State:
    flags = option.state
    return _State(
        is_hot=bool(flags & QStyle.StateFlag.State_MouseOver),
        is_chosen=bool(flags & QStyle.StateFlag.State_Selected),
        has_keyboard=bool(flags & QStyle.StateFlag.State_HasFocus),
        differs=bool(index.data(ShelfRole.DIFFERS)),
    )


def _paint_heading(
    painter: QPainter, area: QRectF, row: ProgrammeRow, column: int, now: Theme
) -> None:
    if column > len(row.columns):
        return
    # Three lines of the smaller size are no higher than two of the larger one.
    text, sizes = row.programme.title, [(Role.HEADING, 2), (Role.BODY_STRONG, 3)]
    if column:
        number, title = row.columns[column - 1]
        text, sizes = f"{number} · {title}", [(Role.BODY_STRONG, 2), (Role.SECONDARY_STRONG, 3)]
    width = area.width() - now.px(GAP)
    for role, most in sizes:
        font = now.font(role)
        if len(broken_lines(text, font, width)) <= most:
            break
    lines = limited_lines(text, font, width, most)
    height = font.pixelSize() * _LINE
    top = area.bottom() - now.px(10) - len(lines) * height
    left = area.left() + (now.px(1) if column else 0)
    draw_lines(painter, QPointF(left, top), lines, font, now.colour("ink"), line_height=height)


def _paint_caps(painter: QPainter, area: QRectF, text: str, now: Theme) -> None:
    font = now.font(Role.CAPS)
    line = area.adjusted(0, area.height() - now.px(30), 0, -now.px(6))
    draw_line_of_text(painter, line, text, font, now.colour("muted"))


def _paint_group(painter: QPainter, area: QRectF, row: GroupRow, now: Theme) -> None:
    bold, plain = now.font(Role.BODY_STRONG), now.font(Role.SECONDARY)
    width = area.width() - now.px(GAP)
    names = limited_lines(row.group.name, bold, width, 3)
    sites = limited_lines(row.group.site, plain, width, 2) if row.group.site else []
    tall, low = bold.pixelSize() * _LINE, plain.pixelSize() * _LINE + 2
    top = area.top() + (area.height() - now.px(GAP) - len(names) * tall - len(sites) * low) / 2
    top += draw_lines(
        painter,
        QPointF(area.left(), top),
        names,
        bold,
        now.colour("ink"),
        line_height=tall,
    )
    draw_lines(
        painter, QPointF(area.left(), top), sites, plain, now.colour("muted"), line_height=low
    )


def _paint_session(
    painter: QPainter,
    area: QRectF,
    session: SessionSummary,
    title: str,
    state: _State,
    today: Instant,
    now: Theme,
) -> None:
    """Draw a session as a small card; ``title`` only where it differs from its column's."""
    gap = now.px(GAP)
    card = area.adjusted(0, 0, -gap, -gap)
    _paint_ground(painter, card, session, state, today, now)
    inside = card.adjusted(now.px(_PADDING), now.px(_PADDING), -now.px(_PADDING), -now.px(10))
    tr = interface()
    words, tone = state_words(tr, session, today)
    chip = QRectF(inside.left(), inside.top(), chip_width(words, now), now.px(CHIP_HEIGHT))
    chip.setWidth(min(chip.width(), inside.width()))
    is_tinted = _card_tone(session, today) is not None
    paint_chip(painter, chip, words, tone, now, has_line=is_tinted)
    beside = QRectF(inside)
    beside.setHeight(chip.height())
    beside.setLeft(chip.right() + now.px(8))
    small = now.font(Role.SECONDARY)
    muted = now.colour("muted")
    # Half a date would say less than none.
    date = _fitting((day_words(tr, session, today), ""), small, beside.width())
    draw_line_of_text(painter, beside, date, small, muted, align=Qt.AlignmentFlag.AlignRight)
    line = small.pixelSize() * _LINE + 2
    top = chip.bottom() + now.px(9)
    if title:
        bold = now.font(Role.SECONDARY_STRONG)
        box = QRectF(inside.left(), top, inside.width(), line)
        draw_line_of_text(painter, box, title, bold, now.colour("ink"))
        top += line
    planned = _fitting(plan_words(tr, session), small, inside.width())
    facts = [planned, notes_words(tr, session)]
    people = people_words(tr, session)
    if people:
        facts = [" · ".join(part for part in (people, facts[1]) if part), facts[0]]
    # There is room for two lines below the chip.
    if title or state.differs:
        facts = [facts[0] if people else " · ".join(part for part in facts if part)]
    details = [(part, muted) for part in facts]
    if state.differs:
        details[1 - bool(title) :] = [(differs_words(tr), QColor(now.tone(Tone.AMBER).text))]
    for part, colour in details:
        box = QRectF(inside.left(), top, inside.width(), line)
        draw_line_of_text(painter, box, part, small, colour)
        top += line


def _fitting(texts: tuple[str, ...], font: QFont, width: float) -> str:
    """Return the first of the texts that fits, or the last."""
    metrics = QFontMetricsF(font)
    return next((text for text in texts if metrics.horizontalAdvance(text) <= width), texts[-1])


def _paint_ground(
    painter: QPainter,
    card: QRectF,
    session: SessionSummary,
    state: _State,
    today: Instant,
    now: Theme,
) -> None:
    tokens = now.tokens
    fill, line = tokens.paper, tokens.line
    if session.state is SessionState.HELD:
        fill = tokens.field
    tone = _card_tone(session, today)
    if tone is not None:
        fill, line = now.tone(tone).tint, now.tone(tone).graphic
    if state.is_hot and tone is None:
        fill = tokens.hover
    draw_rounded(
        painter,
        card,
        now.px(_RADIUS),
        fill=QColor(fill),
        line=QColor(line),
        width=tokens.border_width,
    )
    if state.has_keyboard:
        draw_rounded(painter, card, now.px(_RADIUS), line=now.colour("focus"), width=2.0)


def _card_tone(session: SessionSummary, today: Instant) -> Tone | None:
    if session.state is SessionState.RUNNING:
        return Tone.BLUE
    return Tone.AMBER if is_today(session, today) else None


def _paint_loose(
    painter: QPainter,
    area: QRectF,
    session: SessionSummary,
    state: _State,
    today: Instant,
    now: Theme,
) -> None:
    tokens = now.tokens
    row = area.adjusted(0, 0, -now.px(GAP), 0)
    if state.is_hot:
        painter.fillRect(row, QColor(tokens.hover))
    painter.fillRect(QRectF(row.left(), row.bottom() - 1, row.width(), 1), QColor(tokens.line))
    if state.has_keyboard:
        draw_rounded(painter, row, now.px(_RADIUS), line=now.colour("focus"), width=2.0)
    tr = interface()
    inside = row.adjusted(now.px(8), 0, -now.px(8), 0)
    words, tone = state_words(tr, session, today)
    if state.differs:
        words, tone = f"{words} · {differs_words(tr)}", Tone.AMBER
    height = now.px(CHIP_HEIGHT)
    chip = QRectF(0, row.center().y() - height / 2, chip_width(words, now), height)
    chip.moveRight(inside.right())
    paint_chip(painter, chip, words, tone, now)
    small = now.font(Role.SECONDARY)
    facts = (
        (now.px(120), notes_words(tr, session)),
        (now.px(130), size_words(tr, session)),
        (now.px(100), time_words(tr, session)),
        (now.px(100), day_words(tr, session, today)),
    )
    right = inside.right() - max(now.px(140), round(chip.width()) + now.px(16))
    for width, text in facts:
        box = QRectF(right - width, row.top(), width, row.height())
        draw_line_of_text(painter, box, text, small, now.colour("muted"))
        right -= width
    title = QRectF(inside.left(), row.top(), right - inside.left() - now.px(8), row.height())
    draw_line_of_text(painter, title, session.title, now.font(Role.BODY_STRONG), now.colour("ink"))
