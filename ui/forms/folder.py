"""A field for a folder, typed or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.forms.field import Field, LineField
from ui.theme import follow_theme, theme
from ui.widgets.buttons import PaintedButton
from virtu_desktop.i18n import _

_FOLDER = "Virtu"


class FolderField(QWidget):
    """Asks for a folder; ``begin`` offers the usual one, ``checked`` says what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.line = LineField()
        self.field = Field(_("Folder"), self.line)
        choose = PaintedButton(_("Choose a folder…"), height=36)
        choose.clicked.connect(self._choose)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.field)
        row = QHBoxLayout()
        row.addWidget(choose)
        row.addStretch(1)
        self._column.addLayout(row)
        follow_theme(self._retheme)

    @property
    def folder(self) -> Path:
        """Return the folder that is in the field."""
        return Path(self.line.text().strip()).expanduser()

    def begin(self) -> None:
        """Offer the usual folder where none was chosen before."""
        if not self.line.text():
            self.line.show_text(str(_usual_folder()))

    def checked(self) -> bool:
        """Say whether there is a whole path in the field; if not, say it at the field too."""
        self.field.show_problem("")
        if self.line.text().strip() and self.folder.is_absolute():
            return True
        self.field.show_problem(_("Choose a folder, or write its whole path."))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _retheme(self) -> None:
        self._column.setSpacing(theme().px(8))

    def _choose(self) -> None:
        # open() returns at once: the session behind it goes on.
        dialog = QFileDialog(self, _("Folder for the export"), str(_nearest(self.folder)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.line.setText)
        dialog.open()


def _usual_folder() -> Path:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place or Path.home()) / _FOLDER


def _nearest(folder: Path) -> Path:
    """Return the nearest folder above that is there, for the chooser to begin in."""
    return next((found for found in (folder, *folder.parents) if found.is_dir()), Path.home())
