"""Set a label's text 50,000 times from a timer and print how often None is referred to by then.

A program of its own, because the fault that it looks for ends the process.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel

UPDATES = 50_000
UPDATES_A_TURN = 50


class Churn:
    """Changes a label a little at every turn of the event loop, and quits when done."""

    def __init__(self) -> None:
        """Show the label and begin."""
        self.label = QLabel(textFormat=Qt.TextFormat.PlainText)
        self.label.show()
        self.done = 0
        self.timer = QTimer(interval=0)
        self.timer.timeout.connect(self.turn)
        self.timer.start()

    def turn(self) -> None:
        """Set some texts, as a countdown does."""
        for _ in range(UPDATES_A_TURN):
            self.done += 1
            self.label.setText(f"{self.done // 60}:{self.done % 60:02d}")
        if self.done >= UPDATES:
            QCoreApplication.quit()


def main() -> None:
    """Print the references to None before and after, and what the label shows at the end."""
    application = QApplication([])
    churn = Churn()
    before = sys.getrefcount(None)
    application.exec()
    print(before, sys.getrefcount(None), churn.label.text())  # noqa: T201 - the answer


if __name__ == "__main__":
    main()
