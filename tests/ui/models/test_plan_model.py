"""The table of a plan: it tells precisely what changed, and keeps Qt's contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.screens import NINE, ZONE, block
from ui.models.plan_model import PlanColumn, PlanModel, PlanRole
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.plan import BlockId, BlockKind, Plan
from virtu_desktop.domain.plan_changes import move
from virtu_desktop.domain.time import minutes
from virtu_desktop.domain.timeline import Status

NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)


def plan(names: str, *, fixed: str = "") -> Plan:
    """Return a plan of blocks of 10 minutes; the one called ``fixed`` is fixed at 9:15."""
    blocks = [block(name, 10, BlockKind.PLENARY) for name in names]
    made = Plan(start=NINE, zone=ZONE, blocks=tuple(blocks))
    if not fixed:
        return made
    return made.with_block(replace(made.block(BlockId(fixed)), fixed_start=time(9, 15)))


def show(model: PlanModel, shown: Plan) -> None:
    """Show a plan of which nothing has run."""
    model.show_plan(shown, (Status.PENDING,) * len(shown.blocks))


def model_of(shown: Plan) -> PlanModel:
    """Return a model with Qt's checker attached."""
    model = PlanModel(lambda _block, _column, _text: True)
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Warning, model
    )
    assert tester.model() is model
    show(model, shown)
    return model


@given(st.lists(NAMES, min_size=1, max_size=5))
def test_any_change_of_rows_keeps_the_contract(lists: list[list[str]]) -> None:
    """Qt's own checker finds nothing, and the rows are those of the plan, whatever changes."""
    model = model_of(plan("abcdefgh"))
    for names in lists:
        show(model, plan("".join(names)))
        shown = [model.block_at(row) for row in range(model.rowCount())]
        assert [each.id for each in shown if each is not None] == names


def test_a_move_is_told_as_a_move() -> None:
    """The rows that move are told, and nothing is reset, added or removed."""
    model = model_of(plan("abcde"))
    moves: list[tuple[int, int, int]] = []
    model.rowsMoved.connect(
        lambda _parent, first, last, _to, place: moves.append((first, last, place))
    )
    model.modelReset.connect(lambda: pytest.fail("reset"))
    model.rowsRemoved.connect(lambda: pytest.fail("removed"))
    show(model, move(plan("abcde"), {BlockId("a"), BlockId("b")}, 5))
    assert moves == [(0, 1, 5)]


def test_a_preview_shows_new_starts_and_changes_nothing() -> None:
    """While rows are dragged, the start column has the times after the drop beside the others."""
    shown = plan("abc")
    model = model_of(shown)
    model.show_preview(move(shown, {BlockId("a")}, 3))
    previews = [model.index(row, PlanColumn.START).data(PlanRole.PREVIEW) for row in range(3)]
    assert previews == ["9:20", "9:00", "9:10"]
    assert model.index(0, PlanColumn.START).data() == "9:00"
    model.show_preview(None)
    assert model.index(0, PlanColumn.START).data(PlanRole.PREVIEW) == ""


def test_earlier_runs_are_told_with_their_minutes() -> None:
    """Planned and actual minutes stand at the row and in what a screen reader says."""
    shown = plan("ab")
    model = model_of(shown)
    runs = tuple(EarlierRun(planned=minutes(25), took=minutes(n)) for n in (34, 31))
    model.show_earlier({"b": runs})
    title = model.index(1, PlanColumn.TITLE)
    assert title.data(PlanRole.EARLIER) == "planned 25; took 31, 34"
    assert title.data(PlanRole.TOOK_OTHER) is True
    assert "took 31, 34" in title.data(Qt.ItemDataRole.AccessibleTextRole)
    assert model.index(0, PlanColumn.TITLE).data(PlanRole.EARLIER) == ""


def test_a_gap_is_told_at_its_row() -> None:
    """A block whose distance to the one before changes tells its title cell."""
    model = model_of(plan("abc"))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda top, _bottom: told.append((top.row(), top.column())))
    show(model, plan("abc", fixed="b"))
    assert (1, PlanColumn.TITLE) in told
    assert "5 min free before" in model.index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
