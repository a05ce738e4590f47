"""Results of polls as charts with their words, for window, stage, page and print alike (V5, V9).

Every chart says how many answered out of how many, gives percentages only where the tally does,
and comes with a table that says the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from virtu_desktop.domain.charts.model import (
    Bar,
    BarChart,
    Chart,
    ChartTable,
    CloudChart,
    CloudWord,
    Column,
    Histogram,
    Item,
    LineChart,
    LineSeries,
    MovesChart,
    Pair,
    PairedChart,
    Plane,
    Quarters,
    StackChart,
    StackRow,
    side_inks,
)
from virtu_desktop.domain.charts.shapes import Ink
from virtu_desktop.domain.poll_figures import (
    Comparison,
    Quartiles,
    agreement,
    amounts,
    nps,
    numbers,
    quartiles,
    quartiles_of,
    ranking,
    rated_counts,
    shift_table,
    trend,
    wilson,
)
from virtu_desktop.domain.polls import Measurement, Poll
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import PollKind, Scale
from virtu_desktop.domain.tally import PERCENT_FROM, SMALL_GROUP, Result, tally
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    answered_words,
    mode_word,
    number_text,
    over_words,
    share_text,
)

_MOST_BINS = 12
_SERIES = (Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3, Ink.SERIES_4)


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
    left_out = {*_figures(result, tr)[:1], *_over_notes(result, tr)}
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
        return _number_histogram(result, tr)
    if kind is PollKind.RATING:
        return _rated(result, tr, is_diverging=chosen is ChartView.DIVERGING)
    if kind in (PollKind.OPEN, PollKind.CLOUD):
        return _words_chart(result, tr, words, is_cloud=chosen is ChartView.CLOUD)
    if kind is PollKind.RANKING:
        return _ranking(result, tr)
    if kind is PollKind.POINTS:
        return _points(result, tr)
    if chosen is ChartView.HISTOGRAM:
        return _level_histogram(result, tr)
    if chosen is ChartView.PARTS:
        return _parts(result, tr)
    if chosen in (ChartView.DIVERGING, ChartView.WHOLE):
        return measurements_chart(
            [("", result)], tr, result.question.text, is_diverging=chosen is ChartView.DIVERGING
        )
    return _bars(result, tr, is_right_shown=is_right_shown)


def base_words(tr: Translator, result: Result) -> str:
    """Return how many answered out of how many: ``21 of 23 answered``."""
    return answered_words(tr, result.people, None if result.over else result.present)


def measurement_names(tr: Translator, measured: Sequence[Measurement]) -> list[str]:
    """Return what each measurement is called: ``Session 2``, ``Session 2, end``.

    measured: of one question and one group, the oldest first. Two in one session are its start
    and its end, more are numbered.
    """
    names = []
    per_session = Counter(one.session for one in measured)
    seen: Counter[SessionId] = Counter()
    for one in measured:
        place, count = seen[one.session], per_session[one.session]
        seen[one.session] += 1
        when = (
            tr("Session {number}", number=one.session_number)
            if one.session_number
            else one.session_title
        )
        if count == 2:
            when = tr("{when}, start", when=when) if place == 0 else tr("{when}, end", when=when)
        elif count > 2:
            when = f"{when} · {place + 1}"
        names.append(when)
    return names


def repeated_chart(measured: Sequence[Measurement], tr: Translator) -> Chart:
    """Return one repeated question of a group at all its times; its choices are those of now."""
    latest = measured[-1].poll.question
    same = [one for one in measured if one.poll.question.choices == latest.choices]
    results = [tally(one.poll, one.round) for one in same]
    named = list(zip(measurement_names(tr, same), results, strict=True))
    return measurements_chart(named, tr, latest.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoTimes:
    """One question at two times, and what each time is called."""

    comparison: Comparison
    before: str
    after: str


def two_times(poll: Poll, measured: Sequence[Measurement], tr: Translator) -> TwoTimes | None:
    """Return the first and the last time that a question was asked, or None.

    measured: the times of a repeated question, oldest first; without them the rounds of the poll.
    Only questions with one choice each can be compared.
    """
    if not poll.question.is_single:
        return None
    same = [one for one in measured if one.poll.question.choices == poll.question.choices]
    if len(same) > 1:
        names = measurement_names(tr, same)
        first, last = same[0].round, same[-1].round
        before, after = names[0], names[-1]
    elif len(poll.rounds) > 1 and not poll.latest.is_open:
        first, last = poll.rounds[0], poll.latest
        before, after = (tr("Round {number}", number=one.number) for one in (first, last))
    else:
        return None
    comparison = Comparison(
        before=tally(poll, first),
        after=tally(poll, last),
        shift=shift_table(
            poll.question, [*first.ballots, *first.secret], [*last.ballots, *last.secret]
        ),
    )
    return TwoTimes(comparison=comparison, before=before, after=after)


def programme_trend(measured: Sequence[Measurement], tr: Translator) -> Chart | None:
    """Return the medians of the question that a programme repeats most, a line for each group.

    None without a question on a scale that was measured twice in some group.
    """
    by_key: defaultdict[str, list[Measurement]] = defaultdict(list)
    for one in measured:
        if one.poll.question.is_scale and one.poll.question.repeat_key is not None:
            by_key[one.poll.question.repeat_key].append(one)
    found = max(by_key.values(), key=len, default=[])
    groups: defaultdict[str, list[Measurement]] = defaultdict(list)
    for one in found:
        groups[one.group].append(one)
    if not any(len(part) > 1 for part in groups.values()):
        return None
    question = found[-1].poll.question
    scale = question.levels
    assert scale is not None
    lines = []
    for group, part in groups.items():
        names = measurement_names(tr, part)
        results = [
            (name, tally(one.poll, one.round)) for name, one in zip(names, part, strict=True)
        ]
        lines.append((group, [(when, middle) for when, _result, middle in trend(results)]))
    title = tr("{question}, median by measurement", question=question.text.rstrip(" .?"))
    return trend_chart(lines, tr, title, scale)


def measurements_chart(
    measured: Sequence[tuple[str, Result]],
    tr: Translator,
    title: str,
    *,
    is_diverging: bool = False,
) -> Chart:
    """Return one question at several times: a whole bar each, with its people and median.

    measured: (when, result), the oldest first; all results are of the same levels.
    """
    levels = _level_words(measured[-1][1])
    rows, table = [], []
    for when, result in measured:
        side = f"n = {result.people}"
        if (middle := _quartiles(result)) is not None:
            side += " · " + tr("median {value}", value=number_words(tr, middle.median))
        rows.append(StackRow(label=when, side=side, counts=result.counts))
        table.append((when, *map(str, result.counts), side))
    return Chart(
        title=title,
        body=StackChart(rows=tuple(rows), levels=levels, is_diverging=is_diverging),
        table=ChartTable(head=(tr("When"), *levels, tr("Answered")), rows=tuple(table)),
        base=base_words(tr, measured[-1][1]),
    )


def trend_chart(
    groups: Sequence[tuple[str, Sequence[tuple[str, float | None]]]],
    tr: Translator,
    title: str,
    scale: Scale,
) -> Chart:
    """Return medians by measurement, a line for each group: (name, ((when, median) ...))."""
    count = max((len(points) for _name, points in groups), default=0)
    whens = [
        next((points[place][0] for _name, points in groups if place < len(points)), "")
        for place in range(count)
    ]
    series = tuple(
        LineSeries(
            name=name,
            values=tuple(value for _when, value in points),
            ink=_SERIES[place % len(_SERIES)],
        )
        for place, (name, points) in enumerate(groups)
    )
    rows = tuple(
        (
            name,
            *("" if value is None else number_words(tr, value) for _when, value in points),
            *[""] * (count - len(points)),
        )
        for name, points in groups
    )
    return Chart(
        title=title,
        body=LineChart(
            series=series, lowest=scale.lowest, highest=scale.highest, labels=tuple(whens)
        ),
        table=ChartTable(head=(tr("Group"), *whens), rows=rows),
    )


def before_after_chart(times: TwoTimes, tr: Translator) -> Chart:
    """Return totals of two times side by side, each with its own number of people."""
    comparison = times.comparison
    before, after = comparison.before, comparison.after
    labels = _level_words(after)
    pairs = [
        Pair(
            label=label,
            before=before.counts[place] / max(1, before.people),
            after=after.counts[place] / max(1, after.people),
            before_text=share_text(before.counts[place], before.shares[place]),
            after_text=share_text(after.counts[place], after.shares[place]),
        )
        for place, label in enumerate(labels)
    ]
    first, second = f"{times.before} · n = {before.people}", f"{times.after} · n = {after.people}"
    return Chart(
        title=after.question.text,
        body=PairedChart(pairs=tuple(pairs), before=first, after=second),
        table=ChartTable(
            head=(tr("Answer"), first, second),
            rows=tuple((pair.label, pair.before_text, pair.after_text) for pair in pairs),
        ),
        base=base_words(tr, after),
        notes=_pairs_notes(comparison, tr),
    )


def moves_chart(times: TwoTimes, tr: Translator) -> Chart | None:
    """Return how the same people moved; None when too few of them can be recognised."""
    comparison = times.comparison
    shift = comparison.shift
    if shift.moves is None:
        return None
    labels = _level_words(comparison.after)
    figures = [
        tr.plural("{count} person in both", "{count} people in both", shift.pairs),
        tr("{up} up, {same} the same, {down} down", up=shift.up, same=shift.same, down=shift.down)
        if comparison.after.question.is_scale
        else tr.plural("{count} moved", "{count} moved", shift.pairs - shift.same),
    ]
    return Chart(
        title=comparison.after.question.text,
        body=MovesChart(labels=labels, moves=shift.moves, before=times.before, after=times.after),
        table=ChartTable(
            head=(f"{times.before} → {times.after}", *labels),
            rows=tuple(
                (label, *map(str, line)) for label, line in zip(labels, shift.moves, strict=True)
            ),
        ),
        base=figures[0],
        notes=(" · ".join(figures),),
    )


def _pairs_notes(comparison: Comparison, tr: Translator) -> tuple[str, ...]:
    notes = [tr("Two groups of answers: nobody knows who is in both.")]
    shift = comparison.shift
    if shift.pairs:
        notes = [
            tr(
                "{pairs} in both, {before} only before, {after} only after.",
                pairs=shift.pairs,
                before=shift.unmatched_before,
                after=shift.unmatched_after,
            )
        ]
    if shift.ambiguous:
        notes.append(
            tr.plural(
                "{count} answer has a code that somebody else uses too.",
                "{count} answers have a code that somebody else uses too.",
                shift.ambiguous,
            )
        )
    return tuple(notes)


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
            share=_percent(result.shares[place]),
            ink=inks[place],
            mark=tr("✓ right") if is_right_shown and place in question.right else "",
        )
        for place, label in enumerate(_level_words(result))
    ]
    if question.is_scale:
        # The high end first, as a list of grades is read.
        bars.reverse()
    notes = []
    if result.is_of_several:
        notes.append(tr("Several choices: does not sum to 100 %."))
    if question.kind is PollKind.DOTS:
        notes.append(tr("Dots of all people together."))
    return _chart(result, tr, BarChart(bars=tuple(bars), top=float(max(1, top))), notes)


def _bar_inks(result: Result, *, is_right_shown: bool) -> Sequence[Ink]:
    question = result.question
    if question.is_scale:
        return side_inks(len(result.counts))
    if is_right_shown:
        right = frozenset(question.right)
        return [Ink.RIGHT if place in right else Ink.OTHER for place in range(len(result.counts))]
    return [Ink.PLAIN] * len(result.counts)


def _level_histogram(result: Result, tr: Translator) -> Chart:
    question = result.question
    scale = question.levels
    assert scale is not None
    middle = _quartiles(result)
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
        words = _quartile_words(tr, middle, result.people)
        quarters = _quarters(middle, lambda value: value - scale.lowest, words, result.people)
    low, high = scale.ends
    ends = (f"{scale.lowest} · {low}" if low else "", f"{scale.highest} · {high}" if high else "")
    return _chart(result, tr, Histogram(columns=columns, quarters=quarters, ends=ends), [])


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
    levels = _level_words(result)
    return Chart(
        title=result.question.text,
        body=StackChart(rows=tuple(rows), levels=levels),
        table=ChartTable(head=("", *levels, tr("Answered")), rows=tuple(table)),
        base=base_words(tr, result),
        notes=_common_notes(result, tr),
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
        notes=_common_notes(result, tr),
    )


def _ranking(result: Result, tr: Translator) -> Chart:
    """Return mean points, best first, and who wins head to head."""
    options = result.question.options
    figures = ranking(((answer.picks, times) for answer, times in result.answers), len(options))
    if figures is None:
        return _chart(result, tr, BarChart(bars=(), top=1.0), [])
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
    return _chart(result, tr, body, notes, table)


def _wins(beats: Sequence[Sequence[int]], place: int) -> str:
    others = [other for other in range(len(beats)) if other != place]
    won = sum(beats[place][other] > beats[other][place] for other in others)
    return f"{won}/{len(others)}"


def _points(result: Result, tr: Translator) -> Chart:
    found = amounts(result)
    options = result.question.options
    bars = tuple(
        Bar(
            label=option,
            value=float(one.mean),
            count=_whole_mean(tr, one.mean),
            mark=tr.plural("{count} gave 0", "{count} gave 0", one.gave_none)
            if one.gave_none
            else "",
        )
        for option, one in zip(options, found, strict=False)
    )
    table = ChartTable(
        head=(tr("Option"), tr("Mean points"), tr("Sum"), tr("Gave 0")),
        rows=tuple(
            (option, _whole_mean(tr, one.mean), str(one.total), str(one.gave_none))
            for option, one in zip(options, found, strict=False)
        ),
    )
    top = max([1.0, *(bar.value for bar in bars)])
    notes = [tr("Mean of the 100 points that each person shared out.")]
    return _chart(result, tr, BarChart(bars=bars, top=top), notes, table)


def _whole_mean(tr: Translator, mean: Fraction) -> str:
    """Return a mean of hundred points without decimals, as shares have none (V5)."""
    return number_text(tr, math.floor(mean + Fraction(1, 2)))


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
    return _chart(result, tr, body, notes, table)


def _number_histogram(result: Result, tr: Translator) -> Chart:
    found = numbers(result)
    unit = f" {result.question.unit}" if result.question.unit else ""
    if found is None:
        return _chart(result, tr, Histogram(columns=()), [])
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
    words = _quartile_words(tr, said, len(values), unit)

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
    return _chart(result, tr, body, notes, table)


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
        return _chart(result, tr, CloudChart(words=ordered, more=tr("and {count} more")), [], table)
    top = max([1, *(word.people for word in ordered)])
    bars = tuple(
        Bar(label=word.text, value=float(word.people), count=str(word.people)) for word in ordered
    )
    return _chart(result, tr, BarChart(bars=bars, top=float(top)), [], table)


def _chart(
    result: Result,
    tr: Translator,
    body: BarChart | Histogram | Plane | CloudChart,
    notes: Iterable[str],
    table: ChartTable | None = None,
) -> Chart:
    return Chart(
        title=result.question.text,
        body=body,
        table=table or _choices_table(result, tr),
        base=base_words(tr, result),
        notes=(*_figures(result, tr), *notes, *_common_notes(result, tr)),
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
    for place, label in enumerate(_level_words(result)):
        count = result.counts[place]
        row = [label, str(count)]
        if has_shares:
            row.append(_percent(result.shares[place]))
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


def _figures(result: Result, tr: Translator) -> list[str]:
    """Return the middle and the agreement of levels, and the recommendation figure."""
    question = result.question
    if not question.is_scale:
        return []
    parts = []
    is_drawn = not (question.levels is not None and question.levels.has_all_labels)
    middle = _quartiles(result)
    if middle is not None and not is_drawn:
        parts.append(_quartile_words(tr, middle, result.people))
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


def _common_notes(result: Result, tr: Translator) -> tuple[str, ...]:
    notes = []
    if result.openly:
        notes.append(
            tr.plural(
                "{count} of these answers was given openly.",
                "{count} of these answers were given openly.",
                result.openly,
            )
        )
    return (*notes, *_over_notes(result, tr))


def _over_notes(result: Result, tr: Translator) -> tuple[str, ...]:
    return tuple(filter(None, (over_words(tr, result),)))


def _level_words(result: Result) -> tuple[str, ...]:
    return result.question.choices


def _quartiles(result: Result) -> Quartiles | None:
    scale = result.question.levels
    if scale is None or not result.question.is_scale:
        return None
    return quartiles(result.counts, scale.lowest)


def _quartile_words(tr: Translator, middle: Quartiles, people: int, unit: str = "") -> str:
    median = number_words(tr, middle.median) + unit
    if people < SMALL_GROUP:
        return tr("median {value}", value=median)
    return tr(
        "median {median}, middle half {lower}–{upper}",
        median=median,
        lower=number_words(tr, middle.lower),
        upper=number_words(tr, middle.upper) + unit,
    )


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


def _percent(share: int | None) -> str:
    return "" if share is None else f"{share} %"


def _part(scale: Scale, level: float) -> float:
    return (level - scale.lowest) / (scale.highest - scale.lowest)


def number_words(tr: Translator, value: float | Fraction) -> str:
    """Return a number with one decimal where it has any, rounded half up."""
    tenths = math.floor(value * 10 + Fraction(1, 2)) / 10
    return number_text(tr, tenths).replace("-", "−")
