"""Poll reports of Zoom become answers of a question, or are told to be of another one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from virtu_desktop.domain.questions import Answer, PollKind, Question, Scale
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.zoom_polls import (
    BadPollReport,
    PollReport,
    PollReportFormat,
    ReportResponse,
    answers_to,
    read_poll_report,
)

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLE = (FIXTURES / "zoom_poll_2024.csv").read_bytes()
FIRST = (
    '\ufeffPoll Report,\r\nReport Generated:,"Nov 24, 2020 12:00:00"\r\nTopic,Meeting ID\r\n'
    "Hybridi,947 5838 1041\r\nPoll Details\r\n\r\n"
    "#,User Name,User Email,Submitted Date/Time,\r\n"
    '1,Ann Aho,ann@virtu.example,"Nov 24, 2020 11:06:21",Kumpi?,A; toinen osa;B,Miten?,3,\r\n'
    '2,Bo Ek,BO@virtu.example,"Nov 24, 2020 11:06:22","Kum-\npi?",B,\r\n'
    '3,anonymous,anonymous,"Nov 24, 2020 11:06:23",Kumpi?,B,Miten?,9,\r\n'
)


def shown(response: ReportResponse) -> dict[str, Any]:
    """Return a response as the expected file writes it."""
    data: dict[str, Any] = {
        "name": response.name or None,
        "email": response.email or None,
        "at": response.at,
        "answers": list(response.answers),
    }
    return data | ({"anonymous": True} if response.is_anonymous else {})


def test_the_sample_matches_what_is_expected_of_it() -> None:
    """Meeting, polls, questions, answers and warnings."""
    wanted = json.loads((FIXTURES / "zoom_poll_2024.expected.json").read_text("utf-8"))

    report = read_poll_report(SAMPLE)

    assert report.format == wanted["format"]
    assert wanted["meeting"] == {
        "title": report.title,
        "start": report.start,
        "meeting_id": report.meeting_id,
    }
    assert [
        {
            "name": poll.name,
            "questions": list(poll.questions),
            "stated_responses": poll.stated,
            "responses": [shown(response) for response in poll.responses],
        }
        for poll in report.polls
    ] == wanted["polls"]
    assert sorted(report.warnings) == sorted(wanted["warnings"])


def test_the_layout_of_2020() -> None:
    """Unheaded pairs of question and answer, ragged rows, a preamble, line breaks in questions."""
    report = read_poll_report(FIRST.encode())

    assert report.format is PollReportFormat.V1
    assert [poll.questions for poll in report.polls] == [("Kumpi?", "Miten?"), ("Kum- pi?",)]
    ann, nobody = report.polls[0].responses
    assert (ann.name, ann.at, ann.answers) == (
        "Ann Aho",
        "2020-11-24T11:06:21",
        ("A; toinen osa;B", "3"),
    )
    assert (nobody.name, nobody.email, nobody.is_anonymous) == ("", "", True)


def test_headings_in_another_language() -> None:
    """What stands where tells what it is."""
    text = SAMPLE.decode("utf-8-sig")
    for word in ("Overview", "Launched Polls", "User Name", "Email Address", "Poll Name"):
        text = text.replace(word, "Sana")

    assert read_poll_report(text.encode()).polls == read_poll_report(SAMPLE).polls


def several() -> Question:
    """Return the question of the old report; one of its options has a ";" inside."""
    return Question(
        text="Kumpi?", kind=PollKind.MULTIPLE, options=("A; toinen osa", "B"), max_choices=2
    )


def test_answers_to_a_question() -> None:
    """Options are found whole; who is anonymous keeps no time and no place in the order."""
    found = answers_to(several(), read_poll_report(FIRST.encode()))

    assert [(one.name, one.at, one.answer.picks) for one in found.answers] == [
        ("", "", (1,)),
        ("Ann Aho", "2020-11-24T11:06:21", (0, 1)),
    ]


def test_levels_of_a_scale_and_answers_that_fit_nothing() -> None:
    """A 9 is no level from 1 to 5: somebody has to look at it."""
    question = Question(text="miten?", kind=PollKind.SCALE, scale=Scale(lowest=1, highest=5))

    found = answers_to(question, read_poll_report(FIRST.encode()))

    assert [one.answer for one in found.answers] == [Answer(picks=(2,))]
    assert found.review == (("", "9"),)


def test_a_question_with_other_words_is_found_by_its_options() -> None:
    """When all answers are options of it, and only there."""
    question = Question(text="Kuinka voit?", kind=PollKind.SINGLE, options=("Hyvin", "Ihan ok"))

    found = answers_to(question, read_poll_report(SAMPLE))

    assert found.poll == "Lämmittely, osa A"
    assert sorted(one.answer.picks for one in found.answers) == [(0,), (1,)]


@pytest.mark.parametrize(
    "question",
    [
        Question(text="Muu?", kind=PollKind.SINGLE, options=("Kyllä", "Ei")),
        Question(text="Muu?", kind=PollKind.OPEN),
    ],
)
def test_a_report_of_another_poll_is_told(question: Question) -> None:
    """With what it asked; nothing is counted."""
    with pytest.raises(BadPollReport) as refused:
        answers_to(question, read_poll_report(SAMPLE))

    assert "Miten voit?" in str(refused.value)


def report_on(day: date | None) -> PollReport:
    """Return a report whose date can be read in two ways."""
    text = '#,N,E,T,Q?\n1,Ann,ann@virtu.example,"03/04/2026 09:12:31 AM",x\n'
    return read_poll_report(f"Polls\n{text}".encode(), day=day)


def test_the_day_of_the_session_decides_the_date() -> None:
    """Else the month stands first, as Zoom writes it."""
    assert report_on(None).polls[0].responses[0].at == "2026-03-04T09:12:31"
    assert report_on(date(2026, 4, 3)).polls[0].responses[0].at == "2026-04-03T09:12:31"


@pytest.mark.parametrize(
    "name",
    ["nasty_empty.csv", "nasty_html_login.csv", "nasty_other_csv.csv", "nasty_random_binary.csv"],
)
def test_what_is_no_report_is_refused(name: str) -> None:
    """In one sentence."""
    with pytest.raises(KnownError):
        read_poll_report((FIXTURES / name).read_bytes())
