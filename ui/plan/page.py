"""The planner: the blocks of the open session, and everything about one of them (P1, P2)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.forms.beside import lay_beside
from ui.forms.rule import Rule
from ui.models.plan_model import PlanModel
from ui.plan.editor import WIDTH, BlockEditor
from ui.plan.header import PlanHeader
from ui.plan.table import PlanTable
from ui.plan.words import misfit_words, step_words
from ui.theme import follow_theme, theme
from ui.widgets.buttons import key_text
from ui.widgets.card import Card
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.plan import BadPlan, Block, BlockId
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.run import BadRun
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.timeline import TimelineState, statuses
from virtu_desktop.domain.typed import read_length
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.plan_editor import PlanEditor, PlanStep
from virtu_desktop.i18n import _, interface


class PlanPage(QWidget):
    """Edits the plan of the desk's open session, before and while it runs.

    ``undo`` and ``redo`` are for the window's actions; they are possible when ``can_undo`` and
    ``can_redo`` say so.
    """

    def __init__(self, desk: Desk, actions: Actions, parent: QWidget | None = None) -> None:
        """Make the page; it is empty until a session is open."""
        super().__init__(parent)
        self._desk = desk
        self._actions = actions
        self._shown_session: Session | None = None
        self._shown_state: TimelineState | None = None
        self._model = PlanModel(self._set_minutes, self)
        self.header = PlanHeader()
        self.table = PlanTable(self._model)
        self.table.setAccessibleName(_("Blocks"))
        self.editor = BlockEditor(self._change_block)
        self._build()
        self.table.block_chosen.connect(self._show_block)
        self.table.details_wanted.connect(self.editor.edit_title)
        self.header.renamed.connect(self._rename)
        self.header.times_changed.connect(self._change_times)
        self.header.undo.clicked.connect(self.undo)
        actions.bind("plan.redo", self.redo, self.can_redo)
        desk.opened.connect(self.open_session)
        desk.changed.connect(self._follow)
        follow_theme(self._retheme)

    def open_session(self) -> None:
        """Show the session that the desk has opened.

        What was typed for the one before was kept when the planner was left.
        """
        self.header.forget_typing()
        self.editor.forget_typing()
        self._show(self._desk.controller is not None)

    def can_undo(self) -> bool:
        """Say whether a step of planning can be taken back."""
        controller = self._desk.controller
        return controller is not None and controller.planner.undo_step is not None

    def can_redo(self) -> bool:
        """Say whether an undone step can be done again."""
        controller = self._desk.controller
        return controller is not None and controller.planner.redo_step is not None

    def undo(self) -> None:
        """Take the latest step of planning back and say which it was."""
        self.keep_typing()
        self._step(PlanEditor.undo, _("Undone: {step}."))

    def redo(self) -> None:
        """Do the step that was undone last again and say which it was."""
        self._step(PlanEditor.redo, _("Done again: {step}."))

    def keep_typing(self) -> None:
        """Put what is being typed into the plan now."""
        if self._desk.controller is not None:
            self.header.keep_typing()
            self.editor.keep_typing()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on the list, where letters type nothing."""
        super().showEvent(event)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing typed behind when another screen is shown."""
        self.keep_typing()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panel below where there is no room beside."""
        super().resizeEvent(event)
        lay_beside(self._row, self.editor, WIDTH, self)

    def _build(self) -> None:
        self._row = QHBoxLayout(self)
        list_card = Card(padding=0)
        list_card.body.addWidget(self.header)
        list_card.body.addWidget(Rule())
        list_card.body.addWidget(self.table, 1)
        self._list_card = list_card
        self._row.addWidget(list_card, 1)
        self._row.addWidget(self.editor)
        self.setTabOrder(self.header, self.table)
        self.setTabOrder(self.table, self.editor)

    def _follow(self, areas: Collection[Area]) -> None:
        if Area.PLAN in areas or Area.TIMELINE in areas:
            self._show(Area.PLAN in areas)

    def _show(self, is_plan_changed: bool) -> None:
        """Show the plan as it is now, or only where its blocks stand."""
        controller = self._desk.controller
        if controller is None:
            return
        session, state = controller.session, controller.run.state
        is_same = self._shown_session is session and self._shown_state is state
        self._shown_session, self._shown_state = session, state
        if not is_same:
            self._model.show_plan(session.plan, statuses(session.plan, state))
        if not is_plan_changed:
            return
        self.header.show_session(session)
        self.editor.show_block(session.plan, self.table.chosen_block)
        self._show_steps(controller.planner)

    def _show_steps(self, planner: PlanEditor) -> None:
        """Show what can be undone now."""
        self.header.show_undo(planner.undo_step, key_text(self._actions["app.undo"]))
        self._actions.refresh()

    def _show_block(self, block: BlockId | None) -> None:
        if self._model.plan is not None:
            self.editor.show_block(self._model.plan, block)

    def _change_block(self, step: PlanStep, block: Block) -> str:
        """Put a changed block into the plan; return what is wrong with it, if anything is."""
        return self._try(lambda planner: planner.change_block(step, block))

    def _set_minutes(self, block_id: BlockId, typed: str) -> bool:
        """Take minutes typed in the list; what means nothing goes on in the editor."""
        controller = self._desk.controller
        if controller is None:
            return False
        length = read_length(typed)
        if length is None:
            self.editor.show_refused_minutes(typed)
            return False
        block = controller.plan.block(block_id)
        changed = replace(block, length=length, minimum=min(block.minimum, length))
        problem = self._change_block(PlanStep.LENGTH, changed)
        if problem:
            self._desk.noticed.emit(Notice(problem, Outcome.REFUSED))
        return not problem

    def _rename(self, title: str) -> None:
        self._try(lambda planner: planner.rename(title))

    def _change_times(self, start: Instant, end: Instant) -> None:
        problem = self._try(lambda planner: planner.change_times(start, end))
        self.header.show_refused(problem)

    def _try(self, edit: Callable[[PlanEditor], object]) -> str:
        """Edit the plan; return why it cannot be edited like that, or an empty text."""
        controller = self._desk.controller
        if controller is None:
            return ""
        before = controller.session
        try:
            edit(controller.planner)
        except (BadPlan, BadEvent, BadRun) as error:
            return misfit_words(interface(), error)
        if controller.session is before:
            # Nothing was told of, but what was typed is to be shown in its usual form.
            self._show(is_plan_changed=True)
        else:
            self._show_steps(controller.planner)
        return ""

    def _step(self, move: Callable[[PlanEditor], PlanStep | None], words: str) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        try:
            step = move(controller.planner)
        except (BadPlan, BadEvent, BadRun) as error:
            self._desk.noticed.emit(Notice(misfit_words(interface(), error), Outcome.REFUSED))
            return
        if step is not None:
            name = step_words(interface(), step)
            self._desk.noticed.emit(Notice(words.format(step=name)))
        self._show(is_plan_changed=True)

    def _retheme(self) -> None:
        lay_beside(self._row, self.editor, WIDTH, self)
        gap = theme().px(16)
        self._row.setContentsMargins(gap, gap, gap, gap)
        self._row.setSpacing(gap)
        self._list_card.body.setSpacing(0)
        self._list_card.body.setContentsMargins(1, 0, 1, theme().px(12))
