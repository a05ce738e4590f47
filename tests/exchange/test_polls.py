"""Polls in records and exports: the same figures everywhere, and no names where none belong."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.ballots import YES_NO, asked, ballot, hybrid_poll
from tests.exchange.attended import AINO, attended
from tests.exchange.records import held
from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.polls import (
    NAMED_VOTER,
    Channel,
    Poll,
    Provenance,
    SecretBallot,
    SecretPart,
    UnitId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Scale, Secrecy
from virtu_desktop.domain.wall import Theme, ThemeId, Wall
from virtu_desktop.domain.words import normal_text
from virtu_desktop.engine.poll_changes import SavePoll
from virtu_desktop.exchange.csv_set import DESCRIPTOR, csv_set
from virtu_desktop.exchange.markdown import markdown
from virtu_desktop.exchange.names import Names, with_names
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import (
    BadRecord,
    PortableRecord,
    read_record,
    write_record,
)
from virtu_desktop.exchange.record_page import record_page
from virtu_desktop.exchange.review import review
from virtu_desktop.i18n import translator

EN, FI = translator("en"), translator("fi")


def with_polls(*polls: Poll) -> PortableRecord:
    """Return a held session with polls."""
    portable = held()
    return replace(portable, record=replace(portable.record, polls=polls))


def tables(portable: PortableRecord) -> dict[str, list[dict[str, str]]]:
    """Return the rows of each file."""
    return {
        file.name.removesuffix(".csv"): list(
            csv.DictReader(io.StringIO(file.data.decode(), newline=""))
        )
        for file in csv_set(review(portable), EN)
        if file.name != DESCRIPTOR
    }


def named(secrecy: Secrecy) -> Poll:
    """Return a poll in which Anna said yes."""
    said = replace(ballot(0, "anna"), name="Anna")
    return asked(replace(YES_NO, secrecy=secrecy), said)


def test_the_table_of_results_is_that_of_the_tally() -> None:
    """Each option has its people and percent, beside how many answered of how many."""
    rows = tables(with_polls(hybrid_poll()))["polls"]

    assert [(row["label"], row["people"], row["share"]) for row in rows] == [
        ("Yes", "10", "0.48"),
        ("No", "9", "0.43"),
        ("Later", "2", "0.09"),
    ]
    assert {(row["answered"], row["present"]) for row in rows} == {("21", "24")}


def test_the_long_table_adds_up_to_the_result() -> None:
    """What does not count is there too, marked, with how it came."""
    rows = tables(with_polls(hybrid_poll()))["ballots"]

    counting = [row for row in rows if row["counts"] == "1"]
    assert sum(int(row["people"]) for row in counting) == 21
    assert {row["channel"] for row in rows} == {"phone", "hands", "chat"}
    assert [row["standing"] for row in rows if row["counts"] == "0"] == ["counted", "held"]


@pytest.mark.parametrize(
    ("secrecy", "name"), [(Secrecy.NAMED, "Anna"), (Secrecy.OPEN, "")], ids=["named", "open"]
)
def test_names_stand_with_named_polls_alone(secrecy: Secrecy, name: str) -> None:
    """In an open poll the voter is known to the tally and to no table."""
    portable = with_polls(named(secrecy))

    assert [row["name"] for row in tables(portable)["ballots"]] == [name]
    assert b"Anna" not in markdown(review(portable), EN)


def test_secret_ballots_have_no_channel_in_the_table() -> None:
    """They stand in the order of their answers."""
    poll = asked(replace(YES_NO, secrecy=Secrecy.SECRET))
    round_ = replace(
        poll.latest,
        secret=(SecretBallot(answer=Answer(picks=(0,))), SecretBallot(answer=Answer(picks=(2,)))),
        secret_parts=(SecretPart(channel=Channel.PHONE, mode=None, people=2),),
    )
    portable = with_polls(replace(poll, rounds=(round_,)))

    rows = tables(portable)["ballots"]

    assert [(row["channel"], row["mode"], row["label"]) for row in rows] == [
        ("", "", "Yes"),
        ("", "", "Later"),
    ]
    assert read_record(write_record(portable)) == portable


def test_the_codebook_says_why_a_secret_ballot_has_no_channel() -> None:
    """Who finds the cell empty reads the reason beside the name of the column."""
    portable = with_polls(asked(YES_NO, ballot(0)))
    (codebook,) = [one for one in csv_set(review(portable), EN) if one.name == "codebook.csv"]

    rows = csv.DictReader(io.StringIO(codebook.data.decode("utf-8-sig")))
    (meaning,) = [
        row["meaning"] for row in rows if (row["file"], row["column"]) == ("ballots", "channel")
    ]
    assert "empty for every secret ballot, because" in meaning


def test_words_and_numbers_have_rows_of_their_own() -> None:
    """A question without options still says how many answered."""
    words = asked(
        Question(text="One word?", kind=PollKind.OPEN), ballot(0, answer=Answer(texts=("calm",)))
    )
    axis = Scale(lowest=0, highest=10)
    placed = asked(
        Question(text="Where?", kind=PollKind.AXES, options=("A",), axes=(axis, axis)),
        ballot(0, answer=Answer(amounts=(3, 9))),
    )
    found = tables(with_polls(words, placed))

    assert (found["polls"][0]["choice"], found["polls"][0]["people"]) == ("", "1")
    assert [(row["text"], row["amount"]) for row in found["ballots"]] == [
        ("calm", ""),
        ("across", "3"),
        ("up", "9"),
    ]


def test_the_page_tells_what_a_poll_came_to() -> None:
    """Numbers, percent, room and remote apart, where it came from, what is not counted."""
    page = markdown(review(with_polls(hybrid_poll())), EN).decode()

    assert (
        "## Polls\n\n### Break now?\n\nsingle choice, names not shown, 21 of 24 answered." in page
    )
    assert "| Yes | 10 | 48 | 7 | 3 |" in page
    assert "8 by phone; 5 by show of hands; 8 from the meeting chat;" in page
    assert "1 person answered twice and counts once; everybody has seen the answers" in page
    assert "1 late answer waits." in page


def test_the_page_escapes_what_people_wrote() -> None:
    """An answer never becomes markup, and the decimal mark is that of the language."""
    question = Question(text="<b>?", kind=PollKind.OPEN)
    number = Question(text="How many?", kind=PollKind.NUMBER, unit="h")
    portable = with_polls(
        asked(question, ballot(0, answer=Answer(texts=("*loud* [x](y)",)))),
        asked(number, ballot(0, answer=Answer(number=2.5))),
    )
    page = markdown(review(portable), FI).decode()

    assert "### \\<b\\>?" in page
    assert "- \\*loud\\* \\[x\\](y)" in page
    assert "- 2,5 h" in page


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("question.kind", "lottery", "lottery"),
        ("question.scale", [5, 1], "levels"),
        ("rounds", [], "never asked"),
        ("rounds.0.ballots.0.answer.picks", [7], "no_such_choice"),
        ("rounds.0.counts.0.counts", [1], "does not fit"),
        ("rounds.0.counts.0.counts", [1, 1, -1], "below nothing"),
        ("rounds.0.ballots.0.source.channel", "pigeon", "pigeon"),
        ("rounds.0.opened", "yesterday", "yesterday"),
    ],
)
def test_a_poll_that_cannot_be_is_refused(path: str, value: object, words: str) -> None:
    """One wrong part is named in one sentence."""
    document: Any = json.loads(write_record(with_polls(hybrid_poll())))
    place: Any = document["polls"][0]
    *steps, last = path.split(".")
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    place[last] = value

    with pytest.raises(BadRecord, match=words):
        read_record(json.dumps(document).encode())


def test_an_imported_record_brings_its_polls() -> None:
    """They are saved together with the session."""
    changes = changes_of(with_polls(hybrid_poll()), has_programme=False, has_group=False)

    assert [change.poll.id for change in changes if isinstance(change, SavePoll)] == ["p1"]


def test_one_unit_is_one_line_of_the_source() -> None:
    """The number of a unit leads back to the ballot in the record."""
    poll = hybrid_poll()
    rows = tables(with_polls(poll))["ballots"]
    units: list[UnitId] = [one.id for one in poll.latest.ballots]

    assert [int(row["unit"]) for row in rows if row["channel"] != "hands"] == list(
        range(1, len(units) + 1)
    )


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_an_export_without_names_has_none_with_its_ballots(names: Names) -> None:
    """Neither who answered, nor what the chat line said, nor who counted."""
    said = replace(
        ballot(0, "anna", channel=Channel.CHAT),
        name="Sentinel Anna",
        written="Sentinel says 1",
        source=Provenance(channel=Channel.CHAT, counted_by="Sentinel Sari"),
    )
    portable = with_polls(asked(replace(YES_NO, secrecy=Secrecy.NAMED), said))

    hidden = with_names(portable, names)

    assert b"Sentinel" in write_record(portable)
    assert b"Sentinel" not in write_record(hidden)
    assert tables(hidden)["polls"] == tables(portable)["polls"]


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_decisions_on_answers_and_strangers_name_nobody(names: Names) -> None:
    """Walls keep answers in small letters, voters of no roster their name; both are covered."""
    text = f"Thanks to {AINO.name}"
    open_text = Question(text="What helped?", kind=PollKind.OPEN)
    said = ballot(0, f"{NAMED_VOTER}sentinel sari", answer=Answer(texts=(text,)))
    again = ballot(0, f"{NAMED_VOTER}sentinel sari", answer=Answer(texts=("Coffee",)))
    theme = Theme(id=ThemeId("t"), name=AINO.name, forms=frozenset((normal_text(text),)))
    wall = Wall(
        shown=frozenset((normal_text(text),)),
        left_out=frozenset(("coffee",)),
        themes=(theme,),
        frozen=(CloudWord(text=AINO.name, people=1),),
    )
    poll = replace(asked(open_text, said, again), wall=wall)
    portable = attended()
    portable = replace(portable, record=replace(portable.record, polls=(poll,)))

    hidden = with_names(portable, names)

    found = write_record(hidden).lower()
    assert b"zachrisson" not in found
    assert b"sentinel" not in found
    (kept,) = hidden.record.polls
    (form,) = kept.wall.shown
    assert kept.wall.left_out == {"coffee"}
    assert form == normal_text(kept.latest.ballots[0].answer.texts[0])
    assert len({one.voter for one in kept.latest.ballots}) == 1


def test_pages_have_open_answers_as_the_room_saw_them() -> None:
    """What was let through, put together; what was left out is only counted. Tables keep all."""
    open_text = Question(text="What helped?", kind=PollKind.OPEN)
    said = [
        ballot(0, name, answer=Answer(texts=(text,)))
        for name, text in (("a", "Groups"), ("b", "Small groups"), ("c", "Rude words"))
    ]
    theme = Theme(id=ThemeId("t"), name="Group work", forms=frozenset(("groups", "small groups")))
    wall = Wall(shown=theme.forms, left_out=frozenset(("rude words",)), themes=(theme,))
    portable = with_polls(replace(asked(open_text, *said), wall=wall))

    page = record_page(review(portable), EN)

    (section,) = [section for section in page.sections if section.name == "polls"]
    (part,) = section.parts
    assert "Group work (2)" in part.lines
    assert "1 answer was not shown to the room." in part.lines
    assert not any("Rude" in line for line in part.lines)
    assert part.picture is not None
    assert "Group work" in part.picture.svg
    assert "Rude" not in part.picture.svg
    assert b"Rude words" not in markdown(review(portable), EN)
    assert "Rude words" in [row["text"] for row in tables(portable)["ballots"]]


def test_the_page_shows_every_round() -> None:
    """HTML and PDF have the table and the words that Markdown has."""
    page = record_page(review(with_polls(hybrid_poll())), EN)

    (section,) = [section for section in page.sections if section.name == "polls"]
    (part,) = section.parts
    assert part.heading == "Break now?"
    assert part.grid is not None
    assert part.grid.rows[0] == ("Yes", "10", "48", "7", "3")
    assert part.lines[0] == "single choice, names not shown, 21 of 24 answered."
