"""What a plan should not go into the room with: rules that can each be silenced (P5).

Each rule is one function of the session; a finding says which block and how many minutes it is
about. Words for people are made elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from virtu_desktop.domain.plan import Block, BlockId, BlockKind
from virtu_desktop.domain.poll_chat import can_be_pasted
from virtu_desktop.domain.programme import Delivery, Session
from virtu_desktop.domain.questions import Question, Secrecy, question_problems
from virtu_desktop.domain.time import MINUTE, Duration

LONGEST_TALK = Duration(20 * MINUTE)
LONGEST_WITHOUT_BREAK = Duration(90 * MINUTE)
LONGEST_WITHOUT_REMOTE_TURN = Duration(20 * MINUTE)
# So much free time between two blocks is a break in all but name.
LEAST_FREE_TIME = Duration(5 * MINUTE)
# In a trio each person needs about as long as in a pair, so the block needs half as much again.
LEAST_FOR_EACH_IN_TRIO = Duration(5 * MINUTE)
_TRIO = 3
# In these blocks remote people speak, write or answer.
_REMOTE_TURNS = frozenset(
    {BlockKind.OPENING, BlockKind.BREAKOUT, BlockKind.POLL, BlockKind.CLOSING}
)


class Rule(StrEnum):
    """What is checked."""

    NO_REMOTE_INSTRUCTION = "no_remote_instruction"
    LONG_TALK = "long_talk"
    NO_BREAK = "no_break"
    SHORT_TRIOS = "short_trios"
    NEEDS_PHONES = "needs_phones"
    POLL_UNFINISHED = "poll_unfinished"
    NO_REMOTE_TURN = "no_remote_turn"
    NO_OWNER = "no_owner"
    ENDS_LATE = "ends_late"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at: the block (None: the whole session) and the milliseconds, if any."""

    rule: Rule
    block: BlockId | None = None
    length: Duration = Duration(0)


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that somebody has decided to leave as it is, and why."""

    rule: Rule
    block: BlockId | None
    reason: str


def check(session: Session, silenced: tuple[Silenced, ...] = ()) -> tuple[Finding, ...]:
    """Return what the rules find, without what was silenced, in the order of the plan."""
    quiet = {(each.rule, each.block) for each in silenced}
    found = (finding for rule in _RULES for finding in rule(session))
    heard = [finding for finding in found if (finding.rule, finding.block) not in quiet]
    positions = session.plan.positions
    last = len(positions)
    return tuple(sorted(heard, key=lambda one: last if one.block is None else positions[one.block]))


def _no_remote_instruction(session: Session) -> Iterator[Finding]:
    if session.delivery is Delivery.ROOM:
        return
    for block in session.plan.blocks:
        if not block.remote.strip():
            yield Finding(Rule.NO_REMOTE_INSTRUCTION, block.id)


def _long_talk(session: Session) -> Iterator[Finding]:
    for block in session.plan.blocks:
        if block.kind is BlockKind.PLENARY and block.length > LONGEST_TALK:
            yield Finding(Rule.LONG_TALK, block.id, block.length)


def _no_break(session: Session) -> Iterator[Finding]:
    yield from _stretches(
        session, Rule.NO_BREAK, LONGEST_WITHOUT_BREAK, lambda block: block.kind is BlockKind.BREAK
    )


def _no_remote_turn(session: Session) -> Iterator[Finding]:
    if session.delivery is Delivery.ROOM:
        return
    yield from _stretches(
        session,
        Rule.NO_REMOTE_TURN,
        LONGEST_WITHOUT_REMOTE_TURN,
        lambda block: (
            block.kind in _REMOTE_TURNS or block.kind is BlockKind.BREAK or bool(block.polls)
        ),
    )


def _stretches(
    session: Session, rule: Rule, longest: Duration, ends: Callable[[Block], bool]
) -> Iterator[Finding]:
    """Yield the block with which each stretch between ending blocks becomes too long."""
    length = 0
    is_told = False
    for block, planned in zip(session.plan.blocks, session.plan.schedule, strict=True):
        if planned.gap >= LEAST_FREE_TIME or ends(block):
            length, is_told = 0, False
        if ends(block):
            continue
        length += block.length
        if length > longest and not is_told:
            is_told = True
            yield Finding(rule, block.id, Duration(length))


def _short_trios(session: Session) -> Iterator[Finding]:
    for block in session.plan.blocks:
        settings = block.breakout
        if settings is None or settings.group_size != _TRIO:
            continue
        needed = LEAST_FOR_EACH_IN_TRIO * _TRIO * max(1, settings.rounds)
        if block.length < needed:
            yield Finding(Rule.SHORT_TRIOS, block.id, Duration(needed))


def _needs_phones(session: Session) -> Iterator[Finding]:
    if session.has_phones:
        return
    for block in session.plan.blocks:
        if any(not _is_answered_without_phones(poll) for poll in block.polls):
            yield Finding(Rule.NEEDS_PHONES, block.id)


def _is_answered_without_phones(poll: Question) -> bool:
    """Say whether everybody can answer: the room by hands or a line of chat, remote people too.

    What hands and chat say is seen by all, so that a secret poll has neither.
    """
    return poll.secrecy is not Secrecy.SECRET and (poll.can_be_counted or can_be_pasted(poll))


def _poll_unfinished(session: Session) -> Iterator[Finding]:
    for block in session.plan.blocks:
        if any(question_problems(poll) for poll in block.polls):
            yield Finding(Rule.POLL_UNFINISHED, block.id)


def _no_owner(session: Session) -> Iterator[Finding]:
    for block in session.plan.blocks:
        if block.kind is not BlockKind.BREAK and not block.owner.strip():
            yield Finding(Rule.NO_OWNER, block.id)


def _ends_late(session: Session) -> Iterator[Finding]:
    late = session.plan.schedule[-1].end - session.plan.target_end
    if late > 0:
        yield Finding(Rule.ENDS_LATE, None, Duration(late))


_RULES: tuple[Callable[[Session], Iterator[Finding]], ...] = (
    _no_remote_instruction,
    _long_talk,
    _no_break,
    _short_trios,
    _needs_phones,
    _poll_unfinished,
    _no_remote_turn,
    _no_owner,
    _ends_late,
)
