"""The ten reading rules and their traps, each as a test (FORMATS.md 0.2)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

import pytest

from tests.exchange.attendance.samples import ZONE, expected, sample
from tests.exchange.attendance.variants import DATES, PEOPLE, Style, sections
from virtu_desktop.exchange.attendance.read import read_report
from virtu_desktop.exchange.attendance.report import (
    Code,
    Flag,
    Format,
    Kind,
    Outcome,
    Question,
    Reason,
    Report,
    ReportPerson,
)
from virtu_desktop.exchange.csv_set import escape

HEAD = (
    "1. Summary\nMeeting title\tX\nAttended participants\t1\nStart time\t{0}\nEnd time\t{1}\n\n"
    "2. Participants\nName\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\t"
    "Participant ID (UPN)\tRole\nA B\t{0}\t{1}\t{2}\ta@b.example\ta@b.example\tOrganizer\n\n"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n"
)


def read(text: str | bytes, day: date | None = None, zone: str = ZONE) -> Report:
    """Return the report of a text."""
    return read_report(text.encode() if isinstance(text, str) else text, zone=zone, day=day)


def alone(*stays: tuple[str, str, str]) -> str:
    """Return a report of one person with stays: join, leave, stated length."""
    rows = "".join(
        f"A B\t{join}\t{leave}\t{length}\ta@b.example\tOrganizer\n" for join, leave, length in stays
    )
    return HEAD.format(stays[0][0], stays[-1][1], stays[0][2]) + rows


def only(report: Report) -> ReportPerson:
    """Return the only person of a report."""
    (person,) = report.people
    return person


def test_rule_1_the_bytes_decide_not_the_name() -> None:
    """A sign-in page, a PDF, an old workbook and random bytes are told apart."""
    pdf = read(b"%PDF-1.7 and more")
    old = read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    archive = read(b"PK\x03\x04" + bytes(60))

    assert [one.detected for one in (pdf, old, archive)] == ["pdf", "xls", "archive"]
    assert {one.reason for one in (pdf, old, archive)} == {Reason.WRONG_FILE_TYPE}
    assert read(sample("nasty_html_login")).detected == "html"
    assert read(sample("nasty_random_binary")).reason is Reason.NOT_TEXT
    assert read(sample("nasty_bom_only")).reason is Reason.EMPTY_FILE


def test_rule_2_words_say_nothing_about_dates() -> None:
    """Polish words with American dates are read as 17 March, and the difference is told."""
    report = read(sample("teams_gen3_report_pl-PL_us_dates"))

    assert report.days == (date(2026, 3, 17),)
    assert Code.OTHER_DATE_FORMAT in report.warnings


def test_rule_3_joins_and_leaves_count_not_stated_lengths() -> None:
    """A stated length without its seconds, or off by one, changes nothing."""
    report = read(sample("teams_gen2_report_en-US"))
    aino = next(one for one in report.people if one.key == "email:aino.makelainen@virtu.example")

    assert (aino.total_seconds, aino.stated_seconds) == (11_556, 11_520)
    assert Code.DURATION_TRUNCATED in report.warnings
    one_off = read(sample("teams_gen3_report_pl-PL_us_dates"))
    assert Code.STATED_EXCEEDS not in one_off.warnings
    assert Code.DURATION_TRUNCATED not in one_off.warnings


def test_rule_4_two_devices_count_once() -> None:
    """Overlapping stays are one stretch of time, which the stated sum counts twice."""
    join, middle, leave = "3/17/26, 9:00:00 AM", "3/17/26, 10:00:00 AM", "3/17/26, 11:00:00 AM"
    report = read(alone((join, middle, "1h"), ("3/17/26, 9:30:00 AM", leave, "1h 30m")))
    person = only(report)

    assert (person.total_seconds, person.stated_seconds) == (7200, 9000)
    assert len(person.merged) == 1
    assert Flag.OVERLAPPING in person.flags
    assert Flag.REJOINED not in person.flags
    assert Code.STATED_EXCEEDS in report.warnings


def test_rule_4_stays_that_touch_are_one() -> None:
    """Somebody who leaves and joins in the same second was never away."""
    join, middle, leave = "3/17/26, 9:00:00 AM", "3/17/26, 10:00:00 AM", "3/17/26, 11:00:00 AM"
    person = only(read(alone((join, middle, "1h"), (middle, leave, "1h"))))

    assert (person.total_seconds, len(person.merged)) == (7200, 1)


def test_rule_5_lengths_are_elapsed_time_in_spring() -> None:
    """Over the night of the clock change, 5 h 40 min on the wall are 4 h 40 min."""
    text = alone(("29.3.26 klo 0.20.00", "29.3.26 klo 6.00.00", "4 t 40 min"))

    assert only(read(text)).total_seconds == 16_800
    assert only(read(text, zone="America/New_York")).total_seconds == 20_400


def test_rule_5_lengths_are_elapsed_time_in_autumn() -> None:
    """An hour that clocks show twice counts twice for whoever was in all the time."""
    through = alone(("25.10.26 klo 2.30.00", "25.10.26 klo 5.00.00", "3 t 30 min"))
    second = alone(("25.10.26 klo 2.30.00", "25.10.26 klo 3.30.00", "2 t"))
    first = alone(("25.10.26 klo 2.30.00", "25.10.26 klo 3.30.00", "1 t"))
    back = alone(("25.10.26 klo 3.40.00", "25.10.26 klo 3.10.00", "30 min"))

    totals = [only(read(text)).total_seconds for text in (through, second, first, back)]
    assert totals == [12_600, 7200, 3600, 1800]


def test_rule_5_only_utc_files_are_converted() -> None:
    """A live event states UTC: the zone of the session shows it, the length stays."""
    helsinki = read(sample("teams_live_event_attendee"))
    stockholm = read(sample("teams_live_event_attendee"), zone="Europe/Stockholm")

    for report, hour in ((helsinki, 8), (stockholm, 7)):
        first = report.people[0].first
        assert first is not None
        assert first.wall.hour == hour
    assert helsinki.people[0].total_seconds == stockholm.people[0].total_seconds


def test_rule_6_two_readings_are_asked_about() -> None:
    """3 April or 4 March: nothing is used until somebody says which."""
    text = alone(("03/04/26, 08:51:04", "03/04/26, 12:03:40", "3h 12m 36s"))

    report = read(text)
    assert (report.outcome, report.question) == (Outcome.NEEDS_USER_INPUT, Question.DATE_ORDER)
    assert read(text, date(2026, 4, 3)).days == (date(2026, 4, 3),)
    assert read(text, date(2026, 3, 4)).days == (date(2026, 3, 4),)
    assert read(text, date(2026, 5, 4)).question is Question.OTHER_DAY


def test_rule_6_equal_numbers_are_no_question() -> None:
    """3 March is 3 March in either order."""
    assert read(alone(("03/03/26, 08:51:04", "03/03/26, 12:03:40", "3h"))).is_usable


def test_rule_6_a_night_over_a_month_end_shows_the_order() -> None:
    """Days that lie a month apart in one reading and side by side in the other leave no doubt."""
    report = read(alone(("04/05/26, 23:00:00", "05/05/26, 01:00:00", "2h")))

    assert report.days == (date(2026, 5, 4),)
    assert only(report).total_seconds == 7200


def test_rule_6_a_report_of_another_day_is_not_merged() -> None:
    """A report of the day before is refused with a question, though its dates are clear."""
    report = read(sample("teams_gen3_report_fi-FI"), date(2026, 3, 18))

    assert (report.outcome, report.question) == (Outcome.NEEDS_USER_INPUT, Question.OTHER_DAY)


def test_rule_7_one_name_with_two_addresses_is_two_people() -> None:
    """Two Jari Korhonens stay two, and that is told."""
    report = read(sample("teams_gen3_report_en-US_4sections"))

    assert [one.name for one in report.people].count("Jari Korhonen") == 2
    assert Code.SAME_NAME in report.warnings


def test_rule_7_a_different_mark_does_not_split_a_person() -> None:
    """A guest who comes back with another mark behind the name is the same guest."""
    rows = (
        "Lumi (Guest)\t3/17/26, 9:00:00 AM\t3/17/26, 9:30:00 AM\t30m\t\tAttendee\n"
        "Lumi (Unverified)\t3/17/26, 10:00:00 AM\t3/17/26, 10:30:00 AM\t30m\t\tAttendee\n"
    )
    text = alone(("3/17/26, 8:51:04 AM", "3/17/26, 12:03:40 PM", "3h")) + rows
    people = {person.key: person.total_seconds for person in read(text).people}

    assert people["name:lumi"] == 3600


def test_rule_7_names_that_overlap_stay_apart() -> None:
    """Two rows of one name at the same time are two people or two devices: nobody can say."""
    people = read(sample("teams_gen3_report_en-US_4sections")).people
    twins = {one.key: one.total_seconds for one in people if one.name == "Dana Twin"}

    assert twins == {"name:dana twin#1": 3600, "name:dana twin#2": 5400}


def test_rule_7_a_department_is_part_of_the_name() -> None:
    """A bracket that ends several names of the organiser's own people is no mark."""
    style = Style(
        people=(
            PEOPLE[0],
            *(type(PEOPLE[0])(
                name=f"{name} (HR)", email=f"{name}@virtu.example", role="attendee",
                stays=((0, 60),),
            ) for name in ("maija", "pekka")),
        )
    )  # fmt: skip

    names = {person.name for person in read(sections(style)).people}
    assert {"maija (HR)", "pekka (HR)"} <= names


