"""Polls out of an open library, over any connection whose rows come by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from virtu_desktop.domain.polls import Measurement, Poll, Round
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.storage import poll_rows

_MEASURED = """
SELECT p.*, s.title AS session_title, s.number AS session_number, g.name AS group_name
FROM poll AS p
JOIN session AS s ON s.id = p.session_id
LEFT JOIN participant_group AS g ON g.id = s.group_id
LEFT JOIN session AS me ON me.id = :session
LEFT JOIN participant_group AS mine ON mine.id = me.group_id
WHERE p.repeat_key IS NOT NULL AND (
    p.session_id = :session
    OR (g.programme_id = mine.programme_id AND (:everybody OR g.id = mine.id))
)
ORDER BY s.start_utc, s.id, p.number
"""


def polls_of(con: sqlite3.Connection, session: SessionId) -> tuple[Poll, ...]:
    """Return the polls of a session in the order they were asked."""
    found = con.execute("SELECT * FROM poll WHERE session_id = ? ORDER BY number", (session,))
    return tuple(_poll(con, row) for row in found.fetchall())


def measurements(
    con: sqlite3.Connection, session: SessionId, *, everybody: bool
) -> tuple[Measurement, ...]:
    """Return the closed rounds of questions with a repeat key, the earliest session first.

    Of the session's own group, or with ``everybody`` of all groups of its programme.
    """
    found = con.execute(_MEASURED, {"session": session, "everybody": int(everybody)}).fetchall()
    measured = []
    for row in found:
        poll = _poll(con, row)
        measured += [
            Measurement(
                session=SessionId(row["session_id"]),
                session_title=row["session_title"],
                session_number=row["session_number"],
                group=row["group_name"] or "",
                poll=poll,
                round=round_,
            )
            for round_ in poll.rounds
            if not round_.is_open
        ]
    return tuple(measured)


def _poll(con: sqlite3.Connection, row: sqlite3.Row) -> Poll:
    rounds = con.execute(
        "SELECT * FROM poll_round WHERE poll_id = ? ORDER BY number", (row["id"],)
    ).fetchall()
    return poll_rows.poll(row, [_round(con, found) for found in rounds])


def _round(con: sqlite3.Connection, row: sqlite3.Row) -> Round:
    def of_round(statement: str) -> list[sqlite3.Row]:
        return con.execute(statement, (row["id"],)).fetchall()

    numbers: dict[str, list[int]] = {}
    for found in of_round(
        "SELECT p.count_id, p.people FROM ballot_count_pick AS p"
        " JOIN ballot_count AS c ON c.id = p.count_id WHERE c.round_id = ?"
        " ORDER BY p.count_id, p.place"
    ):
        numbers.setdefault(found["count_id"], []).append(found["people"])
    counts: Iterable[tuple[sqlite3.Row, tuple[int, ...]]] = [
        (found, tuple(numbers.get(found["id"], ())))
        for found in of_round("SELECT * FROM ballot_count WHERE round_id = ? ORDER BY number")
    ]
    return poll_rows.round_of(
        row,
        ballots=of_round("SELECT * FROM ballot WHERE round_id = ? ORDER BY number"),
        counts=counts,
        secret=of_round("SELECT code, answer FROM secret_ballot WHERE round_id = ?"),
        parts=of_round(
            "SELECT channel, mode, people FROM secret_part WHERE round_id = ?"
            " ORDER BY channel, mode"
        ),
        log=of_round("SELECT * FROM poll_correction WHERE round_id = ? ORDER BY number"),
    )
