"""The rules of the architecture, each one a test over the source."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent
PRODUCT = ("virtu_desktop", "ui")

# Each pattern is for the end of a dotted name, wherever it is called or passed on.
CLOCKS = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today"
    r"|_?time\.(time|monotonic|perf_counter|clock_gettime|localtime|gmtime)(_ns)?"
    r"|current(DateTime|DateTimeUtc|Time|Date|MSecsSinceEpoch|SecsSinceEpoch))$"
)
SLEEPS = re.compile(r"(^|\.)(time\.sleep|asyncio\.sleep|qtbot\.wait|qWait|QThread\.m?sleep)$")
MODAL = re.compile(
    r"(\.exec|QMessageBox\.(about|aboutQt|critical|information|question|warning)"
    r"|QFileDialog\.get\w+|QInputDialog\.get\w+|QColorDialog\.getColor|QFontDialog\.getFont)$"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(work|farm|home|Users|root|opt/venv)/|[A-Z]:\\{1,2}Users\b")


def python_files(*folders: str) -> list[PurePosixPath]:
    """Return the Python files of folders of the checkout, relative to it."""
    return [
        PurePosixPath(path.relative_to(ROOT).as_posix())
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def text_of(path: PurePosixPath) -> str:
    """Return the text of a file of the checkout."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def nodes_of(path: PurePosixPath) -> list[ast.AST]:
    """Return every node of a file's syntax tree."""
    return list(ast.walk(ast.parse(text_of(path), str(path))))


def imported_modules(path: PurePosixPath) -> Iterator[str]:
    """Yield the dotted names that a file imports anywhere: "a.b" for ``from a import b``."""
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)


def roots_imported(path: PurePosixPath) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {name.split(".")[0] for name in imported_modules(path)}


def uses(
    paths: list[PurePosixPath], pattern: re.Pattern[str], *, but: str | None = None
) -> list[str]:
    """Return where files use or import a dotted name that fits, except in the file that may."""
    return [
        f"{path}: {name}"
        for path in paths
        if str(path) != but
        for name in (*dotted_names(path), *imported_modules(path))
        if pattern.search(name)
    ]


def dotted_names(path: PurePosixPath) -> Iterator[str]:
    """Yield the names with a dot that a file uses."""
    return (ast.unparse(node) for node in nodes_of(path) if isinstance(node, ast.Attribute))


def test_layers_know_only_those_below() -> None:
    """The import contracts in pyproject.toml hold."""
    program = (
        "import sys; from importlinter.cli import lint_imports;"
        "sys.exit(lint_imports(no_cache=True, no_logo=True))"
    )

    finished = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert finished.returncode == 0, finished.stdout + finished.stderr


def test_core_loads_no_qt() -> None:
    """Importing every module of the core in a fresh process loads nothing of Qt."""
    program = """
import importlib, pkgutil, sys, virtu_desktop
names = [m.name for m in pkgutil.walk_packages(virtu_desktop.__path__, "virtu_desktop.")]
for name in names:
    if not name.endswith(".__main__"):
        importlib.import_module(name)
loaded = {name.split(".")[0] for name in sys.modules}
print(len(names), *sorted(loaded & {"PySide6", "shiboken6", "qasync", "ui"}))
"""

    finished = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert finished.returncode == 0, finished.stderr
    count, *qt = finished.stdout.split()
    assert int(count) > 20
    assert qt == []


def test_domain_imports_only_the_standard_library_and_itself() -> None:
    """The rules about time and plans depend on nothing that can be installed."""
    foreign = {
        (str(path), name)
        for path in python_files("virtu_desktop/domain")
        for name in imported_modules(path)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not name.startswith("virtu_desktop.domain.")
    }

    assert foreign == set()


@pytest.mark.parametrize(
    ("packages", "home"),
    [
        ({"sqlite3", "sqlite_utils"}, "virtu_desktop/storage/*.py"),
        ({"qasync"}, "ui/event_loop.py"),
    ],
    ids=["SQLite", "qasync"],
)
def test_library_is_used_in_one_place(packages: set[str], home: str) -> None:
    """What has to be handled with care has one home."""
    users = [str(path) for path in python_files(*PRODUCT) if roots_imported(path) & packages]

    assert users
    assert [user for user in users if not PurePosixPath(user).match(home)] == []


def test_no_second_sqlite_library() -> None:
    """Two SQLite libraries in one process drop each other's locks on the same file."""
    others = {"apsw", "pysqlite3", "PySide6.QtSql"}

    found = {
        str(path)
        for path in python_files(*PRODUCT)
        for name in imported_modules(path)
        if any(name == other or name.startswith(f"{other}.") for other in others)
    }

    assert found == set()


def test_clocks_of_the_computer_are_read_in_one_place() -> None:
    """All time comes through a Clock, so that tests and rehearsals can give their own."""
    assert uses(python_files(*PRODUCT), CLOCKS, but="virtu_desktop/domain/time.py") == []


def test_tests_wait_for_events_and_never_for_time() -> None:
    """A test that sleeps is slow on a fast machine and wrong on a slow one."""
    assert uses(python_files("tests"), SLEEPS) == []


def test_no_dialog_stops_the_event_loop() -> None:
    """A nested event loop freezes every coroutine; dialogs are opened and awaited."""
    assert uses(python_files(*PRODUCT), MODAL, but="ui/app.py") == []


def test_labels_are_made_safe() -> None:
    """A bare label reads markup, so text from people goes through the safe label of ui.widgets."""
    unsafe = [
        f"{path}:{call.lineno}"
        for path in python_files("ui")
        if not path.match("ui/widgets/*.py")
        for call in nodes_of(path)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func).split(".")[-1] in {"QLabel", "QMessageBox"}
        and not all(_is_own_text(argument) for argument in call.args)
    ]

    assert unsafe == []


def _is_own_text(expression: ast.expr) -> bool:
    """Tell whether an argument is our own text, in the code or its translation, or a parent."""
    match expression:
        case ast.Constant() | ast.Name(id="self"):
            return True
        case ast.Call(func=ast.Name(id="_"), args=[ast.Constant()], keywords=[]):
            return True
    return False


@pytest.mark.parametrize("path", python_files(*PRODUCT, "tests"), ids=str)
def test_module_says_what_it_is_for(path: PurePosixPath) -> None:
    """Every module begins with a docstring."""
    assert ast.get_docstring(ast.parse(text_of(path)))


def test_nothing_is_left_for_later() -> None:
    """No file of the product or its tests carries a note to finish it."""
    # Put together here so that this file does not find itself.
    marks = re.compile("|".join(("TO" + "DO", "FIX" + "ME", r"\bXX" + r"X\b")))

    left = [str(path) for path in python_files(*PRODUCT, "tests") if marks.search(text_of(path))]

    assert left == []


def test_no_file_knows_a_machine() -> None:
    """No path of the machine that something was written or built on stands in a file."""
    names = ["README.md", "CHANGELOG.md", "pyproject.toml", "constraints.txt", "main.py", ".ci/run"]
    others = [PurePosixPath(name) for name in names if (ROOT / name).exists()]
    paths = [*python_files(*PRODUCT, "tests", "resources"), *others]

    found = [
        f"{path}: {match.group()}"
        for path in paths
        if path != PurePosixPath("tests/test_architecture.py")
        for match in MACHINE_PATHS.finditer(text_of(path))
    ]

    assert found == []
