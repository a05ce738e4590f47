"""Turns changes of polls into rows, inside the writer's transaction.

Secret ballots are written so that the file keeps no trace of their order: before a transaction with
new ones is committed, all rows of their round are written again in the order of their random keys,
because the places of rows within a page would otherwise tell which came first. What the log beside
the file holds meanwhile, the writer folds into the file at once (``leaves_traces``).
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterable
from typing import assert_never

from virtu_desktop.domain.polls import Ballot, Count, Poll, Round, SecretBallot, SecretPart
from virtu_desktop.engine.changes import Change
from virtu_desktop.engine.poll_changes import (
    CastSecret,
    DeletePoll,
    DeleteRound,
    LogCorrection,
    PollChange,
    SaveBallots,
    SaveCount,
    SavePoll,
    SaveRound,
    SaveSecret,
)
from virtu_desktop.storage import poll_rows

KEY_BYTES = 16

_POLL = ("id", "session_id", "block", "kind", "text", "secrecy", "repeat_key", "question",
         "right_shown")  # fmt: skip
_ROUND = ("id", "poll_id", "number", "opened_utc", "closed_utc", "closes_utc", "present_room",
          "present_site", "present_remote", "revealed", "restarted")  # fmt: skip
_BALLOT = ("id", "round_id", "at_utc", "channel", "mode", "site", "counted_by", "batch",
           "standing", "voter", "name", "written", "code", "answer")  # fmt: skip
_COUNT = ("id", "round_id", "at_utc", "channel", "mode", "site", "counted_by", "batch",
          "standing", "people")  # fmt: skip


def leaves_traces(change: Change) -> bool:
    """Say whether the pages of a change would tell the order of secret ballots."""
    return isinstance(change, CastSecret | SaveSecret)


class PollKeeper:
    """Writes polls through one connection."""

    def __init__(
        self, con: sqlite3.Connection, storable: Callable[[poll_rows.Row], poll_rows.Row]
    ) -> None:
        """Write through ``con``; ``storable`` makes texts fit for SQLite."""
        self._con = con
        self._storable = storable
        self._unsorted: set[str] = set()

    def settle(self) -> None:
        """Write the secret ballots that this transaction brought in the order of their keys."""
        for round_id in self._unsorted:
            self._write_secret(round_id, self._secret_rows(round_id))
        self._unsorted.clear()

    def apply(self, change: PollChange) -> None:
        """Write one change; raise sqlite3.Error."""
        match change:
            case SavePoll(session=session, poll=poll):
                self._save_poll(session, poll)
            case DeletePoll(poll=poll_id):
                self._con.execute("DELETE FROM poll WHERE id = ?", (poll_id,))
            case SaveRound(round=round_):
                self._save_round(round_)
            case DeleteRound(round=round_id):
                self._con.execute("DELETE FROM poll_round WHERE id = ?", (round_id,))
            case SaveBallots(ballots=ballots):
                self._save_ballots(ballots)
            case SaveCount(count=count):
                self._save_count(count)
            case LogCorrection(round=round_id, line=line):
                row = poll_rows.correction_row(round_id, line)
                self._con.execute(
                    "INSERT INTO poll_correction (round_id, at_utc, kind, unit, old)"
                    " VALUES (:round_id, :at_utc, :kind, :unit, :old)",
                    self._storable(row),
                )
            case CastSecret():
                self._cast_secret(change)
            case SaveSecret(round=round_id, ballots=secret, parts=parts):
                rows = [_secret_row(secrets.token_bytes(KEY_BYTES), ballot) for ballot in secret]
                self._write_secret(round_id, rows)
                self._write_parts(round_id, parts)
            case _:
                assert_never(change)

    def _save_poll(self, session: str, poll: Poll) -> None:
        self._upsert("poll", _POLL, [poll_rows.poll_row(session, poll)])
        self._con.execute("DELETE FROM poll_choice WHERE poll_id = ?", (poll.id,))
        self._con.executemany(
            "INSERT INTO poll_choice (poll_id, place, label) VALUES (:poll_id, :place, :label)",
            [self._storable(row) for row in poll_rows.choice_rows(poll)],
        )

    def _save_round(self, round_: Round) -> None:
        self._upsert("poll_round", _ROUND, [poll_rows.round_row(round_)])

    def _save_ballots(self, ballots: Iterable[Ballot]) -> None:
        ballots = tuple(ballots)
        self._upsert("ballot", _BALLOT, [poll_rows.ballot_row(ballot) for ballot in ballots])
        self._con.executemany(
            "DELETE FROM ballot_pick WHERE ballot_id = ?", [(ballot.id,) for ballot in ballots]
        )
        self._con.executemany(
            "INSERT INTO ballot_pick (ballot_id, place, amount) VALUES (?, ?, ?)",
            [(ballot.id, *pick) for ballot in ballots for pick in poll_rows.picks(ballot.answer)],
        )

    def _save_count(self, count: Count) -> None:
        self._upsert("ballot_count", _COUNT, [poll_rows.count_row(count)])
        self._con.execute("DELETE FROM ballot_count_pick WHERE count_id = ?", (count.id,))
        self._con.executemany(
            "INSERT INTO ballot_count_pick (count_id, place, people) VALUES (?, ?, ?)",
            [(count.id, place, people) for place, people in enumerate(count.counts)],
        )

    def _cast_secret(self, change: CastSecret) -> None:
        if change.replaces is not None:
            self._con.execute("DELETE FROM secret_ballot WHERE key = ?", (change.replaces,))
        self._insert_secret(change.round, _secret_row(change.key, change.ballot))
        self._write_parts(change.round, change.parts)
        self._unsorted.add(change.round)

    def _secret_rows(self, round_id: str) -> list[tuple[bytes, str, str]]:
        found = self._con.execute(
            "SELECT key, code, answer FROM secret_ballot WHERE round_id = ?", (round_id,)
        )
        return [(row[0], row[1], row[2]) for row in found.fetchall()]

    def _write_secret(self, round_id: str, rows: list[tuple[bytes, str, str]]) -> None:
        """Write all secret ballots of a round, in the order of their keys."""
        self._con.execute(
            "DELETE FROM secret_pick WHERE key IN"
            " (SELECT key FROM secret_ballot WHERE round_id = ?)",
            (round_id,),
        )
        self._con.execute("DELETE FROM secret_ballot WHERE round_id = ?", (round_id,))
        for row in sorted(rows):
            self._insert_secret(round_id, row)

    def _insert_secret(self, round_id: str, row: tuple[bytes, str, str]) -> None:
        key, code, answer = row
        self._con.execute(
            "INSERT INTO secret_ballot (key, round_id, code, answer) VALUES (?, ?, ?, ?)",
            (key, round_id, code, answer),
        )
        self._con.executemany(
            "INSERT INTO secret_pick (key, place, amount) VALUES (?, ?, ?)",
            [(key, *pick) for pick in poll_rows.picks(poll_rows.answer(answer))],
        )

    def _write_parts(self, round_id: str, parts: Iterable[SecretPart]) -> None:
        self._con.execute("DELETE FROM secret_part WHERE round_id = ?", (round_id,))
        self._con.executemany(
            "INSERT INTO secret_part (round_id, channel, mode, people)"
            " VALUES (:round_id, :channel, :mode, :people)",
            [poll_rows.part_row(round_id, part) for part in parts],
        )

    def _upsert(self, table: str, columns: tuple[str, ...], rows: list[poll_rows.Row]) -> None:
        names = ", ".join(columns)
        values = ", ".join(f":{name}" for name in columns)
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
        self._con.executemany(
            f"INSERT INTO {table} ({names}) VALUES ({values})"
            f" ON CONFLICT (id) DO UPDATE SET {changed}",
            [self._storable(row) for row in rows],
        )


def without_open_secrets(con: sqlite3.Connection) -> None:
    """Take the secret ballots of open rounds out of a copy of a library.

    Two copies of the same open round would tell which ballots came between them.
    """
    names = {name for (name,) in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if "secret_ballot" not in names:
        return
    con.execute("PRAGMA secure_delete=ON")
    con.execute("PRAGMA foreign_keys=ON")
    is_open = "round_id IN (SELECT id FROM poll_round WHERE closed_utc IS NULL)"
    removed = con.execute(f"DELETE FROM secret_ballot WHERE {is_open}").rowcount
    con.execute(f"DELETE FROM secret_part WHERE {is_open}")
    if removed:
        con.execute("VACUUM")


def _secret_row(key: bytes, ballot: SecretBallot) -> tuple[bytes, str, str]:
    code = ballot.code.encode("utf-8", "replace").decode()
    return key, code, poll_rows.answer_text(ballot.answer)
