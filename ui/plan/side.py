"""The side of the planner: methods, plan check, readiness list, copies (P3 to P6)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QGridLayout,
    QSizePolicy,
    QStackedWidget,
    QWidget,
)

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.plan.check_panel import CheckPanel
from ui.plan.differences_panel import DifferencesPanel
from ui.plan.methods_panel import MethodsPanel
from ui.plan.page import PlanPage
from ui.plan.plan_steps import edit_plan
from ui.plan.readiness_panel import ReadinessPanel
from ui.plan.save_template import SaveTemplateForm
from ui.plan.side_data import SideData
from ui.theme import Role, follow_theme, theme
from ui.widgets.buttons import key_text
from ui.widgets.card import Card
from ui.widgets.paint import draw_focus_ring, draw_line_of_text, draw_rounded
from virtu_desktop.domain.plan import Block, BlockId
from virtu_desktop.domain.plan_changes import insert
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import _, _n

_PADDING = 14
_TAB_HEIGHT = 34
_TAB_SIDE = 9
_METHODS, _CHECK, _READY, _COPIES = range(4)


class PlanSide(Card):
    """Four panels, one shown; each has an action that shows it and takes the keyboard there."""

    def __init__(self, desk: Desk, actions: Actions, page: PlanPage) -> None:
        """Make the side of ``page`` and put it there."""
        super().__init__(padding=_PADDING)
        self._desk = desk
        self._actions = actions
        self.page = page
        self._data = SideData(desk, self)
        self.tabs = SideTabs(
            [_("Methods"), _("Check"), _("Ready"), _("Copies")],
            name=_("What the side of the planner shows"),
        )
        self.methods = MethodsPanel()
        self.check = CheckPanel(self._data)
        self.ready = ReadinessPanel(self._data, actions)
        self.copies = DifferencesPanel(desk, self._data)
        self.save = SaveTemplateForm(desk, self._data, key=key_text(actions["plan.save_template"]))
        self.stack = QStackedWidget()
        self._panels = (self.methods, self.check, self.ready, self.copies)
        # The planner's button that shows this side is called so.
        self.setAccessibleName(_("Methods and checks"))
        self._build()
        self._bind()
        self._data.changed.connect(page.show_latest_steps)
        desk.opened.connect(self._show_session)
        desk.changed.connect(self._follow)
        page.set_side(self)
        if desk.controller is not None:
            self._show_session()

    def _build(self) -> None:
        for panel in self._panels:
            self.stack.addWidget(panel)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self.stack, 1)
        self.body.addWidget(self.save)

    def _bind(self) -> None:
        self.tabs.chosen.connect(self._show_panel)
        self.methods.wanted.connect(self._insert)
        self.methods.list.chosen.connect(self._show_save)
        self.check.block_wanted.connect(self.page.table.choose)
        self.check.counted.connect(self._count)
        for action, place in (
            ("plan.methods", _METHODS),
            ("plan.check", _CHECK),
            ("plan.ready", _READY),
            ("plan.copies", _COPIES),
        ):
            self._actions.bind(action, partial(self._go_to, place), self._has_session)
        self._actions.bind("plan.save_template", self._ask_name, self._has_session)

    def _go_to(self, place: int) -> None:
        """Show a panel with the keyboard in it, also where the side is put away."""
        if not self.isVisible():
            self._actions["plan.side"].trigger()
        self.tabs.choose(place)
        self._panels[place].take_focus()

    def _ask_name(self) -> None:
        self._go_to(_METHODS)
        self.save.show()
        self.save.ask()

    def _show_panel(self, place: int) -> None:
        self.stack.setCurrentIndex(place)
        self._show_save()

    def _show_save(self) -> None:
        """Leave the room to a method while one is looked at."""
        is_at_method = self.methods.details.isVisibleTo(self.methods)
        place = self.stack.currentIndex()
        is_free = place == _METHODS and not is_at_method
        self.save.setVisible(is_free or place == _COPIES or self.save.is_asking)

    def _follow(self, areas: Collection[Area]) -> None:
        if Area.PLAN in areas:
            self._show_session()

    def _show_session(self) -> None:
        session = self._data.session
        if session is None:
            return
        self.methods.show_language(session.language)
        for panel in (self.check, self.ready, self.copies):
            panel.show_session(session)

    def _insert(self, blocks: Sequence[Block], name: str) -> None:
        """Put the blocks of a method behind the chosen block, and choose the first of them."""
        controller = self._desk.controller
        if controller is None:
            return
        plan = controller.plan
        chosen = self.page.table.chosen_block
        place = len(plan.blocks) if chosen is None else plan.positions[chosen] + 1
        words = _("{method} is in the plan.", method=name)
        if len(blocks) > 1:
            words = _n(
                "{method} is in the plan as {count} block.",
                "{method} is in the plan as {count} blocks.",
                len(blocks),
                method=name,
            )
        problem = edit_plan(
            self._desk,
            lambda planner: planner.change_plan(PlanStep.METHOD, insert(plan, blocks, place)),
            words,
        )
        if problem:
            self._desk.noticed.emit(Notice(problem, Outcome.REFUSED))
        else:
            self.page.table.choose(BlockId(blocks[0].id))

    def _count(self, found: int) -> None:
        words = _("Check {count}", count=found) if found else _("Check")
        spoken = _n("Check, {count} thing to look at", "Check, {count} things to look at", found)
        self.tabs.rename(_CHECK, words, spoken if found else words)

    def _has_session(self) -> bool:
        return self._desk.controller is not None


class SideTabs(QWidget):
    """Names of panels, one chosen: in one row, or in two where the words need the room."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], *, name: str) -> None:
        """Make them; the first is chosen. name: for screen readers."""
        super().__init__()
        self.setAccessibleName(name)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._buttons = QButtonGroup(self)
        for place, words in enumerate(names):
            self._buttons.addButton(_Tab(words), place)
        self._buttons.button(0).setChecked(True)
        self._buttons.idToggled.connect(self._toggled)
        self._columns = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        follow_theme(self._lay)

    @property
    def tabs(self) -> tuple[QAbstractButton, ...]:
        """Return the tabs as buttons."""
        return tuple(self._buttons.buttons())

    def choose(self, place: int) -> None:
        """Choose a tab."""
        self._buttons.button(place).setChecked(True)

    def rename(self, place: int, words: str, spoken: str) -> None:
        """Give a tab other words."""
        button = self._buttons.button(place)
        if words != button.text():
            button.setText(words)
            button.updateGeometry()
            self._lay()
        button.setAccessibleName(spoken)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break into two rows where one is too narrow."""
        super().resizeEvent(event)
        self._lay()

    def _toggled(self, place: int, is_on: bool) -> None:
        if is_on:
            self.chosen.emit(place)

    def _lay(self) -> None:
        buttons = self.tabs
        needed = sum(button.sizeHint().width() for button in buttons)
        columns = len(buttons) if needed <= self.width() else 2
        self._grid.setSpacing(theme().px(2))
        if columns == self._columns:
            return
        self._columns = columns
        for place, button in enumerate(buttons):
            self._grid.addWidget(button, place // columns, place % columns)

    def minimumSizeHint(self) -> QSize:
        """Return the width of two columns."""
        widest = max(button.sizeHint().width() for button in self.tabs)
        return QSize(2 * widest, super().minimumSizeHint().height())


class _Tab(QAbstractButton):
    """One name, on a tint while it is chosen; arrows lead to the others."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        follow_theme(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Return the size at which the words fit."""
        now = theme()
        width = QFontMetricsF(now.font(Role.SECONDARY_STRONG)).horizontalAdvance(self.text())
        return QSize(math.ceil(width) + 2 * now.px(_TAB_SIDE), now.px(_TAB_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint and the words."""
        now = theme()
        painter = QPainter(self)
        is_on = self.isChecked()
        pill = QRectF(self.rect()).adjusted(1, now.px(2), -1, -now.px(2))
        if is_on or self.underMouse():
            fill = now.colour("selected" if is_on else "hover")
            draw_rounded(painter, pill, now.px(8), fill=fill)
        if is_on and now.tokens.border_width > 1:
            draw_rounded(painter, pill, now.px(8), line=now.colour("ink"), width=2)
        font = now.font(Role.SECONDARY_STRONG if is_on else Role.SECONDARY)
        colour = now.colour("ink" if is_on else "muted")
        centre = Qt.AlignmentFlag.AlignHCenter
        draw_line_of_text(painter, pill, self.text(), font, colour, align=centre)
        if self.hasFocus():
            draw_focus_ring(painter, pill, now.px(8), now.colour("focus"))
