"""The library of methods beside the plan: search, filter, look, insert (P4)."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.forms.card_list import CardItem, CardList
from ui.forms.rule import Rule
from ui.plan.side_words import method_facts, step_line
from ui.theme import Role, Tone, follow_theme, theme
from ui.widgets.buttons import ButtonKind, PaintedButton
from ui.widgets.chip import ChipButton
from ui.widgets.labels import CapsLabel, SafeLabel
from virtu_desktop.domain.plan import Block, BlockKind
from virtu_desktop.domain.typed import read_length
from virtu_desktop.exchange.methods import (
    Method,
    block_from_method,
    blocks_from_method,
    find_methods,
    list_methods,
)
from virtu_desktop.i18n import _, _n, interface
from virtu_desktop.wording import kind_word

_MOST_PEOPLE = 4
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MethodsPanel(QWidget):
    """``wanted`` carries the blocks to insert and the name of the method they are of."""

    wanted = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the panel in the language of the interface until a session is shown."""
        super().__init__(parent)
        self._methods: tuple[Method, ...] = ()
        self._language = ""
        self.search = _SearchField()
        self.list = CardList(name=_("Methods"), can_choose_nothing=True)
        self.details = MethodDetails()
        self._nothing = SafeLabel(
            _("No method fits. Take a filter away, or another word."), colour="muted", wrap=True
        )
        self._build()
        self.search.textChanged.connect(self._find)
        self.search.stepped.connect(self.list.step)
        self.search.entered.connect(self._enter)
        self.search.left.connect(lambda: self.list.choose(""))
        self.list.chosen.connect(self._show_details)
        self.list.activated_on.connect(self._insert)
        self.list.pressed_more.connect(self._insert_steps)
        self.details.insert.clicked.connect(lambda: self._insert(self.list.chosen_key))
        self.details.steps.clicked.connect(lambda: self._insert_steps(self.list.chosen_key))
        self.show_language(interface().language)
        follow_theme(self._retheme)

    def show_language(self, language: str) -> None:
        """Show the methods in a language: that of the session into which they go."""
        if language == self._language:
            return
        self._language = language
        self._methods = list_methods(language)
        count = len(self._methods)
        self.search.setPlaceholderText(_n("Search {count} method", "Search {count} methods", count))
        self._find()

    def take_focus(self) -> None:
        """Put the keyboard into the search."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def _build(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.search)
        self._build_filters()
        self._column.addWidget(self._nothing)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self.details, 2)
        self._nothing.hide()
        self.details.hide()

    def _build_filters(self) -> None:
        self._hybrid = ChipButton(_("Hybrid ready"))
        self._hybrid.setCheckable(True)
        self._hybrid.toggled.connect(self._find)
        self._more = ChipButton(_("Filters"))
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_filters)
        self._chips = QHBoxLayout()
        self._chips.addWidget(self._hybrid)
        self._chips.addWidget(self._more)
        self._chips.addStretch(1)
        self._column.addLayout(self._chips)
        self._filters = QWidget()
        rows = QVBoxLayout(self._filters)
        rows.setContentsMargins(0, 0, 0, 0)
        self._length, self._people = QLineEdit(), QLineEdit()
        pair = QHBoxLayout()
        for field, name in (
            (self._length, _("Minutes")),
            (self._people, _("People")),
        ):
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
            field.textChanged.connect(self._find)
            pair.addWidget(field)
        self._people.setMaxLength(_MOST_PEOPLE)
        self._kind = QComboBox()
        self._kind.setAccessibleName(_("Kind"))
        self._kind.addItem(_("All kinds"), None)
        for kind in BlockKind:
            self._kind.addItem(kind_word(interface(), kind), kind)
        self._kind.setMinimumContentsLength(8)
        self._kind.currentIndexChanged.connect(self._find)
        rows.addLayout(pair)
        rows.addWidget(self._kind)
        self._column.addWidget(self._filters)
        self._filters.hide()
        self._filter_rows = (rows, pair)

    def _show_filters(self, is_shown: bool) -> None:
        """Show the further filters, or put them away with what was set in them."""
        self._filters.setVisible(is_shown)
        self._more.show_words(self._more.text(), Tone.BLUE if is_shown else Tone.GREY)
        if is_shown:
            self._length.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._length.clear()
        self._people.clear()
        self._kind.setCurrentIndex(0)

    def _find(self, _changed: object = None) -> None:
        is_hybrid = self._hybrid.isChecked()
        self._hybrid.show_words(self._hybrid.text(), Tone.BLUE if is_hybrid else Tone.GREY)
        people = self._people.text().strip()
        kind = self._kind.currentData()
        found = find_methods(
            self._methods,
            self.search.text(),
            length=read_length(self._length.text()),
            people=int(people) if people.isdecimal() else None,
            hybrid_ready=is_hybrid,
            kinds=() if kind is None else (BlockKind(kind),),
        )
        tr = interface()
        self.list.show_items(
            [
                CardItem(key=method.id, title=method.name, detail=method_facts(tr, method))
                for method in found
            ]
        )
        self._nothing.setVisible(not found)
        self.list.setVisible(bool(found))
        self._show_details(self.list.chosen_key)

    def _show_details(self, key: str) -> None:
        method = self._method(key)
        self.details.setVisible(method is not None)
        if method is not None:
            self.details.show_method(method)
            self.search.setAccessibleDescription(method.name)

    def _enter(self, is_more: bool) -> None:
        """Insert what is chosen, or the only method that was found."""
        if not self.list.chosen_key:
            self.list.step(1)
        (self._insert_steps if is_more else self._insert)(self.list.chosen_key)

    def _insert(self, key: str) -> None:
        method = self._method(key)
        if method is not None:
            self._tell(method, (block_from_method(method, _new_id),))

    def _insert_steps(self, key: str) -> None:
        method = self._method(key)
        if method is not None:
            self._tell(method, blocks_from_method(method, _new_id))

    def _tell(self, method: Method, blocks: tuple[Block, ...]) -> None:
        self.wanted.emit(blocks, method.name)

    def _method(self, key: str) -> Method | None:
        return next((method for method in self._methods if method.id == key), None)

    def _retheme(self) -> None:
        px = theme().px
        self._column.setSpacing(px(8))
        self._chips.setSpacing(px(6))
        for row in self._filter_rows:
            row.setSpacing(px(6))


class MethodDetails(QWidget):
    """Everything about one method, and the two ways to insert it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        self._texts = QVBoxLayout(inside)
        self._texts.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(_("About the method"))
        self._scroll = scroll
        self._purpose = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._steps = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._hybrid = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._why = SafeLabel("", role=Role.SECONDARY, colour="body", wrap=True)
        self._credit = SafeLabel("", role=Role.SMALL, colour="muted", wrap=True)
        self._name = SafeLabel("", role=Role.BODY_STRONG, wrap=True)
        self._texts.addWidget(self._name)
        self._texts.addWidget(self._purpose)
        for name, label in (
            (_("Steps"), self._steps),
            (_("With remote people"), self._hybrid),
            (_("Why it works"), self._why),
        ):
            self._texts.addWidget(CapsLabel(name))
            self._texts.addWidget(label)
        self._texts.addWidget(self._credit)
        self._texts.addStretch(1)
        self.insert = PaintedButton(_("Insert"), ButtonKind.PRIMARY, hint=_("Enter"), height=36)
        self.steps = PaintedButton(_("As one block for each step"), height=36)
        self.steps.setToolTip(_("Shift+Enter"))
        self._column.addWidget(Rule())
        self._column.addWidget(scroll, 1)
        self._column.addWidget(self.insert)
        self._column.addWidget(self.steps)
        follow_theme(self._retheme)

    def show_method(self, method: Method) -> None:
        """Show a method from its beginning."""
        tr = interface()
        self._name.setText(method.name)
        self._purpose.setText(method.purpose)
        self._steps.setText("\n".join(step_line(tr, step) for step in method.steps))
        self._hybrid.setText(method.hybrid)
        self._why.setText(method.why)
        self._credit.setText(method.credit)
        self._credit.setVisible(bool(method.credit))
        self.steps.setVisible(len(method.steps) > 1)
        self._scroll.verticalScrollBar().setValue(0)

    def _retheme(self) -> None:
        px = theme().px
        self._column.setSpacing(px(8))
        self._texts.setSpacing(px(5))


class _SearchField(QLineEdit):
    """Search whose arrow keys move in the list, and whose Enter inserts.

    stepped: -1 or 1. entered: whether Shift was held. left: Esc.
    """

    left = Signal()
    stepped = Signal(int)
    entered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Search methods"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys of the list."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in _ENTER:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _new_id() -> str:
    return uuid.uuid4().hex
