"""What the engine needs of a store, and what a store tells about saving."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from virtu_desktop.engine.changes import Change


class SaveState(StrEnum):
    """Whether everything is on the disk. SAVED only when every change is committed."""

    SAVED = "saved"
    SAVING = "saving"
    NOT_SAVED = "not_saved"


class SaveProblem(StrEnum):
    """Why changes are not on the disk."""

    DISK_FULL = "disk_full"
    LOCKED = "locked"
    READ_ONLY = "read_only"
    DAMAGED = "damaged"
    CANNOT_WRITE = "cannot_write"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveStatus:
    """How saving stands: ``waiting`` changes are not on the disk yet."""

    state: SaveState
    waiting: int = 0
    problem: SaveProblem | None = None


class Store(Protocol):
    """Where changes go. Never blocks: what is submitted is written in order, later."""

    def submit(self, *changes: Change) -> None:
        """Queue changes that are saved together or not at all."""
        ...
