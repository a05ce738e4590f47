"""``virtu timeline``: schedule, state, projection and catch-up plans from two JSON files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NoReturn

import click

from virtu_desktop.cli.output import print_json, print_table
from virtu_desktop.cli.program import command, json_option, option
from virtu_desktop.domain.catch_up import CatchUpPlan, catch_up
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.time import Instant
from virtu_desktop.domain.timeline import Projection, TimelineState, project
from virtu_desktop.exchange.timeline_json import (
    BadInput,
    answer,
    read_events,
    read_instant,
    read_plan,
    state_at,
)
from virtu_desktop.i18n import N_, Translator, interface
from virtu_desktop.wording import (
    block_title,
    clock_text,
    late_words,
    minutes_text,
    near_clock_text,
    offer_words,
    standing_words,
    status_word,
)

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)


@command("timeline", uses_library=False)
@click.argument("plan_file", metavar="PLAN", type=_FILE)
@click.argument("events_file", metavar="EVENTS", type=_FILE)
@option(
    "--at",
    required=True,
    metavar="INSTANT",
    help=N_("The moment to look at, such as 2026-11-25T10:17:00+02:00."),
)
@json_option()
def timeline(plan_file: Path, events_file: Path, at: str, as_json: bool) -> None:
    """Print where the session stands at one moment."""
    plan_document = _read_json(plan_file)
    events_document = _read_json(events_file)
    try:
        if as_json:
            print_json(answer(plan_document, events_document, at))
        else:
            now = read_instant(at, "--at")
            plan = read_plan(plan_document)
            state = state_at(plan, read_events(events_document, plan), now)
            _print_table(interface(), plan, state, now)
    except BadInput as error:
        raise click.UsageError(str(error)) from error


def _read_json(path: Path) -> object:
    """Return what a JSON file holds; say in one line why it cannot be read."""
    try:
        return json.loads(path.read_bytes(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise click.UsageError(f"{path}: not JSON: {error}") from error


def _refuse_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a number")


def _print_table(tr: Translator, plan: Plan, state: TimelineState, now: Instant) -> None:
    projection = project(plan, state, now)
    click.echo(f"{clock_text(tr, now, plan.zone)}  {standing_words(tr, projection, plan.zone)}")
    click.echo()
    print_table(
        [tr("Block"), tr("Planned"), tr("Length"), tr("Start"), tr("End"), "", ""],
        [_row(tr, plan, projection, place) for place in range(len(plan.blocks))],
    )
    offers = catch_up(plan, state, now)
    if offers:
        click.echo()
    for offer in offers:
        click.echo(_offer_line(tr, plan, offer, projection))


def _row(tr: Translator, plan: Plan, projection: Projection, place: int) -> list[str]:
    row = projection.rows[place]
    times = [
        "" if at is None else near_clock_text(tr, at, plan.zone) for at in (row.start, row.end)
    ]
    return [
        block_title(tr, plan, row.id),
        near_clock_text(tr, plan.schedule[place].start, plan.zone),
        minutes_text(tr, plan.blocks[place].length),
        *times,
        status_word(tr, row.status),
        "" if row.late is None else late_words(tr, row.late),
    ]


def _offer_line(tr: Translator, plan: Plan, offer: CatchUpPlan, projection: Projection) -> str:
    return f"- {offer_words(tr, plan, offer, plan.zone, projection)}"
