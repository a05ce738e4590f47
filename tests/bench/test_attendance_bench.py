"""How long a report of 5,000 people takes to read (2 s), and matching its names (3 s).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import random

import pytest

from tests.bench.figures import note_times
from tests.exchange.attendance.samples import ZONE, sample
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.reconcile import Line
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.exchange.attendance.lengths import read_length
from virtu_desktop.exchange.attendance.matching import finished, match_people
from virtu_desktop.exchange.attendance.moments import read_clock, read_stamp
from virtu_desktop.exchange.attendance.read import read_report

pytestmark = pytest.mark.bench

TIMES = 10
PEOPLE = 5000
SYLLABLES = (
    "ka",
    "mi",
    "ra",
    "to",
    "len",
    "ven",
    "sa",
    "jo",
    "ne",
    "pek",
    "lau",
    "hil",
    "su",
    "an",
)


def test_report_of_five_thousand() -> None:
    """Read the largest sample again and again, each time with nothing remembered."""
    data = sample("nasty_5000_participants")
    clock = SystemClock()
    took: list[float] = []
    for _time in range(TIMES):
        for remembered in (read_stamp, read_clock, read_length):
            remembered.cache_clear()
        begin = clock.read().monotonic
        report = read_report(data, zone=ZONE)
        took.append(clock.read().monotonic - begin)
        assert len(report.people) == 5000

    note_times("attendance report of 5,000 people (5,550 joins) read", took, bar="2 s")


def test_matching_of_five_thousand() -> None:
    """Match 5,000 misspelt names to 5,000 others, none of them sure."""
    chance = random.Random(7)
    names = sorted({_name(chance) for _number in range(PEOPLE + 1000)})[:PEOPLE]
    roster = [
        Participant(id=PersonId(name), programme=ProgrammeId("p"), name=name) for name in names
    ]
    lines = [Line(key=name, names=(_misspelt(name, chance),)) for name in names]
    clock = SystemClock()
    took: list[float] = []
    for _time in range(TIMES):
        begin = clock.read().monotonic
        matches = finished(match_people(lines, roster))
        took.append(clock.read().monotonic - begin)
        assert sum(match.person == match.line.key for match in matches) > PEOPLE // 2

    note_times("5,000 names matched to 5,000", took, bar="3 s")


def _name(chance: random.Random) -> str:
    """Return a first and a last name of syllables."""
    parts = ("".join(chance.choices(SYLLABLES, k=count)) for count in (2, 3))
    return " ".join(parts).title()


def _misspelt(name: str, chance: random.Random) -> str:
    """Return a name with one letter wrong, but not the first."""
    place = chance.randrange(1, len(name))
    return name[:place] + chance.choice("aeiklmnorstu") + name[place + 1 :]
