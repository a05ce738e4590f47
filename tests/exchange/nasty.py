"""Texts that try to be more than texts: markup, scripts, formulas, paths, control characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tests.breakout_rounds import held_round
from tests.builders import at
from tests.exchange.attended import attended
from tests.exchange.records import held
from virtu_desktop.domain.polls import (
    Ballot,
    Channel,
    Poll,
    PollId,
    Provenance,
    Round,
    RoundId,
    UnitId,
)
from virtu_desktop.domain.questions import Answer, PollKind, Question, Secrecy
from virtu_desktop.exchange.record_json import PortableRecord

MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</title><script src=http://evil.example/x.js></script>",
    "</style><iframe src=file:///etc/passwd>",
    "<a href=javascript:alert(1)>x</a>",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
    "&lt;b&gt;&#x3c;script&#x3e;",
    "<style>@import 'http://evil.example'</style>",
    "[click](javascript:alert(1)) ![x](http://evil.example/p.png)",
    '#import "/etc/passwd": *\n#eval("1") $x$ `raw` @ref <label>',
)
FORMULAS = (
    "=1+1",
    "+1-1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "=cmd|' /C calc'!A0",
    "\t=1",
    "\r=1",
    "\uff1d1+1",
    "'=1",
    "Ready!A1",
    "http://evil.example",
    "mailto:a@evil.example",
)
ODD = (
    "\x00\x01\x1b[31mred",
    "\u202egpj.exe",
    "\ufffe\uffff",
    "e\u0301 \U0001f469\u200d\U0001f4bb",
    "a" * 5000,
    "",
    " ",
    "line\nbreak\r\nand\ttab",
)
PATHS = ("../../x", "CON", "C:\\Windows\\x", "/etc/passwd", "🎉" * 300, "..", "a/b", "nul.txt")
ALL = MARKUP + FORMULAS + ODD + PATHS


def called(text: str) -> PortableRecord:
    """Return a held session in which everything that can be typed is ``text``.

    Titles, owners, places, materials, notes, mentions, people with all that is known of them, the
    rooms of a breakout with their cards, questions with options and words as answers, and the
    programme and its group. Where people and rooms must have a name an empty one is "?".
    """
    portable = attended(["#idea one", "#decision two"])
    record = portable.record
    plan = record.session.plan
    blocks = tuple(
        replace(block, title=text, owner=text, room=text, remote=text, materials=(text,))
        for block in plan.blocks
    )
    name = text.strip() or "?"
    rooms = held_round([person.id for person in record.people], block=plan.blocks[0].id)
    assert portable.programme is not None
    assert portable.group is not None
    return PortableRecord(
        record=replace(
            record,
            session=replace(record.session, title=text, plan=replace(plan, blocks=blocks)),
            notes=tuple(replace(note, text=text, persons=(text,)) for note in record.notes),
            people=tuple(
                replace(one, name=name, organisation=text, site=text, email=text, tags=(text,))
                for one in record.people
            ),
            presences=tuple(replace(one, site=text) for one in record.presences),
            rounds=(
                replace(
                    rooms,
                    rooms=tuple(
                        replace(room, name=name, place=text, card=text) for room in rooms.rooms
                    ),
                ),
            ),
            polls=tuple(_polls(text)),
        ),
        programme=replace(portable.programme, title=text, customer=text),
        group=replace(portable.group, name=text, site=text),
    )


def _polls(text: str) -> Iterator[Poll]:
    """Yield a named choice and open words, both with answers."""
    option = text.strip() or "?"
    for number, (question, answer) in enumerate(
        (
            (
                Question(
                    text=text,
                    kind=PollKind.SINGLE,
                    options=(option, f"{option} too"),
                    secrecy=Secrecy.NAMED,
                    unit=text,
                ),
                Answer(picks=(0,)),
            ),
            (
                Question(text=text, kind=PollKind.OPEN, secrecy=Secrecy.NAMED),
                Answer(texts=(option,)),
            ),
        )
    ):
        poll, round_ = PollId(f"poll-{number}"), RoundId(f"round-{number}")
        ballot = Ballot(
            id=UnitId(f"ballot-{number}"),
            round=round_,
            answer=answer,
            at=at("9:21"),
            source=Provenance(channel=Channel.CHAT, site=text, counted_by=text),
            name=text,
            written=text,
        )
        yield Poll(
            id=poll,
            question=question,
            rounds=(
                Round(
                    id=round_,
                    poll=poll,
                    number=1,
                    opened=at("9:20"),
                    closed=at("9:22"),
                    ballots=(ballot,),
                ),
            ),
        )


def together(texts: Sequence[str] = ALL) -> PortableRecord:
    """Return a held session with a note of each text."""
    portable = held(notes=[f"#idea note {number}" for number in range(len(texts))])
    notes = tuple(
        replace(note, text=text) for note, text in zip(portable.record.notes, texts, strict=True)
    )
    return replace(portable, record=replace(portable.record, notes=notes))
