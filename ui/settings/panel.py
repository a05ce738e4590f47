"""The settings over the window: everything is kept at once; Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QWidget

from ui.desk import Desk
from ui.theme import Role, ThemeName, apply_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.labels import SafeLabel
from ui.widgets.overlay import Overlay
from ui.widgets.switch import ToggleSwitch
from ui.widgets.tabs import SegmentedControl
from virtu_desktop.domain.cues import CueSettings
from virtu_desktop.i18n import _, interface
from virtu_desktop.settings import Settings, Theme

_T = TypeVar("_T")
# Languages are named in themselves, so that everybody finds their own.
_LANGUAGES = (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English"))
_SCALES = (100, 125, 150, 200)
_CUES = ((20, 5), (25, 10), (10, 5))
THEME_NAMES = {
    Theme.LIGHT: ThemeName.LIGHT,
    Theme.DARK: ThemeName.DARK,
    Theme.HIGH_CONTRAST: ThemeName.CONTRAST,
}


class SettingsPanel(Overlay):
    """One row for each setting; choosing is enough, there is nothing to confirm."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """Make the closed panel over ``parent``."""
        super().__init__(parent, width=640)
        self._desk = desk
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(20)
        self._rows.setVerticalSpacing(10)
        self._first: QWidget | None = None
        self._build_head()
        self._build_rows()
        self.card.body.addLayout(self._rows)
        self._note = SafeLabel(
            _("Another language is used from the next start."), role=Role.SECONDARY, colour="muted"
        )
        self.card.body.addWidget(self._note)

    def open_over(self) -> None:
        """Open with the keyboard on the first setting."""
        super().open_over()
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.PopupFocusReason)

    def _build_head(self) -> None:
        head = QHBoxLayout()
        head.addWidget(SafeLabel(_("Settings"), role=Role.HEADING))
        head.addStretch(1)
        close = PaintedButton(_("Close"), ButtonKind.SECONDARY, self, hint="Esc", height=34)
        close.setAccessibleName(_("Close the settings"))
        close.clicked.connect(self.close_over)
        head.addWidget(close)
        self.card.body.addLayout(head)

    def _build_rows(self) -> None:
        now = self._desk.settings
        cues = (now.cues.soon_percent, now.cues.last_percent)
        self._choice(
            _("Language"),
            [(words, code) for code, words in _LANGUAGES],
            now.language or interface().language,
            lambda settings, code: replace(settings, language=code),
        )
        self._choice(
            _("Stage language"),
            [(_("The same"), None), *((words, code) for code, words in _LANGUAGES)],
            now.stage_language,
            lambda settings, code: replace(settings, stage_language=code),
        )
        self._choice(
            _("Colours"),
            [
                (_("Light"), Theme.LIGHT),
                (_("Dark"), Theme.DARK),
                (_("High contrast"), Theme.HIGH_CONTRAST),
            ],
            now.theme,
            lambda settings, chosen: replace(settings, theme=chosen),
        )
        self._choice(
            _("Text size"),
            [(f"{scale} %", scale) for scale in sorted({*_SCALES, now.text_scale})],
            now.text_scale,
            lambda settings, scale: replace(settings, text_scale=scale),
        )
        self._choice(
            _("Cues at"),
            [(f"{soon} % · {last} %", (soon, last)) for soon, last in sorted({*_CUES, cues})],
            cues,
            lambda settings, chosen: replace(
                settings, cues=CueSettings(soon_percent=chosen[0], last_percent=chosen[1])
            ),
        )
        sound = ToggleSwitch(_("Play a soft sound with each cue"), self)
        sound.setChecked(now.cue_sound)
        sound.toggled.connect(
            lambda on: self._desk.change_settings(replace(self._desk.settings, cue_sound=on))
        )
        self._rows.addWidget(sound, self._rows.rowCount(), 1)

    def _choice(
        self,
        name: str,
        choices: Sequence[tuple[str, _T]],
        chosen: _T,
        change: Callable[[Settings, _T], Settings],
    ) -> None:
        control = SegmentedControl([words for words, _value in choices], self, name=name)
        values = [value for _words, value in choices]
        if chosen in values:
            control.setCurrentIndex(values.index(chosen))
        control.currentChanged.connect(
            lambda place: self._apply(change(self._desk.settings, values[place]))
        )
        self._first = self._first or control
        row = self._rows.rowCount()
        self._rows.addWidget(SafeLabel(name, role=Role.BODY_MEDIUM), row, 0)
        self._rows.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)

    def _apply(self, settings: Settings) -> None:
        self._desk.change_settings(settings)
        app = QApplication.instance()
        wanted = THEME_NAMES[settings.theme]
        scale = settings.text_scale / 100
        if isinstance(app, QApplication) and (theme().name, theme().scale) != (wanted, scale):
            apply_theme(app, wanted, scale=scale)