def test_rule_7_decomposed_letters_are_the_same_name() -> None:
    """A name is compared in one form of its letters."""
    rows = "Ma\u0308ki\tJoined\t17/03/2026, 09:00:00\nMäki\tLeft\t17/03/2026, 10:00:00\n"
    person = only(read("Full Name\tUser Action\tTimestamp\n" + rows))

    assert (person.key, person.total_seconds) == ("name:mäki", 3600)


def test_rule_8_missing_and_added_cells_are_normal() -> None:
    """Rows that end early and rows that Excel padded are read, and told."""
    assert Code.SHORT_ROWS in read(sample("teams_gen3_report_en-US_4sections")).warnings
    assert Code.PADDED_CELLS in read(sample("teams_gen2_report_excel_resaved")).warnings


def test_rule_9_hostile_text_is_kept_and_guarded_on_output() -> None:
    """A formula stays what it is in memory and never leaves as one."""
    report = read(sample("nasty_formula_injection"))
    first = report.people[0].display_name

    assert first.startswith("=HYPERLINK")
    assert escape(first).startswith("'=")
    assert report.outcome is Outcome.OK_WITH_WARNINGS


def test_rule_9_a_caller_is_no_formula() -> None:
    """A telephone number with a plus sign is honest when it is a caller's."""
    report = read(sample("google_meet_attendance"), date(2026, 3, 17))
    caller = next(one for one in report.people if one.kind is Kind.PHONE)

    assert Flag.FORMULA_LIKE not in caller.flags
    assert report.outcome is Outcome.OK


