"""Lengths, times and days as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest

from virtu_desktop.domain.time import minutes
from virtu_desktop.domain.typed import read_clock, read_date, read_length

NEAR = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("30", 30),
        (" 30 min ", 30),
        ("7,5", 7.5),
        ("7.5 min", 7.5),
        ("1h", 60),
        ("1 h 05 min", 65),
        ("1h30", 90),
        ("1:05", 65),
        ("1 tim 30", 90),
        ("2 t", 120),
        ("0", 0),
        ("0,5 h", 30),
        ("1 tunti 15 minuuttia", 75),
        ("1 h 5 min.", 65),
        ("2 timmar", 120),
        ("0:25:00", 25),
        ("0:00:30", 0.5),
        ("PT15M", 15),
        ("PT1H5M30S", 65.5),
    ],
)
def test_lengths_that_mean_something(text: str, count: float) -> None:
    """Minutes, hours, and both together are read."""
    assert read_length(text) == minutes(count)


@pytest.mark.parametrize(
    "text", ["", "abc", "-5", "1:75", "0:10:60", "30 min extra", "2000", "25 h", "½", "PT", "1h300"]
)
def test_lengths_that_mean_nothing(text: str) -> None:
    """What is no length, or is longer than a day, is not read."""
    assert read_length(text) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", time(9)),
        ("09:05", time(9, 5)),
        ("9.05", time(9, 5)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("klo 9.30", time(9, 30)),
        ("kl. 14.15", time(14, 15)),
        ("09:30:15", time(9, 30, 15)),
        ("9:00 AM", time(9)),
        ("12:05 a.m.", time(0, 5)),
        ("1.30pm", time(13, 30)),
    ],
)
def test_clock_times(text: str, clock: time) -> None:
    """Times of day are read with either mark and with none."""
    assert read_clock(text) == clock


@pytest.mark.parametrize(
    "text", ["", "24:00", "9:60", "9:5", "noon", "12345", "13 PM", "0 am", "9:00:60"]
)
def test_no_clock_times(text: str) -> None:
    """What no clock shows is not read."""
    assert read_clock(text) is None


@pytest.mark.parametrize(
    "text", ["25.11.2026", "25.11.", "25/11/2026", "2026-11-25", "25 Nov 2026", "25 november"]
)
def test_days(text: str) -> None:
    """A day is read in the ways in which it is written, the year may be left out."""
    assert read_date(text, near=NEAR) == date(2026, 11, 25)


@pytest.mark.parametrize("text", ["", "31.2.2026", "tomorrow", "11-25", "25.13.", "25 foo 2026"])
def test_no_days(text: str) -> None:
    """What stands in no calendar is not read."""
    assert read_date(text, near=NEAR) is None
