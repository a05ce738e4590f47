"""``virtu chat``: messages and votes of a chat, and what it says when there are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Run
from tests.exchange.test_chat import FIXTURES, SAMPLES
from virtu_desktop.cli.program import Surroundings, virtu

CHAT = """09:12:05\t From  Matti Aho : kyllä
09:12:06\t From  Åsa Ek : Ja!
09:12:07\t From  Matti Aho : Nej
09:12:09\t From  Bo : kyllä, ehdottomasti
09:12:10\t From  Bo  to  Aino(Privately) : ei
09:12:11\t From  Cy : ehkä
"""
YES_NO = "A=kyllä|ja|yes,B=ei|nej|no"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a saved chat."""
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, "utf-8")
    return path


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_as_json(run: Run, sample: Path) -> None:
    """The keys of every message, the outcome as exit code: 1 where the sender must be asked."""
    wanted = json.loads(sample.with_suffix(".expected.json").read_text("utf-8"))

    result = run("chat", sample, "--json")

    printed = json.loads(result.stdout)
    assert printed["messages"] == [{"private": False} | message for message in wanted["messages"]]
    assert printed["outcome"] == wanted["outcome"]
    assert printed.get("question") == wanted.get("question")
    assert result.exit_code == (1 if wanted["outcome"] == "needs_user_input" else 0)


def test_votes_as_json(run: Run, file: Path) -> None:
    """The last vote of each person; the rest with its reason."""
    printed = json.loads(run("chat", file, "--options", YES_NO, "--json").stdout)

    assert printed["votes"] == [
        {"from": "Åsa Ek", "option": "A", "text": "Ja!"},
        {"from": "Matti Aho", "option": "B", "text": "Nej"},
    ]
    assert printed["replaced"] == [{"from": "Matti Aho", "option": "A", "text": "kyllä"}]
    assert printed["review"] == [
        {"from": "Bo", "text": "kyllä, ehdottomasti", "reason": "in_sentence"},
        {"from": "Bo", "text": "ei", "reason": "private"},
    ]
    assert printed["other"] == 1


def test_lines_of_nobody_are_for_review(run: Run, tmp_path: Path) -> None:
    """They are votes of nobody; 1 says that somebody has to look."""
    path = tmp_path / "lines.txt"
    path.write_text("2\nmoi\n3", "utf-8")

    result = run("chat", path, "--options", "1-3", "--json")

    printed = json.loads(result.stdout)
    assert result.exit_code == 1
    assert printed["votes"] == []
    assert [(one["from"], one["text"], one["reason"]) for one in printed["review"]] == [
        (None, "2", "no_sender"),
        (None, "3", "no_sender"),
    ]


def test_for_people_private_messages_are_only_counted(run: Run, file: Path) -> None:
    """What is printed can be seen by others."""
    result = run("chat", file)

    assert "Matti Aho  Nej" in result.stdout
    assert "1 private message is not shown." in result.stdout
    assert "Aino" not in result.stdout


def test_votes_for_people(run: Run, file: Path) -> None:
    """A table of votes, then what to look at and why."""
    result = run("chat", file, "--options", YES_NO, "--lang", "fi")

    assert result.exit_code == 0
    assert "Matti Aho  B" in result.stdout
    assert "kyllä, ehdottomasti" in result.stdout


def test_standard_input_is_read() -> None:
    """So that a pasted text needs no file."""
    result = CliRunner().invoke(
        virtu, ["chat", "-", "--json"], obj=Surroundings(), input="[9:12] Ann: 2\n"
    )

    assert json.loads(result.stdout)["messages"][0]["from"] == "Ann"


@pytest.mark.parametrize("options", ["", ",", "1,1", "A=x|y,B=y", "A=,=b"])
def test_bad_options_are_wrong_use(run: Run, file: Path, options: str) -> None:
    """Nothing is counted with options that cannot be told apart."""
    result = run("chat", file, "--options", options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("virtu: ")


def test_a_bad_day_is_wrong_use(run: Run, file: Path) -> None:
    """A day is written as the help says."""
    assert run("chat", file, "--date", "17.3.").exit_code == 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("nasty_empty.csv", "empty_file"),
        ("nasty_html_login.csv", "wrong_file_type"),
        ("nasty_random_binary.csv", "not_text"),
    ],
)
def test_what_is_no_chat_is_told_in_one_line(run: Run, name: str, code: str) -> None:
    """As JSON with the reason's name, on standard error in words."""
    result = run("chat", FIXTURES / name, "--json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"format": "unknown", "outcome": "reject", "error": code}
    assert len(result.stderr.splitlines()) == 1
