import pytest
from PySide6.QtWidgets import QApplication
@pytest.mark.parametrize("n", range(80))
def test_x(running, n):
    a=type(QApplication.focusWidget()).__name__, running.window.isActiveWindow()
    running.key("Space", "Space", "Space", "Space")
    assert running.window.run.isVisible(), (running.window.shown_screen, a)
