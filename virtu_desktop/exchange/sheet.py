"""Tables with typed columns: what a record comes to, before a format gives it a shape (R2).

Every format shows the same tables. Separated values take the machine's names and codes, which are
the same in every language; workbooks and pages take headings and words in the reader's language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from virtu_desktop.domain.time import SECOND, Duration, Instant, local, zone_named
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import clock_text, minutes_text, whole_minutes

_VIEW = TypeVar("_VIEW")
_ROW = TypeVar("_ROW")


class Kind(StrEnum):
    """What the cells of a column are.

    WORD: a ``Coded``. INSTANT: an ``Instant``. LENGTH: a ``Duration`` of 0 or
    more. SHIFT: one that can be below zero, shown in minutes. SHARE: a number, usually
    from 0 to 1. FLAG: 0 or 1.
    """

    TEXT = "text"
    WORD = "word"
    COUNT = "count"
    NUMBER = "number"
    INSTANT = "instant"
    LENGTH = "length"
    SHIFT = "shift"
    SHARE = "share"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Coded:
    """A value with a code for machines and its word for the reader."""

    code: str
    words: str


Cell = str | int | float | Coded | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table, its heading and meaning in the reader's language.

    width: in letters. is_detail: for tables that are computed with; pages leave it out.
    """

    name: str
    heading: str
    meaning: str
    kind: Kind
    width: int
    is_detail: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its machine's name, its title, and its rows. zone: of its instants.

    key: the names of the columns that tell rows apart.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    zone: str
    key: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field(Generic[_VIEW, _ROW]):
    """How a column comes about; heading and meaning are marked with ``N_``."""

    name: str
    heading: str
    meaning: str
    kind: Kind
    cell: Callable[[_VIEW, _ROW], Cell]
    width: int = 12
    is_detail: bool = False


def make_table(
    name: str,
    title: str,
    fields: Sequence[Field[_VIEW, _ROW]],
    view: _VIEW,
    rows: Iterable[_ROW],
    tr: Translator,
    *,
    zone: str,
    key: tuple[str, ...] = (),
) -> Table:
    """Return the table of ``rows``, seen through ``view``."""
    return Table(
        name=name,
        title=title,
        columns=tuple(
            Column(
                name=field.name,
                heading=tr(field.heading) if field.heading else "",
                meaning=tr(field.meaning),
                kind=field.kind,
                width=field.width,
                is_detail=field.is_detail,
            )
            for field in fields
        ),
        rows=tuple(tuple(field.cell(view, row) for field in fields) for row in rows),
        zone=zone,
        key=key,
    )


def cell_text(tr: Translator, kind: Kind, cell: Cell, zone: str) -> str:
    """Return a cell as a page shows it; an empty one as an empty text."""
    if cell is None:
        return ""
    if isinstance(cell, Coded):
        return cell.words
    if isinstance(cell, str):
        return cell
    match kind:
        case Kind.INSTANT:
            return clock_text(tr, Instant(int(cell)), zone)
        case Kind.LENGTH:
            return minutes_text(tr, Duration(int(cell)))
        case Kind.SHIFT:
            return number_text(tr, whole_minutes(Duration(int(cell))))
        case Kind.SHARE:
            return percent_text(tr, cell)
        case Kind.FLAG:
            return tr("yes") if cell else ""
        case _:
            return number_text(tr, cell)


def percent_text(tr: Translator, share: float) -> str:
    """Return a share of 1 as ``94 %``, rounded half up."""
    return tr("{number} %", number=int(share * 100 + 0.5))


def number_text(tr: Translator, number: float) -> str:
    """Return a number with at most two decimals and the reader's decimal mark."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    text = text.replace("-", "−")
    return text if tr.language == "en" else text.replace(".", ",")


def local_iso(instant: Instant, zone: str) -> str:
    """Return an instant with the offset of its zone: ``2026-11-25T09:00:00+02:00``."""
    return local(instant, zone_named(zone)).isoformat(timespec="seconds")


def local_plain(instant: Instant, zone: str) -> str:
    """Return an instant as spreadsheets read it: ``2026-11-25 09:00:00``."""
    return f"{local(instant, zone_named(zone)):%Y-%m-%d %H:%M:%S}"


def whole_seconds(ms: float) -> int:
    """Return milliseconds as whole seconds, rounded half up."""
    return (int(ms) + SECOND // 2) // SECOND
