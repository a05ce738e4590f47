"""Agendas that go out: right for their reader, safe in a spreadsheet, equal when made again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from tests.builders import at, plan
from tests.exchange.agendas import FIXTURES, expected, half_day, record_of
from tests.exchange.records import portable_records
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import HOUR, Duration, Instant, parse_instant
from virtu_desktop.exchange.agenda import Audience, make_agenda, owners, people, plan_mark
from virtu_desktop.exchange.agenda_calendar import calendar
from virtu_desktop.exchange.agenda_columns import guess_mapping
from virtu_desktop.exchange.agenda_import import blocks_of, read_agenda
from virtu_desktop.exchange.agenda_kinds import KindFrom
from virtu_desktop.exchange.agenda_tables import agenda_csv, agenda_markdown, agenda_workbook
from virtu_desktop.exchange.csv_set import unescape
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.run_sheet import run_sheet
from virtu_desktop.exchange.tables import clean, table_of_bytes
from virtu_desktop.i18n import LANGUAGES, translator

EN = translator("en")
STAMP = at("8:12")
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "http://a.example", "mailto:a@b", "'=1"]


def sheet(portable: PortableRecord, audience: Audience = Audience.ALL) -> list[list[object]]:
    """Return the cells of the workbook."""
    data = agenda_workbook(make_agenda(portable, audience=audience), EN)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [list(row) for row in rows]


def unfolded(data: bytes) -> list[str]:
    """Return the lines of a calendar as they were before they were folded."""
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_the_workbook_has_real_times_and_lengths() -> None:
    """A spreadsheet can reckon with them; the gap stands in the times."""
    head, first, _second, last = sheet(half_day())

    assert head[:5] == ["Start", "End", "Length", "Title", "Kind"]
    assert [str(cell) for cell in first[:3]] == ["09:00:00", "09:20:00", "0:20:00"]
    assert first[2] == timedelta(minutes=20)
    assert [str(cell) for cell in last[:3]] == ["10:00:00", "10:15:00", "0:15:00"]


def test_trainers_notes_are_for_trainers_only() -> None:
    """In every format, what trainers note for themselves is in their own agenda alone."""
    for audience in Audience:
        agenda = make_agenda(half_day(), audience=audience)
        made = [
            agenda_csv(agenda, EN),
            agenda_markdown(agenda, EN),
            str(sheet(half_day(), audience)).encode(),
            sheet_data(half_day(), audience),
        ]
        assert [b"sentinel" in one for one in made] == [audience is Audience.TRAINER] * 4
        assert b"sentinel" not in calendar(agenda, EN, version=0, stamp=STAMP)


def calendar_of(data: bytes) -> Calendar:
    """Return a calendar as another program reads it."""
    read = Calendar.from_ical(data)
    assert isinstance(read, Calendar)
    return read


def sheet_data(portable: PortableRecord, audience: Audience) -> bytes:
    """Return the data that a run sheet is typeset from."""
    seen: list[dict[str, str]] = []

    def keep(_source: bytes, *, sys_inputs: dict[str, str], **_more: object) -> bytes:
        seen.append(sys_inputs)
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typst, "compile", keep)
        run_sheet(make_agenda(portable, audience=audience), EN, printed_at=STAMP)
    return seen[0]["data"].encode()


def test_each_audience_reads_what_it_is_told() -> None:
    """A site host reads what the room is told, a producer both sides."""
    site = agenda_csv(make_agenda(half_day(), audience=Audience.SITE), EN).decode()
    producer = agenda_csv(make_agenda(half_day(), audience=Audience.PRODUCER), EN).decode()

    assert "Istukaa" in site
    assert "Kamera" not in site
    assert "Istukaa" in producer
    assert "Kamera" in producer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", ["workbook", "csv", "csv for Finnish Excel"])
def test_an_agenda_that_went_out_comes_back(form: str, language: str) -> None:
    """Import knows our own headings, kinds and units in every language."""
    portable = half_day()
    agenda, tr = make_agenda(portable, audience=Audience.TRAINER), translator(language)
    data = (
        agenda_workbook(agenda, tr)
        if form == "workbook"
        else agenda_csv(agenda, tr, excel_fi="Finnish" in form)
    )

    table = table_of_bytes(data)
    preview = read_agenda(table, guess_mapping(table))

    assert {row.kind_from for row in preview.rows} == {KindFrom.NAMED}
    ids = iter(["a", "b", "c"])
    assert blocks_of(preview, new_id=ids.__next__, fix_starts=True) == agenda.plan.blocks


@pytest.mark.parametrize("text", FORMULAS)
def test_t08_what_people_typed_is_never_a_formula(text: str) -> None:
    """Neither formula nor link comes out, and the text comes back."""
    planned = plan("a 10")
    planned = planned.with_block(replace(planned.blocks[0], title=text, owner=text))
    portable = record_of(planned)

    cells = sheet(portable)[1]
    data = agenda_workbook(make_agenda(portable), EN)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist()}
    (row,) = csv.DictReader(io.StringIO(agenda_csv(make_agenda(portable), EN).decode(), newline=""))

    assert unescape(str(cells[3])).strip() == unescape(row["Title"]).strip() == text.strip()
    assert "<f>" not in "".join(parts.values())
    assert not any("hyperlink" in part for part in parts.values())
    assert not row["Title"].startswith(("=", "+", "-", "@", "\t"))


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60).filter(lambda t: clean(t)))
def test_t08_every_title_comes_back(title: str) -> None:
    """Whatever was typed is read again as the cleaned text that it is."""
    planned = plan("a 10")
    planned = planned.with_block(replace(planned.blocks[0], title=title))

    table = table_of_bytes(agenda_csv(make_agenda(record_of(planned)), EN))

    assert clean(table.rows[1].text(3)) in (clean(title), clean(unescape(title)))


def test_markdown_shows_whose_blocks_these_are() -> None:
    """The blocks of the chosen owner are strong; markup that was typed is text."""
    planned = plan("a 10")
    planned = planned.with_block(replace(planned.blocks[0], title="*x* | y", owner="Mia"))

    text = agenda_markdown(make_agenda(record_of(planned), owner="mia"), EN).decode()

    assert r"| 9:00 | 10 min | **\*x\* \| y** | Plenary | Mia |" in text
    assert "25 Nov 2026, 9:00–9:10. For everybody." in text


def test_markdown_tells_materials_apart() -> None:
    """Several materials stand in one cell with semicolons between them."""
    text = agenda_markdown(make_agenda(half_day()), EN).decode()

    assert "| Kortit; ajastin |" in text


def test_owners_are_people() -> None:
    """Several people of one block are each an owner, in the order of the plan."""
    assert people("Aino ja Göran, Mia & Pekka och Sandra") == (
        "Aino",
        "Göran",
        "Mia",
        "Pekka",
        "Sandra",
    )
    assert owners(half_day().record.session.plan) == ("Aino", "Göran")
    lines = make_agenda(half_day(), owner="GÖRAN").lines
    assert [line.is_own for line in lines] == [False, True, False]


def test_the_calendar_follows_the_rules_of_the_sample() -> None:
    """Required lines, length of lines, line ends and the zone are those of the sample."""
    must = expected("session")["must"]
    sample = unfolded((FIXTURES / "session.ics").read_bytes())
    portable = record_of(plan("a 180"), title="Turvallinen hybridikoulutus, osa 1; Äänekoski")

    data = calendar(make_agenda(portable), EN, version=3, stamp=STAMP)

    lines = unfolded(data)
    assert all(len(line) <= must["max_line_octets"] for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert {re.split("[:;]", line)[0] for line in lines} >= set(must["required"])
    assert lines.count("BEGIN:VEVENT") == must["events"]
    zone = sample[sample.index("BEGIN:VTIMEZONE") : sample.index("END:VTIMEZONE") + 1]
    assert {frozenset(line.split(";")) for line in map(without_name, zone)} <= {
        frozenset(line.split(";")) for line in map(without_name, lines)
    }
    assert r"SUMMARY:Turvallinen hybridikoulutus\, osa 1\; Äänekoski (Group B)" in lines
    assert "METHOD:PUBLISH" in lines


def without_name(line: str) -> str:
    """Return a line with its parts set apart from its name, whatever their order."""
    return line.replace(":", ";", 1)


@pytest.mark.parametrize(("target", "end"), [("9:45", "10:15"), ("11:00", "11:00")])
def test_an_event_lasts_until_the_plan_and_its_target_have_ended(target: str, end: str) -> None:
    """A plan that ends after its target is in the calendar as a whole."""
    portable = half_day()
    session = portable.record.session
    session = replace(session, plan=replace(session.plan, end=at(target)))
    made = make_agenda(replace(portable, record=replace(portable.record, session=session)))

    (event,) = calendar_of(calendar(made, EN, version=1, stamp=STAMP)).events

    hour, minute = map(int, end.split(":"))
    assert event.end == datetime(2026, 11, 25, hour, minute, tzinfo=ZoneInfo("Europe/Helsinki"))


def test_an_event_keeps_its_id_and_counts_its_versions() -> None:
    """A newer file changes the entry that is there: same UID, higher SEQUENCE, new content."""
    before = calendar_of(calendar(make_agenda(half_day()), EN, version=1, stamp=STAMP))
    changed = half_day()
    moved = replace(changed.record.session.plan, start=at("9:30"), end=at("12:00"))
    session = replace(changed.record.session, plan=moved)
    later = replace(changed, record=replace(changed.record, session=session))
    after = calendar_of(calendar(make_agenda(later), EN, version=2, stamp=at("8:30")))

    (old,), (new,) = before.events, after.events
    assert old.uid == new.uid == "session-s1@virtu-desktop"
    assert (old.sequence, new.sequence) == (1, 2)
    assert old.start == datetime(2026, 11, 25, 9, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert new.end == datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
    assert old.location == "Jyväskylä"
    assert (old.description or "").splitlines() == [
        "VIRTU 2026",
        "",
        "9:00 Tervetuloa (Aino)",
        "9:20 Pienryhmätyöskentelyn yhteenveto (Göran ja Aino)",
        "10:00 Tauko",
    ]


@pytest.mark.parametrize(
    ("zone", "has_summer"),
    [
        ("Europe/Stockholm", True),
        ("America/New_York", True),
        ("Australia/Sydney", True),
        ("Asia/Tokyo", False),
        ("UTC", False),
    ],
)
def test_calendars_know_every_zone(zone: str, has_summer: bool) -> None:
    """The instants are right wherever the session is, and the zone comes with its rules."""
    start = parse_instant("2026-07-01T07:00:00Z")
    planned = Plan(start=start, zone=zone, blocks=plan("a 60").blocks)

    data = calendar(make_agenda(record_of(planned)), EN, version=0, stamp=STAMP)

    (event,) = calendar_of(data).events
    assert event.start == datetime.fromisoformat("2026-07-01T07:00:00+00:00")
    assert (b"BEGIN:DAYLIGHT" in data) == has_summer


@pytest.mark.parametrize("audience", Audience)
def test_the_run_sheet_is_a_tagged_pdf(audience: Audience) -> None:
    """It follows PDF/UA and is in the language of its reader, for every audience."""
    pdf = run_sheet(
        make_agenda(half_day(), audience=audience), translator("fi"), printed_at=STAMP, version=3
    )

    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf or b"/StructTreeRoot" in pdf
    assert b"/Lang (fi)" in pdf or b"/Lang(fi)" in pdf
    assert b"pdfuaid" in pdf


def test_the_foot_of_the_run_sheet_says_which_plan_and_when() -> None:
    """Version, mark of the plan and time of printing are in the data of every page."""
    portable = half_day()
    mark = plan_mark(portable.record.session.plan)

    data = sheet_data(portable, Audience.ALL).decode()

    assert re.fullmatch("[0-9A-F]{6}", mark)
    assert f"Plan {mark} · printed 25 Nov 2026 8:12" in data
    assert "10 min free" in data


def test_equal_plans_have_equal_marks_only() -> None:
    """The mark changes with anything in the plan."""
    planned = half_day().record.session.plan
    shorter = planned.with_block(replace(planned.blocks[0], length=Duration(HOUR)))

    assert plan_mark(planned) == plan_mark(half_day().record.session.plan)
    assert plan_mark(planned) != plan_mark(shorter)


def test_markup_that_was_typed_is_text() -> None:
    """Typst's own marks in a title do not run; letters that no font has leave a sheet."""
    planned = plan("a 10")
    typed = '#panic("x") $1/0$ *b* @ref <a> \\ // /* \ue000 \U0001f600'
    planned = planned.with_block(replace(planned.blocks[0], title=typed, room=typed))

    assert run_sheet(make_agenda(record_of(planned, title=typed)), EN, printed_at=STAMP)


