"""The requirements of the project and the exact versions in constraints.txt fit together."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent.parent
THIRD_PARTY = ROOT / "docs" / "third-party.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def needed_to_run() -> list[Requirement]:
    """Return what the project itself asks for when it is installed."""
    return [Requirement(text) for text in PROJECT["dependencies"]]


def needed_to_test() -> list[Requirement]:
    """Return what the project asks for besides, to be tested."""
    return [Requirement(text) for text in PROJECT["optional-dependencies"]["test"]]


def with_their_own(waiting: list[Requirement]) -> set[str]:
    """Return the names of all that gets installed here for the sake of some requirements."""
    seen: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        waiting += [Requirement(text) for text in requires(name) or ()]
    # sqlite-utils asks for pip, which comes with Python and does the installing.
    return seen - {"pip"}


def pinned_versions() -> dict[str, str]:
    """Return the version that constraints.txt gives each package."""
    parts = (line.split("==") for line in PINS)
    return {canonicalize_name(name): version for name, version in parts}


@pytest.mark.parametrize("line", PINS)
def test_constraint_is_a_name_and_an_exact_version(line: str) -> None:
    """A constraint names no host, no file, no hash and no range."""
    assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)


def test_constraints_are_sorted_and_name_each_package_once() -> None:
    """A package has one place in the file."""
    names = [canonicalize_name(line.split("==")[0]) for line in PINS]

    assert names == sorted(set(names))


@pytest.mark.parametrize("requirement", needed_to_run() + needed_to_test(), ids=str)
def test_pinned_version_meets_the_requirement(requirement: Requirement) -> None:
    """The project allows the very version that it is tested with."""
    assert requirement.specifier.contains(pinned_versions()[canonicalize_name(requirement.name)])


def test_everything_that_gets_installed_is_pinned() -> None:
    """No package that comes along with another one is left to chance."""
    installed = with_their_own(needed_to_run() + needed_to_test())

    assert installed - pinned_versions().keys() == set()


def test_everything_that_users_get_is_named_with_its_licence() -> None:
    """The page on other people's work has every package that an installation brings along."""
    rows = re.findall(r"^\| ([\w.-]+) \|", THIRD_PARTY.read_text(encoding="utf-8"), re.MULTILINE)

    assert with_their_own(needed_to_run()) - {canonicalize_name(name) for name in rows} == set()
