"""The same question at several times as charts: totals side by side, trends, who moved (V8, V9).

Rows of levels are drawn here too, because a single result is one row of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from virtu_desktop.chart_parts import (
    base_words,
    level_words,
    number_words,
    scale_quartiles,
)
from virtu_desktop.domain.charts.model import (
    Chart,
    ChartTable,
    LineChart,
    LineSeries,
    MovesChart,
    Pair,
    PairedChart,
    StackChart,
    StackRow,
)
from virtu_desktop.domain.charts.shapes import Ink
from virtu_desktop.domain.poll_figures import (
    Comparison,
    shift_table,
    trend,
)
from virtu_desktop.domain.polls import Measurement, Poll
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.questions import Scale
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.i18n import Translator
from virtu_desktop.poll_words import (
    share_text,
)

_SERIES = (Ink.SERIES_1, Ink.SERIES_2, Ink.SERIES_3, Ink.SERIES_4)


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
    levels = level_words(measured[-1][1])
    rows, table = [], []
    for when, result in measured:
        side = f"n = {result.people}"
        if (middle := scale_quartiles(result)) is not None:
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
    labels = level_words(after)
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
    labels = level_words(comparison.after)
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
