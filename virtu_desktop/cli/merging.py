"""What a file of other laptops' records would do to a library, for command and window (R3)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from virtu_desktop.cli.open_library import portable_record
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import Change, RecordMerge
from virtu_desktop.exchange.merge import Conflict, Merge, Subject, merge, without_erased
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import N_, Translator, interface
from virtu_desktop.storage.library import Library

_MOST = 100_000
SUBJECTS = {
    Subject.PLAN: N_("Plan"),
    Subject.RUN: N_("Run"),
    Subject.PERSON: N_("Person"),
    Subject.EXPECTATION: N_("Expected"),
    Subject.PRESENCE: N_("Presence"),
    Subject.NOTE: N_("Note"),
    Subject.ROOMS: N_("Rooms"),
    Subject.POLL: N_("Poll"),
    Subject.BALLOT: N_("Ballot"),
    Subject.SECRET: N_("Secret ballots"),
}
"""What a conflict is about, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedSession:
    """One session of the file. merge: None for one that is new to the library."""

    id: SessionId
    title: str
    changes: tuple[Change, ...]
    merge: Merge | None

    @property
    def added(self) -> int:
        """Return how many things are new; a new session counts as one."""
        return 1 if self.merge is None else self.merge.added


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedConflict:
    """A conflict with its number through the whole file, and the session it is in."""

    number: int
    session: str
    conflict: Conflict


def merged_sessions(
    library: Library, records: Sequence[PortableRecord], take: Collection[int] | None = ()
) -> tuple[MergedSession, ...]:
    """Return what becomes of each session of a file.

    take: numbers of the conflicts in which theirs is chosen; None for all of them.
    """
    return tuple(_merged(library, records, take))


def numbered(merged: Sequence[MergedSession]) -> tuple[NumberedConflict, ...]:
    """Return the conflicts of all sessions, numbered from 1."""
    found = [
        (one.title, conflict)
        for one in merged
        if one.merge is not None
        for conflict in one.merge.conflicts
    ]
    return tuple(
        NumberedConflict(number=number, session=title, conflict=conflict)
        for number, (title, conflict) in enumerate(found, 1)
    )


def changes_to_save(
    merged: Sequence[MergedSession], *, file: str, at: Instant
) -> tuple[Change, ...]:
    """Return what is to be saved together, so that it can be undone; nothing for nothing."""
    changes = tuple(change for one in merged for change in one.changes)
    if not changes:
        return ()
    noted = RecordMerge(
        merge=uuid4().hex,
        at=at,
        file=file,
        added=sum(one.added for one in merged),
        sessions=tuple(one.id for one in merged if one.changes),
    )
    return (noted, *changes)


def session_words(tr: Translator, merged: MergedSession) -> str:
    """Return what becomes of a session, in a line."""
    if merged.merge is None:
        return tr("{title}: new in the library", title=merged.title)
    return tr.plural(
        "{title}: {count} thing added",
        "{title}: {count} things added",
        merged.merge.added,
        title=merged.title,
    )


def _merged(
    library: Library, records: Sequence[PortableRecord], take: Collection[int] | None
) -> Iterator[MergedSession]:
    there = {summary.id for summary in library.sessions()}
    programmes = {one.id for one in library.programmes()}
    groups = {one.id for one in library.groups()}
    people = {
        person.id
        for programme in {one.record.programme for one in records}
        for person in library.people(programme)
    }
    before = 0
    for theirs in records:
        session = theirs.record.session
        if session.id not in there:
            known = library.people(theirs.record.programme)
            theirs = replace(theirs, record=without_erased(theirs.record, known))
            programme, group = theirs.programme, theirs.group
            changes = changes_of(
                theirs,
                has_programme=programme is not None and programme.id in programmes,
                has_group=group is not None and group.id in groups,
                known_people=people,
            )
            programmes |= set() if programme is None else {programme.id}
            groups |= set() if group is None else {group.id}
            people |= {person.id for person in theirs.record.people}
            yield MergedSession(id=session.id, title=session.title, changes=changes, merge=None)
            continue
        ours = portable_record(library, session.id).record
        chosen = range(1, 1 + _MOST) if take is None else [one - before for one in take]
        made = merge(ours, theirs.record, interface(), take=chosen)
        before += len(made.conflicts)
        people |= {person.id for person in theirs.record.people}
        yield MergedSession(id=session.id, title=session.title, changes=made.changes, merge=made)
