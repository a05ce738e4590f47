"""Attendance in the review: strips, minutes and shares, and the way to correct them (A3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui.people.crowd import GROUP, PROGRAMME, person
from tests.ui.screens import NINE, Stand, press, retype, session, stand
from ui.actions import Screen
from ui.models.attendance_model import StayBar
from ui.people.looks import MODE_TONES
from ui.review.page import ReviewPage
from ui.theme import theme
from ui.widgets.attendance_strip import paint_attendance
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.presence import Leaving
from virtu_desktop.domain.time import MINUTE, Duration, Instant
from virtu_desktop.engine.changes import SaveGroup, SavePeople, SaveProgramme, SaveSession
from virtu_desktop.engine.session import SessionController

AINO, BO, CITA = person("Aino"), person("Bo", Mode.REMOTE), person("Cita")


@pytest.fixture
def place(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with a session of three people open."""
    with stand(tmp_path, qapp) as made:
        made.save(
            SaveProgramme(programme=PROGRAMME),
            SaveGroup(group=GROUP),
            SavePeople(people=(AINO, BO, CITA)),
            SaveSession(session=session(group=GROUP.id)),
        )
        yield made


@pytest.fixture
def page(place: Stand, qtbot: Any) -> ReviewPage:
    """Show the review of the hour: Aino all the time, Bo with the line lost, Cita never."""
    made = ReviewPage(place.desk, place.actions)
    qtbot.addWidget(place.window)
    place.desk.load_session(session().id)
    controller = place.desk.controller
    assert controller is not None
    place.clock.advance(Duration(NINE - place.clock.read().wall))
    register = controller.register
    register.check_in(AINO.id, at=clock(-5))
    place.desk.act(SessionController.start_next)
    register.check_in(BO.id, at=clock(6))
    register.leave(BO.id, Leaving.AWAY, at=clock(24))
    register.check_in(BO.id, at=clock(36))
    place.clock.advance(Duration(60 * MINUTE))
    place.desk.act(SessionController.end)
    place.show(made, Screen.REVIEW)
    place.actions.refresh()
    return made


def clock(minute: int) -> Instant:
    """Return the instant of a minute after nine."""
    return Instant(NINE + minute * MINUTE)


def said(page: ReviewPage) -> list[str]:
    """Return what a screen reader says of each row."""
    model = page.attendance.model
    role = Qt.ItemDataRole.AccessibleTextRole
    return [str(model.index(row).data(role)) for row in range(model.rowCount())]


def test_rows_tell_minutes_share_and_marks(page: ReviewPage) -> None:
    """Everybody who was expected has a row, also who never came."""
    assert said(page) == [
        "Aino, 60 of 60 min · 100 %",
        "Bo, 42 of 60 min · 70 %, 6 min late · away 12 min",
        "Cita, Not there during the session.",
    ]


def test_bars_stand_on_the_axis_of_the_session(page: ReviewPage) -> None:
    """Time before the start is cut off, and the two stays of Bo have a gap between them."""
    aino, bo, cita = page.attendance.model.rows

    assert aino.bars == (StayBar(0.0, 1.0, Mode.ROOM),)
    assert bo.bars == (StayBar(0.1, 0.4, Mode.REMOTE), StayBar(0.6, 1.0, Mode.REMOTE))
    assert cita.bars == ()


def test_figures_count_the_people(page: ReviewPage) -> None:
    """How many of how many, how many remote, and the median of the shares of who was there."""
    texts = {label.text() for label in page.figures.findChildren(QLabel) if label.isVisible()}

    assert {"2 of 3", "attended, 1 remote", "85 %", "of the time present, median"} <= texts


def test_enter_opens_the_stays_and_a_correction_counts_at_once(
    place: Stand, page: ReviewPage
) -> None:
    """Bo came at 9:00 after all: the row has the new share while the panel is open."""
    page.attendance.list.setFocus()
    page.attendance.list.setCurrentIndex(page.attendance.model.index(1))
    press(Qt.Key.Key_Return)
    retype("9:00")
    press(Qt.Key.Key_Return)

    assert said(page)[1] == "Bo, 48 of 60 min · 80 %, away 12 min"
    assert "48 of 60 min · 80 %" in {
        label.text() for label in page.stays.findChildren(QLabel) if label.isVisible()
    }


def test_a_strip_is_painted_where_somebody_was() -> None:
    """Colour of the mode under the bar, track where nobody was, and nothing outside."""
    image = QImage(100, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    bars = (StayBar(0.2, 0.5, Mode.ROOM),)

    paint_attendance(painter, QRectF(0, 0, 100, 20), bars, theme(), MODE_TONES)
    painter.end()

    teal = QColor(theme().tone(MODE_TONES[Mode.ROOM]).graphic)
    assert image.pixelColor(35, 10) == teal
    assert image.pixelColor(10, 10) == theme().colour("field")
    assert image.pixelColor(80, 10) == theme().colour("field")
