"""What the library holds, laid out in the rows and columns in which it is shown; no Qt."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.deleting import Deletion, deletions
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    SessionId,
    SessionSummary,
)
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.exchange.templates import differing
from virtu_desktop.storage.library import Library

LEAST_COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All programmes, groups and sessions.

    unfinished: a session whose run has no end. templates: people's own. differing: sessions whose
    plan is not as their template any more. deletions: what can be brought back, the latest first.
    """

    programmes: tuple[Programme, ...] = ()
    groups: tuple[ParticipantGroup, ...] = ()
    sessions: tuple[SessionSummary, ...] = ()
    unfinished: SessionId | None = None
    templates: tuple[PlanTemplate, ...] = ()
    differing: frozenset[SessionId] = frozenset()
    deletions: tuple[Deletion, ...] = ()

    def session(self, session: SessionId) -> SessionSummary | None:
        """Return the summary of a session, or None."""
        return next((found for found in self.sessions if found.id == session), None)

    def groups_of(self, programme: ProgrammeId) -> tuple[ParticipantGroup, ...]:
        """Return the groups of a programme in their order."""
        return tuple(group for group in self.groups if group.programme == programme)

    def within(self, group: GroupId) -> tuple[SessionSummary, ...]:
        """Return the sessions of a group, the earliest first."""
        return tuple(session for session in self.sessions if session.group == group)

    def next_number(self, group: GroupId) -> int:
        """Return which meeting of the group a new session would be."""
        return max((found.number for found in self.sessions if found.group == group), default=0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """The heading of a programme, with the number and title of each column."""

    programme: Programme
    columns: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow:
    """The sessions of a group, one a column, None where there is none.

    is_more: a further row of the same group, for sessions that share a number.
    """

    group: ParticipantGroup
    cells: tuple[SessionSummary | None, ...]
    titles: tuple[str, ...]
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class LooseHeading:
    """The heading above the sessions that belong to no group."""


@dataclass(frozen=True, slots=True)
class LooseRow:
    """A session that belongs to no group."""

    session: SessionSummary


Row = ProgrammeRow | GroupRow | LooseHeading | LooseRow


def read_shelf(library: Library) -> Shelf:
    """Read all lists of the library; called off the window's thread."""
    sessions, templates = library.sessions(), library.templates()
    return Shelf(
        programmes=library.programmes(),
        groups=library.groups(),
        sessions=sessions,
        unfinished=library.unfinished_run(),
        templates=templates,
        differing=differing(sessions, templates),
        deletions=deletions(library.deleted()),
    )


def laid_out(shelf: Shelf) -> tuple[Row, ...]:
    """Return the rows: each programme with its groups, then the sessions without a group.

    Sessions without a group are listed with the latest first.
    """
    by_group: defaultdict[GroupId | None, list[SessionSummary]] = defaultdict(list)
    known = {group.id for group in shelf.groups}
    for session in shelf.sessions:
        by_group[session.group if session.group in known else None].append(session)
    by_programme: defaultdict[ProgrammeId, list[ParticipantGroup]] = defaultdict(list)
    for group in shelf.groups:
        by_programme[group.programme].append(group)
    rows: list[Row] = []
    for programme in shelf.programmes:
        rows += _programme_rows(programme, by_programme[programme.id], by_group)
    loose = sorted(by_group[None], key=lambda session: -session.start)
    if loose:
        rows.append(LooseHeading())
        rows += [LooseRow(session) for session in loose]
    return tuple(rows)


def column_count(rows: Iterable[Row]) -> int:
    """Return how many columns of sessions the rows need, at least three."""
    counts = (len(row.columns) for row in rows if isinstance(row, ProgrammeRow))
    return max(LEAST_COLUMNS, max(counts, default=0))


def _programme_rows(
    programme: Programme,
    groups: Sequence[ParticipantGroup],
    by_group: dict[GroupId | None, list[SessionSummary]],
) -> Iterator[Row]:
    sessions = [session for group in groups for session in by_group.get(group.id, ())]
    numbers = sorted({session.number for session in sessions})
    titles = tuple(_usual_title(sessions, number) for number in numbers)
    yield ProgrammeRow(programme=programme, columns=tuple(zip(numbers, titles, strict=True)))
    for group in groups:
        yield from _group_rows(group, by_group.get(group.id, ()), numbers, titles)


def _group_rows(
    group: ParticipantGroup,
    sessions: Iterable[SessionSummary],
    numbers: Sequence[int],
    titles: tuple[str, ...],
) -> Iterator[GroupRow]:
    waiting: defaultdict[int, list[SessionSummary]] = defaultdict(list)
    for session in sessions:
        waiting[session.number].append(session)
    depth = max((len(found) for found in waiting.values()), default=1)
    for place in range(depth):
        cells = tuple(
            waiting[number][place] if place < len(waiting[number]) else None for number in numbers
        )
        yield GroupRow(group=group, cells=cells, titles=titles, is_more=place > 0)


def _usual_title(sessions: Iterable[SessionSummary], number: int) -> str:
    titles = Counter(session.title for session in sessions if session.number == number)
    return titles.most_common(1)[0][0]
