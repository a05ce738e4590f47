"""The words about groups: contradictions, what sizes mean, why a room is as it is, and moves."""

from __future__ import annotations

from collections.abc import Mapping

from virtu_desktop.domain.grouping.bounds import SizeChoice
from virtu_desktop.domain.grouping.members import Rule, RuleKind
from virtu_desktop.domain.grouping.packing import Contradiction
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.people_rules import BadTyped, TypedProblem
from virtu_desktop.i18n import Translator

Names = Mapping[PersonId, str]


def contradiction_words(tr: Translator, found: Contradiction, names: Names) -> str:
    """Return which rules cannot all hold, with the people and the rooms they are about."""
    request = found.request
    people = len(request.members)
    if found.frame is None:
        if request.rooms is not None:
            return tr(
                "{people} people do not fill {rooms} rooms of the sizes allowed.",
                people=people,
                rooms=request.rooms,
            )
        smallest, largest = request.smallest or 1, request.largest or request.size
        if smallest == largest:
            return tr(
                "{people} people cannot be divided into groups of {size}.",
                people=people,
                size=largest,
            )
        return tr(
            "{people} people cannot be divided into groups of {smallest} to {largest}.",
            people=people,
            smallest=smallest,
            largest=largest,
        )
    rules = "; ".join(rule_words(tr, rule, names) for rule in found.rules)
    return tr(
        "These rules cannot all be kept in {rooms} rooms of {size} people at most: {rules}.",
        rooms=found.frame.rooms,
        size=found.frame.largest,
        rules=rules,
    )


def rule_words(tr: Translator, rule: Rule, names: Names) -> str:
    """Return a hard rule in a few words."""
    people = ", ".join(names.get(person, person) for person in rule.people)
    room = 0 if rule.room is None else rule.room + 1
    match rule.kind:
        case RuleKind.TOGETHER:
            return tr("{people} together", people=people)
        case RuleKind.SHARED_SCREEN:
            return tr("{people} at one screen", people=people)
        case RuleKind.SAME_ROOM:
            return tr("{people} together as before", people=people)
        case RuleKind.APART:
            return tr("{people} apart", people=people)
        case RuleKind.HOST:
            return tr("{people} is the host of room {room}", people=people, room=room)
        case RuleKind.LOCKED:
            return tr("{people} stays in room {room}", people=people, room=room)


def typed_problem_words(tr: Translator, error: BadTyped) -> str:
    """Return why a typed rule about people was not taken, and what to write instead."""
    match error.problem:
        case TypedProblem.NO_SIGN:
            return tr("Write + for together, / for apart, = for one screen, or 1: for a host.")
        case TypedProblem.TWO_SIGNS:
            return tr("Write one kind of rule at a time.")
        case TypedProblem.TOO_FEW:
            return tr("Write two names at least.")
        case TypedProblem.NOBODY:
            return tr("Nobody is called {name}.", name=error.name)
        case TypedProblem.SEVERAL:
            return tr("Several people are called {name}.", name=error.name)
        case TypedProblem.TWICE:
            return tr("{name} stands there twice.", name=error.name)


def too_hard_words(tr: Translator) -> str:
    """Return what to say when rules could be neither kept nor proved impossible in time."""
    return tr("No way to keep all these rules was found. Take one of them away.")


def repeat_words(tr: Translator, count: int) -> str:
    """Return how many meetings are repeated: ``0 repeated pairs``."""
    return tr.plural("{count} repeated pair", "{count} repeated pairs", count)


def choice_words(tr: Translator, people: int, choice: SizeChoice, best: SizeChoice | None) -> str:
    """Return what a size means for repeated meetings, said before it is chosen.

    best: a size that allows more rounds, or None.
    """
    first = max(choice.sure, 1)
    if choice.fewest == 0:
        words = tr("Groups of {size}: every pair can be new.", size=choice.size)
    elif choice.most == first:
        words = tr(
            "With groups of {size} from {people} people, repeats from round {round} on.",
            size=choice.size,
            people=people,
            round=choice.most + 1,
        )
    else:
        words = tr.plural(
            "Groups of {size}: at least {count} repeated meeting.",
            "Groups of {size}: at least {count} repeated meetings.",
            choice.fewest,
            size=choice.size,
        )
    if best is None or choice.fewest == 0:
        return words
    more = tr.plural(
        "Groups of {size} allow {count} round.",
        "Groups of {size} allow {count} rounds.",
        best.sure,
        size=best.size,
    )
    return f"{words} {more}"
