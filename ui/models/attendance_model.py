"""Who was there and when, one row a person, for the review (A3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.widgets.labels import plain_tooltip
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.presence import Attended, Presence, Span, attended, within
from virtu_desktop.engine.session import SessionController
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording_people import attended_figures, marks_words

STRIP_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_NO_INDEX = QModelIndex()


@dataclass(frozen=True, slots=True)
class StayBar:
    """One stay on the axis of the session; begin and end as parts of it, 0 to 1."""

    begin: float
    end: float
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow:
    """One person: the stays on the axis, and what they come to; None for who was not there."""

    person: Participant
    is_expected: bool
    bars: tuple[StayBar, ...]
    attended: Attended | None


def attendance_rows(controller: SessionController) -> tuple[AttendanceRow, ...]:
    """Return everybody who was expected or there, by name."""
    span = controller.span()
    register = controller.register
    expected = set(register.expected)
    rows = []
    for person in sorted(register.session_people, key=lambda one: one.name.casefold()):
        stays = register.stays_of(person.id)
        figures = None if span is None else attended(stays, span)
        if person.id in expected or figures is not None:
            rows.append(
                AttendanceRow(
                    person=person,
                    is_expected=person.id in expected,
                    bars=() if span is None else _bars(stays, span),
                    attended=figures,
                )
            )
    return tuple(rows)


def _bars(stays: Sequence[Presence], span: Span) -> tuple[StayBar, ...]:
    whole = max(1, span.length)
    parts = ((within(stay, span), stay.mode) for stay in stays)
    return tuple(
        StayBar((part.start - span.start) / whole, (part.end - span.start) / whole, mode)
        for part, mode in parts
        if part.length > 0
    )


class AttendanceModel(QAbstractListModel):
    """Rows of people; ``STRIP_ROLE`` gives an ``AttendanceRow``."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Begin without people."""
        super().__init__(parent)
        self._rows: tuple[AttendanceRow, ...] = ()

    @property
    def rows(self) -> tuple[AttendanceRow, ...]:
        """Return all rows."""
        return self._rows

    def show_rows(self, rows: tuple[AttendanceRow, ...]) -> None:
        """Show other rows; the same people in the same order keep the chosen row."""
        if [row.person.id for row in rows] == [row.person.id for row in self._rows]:
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def person_at(self, index: _Index) -> PersonId | None:
        """Return whose row it is."""
        row = index.data(STRIP_ROLE)
        return row.person.id if isinstance(row, AttendanceRow) else None

    def rowCount(self, parent: _Index = _NO_INDEX) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what a view or a screen reader asks for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == STRIP_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.person.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (row.person.name, *row_words(row)) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            told = (row.person.name, *row_words(row))
            return plain_tooltip("\n".join(part for part in told if part))
        return None


def row_words(row: AttendanceRow) -> tuple[str, str]:
    """Return what the presence of a person came to, and what is remarkable about it."""
    tr = interface()
    if row.attended is None:
        return _("Not there during the session."), ""
    return attended_figures(tr, row.attended), marks_words(tr, row.attended)
