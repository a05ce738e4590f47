"""Questions about breakout rooms to an open library."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.programme import ProgrammeId, SessionId
from virtu_desktop.domain.rooms import BreakoutRound, history
from virtu_desktop.storage import room_rows


def rounds_of(con: sqlite3.Connection, session: SessionId) -> tuple[BreakoutRound, ...]:
    """Return the breakout rounds of a session in the order in which they were formed."""
    return _rounds(con, "r.session_id = ?", session)


def earlier_meetings(
    con: sqlite3.Connection, session: SessionId, programme: ProgrammeId | None
) -> tuple[Round, ...]:
    """Return the meetings in the other sessions of a programme, the oldest first.

    Rehearsals are no meetings: of a session that was only rehearsed nothing counts.
    """
    if programme is None:
        return ()
    found = _rounds(
        con,
        "r.started_utc IS NOT NULL AND r.session_id <> ? AND r.session_id IN ("
        " SELECT s.id FROM session AS s JOIN participant_group AS g ON g.id = s.group_id"
        " JOIN run AS x ON x.session_id = s.id AND x.kind = 'live'"
        " WHERE g.programme_id = ?)",
        session,
        programme,
    )
    return history(found)


def _rounds(con: sqlite3.Connection, where: str, *values: str) -> tuple[BreakoutRound, ...]:
    parts: dict[str, defaultdict[str, list[room_rows.Stored]]] = {}
    for table, order in (("breakout_room", "p.number"), ("breakout_seat", "p.rowid")):
        found = con.execute(
            f"SELECT p.* FROM {table} AS p JOIN breakout_round AS r ON r.id = p.round_id"
            f" WHERE {where} ORDER BY {order}",
            values,
        )
        parts[table] = defaultdict(list)
        for row in found:
            parts[table][row["round_id"]].append(dict(row))
    rounds = con.execute(
        f"SELECT r.* FROM breakout_round AS r WHERE {where}"
        " ORDER BY r.formed_utc, r.block_id, r.number",
        values,
    )
    rooms, seats = parts["breakout_room"], parts["breakout_seat"]
    return tuple(
        room_rows.round_of(dict(row), rooms[row["id"]], seats[row["id"]]) for row in rounds
    )
