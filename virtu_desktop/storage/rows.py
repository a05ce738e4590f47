"""Domain values as rows and rows as domain values; what goes in comes out equal.

Instants are ISO text with milliseconds and ``Z``, durations whole milliseconds in columns called
``..._ms``, lists JSON text. Reading raises ValueError, KeyError or TypeError on a row that no
program of this version writes.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Mapping
from datetime import time as time_of_day
from typing import Any

from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.notes import Note, NoteCorrection, NoteCorrectionId, NoteId, NoteTag
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.plan import (
    Block,
    BlockId,
    BlockKind,
    BreakoutSettings,
    Plan,
)
from virtu_desktop.domain.plan_check import Rule, Silenced
from virtu_desktop.domain.presence import Attended, Leaving, Presence, PresenceId, Source
from virtu_desktop.domain.presence_changes import (
    Correction,
    CorrectionId,
    CorrectionKind,
    Stay,
)
from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.run import ActionId, Cause, EventId, RunEvent, TakeBack
from virtu_desktop.domain.template_differences import shape
from virtu_desktop.domain.templates import PlanTemplate, clock_of
from virtu_desktop.domain.time import Duration, Instant, iso_utc, parse_instant
from virtu_desktop.domain.timeline import ProjectedBlock, Status
from virtu_desktop.engine.changes import AttendanceImport
from virtu_desktop.storage.poll_rows import question, question_fields

# A row holds text, whole numbers and NULL; the shape of parsed JSON is only known when it is read.
Row = dict[str, Any]
Stored = Mapping[str, Any] | sqlite3.Row

TAKE_BACK = "take_back"
EVENT_VERSION = 1
_PLAN_VERSION = 1


def storable(row: Row) -> Row:
    """Return the row with halves of characters, which SQLite refuses, joined or replaced."""
    return {name: _whole(value) if isinstance(value, str) else value for name, value in row.items()}


def _whole(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def programme_row(programme: Programme) -> Row:
    """Return the row of a programme."""
    return {"id": programme.id, "title": programme.title, "customer": programme.customer}


def programme(row: Stored) -> Programme:
    """Return the programme of a row."""
    return Programme(id=ProgrammeId(row["id"]), title=row["title"], customer=row["customer"])


def group_row(group: ParticipantGroup) -> Row:
    """Return the row of a participant group."""
    return {
        "id": group.id,
        "programme_id": group.programme,
        "name": group.name,
        "site": group.site,
        "position": group.position,
    }


def group(row: Stored) -> ParticipantGroup:
    """Return the participant group of a row."""
    return ParticipantGroup(
        id=GroupId(row["id"]),
        programme=ProgrammeId(row["programme_id"]),
        name=row["name"],
        site=row["site"],
        position=row["position"],
    )


def session_row(session: Session) -> Row:
    """Return the row of a session; its blocks are rows of their own."""
    plan = session.plan
    return {
        "id": session.id,
        "group_id": session.group,
        "title": session.title,
        "number": session.number,
        "language": session.language,
        "template": session.template,
        "zone": plan.zone,
        "start_utc": iso_utc(plan.start),
        "end_utc": _iso(plan.end),
        "target_end_utc": iso_utc(plan.target_end),
        "planned_end_utc": iso_utc(plan.schedule[-1].end),
        "planned_ms": plan.planned_length,
        "delivery": session.delivery.value,
        "has_phones": int(session.has_phones),
        "shape": shape(plan.blocks, clock_of(plan)) if session.template else "",
    }


def session(row: Stored, blocks: tuple[Block, ...]) -> Session:
    """Return the session of a row and of its blocks in their order."""
    plan = Plan(
        start=parse_instant(row["start_utc"]),
        end=instant(row["end_utc"]),
        zone=row["zone"],
        blocks=blocks,
    )
    return Session(
        id=SessionId(row["id"]),
        title=row["title"],
        plan=plan,
        group=None if row["group_id"] is None else GroupId(row["group_id"]),
        number=row["number"],
        language=row["language"],
        template=row["template"],
        delivery=Delivery(row["delivery"]),
        has_phones=bool(row["has_phones"]),
    )


def block_row(session_id: SessionId, plan: Plan, place: int) -> Row:
    """Return the row of the block at a place of a plan, with its planned times."""
    fields = _block_fields(plan.blocks[place])
    for name in _JSON_OF_BLOCK:
        fields[name] = None if fields[name] is None else json_text(fields[name])
    planned = plan.schedule[place]
    return {
        "session_id": session_id,
        "position": place,
        "planned_start_utc": iso_utc(planned.start),
        "planned_end_utc": iso_utc(planned.end),
        **fields,
    }


def block(row: Stored) -> Block:
    """Return the block of a row."""
    fields = dict(row)
    for name in _JSON_OF_BLOCK:
        fields[name] = None if row[name] is None else json.loads(row[name])
    return _block(fields)


def plan_text(plan: Plan) -> str:
    """Return a whole plan as JSON text."""
    return json_text(
        {
            "version": _PLAN_VERSION,
            "start": iso_utc(plan.start),
            "end": _iso(plan.end),
            "zone": plan.zone,
            "blocks": [_block_fields(block) for block in plan.blocks],
        }
    )


def plan(text: str) -> Plan:
    """Return the plan of a JSON text."""
    fields = json.loads(text)
    return Plan(
        start=parse_instant(fields["start"]),
        end=instant(fields["end"]),
        zone=fields["zone"],
        blocks=tuple(_block(item) for item in fields["blocks"]),
    )


def template_row(template: PlanTemplate) -> Row:
    """Return the row of one of people's own templates."""
    return {
        "id": template.id,
        "title": template.title,
        "language": template.language,
        "start": _clock_text(template.start),
        "blocks": json_text([_block_fields(block) for block in template.blocks]),
    }


