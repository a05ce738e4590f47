"""``virtu groups``: rounds of groups from people, rules and earlier rounds (C4)."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import click

from virtu_desktop.cli.output import print_json, print_line
from virtu_desktop.cli.program import command, json_option, option
from virtu_desktop.domain.grouping.bounds import choice_and_better
from virtu_desktop.domain.grouping.forming import PER_MILLISECOND, Formed, form_rounds
from virtu_desktop.domain.grouping.meetings import repeats
from virtu_desktop.domain.grouping.members import MOST_ROUNDS, Member, Request
from virtu_desktop.domain.grouping.packing import Contradiction, TooHard
from virtu_desktop.domain.time import stopwatch
from virtu_desktop.exchange.groups_json import (
    answer,
    numbered_members,
    read_history,
    read_json,
    read_members,
    read_rules,
    read_size,
)
from virtu_desktop.exchange.timeline_json import BadInput
from virtu_desktop.group_words import (
    choice_words,
    contradiction_words,
    repeat_words,
    too_hard_words,
)
from virtu_desktop.i18n import N_, Translator, interface

# A whole programme is planned in this many milliseconds at most, unless told otherwise.
_WHOLE = 10_000
_USUAL_BUDGET = 300
_DIGITS = 18
_LARGEST_FILE = 50 * 2**20
_NUMBER = re.compile(r"\s*[+-]?\d+\s*", re.ASCII)


@command("groups")
@option(
    "--people",
    required=True,
    metavar="N|FILE",
    help=N_("How many people, or a CSV or JSON file with name, mode, organisation, site, tags."),
)
@option("--size", required=True, metavar="S", help=N_("People in a group, such as 4 or 3-4."))
@option(
    "--rounds",
    type=click.IntRange(1, MOST_ROUNDS),
    default=1,
    show_default=True,
    metavar="R",
    help=N_("How many rounds to form."),
)
@option("--rules", metavar="FILE", help=N_("A JSON file with rules: together, apart and others."))
@option("--history", metavar="FILE", help=N_("A JSON file with earlier rounds."))
@option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    metavar="N",
    help=N_("The same seed gives the same groups."),
)
@option(
    "--budget-ms",
    type=click.IntRange(1, 600_000),
    default=_USUAL_BUDGET,
    show_default=True,
    metavar="N",
    help=N_("Milliseconds that the search for one round may take."),
)
@json_option()
def groups(
    people: str,
    size: str,
    rounds: int,
    rules: str | None,
    history: str | None,
    seed: int,
    budget_ms: int,
    as_json: bool,
) -> None:
    """Form rounds and print them; a contradiction among the rules is a problem found."""
    try:
        request = _request(people, size, rules, history)
    except BadInput as error:
        raise click.UsageError(str(error)) from error
    tr = interface()
    each = min(budget_ms, _WHOLE // rounds) if budget_ms <= _USUAL_BUDGET else budget_ms
    if not as_json:
        _say_what_size_means(tr, request, rounds)
    since = stopwatch()
    try:
        formed = form_rounds(
            request,
            rounds,
            seed=seed,
            effort=max(1, each) * PER_MILLISECOND,
            is_over=lambda: since() > each * rounds,
        )
    except Contradiction as found:
        words = contradiction_words(tr, found, {})
        raise _refused(request, words, as_json) from found
    except TooHard as error:
        raise _refused(request, too_hard_words(tr), as_json) from error
    _print(tr, request, formed, since() / rounds, as_json)


def _request(people: str, size: str, rules: str | None, history: str | None) -> Request:
    """Return what is asked for; raise BadInput."""
    wish = read_size(size)
    request = Request(
        members=_members(people),
        size=wish.size,
        smallest=wish.smallest,
        largest=wish.size if wish.smallest is not None else None,
    )
    if rules is not None:
        request = read_rules(read_json(_bytes(rules, "--rules"), rules), request)
    if request.smallest is None and request.size > len(request.members):
        # So many people are not there: a group of that size cannot be.
        request = replace(request, smallest=request.size, largest=request.size)
    if history is not None:
        earlier = read_history(read_json(_bytes(history, "--history"), history))
        request = replace(request, history=earlier)
    return request


def _members(people: str) -> tuple[Member, ...]:
    if _NUMBER.fullmatch(people):
        if len(people) > _DIGITS:
            raise BadInput("--people", "too many")
        return numbered_members(int(people))
    return read_members(_bytes(people, "--people"))


def _bytes(name: str, place: str) -> bytes:
    """Return what a file holds; raise BadInput when it cannot be read."""
    path = Path(name)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BadInput(place, f"{name}: larger than {_LARGEST_FILE // 2**20} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise BadInput(place, f"{name}: {reason or error}") from error


def _refused(request: Request, words: str, as_json: bool) -> click.ClickException:
    """Return the error that names what contradicts; the document says it too."""
    if as_json:
        print_json(answer(request, (), (), violations=[words]))
    return click.ClickException(words)


def _print(
    tr: Translator, request: Request, formed: Formed, milliseconds: float, as_json: bool
) -> None:
    times = [milliseconds] * len(formed.rounds)
    if as_json:
        print_json(answer(request, formed.rounds, times, stopped_early=formed.stopped_early))
        return
    for number, rooms in enumerate(formed.rounds, 1):
        print_line(tr("Round {number}", number=number))
        for place, room in enumerate(rooms, 1):
            print_line(f"  {place}: {', '.join(room)}")
    print_line(repeat_words(tr, repeats(formed.rounds, request.history)))
    if formed.stopped_early:
        print_line(tr("The time ran out: with more time the groups may be better."))


def _say_what_size_means(tr: Translator, request: Request, rounds: int) -> None:
    """Say on standard error, before forming, that repeats cannot be avoided, where that is so."""
    choice, better = choice_and_better(request, rounds)
    if choice is not None and choice.fewest:
        click.echo(choice_words(tr, len(request.members), choice, better), err=True)
