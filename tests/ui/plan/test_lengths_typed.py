"""Lengths that fields show read back as the lengths that they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ui.plan.words import length_typed, minutes_typed
from virtu_desktop.domain.time import Duration, minutes
from virtu_desktop.domain.typed import read_length
from virtu_desktop.i18n import LANGUAGES, translator


@given(st.integers(0, 1440), st.sampled_from(LANGUAGES))
def test_a_shown_length_reads_back(count: int, language: str) -> None:
    """What a field shows for whole minutes means the same when it is typed."""
    assert read_length(length_typed(translator(language), minutes(count))) == minutes(count)


@given(st.integers(0, 86_400).map(lambda seconds: Duration(seconds * 1000)))
def test_minutes_with_parts_are_near_enough(length: Duration) -> None:
    """What the list shows is within a tenth of a second of the length."""
    assert abs(float(minutes_typed(length)) * 60_000 - length) < 100
