"""Questions, polls and what was answered as rows and JSON fields of the library."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.polls import (
    Ballot,
    BatchId,
    Channel,
    Correction,
    Count,
    LogLine,
    Poll,
    PollId,
    Present,
    Provenance,
    Round,
    RoundId,
    SecretBallot,
    SecretPart,
    Standing,
    UnitId,
    VoterId,
    in_part_order,
)
from virtu_desktop.domain.questions import (
    Answer,
    Confidence,
    PollKind,
    Question,
    Scale,
    Secrecy,
    Show,
)
from virtu_desktop.domain.tally import in_secret_order
from virtu_desktop.domain.time import Instant, iso_utc, parse_instant
from virtu_desktop.domain.wall import NOTHING_DECIDED, Theme, ThemeId, Wall

Row = dict[str, Any]
Stored = Mapping[str, Any] | sqlite3.Row


def question_fields(question: Question) -> Row:
    """Return a question as JSON fields; those that versions before 1.3 lack only when needed."""
    fields: Row = {
        "question": question.text,
        "kind": question.kind.value,
        "options": list(question.options),
        "min_choices": question.min_choices,
        "max_choices": question.max_choices,
        "scale": None if question.scale is None else _scale_fields(question.scale),
        "repeat_key": question.repeat_key,
    }
    if question.axes is not None:
        fields["axes"] = [_scale_fields(axis) for axis in question.axes]
    if question.right:
        fields["right"] = list(question.right)
    if question.asks_confidence:
        fields["asks_confidence"] = True
    if question.unit:
        fields["unit"] = question.unit
    if question.secrecy is not Secrecy.OPEN:
        fields["secrecy"] = question.secrecy.value
    if question.show is not Show.AFTER_CLOSE:
        fields["show"] = question.show.value
    if question.timer_s is not None:
        fields["timer_s"] = question.timer_s
    return fields


def question(fields: Mapping[str, Any]) -> Question:
    """Return the question of JSON fields."""
    scale, axes = fields["scale"], fields.get("axes")
    return Question(
        text=fields["question"],
        kind=PollKind(fields["kind"]),
        options=tuple(fields["options"]),
        min_choices=fields["min_choices"],
        max_choices=fields["max_choices"],
        scale=None if scale is None else _scale(scale),
        repeat_key=fields["repeat_key"],
        axes=None if axes is None else (_scale(axes[0]), _scale(axes[1])),
        right=tuple(fields.get("right", ())),
        asks_confidence=fields.get("asks_confidence", False),
        unit=fields.get("unit", ""),
        secrecy=Secrecy(fields.get("secrecy", Secrecy.OPEN)),
        show=Show(fields.get("show", Show.AFTER_CLOSE)),
        timer_s=fields.get("timer_s"),
    )


def poll_row(session_id: str, poll: Poll) -> Row:
    """Return the row of a poll; choices and rounds are rows of their own."""
    asked = poll.question
    return {
        "id": poll.id,
        "session_id": session_id,
        "block": poll.block,
        "kind": asked.kind.value,
        "text": asked.text,
        "secrecy": asked.secrecy.value,
        "repeat_key": asked.repeat_key,
        "question": _json(question_fields(asked) | wall_fields(poll.wall)),
        "right_shown": int(poll.right_shown),
    }


def choice_rows(poll: Poll) -> list[Row]:
    """Return the rows of what can be picked; of what is rated or placed the things themselves."""
    labels = poll.question.choices
    return [
        {"poll_id": poll.id, "place": place, "label": label} for place, label in enumerate(labels)
    ]


def poll(row: Stored, rounds: Iterable[Round]) -> Poll:
    """Return the poll of a row and of its rounds in their order."""
    fields = json.loads(row["question"])
    return Poll(
        id=PollId(row["id"]),
        question=question(fields),
        block=None if row["block"] is None else BlockId(row["block"]),
        rounds=tuple(rounds),
        right_shown=bool(row["right_shown"]),
        wall=wall(fields.get("wall")),
    )


def wall_fields(decided: Wall) -> Row:
    """Return what was decided on open answers as JSON fields; none where nothing was.

    They stand beside the question since 1.5; older versions pass over them.
    """
    if decided == NOTHING_DECIDED:
        return {}
    fields: Row = {
        "shown": sorted(decided.shown),
        "left_out": sorted(decided.left_out),
        "themes": [
            {"id": theme.id, "name": theme.name, "forms": sorted(theme.forms)}
            for theme in decided.themes
        ],
    }
    if decided.frozen is not None:
        fields["frozen"] = [[word.text, word.people] for word in decided.frozen]
    return {"wall": fields}


def wall(fields: Mapping[str, Any] | None) -> Wall:
    """Return what JSON fields say was decided; None is nothing."""
    if fields is None:
        return NOTHING_DECIDED
    frozen = fields.get("frozen")
    return Wall(
        shown=frozenset(fields["shown"]),
        left_out=frozenset(fields["left_out"]),
        themes=tuple(
            Theme(id=ThemeId(theme["id"]), name=theme["name"], forms=frozenset(theme["forms"]))
            for theme in fields["themes"]
        ),
        frozen=None
        if frozen is None
        else tuple(CloudWord(text=text, people=people) for text, people in frozen),
    )


def round_row(round_: Round) -> Row:
    """Return the row of a round."""
    there = round_.present
    return {
        "id": round_.id,
        "poll_id": round_.poll,
        "number": round_.number,
        "opened_utc": iso_utc(round_.opened),
        "closed_utc": _iso(round_.closed),
        "closes_utc": _iso(round_.closes),
        "present_room": None if there is None else there.room,
        "present_site": None if there is None else there.site,
        "present_remote": None if there is None else there.remote,
        "revealed": int(round_.revealed),
        "restarted": int(round_.restarted),
    }


def round_of(
    row: Stored,
    *,
    ballots: Iterable[Stored],
    counts: Iterable[tuple[Stored, tuple[int, ...]]],
    secret: Iterable[Stored],
    parts: Iterable[Stored],
    log: Iterable[Stored],
) -> Round:
    """Return the round of a row and of the rows of what was answered.

    counts: each row with its numbers in the order of the choices. secret: in any order.
    """
    room, site, remote = row["present_room"], row["present_site"], row["present_remote"]
    return Round(
        id=RoundId(row["id"]),
        poll=PollId(row["poll_id"]),
        number=row["number"],
        opened=parse_instant(row["opened_utc"]),
        closed=_instant(row["closed_utc"]),
        closes=_instant(row["closes_utc"]),
        present=None if room is None else Present(room=room, site=site, remote=remote),
        revealed=bool(row["revealed"]),
        restarted=bool(row["restarted"]),
        ballots=tuple(ballot(found) for found in ballots),
        counts=tuple(_count(found, numbers) for found, numbers in counts),
        secret=in_secret_order(
            SecretBallot(answer=answer(found["answer"]), code=found["code"]) for found in secret
        ),
        secret_parts=in_part_order(
            SecretPart(
                channel=Channel(found["channel"]),
                mode=Mode(found["mode"]) if found["mode"] else None,
                people=found["people"],
            )
            for found in parts
        ),
        log=tuple(_line(found) for found in log),
    )


def ballot_row(one: Ballot) -> Row:
    """Return the row of a ballot; its picks are rows of their own."""
    return {
        "id": one.id,
        "round_id": one.round,
        "at_utc": iso_utc(one.at),
        **_source_fields(one.source),
        "standing": one.standing.value,
        "voter": one.voter,
        "name": one.name,
        "written": one.written,
        "code": one.code,
        "answer": answer_text(one.answer),
    }


def ballot(row: Stored) -> Ballot:
    """Return the ballot of a row."""
    return Ballot(
        id=UnitId(row["id"]),
        round=RoundId(row["round_id"]),
        answer=answer(row["answer"]),
        at=parse_instant(row["at_utc"]),
        source=_source(row),
        voter=None if row["voter"] is None else VoterId(row["voter"]),
        name=row["name"],
        written=row["written"],
        code=row["code"],
        standing=Standing(row["standing"]),
    )


def count_row(count: Count) -> Row:
    """Return the row of counted people; the number for each choice is a row of its own."""
    return {
        "id": count.id,
        "round_id": count.round,
        "at_utc": iso_utc(count.at),
        **_source_fields(count.source),
        "standing": count.standing.value,
        "people": count.people,
    }


def correction_row(round_id: str, line: LogLine) -> Row:
    """Return the row of a correction."""
    return {
        "round_id": round_id,
        "at_utc": iso_utc(line.at),
        "kind": line.what.value,
        "unit": line.unit,
        "old": line.old,
    }


def part_row(round_id: str, part: SecretPart) -> Row:
    """Return the row of how many secret ballots came by one channel."""
    return {
        "round_id": round_id,
        "channel": part.channel.value,
        "mode": "" if part.mode is None else part.mode.value,
        "people": part.people,
    }


def picks(given: Answer) -> tuple[tuple[int, int], ...]:
    """Return what an answer picks as (place, amount): points, levels, the rank, or just 1."""
    if given.amounts:
        return tuple(enumerate(given.amounts))
    return tuple((place, rank) for rank, place in enumerate(given.picks, 1))


def answer_text(given: Answer) -> str:
    """Return an answer as JSON text; what is empty is left out."""
    fields: Row = {}
    if given.picks:
        fields["picks"] = list(given.picks)
    if given.amounts:
        fields["amounts"] = list(given.amounts)
    if given.number is not None:
        fields["number"] = given.number
    if given.texts:
        fields["texts"] = list(given.texts)
    if given.confidence is not None:
        fields["confidence"] = given.confidence.value
    return _json(fields)


def answer(text: str) -> Answer:
    """Return the answer of JSON text."""
    # What people wrote is not kept longer than it is asked for.
    return _answer(text) if '"texts"' in text else _picked(text)


@lru_cache(maxsize=512)
def _picked(text: str) -> Answer:
    """Return an answer without words, which many people give alike."""
    return _answer(text)


def _answer(text: str) -> Answer:
    fields = json.loads(text)
    confidence = fields.get("confidence")
    return Answer(
        picks=tuple(fields.get("picks", ())),
        amounts=tuple(fields.get("amounts", ())),
        number=fields.get("number"),
        texts=tuple(fields.get("texts", ())),
        confidence=None if confidence is None else Confidence(confidence),
    )


def _count(row: Stored, numbers: tuple[int, ...]) -> Count:
    return Count(
        id=UnitId(row["id"]),
        round=RoundId(row["round_id"]),
        counts=numbers,
        people=row["people"],
        at=parse_instant(row["at_utc"]),
        source=_source(row),
        standing=Standing(row["standing"]),
    )


def _line(row: Stored) -> LogLine:
    return LogLine(
        at=parse_instant(row["at_utc"]),
        what=Correction(row["kind"]),
        unit=None if row["unit"] is None else UnitId(row["unit"]),
        old=row["old"],
    )


def _source_fields(source: Provenance) -> Row:
    return {
        "channel": source.channel.value,
        "mode": None if source.mode is None else source.mode.value,
        "site": source.site,
        "counted_by": source.counted_by,
        "batch": source.batch,
    }


def _source(row: Stored) -> Provenance:
    return Provenance(
        channel=Channel(row["channel"]),
        mode=None if row["mode"] is None else Mode(row["mode"]),
        site=row["site"],
        counted_by=row["counted_by"],
        batch=None if row["batch"] is None else BatchId(row["batch"]),
    )


def _scale_fields(scale: Scale) -> list[int | str]:
    return [scale.lowest, scale.highest, *scale.labels]


def _scale(fields: list[Any]) -> Scale:
    lowest, highest, *labels = fields
    return Scale(lowest=lowest, highest=highest, labels=tuple(labels))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _iso(at: Instant | None) -> str | None:
    return None if at is None else iso_utc(at)


def _instant(text: str | None) -> Instant | None:
    return None if text is None else parse_instant(text)
