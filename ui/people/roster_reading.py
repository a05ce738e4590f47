"""Reads a list of people and what an import would make of it; runs off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ui.forms.look import LookLine
from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.programme import GroupId, ParticipantGroup
from virtu_desktop.exchange.roster_columns import (
    RosterColumn,
    RosterMapping,
    guess_roster_mapping,
)
from virtu_desktop.exchange.roster_import import (
    RosterPreview,
    RosterRow,
    RowProblem,
    Told,
    read_roster,
)
from virtu_desktop.exchange.tables import Table, read_table, read_table_text
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording_people import mode_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The programme that people come to. into: the group of those for whom a list names none."""

    people: tuple[Participant, ...]
    groups: tuple[ParticipantGroup, ...]
    into: GroupId | None = None

    @property
    def into_name(self) -> str:
        """Return the name of the group that new people come into, or nothing."""
        return next((group.name for group in self.groups if group.id == self.into), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReading:
    """A list, what its columns hold, what would come of its rows, and the same in words.

    into: the name of the group of new people for whom the list names none.
    """

    name: str
    table: Table
    mapping: RosterMapping
    preview: RosterPreview
    lines: tuple[LookLine, ...]
    into: str = ""


def read_list(
    source: Path | str,
    around: Surroundings,
    remembered: Mapping[str, Sequence[RosterColumn]],
    tr: Translator,
) -> RosterReading:
    """Return the first look at a file, or at a text that was copied; raise BadTable."""
    if isinstance(source, Path):
        name, table = source.name, read_table(source)
    else:
        name, table = tr("Pasted list"), read_table_text(source)
    return look_again(name, table, guess_roster_mapping(table, remembered=remembered), around, tr)


def look_again(
    name: str, table: Table, mapping: RosterMapping, around: Surroundings, tr: Translator
) -> RosterReading:
    """Return another look at a list, with other columns."""
    preview = read_roster(
        table, mapping, people=around.people, groups=around.groups, into=around.into
    )
    names = {group.id: group.name for group in around.groups}
    return RosterReading(
        name=name,
        table=table,
        mapping=mapping,
        preview=preview,
        lines=tuple(_line(row, names, around.into_name, tr) for row in preview.rows),
        into=around.into_name,
    )


def _line(row: RosterRow, groups: Mapping[GroupId, str], into: str, tr: Translator) -> LookLine:
    about = [row.organisation, row.email]
    told = [_told_words(one, into if row.known is None else "", tr) for one in row.told]
    if row.is_person and row.known is not None:
        unchanged = tr("Known already: nothing changes.")
        changed = tr("Known already: brought up to date.")
        told.insert(0, unchanged if row.is_unchanged else changed)
    cells = (
        str(row.number),
        row.name,
        "\n".join(part for part in about if part),
        "" if row.group is None else groups.get(row.group, ""),
        "" if row.mode is None else mode_word(tr, row.mode),
        " ".join(told),
    )
    return LookLine(cells=cells, is_strong=row.is_person, is_told=bool(row.told))


def _told_words(told: Told, into: str, tr: Translator) -> str:
    if told.problem is RowProblem.UNKNOWN_GROUP and into:
        return tr("There is no group “{about}”: comes into {group}.", about=told.about, group=into)
    return tr(_PROBLEMS[told.problem], about=told.about)


_PROBLEMS = {
    RowProblem.NO_NAME: N_("No name: left out."),
    RowProblem.TWICE: N_("The same person as in row {about}: left out."),
    RowProblem.NOT_APPROVED: N_("Registration “{about}”: left out."),
    RowProblem.BAD_EMAIL: N_("“{about}” is no e-mail address and is left out."),
    RowProblem.UNKNOWN_GROUP: N_("There is no group “{about}”: comes without one."),
    RowProblem.UNKNOWN_MODE: N_("“{about}” is no way of taking part: comes to the room."),
    RowProblem.UNKNOWN_LANGUAGE: N_("The language “{about}” is not offered."),
    RowProblem.CUT: N_("A very long text was cut."),
    RowProblem.MOVES: N_("Moves to another group: {about}."),
    RowProblem.NAMESAKE: N_("Somebody of that name is on the roster: comes as another person."),
}
