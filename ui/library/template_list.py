"""The half-days that a new session can be made from, one chosen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.forms.field import Field, LineField
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import PaintedButton
from ui.widgets.paint import broken_lines, draw_line_of_text, draw_lines, draw_rounded
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Duration
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import minutes_text

_PADDING = 13
_RADIUS = 10
_LINE = 1.36
_DOT = 16


class TemplateCard(QRadioButton):
    """One template: its title, its length and how many blocks it has."""

    def __init__(self, title: str, facts: str, parent: QWidget | None = None) -> None:
        """Make a card that is not chosen."""
        super().__init__(title, parent)
        self._facts = facts
        self.setAccessibleName(f"{title}, {facts}")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        follow_theme(self.updateGeometry)

    def hasHeightForWidth(self) -> bool:
        """Say that long titles take more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the title's lines and of the facts."""
        now = theme()
        lines = len(self._lines(width)) * now.font(Role.BODY_STRONG).pixelSize() * _LINE
        facts = now.font(Role.SECONDARY).pixelSize() * _LINE + 3
        return round(lines + facts) + 2 * now.px(_PADDING - 2)

    def sizeHint(self) -> QSize:
        """Return a usual width with its height."""
        width = theme().px(320)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width; titles break into more lines there."""
        return QSize(theme().px(180), self.heightForWidth(theme().px(320)))

    def hitButton(self, pos: QPoint) -> bool:
        """Take clicks anywhere on the card."""
        return self.rect().contains(pos)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, its mark and its words."""
        now = theme()
        tokens = now.tokens
        painter = QPainter(self)
        area = QRectF(self.rect())
        is_on = self.isChecked()
        fill = tokens.selected if is_on else tokens.hover if self.underMouse() else tokens.paper
        line = tokens.focus if is_on or self.hasFocus() else tokens.line
        draw_rounded(
            painter,
            area,
            now.px(_RADIUS),
            fill=QColor(fill),
            line=QColor(line),
            width=2.0 if self.hasFocus() else tokens.border_width,
        )
        self._paint_mark(painter, area, is_on)
        bold, small = now.font(Role.BODY_STRONG), now.font(Role.SECONDARY)
        left, top = now.px(_PADDING + _DOT + 10), float(now.px(_PADDING - 2))
        tall = bold.pixelSize() * _LINE
        lines = self._lines(self.width())
        ink = now.colour("ink")
        top += draw_lines(painter, QPointF(left, top), lines, bold, ink, line_height=tall) + 3
        box = QRectF(left, top, area.width() - left - now.px(_PADDING), small.pixelSize() * _LINE)
        draw_line_of_text(painter, box, self._facts, small, now.colour("muted"))

    def _paint_mark(self, painter: QPainter, area: QRectF, is_on: bool) -> None:
        now = theme()
        side = now.px(_DOT)
        ring = QRectF(now.px(_PADDING), area.center().y() - side / 2, side, side)
        colour = now.colour("focus" if is_on else "quiet")
        draw_rounded(painter, ring, side / 2, fill=now.colour("paper"), line=colour, width=1.5)
        if is_on:
            inset = side * 0.28
            dot = ring.adjusted(inset, inset, -inset, -inset)
            draw_rounded(painter, dot, dot.width() / 2, fill=colour)

    def _lines(self, width: int) -> list[str]:
        now = theme()
        room = width - now.px(2 * _PADDING + _DOT + 10)
        return broken_lines(self.text(), now.font(Role.BODY_STRONG), room)


