"""HTML and PDF of a record, looked at with readers of other makers (R2, T7)."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import pypdf
import pytest
from hypothesis import given, settings

from tests.exchange.attended import attended
from tests.exchange.nasty import ALL, called, together
from tests.exchange.records import held, portable_records
from virtu_desktop.domain.time import moment_utc
from virtu_desktop.engine.changes import RunKind
from virtu_desktop.exchange.page_html import page_html
from virtu_desktop.exchange.page_pdf import page_pdf
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.record_page import Page, record_page
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import LANGUAGES, translator

EN = translator("en")
VOID = {"meta", "br", "hr", "img", "link", "input"}


@dataclass
class Found(HTMLParser):
    """What a parser finds in a page: its elements, their attributes, and its text."""

    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let the parser begin."""
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element and open it."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element that has no end."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last, and no other."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what can be read."""
        if "style" not in self.open:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """Return all that can be read in one line."""
        return " ".join(" ".join(self.texts).split())


def parsed(portable: PortableRecord, language: str = "en") -> Found:
    """Return what a parser finds in the page of a record."""
    tr = translator(language)
    found = Found()
    found.feed(page_html(record_page(review(portable), tr), tr).decode())
    assert found.open == []
    return found


def page_of(portable: PortableRecord) -> Page:
    """Return the page of a record in English."""
    return record_page(review(portable), EN)


def check_harmless(found: Found) -> None:
    """Fail on anything in a page that could act or fetch."""
    for tag, attributes in found.elements:
        assert tag not in {"script", "iframe", "object", "embed", "img", "link", "base", "form"}
        for name, value in attributes.items():
            assert not name.startswith("on"), (tag, name)
            assert name != "style"
            if name in ("href", "src", "xlink:href"):
                assert (value or "").startswith("#")
    assert sum(tag == "style" for tag, _attributes in found.elements) == 1


@pytest.mark.parametrize("text", ALL)
def test_t07_no_text_becomes_markup(text: str) -> None:
    """Typed everywhere, each text of the corpus stays a text."""
    check_harmless(parsed(called(text)))


@given(portable_records())
@settings(max_examples=30)
def test_t07_any_record_is_a_sound_page(portable: PortableRecord) -> None:
    """Every element is closed in order and none can act."""
    check_harmless(parsed(portable))


