"""Poll reports of Zoom: who answered what, of 2020 to 2023 and since 2024 (V2).

Found by shape: headings are in the language of the program. An anonymous answer keeps neither
name nor address, and ``answers_to`` gives it no time. Source: the format reference, b4.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from virtu_desktop.domain.questions import Answer, BadAnswer, PollKind, Question, checked_answer
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.chat.stamps import Order, Stamp, order_of, read_stamp
from virtu_desktop.exchange.tables import Table, TableRow, table_of_bytes
from virtu_desktop.i18n import N_

_NUMBER_SIGN = "#"
_FIRST_QUESTION = 4
_MEETING_ID = re.compile(r"\d[\d ]{7,13}\d")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")


class BadPollReport(KnownError):
    """A file that is no poll report, or one of another poll; nothing has been changed."""


class PollReportFormat(StrEnum):
    """The layout of a report; the names are those of the format reference."""

    V1 = "zoom.poll.v1"
    V2 = "zoom.poll.v2"


class PollReportWarning(StrEnum):
    """What the trainer should know; the names are those of the format reference."""

    STACKED_TABLES = "stacked_tables"
    ANONYMOUS_RESPONSES = "anonymous_responses"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResponse:
    """What one person sent. name and email: "" when it is anonymous. at: as the file says it."""

    name: str
    email: str
    at: str
    answers: tuple[str, ...]
    is_anonymous: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPoll:
    """One poll of a report. stated: how many answers the report itself counts, or None."""

    name: str
    questions: tuple[str, ...]
    responses: tuple[ReportResponse, ...]
    stated: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PollReport:
    """A poll report. title, start and meeting_id: of the meeting, "" where the file has none."""

    format: PollReportFormat
    polls: tuple[ReportPoll, ...]
    title: str = ""
    start: str = ""
    meeting_id: str = ""
    warnings: tuple[PollReportWarning, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswer:
    """An answer that fits the question. name, email and at: "" when it is anonymous."""

    name: str
    email: str
    at: str
    answer: Answer
    written: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportAnswers:
    """What a report says to one question. review: (name, what was answered) that fits nothing."""

    poll: str
    answers: tuple[ReportAnswer, ...]
    review: tuple[tuple[str, str], ...]


def read_poll_report(data: bytes, *, day: date | None = None) -> PollReport:
    """Return the poll report that a file holds; raise BadPollReport or BadTable.

    day: of the session; it decides dates that can be read in two ways.
    """
    table = table_of_bytes(data)
    heads = [place for place, row in enumerate(table.rows) if _is_head(row)]
    if not heads:
        raise BadPollReport(N_("This is no poll report."))
    dates = _Dates(table, day)
    is_second = len(heads) > 1 or _title_above(table, heads[0]) != ""
    report = _second(table, heads, dates) if is_second else _first(table, heads[0], dates)
    if not any(poll.responses for poll in report.polls):
        raise BadPollReport(N_("There are no answers in this poll report."))
    return report


def answers_to(question: Question, report: PollReport) -> ReportAnswers:
    """Return what a report says to a question; raise BadPollReport when it asked others.

    The question is found by its words, else by answers that are all options of it.
    """
    column = _column_of(question, report)
    if column is None:
        asked = "; ".join(text for poll in report.polls for text in poll.questions)
        raise BadPollReport(
            N_("This report is of another poll. It asked: {questions}"), questions=asked[:200]
        )
    poll, place = column
    answers: list[ReportAnswer] = []
    review: list[tuple[str, str]] = []
    for response in poll.responses:
        written = response.answers[place] if place < len(response.answers) else ""
        if not written:
            continue
        answer = _answer(question, written)
        if answer is None:
            review.append((response.name, written))
            continue
        answers.append(
            ReportAnswer(
                name=response.name,
                email=response.email,
                at="" if response.is_anonymous else response.at,
                answer=answer,
                written=written,
            )
        )
    if any(response.is_anonymous for response in poll.responses):
        # The order of the file would tell who answered when.
        answers.sort(key=lambda one: (one.name.casefold(), one.written))
    return ReportAnswers(poll=poll.name, answers=tuple(answers), review=tuple(review))


def _is_head(row: TableRow) -> bool:
    return row.text(0).strip() == _NUMBER_SIGN and len(row.cells) >= _FIRST_QUESTION


def _title_above(table: Table, head: int) -> str:
    """Return the text that stands alone in the row above a table's head, or ""."""
    if head == 0:
        return ""
    row = table.rows[head - 1]
    return row.text(0) if len(row.cells) == 1 else ""


