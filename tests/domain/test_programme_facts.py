"""Facts of a programme: numbers that are numbers, and days that follow from them (R7)."""

from __future__ import annotations

from datetime import date

import pytest

from virtu_desktop.domain.programme_facts import (
    BadFact,
    FactName,
    checked,
    months_later,
    number_of,
    retention,
)


@pytest.mark.parametrize("text", ["x", "0", "-1", "1.5", "12345"])
def test_a_number_that_is_none_is_refused(text: str) -> None:
    """Months and hours are whole numbers from 1."""
    with pytest.raises(BadFact):
        checked(FactName.KEEP_NOTES, text)


def test_texts_are_trimmed_and_an_empty_one_takes_away() -> None:
    """Any text is fine for a fact in words."""
    assert checked(FactName.GOALS, "  two\nlines ") == "two\nlines"
    assert checked(FactName.KEEP_NOTES, " ") == ""


def test_what_is_not_said_is_as_usual() -> None:
    """Without a fact the usual months count."""
    assert number_of({}, FactName.KEEP_ATTENDANCE) == 60
    assert number_of({FactName.KEEP_ATTENDANCE: "180"}, FactName.KEEP_ATTENDANCE) == 180


def test_each_class_of_data_has_its_day() -> None:
    """Counted from the last session; due on the day itself."""
    found = {one.kind: one for one in retention({FactName.KEEP_NOTES: "1"}, date(2026, 1, 31))}

    assert found[FactName.KEEP_NOTES].day == date(2026, 2, 28)
    assert found[FactName.KEEP_ATTENDANCE].day == date(2031, 1, 31)
    assert found[FactName.KEEP_NOTES].is_due(date(2026, 2, 28))
    assert not found[FactName.KEEP_NOTES].is_due(date(2026, 2, 27))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, later: date) -> None:
    """The last day of a shorter month stands for days that it does not have."""
    assert months_later(day, months) == later
