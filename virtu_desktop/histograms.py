"""Results as columns: levels of a scale, or typed numbers, with their quartiles (V9)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable

from virtu_desktop.chart_parts import (
    chart_of,
    quartile_words,
    scale_quartiles,
)
from virtu_desktop.domain.charts.model import (
    Chart,
    ChartTable,
    Column,
    Histogram,
    Quarters,
    side_inks,
)
from virtu_desktop.domain.charts.shapes import Ink
from virtu_desktop.domain.poll_figures import (
    Quartiles,
    numbers,
)
from virtu_desktop.domain.questions import PollKind
from virtu_desktop.domain.tally import SMALL_GROUP, Result
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    number_text,
)

_MOST_BINS = 12


def level_histogram(result: Result, tr: Translator) -> Chart:
    """Return the levels of a scale as columns, with median and middle half below them."""
    question = result.question
    scale = question.levels
    assert scale is not None
    middle = scale_quartiles(result)
    is_nps = question.kind is PollKind.NPS
    inks = (
        [Ink.LOW_2] * 7 + [Ink.MIDDLE] * 2 + [Ink.HIGH_2] * 2 if is_nps else side_inks(scale.size)
    )
    columns = tuple(
        Column(label=str(scale.lowest + place), count=count, ink=inks[place])
        for place, count in enumerate(result.counts)
    )
    quarters = None
    if middle is not None:
        words = quartile_words(tr, middle, result.people)
        quarters = _quarters(middle, lambda value: value - scale.lowest, words, result.people)
    low, high = scale.ends
    ends = (f"{scale.lowest} · {low}" if low else "", f"{scale.highest} · {high}" if high else "")
    return chart_of(result, tr, Histogram(columns=columns, quarters=quarters, ends=ends), [])


def number_histogram(result: Result, tr: Translator) -> Chart:
    """Return typed numbers in columns of equal width; what lies far outside is only told."""
    found = numbers(result)
    unit = f" {result.question.unit}" if result.question.unit else ""
    if found is None:
        return chart_of(result, tr, Histogram(columns=()), [])
    values = [
        answer.number
        for answer, times in result.answers
        if answer.number is not None
        for _ in range(times)
    ]
    start, step, count = _bins(found.lowest, found.highest)
    inside = [value for value in values if found.lowest <= value <= found.highest]
    counted = Counter(min(count - 1, int((value - start) / step)) for value in inside)
    columns = tuple(
        Column(label=_bin_label(tr, start + place * step, step), count=counted[place])
        for place in range(count)
    )
    quart = found.quartiles
    said = _whole(quart) if all(value.is_integer() for value in values) else quart
    words = quartile_words(tr, said, len(values), unit)

    def place_of(value: float) -> float:
        # The number below a column stands in its middle.
        place = (min(found.highest, max(found.lowest, value)) - start) / step
        return min(place, count - 0.5)

    body = Histogram(columns=columns, quarters=_quarters(quart, place_of, words, len(values)))
    notes = []
    if found.outside:
        notes.append(
            tr.plural(
                "{count} answer lies outside the picture.",
                "{count} answers lie outside the picture.",
                found.outside,
            )
        )
    table = ChartTable(
        head=(tr("Value") + unit, tr("People")),
        rows=tuple((column.label, str(column.count)) for column in columns),
    )
    return chart_of(result, tr, body, notes, table)


def _bins(lowest: float, highest: float) -> tuple[float, float, int]:
    """Return start, width and number of round bins, at most a dozen."""
    span = max(highest - lowest, 1e-9)
    power = 10.0 ** math.floor(math.log10(span / _MOST_BINS))
    step = next(
        power * factor
        for factor in (1, 2, 5, 10, 20)
        if (math.floor(highest / (power * factor)) - math.floor(lowest / (power * factor)) + 1)
        <= _MOST_BINS
    )
    if lowest == highest:
        return lowest, 1.0, 1
    start = math.floor(lowest / step) * step
    return start, step, int((highest - start) / step) + 1


def _bin_label(tr: Translator, start: float, step: float) -> str:
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    return number_text(tr, round(start, digits))


def _whole(middle: Quartiles) -> Quartiles:
    """Return quartiles of whole numbers as whole numbers, rounded half up."""
    lower, median, upper = (
        float(math.floor(value + 0.5)) for value in (middle.lower, middle.median, middle.upper)
    )
    return Quartiles(lower=lower, median=median, upper=upper)


def _quarters(
    middle: Quartiles, place_of: Callable[[float], float], words: str, people: int
) -> Quarters:
    """Return quartiles by places of columns; of few people the median alone."""
    median = place_of(middle.median)
    if people < SMALL_GROUP:
        return Quarters(lower=median, median=median, upper=median, caption=words)
    return Quarters(
        lower=place_of(middle.lower), median=median, upper=place_of(middle.upper), caption=words
    )
