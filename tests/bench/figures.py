"""Figures that were measured, printed at the end of a run as rows of one Markdown table.

A figure never fails a test: machines differ. The table says on what machine and how busy it was.
"""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

import psutil  # type: ignore[import-untyped]  # it ships no types
import pytest

from virtu_desktop.domain.time import SystemClock, iso_utc


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, how it came out, the bar, and over how many measurements."""

    what: str
    result: str
    bar: str
    count: int


_figures: list[Figure] = []


def note(what: str, result: str, *, bar: str = "", count: int = 1) -> None:
    """Keep a figure for the table."""
    _figures.append(Figure(what, result, bar, count))


def note_times(
    what: str, milliseconds: Sequence[float], *, bar: str = "", part: float = 0.95
) -> None:
    """Keep the median of times, one of their high percentiles and the longest."""
    ordered = sorted(milliseconds)
    words = (
        f"median {_ms(statistics.median(ordered))}, p{part * 100:g} {_ms(share(ordered, part))}, "
        f"longest {_ms(ordered[-1])}"
    )
    note(what, words, bar=bar, count=len(ordered))


def share(ordered: Sequence[float], part: float) -> float:
    """Return the value below which that part of the ordered values lies."""
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def _ms(value: float) -> str:
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def print_table(reporter: pytest.TerminalReporter) -> None:
    """Print what was measured, once."""
    if not _figures:
        return
    day = iso_utc(SystemClock().read().wall)[:10]
    memory = psutil.virtual_memory().total / 2**30
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    reporter.section("figures")
    reporter.write_line(
        f"{day}, {os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}{load}"
    )
    reporter.write_line("")
    reporter.write_line("| Measured | Result | Bar | Runs |")
    reporter.write_line("|---|---|---|---|")
    for figure in _figures:
        reporter.write_line(f"| {figure.what} | {figure.result} | {figure.bar} | {figure.count} |")
    _figures.clear()
