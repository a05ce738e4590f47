"""Typed text cannot turn the letters after it around."""

from __future__ import annotations

import pytest

from ui.theme import Role, theme
from ui.widgets.paint import broken_lines, without_direction


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("\u202egnp.exe Ab", "gnp.exe Ab"),
        ("a\u2066b\u2069c", "abc"),
        ("Åsa Öhman", "Åsa Öhman"),
        ("שלום", "שלום"),
    ],
)
def test_overrides_are_left_out(typed: str, shown: str) -> None:
    """Letters of other scripts keep their own direction; orders to turn around are not painted."""
    assert without_direction(typed) == shown


@pytest.mark.usefixtures("qapp")
def test_wrapped_lines_have_none_either() -> None:
    """What is broken into lines is what is painted."""
    assert broken_lines("\u202eabc", theme().font(Role.BODY), 500.0) == ["abc"]
