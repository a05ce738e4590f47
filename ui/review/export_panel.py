"""The panel that writes a session's record and its agenda to files."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.field import Field, LineField
from ui.forms.folder import FolderField
from ui.forms.languages import LANGUAGE_NAMES
from ui.forms.panel import SidePanel
from ui.forms.steps import StepRunner
from ui.forms.writing import WritingFoot
from ui.review.export_offers import RECORD, Offer
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.cli.open_library import portable_record
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.engine.changes import RecordExport
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.agenda import Audience, audience_word, owners
from virtu_desktop.exchange.export import (
    AgendaWish,
    Exported,
    ExportWish,
    Format,
    Step,
    export_records,
)
from virtu_desktop.exchange.export_words import change_lines
from virtu_desktop.exchange.names import Names
from virtu_desktop.i18n import LANGUAGES, _, _n, interface, translator

_SAVED_WITHIN_S = 10.0
_PERCENTS = (50, 60, 70, 75, 80, 90, 100)
# Where the name of a switch begins.
_BELOW_NAME = 52


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
        self._runner: StepRunner[Step, Exported] = StepRunner(desk, self)
        self._formats_written: tuple[str, ...] = ()
        self._sessions: tuple[SessionId, ...] = ()
        self.boxes: dict[Format, ToggleSwitch] = {}
        # For whom an agenda can be made: a role, or one person among the trainers.
        self._readers: list[tuple[Audience, str | None]] = []
        self.build_scope()
        self._build_formats(offers)
        self._build_whose()
        self._build_names()
        self._build_language()
        self.folder_field = FolderField()
        self.content.addWidget(self.folder_field)
        self._show_options()
        self.content.addStretch(1)
        self.writing = WritingFoot(_("Export"), progress=_("Progress of the export"))
        self.foot.addWidget(self.writing)
        self.button = self.writing.button
        self.writing.wanted.connect(self.export)
        self.writing.stop_wanted.connect(self.stop)
        self._runner.stepped.connect(self._show_step)
        self._runner.ended.connect(self._finish)
        self._runner.failed.connect(self._failed)
        self._runner.stopped.connect(self._stopped)
        follow_theme(self._retheme_fields)

    @property
    def folder(self) -> Path:
        """Return the folder that is in the field."""
        return self.folder_field.folder

    def build_scope(self) -> None:
        """Put in what asks which sessions are exported; here it is the one that is open."""

    def chosen_sessions(self) -> tuple[SessionId, ...]:
        """Return the sessions to export; none when there are none to choose."""
        controller = self._desk.controller
        return () if controller is None else (controller.session.id,)

    def begin(self) -> None:
        """Start afresh; a folder that was chosen before stays."""
        self.writing.begin()
        self.folder_field.begin()
        self._language.setCurrentIndex(max(0, self._language.findData(interface().language)))
        self._show_people()
        next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> None:
        """Write the chosen formats one after the other, or say what is missing."""
        sessions = self.chosen_sessions()
        formats = [kind for kind, box in self.boxes.items() if box.isChecked()]
        if self._runner.is_busy:
            return
        if not sessions:
            self.writing.say(_("Choose at least one session."), Tone.AMBER)
        elif not formats:
            self.writing.say(_("Choose at least one format."), Tone.AMBER)
        elif self.folder_field.checked():
            self._formats_written = tuple(kind.value for kind in formats if kind in RECORD)
            self._sessions = sessions
            self.writing.show_busy(_("Reading the record…"), len(formats) * len(sessions))
            self._runner.start(self._prepared(sessions, formats))

    @property
    def has_agenda(self) -> bool:
        """Say whether a format of the agenda is ticked."""
        return any(box.isChecked() for kind, box in self.boxes.items() if kind not in RECORD)

    def stop(self) -> None:
        """Stop after the file that is being written; the complete ones stay."""
        self._runner.stop()
        self.writing.say(_("Stopping…"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export with Ctrl+Enter; while that runs Esc stops it."""
        if event.key() == Qt.Key.Key_Escape and self._runner.is_busy:
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
                self.boxes[offer.kind] = box
        self._excel = self._add_choice(
            _("For Finnish Excel"), _("CSV with semicolons, as Finnish Excel reads it"), is_on=False
        )
        for box in self.boxes.values():
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
        ticked = {kind for kind, box in self.boxes.items() if box.isChecked()}
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

    def _prepared(
        self, sessions: Sequence[SessionId], formats: Sequence[Format]
    ) -> Generator[Step, None, Exported]:
        """Return the export as it was asked for; nothing is read or written yet."""
        tr = translator(self._language.currentData())
        library, folder = self._desk.library, self.folder
        audience, owner = self._readers[self._whose.currentIndex()]
        agenda = AgendaWish(
            # Whoever prints wants the time on paper; a record says only what is in it.
            printed_at=self._desk.clock.read().wall if Format.RUN_SHEET in formats else None,
            audience=audience,
            owner=owner,
        )
        wish = ExportWish(
            formats=formats,
            names=Names(self._names.currentData()),
            excel_fi=self._excel.isChecked() and self._excel.isEnabled(),
            agenda=agenda,
            passphrase=self._passphrase.text() if Format.BUNDLE in formats else "",
            certificate_percent=self.percent.currentData(),
        )
        is_one = len(sessions) == 1

        def write() -> Generator[Step, None, Exported]:
            # What was submitted a moment ago is a part of the record.
            library.flush(_SAVED_WITHIN_S)
            version = library.plan_version(sessions[0]) if is_one else None
            asked = replace(wish, agenda=replace(agenda, version=version))
            records = (portable_record(library, session) for session in sessions)
            return (yield from export_records(records, folder, asked, tr, count=len(sessions)))

        return write()

    def _show_step(self, step: Step) -> None:
        self.writing.progress.setValue(step.done + 1)
        self.writing.say(_("Written: {file}", file=step.path))

    def _stopped(self) -> None:
        words = _("The export was stopped; complete files stay.")
        self.writing.show_done(words, Tone.AMBER)

    def _finish(self, exported: Exported) -> None:
        words = _n(
            "{count} file is in {folder}",
            "{count} files are in {folder}",
            len(exported.files),
            folder=self.folder,
        )
        changes = change_lines(interface(), exported, is_long=len(self._sessions) > 1)
        self.writing.show_done("\n".join((words, *changes)), Tone.TEAL, self.folder)
        if self._formats_written and self._desk.can_write:
            at, formats = self._desk.clock.read().wall, self._formats_written
            self._desk.submit(
                *(RecordExport(session=one, at=at, formats=formats) for one in self._sessions)
            )
        self._desk.tell_done(words)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.writing.show_done(error.words(interface()), Tone.AMBER)
        else:
            words = _("The export failed; the record is untouched.")
            self.writing.show_done(words, Tone.AMBER)
            self._desk.tell_failure(error)

    def _retheme_fields(self) -> None:
        self._formats.setSpacing(theme().px(8))
