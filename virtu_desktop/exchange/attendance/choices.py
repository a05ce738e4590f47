"""What somebody says of a report that the file does not say itself: letters, day, columns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.exchange.attendance.moments import Order
from virtu_desktop.i18n import N_, Translator

CODE_PAGES: dict[str, str] = {
    "cp1252": N_("Western European (Windows-1252)"),
    "cp1250": N_("Central European (Windows-1250)"),
    "cp1257": N_("Baltic (Windows-1257)"),
    "cp1251": N_("Cyrillic (Windows-1251)"),
    "cp1253": N_("Greek (Windows-1253)"),
    "cp1254": N_("Turkish (Windows-1254)"),
    "cp850": N_("Western European (DOS)"),
    "mac_roman": N_("Western European (Macintosh)"),
}
"""The encodings that cannot be told apart by the bytes alone, with their names."""


class ReportColumn(StrEnum):
    """What a column of a report can hold."""

    IGNORED = "ignored"
    NAME = "name"
    EMAIL = "email"
    DAY = "day"
    JOINED = "joined"
    LEFT = "left"
    LENGTH = "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportColumns:
    """What the columns of an unknown table hold. header: row of the headings, -1 without any."""

    header: int
    columns: tuple[ReportColumn, ...]

    @property
    def are_enough(self) -> bool:
        """Say whether people can be told from them, and when or how long they were in."""
        held = set(self.columns)
        says_who = {ReportColumn.NAME, ReportColumn.EMAIL} & held
        says_when = {ReportColumn.JOINED, ReportColumn.LENGTH} & held
        return bool(says_who and says_when)

    def with_column(self, place: int, column: ReportColumn) -> ReportColumns:
        """Return the same with another meaning of one column."""
        changed = (*self.columns[:place], column, *self.columns[place + 1 :])
        return ReportColumns(header=self.header, columns=changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What was said of one file.

    encoding: one of ``CODE_PAGES``, or empty. order: of the numbers in its dates, where that was
    asked; the times of a report of another day count for the day of the session then. columns:
    of a table that nobody knows.
    """

    encoding: str = ""
    order: Order | None = None
    columns: ReportColumns | None = None


def report_column_word(tr: Translator, column: ReportColumn) -> str:
    """Return the name of what a column holds."""
    return tr(_WORDS[column])


_WORDS = {
    ReportColumn.IGNORED: N_("Not imported"),
    ReportColumn.NAME: N_("Name"),
    ReportColumn.EMAIL: N_("E-mail"),
    ReportColumn.DAY: N_("Day"),
    ReportColumn.JOINED: N_("Joined"),
    ReportColumn.LEFT: N_("Left"),
    ReportColumn.LENGTH: N_("Minutes or length"),
}
