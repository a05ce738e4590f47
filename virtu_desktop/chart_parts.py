"""What charts of results share: how many answered, the table, figures in words, notes (V5, V9)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from virtu_desktop.domain.charts.model import (
    BarChart,
    Chart,
    ChartTable,
    CloudChart,
    Histogram,
    Plane,
)
from virtu_desktop.domain.poll_figures import (
    Quartiles,
    agreement,
    nps,
    quartiles,
    wilson,
)
from virtu_desktop.domain.questions import PollKind
from virtu_desktop.domain.tally import PERCENT_FROM, SMALL_GROUP, Result
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    answered_words,
    mode_word,
    number_text,
    over_words,
)


def chart_of(
    result: Result,
    tr: Translator,
    body: BarChart | Histogram | Plane | CloudChart,
    notes: Iterable[str],
    table: ChartTable | None = None,
) -> Chart:
    """Return a chart of a result: its picture with table, base and all notes."""
    return Chart(
        title=result.question.text,
        body=body,
        table=table or _choices_table(result, tr),
        base=base_words(tr, result),
        notes=(*figure_notes(result, tr), *notes, *common_notes(result, tr)),
    )


def _choices_table(result: Result, tr: Translator) -> ChartTable:
    """Return each choice with its people, share, likely range, and people by way of taking part."""
    head = [tr("Answer"), tr("People")]
    has_shares = any(share is not None for share in result.shares)
    # Between these lies the share of a larger group, 19 times of 20.
    has_range = has_shares and result.question.is_single
    if has_shares:
        head.append("%")
    if has_range:
        head.append(tr("likely %"))
    head += [mode_word(tr, part.mode) for part in result.parts]
    rows = []
    for place, label in enumerate(level_words(result)):
        count = result.counts[place]
        row = [label, str(count)]
        if has_shares:
            row.append(percent_words(result.shares[place]))
        if has_range:
            row.append(_range(count, result.people))
        row += [str(part.counts[place]) for part in result.parts]
        rows.append(tuple(row))
    return ChartTable(head=tuple(head), rows=tuple(rows))


def _range(count: int, people: int) -> str:
    found = wilson(count, people)
    if found is None:
        return ""
    low, high = (math.floor(100 * end + 0.5) for end in found)
    return f"{low}–{high}"


def base_words(tr: Translator, result: Result) -> str:
    """Return how many answered out of how many: ``21 of 23 answered``."""
    return answered_words(tr, result.people, None if result.over else result.present)


def number_words(tr: Translator, value: float | Fraction) -> str:
    """Return a number with one decimal where it has any, rounded half up."""
    tenths = math.floor(value * 10 + Fraction(1, 2)) / 10
    return number_text(tr, tenths).replace("-", "−")


def percent_words(share: int | None) -> str:
    """Return a share as ``43 %``; empty where there is none."""
    return "" if share is None else f"{share} %"


def level_words(result: Result) -> tuple[str, ...]:
    """Return the words of levels or options."""
    return result.question.choices


def scale_quartiles(result: Result) -> Quartiles | None:
    """Return the quartiles of a scale as levels, or None without a scale or answers."""
    scale = result.question.levels
    if scale is None or not result.question.is_scale:
        return None
    return quartiles(result.counts, scale.lowest)


def quartile_words(tr: Translator, middle: Quartiles, people: int, unit: str = "") -> str:
    """Return median and middle half in words; the middle half from five people on."""
    median = number_words(tr, middle.median) + unit
    if people < SMALL_GROUP:
        return tr("median {value}", value=median)
    return tr(
        "median {median}, middle half {lower}–{upper}",
        median=median,
        lower=number_words(tr, middle.lower),
        upper=number_words(tr, middle.upper) + unit,
    )


def figure_notes(result: Result, tr: Translator) -> list[str]:
    """Return the middle and the agreement of levels, and the recommendation figure."""
    question = result.question
    if not question.is_scale:
        return []
    parts = []
    is_drawn = not (question.levels is not None and question.levels.has_all_labels)
    middle = scale_quartiles(result)
    if middle is not None and not is_drawn:
        parts.append(quartile_words(tr, middle, result.people))
    agreed = agreement(result.counts)
    if agreed is not None and result.people >= PERCENT_FROM:
        parts.append(tr("agreement {value} of 100", value=math.floor(100 * agreed + 0.5)))
    notes = [" · ".join(parts)] if parts else []
    if question.kind is PollKind.NPS and (found := nps(result.counts)) is not None:
        notes.append(
            tr(
                "Recommendation {score} ± {margin}, from −100 to 100.",
                score=f"{found.score:+d}".replace("-", "−"),
                margin=found.margin,
            )
        )
    return notes


def common_notes(result: Result, tr: Translator) -> tuple[str, ...]:
    """Return what to know of any result: answers that others saw, more answers than people."""
    notes = []
    if result.openly:
        notes.append(
            tr.plural(
                "{count} of these answers was given openly.",
                "{count} of these answers were given openly.",
                result.openly,
            )
        )
    return (*notes, *over_notes(result, tr))


def over_notes(result: Result, tr: Translator) -> tuple[str, ...]:
    """Return the warning of more answers than people, or nothing."""
    return tuple(filter(None, (over_words(tr, result),)))
