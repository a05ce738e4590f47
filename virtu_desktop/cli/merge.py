"""``virtu merge``: another laptop's records of the same sessions become part of ours (R3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from virtu_desktop.cli.open_library import NotSaved, portable_record
from virtu_desktop.cli.output import print_json, print_line, print_table
from virtu_desktop.cli.program import (
    Surroundings,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.cli.record import read_records
from virtu_desktop.cli.secrets import passphrase_option
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import Change
from virtu_desktop.exchange.merge import Conflict, Merge, Subject, merge, without_erased
from virtu_desktop.exchange.record_import import changes_of
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import N_, _
from virtu_desktop.storage.library import Library

_SAVE_WITHIN_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Merged:
    """One session of the file. merge: None for one that is new to the library."""

    title: str
    changes: tuple[Change, ...]
    merge: Merge | None


@command(
    "merge",
    more=N_(
        "FILE is a bundle or an exported JSON. What is new is added; where both say different"
        " things, ours stays unless theirs is chosen. A backup is made first, with which"
        " everything can be undone. The same file again adds nothing."
    ),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option("--preview", "is_preview", is_flag=True, help=N_("Show what would be; save nothing."))
@option(
    "--take",
    metavar="LIST",
    default="",
    help=N_("Conflicts in which theirs is taken: numbers with commas between them, or all."),
)
@passphrase_option()
@json_option()
@pass_surroundings
def merge_file(
    surroundings: Surroundings,
    file: Path,
    is_preview: bool,
    take: str,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Merge all sessions of the file and say what was added and what differs."""
    records = read_records(read_bytes(file), passphrase_file, name=file.name)
    backup: Path | None = None
    with Library.open(surroundings.library, clock=SystemClock()) as library:
        merged = list(_merged(library, records, _numbers(take)))
        changes = [change for one in merged for change in one.changes]
        if changes and not is_preview:
            backup = library.backup_now().path
            library.submit(*changes)
            if not library.flush(_SAVE_WITHIN_S):
                raise NotSaved(surroundings.library)
    if as_json:
        print_json(_as_json(merged, backup))
    else:
        _print(merged, backup, is_preview=is_preview)


def _numbers(text: str) -> frozenset[int] | None:
    """Return the numbers of a list; None for all of them."""
    if text.strip() == "all":
        return None
    try:
        return frozenset(int(word) for word in text.split(",") if word.strip())
    except ValueError:
        raise click.UsageError(_("{typed}: write numbers, or all.", typed=text)) from None


def _merged(
    library: Library, records: tuple[PortableRecord, ...], take: frozenset[int] | None
) -> Iterator[_Merged]:
    """Yield what becomes of each session; conflicts are numbered through the whole file."""
    there = {summary.id for summary in library.sessions()}
    programmes = {one.id for one in library.programmes()}
    groups = {one.id for one in library.groups()}
    before = 0
    for theirs in records:
        session = theirs.record.session
        if session.id not in there:
            known = library.people(theirs.record.programme)
            people = {person.id for person in known}
            theirs = replace(theirs, record=without_erased(theirs.record, known))
            programme, group = theirs.programme, theirs.group
            changes = changes_of(
                theirs,
                has_programme=programme is not None and programme.id in programmes,
                has_group=group is not None and group.id in groups,
                known_people=people,
            )
            programmes |= set() if programme is None else {programme.id}
            groups |= set() if group is None else {group.id}
            yield _Merged(title=session.title, changes=changes, merge=None)
            continue
        ours = portable_record(library, session.id).record
        chosen = range(1, 1 + _MOST) if take is None else [one - before for one in take]
        made = merge(ours, theirs.record, take=chosen)
        before += len(made.conflicts)
        yield _Merged(title=session.title, changes=made.changes, merge=made)


def _as_json(merged: list[_Merged], backup: Path | None) -> dict[str, object]:
    numbered = _numbered(merged)
    return {
        "backup": None if backup is None else str(backup),
        "sessions": [
            {
                "title": one.title,
                "new": one.merge is None,
                "added": None if one.merge is None else one.merge.added,
            }
            for one in merged
        ],
        "conflicts": [
            {
                "number": number,
                "session": title,
                "about": conflict.subject.value,
                "id": conflict.id,
                "ours": conflict.ours,
                "theirs": conflict.theirs,
                "can_take": conflict.can_take,
            }
            for number, title, conflict in numbered
        ],
    }


def _numbered(merged: list[_Merged]) -> list[tuple[int, str, Conflict]]:
    found = [
        (one.title, conflict)
        for one in merged
        if one.merge is not None
        for conflict in one.merge.conflicts
    ]
    return [(number, title, conflict) for number, (title, conflict) in enumerate(found, 1)]


def _print(merged: list[_Merged], backup: Path | None, *, is_preview: bool) -> None:
    for one in merged:
        if one.merge is None:
            print_line(_("{title}: new in the library", title=one.title))
        else:
            print_line(_("{title}: {count} things added", title=one.title, count=one.merge.added))
    numbered = _numbered(merged)
    if numbered:
        print_table(
            ["", "", _("Ours"), _("Theirs")],
            [
                [str(number), _(_SUBJECTS[conflict.subject]), conflict.ours, conflict.theirs]
                for number, _title, conflict in numbered
            ],
        )
    if is_preview:
        print_line(_("Nothing was saved."))
    elif backup is not None:
        print_line(_("To undo: virtu restore {file}", file=backup))


_MOST = 100_000
_SUBJECTS = {
    Subject.PLAN: N_("Plan (title, blocks)"),
    Subject.RUN: N_("Run (events)"),
    Subject.PERSON: N_("Person"),
    Subject.EXPECTATION: N_("Expected"),
    Subject.PRESENCE: N_("Presence"),
    Subject.NOTE: N_("Note"),
    Subject.ROOMS: N_("Rooms (rooms / seats)"),
    Subject.POLL: N_("Poll"),
    Subject.BALLOT: N_("Ballot"),
    Subject.SECRET: N_("Secret ballots"),
}
