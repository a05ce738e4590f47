"""``virtu import`` of session records: the JSON of an export, or a bundle of several sessions."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from virtu_desktop.cli.open_library import NotSaved
from virtu_desktop.cli.output import print_json, print_line
from virtu_desktop.cli.secrets import first_line
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.engine.changes import Change
from virtu_desktop.exchange.bundle import is_bundle, is_sealed, read_bundle
from virtu_desktop.exchange.merge import without_erased
from virtu_desktop.exchange.record_import import changes_of, check_new
from virtu_desktop.exchange.record_json import PortableRecord, read_record
from virtu_desktop.i18n import Translator, _, interface
from virtu_desktop.storage.library import Library

_SAVE_WITHIN_S = 30.0


def read_records(
    data: bytes, passphrase_file: Path | None, *, name: str = ""
) -> tuple[PortableRecord, ...]:
    """Return the records that an exported JSON or a bundle holds.

    name: of the file; one that is called a bundle is read as one.
    A sealed bundle takes its passphrase from the first line of a file, or asks on a terminal.
    Raises BadRecord, BadBundle, WrongPassphrase and NeedsPassphrase.
    """
    passphrase = "" if passphrase_file is None else first_line(passphrase_file)
    if is_sealed(data) and not passphrase and sys.stdin.isatty():
        passphrase = click.prompt(_("Passphrase"), hide_input=True, err=True)
    return records_in(data, passphrase, name=name)


def records_in(data: bytes, passphrase: str, *, name: str = "") -> tuple[PortableRecord, ...]:
    """Return the records of an exported JSON or a bundle, opened with a passphrase.

    Raises BadRecord, BadBundle, WrongPassphrase and NeedsPassphrase.
    """
    if not is_bundle(data) and not is_called_bundle(name):
        return (read_record(data.removeprefix(BOM_UTF8)),)
    return read_bundle(data, passphrase=passphrase)


def is_called_bundle(name: str) -> bool:
    """Say whether a file has the name of a bundle, whatever is in it."""
    return name.casefold().endswith(".virtu")


def import_records(
    path: Path, records: Sequence[PortableRecord], *, is_preview: bool, as_json: bool
) -> None:
    """Store records in the library ``path``, all or none, and print what they are.

    Raises BadRecord and AlreadyThere, and then changes nothing.
    """
    if is_preview:
        # Says whether a record would be refused; no library is needed for that.
        for portable in records:
            changes_of(portable, has_programme=False, has_group=False)
    else:
        _save(path, records)
    if as_json:
        made = [_as_json(portable, is_saved=not is_preview) for portable in records]
        print_json(made[0] if len(made) == 1 else made)
        return
    for portable in records:
        _print(interface(), portable, is_saved=not is_preview)
    if is_preview:
        print_line(_("Nothing was saved."))


def _save(path: Path, records: Sequence[PortableRecord]) -> None:
    with Library.open(path, clock=SystemClock()) as library:
        there = [library.session(one.id) for one in library.sessions()]
        programmes = {one.id for one in library.programmes()}
        groups = {one.id for one in library.groups()}
        known = {
            person.id
            for programme in {portable.record.programme for portable in records}
            for person in library.people(programme)
        }
        changes: list[Change] = []
        for theirs in records:
            own = library.people(theirs.record.programme)
            portable = replace(theirs, record=without_erased(theirs.record, own))
            check_new(portable, there)
            there.append(portable.record)
            programme, group = portable.programme, portable.group
            changes += changes_of(
                portable,
                has_programme=programme is not None and programme.id in programmes,
                has_group=group is not None and group.id in groups,
                known_people=known,
            )
            known |= {person.id for person in portable.record.people}
            if programme is not None:
                programmes.add(programme.id)
            if group is not None:
                groups.add(group.id)
        library.submit(*changes)
        if not library.flush(_SAVE_WITHIN_S):
            raise NotSaved(path)


def _as_json(portable: PortableRecord, *, is_saved: bool) -> dict[str, object]:
    record = portable.record
    return {
        "session": record.session.id if is_saved else None,
        "title": record.session.title,
        "blocks": len(record.session.plan.blocks),
        "events": 0 if record.run is None else len(record.run.events),
        "incidents": 0 if record.run is None else len(record.run.incidents),
        "notes": len(record.notes),
        "people": len(record.people),
    }


def _print(tr: Translator, portable: PortableRecord, *, is_saved: bool) -> None:
    record = portable.record
    blocks = len(record.session.plan.blocks)
    notes = len(record.notes)
    people = len(record.people)
    counts = [
        tr.plural("{count} block", "{count} blocks", blocks),
        tr.plural("{count} note", "{count} notes", notes),
    ]
    if people:
        counts.append(tr.plural("{count} person", "{count} people", people))
    print_line(", ".join(counts))
    if is_saved:
        print_line(f"{record.session.id}  {record.session.title}")
