"""The tables of a programme's report, which are the sheets of its workbook (R5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from virtu_desktop.domain.notes import NoteTag
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockKind
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.domain.timeline import Status
from virtu_desktop.exchange.record_page import last_moment
from virtu_desktop.exchange.record_people import mode_word
from virtu_desktop.exchange.report_change import Measured, when_text
from virtu_desktop.exchange.report_content import Report, Told
from virtu_desktop.exchange.report_participation import Share, Turnout
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import date_text, incident_words, kind_word, minutes_text, tag_word

_LATE_FROM = Duration(5 * MINUTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deviation:
    """Something that did not go as planned."""

    review: Review
    what: str


def report_tables(report: Report, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of the report."""
    zone = report.reviews[0].zone if report.reviews else "UTC"

    def notes(name: str, title: str, *tags: NoteTag) -> Table:
        told = [one for one in report.told if one.tag in tags]
        return make_table(name, title, _NOTES, tr, told, tr, zone=zone)

    turnouts = report.participation.turnouts
    change = report.measured
    deviations = _deviations(report, tr)
    return (
        make_table("deliveries", tr("Deliveries"), _DELIVERIES, tr, turnouts, tr, zone=zone),
        *(
            make_table(
                name,
                title,
                _SHARES,
                tr,
                [(_of(tr, name, one), one) for one in report.participation.shares[name]],
                tr,
                zone=zone,
            )
            for name, title in (
                ("by_group", tr("By group")),
                ("by_site", tr("By site")),
                ("by_mode", tr("By mode")),
                ("by_organisation", tr("By organisation")),
            )
        ),
        make_table("ways", tr("Ways of working"), _WAYS, tr, _ways(report), tr, zone=zone),
        make_table("change", tr("Repeated questions"), _CHANGE, tr, change, tr, zone=zone),
        notes("experiments", tr("Experiments"), NoteTag.EXPERIMENT),
        notes(
            "learning",
            tr("Decisions and ideas"),
            NoteTag.DECISION,
            NoteTag.IDEA,
            NoteTag.ACTION,
        ),
        make_table("deviations", tr("Deviations"), _DEVIATIONS, tr, deviations, tr, zone=zone),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How much time one kind of block was planned to take and took."""

    kind: BlockKind
    blocks: int
    planned: Duration
    took: Duration


def _ways(report: Report) -> Iterator[_Way]:
    held = report.held
    for kind in BlockKind:
        rows = [row for one in held for row in one.blocks if row.block.kind is kind]
        if rows:
            yield _Way(
                kind=kind,
                blocks=len(rows),
                planned=Duration(sum(row.block.length for row in rows)),
                took=Duration(sum(row.actual.elapsed for row in rows)),
            )


def _deviations(report: Report, tr: Translator) -> Iterator[_Deviation]:
    known = max((last_moment(one) for one in report.held), default=Instant(0))
    for one in report.reviews:
        if not one.is_held:
            # What is still to come, or has begun, is no deviation.
            if not one.is_begun and one.portable.record.session.plan.target_end < known:
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


def _of(tr: Translator, table: str, share: Share) -> str:
    if table == "by_mode":
        return mode_word(tr, Mode(share.of))
    return share.of or tr("not given")


def _modes(mode: Mode) -> Callable[[Translator, Turnout], Cell]:
    return lambda _tr, one: one.modes.get(mode)


_DELIVERIES: Sequence[Field[Translator, Turnout]] = (
    Field(
        "group",
        N_("Group"),
        N_("Participant group"),
        Kind.TEXT,
        lambda _, r: r.review.group_name,
        16,
    ),
    Field(
        "number",
        N_("No."),
        N_("Which meeting of the group this is"),
        Kind.COUNT,
        lambda _, one: one.review.portable.record.session.number,
        6,
    ),
    Field(
        "title",
        N_("Session"),
        N_("Title of the session"),
        Kind.TEXT,
        lambda _, one: one.review.portable.record.session.title,
        38,
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
        "site",
        N_("Site"),
        N_("Site of the group"),
        Kind.TEXT,
        lambda _, one: "" if one.review.portable.group is None else one.review.portable.group.site,
        14,
        is_detail=True,
    ),
    Field(
        "held",
        N_("Held"),
        N_("1: was held; 0: was not"),
        Kind.FLAG,
        lambda _, one: int(one.review.is_held),
        8,
    ),
    Field(
        "planned_seconds",
        N_("Planned length"),
        N_("Planned length in seconds"),
        Kind.LENGTH,
        lambda _, one: one.review.portable.record.session.plan.planned_length,
        12,
        is_detail=True,
    ),
    Field(
        "actual_seconds",
        N_("Took"),
        N_("From actual start to actual end, in seconds"),
        Kind.LENGTH,
        lambda _, one: (
            one.review.span.length if one.review.span is not None and one.review.is_held else None
        ),
        12,
    ),
    Field(
        "expected",
        N_("Expected"),
        N_("How many people were expected; empty for few"),
        Kind.COUNT,
        lambda _, one: one.expected,
        10,
    ),
    Field(
        "came",
        N_("Came"),
        N_("How many people were there; empty for few"),
        Kind.COUNT,
        lambda _, one: one.came,
        8,
    ),
    Field(
        "room",
        N_("In the room"),
        N_("How many were in the room; empty where a small group could be worked out"),
        Kind.COUNT,
        _modes(Mode.ROOM),
        10,
    ),
    Field(
        "remote",
        N_("Remote"),
        N_("How many were remote; empty where a small group could be worked out"),
        Kind.COUNT,
        _modes(Mode.REMOTE),
        10,
    ),
    Field(
        "screen",
        N_("Shared screen"),
        N_("How many were at a shared screen; empty where a small group could be worked out"),
        Kind.COUNT,
        _modes(Mode.SITE),
        10,
    ),
)
_SHARES: Sequence[Field[Translator, tuple[str, Share]]] = (
    Field(
        "of",
        N_("Of"),
        N_("Which group, site, mode or organisation"),
        Kind.TEXT,
        lambda _, one: one[0],
        28,
    ),
    Field(
        "people",
        N_("People"),
        N_("How many different people took part; empty where few did"),
        Kind.COUNT,
        lambda _, one: one[1].people,
        10,
    ),
    Field(
        "expected",
        N_("Expected visits"),
        N_("Expected people of all sessions held, added up; empty where few"),
        Kind.COUNT,
        lambda _, one: one[1].expected,
        12,
    ),
    Field(
        "visits",
        N_("Visits"),
        N_("How many of those expected came, added up; empty where few"),
        Kind.COUNT,
        lambda _, one: one[1].visits,
        10,
    ),
    Field(
        "rate",
        N_("Share"),
        N_("Visits of those expected"),
        Kind.SHARE,
        lambda _, one: one[1].rate,
        10,
    ),
    Field(
        "hours",
        N_("Hours offered"),
        N_("Hours of the sessions in which they were, added up over people"),
        Kind.NUMBER,
        lambda _, one: one[1].hours,
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
_CHANGE: Sequence[Field[Translator, Measured]] = (
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
    Field("when", N_("When"), N_("Start or end of the session"), Kind.TEXT, when_text, 20),
    Field(
        "round", N_("Round"), N_("Round of the poll, from 1"), Kind.COUNT, lambda _, o: o.round, 8
    ),
    Field(
        "people", N_("n"), N_("How many answered"), Kind.COUNT, lambda _, one: one.result.people, 8
    ),
    Field("median", N_("Median"), N_("Median answer"), Kind.NUMBER, lambda _, o: o.median, 10),
)
_NOTES: Sequence[Field[Translator, Told]] = (
    Field(
        "group",
        N_("Group"),
        N_("Participant group"),
        Kind.TEXT,
        lambda _, o: o.review.group_name,
        16,
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
        "group",
        N_("Group"),
        N_("Participant group"),
        Kind.TEXT,
        lambda _, o: o.review.group_name,
        16,
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
