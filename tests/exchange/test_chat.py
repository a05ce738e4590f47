"""Chats of meeting tools are read by shape: the samples, and the same layouts in any language."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange import chats
from tests.exchange.chats import CLOCKS, DATES, EVERYTHING, NAMES, Said
from virtu_desktop.domain.chat import ChatMessage
from virtu_desktop.domain.chat_names import known_names
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.exchange.chat import (
    BadChat,
    Chat,
    ChatFormat,
    ChatWarning,
    read_chat,
    read_chat_text,
)

FIXTURES = Path(__file__).parent / "fixtures"
SAMPLES = sorted(FIXTURES.glob("*chat*.txt"))
ZOOM_WORDS = [
    ("From", "to", "Everyone"),
    ("Von", "an", "Alle"),
    ("От", "кому", "Все"),
    ("Від", "до", "Усі"),
    ("De", "a", "Todos"),
    ("De", "à", "tout le monde"),
    ("Lähettäjä", "vastaanottaja", "Kaikki"),
    ("Från", "till", "Alla"),
    ("Quux", "zork", "Blarg"),
]


def shown(message: ChatMessage) -> dict[str, Any]:
    """Return a message as the expected files write it."""
    data: dict[str, Any] = {
        "at": message.at,
        "from": message.sender,
        "to": message.to or "everyone",
        "text": message.text,
    }
    if message.is_private:
        data["private"] = True
    if message.reactions:
        data["reactions"] = dict(message.reactions)
    if message.is_edited:
        data["edited"] = True
    if message.reply_to is not None:
        data["reply_to"] = message.reply_to
    return data


def said(chat: Chat) -> list[tuple[str, str, str]]:
    """Return sender, time and text of the messages for everyone."""
    return [(one.sender, one.at, one.text) for one in chat.messages if not one.is_private]


def expected(seconds: bool = True, dated: bool = False) -> list[tuple[str, str, str]]:
    """Return what every reader should make of EVERYTHING."""
    form = ("%Y-%m-%dT" if dated else "") + ("%H:%M:%S" if seconds else "%H:%M")
    return [(one.sender, f"{one.moment:{form}}", one.text) for one in EVERYTHING]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_match_what_is_expected_of_them(sample: Path) -> None:
    """Format, outcome, every message, what belongs to nobody, and the warnings."""
    wanted = json.loads(sample.with_suffix(".expected.json").read_text("utf-8"))
    data = sample.read_bytes()

    chat = read_chat(data)

    assert hashlib.sha256(data).hexdigest() == wanted["sha256"]
    assert [shown(message) for message in chat.messages] == wanted["messages"]
    assert (chat.format, chat.outcome) == (wanted["format"], wanted["outcome"])
    assert sorted(chat.warnings) == sorted(wanted["warnings"])
    assert list(chat.unattributed_lines) == wanted.get("unattributed_lines", [])


def test_all_samples_are_here() -> None:
    """So that a sample that goes missing is missed."""
    assert len(SAMPLES) == 6


@pytest.mark.parametrize("words", ZOOM_WORDS, ids=lambda words: words[0])
def test_saved_chats_of_zoom_in_any_language(words: tuple[str, str, str]) -> None:
    """The words of a line's start are never looked up; where they stand tells what they are."""
    first = read_chat_text(chats.zoom_v1(EVERYTHING, words))
    second = read_chat_text(chats.zoom_v2(EVERYTHING, words))
    third = read_chat_text(chats.zoom_v3(EVERYTHING, words))

    assert said(first) == expected()
    assert said(second) == expected()
    assert said(third) == expected(dated=True)
    assert [chat.format for chat in (first, second, third)] == [
        ChatFormat.ZOOM_V1,
        ChatFormat.ZOOM_V2,
        ChatFormat.ZOOM_V3,
    ]


def test_private_messages_are_known_in_any_language() -> None:
    """By the mark behind the recipient, and by not being for everyone."""
    chat = read_chat_text(
        "09:00:00 Von  Ann  an  Alle:\n\tHallo\n"
        "09:01:00 Von  Ann  an  Bo (Oulu)(Direktnachricht):\n\tgeheim\n"
        "09:02:00 Von  Bo (Oulu)  an  Alle:\n\t2\n"
    )

    assert [(one.to, one.is_private) for one in chat.messages] == [
        ("", False),
        ("Bo (Oulu)", True),
        ("", False),
    ]
    assert ChatWarning.PRIVATE_MESSAGES in chat.warnings