def test_the_policy_of_the_page_allows_its_style_sheet_alone() -> None:
    """Nothing is fetched, nothing runs, and the hash is that of the style sheet."""
    found = parsed(held())
    (policy,) = [
        attributes["content"]
        for tag, attributes in found.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_the_page_can_be_read_by_all() -> None:
    """Language, one first heading, headings of columns, names of pictures and of regions."""
    found = parsed(held(notes=["#idea one"]), "fi")
    tags = [tag for tag, _attributes in found.elements]
    assert ("html", {"lang": "fi"}) in found.elements
    assert tags.count("h1") == tags.count("main") == 1
    assert all(a.get("scope") == "col" for tag, a in found.elements if tag == "th")
    assert tags.count("caption") == tags.count("table")
    pictures = [a for tag, a in found.elements if tag == "svg"]
    assert all(a.get("role") == "img" or a.get("aria-hidden") == "true" for a in pictures)
    assert tags.count("title") == 1 + sum(a.get("role") == "img" for a in pictures)
    ids = [a["id"] for _tag, a in found.elements if "id" in a]
    assert len(ids) == len(set(ids))
    for _tag, attributes in found.elements:
        if "aria-labelledby" in attributes:
            assert attributes["aria-labelledby"] in ids


def test_the_page_says_what_the_record_says() -> None:
    """Facts, figures, blocks and notes are there; private notes are not."""
    text = parsed(held(notes=["#idea rotate the chair", "#private sentinel"])).text
    assert "Group B, Jyväskylä" in text
    assert "10:04 ended, 4 min late" in text
    assert "rotate the chair" in text
    assert "sentinel" not in text


def test_pictures_are_sound_xml() -> None:
    """Every picture of a page can be read by itself, whatever the blocks are called."""
    for text in ALL:
        for section in page_of(called(text)).sections:
            for part in section.parts:
                if part.picture is not None:
                    ElementTree.fromstring(part.picture.svg)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_tagged_pdf_a(language: str) -> None:
    """Another reader finds tags, language, title, the marks of PDF/A and PDF/UA, and pages."""
    tr = translator(language)
    portable = held(notes=["#idea rotate the chair"])
    data = page_pdf(record_page(review(portable), tr), tr)

    reader = pypdf.PdfReader(io.BytesIO(data))
    root: Any = reader.root_object
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"] is not None
    assert "/StructTreeRoot" in root
    assert "/OutputIntents" in root
    metadata = root["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert re.search(r"pdfuaid:part>1<", metadata)
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert portable.record.session.title in reader.metadata.title
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "rotate the chair" in text
    assert len(reader.outline) >= 2
    kinds = structure(root["/StructTreeRoot"])
    assert {"/Table", "/TH", "/TD", "/Figure", "/H1", "/TOC"} <= kinds.keys()
    assert all(kinds["/Figure"])


def structure(element: object) -> dict[str, list[object]]:
    """Return the kinds of elements in a tree of tags, each with its alternative texts."""
    found: dict[str, list[object]] = {}
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pypdf.generic.IndirectObject):
            one = one.get_object()
        if isinstance(one, pypdf.generic.ArrayObject):
            waiting += one
        elif isinstance(one, pypdf.generic.DictionaryObject):
            if "/S" in one:
                found.setdefault(str(one["/S"]), []).append(one.get("/Alt"))
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def test_the_report_is_dated_by_the_record() -> None:
    """No file says when it was made: the date is that of the last thing that happened."""
    page = page_of(held())
    reader = pypdf.PdfReader(io.BytesIO(page_pdf(page, EN)))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == moment_utc(page.stamp).replace(microsecond=0)


def test_the_same_record_gives_the_same_bytes() -> None:
    """Pages that are made again are equal to the byte."""
    for language in LANGUAGES:
        tr = translator(language)
        first, again = (record_page(review(together()), tr) for _time in range(2))
        assert page_html(first, tr) == page_html(again, tr)
        assert page_pdf(first, tr) == page_pdf(again, tr)


@pytest.mark.parametrize("text", ALL)
def test_t07_no_text_breaks_the_report(text: str) -> None:
    """Typed everywhere, each text of the corpus gives a report with all its pages."""
    reader = pypdf.PdfReader(io.BytesIO(page_pdf(page_of(called(text)), EN)))
    assert len(reader.pages) >= 2
    for page in reader.pages:
        for note in page.get("/Annots", []):
            assert note.get_object().get("/A", {}).get("/S") != "/URI"


def test_a_rehearsal_is_marked_on_the_cover() -> None:
    """Nobody can take a rehearsal for a session that was held."""
    page = page_of(held(kind=RunKind.REHEARSAL))
    text = pypdf.PdfReader(io.BytesIO(page_pdf(page, EN))).pages[0].extract_text()
    assert "Rehearsal: this session was not held." in text
    assert "Rehearsal: this session was not held." in parsed(held(kind=RunKind.REHEARSAL)).text


def test_a_name_without_an_end_stays_in_its_column() -> None:
    """A name of 5,000 letters goes on in further lines and never runs beside the page."""
    portable = attended()
    first, *others = portable.record.people
    people = (replace(first, name="Ä" * 5000), *others)
    page = page_of(replace(portable, record=replace(portable.record, people=people)))

    reader = pypdf.PdfReader(io.BytesIO(page_pdf(page, EN)))

    lines = "\n".join(one.extract_text() for one in reader.pages).splitlines()
    assert sum(line.count("Ä") for line in lines) >= 5000
    assert max(line.count("Ä") for line in lines) < 100


def test_names_stay_whole_in_a_wide_table() -> None:
    """In the people's table of a report no name and no place is divided between lines."""
    names = ("Björn Södergranström", "Nguyen Häkkinen-Virtanen", "Kirsi-Maria Kekkonen")
    portable = attended()
    people = tuple(
        replace(person, name=name, organisation="ELY-keskus Pohjois-Savo", site="Jyväskylä")
        for person, name in zip(portable.record.people, names, strict=True)
    )
    page = record_page(
        review(replace(portable, record=replace(portable.record, people=people))),
        translator("fi"),
    )

    reader = pypdf.PdfReader(io.BytesIO(page_pdf(page, translator("fi"))))

    text = "\n".join(page.extract_text() for page in reader.pages)
    text = text[text.index("Paikalla") :].replace("-\nV", "-V")
    assert all(
        text.count(word) >= 1 for word in ("Södergranström", "Häkkinen-Virtanen", "Kekkonen")
    )
    assert text.count("Jyväskylä") >= 3
