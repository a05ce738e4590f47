"""What an import would make of every row of a table, line by line (P7); no Qt."""

from __future__ import annotations

from enum import IntEnum

from ui.forms.look import LookLine
from virtu_desktop.exchange.agenda_import import (
    BLOCKING,
    AgendaPreview,
    AgendaRow,
    Ignored,
    IgnoredRow,
)
from virtu_desktop.exchange.agenda_kinds import KindFrom
from virtu_desktop.exchange.agenda_words import (
    day_time_text,
    ignored_words,
    kind_from_words,
    problem_words,
)
from virtu_desktop.i18n import Translator, _
from virtu_desktop.wording import kind_word, minutes_text


class ImportColumn(IntEnum):
    """The columns."""

    ROW = 0
    START = 1
    LENGTH = 2
    TITLE = 3
    KIND = 4
    OWNER = 5
    TOLD = 6


def import_headings() -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        _("Row"),
        _("Start"),
        _("Length"),
        _("Title"),
        _("Kind"),
        _("Owner"),
        _("To look at"),
    )


def import_lines(preview: AgendaPreview, tr: Translator) -> tuple[LookLine, ...]:
    """Return the lines for a preview; empty rows of the file are passed over."""
    found: list[AgendaRow | IgnoredRow] = [
        *preview.rows,
        *(row for row in preview.ignored if row.reason is not Ignored.EMPTY),
    ]
    found.sort(key=lambda row: row.number)
    return tuple(
        _ignored(row, tr) if isinstance(row, IgnoredRow) else _line(row, tr) for row in found
    )


def _line(row: AgendaRow, tr: Translator) -> LookLine:
    block = row.block
    told = [problem_words(tr, problem) for problem in row.problems]
    kind = ""
    if block is not None:
        kind = kind_word(tr, block.kind)
        if row.kind_from is not KindFrom.NAMED:
            kind = f"{kind}\n{kind_from_words(tr, row.kind_from)}"
    cells = (
        str(row.number),
        "" if row.start is None else day_time_text(tr, row.start),
        "" if block is None else minutes_text(tr, block.length),
        row.title if block is None else block.title,
        kind,
        "" if block is None else block.owner,
        " ".join(told),
    )
    return LookLine(cells=cells, is_strong=block is not None, is_told=bool(told))


def _ignored(row: IgnoredRow, tr: Translator) -> LookLine:
    told = tr("Left out: {reason}", reason=ignored_words(tr, row.reason))
    return LookLine(
        cells=(str(row.number), "", "", row.text, "", "", told), is_strong=False, is_told=False
    )


def blocked(preview: AgendaPreview) -> tuple[int, ...]:
    """Return the numbers of the rows that should be blocks and cannot be."""
    return tuple(
        row.number
        for row in preview.rows
        if any(problem.problem in BLOCKING for problem in row.problems)
    )
