"""Remembers in the settings what the columns of tables with certain headings hold."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

from ui.desk import Desk
from virtu_desktop.settings import ChosenColumns

_Column = TypeVar("_Column", bound=StrEnum)


class ColumnMemory:
    """What was said of tables of one kind."""

    def __init__(self, desk: Desk, kept_as: str) -> None:
        """Remember in the settings of ``desk``.

        kept_as: begins the names there, so that tables of other kinds have names of their own.
        """
        self._desk, self._kept_as = desk, kept_as

    def keep(self, fingerprint: str, columns: Sequence[StrEnum]) -> None:
        """Keep what the columns of a table hold for the next one with such headings."""
        if fingerprint:
            values = tuple(column.value for column in columns)
            chosen = ChosenColumns(self._kept_as + fingerprint, values)
            self._desk.change_settings(self._desk.settings.with_columns(chosen))

    def known(self, kind: type[_Column]) -> dict[str, tuple[_Column, ...]]:
        """Return what was chosen for headings; a meaning that is not known is left out."""
        words = {column.value: column for column in kind}
        return {
            chosen.fingerprint.removeprefix(self._kept_as): tuple(
                map(words.__getitem__, chosen.columns)
            )
            for chosen in self._desk.settings.import_columns
            if chosen.fingerprint.startswith(self._kept_as) and words.keys() >= set(chosen.columns)
        }
