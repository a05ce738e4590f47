"""The report of a programme: deliveries, participation, change, deviations, what goes on (R5).

Every figure names the table that it is taken from, which is a sheet of the workbook. Nobody is
named, and figures about fewer than five people are hidden with so many others that they cannot be
worked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from virtu_desktop.domain.programme_facts import FactName, number_of
from virtu_desktop.domain.suppression import SMALLEST_SHOWN
from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.figures import Figure
from virtu_desktop.exchange.record_page import Page, Part, Section, grid, last_moment
from virtu_desktop.exchange.report_change import change_parts
from virtu_desktop.exchange.report_content import Report
from virtu_desktop.exchange.report_tables import report_tables
from virtu_desktop.exchange.sheet import Table, number_text
from virtu_desktop.exchange.svg import BLUE, GREY, TEAL, Bar, Picture, StripRow, strips
from virtu_desktop.exchange.workbook import ChartOf, Cover, Series, workbook
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import date_text

# A page is for reading; the workbook has every row.
_MOST_ROWS = 120


def report_page(report: Report, tr: Translator) -> Page:
    """Return the report as a page, in the order of the sections that funders ask for."""
    return _page(report, {table.name: table for table in report_tables(report, tr)}, tr)


def _page(report: Report, tables: Mapping[str, Table], tr: Translator) -> Page:
    return Page(
        language=tr.language,
        over=tr("Programme report"),
        title=report.programme.title.strip() or tr("Programme"),
        when=_period(report, tr),
        marks=(),
        facts=tuple(_basics(report, tr)),
        figures=tuple(_figures(report, tr, tables)),
        sections=tuple(_sections(report, tr, tables)),
        foot=tr("Groups of fewer than {count} people are not shown.", count=SMALLEST_SHOWN),
        stamp=max((last_moment(one) for one in report.reviews), default=Instant(0)),
    )


def report_workbook(report: Report, tr: Translator) -> bytes:
    """Return the tables that the report refers to as a workbook."""
    tables = report_tables(report, tr)
    page = _page(report, {table.name: table for table in tables}, tr)
    filled = {table.name for table in tables if table.rows}
    cover = Cover(
        over=page.over,
        title=page.title,
        facts=page.facts,
        figures=tuple((figure.value, figure.caption) for figure in page.figures),
        foot=page.foot,
    )
    charts = [
        ChartOf(
            title=title,
            table=name,
            over="of",
            series=(Series(column="expected", colour=GREY), Series(column="visits", colour=TEAL)),
        )
        for name, title in (("by_group", tr("By group")), ("by_site", tr("By site")))
        if name in filled
    ]
    if "ways" in filled:
        charts.append(
            ChartOf(
                title=tr("Ways of working"),
                table="ways",
                over="kind",
                series=(
                    Series(column="planned_seconds", colour=GREY),
                    Series(column="actual_seconds", colour=BLUE),
                ),
            )
        )
    return workbook(cover, tables, charts, tr)


def _period(report: Report, tr: Translator) -> str:
    if report.facts.get(FactName.PERIOD):
        return report.facts[FactName.PERIOD]
    if not report.reviews:
        return ""
    plans = [one.portable.record.session.plan for one in report.reviews]
    first, last = (date_text(tr, plan.start, plan.zone) for plan in (plans[0], plans[-1]))
    return first if first == last else f"{first} – {last}"


def _basics(report: Report, tr: Translator) -> Iterator[tuple[str, str]]:
    facts = report.facts
    yield from (
        (name, text)
        for name, text in (
            (tr("Customer"), report.programme.customer),
            (tr("Providers"), facts.get(FactName.PROVIDERS, "")),
            (tr("Register number"), facts.get(FactName.REGISTER_NUMBER, "")),
            (tr("Period"), _period(report, tr)),
            (tr("Grant"), facts.get(FactName.GRANT, "")),
        )
        if text
    )


def _figures(report: Report, tr: Translator, tables: Mapping[str, Table]) -> Iterator[Figure]:
    counts = report.participation
    names = {name: table.title for name, table in tables.items()}

    def caption(words: str, table: str) -> str:
        return f"{words} · {names[table]}"

    value = tr("{ran} of {all}", ran=len(report.held), all=len(report.reviews))
    yield Figure(value, caption(tr("deliveries held"), "deliveries"))
    is_few = 0 < counts.people < SMALLEST_SHOWN
    shown = f"< {SMALLEST_SHOWN}" if is_few else str(counts.people)
    yield Figure(shown, caption(tr("different people took part"), "by_group"))
    if counts.expected >= SMALLEST_SHOWN and counts.visits >= SMALLEST_SHOWN:
        percent = f"{round(100 * counts.visits / counts.expected)} %"
        yield Figure(percent, caption(tr("of those expected came"), "by_group"))
    if not is_few:
        hours = number_of(report.facts, FactName.HOURS_A_DAY)
        words = tr("training days of {hours} hours", hours=hours)
        days = number_text(tr, round(training_days(report), 1))
        yield Figure(days, caption(words, "by_group"))
    notes = sum(len(one.notes) for one in report.reviews)
    yield Figure(str(notes), caption(tr("notes"), "learning"))


def training_days(report: Report) -> float:
    """Return the hours offered to those who took part, by the hours of a training day.

    Each person counts with the sessions in which the person was: hours of the plan, not of
    presence. The hours of a day are a fact of the programme, 8 where it says nothing.
    """
    return report.participation.hours / number_of(report.facts, FactName.HOURS_A_DAY)


def _fact_part(report: Report, *names: FactName) -> Iterator[Part]:
    lines = tuple(
        line for name in names for line in report.facts.get(name, "").splitlines() if line.strip()
    )
    if lines:
        yield Part(lines=lines)


def _table_part(
    tr: Translator, table: Table, lines: tuple[str, ...] = (), picture: Picture | None = None
) -> Iterator[Part]:
    shown = grid(tr, replace(table, rows=table.rows[:_MOST_ROWS]))
    if shown is not None:
        if len(table.rows) > _MOST_ROWS:
            more = tr(
                "{shown} of {all} rows are shown here.", shown=_MOST_ROWS, all=len(table.rows)
            )
            lines = (*lines, more)
        yield Part(lines=lines, picture=picture, grid=shown)


def _sections(report: Report, tr: Translator, tables: Mapping[str, Table]) -> Iterator[Section]:
    hours = number_of(report.facts, FactName.HOURS_A_DAY)
    formula = tr(
        "Training days: the hours of the sessions, added up over those who took part and divided by"
        " {hours}. Whoever came to several sessions is one person.",
        hours=hours,
    )
    nothing = Part(lines=(tr("Nothing is written here yet."),))

    def section(name: str, title: str, *parts: Iterator[Part]) -> Section:
        listed = tuple(part for some in parts for part in some)
        return Section(name=name, title=title, parts=listed or (nothing,))

    yield section("basics", tr("Basics"), iter((Part(lines=_basics_lines(report, tr)),)))
    yield section(
        "goals", tr("Goals and indicators"), _fact_part(report, FactName.GOALS, FactName.INDICATORS)
    )
    yield section("delivery", tr("Delivery"), _table_part(tr, tables["deliveries"]))
    left_out = tr(
        "Empty: fewer than {count} people, or a figure from which so few could be worked out.",
        count=SMALLEST_SHOWN,
    )
    lines = (formula, left_out) if report.participation.is_hidden else (formula,)
    yield section(
        "participation",
        tr("Participation"),
        iter((Part(lines=lines),)),
        _table_part(tr, tables["by_group"], picture=_rates(tables["by_group"], tr)),
        *(_table_part(tr, tables[name]) for name in ("by_site", "by_mode", "by_organisation")),
    )
    yield section(
        "ways",
        tr("Ways of working"),
        _fact_part(report, FactName.WAYS),
        _table_part(tr, tables["ways"]),
    )
    yield section("experiments", tr("Experiments"), _table_part(tr, tables["experiments"]))
    yield section("change", tr("Change"), _change(report, tables["change"], tr))
    yield section(
        "learning",
        tr("Learning and good practices"),
        _fact_part(report, FactName.LEARNING),
        _table_part(tr, tables["learning"]),
    )
    yield section(
        "deviations",
        tr("Deviations"),
        _fact_part(report, FactName.DEVIATIONS),
        _table_part(tr, tables["deviations"]),
    )
    yield section(
        "continuation", tr("Who continues what"), _fact_part(report, FactName.CONTINUATION)
    )
    annexes = (
        tr("Workbook with the tables that this report refers to"),
        tr("Records of the sessions, with their SHA-256 sums"),
        tr("Privacy notice in Finnish, Swedish and English"),
    )
    yield section("annexes", tr("Annexes"), iter((Part(lines=annexes),)))


def _change(report: Report, table: Table, tr: Translator) -> Iterator[Part]:
    """Yield the questions side by side, or all their rows where there are too many."""
    parts = tuple(change_parts(report.measured, table, tr))
    yield from parts or _table_part(tr, table)


def _basics_lines(report: Report, tr: Translator) -> tuple[str, ...]:
    lines = tuple(f"{name}: {text}" for name, text in _basics(report, tr))
    return lines or (tr("Nothing is written here yet."),)


def _rates(table: Table, tr: Translator) -> Picture | None:
    """Return the shares that came as strips; None where every one is hidden."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    rows = []
    for row in table.rows:
        rate = row[places["rate"]]
        if isinstance(rate, float):
            name, value = str(row[places["of"]]), f"{round(rate * 100)} %"
            bars = (Bar(start=0.0, end=rate, colour=TEAL),)
            rows.append(StripRow(name=name, bars=bars, value=value))
    if not rows:
        return None
    alt = f"{table.title}: " + "; ".join(f"{row.name} {row.value}" for row in rows) + "."
    return strips(rows, alt, bar_height=12, pitch=26, ticks=((0.0, "0 %"), (1.0, "100 %")))
