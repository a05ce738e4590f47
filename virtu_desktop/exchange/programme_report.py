"""The report of a programme: deliveries, participation, change, deviations, what goes on (R5).

Every figure names the table that it is taken from, which is a sheet of the workbook. Nobody is
named, and figures about fewer than five people are hidden with so many others that they cannot be
worked out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.poll_figures import quartiles
from virtu_desktop.domain.polls import Poll, Round
from virtu_desktop.domain.programme import Programme
from virtu_desktop.domain.programme_facts import FactName, Facts, number_of
from virtu_desktop.domain.pseudonyms import EMAIL, NOBODY, NameFinder
from virtu_desktop.domain.suppression import SMALLEST_SHOWN, hidden
from virtu_desktop.domain.tally import Result, tally
from virtu_desktop.domain.time import HOUR, MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Status
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.figures import Figure
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.record_page import Page, Part, Section, grid, last_moment
from virtu_desktop.exchange.record_people import mode_word
from virtu_desktop.exchange.review import Review, ReviewedPerson, review
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table, number_text
from virtu_desktop.exchange.svg import BLUE, GREY, TEAL, Bar, Picture, StripRow, strips
from virtu_desktop.exchange.workbook import ChartOf, Cover, Series, workbook
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import date_text, incident_words, kind_word, minutes_text, tag_word

# A page is for reading; the workbook has every row.
_MOST_ROWS = 120
_LATE_FROM = Duration(5 * MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a programme came to. reviews: of its sessions, the earliest first."""

    programme: Programme
    facts: Facts
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """One line of participation; None where a figure is hidden."""

    of: str
    people: int | None
    visits: int | None
    expected: int | None
    hours: float | None

    @property
    def rate(self) -> float | None:
        """Return which part of those expected came."""
        if self.visits is None or not self.expected:
            return None
        return self.visits / self.expected


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """One repeated question at one time in one group."""

    question: str
    group: str
    session: int
    when: str
    round: int
    result: Result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deviation:
    """Something that did not go as planned."""

    review: Review
    what: str


def make_report(programme: Programme, facts: Facts, records: Iterable[PortableRecord]) -> Report:
    """Return the report of a programme's sessions; rehearsals count as not held."""
    return Report(
        programme=programme, facts=facts, reviews=tuple(review(record) for record in records)
    )