def test_chat_of_a_recording() -> None:
    """Times stay offsets; a message that begins with a time starts nothing."""
    chat = read_chat_text(chats.zoom_cloud(EVERYTHING))

    assert [one.text for one in chat.messages] == [one.text for one in EVERYTHING]
    assert chat.messages[1].at == "+00:03:00"
    assert chat.warnings == (ChatWarning.RELATIVE_TIMES,)


def test_replies_and_reactions_of_zoom() -> None:
    """A reply keeps what it answers apart; a reaction is no message and can be taken back."""
    chat = read_chat_text(
        "2026-03-17 09:00:00 From Ann to Everyone:\n\tKumpi, 1 vai 2? Vastatkaa heti\n"
        '2026-03-17 09:00:09 From Bo to Everyone:\n\tReplying to "Kumpi, 1 vai 2?..."\n\t\n\t2\n'
        '2026-03-17 09:00:12 From Cy to Everyone:\n\tReacted to "2" with 👍\n'
        '2026-03-17 09:00:13 From Di to Everyone:\n\tReagerade på "2" med 👍\n'
        '2026-03-17 09:00:14 From Cy to Everyone:\n\tRemoved a 👍 reaction from "2"\n'
        '2026-03-17 09:00:20 From Ed to Everyone:\n\tHän sanoi "2" eikä muuta\n'
    )

    assert [one.text for one in chat.messages] == [
        "Kumpi, 1 vai 2? Vastatkaa heti",
        "2",
        'Hän sanoi "2" eikä muuta',
    ]
    assert chat.messages[1].reply_to == "Kumpi, 1 vai 2?..."
    assert chat.messages[1].reactions == (("like", 1),)


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("one_line", [False, True])
def test_brackets_of_teams_with_any_clock(clock: chats.Clock, one_line: bool) -> None:
    """Times of 12 and 24 hours, with the words of several languages."""
    chat = read_chat_text(chats.teams_brackets(EVERYTHING, clock, one_line=one_line))

    assert said(chat) == expected(seconds=False)
    assert (chat.format, chat.warnings) == (ChatFormat.TEAMS_V1, (ChatWarning.NO_DATE,))


@pytest.mark.parametrize("dates", DATES.values(), ids=DATES)
@pytest.mark.parametrize(
    ("by", "menu"), [("by", "has context menu"), ("av", "har en snabbmeny"), ("od", "ma menu tu")]
)
def test_everything_copied_from_teams(dates: chats.Clock, by: str, menu: str) -> None:
    """The line of a date below the line of a name starts a message in any language."""
    chat = read_chat_text(chats.teams_everything(EVERYTHING, dates, by=by, menu=menu))

    assert said(chat) == expected(seconds=False, dated=True)
    assert ChatWarning.UI_TEXT_REMOVED in chat.warnings


def test_a_quoted_message_never_counts_again() -> None:
    """Also when the marks around it are in a language that nobody knows here."""
    chat = read_chat_text(
        "2 od Ann Aho\nAnn Aho\n17.3.2026 9:12\n2\n"
        "Samaa mieltä od Bo Ek\nBo Ek\n17.3.2026 9:14\n"
        "Początek cytatu, 2 od Ann Aho\nAnn Aho\n17.3.2026 9:12\n2\nKoniec cytatu\n"
        "Samaa mieltä\n"
    )

    assert [(one.sender, one.text, one.reply_to) for one in chat.messages] == [
        ("Ann Aho", "2", None),
        ("Bo Ek", "Samaa mieltä", "2"),
    ]


