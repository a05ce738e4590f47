"""The blocks of a session as a list: what the timeline column shows and screen readers read.

``show`` takes plan and projection and tells views exactly which rows look different. Texts are
made when a view asks for a row, and kept until the row changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.row_steps import runs
from ui.widgets.labels import plain_tooltip
from virtu_desktop.domain.catch_up import Change
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Phase, ProjectedBlock, Projection, Status
from virtu_desktop.i18n import Translator, interface
from virtu_desktop.wording import (
    block_title,
    kind_word,
    late_words,
    minutes_text,
    near_clock_text,
    status_word,
    whole_minutes,
)

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_PROGRESS_STEPS = 240
_HALF_MINUTE = MINUTE // 2
_NO_PROGRESS = (0, 0, 0, False, False)
# What the height of a row depends on: status, allotted length in ms, whether it has a flag.
RowSize = tuple[Status, int, bool]
_RUNNING: RowSize = (Status.CURRENT, 0, False)

ROW_ROLE = int(Qt.ItemDataRole.UserRole)
BLOCK_ROLE = ROW_ROLE + 1
_LOOK = [
    ROW_ROLE,
    int(Qt.ItemDataRole.DisplayRole),
    int(Qt.ItemDataRole.ToolTipRole),
    int(Qt.ItemDataRole.AccessibleTextRole),
]
_LOOK_AND_SIZE = [*_LOOK, int(Qt.ItemDataRole.SizeHintRole)]


class RowKey(NamedTuple):
    """Everything that a row's look depends on, rounded as it is shown; cheap to compare.

    start, planned and missed in whole minutes.
    """

    status: Status
    length: int
    has_flag: bool
    start: int | None
    planned: int
    deviation: int
    missed: int
    progress: int
    minutes_in: int
    minutes_left: int
    is_over: bool
    is_paused: bool
    fixed: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One row as it is painted.

    time: when it starts or started, "" for rows that do not come. planned_time: the planned
    start where it differs, else "". detail: the line under the title. deviation: minutes longer
    or shorter than planned ("+2"), with late_by as number for its colour. flag: a warning under
    the detail. progress: 0 to 1 of the running block, else None, with its words. offered: what
    the catch-up plan that is offered would make of its length, else "".
    """

    title: str
    kind: BlockKind
    status: Status
    time: str
    planned_time: str
    detail: str
    deviation: str
    late_by: int
    flag: str
    is_fixed: bool
    progress: float | None
    progress_words: str
    is_paused: bool
    spoken: str
    offered: str = ""


