"""What is taken out of polls when people are erased, or the answers of a programme (R7).

What was picked and how many answered stays; chat lines, self-made codes and names go. Decisions on
open answers keep the answers in small letters, where no finder of names sees a name: they are
worked out anew from the answers.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection

from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.polls import NAMED_VOTER
from virtu_desktop.domain.pseudonyms import NameFinder
from virtu_desktop.domain.wall import hidden_wall
from virtu_desktop.storage.poll_rows import wall, wall_fields
from virtu_desktop.storage.rows import json_text


def erase_ballots(
    con: sqlite3.Connection, people: Collection[PersonId], finder: NameFinder
) -> None:
    """Take away the chat lines and codes of people's ballots, before their names are replaced."""
    for row in con.execute("SELECT number, voter, name FROM ballot").fetchall():
        voter = row["voter"] or ""
        name = voter.removeprefix(NAMED_VOTER).title()
        is_theirs = voter in people or finder.finds(row["name"])
        if voter.startswith(NAMED_VOTER) and finder.finds(name):
            voter, is_theirs = f"{NAMED_VOTER}{finder.replaced(name).casefold()}", True
        if is_theirs:
            con.execute(
                "UPDATE ballot SET voter = ?, written = '', code = '' WHERE number = ?",
                (voter or None, row["number"]),
            )


def erase_walls(con: sqlite3.Connection, finder: NameFinder) -> None:
    """Replace names in decisions on open answers, before they are replaced in the answers."""
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
        _save(con, row["id"], fields | wall_fields(decided))


def forget_walls(con: sqlite3.Connection, where: str, programme: str) -> None:
    """Drop decisions on open answers whose answers are dropped. where: which polls."""
    for row in con.execute(f"SELECT id, question FROM poll WHERE {where}", (programme,)).fetchall():
        fields = json.loads(row["question"])
        if fields.pop("wall", None) is not None:
            _save(con, row["id"], fields)


def _save(con: sqlite3.Connection, poll: str, fields: dict[str, object]) -> None:
    con.execute("UPDATE poll SET question = ? WHERE id = ?", (json_text(fields), poll))
