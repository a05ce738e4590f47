"""``virtu attendance``: the published JSON, a table for people, reasons and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.exchange.attendance.samples import FOLDER, expected, names, sample

SMALL = [name for name in names() if "5000" not in name]
KEYS = {
    "key",
    "name",
    "email",
    "role",
    "kind",
    "intervals",
    "merged_intervals",
    "total_seconds",
    "stated_seconds",
}


@pytest.mark.parametrize("name", SMALL)
def test_json_and_exit_code_of_each_sample(run: Run, name: str) -> None:
    """The answer has the published structure; only what can be used exits with 0."""
    wanted = expected(name)
    day = wanted.get("inputs", {}).get("session_date")
    words = ["--date", day] if day else []

    result = run("attendance", FOLDER / wanted["fixture"], "--json", *words)

    answer = json.loads(result.stdout)
    assert (answer["format"], answer["outcome"]) == (wanted["format"], wanted["outcome"])
    assert sorted(answer["warnings"]) == sorted(wanted.get("warnings", []))
    assert result.exit_code == (0 if wanted["outcome"].startswith("ok") else 1)
    assert answer.get("reason") == wanted.get("error", wanted.get("question"))
    assert bool(result.stderr) == (result.exit_code == 1)
    people = {person["key"]: person for person in answer["people"]}
    for person in wanted.get("people", []):
        found = people[person["key"]]
        assert set(found) >= KEYS
        assert {key: found[key] for key in person if key in KEYS} == {
            key: person[key] for key in person if key in KEYS
        }


def test_a_day_and_a_zone_are_taken(run: Run) -> None:
    """The day decides the order of dates; a wrong one is a question; the zone converts UTC."""
    file = FOLDER / "teams_gen3_report_ambiguous_date.csv"
    right = run("attendance", file, "--json", "--date", "2026-03-04")
    wrong = run("attendance", file, "--json", "--date", "2026-03-17")
    live = run(
        "attendance", FOLDER / "teams_live_event_attendee.csv", "--json", "--zone", "Asia/Tokyo"
    )

    assert json.loads(right.stdout)["meeting"]["start"] == "2026-03-04T08:51:04"
    assert right.exit_code == 0
    assert (wrong.exit_code, json.loads(wrong.stdout)["reason"]) == (1, "other_day")
    assert json.loads(live.stdout)["people"][0]["intervals"][0][0] == "2026-03-17T15:51:04"


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["no-such-file.csv"],
        [FOLDER / "teams_gen1_list_en-GB.csv", "--date", "17.3.2026"],
        [FOLDER / "teams_gen1_list_en-GB.csv", "--zone", "Mars/Olympus"],
    ],
)
def test_wrong_use_exits_with_2(run: Run, words: list[str | Path]) -> None:
    """No file, a missing one, a bad day and an unknown zone are wrong use, told in one line."""
    result = run("attendance", *words, "--json")

    assert (result.exit_code, result.stdout) == (2, "")
    assert len(result.stderr.splitlines()) == 1


def test_several_files_are_one_session(run: Run) -> None:
    """The same report in two spellings is one list of people."""
    files = [
        FOLDER / name for name in ("teams_gen1_list_en-GB.csv", "teams_gen1_list_en-US_comma.csv")
    ]
    both = json.loads(run("attendance", *files, "--json").stdout)
    one = json.loads(run("attendance", files[0], "--json").stdout)

    assert [(p["key"], p["total_seconds"]) for p in both["people"]] == [
        (p["key"], p["total_seconds"]) for p in one["people"]
    ]


def test_a_table_hides_numbers_and_says_what_is_odd(run: Run) -> None:
    """Without JSON a person reads minutes and reasons; a caller's number is masked."""
    result = run("attendance", FOLDER / "teams_gen3_report_en-US_4sections.csv")

    assert result.exit_code == 0
    assert "358401234567" not in result.stdout
    assert "3584******67" in result.stdout
    assert "Two people with different addresses have one name." in result.stdout


def test_names_cannot_steer_the_terminal(run: Run) -> None:
    """Control characters and turned writing of hostile names are not printed."""
    result = run("attendance", FOLDER / "nasty_formula_injection.csv")

    assert "\x00" not in result.stdout
    assert "\u202e" not in result.stdout


def test_a_huge_report_is_read(run: Run, tmp_path: Path) -> None:
    """Five thousand people come out whole."""
    file = tmp_path / "report.txt"
    file.write_bytes(sample("nasty_5000_participants"))

    answer = json.loads(run("attendance", file, "--json").stdout)

    assert len(answer["people"]) == 5000
