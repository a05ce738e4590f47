"""Print what was measured at the end of the run."""

from __future__ import annotations

import pytest

from tests.bench.figures import print_table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of figures."""
    print_table(terminalreporter)
