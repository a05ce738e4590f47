"""Charts as SVG are whole documents that say what they show."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from tests.polls_shown import charts
from virtu_desktop.exchange.chart_svg import chart_svg

CHARTS = charts("fi")


@pytest.mark.parametrize("name", CHARTS)
def test_charts_are_documents(name: str) -> None:
    """They can be read, have a size, and say their rows as a title."""
    svg = ElementTree.fromstring(chart_svg(CHARTS[name], 640))

    assert svg.attrib["width"] == "640"
    assert float(svg.attrib["height"]) > 50
    title = svg.find("{http://www.w3.org/2000/svg}title")
    assert title is not None
    assert CHARTS[name].table.rows[0][0] in (title.text or "")


def test_hostile_labels_stay_text() -> None:
    """Markup and letters that XML forbids neither end the document nor add to it."""
    chart = CHARTS["single"]
    body = chart.body
    bars = tuple(
        replace(bar, label="</text><script>\x00\ud800&")
        for bar in body.bars  # type: ignore[union-attr]
    )

    svg = chart_svg(replace(chart, body=replace(body, bars=bars)), 640)  # type: ignore[arg-type]

    assert "<script" not in svg
    assert not ElementTree.fromstring(svg).findall(".//{*}script")