def _rows_below(table: Table, head: int) -> list[TableRow]:
    rows = []
    for row in table.rows[head + 1 :]:
        if row.is_empty or not row.text(0).strip().isdigit():
            break
        rows.append(row)
    return rows


def _first(table: Table, head: int, dates: _Dates) -> PollReport:
    """Read rows of question, answer, question, answer ..."""
    polls: dict[tuple[str, ...], list[ReportResponse]] = {}
    for row in _rows_below(table, head):
        cells = [row.text(place) for place in range(_FIRST_QUESTION, len(row.cells))]
        if not cells:
            continue
        questions = tuple(_one_line(cell) for cell in cells[::2])
        answers = tuple([*cells[1::2], ""][: len(questions)])
        polls.setdefault(questions, []).append(_response(row, answers, dates))
    return PollReport(
        format=PollReportFormat.V1,
        polls=tuple(
            ReportPoll(name=questions[0], questions=questions, responses=tuple(responses))
            for questions, responses in polls.items()
        ),
        warnings=tuple(_warnings(polls.values(), is_stacked=head > 0)),
    )


def _second(table: Table, heads: Sequence[int], dates: _Dates) -> PollReport:
    """Read an overview, a list of polls, and one table for each poll."""
    stated: dict[str, int] = {}
    polls: list[ReportPoll] = []
    for head in heads:
        row = table.rows[head]
        rows = _rows_below(table, head)
        is_list = len(row.cells) == _FIRST_QUESTION and all(
            row.text(2).isdigit() and row.text(3).isdigit() for row in rows
        )
        if is_list:
            stated |= {row.text(1): int(row.text(3)) for row in rows}
            continue
        name = _title_above(table, head)
        questions = tuple(
            _one_line(row.text(place)) for place in range(_FIRST_QUESTION, len(row.cells))
        )
        places = range(_FIRST_QUESTION, _FIRST_QUESTION + len(questions))
        responses = tuple(
            _response(row, tuple(row.text(place) for place in places), dates) for row in rows
        )
        polls.append(
            ReportPoll(name=name, questions=questions, responses=responses, stated=stated.get(name))
        )
    title, start, meeting_id = _meeting(table, heads[0], dates)
    return PollReport(
        format=PollReportFormat.V2,
        polls=tuple(polls),
        title=title,
        start=start,
        meeting_id=meeting_id,
        warnings=tuple(_warnings([poll.responses for poll in polls], is_stacked=True)),
    )


def _response(row: TableRow, answers: tuple[str, ...], dates: _Dates) -> ReportResponse:
    name, email = _one_line(row.text(1)), row.text(2).strip()
    has_address = _ADDRESS.fullmatch(email) is not None
    # "anonymous" stands in the place of the address, in any language.
    is_anonymous = not has_address and (not name or email != "" or name.casefold() == "anonymous")
    return ReportResponse(
        name="" if is_anonymous else name,
        email="" if is_anonymous else email.lower(),
        at=dates.text(row.text(3)),
        answers=answers,
        is_anonymous=is_anonymous,
    )


