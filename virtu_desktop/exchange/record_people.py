"""Attendance as tables and a picture: people, stays, and what was corrected (A3, R1, R2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.presence import Attended, Leaving, Presence, Source, within
from virtu_desktop.domain.presence_changes import Correction, CorrectionKind, Stay
from virtu_desktop.domain.time import Instant, iso_utc
from virtu_desktop.exchange.record_view import View
from virtu_desktop.exchange.review import Review, ReviewedPerson
from virtu_desktop.exchange.sheet import (
    Cell,
    Coded,
    Field,
    Kind,
    Table,
    make_table,
    percent_text,
)
from virtu_desktop.exchange.svg import BLUE, OPENING, TEAL, Bar, Picture, StripRow, strips
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import clock_text

MODE_COLOURS = {Mode.ROOM: TEAL, Mode.REMOTE: BLUE, Mode.SITE: OPENING}


def people_tables(review: Review, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of people, stays and corrections."""
    view = View(review, tr)
    record, zone = review.portable.record, review.zone
    return (
        make_table(
            "people",
            tr("Attendance"),
            _PEOPLE,
            view,
            review.people,
            tr,
            zone=zone,
            key=("person",),
        ),
        make_table(
            "presence",
            tr("Presence"),
            _PRESENCE,
            view,
            record.presences,
            tr,
            zone=zone,
            key=("presence",),
        ),
        make_table(
            "corrections",
            tr("Corrections"),
            _CORRECTIONS,
            view,
            record.corrections,
            tr,
            zone=zone,
            key=("correction",),
        ),
    )


def mode_word(tr: Translator, mode: Mode) -> str:
    """Return how somebody takes part."""
    return tr(_MODES[mode])


def attendance_picture(review: Review, tr: Translator) -> Picture | None:
    """Return a strip for each person who was there; None where nobody was."""
    span = review.span
    there = [one for one in review.people if one.attended is not None]
    if span is None or not there or span.length <= 0:
        return None
    stays: dict[str, list[Bar]] = {}
    for stay in review.portable.record.presences:
        piece = within(stay, span)
        if piece.length > 0:
            stays.setdefault(stay.person, []).append(
                Bar(
                    start=(piece.start - span.start) / span.length,
                    end=(piece.end - span.start) / span.length,
                    colour=MODE_COLOURS[stay.mode],
                )
            )
    rows = []
    for number, one in enumerate(there, 1):
        assert one.attended is not None
        rows.append(
            StripRow(
                name=one.person.name or tr("Person {number}", number=number),
                bars=tuple(stays.get(one.person.id, ())),
                value=percent_text(tr, one.attended.percent / 100),
            )
        )
    ticks = [
        (0.0, clock_text(tr, span.start, review.zone)),
        (1.0, clock_text(tr, span.end, review.zone)),
    ]
    alt = f"{tr('Attendance')}. " + "; ".join(f"{row.name}: {row.value}" for row in rows) + "."
    return strips(rows, alt, bar_height=10, pitch=22, name_width=190, ticks=ticks)


def mode_legend(review: Review, tr: Translator) -> tuple[tuple[str, str], ...]:
    """Return the colours of the modes that there were."""
    there = {stay.mode for stay in review.portable.record.presences}
    return tuple((MODE_COLOURS[mode], mode_word(tr, mode)) for mode in Mode if mode in there)


def _of_attended(
    figure: Callable[[View, Attended], Cell],
) -> Callable[[View, ReviewedPerson], Cell]:
    """Return the cell of a figure that only those who were there have."""
    return lambda view, row: None if row.attended is None else figure(view, row.attended)


def _mode(view: View, mode: Mode) -> Coded:
    return Coded(mode.value, mode_word(view.tr, mode))


def _group(view: View, row: ReviewedPerson) -> Cell:
    group = view.review.portable.group
    return group.name if group is not None and group.id == row.person.group else None


def _name(view: View, stay: Presence) -> Cell:
    return view.review.names.get(stay.person)


def _of_stay(
    which: Callable[[Correction], Stay | None], cell: Callable[[View, Stay], Cell]
) -> Callable[[View, Correction], Cell]:
    """Return the cell of the old or the new value of what was corrected."""

    def found(view: View, correction: Correction) -> Cell:
        stay = which(correction)
        return None if stay is None else cell(view, stay)

    return found


def _corrected(tr: Translator, correction: Correction) -> str:
    """Return what was done; another mode alone is no change of times."""
    before, after = correction.before, correction.after
    is_same_time = (
        before is not None
        and after is not None
        and (before.joined, before.left) == (after.joined, after.left)
    )
    if correction.kind is CorrectionKind.MOVED and is_same_time:
        return tr("mode changed")
    return tr(_CORRECTED[correction.kind])


def _utc(instant: Instant | None) -> Cell:
    return None if instant is None else iso_utc(instant)


