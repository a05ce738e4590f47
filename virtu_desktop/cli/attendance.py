"""``virtu attendance``: who was in, when and for how long, from the reports of meeting tools.

Several files are taken as parts of one session. Nothing is saved.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from virtu_desktop.cli.agenda import ZONE
from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import PROBLEM, command, json_option, option
from virtu_desktop.domain.time import Duration, zone_named
from virtu_desktop.exchange.attendance.cells import masked
from virtu_desktop.exchange.attendance.report import Kind, Moment, Report, ReportPerson
from virtu_desktop.exchange.attendance.report_json import report_json
from virtu_desktop.exchange.attendance.telling import (
    code_words,
    flag_words,
    format_words,
    kind_words,
    problem_words,
)
from virtu_desktop.exchange.attendance.unite import read_reports, united
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import N_, Translator, interface
from virtu_desktop.wording import minutes_text


@command(
    "attendance",
    more=N_(
        "FILES are reports of Teams, Zoom, Google Meet, Webex or BigBlueButton, recognised by "
        "their content; several are parts of one session. Nothing is saved."
    ),
)
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@option("--date", "day", metavar="YYYY-MM-DD", help=N_("Day of the session."))
@option(
    "--zone", default=ZONE, show_default=True, metavar="NAME", help=N_("Time zone of the session.")
)
@json_option()
def attendance(files: tuple[Path, ...], day: str | None, zone: str, as_json: bool) -> int:
    """Print what the files say of the people, or why they cannot be used."""
    wanted = None if day is None else _read_day(day)
    _check_zone(zone)
    reports = read_reports([read_bytes(file) for file in files], zone=zone, day=wanted)
    report = united(reports)
    if as_json:
        print_json(report_json(report))
    else:
        _print(interface(), report)
    if report.is_usable:
        return 0
    file = files[reports.index(report)]
    click.echo(f"virtu: {file.name}: {problem_words(interface(), report)}", err=True)
    return PROBLEM


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(repr(text), param_hint="--date") from error


def _check_zone(name: str) -> None:
    try:
        zone_named(name)
    except ValueError as error:
        raise click.BadParameter(repr(name), param_hint="--zone") from error


def _print(tr: Translator, report: Report) -> None:
    print_line(f"{format_words(tr, report.format)}  {report.meeting.title or ''}".rstrip())
    if report.people:
        head = [tr("Name"), tr("E-mail"), tr("Account"), tr("First"), tr("Last"), tr("Present")]
        print_table([*head, ""], [_row(tr, person) for person in report.people])
    for code in sorted(report.warnings):
        print_line(f"- {code_words(tr, code)}")


def _row(tr: Translator, person: ReportPerson) -> list[str]:
    is_caller = person.kind is Kind.PHONE
    seconds = person.total_seconds if person.total_seconds is not None else person.stated_seconds
    return [
        masked(person.name) if is_caller else person.name,
        person.email or "",
        kind_words(tr, person.kind),
        _clock(person.first),
        _clock(person.last),
        "" if seconds is None else minutes_text(tr, Duration(seconds * 1000)),
        ", ".join(flag_words(tr, flag) for flag in sorted(person.flags)),
    ]


def _clock(moment: Moment | None) -> str:
    return "" if moment is None else moment.wall.time().isoformat(timespec="minutes")
