"""Every text for people is in the catalogue, translated whole, and compiled."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from resources.languages import catalogue
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
    trees = {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for package in catalogue.SOURCES
        for path in sorted((ROOT / package).rglob("*.py"))
    }
    known = _known_errors(trees.values())
    # A class with a beginning of its own takes other arguments and hands a sentence to its base.
    takers = {kind.name for kind in known if not _beginnings(kind)} | {"KnownError"}
    within = {call for kind in known for start in _beginnings(kind) for call in ast.walk(start)}

    unmarked = [
        f"{path}:{call.lineno}"
        for path, tree in trees.items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and call.args
        if _name(call.func) in takers or (call in within and _name(call.func) == "__init__")
        if isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.BinOp)
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


def _known_errors(trees: Iterable[ast.Module]) -> list[ast.ClassDef]:
    """Return the classes below ``KnownError``, nearest first."""
    classes = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known: list[ast.ClassDef] = []
    bases = ["KnownError"]
    for base in bases:
        below = [kind for kind in classes if base in map(_name, kind.bases)]
        known += below
        bases += [kind.name for kind in below]
    return known


def _beginnings(kind: ast.ClassDef) -> list[ast.FunctionDef]:
    """Return the ``__init__`` of a class, if it has one of its own."""
    return [
        part for part in kind.body if isinstance(part, ast.FunctionDef) and part.name == "__init__"
    ]


def _name(expression: ast.expr) -> str:
    """Return the last name of what is called or inherited."""
    match expression:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
