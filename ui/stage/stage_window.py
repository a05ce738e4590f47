"""The window for the projector or for sharing, and its small picture for the trainer (S1, S2)."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QMouseEvent,
    QMoveEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.stage.screens import ScreenInfo, ScreenProvider, are_mirrored
from ui.stage.stage_painter import paint_stage, stage_layout
from ui.stage.stage_state import StageState
from ui.theme import follow_theme, theme
from ui.widgets.paint import draw_rounded
from ui.widgets.ring import changed_areas
from virtu_desktop.i18n import _

_WINDOWED = QSize(960, 540)


class StageWarning(Enum):
    """What the trainer should know about the screens.

    ONE_SCREEN: the stage can only be a window among others. MIRRORED: the projector shows the
    same as the trainer's screen. LOST: the stage's screen has gone and the stage is hidden.
    """

    NONE = auto()
    ONE_SCREEN = auto()
    MIRRORED = auto()
    LOST = auto()


class StageWindow(QWidget):
    """Shows a stage state, full screen on another screen where there is one.

    If that screen goes, the window hides at once, so that it never lands on the trainer's
    screen; it comes back when the screen does. Signals: warned (StageWarning) when what the
    trainer should know changes; closed when the window was closed. F11 or a double click changes
    between full screen and window, Esc leaves full screen.
    """

    warned = Signal(object)
    closed = Signal()

    def __init__(self, screens: ScreenProvider) -> None:
        """Make a hidden, blank stage."""
        super().__init__(None, Qt.WindowType.Window)
        self._screens = screens
        self._state = StageState()
        self._screen: ScreenInfo | None = None
        self._is_lost = False
        self._warning = StageWarning.NONE
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle(_("Stage"))
        self.setMinimumSize(320, 180)
        screens.on_change(self._follow_screens)
        follow_theme(self.update)

    @property
    def state(self) -> StageState:
        """Return what is shown."""
        return self._state

    @property
    def warning(self) -> StageWarning:
        """Return what the trainer should know about the screens."""
        return self._warning

    def show_state(self, state: StageState) -> None:
        """Show another state; repaint no more than what changed."""
        if state == self._state:
            return
        before, self._state = self._state, state
        if state.spoken != before.spoken:
            self.setAccessibleName(state.spoken)
        if _same_but_ring(before, state) and before.ring is not None and state.ring is not None:
            square = stage_layout(QRectF(self.rect()), state).ring
            if square is not None:
                for area in changed_areas(square, before.ring, state.ring):
                    self.update(area)
            return
        self.update()

    def open_on(self, screen_name: str | None = None) -> None:
        """Open on the named screen, else on the first that is not the primary one.

        With one screen only it opens as a window, and the warning says so.
        """
        self._is_lost = False
        self._screen = self._chosen(screen_name)
        if self._screen is None:
            self.resize(_WINDOWED)
            self.showNormal()
        else:
            self._cover(self._screen)
        self._warn()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave full screen with Esc, change with F11."""
        if event.key() == Qt.Key.Key_Escape and self.isFullScreen():
            self._leave_full_screen()
        elif event.key() == Qt.Key.Key_F11:
            self._change_full_screen()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change between full screen and window."""
        self._change_full_screen()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Remember the screen that a window was dragged to; it is lost with that screen too."""
        super().moveEvent(event)
        if self.isVisible() and not self._is_lost and not self.isFullScreen():
            screen = self._screens.screen_of(self)
            self._screen = None if screen.is_primary else screen

    def closeEvent(self, event: QCloseEvent) -> None:
        """Forget the screen: a stage that was closed does not come back by itself."""
        self._screen = None
        self._is_lost = False
        self._warn()
        event.accept()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the stage."""
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        paint_stage(painter, QRectF(self.rect()), self._state, theme())

    def _chosen(self, name: str | None) -> ScreenInfo | None:
        screens = self._screens.screens()
        named = [screen for screen in screens if screen.name == name]
        if named:
            return named[0]
        if are_mirrored(screens):
            return None
        return next((screen for screen in screens if not screen.is_primary), None)

    def _cover(self, screen: ScreenInfo) -> None:
        self._screens.put_on(self, screen)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.showFullScreen()

    def _leave_full_screen(self) -> None:
        self.unsetCursor()
        self.showNormal()
        self.resize(_WINDOWED)

    def _change_full_screen(self) -> None:
        if self.isFullScreen():
            self._leave_full_screen()
        else:
            self.setCursor(Qt.CursorShape.BlankCursor)
            self.showFullScreen()

    def _follow_screens(self) -> None:
        """Hide when the screen has gone, come back when it has returned."""
        wanted = self._screen
        if wanted is not None and (self._is_lost or self.isVisible()):
            found = self._present(wanted)
            if found is None:
                self._lose()
            elif self._is_lost:
                self._is_lost = False
                self._screen = found
                self._cover(found)
            elif found.area != wanted.area and self.isFullScreen():
                self._screen = found
                self._screens.put_on(self, found)
        self._warn()

    def _lose(self) -> None:
        # Before anything else: the system moves the windows of a lost screen to another one.
        self._is_lost = True
        self.hide()

    def _present(self, wanted: ScreenInfo) -> ScreenInfo | None:
        """Return the screen of that name, else the only one beside the primary.

        A screen that is plugged in again may have another name.
        """
        screens = self._screens.screens()
        same = [screen for screen in screens if screen.name == wanted.name]
        if same:
            # What has become the trainer's screen is not the stage's any more.
            return same[0] if wanted.is_primary or not same[0].is_primary else None
        others = [screen for screen in screens if not screen.is_primary]
        return others[0] if self._is_lost and len(others) == 1 else None

    def _warn(self) -> None:
        screens = self._screens.screens()
        is_open = self.isVisible() or self._is_lost
        warning = StageWarning.NONE
        if self._is_lost:
            warning = StageWarning.LOST
        elif is_open and are_mirrored(screens):
            warning = StageWarning.MIRRORED
        elif is_open and len(screens) == 1:
            warning = StageWarning.ONE_SCREEN
        if warning is not self._warning:
            self._warning = warning
            self.warned.emit(warning)


class StagePreview(QWidget):
    """A small picture of the stage, always 16:9."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make a blank picture."""
        super().__init__(parent)
        self._state = StageState()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(_("What the stage shows"))
        follow_theme(self.updateGeometry)

    def show_state(self, state: StageState) -> None:
        """Show another state."""
        if state != self._state:
            self._state = state
            self.setAccessibleDescription(state.spoken)
            self.update()

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of a 16:9 picture."""
        return round(width * 9 / 16)

    def sizeHint(self) -> QSize:
        """Return a size that fits a side panel."""
        return QSize(theme().px(320), theme().px(180))

    def minimumSizeHint(self) -> QSize:
        """Return the least size."""
        return QSize(theme().px(160), theme().px(90))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture with round corners."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        height = min(self.height(), self.heightForWidth(self.width()))
        width = height * 16 / 9
        area = QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)
        radius = theme().px(10)
        shape = QPainterPath()
        shape.addRoundedRect(area, radius, radius)
        painter.save()
        painter.setClipPath(shape)
        paint_stage(painter, area, self._state, theme())
        painter.restore()
        draw_rounded(painter, area, radius, line=theme().colour("line"))


def _same_but_ring(one: StageState, other: StageState) -> bool:
    return (
        one.scene is other.scene
        and one.kind is other.kind
        and one.kicker == other.kicker
        and one.title == other.title
        and one.instructions == other.instructions
        and one.phrase == other.phrase
        and one.clock == other.clock
        and one.next == other.next
        and one.poll == other.poll
    )