def template(row: Stored) -> PlanTemplate:
    """Return the template of a row."""
    return PlanTemplate(
        id=row["id"],
        title=row["title"],
        language=row["language"],
        start=time_of_day.fromisoformat(row["start"]),
        blocks=tuple(_block(item) for item in json.loads(row["blocks"])),
    )


def silenced_row(session_id: SessionId, silenced: Silenced) -> Row:
    """Return the row of a finding that was silenced; no block is an empty text."""
    return {
        "session_id": session_id,
        "rule": silenced.rule.value,
        "block_id": silenced.block or "",
        "reason": silenced.reason,
    }


def silenced(row: Stored) -> Silenced:
    """Return the silenced finding of a row."""
    block = row["block_id"]
    return Silenced(Rule(row["rule"]), BlockId(block) if block else None, row["reason"])


def event_row(run_id: str, position: int, event: RunEvent) -> Row:
    """Return the row of a run event at its place in the record, counted from 0."""
    fact = event.fact
    row: Row = {
        "id": event.id,
        "run_id": run_id,
        "position": position,
        "action": event.action,
        "cause": event.cause.value,
        "at_utc": iso_utc(fact.at),
        "mono_ms": event.monotonic,
        "boot": event.boot,
        "type": TAKE_BACK,
        "block": None,
        "ms": None,
        "to_utc": None,
        "takes_back": None,
        "version": EVENT_VERSION,
    }
    if isinstance(fact, TakeBack):
        return row | {"takes_back": fact.action}
    return row | {
        "type": fact.type.value,
        "block": fact.block,
        "ms": fact.ms,
        "to_utc": _iso(fact.to),
    }


