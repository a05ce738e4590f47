"""The panel that writes a session's record and its agenda to files."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from ui.desk import Desk
from ui.forms.field import Field, LineField
from ui.forms.languages import LANGUAGE_NAMES
from ui.forms.panel import SidePanel
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.engine.changes import RecordExport
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Audience, audience_word, owners
from virtu_desktop.exchange.export import (
    OF_RECORD,
    AgendaWish,
    Exported,
    ExportWish,
    Format,
    Step,
    advance,
    export_records,
)
from virtu_desktop.exchange.export_words import change_lines
from virtu_desktop.exchange.names import Names
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import LANGUAGES, _, _n, interface, translator
from virtu_desktop.storage.library import Library

_SAVED_WITHIN_S = 10.0
_FOLDER = "Virtu"
_PERCENTS = (50, 60, 70, 75, 80, 90, 100)
# Where the name of a switch begins.
_BELOW_NAME = 52


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A format that is offered. is_on: ticked at first."""

    kind: Format
    name: str
    words: str
    is_on: bool = False


RECORD = frozenset(OF_RECORD) - {Format.CALENDAR}
"""The formats of the record; the others are of the agenda."""


def record_offers() -> tuple[Offer, ...]:
    """Return the formats of the record; those that a hand-over needs are ticked."""
    return (
        Offer(
            kind=Format.REPORT,
            name=_("Report (PDF)"),
            words=_("To read, print and archive: PDF/A with contents and pictures"),
            is_on=True,
        ),
        Offer(
            kind=Format.WORKBOOK,
            name=_("Workbook (XLSX)"),
            words=_("Every table with real times, filters and charts"),
            is_on=True,
        ),
        Offer(
            kind=Format.CSV,
            name="CSV",
            words=_("Tables, with a list of what their columns mean"),
            is_on=True,
        ),
        Offer(
            kind=Format.JSON,
            name="JSON",
            words=_("The whole record, which can be read back"),
            is_on=True,
        ),
        Offer(
            kind=Format.HTML,
            name=_("Web page (HTML)"),
            words=_("One file for a browser, with pictures and without scripts"),
        ),
        Offer(kind=Format.MARKDOWN, name="Markdown", words=_("A page to read")),
        Offer(
            kind=Format.ATTENDANCE_LIST,
            name=_("Attendance list (PDF)"),
            words=_("Who was there, from when to when and how long"),
        ),
        Offer(
            kind=Format.CERTIFICATES,
            name=_("Certificates (PDF)"),
            words=_("One for each person who was present long enough, and all in one file"),
        ),
        Offer(
            kind=Format.BUNDLE,
            name=_("Bundle (.virtu)"),
            words=_("To hand over to another laptop, which can merge it"),
        ),
    )


def agenda_offers(*, is_on: bool) -> tuple[Offer, ...]:
    """Return the formats of the agenda; is_on: the run sheet is ticked."""
    return (
        Offer(
            kind=Format.RUN_SHEET,
            name=_("Run sheet (PDF)"),
            words=_("To print, with version and time on every page"),
            is_on=is_on,
        ),
        Offer(
            kind=Format.AGENDA_WORKBOOK,
            name=_("Agenda for Excel (XLSX)"),
            words=_("One row for each block, with real times"),
        ),
        Offer(
            kind=Format.AGENDA_CSV,
            name=_("Agenda as CSV"),
            words=_("The same table for other programs"),
        ),
        Offer(
            kind=Format.AGENDA_MARKDOWN,
            name=_("Agenda as Markdown"),
            words=_("The same table for a page or a mail"),
        ),
        Offer(
            kind=Format.CALENDAR,
            name=_("Calendar (iCalendar)"),
            words=_("One event; opened again, it changes the event"),
        ),
    )


