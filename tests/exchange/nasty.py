"""Texts that try to be more than texts: markup, scripts, formulas, paths, control characters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.exchange.records import held
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
    """Return a held session in which everything that can be typed is ``text``."""
    portable = held(notes=["#idea one", "#decision two"])
    record = portable.record
    plan = record.session.plan
    blocks = tuple(
        replace(block, title=text, owner=text, room=text, remote=text, materials=(text,))
        for block in plan.blocks
    )
    assert portable.programme is not None
    assert portable.group is not None
    return PortableRecord(
        record=replace(
            record,
            session=replace(record.session, title=text, plan=replace(plan, blocks=blocks)),
            notes=tuple(replace(note, text=text, persons=(text,)) for note in record.notes),
        ),
        programme=replace(portable.programme, title=text, customer=text),
        group=replace(portable.group, name=text, site=text),
    )


def together(texts: Sequence[str] = ALL) -> PortableRecord:
    """Return a held session with a note of each text."""
    portable = held(notes=[f"#idea note {number}" for number in range(len(texts))])
    notes = tuple(
        replace(note, text=text) for note, text in zip(portable.record.notes, texts, strict=True)
    )
    return replace(portable, record=replace(portable.record, notes=notes))
