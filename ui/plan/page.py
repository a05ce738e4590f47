"""The planner: the blocks of the open session, and everything about one of them (P1, P2)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from ui.actions import Actions
from ui.breakouts.room_outputs import names_of
from ui.desk import Desk, Notice, Outcome
from ui.forms.beside import lay_beside
from ui.forms.rule import Rule
from ui.models.plan_model import PlanColumn, PlanModel
from ui.plan.cell_text import cell_change
from ui.plan.commands import PlanCommands, is_untouched
from ui.plan.editor import WIDTH, BlockEditor
from ui.plan.entry_line import EntryLine
from ui.plan.header import PlanHeader
from ui.plan.split_row import SplitRow
from ui.plan.table import PlanTable
from ui.plan.words import beside_words, misfit_words, redo_words, undo_words
from ui.theme import Tone, follow_theme, theme
from ui.widgets.buttons import key_text
from ui.widgets.card import Card
from virtu_desktop.domain.events import BadEvent
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.plan import BadPlan, Block, BlockId
from virtu_desktop.domain.programme import Delivery, Session, SessionId
from virtu_desktop.domain.run import BadRun
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.timeline import TimelineState, statuses
from virtu_desktop.engine.bus import Area
from virtu_desktop.engine.plan_editor import PlanEditor, PlanStep
from virtu_desktop.i18n import _, interface

SIDE_WIDTH = 250
# Narrower than this, the side panel and the editor of a block take turns.
_SIDE_BESIDE_FROM = 1300
# What is done in the list, and brings it back where the editor has its place.
_IN_THE_LIST = ("plan.add", "plan.title", "plan.start", "plan.split")


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
        self._is_showing = False
        # The planner tells of a change before the change is a step of it.
        self._is_editing = False
        self._to_choose: tuple[BlockId, ...] = ()
        self._model = PlanModel(self._edit_cell, self)
        self._side: QWidget | None = None
        self._is_side_wanted: bool | None = None
        self._is_editor_wanted = False
        self.header = PlanHeader(actions)
        self.table = PlanTable(self._model)
        self.table.setAccessibleName(_("Blocks"))
        self.split_row = SplitRow()
        self.entry = EntryLine()
        self.editor = BlockEditor(self._change_block)
        self._build()
        for action in _IN_THE_LIST:
            actions[action].triggered.connect(self._show_list)
        self._commands = PlanCommands(
            desk,
            actions,
            self._try,
            table=self.table,
            entry=self.entry,
            split_row=self.split_row,
            page=self,
        )
        self._connect()
        actions.bind("plan.redo", self.redo, self.can_redo)
        actions.bind("plan.side", self._toggle_side, self._has_side)
        actions.bind("plan.editor", self._toggle_editor, lambda: desk.controller is not None)
        desk.opened.connect(self.open_session)
        desk.changed.connect(self._follow)
        desk.noticed.connect(self.show_latest_steps)
        follow_theme(self._retheme)

    def set_side(self, side: QWidget) -> None:
        """Put a panel at the left; its accessible name is the name of the button that shows it.

        It stands beside the list where the window is wide, and else in the editor's place.
        """
        self._side = side
        self._columns.insertWidget(0, side)
        self.header.side.show_words(side.accessibleName(), Tone.GREY)
        self.header.side.show()
        self._actions.refresh()
        self._lay_out()

    def open_session(self) -> None:
        """Show the session that the desk has opened.

        What was typed for the one before was kept when the planner was left.
        """
        self._show_list()
        self.header.forget_typing()
        self.editor.forget_typing()
        self.split_row.close_row()
        self.entry.line.clear()
        self._model.show_earlier({})
        self._show(self._desk.controller is not None)
        self._read_earlier()

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
        controller = self._desk.controller
        if controller is not None:
            name = undo_words(interface(), controller.planner.history)
            self._step(PlanEditor.undo, _("Undone: {step}.", step=name))

    def redo(self) -> None:
        """Do the step that was undone last again and say which it was."""
        self.keep_typing()
        controller = self._desk.controller
        if controller is not None:
            name = redo_words(interface(), controller.planner.history)
            self._step(PlanEditor.redo, _("Done again: {step}.", step=name))

    def keep_typing(self) -> None:
        """Put what is being typed into the plan now."""
        if self._desk.controller is not None:
            self.table.keep_typing()
            self.header.keep_typing()
            self.editor.keep_typing()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard on the list, where letters type nothing; on a new plan, below."""
        super().showEvent(event)
        self._show(is_plan_changed=True)
        controller = self._desk.controller
        is_new = controller is not None and is_untouched(controller.session)
        first = self.entry if is_new else self.table
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave nothing typed behind when another screen is shown."""
        self.keep_typing()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panels where there is room for them."""
        super().resizeEvent(event)
        self._lay_out()

    def _build(self) -> None:
        self._columns = QHBoxLayout(self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        middle = QWidget()
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._columns.addWidget(middle, 1)
        list_card = Card(padding=0)
        list_card.body.addWidget(self.header)
        list_card.body.addWidget(self.split_row)
        list_card.body.addWidget(Rule())
        # The line to type in follows the last row; a long list keeps it in sight.
        list_card.body.addWidget(self.table, 1000)
        list_card.body.addWidget(self.entry)
        list_card.body.addStretch(1)
        self._list_card = list_card
        self._row.addWidget(list_card, 1)
        self._row.addWidget(self.editor)
        self.setTabOrder(self.header, self.table)
        self.setTabOrder(self.table, self.entry)
        self.setTabOrder(self.entry, self.editor)

    def _connect(self) -> None:
        self.table.block_chosen.connect(self._show_block)
        self.table.selectionModel().selectionChanged.connect(self._commands.show_where)
        self.table.dragging.connect(lambda: self.header.show_preview(self.table.drag.preview))
        self.table.verticalScrollBar().rangeChanged.connect(
            lambda _least, most: self.entry.show_line(most > 0)
        )
        self.editor.kind_wanted.connect(
            lambda: self._commands.open_kinds(self.editor.kind_corner())
        )
        self.header.renamed.connect(self._rename)
        self.header.times_changed.connect(self._change_times)
        self.header.delivery_changed.connect(self._change_delivery)
        self.header.phones_changed.connect(self._change_phones)
        self.header.block_picked.connect(self.table.choose)
        self.header.undo.clicked.connect(self._actions["app.undo"].trigger)
        self.header.side.clicked.connect(self._actions["plan.side"].trigger)
        self.header.block.clicked.connect(self._actions["plan.editor"].trigger)
        self.editor.left.connect(self._leave_editor)

    def _has_side(self) -> bool:
        return self._side is not None

    def _toggle_side(self) -> None:
        if self._side is not None:
            self._is_side_wanted = self._side.isHidden()
            self._lay_out()
            target: QWidget = self._side if self._is_side_wanted else self.table
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _toggle_editor(self) -> None:
        """Put the keyboard into the editor, which is shown for it, or back into the list."""
        if self.editor.has_keyboard:
            self._leave_editor()
        else:
            self._show_editor()
            self.editor.take_focus()

    def _show_editor(self) -> None:
        """Show the editor also where there is room for one thing at a time."""
        self._is_editor_wanted = True
        if not self._is_wide:
            self._is_side_wanted = False
        self._lay_out()

    def _show_list(self) -> None:
        """Show the list where the editor has its place."""
        self._is_editor_wanted = False
        self._lay_out()

    def _leave_editor(self) -> None:
        self.editor.keep_typing()
        self._show_list()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _is_wide(self) -> bool:
        """Say whether the side, the list and the editor fit beside one another."""
        return self.width() >= theme().px(_SIDE_BESIDE_FROM)

    def _lay_out(self) -> None:
        """Show side, list and editor as far as there is room; in a narrow window in turns."""
        lay_beside(self._row, self.editor, WIDTH, self)
        takes_turns = self._row.direction() is QBoxLayout.Direction.TopToBottom
        side, is_side_shown = self._side, False
        if side is not None:
            wanted = self._is_side_wanted
            is_side_shown = self._is_wide if wanted is None else wanted
            side.setFixedWidth(theme().px(SIDE_WIDTH))
            side.setVisible(is_side_shown)
            self.header.side.setChecked(is_side_shown)
            tone = Tone.BLUE if is_side_shown else Tone.GREY
            self.header.side.show_words(side.accessibleName(), tone)
        is_free = self._is_wide or not is_side_shown
        is_editor_shown = is_free and (self._is_editor_wanted or not takes_turns)
        self.editor.setVisible(is_editor_shown)
        self.editor.show_in_place_of_list(takes_turns)
        self._list_card.setVisible(not (takes_turns and is_editor_shown))
        self.header.block.setVisible(takes_turns)

    def _read_earlier(self) -> None:
        """Read in the background how the blocks went before."""
        controller = self._desk.controller
        if controller is None:
            return
        session, library = controller.session.id, self._desk.library
        self._desk.background.run(
            lambda: library.earlier_runs(session),
            lambda runs: self._show_earlier(session, runs),
            self._desk.tell_failure,
        )

    def _show_earlier(self, session: SessionId, earlier: dict[str, tuple[EarlierRun, ...]]) -> None:
        controller = self._desk.controller
        if controller is not None and controller.session.id == session:
            self._model.show_earlier(earlier)
            self._show_block(self.table.chosen_block)

    def _follow(self, areas: Collection[Area]) -> None:
        if not self.isVisible():
            return  # it is brought up to date when it is shown
        if Area.PLAN in areas or Area.TIMELINE in areas:
            self._show(Area.PLAN in areas)
        if Area.PLAN in areas and not self._is_editing:
            # Somebody else edits: the change becomes a step once all have been told of it.
            QTimer.singleShot(0, self, self.show_latest_steps)

    def _show(self, is_plan_changed: bool) -> None:
        """Show the plan as it is now, or only where its blocks stand."""
        controller = self._desk.controller
        if controller is None:
            return
        session, state = controller.session, controller.run.state
        is_same = self._shown_session is session and self._shown_state is state
        self._shown_session, self._shown_state = session, state
        if not is_same:
            # While rows come and go the view chooses others; what is chosen in the end counts.
            self._is_showing = True
            self._model.show_plan(session.plan, statuses(session.plan, state))
            if self._to_choose:
                self.table.choose(*self._to_choose)
            else:
                self.table.choose_some()
            self._is_showing = False
        if not is_plan_changed:
            return
        self.header.show_session(session)
        self._commands.show_session(session)
        self._show_block(self.table.chosen_block)
        if not self._is_editing:
            self._show_steps(controller.planner)

    def show_latest_steps(self) -> None:
        """Show what can be undone now, also beside the plan."""
        if self._desk.controller is not None and self.isVisible() and not self._is_editing:
            self._show_steps(self._desk.controller.planner)

    def _show_steps(self, planner: PlanEditor) -> None:
        """Show what can be undone now."""
        beside = self._desk.step_beside_plan
        step = undo_words(interface(), planner.history)
        if beside is not None:
            step = beside_words(interface(), beside)
        self.header.show_undo(step, key_text(self._actions["app.undo"]))
        self._actions.refresh()

    def _show_block(self, block: BlockId | None) -> None:
        plan = self._model.plan
        if plan is None or self._is_showing:
            return
        earlier: tuple[EarlierRun, ...] = ()
        if block in plan.positions:
            earlier = self._model.earlier_of(plan.block(block))
        self.header.show_chosen(block)
        controller = self._desk.controller
        language = "en" if controller is None else controller.session.language
        names = {} if controller is None else names_of(controller)
        self.editor.show_block(plan, block, earlier, language=language, names=names)

    def _change_block(self, step: PlanStep, block: Block) -> str:
        """Put a changed block into the plan; return what is wrong with it, if anything is."""
        return self._try(lambda planner: planner.change_block(step, block))

    def _edit_cell(self, block_id: BlockId, column: PlanColumn, typed: str) -> bool:
        """Take text typed in the list; times that mean nothing go on in the editor."""
        controller = self._desk.controller
        if controller is None or block_id not in controller.plan.positions:
            return False
        change = cell_change(controller.plan.block(block_id), column, typed)
        if change is None and column in (PlanColumn.START, PlanColumn.MINUTES):
            self._show_editor()
            self.editor.show_refused(column, typed)
            return False
        if change is None:
            self._desk.noticed.emit(Notice(_("A block needs a title."), Outcome.REFUSED))
            return False
        problem = self._change_block(change.step, change.block)
        if problem:
            self._desk.noticed.emit(Notice(problem, Outcome.REFUSED))
        return not problem

    def _rename(self, title: str) -> None:
        self._try(lambda planner: planner.rename(title))

    def _change_times(self, start: Instant, end: Instant) -> None:
        problem = self._try(lambda planner: planner.change_times(start, end))
        self.header.show_refused(problem)

    def _change_delivery(self, delivery: Delivery) -> None:
        self._change_session(PlanStep.DELIVERY, delivery=delivery)

    def _change_phones(self, has_phones: bool) -> None:
        self._change_session(PlanStep.PHONES, has_phones=has_phones)

    def _change_session(self, step: PlanStep, **changes: object) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        session = replace(controller.session, **changes)  # type: ignore[arg-type]
        problem = self._try(lambda planner: planner.change_session(step, session))
        if problem:
            self._desk.noticed.emit(Notice(problem, Outcome.REFUSED))

    def _try(self, edit: Callable[[PlanEditor], object], chosen: Sequence[BlockId] = ()) -> str:
        """Edit the plan; return why it cannot be edited like that, or an empty text.

        chosen: the blocks to choose in the new plan, shown at once with it.
        """
        controller = self._desk.controller
        if controller is None:
            return ""
        before = controller.session
        self._is_editing, self._to_choose = True, tuple(chosen)
        try:
            edit(controller.planner)
        except (BadPlan, BadEvent, BadRun) as error:
            return misfit_words(interface(), error)
        finally:
            self._is_editing, self._to_choose = False, ()
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
            self._desk.noticed.emit(Notice(words))
        self._show(is_plan_changed=True)

    def _retheme(self) -> None:
        self._lay_out()
        gap = theme().px(16)
        self._columns.setContentsMargins(gap, gap, gap, gap)
        for row in (self._columns, self._row):
            row.setSpacing(gap)
        self._list_card.body.setSpacing(0)
        self._list_card.body.setContentsMargins(1, 0, 1, theme().px(12))
