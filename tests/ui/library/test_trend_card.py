"""The library shows how a repeated question went over a programme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.polls_shown import PULSE, picked, round_of
from tests.ui.screens import Stand, press, programme_changes, stand
from ui.actions import Screen
from ui.library.page import LibraryPage
from virtu_desktop.domain.charts import LineChart
from virtu_desktop.domain.polls import Poll, PollId, RoundId, UnitId
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import Instant
from virtu_desktop.engine.changes import Change
from virtu_desktop.engine.poll_changes import SaveBallots, SavePoll, SaveRound


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty library."""
    with stand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> LibraryPage:
    """Show the library screen."""
    made = LibraryPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.show(made, Screen.LIBRARY)
    return made


def asked(session: str, *counts: int) -> list[Change]:
    """Return a closed poll of a session with its answers."""
    poll = Poll(id=PollId(f"poll {session}"), question=replace(PULSE, repeat_key="threshold"))
    round_id = RoundId(f"round {session}")
    made = round_of(picked(*counts))
    ballots = tuple(
        replace(one, id=UnitId(f"{session} {one.id}"), round=round_id) for one in made.ballots
    )
    round_ = replace(made, id=round_id, poll=poll.id, closed=Instant(60_000), ballots=())
    return [
        SavePoll(session=SessionId(session), poll=poll),
        SaveRound(round=round_),
        SaveBallots(ballots=ballots),
    ]


def test_medians_by_measurement(place: Stand, page: LibraryPage) -> None:
    """A line for each group; a group that was asked once has one dot."""
    changes = [
        *asked("g0-1", 3, 2, 1, 0, 0),
        *asked("g0-2", 0, 1, 3, 3, 0),
        *asked("g1-1", 0, 0, 5, 0, 0),
    ]
    place.save(*programme_changes(), *changes)

    page.refresh()

    chart = page.trend.chart.chart
    assert page.trend.isVisible()
    assert chart is not None
    assert isinstance(chart.body, LineChart)
    assert [(line.name, line.values) for line in chart.body.series] == [
        ("Group 0", (1.5, 3.0)),
        ("Group 1", (3.0,)),
    ]
    assert chart.title == "Kynnys järjestää etäsessio, median by measurement"


def test_one_measurement_is_no_trend(place: Stand, page: LibraryPage) -> None:
    """Nor is an empty library."""
    page.refresh()
    assert not page.trend.isVisible()

    place.save(*programme_changes(), *asked("g0-1", 3, 2, 1, 0, 0))
    page.refresh()

    assert not page.trend.isVisible()


def test_a_new_programme_gets_the_room(place: Stand, page: LibraryPage) -> None:
    """The preview stands in its place, and Escape brings it back."""
    place.save(*programme_changes(), *asked("g0-1", 3, 2, 1), *asked("g0-2", 0, 1, 3))
    page.refresh()
    place.actions["library.new_programme"].trigger()
    assert not page.trend.isVisible()

    press(Qt.Key.Key_Escape)

    assert page.trend.isVisible()