class TimelineModel(QAbstractListModel):
    """Rows in the order of the plan."""

    def __init__(self, parent: QObject | None = None, *, tr: Translator | None = None) -> None:
        """Begin empty; tr: the language, without it the interface language."""
        super().__init__(parent)
        self._tr = tr
        self._plan: Plan | None = None
        self._projection: Projection | None = None
        # What heights depend on is known of every row; the rest only of those asked for, of which
        # a view of a long plan asks for few.
        self._sizes: list[RowSize] = []
        self._keys: dict[int, RowKey] = {}
        self._rows: dict[int, TimelineRow] = {}
        # First place and number of rows that are out of the list and still in the plan.
        self._taken_out = (0, 0)
        self._offered: Mapping[BlockId, Change] = {}

    def show_offer(self, changes: Sequence[Change]) -> None:
        """Show beside the lengths of blocks what a catch-up plan would make of them."""
        before, self._offered = self._offered, {change.block: change for change in changes}
        if self._plan is None or before == self._offered:
            return
        places = (
            self._plan.positions[block]
            for block in {*before, *self._offered}
            if block in self._plan.positions and before.get(block) != self._offered.get(block)
        )
        for place in sorted(places):
            self._rows.pop(place, None)
            self._tell_changed(place, place, _LOOK)

    def show(self, plan: Plan, projection: Projection) -> None:
        """Show ``plan`` as it stands in ``projection``."""
        before = self._plan
        sizes = _sizes(projection)
        if before is None or before.blocks is not plan.blocks:
            self._fit_rows(before, plan, projection, sizes)
        self._plan, self._projection = plan, projection
        self._change_rows(before, plan, sizes)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        """Return how many blocks there are."""
        return 0 if parent.isValid() else len(self._sizes)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the row for painting, its title, its tooltip or its text for screen readers."""
        if not index.isValid() or self._plan is None:
            return None
        if role == BLOCK_ROLE:
            return self.block_at(index.row()).id
        if role == ROW_ROLE:
            return self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row()).title
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self.row(index.row()).spoken)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.row(index.row()).spoken
        return None

    def row(self, place: int) -> TimelineRow:
        """Return what is painted at ``place``."""
        found = self._rows.get(place)
        if found is None:
            found = self._rows[place] = self._made_row(place)
        return found

    def size(self, place: int) -> RowSize:
        """Return what the height of the row at ``place`` depends on."""
        return self._sizes[place]

    def block_at(self, place: int) -> Block:
        """Return the block at ``place``."""
        if self._plan is None:
            raise IndexError(place)
        return self._plan.blocks[self._at(place)]

    def place_of(self, block: BlockId) -> int | None:
        """Return where a block stands, or None when the plan does not have it."""
        return None if self._plan is None else self._plan.positions.get(block)

    def current_place(self) -> int | None:
        """Return where the running block stands, or None."""
        places = (at for at, size in enumerate(self._sizes) if size[0] is Status.CURRENT)
        return next(places, None)

    def set_language(self, tr: Translator | None) -> None:
        """Show all texts in another language."""
        self._tr = tr
        self._rows.clear()
        if self._sizes:
            self._tell_changed(0, len(self._sizes) - 1, _LOOK)

    def _fit_rows(
        self,
        before: Plan | None,
        plan: Plan,
        projection: Projection,
        sizes: Sequence[RowSize],
    ) -> None:
        """Take out and put in rows so that there is one for every block.

        Rows that stay keep their look at each step, whenever a view asks for them.
        """
        old = [block.id for block in before.blocks] if before is not None else []
        new = [block.id for block in plan.blocks]
        if old == new:
            return
        same_head = _common(old, new)
        same_tail = _common(old[same_head:][::-1], new[same_head:][::-1])
        last_old = len(old) - same_tail
        last_new = len(new) - same_tail
        if last_old > same_head:
            self.beginRemoveRows(_NO_PARENT, same_head, last_old - 1)
            del self._sizes[same_head:last_old]
            self._forget_from(same_head)
            self._taken_out = (same_head, last_old - same_head)
            self.endRemoveRows()
        if last_new > same_head:
            self.beginInsertRows(_NO_PARENT, same_head, last_new - 1)
            self._sizes[same_head:same_head] = sizes[same_head:last_new]
        self._plan, self._projection = plan, projection
        self._taken_out = (0, 0)
        self._forget_from(same_head)
        if last_new > same_head:
            self.endInsertRows()

    def _at(self, place: int) -> int:
        """Return where the block of a row stands in the plan.

        That is the row's place, but for rows after those just taken out until the plan follows.
        """
        first, count = self._taken_out
        return place + count if place >= first else place

    def _forget_from(self, place: int) -> None:
        """Forget what was made of the rows from ``place`` on: others stand there now."""
        for made in (self._keys, self._rows):
            for later in [at for at in made if at >= place]:
                del made[later]

    def _change_rows(self, before: Plan | None, plan: Plan, sizes: list[RowSize]) -> None:
        """Take the new heights, and tell which runs of the rows that were made look different."""
        old_sizes, self._sizes = self._sizes, sizes
        old_blocks: Mapping[BlockId, Block] = {}
        if before is not None and before.blocks is not plan.blocks:
            old_blocks = _by_id(before)
        resized = {
            place
            for place, (old, new) in enumerate(zip(old_sizes, sizes, strict=True))
            if old != new
        }
        changed = set(resized)
        for place, old_key in list(self._keys.items()):
            block = plan.blocks[place]
            key = self._made_key(place)
            is_same_block = not old_blocks or old_blocks.get(block.id) == block
            if key == old_key and is_same_block:
                continue
            changed.add(place)
            if _is_running_renamed(key, old_blocks, block):
                resized.add(place)
        for place in changed:
            self._keys.pop(place, None)
            self._rows.pop(place, None)
        for first, last in runs(sorted(changed)):
            is_resized = not resized.isdisjoint(range(first, last + 1))
            self._tell_changed(first, last, _LOOK_AND_SIZE if is_resized else _LOOK)

    def _tell_changed(self, first: int, last: int, roles: list[int]) -> None:
        self.dataChanged.emit(self.index(first), self.index(last), roles)

    def _made_row(self, place: int) -> TimelineRow:
        plan = self._plan
        if plan is None:
            raise IndexError(place)
        key = self._keys[place] = self._made_key(place)
        return _row(plan, self._at(place), key, self._tr or interface(), self._offered)

    def _made_key(self, place: int) -> RowKey:
        plan, projection = self._plan, self._projection
        if plan is None or projection is None:
            raise IndexError(place)
        return _key(plan, projection, self._at(place))


def _is_running_renamed(key: RowKey, before: Mapping[BlockId, Block], block: Block) -> bool:
    """Say whether the running block has another title, which may take another height."""
    if key.status is not Status.CURRENT or block.id not in before:
        return False
    return before[block.id].title != block.title


def _by_id(plan: Plan) -> dict[BlockId, Block]:
    return {block.id: block for block in plan.blocks}


def _common(one: Sequence[BlockId], other: Sequence[BlockId]) -> int:
    """Return the length of the common beginning."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _sizes(projection: Projection) -> list[RowSize]:
    """Return what the height of each row depends on; a running one is as high as any other."""
    return [
        _RUNNING
        if row.status is Status.CURRENT
        else (row.status, row.allotted, row.missed >= _HALF_MINUTE)
        for row in projection.rows
    ]


