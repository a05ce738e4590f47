"""Erases a person from a library and from everything kept beside it (R7, T22).

The pseudonym takes the place of the name in every text of every table; address, tags and language
go, and the organisation where few belong to it. Attendance, seats and ballots stay with the
pseudonym, so that totals stay. Afterwards nothing is left in free pages: the files are rewritten
whole. Backups are treated alike and get new sums; what cannot be rewritten is told.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.polls import NAMED_VOTER
from virtu_desktop.domain.pseudonyms import NameFinder, pseudonym
from virtu_desktop.domain.wall import hidden_wall
from virtu_desktop.storage import disk
from virtu_desktop.storage.backup import BackupFolder, write_digest
from virtu_desktop.storage.connection import connect_writer
from virtu_desktop.storage.poll_rows import wall, wall_fields
from virtu_desktop.storage.rows import json_text
from virtu_desktop.storage.rows import person as person_of

# An organisation of fewer people than this could name a person among them.
SMALL_GROUP = 5
# Nothing that people typed is in these; the events may not be changed.
_WITHOUT_TEXTS = frozenset({"run_event", "zone_offset", "person", "meta", "_sqlite_migrations"})
_SEARCH = "note_search"
_KEPT_REPORTS = "attendance_import"
_log = logging.getLogger("virtu.store")


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What an erasure did: the pseudonym, the files that were rewritten, and those that were not.

    left: files beside the library in which the name may still stand.
    """

    pseudonym: str
    rewritten: tuple[Path, ...]
    left: tuple[Path, ...]


def erase_everywhere(path: Path, person: Participant, logs: Iterable[Path]) -> Erased:
    """Erase a person from a closed library, its backups, files set aside, and log files.

    The library must be locked by the caller. Raises sqlite3.Error and OSError; the library itself
    is then as it was or without the person, never half-way.
    """
    with closing(connect_writer(path)) as con:
        con.row_factory = sqlite3.Row
        found = con.execute("SELECT * FROM person").fetchall()
        others = [person_of(row) for row in found if row["id"] != person.id]
    rewritten, left = [path], []
    _rewrite(path, person, others)
    for backup in BackupFolder(path).all():
        if backup.is_good and _rewritten_copy(backup.path, person, others):
            rewritten.append(backup.path)
        else:
            left.append(backup.path)
    for aside in _set_aside(path):
        (rewritten if _rewritten_copy(aside, person, others) else left).append(aside)
    rewritten += [log for log in logs if _rewrite_log(log, person, others)]
    still = [file for file in left if _has_name(file, person)]
    return Erased(pseudonym=pseudonym(person.id), rewritten=tuple(rewritten), left=tuple(still))


def _rewrite(path: Path, person: Participant, others: Sequence[Participant]) -> None:
    """Erase a person from one closed library file and leave no page of before."""
    with closing(connect_writer(path)) as con:
        con.row_factory = sqlite3.Row
        con.execute("BEGIN IMMEDIATE")
        try:
            _erase(con, person, others)
            con.execute("COMMIT")
        except BaseException:
            con.execute("ROLLBACK")
            raise
        con.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        con.execute("PRAGMA journal_mode=DELETE")
        con.execute("VACUUM")
    disk.sync_file(path)


def _rewritten_copy(path: Path, person: Participant, others: Sequence[Participant]) -> bool:
    """Rewrite a file beside the library by way of a copy; say whether that was possible."""
    copy = path.with_name(f".{path.name}.part")
    try:
        disk.copy_whole(path, copy)
        _rewrite(copy, person, others)
        copy.replace(path)
        write_digest(path)
    except (OSError, sqlite3.Error) as error:
        _log.warning("a file beside the library is not rewritten: %s", type(error).__name__)
        return False
    finally:
        for file in (copy, *disk.side_files(copy)):
            file.unlink(missing_ok=True)
    return True


def _erase(con: sqlite3.Connection, person: Participant, others: Sequence[Participant]) -> None:
    label = pseudonym(person.id)
    finder = NameFinder.alone(person, others, label)
    tables = set(_tables(con))
    if "person" in tables:
        _erase_person(con, person, others, label)
    if "ballot" in tables:
        _erase_ballots(con, person, finder)
        _erase_walls(con, finder)
    for table in sorted(tables - _WITHOUT_TEXTS):
        _erase_texts(con, table, finder)
    if _KEPT_REPORTS in tables:
        # A report of a meeting names everybody who was in it.
        con.execute(
            f"UPDATE {_KEPT_REPORTS} SET content = NULL WHERE session_id IN"
            " (SELECT session_id FROM presence WHERE person_id = ?)",
            (person.id,),
        )
    if "note" in tables:
        _erase_mentions(con, finder)
        con.execute(f"INSERT INTO {_SEARCH} ({_SEARCH}) VALUES ('rebuild')")