def event(row: Stored) -> RunEvent:
    """Return the run event of a row."""
    at = parse_instant(row["at_utc"])
    fact: Event | TakeBack
    if row["type"] == TAKE_BACK:
        fact = TakeBack(at, ActionId(row["takes_back"]))
    else:
        fact = Event(
            at=at,
            type=EventType(row["type"]),
            block=None if row["block"] is None else BlockId(row["block"]),
            ms=None if row["ms"] is None else Duration(row["ms"]),
            to=instant(row["to_utc"]),
        )
    return RunEvent(
        id=EventId(row["id"]),
        action=ActionId(row["action"]),
        cause=Cause(row["cause"]),
        fact=fact,
        monotonic=Duration(row["mono_ms"]),
        boot=row["boot"],
    )


def actual_row(run_id: str, projected: ProjectedBlock) -> Row:
    """Return what a run came to for one block; only facts, no expected or projected times."""
    has_run = projected.status in (Status.DONE, Status.CURRENT)
    is_over = projected.status is Status.DONE
    return {
        "run_id": run_id,
        "block_id": projected.id,
        "status": projected.status.value,
        "started_utc": _iso(projected.start if has_run else None),
        "ended_utc": _iso(projected.end if is_over else None),
        "allotted_ms": projected.allotted,
        "run_ms": projected.elapsed,
        "late_ms": projected.late if has_run else None,
    }


def note_row(session_id: SessionId, note: Note) -> Row:
    """Return the row of a note."""
    return {
        "id": note.id,
        "session_id": session_id,
        "at_utc": iso_utc(note.at),
        "block": note.block,
        "text": note.text,
        "tag": note.tag.value,
        "persons": json_text(note.persons),
        "private": int(note.private),
        "edited_utc": _iso(note.edited),
    }


def note(row: Stored) -> Note:
    """Return the note of a row."""
    return Note(
        id=NoteId(row["id"]),
        at=parse_instant(row["at_utc"]),
        block=None if row["block"] is None else BlockId(row["block"]),
        text=row["text"],
        tag=NoteTag(row["tag"]),
        persons=_texts(row["persons"]),
        private=bool(row["private"]),
        edited=instant(row["edited_utc"]),
    )


def _texts(text: str) -> tuple[str, ...]:
    """Return the texts of a JSON list; most lists are empty."""
    return () if text == "[]" else tuple(json.loads(text))


def person_row(person: Participant) -> Row:
    """Return the row of a participant."""
    return {
        "id": person.id,
        "programme_id": person.programme,
        "group_id": person.group,
        "name": person.name,
        "organisation": person.organisation,
        "site": person.site,
        "email": person.email,
        "tags": json_text(person.tags),
        "usual_mode": person.usual_mode.value,
        "language": person.language,
    }


def person(row: Stored) -> Participant:
    """Return the participant of a row."""
    programme_id, group_id = row["programme_id"], row["group_id"]
    return Participant(
        id=PersonId(row["id"]),
        programme=None if programme_id is None else ProgrammeId(programme_id),
        group=None if group_id is None else GroupId(group_id),
        name=row["name"],
        organisation=row["organisation"],
        site=row["site"],
        email=row["email"],
        tags=_texts(row["tags"]),
        usual_mode=Mode(row["usual_mode"]),
        language=row["language"],
    )


def expectation_row(session_id: SessionId, expectation: Expectation) -> Row:
    """Return the row of what is known of one person in one session."""
    return {
        "session_id": session_id,
        "person_id": expectation.person,
        "is_expected": int(expectation.is_expected),
        "mode": None if expectation.mode is None else expectation.mode.value,
    }


def expectation(row: Stored) -> Expectation:
    """Return the expectation of a row."""
    return Expectation(
        person=PersonId(row["person_id"]),
        is_expected=bool(row["is_expected"]),
        mode=None if row["mode"] is None else Mode(row["mode"]),
    )


def presence_row(session_id: SessionId, presence: Presence) -> Row:
    """Return the row of a stay."""
    return {
        "id": presence.id,
        "session_id": session_id,
        "person_id": presence.person,
        "joined_utc": iso_utc(presence.joined),
        "left_utc": _iso(presence.left),
        "mode": presence.mode.value,
        "site": presence.site,
        "source": presence.source.value,
        "leaving": presence.leaving.value,
    }


