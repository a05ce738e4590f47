"""A desk for the tests of the planner, and the planner with a session of five blocks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.plan.planning import planner
from tests.ui.screens import Stand, block, session, stand
from ui.plan.page import PlanPage
from virtu_desktop.domain.plan import BlockKind


@pytest.fixture
def bare(tmp_path: Path, qapp: QApplication) -> Iterator[Stand]:
    """Give a desk with an empty library."""
    with stand(tmp_path, qapp) as made:
        yield made


@pytest.fixture
def five(bare: Stand, qtbot: QtBot) -> PlanPage:
    """Show the planner with blocks a to e of 10, 20, 30, 40 and 50 minutes from 9:00."""
    lengths = {"a": 10, "b": 20, "c": 30, "d": 40, "e": 50}
    blocks = [block(name, length, BlockKind.PLENARY) for name, length in lengths.items()]
    page = planner(bare, session(blocks=tuple(blocks)))
    qtbot.addWidget(bare.window)
    return page