def _key(plan: Plan, projection: Projection, place: int) -> RowKey:
    block, row = plan.blocks[place], projection.rows[place]
    is_current = row.status is Status.CURRENT
    is_paused = projection.phase is Phase.PAUSED
    return RowKey(
        row.status,
        row.allotted,
        row.missed >= _HALF_MINUTE,
        None if row.start is None else (row.start + _HALF_MINUTE) // MINUTE,
        (plan.schedule[place].start + _HALF_MINUTE) // MINUTE,
        _deviation(block, row) if row.status is Status.DONE else 0,
        (row.missed + _HALF_MINUTE) // MINUTE,
        *(_progress(row, is_paused) if is_current else _NO_PROGRESS),
        plan.fixed_instants[place],
    )


def _deviation(block: Block, row: ProjectedBlock) -> int:
    """Return by how many minutes a block took longer than planned."""
    return whole_minutes(Duration(row.elapsed - block.length))


def _progress(row: ProjectedBlock, is_paused: bool) -> tuple[int, int, int, bool, bool]:
    """Return the fields of a key from ``progress`` to ``is_paused`` for the running block."""
    minutes_in = whole_minutes(row.elapsed)
    share = row.elapsed / row.allotted if row.allotted else 1.0
    return (
        round(min(1.0, share) * _PROGRESS_STEPS),
        minutes_in,
        whole_minutes(row.allotted) - minutes_in,
        row.elapsed >= row.allotted,
        is_paused,
    )