def test_names_and_times_on_lines_of_their_own() -> None:
    """The older clipboard of Teams, and the panel of Zoom with "Me to Everyone"."""
    teams = read_chat_text("Ann Aho\n8/31 10:39 AM\n2\nBo Ek\nYesterday 10:40 AM\nJa!\n")
    zoom = read_chat_text("Me to Everyone\n09:12\nHei\nBo Ek to Everyone\n09:13\n2\n")
    flat = read_chat_text("Me to Everyone 9:12 AM\nHei\nBo Ek to Everyone 9:13 AM\n2\n")

    assert said(teams) == [("Ann Aho", "10:39", "2"), ("Bo Ek", "10:40", "Ja!")]
    for chat in (zoom, flat):
        assert said(chat) == [("Me", "09:12", "Hei"), ("Bo Ek", "09:13", "2")]
        assert chat.format is ChatFormat.ZOOM_PANEL


@pytest.mark.parametrize(
    "line",
    [
        "09:12 Ann Aho: 2",
        "9.12 - Ann Aho: 2",
        "17.3.2026 klo 9.12 - Ann Aho: 2",
        "[9:12] Ann Aho: 2",
        "Ann Aho (09:12): 2",
        "2026-03-17 09:12 | Ann Aho: 2",
    ],
)
def test_lines_with_a_time_and_a_name(line: str) -> None:
    """Whatever tool or person put them together."""
    chat = read_chat_text(f"{line}\n{line.replace('Ann Aho', 'Bo Ek')}")

    assert [(one.sender, one.text) for one in chat.messages] == [("Ann Aho", "2"), ("Bo Ek", "2")]
    assert all(one.at.endswith("09:12") for one in chat.messages)


@pytest.mark.parametrize(
    ("form", "at"),
    [
        ("{who}  9:12 AM\n{text}", "09:12"),
        ("{who} 9:12 AM\n{text}", "09:12"),
        ("{who} — Today at 9:12 AM\n{text}", "09:12"),
        ("from {who} to everyone:    9:12 AM\n{text}", "09:12"),
        ("{who} to kaikki: 9.12\n{text}", "09:12"),
        ("09:12\t{who}\t{text}", "09:12"),
        ("2026-03-17\t09:12\t{who}\t{text}", "2026-03-17T09:12"),
        ("00:09:12.000,00:09:15.000\n{who}: {text}\n", "+00:09:12"),
        ("00:09:12.000 --> 00:09:15.000\n{who}: {text}\n", "+00:09:12"),
        ("\u200e[9:12 AM]\u200e {who}\n{text}", "09:12"),
        ("[٩:١٢ ص] {who}\n{text}", "09:12"),
        ("[٩:١٢ م] {who}\n{text}", "21:12"),
        ("[9:12 ق.ظ] {who}\n{text}", "09:12"),
        ("[9:12 אחה״צ] {who}\n{text}", "21:12"),
        ("[9:12 SA] {who}\n{text}", "09:12"),
    ],
)
def test_other_tools_and_other_writing(form: str, at: str) -> None:
    """Webex, Meet and its captions, tables, marks of direction, and halves of the day."""
    people = ("Ann de Boer", "Åsa Sjögren")

    chat = read_chat_text("\n".join(form.format(who=who, text="2") for who in people))

    assert said(chat) == [(who, at, "2") for who in people]


def test_a_private_line_of_webex_is_not_read_out() -> None:
    """Its text belongs to the sender alone, not to the message for everyone before it."""
    chat = read_chat_text(
        "from Ann Aho to everyone:    9:12 AM\n2\n"
        "from Bo Ek to Ann Aho (privately):    9:13 AM\nsalaisuus\n"
    )

    assert [(one.sender, one.to, one.is_private, one.text) for one in chat.messages] == [
        ("Ann Aho", "", False, "2"),
        ("Bo Ek", "Ann Aho", True, "salaisuus"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Huomenta kaikille!\nGod morgon\n",
        "Tauko 10:30\nok\n2\n",
        "Milloin tauko on\n10:30\nok",
        "Huomio: tauko klo 10.30\nKello: 12:00",
        "Ann Aho\n2\nBo Ek\nJa!",
        "Break until 10:30 AM\nok\nBack at 11:30 AM\n2",
        "Tauko  10.30\nJatkamme  10.45",
        "x" * 100_000,
    ],
)
def test_text_without_names_gets_no_sender(text: str) -> None:
    """Every line is kept for the trainer, nobody is guessed."""
    chat = read_chat_text(text)

    assert (chat.messages, chat.outcome) == ((), "needs_user_input")
    assert chat.unattributed_lines == tuple(line for line in text.split("\n") if line)
    assert set(chat.warnings) == {ChatWarning.NO_SENDER, ChatWarning.NO_TIME}


