"""The stage stays on its screen: it hides when that goes and comes back when it returns."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.examples import half_day, standing
from ui.stage.screens import QtScreens, ScreenInfo, are_mirrored
from ui.stage.stage_painter import stage_layout
from ui.stage.stage_state import StageState, stage_state
from ui.stage.stage_window import StagePreview, StageWarning, StageWindow
from ui.stage.strip_window import StripWindow, strip_line
from virtu_desktop.i18n import translator

_EN = translator("en")
# The offscreen platform has no order of windows and says so for a window that stays on top.
_NO_RAISE = r"This plugin does not support raise\(\)"
LAPTOP = ScreenInfo(name="laptop", area=(0, 0, 1440, 900), is_primary=True)
PROJECTOR = ScreenInfo(name="projector", area=(1440, 0, 1920, 1080))


class FakeScreens:
    """Screens that come and go as a test says."""

    def __init__(self, *screens: ScreenInfo) -> None:
        """Begin with ``screens``."""
        self._screens = screens
        self._react: list[Callable[[], None]] = []
        self.put: list[str] = []

    def screens(self) -> tuple[ScreenInfo, ...]:
        """Return the screens that there are now."""
        return self._screens

    def on_change(self, react: Callable[[], None]) -> None:
        """Call ``react`` at each change."""
        self._react.append(react)

    def put_on(self, window: QWidget, screen: ScreenInfo) -> None:
        """Write down where the window goes, and move it there."""
        self.put.append(screen.name)
        window.setGeometry(*screen.area)

    def screen_of(self, window: QWidget) -> ScreenInfo:
        """Return the screen that holds the window's corner."""
        on = [each for each in self._screens if _area(each).contains(window.pos().toPointF())]
        return on[0] if on else self._screens[0]

    def become(self, *screens: ScreenInfo) -> None:
        """Let there be other screens, and tell so."""
        self._screens = screens
        for react in self._react:
            react()


class Stage:
    """A stage window over fake screens, with the warnings that it told."""

    def __init__(self, qtbot: QtBot, *screens: ScreenInfo) -> None:
        """Open nothing yet."""
        self.screens = FakeScreens(*screens)
        self.window = StageWindow(self.screens)
        qtbot.addWidget(self.window)
        self.warnings: list[StageWarning] = []
        self.window.warned.connect(self.warnings.append)


def _block_state(clock: str = "09:51:52") -> StageState:
    plan = half_day()
    return stage_state(plan, standing(plan, clock), "Session 2", _EN)


def test_opens_full_screen_on_the_projector(qtbot: QtBot) -> None:
    """With a second screen the stage covers it at once."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)

    stage.window.open_on()

    assert stage.window.isFullScreen()
    assert stage.screens.put == ["projector"]
    assert stage.warnings == []


def test_one_screen_means_a_window_and_a_warning(qtbot: QtBot) -> None:
    """Without a second screen the stage never covers the trainer's desk."""
    stage = Stage(qtbot, LAPTOP)

    stage.window.open_on()

    assert stage.window.isVisible()
    assert not stage.window.isFullScreen()
    assert stage.warnings == [StageWarning.ONE_SCREEN]


def test_hides_when_its_screen_goes_and_comes_back_with_it(qtbot: QtBot) -> None:
    """Pulling the cable never puts the stage on the trainer's screen."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()

    stage.screens.become(LAPTOP)
    was_visible = stage.window.isVisible()
    stage.screens.become(LAPTOP, PROJECTOR)

    assert not was_visible
    assert stage.window.isFullScreen()
    assert stage.screens.put == ["projector", "projector"]
    assert stage.warnings == [StageWarning.LOST, StageWarning.NONE]


def test_a_screen_that_returns_under_another_name_is_the_same(qtbot: QtBot) -> None:
    """Some systems number a projector anew when it is plugged in again."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()
    stage.screens.become(LAPTOP)

    stage.screens.become(LAPTOP, ScreenInfo(name="DISPLAY3", area=(1440, 0, 1920, 1080)))

    assert stage.window.isFullScreen()
    assert stage.screens.put[-1] == "DISPLAY3"


