"""What only the trainer sees: notes to the running block, its materials, and what comes next."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ui.theme import Role, follow_theme, kind_tone, theme
from ui.widgets.card import Card
from ui.widgets.chip import Chip
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.plan import Block, Plan
from virtu_desktop.domain.timeline import Projection, Status
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import block_title, kind_word, minutes_text, near_clock_text


class TrainerCard(Card):
    """Only for trainers; nothing of it can reach the stage."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the card; it scrolls when the texts are long."""
        super().__init__(parent)
        inner = QWidget()
        self._layout = QVBoxLayout(inner)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._note_head = CapsLabel(_("Only for trainers"))
        self._note = SafeLabel(role=Role.BODY, colour="body", wrap=True)
        self._materials_head = CapsLabel(_("Materials"))
        self._materials = SafeLabel(role=Role.BODY, colour="body", wrap=True)
        self._next_head = CapsLabel()
        self._next_title = SafeLabel(role=Role.TITLE, wrap=True)
        self._next_kind = Chip()
        self._next_room = SafeLabel(role=Role.BODY, colour="body", wrap=True)
        for widget in (
            self._note_head,
            self._note,
            self._materials_head,
            self._materials,
            self._next_head,
            self._next_kind,
            self._next_title,
            self._next_room,
        ):
            self._layout.addWidget(widget)
        self._layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(_("Only for trainers"))
        area.setWidget(inner)
        self.body.addWidget(area)
        follow_theme(self._respace)

    def show_blocks(self, plan: Plan, projection: Projection, block: Block | None) -> None:
        """Show the notes of ``block`` and the first block to come after it."""
        self._note.setText(block.trainer_note if block is not None else "")
        self._show_part(self._note_head, self._note)
        self._materials.setText(
            "\n".join(f"·  {item}" for item in block.materials) if block is not None else ""
        )
        self._show_part(self._materials_head, self._materials)
        following = next(
            (
                row
                for row in projection.rows
                if row.status is Status.PENDING and (block is None or row.id != block.id)
            ),
            None,
        )
        for widget in (self._next_head, self._next_title, self._next_kind, self._next_room):
            widget.setVisible(following is not None)
        if following is None or following.start is None:
            return
        coming = plan.block(following.id)
        tr = interface()
        self._next_head.setText(
            _(
                "Next, {clock}, {length}",
                clock=near_clock_text(tr, following.start, plan.zone),
                length=minutes_text(tr, following.allotted),
            )
        )
        self._next_title.setText(block_title(tr, plan, coming.id))
        self._next_kind.show_words(kind_word(tr, coming.kind), kind_tone(coming.kind))
        self._next_room.setText(coming.room)

    def _show_part(self, head: SafeLabel, text: SafeLabel) -> None:
        head.setVisible(bool(text.text()))
        text.setVisible(bool(text.text()))

    def _respace(self) -> None:
        self._layout.setSpacing(theme().px(6))
