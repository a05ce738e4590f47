"""What is known of a programme besides its sessions: for report and privacy notice (R5, R7).

Every fact is a text under a name; what is not known is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FactName(StrEnum):
    """The facts that a programme can have; those of months and hours are whole numbers."""

    REGISTER_NUMBER = "register_number"
    PROVIDERS = "providers"
    PERIOD = "period"
    GRANT = "grant"
    GOALS = "goals"
    INDICATORS = "indicators"
    WAYS = "ways"
    LEARNING = "learning"
    DEVIATIONS = "deviations"
    CONTINUATION = "continuation"
    CONTROLLER = "controller"
    PROCESSOR = "processor"
    CONTACT = "contact"
    PURPOSE = "purpose"
    BASIS = "basis"
    KEEP_PEOPLE = "keep_people_months"
    KEEP_ATTENDANCE = "keep_attendance_months"
    KEEP_ANSWERS = "keep_answers_months"
    KEEP_NOTES = "keep_notes_months"
    HOURS_A_DAY = "hours_a_training_day"


NUMBERS = frozenset(
    (
        FactName.KEEP_PEOPLE,
        FactName.KEEP_ATTENDANCE,
        FactName.KEEP_ANSWERS,
        FactName.KEEP_NOTES,
        FactName.HOURS_A_DAY,
    )
)
"""The facts that are whole numbers, 1 or more."""
USUAL_HOURS_A_DAY = 8
USUAL_MONTHS: Mapping[FactName, int] = {
    FactName.KEEP_PEOPLE: 12,
    FactName.KEEP_ATTENDANCE: 60,
    FactName.KEEP_ANSWERS: 12,
    FactName.KEEP_NOTES: 12,
}
"""How many months each class of data is kept where nothing else is said."""

Facts = Mapping[FactName, str]


class BadFact(ValueError):
    """A fact cannot be that; the reason is its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A class of data of a programme and the day from which it is not needed any more."""

    kind: FactName
    months: int
    day: date

    def is_due(self, today: date) -> bool:
        """Say whether it should be erased by now."""
        return self.day <= today


def checked(name: FactName, text: str) -> str:
    """Return a fact as it is kept; raise BadFact for a number that is none.

    >>> checked(FactName.KEEP_NOTES, " 24 ")
    '24'
    """
    plain = text.strip()
    if name in NUMBERS and plain and not re.fullmatch(r"[1-9]\d{0,3}", plain):
        raise BadFact(name.value)
    return plain


def number_of(facts: Facts, name: FactName) -> int:
    """Return a fact that is a number, or what is usual."""
    usual = USUAL_HOURS_A_DAY if name is FactName.HOURS_A_DAY else USUAL_MONTHS[name]
    return int(facts[name]) if facts.get(name) else usual


def retention(facts: Facts, last_day: date) -> Iterator[Due]:
    """Yield until when each class of data is needed, counted from the programme's last day."""
    for kind in USUAL_MONTHS:
        months = number_of(facts, kind)
        yield Due(kind=kind, months=months, day=months_later(last_day, months))


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where there is no such day.

    >>> months_later(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
