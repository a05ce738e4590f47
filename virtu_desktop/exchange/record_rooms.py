"""Breakout rooms as tables: each room with what came out of it, and each stay in one (R2, B5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from virtu_desktop.domain.grouping.rotation import Method
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoomState, Seat
from virtu_desktop.domain.time import Duration, iso_utc
from virtu_desktop.exchange.record_view import View
from virtu_desktop.exchange.review import Review
from virtu_desktop.exchange.sheet import Cell, Coded, Field, Kind, Table, make_table
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import block_title


@dataclass(frozen=True, slots=True)
class _Room:
    round: BreakoutRound
    number: int
    room: BreakoutRoom


@dataclass(frozen=True, slots=True)
class _Seat:
    round: BreakoutRound
    seat: Seat


def room_tables(review: Review, tr: Translator) -> tuple[Table, ...]:
    """Return the tables of rooms and of stays in them."""
    view, zone = View(review, tr), review.zone
    rounds = review.portable.record.rounds
    rooms = [
        _Room(round_, number, room)
        for round_ in rounds
        for number, room in enumerate(round_.rooms, 1)
    ]
    seats = [_Seat(round_, seat) for round_ in rounds for seat in round_.seats]
    return (
        make_table(
            "rooms",
            tr("Rooms"),
            _ROOMS,
            view,
            rooms,
            tr,
            zone=zone,
            key=("round_id", "room"),
        ),
        make_table("seats", tr("Stays in rooms"), _SEATS, view, seats, tr, zone=zone),
    )


def room_lines(review: Review, tr: Translator) -> list[tuple[str, str, str]]:
    """Return name, people and result of each room that was held, for pages to read."""
    return [
        (
            f"{_title(review, tr, round_)}, {tr('Round {number}', number=round_.number)}: "
            f"{room.name}",
            _names(review, round_, number),
            room.card,
        )
        for round_ in review.portable.record.rounds
        if round_.started is not None
        for number, room in enumerate(round_.rooms)
    ]


def _title(review: Review, tr: Translator, round_: BreakoutRound) -> str:
    plan = review.portable.record.session.plan
    return block_title(tr, plan, round_.block) if round_.block in plan.positions else ""


def _names(review: Review, round_: BreakoutRound, number: int) -> str:
    """Return everybody who sat in a room at any time, each once."""
    seated = [seat.person for seat in round_.seats if seat.room == number]
    names = (review.names.get(person, "") for person in dict.fromkeys(seated))
    return ", ".join(name for name in names if name)


def _count(round_: BreakoutRound, number: int) -> int:
    people: set[PersonId] = {seat.person for seat in round_.seats if seat.room == number}
    return len(people)


def _state(view: View, row: _Room) -> Cell:
    return Coded(row.room.state.value, view.tr(_STATES[row.room.state]))


_STATES = {
    RoomState.WORKING: N_("at work"),
    RoomState.HELP: N_("Help needed"),
    RoomState.DONE: N_("Done"),
}
_METHODS = {
    Method.GROUPS: N_("groups"),
    Method.WORLD_CAFE: N_("world café"),
    Method.JIGSAW: N_("jigsaw"),
    Method.PAIRS: N_("pairs"),
}
_ROOMS: Sequence[Field[View, _Room]] = (
    Field(
        "block_title",
        N_("Block"),
        N_("Title of the block"),
        Kind.TEXT,
        lambda v, row: _title(v.review, v.tr, row.round),
        30,
    ),
    Field(
        "round",
        N_("Round"),
        N_("Number of the round in its block, from 1"),
        Kind.COUNT,
        lambda _, row: row.round.number,
        8,
    ),
    Field(
        "room",
        N_("No."),
        N_("Number of the room, from 1"),
        Kind.COUNT,
        lambda _, row: row.number,
        6,
        is_detail=True,
    ),
    Field("name", N_("Room"), N_("Name of the room"), Kind.TEXT, lambda _, row: row.room.name, 16),
    Field(
        "place",
        N_("Place or link"),
        N_("Where the room is, or the link of its meeting"),
        Kind.TEXT,
        lambda _, row: row.room.place,
        20,
        is_detail=True,
    ),
    Field(
        "people",
        N_("People"),
        N_("Names of everybody who sat in it at any time"),
        Kind.TEXT,
        lambda v, row: _names(v.review, row.round, row.number - 1),
        40,
    ),
    Field(
        "count",
        N_("How many"),
        N_("How many people sat in it at any time"),
        Kind.COUNT,
        lambda _, row: _count(row.round, row.number - 1),
        10,
    ),
    Field(
        "started",
        N_("Sent out"),
        N_("When the rooms were sent out, local time; empty: they never were"),
        Kind.INSTANT,
        lambda _, row: row.round.started,
        18,
    ),
    Field(
        "ended",
        N_("Called back"),
        N_("When the rooms were called back, local time"),
        Kind.INSTANT,
        lambda _, row: row.round.ended,
        18,
    ),
    Field(
        "length",
        N_("Length"),
        N_("How long the room had"),
        Kind.LENGTH,
        lambda _, row: Duration(max(0, row.round.length + row.room.extra)),
        10,
    ),
    Field("state", N_("State"), N_("What the room said of itself"), Kind.WORD, _state, 14),
    Field(
        "card", N_("Result"), N_("What came out of it"), Kind.TEXT, lambda _, row: row.room.card, 50
    ),
    Field(
        "method",
        N_("Method"),
        N_("How the rounds of the block follow each other"),
        Kind.WORD,
        lambda v, row: Coded(row.round.method.value, v.tr(_METHODS[row.round.method])),
        14,
        is_detail=True,
    ),
    Field(
        "round_id",
        N_("Round id"),
        N_("Id of the round"),
        Kind.TEXT,
        lambda _, row: row.round.id,
        14,
        is_detail=True,
    ),
)
_SEATS: Sequence[Field[View, _Seat]] = (
    Field(
        "round_id",
        N_("Round id"),
        N_("Id of the round"),
        Kind.TEXT,
        lambda _, row: row.round.id,
        14,
        is_detail=True,
    ),
    Field(
        "round",
        N_("Round"),
        N_("Number of the round in its block, from 1"),
        Kind.COUNT,
        lambda _, row: row.round.number,
        8,
    ),
    Field(
        "room",
        N_("Room"),
        N_("Number of the room, from 1"),
        Kind.COUNT,
        lambda _, row: row.seat.room + 1,
        8,
    ),
    Field(
        "person",
        N_("Person id"),
        N_("Id of the person"),
        Kind.TEXT,
        lambda _, row: row.seat.person,
        14,
        is_detail=True,
    ),
    Field(
        "name",
        N_("Name"),
        N_("Name of the person"),
        Kind.TEXT,
        lambda v, row: v.review.names.get(row.seat.person),
        24,
    ),
    Field(
        "since",
        N_("Came in"),
        N_("When the person came into the room, local time"),
        Kind.INSTANT,
        lambda _, row: row.seat.since,
        18,
    ),
    Field(
        "until",
        N_("Went out"),
        N_("When the person left the room, local time; empty: stayed"),
        Kind.INSTANT,
        lambda _, row: row.seat.until,
        18,
    ),
    Field(
        "since_utc",
        N_("Came in, UTC"),
        N_("When the person came into the room, UTC"),
        Kind.TEXT,
        lambda _, row: iso_utc(row.seat.since),
        26,
        is_detail=True,
    ),
)
