"""Sets up a whole programme in one go: its groups and all their sessions (P3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as time_of_day

from virtu_desktop.domain.programme import (
    Delivery,
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
)
from virtu_desktop.domain.templates import PlanTemplate, session_of
from virtu_desktop.engine.changes import Change, SaveGroup, SaveProgramme, SaveSession


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGroup:
    """A group to make. days: of its sessions in their order; start: None for the templates' own."""

    name: str
    days: tuple[date, ...]
    site: str = ""
    start: time_of_day | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedProgramme:
    """A programme to make: every group gets one session from each template, in their order."""

    title: str
    zone: str
    templates: tuple[PlanTemplate, ...]
    groups: tuple[NewGroup, ...]
    customer: str = ""
    delivery: Delivery = Delivery.HYBRID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProgramme:
    """What was made. sessions: group by group, in the order of the templates."""

    programme: Programme
    groups: tuple[ParticipantGroup, ...]
    sessions: tuple[Session, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """Return all that puts it into the library, in an order in which it can be saved."""
        return (
            SaveProgramme(programme=self.programme),
            *(SaveGroup(group=group) for group in self.groups),
            *(SaveSession(session=session) for session in self.sessions),
        )


def new_programme(wanted: WantedProgramme, *, new_id: Callable[[], str]) -> NewProgramme:
    """Make a programme with its groups and sessions, all ids fresh.

    Raises ValueError when a group has not one day for each template, or for an unknown zone.
    """
    programme = Programme(id=ProgrammeId(new_id()), title=wanted.title, customer=wanted.customer)
    groups = []
    sessions: list[Session] = []
    for position, each in enumerate(wanted.groups):
        group = ParticipantGroup(
            id=GroupId(new_id()),
            programme=programme.id,
            name=each.name,
            site=each.site,
            position=position,
        )
        groups.append(group)
        sessions += _sessions(wanted, each, group.id, new_id)
    return NewProgramme(programme=programme, groups=tuple(groups), sessions=tuple(sessions))


def _sessions(
    wanted: WantedProgramme, group: NewGroup, group_id: GroupId, new_id: Callable[[], str]
) -> list[Session]:
    if len(group.days) != len(wanted.templates):
        raise ValueError(
            f"group {group.name!r}: {len(group.days)} days for {len(wanted.templates)} sessions"
        )
    return [
        session_of(
            template,
            day=day,
            zone=wanted.zone,
            new_id=new_id,
            start=group.start,
            group=group_id,
            number=number,
            delivery=wanted.delivery,
        )
        for number, (template, day) in enumerate(zip(wanted.templates, group.days, strict=True), 1)
    ]


def weekly(first: date, count: int, *, weeks: int = 1) -> tuple[date, ...]:
    """Return ``count`` days on the weekday of ``first``, so many weeks apart.

    >>> [str(day) for day in weekly(date(2026, 11, 25), 3, weeks=2)]
    ['2026-11-25', '2026-12-09', '2026-12-23']
    """
    return tuple(first + timedelta(weeks=weeks * number) for number in range(count))
