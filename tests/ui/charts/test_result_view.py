"""A result in the window: ways to show it by keys, a table of the same figures, spoken in full."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.polls_shown import CLOUD, SINGLE, WORDS, picked, result, threshold
from ui.charts.result_view import ResultView
from virtu_desktop.domain.charts import BarChart, Histogram
from virtu_desktop.domain.questions import Answer
from virtu_desktop.poll_charts import ChartView


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ResultView]:
    """Return a view in a window."""
    window = QWidget()
    qtbot.addWidget(window)
    made = ResultView()
    QVBoxLayout(window).addWidget(made)
    window.resize(520, 420)
    made.show_result(threshold())
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    yield made
    window.close()


def texts(view: ResultView) -> list[str]:
    """Return the words of the choice."""
    return [view.choice.tab_text(place) for place in range(view.choice.count())]


def test_arrow_keys_choose_the_way(view: ResultView) -> None:
    """Bars, columns, diverging and whole bars; the last one is the table."""
    assert isinstance(view.chart.chart.body, BarChart)  # type: ignore[union-attr]
    chosen: list[ChartView] = []
    view.view_chosen.connect(chosen.append)

    view.choice.setFocus()
    QTest.keyClick(view.choice, Qt.Key.Key_Right)

    assert texts(view) == ["Bars", "Columns", "Diverging", "Whole", "Table"]
    assert isinstance(view.chart.chart.body, Histogram)  # type: ignore[union-attr]
    assert chosen == [ChartView.HISTOGRAM]

    for _step in range(3):
        QTest.keyClick(view.choice, Qt.Key.Key_Right)

    assert view.table.isVisible()
    assert not view.chart.isVisible()
    assert chosen[-1] is ChartView.WHOLE


def test_the_table_says_the_same(view: ResultView) -> None:
    """Every option with its people and share."""
    view.choice.setFocus()
    QTest.keyClick(view.choice, Qt.Key.Key_End)
    view.choice.setCurrentIndex(view.choice.count() - 1)

    model = view.table.rows
    rows = [
        [str(model.data(model.index(row, column))) for column in range(3)]
        for row in range(model.rowCount())
    ]
    assert rows[-1] == ["Much lower", "9", "43 %"]


def test_the_chosen_way_stays_when_answers_come(view: ResultView) -> None:
    """Another question that has no such way begins with its usual one."""
    view.choice.setFocus()
    QTest.keyClick(view.choice, Qt.Key.Key_Right)

    view.show_result(threshold())
    kept = view.view
    view.show_result(result(SINGLE, picked(3, 2, 1)))

    assert (kept, view.view) == (ChartView.HISTOGRAM, ChartView.BARS)


def test_the_chart_is_read_out(view: ResultView) -> None:
    """Title, base and every row, without looking."""
    spoken = view.chart.accessibleDescription()
    assert "21 of 23 answered" in spoken
    assert "Much lower, 9, 43 %" in spoken


def test_the_chart_is_as_high_as_it_needs(view: ResultView) -> None:
    """In a narrow column its labels take more lines."""
    view.show_result(result(SINGLE, picked(3, 2, 1)))

    assert view.chart.heightForWidth(280) > view.chart.heightForWidth(900)


def test_words_that_were_put_together_are_shown(view: ResultView) -> None:
    """Not the answers that they were made of."""
    view.show_result(result(CLOUD, [Answer(texts=("raw",))]), words=WORDS)

    assert "raw" not in view.chart.accessibleDescription()
    assert "yhteistyö, 12" in view.chart.accessibleDescription()
