"""``virtu import`` of a session record: the JSON of an export becomes part of the library."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

from virtu_desktop.cli.open_library import NotSaved
from virtu_desktop.cli.output import print_json, print_line
from virtu_desktop.domain.time import SystemClock
from virtu_desktop.exchange.record_import import changes_of, check_new
from virtu_desktop.exchange.record_json import PortableRecord, read_record
from virtu_desktop.i18n import Translator, interface
from virtu_desktop.storage.library import Library

_SAVE_WITHIN_S = 30.0


def import_record(path: Path, data: bytes, *, is_preview: bool, as_json: bool) -> None:
    """Store the record that ``data`` holds in the library ``path``, and print what it is.

    Raises BadRecord and AlreadyThere, and then changes nothing.
    """
    portable = read_record(data.removeprefix(BOM_UTF8))
    if is_preview:
        # Says whether the record would be refused; no library is needed for that.
        changes_of(portable, has_programme=False, has_group=False)
    else:
        _save(path, portable)
    if as_json:
        print_json(_as_json(portable, is_saved=not is_preview))
    else:
        _print(interface(), portable, is_saved=not is_preview)


def _save(path: Path, portable: PortableRecord) -> None:
    with Library.open(path, clock=SystemClock()) as library:
        check_new(portable, (library.session(one.id) for one in library.sessions()))
        changes = changes_of(
            portable,
            has_programme=portable.programme is not None
            and any(one.id == portable.programme.id for one in library.programmes()),
            has_group=portable.group is not None
            and any(one.id == portable.group.id for one in library.groups()),
            known_people={person.id for person in library.people(portable.record.programme)},
        )
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
    else:
        print_line(tr("Nothing was saved."))