def test_a_roster_tells_who_wrote_bare_lines() -> None:
    """A line that is a name of the roster starts a message, also before a colon."""
    roster = known_names(
        Participant(id=PersonId(name), programme=ProgrammeId("p"), name=name)
        for name in ("Ann Aho", "Bo Ek")
    )

    lines = read_chat_text("Ann Aho\n2\nBo Ek\nJa!\ntoinen", names=roster)
    colons = read_chat_text("Ann Aho: 2\nEk, Bo: Ja!\nHuomio: tauko", names=roster)

    assert said(lines) == [("Ann Aho", "", "2"), ("Bo Ek", "", "Ja!\ntoinen")]
    assert said(colons) == [("Ann Aho", "", "2"), ("Ek, Bo", "", "Ja!\nHuomio: tauko")]
    assert ChatWarning.NO_TIME in lines.warnings


def test_the_day_of_the_session_dates_bare_times() -> None:
    """A clock that jumps far back has passed midnight."""
    text = chats.zoom_v1(
        [Said(sender=NAMES[0], text="a", at=14 * 60), Said(sender=NAMES[1], text="b", at=15 * 60)],
        ZOOM_WORDS[0],
    )

    chat = read_chat_text(text, day=date(2026, 3, 17))

    assert [one.at for one in chat.messages] == ["2026-03-17T23:12:05", "2026-03-18T00:12:05"]
    assert ChatWarning.NO_DATE not in chat.warnings


def test_dates_that_can_be_read_in_two_ways() -> None:
    """The day of the session or another date of the text decides, else the date is left open."""
    text = "Ann Aho\n03/04/2026 9:12\n2\n"

    open_one = read_chat_text(text)
    by_day = read_chat_text(text, day=date(2026, 4, 3))
    by_other = read_chat_text(text + "Bo Ek\n03/31/2026 9:13\n2\n")

    assert open_one.messages[0].at == "09:12"
    assert ChatWarning.AMBIGUOUS_DATE in open_one.warnings
    assert by_day.messages[0].at == "2026-04-03T09:12"
    assert by_other.messages[0].at == "2026-03-04T09:12"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_files_in_any_encoding(encoding: str, line_end: str) -> None:
    """Bytes decide; a code page is a guess and is told."""
    text = "09:12:05 From  Åsa  to  Everyone:\n\tJa på väg\n".replace("\n", line_end)

    chat = read_chat(text.encode(encoding))

    assert said(chat) == [("Åsa", "09:12:05", "Ja på väg")]
    assert (chat.outcome == "ok_with_warnings") == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"\xff\xfe", "empty_file"),
        (b" \n\n", "empty_file"),
        (b"<!DOCTYPE html><p>09:12:05 From X to Everyone:", "wrong_file_type"),
        (b"PK\x03\x04abc", "wrong_file_type"),
        ((FIXTURES / "nasty_random_binary.csv").read_bytes(), "not_text"),
        (b"a\n" * 60_000, "too_large"),
    ],
)
def test_what_is_no_chat_is_refused(data: bytes, code: str) -> None:
    """In one sentence, with the name that the reference gives the reason."""
    with pytest.raises(BadChat) as refused:
        read_chat(data)

    assert refused.value.code == code


def test_hostile_text_stays_text() -> None:
    """Markup, formulas and marks that turn the writing neither break lines nor make senders."""
    text = "<b>=1+1</b> \u202eab\u202c {name} %s\x00"

    chat = read_chat_text(f"09:12:05 From  =cmd|' /C calc'!A0  to  Everyone:\n\t{text}\n")

    assert said(chat) == [("=cmd|' /C calc'!A0", "09:12:05", text)]


@given(
    st.text(
        alphabet=st.sampled_from('\n\t\r :[]()-.,0123456789AaBbÅäPpMm"“”👍>@\u202e\x00 to'),
        max_size=300,
    )
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Nothing but the refusal of an empty text is ever raised."""
    try:
        chat = read_chat_text(text)
    except BadChat:
        assert not text.strip() or text.lstrip().startswith("<")
    else:
        assert chat.messages or chat.unattributed_lines
