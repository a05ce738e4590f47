"""Cells of reports: what people see of them, and what is odd about a name."""

from __future__ import annotations

import re
import unicodedata

from virtu_desktop.exchange.csv_set import escape

_BLANKS = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}\t\r\n ]+")
_MARKS = re.compile("[\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}\ufeff]")
_HARD_BLANKS = re.compile("[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")
_WRAPPED = re.compile(r'\s*="(.*)"\s*', re.DOTALL)
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")
_PHONE = re.compile(r"\+?[\d*#•xX][\d*•xX\s().\-/#]*")
# Not the joiners of emoji and Persian, nor tab and line ends: those stand in honest names.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
)
_SECOND_HALVES = bytes(range(0x80, 0xA0)).decode("cp1252", errors="ignore")
_TWICE_ENCODED = re.compile(f"[ÂÃÄÅÆÇÐÑØÙâã][\x80-\xbf{_SECOND_HALVES}]")
LONG_NAME = 255


def unwrap(cell: str) -> str:
    r"""Return what stands in a text formula ``="..."``, else the cell.

    >>> unwrap('="2026-03-17 08:51:04"')
    '2026-03-17 08:51:04'
    """
    found = _WRAPPED.fullmatch(cell) if '="' in cell else None
    return found[1] if found else cell


def plain(cell: str) -> str:
    """Return a cell as data: unwrapped, with ordinary blanks, without marks of direction."""
    if cell.isascii() and cell.isprintable() and "  " not in cell and '="' not in cell:
        return cell.strip()
    return _BLANKS.sub(" ", _MARKS.sub("", unwrap(cell))).strip()


def shown_name(cell: str) -> str:
    """Return a name as the file has it, in NFC; only text formulas are unwrapped."""
    if cell.isascii() and '="' not in cell:
        return cell
    return unicodedata.normalize("NFC", unwrap(cell))


def clean_name(cell: str) -> str:
    """Return a name without blanks around it and without what marks directions."""
    text = shown_name(cell)
    return text.strip() if text.isascii() else _HARD_BLANKS.sub(" ", _MARKS.sub("", text)).strip()


def folded(name: str) -> str:
    """Return the spelling by which two names count as one inside a file."""
    return unicodedata.normalize("NFC", " ".join(name.casefold().split()))


def email_of(cell: str) -> str | None:
    """Return an address in lower case, or None when the cell holds none."""
    text = plain(cell).removeprefix("mailto:")
    return text.casefold() if _EMAIL.fullmatch(text) else None


def is_phone(name: str) -> bool:
    """Say whether a name is a telephone number, whole or masked.

    >>> is_phone("+358 40 ***-**67"), is_phone("iPad (4)"), is_phone("42")
    (True, False, False)
    """
    text = plain(name)
    if not text or (text[-1].isalpha() and text[-1] not in "xX"):
        return False
    return bool(_PHONE.fullmatch(text)) and sum(c.isdigit() or c in "*•xX" for c in text) >= 6


def masked(name: str) -> str:
    """Return a telephone number of which only the first and last digits can be read."""
    text = plain(name)
    places = [place for place, letter in enumerate(text) if letter.isdigit()]
    hidden = set(places[4:-2])
    return "".join("*" if place in hidden else letter for place, letter in enumerate(text))


def is_formula_like(name: str) -> bool:
    """Say whether a spreadsheet would take a name for a formula."""
    return not name[:1].isalpha() and (
        escape(name) != name or escape(name.lstrip()) != name.lstrip()
    )


def has_hidden_letters(name: str) -> bool:
    """Say whether a name holds control characters or what turns the writing."""
    return not name.isprintable() and _HIDDEN.search(name) is not None


def repaired(cell: str) -> str:
    """Return a text that was encoded twice as it was meant; others come back as they are.

    >>> repaired("MÃ¤kelÃ¤inen"), repaired("Mäkeläinen")
    ('Mäkeläinen', 'Mäkeläinen')
    """
    if not _TWICE_ENCODED.search(cell):
        return cell
    try:
        return bytes(_byte(letter) for letter in cell).decode()
    except (ValueError, UnicodeError):
        return cell


def _byte(letter: str) -> int:
    """Return the byte of Windows-1252, or of Latin-1 where that has none; raise ValueError."""
    if (code := ord(letter)) < 256:
        return code
    return letter.encode("cp1252")[0]
