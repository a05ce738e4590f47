"""Every text for people is in the catalogue, translated whole, and compiled."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from resources.languages import catalogue
from virtu_desktop.errors import KnownError
from virtu_desktop.i18n import LANGUAGES

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_catalogue_is_complete(language: str) -> None:
    """Each language has every text of the code, with the same placeholders, and is compiled."""
    assert list(catalogue.problems(language)) == []


def test_every_language_that_is_offered_has_a_catalogue() -> None:
    """The program offers English, which is in the code, and the languages of the catalogues."""
    assert {"en", *catalogue.LANGUAGES} == set(LANGUAGES)


def test_known_errors_are_raised_with_marked_sentences() -> None:
    """A sentence of a known error that is not marked would never be translated."""
    nodes = [
        (path, node)
        for package in catalogue.SOURCES
        for path in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    ]
    known = _known_errors(node for _, node in nodes if isinstance(node, ast.ClassDef))

    unmarked = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, node in nodes
        if isinstance(node, ast.Call) and _name(node.func) in known and node.args
        if isinstance(node.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
    ]

    assert len(known) > 1
    assert unmarked == []


@pytest.mark.parametrize(
    ("text", "translation", "fault"),
    [
        ("Ends {clock}.", "", "not translated"),
        ("Ends {clock}.", "Päättyy {kello}.", "other placeholders"),
        ("Ends {clock}.", "Päättyy.", "other placeholders"),
        ("Ends {clock}.", "Päättyy {clock.", "other placeholders"),
        ("ends ", "päättyy", "other spaces"),
        (("{count} block", "{count} blocks"), ("{count} osio", ""), "not translated"),
        (("{count} block", "{count} blocks"), ("{count} osio", "osiota"), "other placeholders"),
    ],
)
def test_check_finds_faults(
    text: str | tuple[str, str], translation: str | tuple[str, str], fault: str
) -> None:
    """The check sees what can be wrong with a translation."""
    message = Catalog(locale="fi").add(text, translation)

    found = list(catalogue.faults(message))

    assert [problem.startswith(fault) for problem in found] == [True]


def _known_errors(classes: Iterable[ast.ClassDef]) -> set[str]:
    """Return the names of ``KnownError`` and of all classes below it."""
    below: dict[str, set[str]] = {}
    for defined in classes:
        for base in defined.bases:
            below.setdefault(_name(base), set()).add(defined.name)
    known, new = set[str](), {KnownError.__name__}
    while new:
        known |= new
        new = {name for base in new for name in below.get(base, ())} - known
    return known


def _name(expression: ast.expr) -> str:
    """Return the last name of what is called or inherited."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
