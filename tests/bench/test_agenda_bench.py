"""How long agendas take: import of 1,000 rows with preview and a run sheet (P7: 1 s each).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import datetime
import io
from dataclasses import replace

import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

from tests.builders import at, plan
from tests.exchange.agendas import record_of
from virtu_desktop.domain.plan import Plan
from virtu_desktop.exchange.agenda import Audience, make_agenda
from virtu_desktop.exchange.agenda_columns import guess_mapping
from virtu_desktop.exchange.agenda_import import AgendaPreview, read_agenda
from virtu_desktop.exchange.agenda_tables import agenda_workbook
from virtu_desktop.exchange.run_sheet import run_sheet
from virtu_desktop.exchange.tables import table_of_bytes
from virtu_desktop.i18n import translator

pytestmark = pytest.mark.bench

ROWS = 1000
HEADINGS = ("Alkaa", "Kesto", "Aihe", "Menetelmä", "Materiaalit", "Vastuu", "Huomiot")
TEXTS = ("Pienryhmätyöskentelyn yhteenveto", "Pienryhmät", "Kortit; ajastin", "Göran", "x" * 200)


def text_rows() -> bytes:
    """Return the rows as a trainer's CSV file."""
    lines = [";".join(HEADINGS)]
    for number in range(ROWS):
        start = f"{9 + number // 60 % 14}.{number % 60:02d}" if number % 10 == 0 else ""
        lines.append(";".join((start, "1 min", *(f'"{text}"' for text in TEXTS))))
    return "\r\n".join(lines).encode("cp1252")


def workbook_rows() -> bytes:
    """Return the rows as a workbook with real times."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        clock = book.add_format({"num_format": "h:mm"})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for number in range(1, ROWS + 1):
            sheet.write_datetime(
                number, 0, datetime.time(9 + number // 60 % 14, number % 60), clock
            )
            sheet.write_row(number, 1, (1, *TEXTS))
    return data.getvalue()


def imported(data: bytes) -> AgendaPreview:
    """Return the preview of a file's bytes, read from the beginning."""
    table = table_of_bytes(data)
    return read_agenda(table, guess_mapping(table))


def half_day(count: int) -> Plan:
    """Return a plan with long texts for everybody."""
    blocks = plan(*(f"b{number} 10/5" for number in range(count))).blocks
    title = "Pienryhmätyöskentelyn yhteenvetokeskustelu ja sopimusten kirjaaminen"
    full = {"title": title, "room": "x " * 80, "remote": "y " * 80, "trainer_note": "z " * 120}
    return Plan(
        start=at("9:00"),
        zone="Europe/Helsinki",
        blocks=tuple(replace(block, owner="Aino", **full) for block in blocks),  # type: ignore[arg-type]
    )


def test_import_of_a_thousand_rows_of_text(benchmark: BenchmarkFixture) -> None:
    """Measure reading, mapping and preview of a CSV file."""
    preview = benchmark(imported, text_rows())

    assert len(preview.blocks) == ROWS


def test_import_of_a_thousand_rows_of_a_workbook(benchmark: BenchmarkFixture) -> None:
    """Measure the same of a workbook, its own process included."""
    preview = benchmark(imported, workbook_rows())

    assert len(preview.blocks) == ROWS


@pytest.mark.parametrize("blocks", [15, 100])
def test_run_sheet(benchmark: BenchmarkFixture, blocks: int) -> None:
    """Measure the PDF of a half-day, and of a plan far longer than that."""
    agenda = make_agenda(record_of(half_day(blocks)), audience=Audience.TRAINER)

    pdf = benchmark(run_sheet, agenda, translator("fi"), printed_at=at("8:00"), version=1)

    assert pdf.startswith(b"%PDF")


def test_workbook(benchmark: BenchmarkFixture) -> None:
    """Measure the workbook of a half-day."""
    agenda = make_agenda(record_of(half_day(15)))

    assert benchmark(agenda_workbook, agenda, translator("fi"))
