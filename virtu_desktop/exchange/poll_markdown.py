"""Polls as a part of a session's record in Markdown (R2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from virtu_desktop.domain.polls import Poll
from virtu_desktop.exchange.poll_summary import PollSummary, poll_summaries
from virtu_desktop.i18n import Translator


def poll_lines(polls: Iterable[Poll], tr: Translator, escape: Callable[[str], str]) -> list[str]:
    """Return the lines of all polls, or none; ``escape`` makes typed texts plain."""
    lines: list[str] = []
    for summary in poll_summaries(polls, tr):
        lines += ["", *_lines(summary, escape)]
    return ["## " + tr("Polls"), *lines] if lines else []


def _lines(summary: PollSummary, escape: Callable[[str], str]) -> Iterator[str]:
    yield f"### {escape(summary.heading)}"
    yield ""
    yield summary.facts
    yield ""
    if summary.heads:
        yield f"| {' | '.join(summary.heads)} |"
        yield f"| {' | '.join('---' for _ in summary.heads)} |"
        for label, *figures in summary.rows:
            yield f"| {' | '.join((escape(label), *figures))} |"
    yield from (f"- {escape(item)}" for item in summary.items)
    if summary.notes:
        yield ""
        yield summary.notes
