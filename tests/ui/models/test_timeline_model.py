"""The timeline model tells precisely which rows changed, and what each row says."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.ui.examples import LONG_TITLE, RUN, at, block, half_day, standing, started
from ui.models.timeline_model import TimelineModel
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.plan import BlockId, BlockKind, Plan
from virtu_desktop.domain.time import Duration, minutes
from virtu_desktop.domain.timeline import Status, fold, project

_SIZE = int(Qt.ItemDataRole.SizeHintRole)


class Heard:
    """Writes down what a model tells: ranges that changed, with whether heights did."""

    def __init__(self, model: TimelineModel) -> None:
        """Ask for all rows, as a view does that shows them, and listen to ``model``."""
        for place in range(model.rowCount()):
            model.row(place)
        self.changes: list[tuple[int, int, bool]] = []
        self.structure: list[tuple[str, int, int]] = []
        model.dataChanged.connect(self._changed)
        model.rowsInserted.connect(lambda _p, a, b: self.structure.append(("in", a, b)))
        model.rowsRemoved.connect(lambda _p, a, b: self.structure.append(("out", a, b)))

    def _changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self.changes.append((first.row(), last.row(), _SIZE in roles))


@pytest.fixture
def model(qtbot: QtBot) -> TimelineModel:
    """Return an empty model that Qt's own tester watches."""
    made = TimelineModel()
    strict = QAbstractItemModelTester.FailureReportingMode.Fatal
    # As its child the tester lives as long as the model.
    QAbstractItemModelTester(made, strict, made)
    return made


def test_rows_say_what_was_is_and_will_be(model: TimelineModel) -> None:
    """Done rows have their deviation, the running one its progress, later ones their new time."""
    plan = half_day()

    model.show(plan, standing(plan, "09:51:52"))

    welcome, tips, build, coffee, *_rest = (model.row(place) for place in range(6))
    assert (welcome.time, welcome.deviation, welcome.status) == ("9:00", "+2", Status.DONE)
    assert (tips.time, tips.planned_time, tips.deviation) == ("9:17", "9:15", "+2")
    assert build.progress_words == "13 min in · 17 left"
    assert build.progress == pytest.approx(772 / 1800, abs=0.005)
    assert (coffee.time, coffee.planned_time, coffee.detail) == ("10:09", "10:05", "15 min")


