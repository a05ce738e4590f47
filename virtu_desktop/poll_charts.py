"""Results of polls as charts with their words, for window, stage, page and print alike (V5, V9).

Every chart says how many answered out of how many, gives percentages only where the tally does,
and comes with a table that says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from virtu_desktop.chart_parts import (
    base_words,
    chart_of,
    common_notes,
    figure_notes,
    level_words,
    number_words,
    over_notes,
    percent_words,
)
from virtu_desktop.domain.charts.model import (
    Bar,
    BarChart,
    Chart,
    ChartTable,
    CloudChart,
    CloudWord,
    Item,
    Plane,
    StackChart,
    StackRow,
    side_inks,
)
from virtu_desktop.domain.charts.shapes import Ink
from virtu_desktop.domain.poll_figures import (
    amounts,
    quartiles,
    quartiles_of,
    ranking,
    rated_counts,
)
from virtu_desktop.domain.questions import PollKind, Scale
from virtu_desktop.domain.tally import Result, largest_remainder
from virtu_desktop.histograms import level_histogram, number_histogram
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    answered_words,
    mode_word,
)
from virtu_desktop.repeat_charts import measurements_chart


class ChartView(StrEnum):
    """A way to show a result.

    WHOLE: shares of one whole bar. DIVERGING: to both sides of a line. PARTS: by how people take
    part. CLOUD: words as a picture with their list.
    """

    BARS = "bars"
    HISTOGRAM = "histogram"
    WHOLE = "whole"
    DIVERGING = "diverging"
    PARTS = "parts"
    PLANE = "plane"
    CLOUD = "cloud"


def views_of(result: Result) -> tuple[ChartView, ...]:
    """Return the ways to show a result, the usual one first."""
    question = result.question
    if question.kind is PollKind.AXES:
        return (ChartView.PLANE,)
    if question.kind is PollKind.NUMBER:
        return (ChartView.HISTOGRAM,)
    if question.kind is PollKind.RATING:
        return (ChartView.DIVERGING, ChartView.WHOLE)
    if question.kind in (PollKind.OPEN, PollKind.CLOUD):
        return (ChartView.BARS, ChartView.CLOUD)
    parts = (ChartView.PARTS,) if len(result.parts) > 1 and question.is_single else ()
    if question.is_scale:
        scale = question.levels
        has_words = scale is not None and scale.has_all_labels
        first = (ChartView.BARS, ChartView.HISTOGRAM)
        views = first if has_words else first[::-1]
        return (*views, ChartView.DIVERGING, ChartView.WHOLE, *parts)
    return (ChartView.BARS, *parts)


def result_chart(
    result: Result,
    tr: Translator,
    view: ChartView | None = None,
    *,
    is_right_shown: bool = False,
    words: Sequence[CloudWord] | None = None,
    is_brief: bool = False,
) -> Chart:
    """Return a result as a chart.

    view: one of ``views_of``; None for the usual one. is_right_shown: the right answers of a quiz
    are marked. words: of open answers, themes or word forms that were put together; None to show
    each answer as it is. is_brief: for the room, without figures and warnings that are for the
    trainer.
    """
    chosen = views_of(result)[0] if view is None else view
    chart = _result_chart(result, tr, chosen, is_right_shown=is_right_shown, words=words)
    if not is_brief:
        return chart
    left_out = {*figure_notes(result, tr)[:1], *over_notes(result, tr)}
    return replace(chart, notes=tuple(note for note in chart.notes if note not in left_out))


def _result_chart(
    result: Result,
    tr: Translator,
    chosen: ChartView,
    *,
    is_right_shown: bool,
    words: Sequence[CloudWord] | None,
) -> Chart:
    kind = result.question.kind
    if chosen is ChartView.PLANE:
        return _plane(result, tr)
    if kind is PollKind.NUMBER:
        return number_histogram(result, tr)
    if kind is PollKind.RATING:
        return _rated(result, tr, is_diverging=chosen is ChartView.DIVERGING)
    if kind in (PollKind.OPEN, PollKind.CLOUD):
        return _words_chart(result, tr, words, is_cloud=chosen is ChartView.CLOUD)
    if kind is PollKind.RANKING:
        return _ranking(result, tr)
    if kind is PollKind.POINTS:
        return _points(result, tr)
    if chosen is ChartView.HISTOGRAM:
        return level_histogram(result, tr)
    if chosen is ChartView.PARTS:
        return _parts(result, tr)
    if chosen in (ChartView.DIVERGING, ChartView.WHOLE):
        return measurements_chart(
            [("", result)], tr, result.question.text, is_diverging=chosen is ChartView.DIVERGING
        )
    return _bars(result, tr, is_right_shown=is_right_shown)


def _bars(result: Result, tr: Translator, *, is_right_shown: bool) -> Chart:
    question = result.question
    is_right_shown = is_right_shown and bool(question.right)
    inks = _bar_inks(result, is_right_shown=is_right_shown)
    top = max(result.counts, default=0) if question.kind is PollKind.DOTS else result.people
    bars = [
        Bar(
            label=label,
            value=float(result.counts[place]),
            count=str(result.counts[place]),
            share=percent_words(result.shares[place]),
            ink=inks[place],
            mark=tr("✓ right") if is_right_shown and place in question.right else "",
        )
        for place, label in enumerate(level_words(result))
    ]
    if question.is_scale:
        # The high end first, as a list of grades is read.
        bars.reverse()
    notes = []
    if result.is_of_several:
        notes.append(tr("Several choices: does not sum to 100 %."))
    if question.kind is PollKind.DOTS:
        notes.append(tr("Dots of all people together."))
    return chart_of(result, tr, BarChart(bars=tuple(bars), top=float(max(1, top))), notes)


def _bar_inks(result: Result, *, is_right_shown: bool) -> Sequence[Ink]:
    question = result.question
    if question.is_scale:
        return side_inks(len(result.counts))
    if is_right_shown:
        right = frozenset(question.right)
        return [Ink.RIGHT if place in right else Ink.OTHER for place in range(len(result.counts))]
    return [Ink.PLAIN] * len(result.counts)


def _parts(result: Result, tr: Translator) -> Chart:
    """Return one whole bar for each way of taking part."""
    rows, table = [], []
    for part in result.parts:
        side = f"n = {part.people}"
        if part.present is not None:
            side = answered_words(tr, part.people, part.present)
        name = mode_word(tr, part.mode)
        rows.append(StackRow(label=name, side=side, counts=part.counts))
        table.append((name, *map(str, part.counts), side))
    levels = level_words(result)
    return Chart(
        title=result.question.text,
        body=StackChart(rows=tuple(rows), levels=levels),
        table=ChartTable(head=("", *levels, tr("Answered")), rows=tuple(table)),
        base=base_words(tr, result),
        notes=common_notes(result, tr),
    )


def _rated(result: Result, tr: Translator, *, is_diverging: bool) -> Chart:
    scale = result.question.levels
    assert scale is not None
    things = result.question.options or (result.question.text,)
    levels = tuple(scale.level_label(level) for level in range(scale.lowest, scale.highest + 1))
    rows = []
    for thing, counts in zip(things, rated_counts(result), strict=True):
        middle = quartiles(counts, scale.lowest)
        side = f"n = {sum(counts)}"
        if middle is not None:
            side += " · " + tr("median {value}", value=number_words(tr, middle.median))
        rows.append(StackRow(label=thing, side=side, counts=counts))
    return Chart(
        title=result.question.text,
        body=StackChart(rows=tuple(rows), levels=levels, is_diverging=is_diverging),
        table=ChartTable(
            head=(tr("Statement"), *levels, tr("Answered")),
            rows=tuple((row.label, *map(str, row.counts), row.side) for row in rows),
        ),
        base=base_words(tr, result),
        notes=common_notes(result, tr),
    )


def _ranking(result: Result, tr: Translator) -> Chart:
    """Return mean points, best first, and who wins head to head."""
    options = result.question.options
    figures = ranking(((answer.picks, times) for answer, times in result.answers), len(options))
    if figures is None:
        return chart_of(result, tr, BarChart(bars=(), top=1.0), [])
    order = sorted(range(len(options)), key=lambda place: (-figures.borda[place], place))
    bars = tuple(
        Bar(
            label=options[place],
            value=float(figures.borda[place]),
            count=number_words(tr, figures.borda[place]),
            ink=Ink.PLAIN if place in figures.borda_winners else Ink.OTHER,
            mark=tr("beats all others head to head") if place == figures.head_to_head else "",
        )
        for place in order
    )
    notes = [tr("Mean points: {most} for a first place.", most=len(options))]
    if figures.disagree:
        notes.append(
            tr(
                "The two ways of counting differ: {points} by points, {pairs} head to head.",
                points=", ".join(options[place] for place in figures.borda_winners),
                pairs=", ".join(options[place] for place in figures.schulze[0]),
            )
        )
    elif figures.head_to_head is None:
        notes.append(tr("No option beats all others head to head."))
    if any(len(answer.picks) < len(options) for answer, _times in result.answers):
        notes.append(tr("What people left out shares their last places."))
    table = ChartTable(
        head=(tr("Option"), tr("Mean points"), tr("Wins head to head")),
        rows=tuple(
            (options[place], number_words(tr, figures.borda[place]), _wins(figures.beats, place))
            for place in order
        ),
    )
    body = BarChart(bars=bars, top=float(len(options)))
    return chart_of(result, tr, body, notes, table)


def _wins(beats: Sequence[Sequence[int]], place: int) -> str:
    others = [other for other in range(len(beats)) if other != place]
    won = sum(beats[place][other] > beats[other][place] for other in others)
    return f"{won}/{len(others)}"


def _points(result: Result, tr: Translator) -> Chart:
    found = amounts(result)
    options = result.question.options
    # Without decimals, as shares have none, and 100 in all (V5).
    means = largest_remainder([one.total for one in found], sum(one.total for one in found))
    bars = tuple(
        Bar(
            label=option,
            value=float(one.mean),
            count=str(mean),
            mark=tr.plural("{count} gave 0", "{count} gave 0", one.gave_none)
            if one.gave_none
            else "",
        )
        for option, one, mean in zip(options, found, means, strict=False)
    )
    table = ChartTable(
        head=(tr("Option"), tr("Mean points"), tr("Sum"), tr("Gave 0")),
        rows=tuple(
            (option, str(mean), str(one.total), str(one.gave_none))
            for option, one, mean in zip(options, found, means, strict=False)
        ),
    )
    top = max([1.0, *(bar.value for bar in bars)])
    notes = [tr("Mean of the 100 points that each person shared out.")]
    return chart_of(result, tr, BarChart(bars=bars, top=top), notes, table)


def _plane(result: Result, tr: Translator) -> Chart:
    question = result.question
    assert question.axes is not None
    axes = question.axes
    items, rows = [], []
    for place, option in enumerate(question.options):
        middles = []
        for axis in (0, 1):
            levels = [
                float(answer.amounts[2 * place + axis])
                for answer, times in result.answers
                for _ in range(times)
            ]
            middles.append(quartiles_of(levels))
        across, up = middles
        if across is None or up is None:
            continue
        items.append(
            Item(
                label=option,
                across=_part(axes[0], across.median),
                up=_part(axes[1], up.median),
                side=f"{number_words(tr, across.median)} · {number_words(tr, up.median)}",
            )
        )
        rows.append((option, number_words(tr, across.median), number_words(tr, up.median)))
    across_words, up_words = axes[0].ends, axes[1].ends
    table = ChartTable(
        head=(tr("Option"), " – ".join(across_words), " – ".join(up_words)), rows=tuple(rows)
    )
    body = Plane(items=tuple(items), across=across_words, up=up_words)
    notes = [tr("Each number stands at the medians of all answers.")]
    return chart_of(result, tr, body, notes, table)


def _words_chart(
    result: Result, tr: Translator, words: Sequence[CloudWord] | None, *, is_cloud: bool
) -> Chart:
    if words is None:
        said = Counter[str]()
        for answer, times in result.answers:
            for text in dict.fromkeys(answer.texts):
                said[text] += times
        words = [CloudWord(text=text, people=people) for text, people in said.items()]
    ordered = tuple(sorted(words, key=lambda word: (-word.people, word.text.casefold())))
    table = ChartTable(
        head=(tr("Answer"), tr("People")),
        rows=tuple((word.text, str(word.people)) for word in ordered),
    )
    if is_cloud:
        return chart_of(
            result, tr, CloudChart(words=ordered, more=tr("and {count} more")), [], table
        )
    top = max([1, *(word.people for word in ordered)])
    bars = tuple(
        Bar(label=word.text, value=float(word.people), count=str(word.people)) for word in ordered
    )
    return chart_of(result, tr, BarChart(bars=bars, top=float(top)), [], table)


def _part(scale: Scale, level: float) -> float:
    return (level - scale.lowest) / (scale.highest - scale.lowest)
