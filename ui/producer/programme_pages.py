"""The pages that write the report of a programme, and its privacy notice."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Generator, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.forms.field import Field
from ui.forms.folder import FolderField
from ui.forms.languages import LANGUAGE_NAMES
from ui.forms.steps import StepRunner
from ui.forms.writing import WritingFoot
from ui.producer.fact_words import PRIVACY_FACTS, REPORT_FACTS
from ui.producer.facts_form import FactsForm
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.cli.programme_files import REPORT_FORMATS, Wrote, write_notice, write_report
from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.programme_facts import FactName, Facts
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import LANGUAGES, _, _n, interface

_Written = Generator[Wrote, None, tuple[Wrote, ...]]


class WritingPage(QWidget):
    """Facts at the left, what is written and where at the right."""

    def __init__(
        self, desk: Desk, names: Mapping[FactName, str], *, intro: str, button: str
    ) -> None:
        """Make the page. intro: what comes of it."""
        super().__init__()
        self._desk = desk
        self._programme: Programme | None = None
        self._runner: StepRunner[Wrote, tuple[Wrote, ...]] = StepRunner(desk, self)
        self.form = FactsForm(names)
        self.folder = FolderField()
        self.writing = WritingFoot(button, progress=_("Progress of the export"))
        self._intro = SafeLabel(intro, role=Role.SECONDARY, colour="body", wrap=True)
        self._side = QWidget()
        self.side = QVBoxLayout(self._side)
        self.side.addWidget(self._intro)
        self.build_options()
        self.side.addWidget(self.folder)
        self.side.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(_scrolled(self.form), 1)
        # The button stays in sight when what stands above it scrolls.
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.addWidget(_scrolled(self._side), 1)
        right.addWidget(self.writing)
        self._row.addWidget(self._right)
        self.writing.wanted.connect(self.write)
        self.writing.stop_wanted.connect(self.stop)
        self._runner.stepped.connect(self._show_step)
        self._runner.ended.connect(self._finish)
        self._runner.failed.connect(self._fail)
        self._runner.stopped.connect(self._stopped)
        follow_theme(self._retheme)

    def build_options(self) -> None:
        """Put what can be chosen into ``side``."""

    @abstractmethod
    def count(self) -> int:
        """Return how many files will be written."""

    @abstractmethod
    def files(self, programme: Programme) -> _Written:
        """Return what writes the files."""

    def begin(self) -> None:
        """Start afresh; a folder that was chosen before stays."""
        if not self._runner.is_busy:
            self.writing.begin()
        self.folder.begin()

    def show_programme(self, programme: Programme, facts: Facts) -> None:
        """Write of this programme from now on."""
        self._programme = programme
        self.form.show_facts(facts)

    def fit(self, width: int) -> None:
        """Give the right side a width in pixels."""
        self._right.setFixedWidth(width)

    def write(self) -> None:
        """Write the files, or say what is missing."""
        self.form.commit()
        if self._programme is None or self._runner.is_busy:
            return
        if not self.count():
            self.writing.say(_("Choose at least one format."), Tone.AMBER)
        elif self.folder.checked():
            self.writing.show_busy(_("Reading the record…"), self.count())
            self._runner.start(self.files(self._programme))

    def stop(self) -> bool:
        """Stop after the file that is being written; say whether there was something to stop."""
        if self._runner.is_busy:
            self._runner.stop()
            self.writing.say(_("Stopping…"))
            return True
        return False

    def _show_step(self, wrote: Wrote) -> None:
        self.writing.progress.setValue(self.writing.progress.value() + 1)
        self.writing.say(_("Written: {file}", file=wrote.path.name))

    def _stopped(self) -> None:
        self.writing.show_done(_("The export was stopped; complete files stay."), Tone.AMBER)

    def _finish(self, written: tuple[Wrote, ...]) -> None:
        folder = self.folder.folder
        words = _n(
            "{count} file is in {folder}",
            "{count} files are in {folder}",
            len(written),
            folder=folder,
        )
        changed = sum(one.is_new for one in written)
        more = _("{changed} of them are new or changed.", changed=changed)
        if not changed:
            more = _("Nothing has changed since the last export.")
        self.writing.show_done(f"{words}\n{more}", Tone.TEAL, folder)

    def _fail(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self.writing.show_done(error.words(interface()), Tone.AMBER)
        else:
            words = _("The export failed; the record is untouched.")
            self.writing.show_done(words, Tone.AMBER)
            self._desk.tell_failure(error)

    def _retheme(self) -> None:
        px = theme().px
        self._row.setSpacing(px(20))
        self.side.setSpacing(px(12))
        # Room for focus rings and the scroll bar.
        self.side.setContentsMargins(px(3), px(3), px(12), px(3))


class ReportPage(WritingPage):
    """The report of the programme, in formats and languages."""

    def __init__(self, desk: Desk) -> None:
        """Make the page."""
        super().__init__(
            desk,
            REPORT_FACTS,
            intro=_(
                "Deliveries, participation, experiments and change in one report, without names;"
                " groups of fewer than five are not shown. Every figure names its table in the"
                " workbook."
            ),
            button=_("Write the report"),
        )

    def build_options(self) -> None:
        """Offer the formats and the languages."""
        self.side.addWidget(CapsLabel(_("Formats")))
        names = {
            "pdf": _("Report (PDF)"),
            "html": _("Web page (HTML)"),
            "xlsx": _("Workbook (XLSX)"),
        }
        self.boxes = {kind: ToggleSwitch(names[kind]) for kind in REPORT_FORMATS}
        for box in self.boxes.values():
            box.setChecked(True)
            self.side.addWidget(box)
        self.language = QComboBox()
        for language in LANGUAGES:
            self.language.addItem(LANGUAGE_NAMES[language], (language,))
        self.language.addItem(_("All three"), tuple(LANGUAGES))
        self.side.addWidget(Field(_("Language"), self.language))

    def begin(self) -> None:
        """Start afresh, in the interface language."""
        super().begin()
        self.language.setCurrentIndex(list(LANGUAGES).index(interface().language))

    def count(self) -> int:
        """Return formats times languages."""
        return len(self._formats()) * len(self._languages())

    def files(self, programme: Programme) -> _Written:
        """Write the report."""
        return write_report(
            self._desk.library,
            programme,
            self.folder.folder,
            formats=self._formats(),
            languages=self._languages(),
        )

    def _formats(self) -> list[str]:
        return [kind for kind, box in self.boxes.items() if box.isChecked()]

    def _languages(self) -> tuple[str, ...]:
        return tuple(self.language.currentData())


class NoticePage(WritingPage):
    """The privacy notice, in all three languages."""

    def __init__(self, desk: Desk) -> None:
        """Make the page."""
        super().__init__(
            desk,
            PRIVACY_FACTS,
            intro=_(
                "A notice for participants from these facts, as PDF and web page in Finnish,"
                " Swedish and English. What is not filled in is marked in it."
            ),
            button=_("Write the notice"),
        )

    def count(self) -> int:
        """Return two files in each language."""
        return 2 * len(LANGUAGES)

    def files(self, programme: Programme) -> _Written:
        """Write the notice."""
        return write_notice(self._desk.library, programme, self.folder.folder)


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area
