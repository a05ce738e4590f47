"""What can be undone or should go: merges of records, and data that is not needed any more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from virtu_desktop.domain.programme import Programme, SessionId
from virtu_desktop.domain.programme_facts import Due, retention
from virtu_desktop.domain.time import Instant, local, parse_instant, zone_named
from virtu_desktop.storage import queries
from virtu_desktop.storage.removals import rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedMerge:
    """A merge of another laptop's record. added: how many things were new."""

    id: str
    at: Instant
    file: str
    added: int
    sessions: tuple[SessionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DueData:
    """A class of data that a programme has. count: of people with names, stays, answers, notes."""

    programme: Programme
    due: Due
    count: int
    today: date

    @property
    def is_due(self) -> bool:
        """Say whether it should be gone by now."""
        return self.due.is_due(self.today)


def merges(con: sqlite3.Connection) -> tuple[RecordedMerge, ...]:
    """Return the merges that can be undone, the latest first."""
    found = con.execute(
        "SELECT id, at_utc, file_name, added, sessions FROM record_merge"
        " ORDER BY at_utc DESC, rowid DESC"
    )
    return tuple(
        RecordedMerge(
            id=row["id"],
            at=parse_instant(row["at_utc"]),
            file=row["file_name"],
            added=row["added"],
            sessions=tuple(SessionId(one) for one in json.loads(row["sessions"])),
        )
        for row in found
    )


def due(con: sqlite3.Connection, now: Instant) -> tuple[DueData, ...]:
    """Return what each programme with sessions has of each class, by programme."""
    return tuple(_due(con, now))


def _due(con: sqlite3.Connection, now: Instant) -> Iterator[DueData]:
    groups = {group.id: group.programme for group in queries.groups(con)}
    last = {
        groups[session.group]: session
        for session in queries.summaries(con)
        if session.group in groups
    }
    for programme in queries.programmes(con):
        session = last.get(programme.id)
        if session is None:
            continue
        zone = zone_named(session.zone)
        day, today = local(session.end, zone).date(), local(now, zone).date()
        for one in retention(queries.facts(con, programme.id), day):
            count = rows_of(con, programme.id, one.kind)
            if count:
                yield DueData(programme=programme, due=one, count=count, today=today)