def test_rule_10_the_bytes_are_known_by_their_hash() -> None:
    """The same file is recognised again."""
    data = sample("teams_gen1_list_en-GB")

    assert read(data).sha256 == hashlib.sha256(data).hexdigest()
    assert read(data).sha256 == expected("teams_gen1_list_en-GB")["sha256"]


def test_a_quote_that_never_closes_swallows_nobody() -> None:
    """Stray quotation marks are letters, and that is told."""
    text = (
        "Full Name\tUser Action\tTimestamp\n"
        '"Ace\tJoined\t17/03/2026, 09:20:00\nBob\tJoined\t17/03/2026, 09:21:00\n'
        'Bob\tLeft\t17/03/2026, 10:21:00\n"Ace\tLeft\t17/03/2026, 11:20:00\n'
    )
    report = read(text)

    assert {one.key: one.total_seconds for one in report.people} == {
        'name:"ace': 7200,
        "name:bob": 3600,
    }
    assert Code.STRAY_QUOTES in report.warnings


def test_half_a_moment_at_the_cut_end_is_no_moment() -> None:
    """A last time that lost its seconds with the end of the file is not used."""
    text = (
        "Full Name\tUser Action\tTimestamp\nA\tJoined\t17/11/2020, 09:00:30\n"
        "A\tLeft\t17/11/2020, 12:00"
    )
    report = read(text)

    assert (only(report).total_seconds, only(report).is_open) == (0, True)
    assert {Code.FILE_CUT, Code.OPEN_INTERVALS} <= report.warnings


def test_sections_without_stays_state_lengths_only() -> None:
    """When the third section is missing, first and last time are known and no stay."""
    text = HEAD.format("3/17/26, 8:51:04 AM", "3/17/26, 12:03:40 PM", "2h").split("\n3.")[0]
    report = read(text)
    person = only(report)

    assert (person.stays, person.total_seconds, person.stated_seconds) == (None, None, 7200)
    assert person.first is not None
    assert person.first.wall == datetime.fromisoformat("2026-03-17T08:51:04")
    assert Code.INTERVALS_UNKNOWN in report.warnings


def test_a_guest_account_gives_its_address() -> None:
    """An id with #EXT# holds the address, which is a guess and marked as one."""
    text = alone(("3/17/26, 8:51:04 AM", "3/17/26, 12:03:40 PM", "3h")).replace(
        "a@b.example\ta@b.example", "\tmaija.m_part.example#EXT#@v.onmicrosoft.example"
    )
    person = read(text).people[0]

    assert (person.email, person.kind) == ("maija.m@part.example", Kind.GUEST)
    assert Flag.EXT_UPN in person.flags


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Asia/Tokyo", "America/Los_Angeles"])
def test_local_times_stay_as_in_the_file(zone: str) -> None:
    """The zone says which instants the clocks mean, never what they show."""
    report = read(sections(Style(say=DATES["fi-FI"])), zone=zone)

    assert report.meeting.start is not None
    assert report.meeting.start.wall == datetime.fromisoformat("2026-03-17T08:50")


def test_a_format_is_recognised_without_its_name() -> None:
    """A participants report of a table with two dates and seconds is not one of Zoom."""
    text = (
        "person_id,name,email,kind,role,first_join,last_leave,attended_seconds,joins\n"
        "1,A,a@b.example,internal,x,2026-03-17T08:51:04+02:00,2026-03-17T12:03:40+02:00,11556,1\n"
    )

    assert read(text).format is Format.UNKNOWN
