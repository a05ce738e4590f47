"""Random runs of the timeline as the product's own values, made from the drawn documents."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.domain.strategies import documents, late_documents
from virtu_desktop.domain.events import Event
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import Instant, parse_instant
from virtu_desktop.domain.timeline import TimelineState, fold
from virtu_desktop.exchange import timeline_json


class Case(NamedTuple):
    """A plan, events that are legal for it, and a later instant, seldom an earlier one."""

    plan: Plan
    events: tuple[Event, ...]
    now: Instant

    @property
    def state(self) -> TimelineState:
        """Return the state after the events."""
        return fold(self.plan, self.events)


def _case(plan: object, events: object, at: str) -> Case:
    read = timeline_json.read_plan(plan)
    now = parse_instant(at)
    past = tuple(event for event in timeline_json.read_events(events, read) if event.at <= now)
    return Case(read, past, now)


def cases() -> st.SearchStrategy[Case]:
    """Draw any legal run."""
    return documents().map(lambda drawn: _case(drawn.plan, drawn.events, drawn.at))


def late_cases() -> st.SearchStrategy[Case]:
    """Draw a run that is late, with spare time and several deadlines."""
    return late_documents().map(lambda drawn: _case(drawn.plan, drawn.events, drawn.at))
