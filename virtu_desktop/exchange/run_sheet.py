"""The run sheet on paper: the agenda as a tagged PDF, for everybody, one role or one person (P7).

What is shown goes to the typesetter as data, so that no text can become markup. Needs no network
and no font but those of the typesetter; Inter is used where it is installed. The version of the
plan and the time of printing stand on every page.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import typst

from virtu_desktop.assets import resource
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.exchange.agenda import (
    Agenda,
    AgendaLine,
    audience_word,
    plan_mark,
    text_columns,
)
from virtu_desktop.exchange.agenda_columns import Column, column_word
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import (
    clock_text,
    date_text,
    kind_word,
    minutes_text,
    near_clock_text,
)

# A block of more text than this may go over the end of a page; shorter ones stay whole.
_LONG_TEXT = 900


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    """A block on the sheet. gap: the free time or the overlap before it, if there is any."""

    gap: str
    start: str
    fixed: str
    length: str
    least: str
    title: str
    kind: BlockKind
    word: str
    owner: str
    parts: list[tuple[str, str]]
    own: bool
    long: bool


class _Part(msgspec.Struct, frozen=True):
    kind: BlockKind
    share: int


class _Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """All that the page shows, in the reader's language."""

    language: str
    document: str
    over: str
    title: str
    when: str
    facts: list[tuple[str, str]]
    strip: list[_Part]
    heads: list[str]
    rows: list[_Row]
    end: str
    printed: str
    page: str


def run_sheet(
    agenda: Agenda,
    tr: Translator,
    *,
    printed_at: Instant | None,
    stamp: Instant | None = None,
    version: int | None = None,
) -> bytes:
    """Return the run sheet as PDF, tagged (PDF/UA-1).

    printed_at: stands at the foot of every page, None leaves it out. stamp: the date in the file;
    else that of the printing. version: of the plan, None where it is not counted; a mark of six
    letters and digits that follows from the plan stands there in any case. The same arguments give
    the same bytes on one computer.
    """
    data = msgspec.json.encode(_sheet(agenda, tr, printed_at, version)).decode()
    inputs = {"data": data}
    source = resource("report", "run-sheet.typ").read_bytes()
    second = (stamp or printed_at or agenda.plan.start) // 1000
    try:
        return typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1", timestamp=second)
    except typst.TypstError:
        # The standard forbids letters that no font has. A sheet with a gap is better than none.
        return typst.compile(source, sys_inputs=inputs, timestamp=second)


def _sheet(
    agenda: Agenda, tr: Translator, printed_at: Instant | None, version: int | None
) -> _Sheet:
    session, plan = agenda.portable.record.session, agenda.plan
    title = session.title.strip() or tr("Session {number}", number=session.number)
    start = near_clock_text(tr, plan.start, plan.zone)
    day = date_text(tr, plan.start, plan.zone)
    span = f"{start}–{near_clock_text(tr, plan.target_end, plan.zone)}"
    return _Sheet(
        language=tr.language,
        document=tr("Run sheet: {title}", title=title),
        over=_over(agenda, tr),
        title=title,
        when=f"{day} {span}",
        facts=list(_facts(agenda, tr, day, span)),
        strip=[
            _Part(line.block.kind, line.block.length) for line in agenda.lines if line.block.length
        ],
        heads=[
            column_word(tr, Column.START),
            column_word(tr, Column.LENGTH),
            tr("Block"),
            column_word(tr, Column.OWNER),
        ],
        rows=[_row(agenda, line, tr) for line in agenda.lines],
        end=_end_words(agenda, tr),
        printed=_printed(agenda, tr, printed_at, version),
        page=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )


def _over(agenda: Agenda, tr: Translator) -> str:
    """Return the line above the title: what this is, and for whom."""
    number = agenda.portable.record.session.number
    words = [tr("Run sheet"), tr("Session {number}", number=number)]
    words.append(audience_word(tr, agenda.audience))
    if agenda.owner is not None:
        words.append(agenda.owner)
    return " · ".join(words)


def _facts(agenda: Agenda, tr: Translator, day: str, span: str) -> Iterator[tuple[str, str]]:
    programme, group = agenda.portable.programme, agenda.portable.group
    yield tr("Date"), day
    yield tr("Time"), span
    if programme is not None:
        yield tr("Programme"), programme.title
    if group is not None:
        place = f", {group.site}" if group.site else ""
        yield tr("Group"), f"{group.name}{place}"


def _row(agenda: Agenda, line: AgendaLine, tr: Translator) -> _Row:
    block, planned = line.block, line.planned
    parts = list(_parts(agenda, line, tr)) if line.is_own else []
    return _Row(
        gap=_gap_words(tr, planned.gap) if planned.gap else "",
        start=clock_text(tr, planned.start, agenda.plan.zone),
        fixed=tr("fixed") if block.fixed_start is not None else "",
        length=minutes_text(tr, block.length),
        least=_least_words(agenda, line, tr),
        title=block.title.strip() or kind_word(tr, block.kind),
        kind=block.kind,
        word=kind_word(tr, block.kind),
        owner=block.owner,
        parts=parts,
        own=line.is_own,
        long=sum(len(text) for _name, text in parts) > _LONG_TEXT,
    )


def _parts(agenda: Agenda, line: AgendaLine, tr: Translator) -> Iterator[tuple[str, str]]:
    """Yield what stands below the title of a block, each with its name."""
    block = line.block
    for column, text in text_columns(agenda):
        if column is Column.MATERIALS and block.materials:
            yield column_word(tr, column), ", ".join(block.materials)
        elif column not in (Column.OWNER, Column.MATERIALS) and text(block).strip():
            yield column_word(tr, column), text(block).strip()
    if block.polls:
        yield tr("Polls"), "\n".join(poll.text for poll in block.polls)


def _least_words(agenda: Agenda, line: AgendaLine, tr: Translator) -> str:
    """Return how short a block may get, for those who decide on that."""
    block = line.block
    if not line.is_own or not agenda.has(Column.MINIMUM) or block.minimum == block.length:
        return ""
    return f"{column_word(tr, Column.MINIMUM)} {minutes_text(tr, block.minimum)}"


def _gap_words(tr: Translator, gap: Duration) -> str:
    time = minutes_text(tr, gap)
    return tr("{time} free", time=time) if gap > 0 else tr("Overlap: {time}", time=time)


def _end_words(agenda: Agenda, tr: Translator) -> str:
    plan = agenda.plan
    end = plan.schedule[-1].end
    words = tr("Ends {clock}.", clock=near_clock_text(tr, end, plan.zone))
    late = Duration(end - plan.target_end)
    return f"{words} {tr('{time} late.', time=minutes_text(tr, late))}" if late > 0 else words


def _printed(
    agenda: Agenda, tr: Translator, printed_at: Instant | None, version: int | None
) -> str:
    """Return the foot of every page: which plan this is, and when it was printed."""
    plan = agenda.plan
    mark = plan_mark(plan)
    which = (
        tr("Plan {mark}", mark=mark)
        if version is None
        else tr("Plan version {version} ({mark})", version=version, mark=mark)
    )
    if printed_at is None:
        return which
    day, clock = date_text(tr, printed_at, plan.zone), clock_text(tr, printed_at, plan.zone)
    printed = tr("printed {day} {clock}", day=day, clock=clock)
    return f"{which} · {printed}"
