"""Keep the Finnish and Swedish catalogues in step with the texts in the code.

    python resources/languages/catalogue.py update    after a text in the code changed
    python resources/languages/catalogue.py compile   after a translation changed
    python resources/languages/catalogue.py check     what is missing or wrong

The ``virtu.po`` files are edited by people; they carry no dates, line numbers or tool versions,
so that a file changes only when its texts do. The ``virtu.mo`` files are what the program reads.
This script is for a checkout; it is not part of an installation.
"""

from __future__ import annotations

import gettext
import string
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LANGUAGES = ("fi", "sv")
FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parent.parent
SOURCES = ("virtu_desktop", "ui")
KEYWORDS = {"_": None, "N_": None, "tr": None, "_n": (1, 2), "plural": (1, 2)}
HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


def po_path(language: str) -> Path:
    """Return where the translations of a language are edited."""
    return FOLDER / language / "LC_MESSAGES" / "virtu.po"


def extracted() -> Catalog:
    """Return a catalogue of the texts marked in the code, without translations."""
    template = Catalog()
    for package in SOURCES:
        for file, _line, text, comments, context in extract_from_dir(
            ROOT / package, [("**.py", "python")], keywords=KEYWORDS, comment_tags=("Translators:",)
        ):
            place = f"{package}/{Path(file).as_posix()}"
            # A line number would change the catalogue with every edit of the code.
            template.add(text, locations=[(place, 0)], auto_comments=comments, context=context)
    return template


def read(language: str) -> Catalog:
    """Return the catalogue of a language as its ``virtu.po`` has it; empty without the file."""
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def refreshed(language: str) -> Catalog:
    """Return a language's catalogue with exactly the texts of the code, translations kept."""
    catalogue = read(language)
    catalogue.update(extracted(), no_fuzzy_matching=True)
    return catalogue


def po_bytes(catalogue: Catalog) -> bytes:
    """Return the content of ``virtu.po``, in order of the texts, without texts no longer used."""
    body = BytesIO()
    write_po(
        body, catalogue, width=100, omit_header=True, sort_output=True, ignore_obsolete=True,
        include_lineno=False,
    )  # fmt: skip
    header = HEADER.format(language=catalogue.locale, plural_forms=catalogue.plural_forms)
    return header.encode() + body.getvalue().rstrip(b"\n") + b"\n"


def mo_bytes(catalogue: Catalog) -> bytes:
    """Return the content of ``virtu.mo``; texts without a translation are left out."""
    for message in list(_texts(catalogue)):
        if not all(_forms(message.string)):
            catalogue.delete(message.id)
    catalogue.creation_date = catalogue.revision_date = UNDATED
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def problems(language: str) -> Iterator[str]:
    """Say in one line each what is missing or wrong in the files of a language."""
    catalogue = read(language)
    if not po_path(language).exists() or po_path(language).read_bytes() != po_bytes(
        refreshed(language)
    ):
        yield f"{language}: virtu.po is not what the code gives: run update"
    for message in _texts(catalogue):
        yield from (f"{language}: {problem}: {_id(message)!r}" for problem in faults(message))
    if _compiled(language) != _wanted(catalogue):
        yield f"{language}: virtu.mo is not what virtu.po gives: run compile"


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _id(message: Message) -> str:
    return _forms(message.id)[0]


def _forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [text or ""] if isinstance(text, str | None) else list(text)


def faults(message: Message) -> Iterator[str]:
    """Say what is wrong with one translation."""
    originals, translations = _forms(message.id), _forms(message.string)
    if message.fuzzy:
        yield "marked as uncertain"
    if len(translations) != len(originals) or not all(translations):
        yield "not translated"
        return
    # Finnish and Swedish have the two forms of English, for one and for other counts.
    for original, translation in zip(originals, translations, strict=True):
        if _placeholders(original) != _placeholders(translation):
            yield f"other placeholders in {translation!r}"
        if _edges(original) != _edges(translation):
            yield f"other spaces at the ends of {translation!r}"


def _placeholders(text: str) -> list[str] | None:
    """Return the names in braces, sorted; None when the braces are not well-formed."""
    try:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return None


def _edges(text: str) -> tuple[bool, bool]:
    return text != text.lstrip(), text != text.rstrip()


def _wanted(catalogue: Catalog) -> dict[object, str]:
    """Return what the compiled catalogue has to hold, keyed as gettext keys it."""
    wanted: dict[object, str] = {}
    for message in _texts(catalogue):
        translations = _forms(message.string)
        if not all(translations):
            continue
        if message.pluralizable:
            wanted |= {(_id(message), form): text for form, text in enumerate(translations)}
        else:
            wanted[_id(message)] = translations[0]
    return wanted


def _compiled(language: str) -> dict[object, str] | None:
    """Return what the compiled catalogue holds; None without the file."""
    path = po_path(language).with_suffix(".mo")
    if not path.exists():
        return None
    with path.open("rb") as file:
        held: dict[object, str] = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in held.items() if key}


def update() -> Iterable[str]:
    """Bring both files of each language up to date with the code."""
    for language in LANGUAGES:
        path = po_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(po_bytes(refreshed(language)))
    return compile_()


def compile_() -> Iterable[str]:
    """Write what the program reads from what people edit."""
    for language in LANGUAGES:
        po_path(language).with_suffix(".mo").write_bytes(mo_bytes(read(language)))
    return ()


def check() -> Iterable[str]:
    """Say what is missing or wrong in all languages."""
    return (problem for language in LANGUAGES for problem in problems(language))


COMMANDS: dict[str, Callable[[], Iterable[str]]] = {
    "update": update,
    "compile": compile_,
    "check": check,
}


def main(arguments: list[str]) -> str | None:
    """Run a command; return what went wrong, one problem a line."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        return __doc__
    return "\n".join(COMMANDS[arguments[0]]()) or None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
