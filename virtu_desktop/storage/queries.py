"""Questions to an open library, over any connection whose rows come by name."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import replace

from virtu_desktop.domain.deleting import DeletedItem, Item, ItemKind
from virtu_desktop.domain.memory import EarlierRun
from virtu_desktop.domain.notes import Note
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.people_rules import people_rules, plan_with_person_merged
from virtu_desktop.domain.plan_check import Silenced
from virtu_desktop.domain.presence import Presence, PresenceId, Span
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    Heads,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
    SessionState,
    SessionSummary,
)
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.run import RunEvent
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Duration, Instant, parse_instant
from virtu_desktop.engine.changes import AttendanceImport, RunId, RunKind, RunRecord, SessionRecord
from virtu_desktop.storage import rows
from virtu_desktop.storage.poll_queries import polls_of
from virtu_desktop.storage.room_queries import earlier_meetings, rounds_of

_WORD = re.compile(r"[^\W_]+")
_FOUND_AT_MOST = 200

_SUMMARIES = """
SELECT
    s.id, s.title, s.group_id, s.number, s.zone, s.start_utc, s.target_end_utc, s.planned_ms,
    s.language, s.template, s.delivery, s.shape, e.exported_utc,
    coalesce(b.blocks, 0) AS blocks,
    coalesce(n.notes, 0) AS notes,
    coalesce(w.invited, 0) AS invited,
    coalesce(w.invited_remote, 0) AS invited_remote,
    coalesce(c.came, 0) AS came,
    coalesce(c.came_remote, 0) AS came_remote,
    coalesce(c.walk_ins, 0) AS walk_ins,
    (
        SELECT r.id FROM run AS r
        WHERE r.session_id = s.id AND r.kind = 'live'
        ORDER BY r.opened_utc DESC, r.rowid DESC LIMIT 1
    ) AS run
FROM session AS s
LEFT JOIN (SELECT session_id, count(*) AS blocks FROM block GROUP BY session_id) AS b
    ON b.session_id = s.id
LEFT JOIN (SELECT session_id, count(*) AS notes FROM note GROUP BY session_id) AS n
    ON n.session_id = s.id
LEFT JOIN (
    SELECT session_id, max(at_utc) AS exported_utc FROM session_export GROUP BY session_id
) AS e ON e.session_id = s.id
LEFT JOIN (
    SELECT session_id, count(*) AS invited, sum(mode = 'remote') AS invited_remote
    FROM v_expected GROUP BY session_id
) AS w ON w.session_id = s.id
LEFT JOIN (
    SELECT
        a.session_id,
        sum(coalesce(x.is_expected, 0)) AS came,
        sum(a.mode = 'remote') AS came_remote,
        sum(1 - coalesce(x.is_expected, 0)) AS walk_ins
    FROM attendance AS a
    LEFT JOIN expectation AS x ON x.session_id = a.session_id AND x.person_id = a.person_id
    GROUP BY a.session_id
) AS c ON c.session_id = s.id
WHERE s.id NOT IN (SELECT id FROM deleted_item WHERE kind = 'session')
ORDER BY s.start_utc, s.id
"""

# Everybody who belongs to a session, marked, and the rest of its programme.
_PEOPLE = """
WITH own AS (
    SELECT id FROM person WHERE group_id = :group
    UNION SELECT person_id FROM expectation WHERE session_id = :session
    UNION SELECT person_id FROM presence WHERE session_id = :session
)
SELECT p.*, p.id IN own AS is_own FROM person AS p
WHERE p.id IN own OR p.programme_id = :programme
ORDER BY p.name, p.id
"""

# Runs of the same blocks in other sessions. A block is known by its origin; one that was made
# afresh is known by its own id, which copies of it in other sessions have as their origin.
_EARLIER_RUNS = """
WITH mine AS (
    SELECT DISTINCT CASE origin WHEN '' THEN id ELSE origin END AS origin
    FROM block WHERE session_id = :session
)
SELECT m.origin, b.length_ms, a.run_ms, g.name AS group_name
FROM mine AS m
JOIN block AS b ON b.origin = m.origin OR (b.id = m.origin AND b.origin = '')
JOIN run AS r ON r.session_id = b.session_id AND r.kind = 'live'
JOIN block_actual AS a ON a.run_id = r.id AND a.block_id = b.id AND a.status = 'done'
JOIN session AS s ON s.id = b.session_id
LEFT JOIN participant_group AS g ON g.id = s.group_id
WHERE b.session_id <> :session
    AND s.id NOT IN (SELECT id FROM deleted_item WHERE kind = 'session')
