"""Breakout rounds for the tests of storage, exports and screens."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from tests.builders import at, mins
from virtu_desktop.domain.grouping.rotation import Method
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoomState, RoundId, Seat
from virtu_desktop.domain.time import Duration, Instant


def held_round(people: Iterable[str], *, name: str = "r1", block: str = "b") -> BreakoutRound:
    """Return a round in two rooms, 9:20 to 9:30; at 9:25 the last person changed rooms."""
    first, *others, last = (PersonId(person) for person in people)
    return BreakoutRound(
        id=RoundId(name),
        block=BlockId(block),
        number=1,
        formed=at("9:19"),
        rooms=(
            BreakoutRoom(name="Table 1", place="Lobby", extra=mins(2), card="Ask twice."),
            BreakoutRoom(name="Channel 2", state=RoomState.DONE),
        ),
        seats=(
            Seat(person=last, room=0, since=at("9:20"), until=at("9:25")),
            Seat(person=first, room=0, since=at("9:20"), is_locked=True),
            *(Seat(person=other, room=1, since=at("9:20")) for other in others),
            Seat(person=last, room=1, since=at("9:25")),
        ),
        method=Method.WORLD_CAFE,
        seed=7,
        length=mins(8),
        back=mins(1),
        started=at("9:20"),
        ended=at("9:30"),
    )


@st.composite
def drawn_rounds(draw: DrawFn, people: list[str], blocks: list[str]) -> BreakoutRound:
    """Draw a round of a block with some of the people."""
    rooms = draw(
        st.lists(
            st.builds(
                BreakoutRoom,
                name=st.text(min_size=1, max_size=9),
                place=st.text(max_size=9),
                extra=st.integers(-60_000, 60_000).map(Duration),
                state=st.sampled_from(RoomState),
                card=st.text(max_size=20),
            ),
            min_size=1,
            max_size=3,
        )
    )
    instants = st.integers(0, 10_000_000).map(lambda ms: Instant(at("9:00") + ms))
    seats = []
    for person in draw(st.lists(st.sampled_from(people), unique=True)) if people else []:
        since = draw(instants)
        stays = draw(st.none() | st.integers(0, 9))
        room = draw(st.integers(0, len(rooms) - 1))
        seats.append(
            Seat(
                person=PersonId(person),
                room=room,
                since=since,
                until=None if stays is None else Instant(since + stays),
                is_locked=draw(st.booleans()),
            )
        )
    started = draw(st.none() | instants)
    return BreakoutRound(
        id=RoundId(draw(st.uuids()).hex),
        block=BlockId(draw(st.sampled_from(blocks))),
        number=draw(st.integers(1, 3)),
        formed=draw(instants),
        rooms=tuple(rooms),
        seats=tuple(seats),
        method=draw(st.sampled_from(Method)),
        seed=draw(st.integers(0, 99)),
        length=Duration(draw(st.integers(0, 3_600_000))),
        back=Duration(draw(st.integers(0, 60_000))),
        started=started,
        ended=None if started is None else Instant(started + draw(st.integers(0, 99))),
    )
