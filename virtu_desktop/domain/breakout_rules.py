"""From the settings of a breakout block and those present to a request for groups (B1, B4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from virtu_desktop.domain.grouping.members import (
    Member,
    ModeRule,
    Quality,
    Request,
    Round,
    Rule,
    RuleKind,
)
from virtu_desktop.domain.grouping.rotation import JIGSAW_ROUNDS, Method
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.people_rules import people_rules
from virtu_desktop.domain.plan import BreakoutSettings
from virtu_desktop.domain.presence import Presence


class GroupRule(StrEnum):
    """A rule that a block's settings can have; the words are those of plans and templates."""

    NEW_PAIRS = "new_pairs"
    MIX_ORGANISATIONS = "mix_organisations"
    MIX_SITES = "mix_sites"
    MIX_TAGS = "mix_tags"
    MIN_ONE_REMOTE = "min_one_remote"
    SAME_ORGANISATION = "same_organisation"
    MERGE_PREVIOUS = "merge_previous_groups"
    HOSTS_STAY = "hosts_stay"
    EXPERTS = "experts_and_home_groups"


_BALANCE = {
    GroupRule.MIX_ORGANISATIONS: Quality.ORGANISATION,
    GroupRule.MIX_SITES: Quality.SITE,
    GroupRule.MIX_TAGS: Quality.TAGS,
    GroupRule.MIN_ONE_REMOTE: Quality.MODE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the trainer asks for now: the block's settings, as changed for this time."""

    settings: BreakoutSettings


def rules_of(settings: BreakoutSettings) -> frozenset[GroupRule]:
    """Return the rules of settings that are known; words of other programs are left out."""
    known = set(GroupRule)
    return frozenset(GroupRule(word) for word in settings.rules if word in known)


def method_of(settings: BreakoutSettings) -> Method:
    """Return how the rounds of a block follow each other."""
    rules = rules_of(settings)
    if GroupRule.HOSTS_STAY in rules:
        return Method.WORLD_CAFE
    if GroupRule.EXPERTS in rules:
        return Method.JIGSAW
    return Method.PAIRS if settings.group_size == 2 else Method.GROUPS


def round_count(settings: BreakoutSettings) -> int:
    """Return how many rounds a block has; a jigsaw has always three."""
    if method_of(settings) is Method.JIGSAW:
        return JIGSAW_ROUNDS
    return max(1, settings.rounds)


def member_of(person: Participant, stay: Presence | None, mode: Mode) -> Member:
    """Return what grouping knows of somebody present; ``mode`` counts where no stay says it."""
    return Member(
        id=person.id,
        mode=mode if stay is None else stay.mode,
        organisation=person.organisation,
        site=person.site if stay is None else stay.site or person.site,
        tags=person.tags,
    )


def request_for(
    members: tuple[Member, ...],
    wish: Wish,
    *,
    history: tuple[Round, ...] = (),
    locked: Mapping[PersonId, int] | None = None,
    rooms: int | None = None,
    previous: Round = (),
) -> Request:
    """Return the request for these members.

    locked: who stays in which room. rooms: how many there are, where that is settled. previous:
    the rooms before, for a rule that speaks of them.
    """
    settings = wish.settings
    rules = rules_of(settings)
    here = {member.id for member in members}
    found = [*_shared_screens(members, settings.group_size)]
    found += _of_people(settings, here)
    if GroupRule.MERGE_PREVIOUS in rules:
        found += _sets(RuleKind.SAME_ROOM, previous, here)
    found += [
        Rule(kind=RuleKind.LOCKED, people=(person,), room=room)
        for person, room in (locked or {}).items()
        if person in here
    ]
    balance = tuple(_BALANCE[rule] for rule in GroupRule if rule in rules & _BALANCE.keys())
    return Request(
        members=members,
        size=max(1, settings.group_size),
        rooms=rooms,
        rules=tuple(found),
        mode=mode_rule(settings),
        balance=balance,
        gather=(Quality.ORGANISATION,) if GroupRule.SAME_ORGANISATION in rules else (),
        history=history,
    )


def mode_rule(settings: BreakoutSettings) -> ModeRule:
    """Return the mode rule of settings; a word of another program counts as "as it comes"."""
    return ModeRule(settings.mode) if settings.mode in set(ModeRule) else ModeRule.ANY


def _shared_screens(members: Iterable[Member], size: int) -> list[Rule]:
    """Return those who sit before one screen at a site, as far as a room can hold them.

    More people than a room holds cannot stay together; they are spread as everybody else.
    """
    by_site: dict[str, list[PersonId]] = defaultdict(list)
    for member in members:
        if member.mode is Mode.SITE and member.site:
            by_site[member.site].append(member.id)
    return [
        Rule(kind=RuleKind.SHARED_SCREEN, people=tuple(people))
        for people in by_site.values()
        if 1 < len(people) <= size
    ]


def _of_people(settings: BreakoutSettings, here: Collection[PersonId]) -> list[Rule]:
    """Return the rules about people, without those who are absent; one alone has no rule."""
    found = []
    for rule in people_rules(settings):
        people = tuple(person for person in rule.people if person in here)
        if len(people) > 1 or (people and rule.kind is RuleKind.HOST):
            found.append(replace(rule, people=people))
    return found


def _sets(
    kind: RuleKind, sets: Iterable[Collection[PersonId]], here: Collection[PersonId]
) -> list[Rule]:
    """Return a rule for each set of which two and more people are here."""
    present = (tuple(person for person in people if person in here) for people in sets)
    return [Rule(kind=kind, people=people) for people in present if len(people) > 1]