ORDER BY a.started_utc DESC, r.rowid DESC
"""


def programmes(con: sqlite3.Connection) -> tuple[Programme, ...]:
    """Return all programmes by title."""
    found = con.execute(
        "SELECT * FROM programme"
        " WHERE id NOT IN (SELECT id FROM deleted_item WHERE kind = 'programme')"
        " ORDER BY title, id"
    )
    return tuple(rows.programme(row) for row in found)


def groups(con: sqlite3.Connection) -> tuple[ParticipantGroup, ...]:
    """Return all participant groups, those of a programme together and in their order."""
    found = con.execute(
        "SELECT * FROM participant_group"
        " WHERE id NOT IN (SELECT id FROM deleted_item WHERE kind = 'group')"
        " ORDER BY programme_id, position, name, id"
    )
    return tuple(rows.group(row) for row in found)


def deleted(con: sqlite3.Connection) -> tuple[DeletedItem, ...]:
    """Return what was deleted and can be brought back, the latest first."""
    found = con.execute("SELECT * FROM v_deleted ORDER BY at_utc DESC, kind, title, id")
    return tuple(
        DeletedItem(
            item=Item(kind=ItemKind(row["kind"]), id=row["id"]),
            title=row["title"],
            at=parse_instant(row["at_utc"]),
        )
        for row in found
    )


def summaries(con: sqlite3.Connection) -> tuple[SessionSummary, ...]:
    """Return all sessions as a list shows them, the earliest first."""
    runs = {row["id"]: row for row in con.execute("SELECT id, started_utc, ended_utc FROM run")}
    return tuple(_summary(row, runs.get(row["run"])) for row in con.execute(_SUMMARIES))


def _summary(row: sqlite3.Row, run: sqlite3.Row | None) -> SessionSummary:
    start, end = row["start_utc"], row["target_end_utc"]
    state = SessionState.PLANNED
    if run is not None and run["ended_utc"] is not None:
        state = SessionState.HELD
        start, end = run["started_utc"], run["ended_utc"]
    elif run is not None and run["started_utc"] is not None:
        state = SessionState.RUNNING
    return SessionSummary(
        id=SessionId(row["id"]),
        title=row["title"],
        group=None if row["group_id"] is None else GroupId(row["group_id"]),
        number=row["number"],
        start=parse_instant(start),
        end=parse_instant(end),
        zone=row["zone"],
        state=state,
        blocks=row["blocks"],
        notes=row["notes"],
        length=Duration(row["planned_ms"]),
        language=row["language"],
        template=row["template"],
        delivery=Delivery(row["delivery"]),
        shape=row["shape"],
        exported=rows.instant(row["exported_utc"]),
        heads=Heads(
            invited=row["invited"],
            invited_remote=row["invited_remote"],
            came=row["came"],
            came_remote=row["came_remote"],
            walk_ins=row["walk_ins"],
        ),
    )


def session_of(con: sqlite3.Connection, session: SessionId) -> Session | None:
    """Return a session with its plan, or None."""
    row = con.execute("SELECT * FROM session WHERE id = ?", (session,)).fetchone()
    if row is None:
        return None
    blocks = con.execute("SELECT * FROM block WHERE session_id = ? ORDER BY position", (session,))
    return rows.session(row, tuple(rows.block(found) for found in blocks))


def record_run(con: sqlite3.Connection, session: SessionId) -> sqlite3.Row | None:
    """Return the row of the run that is the session's record.

    The newest live run, or without one the newest rehearsal; None when it has never run.
    """
    found: sqlite3.Row | None = con.execute(
        "SELECT * FROM run WHERE session_id = ?"
        " ORDER BY kind = 'live' DESC, opened_utc DESC, rowid DESC LIMIT 1",
        (session,),
    ).fetchone()
    return found


def events_of(con: sqlite3.Connection, run: str) -> tuple[RunEvent, ...]:
    """Return the events of a run in their order."""
    found = con.execute("SELECT * FROM run_event WHERE run_id = ? ORDER BY position", (run,))
    return tuple(rows.event(row) for row in found)


def record(
    con: sqlite3.Connection, session: SessionId, *, is_alone: bool = False
) -> SessionRecord | None:
    """Return all that is stored of a session, or None when there is none of that id.

    is_alone: without the others of its programme and whom people met in other sessions.
    """
    found = session_of(con, session)
    if found is None:
        return None
    found = _with_merged_people(con, found)
    notes = con.execute(
        "SELECT * FROM note WHERE session_id = ? ORDER BY at_utc, number", (session,)
    )
    draft = con.execute("SELECT text FROM draft WHERE session_id = ?", (session,)).fetchone()
    run = record_run(con, session)
    programme = None if found.group is None else _programme_of(con, found.group)
    people, others = _people_of(con, found, None if is_alone else programme)
    expectations = con.execute(
        "SELECT * FROM expectation WHERE session_id = ? ORDER BY person_id", (session,)
    )
    corrections = con.execute(
        "SELECT * FROM presence_correction WHERE session_id = ? ORDER BY at_utc, rowid", (session,)
    )
    note_corrections = con.execute(
        "SELECT * FROM note_correction WHERE session_id = ? ORDER BY at_utc, rowid", (session,)
    )
    return SessionRecord(
        session=found,
        run=None if run is None else _run(con, run),
        notes=tuple(rows.note(row) for row in notes),
        draft="" if draft is None else draft["text"],
        programme=programme,
        people=people,
        others=others,
        expectations=tuple(rows.expectation(row) for row in expectations),
        presences=presences_of(con, session),
        corrections=tuple(rows.correction(row) for row in corrections),
        note_corrections=tuple(rows.note_correction(row) for row in note_corrections),
        rounds=rounds_of(con, session),
        earlier_meetings=() if is_alone else earlier_meetings(con, session, programme),
        polls=polls_of(con, session),
    )


def records_alone(con: sqlite3.Connection, programme: ProgrammeId) -> tuple[SessionRecord, ...]:
    """Return the records of a programme's sessions, each alone, the earliest first."""
    own = {group.id for group in groups(con) if group.programme == programme}
    found = (record(con, one.id, is_alone=True) for one in summaries(con) if one.group in own)
    return tuple(one for one in found if one is not None)


