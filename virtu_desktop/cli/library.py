"""``virtu list`` and ``virtu show``: what the library holds."""

from __future__ import annotations

import json

import click

from virtu_desktop.cli.open_library import library_to_read, portable_record
from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import (
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.domain.programme import ParticipantGroup, Programme, SessionSummary
from virtu_desktop.domain.time import iso_utc
from virtu_desktop.domain.timeline import Status
from virtu_desktop.exchange.record_json import record_schema, write_record
from virtu_desktop.exchange.review import Review, ReviewedBlock, review
from virtu_desktop.i18n import N_, Translator, _, interface
from virtu_desktop.wording import (
    clock_text,
    date_text,
    incident_words,
    minutes_text,
    near_clock_text,
    reason_words,
    session_state_word,
    standing_words,
    status_word,
    tag_word,
)

_SHORT_ID = 8


@command("list")
@json_option()
@pass_surroundings
def list_sessions(surroundings: Surroundings, as_json: bool) -> None:
    """Print the sessions, the earliest first."""
    with library_to_read(surroundings) as library:
        sessions = library.sessions()
        groups = {group.id: group for group in library.groups()}
        programmes = {programme.id: programme for programme in library.programmes()}
    tr = interface()
    rows = []
    for summary in sessions:
        group = None if summary.group is None else groups.get(summary.group)
        programme = None if group is None else programmes.get(group.programme)
        rows.append((summary, group, programme))
    if as_json:
        print_json([_as_json(*row) for row in rows])
    elif not rows:
        click.echo(tr("No sessions yet. Start from a template."))
    else:
        head = ["", tr("Date"), tr("Time"), tr("Group"), "", tr("Session"), "", tr("Notes")]
        print_table(head, [_as_row(tr, summary, group) for summary, group, _programme in rows])


def _as_row(tr: Translator, summary: SessionSummary, group: ParticipantGroup | None) -> list[str]:
    start = near_clock_text(tr, summary.start, summary.zone)
    return [
        summary.id[:_SHORT_ID],
        date_text(tr, summary.start, summary.zone),
        f"{start}–{near_clock_text(tr, summary.end, summary.zone)}",
        "" if group is None else group.name,
        str(summary.number),
        summary.title,
        session_state_word(tr, summary.state),
        str(summary.notes),
    ]


def _as_json(
    summary: SessionSummary, group: ParticipantGroup | None, programme: Programme | None
) -> dict[str, object]:
    return {
        "id": summary.id,
        "title": summary.title,
        "number": summary.number,
        "group": None if group is None else group.name,
        "site": None if group is None else group.site,
        "programme": None if programme is None else programme.title,
        "start": iso_utc(summary.start),
        "end": iso_utc(summary.end),
        "zone": summary.zone,
        "state": summary.state.value,
        "planned_ms": summary.length,
        "blocks": summary.blocks,
        "notes": summary.notes,
    }


@command("show", more=N_("SESSION is an id, the beginning of one, or part of a title."))
@click.argument("session", required=False)
@json_option()
@option("--schema", is_flag=True, help=N_("Print the JSON Schema of session records instead."))
@pass_surroundings
def show(surroundings: Surroundings, session: str | None, as_json: bool, schema: bool) -> None:
    """Print one session, without private notes, or the schema of all."""
    if schema:
        print_json(record_schema())
        return
    if session is None:
        raise click.UsageError(_("Name a session."))
    with library_to_read(surroundings) as library:
        portable = portable_record(library, library.find_session(session))
    if as_json:
        print_json(json.loads(write_record(portable)))
        return
    tr = interface()
    looked_back = review(portable)
    _print_head(tr, looked_back)
    click.echo()
    head = ["", tr("Block"), tr("Planned"), tr("Length"), tr("Actual"), tr("Took"), ""]
    print_table(head, [_block_row(tr, looked_back, row) for row in looked_back.blocks])
    _print_notes(tr, looked_back)
    _print_incidents(tr, looked_back)


def _print_head(tr: Translator, looked_back: Review) -> None:
    session, group = looked_back.portable.record.session, looked_back.portable.group
    plan = session.plan
    print_line(tr("Session {number}: {title}", number=session.number, title=session.title))
    place = "" if group is None else f"{group.name}, {group.site}  "
    day = date_text(tr, plan.start, plan.zone)
    span = f"{clock_text(tr, plan.start, plan.zone)}–{clock_text(tr, plan.target_end, plan.zone)}"
    print_line(f"{place}{day}  {span}  {session.id}")
    if looked_back.is_rehearsal:
        click.echo(tr("Rehearsal: this session was not held."))
    if looked_back.started is not None:
        why = reason_words(tr, looked_back.reasons)
        standing = standing_words(tr, looked_back.projection, plan.zone)
        click.echo(f"{standing} ({why})" if why else standing)


def _block_row(tr: Translator, looked_back: Review, row: ReviewedBlock) -> list[str]:
    actual = row.actual
    ran = actual.start is not None and actual.status in (Status.DONE, Status.CURRENT)
    return [
        str(row.number),
        row.block.title,
        near_clock_text(tr, row.planned.start, looked_back.zone),
        minutes_text(tr, row.block.length),
        clock_text(tr, actual.start, looked_back.zone) if actual.start and ran else "",
        minutes_text(tr, actual.elapsed) if actual.elapsed else "",
        "" if looked_back.started is None else status_word(tr, actual.status),
    ]


def _print_notes(tr: Translator, looked_back: Review) -> None:
    if not looked_back.notes:
        return
    click.echo()
    print_table(
        ["", tr("Notes"), ""],
        [
            [clock_text(tr, note.at, looked_back.zone), tag_word(tr, note.tag), note.text]
            for note in looked_back.notes
        ],
    )


def _print_incidents(tr: Translator, looked_back: Review) -> None:
    run = looked_back.portable.record.run
    told = [] if run is None else [one for one in run.incidents if one.is_worth_telling]
    if told:
        click.echo()
    for incident in told:
        clock = clock_text(tr, incident.at, looked_back.zone)
        click.echo(f"{clock}  {incident_words(tr, incident)}")
