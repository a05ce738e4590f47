"""People of a list come to the roster, after a look at every row (A4)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.forms.look import LookLayout
from ui.forms.table_overlay import TableOverlay, headings_of, reading_words
from ui.people.roster_page import RosterPage
from ui.people.roster_reading import RosterReading, Surroundings, look_again, read_list
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.empty_state import EmptyState
from virtu_desktop.exchange.roster_columns import RosterColumn, roster_column_word
from virtu_desktop.exchange.roster_import import people_of
from virtu_desktop.i18n import _, _n, interface

_LAYOUT = LookLayout(
    least={0: 48, 2: 210, 3: 110, 4: 120},
    strong=1,
    told=5,
    told_share=0.5,
    hidden_below={4: 760, 3: 680},
)
# Agendas have names without a beginning of their own.
_KEPT_AS = "people "


class RosterImportPanel(TableOverlay):
    """Nobody comes to the roster until the list is taken, and then in one step."""

    def __init__(self, desk: Desk, page: Callable[[], RosterPage], parent: QWidget) -> None:
        """Make the closed panel. page: the roster that people come to."""
        empty = EmptyState(
            _("From a list"),
            _(
                "Choose an .xlsx or .csv file or a registration report, or copy names and paste"
                " them here. You see what becomes of every row before the roster changes."
            ),
        )
        super().__init__(
            desk,
            parent,
            title=_("Import people"),
            failed=_("This cannot be read; the roster is as it was."),
            headings=_headings,
            layout=_LAYOUT,
            columns=[(column, roster_column_word(interface(), column)) for column in RosterColumn],
            ignored=RosterColumn.IGNORED,
            empty=empty,
            kept_as=_KEPT_AS,
        )
        self._page = page
        self._reading: RosterReading | None = None
        self.button = PaintedButton("", ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.take)
        self.foot.addWidget(self.button)
        self.card.body.addLayout(self.foot)
        self.picked.connect(lambda paths: self.read_path(paths[0]))
        self.pasted.connect(self._read)
        self.wanted.connect(self.take)
        self.chips.chosen.connect(self._choose_column)

    def forget(self) -> None:
        """Go back to the first step."""
        super().forget()
        self._reading = None
        self.show_nothing()
        self.button.hide()

    def read_path(self, path: Path) -> None:
        """Read a list of a file in the background and show what would come of it."""
        self._read(path)

    def take(self) -> None:
        """Let the people of the list come to the roster in one step."""
        reading = self._reading
        if reading is None or self.is_busy or not reading.preview.people:
            return
        page = self._page()
        people = people_of(
            reading.preview,
            page.roster.people,
            programme=page.programme,
            new_id=lambda: uuid.uuid4().hex,
        )
        if page.take_imported(people) is None:
            self.say(_("Everybody of the list is on the roster already, as the list says."))
            return
        self.close_over()

    def _surroundings(self) -> Surroundings:
        page = self._page()
        return Surroundings(
            people=tuple(page.roster.people.values()), groups=page.groups, into=page.shown_group
        )

    def _read(self, source: Path | str) -> None:
        around, tr = self._surroundings(), interface()
        remembered = self.memory.known(RosterColumn)
        self._reading = None
        self.ask(
            _("Reading…"), lambda: read_list(source, around, remembered, tr), self._take_reading
        )

    def _choose_column(self, place: int, column: RosterColumn) -> None:
        """Read the rows again with another meaning of a column, and remember it."""
        reading = self._reading
        if reading is None:
            return
        mapping = reading.mapping.with_column(place, column)
        self.memory.keep(mapping.fingerprint, mapping.columns)
        around, tr = self._surroundings(), interface()
        self.ask(
            _("Reading…"),
            lambda: look_again(reading.name, reading.table, mapping, around, tr),
            self._take_reading,
        )

    def _take_reading(self, reading: RosterReading) -> None:
        is_first = self._reading is None
        self._reading = reading
        mapping = reading.mapping
        headings = headings_of(reading.table, mapping.header, len(mapping.columns))
        self.show_table(
            reading.lines, _summary_words(reading), headings, mapping.columns, is_first=is_first
        )
        count = len(reading.preview.people) - reading.preview.unchanged
        self.button.setText(_n("Import {count} person", "Import {count} people", count))
        self.button.setEnabled(count > 0)
        self.button.show()


def _headings() -> tuple[str, ...]:
    return (
        _("Row"),
        _("Name"),
        _("Organisation, e-mail"),
        _("Group"),
        _("Mode"),
        _("To look at"),
    )


def _summary_words(reading: RosterReading) -> str:
    preview, table = reading.preview, reading.table
    new, same = preview.new, preview.unchanged
    changed = len(preview.people) - new - same
    parts = [
        f"{reading.name}:",
        _n("{count} new person,", "{count} new people,", new),
        _n("{count} brought up to date,", "{count} brought up to date,", changed),
        _n("{count} unchanged.", "{count} unchanged.", same),
    ]
    if reading.into and new:
        parts.append(_("Without a group of their own they come into {group}.", group=reading.into))
    if not reading.mapping.has_names:
        parts.append(_("Choose which column holds the names."))
    parts += reading_words(
        reading.lines, guessed=table.encoding_guessed, quotes=table.quotes_ignored
    )
    return " ".join(parts)
