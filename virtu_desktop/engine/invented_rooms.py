"""An invented trainer's breakout rooms, for rehearsals and the demo (T13)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from virtu_desktop.domain.breakout_rules import method_of, round_count
from virtu_desktop.domain.grouping.members import Round
from virtu_desktop.domain.grouping.packing import Contradiction, TooHard
from virtu_desktop.domain.grouping.rotation import rotate_as_far_as_possible
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.rooms import BreakoutRound, room_end
from virtu_desktop.domain.time import MINUTE, SECOND, Duration, Instant
from virtu_desktop.engine.session import SessionController

RoomName = Callable[[int, frozenset[Mode]], str]

# Invented groups need not be the best: many are formed while somebody waits for the demo.
_EFFORT = 6_000
_FORM_AFTER = Duration(40 * SECOND)
_NEXT_AFTER = Duration(20 * SECOND)
_MORE_TIME = 0.5


def send_into_rooms(
    controller: SessionController,
    name: RoomName,
    *,
    rounds: int | None = None,
    seed: int = 0,
    effort: int = _EFFORT,
) -> bool:
    """Form the rooms of the running block and send the first round out; say whether there are any.

    rounds: how many to form, None for as many as the block has.
    """
    breakouts, current = controller.breakouts, controller.run.state.current
    block = breakouts.block
    if block is None or block.id != current or block.breakout is None:
        return False
    request = breakouts.request(block)
    if len(request.members) < 2:
        return False
    modes = {member.id: member.mode for member in request.members}

    def names(rooms: Round) -> list[str]:
        return [
            name(number, frozenset(modes[person] for person in room))
            for number, room in enumerate(rooms, 1)
        ]

    count = round_count(block.breakout) if rounds is None else rounds
    try:
        formed, _parted = rotate_as_far_as_possible(
            request, method_of(block.breakout), count, seed=seed, effort=effort
        )
    except (Contradiction, TooHard):
        return False  # an invented trainer goes on without rooms
    breakouts.seat(block, formed.rounds[:count], names, seed=seed)
    return breakouts.send_out() is not None


class InventedRooms:
    """Sends people into rooms, gives one room more time, calls back, writes the results down."""

    def __init__(
        self,
        controller: SessionController,
        chance: random.Random,
        *,
        name: RoomName,
        cards: Sequence[str] = (),
    ) -> None:
        """Serve ``controller``; name: of a room, from number and modes; cards: what rooms find."""
        self._controller = controller
        self._chance = chance
        self._name = name
        self._cards = list(cards)
        self._began: tuple[BlockId | None, Instant] = (None, Instant(0))
        self._has_tried = False
        self._gave_time: set[str] = set()

    def act(self, now: Instant) -> None:
        """Do what this second asks for."""
        block = self._controller.run.state.current
        if block != self._began[0]:
            self._began, self._has_tried = (block, now), False
        breakouts = self._controller.breakouts
        round_ = breakouts.current
        if block is None or (round_ is not None and round_.block != block):
            round_ = None
        if round_ is None:
            if block is not None and not self._has_tried and now - self._began[1] >= _FORM_AFTER:
                self._has_tried = True
                seed = self._chance.randrange(1000)
                send_into_rooms(self._controller, self._name, seed=seed)
        elif breakouts.is_out:
            self._go_on(round_, now)
        elif round_.started is None and self._has_waited(block, now):
            breakouts.send_out()

    def finish(self) -> None:
        """Call the rooms back because their block ends, with what they have found."""
        breakouts = self._controller.breakouts
        round_ = breakouts.current
        if round_ is not None and breakouts.is_out:
            for number in range(len(round_.rooms)):
                if self._cards:
                    breakouts.write_card(number, self._cards.pop(0))
            breakouts.call_back()

    def _go_on(self, round_: BreakoutRound, now: Instant) -> None:
        breakouts = self._controller.breakouts
        for person in breakouts.unplaced():
            breakouts.place(person)
        ends = [
            end
            for number in range(len(round_.rooms))
            if (end := room_end(round_, number, breakouts.paused(round_))) is not None
        ]
        left = max(ends) - now
        if left <= MINUTE and round_.id not in self._gave_time:
            self._gave_time.add(round_.id)
            if round_.length > 5 * MINUTE and self._chance.random() < _MORE_TIME:
                room = self._chance.randrange(len(round_.rooms))
                breakouts.adjust(Duration(MINUTE), room=room)
        elif left <= 0:
            self.finish()

    def _has_waited(self, block: BlockId | None, now: Instant) -> bool:
        over = [
            one.ended
            for one in self._controller.breakouts.rounds
            if one.block == block and one.ended is not None
        ]
        return bool(over) and now - max(over) >= _NEXT_AFTER