def _erase_person(
    con: sqlite3.Connection, person: Participant, others: Sequence[Participant], label: str
) -> None:
    colleagues = sum(
        other.organisation.casefold() == person.organisation.casefold() for other in others
    )
    organisation = "" if colleagues + 1 < SMALL_GROUP else person.organisation
    con.execute(
        "UPDATE person SET name = ?, organisation = ?, email = '', tags = '[]', language = ''"
        " WHERE id = ?",
        (label, organisation, person.id),
    )


def _erase_texts(con: sqlite3.Connection, table: str, finder: NameFinder) -> None:
    """Replace the name in every text of a table, whatever column it stands in."""
    columns = con.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
    texts = [column["name"] for column in columns if column["type"] == "TEXT"]
    if not texts:
        return
    key = [column["name"] for column in columns if column["pk"]]
    where = " AND ".join(f'"{name}" IS ?' for name in key)
    wanted = ", ".join(f'"{name}"' for name in (*texts, *key))
    for row in con.execute(f'SELECT {wanted} FROM "{table}"').fetchall():
        new = {
            name: finder.replaced(row[name])
            for name in texts
            if row[name] and finder.finds(row[name])
        }
        for name, text in new.items():
            con.execute(
                f'UPDATE "{table}" SET "{name}" = ? WHERE {where}',
                (text, *(row[part] for part in key)),
            )


def _erase_ballots(con: sqlite3.Connection, person: Participant, finder: NameFinder) -> None:
    """Take away the chat lines and codes of the person's ballots; what was picked stays.

    A voter on no roster is known by the name in small letters, which no finder of names sees.
    """
    for row in con.execute("SELECT number, voter, name FROM ballot").fetchall():
        voter = row["voter"] or ""
        name = voter.removeprefix(NAMED_VOTER).title()
        is_theirs = row["voter"] == person.id or finder.finds(row["name"])
        if voter.startswith(NAMED_VOTER) and finder.finds(name):
            voter, is_theirs = f"{NAMED_VOTER}{finder.replaced(name).casefold()}", True
        if is_theirs:
            con.execute(
                "UPDATE ballot SET voter = ?, written = '', code = '' WHERE number = ?",
                (voter or None, row["number"]),
            )


def _erase_walls(con: sqlite3.Connection, finder: NameFinder) -> None:
    """Replace the name in decisions on open answers, which keep answers in small letters."""
    for row in con.execute("SELECT id, question FROM poll").fetchall():
        fields = json.loads(row["question"])
        if "wall" not in fields:
            continue
        answers = con.execute(
            "SELECT answer FROM ballot JOIN poll_round ON poll_round.id = round_id"
            " WHERE poll_id = ?1 UNION ALL SELECT answer FROM secret_ballot"
            " JOIN poll_round ON poll_round.id = round_id WHERE poll_id = ?1",
            (row["id"],),
        ).fetchall()
        written = [text for one in answers for text in json.loads(one["answer"]).get("texts", ())]
        decided = hidden_wall(wall(fields["wall"]), written, finder.replaced)
        con.execute(
            "UPDATE poll SET question = ? WHERE id = ?",
            (json_text(fields | wall_fields(decided)), row["id"]),
        )


def _erase_mentions(con: sqlite3.Connection, finder: NameFinder) -> None:
    """Replace who is named with @ in notes, also in small letters."""
    for row in con.execute("SELECT number, persons FROM note").fetchall():
        persons = json.loads(row["persons"])
        new = [finder.mentioned(person) or person for person in persons]
        if new != persons:
            con.execute(
                "UPDATE note SET persons = ? WHERE number = ?", (json_text(new), row["number"])
            )


def _tables(con: sqlite3.Connection) -> Iterator[str]:
    """Yield the tables with rows of their own."""
    for row in con.execute("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        name = row["name"]
        if not name.startswith(("sqlite_", _SEARCH)):
            yield name


def _set_aside(path: Path) -> Iterator[Path]:
    """Yield library files that a restore or a repair has set aside."""
    for file in sorted(path.parent.glob(f"{path.name}.*")):
        is_aside = file.name.startswith((f"{path.name}.replaced-", f"{path.name}.corrupt-"))
        if is_aside and not file.name.endswith(("-wal", "-shm", ".sha256", ".lock")):
            yield file


def _rewrite_log(log: Path, person: Participant, others: Sequence[Participant]) -> bool:
    """Replace the name in a log file; logs hold ids only, so there should be none."""
    finder = NameFinder.alone(person, others, pseudonym(person.id))
    try:
        text = log.read_text(encoding="utf-8", errors="surrogateescape")
        new = finder.replaced(text)
        if new == text:
            return False
        log.write_text(new, encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return True


def _has_name(file: Path, person: Participant) -> bool:
    """Say whether the name or the address stands in the bytes of a file."""
    try:
        data = file.read_bytes().lower()
    except OSError:
        return True
    wanted = [word for word in (person.name, person.email) if word.strip()]
    return any(word.lower().encode() in data for word in wanted)
