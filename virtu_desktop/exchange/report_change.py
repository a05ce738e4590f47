"""Questions that a programme asks again and again: how the answers moved (R5).

A measurement is one round in one group. Those with fewer than five answers are left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.poll_figures import Quartiles, quartiles
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.suppression import SMALLEST_SHOWN
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.exchange.record_page import Grid, Part
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Table, number_text
from virtu_desktop.exchange.svg import INK, TEAL, Bar, Picture, StripRow, faded, strips
from virtu_desktop.i18n import Translator

# So many moments still stand side by side on a page.
_MOST_MOMENTS = 8
_MOST_GROUPS = 30
_MARK = 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One repeated question at one time in one group.

    session: which meeting of the group. place, places: which round of the question in the session
    this is, from 0, and of how many.
    """

    question: str
    group: str
    session: int
    place: int
    places: int
    round: int
    result: Result

    @property
    def lowest(self) -> int:
        """Return the lowest level of the scale."""
        scale = self.result.question.levels
        return 0 if scale is None else scale.lowest

    @property
    def median(self) -> float | None:
        """Return the median answer; None where nothing was answered."""
        found = quartiles(self.result.counts, self.lowest)
        return None if found is None else float(found.median)


def measured(held: Sequence[Review]) -> tuple[Measured, ...]:
    """Return every round of the questions that are asked again, together by question and group."""
    found = [one for review in held for one in _measured_in(review)]
    found.sort(key=lambda one: (one.question, one.group, one.session, one.place))
    return tuple(one for one in found if one.result.people >= SMALLEST_SHOWN)


def _measured_in(review: Review) -> Iterator[Measured]:
    """Yield the rounds of one session's repeated questions, the earliest of each first."""
    record = review.portable.record
    asked: defaultdict[str, list[tuple[Poll, Round]]] = defaultdict(list)
    for poll in record.polls:
        if poll.question.repeat_key and poll.question.is_scale:
            asked[poll.question.repeat_key] += [(poll, round_) for round_ in poll.rounds]
    for rounds in asked.values():
        rounds.sort(key=lambda pair: pair[1].opened)
        for place, (poll, round_) in enumerate(rounds):
            yield Measured(
                question=poll.question.text,
                group=review.group_name,
                session=record.session.number,
                place=place,
                places=len(rounds),
                round=round_.number,
                result=tally(poll, round_),
            )


def when_text(tr: Translator, one: Measured) -> str:
    """Return when in its session a question was asked; "" where it was asked once."""
    if one.places == 1:
        return ""
    if one.places == 2:
        return tr("End") if one.place else tr("Start")
    return str(one.place + 1)


def change_parts(all_of_them: Sequence[Measured], table: Table, tr: Translator) -> Iterator[Part]:
    """Yield for each question its moments under each other and its groups side by side.

    Nothing for a question that was asked at more moments, or in more groups, than a page can show
    side by side.
    """
    by_question: defaultdict[str, list[Measured]] = defaultdict(list)
    for one in all_of_them:
        by_question[one.question].append(one)
    for question, own in by_question.items():
        moments = sorted({_moment(one) for one in own})
        groups = sorted({one.group for one in own})
        if len(moments) > _MOST_MOMENTS or len(groups) > _MOST_GROUPS or len(own) < 2:
            continue
        words = {moment: _moment_text(tr, moment, own) for moment in moments}
        yield Part(
            heading=question,
            picture=_picture(question, own, words, tr),
            legend=((faded(TEAL), tr("middle half of the answers")), (INK, tr("median"))),
            grid=_side_by_side(own, words, groups, table, tr),
        )


def _moment(one: Measured) -> tuple[int, int]:
    return one.session, one.place


def _moment_text(tr: Translator, moment: tuple[int, int], own: Sequence[Measured]) -> str:
    session = tr("Session {number}", number=moment[0])
    when = next(when_text(tr, one) for one in own if _moment(one) == moment)
    return f"{session}, {when.lower()}" if when else session


def _side_by_side(
    own: Sequence[Measured],
    words: dict[tuple[int, int], str],
    groups: Sequence[str],
    table: Table,
    tr: Translator,
) -> Grid:
    cells = {(one.group, _moment(one)): _median_text(tr, one) for one in own}
    return Grid(
        name=table.name,
        caption=tr("Median and how many answered"),
        reference=tr("Sheet “{name}” of the workbook", name=table.title),
        heads=(tr("Group"), *words.values()),
        numbers=(False, *(True for _ in words)),
        rows=tuple(
            (group or "–", *(cells.get((group, moment), "–") for moment in words))
            for group in groups
        ),
    )


def _median_text(tr: Translator, one: Measured) -> str:
    median = one.median
    shown = "–" if median is None else number_text(tr, median)
    return f"{shown} · n {one.result.people}"


def _picture(
    question: str,
    own: Sequence[Measured],
    words: dict[tuple[int, int], str],
    tr: Translator,
) -> Picture | None:
    """Return the middle half of all groups' answers at each moment as strips on the scale."""
    levels = len(own[0].result.counts)
    if levels < 2 or any(len(one.result.counts) != levels for one in own):
        return None
    lowest = own[0].lowest
    rows = []
    for moment, word in words.items():
        there = [one.result.counts for one in own if _moment(one) == moment]
        counts = [sum(level) for level in zip(*there, strict=True)]
        found = quartiles(counts, lowest)
        if found is not None:
            value = f"{number_text(tr, found.median)} · n {sum(counts)}"
            rows.append(StripRow(name=word, bars=_bars(found, lowest, levels), value=value))
    ticks = [(level / (levels - 1), str(lowest + level)) for level in range(levels)]
    alt = f"{question} " + "; ".join(f"{row.name}: {row.value}" for row in rows) + "."
    return strips(rows, alt, bar_height=14, pitch=26, ticks=ticks)


def _bars(found: Quartiles, lowest: int, levels: int) -> tuple[Bar, Bar]:
    def share(value: float) -> float:
        return (value - lowest) / (levels - 1)

    middle = min(1 - _MARK, max(_MARK, share(found.median)))
    start, end = share(found.lower), share(found.upper)
    if end - start < 2 * _MARK:
        start, end = max(0.0, middle - 2 * _MARK), min(1.0, middle + 2 * _MARK)
    return (
        Bar(start=start, end=end, colour=faded(TEAL)),
        Bar(start=middle - _MARK, end=middle + _MARK, colour=INK),
    )
