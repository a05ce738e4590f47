"""Brings a library file to the present version, all or nothing, one step for each version.

A step is frozen once it is released: it uses no code of the program that may change later.
``user_version`` of the file is ``major << 16 | minor``: a program reads and writes files of its
own major version, also those with a higher minor one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from virtu_desktop.storage.connection import wrap

if TYPE_CHECKING:
    from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x56525455  # "VRTU"
MAJOR = 1
MINOR = 9
VERSION = MAJOR << 16 | MINOR


def migrate(
    con: sqlite3.Connection,
    *,
    finish: Callable[[], object],
    steps: Migrations | None = None,
) -> None:
    """Bring the open file to the present version in one transaction.

    ``finish`` is called inside that transaction, at its end. Raises what a step raises; the file
    is then as it was before.
    """
    db = wrap(con)
    # A step may rebuild a table that others refer to, which no rule may stop half-way.
    con.execute("PRAGMA foreign_keys=OFF")
    try:
        con.execute("BEGIN IMMEDIATE")
        try:
            _drop_views(con)
            (steps or all_steps()).apply(db)
            for statement in _statements("views.sql"):
                con.execute(statement)
            _check(con)
            finish()
            con.execute("COMMIT")
        except BaseException:
            if con.in_transaction:
                con.execute("ROLLBACK")
            raise
    finally:
        con.execute("PRAGMA foreign_keys=ON")


@cache
def all_steps() -> Migrations:
    """Return every step there is, the oldest first."""
    from sqlite_utils import Migrations

    steps = Migrations("virtu")

    @steps(name="1.0")
    def _first(db: Database) -> None:
        for statement in _statements("v1.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA application_id={APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 0}")

    @steps(name="1.1")
    def _second(db: Database) -> None:
        for statement in _statements("v2.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 1}")

    @steps(name="1.2")
    def _third(db: Database) -> None:
        for statement in _statements("v3.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 2}")

    @steps(name="1.3")
    def _fourth(db: Database) -> None:
        for statement in _statements("v4.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 3}")

    @steps(name="1.4")
    def _fifth(db: Database) -> None:
        for statement in _statements("v5.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 4}")

    @steps(name="1.5")
    def _sixth(db: Database) -> None:
        for statement in _statements("v6.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 5}")

    @steps(name="1.6")
    def _seventh(db: Database) -> None:
        for statement in _statements("v7.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 6}")

    @steps(name="1.7")
    def _eighth(db: Database) -> None:
        for statement in _statements("v8.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 7}")

    @steps(name="1.8")
    def _ninth(db: Database) -> None:
        for statement in _statements("v9.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 8}")

    @steps(name="1.9")
    def _tenth(db: Database) -> None:
        for statement in _statements("v10.sql"):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA user_version={1 << 16 | 9}")

    return steps


def _drop_views(con: sqlite3.Connection) -> None:
    names = con.execute("SELECT name FROM sqlite_schema WHERE type = 'view'").fetchall()
    for (name,) in names:
        quoted = name.replace('"', '""')
        con.execute(f'DROP VIEW "{quoted}"')


def _check(con: sqlite3.Connection) -> None:
    if con.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise sqlite3.IntegrityError("a row refers to one that is not there")


def _statements(name: str) -> Iterator[str]:
    """Yield the statements of one of this package's SQL files."""
    text = files("virtu_desktop.storage").joinpath(name).read_text(encoding="utf-8")
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
