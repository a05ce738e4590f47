"""How long editing a plan of 300 blocks takes, and reading what planning left in a large library.

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.bench.libraries import fill_large
from tests.builders import Desk, block, mins, plan, session
from virtu_desktop.domain.plan import BlockId, Plan
from virtu_desktop.domain.plan_changes import insert, merge, move, remove, shift, split
from virtu_desktop.domain.plan_check import check
from virtu_desktop.domain.template_differences import differences, shape
from virtu_desktop.domain.templates import clock_of, template_of
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import SaveBlock, SaveSession
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.exchange.templates import differing
from virtu_desktop.storage.library import Library

pytestmark = pytest.mark.bench

COUNT = 300
LONG = plan(*(f"b{place} 5/2" for place in range(COUNT)))
MIDDLE = BlockId("b150")

CHANGES: dict[str, Callable[[], Plan]] = {
    "shift": lambda: shift(LONG, {MIDDLE}, 1),
    "move": lambda: move(LONG, {MIDDLE, BlockId("b7")}, 290),
    "remove": lambda: remove(LONG, {MIDDLE}),
    "insert": lambda: insert(LONG, [block("x 5")], 150),
    "split": lambda: split(LONG, MIDDLE, mins(2), BlockId("x")),
    "merge": lambda: merge(LONG, [MIDDLE, BlockId("b151")]),
}


@pytest.mark.parametrize("change", CHANGES)
def test_change_of_a_long_plan(benchmark: BenchmarkFixture, change: str) -> None:
    """Measure one change of the order or the set of blocks."""
    assert benchmark(CHANGES[change]) != LONG


def test_step_and_undo_in_a_running_session(benchmark: BenchmarkFixture) -> None:
    """Measure a drag and its undo with the check against 200 events of the run."""
    desk = Desk(LONG)
    desk.controller.start_next()
    for _ in range(200):
        desk.clock.advance(mins(1))
        desk.controller.adjust(mins(1))
    planner = desk.controller.planner

    def drag_and_undo() -> None:
        planner.change_plan(PlanStep.MOVE, shift(planner.session.plan, {MIDDLE}, 1))
        planner.undo()

    benchmark(drag_and_undo)


@pytest.mark.parametrize("order", ["backwards", "edited"])
def test_differences_of_a_long_plan(benchmark: BenchmarkFixture, order: str) -> None:
    """Measure the comparison with a template."""
    known = template_of(session(LONG), template_id="t", title="T")
    other = shift(LONG.with_block(block("b9 7")), {MIDDLE}, 9)
    if order == "backwards":
        other = replace(LONG, blocks=LONG.blocks[::-1])

    assert benchmark(differences, known, other)


def test_shape_of_a_long_plan(benchmark: BenchmarkFixture) -> None:
    """Measure what every save of a plan with a template works out."""
    assert benchmark(shape, LONG.blocks, clock_of(LONG))


def test_check_of_a_long_plan(benchmark: BenchmarkFixture) -> None:
    """Measure all rules of the plan check."""
    assert benchmark(check, session(LONG))


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a library with 500 sessions, 100 of them held."""
    path = tmp_path_factory.mktemp("large") / "library.db"
    fill_large(path, is_under_way=False)
    return path


def test_list_of_five_hundred_sessions(benchmark: BenchmarkFixture, large: Path) -> None:
    """Measure the list with states, exports and who differs from the template."""
    with Library.open(large, clock=SystemClock()) as library:

        def listed() -> int:
            summaries = library.sessions()
            differing(summaries, library.templates())
            return len(summaries)

        assert benchmark(listed) == 500


def test_earlier_runs_among_five_hundred_sessions(benchmark: BenchmarkFixture, large: Path) -> None:
    """Measure what the planner remembers of the same half-day's earlier runs."""
    with Library.open(large, clock=SystemClock()) as library:
        latest = library.sessions()[-1].id

        assert benchmark(library.earlier_runs, latest)


@pytest.mark.parametrize("change", ["order", "block"])
def test_saving_a_change_of_a_long_plan(
    benchmark: BenchmarkFixture, tmp_path: Path, change: str
) -> None:
    """Measure until it is on the disk, for a session that was made from a template."""
    first = session(LONG)
    longer = replace(LONG.block(MIDDLE), length=mins(9))
    moved = replace(first, plan=shift(LONG, {MIDDLE}, 1))
    with Library.open(tmp_path / "library.db", clock=SystemClock()) as library:
        library.submit(SaveSession(session=first))

        def save() -> bool:
            if change == "order":
                library.submit(SaveSession(session=moved))
                library.submit(SaveSession(session=first))
            else:
                library.submit(SaveBlock(session=first.id, block=longer))
            return library.flush(10)

        assert benchmark(save)
