"""Tables, agendas and hostile files for the tests of import and export."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

from tests.builders import plan, session
from tests.exchange.records import GROUP, PROGRAMME
from virtu_desktop.domain.plan import Plan
from virtu_desktop.engine.changes import SessionRecord
from virtu_desktop.exchange.agenda_columns import guess_mapping
from virtu_desktop.exchange.agenda_import import AgendaPreview, read_agenda
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.tables import read_table_text

FIXTURES = Path(__file__).parent / "fixtures"


def expected(name: str) -> Any:
    """Return what a sample of the fixtures is to be read as."""
    return json.loads((FIXTURES / f"{name}.expected.json").read_text(encoding="utf-8"))


def previewed(text: str, *, start: str | None = None) -> AgendaPreview:
    """Return the preview of a pasted text."""
    table = read_table_text(text)
    begins = None if start is None else time_of_day.fromisoformat(start)
    return read_agenda(table, guess_mapping(table), session_start=begins)


def told(preview: AgendaPreview) -> list[tuple[int, str, float]]:
    """Return the problems of all rows: row number, problem, minutes."""
    return [
        (row.number, problem.problem.value, problem.by / 60_000)
        for row in preview.rows
        for problem in row.problems
    ]


def record_of(planned: Plan, *, title: str = "First half-day") -> PortableRecord:
    """Return a session that has not run, with its group and programme."""
    made = replace(session(planned), title=title, group=GROUP.id)
    return PortableRecord(record=SessionRecord(session=made), programme=PROGRAMME, group=GROUP)


def half_day() -> PortableRecord:
    """Return a session of three blocks with texts for everybody, and free time before the last."""
    planned = plan("a 20/10 opening", "b 30 breakout", "c 15 @10:00 break")
    texts = [
        {"title": "Tervetuloa", "owner": "Aino", "room": "Istukaa", "remote": "Kamera päälle"},
        {
            "title": "Pienryhmätyöskentelyn yhteenveto",
            "owner": "Göran ja Aino",
            "trainer_note": "sentinel",
            "materials": ("Kortit", "ajastin"),
        },
        {"title": "Tauko"},
    ]
    blocks = (replace(block, **more) for block, more in zip(planned.blocks, texts, strict=True))  # type: ignore[arg-type]
    return record_of(replace(planned, blocks=tuple(blocks)))


def archive(parts: dict[str, bytes]) -> bytes:
    """Return an archive that calls itself a workbook, with more parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in ({"xl/workbook.xml": b"<workbook/>"} | parts).items():
            made.writestr(name, content)
    return data.getvalue()


def workbook(sheet: str, *, strings: str = "") -> bytes:
    """Return a workbook whose one sheet holds the given XML rows."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    pack = "http://schemas.openxmlformats.org/package/2006"
    part = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return archive(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{pack}/content-types">'
                '<Default Extension="rels" '
                'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{part}.sheet.main+xml"/>'
                '<Override PartName="/xl/worksheets/sheet1.xml" '
                f'ContentType="{part}.worksheet+xml"/>'
                "</Types>"
            ).encode(),
            "_rels/.rels": (
                f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1" '
                f'Type="{rel}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
            ).encode(),
            "xl/workbook.xml": (
                f'<workbook xmlns="{main}" xmlns:r="{rel}"><sheets>'
                '<sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>'
            ).encode(),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{pack}/relationships"><Relationship Id="r1" '
                f'Type="{rel}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
            ).encode(),
            "xl/worksheets/sheet1.xml": (
                f'{strings}<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
            ).encode(),
        }
    )
