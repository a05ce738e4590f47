"""Opens the window on a library, restores a backup in it, and the library from before again."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

import ui.app
from ui.app import run
from ui.desk import Desk
from ui.window import MainWindow
from virtu_desktop.settings import Settings


def main(library: Path, backup: Path) -> int:
    """Say how many sessions each window shows; end after the third."""
    windows = 0

    class Window(MainWindow):
        def __init__(self, desk: Desk) -> None:
            super().__init__(desk)
            nonlocal windows
            windows += 1
            # After the first picture, when all of the window is there.
            QTimer.singleShot(0, lambda: self._act(windows))

        def _act(self, number: int) -> None:
            if not self.isVisible():
                QTimer.singleShot(0, lambda: self._act(number))
                return
            found = self.desk.library.copies()
            sys.stdout.write(f"{len(self.desk.library.sessions())}\n")
            before = next((one.path for one in found if one.label == "replaced"), backup)
            if number < 3:
                self.overlays.backups.restore_wanted.emit(backup if number == 1 else before)
            else:
                self.close()

    vars(ui.app)["MainWindow"] = Window
    return run(library, demo=False, session=None, rehearsal=None, picture=None, settings=Settings())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
