"""What can be done with the chosen blocks of a plan, each one key and one step of undo (P1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from ui.actions import Actions
from ui.desk import Desk, Notice, Outcome
from ui.models.plan_model import PlanColumn
from ui.plan.block_text import block_of
from ui.plan.clipboard import copy_blocks, with_clipboard
from ui.plan.entry_line import EntryLine
from ui.plan.split_row import SplitRow
from ui.plan.table import PlanTable
from virtu_desktop.domain.block_line import read_block_line
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.plan_changes import (
    duplicate,
    insert,
    merge,
    move,
    remove,
    shift,
    split,
)
from virtu_desktop.domain.programme import Session
from virtu_desktop.domain.time import Duration
from virtu_desktop.engine.plan_editor import PlanEditor, PlanStep
from virtu_desktop.engine.session import SessionController
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import _, _n, interface, translator
from virtu_desktop.wording import kind_word


class Edit(Protocol):
    """Edits the plan and chooses blocks in it."""

    def __call__(self, edit: Callable[[PlanEditor], object], chosen: Sequence[BlockId] = ()) -> str:
        """Return why the plan cannot be edited like that, or an empty text."""


class PlanCommands(QObject):
    """Binds the actions of the planner to its list of blocks."""

    def __init__(
        self,
        desk: Desk,
        actions: Actions,
        edit: Edit,
        *,
        table: PlanTable,
        entry: EntryLine,
        split_row: SplitRow,
        page: QWidget,
    ) -> None:
        """Let keys, menus and lines act on ``table`` through ``edit``."""
        super().__init__(page)
        self._desk = desk
        self._edit = edit
        self._table = table
        self._entry = entry
        self._split_row = split_row
        self._to_split: BlockId | None = None
        self._kinds = QMenu(page)
        self._kind_actions = self._make_kinds()
        self._bind(actions)
        table.dropped.connect(self._drop)
        table.kind_wanted.connect(self._open_kinds)
        entry.entered.connect(self._add)
        entry.lines_pasted.connect(self._paste)
        entry.left.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))
        split_row.chosen.connect(self._split)
        split_row.closed.connect(lambda: table.setFocus(Qt.FocusReason.OtherFocusReason))

    def show_session(self, session: Session) -> None:
        """Say where a typed block would go, and close what was asked about a block that is gone."""
        self._entry.teach(is_untouched(session))
        self.show_where()
        if self._to_split is not None and self._to_split not in session.plan.positions:
            self._split_row.close_row()

    def show_where(self) -> None:
        """Say at the entry line where a typed block would go."""
        plan = self._plan()
        if plan is None:
            return
        place = self._place(plan)
        where = _("at the end")
        if place < len(plan.blocks):
            where = _("after {block}", block=plan.blocks[place - 1].title)
        self._entry.show_where(where)

    def _bind(self, actions: Actions) -> None:
        several = self._has_several
        for action, handler, when in (
            ("plan.add", self._focus_entry, self._is_open),
            ("plan.move_up", lambda: self._shift(-1), self._is_open),
            ("plan.move_down", lambda: self._shift(1), self._is_open),
            ("plan.title", lambda: self._table.type_in(PlanColumn.TITLE), self._is_open),
            ("plan.start", lambda: self._table.type_in(PlanColumn.START), self._is_open),
            ("plan.kind", self._open_kinds, self._is_open),
            ("plan.select_all", self._table.selectAll, self._is_open),
            ("plan.duplicate", self._duplicate, self._is_open),
            ("plan.split", self._ask_split, self._is_open),
            ("plan.merge", self._merge, several),
            ("plan.delete", self._remove, self._is_open),
            ("plan.cut", self._cut, self._is_open),
            ("plan.copy", self._copy, self._is_open),
            ("plan.paste", self._paste, self._is_open),
        ):
            actions.bind(action, handler, when)
        merging = actions["plan.merge"]
        self._table.selectionModel().selectionChanged.connect(
            lambda: merging.setEnabled(actions["plan.copy"].isEnabled() and several())
        )

    def _is_open(self) -> bool:
        return self._desk.controller is not None

    def _has_several(self) -> bool:
        return self._is_open() and len(self._table.chosen_blocks) > 1

    def _plan(self) -> Plan | None:
        controller = self._desk.controller
        return None if controller is None else controller.plan

    def _place(self, plan: Plan) -> int:
        """Return where new blocks go: after the chosen ones if somebody chose any, or the end."""
        chosen = self._table.chosen_blocks if self._table.is_chosen_by_hand else ()
        places = [plan.positions[block] + 1 for block in chosen if block in plan.positions]
        return max(places, default=len(plan.blocks))

    def _focus_entry(self) -> None:
        self._table.keep_typing()
        self._entry.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add(self, text: str) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        session = controller.session
        block = block_of(read_block_line(text), language=session.language, new_id=_new_id)
        changed = insert(session.plan, [block], self._place(session.plan))
        if is_untouched(session):
            changed = replace(session.plan, blocks=(block,))
        self._change(PlanStep.ADD, changed, [block.id])

    def _shift(self, by: int) -> None:
        plan, chosen = self._ready()
        if plan is not None:
            self._change(PlanStep.MOVE, shift(plan, chosen, by), chosen)

    def _drop(self, chosen: Sequence[BlockId], place: int) -> None:
        plan = self._plan()
        if plan is not None and all(block in plan.positions for block in chosen):
            self._change(PlanStep.MOVE, move(plan, chosen, place), chosen)

    def _duplicate(self) -> None:
        plan, chosen = self._ready()
        if plan is not None:
            copies = [BlockId(_new_id()) for _block in chosen]
            self._change(PlanStep.DUPLICATE, duplicate(plan, chosen, copies), copies)

    def _remove(self) -> None:
        self._remove_chosen(_n("Removed {count} block.", "Removed {count} blocks.", self._count()))

    def _cut(self) -> None:
        if self._can_remove():
            self._copy_chosen()
        self._remove_chosen(_n("Cut {count} block.", "Cut {count} blocks.", self._count()))

    def _copy(self) -> None:
        if self._copy_chosen():
            words = _n("Copied {count} block.", "Copied {count} blocks.", self._count())
            self._desk.noticed.emit(Notice(words))

    def _paste(self) -> None:
        controller = self._desk.controller
        if controller is None:
            return
        self._table.keep_typing()
        session, plan = controller.session, controller.plan
        try:
            pasted = with_clipboard(
                plan, self._place(plan), language=session.language, new_id=_new_id
            )
        except KnownError as error:
            self._refuse(error.words(interface()))
            return
        changed = pasted.plan
        added = [block.id for block in changed.blocks if block.id not in plan.positions]
        if not added:
            self._refuse(_("There is nothing on the clipboard that makes a block."))
            return
        if is_untouched(session):
            changed = remove(changed, [plan.blocks[0].id])
        self._change(PlanStep.PASTE, changed, added)
        if pasted.left_out and self._desk.can_write:
            words = _n(
                "Left out {count} line that has neither a time nor a length.",
                "Left out {count} lines that have neither a time nor a length.",
                pasted.left_out,
            )
            self._desk.noticed.emit(Notice(words))

    def _ask_split(self) -> None:
        plan, chosen = self._ready()
        if plan is None:
            return
        block = self._table.chosen_block
        self._to_split = chosen[0] if block not in chosen else block
        if self._to_split is not None:
            self._split_row.open_row(plan.block(self._to_split))
            # The row takes its height from the list, a moment later.
            QTimer.singleShot(0, self, self._table.show_current)

    def _split(self, first: Duration) -> None:
        plan, block = self._plan(), self._to_split
        if plan is None or block is None or block not in plan.positions:
            return
        new = BlockId(_new_id())
        self._change(PlanStep.SPLIT, split(plan, block, first, new), [block, new])

    def _merge(self) -> None:
        plan, chosen = self._ready()
        if plan is None:
            return
        places = sorted(plan.positions[block] for block in chosen)
        if len(places) < 2 or places[-1] - places[0] + 1 != len(places):
            self._refuse(_("Choose blocks that stand next to one another to merge them."))
            return
        self._change(PlanStep.MERGE, merge(plan, chosen), chosen[:1])

    def open_kinds(self, corner: QPoint) -> None:
        """Open the menu of kinds for the chosen blocks at a place on the screen."""
        plan, _chosen = self._ready()
        current = self._table.chosen_block
        if plan is None or current not in plan.positions:
            return
        kind = plan.block(current).kind
        self._kind_actions[kind].setChecked(True)
        self._kinds.popup(corner)
        self._kinds.setActiveAction(self._kind_actions[kind])

    def _open_kinds(self) -> None:
        self.open_kinds(self._table.kind_corner())

    def _make_kinds(self) -> dict[BlockKind, QAction]:
        group = QActionGroup(self._kinds)
        made: dict[BlockKind, QAction] = {}
        for kind in BlockKind:
            action = self._kinds.addAction(kind_word(interface(), kind))
            action.setCheckable(True)
            group.addAction(action)
            made[kind] = action
        self._kinds.triggered.connect(self._set_kind)
        return made

    def _set_kind(self, action: QAction) -> None:
        kind = next(kind for kind, each in self._kind_actions.items() if each is action)
        plan, chosen = self._ready()
        if plan is None:
            return
        for block in chosen:
            plan = plan.with_block(replace(plan.block(block), kind=kind))
        self._change(PlanStep.BLOCK, plan, ())

    def _count(self) -> int:
        return len(self._table.chosen_blocks)

    def _copy_chosen(self) -> bool:
        plan, chosen = self._ready()
        if plan is None:
            return False
        copy_blocks(plan, [plan.block(block) for block in chosen])
        return True

    def _can_remove(self) -> bool:
        plan = self._plan()
        return plan is not None and 0 < self._count() < len(plan.blocks)

    def _remove_chosen(self, words: str) -> None:
        plan, chosen = self._ready()
        if plan is None:
            return
        if not self._can_remove():
            self._refuse(_("A plan keeps at least one block."))
            return
        place = max(plan.positions[block] for block in chosen)
        left = [block.id for block in plan.blocks if block.id not in chosen]
        beside = next((block for block in left if plan.positions[block] > place), left[-1])
        if self._change(PlanStep.REMOVE, remove(plan, chosen), [beside]):
            self._offer_undo(words)

    def _offer_undo(self, words: str) -> None:
        """Say what was done, with a way back for as long as nothing else was done since."""
        controller = self._desk.controller
        if controller is None:
            return
        session = controller.session
        self._desk.noticed.emit(Notice(words, undo=lambda: self._take_back(controller, session)))

    def _take_back(self, controller: SessionController, session: Session) -> None:
        if controller is self._desk.controller and controller.session is session:
            self._edit(PlanEditor.undo)
        else:
            self._refuse(_("The plan has changed since. Undo goes back step by step."))

    def _ready(self) -> tuple[Plan | None, tuple[BlockId, ...]]:
        """Keep what is being typed; return the plan and the chosen blocks, or no plan."""
        self._table.keep_typing()
        plan = self._plan()
        chosen = self._table.chosen_blocks
        if plan is None or not chosen:
            return None, ()
        return plan, chosen

    def _change(self, step: PlanStep, plan: Plan, chosen: Sequence[BlockId]) -> bool:
        """Put a changed plan in place as one step and choose blocks; say whether it was taken."""
        problem = self._edit(lambda planner: planner.change_plan(step, plan), chosen)
        if problem:
            self._refuse(problem)
            return False
        if set(self._table.chosen_blocks) != set(chosen):
            self._table.choose(*chosen)
        return True

    def _refuse(self, words: str) -> None:
        self._desk.noticed.emit(Notice(words, Outcome.REFUSED))


def is_untouched(session: Session) -> bool:
    """Say whether a session has only the block that every new session begins with."""
    blocks = session.plan.blocks
    return len(blocks) == 1 and blocks[0] == Block(
        id=blocks[0].id,
        length=blocks[0].length,
        minimum=Duration(0),
        title=translator(session.language)("New block"),
    )


def _new_id() -> str:
    return uuid.uuid4().hex
