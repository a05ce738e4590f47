"""Writes down how rows change while a merge is saved, and turns them back when it is undone (R3).

Temporary triggers note each row before and after. Turned back in reverse order, what was added
goes and what was changed is as before; what somebody has changed since in a row of ours stays.
Run events are never changed, and leave a record only here: when the merge that brought them is
undone before the run went on.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from virtu_desktop.storage.rows import json_text

# What follows from other rows, or belongs to no record.
_NOT_LOGGED = ("attendance", "meta", "zone_offset", "record_merge", "note_search")
_GUARD = "run_event_is_kept"


class CannotTurnBack(Exception):
    """What was recorded since needs what the merge brought."""


class RowLog:
    """Notes every change of rows from its making to ``finish``, inside one transaction."""

    def __init__(self, con: sqlite3.Connection) -> None:
        """Begin to note changes that go through ``con``."""
        self._con = con
        self._columns = {table: _columns(con, table) for table in _tables(con)}
        con.execute(
            "CREATE TEMP TABLE row_log"
            " (number INTEGER PRIMARY KEY, name TEXT, before TEXT, after TEXT)"
        )
        for table, columns in self._columns.items():
            for name, event, before, after in (
                ("new", "INSERT", "NULL", _values(columns, "NEW")),
                ("changed", "UPDATE", _values(columns, "OLD"), _values(columns, "NEW")),
                ("gone", "DELETE", _values(columns, "OLD"), "NULL"),
            ):
                con.execute(
                    f'CREATE TEMP TRIGGER "row_log_{table}_{name}" AFTER {event} ON main."{table}"'
                    f" BEGIN INSERT INTO row_log (name, before, after)"
                    f" VALUES ('{table}', {before}, {after}); END"
                )

    def finish(self) -> str:
        """Stop, and return what was noted as a text for ``turn_back``."""
        steps = [
            [row["name"], _parsed(row["before"]), _parsed(row["after"])]
            for row in self._con.execute("SELECT * FROM temp.row_log ORDER BY number")
            if row["before"] != row["after"]
        ]
        self.close()
        touched = {step[0] for step in steps}
        columns = {
            table: [name for name, _kind in found]
            for table, found in self._columns.items()
            if table in touched
        }
        return json_text({"columns": columns, "steps": steps})

    def close(self) -> None:
        """Stop noting."""
        for table in self._columns:
            for name in ("new", "changed", "gone"):
                self._con.execute(f'DROP TRIGGER temp."row_log_{table}_{name}"')
        self._con.execute("DROP TABLE temp.row_log")


def turn_back(con: sqlite3.Connection, text: str) -> None:
    """Turn back what a log tells, inside an open transaction; raise CannotTurnBack."""
    told = json.loads(text)
    columns: Mapping[str, Sequence[str]] = told["columns"]
    known = {table: _columns(con, table) for table in _tables(con)}
    for table, names in columns.items():
        if not set(names) <= {name for name, _kind in known.get(table, ())}:
            raise CannotTurnBack(table)
    _check_runs(con, told["steps"], columns)
    guard = con.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (_GUARD,)).fetchone()
    con.execute(f"DROP TRIGGER {_GUARD}")
    try:
        for table, before, after in reversed(told["steps"]):
            _turn_back_row(con, table, _Row(known[table], columns[table], before, after))
    except sqlite3.IntegrityError as error:
        raise CannotTurnBack(str(error)) from error
    con.execute(guard["sql"])


class _Row:
    """One row before and after. known: the columns of its table, with their types."""

    def __init__(
        self,
        known: Sequence[tuple[str, str]],
        names: Sequence[str],
        before: list[Any] | None,
        after: list[Any] | None,
    ) -> None:
        kinds = dict(known)
        self.before = _stored(names, kinds, before)
        self.after = _stored(names, kinds, after)


def _turn_back_row(con: sqlite3.Connection, table: str, row: _Row) -> None:
    keys = _keys(con, table)
    where = " AND ".join(f'"{key}" IS ?' for key in keys)
    if row.after is None:
        assert row.before is not None
        names = ", ".join(f'"{name}"' for name in row.before)
        marks = ", ".join("?" for _ in row.before)
        con.execute(
            f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})',
            tuple(row.before.values()),
        )
        return
    at = tuple(row.after[key] for key in keys)
    if row.before is None:
        con.execute(f'DELETE FROM "{table}" WHERE {where}', at)
        return
    for name, value in row.before.items():
        if value != row.after[name]:
            con.execute(
                f'UPDATE "{table}" SET "{name}" = ? WHERE {where} AND "{name}" IS ?',
                (value, *at, row.after[name]),
            )


def _check_runs(
    con: sqlite3.Connection, steps: Sequence[Sequence[Any]], columns: Mapping[str, Sequence[str]]
) -> None:
    """Refuse when a run went on after the events that the merge brought."""
    last: dict[str, int] = {}
    for table, before, after in steps:
        if table == "run_event" and before is None:
            row = dict(zip(columns[table], after, strict=True))
            last[row["run_id"]] = max(last.get(row["run_id"], 0), row["position"])
    for run, position in last.items():
        (latest,) = con.execute(
            "SELECT max(position) FROM run_event WHERE run_id = ?", (run,)
        ).fetchone()
        if latest is not None and latest > position:
            raise CannotTurnBack("the run went on")


def _tables(con: sqlite3.Connection) -> Iterator[str]:
    for row in con.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'"):
        if not row["name"].startswith(("sqlite_", "_sqlite", *_NOT_LOGGED)):
            yield row["name"]


def _columns(con: sqlite3.Connection, table: str) -> list[tuple[str, str]]:
    found = con.execute("SELECT name, type FROM pragma_table_info(?)", (table,))
    return [(row["name"], row["type"]) for row in found]


def _keys(con: sqlite3.Connection, table: str) -> list[str]:
    found = con.execute("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk", (table,))
    return [row["name"] for row in found]


def _values(columns: Sequence[tuple[str, str]], which: str) -> str:
    """Return the SQL that puts a row into a JSON list; bytes as hexadecimal digits."""
    values = (
        f'CASE WHEN {which}."{name}" IS NULL THEN NULL ELSE hex({which}."{name}") END'
        if kind == "BLOB"
        else f'{which}."{name}"'
        for name, kind in columns
    )
    return f"json_array({', '.join(values)})"


def _parsed(text: str | None) -> object:
    return None if text is None else json.loads(text)


def _stored(
    names: Sequence[str], kinds: Mapping[str, str], values: list[Any] | None
) -> dict[str, Any] | None:
    if values is None:
        return None
    return {
        name: bytes.fromhex(value) if kinds[name] == "BLOB" and value is not None else value
        for name, value in zip(names, values, strict=True)
    }
