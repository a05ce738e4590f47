"""Offers tags and people while one is typed in a note line: "#" and "@" open it (N1).

Enter or Tab takes what is chosen. Of tags the first is chosen; of people none is until an arrow
key chooses, and then Tab takes the first, so that Enter writes a name that nobody here has.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from ui.theme import Role, follow_theme, theme
from virtu_desktop.i18n import _, interface

_WORDS = {
    "en": ("idea", "decision", "action", "parking", "quote", "experiment", "private"),
    "fi": ("idea", "päätös", "toimenpide", "parkki", "sitaatti", "kokeilu", "oma"),
    "sv": ("idé", "beslut", "åtgärd", "parkering", "citat", "försök", "egen"),
}
_UNFINISHED = re.compile(r"(?<!\S)(?P<sign>[#@])(?P<typed>[^\s#@]*)$")
_LISTED_AT_MOST = 8
_WIDTH = 200
_ROW = 28


class TagOffer(QListView):
    """A list over the window, above the line; the keyboard stays in the line.

    It goes away when the word is complete, with Esc, and when the line loses the keyboard.
    """

    def __init__(self, line: QLineEdit) -> None:
        """Watch ``line``; the list is hidden until a tag is begun."""
        super().__init__(line)
        self._line = line
        self._people: Callable[[], Sequence[str]] = tuple
        self._sign = "#"
        self._model = QStringListModel(self)
        self.setModel(self._model)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Tags and people"))
        self.hide()
        self.clicked.connect(lambda _index: self._take())
        line.textEdited.connect(lambda _text: self._offer())
        line.installEventFilter(self)
        follow_theme(self._retheme)

    def offer_people(self, people: Callable[[], Sequence[str]]) -> None:
        """Offer what ``people`` returns after "@"."""
        self._people = people

    def offered(self) -> list[str]:
        """Return the tags or people that are offered now, without the sign."""
        return self._model.stringList() if self.isVisible() else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the line's keys to the list while it is open."""
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and self.isVisible()
        ):
            return self._take_key(event)
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        row = self.currentIndex().row()
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if row < 0:
                self.hide()
                return False
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Tab:
                self._choose(max(row, 0))
                self._take()
            case Qt.Key.Key_Escape:
                self.hide()
            case Qt.Key.Key_Down:
                self._choose((row + 1) % self._model.rowCount())
            case Qt.Key.Key_Up:
                self._choose((max(row, 0) - 1) % self._model.rowCount())
            case _:
                return False
        return True

    def _offer(self) -> None:
        """Show the tags or people that go on as what is typed before the cursor."""
        begun = _UNFINISHED.search(self._line.text()[: self._line.cursorPosition()])
        if begun is None:
            self.hide()
            return
        self._sign, typed = begun["sign"], begun["typed"].casefold()
        words = _WORDS[interface().language] if self._sign == "#" else self._people()
        folded = [word.casefold() for word in words]
        fitting = [
            word
            for word, plain in zip(words, folded, strict=True)
            if plain.startswith(typed) and plain != typed
        ][:_LISTED_AT_MOST]
        if not fitting or typed in folded:
            self.hide()
            return
        self._model.setStringList(fitting)
        if self._sign == "#":
            self._choose(0)
        else:
            self.setCurrentIndex(QModelIndex())
        self._place(len(fitting))
        self.show()
        self.raise_()

    def _choose(self, row: int) -> None:
        index = self._model.index(row)
        self.setCurrentIndex(index)
        # The line has the keyboard; this is how the choice is heard all the same.
        self._line.setAccessibleDescription(f"{self._sign}{index.data()}")

    def _take(self) -> None:
        """Put what is chosen in the place of what is typed of it."""
        word = f"{self._sign}{self.currentIndex().data()}"
        place = self._line.cursorPosition()
        before, after = self._line.text()[:place], self._line.text()[place:]
        self.hide()
        begun = _UNFINISHED.search(before)
        if begun is not None:
            whole = f"{before[: begun.start()]}{word} "
            # As if it had been typed, so that the draft is kept and Ctrl+Z of the line works.
            self._line.setSelection(begun.start(), place - begun.start())
            self._line.insert(f"{word} " if not after.startswith(" ") else word)
            self._line.setCursorPosition(len(whole))
            self._line.textEdited.emit(self._line.text())

    def _place(self, rows: int) -> None:
        window = self._line.window()
        if self.parent() is not window:
            self.setParent(window)
        height = rows * theme().px(_ROW) + 2 * self.frameWidth()
        above = self._line.mapTo(window, QPoint(0, 0)) - QPoint(0, height + theme().px(4))
        self.setGeometry(QRect(above.x(), max(0, above.y()), theme().px(_WIDTH), height))

    def _retheme(self) -> None:
        now = theme()
        self.setFont(now.font(Role.BODY))
        self.setStyleSheet(
            f"QListView {{ background: {now.tokens.paper}; border: 1px solid {now.tokens.muted};"
            f" border-radius: {now.px(8)}px; color: {now.tokens.ink}; }}"
            f"QListView::item {{ height: {now.px(_ROW)}px; padding-left: {now.px(8)}px; }}"
            f"QListView::item:selected {{ background: {now.tokens.selected};"
            f" color: {now.tokens.ink}; }}"
        )
        self.hide()
