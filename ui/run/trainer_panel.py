"""What is the trainer's own: notes to the running block, and the handle on the stage."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.run.trainer_card import TrainerCard
from ui.stage.stage_card import StageCard
from ui.theme import follow_theme, theme


class TrainerPanel(QWidget):
    """Puts the notes above the stage, or beside it where the height is scarce."""

    def __init__(self, trainer: TrainerCard, stage: StageCard, parent: QWidget) -> None:
        """Make the panel of two cards, which lose their frames."""
        super().__init__(parent)
        self._stage = stage
        for card in (trainer, stage):
            card.set_plain()
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.addWidget(trainer, 1)
        self._parts.addWidget(stage)
        follow_theme(self._respace)

    def set_flat(self, is_flat: bool) -> None:
        """Put the parts side by side, or under one another."""
        directions = QBoxLayout.Direction
        self._parts.setDirection(directions.LeftToRight if is_flat else directions.TopToBottom)
        # The notes are to be read; the stage needs no more than its controls take.
        self._parts.setAlignment(
            self._stage, Qt.AlignmentFlag.AlignTop if is_flat else Qt.AlignmentFlag(0)
        )

    def _respace(self) -> None:
        self._parts.setSpacing(theme().px(16))
