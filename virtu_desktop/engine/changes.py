"""What the engine asks the store to keep: one frozen value for each kind of change.

A change says what is now true; how it becomes rows is the store's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from virtu_desktop.domain.deleting import Item
from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.incidents import Incident
from virtu_desktop.domain.notes import Note, NoteCorrection, NoteId
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.plan import Block, BlockId, Plan
from virtu_desktop.domain.plan_check import Rule, Silenced
from virtu_desktop.domain.polls import Poll
from virtu_desktop.domain.presence import Presence, PresenceId
from virtu_desktop.domain.presence_changes import Correction
from virtu_desktop.domain.programme import (
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.programme_facts import FactName
from virtu_desktop.domain.rooms import BreakoutRound
from virtu_desktop.domain.roster import Expectation
from virtu_desktop.domain.run import RunEvent
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.poll_changes import PollChange
from virtu_desktop.engine.room_changes import RoomChange

RunId = NewType("RunId", str)


class RunKind(StrEnum):
    """Whether a record is of a real session or of a rehearsal."""

    LIVE = "live"
    REHEARSAL = "rehearsal"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveProgramme:
    """The programme is as given; new or changed."""

    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveGroup:
    """The participant group is as given; new or changed."""

    group: ParticipantGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveSession:
    """The session and its whole plan are as given; new or changed."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveBlock:
    """One block that the plan has already is now as given."""

    session: SessionId
    block: Block


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteItems:
    """The items stand in no list any more from ``at`` on; nothing of them is lost."""

    items: tuple[Item, ...]
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreItems:
    """Deleted items stand in the lists again, and so does what holds them."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveItems:
    """Deleted items are gone for good, with what they hold and everything recorded of it."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRun:
    """A run of the session begins; ``plan`` is the plan as it stands at that moment."""

    run: RunId
    session: SessionId
    kind: RunKind
    plan: Plan
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AppendEvents:
    """Events at the end of a run's record; all or none."""

    run: RunId
    events: tuple[RunEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveNote:
    """The note is as given; new or changed."""

    session: SessionId
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteNote:
    """The note is gone."""

    session: SessionId
    note: NoteId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordNoteCorrections:
    """Tags of notes were put right after the session; the log only grows."""

    session: SessionId
    corrections: tuple[NoteCorrection, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft:
    """The unfinished line in the notes field is ``text``; empty when there is none."""

    session: SessionId
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordIncident:
    """Something happened to the computer during the run."""

    run: RunId
    incident: Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Heartbeat:
    """The program was alive at ``at``; tells after a crash how long it was away."""

    run: RunId
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveTemplate:
    """One of people's own templates is as given; new or changed."""

    template: PlanTemplate


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteTemplate:
    """The template of that id is gone; the sessions made from it stay as they are."""

    template: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceCheck:
    """Somebody has decided to leave a finding of the plan check as it is."""

    session: SessionId
    silenced: Silenced


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsilenceCheck:
    """The rule speaks again; block: None for a finding about the whole session."""

    session: SessionId
    rule: Rule
    block: BlockId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TickReadiness:
    """A thing of the readiness list became ready ``at``; None: it is not ready after all."""

    session: SessionId
    key: str
    at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExport:
    """The record of a session was exported, in these formats."""

    session: SessionId
    at: Instant
    formats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveFacts:
    """These facts of a programme are as given; an empty text takes one away."""

    programme: ProgrammeId
    facts: tuple[tuple[FactName, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceImport:
    """An attendance report that was imported into a session.

    sha256: of the file, in hexadecimal. format: its id. people: how many it names. is_kept: the
    file itself is in the library.
    """

    sha256: str
    file_name: str
    format: str
    at: Instant
    people: int
    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendanceImport:
    """An attendance report was imported; content: the file as it was, or None to keep none."""

    session: SessionId
    imported: AttendanceImport
    content: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePeople:
    """The participants are as given; new or changed."""

    people: tuple[Participant, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePerson:
    """The participant, who was in no session, is gone from the roster."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePeople:
    """All that was recorded of ``gone`` is of ``kept`` now, and ``gone`` is no more."""

    kept: Participant
    gone: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPeople:
    """A merge is taken back: both are as given, each with what was recorded of each before."""

    kept: Participant
    gone: Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveExpectations:
    """What is known beforehand of people in a session is as given; new or changed."""

    session: SessionId
    expectations: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeleteExpectation:
    """Nothing special is known of the person in the session any more."""

    session: SessionId
    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class SavePresences:
    """The stays of people in a session are as given; new or changed."""

    session: SessionId
    presences: tuple[Presence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletePresences:
    """The stays are gone."""

    session: SessionId
    presences: tuple[PresenceId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrections:
    """Stays were corrected by hand, or a correction was taken back."""

    session: SessionId
    corrections: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordMerge:
    """The changes after this one, saved together with it, are the merge of another record.

    file: the name of the file that it came from. added: how many things are new. sessions: whose
    records change. What the merge does is written down, so that UndoMerge can take it back.
    """

    merge: str
    at: Instant
    file: str
    added: int
    sessions: tuple[SessionId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoMerge:
    """The merge is taken back: what it added is gone, what it changed is as before."""

    merge: str


Change = (
    SaveProgramme
    | SaveGroup
    | SaveSession
    | SaveBlock
    | DeleteItems
    | RestoreItems
    | RemoveItems
    | OpenRun
    | AppendEvents
    | SaveNote
    | DeleteNote
    | SaveDraft
    | RecordIncident
    | Heartbeat
    | SaveTemplate
    | DeleteTemplate
    | SilenceCheck
    | UnsilenceCheck
    | TickReadiness
    | RecordExport
    | SaveFacts
    | RecordAttendanceImport
    | SavePeople
    | DeletePerson
    | MergePeople
    | SplitPeople
    | SaveExpectations
    | DeleteExpectation
    | SavePresences
    | DeletePresences
    | RecordCorrections
    | RecordNoteCorrections
    | RecordMerge
    | UndoMerge
    | RoomChange
    | PollChange
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """A run as it was stored.

    plan_at_start: the plan when the run began. last_seen: the last sign of life before it was
    loaded, or None.
    """

    id: RunId
    kind: RunKind
    plan_at_start: Plan
    events: tuple[RunEvent, ...]
    incidents: tuple[Incident, ...] = ()
    last_seen: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """All that the store holds of one session; notes in order of time, ``run`` None before it.

    draft: what stood unfinished in the notes field. programme: the one that the session's group
    belongs to. people: those of the session's group and
    everybody else who was expected or there, by name. others: the rest of the programme's people,
    who could still come; they are no part of the session's record. presences: in order of joining.
    rounds: of the breakout blocks. earlier_meetings: who was in one room in the other sessions of
    the programme, the oldest first; no part of the session's record either.
    polls: in the order they were asked.
    """

    session: Session
    run: RunRecord | None = None
    notes: tuple[Note, ...] = ()
    draft: str = ""
    programme: ProgrammeId | None = None
    people: tuple[Participant, ...] = ()
    others: tuple[Participant, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    presences: tuple[Presence, ...] = ()
    corrections: tuple[Correction, ...] = ()
    note_corrections: tuple[NoteCorrection, ...] = ()
    rounds: tuple[BreakoutRound, ...] = ()
    earlier_meetings: tuple[Round, ...] = ()
    polls: tuple[Poll, ...] = ()
