"""A theme reaches the application and every widget, at once and at every scale."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from ui.theme import Role, ThemeName, apply_theme, font, kind_colour, theme
from ui.theme.fonts import interface_family
from ui.theme.tokens import TOKENS
from ui.widgets.card import Card
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.plan import BlockKind


@pytest.fixture(autouse=True)
def light_again(qapp: QApplication) -> Iterator[None]:
    """Leave the light theme behind, as other tests expect it."""
    yield
    apply_theme(qapp, ThemeName.LIGHT)


def test_style_is_fusion(qapp: QApplication) -> None:
    """Palette and sheet lie on Fusion, whatever the platform's style is."""
    apply_theme(qapp, ThemeName.LIGHT)

    # A style sheet wraps the style that lies under it.
    qapp.setStyleSheet("")
    assert qapp.style().objectName() == "fusion"


@pytest.mark.parametrize("name", ThemeName)
def test_palette_has_the_colours_of(qapp: QApplication, name: ThemeName) -> None:
    """Windows, fields and text of standard widgets follow the tokens."""
    apply_theme(qapp, name)

    palette = qapp.palette()
    tokens = TOKENS[name]
    assert palette.color(QPalette.ColorRole.Window).name() == tokens.canvas.lower()
    assert palette.color(QPalette.ColorRole.Text).name() == tokens.ink.lower()


def test_figures_are_all_as_wide(qapp: QApplication) -> None:
    """A countdown does not jump: every figure takes the same room, in every role."""
    apply_theme(qapp, ThemeName.LIGHT)

    for role in Role:
        metrics = QFontMetricsF(font(role))
        widths = [metrics.horizontalAdvance(figure * 4) for figure in "0123456789"]
        assert max(widths) - min(widths) < 0.5, role


def test_sizes_grow_with_the_scale(qapp: QApplication) -> None:
    """At 200 % every font is twice as large."""
    apply_theme(qapp, ThemeName.LIGHT)
    before = {role: font(role).pixelSize() for role in Role}

    apply_theme(qapp, ThemeName.LIGHT, scale=2.0)

    assert {role: font(role).pixelSize() for role in Role} == {
        role: 2 * size for role, size in before.items()
    }


def test_inter_goes_before_the_platform_font(qapp: QApplication) -> None:
    """The family is Inter where it is installed, else one that is."""
    families = {"Inter", QFont().defaultFamily(), interface_family()}

    assert interface_family() in families
    assert theme().family == interface_family()


def test_widgets_follow_a_new_theme(qapp: QApplication, qtbot: QtBot) -> None:
    """A card that is shown changes from light to dark paper, and its label grows."""
    apply_theme(qapp, ThemeName.LIGHT)
    card = Card()
    label = SafeLabel("Coffee")
    card.body.addWidget(label)
    qtbot.addWidget(card)
    card.resize(200, 120)
    card.show()
    low = label.sizeHint().height()

    apply_theme(qapp, ThemeName.DARK, scale=1.5)

    paper = card.grab().toImage().pixelColor(100, 100).name()
    assert paper == TOKENS[ThemeName.DARK].paper.lower()
    assert label.sizeHint().height() > low


def test_a_widget_that_is_gone_is_forgotten(qapp: QApplication) -> None:
    """A new theme after a widget was deleted asks nothing of it."""
    card = Card()
    card.body.addWidget(SafeLabel("gone"))
    card.deleteLater()
    del card
    qapp.sendPostedEvents()

    assert apply_theme(qapp, ThemeName.CONTRAST).name is ThemeName.CONTRAST


def test_fields_are_high_enough(qapp: QApplication, qtbot: QtBot) -> None:
    """A standard field can be hit: at least 24 pixels."""
    apply_theme(qapp, ThemeName.LIGHT)
    field = QLineEdit()
    qtbot.addWidget(field)

    assert field.sizeHint().height() >= 24


def test_kind_colour_follows_the_theme(qapp: QApplication) -> None:
    """A breakout is amber in both themes, and lighter in the dark one."""
    apply_theme(qapp, ThemeName.LIGHT)
    light = kind_colour(BlockKind.BREAKOUT)

    apply_theme(qapp, ThemeName.DARK)

    assert kind_colour(BlockKind.BREAKOUT).lightness() > light.lightness()
