"""A session's record as a workbook (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from virtu_desktop.exchange.record_page import record_page
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Table
from virtu_desktop.exchange.svg import BLUE, GREY
from virtu_desktop.exchange.workbook import ChartOf, Cover, Series, workbook
from virtu_desktop.i18n import Translator


def record_workbook(review: Review, tr: Translator) -> bytes:
    """Return the record as a workbook (.xlsx)."""
    page = record_page(review, tr)
    tables = record_tables(review, tr)
    cover = Cover(
        over=page.over,
        title=page.title,
        facts=(*page.facts, *((mark, "") for mark in page.marks)),
        figures=tuple((figure.value, figure.caption) for figure in page.figures),
        foot=page.foot,
    )
    return workbook(cover, tables, tuple(_charts(tables, tr)), tr)


def _charts(tables: Sequence[Table], tr: Translator) -> Iterator[ChartOf]:
    names = {table.name for table in tables if table.rows}
    if "blocks" in names:
        yield ChartOf(
            title=tr("Planned and actual"),
            table="blocks",
            over="title",
            series=(
                Series(column="planned_seconds", colour=GREY),
                Series(column="actual_seconds", colour=BLUE),
            ),
        )