def test_a_row_can_be_read_aloud(model: TimelineModel) -> None:
    """The text for screen readers has time, title, kind, length, status and lateness."""
    plan = half_day()

    model.show(plan, standing(plan, "09:51:52"))

    spoken = model.index(3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "10:09 Coffee, break, 15 min, coming up, 4 min late"


def test_a_block_that_finished_early_has_a_minus(model: TimelineModel) -> None:
    """One minute less than planned shows as −1 and is said in words."""
    plan = half_day()
    events = (started("welcome", "09:00:00"), started("tips", "09:14:00"))

    model.show(plan, standing(plan, "09:20:00", events))

    row = model.row(0)
    assert (row.deviation, row.late_by) == ("−1", -1)
    assert "took 1 min less" in row.spoken


def test_a_fixed_start_that_will_be_missed_is_flagged(model: TimelineModel) -> None:
    """The gallery walk at 10:20 comes four minutes late, and its row says so in words."""
    plan = half_day(gallery_fixed="10:20")

    model.show(plan, standing(plan, "09:51:52"))

    row = model.row(4)
    assert row.flag == "Fixed 10:20, missed by 4 min"
    assert row.flag in row.spoken


def test_skipped_and_passed_rows_say_so(model: TimelineModel) -> None:
    """Rows that do not come are told apart by words, not only by their look."""
    plan = half_day()
    events = (
        started("welcome", "09:00:00"),
        Event(at=at("09:01:00"), type=EventType.SKIP, block=BlockId("coffee")),
        started("build", "09:10:00"),
    )

    model.show(plan, standing(plan, "09:12:00", events))

    assert model.row(3).detail == "Skipped · 15 min"
    assert model.row(1).detail == "Not run · 20 min"
    assert model.row(3).time == ""


def test_overtime_and_pause_are_said_in_words(model: TimelineModel) -> None:
    """The running row never counts below zero: it says how much over, and that it is paused."""
    plan = half_day()
    pause = Event(at=at("10:12:00"), type=EventType.PAUSE)

    model.show(plan, standing(plan, "10:13:00", (*RUN, pause)))

    assert model.row(2).progress_words == "33 min in · 3 over · paused"


def test_an_adjusted_block_shows_both_lengths(model: TimelineModel) -> None:
    """Five minutes more show beside the planned length."""
    plan = half_day()
    more = Event(at=at("09:40:00"), type=EventType.ADJUST, block=BlockId("coffee"), ms=minutes(5))

    model.show(plan, standing(plan, "09:51:52", (*RUN, more)))

    assert model.row(3).detail == "20 min · planned 15 min"


def test_a_second_changes_nothing_that_looks_the_same(model: TimelineModel) -> None:
    """Within the same minute and progress step no row is told to repaint."""
    plan = half_day()
    model.show(plan, standing(plan, "09:51:52"))
    heard = Heard(model)

    model.show(plan, standing(plan, "09:51:53"))

    assert heard.changes == []


def test_a_minute_changes_only_the_running_row(model: TimelineModel) -> None:
    """While a block is within its time, later rows keep their times."""
    plan = half_day()
    model.show(plan, standing(plan, "09:51:52"))
    heard = Heard(model)

    model.show(plan, standing(plan, "09:52:52"))

    assert heard.changes == [(2, 2, False)]


def test_overtime_changes_the_running_row_and_those_after_it(model: TimelineModel) -> None:
    """A minute of overtime moves every later row, in one range, without new heights."""
    plan = half_day()
    model.show(plan, standing(plan, "10:10:00"))
    heard = Heard(model)

    model.show(plan, standing(plan, "10:11:00"))

    assert heard.changes == [(2, 5, False)]


def test_the_next_block_changes_heights(model: TimelineModel) -> None:
    """When another block runs, the two rows whose height changes say so."""
    plan = half_day()
    model.show(plan, standing(plan, "10:09:00"))
    heard = Heard(model)

    model.show(plan, standing(plan, "10:09:00", (*RUN, started("coffee", "10:09:00"))))

    assert [(first, last) for first, last, has_size in heard.changes if has_size] == [(2, 3)]


def test_a_renamed_block_changes_its_row_only(model: TimelineModel) -> None:
    """Another title is one changed row."""
    plan = half_day()
    projection = standing(plan, "09:51:52")
    model.show(plan, projection)
    heard = Heard(model)

    renamed = plan.with_block(replace(plan.blocks[4], title=LONG_TITLE))
    model.show(renamed, standing(renamed, "09:51:52"))

    assert [change[:2] for change in heard.changes] == [(4, 4)]
    assert model.index(4).data() == LONG_TITLE


def test_rows_that_nobody_has_asked_for_are_not_told(model: TimelineModel) -> None:
    """A long plan tells of the rows that are looked at, and the others are right when asked for."""
    plan = half_day()
    model.show(plan, standing(plan, "10:10:00"))
    heard = Heard(model)
    model.show(plan, standing(plan, "10:11:00"))
    heard.changes.clear()
    model.row(3)

    model.show(plan, standing(plan, "10:12:00"))

    assert heard.changes == [(3, 3, False)]
    assert model.row(5).time == "10:57"


def test_new_and_removed_blocks_are_inserted_and_removed(model: TimelineModel) -> None:
    """A changed order of blocks never resets the model; rows outside the change stay."""
    plan = half_day()
    model.show(plan, standing(plan, "08:59:00"))
    heard = Heard(model)
    extra = block("extra", "Extra", 5, BlockKind.POLL)
    changed = replace(plan, blocks=(*plan.blocks[:2], extra, *plan.blocks[3:]))

    model.show(changed, standing(changed, "08:59:00"))

    assert heard.structure == [("out", 2, 2), ("in", 2, 2)]
    assert model.rowCount() == 6
    assert model.index(2).data() == "Extra"


def test_markup_in_a_title_stays_text(model: TimelineModel) -> None:
    """A title that looks like markup is shown letter by letter, also in the tooltip."""
    plan = half_day()
    plan = plan.with_block(replace(plan.blocks[0], title="<b>Hi</b>"))

    model.show(plan, standing(plan, "08:59:00"))

    assert "&lt;b&gt;Hi&lt;/b&gt;" in model.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_thousand_blocks_are_compared_quickly(model: TimelineModel) -> None:
    """A tick over 1,000 blocks costs a few milliseconds, and even on a slow machine not 100."""
    blocks = tuple(block(f"b{place}", "Block", 10, BlockKind.PLENARY) for place in range(1000))
    plan = Plan(start=at("09:00:00"), zone="Europe/Helsinki", blocks=blocks)
    state = fold(plan, [started("b0", "09:00:00")])
    model.show(plan, project(plan, state, at("09:01:00")))
    later = project(plan, state, at("09:01:01"))

    begin = time.perf_counter()
    model.show(plan, later)
    took = time.perf_counter() - begin

    assert took < 0.1


def test_nothing_private_is_in_a_row(model: TimelineModel) -> None:
    """Rows carry no trainer notes: the column may be seen by people in the room."""
    plan = half_day()

    model.show(plan, standing(plan, "09:51:52"))

    assert all("quiet table" not in str(model.row(place)) for place in range(6))


def test_lengths_of_zero_do_not_break_the_running_row(model: TimelineModel) -> None:
    """A block of no length that runs is over its time at once."""
    plan = half_day()
    plan = plan.with_block(replace(plan.blocks[0], length=Duration(0), minimum=Duration(0)))

    model.show(plan, standing(plan, "09:00:00"))

    assert model.row(0).progress == 1.0
