"""Writes breakout rounds, inside the writer's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any, assert_never

from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.engine.room_changes import DeleteRooms, RoomChange, SaveRooms
from virtu_desktop.storage import room_rows

Row = dict[str, Any]


class RoomKeeper:
    """Applies changes of rooms through one connection."""

    def __init__(self, con: sqlite3.Connection, storable: Callable[[Row], Row]) -> None:
        """Write through ``con``; ``storable`` makes a row fit for SQLite."""
        self._con = con
        self._storable = storable

    def apply(self, change: RoomChange) -> None:
        """Write one change; raise sqlite3.Error."""
        match change:
            case SaveRooms(session=session, round=round_):
                self._insert("breakout_round", [room_rows.round_row(session, round_)])
                self._save_parts(round_)
            case DeleteRooms(round=gone):
                self._con.execute("DELETE FROM breakout_round WHERE id = ?", (gone,))
            case _:
                assert_never(change)

    def _save_parts(self, round_: BreakoutRound) -> None:
        for table in ("breakout_room", "breakout_seat"):
            self._con.execute(f"DELETE FROM {table} WHERE round_id = ?", (round_.id,))
        self._insert("breakout_room", room_rows.room_rows(round_))
        self._insert("breakout_seat", room_rows.seat_rows(round_))

    def _insert(self, table: str, rows: Iterable[Row]) -> None:
        """Write rows; one with the same key is changed, never replaced with what hangs on it."""
        for row in map(self._storable, rows):
            names = ", ".join(row)
            marks = ", ".join(f":{name}" for name in row)
            changed = ", ".join(f"{name} = excluded.{name}" for name in row)
            self._con.execute(
                f"INSERT INTO {table} ({names}) VALUES ({marks})"
                f" ON CONFLICT DO UPDATE SET {changed}",
                row,
            )
