"""Instants as text, local times around clock changes, and the clocks that move by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.domain.time import (
    HOUR,
    Duration,
    Instant,
    ManualClock,
    Reading,
    SystemClock,
    first_local_time,
    instant_of,
    instant_of_local,
    iso_utc,
    local,
    minutes,
    moment_utc,
    parse_instant,
    zone_named,
)

HELSINKI = ZoneInfo("Europe/Helsinki")


@pytest.mark.parametrize(
    ("count", "milliseconds"),
    [
        (0, 0),
        (15, 900_000),
        (1.5, 90_000),
        (0.000_008, 0),
        (0.000_025, 2),
        (0.000_525, 32),
        (0.000_524_9, 31),
        (1_000.000_075, 60_000_005),
        (1e9, 60_000_000_000_000),
    ],
)
def test_minutes_are_rounded_half_up_as_written(count: float, milliseconds: int) -> None:
    """Half a millisecond goes up, also where the binary fraction lies just below it."""
    assert minutes(count) == milliseconds


def test_minutes_without_end_are_refused() -> None:
    """No length is infinite."""
    with pytest.raises(OverflowError):
        minutes(float("inf"))


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25T07:02:03.456Z",
        "2026-11-25T09:02:03.456+02:00",
        "2026-11-25T12:47:03.456+05:45",
        "2026-11-25T03:02:03.456999-04:00",
    ],
)
def test_an_instant_is_read_with_any_offset(text: str) -> None:
    """Every offset leads to the same instant; parts of a millisecond are cut off."""
    assert iso_utc(parse_instant(text)) == "2026-11-25T07:02:03.456Z"


@pytest.mark.parametrize("text", ["2026-11-25T09:00:00", "2026-11-25", "nine", "", "09:00Z"])
def test_an_instant_needs_a_date_and_an_offset(text: str) -> None:
    """Text that is no instant, or one of nobody knows where, is refused."""
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


@given(st.datetimes(timezones=st.just(UTC)))
def test_writing_and_reading_an_instant_gives_it_back(moment: datetime) -> None:
    """Text and instant say the same, in every year that can be written."""
    instant = instant_of(moment)

    assert parse_instant(iso_utc(instant)) == instant
    assert moment_utc(instant) == moment - timedelta(microseconds=moment.microsecond % 1000)


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "/etc/localtime"]
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    """A zone name that is none gives a ValueError, whatever zoneinfo raises for it."""
    with pytest.raises(ValueError, match="no time zone is called"):
        zone_named(name)


@pytest.mark.parametrize(
    ("zone", "day", "clock", "expected"),
    [
        # Helsinki jumps from 3:00 to 4:00 at 01:00Z.
        ("Europe/Helsinki", "2027-03-28", "02:59", "2027-03-28T00:59:00.000Z"),
        ("Europe/Helsinki", "2027-03-28", "03:00", "2027-03-28T01:00:00.000Z"),
        ("Europe/Helsinki", "2027-03-28", "03:30", "2027-03-28T01:00:00.000Z"),
        ("Europe/Helsinki", "2027-03-28", "04:00", "2027-03-28T01:00:00.000Z"),
        ("Europe/Helsinki", "2027-03-28", "04:01", "2027-03-28T01:01:00.000Z"),
        # From 4:00 back to 3:00 at 01:00Z.
        ("Europe/Helsinki", "2027-10-31", "03:30", "2027-10-31T00:30:00.000Z"),
        ("Europe/Helsinki", "2027-10-31", "04:00", "2027-10-31T02:00:00.000Z"),
        # Half an hour: 2:00 to 2:30 at 15:30Z the day before.
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30:00.000Z"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30:00.000Z"),
        ("Asia/Kathmandu", "2026-11-25", "00:00", "2026-11-24T18:15:00.000Z"),
        # A day that Samoa left out altogether.
        ("Pacific/Apia", "2011-12-30", "12:00", "2011-12-30T10:00:00.000Z"),
    ],
)
def test_local_time_on_a_day(zone: str, day: str, clock: str, expected: str) -> None:
    """A skipped time is the instant of the jump, a time shown twice is the first one."""
    found = instant_of_local(
        date.fromisoformat(day), time_of_day.fromisoformat(clock), ZoneInfo(zone)
    )

    assert iso_utc(found) == expected


@pytest.mark.parametrize(
    ("zone", "after", "clock", "expected"),
    [
        ("Europe/Helsinki", "2026-11-25T09:00:00+02:00", "09:00", "2026-11-25T07:00:00.000Z"),
        ("Europe/Helsinki", "2026-11-25T09:00:00.001+02:00", "09:00", "2026-11-26T07:00:00.000Z"),
        ("Europe/Helsinki", "2026-11-25T23:30:00+02:00", "00:15", "2026-11-25T22:15:00.000Z"),
        ("Europe/Helsinki", "2026-12-31T23:30:00+02:00", "00:00", "2026-12-31T22:00:00.000Z"),
        # The skipped hour comes at the jump, also when the session starts at that very instant.
        ("Europe/Helsinki", "2027-03-27T23:00:00+02:00", "03:30", "2027-03-28T01:00:00.000Z"),
        ("Europe/Helsinki", "2027-03-28T04:00:00+03:00", "03:30", "2027-03-28T01:00:00.000Z"),
        ("Europe/Helsinki", "2027-03-28T04:00:00.001+03:00", "03:30", "2027-03-29T00:30:00.000Z"),
        # The hour shown twice: first, then second showing, then the next day.
        ("Europe/Helsinki", "2027-10-31T02:00:00+03:00", "03:30", "2027-10-31T00:30:00.000Z"),
        ("Europe/Helsinki", "2027-10-31T03:30:00.001+03:00", "03:30", "2027-10-31T01:30:00.000Z"),
        ("Europe/Helsinki", "2027-10-31T03:30:00.001+02:00", "03:30", "2027-11-01T01:30:00.000Z"),
        ("Australia/Lord_Howe", "2026-10-04T01:00:00+10:30", "02:10", "2026-10-03T15:30:00.000Z"),
        ("Australia/Lord_Howe", "2027-04-04T01:50:00+11:00", "01:45", "2027-04-03T15:15:00.000Z"),
        ("Asia/Kathmandu", "2026-11-25T09:00:00+05:45", "09:20", "2026-11-25T03:35:00.000Z"),
        ("UTC", "2026-11-25T09:00:00+02:00", "06:59", "2026-11-26T06:59:00.000Z"),
        # Noon of the day before was left out, so it comes at the jump, which is midnight.
        ("Pacific/Apia", "2011-12-31T00:00:00+14:00", "12:00", "2011-12-30T10:00:00.000Z"),
    ],
)
def test_first_local_time(zone: str, after: str, clock: str, expected: str) -> None:
    """The first showing at or after an instant is found around midnights and clock changes."""
    found = first_local_time(parse_instant(after), time_of_day.fromisoformat(clock), ZoneInfo(zone))

    assert iso_utc(found) == expected


@given(
    st.integers(1_790_000_000, 1_840_000_000),
    st.times().map(lambda clock: clock.replace(second=0, microsecond=0)),
    st.sampled_from(["Europe/Helsinki", "Australia/Lord_Howe", "America/New_York", "UTC"]),
)
def test_first_local_time_is_never_early_and_less_than_25_hours_away(
    after: int, clock: time_of_day, name: str
) -> None:
    """It is at or after the instant, within 25 hours, and shows the time unless skipped."""
    zone = ZoneInfo(name)
    begin = Instant(after * 1000)

    found = first_local_time(begin, clock, zone)

    assert begin <= found <= begin + 25 * HOUR
    shown = local(found, zone).time()
    just_before = local(Instant(found - 1), zone).time()
    assert shown == clock or just_before < clock < shown


def test_the_manual_clock_moves_each_reading_as_told() -> None:
    """Advancing moves all clocks, a step only the wall, sleep all but the monotonic one."""
    clock = ManualClock(Instant(1_000))

    clock.advance(Duration(10))
    clock.step_wall(Duration(-300))
    clock.sleep(Duration(5_000))

    assert clock.read() == Reading(
        wall=Instant(5_710), monotonic=Duration(10), boot=Duration(5_010)
    )


@dataclass
class _Computer:
    """The functions of the time module that the system clock may call, with fixed answers."""

    CLOCK_BOOTTIME: int = 7
    CLOCK_MONOTONIC: int = 7

    def time_ns(self) -> int:
        """Return the wall clock."""
        return 1_795_590_000_123_999_999

    def monotonic_ns(self) -> int:
        """Return the monotonic clock."""
        return 5_000_999_999

    def clock_gettime_ns(self, clock: int) -> int:
        """Return the clock that goes on during sleep."""
        assert clock == 7
        return 9_000_999_999


def test_the_system_clock_reads_whole_milliseconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each reading comes from its own clock of the computer, in milliseconds."""
    monkeypatch.setattr("virtu_desktop.domain.time._time", _Computer())

    reading = SystemClock().read()

    assert reading.wall == 1_795_590_000_123
    assert reading.monotonic == 5_000
    assert reading.boot == 9_000
