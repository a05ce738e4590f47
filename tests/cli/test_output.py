"""Tables, JSON and progress as they are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from virtu_desktop.cli.output import print_json, print_line, print_table, show_progress


def test_columns_are_as_wide_as_their_widest_cell(capsys: pytest.CaptureFixture[str]) -> None:
    """Wide and combining letters count as a terminal shows them."""
    print_table(["a", "b"], [["日本", "x"], ["e\u0301", "y"]])

    assert capsys.readouterr().out == "a     b\n日本  x\ne\u0301     y\n"


def test_nothing_printed_can_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """Escape sequences, line breaks and turned-round text are only spaces."""
    print_line("a\x1b[2Jb\nc\u202ed")
    print_table(["x"], [["1\r2"]])

    assert capsys.readouterr().out == "a [2Jb c d\nx\n1 2\n"


@pytest.mark.parametrize("data", [{"title": "Työ"}, {"id": "\ud800"}, []])
def test_json_is_read_back_as_it_was(data: object, capsys: pytest.CaptureFixture[str]) -> None:
    """Also half a surrogate pair comes out as valid JSON."""
    print_json(data)

    assert json.loads(capsys.readouterr().out) == data


def test_progress_is_quiet_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    """All steps are taken and nothing is printed."""
    taken: list[float] = []

    def steps() -> Iterator[float]:
        for share in (0.5, 1.0):
            taken.append(share)
            yield share

    show_progress(steps(), "Half-day")

    assert taken == [0.5, 1.0]
    assert capsys.readouterr() == ("", "")


def test_progress_is_a_bar_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bar is on standard error, so that what is printed can still be piped."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    show_progress([0.0, 0.25, 1.0], "Half-day")

    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Half-day" in printed.err
    assert "100%" in printed.err
