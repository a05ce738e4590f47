"""Buttons that stand for actions, with the action's key drawn inside."""

from __future__ import annotations

import math
from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import Role, follow_theme, theme
from ui.widgets.labels import plain_tooltip
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded

HEIGHT = 44
RADIUS = 10
_PADDING = 15
_GAP = 9
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_PRESS_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


class ButtonKind(Enum):
    """How much weight a button has; one PRIMARY on a card."""

    PRIMARY = auto()
    SECONDARY = auto()
    QUIET = auto()


class PaintedButton(QAbstractButton):
    """A button with text and a key hint, in the look of a kind.

    It takes the keyboard by Tab only: a click must not make Space press this button again
    where Space means something else in the window. While it has the keyboard, Space and Enter
    press it and nothing else.
    """

    def __init__(
        self,
        text: str = "",
        kind: ButtonKind = ButtonKind.SECONDARY,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        height: int = HEIGHT,
    ) -> None:
        """Make a button; height in pixels at scale 1."""
        super().__init__(parent)
        self._kind = kind
        self._hint = hint
        self._height = height
        self._reserved: tuple[str, ...] = ()
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    @property
    def hint(self) -> str:
        """Return the key that is drawn behind the text, or an empty text."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Draw another key behind the text."""
        if hint != self._hint:
            self._hint = hint
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: ButtonKind) -> None:
        """Give the button another weight."""
        if kind is not self._kind:
            self._kind = kind
            self.update()

    def reserve(self, texts: Sequence[str]) -> None:
        """Want the width of the widest of ``texts``, whichever of them is shown."""
        self._reserved = tuple(texts)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the size at which text and key fit."""
        now = theme()
        metrics = QFontMetricsF(self._font())
        widths = (metrics.horizontalAdvance(text) for text in self._reserved)
        width = max(self._text_width(), *widths, 0.0) + 2 * now.px(self._side())
        if self._hint:
            width += now.px(_GAP) + self._hint_width()
        height = now.px(self._height)
        return QSize(max(math.ceil(width), height), height)

    def minimumSizeHint(self) -> QSize:
        """Return the least size; the key goes first, then the text is elided."""
        now = theme()
        metrics = QFontMetricsF(self._font())
        text = min(self._text_width(), metrics.horizontalAdvance("M" * 9))
        height = now.px(self._height)
        return QSize(max(math.ceil(text) + 2 * now.px(self._side()), height), height)

    def event(self, event: QEvent) -> bool:
        """Keep Space and Enter from being shortcuts of the window while the keyboard is here."""
        return keeps_press_key(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as with Space; Ctrl+Enter is the panel's around it."""
        if is_press_by_enter(event):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        painter = QPainter(self)
        area = QRectF(self.rect())
        self._paint_ground(painter, area)
        self._paint_words(painter, area)
        if self.hasFocus():
            self._paint_focus(painter, area)

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        now = theme()
        tokens = now.tokens
        is_hot = self.isEnabled() and (self.underMouse() or self.isDown())
        fill: str | None
        line: str | None
        if self._kind is ButtonKind.PRIMARY:
            fill, line = (tokens.primary_hover if is_hot else tokens.primary), None
            if not self.isEnabled():
                fill, line = tokens.field, tokens.line
        elif self._kind is ButtonKind.SECONDARY:
            fill, line = (tokens.hover if is_hot else tokens.paper), tokens.line
        else:
            fill, line = (tokens.hover if is_hot else None), None
        draw_rounded(
            painter,
            area,
            now.px(min(RADIUS, self._height / 4 + 1)),
            fill=QColor(fill) if fill else None,
            line=QColor(line) if line else None,
            width=tokens.border_width,
        )

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        now = theme()
        side = now.px(self._side())
        room = area.width() - 2 * side
        text_width = self._text_width()
        hint_width = now.px(_GAP) + self._hint_width() if self._hint else 0.0
        if text_width + hint_width > room + 1:
            hint_width = 0.0
        left = side + max(0.0, (room - text_width - hint_width) / 2)
        text_colour, hint_colour = self._word_colours()
        text_area = QRectF(left, 0, min(text_width, room) + 1, area.height())
        draw_line_of_text(painter, text_area, self._label(), self._font(), text_colour)
        if hint_width:
            hint_area = QRectF(left + text_width + now.px(_GAP), 0, hint_width, area.height())
            draw_line_of_text(painter, hint_area, self._hint, now.font(Role.SMALL), hint_colour)

    def _word_colours(self) -> tuple[QColor, QColor]:
        now = theme()
        if not self.isEnabled():
            return now.colour("quiet"), now.colour("quiet")
        if self._kind is ButtonKind.PRIMARY:
            return now.colour("on_primary"), now.colour("hint_on_primary")
        return now.colour("ink"), now.colour("muted")

    def _paint_focus(self, painter: QPainter, area: QRectF) -> None:
        now = theme()
        radius = now.px(min(RADIUS, self._height / 4 + 1))
        draw_focus_ring(painter, area, radius, now.colour("focus"))
        # A second, light ring keeps the first one visible on a dark button.
        inner = area.adjusted(2, 2, -2, -2)
        draw_rounded(painter, inner, radius - 2, line=now.colour("paper"), width=1.5)

    def _label(self) -> str:
        return without_mnemonic(self.text())

    def _font(self) -> QFont:
        is_low = self._height < HEIGHT - 8
        return theme().font(Role.SECONDARY_STRONG if is_low else Role.BODY_STRONG)

    def _side(self) -> int:
        return _PADDING if self._height >= HEIGHT - 8 else 11

    def _text_width(self) -> float:
        return QFontMetricsF(self._font()).horizontalAdvance(self._label())

    def _hint_width(self) -> float:
        return QFontMetricsF(theme().font(Role.SMALL)).horizontalAdvance(self._hint)


