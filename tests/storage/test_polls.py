"""Polls in the library: what goes in comes out, and a secret stays one (V2, V6, T12, T13)."""

from __future__ import annotations

import itertools
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import at
from tests.domain.ballots import YES_NO, asked, hybrid_poll
from tests.drawn_polls import polls
from tests.polls_kept import polls_kept
from tests.storage.saving import SESSION, session_of
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Poll,
    PollId,
    Provenance,
    Round,
    RoundId,
    SecretPart,
    Standing,
    UnitId,
    VoterId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.domain.tally import tally
from virtu_desktop.domain.time import Duration, ManualClock
from virtu_desktop.engine.bus import Bus
from virtu_desktop.engine.changes import Change, SaveSession
from virtu_desktop.engine.poll_changes import (
    DeletePoll,
    DeleteRound,
    SaveBallots,
    SaveRound,
    whole_poll,
)
from virtu_desktop.engine.poll_terms import Vote
from virtu_desktop.engine.polling import PollDesk
from virtu_desktop.engine.store import Store
from virtu_desktop.storage.library import Library

OpenLibrary = Callable[..., Library]
FEWER = hypothesis.settings(max_examples=max(20, hypothesis.settings().max_examples // 10))
SECRET = replace(YES_NO, secrecy=Secrecy.SECRET)


@given(data=st.data())
@FEWER
def test_polls_come_back_equal(data: st.DataObject) -> None:
    """All that was answered, by whom and whence, in the order it came; of secrets the answers."""
    drawn = [data.draw(polls(PollId(name))) for name in ("p1", "p2")]
    with tempfile.TemporaryDirectory() as folder:
        library = Library.open(Path(folder) / "library.db", clock=ManualClock(at("9:00")))
        try:
            library.submit(SaveSession(session=session_of()))
            for poll in drawn:
                library.submit(*whole_poll(SESSION, poll))
            assert library.flush(10)
            assert library.session(SESSION).polls == tuple(drawn)
        finally:
            library.close()


def test_changed_ballots_keep_their_place(library: Library) -> None:
    """A ballot that is decided on later still stands where it came in."""
    poll = hybrid_poll()
    library.submit(SaveSession(session=session_of()))
    library.submit(*whole_poll(SESSION, poll))
    first, *others = poll.latest.ballots
    refused = replace(first, standing=Standing.REFUSED)
    library.submit(SaveBallots(ballots=(refused,)))
    assert library.flush(10)

    assert library.session(SESSION).polls[0].latest.ballots == (refused, *others)


def test_polls_and_rounds_can_go(library: Library) -> None:
    """Nothing of them stays behind."""
    poll = hybrid_poll()
    second = Round(id=RoundId("r2"), poll=poll.id, number=2, opened=at("9:00"))
    library.submit(SaveSession(session=session_of()))
    library.submit(*whole_poll(SESSION, poll), SaveRound(round=second))
    library.submit(DeleteRound(round=second.id))
    assert library.flush(10)
    assert len(library.session(SESSION).polls[0].rounds) == 1

    library.submit(DeletePoll(poll=poll.id))
    assert library.flush(10)
    assert library.session(SESSION).polls == ()
    for table in ("poll_choice", "poll_round", "ballot", "ballot_pick", "ballot_count"):
        assert rows(library.path, f"SELECT * FROM {table}") == []


def rows(path: Path, question: str) -> list[sqlite3.Row]:
    """Ask the file as another program would."""
    with closing(sqlite3.connect(path)) as con:
        con.row_factory = sqlite3.Row
        return con.execute(question).fetchall()


def test_views_give_the_figures_of_the_tally(library: Library) -> None:
    """Somebody with a spreadsheet sees the same numbers, and which ballot counts."""
    poll = hybrid_poll()
    library.submit(SaveSession(session=session_of()))
    library.submit(*whole_poll(SESSION, poll))
    assert library.flush(10)

    result = tally(poll)
    (told,) = rows(library.path, "SELECT * FROM v_poll")
    counted = rows(library.path, "SELECT * FROM v_poll_result")
    ballots = rows(library.path, "SELECT * FROM v_ballot")

    assert (told["answered"], told["present"], told["held"]) == (21, 24, 1)
    assert [(row["label"], row["people"]) for row in counted] == [
        ("Yes", 10),
        ("No", 9),
        ("Later", 2),
    ]
    assert sum(row["people"] for row in ballots if row["counts"]) == result.people
    assert len([row for row in ballots if row["standing"] == "held"]) == 1
    assert {row["name"] for row in ballots} == {""}


@pytest.mark.parametrize("kind", [PollKind.DOTS, PollKind.RANKING, PollKind.POINTS])
@pytest.mark.parametrize("secrecy", [Secrecy.OPEN, Secrecy.SECRET])
def test_views_sum_each_kind_in_its_own_way(
    library: Library, kind: PollKind, secrecy: Secrecy
) -> None:
    """Dots and points add up, of a ranking the first places count."""
    question = Question(text="?", kind=kind, options=("A", "B"), secrecy=secrecy)
    given_answers = (
        [Answer(picks=(1, 0)), Answer(picks=(1,))]
        if kind is PollKind.RANKING
        else [Answer(amounts=(40, 60)), Answer(amounts=(100, 0))]
    )
    desk = desk_of(library, [])
    library.submit(SaveSession(session=session_of()))
    most = 100 if kind is PollKind.DOTS else None
    poll = desk.ask(replace(question, max_choices=most), None)
    for place, answer in enumerate(given_answers):
        vote = Vote(answer=answer, voter=VoterId(f"v{place}"))
        desk.cast(poll.id, vote, channel=Channel.PHONE)
    assert library.flush(10)

    counted = rows(library.path, "SELECT people FROM v_poll_result")

    assert tuple(row["people"] for row in counted) == desk.result(poll.id).counts


def test_one_device_has_one_ballot_that_counts(library: Library) -> None:
    """The file itself refuses a second one (T12)."""
    poll = asked(YES_NO)
    one = Ballot(
        id=UnitId("u1"),
        round=poll.latest.id,
        answer=Answer(picks=(0,)),
        at=at("9:00"),
        source=Provenance(channel=Channel.PHONE),
        voter=VoterId("device"),
    )
    library.submit(SaveSession(session=session_of()))
    library.submit(*whole_poll(SESSION, poll))
    library.submit(SaveBallots(ballots=(one,)))
    library.submit(SaveBallots(ballots=(replace(one, id=UnitId("u2")),)))
    library.flush(10)

    assert [row["id"] for row in rows(library.path, "SELECT id FROM ballot")] == ["u1"]


class Recorder:
    """Hands changes on to a library and remembers them."""

    def __init__(self, library: Library) -> None:
        """Begin without any."""
        self.library = library
        self.changes: list[Change] = []

    def submit(self, *changes: Change) -> None:
        """Hand on."""
        self.changes += changes
        self.library.submit(*changes)


def desk_of(library: Store, known: Iterable[Poll]) -> PollDesk:
    """Return a poll desk that writes to the library."""
    numbers = itertools.count(1)
    times = itertools.count(at("9:00"), 1000)
    return PollDesk(
        SESSION,
        tuple(known),
        store=library,
        bus=Bus(),
        new_id=lambda: f"i{next(numbers)}",
        now=lambda: type(at("9:00"))(next(times)),
    )


VOTERS = [f"voter-{number:02}-anna" for number in range(24)]


def secret_session(library: Library, order: list[str], *, close: bool = True) -> PollDesk:
    """Hold a secret poll in which each voter answers in ``order``, one by one, saved each time.

    Who stands in an even place of VOTERS says yes, the others say no.
    """
    library.submit(SaveSession(session=session_of()))
    desk = desk_of(library, [])
    poll = desk.ask(SECRET, BlockId("a"))
    for voter in order:
        answer = Answer(picks=(VOTERS.index(voter) % 2,))
        vote = Vote(answer=answer, voter=VoterId(voter), name=voter, mode=Mode.ROOM, written=voter)
        desk.cast(poll.id, vote, channel=Channel.PHONE)
        assert library.flush(10)
    if close:
        desk.close(poll.id)
        assert library.flush(10)
    return desk


def everything(folder: Path) -> bytes:
    """Return the content of every file there is: library, log, backups, digests."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


@pytest.mark.parametrize("close", [True, False], ids=["closed", "still open"])
def test_nothing_leads_from_a_secret_ballot_to_a_person(
    library: Library, caplog: pytest.LogCaptureFixture, close: bool
) -> None:
    """Tables, log, backups and program log name no voter, at no moment (T13)."""
    caplog.set_level(0)
    secret_session(library, VOTERS, close=close)
    library.backup_now()

    found = everything(library.path.parent)

    for voter in VOTERS:
        assert voter.encode() not in found
        assert voter not in caplog.text
    names = {
        row["name"]
        for row in rows(library.path, "SELECT name FROM pragma_table_info('secret_ballot')")
    }
    assert names == {"key", "round_id", "code", "answer"}
    assert rows(library.path, "SELECT * FROM ballot") == []
    assert rows(library.path, "SELECT * FROM run_event") == []


def test_secret_ballots_keep_no_order(path: Path, open_library: OpenLibrary) -> None:
    """The pages of the file give the places of ballots in the order of random keys alone."""
    library = open_library()
    secret_session(library, VOTERS)

    keys = [row["key"] for row in rows(path, "SELECT key FROM secret_ballot")]
    found = everything(path.parent)

    assert keys == sorted(keys)
    assert len(keys) == len(set(keys)) == len(VOTERS)
    # Rows are put into a page from its end: their places tell in which order they were written.
    for table in ("secret_ballot", "secret_pick"):
        places = places_in_page(path, table, keys)
        assert places == sorted(places, reverse=True) or places == sorted(places)
    # Of what was before each new ballot nothing is left, neither in the log nor in free pages.
    assert all(found.count(key) <= 3 for key in keys)
    log = path.with_name(path.name + "-wal")
    assert not log.exists() or not any(key in log.read_bytes() for key in keys)


def places_in_page(path: Path, table: str, keys: list[bytes]) -> list[int]:
    """Return where in its page each key of a table stands."""
    (root,) = rows(path, f"SELECT rootpage FROM sqlite_schema WHERE name = '{table}'")
    (size,) = rows(path, "PRAGMA page_size")
    content = path.read_bytes()
    page = content[(root[0] - 1) * size[0] : root[0] * size[0]]
    return [page.index(key) for key in keys]


def test_two_backups_of_an_open_secret_poll_tell_nothing_apart(
    path: Path, open_library: OpenLibrary
) -> None:
    """What came between two backups would be somebody's answer: neither has any."""
    library = open_library()
    desk = secret_session(library, VOTERS[:5], close=False)
    first = library.backup_now()
    vote = Vote(answer=Answer(picks=(2,)), voter=VoterId("late"), mode=Mode.REMOTE)
    desk.cast(desk.polls[0].id, vote, channel=Channel.PHONE)
    assert library.flush(10)
    second = library.backup_now()

    for backup in (first, second):
        assert rows(backup.path, "SELECT * FROM secret_ballot") == []
        assert rows(backup.path, "SELECT * FROM secret_part") == []
        assert len(rows(backup.path, "SELECT * FROM poll_round")) == 1
        keys = rows(path, "SELECT key FROM secret_ballot")
        assert not any(row["key"] in backup.path.read_bytes() for row in keys)
    desk.close(desk.polls[0].id)
    assert library.flush(10)
    closed = library.backup_now()
    assert len(rows(closed.path, "SELECT * FROM secret_ballot")) == 6


def test_another_order_of_voting_leaves_the_same_file(tmp_path: Path) -> None:
    """But for the random keys, nothing differs: the order went nowhere."""
    shuffled = VOTERS[:]
    random.Random(1).shuffle(shuffled)
    contents = []
    for name, order in (("a", VOTERS), ("b", shuffled)):
        library = Library.open(tmp_path / name / "library.db", clock=ManualClock(at("9:00")))
        try:
            secret_session(library, order)
            contents.append(
                (
                    sorted(
                        row[0] for row in rows(library.path, "SELECT answer FROM secret_ballot")
                    ),
                    [tuple(row) for row in rows(library.path, "SELECT * FROM secret_part")],
                    [tuple(row) for row in rows(library.path, "SELECT * FROM poll_round")],
                    library.session(SESSION).polls,
                )
            )
        finally:
            library.close()

    assert contents[0] == contents[1]


def test_a_secret_poll_survives_a_kill(path: Path, open_library: OpenLibrary) -> None:
    """Every ballot that was told as saved is in the file, whoever gave it."""
    library = open_library()
    desk = secret_session(library, VOTERS[:7], close=False)

    with closing(sqlite3.connect(path)) as con:
        (count,) = con.execute("SELECT count(*) FROM secret_ballot").fetchone()

    assert count == 7
    assert library.session(SESSION).polls == desk.polls


def test_polls_of_a_session_are_what_its_desk_shows(library: Library) -> None:
    """After many commands the file, the desk and the list of changes agree."""
    recorder = Recorder(library)
    library.submit(SaveSession(session=session_of()))
    desk = desk_of(recorder, [])
    poll = desk.ask(YES_NO, BlockId("a")).id
    for place in range(3):
        desk.tap(poll, place, mode=Mode.ROOM)
    desk.add_votes(
        poll,
        [Vote(answer=Answer(picks=(0,)), name="Eve", written="1") for _ in range(2)],
        channel=Channel.CHAT,
    )
    desk.close(poll)
    desk.take_back(poll, [desk.poll(poll).latest.ballots[0].id])
    desk.reopen(poll)
    desk.undo()
    desk.ask_again(poll)
    desk.set_timer(poll, Duration(60_000))
    assert library.flush(10)

    assert library.session(SESSION).polls == desk.polls == polls_kept(recorder.changes)


def test_library_of_version_1_3_has_its_polls(path: Path, open_library: OpenLibrary) -> None:
    """Ballots, hands and secret ballots of a file that this version wrote first."""
    path.parent.mkdir()
    shutil.copyfile(Path(__file__).parent / "fixtures" / "v1.3.db", path)

    hybrid, secret = open_library().session(SESSION).polls

    assert tally(hybrid).counts == (10, 9, 2)
    assert tally(secret).counts == (2, 1, 0)
    assert secret.latest.secret_parts == (SecretPart(channel=Channel.PAPER, mode=None, people=3),)
