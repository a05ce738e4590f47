"""Zoom, Meet, Webex, BigBlueButton, live events and Graph: what each does its own way."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest

from tests.exchange.attendance.samples import ZONE
from virtu_desktop.exchange.attendance.read import read_report
from virtu_desktop.exchange.attendance.report import (
    Code,
    Flag,
    Format,
    Kind,
    Outcome,
    Question,
    Report,
    Role,
)

ZOOM = (
    "Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,"
    "Recording disclaimer response,In waiting room\n"
)
WEBINAR = """Attendee Report,
Report Generated:,"Apr 09, 2020 8:50 PM"
Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered,# Cancelled,Unique Viewers
My webinar,123 456 789,"Apr 09, 2020 6:00 PM",120,10,0,3
Host Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
Yes,Host H,host@x.example,"Apr 09, 2020 5:55:00 PM","Apr 09, 2020 8:00:10 PM",126,No
Panelist Details,
Attended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes),Is Guest
"Yes","Pan P","pan@x.example","Apr 09, 2020 5:58:00 PM","Apr 09, 2020 8:00:10 PM","123","No"
Attendee Details,
Attended,First Name,Last Name,Email,Registration Time,Approval Status,Join Time,Leave Time,Minutes
Yes,Ann,Aho,ann@y.example,"Apr 01, 2020 10:00:00 AM",approved,"Apr 09, 2020 6:01:00 PM",\
"Apr 09, 2020 6:31:00 PM",30
Yes,Ann,Aho,,,,"Apr 09, 2020 6:40:00 PM","Apr 09, 2020 7:31:00 PM",51
No,Bob,Boo,bob@y.example,"Apr 01, 2020 10:00:00 AM",approved,--,--,--
"""


def read(text: str, day: str | None = None, zone: str = ZONE) -> Report:
    """Return the report of a text."""
    return read_report(
        text.encode(), zone=zone, day=None if day is None else date.fromisoformat(day)
    )


def test_the_waiting_room_is_no_attendance() -> None:
    """Time in the waiting room is not counted, and who was only there is not listed."""
    report = read(
        ZOOM
        + "Ann,ann@x.example,03/17/2026 08:50:00 AM,03/17/2026 09:00:00 AM,10,No,,Yes\n"
        + "Ann,ann@x.example,03/17/2026 09:00:00 AM,03/17/2026 10:00:00 AM,60,No,OK,No\n"
        + "Bob,bob@x.example,03/17/2026 08:55:00 AM,03/17/2026 09:01:00 AM,6,Yes,,Yes\n"
    )
    (ann,) = report.people

    assert (ann.total_seconds, ann.kind, ann.recording_consent) == (3600, Kind.INTERNAL, True)


def test_brackets_are_a_rename_only_with_an_address() -> None:
    """IPad (4) keeps its number; a shown name keeps the original beside it."""
    report = read(
        ZOOM
        + "Matti (Matti V),m@x.example,03/17/2026 09:00:00 AM,03/17/2026 10:00:00 AM,60,No,,No\n"
        + "iPad (4),,03/17/2026 09:00:00 AM,03/17/2026 10:00:00 AM,60,Yes,,No\n"
        + "Kalle (Kake),,03/17/2026 09:00:00 AM,03/17/2026 10:00:00 AM,60,Yes,,No\n"
    )

    names = [(one.name, one.original_name) for one in report.people]
    assert names == [("Matti", "Matti V"), ("iPad (4)", None), ("Kalle (Kake)", None)]
    assert Flag.DEVICE in report.people[1].flags


def test_a_webinar_is_several_tables() -> None:
    """Host, panelists and attendees are people; absentees are not; a second row has no address."""
    report = read(WEBINAR)
    people = {one.key: one for one in report.people}

    assert report.format is Format.ZOOM_WEBINAR
    assert Code.STACKED_TABLES in report.warnings
    assert {key: one.role for key, one in people.items()} == {
        "email:host@x.example": Role.HOST,
        "email:pan@x.example": Role.PRESENTER,
        "email:ann@y.example": Role.ATTENDEE,
    }
    assert people["email:ann@y.example"].total_seconds == 81 * 60
    assert (report.meeting.title, report.meeting.meeting_id) == ("My webinar", "123456789")


@pytest.mark.parametrize(
    "text",
    [
        "Nome,Sobrenome,E-mail,Duração,Horário de entrada,Horário de saída\n"
        "Aino,Mäki,a@x.example,1 hora 2 minutos,10:02,11:04\n",
        "Name,Email,Duration,Time joined,Time exited\n"
        "Aino Mäki,a@x.example,62 min,10:02:00 AM,11:04:00 AM\n",
    ],
)
def test_meet_takes_the_day_of_the_session(text: str) -> None:
    """Clock times stand on the given day; without one the day is asked for."""
    (aino,) = read(text, "2026-03-17").people
    asked = read(text)

    assert (aino.name, aino.stated_seconds, aino.total_seconds) == ("Aino Mäki", 3720, None)
    assert aino.first is not None
    assert aino.first.wall == datetime.fromisoformat("2026-03-17T10:02")
    assert (asked.outcome, asked.question) == (Outcome.NEEDS_USER_INPUT, Question.SESSION_DATE)


def test_meet_over_midnight() -> None:
    """Who came after midnight came on the next day."""
    report = read(
        "First name,Last name,Email,Duration,Time joined,Time exited\n"
        "Aino,M,a@x.example,2 hr 2 min,10:50 PM,12:52 AM\nBea,C,,58 min,12:02 AM,1:00 AM\n",
        "2026-03-17",
    )

    firsts = [one.first.wall for one in report.people if one.first]
    assert firsts == [
        datetime.fromisoformat("2026-03-17T22:50"),
        datetime.fromisoformat("2026-03-18T00:02"),
    ]


def test_meet_with_its_date_above_the_table() -> None:
    """A date in the lines above is that of all clock times."""
    report = read(
        "Meeting title,Foo\nDate,2026-03-17\n\nName,Email,Duration,Time joined,Time exited\n"
        "Aino,a@x.example,62 min,10:02,11:04\n"
    )

    assert (report.outcome, report.days) == (Outcome.OK, (date(2026, 3, 17),))
    assert Code.NO_DATE not in report.warnings


def test_webex_in_newer_words_and_saved_again() -> None:
    """More columns, other words and no text formulas are the same report."""
    report = read(
        "Nome da reunião;Início;Fim;Nome;Nome;Apelido;Função;E-mail;Entrada;Saída;Duração;Tipo;S\n"
        "K;2026-03-17 08:50:00;2026-03-17 12:04:00;Aino;A;M;Host;a@x.example;2026-03-17 08:51:04;"
        "2026-03-17 12:03:40;193 mins;Desktop;\n"
        "K;2026-03-17 08:50:00;2026-03-17 12:04:00;Bo;B;M;Attendee;b@x.example;"
        "2026-03-17 08:58:12;2026-03-17 09:41:50;44 mins;Desktop;\n"
    )

    assert report.format is Format.WEBEX
    assert [(one.name, one.total_seconds, one.stated_seconds) for one in report.people] == [
        ("Aino", 11_556, 11_580),
        ("Bo", 2618, 2640),
    ]
    assert Code.FORMULA_WRAPPED not in report.warnings


def test_a_dashboard_with_quotes_in_names_and_other_words() -> None:
    """Cells are not escaped, the heading is not quoted, and the secret answers are nobody."""
    report = read(
        "Nimi,Moderaattori,A,B,C,D,E,F,G,Liittyi,Poistui,Kesto,Kuuluuko, takarivi?\r\n"
        '"Matti "Masa", V","FALSE","4.3","00:00:18","-","1","0","1","0","17.3.2026 klo 8.58.12",'
        '"17.3.2026 klo 12.01.09","02:45:20","Kyllä"\r\n'
        '"Nimetön","","","","","","","","","","","","Ei"'
    )

    assert report.format is Format.BBB_CSV
    assert [(one.name, one.stated_seconds) for one in report.people] == [('Matti "Masa", V', 9920)]
    assert {Code.ANONYMOUS_ROW, Code.WIDE_HEADER} <= report.warnings


def test_an_older_dashboard_without_sessions() -> None:
    """Connections with their own times are stays; an end of zero is open; no id means the name."""
    report = read(
        json.dumps(
            {
                "name": "M",
                "users": {
                    "u": {
                        "name": "Ann",
                        "isModerator": True,
                        "intIds": {"i": {"registeredOn": 1773730264000, "leftOn": 0}},
                    }
                },
            }
        )
    )
    (ann,) = report.people

    assert (ann.key, ann.role, ann.is_open, ann.total_seconds) == (
        "name:ann",
        Role.MODERATOR,
        True,
        0,
    )
    assert {Code.OPEN_INTERVALS, Code.UTC_TIMES} <= report.warnings


def test_viewers_without_a_name_are_told_apart_by_their_connection() -> None:
    """Two anonymous viewers of a live event are two, and having no name is no damage."""
    head = "SessionId,ParticipantId,FullName,UserAgent,UtcEventTimestamp,Action,Role\n"
    ids = [f"518ca2fd-0000-4000-8000-00000000000{number}" for number in (1, 2)]
    report = read(
        head
        + f"{ids[0]},,,Mozilla,1/25/2022 4:48:08 PM,Joined,Attendee\n"
        + f"{ids[1]},,,Mozilla,1/25/2022 4:50:08 PM,Joined,Attendee\n"
        + f"{ids[0]},,,Mozilla,1/25/2022 5:48:08 PM,Left,Attendee\n"
    )

    assert {one.key: one.total_seconds for one in report.people} == {
        f"ext:{ids[0]}": 3600,
        f"ext:{ids[1]}": 0,
    }
    assert report.outcome is Outcome.OK


def test_records_of_graph() -> None:
    """Records in UTC with parts of seconds are stays of the zone."""
    record = {
        "emailAddress": "A@b.example",
        "identity": {"displayName": "Ann"},
        "role": "Organizer",
        "attendanceIntervals": [
            {
                "joinDateTime": "2026-03-17T07:00:00.1234567Z",
                "leaveDateTime": "2026-03-17T08:00:00Z",
                "durationInSeconds": 3600,
            }
        ],
    }
    for document in ({"value": [record]}, {"attendanceRecords": [record]}, [record]):
        report = read(json.dumps(document))
        (ann,) = report.people
        assert (report.format, ann.key, ann.total_seconds) == (
            Format.TEAMS_GRAPH,
            "email:a@b.example",
            3600,
        )
        assert ann.first is not None
        assert ann.first.wall == datetime.fromisoformat("2026-03-17T09:00")