class TemplateList(QWidget):
    """The templates and an empty session; ``chosen_changed`` tells when another one is chosen.

    People's own templates stand below those that come along, and can be renamed and deleted:
    renamed carries the template with its new title, deleted the template.
    """

    chosen_changed = Signal()
    renamed = Signal(object)
    deleted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty list."""
        super().__init__(parent)
        self._templates: tuple[PlanTemplate, ...] = ()
        self._own: frozenset[str] = frozenset()
        self._buttons = QButtonGroup(self)
        self._buttons.idToggled.connect(self._toggled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._cards = QVBoxLayout()
        self._column.addLayout(self._cards)
        self._build_own()
        follow_theme(self._retheme)

    @property
    def chosen(self) -> PlanTemplate | None:
        """Return the chosen template; None means an empty session."""
        place = self._buttons.checkedId()
        return self._templates[place] if 0 <= place < len(self._templates) else None

    def take_focus(self) -> None:
        """Put the keyboard on the chosen card; arrows choose another one."""
        chosen = self._buttons.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_templates(
        self, templates: tuple[PlanTemplate, ...], own: tuple[PlanTemplate, ...] = ()
    ) -> None:
        """Show templates, the same one chosen as before, at first the first one."""
        before = self.chosen
        is_empty = self._buttons.checkedId() == len(self._templates) > 0
        has_keyboard = any(button.hasFocus() for button in self._buttons.buttons())
        for button in self._buttons.buttons():
            self._buttons.removeButton(button)
            self._cards.removeWidget(button)
            button.deleteLater()
        self._templates = (*templates, *own)
        self._own = frozenset(template.id for template in own)
        for number, template in enumerate(self._templates):
            self._add(number, template.title, self._facts(template))
        self._add(len(self._templates), _("Empty session"), _("One block to begin with"))
        ids = [template.id for template in self._templates]
        place = len(ids) if is_empty else 0
        if before is not None and before.id in ids:
            place = ids.index(before.id)
        self._buttons.button(place).setChecked(True)
        if has_keyboard:
            self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Rename an own template with F2, delete it with Delete, leave the name with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._name_field.isVisible():
            self._leave_name()
        elif event.key() == Qt.Key.Key_F2 and self._chosen_own() is not None:
            self._ask_name()
        elif event.key() == Qt.Key.Key_Delete and self._chosen_own() is not None:
            self._delete()
        else:
            super().keyPressEvent(event)

    def _build_own(self) -> None:
        """Make what stands below the cards while an own template is chosen."""
        self._name = LineField()
        self._name_field = Field(_("Name of the template"), self._name)
        self._name.returnPressed.connect(self._rename)
        self._row = QWidget()
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        self.rename = PaintedButton(_("Rename"), hint="F2", height=34)
        self.delete = PaintedButton(_("Delete"), hint=_("Del"), height=34)
        self.rename.clicked.connect(self._ask_name)
        self.delete.clicked.connect(self._delete)
        row.addWidget(self.rename)
        row.addWidget(self.delete)
        row.addStretch(1)
        self._column.addWidget(self._row)
        self._column.addWidget(self._name_field)
        self._row.hide()
        self._name_field.hide()

    def _add(self, number: int, title: str, facts: str) -> None:
        card = TemplateCard(title, facts, self)
        self._buttons.addButton(card, number)
        self._cards.addWidget(card)
        # Shown by hand, for the keyboard may be put on it before the layout has come to it.
        card.show()

    def _toggled(self, number: int, is_on: bool) -> None:
        if is_on:
            self._name_field.hide()
            self._row.setVisible(self._chosen_own() is not None)
            self.chosen_changed.emit()

    def _chosen_own(self) -> PlanTemplate | None:
        chosen = self.chosen
        return chosen if chosen is not None and chosen.id in self._own else None

    def _ask_name(self) -> None:
        own = self._chosen_own()
        if own is None:
            return
        self._name_field.show_problem("")
        self._name_field.show()
        self._name.setText(own.title)
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)
        self._name.selectAll()

    def _rename(self) -> None:
        own = self._chosen_own()
        title = " ".join(self._name.text().split())
        if own is None:
            return
        if not title:
            self._name_field.show_problem(_("A template needs a name."))
            return
        self._leave_name()
        if title != own.title:
            self.renamed.emit(replace(own, title=title))

    def _leave_name(self) -> None:
        self._name_field.hide()
        self.take_focus()

    def _delete(self) -> None:
        own = self._chosen_own()
        if own is not None:
            self.take_focus()
            self.deleted.emit(own)

    def _facts(self, template: PlanTemplate) -> str:
        facts = template_facts(template)
        return _("{facts} · your own", facts=facts) if template.id in self._own else facts

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(8))
        self._cards.setSpacing(theme().px(8))


def template_facts(template: PlanTemplate) -> str:
    """Return how long a template is and how many blocks it has."""
    length = minutes_text(interface(), Duration(sum(block.length for block in template.blocks)))
    blocks = _n("{count} block", "{count} blocks", len(template.blocks))
    return f"{length} · {blocks}"