class ExportPanel(SidePanel):
    """Asks for formats, language and folder, and writes the files in the background."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        title: str,
        offers: Sequence[tuple[str, Sequence[Offer]]],
    ) -> None:
        """Make the panel. offers: formats under headings."""
        super().__init__(title, parent)
        self._desk = desk
        self._steps: Generator[Step, None, Exported] | None = None
        self._is_stopping = False
        self._formats_written: tuple[str, ...] = ()
        self._session: SessionId | None = None
        self._boxes: dict[Format, ToggleSwitch] = {}
        # For whom an agenda can be made: a role, or one person among the trainers.
        self._readers: list[tuple[Audience, str | None]] = []
        self._build_formats(offers)
        self._build_whose()
        self._build_names()
        self._build_language()
        self._build_folder()
        self._show_options()
        self.content.addStretch(1)
        self._build_foot()
        follow_theme(self._retheme_fields)

    @property
    def folder(self) -> Path:
        """Return the folder that is in the field."""
        return Path(self._folder.text().strip()).expanduser()

    def begin(self) -> None:
        """Start afresh; a folder that was chosen before stays."""
        self._say("")
        self._open.hide()
        if not self._folder.text():
            self._folder.show_text(str(_usual_folder()))
        self._language.setCurrentIndex(max(0, self._language.findData(interface().language)))
        self._show_people()
        next(iter(self._boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> None:
        """Write the chosen formats one after the other, or say what is missing."""
        controller = self._desk.controller
        formats = [kind for kind, box in self._boxes.items() if box.isChecked()]
        self._folder_field.show_problem("")
        if controller is None or self._progress.isVisible():
            return
        if not formats:
            self._say(_("Choose at least one format."), Tone.AMBER)
            return
        if not self._folder.text().strip() or not self.folder.is_absolute():
            words = _("Choose a folder, or write its whole path.")
            self._folder_field.show_problem(words)
            self._folder.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._is_stopping = False
        self._formats_written = tuple(kind.value for kind in formats if kind in RECORD)
        self._session = controller.session.id
        self._steps = self._prepared(self._session, formats)
        self._progress.setRange(0, len(formats))
        self._progress.setValue(0)
        self._set_busy(is_busy=True)
        self._say(_("Reading the record…"))
        self._go_on()

    @property
    def has_agenda(self) -> bool:
        """Say whether a format of the agenda is ticked."""
        return any(box.isChecked() for kind, box in self._boxes.items() if kind not in RECORD)

    def stop(self) -> None:
        """Stop after the file that is being written; the complete ones stay."""
        self._is_stopping = True
        self._say(_("Stopping…"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export with Ctrl+Enter; while that runs Esc stops it."""
        if event.key() == Qt.Key.Key_Escape and self._steps is not None:
            self.stop()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.export()
            return
        super().keyPressEvent(event)

    def _build_formats(self, offers: Sequence[tuple[str, Sequence[Offer]]]) -> None:
        self._formats = QVBoxLayout()
        for heading, listed in offers:
            self._formats.addWidget(CapsLabel(heading))
            for offer in listed:
                box = self._add_choice(offer.name, offer.words, is_on=offer.is_on)
                self._boxes[offer.kind] = box
        self._excel = self._add_choice(
            _("For Finnish Excel"), _("CSV with semicolons, as Finnish Excel reads it"), is_on=False
        )
        for box in self._boxes.values():
            box.toggled.connect(self._show_options)
        self.content.addLayout(self._formats)

    def _build_whose(self) -> None:
        self._whose = QComboBox()
        self._whose_field = Field(_("The agenda is for"), self._whose)
        self.content.addWidget(self._whose_field)
        self._show_people()

    def _show_people(self) -> None:
        """Offer the roles, and everybody who leads a block of the plan."""
        before = self._whose.currentText()
        self._whose.clear()
        self._readers = [(audience, None) for audience in Audience]
        controller = self._desk.controller
        named = () if controller is None else owners(controller.plan)
        self._readers += [(Audience.TRAINER, name) for name in named]
        for audience, name in self._readers:
            self._whose.addItem(name or audience_word(interface(), audience))
        self._whose.setCurrentIndex(max(0, self._whose.findText(before)))

    def _show_options(self) -> None:
        """Offer what belongs to the ticked formats only."""
        ticked = {kind for kind, box in self._boxes.items() if box.isChecked()}
        self._excel.setEnabled(bool(ticked & {Format.CSV, Format.AGENDA_CSV}))
        self._whose_field.setVisible(self.has_agenda)
        self._names_field.setVisible(bool(ticked & RECORD))
        self._passphrase_field.setVisible(Format.BUNDLE in ticked)
        self._percent_field.setVisible(Format.CERTIFICATES in ticked)

    def _add_choice(self, name: str, words: str, *, is_on: bool) -> ToggleSwitch:
        """Add a box to tick, with what it means below its name."""
        box = ToggleSwitch(name)
        box.setChecked(is_on)
        box.setAccessibleDescription(words)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(box)
        below = QHBoxLayout()
        below.addSpacing(theme().px(_BELOW_NAME))
        below.addWidget(SafeLabel(words, role=Role.SECONDARY, colour="muted", wrap=True), 1)
        column.addLayout(below)
        self._formats.addLayout(column)
        return box

    def _build_language(self) -> None:
        self._language = QComboBox()
        for language in LANGUAGES:
            self._language.addItem(LANGUAGE_NAMES[language], language)
        self.content.addWidget(Field(_("Language"), self._language))

    def _build_names(self) -> None:
        self._names = QComboBox()
        for names, words in (
            (Names.FULL, _("Full names")),
            (Names.PSEUDONYM, _("Pseudonyms")),
            (Names.NONE, _("No names")),
        ):
            self._names.addItem(words, names.value)
        self._names_field = Field(_("Participants"), self._names)
        self.content.addWidget(self._names_field)
        self._passphrase = LineField()
        self._passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._passphrase_field = Field(_("Passphrase of the bundle (optional)"), self._passphrase)
        self.content.addWidget(self._passphrase_field)
        self.percent = QComboBox()
        now = self._desk.settings.certificate_percent
        for percent in sorted({*_PERCENTS, now}):
            self.percent.addItem(f"{percent} %", percent)
        self.percent.setCurrentIndex(self.percent.findData(now))
        self.percent.activated.connect(self._keep_percent)
        self._percent_field = Field(_("A certificate for who was present at least"), self.percent)
        self.content.addWidget(self._percent_field)

    def _keep_percent(self, _place: int) -> None:
        """Remember the share for the next time."""
        percent: int = self.percent.currentData()
        self._desk.change_settings(replace(self._desk.settings, certificate_percent=percent))

    def _build_folder(self) -> None:
        self._folder = LineField()
        self._folder_field = Field(_("Folder"), self._folder)
        choose = PaintedButton(_("Choose a folder…"), height=36)
        choose.clicked.connect(self._choose_folder)
        self._where = QVBoxLayout()
        self._where.addWidget(self._folder_field)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self._where.addLayout(row)
        self.content.addLayout(self._where)

    def _build_foot(self) -> None:
        self._state = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(_("Progress of the export"))
        self._open = PaintedButton(_("Open the folder"))
        self._open.clicked.connect(self._open_folder)
        self.button = PaintedButton(_("Export"), ButtonKind.PRIMARY, hint=_("Ctrl+Enter"))
        self.button.clicked.connect(self.export)
        self._stop = PaintedButton(_("Stop"), hint="Esc")
        self._stop.clicked.connect(self.stop)
        for widget in (self._state, self._progress, self._open, self._stop, self.button):
            self.foot.addWidget(widget)
        for hidden in (self._state, self._progress, self._open, self._stop):
            hidden.hide()

    def _choose_folder(self) -> None:
        # open() returns at once: the session behind it goes on.
        dialog = QFileDialog(self, _("Folder for the export"), str(_nearest(self.folder)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()

    def _prepared(
        self, session: SessionId, formats: Sequence[Format]
    ) -> Generator[Step, None, Exported]:
        """Return the export as it was asked for; nothing is read or written yet."""
        tr = translator(self._language.currentData())
        library, folder = self._desk.library, self.folder
        audience, owner = self._readers[self._whose.currentIndex()]
        names = Names(self._names.currentData())
        excel_fi = self._excel.isChecked() and self._excel.isEnabled()
        # Whoever prints wants the time on paper; a record says only what is in it.
        on_paper = self._desk.clock.read().wall if Format.RUN_SHEET in formats else None
        percent: int = self.percent.currentData()
        passphrase = self._passphrase.text() if Format.BUNDLE in formats else ""

        def write() -> Generator[Step, None, Exported]:
            read = _read(library, session)
            agenda = AgendaWish(
                printed_at=on_paper, version=read.version, audience=audience, owner=owner
            )
            wish = ExportWish(
                formats=formats,
                names=names,
                excel_fi=excel_fi,
                agenda=agenda,
                passphrase=passphrase,
                certificate_percent=percent,
            )
            return (yield from export_records([read.record], folder, wish, tr))

        return write()

    def _go_on(self) -> None:
        """Write one more file in the background."""
        steps = self._steps
        assert steps is not None
        self._desk.background.run(lambda: advance(steps), self._show_step, self._failed)

    def _show_step(self, outcome: Step | Exported) -> None:
        if isinstance(outcome, Exported):
            self._finish(outcome)
        elif self._is_stopping:
            self._set_busy(is_busy=False)
            self._say(_("The export was stopped; complete files stay."), Tone.AMBER)
        else:
            self._progress.setValue(outcome.done + 1)
            self._say(_("Written: {file}", file=outcome.path))
            self._go_on()

    def _finish(self, exported: Exported) -> None:
        self._set_busy(is_busy=False)
        words = _n(
            "{count} file is in {folder}",
            "{count} files are in {folder}",
            len(exported.files),
            folder=self.folder,
        )
        changes = change_lines(interface(), exported, is_long=False)
        self._say("\n".join((words, *changes)), Tone.TEAL)
        self._open.show()
        if self._formats_written and self._session is not None and self._desk.can_write:
            at = self._desk.clock.read().wall
            formats = self._formats_written
            self._desk.submit(RecordExport(session=self._session, at=at, formats=formats))
        self._desk.tell_done(words)

    def _failed(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        if isinstance(error, KnownError):
            self._say(error.words(interface()), Tone.AMBER)
        else:
            self._say(_("The export failed; the record is untouched."), Tone.AMBER)
            self._desk.tell_failure(error)

    def _set_busy(self, *, is_busy: bool) -> None:
        if not is_busy:
            self._steps = None
        self._progress.setVisible(is_busy)
        self._stop.setVisible(is_busy)
        self.button.setVisible(not is_busy)
        if is_busy:
            self._open.hide()

    def _say(self, words: str, tone: Tone | None = None) -> None:
        self._state.setText(words)
        self._state.set_colour("body", tone)
        self._state.setVisible(bool(words))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.folder)))

    def _retheme_fields(self) -> None:
        px = theme().px
        self._formats.setSpacing(px(8))
        self._where.setSpacing(px(8))
        self._progress.setFixedHeight(px(8))


@dataclass(frozen=True, slots=True)
class _Read:
    """A session's record, and the version of its plan."""

    record: PortableRecord
    version: int


def _read(library: Library, session: SessionId) -> _Read:
    """Read the record with its group and programme, all that was submitted included."""
    library.flush(_SAVED_WITHIN_S)
    record = library.session(session)
    groups = (found for found in library.groups() if found.id == record.session.group)
    group = next(groups, None)
    whose = None if group is None else group.programme
    programme = next((found for found in library.programmes() if found.id == whose), None)
    portable = PortableRecord(record=record, programme=programme, group=group)
    return _Read(portable, library.plan_version(session))


def _usual_folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home()) / _FOLDER


def _nearest(folder: Path) -> Path:
    """Return the nearest folder above that is there, for the chooser to begin in."""
    return next((found for found in (folder, *folder.parents) if found.is_dir()), Path.home())
