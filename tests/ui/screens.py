"""What the tests of the screens need: a desk with a real library, and keys for its widgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QPlainTextEdit, QWidget

from ui.actions import Actions, Screen
from ui.desk import Desk
from ui.forms.field import Field
from ui.theme import ThemeName, apply_theme
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, Plan
from virtu_desktop.domain.programme import (
    GroupId,
    ParticipantGroup,
    Programme,
    ProgrammeId,
    Session,
    SessionId,
)
from virtu_desktop.domain.time import ManualClock, minutes, parse_instant
from virtu_desktop.engine.changes import Change, SaveGroup, SaveProgramme, SaveSession
from virtu_desktop.settings import Settings
from virtu_desktop.storage.library import Library

MORNING = parse_instant("2026-11-25T08:40:00+02:00")
NINE = parse_instant("2026-11-25T09:00:00+02:00")
ZONE = "Europe/Helsinki"


class AtOnce:
    """Does background work at once, so that tests need no waiting."""

    def run(
        self,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do ``work`` and tell its end."""
        try:
            result = work()
        except Exception as error:
            failed(error)
        else:
            done(result)

    def close(self) -> None:
        """There is nothing to wait for."""


class Stand:
    """A desk with a real library, and the window that a screen is put into."""

    def __init__(self, desk: Desk, clock: ManualClock) -> None:
        """Make the window with its actions."""
        self.desk = desk
        self.clock = clock
        self.window = QMainWindow()
        self.actions = Actions(self.window)

    def save(self, *changes: Change) -> None:
        """Put changes into the library and wait until they are on the disk."""
        self.desk.library.submit(*changes)
        assert self.desk.library.flush(10)

    def show(self, page: QWidget, screen: Screen) -> None:
        """Show a screen in the window, which gets the keyboard."""
        self.window.setCentralWidget(page)
        self.window.resize(1440, 840)
        self.window.show()
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)
        self.actions.show_screen(screen)


@contextmanager
def stand(folder: Path, app: QApplication) -> Iterator[Stand]:
    """Open a library in ``folder`` with a desk; close both at the end."""
    apply_theme(app, ThemeName.LIGHT)
    clock = ManualClock(MORNING)
    with Library.open(folder / "library.sqlite", clock=clock) as library:
        desk = Desk(library, clock=clock, settings=Settings())
        desk.background.close()
        desk.background = AtOnce()  # type: ignore[assignment]
        made = Stand(desk, clock)
        yield made
        made.window.close()
        desk.close()


def session(
    name: str = "s", *, group: str | None = None, number: int = 1, blocks: tuple[Block, ...] = ()
) -> Session:
    """Return a session on the day of the tests, at nine."""
    plan = Plan(start=NINE, zone=ZONE, blocks=blocks or three_blocks())
    return Session(
        id=SessionId(name),
        title=f"Session {name}",
        plan=Plan(start=NINE, zone=ZONE, blocks=plan.blocks, end=plan.target_end),
        group=None if group is None else GroupId(group),
        number=number,
    )


def three_blocks() -> tuple[Block, ...]:
    """Return an opening of 10, a plenary of 30 and a closing of 20 minutes."""
    return (
        block("b1", 10, BlockKind.OPENING),
        block("b2", 30, BlockKind.PLENARY, least=20),
        block("b3", 20, BlockKind.CLOSING),
    )


def block(name: str, length: float, kind: BlockKind, *, least: float | None = None) -> Block:
    """Return a block; ``length`` and ``least`` in minutes."""
    return Block(
        id=BlockId(name),
        length=minutes(length),
        minimum=minutes(length if least is None else least),
        title=f"Block {name}",
        kind=kind,
        room=f"Room text of {name}",
    )


def programme_changes(groups: int = 2, numbers: int = 2) -> tuple[Change, ...]:
    """Return a programme with groups, each with one session for every number."""
    programme = Programme(id=ProgrammeId("p"), title="VIRTU 2026")
    changes: list[Change] = [SaveProgramme(programme=programme)]
    for place in range(groups):
        group = ParticipantGroup(
            id=GroupId(f"g{place}"),
            programme=programme.id,
            name=f"Group {place}",
            site="Turku",
            position=place,
        )
        changes.append(SaveGroup(group=group))
        changes += [
            SaveSession(session=session(f"g{place}-{number}", group=group.id, number=number))
            for number in range(1, numbers + 1)
        ]
    return tuple(changes)


def type_text(text: str) -> None:
    """Type into whatever has the keyboard, which the first letter may change."""
    for letter in text:
        QTest.keyClicks(focused(), letter)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in whatever has the keyboard."""
    QTest.keyClick(focused(), key, modifier)


def retype(text: str) -> None:
    """Replace what stands in the field that has the keyboard."""
    press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_text(text)


def focused() -> QWidget:
    """Return what has the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def field(page: QWidget, name: str) -> Field:
    """Return the field of that name."""
    found = [each for each in page.findChildren(Field) if each.editor.accessibleName() == name]
    assert len(found) == 1
    return found[0]


def written(asked: Field) -> str:
    """Return the text that stands in a field."""
    editor = asked.editor
    if isinstance(editor, QPlainTextEdit):
        return editor.toPlainText()
    assert isinstance(editor, QLineEdit)
    return editor.text()
