"""Brings deleted sessions, groups and programmes back, or removes them for good.

With what is removed goes all that belongs to it, and the people who are in nothing else. Only
what is deleted already is removed. The writer then rewrites the file and empties its log, so that
nothing is left in free pages; ``secure_delete`` overwrites the rows even if it gets no further.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from virtu_desktop.domain.deleting import Item, ItemKind

# In this order: what is referred to without a cascade comes before what it belongs to.
_OF_RUNS = ("incident", "run_event")
_OF_SESSIONS = ("poll", "breakout_round", "note", "presence", "run")
_EVENTS_ARE_KEPT = "run_event_is_kept"
# Who is in a session that stays: expected, there, in a room, or with a ballot.
_SEEN_ELSEWHERE = """
SELECT person_id FROM expectation UNION SELECT person_id FROM presence
UNION SELECT person_id FROM breakout_seat UNION SELECT voter FROM ballot WHERE voter IS NOT NULL
"""
_RESTORE = """
DELETE FROM deleted_item WHERE (kind, id) IN (
    SELECT :kind, :id
    UNION SELECT 'group', group_id FROM session WHERE :kind = 'session' AND id = :id
    UNION SELECT 'programme', programme_id FROM participant_group
    WHERE (:kind = 'group' AND id = :id)
        OR (:kind = 'session' AND id = (SELECT group_id FROM session WHERE id = :id))
)
"""


def restore(con: sqlite3.Connection, items: Iterable[Item]) -> None:
    """Bring items back, and the group and the programme that hold them: all stand in a list."""
    for item in items:
        con.execute(_RESTORE, {"kind": item.kind.value, "id": item.id})


def remove(con: sqlite3.Connection, items: Iterable[Item]) -> None:
    """Remove items with what they hold, inside an open transaction.

    A programme that holds a group which is not deleted stays.
    """
    wanted: dict[ItemKind, list[str]] = {kind: [] for kind in ItemKind}
    for item in items:
        wanted[item.kind].append(item.id)
    programmes = _chosen(
        con,
        "SELECT id FROM programme WHERE id IN (SELECT value FROM json_each(?))"
        " AND id IN (SELECT id FROM deleted_item WHERE kind = 'programme')"
        " AND id NOT IN (SELECT programme_id FROM participant_group WHERE id NOT IN"
        " (SELECT id FROM deleted_item WHERE kind = 'group'))",
        wanted[ItemKind.PROGRAMME],
    )
    groups = _chosen(
        con,
        "SELECT id FROM participant_group"
        " WHERE id IN (SELECT id FROM deleted_item WHERE kind = 'group') AND"
        " (id IN (SELECT value FROM json_each(?)) OR programme_id IN"
        " (SELECT value FROM json_each(?)))",
        wanted[ItemKind.GROUP],
        programmes,
    )
    sessions = _chosen(
        con,
        "SELECT id FROM session WHERE id IN (SELECT id FROM deleted_item WHERE kind = 'session')"
        " AND (id IN (SELECT value FROM json_each(?)) OR group_id IN"
        " (SELECT value FROM json_each(?)))",
        wanted[ItemKind.SESSION],
        groups,
    )
    _remove_sessions(con, sessions)
    # What a merge would be undone with holds rows of the sessions that it was about.
    con.execute(
        "DELETE FROM record_merge WHERE EXISTS (SELECT 1 FROM json_each(sessions) AS s"
        " WHERE s.value IN (SELECT value FROM json_each(?)))",
        (json.dumps(sessions),),
    )
    _remove_people(con, groups, programmes)
    _delete(con, "participant_group", "id", groups)
    _delete(con, "programme", "id", programmes)
    for kind, gone in (
        (ItemKind.SESSION, sessions),
        (ItemKind.GROUP, groups),
        (ItemKind.PROGRAMME, programmes),
    ):
        con.executemany(
            "DELETE FROM deleted_item WHERE kind = ? AND id = ?",
            [(kind.value, one) for one in gone],
        )
    # The words of a removed note stay in the index until it is made anew.
    con.execute("INSERT INTO note_search (note_search) VALUES ('rebuild')")


def _remove_sessions(con: sqlite3.Connection, sessions: list[str]) -> None:
    runs = _chosen(
        con, "SELECT id FROM run WHERE session_id IN (SELECT value FROM json_each(?))", sessions
    )
    trigger = con.execute(
        "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = ?", (_EVENTS_ARE_KEPT,)
    ).fetchone()[0]
    # Events are never deleted from a record; here the whole record goes.
    con.execute(f"DROP TRIGGER {_EVENTS_ARE_KEPT}")
    for table in _OF_RUNS:
        _delete(con, table, "run_id", runs)
    con.execute(trigger)
    for table in _OF_SESSIONS:
        _delete(con, table, "session_id", sessions)
    _delete(con, "session", "id", sessions)


def _remove_people(con: sqlite3.Connection, groups: list[str], programmes: list[str]) -> None:
    """Remove the people of groups and programmes who are in no session that stays."""
    whose = (
        "(group_id IN (SELECT value FROM json_each(?))"
        " OR programme_id IN (SELECT value FROM json_each(?)))"
    )
    gone = (json.dumps(groups), json.dumps(programmes))
    con.execute(f"DELETE FROM person WHERE {whose} AND id NOT IN ({_SEEN_ELSEWHERE})", gone)
    con.execute(
        "UPDATE person SET group_id = NULL WHERE group_id IN (SELECT value FROM json_each(?))",
        gone[:1],
    )
    con.execute(
        "UPDATE person SET programme_id = NULL"
        " WHERE programme_id IN (SELECT value FROM json_each(?))",
        gone[1:],
    )


def _chosen(con: sqlite3.Connection, question: str, *ids: list[str]) -> list[str]:
    found = con.execute(question, [json.dumps(each) for each in ids]).fetchall()
    return [row[0] for row in found]


def _delete(con: sqlite3.Connection, table: str, column: str, ids: list[str]) -> None:
    con.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(one,) for one in ids])
