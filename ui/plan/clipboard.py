"""Blocks on the clipboard: whole ones for other sessions, and text for everything else (P1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from ui.plan.block_text import blocks_text, read_blocks_text
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.plan_changes import insert, paste
from virtu_desktop.exchange.blocks_json import MIME_TYPE, read_blocks, write_blocks
from virtu_desktop.i18n import interface


def copy_blocks(plan: Plan, blocks: Sequence[Block]) -> None:
    """Put blocks of a plan on the clipboard."""
    data = QMimeData()
    data.setData(MIME_TYPE, QByteArray(write_blocks(blocks)))
    data.setText(blocks_text(interface(), plan, blocks))
    QGuiApplication.clipboard().setMimeData(data)


def clipboard_text() -> str:
    """Return the text on the clipboard."""
    return QGuiApplication.clipboard().text()


def has_blocks() -> bool:
    """Say whether whole blocks are on the clipboard."""
    return QGuiApplication.clipboard().mimeData().hasFormat(MIME_TYPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """A plan with what the clipboard held. left_out: how many lines of its text are no blocks."""

    plan: Plan
    left_out: int = 0


def with_clipboard(plan: Plan, place: int, *, language: str, new_id: Callable[[], str]) -> Pasted:
    """Return the plan with what the clipboard holds before the block at ``place``.

    Whole blocks as they are, without fixed starts; else a block for each line of text. The plan
    is the same when there is nothing. Raises KnownError for what cannot be read.
    """
    if has_blocks():
        data = QGuiApplication.clipboard().mimeData().data(MIME_TYPE).data()
        return Pasted(plan=paste(plan, read_blocks(bytes(data)), place, new_id=new_id))
    read = read_blocks_text(clipboard_text(), language=language, new_id=new_id)
    if not read.blocks:
        return Pasted(plan=plan)
    return Pasted(plan=insert(plan, read.blocks, place), left_out=read.left_out)
