"""A whole half-day in the real window, as a rehearsal at speed: no memory and no file is lost.

python -m pytest -m soak -p no:randomly tests/faults/test_window_soak.py
"""

from __future__ import annotations

import pytest

from tests.bench import figures
from tests.faults.window_process import Told, WindowProcess, running

pytestmark = pytest.mark.soak

SPEED = 60
HOURS = 4
EVERY_S = 5
# Fonts, pictures and the first notes take their room once.
SETTLED_AFTER = 6
MOST_GROWTH_MB = 5


def test_half_a_day_leaks_nothing() -> None:
    """Four hours at 60 times the speed, stage and strip open, with the keys of a trainer."""
    looks = []
    with running("rehearse", "--template", "virtu-1", "--speed", SPEED) as program:
        program.wait_for("painted")
        program.press("stage", "strip")
        program.order("autopilot", 7, 200, 1200)
        for _ in range(HOURS * 3600 // SPEED // EVERY_S):
            program.idle(EVERY_S)
            looks.append((program.memory, program.open_files))
        standing = _standing(program)
        program.kill()
    settled = looks[SETTLED_AFTER:]
    growth = settled[-1][0] - settled[0][0]
    files = {one[1] for one in settled}
    figures.note(
        f"{HOURS} h in the window at ×{SPEED}",
        f"{standing['events']} events; memory {settled[0][0]:.0f} to {settled[-1][0]:.0f} MB "
        f"({growth:+.1f}), {min(files)} to {max(files)} open files",
        bar="growth 5 MB",
    )
    assert growth < MOST_GROWTH_MB, [round(one[0], 1) for one in looks]
    assert max(files) - min(files) <= 2


def _standing(program: WindowProcess) -> Told:
    program.order("land")
    program.order("standing")
    return program.wait_for("standing")
