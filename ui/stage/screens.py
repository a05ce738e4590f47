"""Which screens there are: the seam between the stage window and the computer's displays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenInfo:
    """One screen. name: what the system calls it; area: (x, y, width, height)."""

    name: str
    area: tuple[int, int, int, int]
    is_primary: bool = False


class ScreenProvider(Protocol):
    """Tells which screens there are, and puts a window on one."""

    def screens(self) -> tuple[ScreenInfo, ...]:
        """Return all screens, the primary one first."""
        ...

    def on_change(self, react: Callable[[], None]) -> None:
        """Call ``react`` at once whenever a screen comes, goes or changes."""
        ...

    def put_on(self, window: QWidget, screen: ScreenInfo) -> None:
        """Move a window to a screen, to cover it."""
        ...

    def screen_of(self, window: QWidget) -> ScreenInfo:
        """Return the screen that a window is on."""
        ...


class QtScreens(QObject):
    """The screens of the computer, as Qt sees them."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Follow the application's screens."""
        super().__init__(parent)
        self._react: list[Callable[[], None]] = []
        app = _application()
        for screen in app.screens():
            self._follow(screen)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self._changed)
        app.primaryScreenChanged.connect(self._changed)

    def screens(self) -> tuple[ScreenInfo, ...]:
        """Return all screens, the primary one first."""
        primary = QGuiApplication.primaryScreen()
        infos = [_info(screen, screen is primary) for screen in QGuiApplication.screens()]
        return tuple(sorted(infos, key=lambda info: not info.is_primary))

    def on_change(self, react: Callable[[], None]) -> None:
        """Call ``react`` at once whenever a screen comes, goes or changes."""
        self._react.append(react)

    def put_on(self, window: QWidget, screen: ScreenInfo) -> None:
        """Move a window to a screen, to cover it."""
        for found in QGuiApplication.screens():
            if found.name() == screen.name:
                window.setScreen(found)
                window.setGeometry(found.geometry())

    def screen_of(self, window: QWidget) -> ScreenInfo:
        """Return the screen that a window is on."""
        found = window.screen()
        return _info(found, found is QGuiApplication.primaryScreen())

    def _added(self, screen: QScreen) -> None:
        self._follow(screen)
        self._changed()

    def _follow(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self._changed)

    def _changed(self, _what: QScreen | QRect | None = None) -> None:
        for react in self._react:
            react()


def are_mirrored(screens: tuple[ScreenInfo, ...]) -> bool:
    """Say whether two screens show the same part of the desktop."""
    areas = [screen.area for screen in screens]
    return len(set(areas)) < len(areas)


def _application() -> QGuiApplication:
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication):
        raise RuntimeError("screens are known only once the application runs")
    return app


def _info(screen: QScreen, is_primary: bool) -> ScreenInfo:
    area = screen.geometry()
    return ScreenInfo(
        name=screen.name(),
        area=(area.x(), area.y(), area.width(), area.height()),
        is_primary=is_primary,
    )
