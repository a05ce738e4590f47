"""Finds out in which encoding the bytes of a text file are, from what is in them.

A byte-order mark proves it, valid UTF-8 nearly so; everything else is a guess and said to be one.
Damaged files are read as far as they go: half a letter at a cut end is left out, a stray byte
becomes the replacement character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_HEAD = 4096
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
# Signs that Windows-1252 puts where Windows-1250 has Polish and Czech letters: łążźśťľş.
_SIGN_IN_WORD = re.compile(
    r"(?<=[^\W\d_])[³¹¿](?=[^\W\d_])|(?<=[^\W\d_]{2})[³¹¿](?!\w)|(?<!\w)[³Ÿ](?=[^\W\d_])"
)
_SEVERAL_BYTES = re.compile(
    b"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)


class NotText(ValueError):
    """The bytes are no text in any encoding that is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a file.

    has_bom: a byte-order mark stood in front (it is not in the text). is_guess: nothing in the
    file proves the encoding. is_damaged: half a letter at the end or stray bytes inside.
    """

    text: str
    encoding: str
    has_bom: bool = False
    is_guess: bool = False
    is_damaged: bool = False


def decode(data: bytes) -> Decoded:
    """Return the text that ``data`` holds; raise NotText when it holds none."""
    found = _decode(data)
    is_nothing = found.is_damaged and not found.text
    if is_nothing or len(_CONTROL.findall(found.text)) * 20 > len(found.text):
        raise NotText
    return found


def _decode(data: bytes) -> Decoded:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            rest = data[len(mark) :]
            if encoding == "utf-8":
                return _as_utf_8(rest, has_bom=True) or _as_code_page(rest)
            return _as_utf_16(rest, encoding, has_bom=True)
    head = data[:_HEAD]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) * 10 > len(head[first::2]) * 3:
            return _as_utf_16(data, encoding, has_bom=False)
    return _as_utf_8(data, has_bom=False) or _as_code_page(data)


def _as_utf_16(data: bytes, encoding: str, *, has_bom: bool) -> Decoded:
    whole = data[: len(data) - len(data) % 2]
    text = whole.decode(encoding, errors="replace")
    return Decoded(
        text=text,
        encoding=encoding,
        has_bom=has_bom,
        is_guess=not has_bom,
        is_damaged=len(whole) < len(data) or "\N{REPLACEMENT CHARACTER}" in text,
    )


def _as_utf_8(data: bytes, *, has_bom: bool) -> Decoded | None:
    """Return the text, or None when most of what is not ASCII is no UTF-8."""
    try:
        return Decoded(text=data.decode(), encoding="utf-8", has_bom=has_bom)
    except UnicodeDecodeError:
        letters = _SEVERAL_BYTES.findall(data)
        strange = sum(byte > 0x7F for byte in data) - sum(map(len, letters))
        if len(letters) < strange * 4:
            return None
        # A cut end is left out; a stray byte inside shows as the replacement character.
        text = data.decode(errors="replace").rstrip("\N{REPLACEMENT CHARACTER}")
        return Decoded(text=text, encoding="utf-8", has_bom=has_bom, is_damaged=True)


def _as_code_page(data: bytes) -> Decoded:
    # Nearly every byte is a letter there; in a text of ours most are ASCII.
    if sum(byte > 0x7F for byte in data) * 2 > len(data):
        raise NotText
    western = data.decode("cp1252", errors="replace")
    if "\N{REPLACEMENT CHARACTER}" in western or _SIGN_IN_WORD.search(western):
        central = data.decode("cp1250", errors="replace")
        if "\N{REPLACEMENT CHARACTER}" not in central:
            return Decoded(text=central, encoding="cp1250", is_guess=True)
    if "\N{REPLACEMENT CHARACTER}" in western:
        raise NotText
    return Decoded(text=western, encoding="cp1252", is_guess=True)
