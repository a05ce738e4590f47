"""Reads a table and what an import would make of it; runs off the window's thread (P7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time as time_of_day
from pathlib import Path

from ui.forms.look import LookLine
from ui.models.import_model import import_lines
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.plan_changes import insert
from virtu_desktop.domain.templates import clock_of
from virtu_desktop.domain.time import Duration, Instant, instant_of_local, local, zone_named
from virtu_desktop.exchange.agenda_columns import Column, ColumnMapping, guess_mapping
from virtu_desktop.exchange.agenda_import import AgendaPreview, day_time, read_agenda
from virtu_desktop.exchange.tables import Table, read_table, read_table_text
from virtu_desktop.i18n import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a table comes from: a file, with one of its sheets, or a text."""

    path: Path | None = None
    sheet: str | None = None
    text: str = ""

    def table(self) -> Table:
        """Return the table; raise BadTable."""
        if self.path is not None:
            return read_table(self.path, sheet=self.sheet)
        return read_table_text(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A table, what its columns hold, and what would become of its rows.

    own_start: the first time of day in the table, or None. lines: the rows in words.
    """

    source: Source
    table: Table
    mapping: ColumnMapping
    preview: AgendaPreview
    own_start: time_of_day | None
    lines: tuple[LookLine, ...]

    @property
    def has_conflicts(self) -> bool:
        """Say whether times of day and lengths contradict one another somewhere."""
        return self.preview.conflicts > 0


def read_source(
    source: Source,
    *,
    plan: Plan,
    keeps_start: bool,
    remembered: Mapping[str, Sequence[Column]],
    tr: Translator,
) -> Reading:
    """Return the first look at a table; raise BadTable."""
    table = source.table()
    mapping = guess_mapping(table, remembered=remembered)
    return read_again(source, table, mapping, plan=plan, keeps_start=keeps_start, tr=tr)


def read_again(
    source: Source,
    table: Table,
    mapping: ColumnMapping,
    *,
    plan: Plan,
    keeps_start: bool,
    tr: Translator,
) -> Reading:
    """Return another look at a table. keeps_start: the session starts when it does now."""
    free = read_agenda(table, mapping)
    preview = free
    if keeps_start:
        preview = read_agenda(table, mapping, session_start=clock_of(plan))
    return Reading(
        source=source,
        table=table,
        mapping=mapping,
        preview=preview,
        own_start=None if free.start is None else day_time(free.start),
        lines=import_lines(preview, tr),
    )


def replaced(plan: Plan, blocks: Sequence[Block], start: time_of_day | None) -> Plan:
    """Return a plan of other blocks. start: when the session starts then; None: as it does.

    A target end moves with the start.
    """
    if start is None:
        return replace(plan, blocks=tuple(blocks))
    zone = zone_named(plan.zone)
    begins = instant_of_local(local(plan.start, zone).date(), start, zone)
    later = Duration(begins - plan.start)
    end = None if plan.end is None else Instant(plan.end + later)
    return replace(plan, start=begins, end=end, blocks=tuple(blocks))


def added(plan: Plan, blocks: Sequence[Block]) -> Plan:
    """Return the plan with other blocks at its end."""
    return insert(plan, blocks, len(plan.blocks))
