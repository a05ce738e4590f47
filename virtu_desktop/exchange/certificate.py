"""Certificates of attendance and the attendance list as tagged PDF (A5).

A certificate is for who was present at least a share of the time; the figures stand on it. It
speaks the person's language, or else the session's. What is shown goes to the typesetter as data,
so that no text can become markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
import typst

from virtu_desktop.assets import resource
from virtu_desktop.domain.certificates import is_entitled
from virtu_desktop.domain.presence import Attended
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.exchange.files import safe_name
from virtu_desktop.exchange.record_page import last_moment
from virtu_desktop.exchange.record_people import mode_word
from virtu_desktop.exchange.review import Review, ReviewedPerson
from virtu_desktop.i18n import LANGUAGES, Translator, translator
from virtu_desktop.wording import clock_text, date_text, minutes_text

_LONGEST = 200


class _Page(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    title: str
    name: str
    organisation: str
    sentence: str
    facts: Sequence[tuple[str, str]]
    rule: str
    signatures: Sequence[str]


class _Certificates(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    document: str
    pages: Sequence[_Page]


class _List(msgspec.Struct, frozen=True, kw_only=True):
    language: str
    document: str
    over: str
    title: str
    when: str
    summary: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: str
    page: str


def entitled(review: Review, percent: int) -> tuple[ReviewedPerson, ...]:
    """Return who gets a certificate, by name."""
    return tuple(one for one in review.people if is_entitled(one.attended, percent))


def certificates(review: Review, tr: Translator, *, percent: int) -> bytes | None:
    """Return the certificates of a session, a page for each person; None for nobody."""
    people = entitled(review, percent)
    pages = [_page(review, one, tr, percent) for one in people]
    if not pages:
        return None
    title = _session_title(review, tr)
    document = tr("Certificates: {title}", title=title)
    return _pdf("certificate.typ", _certificates(tr, document, pages), review)


def single_certificates(
    review: Review, tr: Translator, *, percent: int
) -> Iterator[tuple[str, bytes]]:
    """Yield a certificate for each person who has one, with a file name of its own."""
    used: set[str] = set()
    for one in entitled(review, percent):
        page = _page(review, one, tr, percent)
        document = f"{page.title}: {page.name}"
        own = translator(page.language)
        yield (
            _file_name(one.person.name, used),
            _pdf("certificate.typ", _certificates(own, document, [page]), review),
        )


def attendance_list(review: Review, tr: Translator) -> bytes:
    """Return the list of everybody who was expected or there, with times and minutes."""
    there = [one.attended for one in review.people if one.attended is not None]
    expected = sum(one.is_expected for one in review.people)
    came = sum(one.is_expected and one.attended is not None for one in review.people)
    title = _session_title(review, tr)
    summary = tr(
        "{came} of {expected} expected people came, {all} people were there in all.",
        came=came,
        expected=expected,
        all=len(there),
    )
    data = _List(
        language=tr.language,
        document=tr("Attendance list: {title}", title=title),
        over=" · ".join([tr("Attendance list"), *_whose(review)]),
        title=title,
        when=_when(review, tr),
        summary=summary,
        heads=[
            tr("Name"),
            tr("Organisation"),
            tr("Mode"),
            tr("Came"),
            tr("Left"),
            tr("Present"),
        ],
        rows=[_row(review, one, tr) for one in review.people],
        foot=_when(review, tr),
        page=tr("Page {page} of {pages}", page="{page}", pages="{pages}"),
    )
    return _pdf("attendance-list.typ", data, review)


def _certificates(tr: Translator, document: str, pages: Sequence[_Page]) -> _Certificates:
    return _Certificates(language=tr.language, document=document, pages=pages)


def _pdf(template: str, data: _Certificates | _List, review: Review) -> bytes:
    inputs = {"data": msgspec.json.encode(data).decode()}
    source = resource("report", template).read_bytes()
    stamp = last_moment(review) // 1000
    try:
        return typst.compile(source, sys_inputs=inputs, pdf_standards="ua-1", timestamp=stamp)
    except typst.TypstError:
        # The standard forbids letters that no font has. A page with a gap is better than none.
        return typst.compile(source, sys_inputs=inputs, timestamp=stamp)


def _page(review: Review, one: ReviewedPerson, usual: Translator, percent: int) -> _Page:
    attended = one.attended
    assert attended is not None
    own = one.person.language if one.person.language in LANGUAGES else usual.language
    tr = translator(own)
    return _Page(
        language=own,
        title=tr("Certificate of attendance"),
        name=_within(one.person.name),
        organisation=_within(one.person.organisation),
        sentence=tr("took part in “{title}”.", title=_session_title(review, tr)),
        facts=list(_facts(review, attended, tr)),
        rule=tr(
            "Given to everybody who was present at least {percent} % of the time.", percent=percent
        ),
        signatures=[tr("Place and date"), tr("Trainer")],
    )


def _within(text: str) -> str:
    """Return a text of at most a few lines, so that the certificate stays one page."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"


def _facts(review: Review, attended: Attended, tr: Translator) -> Iterator[tuple[str, str]]:
    programme = review.portable.programme
    if programme is not None:
        yield tr("Programme"), programme.title
    yield tr("Time"), _when(review, tr)
    yield tr("Part in"), mode_word(tr, attended.mode)
    present = minutes_text(tr, attended.present)
    whole = minutes_text(tr, attended.session.length)
    share = tr(
        "{present} of {whole}, {percent} %", present=present, whole=whole, percent=attended.percent
    )
    yield tr("Present"), share


def _row(review: Review, one: ReviewedPerson, tr: Translator) -> list[str]:
    attended = one.attended
    if attended is None:
        return [one.person.name, one.person.organisation, tr("absent"), "", "", ""]
    present = minutes_text(tr, attended.present)
    return [
        one.person.name,
        one.person.organisation,
        mode_word(tr, attended.mode),
        clock_text(tr, attended.spans[0].start, review.zone),
        clock_text(tr, attended.spans[-1].end, review.zone),
        f"{present}, {attended.percent} %",
    ]


def _when(review: Review, tr: Translator) -> str:
    """Return the day with start and end: as held, or as planned before it is held."""
    plan = review.portable.record.session.plan
    span = review.span
    start: Instant = plan.start if span is None else span.start
    end = plan.target_end if span is None else span.end
    day = date_text(tr, start, review.zone)
    length = minutes_text(tr, Duration(end - start))
    clocks = [clock_text(tr, moment, review.zone) for moment in (start, end)]
    return f"{day} {clocks[0]}–{clocks[1]} ({length})"


def _session_title(review: Review, tr: Translator) -> str:
    session = review.portable.record.session
    return session.title.strip() or tr("Session {number}", number=session.number)


def _whose(review: Review) -> Iterator[str]:
    programme, group = review.portable.programme, review.portable.group
    if programme is not None:
        yield programme.title
    if group is not None:
        yield group.name


def _file_name(name: str, used: set[str]) -> str:
    """Return a file name that no other person of the session has."""
    stem = safe_name(name, "", "")
    number, free = 1, stem
    while free in used:
        number += 1
        free = f"{stem}-{number}"
    used.add(free)
    return f"{free}.pdf"