def presence(row: Stored) -> Presence:
    """Return the stay of a row."""
    return Presence(
        id=PresenceId(row["id"]),
        person=PersonId(row["person_id"]),
        joined=parse_instant(row["joined_utc"]),
        left=instant(row["left_utc"]),
        mode=Mode(row["mode"]),
        site=row["site"],
        source=Source(row["source"]),
        leaving=Leaving(row["leaving"]),
    )


def correction_row(session_id: SessionId, correction: Correction) -> Row:
    """Return the row of a correction: the stay as it was, and as it is."""
    return {
        "id": correction.id,
        "session_id": session_id,
        "at_utc": iso_utc(correction.at),
        "kind": correction.kind.value,
        "presence_id": correction.presence,
        "person_id": correction.person,
        **_stay_fields("was", correction.before),
        **_stay_fields("is", correction.after),
    }


def correction(row: Stored) -> Correction:
    """Return the correction of a row."""
    return Correction(
        id=CorrectionId(row["id"]),
        at=parse_instant(row["at_utc"]),
        kind=CorrectionKind(row["kind"]),
        presence=PresenceId(row["presence_id"]),
        person=PersonId(row["person_id"]),
        before=_stay("was", row),
        after=_stay("is", row),
    )


def note_correction_row(session_id: SessionId, correction: NoteCorrection) -> Row:
    """Return the row of a tag that was put right."""
    return {
        "id": correction.id,
        "session_id": session_id,
        "at_utc": iso_utc(correction.at),
        "note_id": correction.note,
        "was_tag": correction.before.value,
        "is_tag": correction.after.value,
    }


def note_correction(row: Stored) -> NoteCorrection:
    """Return the corrected tag of a row."""
    return NoteCorrection(
        id=NoteCorrectionId(row["id"]),
        at=parse_instant(row["at_utc"]),
        note=NoteId(row["note_id"]),
        before=NoteTag(row["was_tag"]),
        after=NoteTag(row["is_tag"]),
    )


def attendance_row(session_id: SessionId, attended: Attended) -> Row:
    """Return the row of what a person's stays come to in a session that was held."""
    return {
        "session_id": session_id,
        "person_id": attended.person,
        "mode": attended.mode.value,
        "site": attended.site,
        "first_utc": iso_utc(attended.spans[0].start),
        "last_utc": iso_utc(attended.spans[-1].end),
        "present_ms": attended.present,
        "session_ms": attended.session.length,
        "late_ms": attended.late,
        "left_early_ms": attended.left_early,
        "away_ms": attended.away,
        "away_times": attended.away_times,
    }


def attendance_import_row(
    session_id: SessionId, imported: AttendanceImport, content: bytes | None
) -> Row:
    """Return the row of an imported report, the file packed."""
    return {
        "session_id": session_id,
        "sha256": imported.sha256,
        "file_name": imported.file_name,
        "format": imported.format,
        "at_utc": iso_utc(imported.at),
        "people": imported.people,
        "content": None if content is None else zlib.compress(content),
    }


def attendance_import(row: Stored) -> AttendanceImport:
    """Return the imported report of a row that says in ``is_kept`` whether the file is there."""
    return AttendanceImport(
        sha256=row["sha256"],
        file_name=row["file_name"],
        format=row["format"],
        at=parse_instant(row["at_utc"]),
        people=row["people"],
        is_kept=bool(row["is_kept"]),
    )


def _stay_fields(prefix: str, stay: Stay | None) -> Row:
    return {
        f"{prefix}_joined_utc": None if stay is None else iso_utc(stay.joined),
        f"{prefix}_left_utc": None if stay is None else _iso(stay.left),
        f"{prefix}_mode": None if stay is None else stay.mode.value,
        f"{prefix}_site": None if stay is None else stay.site,
    }


