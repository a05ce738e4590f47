"""The bytes of an export hang on record and options alone, not on the computer (R2)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.breakout_rounds import held_round
from tests.domain.ballots import asked, ballot, hybrid_poll
from tests.exchange.attended import attended
from virtu_desktop.domain.polls import PollId
from virtu_desktop.domain.questions import Answer, PollKind, Question
from virtu_desktop.exchange.export import Format
from virtu_desktop.exchange.record_json import write_record

OPEN = Answer(texts=("Coffee and time",))
# Another day for everything that asks Python for the time, also through a C function.
EXPORTS = """
import datetime, hashlib, json, sys, time
from pathlib import Path

shift = float(sys.argv[3])
real = datetime.datetime


class Shifted(real):
    @classmethod
    def now(cls, tz=None):
        return real.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return real.fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)

    @classmethod
    def today(cls):
        return real.fromtimestamp(time.time())


class ShiftedDay(datetime.date):
    @classmethod
    def today(cls):
        return real.fromtimestamp(time.time()).date()


def shifted(name):
    function = getattr(time, name)
    setattr(time, name, lambda at=None: function(time.time() if at is None else at))


time_of, ns_of = time.time, time.time_ns
time.time = lambda: time_of() + shift
time.time_ns = lambda: ns_of() + int(shift * 1e9)
for name in ("localtime", "gmtime"):
    shifted(name)
datetime.datetime, datetime.date = Shifted, ShiftedDay

from virtu_desktop.exchange.export import ExportWish, Exported, Format, advance, export_records
from virtu_desktop.exchange.record_json import read_record
from virtu_desktop.i18n import translator

folder = Path(sys.argv[2])
record = read_record(Path(sys.argv[1]).read_bytes())
steps = export_records([record], folder, ExportWish(formats=tuple(Format)), translator("fi"))
while not isinstance(advance(steps), Exported):
    pass
files = sorted(path for path in folder.rglob("*") if path.is_file())
sums = {
    path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
    for path in files
}
print(json.dumps({"day": datetime.date.today().isoformat(), "sums": sums}))
"""
COMPUTERS = (
    (0, {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1"}),
    (40 * 86_400, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LC_ALL": "fi_FI.UTF-8"}),
)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Write the record of a half-day with people, polls, notes, rooms and corrections."""
    portable = attended(["#idea one", "#decision two", "said so"])
    people = [one.id for one in portable.record.people]
    polls = (
        hybrid_poll(),
        replace(
            asked(Question(text="What?", kind=PollKind.OPEN), ballot(0, answer=OPEN)),
            id=PollId("p2"),
        ),
    )
    rooms = (held_round(people, block="b"),)
    path = tmp_path / "record.json"
    full = replace(portable.record, polls=polls, rounds=rooms)
    path.write_bytes(write_record(replace(portable, record=full)))
    return path


def test_another_computer_on_another_day_writes_the_same_bytes(
    record: Path, tmp_path: Path
) -> None:
    """Hash seed, time zone, locale and date of the computer stand in no file of any format."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", EXPORTS, str(record), str(tmp_path / str(shift)), str(shift)],
            env={**os.environ, **surroundings},
            stdout=subprocess.PIPE,
        )
        for shift, surroundings in COMPUTERS
    ]
    one, other = (json.loads(process.communicate(timeout=120)[0]) for process in running)

    assert [process.returncode for process in running] == [0, 0]
    assert one["day"] != other["day"]
    assert len(one["sums"]) > len(Format)
    assert {name for name in one["sums"] if one["sums"][name] != other["sums"].get(name)} == set()
    assert one["sums"].keys() == other["sums"].keys()
