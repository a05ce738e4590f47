"""The notes of the session: filters, list, and the line to write in (N1, N2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from ui.models.notes_model import NOTE_ROLE, NotesModel, linked_titles
from ui.run.notes_list import NotesList
from ui.run.tag_offer import TagOffer
from ui.theme import Role, follow_theme, theme
from ui.widgets.card import Card
from ui.widgets.labels import CapsLabel, SafeLabel
from ui.widgets.note_line import NoteLine
from ui.widgets.tabs import FilterTabs
from virtu_desktop.domain.notes import Note, NoteTag, parse_note_line
from virtu_desktop.domain.plan import Plan
from virtu_desktop.domain.timeline import TimelineState
from virtu_desktop.engine.notebook import Notebook
from virtu_desktop.i18n import _, interface
from virtu_desktop.wording import block_title, tag_word

_FILTERS = (
    None,
    NoteTag.DECISION,
    NoteTag.IDEA,
    NoteTag.ACTION,
    NoteTag.PARKING,
    NoteTag.QUOTE,
    NoteTag.EXPERIMENT,
)
# What is typed is on the disk within a second of the key press.
_DRAFT_AFTER_MS = 700
_LEAST_LIST = 60


class NotesCard(Card):
    """Shows a notebook. Signals carry what the trainer wants; the page does it.

    written (line), edited (note, line), retagged (note, tag), linked (note, block or None),
    privacy (note, private), deleted (note), drafted (text).
    """

    written = Signal(str)
    edited = Signal(object, str)
    retagged = Signal(object, object)
    linked = Signal(object, object)
    privacy = Signal(object, bool)
    deleted = Signal(object)
    drafted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the card, empty."""
        super().__init__(parent)
        self.model = NotesModel(self)
        self._plan: Plan | None = None
        self._editing: Note | None = None
        self._draft = ""
        self.filters = FilterTabs(name=_("Which notes"), parent=self)
        self._shown: list[NoteTag | None] = [None]
        self._is_writable = True
        self.list = NotesList(self.model, self)
        self.line = NoteLine(_("Write a note…   #idea  #decision  #parking  @name"), "N", self)
        self.tags = TagOffer(self.line)
        self._changing = SafeLabel(
            _("Changing a note: Enter keeps it, Esc leaves it."),
            role=Role.SECONDARY,
            colour="muted",
        )
        self._changing.hide()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_AFTER_MS)
        self._build()
        self._connect()
        follow_theme(self._resize_list)

    def show_notes(self, notebook: Notebook, plan: Plan, state: TimelineState) -> None:
        """Show the notes as they are now, and where they are linked to."""
        self._plan = plan
        self.model.show(notebook.notes, plan.zone, linked_titles(notebook.notes, plan, state))
        self._show_filters()

    def open_links(self) -> None:
        """Offer the blocks to which the chosen note can be linked."""
        note = self.list.currentIndex().data(NOTE_ROLE)
        if note is not None and self._is_writable:
            menu = self._link_menu(note)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            at = self.list.visualRect(self.list.currentIndex()).center()
            menu.popup(self.list.viewport().mapToGlobal(at))
            menu.setActiveAction(menu.actions()[0])

    def show_draft(self, text: str) -> None:
        """Put an unfinished line back into the field; a note is not being changed any more."""
        self._draft_timer.stop()
        self._draft = text
        self._stop_editing()
        self.line.setText(text)

    def keep_draft_now(self) -> None:
        """Hand over the unfinished line at once, before the window or the session closes."""
        if self._draft_timer.isActive():
            self._draft_timer.stop()
            self._send_draft()

    def set_writable(self, is_writable: bool) -> None:
        """Let notes be written, or only read."""
        self.line.setEnabled(is_writable)
        self._is_writable = is_writable

    def give_filters_away(self) -> None:
        """Let the filters stand elsewhere; the head of the card is not needed then."""
        self._head_row.removeWidget(self.filters)
        self._head.setVisible(False)

    def take_filters_back(self) -> None:
        """Show the filters in the head of the card again."""
        self._head_row.addWidget(self.filters)
        self.filters.setVisible(True)
        self._head.setVisible(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the list its keys: Enter edits, Delete deletes; Esc leaves editing."""
        if not isinstance(event, QKeyEvent) or self.tags.isVisible():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and watched is self.line:
            return self._leaves_undo_to_window(event)
        if event.type() == QEvent.Type.KeyPress:
            if watched is self.list:
                return self._list_key(event)
            if watched is self.line and event.key() == Qt.Key.Key_Escape:
                self._stop_editing()
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        self._head = QWidget(self)
        self._head_row = QHBoxLayout(self._head)
        self._head_row.setContentsMargins(0, 0, 0, 0)
        self._head_row.addWidget(CapsLabel(_("Notes")))
        self._head_row.addStretch(1)
        self._head_row.addWidget(self.filters)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        # As high as there is room: rows that do not fit are scrolled to.
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.line.setAccessibleName(_("Write a note"))
        self.body.addWidget(self._head)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._changing)
        self.body.addWidget(self.line)

    def _connect(self) -> None:
        self.filters.currentChanged.connect(self._choose_filter)
        self.line.returnPressed.connect(self._enter)
        self.line.textEdited.connect(lambda _text: self._begin_draft())
        self._draft_timer.timeout.connect(self._send_draft)
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.list.doubleClicked.connect(lambda index: self._edit(index.data(NOTE_ROLE)))
        self.list.installEventFilter(self)
        self.line.installEventFilter(self)

    def _show_filters(self) -> None:
        """Offer a filter for every tag that has notes."""
        counts = self.model.counts()
        shown = [tag for tag in _FILTERS if tag is None or counts.get(tag)]
        if shown != self._shown:
            chosen = self._shown[max(0, self.filters.currentIndex())]
            self._shown = shown
            self.filters.show_items(self._filter_texts(counts))
            self.filters.setCurrentIndex(shown.index(chosen) if chosen in shown else 0)
        else:
            self.filters.show_items(self._filter_texts(counts))

    def _filter_texts(self, counts: dict[NoteTag | None, int]) -> list[str]:
        return [
            f"{_('All') if tag is None else tag_word(interface(), tag)} {counts.get(tag, 0)}"
            for tag in self._shown
        ]

    def _choose_filter(self, index: int) -> None:
        if 0 <= index < len(self._shown):
            self.model.filter(self._shown[index])

    def _enter(self) -> None:
        line = self.line.text()
        if not parse_note_line(line).text:
            return  # a tag alone is no note yet
        self._draft_timer.stop()
        editing = self._editing
        if editing is None:
            self._draft = ""
            self.line.setText("")
            self._show_tag(parse_note_line(line).tag)
            self.written.emit(line)
        else:
            self._stop_editing()
            self.edited.emit(editing, line)

    def _show_tag(self, tag: NoteTag) -> None:
        """Show all notes again if the filter would hide the one that is written."""
        chosen = self._shown[max(0, self.filters.currentIndex())]
        if chosen not in (None, tag):
            self.filters.setCurrentIndex(0)

    def _begin_draft(self) -> None:
        # Not begun anew by every key: somebody may type on and on.
        if not self._draft_timer.isActive():
            self._draft_timer.start()

    def _send_draft(self) -> None:
        if self._editing is None:
            self._draft = self.line.text()
            self.drafted.emit(self._draft)

    def _leaves_undo_to_window(self, event: QKeyEvent) -> bool:
        """Let Ctrl+Z in an empty line take back what was done last, such as the note."""
        if event.matches(QKeySequence.StandardKey.Undo) and not self.line.text():
            event.ignore()
            return True
        return False

    def _edit(self, note: Note | None) -> None:
        if note is None or not self._is_writable:
            return
        self.keep_draft_now()
        self._editing = note
        self._changing.show()
        self.line.setText(note.text)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def _stop_editing(self) -> None:
        if self._editing is not None:
            self._editing = None
            self._changing.hide()
            # Not clear(): the text of a note is nothing that Ctrl+Z should bring back.
            self.line.setText(self._draft)

    def _list_key(self, event: QKeyEvent) -> bool:
        note = self.list.currentIndex().data(NOTE_ROLE)
        if note is None:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit(note)
            return True
        if event.key() == Qt.Key.Key_Delete and self._is_writable:
            self.deleted.emit(note)
            return True
        if event.key() == Qt.Key.Key_Menu:
            self._open_menu(self.list.visualRect(self.list.currentIndex()).center())
            return True
        return False

    def _open_menu(self, at: QPoint) -> None:
        note = self.list.indexAt(at).data(NOTE_ROLE)
        if note is None or not self._is_writable:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add(menu, _("Edit"), lambda: self._edit(note))
        for tag in NoteTag:
            if tag is not note.tag:
                words = _("Make it: {tag}", tag=tag_word(interface(), tag))
                self._add(menu, words, partial(self.retagged.emit, note, tag))
        menu.addMenu(self._link_menu(note))
        privacy = _("Put it into the record") if note.private else _("Make it private")
        self._add(menu, privacy, lambda: self.privacy.emit(note, not note.private))
        self._add(menu, _("Delete"), lambda: self.deleted.emit(note))
        menu.popup(self.list.viewport().mapToGlobal(at))

    def _link_menu(self, note: Note) -> QMenu:
        """Return the blocks of the plan, the one to which the note belongs ticked."""
        menu = QMenu(_("Link to a block"), self)
        plan = self._plan
        blocks = () if plan is None else plan.blocks
        for block in blocks:
            if plan is not None:
                words = block_title(interface(), plan, block.id)
                self._add(menu, words, partial(self.linked.emit, note, block.id))
                menu.actions()[-1].setCheckable(True)
                menu.actions()[-1].setChecked(block.id == note.block)
        if note.block is not None:
            self._add(menu, _("No block"), partial(self.linked.emit, note, None))
        return menu

    def _resize_list(self) -> None:
        self.list.setMinimumHeight(theme().px(_LEAST_LIST))
        self.list.scheduleDelayedItemsLayout()

    def _add(self, menu: QMenu, words: str, act: Callable[[], object]) -> None:
        menu.addAction(words).triggered.connect(lambda _checked=False: act())
