"""The blocks of a plan as a table that tells exactly which rows and cells have changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.row_steps import RowsAdded, RowsMoved, RowsRemoved, RowStep, moved, row_steps
from ui.plan.words import earlier_words, first_line, minutes_typed, spoken_words, took_other
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.plan import Block, BlockId, Plan, PlannedBlock
from virtu_desktop.domain.templates import origin_of
from virtu_desktop.domain.timeline import Status
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import block_title, clock_text, kind_word

_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class PlanColumn(IntEnum):
    """The columns."""

    START = 0
    MINUTES = 1
    KIND = 2
    TITLE = 3
    OWNER = 4


EDITABLE = (PlanColumn.START, PlanColumn.MINUTES, PlanColumn.TITLE, PlanColumn.OWNER)
"""The columns in which one can type."""


# Asked for every cell that is drawn.
_CHOSEN = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
)
_TYPED_IN = _CHOSEN | Qt.ItemFlag.ItemIsEditable


class PlanRole(IntEnum):
    """Roles of this model beside Qt's.

    The block, its planned times, where it stands, how long it took before (a text), the start
    that it would have if what is being dragged were dropped (a text, empty if it stays), and
    whether it usually took clearly more or less than is planned.
    """

    BLOCK = Qt.ItemDataRole.UserRole
    PLANNED = Qt.ItemDataRole.UserRole + 1
    STATUS = Qt.ItemDataRole.UserRole + 2
    EARLIER = Qt.ItemDataRole.UserRole + 3
    PREVIEW = Qt.ItemDataRole.UserRole + 4
    TOOK_OTHER = Qt.ItemDataRole.UserRole + 5


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a row shows: the block, its planned times, and where it stands."""

    block: Block
    planned: PlannedBlock
    status: Status


Edit = Callable[[BlockId, PlanColumn, str], bool]
"""Takes text typed into a cell; says whether the plan took it."""


