"""``virtu merge``: another laptop's records of the same sessions become part of ours (R3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from virtu_desktop.cli.merging import (
    SUBJECTS,
    MergedSession,
    changes_to_save,
    merged_sessions,
    numbered,
    session_words,
)
from virtu_desktop.cli.open_library import NotSaved, library_to_read
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
from virtu_desktop.domain.time import SystemClock, iso_utc
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.tables import read_bytes
from virtu_desktop.i18n import N_, _, interface
from virtu_desktop.storage.errors import UnknownMerge
from virtu_desktop.storage.library import Library
from virtu_desktop.storage.removal_queries import RecordedMerge

_SAVE_WITHIN_S = 30.0
_LATEST = "latest"


class NoMerge(KnownError):
    """No merge is noted in the library."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(N_("There is no merge that could be undone."))


@command(
    "merge",
    more=N_(
        "FILE is a bundle or an exported JSON. What is new is added; where both say different"
        " things, ours stays unless theirs is chosen. The same file again adds nothing. A merge can"
        " be undone; a backup is made before it too."
    ),
)
@click.argument(
    "file",
    metavar="[FILE]",
    required=False,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
)
@option("--preview", "is_preview", is_flag=True, help=N_("Show what would be; save nothing."))
@option(
    "--take",
    metavar="LIST",
    default="",
    help=N_("Conflicts in which theirs is taken: numbers with commas between them, or all."),
)
@option("--list", "is_list", is_flag=True, help=N_("List the merges that can be undone."))
@option(
    "--undo",
    metavar="MERGE",
    is_flag=False,
    flag_value=_LATEST,
    help=N_("Undo a merge by its id in the list; without one the latest."),
)
@passphrase_option()
@json_option()
@pass_surroundings
def merge_file(
    surroundings: Surroundings,
    file: Path | None,
    is_preview: bool,
    take: str,
    is_list: bool,
    undo: str | None,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Merge all sessions of the file, or list merges, or undo one."""
    if sum((file is not None, is_list, undo is not None)) != 1:
        raise click.UsageError(_("Name a file, or give --list or --undo."))
    if is_list:
        _list(surroundings, as_json)
    elif undo is not None:
        _undo(surroundings, undo, as_json)
    elif file is not None:
        asked = _Asked(file=file, take=_numbers(take), is_preview=is_preview)
        _merge(surroundings, asked, passphrase_file, as_json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    file: Path
    take: frozenset[int] | None
    is_preview: bool


def _merge(
    surroundings: Surroundings, asked: _Asked, passphrase_file: Path | None, as_json: bool
) -> None:
    clock = SystemClock()
    records = read_records(read_bytes(asked.file), passphrase_file, name=asked.file.name)
    backup: Path | None = None
    with Library.open(surroundings.library, clock=clock) as library:
        merged = merged_sessions(library, records, asked.take)
        _check_numbers(merged, asked.take)
        changes = changes_to_save(merged, file=asked.file.name, at=clock.read().wall)
        if changes and not asked.is_preview:
            backup = library.backup_now().path
            library.submit(*changes)
            if not library.flush(_SAVE_WITHIN_S):
                raise NotSaved(surroundings.library)
    if as_json:
        print_json(_as_json(merged, backup))
    else:
        _print(merged, backup, is_preview=asked.is_preview)


def _list(surroundings: Surroundings, as_json: bool) -> None:
    with library_to_read(surroundings) as library:
        found = library.merges()
    if as_json:
        print_json([_merge_as_json(one) for one in found])
    elif not found:
        print_line(_("There is no merge that could be undone."))
    else:
        print_table(
            [_("Merge"), _("Time"), _("File"), _("New")],
            [[one.id, iso_utc(one.at), one.file, str(one.added)] for one in found],
        )


def _undo(surroundings: Surroundings, wanted: str, as_json: bool) -> None:
    with Library.open(surroundings.library, clock=SystemClock()) as library:
        found = library.merges()
        fits = [one for one in found if one.id.startswith(wanted)]
        if wanted == _LATEST:
            fits = list(found[:1])
            if not fits:
                raise NoMerge
        if len(fits) != 1:
            raise UnknownMerge(wanted)
        undone = library.undo_merge(fits[0].id)
    if as_json:
        print_json(_merge_as_json(undone))
    else:
        print_line(_("The merge of {file} is undone.", file=undone.file))


def _numbers(text: str) -> frozenset[int] | None:
    """Return the numbers of a list; None for all of them."""
    if text.strip() == "all":
        return None
    try:
        return frozenset(int(word) for word in text.split(",") if word.strip())
    except ValueError:
        raise click.UsageError(_("{typed}: write numbers, or all.", typed=text)) from None


def _check_numbers(merged: Sequence[MergedSession], take: frozenset[int] | None) -> None:
    known = {one.number for one in numbered(merged)}
    for number in sorted((take or frozenset()) - known):
        raise click.UsageError(_("{typed}: there is no conflict of that number.", typed=number))


def _merge_as_json(merge: RecordedMerge) -> dict[str, object]:
    return {
        "merge": merge.id,
        "at": iso_utc(merge.at),
        "file": merge.file,
        "added": merge.added,
        "sessions": list(merge.sessions),
    }


def _as_json(merged: Sequence[MergedSession], backup: Path | None) -> dict[str, object]:
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
                "number": one.number,
                "session": one.session,
                "about": one.conflict.subject.value,
                "id": one.conflict.id,
                "ours": one.conflict.ours,
                "theirs": one.conflict.theirs,
                "can_take": one.conflict.can_take,
            }
            for one in numbered(merged)
        ],
    }


def _print(merged: Sequence[MergedSession], backup: Path | None, *, is_preview: bool) -> None:
    for one in merged:
        print_line(session_words(interface(), one))
    conflicts = numbered(merged)
    if conflicts:
        print_table(
            ["", "", _("Ours"), _("Theirs")],
            [
                [
                    str(one.number),
                    _(SUBJECTS[one.conflict.subject]),
                    one.conflict.ours,
                    one.conflict.theirs,
                ]
                for one in conflicts
            ],
        )
    if is_preview:
        print_line(_("Nothing was saved."))
    elif backup is not None:
        print_line(_("To undo: virtu merge --undo"))
