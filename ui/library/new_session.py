"""What a new session is made of, and making it; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from datetime import time as time_of_day

from ui.library.shelf import Shelf
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.templates import PlanTemplate, session_of
from virtu_desktop.domain.time import HOUR, Duration, instant_of_local, zone_named
from virtu_desktop.engine.changes import Change, SaveGroup, SaveProgramme, SaveSession
from virtu_desktop.i18n import translator

EMPTY_LENGTH = Duration(3 * HOUR)
DEFAULT_START = time_of_day(9, 0)
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was chosen. template: None for an empty session; its language is the session's.

    programme and group: an id of what there is, the name of a new one as text in
    ``new_programme`` or ``new_group``, or neither.
    """

    template: PlanTemplate | None
    title: str
    language: str
    day: date
    start: time_of_day
    zone: str
    programme: ProgrammeId | None = None
    new_programme: str = ""
    group: GroupId | None = None
    new_group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """The session, and all changes that put it into the library, in their order."""

    session: Session
    changes: tuple[Change, ...]


def proposed_day(now: datetime) -> date:
    """Return the first working day whose usual start is still to come; now: local time."""
    day = now.date() if now.time() < DEFAULT_START else now.date() + timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day += timedelta(days=1)
    return day


def new_session(wanted: Wanted, shelf: Shelf, new_id: Callable[[], str]) -> NewSession:
    """Return the session and what to save for it. Raises ValueError for an unknown zone."""
    changes: list[Change] = []
    programme = wanted.programme
    if wanted.new_programme:
        made = Programme(id=ProgrammeId(new_id()), title=wanted.new_programme)
        programme = made.id
        changes.append(SaveProgramme(programme=made))
    group = wanted.group
    if wanted.new_group and programme is not None:
        position = len(shelf.groups_of(programme))
        found = ParticipantGroup(
            id=GroupId(new_id()), programme=programme, name=wanted.new_group, position=position
        )
        group = found.id
        changes.append(SaveGroup(group=found))
    session = _session(wanted, group, 1 if group is None else shelf.next_number(group), new_id)
    changes.append(SaveSession(session=session))
    return NewSession(session=session, changes=tuple(changes))


def _session(
    wanted: Wanted, group: GroupId | None, number: int, new_id: Callable[[], str]
) -> Session:
    if wanted.template is not None:
        return session_of(
            wanted.template,
            day=wanted.day,
            zone=wanted.zone,
            new_id=new_id,
            start=wanted.start,
            group=group,
            number=number,
            title=wanted.title,
        )
    start = instant_of_local(wanted.day, wanted.start, zone_named(wanted.zone))
    block = Block(
        id=BlockId(new_id()),
        length=EMPTY_LENGTH,
        minimum=Duration(0),
        title=translator(wanted.language)("New block"),
        kind=BlockKind.PLENARY,
    )
    plan = Plan(start=start, zone=wanted.zone, blocks=(block,))
    return Session(
        id=SessionId(new_id()),
        title=wanted.title,
        plan=replace(plan, end=plan.target_end),
        group=group,
        number=number,
        language=wanted.language,
    )