class ActionButton(PaintedButton):
    """A button that is one action: text, key, tooltip, visible and enabled follow the action.

    ``label`` stands for the action's text where the button should say something else, letter by
    letter; None follows the action. Without ``shows_key`` the key is only in the tooltip, which
    also has the whole label where it does not fit.
    """

    def __init__(
        self,
        action: QAction,
        kind: ButtonKind = ButtonKind.SECONDARY,
        parent: QWidget | None = None,
        *,
        label: str | None = None,
        shows_key: bool = True,
        height: int = HEIGHT,
    ) -> None:
        """Make the button of ``action``; a click triggers it."""
        super().__init__("", kind, parent, height=height)
        self._action = action
        self._given_label = label
        self._shows_key = shows_key
        self._follows_visible = True
        action.changed.connect(self._follow)
        self.clicked.connect(action.trigger)
        self._follow()

    @property
    def action(self) -> QAction:
        """Return the action."""
        return self._action

    def set_label(self, label: str | None) -> None:
        """Show other words than the action's text, or None for the action's."""
        self._given_label = label
        self._follow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole label where it does not fit."""
        super().resizeEvent(event)
        self._tell_whole_label()

    def _tell_whole_label(self) -> None:
        label = self._given_label
        room = self.width() - 2 * theme().px(self._side())
        fits = label is None or self._text_width() <= room + 1
        self.setToolTip(tooltip_with_key(self._action, "" if fits else label or ""))

    def _follow(self) -> None:
        action = self._action
        given = self._given_label
        text = action.text() if given is None else without_keys(given)
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        # QAbstractButton would make Alt+letter of an ampersand; keys belong to the action.
        self.setShortcut(QKeySequence())
        self.setEnabled(action.isEnabled())
        if action.isVisible() is not self._follows_visible:
            self._follows_visible = action.isVisible()
            self.setVisible(self._follows_visible)
        self.setCheckable(action.isCheckable())
        self.setChecked(action.isChecked())
        key = key_text(action)
        self.set_hint(key if self._shows_key else "")
        name = without_mnemonic(action.text())
        self.setAccessibleName(name)
        self.setAccessibleDescription(key)
        self._tell_whole_label()


def keeps_press_key(event: QEvent) -> bool:
    """Accept Space and Enter for a button, so that they are no shortcuts; say whether it was so."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.modifiers() not in _PLAIN or event.key() not in _PRESS_KEYS:
        return False
    event.accept()
    return True


def is_press_by_enter(event: QKeyEvent) -> bool:
    """Say whether a key is Enter alone, pressed once."""
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and not event.isAutoRepeat() and event.modifiers() in _PLAIN


def key_text(action: QAction) -> str:
    """Return the first key of an action as people write it, or an empty text."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def tooltip_with_key(action: QAction, words: str = "") -> str:
    """Return what an action does, or ``words``, and its key: ``Pause  (P)``."""
    words = words or action.statusTip() or without_mnemonic(action.text())
    key = key_text(action)
    return plain_tooltip(f"{words}  ({key})" if key else words)


def without_keys(text: str) -> str:
    """Return typed text for a button or a menu: its ampersands are shown and mark no letter."""
    return text.replace("&", "&&")


def without_mnemonic(text: str) -> str:
    """Return the text of an action without the ampersands that mark letters for Alt."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