def test_does_not_take_another_screen_while_its_own_is_there(qtbot: QtBot) -> None:
    """A third screen changes nothing; losing the stage's own hides it although one is left."""
    third = ScreenInfo(name="third", area=(3360, 0, 1280, 720))
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()
    stage.screens.become(LAPTOP, PROJECTOR, third)

    stage.screens.become(LAPTOP, third)

    assert not stage.window.isVisible()
    assert stage.screens.put == ["projector"]


def test_hides_when_its_screen_becomes_the_trainers(qtbot: QtBot) -> None:
    """If the projector is made the main screen, notes will be there: the stage leaves."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()

    main = ScreenInfo(name="projector", area=(0, 0, 1920, 1080), is_primary=True)
    stage.screens.become(main)

    assert not stage.window.isVisible()


def test_a_closed_stage_does_not_come_back(qtbot: QtBot) -> None:
    """Closing is the trainer's wish; a returning screen does not overrule it."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()

    with qtbot.waitSignal(stage.window.closed):
        stage.window.close()
    stage.screens.become(LAPTOP)
    stage.screens.become(LAPTOP, PROJECTOR)

    assert not stage.window.isVisible()


def test_a_window_dragged_to_the_projector_is_lost_with_it(qtbot: QtBot) -> None:
    """Also without full screen the stage does not fall back onto the trainer's screen."""
    stage = Stage(qtbot, LAPTOP)
    stage.window.open_on()
    stage.screens.become(LAPTOP, PROJECTOR)
    stage.window.move(QPoint(1600, 100))

    stage.screens.become(LAPTOP)

    assert not stage.window.isVisible()


def test_mirrored_screens_are_told(qtbot: QtBot) -> None:
    """When the projector repeats the trainer's screen, the stage stays a window and warns."""
    stage = Stage(qtbot, LAPTOP, ScreenInfo(name="projector", area=LAPTOP.area))

    stage.window.open_on()

    assert not stage.window.isFullScreen()
    assert stage.warnings == [StageWarning.MIRRORED]
    assert are_mirrored((LAPTOP, ScreenInfo(name="b", area=LAPTOP.area)))
    assert not are_mirrored((LAPTOP, PROJECTOR))


def test_escape_and_f11_change_full_screen(qtbot: QtBot) -> None:
    """Esc leaves full screen and does not close; F11 and a double click come and go."""
    stage = Stage(qtbot, LAPTOP, PROJECTOR)
    stage.window.open_on()
    seen = []

    qtbot.keyClick(stage.window, Qt.Key.Key_Escape)
    seen.append(stage.window.isFullScreen())
    qtbot.keyClick(stage.window, Qt.Key.Key_F11)
    seen.append(stage.window.isFullScreen())
    qtbot.mouseDClick(stage.window, Qt.MouseButton.LeftButton)
    seen.append(stage.window.isFullScreen())

    assert seen == [False, True, False]
    assert stage.window.isVisible()


def test_a_second_repaints_only_part_of_the_ring(qtbot: QtBot) -> None:
    """Outside the ring nothing is painted again from second to second."""
    window = _CountingStage(FakeScreens(LAPTOP))
    qtbot.addWidget(window)
    window.show_state(_block_state())
    window.open_on()
    qtbot.waitUntil(lambda: window.regions != [])
    window.regions.clear()

    window.show_state(_block_state("09:51:53"))
    qtbot.waitUntil(lambda: window.regions != [])

    ring = stage_layout(QRectF(window.rect()), window.state).ring
    assert ring is not None
    outside = QRegion(window.rect()).subtracted(QRegion(ring.toAlignedRect()))
    assert all(region.intersected(outside).isEmpty() for region in window.regions)