def _stay(prefix: str, row: Stored) -> Stay | None:
    if row[f"{prefix}_joined_utc"] is None:
        return None
    return Stay(
        joined=parse_instant(row[f"{prefix}_joined_utc"]),
        left=instant(row[f"{prefix}_left_utc"]),
        mode=Mode(row[f"{prefix}_mode"]),
        site=row[f"{prefix}_site"],
    )


def incident_row(run_id: str, incident: Incident) -> Row:
    """Return the row of an incident."""
    return {
        "run_id": run_id,
        "at_utc": iso_utc(incident.at),
        "kind": incident.kind.value,
        "length_ms": incident.length,
    }


def incident(row: Stored) -> Incident:
    """Return the incident of a row."""
    return Incident(
        at=parse_instant(row["at_utc"]),
        kind=IncidentKind(row["kind"]),
        length=Duration(row["length_ms"]),
    )


def instant(text: str | None) -> Instant | None:
    """Return the instant of a column that may be NULL."""
    return None if text is None else parse_instant(text)


def json_text(value: object) -> str:
    """Return JSON that people can read in a table: one line, no escapes for letters."""
    return json.dumps(value, ensure_ascii=False)


def _iso(at: Instant | None) -> str | None:
    return None if at is None else iso_utc(at)


_JSON_OF_BLOCK = ("materials", "polls", "breakout")


def _block_fields(block: Block) -> Row:
    return {
        "id": block.id,
        "title": block.title,
        "kind": block.kind.value,
        "length_ms": block.length,
        "minimum_ms": block.minimum,
        "fixed_start": None if block.fixed_start is None else _clock_text(block.fixed_start),
        "optional": int(block.optional),
        "priority": block.priority,
        "auto_advance": int(block.auto_advance),
        "owner": block.owner,
        "room": block.room,
        "remote": block.remote,
        "trainer_note": block.trainer_note,
        "materials": list(block.materials),
        "polls": [question_fields(poll) for poll in block.polls],
        "breakout": None if block.breakout is None else _breakout_fields(block.breakout),
        "origin": block.origin,
    }


def _block(fields: Row) -> Block:
    clock = fields["fixed_start"]
    breakout = fields["breakout"]
    return Block(
        id=BlockId(fields["id"]),
        title=fields["title"],
        kind=BlockKind(fields["kind"]),
        length=Duration(fields["length_ms"]),
        minimum=Duration(fields["minimum_ms"]),
        fixed_start=None if clock is None else time_of_day.fromisoformat(clock),
        optional=bool(fields["optional"]),
        priority=fields["priority"],
        auto_advance=bool(fields["auto_advance"]),
        owner=fields["owner"],
        room=fields["room"],
        remote=fields["remote"],
        trainer_note=fields["trainer_note"],
        materials=tuple(fields["materials"]),
        polls=tuple(question(poll) for poll in fields["polls"]),
        breakout=None if breakout is None else _breakout(breakout),
        # A plan that was kept as JSON by version 1.0 has no origins.
        origin=fields.get("origin", ""),
    )


def _clock_text(clock: time_of_day) -> str:
    return clock.isoformat("auto" if clock.second or clock.microsecond else "minutes")


def _breakout_fields(breakout: BreakoutSettings) -> Row:
    return {
        "group_size": breakout.group_size,
        "mode": breakout.mode,
        "rules": list(breakout.rules),
        "rounds": breakout.rounds,
        "calls_ms": list(breakout.calls),
    }


def _breakout(fields: Stored) -> BreakoutSettings:
    return BreakoutSettings(
        group_size=fields["group_size"],
        mode=fields["mode"],
        rules=tuple(fields["rules"]),
        rounds=fields["rounds"],
        calls=tuple(Duration(call) for call in fields["calls_ms"]),
    )