def _meeting(table: Table, head: int, dates: _Dates) -> tuple[str, str, str]:
    """Return title, start and number of the meeting from the values of the overview."""
    for row in table.rows[:head]:
        cells = [row.text(place) for place in range(len(row.cells))]
        stamps = [cell for cell in cells if read_stamp(cell) is not None]
        number = next((cell for cell in cells if _MEETING_ID.fullmatch(cell)), "")
        if not stamps or not number:
            continue
        titles = (cell for cell in cells if cell not in (*stamps, number) and not cell.isdigit())
        return next(titles, ""), dates.text(stamps[-1]), number.replace(" ", "")
    return "", "", ""


def _warnings(
    responses: Iterable[Sequence[ReportResponse]], *, is_stacked: bool
) -> Iterable[PollReportWarning]:
    if is_stacked:
        yield PollReportWarning.STACKED_TABLES
    if any(one.is_anonymous for part in responses for one in part):
        yield PollReportWarning.ANONYMOUS_RESPONSES


class _Dates:
    """Reads the times of one report; Zoom writes the month first unless a date says otherwise."""

    def __init__(self, table: Table, day: date | None) -> None:
        self._day = day
        stamps = [
            stamp
            for row in table.rows
            for place in range(min(len(row.cells), _FIRST_QUESTION))
            if (stamp := read_stamp(row.text(place))) is not None
        ]
        self._order = order_of(stamps)
        if self._order is Order.UNKNOWN and not self._fits_day(stamps):
            self._order = Order.MONTH_FIRST

    def text(self, cell: str) -> str:
        """Return a time as ``2026-03-17T09:12:31``; one that cannot be read as it stands."""
        stamp = read_stamp(cell)
        return cell if stamp is None else stamp.dated(self._order, self._day).text

    def _fits_day(self, stamps: Sequence[Stamp]) -> bool:
        return self._day is not None and any(
            stamp.dated(Order.UNKNOWN, self._day).day == self._day for stamp in stamps
        )


def _column_of(question: Question, report: PollReport) -> tuple[ReportPoll, int] | None:
    columns = [(poll, place) for poll in report.polls for place in range(len(poll.questions))]
    asked = _normal(question.text)
    for poll, place in columns:
        if _normal(poll.questions[place]) == asked:
            return poll, place
    if not question.choices:
        return None
    fitting = []
    for poll, place in columns:
        written = [one.answers[place] for one in poll.responses if one.answers[place : place + 1]]
        said = [text for text in written if text]
        if said and all(_answer(question, text) is not None for text in said):
            fitting.append((poll, place))
    return fitting[0] if len(fitting) == 1 else None


def _answer(question: Question, written: str) -> Answer | None:
    """Return what was answered, or None when it does not fit the question."""
    try:
        return checked_answer(question, _read_answer(question, written))
    except BadAnswer:
        return None


def _read_answer(question: Question, written: str) -> Answer:
    if question.kind in (PollKind.OPEN, PollKind.CLOUD):
        return Answer(texts=(written,))
    if question.kind is PollKind.NUMBER:
        try:
            return Answer(number=float(written.replace(",", ".")))
        except ValueError:
            return Answer()
    return Answer(picks=_picks(question, written))


def _picks(question: Question, written: str) -> tuple[int, ...]:
    """Return the choices that an answer names; several stand with ";" between them."""
    labels = {_normal(choice): place for place, choice in enumerate(question.choices)}
    scale = question.levels
    if scale is not None and question.is_scale:
        # A report has the number of a level, or its words.
        for place, choice in enumerate(question.choices):
            labels.setdefault(str(scale.lowest + place), place)
            labels.setdefault(_normal(choice.rpartition(" · ")[2]), place)
    parts = written.split(";")
    picks: list[int] = []
    while parts:
        # An option may itself contain a ";": the longest one that fits is meant.
        for length in range(len(parts), 0, -1):
            found = labels.get(_normal(";".join(parts[:length])))
            if found is not None:
                picks.append(found)
                parts = parts[length:]
                break
        else:
            return ()
    return tuple(picks)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _normal(text: str) -> str:
    return _one_line(unicodedata.normalize("NFC", text)).casefold()
