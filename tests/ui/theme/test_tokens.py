"""Every pair of colours has the contrast that it needs, in every theme."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.theme.colour import channels, contrast, mix
from ui.theme.tokens import STAGE, TOKENS, Pair, ThemeName, kind_tone, pairs, stage_pairs
from virtu_desktop.domain.plan import BlockKind

_COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize("name", ThemeName)
def test_text_and_graphics_stand_out_in(name: ThemeName) -> None:
    """Text has 4.5:1 and graphics have 3:1 on everything that they stand on."""
    weak = [_described(pair) for pair in pairs(TOKENS[name]) if _is_weak(pair)]

    assert weak == []


def test_high_contrast_text_has_seven_to_one() -> None:
    """The high-contrast theme goes beyond what the others must reach."""
    texts = [pair for pair in pairs(TOKENS[ThemeName.CONTRAST]) if pair.least == 4.5]

    assert min(contrast(pair.front, pair.back) for pair in texts) >= 7


def test_stage_text_has_seven_to_one() -> None:
    """Every text of the stage can be read from far away."""
    weak = [_described(pair) for pair in stage_pairs(STAGE) if _is_weak(pair)]

    assert weak == []


def test_a_weak_pair_is_noticed() -> None:
    """Pale grey on white is too weak for text."""
    assert _is_weak(Pair("pale on paper", "#999999", "#FFFFFF", 4.5))


def test_every_kind_of_block_has_a_tone() -> None:
    """No kind of block is left without a colour, on paper and on the stage."""
    assert all(kind_tone(kind) and STAGE.kind(kind) for kind in BlockKind)


def test_contrast_of_a_published_pair() -> None:
    """The grey that is known to have 4.54:1 on white has it here."""
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(one=_COLOURS, other=_COLOURS)
def test_contrast_has_no_direction(one: str, other: str) -> None:
    """Dark on light is as good as light on dark, and never below 1."""
    assert contrast(one, other) == contrast(other, one) >= 1


@given(over=_COLOURS, under=_COLOURS, share=st.floats(0, 1))
def test_mix_stays_between(over: str, under: str, share: float) -> None:
    """A mixed colour lies between its two colours in every channel."""
    mixed = channels(mix(over, under, share))

    limits = zip(channels(over), channels(under), strict=True)
    assert all(min(two) <= got <= max(two) for got, two in zip(mixed, limits, strict=True))


def _is_weak(pair: Pair) -> bool:
    return contrast(pair.front, pair.back) < pair.least


def _described(pair: Pair) -> str:
    return f"{pair.name}: {contrast(pair.front, pair.back):.2f} of {pair.least}"
