"""The panel that writes a session's record to files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
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
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.export import Format, export_record
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.i18n import LANGUAGES, _, _n, interface, translator
from virtu_desktop.storage.library import Library

_SAVED_WITHIN_S = 10.0
_FOLDER = "Virtu"
# Where the name of a switch begins.
_BELOW_NAME = 52


class ExportPanel(SidePanel):
    """Asks for formats, language and folder, and writes the files in the background."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        """Make the panel with all formats chosen."""
        super().__init__(_("Export"), parent)
        self._desk = desk
        self._written: list[Path] = []
        self._build_formats()
        self._build_language()
        self._build_folder()
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
        self._boxes[Format.JSON].setFocus(Qt.FocusReason.OtherFocusReason)

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
        self._written = []
        self._progress.setRange(0, len(formats) + 1)
        self._progress.setValue(0)
        self._set_busy(is_busy=True)
        self._say(_("Reading the record…"))
        library, session = self._desk.library, controller.session.id
        self._desk.background.run(
            lambda: _read(library, session), self._then_write(formats), self._failed
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Export with Ctrl+Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            self.export()
            return
        super().keyPressEvent(event)

    def _build_formats(self) -> None:
        self._formats = QVBoxLayout()
        self._formats.addWidget(CapsLabel(_("Formats")))
        self._boxes: dict[Format, ToggleSwitch] = {}
        for kind, name, words in (
            (Format.JSON, "JSON", _("The whole record, which can be read back")),
            (Format.CSV, "CSV", _("Tables, with a list of what their columns mean")),
            (Format.MARKDOWN, "Markdown", _("A page to read")),
        ):
            self._boxes[kind] = self._add_choice(name, words, is_on=True)
        self._excel = self._add_choice(
            _("For Finnish Excel"), _("CSV with semicolons and decimal commas"), is_on=False
        )
        self._boxes[Format.CSV].toggled.connect(self._excel.setEnabled)
        self.content.addLayout(self._formats)

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
        for widget in (self._state, self._progress, self._open, self.button):
            self.foot.addWidget(widget)
        for hidden in (self._state, self._progress, self._open):
            hidden.hide()

    def _choose_folder(self) -> None:
        # open() returns at once: the session behind it goes on.
        dialog = QFileDialog(self, _("Folder for the export"), str(_nearest(self.folder)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._folder.setText)
        dialog.open()

    def _then_write(self, formats: list[Format]) -> Callable[[PortableRecord], None]:
        """Return what writes the formats once the record has been read."""
        tr = translator(self._language.currentData())
        folder, excel_fi = self.folder, self._excel.isChecked()

        def write(record: PortableRecord) -> None:
            self._progress.setValue(self._progress.value() + 1)
            if not formats:
                self._finish()
                return
            kind = formats.pop(0)
            self._say(_("Writing {format}…", format=kind.upper()))
            self._desk.background.run(
                lambda: export_record(record, folder, formats=(kind,), tr=tr, excel_fi=excel_fi),
                lambda written: self._keep(written, record, write),
                self._failed,
            )

        return write

    def _keep(
        self,
        written: tuple[Path, ...],
        record: PortableRecord,
        go_on: Callable[[PortableRecord], None],
    ) -> None:
        self._written += written
        go_on(record)

    def _finish(self) -> None:
        self._set_busy(is_busy=False)
        words = _n(
            "{count} file is in {folder}",
            "{count} files are in {folder}",
            len(self._written),
            folder=self.folder,
        )
        self._say(words, Tone.TEAL)
        self._open.show()
        self._desk.tell_done(words)

    def _failed(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        if isinstance(error, KnownError):
            self._say(error.words(interface()), Tone.AMBER)
        else:
            self._say(_("The export failed; the record is untouched."), Tone.AMBER)
            self._desk.tell_failure(error)

    def _set_busy(self, *, is_busy: bool) -> None:
        self._progress.setVisible(is_busy)
        self.button.setEnabled(not is_busy)
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


def _read(library: Library, session: SessionId) -> PortableRecord:
    """Read the record with its group and programme, all that was submitted included."""
    library.flush(_SAVED_WITHIN_S)
    record = library.session(session)
    groups = (found for found in library.groups() if found.id == record.session.group)
    group = next(groups, None)
    whose = None if group is None else group.programme
    programme = next((found for found in library.programmes() if found.id == whose), None)
    return PortableRecord(record=record, programme=programme, group=group)


def _usual_folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home()) / _FOLDER


def _nearest(folder: Path) -> Path:
    """Return the nearest folder above that is there, for the chooser to begin in."""
    return next((found for found in (folder, *folder.parents) if found.is_dir()), Path.home())