def _with_merged_people(con: sqlite3.Connection, session: Session) -> Session:
    """Return the session with rules about people who were merged as rules about who is left."""
    if not any(block.breakout and people_rules(block.breakout) for block in session.plan.blocks):
        return session
    merged = con.execute("SELECT gone_id, kept_id FROM person_merge ORDER BY rowid").fetchall()
    plan = session.plan
    for gone, kept in merged:
        plan = plan_with_person_merged(plan, PersonId(gone), PersonId(kept))
    return replace(session, plan=plan)


def _programme_of(con: sqlite3.Connection, group: GroupId) -> ProgrammeId | None:
    row = con.execute(
        "SELECT programme_id FROM participant_group WHERE id = ?", (group,)
    ).fetchone()
    return None if row is None else ProgrammeId(row["programme_id"])


def _people_of(
    con: sqlite3.Connection, session: Session, programme: ProgrammeId | None
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Return the people of a session, and the others of its programme, each by name."""
    found = con.execute(
        _PEOPLE, {"session": session.id, "group": session.group, "programme": programme}
    ).fetchall()
    return (
        tuple(rows.person(row) for row in found if row["is_own"]),
        tuple(rows.person(row) for row in found if not row["is_own"]),
    )


def presences_of(
    con: sqlite3.Connection, session: SessionId, people: set[PersonId] | None = None
) -> tuple[Presence, ...]:
    """Return the stays of a session in order of joining; people: only theirs."""
    if people is not None and len(people) == 1:
        found = con.execute(
            "SELECT * FROM presence WHERE session_id = ? AND person_id = ? ORDER BY joined_utc, id",
            (session, *people),
        )
    else:
        found = con.execute(
            "SELECT * FROM presence WHERE session_id = ? ORDER BY joined_utc, id", (session,)
        )
    return tuple(
        rows.presence(row) for row in found if people is None or row["person_id"] in people
    )


def attendance_imports(con: sqlite3.Connection, session: SessionId) -> tuple[AttendanceImport, ...]:
    """Return the reports that were imported into a session, the oldest first."""
    found = con.execute(
        "SELECT sha256, file_name, format, at_utc, people, content IS NOT NULL AS is_kept"
        " FROM attendance_import WHERE session_id = ? ORDER BY at_utc, rowid",
        (session,),
    )
    return tuple(rows.attendance_import(row) for row in found)


def attendance_file(con: sqlite3.Connection, session: SessionId, sha256: str) -> bytes | None:
    """Return an imported report as it was, or None when it was not kept."""
    row = con.execute(
        "SELECT content FROM attendance_import WHERE session_id = ? AND sha256 = ?",
        (session, sha256),
    ).fetchone()
    packed = None if row is None else row["content"]
    return None if packed is None else zlib.decompress(packed)


def people_of_stays(con: sqlite3.Connection, stays: Iterable[PresenceId]) -> set[PersonId]:
    """Return whose stays these are."""
    found: set[PersonId] = set()
    for stay in stays:
        row = con.execute("SELECT person_id FROM presence WHERE id = ?", (stay,)).fetchone()
        if row is not None:
            found.add(PersonId(row["person_id"]))
    return found


def held_span(run: sqlite3.Row) -> Span | None:
    """Return the actual start and end of a run, or None before it has ended."""
    started, ended = rows.instant(run["started_utc"]), rows.instant(run["ended_utc"])
    return None if started is None or ended is None else Span(started, ended)


def people(con: sqlite3.Connection, programme: ProgrammeId | None) -> tuple[Participant, ...]:
    """Return the people of a programme, or those of none, by name."""
    found = con.execute(
        "SELECT * FROM person WHERE programme_id IS ? ORDER BY name, id", (programme,)
    )
    return tuple(rows.person(row) for row in found)


def facts(con: sqlite3.Connection, programme: ProgrammeId) -> dict[FactName, str]:
    """Return what is known of a programme; names of a newer program are left out."""
    known = {name.value: name for name in FactName}
    found = con.execute(
        "SELECT name, text FROM programme_fact WHERE programme_id = ? ORDER BY name", (programme,)
    )
    return {known[row["name"]]: row["text"] for row in found if row["name"] in known}


def person(con: sqlite3.Connection, wanted: PersonId) -> Participant | None:
    """Return one person, or None."""
    row = con.execute("SELECT * FROM person WHERE id = ?", (wanted,)).fetchone()
    return None if row is None else rows.person(row)


def everybody(con: sqlite3.Connection) -> tuple[Participant, ...]:
    """Return all people of the library by name."""
    found = con.execute("SELECT * FROM person ORDER BY name, id")
    return tuple(rows.person(row) for row in found)


def sessions_of(con: sqlite3.Connection, wanted: PersonId) -> tuple[SessionId, ...]:
    """Return the sessions in which a person was expected, was there, sat in a room or answered."""
    found = con.execute(
        "SELECT id FROM session WHERE id IN ("
        " SELECT session_id FROM expectation WHERE person_id = :person"
        " UNION SELECT session_id FROM presence WHERE person_id = :person"
        " UNION SELECT r.session_id FROM breakout_seat AS s"
        " JOIN breakout_round AS r ON r.id = s.round_id WHERE s.person_id = :person"
        " UNION SELECT p.session_id FROM ballot AS b JOIN poll_round AS r ON r.id = b.round_id"
        " JOIN poll AS p ON p.id = r.poll_id WHERE b.voter = :person"
        ") ORDER BY start_utc, id",
        {"person": wanted},
    )
    return tuple(SessionId(row["id"]) for row in found)


def recorded_people(con: sqlite3.Connection, programme: ProgrammeId | None) -> frozenset[PersonId]:
    """Return who of a programme stands in the record of a session that has begun."""
    found = con.execute(
        """
        SELECT p.id FROM person AS p
        WHERE p.programme_id IS :programme AND (
            EXISTS (SELECT 1 FROM presence AS r WHERE r.person_id = p.id)
            OR EXISTS (
                SELECT 1 FROM expectation AS x JOIN run AS r ON r.session_id = x.session_id
                WHERE x.person_id = p.id AND r.started_utc IS NOT NULL
            )
        )
        """,
        {"programme": programme},
    )
    return frozenset(PersonId(row["id"]) for row in found)


def _run(con: sqlite3.Connection, row: sqlite3.Row) -> RunRecord:
    incidents = con.execute("SELECT * FROM incident WHERE run_id = ? ORDER BY id", (row["id"],))
    return RunRecord(
        id=RunId(row["id"]),
        kind=RunKind(row["kind"]),
        plan_at_start=rows.plan(row["plan_at_start"]),
        events=events_of(con, row["id"]),
        incidents=tuple(rows.incident(found) for found in incidents),
        last_seen=rows.instant(row["last_seen_utc"]),
    )


def templates(con: sqlite3.Connection) -> tuple[PlanTemplate, ...]:
    """Return people's own templates by title."""
    found = con.execute("SELECT * FROM plan_template ORDER BY title, id")
    return tuple(rows.template(row) for row in found)


def silenced(con: sqlite3.Connection, session: SessionId) -> tuple[Silenced, ...]:
    """Return what was silenced of the check of a session's plan."""
    found = con.execute(
        "SELECT * FROM silenced_check WHERE session_id = ? ORDER BY rule, block_id", (session,)
    )
    return tuple(rows.silenced(row) for row in found)


def ticks(con: sqlite3.Connection, session: SessionId) -> dict[str, Instant]:
    """Return which things of a session are ready, and since when."""
    found = con.execute("SELECT key, at_utc FROM readiness_tick WHERE session_id = ?", (session,))
    return {row["key"]: parse_instant(row["at_utc"]) for row in found}


def earlier_runs(con: sqlite3.Connection, session: SessionId) -> dict[str, tuple[EarlierRun, ...]]:
    """Return how the blocks of a session's plan went in other sessions, the newest run first.

    By origin, and by its own id for a block that has none; only blocks that are done count.
    """
    found: dict[str, tuple[EarlierRun, ...]] = {}
    for row in con.execute(_EARLIER_RUNS, {"session": session}):
        run = EarlierRun(
            planned=Duration(row["length_ms"]),
            took=Duration(row["run_ms"]),
            group=row["group_name"] or "",
        )
        found[row["origin"]] = (*found.get(row["origin"], ()), run)
    return found


def plan_version(con: sqlite3.Connection, session: SessionId) -> int | None:
    """Return how many times the plan of a session was saved, or None without the session."""
    row = con.execute("SELECT plan_version FROM session WHERE id = ?", (session,)).fetchone()
    return None if row is None else int(row["plan_version"])


def unfinished_run(con: sqlite3.Connection) -> SessionId | None:
    """Return the session of the newest live run that was begun and not ended, or None."""
    row = con.execute(
        "SELECT session_id FROM run"
        " WHERE kind = 'live' AND started_utc IS NOT NULL AND ended_utc IS NULL"
        " AND session_id NOT IN (SELECT id FROM deleted_item WHERE kind = 'session')"
        " ORDER BY started_utc DESC, rowid DESC LIMIT 1"
    ).fetchone()
    return None if row is None else SessionId(row["session_id"])


def search_notes(con: sqlite3.Connection, text: str) -> tuple[tuple[SessionId, str, Note], ...]:
    """Return notes in which every word of ``text`` begins a word, the newest first.

    Each is (session id, session title, note); at most 200.
    """
    words = _WORD.findall(text)
    if not words:
        return ()
    found = con.execute(
        "SELECT n.*, s.title AS session_title FROM note AS n JOIN session AS s"
        " ON s.id = n.session_id"
        " WHERE n.number IN (SELECT rowid FROM note_search WHERE note_search MATCH ?)"
        " AND s.id NOT IN (SELECT id FROM deleted_item WHERE kind = 'session')"
        " ORDER BY n.at_utc DESC, n.number DESC LIMIT ?",
        (" ".join(f'"{word}"*' for word in words), _FOUND_AT_MOST),
    )
    return tuple(
        (SessionId(row["session_id"]), row["session_title"], rows.note(row)) for row in found
    )
