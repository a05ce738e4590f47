"""Plans the groups of all coming breakout blocks of a group in one go (B1, B2).

The rounds are formed for those who are expected. They are kept with their sessions, not started,
and are fitted to those who have come once their block runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from virtu_desktop.domain.breakout_rules import (
    GroupRule,
    Wish,
    member_of,
    method_of,
    request_for,
    round_count,
    rules_of,
)
from virtu_desktop.domain.grouping.bounds import SizeChoice, size_choices
from virtu_desktop.domain.grouping.forming import USUAL_EFFORT
from virtu_desktop.domain.grouping.members import Member, Request, Round, Rule, RuleKind
from virtu_desktop.domain.grouping.rotation import Method, rotate_as_far_as_possible
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.people_rules import people_rules, with_people_rules
from virtu_desktop.domain.plan import BlockId, BreakoutSettings
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.rooms import BreakoutRoom, BreakoutRound, RoundId, with_people
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.bus import Bus
from virtu_desktop.engine.changes import Change, SessionRecord
from virtu_desktop.engine.register import Register

NameOf = Callable[[str, int, frozenset[Mode]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingBlock:
    """A breakout block that is still to come.

    language: of its session, in which the rooms get their names. planned: rounds that were
    planned for it before and would give way.
    """

    session: SessionId
    block: BlockId
    settings: BreakoutSettings
    members: tuple[Member, ...]
    language: str = "en"
    planned: tuple[BreakoutRound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedAhead:
    """Rounds for coming blocks. parted: rules that had to yield. gone: rounds that give way."""

    rounds: tuple[tuple[SessionId, BreakoutRound], ...]
    gone: tuple[tuple[SessionId, BreakoutRound], ...]
    parted: tuple[Rule, ...]

    @property
    def sessions(self) -> frozenset[SessionId]:
        """Return the sessions that have rounds now."""
        return frozenset(session for session, _round in self.rounds)


def plan_ahead(
    blocks: Sequence[ComingBlock],
    history: tuple[Round, ...],
    *,
    now: Instant,
    new_id: Callable[[], str],
    name: NameOf,
    seed: int = 0,
    is_over: Callable[[], bool] = lambda: False,
) -> PlannedAhead:
    """Return rounds for all blocks, in the order of the blocks; raise Contradiction or TooHard.

    history: who has met so far, the oldest first. name: the name of a room from language, number
    and modes. Blocks alike are planned together, so that they can follow one exact design.
    """
    found: list[tuple[SessionId, BreakoutRound]] = []
    parted: list[Rule] = []
    last: tuple[SessionId | None, Round] = (None, ())
    for run in _alike(blocks):
        before = last[1] if last[0] == run[0].session else ()
        formed, yielded = rotate_as_far_as_possible(
            _request(run[0], history, before),
            method_of(run[0].settings),
            sum(round_count(one.settings) for one in run),
            seed=seed,
            effort=USUAL_EFFORT,
            is_over=is_over,
        )
        parted += (rule for rule in yielded if rule not in parted)
        history = (*history, *formed.rounds)
        last = (run[-1].session, formed.rounds[-1])
        following = iter(formed.rounds)
        for one in run:
            for number in range(1, round_count(one.settings) + 1):
                rooms = next(following)
                round_ = _round(one, number, rooms, now=now, name=name, seed=seed)
                found.append((one.session, replace(round_, id=RoundId(new_id()))))
    return PlannedAhead(
        rounds=tuple(found),
        gone=tuple((one.session, old) for one in blocks for old in one.planned),
        parted=tuple(parted),
    )


def with_rules_of_first(blocks: Sequence[ComingBlock]) -> tuple[ComingBlock, ...]:
    """Return the blocks with the rules about people of the first one added to their own.

    A host is of the rooms of one block and is not carried on.
    """
    if not blocks:
        return ()
    first = [rule for rule in people_rules(blocks[0].settings) if rule.kind is not RuleKind.HOST]
    found = [blocks[0]]
    for one in blocks[1:]:
        rules = dict.fromkeys((*people_rules(one.settings), *first))
        found.append(replace(one, settings=with_people_rules(one.settings, tuple(rules))))
    return tuple(found)


def choices_ahead(
    blocks: Sequence[ComingBlock], history: tuple[Round, ...], sizes: Iterable[int]
) -> tuple[int, tuple[SizeChoice, ...]]:
    """Return how many rounds are to come, and what each size would mean for them.

    The people and the rules of the first block stand for all.
    """
    count = sum(round_count(one.settings) for one in blocks)
    if not blocks or not blocks[0].members:
        return count, ()
    return count, size_choices(_request(blocks[0], history), sizes, count)


def _alike(blocks: Sequence[ComingBlock]) -> list[list[ComingBlock]]:
    """Return the blocks in runs that one request describes; a café or a jigsaw stands alone."""
    runs: list[list[ComingBlock]] = []
    for one in blocks:
        last = runs[-1][-1] if runs else None
        is_alike = (
            last is not None
            and method_of(one.settings) in (Method.GROUPS, Method.PAIRS)
            and GroupRule.MERGE_PREVIOUS not in rules_of(one.settings)
            and replace(one.settings, rounds=1, calls=())
            == replace(last.settings, rounds=1, calls=())
            and one.members == last.members
        )
        if is_alike:
            runs[-1].append(one)
        elif one.members:
            runs.append([one])
    return runs


def _request(block: ComingBlock, history: tuple[Round, ...], previous: Round = ()) -> Request:
    """Return the request for a block; previous: the rooms before it in its own session."""
    wish = Wish(settings=block.settings)
    return request_for(block.members, wish, history=history, previous=previous)


def _round(
    block: ComingBlock, number: int, rooms: Round, *, now: Instant, name: NameOf, seed: int
) -> BreakoutRound:
    modes = {member.id: member.mode for member in block.members}
    names = (
        name(block.language, place, frozenset(modes[person] for person in room))
        for place, room in enumerate(rooms, 1)
    )
    empty = BreakoutRound(
        id=RoundId(""),
        block=block.block,
        number=number,
        formed=now,
        rooms=tuple(BreakoutRoom(name=one) for one in names),
        method=method_of(block.settings),
        seed=seed,
    )
    return with_people(empty, rooms, now)


def coming_blocks(record: SessionRecord) -> tuple[ComingBlock, ...]:
    """Return the breakout blocks of a session that has not begun, for those who are expected."""
    register = Register(record, store=_Nowhere(), bus=Bus(), new_id=str)
    members = tuple(
        member_of(person, None, register.place_of(person.id).mode)
        for person in sorted(
            (register.people[one] for one in register.expected),
            key=lambda person: (person.name, person.id),
        )
    )
    return tuple(
        ComingBlock(
            session=record.session.id,
            block=block.id,
            settings=block.breakout,
            members=members,
            language=record.session.language,
            planned=tuple(one for one in record.rounds if one.block == block.id),
        )
        for block in record.session.plan.blocks
        if block.breakout is not None
    )


class _Nowhere:
    """Stands for a store where a session is only looked at."""

    def submit(self, *changes: Change) -> None:
        """Refuse to keep anything."""
        raise RuntimeError(f"nothing is changed where a session is only read: {changes}")
