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
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PINS = [
    line
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def direct_requirements() -> list[Requirement]:
    """Return what the project itself asks for, to run and to be tested."""
    texts = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    return [Requirement(text) for text in texts]


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


@pytest.mark.parametrize("requirement", direct_requirements(), ids=str)
def test_pinned_version_meets_the_requirement(requirement: Requirement) -> None:
    """The project allows the very version that it is tested with."""
    assert requirement.specifier.contains(pinned_versions()[canonicalize_name(requirement.name)])


def test_everything_that_gets_installed_is_pinned() -> None:
    """No package that comes along with another one is left to chance."""
    waiting, seen = direct_requirements(), set[str]()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        waiting += [Requirement(text) for text in requires(name) or ()]

    # sqlite-utils asks for pip, which comes with Python and does the installing.
    assert seen - pinned_versions().keys() == {"pip"}
