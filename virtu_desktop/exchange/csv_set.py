"""A session's record as a set of CSV files with their description (R2).

Each table is a file; a codebook explains the columns, and ``datapackage.json`` describes the set
to programs (Data Package 2.0). UTF-8, RFC 4180. Column names are English in every language.
Instants carry their offset; for Finnish Excel they do not, and there are semicolons, decimal commas
and a byte order mark. The same record gives the same bytes.

A text that a spreadsheet would take for a formula gets an apostrophe in front (T8); ``unescape``
takes it away again.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import msgspec

from virtu_desktop.domain.time import Instant
from virtu_desktop.exchange.record_tables import record_tables
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import (
    Cell,
    Coded,
    Column,
    Kind,
    Table,
    local_iso,
    local_plain,
    whole_seconds,
)
from virtu_desktop.i18n import Translator

# The last four are the wide forms of the first four.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
CODEBOOK = "codebook"
DESCRIPTOR = "datapackage.json"


@dataclass(frozen=True, slots=True)
class CsvFile:
    """One file of the set, under its whole name: ``blocks.csv``, ``datapackage.json``."""

    name: str
    data: bytes


def csv_set(review: Review, tr: Translator, *, excel_fi: bool = False) -> tuple[CsvFile, ...]:
    """Return the files of a session's record."""
    session = review.portable.record.session
    return csv_files(
        record_tables(review, tr),
        name=f"virtu-session-{session.id}",
        title=session.title,
        excel_fi=excel_fi,
    )


def csv_files(
    tables: Sequence[Table], *, name: str, title: str, excel_fi: bool = False
) -> tuple[CsvFile, ...]:
    """Return a file for each table, the codebook, and the description of them all.

    name: of the package; it is made of small letters, digits, dots and hyphens.
    """
    files = [
        CsvFile(f"{table.name}.csv", _encoded(_rows(table, excel_fi), excel_fi)) for table in tables
    ]
    files.append(CsvFile(f"{CODEBOOK}.csv", _encoded(_codebook(tables), excel_fi)))
    described = zip((*tables, None), files, strict=True)
    package = {
        "$schema": _PROFILE,
        "name": re.sub(r"[^a-z0-9.-]+", "-", name.lower()).strip("-") or "virtu",
        "title": title,
        "resources": [_resource(table, file, excel_fi) for table, file in described],
    }
    data = msgspec.json.format(msgspec.json.encode(package), indent=1) + b"\n"
    return (*files, CsvFile(DESCRIPTOR, data))


def escape(text: str) -> str:
    """Return ``text`` so that no spreadsheet takes it for a formula.

    >>> escape("=1+1"), escape("1+1"), escape("'=1")
    ("'=1+1", '1+1', "''=1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(cell: str) -> str:
    """Return the text that ``escape`` made the cell from.

    >>> unescape(escape("'=1"))
    "'=1"
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def _rows(table: Table, excel_fi: bool) -> Iterator[list[str | int | None]]:
    yield [column.name for column in table.columns]
    for row in table.rows:
        yield [
            _csv_cell(column.kind, cell, table.zone, excel_fi)
            for column, cell in zip(table.columns, row, strict=True)
        ]


def _csv_cell(kind: Kind, cell: Cell, zone: str, excel_fi: bool) -> str | int | None:
    if cell is None:
        return None
    if isinstance(cell, Coded):
        return escape(cell.code)
    if isinstance(cell, str):
        return escape(cell)
    if kind is Kind.INSTANT:
        instant = Instant(int(cell))
        return local_plain(instant, zone) if excel_fi else local_iso(instant, zone)
    if kind in (Kind.LENGTH, Kind.SHIFT):
        return whole_seconds(cell)
    if isinstance(cell, float):
        text = f"{cell:.6f}".rstrip("0").rstrip(".")
        return text.replace(".", ",") if excel_fi else text
    return cell


def _codebook(tables: Iterable[Table]) -> Iterator[list[str | int | None]]:
    yield ["file", "column", "meaning"]
    for table in tables:
        for column in table.columns:
            yield [table.name, column.name, escape(column.meaning)]


def _encoded(rows: Iterable[Sequence[str | int | None]], excel_fi: bool) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if excel_fi else ",")
    writer.writerows(rows)
    return ((_BOM if excel_fi else "") + text.getvalue()).encode()


def _resource(table: Table | None, file: CsvFile, excel_fi: bool) -> dict[str, object]:
    fields: list[dict[str, object]] = [
        {"name": name, "type": "string"} for name in ("file", "column", "meaning")
    ]
    schema: dict[str, object] = {"fields": fields, "missingValues": [""]}
    described: dict[str, object] = {
        "name": file.name.removesuffix(".csv"),
        "type": "table",
        "path": file.name,
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(file.data),
        "hash": f"sha256:{hashlib.sha256(file.data).hexdigest()}",
        "dialect": {
            "delimiter": ";" if excel_fi else ",",
            "lineTerminator": "\r\n",
            "quoteChar": '"',
            "doubleQuote": True,
            "header": True,
        },
        "schema": schema,
    }
    if table is not None:
        described["title"] = table.title
        schema["fields"] = [_field(column, excel_fi) for column in table.columns]
        if table.key:
            schema["primaryKey"] = list(table.key)
    return described


def _field(column: Column, excel_fi: bool) -> dict[str, object]:
    described: dict[str, object] = {
        "name": column.name,
        "type": _TYPES[column.kind],
        "description": column.meaning,
    }
    if column.kind is Kind.INSTANT and excel_fi:
        described["format"] = "%Y-%m-%d %H:%M:%S"
    if _TYPES[column.kind] == "number" and excel_fi:
        described["decimalChar"] = ","
    return described


_TYPES = {
    Kind.TEXT: "string",
    Kind.WORD: "string",
    Kind.COUNT: "integer",
    Kind.NUMBER: "number",
    Kind.INSTANT: "datetime",
    Kind.LENGTH: "integer",
    Kind.SHIFT: "integer",
    Kind.SHARE: "number",
    Kind.FLAG: "integer",
}
