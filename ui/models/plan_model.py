"""The blocks of a plan as a table that tells exactly which cells have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.plan.words import first_line, minutes_typed, spoken_words
from virtu_desktop.domain.plan import Block, BlockId, Plan, PlannedBlock
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, kind_word

_Index = QModelIndex | QPersistentModelIndex


class PlanColumn(IntEnum):
    """The columns."""

    START = 0
    MINUTES = 1
    KIND = 2
    TITLE = 3
    OWNER = 4


class PlanRole(IntEnum):
    """Roles of this model beside Qt's: the block, its planned times, and where it stands."""

    BLOCK = Qt.ItemDataRole.UserRole
    PLANNED = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2


class PlanModel(QAbstractTableModel):
    """One row a block; minutes can be edited.

    ``set_minutes`` gets the block and the typed text and says whether the plan took it; the
    model changes only when ``show_plan`` is called.
    """

    def __init__(
        self, set_minutes: Callable[[BlockId, str], bool], parent: QObject | None = None
    ) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._set_minutes = set_minutes
        self._plan: Plan | None = None
        self._statuses: tuple[Status, ...] = ()

    @property
    def plan(self) -> Plan | None:
        """Return the plan that is shown."""
        return self._plan

    def show_plan(self, plan: Plan, statuses: tuple[Status, ...]) -> None:
        """Show a plan and where each block stands; tell only what differs from before."""
        old, stood = self._plan, self._statuses
        if old is None or [block.id for block in old.blocks] != [block.id for block in plan.blocks]:
            self.beginResetModel()
            self._plan, self._statuses = plan, statuses
            self.endResetModel()
            return
        self._plan, self._statuses = plan, statuses
        if old is not plan:
            self._tell_changes(old, plan)
        self._tell_rows(
            place
            for place, (before, after) in enumerate(zip(stood, statuses, strict=True))
            if before is not after
        )

    def block_at(self, row: int) -> Block | None:
        """Return the block of a row, or None."""
        if self._plan is None or not 0 <= row < len(self._plan.blocks):
            return None
        return self._plan.blocks[row]

    def row_of(self, block: BlockId | None) -> int:
        """Return the row of a block, or -1."""
        return -1 if self._plan is None or block is None else self._plan.positions.get(block, -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of blocks."""
        return 0 if parent.isValid() or self._plan is None else len(self._plan.blocks)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else len(PlanColumn)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let rows be chosen and minutes be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() == PlanColumn.MINUTES:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("Start"), _("Minutes"), _("Kind"), _("Title"), _("Owner"))[section]

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the block or the words of a cell."""
        plan = self._plan
        if not index.isValid() or plan is None:
            return None
        block, planned = plan.blocks[index.row()], plan.schedule[index.row()]
        match role:
            case PlanRole.BLOCK:
                return block
            case PlanRole.PLANNED:
                return planned
            case PlanRole.STATUS:
                return self._statuses[index.row()]
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return _cell(plan, block, planned, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken_words(interface(), plan, block, planned)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand typed minutes on; say whether the plan took them."""
        block = self.block_at(index.row()) if index.isValid() else None
        if block is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() != PlanColumn.MINUTES:
            return False
        return self._set_minutes(block.id, str(value))

    def _tell_changes(self, old: Plan, new: Plan) -> None:
        rows = range(len(new.blocks))
        changed = [row for row in rows if old.blocks[row] is not new.blocks[row]]
        self._tell_rows(changed)
        moved = [row for row in rows if old.schedule[row].start != new.schedule[row].start]
        if moved:
            self._tell(moved[0], moved[-1], PlanColumn.START, PlanColumn.START)
        for row in rows:
            if old.schedule[row].gap != new.schedule[row].gap:
                self._tell(row, row, PlanColumn.TITLE, PlanColumn.TITLE)

    def _tell_rows(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._tell(row, row, PlanColumn.START, PlanColumn.OWNER)

    def _tell(self, top: int, bottom: int, left: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))


def _cell(plan: Plan, block: Block, planned: PlannedBlock, column: int) -> str:
    match column:
        case PlanColumn.START:
            return clock_text(interface(), planned.start, plan.zone)
        case PlanColumn.MINUTES:
            return minutes_typed(block.length)
        case PlanColumn.KIND:
            return kind_word(interface(), block.kind)
        case PlanColumn.TITLE:
            return f"{block.title}\n{first_line(block.room)}"
        case _:
            return block.owner
