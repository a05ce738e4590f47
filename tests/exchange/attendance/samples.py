"""The published samples of attendance reports, and what their expectations say."""

from __future__ import annotations

import hashlib
import json
import lzma
from pathlib import Path
from typing import Any

from virtu_desktop.exchange.attendance.report import Moment, Report, ReportPerson

FOLDER = Path(__file__).parent / "fixtures"
ZONE = "Europe/Helsinki"


def expected(name: str) -> dict[str, Any]:
    """Return the expectation of a sample."""
    text = (FOLDER / f"{name}.expected.json").read_text(encoding="utf-8")
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


def sample(name: str) -> bytes:
    """Return the bytes of a sample; the largest one is kept packed."""
    file = expected(name)["fixture"]
    packed = FOLDER / f"{file}.xz"
    data = lzma.decompress(packed.read_bytes()) if packed.exists() else (FOLDER / file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == expected(name)["sha256"]
    return data


def names() -> list[str]:
    """Return the names of all samples."""
    return sorted(path.name.removesuffix(".expected.json") for path in FOLDER.glob("*.expected.*"))


def wall(moment: Moment | None, pattern: str | None = None) -> str | None:
    """Return the wall clock of a moment, as exact as ``pattern``."""
    if moment is None:
        return None
    return moment.wall.isoformat()[: len(pattern) if pattern else None]


def person_values(person: ReportPerson, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what a person says under the keys of an expectation."""
    known = {
        "key": person.key,
        "display_name": person.display_name,
        "name": person.name,
        "original_name": person.original_name,
        "email": person.email,
        "kind": person.kind.value,
        "role": person.role.value,
        "intervals": None
        if person.stays is None
        else [[wall(stay.start), wall(stay.end)] for stay in person.stays],
        "merged_intervals": [[wall(start), wall(end)] for start, end in person.merged],
        "total_seconds": person.total_seconds,
        "stated_seconds": person.stated_seconds,
        "stated_precision": person.stated_precision and person.stated_precision.value,
        "open_interval": person.is_open,
        "first": wall(person.first, wanted.get("first")),
        "last": wall(person.last, wanted.get("last")),
        "recording_consent": person.recording_consent,
        "flags": sorted(flag.value for flag in person.flags),
    }
    return {key: known[key] for key in wanted if key in known}


def totals(report: Report) -> dict[str, int]:
    """Return the figures of a whole report."""
    people = report.people
    return {
        "people": len(people),
        "intervals": sum(len(person.stays or ()) for person in people),
        "total_seconds_union": sum(person.total_seconds or 0 for person in people),
        "stated_seconds_sum": sum(person.stated_seconds or 0 for person in people),
        "distinct_names": len({person.name for person in people}),
        "people_with_overlap": sum("overlapping_intervals" in person.flags for person in people),
    }