def test_same_state_repaints_nothing(qtbot: QtBot) -> None:
    """The same state again costs no picture; the next different one does."""
    window = _CountingStage(FakeScreens(LAPTOP))
    qtbot.addWidget(window)
    window.show_state(_block_state())
    window.open_on()
    qtbot.waitUntil(lambda: window.regions != [])
    window.regions.clear()

    window.show_state(_block_state())
    window.show_state(StageState())
    qtbot.waitUntil(lambda: window.regions != [])

    assert len(window.regions) == 1
    assert window.accessibleName() == ""


def test_stage_can_be_read_aloud(qtbot: QtBot) -> None:
    """The window's name says what it shows."""
    stage = Stage(qtbot, LAPTOP)

    stage.window.show_state(_block_state())

    assert "Build your own session" in stage.window.accessibleName()


def test_preview_is_the_stage_in_small(qtbot: QtBot) -> None:
    """The preview keeps 16:9 in a layout and follows the state."""
    host = QWidget()
    qtbot.addWidget(host)
    preview = StagePreview()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(preview)
    column.addStretch(1)
    host.resize(QSize(320, 400))
    host.show()
    blank = preview.grab().toImage()

    preview.show_state(_block_state())

    assert preview.height() == 180
    assert preview.grab().toImage() != blank
    assert "17:08" in preview.accessibleDescription()


def test_qt_screens_know_the_screens_of_the_computer(qtbot: QtBot) -> None:
    """The real provider finds the primary screen and puts a window there."""
    screens = QtScreens()
    window = QWidget()
    qtbot.addWidget(window)

    found = screens.screens()
    screens.put_on(window, found[0])

    assert found[0].is_primary
    assert window.geometry().width() == found[0].area[2]
    assert screens.screen_of(window) == found[0]


@pytest.fixture
def strip(qtbot: QtBot) -> StripWindow:
    """Return a strip that shows the running block, open."""
    plan = half_day()
    made = StripWindow()
    qtbot.addWidget(made)
    made.show_line(strip_line(plan, standing(plan, "09:51:52"), "Session 2", _EN))
    made.open_at_top()
    return made


@pytest.mark.qt_log_ignore(_NO_RAISE, extend=True)
def test_strip_stays_on_top_without_a_frame(strip: StripWindow) -> None:
    """It lies over the meeting tool and takes neither frame nor keyboard from it."""
    flags = strip.windowFlags()

    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert strip.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)


@pytest.mark.qt_log_ignore(_NO_RAISE, extend=True)
def test_strip_is_closed_by_key(strip: StripWindow, qtbot: QtBot) -> None:
    """Esc closes it, and it tells so."""
    with qtbot.waitSignal(strip.closed):
        qtbot.keyClick(strip, Qt.Key.Key_Escape)

    assert strip.isHidden()


@pytest.mark.qt_log_ignore(_NO_RAISE, extend=True)
def test_strip_is_read_aloud(strip: StripWindow) -> None:
    """Its name has block, time, standing and next."""
    assert strip.accessibleName() == (
        "Build your own session, 17:08, 4 min behind, Next: Coffee at 10:09"
    )


@pytest.mark.qt_log_ignore(_NO_RAISE, extend=True)
def test_strip_picture_follows_its_line(strip: StripWindow) -> None:
    """Another line is another picture; the same line the same one."""
    before = strip.grab().toImage()
    plan = half_day()

    strip.show_line(strip_line(plan, standing(plan, "10:11:13"), "Session 2", _EN))

    assert strip.grab().toImage() != before


class _CountingStage(StageWindow):
    """Writes down the regions that are painted."""

    def __init__(self, screens: FakeScreens) -> None:
        super().__init__(screens)
        self.regions: list[QRegion] = []

    def paintEvent(self, event: QPaintEvent) -> None:
        self.regions.append(event.region())
        super().paintEvent(event)


def _area(screen: ScreenInfo) -> QRectF:
    return QRectF(*screen.area)
