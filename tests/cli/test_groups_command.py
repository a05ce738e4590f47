"""``virtu groups``: the published answer, rules, history, contradictions and bad input."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.domain.grouping import checker

KEYS = ["rounds", "repeats", "lone_mode", "lower_bound", "violations", "ms_per_round"]


def written(path: Path, document: Any) -> Path:
    """Write a document and return its file."""
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def answer(run: Run, *words: object) -> dict[str, Any]:
    """Run the command and return what it prints; it must end well."""
    result = run("groups", *words, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def test_numbered_people_get_the_published_answer(run: Run) -> None:
    """The keys are as published, everybody is there, and no pair repeats."""
    found = answer(run, "--people", 24, "--size", 3, "--rounds", 9)

    assert list(found) == KEYS
    names = [f"p{number}" for number in range(1, 25)]
    assert checker.faults(found["rounds"], names, {}, 3) == []
    assert (found["repeats"], found["lower_bound"], found["violations"]) == (0, 0, [])
    assert len(found["ms_per_round"]) == len(found["rounds"]) == 9


def test_the_same_seed_prints_the_same_rounds(run: Run) -> None:
    """Seeds decide, not the clock."""
    words = ("--people", 22, "--size", 4, "--rounds", 2, "--seed")

    assert answer(run, *words, 7)["rounds"] == answer(run, *words, 7)["rounds"]
    assert answer(run, *words, 7)["rounds"] != answer(run, *words, 8)["rounds"]


def test_people_rules_and_history_come_from_files(run: Run, tmp_path: Path) -> None:
    """All rules hold, modes and balance are looked at, and the history counts."""
    people = [
        {
            "name": f"Nimi {number}",
            "mode": "remote" if number < 8 else "room",
            "organisation": "ABCD"[number % 4],
            "site": "Oulu",
            "tags": ["new"],
        }
        for number in range(20)
    ]
    names = [str(person["name"]) for person in people]
    rules = {
        "size": [3, 4],
        "together": [[names[0], names[1]]],
        "apart": [[names[0], names[2]]],
        "hosts": {"1": names[10]},
        "shared_screen": [[names[3], names[4]]],
        "mode": "mixed",
        "balance": ["organisation"],
    }
    history = [[names[at : at + 4] for at in range(0, 20, 4)]]

    found = answer(
        run,
        "--people",
        written(tmp_path / "people.json", people),
        "--size",
        4,
        "--rounds",
        2,
        "--rules",
        written(tmp_path / "rules.json", rules),
        "--history",
        written(tmp_path / "history.json", history),
    )

    assert checker.faults(found["rounds"], names, rules, 4) == []
    assert found["repeats"] == checker.repeats(found["rounds"], history)
    modes = {str(person["name"]): str(person["mode"]) for person in people}
    assert found["lone_mode"] == checker.lone(found["rounds"], modes) == 0
    assert found["lower_bound"] <= found["repeats"]


def test_an_answer_is_a_history_for_the_next_call(run: Run, tmp_path: Path) -> None:
    """Rounds asked for one by one repeat nobody; people of the history may be absent now."""
    first = answer(run, "--people", 16, "--size", 4, "--rounds", 4)
    history = written(tmp_path / "history.json", first)

    last = answer(run, "--people", 16, "--size", 4, "--history", history)
    fewer = answer(run, "--people", 12, "--size", 4, "--history", history)

    assert last["repeats"] == 0
    assert fewer["repeats"] == checker.repeats(fewer["rounds"], first["rounds"])


@pytest.mark.parametrize(
    "text",
    [
        "name;mode;organisation;site;tags\nAino;remote;A;Oulu;new, lead\nBo;room;B;;\nCia;;;;\n",
        "\ufeffName,Mode\r\nAino,remote\r\nBo,room\r\nCia,\r\n",
        "name\tphone\tmode\nAino\t1\tremote\nBo\t2\tROOM\nCia\t3\t\n\n",
        "name\nAino\nBo\nCia\n",
    ],
)
def test_people_in_separated_values(run: Run, tmp_path: Path, text: str) -> None:
    """Delimiter, byte order mark, letter case and other columns make no difference."""
    table = tmp_path / "people.csv"
    table.write_text(text, encoding="utf-8", newline="")

    found = answer(run, "--people", table, "--size", 3)

    assert sorted(found["rounds"][0][0]) == ["Aino", "Bo", "Cia"]


@pytest.mark.parametrize(
    ("rules", "named"),
    [
        (
            {"together": [["p1", "p2"]], "apart": [["p2", "p1"]]},
            ["p1, p2 together", "p2, p1 apart"],
        ),
        ({"size": [5, 6]}, ["12 people", "5 to 6"]),
        ({"together": [["p1", "p2", "p3", "p4", "p5"]]}, ["p1, p2, p3, p4, p5 together"]),
        ({"hosts": {"9": "p1"}}, ["p1 is the host of room 9"]),
        ({"apart": [["p1", "p2", "p3", "p4"]]}, ["p1, p2, p3, p4 apart"]),
    ],
)
def test_contradictions_are_named_and_a_problem(
    run: Run, tmp_path: Path, rules: dict[str, Any], named: list[str]
) -> None:
    """Exit code 1, one line with the rules on standard error, and the same in the document."""
    if rules == {"size": [5, 6]}:
        people = 14
        named = ["14 people", "5 to 6"]
    else:
        people = 12
    rules_file = written(tmp_path / "rules.json", rules)

    result = run("groups", "--people", people, "--size", 4, "--rules", rules_file, "--json")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    document = json.loads(result.stdout)
    assert document["rounds"] == []
    for words in named:
        assert words in result.stderr
        assert words in document["violations"][0]


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([], "rules: not an object"),
        ({"apartt": []}, "rules.'apartt': no rule of this kind is known"),
        ({"apart": [["p1", "nobody"]]}, "rules.apart[0][1]: nobody is called 'nobody'"),
        ({"apart": [["p1"]]}, "rules.apart[0]: fewer than two people"),
        ({"apart": [["p1", "p1"]]}, "rules.apart[0]: somebody stands there twice"),
        ({"together": "p1"}, "rules.together: not a list"),
        ({"size": [4, 3]}, "rules.size: 4 to 3 is no range of sizes"),
        ({"size": [0, 3]}, "rules.size: 0 to 3 is no range of sizes"),
        ({"size": [2.5, 3]}, "rules.size: 2.5 is not a whole number"),
        ({"size": [True, 3]}, "rules.size: True is not a whole number"),
        ({"hosts": {"first": "p1"}}, "rules.hosts.'first': not the number of a room"),
        ({"hosts": {"0": "p1"}}, "rules.hosts.'0': not the number of a room"),
        ({"mode": "both"}, "rules.mode: 'both' is not one of mixed, together, any"),
        ({"balance": ["age"]}, "rules.balance[0]: 'age' is not one of organisation"),
    ],
)
def test_bad_rules_are_wrong_use(run: Run, tmp_path: Path, rules: object, words: str) -> None:
    """Exit code 2 and one line with the place and the reason, nothing on standard output."""
    rules_file = written(tmp_path / "rules.json", rules)

    result = run("groups", "--people", 8, "--size", 4, "--rules", rules_file, "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"virtu: {words}")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--people", "0", "--size", "4"),
        ("--people", "-3", "--size", "4"),
        ("--people", "9" * 30, "--size", "4"),
        ("--people", "100000", "--size", "4"),
        ("--people", "nothing.csv", "--size", "4"),
        ("--people", "8", "--size", "0"),
        ("--people", "8", "--size", "four"),
        ("--people", "8", "--size", "4-3"),
        ("--people", "8", "--size", "4", "--rounds", "0"),
        ("--people", "8", "--size", "4", "--budget-ms", "0"),
        ("--people", "8", "--size", "4", "--history", "nothing.json"),
        ("--people", "8"),
        ("--size", "4"),
    ],
)
def test_bad_options_are_wrong_use(run: Run, words: tuple[str, ...]) -> None:
    """Each is told in one line with exit code 2."""
    result = run("groups", *words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"{",
        b"[1]",
        b"[]",
        b'[{"mode": "room"}]',
        b'[{"name": "A"}, {"name": "A"}]',
        b'[{"name": "A", "mode": "flying"}]',
        b'{"persons": []}',
        b"first,last\nA,B\n",
        b"name\n",
        b"name,mode\nA,nowhere\n",
        b"\x00\x01\x02\x03" * 50,
        b"[" * 100_000,
        b"<html><table>",
    ],
)
def test_files_without_people_are_wrong_use(run: Run, tmp_path: Path, data: bytes) -> None:
    """Empty, broken, foreign and doubtful files are refused in one line."""
    broken = tmp_path / "people.json"
    broken.write_bytes(data)

    result = run("groups", "--people", broken, "--size", 4, "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "history",
    [{}, {"rounds": 3}, [["p1"]], [[["p1", 2]]], [[["p1", "p1"]]], [[["p1"], ["p1"]]], 7],
)
def test_bad_history_is_wrong_use(run: Run, tmp_path: Path, history: object) -> None:
    """A history of another form, or with somebody in two places, is refused."""
    file = written(tmp_path / "history.json", history)

    result = run("groups", "--people", 8, "--size", 4, "--history", file)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("virtu: history")


def test_a_size_that_is_more_than_there_are_people_is_a_problem(run: Run) -> None:
    """A group of nine cannot be made of five people; all five in one group can."""
    too_large = run("groups", "--people", 5, "--size", 9, "--json")
    whole = answer(run, "--people", 5, "--size", 5)

    assert too_large.exit_code == 1
    assert too_large.stderr == "virtu: 5 people cannot be divided into groups of 9.\n"
    assert whole["rounds"] == [[["p1", "p2", "p3", "p4", "p5"]]]


def test_without_json_a_person_can_read_it(run: Run) -> None:
    """What the size means comes first, then rooms, then the repeats."""
    result = run("groups", "--people", 12, "--size", 4, "--rounds", 3)

    assert result.exit_code == 0
    assert result.stderr == (
        "With groups of 4 from 12 people, repeats from round 2 on. Groups of 3 allow 4 rounds.\n"
    )
    assert result.stdout.splitlines()[0] == "Round 1"
    assert result.stdout.splitlines()[-1] == "9 repeated pairs"


def test_sizes_may_be_a_range(run: Run) -> None:
    """Twenty-two people in threes to fours are six rooms, none of them outside the range."""
    found = answer(run, "--people", 22, "--size", "3-4")

    assert sorted(map(len, found["rounds"][0])) == [3, 3, 4, 4, 4, 4]


def test_two_hundred_people_within_a_second(run: Run, tmp_path: Path) -> None:
    """A large group with modes and sites is formed; the time is measured by the bench."""
    people = [
        {"name": f"n{at}", "mode": ["room", "remote"][at % 2], "site": "ABCDE"[at % 5]}
        for at in range(200)
    ]
    file = written(tmp_path / "people.json", people)
    rules = written(tmp_path / "rules.json", {"balance": ["site"], "mode": "mixed"})

    found = answer(run, "--people", file, "--size", 4, "--rules", rules)

    assert found["lone_mode"] == 0
    sites = {str(person["name"]): person["site"] for person in people}
    alike = sum(len(room) - len({sites[p] for p in room}) for room in found["rounds"][0])
    assert alike <= 6
