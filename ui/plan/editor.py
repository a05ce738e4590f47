"""The editor of one block, beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.forms.field import Field, LineField, TextField
from ui.models.plan_model import PlanColumn
from ui.plan.breakout_fields import BreakoutFields
from ui.plan.poll_fields import PollFields
from ui.plan.words import clock_typed, earlier_words, length_typed
from ui.theme import Role, Tone, follow_theme, kind_tone, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.card import Card
from ui.widgets.chip import ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.switch import ToggleSwitch
from virtu_desktop.domain.memory import EarlierRun, median_minutes
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.plan import Block, BlockId, BlockKind, BreakoutSettings, Plan
from virtu_desktop.domain.questions import Question
from virtu_desktop.domain.time import Duration, Instant, local, zone_named
from virtu_desktop.domain.typed import read_clock, read_length
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import clock_text, kind_word, whole_minutes

WIDTH = 352

Change = Callable[[PlanStep, Block], str]
"""Puts a changed block into the plan; returns what is wrong with it, or an empty text."""


class BlockEditor(Card):
    """Shows and edits the chosen block; every edit goes through ``change`` at once.

    kind_wanted: the chip of the kind was pressed; another kind is to be chosen. left: Escape, or
    the button that leads back to the list.
    """

    kind_wanted = Signal()
    left = Signal()

    def __init__(self, change: Change, parent: QWidget | None = None) -> None:
        """Make the fields, all empty until ``show_block``."""
        super().__init__(parent, padding=0)
        self._change = change
        self._block: Block | None = None
        self._median: Duration | None = None
        self._start = Instant(0)
        self._zone = "UTC"
        inside = QWidget()
        self._fields = QVBoxLayout(inside)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(scroll)
        self._build_head()
        self._build_lengths()
        self._build_start()
        self._build_choices()
        self._build_texts()
        self._build_parts()
        self._fields.addStretch(1)
        self.setAccessibleName(_("The chosen block"))
        follow_theme(self._retheme_editor)

    def show_block(
        self,
        plan: Plan,
        block_id: BlockId | None,
        earlier: Sequence[EarlierRun] = (),
        *,
        language: str = "en",
        names: Mapping[PersonId, str] | None = None,
    ) -> None:
        """Show a block as the plan has it now; what is being typed stays.

        earlier: how the block went before, newest first. language: of the session. names: of
        everybody whom rules of its groups may be about.
        """
        is_known = block_id in plan.positions
        self.setEnabled(is_known)
        if block_id is None or not is_known:
            return
        place = plan.positions[block_id]
        block, planned = plan.blocks[place], plan.schedule[place]
        if self._block is not None and self._block.id != block.id:
            self.keep_typing()
            self.forget_typing()
            block = plan.blocks[place]
        self._block, self._start, self._zone = block, planned.start, plan.zone
        tr = interface()
        self._kind.show_words(kind_word(tr, block.kind), kind_tone(block.kind))
        begins, ends = (clock_text(tr, at, plan.zone) for at in (planned.start, planned.end))
        self._times.setText(f"{begins}–{ends}")
        self._title.show_text(block.title)
        self._length.show_text(length_typed(tr, block.length))
        self._minimum.show_text(length_typed(tr, block.minimum))
        self._show_start(block)
        self._optional.setChecked(block.optional)
        self._auto_advance.setChecked(block.auto_advance)
        self._show_priority(block.priority)
        self._owner.show_text(block.owner)
        self._room.show_text(block.room)
        self._remote.show_text(block.remote)
        self._trainer_note.show_text(block.trainer_note)
        self._materials.show_text("\n".join(block.materials))
        self._show_earlier(block, earlier)
        self._breakout.setVisible(block.kind is BlockKind.BREAKOUT or block.breakout is not None)
        self._breakout.show_settings(block.breakout, names or {})
        self._polls.show_polls(block.polls, language)

    def keep_typing(self) -> None:
        """Put what is being typed into the plan now."""
        for editor in self._editors:
            editor.commit()

    def show_refused(self, column: PlanColumn, text: str) -> None:
        """Go on in the field of the same meaning with text from the list that means nothing."""
        line = self._length
        if column == PlanColumn.START:
            line = self._clock
            self._clock_field.show()
        line.setText(text)
        line.reopen()
        line.commit()
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        line.selectAll()

    @property
    def has_keyboard(self) -> bool:
        """Say whether one of the fields has the keyboard."""
        focused = QApplication.focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def take_focus(self) -> None:
        """Put the keyboard into the title."""
        self._title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_in_place_of_list(self, is_so: bool) -> None:
        """Offer a way back where the list cannot be seen beside the editor."""
        self.back.setVisible(is_so)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the list with Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def kind_corner(self) -> QPoint:
        """Return where the menu of kinds opens, on the screen."""
        return self._kind.mapToGlobal(self._kind.rect().bottomLeft())

    @property
    def _editors(self) -> tuple[LineField | TextField, ...]:
        return (
            self._title,
            self._length,
            self._minimum,
            self._clock,
            self._owner,
            self._room,
            self._remote,
            self._trainer_note,
            self._materials,
            *self._breakout.lines,
            *self._polls.lines,
        )

    def _build_head(self) -> None:
        self.back = PaintedButton(
            _("Back to the list"), ButtonKind.SECONDARY, hint="Esc", height=34
        )
        self.back.clicked.connect(self.left)
        self.back.hide()
        self._fields.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        head = QHBoxLayout()
        self._kind = ChipButton()
        self._kind.setToolTip(_("Change the kind…"))
        self._kind.clicked.connect(self.kind_wanted)
        self._times = SafeLabel("", role=Role.SECONDARY, colour="muted")
        head.addWidget(self._kind)
        head.addStretch(1)
        head.addWidget(self._times)
        self._fields.addLayout(head)
        self._title = TextField(least_lines=1, is_one_paragraph=True)
        self._title_field = Field(_("Title"), self._title)
        self._title.committed.connect(self._set_title)
        self._fields.addWidget(self._title_field)

    def _build_lengths(self) -> None:
        row = QHBoxLayout()
        self._length, self._minimum = LineField(), LineField()
        self._length_field = Field(_("Length"), self._length)
        self._minimum_field = Field(_("Can shrink to"), self._minimum)
        self._length.committed.connect(self._set_length)
        self._minimum.committed.connect(self._set_minimum)
        for field in (self._length_field, self._minimum_field):
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._fields.addLayout(row)
        self._pair = row
        self._earlier = SafeLabel("", role=Role.SECONDARY, colour="muted", wrap=True)
        self._take_median = ChipButton("", Tone.BLUE)
        self._take_median.clicked.connect(self._use_median)
        self._earlier_box = QVBoxLayout()
        self._earlier_box.addWidget(self._earlier)
        self._earlier_box.addWidget(self._take_median)
        self._fields.addLayout(self._earlier_box)

    def _build_start(self) -> None:
        self._start_box = QVBoxLayout()
        self._start_box.addWidget(CapsLabel(_("Start")))
        row = QHBoxLayout()
        self._follows = ChipButton(_("Follows the block before"), Tone.GREY)
        self._fixed = ChipButton(_("Fixed time"), Tone.GREY)
        self._start_choice = QButtonGroup(self)
        for button in (self._follows, self._fixed):
            button.setCheckable(True)
            self._start_choice.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        self._start_box.addLayout(row)
        self._follows.clicked.connect(self._let_follow)
        self._fixed.clicked.connect(self._fix_start)
        self._clock = LineField()
        self._clock_field = Field(_("Fixed start"), self._clock)
        self._clock.committed.connect(self._set_clock)
        self._start_box.addWidget(self._clock_field)
        self._fields.addLayout(self._start_box)

    def _build_choices(self) -> None:
        self._optional = ToggleSwitch(_("Optional: may be left out"))
        self._optional.clicked.connect(self._set_optional)
        self._auto_advance = ToggleSwitch(_("The next block starts by itself"))
        self._auto_advance.clicked.connect(self._set_auto_advance)
        switches = QVBoxLayout()
        switches.addWidget(self._optional)
        switches.addWidget(self._auto_advance)
        self._fields.addLayout(switches)
        box = QVBoxLayout()
        box.addWidget(CapsLabel(_("Priority")))
        row = QHBoxLayout()
        self._priority = QButtonGroup(self)
        self._priority_chips: dict[int, ChipButton] = {}
        for number, words in ((1, _("High")), (2, _("Normal")), (3, _("Low"))):
            button = ChipButton(words, Tone.GREY)
            button.setCheckable(True)
            button.setAccessibleName(_("Priority: {priority}", priority=words))
            self._priority.addButton(button, number)
            self._priority_chips[number] = button
            row.addWidget(button)
        row.addStretch(1)
        self._priority.idClicked.connect(self._set_priority)
        box.addLayout(row)
        self._fields.addLayout(box)
        self._chip_rows = (self._start_box, box, switches)

    def _build_texts(self) -> None:
        self._owner = LineField(keeps_typing=True)
        self._room, self._remote, self._trainer_note = TextField(), TextField(), TextField()
        for name, editor, keep in (
            (_("Owner"), self._owner, self._set_owner),
            (_("In the room"), self._room, self._set_room),
            (_("Remote"), self._remote, self._set_remote),
            (_("Only for trainers"), self._trainer_note, self._set_trainer_note),
        ):
            editor.committed.connect(keep)
            self._fields.addWidget(Field(name, editor))

    def _build_parts(self) -> None:
        self._breakout = BreakoutFields()
        self._breakout.changed.connect(self._set_breakout)
        self._fields.addWidget(self._breakout)
        self._materials = TextField(least_lines=1)
        self._materials.setPlaceholderText(_("One on each line"))
        self._materials.committed.connect(self._set_materials)
        self._fields.addWidget(Field(_("Materials"), self._materials))
        self._polls = PollFields()
        self._polls.changed.connect(self._set_polls)
        self._fields.addWidget(self._polls)

    def _show_earlier(self, block: Block, earlier: Sequence[EarlierRun]) -> None:
        """Show what the block took before, and offer the median unless it is planned already."""
        self._median = median_minutes(earlier)
        self._earlier.setText(earlier_words(interface(), earlier))
        self._earlier.setVisible(bool(earlier))
        is_offered = self._median is not None and self._median != block.length
        self._take_median.setVisible(is_offered)
        if self._median is not None:
            minutes = whole_minutes(self._median)
            words = _("Use the median ({minutes})", minutes=minutes)
            self._take_median.show_words(words, Tone.BLUE)

    def _show_start(self, block: Block) -> None:
        is_fixed = block.fixed_start is not None
        (self._fixed if is_fixed else self._follows).setChecked(True)
        self._follows.show_words(self._follows.text(), Tone.GREY if is_fixed else Tone.BLUE)
        self._fixed.show_words(self._fixed.text(), Tone.BLUE if is_fixed else Tone.GREY)
        self._clock_field.setVisible(is_fixed or self._clock.is_typing)
        if block.fixed_start is not None:
            self._clock.show_text(clock_typed(interface(), block.fixed_start))

    def _show_priority(self, priority: int) -> None:
        for number, chip in self._priority_chips.items():
            chip.setChecked(number == priority)
            chip.show_words(chip.text(), Tone.BLUE if number == priority else Tone.GREY)

    def _set_title(self, text: str) -> None:
        title = " ".join(text.split())
        if not title:
            self._title_field.show_problem(_("A block needs a title."))
            self._title.reopen()
            return
        self._put(PlanStep.TITLE, self._title_field, title=title)

    def _set_length(self, text: str) -> None:
        length = read_length(text)
        if length is None:
            self._refuse(self._length_field, self._length, _no_length())
        elif self._block is not None:
            minimum = min(self._block.minimum, length)
            self._put(PlanStep.LENGTH, self._length_field, length=length, minimum=minimum)

    def _set_minimum(self, text: str) -> None:
        minimum = read_length(text)
        if minimum is None:
            self._refuse(self._minimum_field, self._minimum, _no_length())
        elif self._block is not None and minimum > self._block.length:
            words = _("This is longer than the block.")
            self._refuse(self._minimum_field, self._minimum, words)
        else:
            self._put(PlanStep.MINIMUM, self._minimum_field, minimum=minimum)

    def _use_median(self) -> None:
        if self._block is not None and self._median is not None:
            minimum = min(self._block.minimum, self._median)
            self._put(PlanStep.LENGTH, self._length_field, length=self._median, minimum=minimum)

    def _let_follow(self) -> None:
        self._clock_field.show_problem("")
        self._clock.give_up()
        self._put(PlanStep.FIXED_START, self._clock_field, fixed_start=None)

    def _fix_start(self) -> None:
        if self._block is None or self._block.fixed_start is not None:
            return
        at = local(self._start, zone_named(self._zone)).time().replace(second=0, microsecond=0)
        self._put(PlanStep.FIXED_START, self._clock_field, fixed_start=at)
        self._clock.setFocus(Qt.FocusReason.OtherFocusReason)
        self._clock.selectAll()

    def _set_clock(self, text: str) -> None:
        clock = read_clock(text)
        if clock is None:
            words = _("Write a time such as 10:30.")
            self._refuse(self._clock_field, self._clock, words)
        else:
            self._put(PlanStep.FIXED_START, self._clock_field, fixed_start=clock)

    def _set_optional(self, is_optional: bool) -> None:
        self._put(PlanStep.BLOCK, None, optional=is_optional)

    def _set_auto_advance(self, is_on: bool) -> None:
        self._put(PlanStep.BLOCK, None, auto_advance=is_on)

    def _set_priority(self, priority: int) -> None:
        self._put(PlanStep.BLOCK, None, priority=priority)

    def _set_owner(self, text: str) -> None:
        self._put(PlanStep.OWNER, None, owner=" ".join(text.split()))

    def _set_room(self, text: str) -> None:
        self._put(PlanStep.TEXT, None, room=text)

    def _set_remote(self, text: str) -> None:
        self._put(PlanStep.TEXT, None, remote=text)

    def _set_trainer_note(self, text: str) -> None:
        self._put(PlanStep.TEXT, None, trainer_note=text)

    def _set_materials(self, text: str) -> None:
        items = dict.fromkeys(" ".join(line.split()) for line in text.splitlines())
        self._put(PlanStep.TEXT, None, materials=tuple(item for item in items if item))

    def _set_breakout(self, settings: BreakoutSettings) -> None:
        self._put(PlanStep.BLOCK, None, breakout=settings)

    def _set_polls(self, polls: tuple[Question, ...]) -> None:
        self._put(PlanStep.BLOCK, None, polls=polls)

    def _put(self, step: PlanStep, field: Field | None, **changes: object) -> None:
        """Put the block with ``changes`` into the plan, or say at ``field`` what is wrong."""
        if self._block is None:
            return
        block = replace(self._block, **changes)  # type: ignore[arg-type]
        problem = self._change(step, block)
        if field is not None:
            field.show_problem(problem)

    def _refuse(self, field: Field, editor: LineField, words: str) -> None:
        """Say what is wrong with typed text, which stays."""
        editor.reopen()
        field.show_problem(words)

    def forget_typing(self) -> None:
        """Drop text that was not taken, with what was said about it."""
        for editor in self._editors:
            editor.give_up()
        for field in self._checked_fields:
            field.show_problem("")
        self._breakout.forget_problems()
        self._polls.forget_problems()

    @property
    def _checked_fields(self) -> tuple[Field, ...]:
        return (self._title_field, self._length_field, self._minimum_field, self._clock_field)

    def _retheme_editor(self) -> None:
        px = theme().px
        self.body.setContentsMargins(px(2), px(8), px(2), px(8))
        self._fields.setContentsMargins(px(16), px(10), px(12), px(10))
        self._fields.setSpacing(px(14))
        self._pair.setSpacing(px(10))
        for box in (*self._chip_rows, self._earlier_box):
            box.setSpacing(px(6))
        self._title.setFont(theme().font(Role.HEADING))


def _no_length() -> str:
    return _("Write minutes, such as 30 or 1 h 15 min.")
