"""How long a result takes to be painted again at 1080p (8 ms), and to be laid out anew.

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytest_benchmark.fixture import BenchmarkFixture

from tests.polls_shown import charts
from ui.charts import painter as chart_painter
from ui.charts.painter import paint, stage_look
from ui.theme.fonts import interface_family

pytestmark = pytest.mark.bench

CHARTS = charts()


@pytest.mark.parametrize("is_new", [False, True], ids=["again", "anew"])
@pytest.mark.parametrize("name", ["bars", "measurements", "nps", "cloud", "moves"])
def test_a_result_at_1080p(
    benchmark: BenchmarkFixture, qapp: object, name: str, is_new: bool
) -> None:
    """A chart on the stage, into a picture."""
    look = stage_look(1920, interface_family())
    image = QImage(1920, 1080, QImage.Format.Format_RGB32)

    def repaint() -> None:
        if is_new:
            chart_painter.forget()
        painter = QPainter(image)
        paint(painter, QRectF(86, 380, 1748, 560), CHARTS[name], look)
        painter.end()

    benchmark(repaint)
