"""How long a pasted chat of 2,000 lines takes: read, matched to 200 people, counted (300 ms).

Measures only; no figure fails. python -m pytest -m bench -p no:randomly tests/bench
"""

from __future__ import annotations

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.exchange import chats
from tests.exchange.chats import DATES, Said
from virtu_desktop.domain.chat_names import known_names
from virtu_desktop.domain.chat_votes import ChatVotes, chat_votes, options_of_labels
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.exchange.chat import read_chat_text

pytestmark = pytest.mark.bench

PEOPLE = 200
TEXTS = (
    "2",
    "Ja!",
    "vaihdan 3",
    "Minusta 2 olisi kyllä oikein hyvä, mutta kuunnellaan vielä muita",
    "https://virtu.example/materiaali?x=1:2 @Henkilö Numero 7 katso tätä",
    "Huomenta kaikille!",
)
ROSTER = [
    Participant(id=PersonId(str(at)), programme=ProgrammeId("p"), name=f"Henkilö Numero {at}")
    for at in range(PEOPLE)
]


def said(count: int) -> list[Said]:
    """Return messages of all people in turn."""
    return [
        Said(sender=ROSTER[at % PEOPLE].name, text=TEXTS[at % len(TEXTS)], at=at // 10)
        for at in range(count)
    ]


@pytest.mark.parametrize("layout", ["zoom", "teams"])
def test_a_pasted_chat_of_2000_lines(benchmark: BenchmarkFixture, layout: str) -> None:
    """From text to votes."""
    if layout == "zoom":
        text = chats.zoom_v3(said(1000), ("From", "to", "Everyone"))
    else:
        text = chats.teams_everything(said(400), DATES["fi"])
    assert 1_990 <= text.count("\n") + 1 <= 2_010
    options = options_of_labels(["Ei", "Ehkä", "Kyllä"])

    def read() -> ChatVotes:
        names = known_names(ROSTER)
        return chat_votes(read_chat_text(text, names=names).messages, options, names=names)

    votes = benchmark(read)

    assert votes.votes
    assert votes.review
