"""Applies a theme to the application: Fusion, palette, font, and one small style sheet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import Role, interface_family
from ui.theme.sheet import style_sheet
from ui.theme.theme import Theme
from ui.theme.tokens import ThemeName, Tone
from virtu_desktop.domain.plan import BlockKind


class _Changes(QObject):
    applied = Signal()


class _Applied:
    theme: Theme | None = None
    changes = _Changes()


def apply_theme(app: QApplication, name: ThemeName, *, scale: float = 1.0) -> Theme:
    """Give the application a theme, and return it; widgets follow at once.

    scale: 1.0 to 2.0, for all texts and sizes.
    """
    made = Theme(name=name, scale=scale, family=interface_family())
    _Applied.theme = made
    # Fusion first: the platform's own style would ignore parts of palette and sheet.
    app.setStyle("Fusion")
    app.setPalette(_palette(made))
    app.setFont(made.font(Role.BODY))
    app.setStyleSheet(style_sheet(made))
    _Applied.changes.applied.emit()
    return made


def follow_theme(retheme: Callable[[], None]) -> None:
    """Call ``retheme`` (a method of a widget) now and whenever a theme is applied."""
    retheme()
    _Applied.changes.applied.connect(retheme)


def theme() -> Theme:
    """Return the theme that was applied last; light at scale 1 before any was."""
    if _Applied.theme is None:
        _Applied.theme = Theme(family=interface_family())
    return _Applied.theme


def font(role: Role) -> QFont:
    """Return the font of a role in the present theme."""
    return theme().font(role)


def kind_colour(kind: BlockKind) -> QColor:
    """Return the colour of bars and arcs of a kind of block in the present theme."""
    return theme().kind_colour(kind)


def _palette(made: Theme) -> QPalette:
    roles = QPalette.ColorRole
    tokens = made.tokens
    palette = QPalette()
    for role, colour in (
        (roles.Window, tokens.canvas),
        (roles.WindowText, tokens.ink),
        (roles.Base, tokens.paper),
        (roles.AlternateBase, tokens.field),
        (roles.Text, tokens.ink),
        (roles.PlaceholderText, tokens.quiet),
        (roles.Button, tokens.paper),
        (roles.ButtonText, tokens.ink),
        (roles.BrightText, tokens.on_primary),
        (roles.ToolTipBase, tokens.ink),
        (roles.ToolTipText, tokens.paper),
        (roles.Highlight, tokens.focus),
        (roles.HighlightedText, tokens.paper),
        (roles.Accent, tokens.focus),
        (roles.Link, tokens.tones[Tone.BLUE].text),
        (roles.Light, tokens.paper),
        (roles.Midlight, tokens.hover),
        (roles.Mid, tokens.line),
        (roles.Dark, tokens.muted),
        (roles.Shadow, tokens.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.quiet))
    return palette
