"""Certificates: who gets one, in which language, with the figures; and the attendance list."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from tests.exchange.attended import AINO, PEKKA, PEOPLE, attended
from virtu_desktop.domain.people import Participant
from virtu_desktop.exchange.certificate import (
    attendance_list,
    certificates,
    entitled,
    single_certificates,
)
from virtu_desktop.exchange.export import ExportWish, Format, record_files
from virtu_desktop.exchange.names import Names
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.i18n import translator

EN = translator("en")
BOTH = (Format.CERTIFICATES, Format.ATTENDANCE_LIST)


def looked_back(*people: Participant) -> Review:
    """Return the look back on the session, some of its people replaced."""
    portable = attended()
    new = {person.id: person for person in people}
    roster = tuple(new.get(person.id, person) for person in PEOPLE)
    return review(replace(portable, record=replace(portable.record, people=roster)))


def text_of(pdf: bytes) -> list[str]:
    """Return the text of each page, blanks as single ones."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def shares() -> dict[str, int]:
    """Return the share of the time of everybody who was there."""
    return {
        one.person.name: one.attended.percent
        for one in looked_back().people
        if one.attended is not None
    }


def test_who_reaches_the_share_gets_one() -> None:
    """The limit itself is enough; a percent more is not reached; who was absent never does."""
    limit = shares()["Pekka Wirtanen"]
    assert 0 < limit < 100

    assert [one.person.name for one in entitled(looked_back(), limit)] == [
        "Aino Zachrisson",
        "Pekka Wirtanen",
    ]
    assert [one.person.name for one in entitled(looked_back(), limit + 1)] == ["Aino Zachrisson"]


def test_the_figures_stand_on_it() -> None:
    """Name, session, minutes of minutes, share and rule can be read."""
    pdf = certificates(looked_back(), EN, percent=50)
    assert pdf is not None
    aino, pekka = text_of(pdf)

    assert "Certificate of attendance" in aino
    assert "Aino Zachrisson" in aino
    assert "100 %" in aino
    assert f"{shares()['Pekka Wirtanen']} %" in pekka
    assert "at least 50 % of the time" in pekka


def test_each_person_is_addressed_in_an_own_language() -> None:
    """A Finnish and a Swedish reader get their words in one English file."""
    people = (replace(AINO, language="fi"), replace(PEKKA, language="sv"))
    pdf = certificates(looked_back(*people), EN, percent=1)
    assert pdf is not None
    finnish, swedish = text_of(pdf)

    assert "Osallistumistodistus" in finnish
    assert "Deltagarintyg" in swedish


def test_nobody_means_no_file() -> None:
    """When nobody reaches the share there is nothing to print."""
    assert certificates(review(without_stays()), EN, percent=1) is None
    assert list(single_certificates(review(without_stays()), EN, percent=1)) == []


def without_stays() -> PortableRecord:
    """Return the session as if nobody had come."""
    portable = attended()
    return replace(portable, record=replace(portable.record, presences=()))


def test_single_files_have_names_of_their_own() -> None:
    """Two people of one name do not overwrite one another, and no name leaves the folder."""
    people = (replace(AINO, name="../../Öö"), replace(PEKKA, name="../../Öö"))
    names = [name for name, _data in single_certificates(looked_back(*people), EN, percent=1)]

    assert names == ["oo.pdf", "oo-2.pdf"]


@pytest.mark.parametrize(
    "name", ['#eval("1")', "<b>Bold</b>", "*bold* $x$", "A" * 5000, "\u202eabc"]
)
def test_a_hostile_name_is_only_a_name(name: str) -> None:
    """Markup of the typesetter, tags and odd letters are printed as they are."""
    pdf = certificates(looked_back(replace(AINO, name=name)), EN, percent=100)
    assert pdf is not None

    if name.isascii() and len(name) < 100:
        assert name in text_of(pdf)[0]


def test_a_very_long_name_stays_on_its_page() -> None:
    """A certificate is one page whatever the name; letters of the list stay in their column."""
    people = looked_back(replace(AINO, name="Ö" * 5000, organisation="W" * 5000))
    pdf = certificates(people, EN, percent=100)
    assert pdf is not None
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 1

    ends: list[float] = []

    def note(text: str, _cm: object, matrix: list[float], _font: object, size: float) -> None:
        if "Ö" in text:
            ends.append(matrix[4] + len(text.strip()) * size * 0.5)

    for page in PdfReader(io.BytesIO(attendance_list(people, EN))).pages:
        page.extract_text(visitor_text=note)
    assert ends
    assert max(ends) < 300


def test_the_files_are_tagged_and_repeat() -> None:
    """They follow PDF/UA, and the same record gives the same bytes."""
    for make in (
        lambda: certificates(looked_back(), EN, percent=1),
        lambda: attendance_list(looked_back(), EN),
    ):
        pdf = make()
        assert pdf is not None
        assert b"pdfuaid" in pdf
        assert pdf == make()


def test_the_list_has_everybody() -> None:
    """Who came has times and minutes, who did not is absent."""
    (text,) = text_of(attendance_list(looked_back(), EN))

    assert "2 of 3 expected people came" in text
    assert "Mia Xanadu absent" in text
    assert "Pekka Wirtanen" in text


def test_exports_hold_them() -> None:
    """All in one file, one for each person, and the list; without names no certificates."""
    wish = ExportWish(formats=BOTH, certificate_percent=1)
    names = [name for name, _data in record_files(attended(), wish, EN)]
    assert [name.rpartition("/")[2].rpartition("-2026-11-25-")[2] for name in names] == [
        "attendance.pdf",
        "certificates.pdf",
        "aino-zachrisson.pdf",
        "pekka-wirtanen.pdf",
    ]
    hidden = ExportWish(formats=BOTH, names=Names.PSEUDONYM)
    assert len(list(record_files(attended(), hidden, EN))) == 1