def _row(
    plan: Plan, place: int, key: RowKey, tr: Translator, offer: Mapping[BlockId, Change]
) -> TimelineRow:
    block = plan.blocks[place]
    change = offer.get(block.id) if key.status is Status.PENDING else None
    offered = "" if change is None else _offered(key, change, tr)
    time = "" if key.start is None else _clock(tr, key.start, plan.zone)
    planned = _clock(tr, key.planned, plan.zone)
    detail = _detail(block, key, tr)
    flag = ""
    if key.has_flag:
        late = minutes_text(tr, Duration(key.missed * MINUTE))
        flag = tr("Fixed {clock}, missed by {time}", clock=planned, time=late)
    progress = key.progress / _PROGRESS_STEPS if key.status is Status.CURRENT else None
    words = "" if progress is None else _progress_words(key, tr)
    title = block_title(tr, plan, block.id)
    spoken = _spoken(block, key, tr, title=title, time=time or planned, flag=flag, words=words)
    if offered:
        spoken = tr("{row}, catching up: {offered}", row=spoken, offered=offered)
    return TimelineRow(
        title=title,
        kind=block.kind,
        status=key.status,
        time=time,
        planned_time=planned if planned != time else "",
        detail=detail,
        deviation=_signed(key.deviation),
        late_by=key.deviation,
        flag=flag,
        is_fixed=key.fixed is not None,
        progress=progress,
        progress_words=words,
        is_paused=key.is_paused,
        spoken=spoken,
        offered=offered,
    )


def _clock(tr: Translator, minute: int, zone: str) -> str:
    return near_clock_text(tr, Instant(minute * MINUTE), zone)


def _detail(block: Block, key: RowKey, tr: Translator) -> str:
    parts = [minutes_text(tr, Duration(key.length))]
    by = whole_minutes(Duration(key.length - block.length))
    if by:
        parts.append(tr("planned {length}", length=minutes_text(tr, block.length)))
    if key.status is Status.SKIPPED:
        parts.insert(0, tr("Skipped"))
    elif key.status is Status.PASSED:
        parts.insert(0, tr("Not run"))
    elif key.fixed is not None and key.status is Status.PENDING and not key.has_flag:
        parts.append(tr("fixed start"))
    if block.optional and key.status is Status.PENDING:
        parts.append(tr("optional"))
    return " · ".join(parts)


def _offered(key: RowKey, change: Change, tr: Translator) -> str:
    """Return ``→ 7 min``, or that the block would be left out."""
    if change.removed:
        return tr("→ left out")
    return tr("→ {length}", length=minutes_text(tr, Duration(key.length + change.by)))


def _progress_words(key: RowKey, tr: Translator) -> str:
    """Return ``13 min in · 17 left``; the two add up to the length."""
    if key.is_paused and key.minutes_left > 0:
        return tr("{left} left · paused", left=key.minutes_left)
    if key.is_over:
        words = tr("{minutes} min in · {over} over", minutes=key.minutes_in, over=-key.minutes_left)
    elif key.minutes_left > 0:
        words = tr("{minutes} min in · {left} left", minutes=key.minutes_in, left=key.minutes_left)
    else:
        words = tr("{minutes} min in · last minute", minutes=key.minutes_in)
    return tr("{words} · paused", words=words) if key.is_paused else words


def _signed(minutes: int) -> str:
    if minutes == 0:
        return ""
    return f"+{minutes}" if minutes > 0 else f"\N{MINUS SIGN}{-minutes}"


def _spoken(
    block: Block, key: RowKey, tr: Translator, *, title: str, time: str, flag: str, words: str
) -> str:
    """Return ``10:34 Coffee, break, 15 min, coming up, 4 min late``."""
    parts = [
        f"{time} {title}",
        kind_word(tr, block.kind).lower(),
        minutes_text(tr, Duration(key.length)),
        status_word(tr, key.status),
    ]
    if words:
        parts.append(words)
    if key.deviation:
        length = minutes_text(tr, Duration(key.deviation * MINUTE))
        longer = tr("took {length} longer", length=length)
        parts.append(longer if key.deviation > 0 else tr("took {length} less", length=length))
    if key.start is not None and key.start != key.planned:
        parts.append(late_words(tr, Duration((key.start - key.planned) * MINUTE)))
    if flag:
        parts.append(flag)
    elif key.fixed is not None:
        parts.append(tr("fixed start"))
    return ", ".join(parts)
