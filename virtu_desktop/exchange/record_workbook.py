"""A session's record as a workbook (R2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from virtu_desktop.exchange.record_page import record_page
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell, Table
from virtu_desktop.exchange.svg import BLUE, GREY, PLUM, TEAL
from virtu_desktop.exchange.workbook import ChartOf, Cover, Series, workbook
from virtu_desktop.i18n import Translator

_COUNTED = "people"


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
    if "people" in names:
        yield ChartOf(
            title=tr("Attendance"),
            table="people",
            over="name",
            series=(Series(column="present_seconds", colour=TEAL),),
        )
    polls = next((table for table in tables if table.name == "polls"), None)
    if polls is not None:
        yield from _poll_charts(polls)


def _poll_charts(table: Table) -> Iterator[ChartOf]:
    """Yield a chart for each round of a poll: its rows stand together."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    rounds: dict[tuple[Cell, Cell], list[int]] = {}
    for number, row in enumerate(table.rows):
        rounds.setdefault((row[places["poll"]], row[places["round"]]), []).append(number)
    for (poll, round_), rows in rounds.items():
        question = str(table.rows[rows[0]][places["question"]])
        if len(rows) > 1:
            yield ChartOf(
                title=f"{poll}.{round_} {question}",
                table=table.name,
                over="label",
                series=(Series(column=_COUNTED, colour=PLUM),),
                kind="bar",
                rows=(rows[0], rows[-1]),
            )
