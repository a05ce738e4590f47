"""The command ``virtu``: reads what was typed, calls the product, and says the outcome."""

from __future__ import annotations

import sys

from virtu_desktop.cli.program import Surroundings, WindowOpener, virtu


def main(open_window: WindowOpener | None = None) -> None:
    """Run the command line of this process and exit.

    open_window: shows the desktop program; without it only the commands without a window work.
    """
    virtu.main(args=sys.argv[1:], prog_name="virtu", obj=Surroundings(open_window=open_window))