def report_tables(report: Report, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of the report."""
    zone = report.reviews[0].zone if report.reviews else "UTC"
    shares = [
        make_table(name, title, _SHARES, tr, _shares_by(report, part), tr, zone=zone)
        for name, title, part in (
            ("by_group", tr("By group"), lambda one, _row: _group(one)),
            ("by_site", tr("By site"), lambda _one, row: row.person.site),
            ("by_mode", tr("By mode"), lambda _one, row: _mode(tr, row)),
            ("by_organisation", tr("By organisation"), lambda _one, row: row.person.organisation),
        )
    ]
    return (
        make_table("deliveries", tr("Deliveries"), _DELIVERIES, tr, report.reviews, tr, zone=zone),
        *shares,
        make_table("ways", tr("Ways of working"), _WAYS, tr, _ways(report), tr, zone=zone),
        make_table(
            "change", tr("Repeated questions"), _CHANGE, tr, _measured(report, tr), tr, zone=zone
        ),
        make_table(
            "experiments",
            tr("Experiments"),
            _NOTES,
            tr,
            _told(report, (NoteTag.EXPERIMENT,)),
            tr,
            zone=zone,
        ),
        make_table(
            "learning",
            tr("Decisions and ideas"),
            _NOTES,
            tr,
            _told(report, (NoteTag.DECISION, NoteTag.IDEA, NoteTag.ACTION)),
            tr,
            zone=zone,
        ),
        make_table(
            "deviations", tr("Deviations"), _DEVIATIONS, tr, _deviations(report, tr), tr, zone=zone
        ),
    )


def report_page(report: Report, tr: Translator) -> Page:
    """Return the report as a page, in the order of the sections that funders ask for."""
    tables = {table.name: table for table in report_tables(report, tr)}
    return Page(
        language=tr.language,
        over=tr("Programme report"),
        title=report.programme.title.strip() or tr("Programme"),
        when=_period(report, tr),
        marks=(),
        facts=tuple(_basics(report, tr)),
        figures=tuple(_figures(report, tr, tables)),
        sections=tuple(_sections(report, tr, tables)),
        foot=tr("Groups of fewer than {count} people are not shown.", count=SMALLEST_SHOWN),
        stamp=max((last_moment(one) for one in report.reviews), default=Instant(0)),
    )


def report_workbook(report: Report, tr: Translator) -> bytes:
    """Return the tables that the report refers to as a workbook."""
    page = report_page(report, tr)
    tables = report_tables(report, tr)
    filled = {table.name for table in tables if table.rows}
    cover = Cover(
        over=page.over,
        title=page.title,
        facts=page.facts,
        figures=tuple((figure.value, figure.caption) for figure in page.figures),
        foot=page.foot,
    )
    charts = [
        ChartOf(
            title=title,
            table=name,
            over="of",
            series=(Series(column="expected", colour=GREY), Series(column="visits", colour=TEAL)),
        )
        for name, title in (("by_group", tr("By group")), ("by_site", tr("By site")))
        if name in filled
    ]
    if "ways" in filled:
        charts.append(
            ChartOf(
                title=tr("Ways of working"),
                table="ways",
                over="kind",
                series=(
                    Series(column="planned_seconds", colour=GREY),
                    Series(column="actual_seconds", colour=BLUE),
                ),
            )
        )
    return workbook(cover, tables, charts, tr)


def _is_held(one: Review) -> bool:
    run = one.portable.record.run
    return one.run.state.ended is not None and run is not None and run.kind is RunKind.LIVE


def _is_begun(one: Review) -> bool:
    run = one.portable.record.run
    return one.started is not None and run is not None and run.kind is RunKind.LIVE


def _held(report: Report) -> list[Review]:
    return [one for one in report.reviews if _is_held(one)]


def _group(one: Review) -> str:
    return "" if one.portable.group is None else one.portable.group.name


def _period(report: Report, tr: Translator) -> str:
    if report.facts.get(FactName.PERIOD):
        return report.facts[FactName.PERIOD]
    if not report.reviews:
        return ""
    plans = [one.portable.record.session.plan for one in report.reviews]
    first, last = (date_text(tr, plan.start, plan.zone) for plan in (plans[0], plans[-1]))
    return first if first == last else f"{first} – {last}"


def _basics(report: Report, tr: Translator) -> Iterator[tuple[str, str]]:
    facts = report.facts
    yield from (
        (name, text)
        for name, text in (
            (tr("Customer"), report.programme.customer),
            (tr("Providers"), facts.get(FactName.PROVIDERS, "")),
            (tr("Register number"), facts.get(FactName.REGISTER_NUMBER, "")),
            (tr("Period"), _period(report, tr)),
            (tr("Grant"), facts.get(FactName.GRANT, "")),
        )
        if text
    )


def _figures(report: Report, tr: Translator, tables: Mapping[str, Table]) -> Iterator[Figure]:
    held = _held(report)
    names = {name: table.title for name, table in tables.items()}

    def caption(words: str, table: str) -> str:
        return f"{words} · {names[table]}"

    value = tr("{ran} of {all}", ran=len(held), all=len(report.reviews))
    yield Figure(value, caption(tr("deliveries held"), "deliveries"))
    people = len(_everybody(held))
    shown = str(people) if not 0 < people < SMALLEST_SHOWN else f"< {SMALLEST_SHOWN}"
    yield Figure(shown, caption(tr("different people took part"), "by_group"))
    visits, expected = _visits(held)
    if expected >= SMALLEST_SHOWN:
        percent = f"{round(100 * visits / expected)} %"
        yield Figure(percent, caption(tr("of those expected came"), "by_group"))
    if not 0 < people < SMALLEST_SHOWN:
        hours = number_of(report.facts, FactName.HOURS_A_DAY)
        days = training_days(report)
        words = tr("training days of {hours} hours", hours=hours)
        yield Figure(number_text(tr, round(days, 1)), caption(words, "by_group"))
    notes = sum(len(one.notes) for one in report.reviews)
    yield Figure(str(notes), caption(tr("notes"), "learning"))


def training_days(report: Report) -> float:
    """Return the hours offered to those who took part, by the hours of a training day.

    Each person counts once with the sessions in which the person was: hours of the plan, not of
    presence. The hours of a day are a fact of the programme, 8 where it says nothing.
    """
    offered: Counter[PersonId] = Counter()
    for one in _held(report):
        length = one.portable.record.session.plan.planned_length
        for row in one.people:
            if row.attended is not None:
                offered[row.person.id] += length
    return sum(offered.values()) / HOUR / number_of(report.facts, FactName.HOURS_A_DAY)


def _everybody(held: Iterable[Review]) -> set[PersonId]:
    return {row.person.id for one in held for row in one.people if row.attended is not None}


def _visits(held: Iterable[Review]) -> tuple[int, int]:
    """Return how many of those expected came, and how many were expected, sessions added up."""
    rows = [row for one in held for row in one.people if row.is_expected]
    return sum(row.attended is not None for row in rows), len(rows)


@dataclass(slots=True)
class _Heap:
    """What one line of participation is added up from."""

    people: set[PersonId] = field(default_factory=set)
    visits: int = 0
    expected: int = 0
    offered: int = 0


def _shares(heaps: Mapping[str, _Heap]) -> list[_Share]:
    """Return the lines with small figures hidden, in every column and so that none follows."""
    names = sorted(heaps, key=str.casefold)
    own = [heaps[name] for name in names]
    marks = hidden([len(heap.people) for heap in own])
    visits = hidden([heap.visits for heap in own])
    expected = hidden([heap.expected for heap in own])
    lines = []
    for place, (name, heap) in enumerate(zip(names, own, strict=True)):
        is_small = marks[place] or visits[place] or expected[place]
        lines.append(
            _Share(
                of=name or "–",
                people=None if is_small else len(heap.people),
                visits=None if is_small else heap.visits,
                expected=None if is_small else heap.expected,
                hours=None if is_small else round(heap.offered / HOUR, 1),
            )
        )
    return lines


def _mode(tr: Translator, row: ReviewedPerson) -> str:
    return mode_word(tr, row.expected_mode if row.attended is None else row.attended.mode)


def _shares_by(report: Report, part: Callable[[Review, ReviewedPerson], str]) -> Sequence[_Share]:
    """Return participation by what ``part`` says of a person in a session."""
    heaps: defaultdict[str, _Heap] = defaultdict(_Heap)
    for one in _held(report):
        length = one.portable.record.session.plan.planned_length
        for row in one.people:
            heap = heaps[part(one, row).strip()]
            heap.expected += row.is_expected
            if row.attended is not None:
                heap.people.add(row.person.id)
                heap.visits += row.is_expected
                heap.offered += length
    return _shares(heaps)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How much time one kind of block was planned to take and took."""

    kind: BlockKind
    blocks: int
    planned: Duration
    took: Duration


def _ways(report: Report) -> Iterator[_Way]:
    held = _held(report)
    for kind in BlockKind:
        rows = [row for one in held for row in one.blocks if row.block.kind is kind]
        if rows:
            yield _Way(
                kind=kind,
                blocks=len(rows),
                planned=Duration(sum(row.block.length for row in rows)),
                took=Duration(sum(row.actual.elapsed for row in rows)),
            )


def _measured(report: Report, tr: Translator) -> list[_Measured]:
    """Return every round of the questions that are asked again, together by question and group."""
    found = [measured for one in _held(report) for measured in _measured_in(one, tr)]
    found.sort(key=lambda one: (one.question, one.group))
    return [one for one in found if one.result.people >= SMALLEST_SHOWN]


def _measured_in(one: Review, tr: Translator) -> Iterator[_Measured]:
    """Give the rounds of one session's repeated questions; two are its start and its end."""
    number = one.portable.record.session.number
    asked: defaultdict[str, list[tuple[Poll, Round]]] = defaultdict(list)
    for poll in one.portable.record.polls:
        if poll.question.repeat_key and poll.question.is_scale:
            asked[poll.question.repeat_key] += [(poll, round_) for round_ in poll.rounds]
    for rounds in asked.values():
        rounds.sort(key=lambda pair: pair[1].opened)
        for place, (poll, round_) in enumerate(rounds):
            when = str(place + 1) if len(rounds) > 2 else ""
            if len(rounds) == 2:
                when = tr("End") if place else tr("Start")
            yield _Measured(
                question=poll.question.text,
                group=_group(one),
                session=number,
                when=when,
                round=round_.number,
                result=tally(poll, round_),
            )


def _median(one: _Measured) -> float | None:
    scale = one.result.question.levels
    found = None if scale is None else quartiles(one.result.counts, scale.lowest)
    return None if found is None else float(found.median)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A note of the record, without names. at: where it was written."""

    review: Review
    tag: NoteTag
    text: str


def _told(report: Report, tags: Sequence[NoteTag]) -> Iterator[_Told]:
    finders: dict[tuple[PersonId, ...], NameFinder] = {}
    for one in report.reviews:
        record = one.portable.record
        people = (*record.people, *record.others)
        ids = tuple(person.id for person in people)
        finder = finders.get(ids) or NameFinder.of(people, dict.fromkeys(ids, NOBODY))
        finders[ids] = finder
        for note in one.notes:
            if note.tag in tags:
                text = EMAIL.sub(NOBODY, finder.replaced(note.text))
                for mention in (*note.persons, NOBODY):
                    text = text.replace(f"@{mention}", "")
                yield _Told(review=one, tag=note.tag, text=" ".join(text.split()))


def _deviations(report: Report, tr: Translator) -> Iterator[_Deviation]:
    known = max((last_moment(one) for one in _held(report)), default=Instant(0))
    for one in report.reviews:
        if not _is_held(one):
            # What is still to come, or has begun, is no deviation.
            if not _is_begun(one) and one.portable.record.session.plan.target_end < known:
                yield _Deviation(review=one, what=tr("not held"))
            continue
        begun = Duration((one.started or 0) - one.portable.record.session.plan.start)
        if begun >= _LATE_FROM:
            yield _Deviation(review=one, what=tr("began {time} late", time=minutes_text(tr, begun)))
        late = one.projection.finish_late
        if late >= _LATE_FROM:
            yield _Deviation(review=one, what=tr("ended {time} late", time=minutes_text(tr, late)))
        for row in one.blocks:
            if row.actual.status in (Status.SKIPPED, Status.PASSED):
                title = row.block.title or kind_word(tr, row.block.kind)
                yield _Deviation(review=one, what=tr("left out: {block}", block=title))
        run = one.portable.record.run
        told = () if run is None else run.incidents
        for incident in (one for one in told if one.is_worth_telling):
            yield _Deviation(review=one, what=incident_words(tr, incident))


def _fact_part(report: Report, *names: FactName) -> Iterator[Part]:
    lines = tuple(
        line for name in names for line in report.facts.get(name, "").splitlines() if line.strip()
    )
    if lines:
        yield Part(lines=lines)


def _table_part(
    tr: Translator, table: Table, lines: tuple[str, ...] = (), picture: Picture | None = None
) -> Iterator[Part]:
    shown = grid(tr, replace(table, rows=table.rows[:_MOST_ROWS]))
    if shown is not None:
        if len(table.rows) > _MOST_ROWS:
            more = tr(
                "{shown} of {all} rows are shown here.", shown=_MOST_ROWS, all=len(table.rows)
            )
            lines = (*lines, more)
        yield Part(lines=lines, picture=picture, grid=shown)


def _sections(report: Report, tr: Translator, tables: Mapping[str, Table]) -> Iterator[Section]:
    hours = number_of(report.facts, FactName.HOURS_A_DAY)
    formula = tr(
        "Training days: the hours offered to those who took part, by {hours}. Each person counts"
        " once for the whole programme.",
        hours=hours,
    )
    nothing = Part(lines=(tr("Nothing is written here yet."),))

    def section(name: str, title: str, *parts: Iterator[Part]) -> Section:
        listed = tuple(part for some in parts for part in some)
        return Section(name=name, title=title, parts=listed or (nothing,))

    yield section("basics", tr("Basics"), iter((Part(lines=_basics_lines(report, tr)),)))
    yield section(
        "goals", tr("Goals and indicators"), _fact_part(report, FactName.GOALS, FactName.INDICATORS)
    )
    yield section("delivery", tr("Delivery"), _table_part(tr, tables["deliveries"]))
    yield section(
        "participation",
        tr("Participation"),
        iter((Part(lines=(formula,)),)),
        _table_part(tr, tables["by_group"], picture=_rates(tables["by_group"], tr)),
        *(_table_part(tr, tables[name]) for name in ("by_site", "by_mode", "by_organisation")),
    )
    yield section(
        "ways",
        tr("Ways of working"),
        _fact_part(report, FactName.WAYS),
        _table_part(tr, tables["ways"]),
    )
    yield section("experiments", tr("Experiments"), _table_part(tr, tables["experiments"]))
    yield section("change", tr("Change"), _table_part(tr, tables["change"]))
    yield section(
        "learning",
        tr("Learning and good practices"),
        _fact_part(report, FactName.LEARNING),
        _table_part(tr, tables["learning"]),
    )
    yield section(
        "deviations",
        tr("Deviations"),
        _fact_part(report, FactName.DEVIATIONS),
        _table_part(tr, tables["deviations"]),
    )
    yield section(
        "continuation", tr("Who continues what"), _fact_part(report, FactName.CONTINUATION)
    )
    annexes = (
        tr("Workbook with the tables that this report refers to"),
        tr("Records of the sessions, with their SHA-256 sums"),
        tr("Privacy notice in Finnish, Swedish and English"),
    )
    yield section("annexes", tr("Annexes"), iter((Part(lines=annexes),)))


def _basics_lines(report: Report, tr: Translator) -> tuple[str, ...]:
    lines = tuple(f"{name}: {text}" for name, text in _basics(report, tr))
    return lines or (tr("Nothing is written here yet."),)


def _rates(table: Table, tr: Translator) -> Picture | None:
    """Return the shares that came as strips; None where every one is hidden."""
    places = {column.name: place for place, column in enumerate(table.columns)}
    rows = []
    for row in table.rows:
        rate = row[places["rate"]]
        if isinstance(rate, float):
            name, value = str(row[places["of"]]), f"{round(rate * 100)} %"
            bars = (Bar(start=0.0, end=rate, colour=TEAL),)
            rows.append(StripRow(name=name, bars=bars, value=value))
    if not rows:
        return None
    alt = f"{table.title}: " + "; ".join(f"{row.name} {row.value}" for row in rows) + "."
    return strips(rows, alt, bar_height=12, pitch=26, ticks=((0.0, "0 %"), (1.0, "100 %")))


def _is_there(mode: Mode) -> Callable[[Translator, Review], Cell]:
    def count(_tr: Translator, one: Review) -> Cell:
        there = [row for row in one.people if row.attended is not None]
        counts = [
            sum(row.attended is not None and row.attended.mode is each for row in there)
            for each in Mode
        ]
        marks = hidden(counts)
        place = list(Mode).index(mode)
        return None if marks[place] or not _is_held(one) else counts[place]

    return count


def _not_small(count: int) -> Cell:
    return None if 0 < count < SMALLEST_SHOWN else count


_DELIVERIES: Sequence[Field[Translator, Review]] = (
    Field("group", N_("Group"), N_("Participant group"), Kind.TEXT, lambda _, r: _group(r), 16),
    Field(
        "number",
        N_("No."),
        N_("Which meeting of the group this is"),
        Kind.COUNT,
        lambda _, one: one.portable.record.session.number,
        6,
    ),
    Field(
        "title",
        N_("Session"),
        N_("Title of the session"),
        Kind.TEXT,
        lambda _, one: one.portable.record.session.title,
        38,
    ),
    Field(
        "day",
        N_("Date"),
        N_("Planned day, local"),
        Kind.TEXT,
        lambda tr, one: date_text(tr, one.portable.record.session.plan.start, one.zone),
        13,
    ),
    Field(
        "site",
        N_("Site"),
        N_("Site of the group"),
        Kind.TEXT,
        lambda _, one: "" if one.portable.group is None else one.portable.group.site,
        14,
        is_detail=True,
    ),
    Field(
        "held",
        N_("Held"),
        N_("1: was held; 0: was not"),
        Kind.FLAG,
        lambda _, one: int(_is_held(one)),
        8,
    ),
    Field(
        "planned_seconds",
        N_("Planned length"),
        N_("Planned length in seconds"),
        Kind.LENGTH,
        lambda _, one: one.portable.record.session.plan.planned_length,
        12,
        is_detail=True,
    ),
    Field(
        "actual_seconds",
        N_("Took"),
        N_("From actual start to actual end, in seconds"),
        Kind.LENGTH,
        lambda _, one: one.span.length if one.span is not None and _is_held(one) else None,
        12,
    ),
    Field(
        "expected",
        N_("Expected"),
        N_("How many people were expected; empty for few"),
        Kind.COUNT,
        lambda _, one: _not_small(sum(row.is_expected for row in one.people)),
        10,
    ),
    Field(
        "came",
        N_("Came"),
        N_("How many people were there; empty for few"),
        Kind.COUNT,
        lambda _, one: (
            _not_small(sum(row.attended is not None for row in one.people))
            if _is_held(one)
            else None
        ),
        8,
    ),
    Field(
        "room",
        N_("In the room"),
        N_("How many were in the room; empty where a small group could be worked out"),
        Kind.COUNT,
        _is_there(Mode.ROOM),
        10,
    ),
    Field(
        "remote",
        N_("Remote"),
        N_("How many were remote; empty where a small group could be worked out"),
        Kind.COUNT,
        _is_there(Mode.REMOTE),
        10,
    ),
    Field(
        "screen",
        N_("Shared screen"),
        N_("How many were at a shared screen; empty where a small group could be worked out"),
        Kind.COUNT,
        _is_there(Mode.SITE),
        10,
    ),
)
_SHARES: Sequence[Field[Translator, _Share]] = (
    Field(
        "of",
        N_("Of"),
        N_("Which group, site, mode or organisation"),
        Kind.TEXT,
        lambda _, one: one.of,
        28,
    ),
    Field(
        "people",
        N_("People"),
        N_("How many different people took part; empty where few did"),
        Kind.COUNT,
        lambda _, one: one.people,
        10,
    ),
    Field(
        "expected",
        N_("Expected visits"),
        N_("Expected people of all sessions held, added up; empty where few"),
        Kind.COUNT,
        lambda _, one: one.expected,
        12,
    ),
    Field(
        "visits",
        N_("Visits"),
        N_("How many of those expected came, added up; empty where few"),
        Kind.COUNT,
        lambda _, one: one.visits,
        10,
    ),
    Field(
        "rate",
        N_("Share"),
        N_("Visits of those expected"),
        Kind.SHARE,
        lambda _, one: one.rate,
        10,
    ),
    Field(
        "hours",
        N_("Hours offered"),
        N_("Hours of the sessions in which they were, added up over people"),
        Kind.NUMBER,
        lambda _, one: one.hours,
        12,
    ),
)
_WAYS: Sequence[Field[Translator, _Way]] = (
    Field(
        "kind",
        N_("Kind"),
        N_("Kind of the block"),
        Kind.WORD,
        lambda tr, one: Coded(one.kind.value, kind_word(tr, one.kind)),
        20,
    ),
    Field("blocks", N_("Blocks"), N_("How many blocks"), Kind.COUNT, lambda _, o: o.blocks, 10),
    Field(
        "planned_seconds",
        N_("Planned length"),
        N_("Planned length in seconds"),
        Kind.LENGTH,
        lambda _, one: one.planned,
        14,
    ),
    Field(
        "actual_seconds",
        N_("Took"),
        N_("How long they ran in seconds, pauses taken out"),
        Kind.LENGTH,
        lambda _, one: one.took,
        14,
    ),
)
_CHANGE: Sequence[Field[Translator, _Measured]] = (
    Field("question", N_("Question"), N_("The question"), Kind.TEXT, lambda _, o: o.question, 44),
    Field("group", N_("Group"), N_("Participant group"), Kind.TEXT, lambda _, one: one.group, 16),
    Field(
        "session",
        N_("Session"),
        N_("Which meeting of the group"),
        Kind.COUNT,
        lambda _, one: one.session,
        10,
    ),
    Field(
        "when", N_("When"), N_("Start or end of the session"), Kind.TEXT, lambda _, o: o.when, 20
    ),
    Field(
        "round", N_("Round"), N_("Round of the poll, from 1"), Kind.COUNT, lambda _, o: o.round, 8
    ),
    Field(
        "people", N_("n"), N_("How many answered"), Kind.COUNT, lambda _, one: one.result.people, 8
    ),
    Field("median", N_("Median"), N_("Median answer"), Kind.NUMBER, lambda _, o: _median(o), 10),
)
_NOTES: Sequence[Field[Translator, _Told]] = (
    Field(
        "group", N_("Group"), N_("Participant group"), Kind.TEXT, lambda _, o: _group(o.review), 16
    ),
    Field(
        "session",
        N_("Session"),
        N_("Which meeting of the group"),
        Kind.COUNT,
        lambda _, one: one.review.portable.record.session.number,
        10,
    ),
    Field(
        "tag",
        N_("Tag"),
        N_("What the note is"),
        Kind.WORD,
        lambda tr, one: Coded(one.tag.value, tag_word(tr, one.tag)),
        14,
    ),
    Field(
        "text",
        N_("Note"),
        N_("Text of the note, without names"),
        Kind.TEXT,
        lambda _, o: o.text,
        70,
    ),
)
_DEVIATIONS: Sequence[Field[Translator, _Deviation]] = (
    Field(
        "group", N_("Group"), N_("Participant group"), Kind.TEXT, lambda _, o: _group(o.review), 16
    ),
    Field(
        "session",
        N_("Session"),
        N_("Which meeting of the group"),
        Kind.COUNT,
        lambda _, one: one.review.portable.record.session.number,
        10,
    ),
    Field(
        "day",
        N_("Date"),
        N_("Planned day, local"),
        Kind.TEXT,
        lambda tr, one: date_text(
            tr, one.review.portable.record.session.plan.start, one.review.zone
        ),
        13,
    ),
    Field(
        "what",
        N_("What happened"),
        N_("What did not go as planned"),
        Kind.TEXT,
        lambda _, o: o.what,
        60,
    ),
)
