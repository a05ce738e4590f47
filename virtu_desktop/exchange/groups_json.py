"""The documents of ``virtu groups``: people, rules and earlier rounds in, rounds and figures out.

Reads strictly: a rule of a kind that is not known, or about somebody who is not there, is refused
with its place. Earlier rounds may name people who are absent now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

from virtu_desktop.domain.grouping.bounds import fewest_repeats
from virtu_desktop.domain.grouping.facts import broken_rules, lone_people
from virtu_desktop.domain.grouping.meetings import repeats
from virtu_desktop.domain.grouping.members import (
    LARGEST,
    Frame,
    Member,
    ModeRule,
    Quality,
    Request,
    Round,
    Rule,
    RuleKind,
)
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.exchange.table_text import decoded, table_of_text
from virtu_desktop.exchange.tables import BadTable
from virtu_desktop.exchange.timeline_json import BadInput

_SIZE = re.compile(r"\s*(\d{1,4})\s*(?:[-–]\s*(\d{1,4})\s*)?", re.ASCII)
_COLUMNS = {
    "id": "id",
    "name": "name",
    "mode": "mode",
    "organisation": "organisation",
    "organization": "organisation",
    "site": "site",
    "tags": "tags",
    "tag": "tags",
}
_QUALITIES = {
    "organisation": Quality.ORGANISATION,
    "organization": Quality.ORGANISATION,
    "site": Quality.SITE,
    "tag": Quality.TAGS,
    "tags": Quality.TAGS,
    "mode": Quality.MODE,
}
_SETS = {
    "together": RuleKind.TOGETHER,
    "apart": RuleKind.APART,
    "shared_screen": RuleKind.SHARED_SCREEN,
}
_RULES = {*_SETS, "size", "hosts", "mode", "balance"}
_SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeWish:
    """The size asked for on the command line; smallest: where it is a range."""

    size: int
    smallest: int | None = None


def read_size(text: str) -> SizeWish:
    """Return the size of ``4`` or ``3-4``; raise BadInput."""
    found = _SIZE.fullmatch(text)
    if found is None:
        raise BadInput("--size", f"{text[:_SHOWN]!r} is neither a size nor a range such as 3-4")
    first, last = int(found[1]), int(found[2] or found[1])
    if first < 1 or last < first:
        raise BadInput("--size", f"{text.strip()[:_SHOWN]} is no size of a group")
    return SizeWish(size=last, smallest=first if found[2] else None)


def numbered_members(count: int) -> tuple[Member, ...]:
    """Return ``count`` people p1, p2 and so on; raise BadInput."""
    _check_count(count)
    return tuple(Member(id=PersonId(f"p{number}")) for number in range(1, count + 1))


def read_members(data: bytes) -> tuple[Member, ...]:
    """Return the people of a JSON or CSV file; raise BadInput."""
    rows = _rows_of(data)
    _check_count(len(rows))
    members = [_member(row, place) for place, row in rows]
    _check_names(members, [place for place, _ in rows])
    return tuple(members)


def read_rules(document: object, request: Request) -> Request:
    """Return the request with the rules of a document; raise BadInput."""
    rules = _object(document, "rules")
    for key in rules:
        if key not in _RULES:
            raise BadInput(f"rules.{_shown(key)}", "no rule of this kind is known")
    here = {member.id for member in request.members}
    found = [
        Rule(kind=kind, people=people)
        for key, kind in _SETS.items()
        for people in _sets(rules.get(key, []), f"rules.{key}", here)
    ]
    found += _hosts(rules.get("hosts", {}), here)
    request = replace(request, rules=tuple(found))
    if "size" in rules:
        smallest, largest = _range(rules["size"])
        request = replace(
            request,
            smallest=smallest,
            largest=largest,
            size=min(max(request.size, smallest), largest),
        )
    if "mode" in rules:
        request = replace(request, mode=_mode_rule(rules["mode"]))
    if "balance" in rules:
        request = replace(request, balance=_balance(rules["balance"]))
    return request


def read_history(document: object) -> tuple[Round, ...]:
    """Return earlier rounds: a list, or an answer of this command; raise BadInput."""
    place = "history"
    if isinstance(document, dict):
        place = "history.rounds"
        if "rounds" not in document:
            raise BadInput(place, "is missing")
        document = document["rounds"]
    rounds = _list(document, place)
    return tuple(_round(rooms, f"{place}[{at}]") for at, rooms in enumerate(rounds))


def read_json(data: bytes, place: str) -> object:
    """Return what a JSON file holds; raise BadInput."""

    def refuse(word: str) -> NoReturn:
        raise ValueError(f"{word} is not a number")

    try:
        return json.loads(data, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise BadInput(place, f"not JSON: {error}") from error


def answer(
    request: Request,
    rounds: Sequence[Round],
    milliseconds: Sequence[float],
    *,
    stopped_early: bool = False,
    violations: Sequence[str] = (),
) -> dict[str, object]:
    """Return the document that the command prints; ``stopped_early`` stands there only if so."""
    members = {member.id: member for member in request.members}
    broken = [
        f"round {at}: {kind}"
        for at, rooms in enumerate(rounds, 1)
        for kind in broken_rules(rooms, request)
    ]
    bound = 0
    if rounds:
        frame = Frame(len(members), len(rounds[0]))
        bound = fewest_repeats(request, frame, len(rounds))
    found: dict[str, object] = {
        "rounds": [[list(room) for room in rooms] for rooms in rounds],
        "repeats": repeats(rounds, request.history),
        "lone_mode": len(lone_people(rounds, members)),
        "lower_bound": bound,
        "violations": [*violations, *broken],
        "ms_per_round": [round(ms, 3) for ms in milliseconds],
    }
    return found | ({"stopped_early": True} if stopped_early else {})


def _check_count(count: int) -> None:
    if count < 1:
        raise BadInput("people", "there is nobody")
    if count > LARGEST:
        raise BadInput("people", f"{count} are more than {LARGEST}")


def _rows_of(data: bytes) -> list[tuple[str, Mapping[str, object]]]:
    """Return the rows of a file with their places."""
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n"):
        raise BadInput("people", "the file is empty")
    try:
        text = decoded(data).text
    except BadTable as error:
        raise BadInput("people", "neither JSON nor a table") from error
    if text.lstrip()[:1] in ("[", "{"):
        return list(_json_rows(read_json(data, "people")))
    return list(_table_rows(text))


def _json_rows(document: object) -> Iterator[tuple[str, Mapping[str, object]]]:
    if isinstance(document, dict):
        if "people" not in document:
            raise BadInput("people", "is missing")
        document = document["people"]
    for at, row in enumerate(_list(document, "people")):
        place = f"people[{at}]"
        yield place, {"name": row} if isinstance(row, str) else _object(row, place)


def _table_rows(text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        rows = table_of_text(text).rows
    except BadTable as error:
        raise BadInput("people", "neither JSON nor a table") from error
    filled = [row for row in rows if not row.is_empty]
    head = [_COLUMNS.get(_cell(cell).lower(), "") for cell in filled[0].cells] if filled else []
    if "name" not in head and "id" not in head:
        raise BadInput("people", "no column is called name")
    for row in filled[1:]:
        cells = dict(zip(head, map(_cell, row.cells), strict=False))
        yield f"people, row {row.number}", {key: cell for key, cell in cells.items() if key}


def _cell(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _member(row: Mapping[str, object], place: str) -> Member:
    key = "id" if row.get("id") not in (None, "") else "name"
    return Member(
        id=_name(row.get(key), f"{place}.{key}"),
        mode=_mode(row.get("mode"), f"{place}.mode"),
        organisation=_text(row.get("organisation"), f"{place}.organisation"),
        site=_text(row.get("site"), f"{place}.site"),
        tags=_tags(row.get("tags"), f"{place}.tags"),
    )


def _check_names(members: Sequence[Member], places: Sequence[str]) -> None:
    first: dict[PersonId, str] = {}
    for member, place in zip(members, places, strict=True):
        if member.id in first:
            raise BadInput(
                place,
                f"{_shown(member.id)} stands there already ({first[member.id]}); "
                "give people of one name an id",
            )
        first[member.id] = place


def _mode(value: object, place: str) -> Mode:
    if value is None or value == "":
        return Mode.ROOM
    word = _text(value, place).lower()
    if word not in set(Mode):
        raise BadInput(place, f"{_shown(word)} is not one of room, remote, site")
    return Mode(word)


def _tags(value: object, place: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        return tuple(filter(None, (tag.strip() for tag in re.split(r"[,;|]", value))))
    return tuple(_text(tag, f"{place}[{at}]") for at, tag in enumerate(_list(value, place)))


def _sets(value: object, place: str, here: set[PersonId]) -> Iterator[tuple[PersonId, ...]]:
    for at, row in enumerate(_list(value, place)):
        spot = f"{place}[{at}]"
        people = tuple(
            _known(name, f"{spot}[{n}]", here) for n, name in enumerate(_list(row, spot))
        )
        if len(set(people)) < len(people):
            raise BadInput(spot, "somebody stands there twice")
        if len(people) < 2:
            raise BadInput(spot, "fewer than two people")
        yield people


def _hosts(value: object, here: set[PersonId]) -> Iterator[Rule]:
    for key, name in _object(value, "rules.hosts").items():
        place = f"rules.hosts.{_shown(key)}"
        if not re.fullmatch(r"[1-9]\d{0,3}", key, re.ASCII):
            raise BadInput(place, "not the number of a room, counted from 1")
        yield Rule(kind=RuleKind.HOST, people=(_known(name, place, here),), room=int(key) - 1)


def _range(value: object) -> tuple[int, int]:
    ends = value if isinstance(value, list) else [value, value]
    if len(ends) != 2:
        raise BadInput("rules.size", "not a list of the smallest and the largest size")
    smallest, largest = (_whole(end, "rules.size") for end in ends)
    if not 1 <= smallest <= largest:
        raise BadInput("rules.size", f"{smallest} to {largest} is no range of sizes")
    return smallest, largest


def _mode_rule(value: object) -> ModeRule:
    if not isinstance(value, str) or value not in set(ModeRule):
        raise BadInput("rules.mode", f"{_shown(value)} is not one of mixed, together, any")
    return ModeRule(value)


def _balance(value: object) -> tuple[Quality, ...]:
    found = []
    for at, word in enumerate(_list(value, "rules.balance")):
        if not isinstance(word, str) or word not in _QUALITIES:
            raise BadInput(
                f"rules.balance[{at}]",
                f"{_shown(word)} is not one of organisation, site, tags, mode",
            )
        found.append(_QUALITIES[word])
    return tuple(dict.fromkeys(found))


def _round(value: object, place: str) -> Round:
    rooms = tuple(
        tuple(
            _name(name, f"{place}[{at}][{n}]")
            for n, name in enumerate(_list(room, f"{place}[{at}]"))
        )
        for at, room in enumerate(_list(value, place))
    )
    seen: set[PersonId] = set()
    for room in rooms:
        for person in room:
            if person in seen:
                raise BadInput(place, f"{_shown(person)} is there twice")
            seen.add(person)
    return rooms


def _known(value: object, place: str, here: set[PersonId]) -> PersonId:
    name = _name(value, place)
    if name not in here:
        raise BadInput(place, f"nobody is called {_shown(name)}")
    return name


def _name(value: object, place: str) -> PersonId:
    if not isinstance(value, str) or not value.strip():
        raise BadInput(place, "is missing" if value is None else "not the name of a person")
    return PersonId(value.strip())


def _text(value: object, place: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadInput(place, "not a text")
    return value.strip()


def _whole(value: object, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadInput(place, f"{_shown(value)} is not a whole number")
    return value


def _list(value: object, place: str) -> list[object]:
    if not isinstance(value, list):
        raise BadInput(place, "not a list")
    return value


def _object(value: object, place: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise BadInput(place, "not an object")
    return value


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
