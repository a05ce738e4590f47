"""Rounds that belong together: world café with hosts, jigsaw, pairs (B4)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum

from virtu_desktop.domain.grouping.designs import design
from virtu_desktop.domain.grouping.forming import USUAL_EFFORT, Formed, form_rounds
from virtu_desktop.domain.grouping.members import Frame, Request, Round, Rule, RuleKind, frames
from virtu_desktop.domain.grouping.packing import Contradiction
from virtu_desktop.domain.people import PersonId


class Method(StrEnum):
    """How the rounds of a breakout block follow each other.

    GROUPS: new groups each round. WORLD_CAFE: one host stays in each room, the others go round.
    JIGSAW: home groups, then experts of each topic, then home again. PAIRS: everybody meets
    another one each round.
    """

    GROUPS = "groups"
    WORLD_CAFE = "world_cafe"
    JIGSAW = "jigsaw"
    PAIRS = "pairs"


JIGSAW_ROUNDS = 3


def rotate(
    request: Request,
    method: Method,
    count: int,
    *,
    hosts: Sequence[PersonId] = (),
    seed: int = 0,
    effort: int = USUAL_EFFORT,
    is_over: Callable[[], bool] = lambda: False,
) -> Formed:
    """Return the rounds of a method; raise Contradiction or TooHard.

    hosts: for a world café, those who stay, room by room; who is missing is taken from the
    first round. A jigsaw always has three rounds.
    """

    def form(asked: Request, rounds: int) -> Formed:
        return form_rounds(asked, rounds, seed=seed, effort=effort, is_over=is_over)

    match method:
        case Method.GROUPS:
            return form(request, count)
        case Method.PAIRS:
            return form(_in_pairs(request), count)
        case Method.WORLD_CAFE:
            return _world_cafe(request, count, hosts, form)
        case Method.JIGSAW:
            return _jigsaw(request, form)


# What follows from where people are, and not from what somebody asked for.
_YIELDING = (RuleKind.SAME_ROOM, RuleKind.SHARED_SCREEN)


def rotate_as_far_as_possible(
    request: Request,
    method: Method,
    count: int,
    *,
    seed: int = 0,
    effort: int = USUAL_EFFORT,
    is_over: Callable[[], bool] = lambda: False,
) -> tuple[Formed, tuple[Rule, ...]]:
    """Return rounds, and the rules that had to yield for them.

    Only people at one screen and those of one room before are parted, and only if there is no
    other way; any other contradiction is raised.
    """
    left_out: list[Rule] = []
    while True:
        try:
            formed = rotate(request, method, count, seed=seed, effort=effort, is_over=is_over)
        except Contradiction as found:
            yields = next((rule for rule in found.rules if rule.kind in _YIELDING), None)
            if yields is None:
                raise
            left_out.append(yields)
            kept = tuple(rule for rule in request.rules if rule is not yields)
            request = replace(request, rules=kept)
        else:
            return formed, tuple(left_out)


def _world_cafe(
    request: Request,
    count: int,
    hosts: Sequence[PersonId],
    form: Callable[[Request, int], Formed],
) -> Formed:
    """Return rounds in which the hosts stay and nobody comes to the same host twice if possible."""
    named = tuple(
        Rule(kind=RuleKind.HOST, people=(host,), room=room) for room, host in enumerate(hosts)
    )
    asked = replace(request, rules=(*request.rules, *named))
    first = form(asked, 1)
    rooms = first.rounds[0]
    has_host = {rule.room for rule in asked.rules_of(RuleKind.HOST)}
    staying = tuple(
        Rule(kind=RuleKind.HOST, people=(room[0],), room=number)
        for number, room in enumerate(rooms)
        if number not in has_host and room
    )
    asked = replace(asked, rules=(*asked.rules, *staying), rooms=len(rooms))
    exact = _walk(rooms, asked, count)
    if exact is not None:
        return Formed(rounds=exact)
    if count == 1:
        return first
    after = form(replace(asked, history=(*asked.history, rooms)), count - 1)
    return Formed(rounds=(rooms, *after.rounds), stopped_early=after.stopped_early)


def _walk(rooms: Round, request: Request, count: int) -> tuple[Round, ...] | None:
    """Return rounds of a design in which one column stays, or None where none serves.

    Only without other rules and without history; the first round is as given.
    """
    hosts = {rule.room: rule.people[0] for rule in request.rules_of(RuleKind.HOST)}
    sizes = {len(room) for room in rooms}
    if len(sizes) != 1 or len(hosts) < len(rooms) or request.history:
        return None
    if len(request.rules) > len(hosts) or len(rooms) < count:
        return None
    found = design(len(rooms), sizes.pop())[:count]
    # In a transversal design block k of every round has point k of the first column, which is 0
    # times any slope: whoever has those points stays.
    if len(found) < count or any(
        block[0] != number for blocks in found for number, block in enumerate(blocks)
    ):
        return None
    at: dict[int, PersonId] = {}
    for number, (room, block) in enumerate(zip(rooms, found[0], strict=True)):
        host = hosts[number]
        others = [person for person in room if person != host]
        at.update(zip(block, [host, *others], strict=True))
    return tuple(tuple(tuple(at[point] for point in block) for block in blocks) for blocks in found)


def _jigsaw(request: Request, form: Callable[[Request, int], Formed]) -> Formed:
    """Return home groups, groups of experts with nobody from the same home group, home again."""
    first = form(request, 1)
    home = first.rounds[0]
    topics = max(map(len, home))
    apart = tuple(Rule(kind=RuleKind.APART, people=room) for room in home if len(room) > 1)
    kept = tuple(rule for rule in request.rules if rule.kind is RuleKind.APART)
    asked = replace(
        request,
        rules=(*kept, *apart),
        rooms=topics,
        smallest=None,
        largest=len(request.members),
        history=(*request.history, home),
    )
    experts = form(asked, 1)
    return Formed(
        rounds=(home, experts.rounds[0], home),
        stopped_early=first.stopped_early or experts.stopped_early,
    )


def wished_frame(request: Request, method: Method) -> Frame | None:
    """Return the rooms that a method would have, or None when the sizes fit no number of rooms."""
    if method is Method.PAIRS:
        request = _in_pairs(request)
    return next(iter(frames(request)), None)


def _in_pairs(request: Request) -> Request:
    """Return the request for pairs; of an odd number one waits, another one each round."""
    pairs = -(-len(request.members) // 2)
    return replace(request, size=2, smallest=None, largest=None, rooms=pairs)
