"""Turns changes into rows, inside the writer's transaction; nothing else changes a library.

What follows from a run's events (the actual times of its blocks, its start and end) is written
together with them, by folding them with the domain, so that the rows always equal the fold.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, assert_never

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.presence import all_attended
from virtu_desktop.domain.programme import Session, SessionId
from virtu_desktop.domain.run import Run, replay
from virtu_desktop.domain.run import extend as extended
from virtu_desktop.domain.time import Instant, iso_utc
from virtu_desktop.domain.timeline import project
from virtu_desktop.engine.changes import (
    AppendEvents,
    Change,
    DeleteExpectation,
    DeleteItems,
    DeleteNote,
    DeletePerson,
    DeletePresences,
    DeleteTemplate,
    Heartbeat,
    MergePeople,
    OpenRun,
    RecordAttendanceImport,
    RecordCorrections,
    RecordExport,
    RecordIncident,
    RecordMerge,
    RecordNoteCorrections,
    RemoveItems,
    RestoreItems,
    RunId,
    SaveBlock,
    SaveDraft,
    SaveExpectations,
    SaveFacts,
    SaveGroup,
    SaveNote,
    SavePeople,
    SavePresences,
    SaveProgramme,
    SaveSession,
    SaveTemplate,
    SilenceCheck,
    SplitPeople,
    TickReadiness,
    UndoMerge,
    UnsilenceCheck,
)
from virtu_desktop.engine.poll_changes import (
    CastSecret,
    DeletePoll,
    DeleteRound,
    LogCorrection,
    SaveBallots,
    SaveCount,
    SavePoll,
    SaveRound,
    SaveSecret,
)
from virtu_desktop.engine.room_changes import DeleteRooms, SaveRooms
from virtu_desktop.storage import merging, removing, rows, zones
from virtu_desktop.storage.poll_keeper import PollKeeper
from virtu_desktop.storage.queries import (
    events_of,
    held_span,
    people_of_stays,
    presences_of,
    record_run,
    session_of,
)
from virtu_desktop.storage.room_keeper import RoomKeeper
from virtu_desktop.storage.row_log import RowLog, turn_back

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table


class TableName(StrEnum):
    """The tables that are written row by row; sqlite-utils would make a misspelt one."""

    PROGRAMME = "programme"
    GROUP = "participant_group"
    SESSION = "session"
    BLOCK = "block"
    RUN = "run"
    RUN_EVENT = "run_event"
    BLOCK_ACTUAL = "block_actual"
    INCIDENT = "incident"
    NOTE = "note"
    NOTE_CORRECTION = "note_correction"
    DRAFT = "draft"
    ZONE_OFFSET = "zone_offset"
    PLAN_TEMPLATE = "plan_template"
    SILENCED_CHECK = "silenced_check"
    READINESS_TICK = "readiness_tick"
    SESSION_EXPORT = "session_export"
    PERSON = "person"
    EXPECTATION = "expectation"
    PRESENCE = "presence"
    PRESENCE_CORRECTION = "presence_correction"
    ATTENDANCE = "attendance"
    ATTENDANCE_IMPORT = "attendance_import"
    DELETED_ITEM = "deleted_item"
    PROGRAMME_FACT = "programme_fact"
    RECORD_MERGE = "record_merge"


class Missing(LookupError):
    """A change is about something that the library does not have: a bug of the caller."""


class Keeper:
    """Applies changes through one database connection.

    Remembers the session and the run that were written last, so that one more event costs no
    reading of those before it; ``forget`` after every rollback.
    """

    def __init__(self, db: Database) -> None:
        """Write through ``db``."""
        self._db = db
        self._con = db.conn
        self._polls = PollKeeper(db.conn, rows.storable)
        self._rooms = RoomKeeper(db.conn, rows.storable)
        self._latest: Session | None = None
        self._run: tuple[RunId, Run] | None = None

    def forget(self) -> None:
        """Drop what is remembered: the rows are no longer what was last written."""
        self._latest = None
        self._run = None

    def settle(self) -> None:
        """Write what is only written once for all changes of a transaction, before its commit."""
        self._polls.settle()

    def apply(self, changes: Iterable[Change]) -> None:
        """Write changes that belong together, or nothing of them, inside an open transaction.

        Raises sqlite3.Error, Missing, BadEvent or BadRun.
        """
        try:
            with self._db.atomic():
                pending = tuple(changes)
                first = next(iter(pending), None)
                if isinstance(first, RecordMerge):
                    self._merge_record(first, pending[1:])
                else:
                    for change in pending:
                        self._apply(change)
        except BaseException:
            self.forget()
            raise

    def _merge_record(self, merge: RecordMerge, changes: Iterable[Change]) -> None:
        """Write what another record brings, and how that can be undone."""
        log = RowLog(self._con)
        for change in changes:
            self._apply(change)
        self._polls.settle()
        row = {
            "id": merge.merge,
            "at_utc": iso_utc(merge.at),
            "file_name": merge.file,
            "added": merge.added,
            "sessions": rows.json_text(list(merge.sessions)),
            "steps": log.finish(),
        }
        self._insert(TableName.RECORD_MERGE, [row])

    def _undo_merge(self, merge: str) -> None:
        found = self._con.execute("SELECT * FROM record_merge WHERE id = ?", (merge,)).fetchone()
        if found is None:
            raise Missing(f"no merge {merge!r}")
        turn_back(self._con, found["steps"])
        self._con.execute("DELETE FROM record_merge WHERE id = ?", (merge,))
        self._con.execute("INSERT INTO note_search (note_search) VALUES ('rebuild')")
        self.forget()
        for session in json.loads(found["sessions"]):
            self._keep_attendance(session)

    def _apply(self, change: Change) -> None:
        match change:
            case RecordMerge():
                raise Missing("a merge stands before the changes that it brings")
            case UndoMerge(merge=merge):
                self._undo_merge(merge)
            case SaveProgramme(programme=programme):
                self._upsert(TableName.PROGRAMME, [rows.programme_row(programme)])
            case SaveGroup(group=group):
                self._upsert(TableName.GROUP, [rows.group_row(group)])
            case SaveSession(session=session):
                self._save_session(session)
            case SaveBlock():
                self._save_block(change)
            case DeleteItems(items=items, at=at):
                gone = [
                    {"kind": one.kind.value, "id": one.id, "at_utc": iso_utc(at)} for one in items
                ]
                self._upsert(TableName.DELETED_ITEM, gone, key=("kind", "id"))
            case RestoreItems(items=items):
                removing.restore(self._con, items)
            case RemoveItems(items=items):
                removing.remove(self._con, items)
                self.forget()
            case OpenRun():
                self._open_run(change)
            case AppendEvents():
                self._append(change)
            case SaveNote():
                self._save_note(change)
            case DeleteNote():
                self._unindex(change.note)
                self._con.execute("DELETE FROM note WHERE id = ?", (change.note,))
            case RecordNoteCorrections(session=session_id, corrections=corrections):
                new = [rows.note_correction_row(session_id, one) for one in corrections]
                self._insert(TableName.NOTE_CORRECTION, new)
            case SaveDraft():
                self._save_draft(change)
            case RecordIncident(run=run, incident=incident):
                self._insert(TableName.INCIDENT, [rows.incident_row(run, incident)])
            case Heartbeat(run=run, at=at):
                self._con.execute(
                    "UPDATE run SET last_seen_utc = ? WHERE id = ?", (iso_utc(at), run)
                )
            case SaveTemplate(template=template):
                self._upsert(TableName.PLAN_TEMPLATE, [rows.template_row(template)])
            case DeleteTemplate(template=template_id):
                self._con.execute("DELETE FROM plan_template WHERE id = ?", (template_id,))
            case SilenceCheck(session=session_id, silenced=silenced):
                row = rows.silenced_row(session_id, silenced)
                self._upsert(
                    TableName.SILENCED_CHECK, [row], key=("session_id", "rule", "block_id")
                )
            case UnsilenceCheck(session=session_id, rule=rule, block=block):
                self._con.execute(
                    "DELETE FROM silenced_check WHERE session_id = ? AND rule = ? AND block_id = ?",
                    (session_id, rule.value, block or ""),
                )
            case SaveFacts():
                self._save_facts(change)
            case TickReadiness():
                self._tick(change)
            case RecordExport():
                self._insert(
                    TableName.SESSION_EXPORT,
                    [
                        {
                            "session_id": change.session,
                            "at_utc": iso_utc(change.at),
                            "formats": rows.json_text(change.formats),
                        }
                    ],
                )
            case RecordAttendanceImport(session=session_id):
                row = rows.attendance_import_row(session_id, change.imported, change.content)
                self._upsert(TableName.ATTENDANCE_IMPORT, [row], key=("session_id", "sha256"))
            case (
                SavePeople()
                | DeletePerson()
                | MergePeople()
                | SplitPeople()
                | SaveExpectations()
                | DeleteExpectation()
            ):
                self._apply_to_people(change)
            case SavePresences() | DeletePresences() | RecordCorrections():
                self._apply_to_presence(change)
            case (
                SavePoll()
                | DeletePoll()
                | SaveRound()
                | DeleteRound()
                | SaveBallots()
                | SaveCount()
                | LogCorrection()
                | CastSecret()
                | SaveSecret()
            ):
                self._polls.apply(change)
            case SaveRooms() | DeleteRooms():
                self._rooms.apply(change)
            case _:
                assert_never(change)

    def _apply_to_people(
        self,
        change: SavePeople
        | DeletePerson
        | MergePeople
        | SplitPeople
        | SaveExpectations
        | DeleteExpectation,
    ) -> None:
        match change:
            case SavePeople(people=people):
                self._upsert(TableName.PERSON, [rows.person_row(person) for person in people])
            case DeletePerson(person=person_id):
                self._con.execute("DELETE FROM person WHERE id = ?", (person_id,))
            case MergePeople(kept=kept, gone=gone):
                self._upsert(TableName.PERSON, [rows.person_row(kept)])
                for session in merging.merge(self._con, kept=kept.id, gone=gone):
                    self._keep_attendance(session)
            case SplitPeople(kept=kept, gone=gone):
                both = [rows.person_row(kept), rows.person_row(gone)]
                self._upsert(TableName.PERSON, both)
                for session in merging.split(self._con, kept=kept.id, gone=gone.id):
                    self._keep_attendance(session)
            case SaveExpectations(session=session, expectations=expectations):
                new = [rows.expectation_row(session, one) for one in expectations]
                self._upsert(TableName.EXPECTATION, new, key=("session_id", "person_id"))
            case DeleteExpectation(session=session, person=person_id):
                self._con.execute(
                    "DELETE FROM expectation WHERE session_id = ? AND person_id = ?",
                    (session, person_id),
                )

    def _apply_to_presence(
        self, change: SavePresences | DeletePresences | RecordCorrections
    ) -> None:
        session = change.session
        match change:
            case SavePresences(presences=presences):
                new = [rows.presence_row(session, stay) for stay in presences]
                self._upsert(TableName.PRESENCE, new)
                self._keep_attendance(session, {stay.person for stay in presences})
            case DeletePresences(presences=gone):
                people = people_of_stays(self._con, gone)
                self._con.executemany(
                    "DELETE FROM presence WHERE id = ?", [(stay,) for stay in gone]
                )
                self._keep_attendance(session, people)
            case RecordCorrections(corrections=corrections):
                new = [rows.correction_row(session, one) for one in corrections]
                self._insert(TableName.PRESENCE_CORRECTION, new)

    def _keep_attendance(self, session: SessionId, people: set[PersonId] | None = None) -> None:
        """Write what the stays come to once the session has ended; people: None for everybody."""
        run = record_run(self._con, session)
        held = None if run is None else held_span(run)
        if people is None or held is None:
            self._con.execute("DELETE FROM attendance WHERE session_id = ?", (session,))
        else:
            self._con.executemany(
                "DELETE FROM attendance WHERE session_id = ? AND person_id = ?",
                [(session, person) for person in people],
            )
        if held is None:
            return
        stays = presences_of(self._con, session, people)
        new = [
            rows.attendance_row(session, attended)
            for attended in all_attended(stays, held).values()
        ]
        self._upsert(TableName.ATTENDANCE, new, key=("session_id", "person_id"))

    def _save_facts(self, change: SaveFacts) -> None:
        for name, text in change.facts:
            row = {"programme_id": change.programme, "name": name.value, "text": text}
            if text:
                self._upsert(TableName.PROGRAMME_FACT, [row], key=("programme_id", "name"))
            else:
                self._con.execute(
                    "DELETE FROM programme_fact WHERE programme_id = ? AND name = ?",
                    (change.programme, name.value),
                )

    def _tick(self, change: TickReadiness) -> None:
        if change.at is None:
            self._con.execute(
                "DELETE FROM readiness_tick WHERE session_id = ? AND key = ?",
                (change.session, change.key),
            )
        else:
            row = {"session_id": change.session, "key": change.key, "at_utc": iso_utc(change.at)}
            self._upsert(TableName.READINESS_TICK, [row], key=("session_id", "key"))

    def _save_session(self, session: Session) -> None:
        before = self._session(session.id)
        self._upsert(TableName.SESSION, [rows.session_row(session)])
        if session != before:
            self._con.execute(
                "UPDATE session SET plan_version = plan_version + 1 WHERE id = ?", (session.id,)
            )
        self._save_blocks(session.id, None if before is None else before.plan, session.plan)
        year = zones.year_of(session.plan.start)
        if before is None or (before.plan.zone, zones.year_of(before.plan.start)) != (
            session.plan.zone,
            year,
        ):
            self._save_offsets(session.plan.zone, year)
        self._latest = session
        self._run = None
        run = record_run(self._con, session.id)
        if run is not None and (events := events_of(self._con, run["id"])):
            self._keep_actual(RunId(run["id"]), session.plan, replay(session.plan, events))

    def _save_block(self, change: SaveBlock) -> None:
        session = self._session(change.session)
        if session is None or change.block.id not in session.plan.positions:
            raise Missing(f"no block {change.block.id!r} in session {change.session!r}")
        self._save_session(replace(session, plan=session.plan.with_block(change.block)))

    def _save_blocks(self, session: SessionId, before: Plan | None, after: Plan) -> None:
        """Write the rows of blocks that changed, and the times of those that only moved."""
        old = {} if before is None else before.positions
        changed, moved = [], []
        for place, block in enumerate(after.blocks):
            was = old.get(block.id)
            if before is None or was is None or before.blocks[was] != block:
                changed.append(rows.block_row(session, after, place))
            elif (was, before.schedule[was]) != (place, after.schedule[place]):
                planned = after.schedule[place]
                times = (iso_utc(planned.start), iso_utc(planned.end))
                moved.append((place, *times, session, block.id))
        self._con.executemany(
            "DELETE FROM block WHERE session_id = ? AND id = ?",
            [(session, block) for block in old if block not in after.positions],
        )
        self._con.executemany(
            "UPDATE block SET position = ?, planned_start_utc = ?, planned_end_utc = ?"
            " WHERE session_id = ? AND id = ?",
            moved,
        )
        self._upsert(TableName.BLOCK, changed, key=("session_id", "id"))

    def _save_offsets(self, zone: str, year: int) -> None:
        new = [
            {"zone": zone, "from_utc": iso_utc(since), "seconds": seconds}
            for since, seconds in zones.offsets(zone, year)
        ]
        self._upsert(TableName.ZONE_OFFSET, new, key=("zone", "from_utc"))

    def _open_run(self, change: OpenRun) -> None:
        row = {
            "id": change.run,
            "session_id": change.session,
            "kind": change.kind.value,
            "plan_at_start": rows.plan_text(change.plan),
            "opened_utc": iso_utc(change.at),
        }
        self._insert(TableName.RUN, [row])

    def _append(self, change: AppendEvents) -> None:
        if not change.events:
            return
        found = self._con.execute(
            "SELECT session_id FROM run WHERE id = ?", (change.run,)
        ).fetchone()
        session = None if found is None else self._session(SessionId(found["session_id"]))
        if session is None:
            raise Missing(f"no run {change.run!r}")
        before = self._run_so_far(change.run, session.plan)
        run = extended(session.plan, before, change.events)
        place = len(before.record)
        self._insert(
            TableName.RUN_EVENT,
            [
                rows.event_row(change.run, place + index, event)
                for index, event in enumerate(change.events)
            ],
        )
        self._keep_actual(change.run, session.plan, run)

    def _session(self, session: SessionId) -> Session | None:
        if self._latest is None or self._latest.id != session:
            self._latest = session_of(self._con, session)
        return self._latest

    def _run_so_far(self, run: RunId, plan: Plan) -> Run:
        if self._run is not None and self._run[0] == run:
            return self._run[1]
        return replay(plan, events_of(self._con, run))

    def _keep_actual(self, run_id: RunId, plan: Plan, run: Run) -> None:
        """Write what the run came to, as of its last event, where it differs from the rows."""
        state = run.state
        before = {
            row["block_id"]: dict(row)
            for row in self._con.execute("SELECT * FROM block_actual WHERE run_id = ?", (run_id,))
        }
        projection = project(plan, state, state.last_event or plan.start)
        after = [rows.actual_row(run_id, row) for row in projection.rows]
        self._con.executemany(
            "DELETE FROM block_actual WHERE run_id = ? AND block_id = ?",
            [(run_id, block) for block in before if block not in plan.positions],
        )
        self._upsert(
            TableName.BLOCK_ACTUAL,
            [row for row in after if before.get(row["block_id"]) != row],
            key=("run_id", "block_id"),
        )
        started = state.spells[0].start if state.spells else None
        ends = (_iso(started), _iso(state.ended))
        row = self._con.execute("SELECT * FROM run WHERE id = ?", (run_id,)).fetchone()
        if (row["started_utc"], row["ended_utc"]) != ends:
            self._con.execute(
                "UPDATE run SET started_utc = ?, ended_utc = ? WHERE id = ?", (*ends, run_id)
            )
            self._keep_attendance(SessionId(row["session_id"]))
        self._run = (run_id, run)

    def _save_note(self, change: SaveNote) -> None:
        self._unindex(change.note.id)
        self._upsert(TableName.NOTE, [rows.note_row(change.session, change.note)])
        self._con.execute(
            "INSERT INTO note_search (rowid, text) SELECT number, text FROM note WHERE id = ?",
            (change.note.id,),
        )

    def _unindex(self, note: str) -> None:
        self._con.execute(
            "INSERT INTO note_search (note_search, rowid, text)"
            " SELECT 'delete', number, text FROM note WHERE id = ?",
            (note,),
        )

    def _save_draft(self, change: SaveDraft) -> None:
        if change.text:
            row = {"session_id": change.session, "text": change.text}
            self._upsert(TableName.DRAFT, [row], key=("session_id",))
        else:
            self._con.execute("DELETE FROM draft WHERE session_id = ?", (change.session,))

    def _upsert(
        self, table: TableName, changed: list[rows.Row], *, key: Iterable[str] = ("id",)
    ) -> None:
        if changed:
            self._table(table).upsert_all([rows.storable(row) for row in changed], pk=tuple(key))

    def _insert(self, table: TableName, new: list[rows.Row]) -> None:
        self._table(table).insert_all([rows.storable(row) for row in new])

    def _table(self, name: TableName) -> Table:
        return self._db.table(name.value)


def write_shapes(con: sqlite3.Connection) -> None:
    """Work out the shape of every plan anew; at the end of a migration."""
    con.row_factory = sqlite3.Row
    found = con.execute("SELECT id FROM session WHERE template <> ''").fetchall()
    for session_id in [SessionId(row["id"]) for row in found]:
        session = session_of(con, session_id)
        if session is not None:
            shape = rows.session_row(session)["shape"]
            con.execute("UPDATE session SET shape = ? WHERE id = ?", (shape, session_id))


def _iso(at: Instant | None) -> str | None:
    return None if at is None else iso_utc(at)
