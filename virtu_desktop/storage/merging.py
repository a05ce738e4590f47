"""Two people of a roster become one, everywhere in the library, and two again.

What was moved is written down, so that taking a merge back finds it.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.storage.rows import json_text

# Tables with an ``id`` whose ``person_id`` says whose the row is. A table that tells of people in
# another way is moved by a function of its own.
_OWNED = ("presence", "presence_correction", "breakout_seat")


def merge(con: sqlite3.Connection, *, kept: PersonId, gone: PersonId) -> set[SessionId]:
    """Let all rows of ``gone`` be of ``kept``, delete ``gone``; return the sessions concerned."""
    sessions = _sessions_of(con, gone)
    moved: dict[str, Any] = {}
    for table in _OWNED:
        found = con.execute(f"SELECT id FROM {table} WHERE person_id = ?", (gone,))
        moved[table] = [row["id"] for row in found]
        con.execute(f"UPDATE {table} SET person_id = ? WHERE person_id = ?", (kept, gone))
    moved["expectation"] = _move_expectations(con, kept, gone)
    moved["ballot"] = _move_ballots(con, kept, gone)
    con.execute(
        "INSERT OR REPLACE INTO person_merge (gone_id, kept_id, moved) VALUES (?, ?, ?)",
        (gone, kept, json_text(moved)),
    )
    con.execute("DELETE FROM person WHERE id = ?", (gone,))
    return sessions


def split(con: sqlite3.Connection, *, kept: PersonId, gone: PersonId) -> set[SessionId]:
    """Give ``gone``, who is there again, the rows back; return the sessions concerned."""
    row = con.execute("SELECT moved FROM person_merge WHERE gone_id = ?", (gone,)).fetchone()
    if row is None:
        return set()
    moved = json.loads(row["moved"])
    for table in _OWNED:
        con.executemany(
            f"UPDATE {table} SET person_id = ? WHERE id = ?",
            [(gone, one) for one in moved.get(table, ())],
        )
    con.executemany(
        "UPDATE ballot SET voter = ? WHERE id = ?", [(gone, one) for one in moved.get("ballot", ())]
    )
    for session, is_expected, mode, was_new in moved["expectation"]:
        con.execute(
            "INSERT INTO expectation (session_id, person_id, is_expected, mode)"
            " VALUES (?, ?, ?, ?)",
            (session, gone, is_expected, mode),
        )
        if was_new:
            con.execute(
                "DELETE FROM expectation WHERE session_id = ? AND person_id = ?", (session, kept)
            )
    con.execute("DELETE FROM person_merge WHERE gone_id = ?", (gone,))
    return _sessions_of(con, gone)


def _move_expectations(
    con: sqlite3.Connection, kept: PersonId, gone: PersonId
) -> list[tuple[str, int, str | None, bool]]:
    """Return what stood of ``gone``: session, is_expected, mode, and whether ``kept`` took it."""
    there = {
        row["session_id"]
        for row in con.execute("SELECT session_id FROM expectation WHERE person_id = ?", (kept,))
    }
    found = [
        (row["session_id"], row["is_expected"], row["mode"], row["session_id"] not in there)
        for row in con.execute("SELECT * FROM expectation WHERE person_id = ?", (gone,))
    ]
    con.executemany(
        "UPDATE expectation SET person_id = ? WHERE person_id = ? AND session_id = ?",
        [(kept, gone, session) for session, _, _, is_new in found if is_new],
    )
    return found


def _move_ballots(con: sqlite3.Connection, kept: PersonId, gone: PersonId) -> list[str]:
    """Return the ballots of ``gone`` that are of ``kept`` now.

    Where both answered by phone, each ballot stays with the one who gave it.
    """
    before = [row["id"] for row in con.execute("SELECT id FROM ballot WHERE voter = ?", (gone,))]
    con.execute("UPDATE OR IGNORE ballot SET voter = ? WHERE voter = ?", (kept, gone))
    left = {row["id"] for row in con.execute("SELECT id FROM ballot WHERE voter = ?", (gone,))}
    return [one for one in before if one not in left]


def _sessions_of(con: sqlite3.Connection, person: PersonId) -> set[SessionId]:
    found = con.execute("SELECT DISTINCT session_id FROM presence WHERE person_id = ?", (person,))
    return {SessionId(row["session_id"]) for row in found}