_MODES = {
    Mode.ROOM: N_("in the room"),
    Mode.REMOTE: N_("remote"),
    Mode.SITE: N_("at a shared screen"),
}
_SOURCES: dict[Source, str] = {
    Source.DOOR: N_("door list"),
    Source.TRAINER: N_("trainer"),
    Source.IMPORT: N_("imported report"),
    Source.PHONE: N_("phone"),
}
_LEAVINGS: dict[Leaving, str] = {
    Leaving.LEFT: N_("left"),
    Leaving.AWAY: N_("away for a while"),
    Leaving.LINE_LOST: N_("line lost"),
}
_CORRECTED: dict[CorrectionKind, str] = {
    CorrectionKind.ADDED: N_("stay added"),
    CorrectionKind.MOVED: N_("times changed"),
    CorrectionKind.CUT: N_("stay cut"),
    CorrectionKind.JOINED: N_("stays joined"),
    CorrectionKind.REMOVED: N_("stay removed"),
    CorrectionKind.TAKEN_BACK: N_("correction taken back"),
}
_PEOPLE: Sequence[Field[View, ReviewedPerson]] = (
    Field(
        "person",
        N_("Person id"),
        N_("Id of the person"),
        Kind.TEXT,
        lambda _, row: row.person.id,
        14,
        is_detail=True,
    ),
    Field("name", N_("Name"), N_("Name of the person"), Kind.TEXT, lambda _, r: r.person.name, 24),
    Field(
        "organisation",
        N_("Organisation"),
        N_("Organisation"),
        Kind.TEXT,
        lambda _, row: row.person.organisation,
        22,
    ),
    Field(
        "site",
        N_("Site"),
        N_("Site the person belongs to"),
        Kind.TEXT,
        lambda _, row: row.person.site,
        14,
    ),
    Field(
        "email",
        N_("E-mail"),
        N_("E-mail address"),
        Kind.TEXT,
        lambda _, row: row.person.email,
        26,
        is_detail=True,
    ),
    Field(
        "group",
        N_("Group"),
        N_("Group, if it is that of the session"),
        Kind.TEXT,
        _group,
        12,
        is_detail=True,
    ),
    Field(
        "tags",
        N_("Tags"),
        N_("Tags"),
        Kind.TEXT,
        lambda _, row: ", ".join(row.person.tags),
        14,
        is_detail=True,
    ),
    Field(
        "expected",
        N_("Expected"),
        N_("1: was expected; 0: came without"),
        Kind.FLAG,
        lambda _, row: int(row.is_expected),
        10,
        is_detail=True,
    ),
    Field(
        "expected_mode",
        N_("Expected mode"),
        N_("How the person was going to take part: room, remote or site (shared screen)"),
        Kind.WORD,
        lambda v, row: _mode(v, row.expected_mode),
        18,
        is_detail=True,
    ),
    Field(
        "attended",
        N_("Was there"),
        N_("1: was there; 0: was not"),
        Kind.FLAG,
        lambda _, row: int(row.attended is not None),
        10,
    ),
    Field(
        "mode",
        N_("Mode"),
        N_("How the person took part for most of the time"),
        Kind.WORD,
        _of_attended(lambda v, one: _mode(v, one.mode)),
        18,
    ),
    Field(
        "first",
        N_("First there"),
        N_("When the person was first there within the session, local time"),
        Kind.INSTANT,
        _of_attended(lambda _, one: one.spans[0].start),
        14,
    ),
    Field(
        "last",
        N_("Last there"),
        N_("When the person was last there within the session, local time"),
        Kind.INSTANT,
        _of_attended(lambda _, one: one.spans[-1].end),
        14,
    ),
    Field(
        "present_seconds",
        N_("Present"),
        N_("Time present within the session in seconds, overlaps counted once"),
        Kind.LENGTH,
        _of_attended(lambda _, one: one.present),
        12,
    ),
    Field(
        "session_seconds",
        N_("Session"),
        N_("Length of the session in seconds, actual start to actual end"),
        Kind.LENGTH,
        _of_attended(lambda _, one: one.session.length),
        12,
        is_detail=True,
    ),
    Field(
        "percent",
        N_("% present"),
        N_("Share of the session in whole percent, rounded down"),
        Kind.COUNT,
        _of_attended(lambda _, one: one.percent),
        10,
    ),
    Field(
        "late_seconds",
        N_("Came after"),
        N_("From the start of the session until the person came, in seconds"),
        Kind.LENGTH,
        _of_attended(lambda _, one: one.late),
        12,
        is_detail=True,
    ),
    Field(
        "left_early_seconds",
        N_("Left before"),
        N_("From when the person left until the end of the session, in seconds"),
        Kind.LENGTH,
        _of_attended(lambda _, one: one.left_early),
        12,
        is_detail=True,
    ),
    Field(
        "away_seconds",
        N_("Away"),
        N_("Time away between coming and leaving, in seconds"),
        Kind.LENGTH,
        _of_attended(lambda _, one: one.away),
        12,
        is_detail=True,
    ),
    Field(
        "away_times",
        N_("Times away"),
        N_("How many times the person was away"),
        Kind.COUNT,
        _of_attended(lambda _, one: one.away_times),
        10,
        is_detail=True,
    ),
)
_PRESENCE: Sequence[Field[View, Presence]] = (
    Field(
        "person",
        N_("Person id"),
        N_("Id of the person"),
        Kind.TEXT,
        lambda _, stay: stay.person,
        14,
        is_detail=True,
    ),
    Field("name", N_("Name"), N_("Name of the person"), Kind.TEXT, _name, 24),
    Field(
        "joined",
        N_("Came"),
        N_("When the stay began, local time"),
        Kind.INSTANT,
        lambda _, stay: stay.joined,
        18,
    ),
    Field(
        "left",
        N_("Left"),
        N_("When the stay ended, local time; empty: until the session ended"),
        Kind.INSTANT,
        lambda _, stay: stay.left,
        18,
    ),
    Field(
        "joined_utc",
        N_("Came, UTC"),
        N_("When the stay began, UTC"),
        Kind.TEXT,
        lambda _, stay: iso_utc(stay.joined),
        26,
        is_detail=True,
    ),
    Field(
        "left_utc",
        N_("Left, UTC"),
        N_("When the stay ended, UTC"),
        Kind.TEXT,
        lambda _, stay: _utc(stay.left),
        26,
        is_detail=True,
    ),
    Field(
        "mode",
        N_("Mode"),
        N_("room, remote or site (shared screen)"),
        Kind.WORD,
        lambda v, stay: _mode(v, stay.mode),
        18,
    ),
    Field(
        "site",
        N_("Site"),
        N_("Site of the shared screen"),
        Kind.TEXT,
        lambda _, stay: stay.site,
        14,
    ),
    Field(
        "source",
        N_("Source"),
        N_("Who says so: door, trainer, import or phone"),
        Kind.WORD,
        lambda v, stay: Coded(stay.source.value, v.tr(_SOURCES[stay.source])),
        16,
    ),
    Field(
        "leaving",
        N_("How it ended"),
        N_("How the stay ended: left, away or line_lost"),
        Kind.WORD,
        lambda v, stay: (
            None if stay.is_open else Coded(stay.leaving.value, v.tr(_LEAVINGS[stay.leaving]))
        ),
        16,
    ),
    Field(
        "presence",
        N_("Stay id"),
        N_("Id of the stay"),
        Kind.TEXT,
        lambda _, stay: stay.id,
        14,
        is_detail=True,
    ),
)
_CORRECTIONS: Sequence[Field[View, Correction]] = (
    Field(
        "at",
        N_("Time"),
        N_("When it was corrected, local time"),
        Kind.INSTANT,
        lambda _, one: one.at,
        18,
    ),
    Field(
        "name",
        N_("Name"),
        N_("Name of the person"),
        Kind.TEXT,
        lambda v, one: v.review.names.get(one.person),
        24,
    ),
    Field(
        "kind",
        N_("What was done"),
        N_("added, moved, cut, joined, removed or taken_back"),
        Kind.WORD,
        lambda v, one: Coded(one.kind.value, _corrected(v.tr, one)),
        20,
    ),
    Field(
        "was_joined",
        N_("Came, before"),
        N_("When the stay began before the correction, local time"),
        Kind.INSTANT,
        _of_stay(lambda one: one.before, lambda _, stay: stay.joined),
        18,
    ),
    Field(
        "was_left",
        N_("Left, before"),
        N_("When the stay ended before the correction, local time"),
        Kind.INSTANT,
        _of_stay(lambda one: one.before, lambda _, stay: stay.left),
        18,
    ),
    Field(
        "was_mode",
        N_("Mode, before"),
        N_("Mode of the stay before the correction"),
        Kind.WORD,
        _of_stay(lambda one: one.before, lambda v, stay: _mode(v, stay.mode)),
        18,
    ),
    Field(
        "is_joined",
        N_("Came, now"),
        N_("When the stay began after the correction, local time"),
        Kind.INSTANT,
        _of_stay(lambda one: one.after, lambda _, stay: stay.joined),
        18,
    ),
    Field(
        "is_left",
        N_("Left, now"),
        N_("When the stay ended after the correction, local time"),
        Kind.INSTANT,
        _of_stay(lambda one: one.after, lambda _, stay: stay.left),
        18,
    ),
    Field(
        "is_mode",
        N_("Mode, now"),
        N_("Mode of the stay after the correction"),
        Kind.WORD,
        _of_stay(lambda one: one.after, lambda v, stay: _mode(v, stay.mode)),
        18,
    ),
    Field(
        "person",
        N_("Person id"),
        N_("Id of the person"),
        Kind.TEXT,
        lambda _, one: one.person,
        14,
        is_detail=True,
    ),
    Field(
        "presence",
        N_("Stay id"),
        N_("Id of the stay"),
        Kind.TEXT,
        lambda _, one: one.presence,
        14,
        is_detail=True,
    ),
    Field(
        "correction",
        N_("Correction id"),
        N_("Id of the correction"),
        Kind.TEXT,
        lambda _, one: one.id,
        14,
        is_detail=True,
    ),
)
