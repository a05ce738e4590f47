"""Reads what was typed for a new programme, as far as it goes; no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from datetime import time as time_of_day

from ui.library.shelf import Shelf
from virtu_desktop.domain.programme import (
    Delivery,
    Session,
    SessionState,
    SessionSummary,
)
from virtu_desktop.domain.templates import PlanTemplate
from virtu_desktop.domain.typed import read_clock, read_date
from virtu_desktop.engine.new_programme import (
    NewGroup,
    NewProgramme,
    WantedProgramme,
    new_programme,
    weekly,
)

MOST_GROUPS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLine:
    """One line: ``Group B, Jyväskylä, 25.11., 12.30``; the site, day and time may be left out.

    problem: the part that could not be read, or an empty text.
    """

    name: str
    site: str = ""
    day: date | None = None
    start: time_of_day | None = None
    problem: str = ""


def read_groups(text: str, *, near: date) -> tuple[GroupLine, ...]:
    r"""Return the groups that the lines name; empty lines are passed over.

    >>> [(line.name, line.site, str(line.day)) for line in read_groups(
    ...     "Group A, Rovaniemi\nGroup B, Jyväskylä, 25.11.", near=date(2026, 1, 1))]
    [('Group A', 'Rovaniemi', 'None'), ('Group B', 'Jyväskylä', '2026-11-25')]
    """
    return tuple(_group(line, near) for line in text.splitlines() if line.strip(" ,;\t"))


def _group(line: str, near: date) -> GroupLine:
    """Read one line; a day and a time may stand anywhere after the name."""
    mark = "\t" if "\t" in line else ";" if ";" in line else ","
    parts = [" ".join(part.split()) for part in line.split(mark)]
    name, *rest = [part for part in parts if part]
    sites: list[str] = []
    day: date | None = None
    start: time_of_day | None = None
    for part in rest:
        found, clock = read_date(part, near=near), read_clock(part)
        if found is not None and day is None:
            day = found
        elif clock is not None and start is None:
            start = clock
        else:
            sites.append(part)
    # A part with figures that is neither day nor time is a slip of the pen, not a place.
    problem = next((part for part in sites if part[0].isdigit()), "")
    return GroupLine(name=name, site=", ".join(sites), day=day, start=start, problem=problem)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeForm:
    """What stands in the form, as far as it could be read. start: None for the templates' own."""

    title: str
    customer: str
    groups: tuple[GroupLine, ...]
    templates: tuple[PlanTemplate, ...]
    first: date
    weeks: int
    start: time_of_day | None
    zone: str
    delivery: Delivery

    def made(self, new_id: Callable[[], str]) -> NewProgramme:
        """Return the programme. Raises BadPlan for a template without blocks."""
        count = len(self.templates)
        groups = tuple(
            NewGroup(
                name=group.name,
                site=group.site,
                days=weekly(group.day or self.first, count, weeks=self.weeks),
                start=group.start or self.start,
            )
            for group in self.groups[:MOST_GROUPS]
        )
        wanted = WantedProgramme(
            title=self.title,
            customer=self.customer,
            zone=self.zone,
            templates=self.templates,
            groups=groups,
            delivery=self.delivery,
        )
        return new_programme(wanted, new_id=new_id)


def as_shelf(made: NewProgramme) -> Shelf:
    """Return a new programme as the library would show it."""
    sessions = tuple(_summary(session) for session in made.sessions)
    return Shelf(programmes=(made.programme,), groups=made.groups, sessions=sessions)


def _summary(session: Session) -> SessionSummary:
    plan = session.plan
    return SessionSummary(
        id=session.id,
        title=session.title,
        group=session.group,
        number=session.number,
        start=plan.start,
        end=plan.target_end,
        zone=plan.zone,
        state=SessionState.PLANNED,
        blocks=len(plan.blocks),
        notes=0,
        length=plan.planned_length,
        language=session.language,
        template=session.template,
        delivery=session.delivery,
    )