def test_a_sheet_that_no_standard_allows_is_made_without_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When the typesetter refuses for the standard's sake, people still get their sheet."""
    real = typst.compile

    def strict(source: bytes, *, pdf_standards: str | None = None, **more: object) -> bytes:
        if pdf_standards is not None:
            raise typst.TypstError("no font has this letter", "")
        return bytes(real(source, **more))  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "compile", strict)

    assert run_sheet(make_agenda(half_day()), EN, printed_at=STAMP).startswith(b"%PDF")


def test_a_run_sheet_needs_no_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Inter the typesetter's own font takes its place."""
    real = typst.compile

    def bare(source: bytes, **more: object) -> bytes:
        return bytes(real(source, ignore_system_fonts=True, **more))  # type: ignore[call-overload]

    monkeypatch.setattr(typst, "compile", bare)

    pdf = run_sheet(make_agenda(half_day()), EN, printed_at=STAMP)

    assert b"LibertinusSerif" in pdf
    assert b"Inter" not in pdf


@settings(max_examples=15)
@given(portable_records(), st.sampled_from(Audience), st.sampled_from(LANGUAGES))
def test_the_same_agenda_gives_the_same_bytes(
    portable: PortableRecord, audience: Audience, language: str
) -> None:
    """Any record can be written for anybody in any language, and again to the byte."""
    agenda, tr = make_agenda(portable, audience=audience), translator(language)

    def made() -> list[bytes]:
        return [
            agenda_csv(agenda, tr),
            agenda_markdown(agenda, tr),
            agenda_workbook(agenda, tr),
            calendar(agenda, tr, version=1, stamp=Instant(STAMP)),
            run_sheet(agenda, tr, printed_at=STAMP, version=1),
        ]

    assert made() == made()
