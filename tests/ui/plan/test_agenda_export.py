"""Printing and exporting the agenda from the planner, by keys, on a real library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ui.cockpit import Cockpit, half_day
from tests.ui.screens import field
from ui.plan.agenda_export import AgendaExport
from virtu_desktop.domain.programme import SessionState
from virtu_desktop.exchange.manifest import MANIFEST, SUMS


@pytest.fixture
def export(desktop: Cockpit) -> AgendaExport:
    """Open a session on the planner, and the export of its agenda over it."""
    session = half_day()
    blocks = [replace(block, owner="Mia") for block in session.plan.blocks]
    desktop.open(replace(session, plan=replace(session.plan, blocks=tuple(blocks))))
    desktop.key("Ctrl+1", "Ctrl+Shift+P")
    made = desktop.window.overlays.agenda_export
    assert made.isVisible()
    return made


def write_to(desktop: Cockpit, export: AgendaExport, folder: Path) -> None:
    """Write into a folder and wait for the notice."""
    field(export, "Folder").setFocus()
    desktop.key("Ctrl+A")
    desktop.type(str(folder))
    desktop.key("Ctrl+Return")
    desktop.until(lambda: str(folder) in desktop.toast)


def written_in(folder: Path) -> list[Path]:
    """Return the files of the agenda, without the list of all with their hashes."""
    return [file for file in folder.iterdir() if file.name not in (MANIFEST, SUMS)]


def test_the_run_sheet_is_printed_by_keys(
    desktop: Cockpit, export: AgendaExport, tmp_path: Path
) -> None:
    """Ctrl+Shift+P and Ctrl+Enter write a PDF; the record does not count as exported."""
    folder = tmp_path / "out"
    write_to(desktop, export, folder)

    (file,) = written_in(folder)
    assert file.suffix == ".pdf"
    assert file.read_bytes().startswith(b"%PDF")
    assert desktop.library.flush(10)
    (summary,) = desktop.library.sessions()
    assert not summary.is_exported
    assert summary.state is SessionState.PLANNED


def test_all_formats_for_one_person(desktop: Cockpit, export: AgendaExport, tmp_path: Path) -> None:
    """Space ticks the formats, the list names every person who leads a block."""
    for _format in range(4):
        desktop.key("Tab", "Space")
    whose = field(export, "The agenda is for")
    whose.setFocus()
    desktop.key("End")
    assert whose.editor.currentText() == "Mia"  # type: ignore[attr-defined]

    folder = tmp_path / "out"
    write_to(desktop, export, folder)

    assert {file.suffix for file in written_in(folder)} == {".pdf", ".xlsx", ".csv", ".md", ".ics"}
    assert any("mia" in file.name for file in written_in(folder))


def test_escape_leads_back_to_the_plan(desktop: Cockpit, export: AgendaExport) -> None:
    """The export closes and can be opened again."""
    desktop.key("Escape")
    assert not export.isVisible()

    desktop.key("Ctrl+Shift+P")

    assert export.panel.isVisible()
