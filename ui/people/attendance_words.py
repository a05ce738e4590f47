"""Words of the panel of attendance reports: what was read, and what differs."""

from __future__ import annotations

from ui.forms.look import LookLine
from ui.people.attendance_reading import Comparison, ReadFiles
from virtu_desktop.exchange.attendance.report import Report
from virtu_desktop.exchange.attendance.telling import code_words, format_words
from virtu_desktop.i18n import _, _n, interface

_WARNINGS_SHOWN = 3


def source_words(files: ReadFiles) -> str:
    """Return what was read of each file, and what to know of it; nothing of unusable ones."""
    if not files.whole.is_usable:
        return ""
    tr, whole = interface(), files.whole
    parts = [
        _source(one.name, report) for one, report in zip(files.sources, files.reports, strict=True)
    ]
    if len(parts) > 1:
        count = len(whole.people)
        parts.append(_n("Together {count} person.", "Together {count} people.", count))
    parts += [code_words(tr, code) for code in sorted(whole.told)[:_WARNINGS_SHOWN]]
    return " ".join(parts)


def _source(name: str, report: Report) -> str:
    people = _n("{count} person", "{count} people", len(report.people))
    return f"{name}: {format_words(interface(), report.format)}, {people}."


def headings() -> tuple[str, ...]:
    """Return the names of the columns."""
    return (
        _("In the report"),
        _("On the list"),
        _("Report"),
        _("Door list"),
        _("What differs"),
    )


def spoken(line: LookLine) -> str:
    """Return a line for a screen reader."""
    return ", ".join(" ".join(cell.split()) for cell in line.cells if cell)


def summary_words(comparison: Comparison) -> str:
    """Return how many lines agree, differ, and need a look of their own."""
    found = comparison.differences
    same = sum(one.is_same for one in found)
    looks = sum(one.can_take and not one.is_plain for one in found)
    parts = [_n("{count} line agrees.", "{count} lines agree.", same)]
    differs = len(found) - same
    if differs:
        parts.append(_n("{count} differs.", "{count} differ.", differs))
    if looks:
        parts.append(
            _n("{count} needs a look of its own.", "{count} need a look of their own.", looks)
        )
    return " ".join(parts)