class PlanModel(QAbstractTableModel):
    """One row a block; start, minutes, title and owner can be typed.

    The model changes only when ``show_plan`` is called.
    """

    def __init__(self, edit: Edit, parent: QObject | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self._edit = edit
        self._plan: Plan | None = None
        self._rows: list[PlanRow] = []
        self._earlier: Mapping[str, tuple[EarlierRun, ...]] = {}
        self._preview: Plan | None = None

    @property
    def plan(self) -> Plan | None:
        """Return the plan that is shown."""
        return self._plan

    def show_plan(self, plan: Plan, statuses: tuple[Status, ...]) -> None:
        """Show a plan and where each block stands; tell only what differs from before."""
        rows = [
            PlanRow(block, planned, status)
            for block, planned, status in zip(plan.blocks, plan.schedule, statuses, strict=True)
        ]
        self.show_preview(None)
        before = {row.block.id for row in self._rows}
        self._plan = plan
        if before.isdisjoint(plan.positions):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
            return
        steps = row_steps([row.block.id for row in self._rows], [block.id for block in plan.blocks])
        for step in steps:
            self._take(step, rows)
        old, self._rows = self._rows, rows
        self._tell_changes(old, rows)

    def show_earlier(self, earlier: Mapping[str, tuple[EarlierRun, ...]]) -> None:
        """Show how long blocks took before, by what they are matched by."""
        if earlier == self._earlier:
            return
        self._earlier = earlier
        if self._rows:
            self._tell(0, len(self._rows) - 1, PlanColumn.TITLE, PlanColumn.TITLE)

    def earlier_of(self, block: Block) -> tuple[EarlierRun, ...]:
        """Return the earlier runs of a block, newest first."""
        return self._earlier.get(origin_of(block), ())

    def show_preview(self, plan: Plan | None) -> None:
        """Show at which times the blocks would start in ``plan``; None ends the preview."""
        if plan is self._preview:
            return
        self._preview = plan
        if self._rows:
            self._tell(0, len(self._rows) - 1, PlanColumn.START, PlanColumn.START)

    def block_at(self, row: int) -> Block | None:
        """Return the block of a row, or None."""
        return self._rows[row].block if 0 <= row < len(self._rows) else None

    def row_at(self, row: int) -> PlanRow:
        """Return a row; for painters, which would lose time with every question through Qt."""
        return self._rows[row]

    def words_at(self, row: int, column: int) -> str:
        """Return the words of a cell."""
        return "" if self._plan is None else _cell(self._plan, self._rows[row], column)

    def earlier_at(self, row: int) -> tuple[str, bool]:
        """Return what earlier runs of a row took, and whether that is unlike what is planned."""
        block = self._rows[row].block
        runs = self.earlier_of(block)
        if not runs:
            return "", False
        return earlier_words(interface(), runs), took_other(block, runs)

    def preview_at(self, row: int) -> str:
        """Return the start that a row would have after the drop; nothing where it stays."""
        return self._preview_text(self._rows[row])

    def row_of(self, block: BlockId | None) -> int:
        """Return the row of a block, or -1."""
        return -1 if self._plan is None or block is None else self._plan.positions.get(block, -1)

    def rowCount(self, parent: _Index = _TOP) -> int:
        """Return the number of blocks."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(PlanColumn)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Let rows be chosen and most cells be typed in."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _TYPED_IN if index.column() in EDITABLE else _CHOSEN

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
        row = self._rows[index.row()]
        match role:
            case PlanRole.BLOCK:
                return row.block
            case PlanRole.PLANNED:
                return row.planned
            case PlanRole.STATUS:
                return row.status
            case PlanRole.EARLIER:
                return self.earlier_at(index.row())[0]
            case PlanRole.TOOK_OTHER:
                return self.earlier_at(index.row())[1]
            case PlanRole.PREVIEW:
                return self.preview_at(index.row())
            case Qt.ItemDataRole.DisplayRole:
                return _cell(plan, row, index.column())
            case Qt.ItemDataRole.EditRole:
                is_title = index.column() == PlanColumn.TITLE
                return row.block.title if is_title else _cell(plan, row, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                earlier, _is_other = self.earlier_at(index.row())
                return spoken_words(interface(), plan, row.block, row.planned, earlier)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Hand typed text on; say whether the plan took it."""
        block = self.block_at(index.row()) if index.isValid() else None
        if block is None or role != Qt.ItemDataRole.EditRole or index.column() not in EDITABLE:
            return False
        return self._edit(block.id, PlanColumn(index.column()), str(value))

    def _preview_text(self, row: PlanRow) -> str:
        preview = self._preview
        place = None if preview is None else preview.positions.get(row.block.id)
        if preview is None or place is None:
            return ""
        start = preview.schedule[place].start
        if start == row.planned.start:
            return ""
        return clock_text(interface(), start, preview.zone)

    def _take(self, step: RowStep, wanted: list[PlanRow]) -> None:
        """Carry one step out on the rows as they stand."""
        match step:
            case RowsRemoved(first, last):
                self.beginRemoveRows(_TOP, first, last)
                del self._rows[first : last + 1]
                self.endRemoveRows()
            case RowsMoved(first, last, place):
                self.beginMoveRows(_TOP, first, last, _TOP, place)
                self._rows = moved(self._rows, step)
                self.endMoveRows()
            case RowsAdded(first, last):
                self.beginInsertRows(_TOP, first, last)
                self._rows[first:first] = wanted[first : last + 1]
                self.endInsertRows()

    def _tell_changes(self, old: list[PlanRow], new: list[PlanRow]) -> None:
        pairs = list(enumerate(zip(old, new, strict=True)))
        self._tell_rows(
            place
            for place, (before, after) in pairs
            if before.block is not after.block or before.status is not after.status
        )
        shifted = [
            place for place, (before, after) in pairs if before.planned.start != after.planned.start
        ]
        if shifted:
            self._tell(shifted[0], shifted[-1], PlanColumn.START, PlanColumn.START)
        for place, (before, after) in pairs:
            if before.planned.gap != after.planned.gap:
                self._tell(place, place, PlanColumn.TITLE, PlanColumn.TITLE)

    def _tell_rows(self, rows: Iterable[int]) -> None:
        for row in rows:
            self._tell(row, row, PlanColumn.START, PlanColumn.OWNER)

    def _tell(self, top: int, bottom: int, left: int, right: int) -> None:
        self.dataChanged.emit(self.index(top, left), self.index(bottom, right))


def _cell(plan: Plan, row: PlanRow, column: int) -> str:
    match column:
        case PlanColumn.START:
            return clock_text(interface(), row.planned.start, plan.zone)
        case PlanColumn.MINUTES:
            return minutes_typed(row.block.length)
        case PlanColumn.KIND:
            return kind_word(interface(), row.block.kind)
        case PlanColumn.TITLE:
            title = block_title(interface(), plan, row.block.id)
            return f"{title}\n{first_line(row.block.room)}"
        case _:
            return row.block.owner
