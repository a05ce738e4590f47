"""Notes of a session: written, changed, deleted, taken back, never half saved (N1, N2)."""

from __future__ import annotations

import itertools

import pytest

from tests.builders import RecordingStore, at, plan, session
from virtu_desktop.domain.notes import Note, NoteTag
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import DeleteNote, RecordNoteCorrections, SaveDraft, SaveNote
from virtu_desktop.engine.notebook import Notebook

SESSION = session(plan("a 10"))


class Page:
    """A notebook with the store it writes to and what its listeners heard."""

    def __init__(self, store: RecordingStore | None = None) -> None:
        """Open the notebook as the store holds it; the session is not over."""
        self.is_over = False
        self.store = store or RecordingStore()
        self.told: list[frozenset[Area]] = []
        bus = Bus()
        bus.subscribe(self.told.append)
        record = self.store.record(SESSION)
        ids = itertools.count(len(self.store.changes))
        self.notebook = Notebook(
            SESSION.id,
            record.notes,
            record.draft,
            store=self.store,
            bus=bus,
            new_id=lambda: f"n{next(ids)}",
            is_over=lambda: self.is_over,
            corrections=record.note_corrections,
        )

    def add(self, text: str, clock: str = "9:00") -> Note:
        """Write a note that says something."""
        note = self.notebook.add(text, at=at(clock), block=BlockId("a"))
        assert note is not None
        return note


def test_a_note_and_the_emptied_line_are_one_change() -> None:
    """A kill can neither lose a note nor show its text a second time in the line."""
    page = Page()
    page.notebook.keep_draft("#idea rot")
    page.notebook.keep_draft("#idea rotate @Saara")

    note = page.add("#idea rotate @Saara")

    assert page.store.batches[-1] == (
        SaveNote(session=SESSION.id, note=note),
        SaveDraft(session=SESSION.id, text=""),
    )
    assert page.notebook.draft == ""
    assert (note.text, note.tag, note.persons) == ("rotate @Saara", NoteTag.IDEA, ("Saara",))
    assert (note.at, note.block, note.private, note.edited) == (at("9:00"), "a", False, None)


def test_the_draft_is_saved_as_typed_and_comes_back() -> None:
    """Each change of the line is kept, the same text only once."""
    page = Page()
    for text in ("h", "he", "he", "hej"):
        page.notebook.keep_draft(text)

    assert [change.text for change in page.store.changes if isinstance(change, SaveDraft)] == [
        "h",
        "he",
        "hej",
    ]
    assert Page(page.store).notebook.draft == "hej"


@pytest.mark.parametrize("line", ["", "   ", "#idea", "#private #idea:"])
def test_a_line_that_says_nothing_is_no_note(line: str) -> None:
    """Nothing is saved, and the line stays as it is."""
    page = Page()
    page.notebook.keep_draft("x")
    note = page.add("kept")
    page.notebook.keep_draft(line)
    saved = len(page.store.batches)

    assert page.notebook.add(line, at=at("9:01"), block=None) is None
    assert page.notebook.edit(note.id, line, at=at("9:01")) is None

    assert page.notebook.draft == line
    assert page.notebook.notes == (note,)
    assert len(page.store.batches) == saved


def test_an_edit_replaces_the_text_and_keeps_what_the_line_does_not_say() -> None:
    """Without a tag in the new line the old tag stays; persons are those of the new line."""
    page = Page()
    note = page.add("#idea rotate @Saara")

    edited = page.notebook.edit(note.id, "swap seats @Mia", at=at("9:05"))

    assert edited is not None
    assert (edited.id, edited.at, edited.block) == (note.id, note.at, note.block)
    assert (edited.text, edited.tag, edited.persons) == ("swap seats @Mia", NoteTag.IDEA, ("Mia",))
    assert edited.edited == at("9:05")
    again = page.notebook.edit(note.id, "#quote swap #private", at=at("9:06"))
    assert again is not None
    assert (again.tag, again.private) == (NoteTag.QUOTE, True)


def test_an_edit_never_makes_a_private_note_public() -> None:
    """Only the explicit switch does, and it does so both ways."""
    page = Page()
    note = page.add("#private shy")

    edited = page.notebook.edit(note.id, "shy today", at=at("9:01"))
    assert edited is not None
    assert edited.private
    public = page.notebook.set_private(note.id, private=False, at=at("9:02"))

    assert not public.private
    assert public.edited == at("9:02")
    assert page.notebook.set_private(note.id, private=True, at=at("9:03")).private


def test_every_change_can_be_taken_back_to_the_empty_book() -> None:
    """Undo goes back through delete, retag, edit and add; the store ends where it began."""
    page = Page()
    seen = [page.notebook.notes]
    note = page.add("#idea rotate")
    for change in (
        lambda: page.notebook.edit(note.id, "swap", at=at("9:01")),
        lambda: page.notebook.retag(note.id, NoteTag.DECISION, at=at("9:02")),
        lambda: page.notebook.delete(note.id),
    ):
        seen.append(page.notebook.notes)
        change()
    assert page.notebook.notes == ()

    for before in reversed(seen):
        assert page.notebook.undo(at=at("12:00"))
        assert page.notebook.notes == before
        assert Page(page.store).notebook.notes == before

    assert not page.notebook.undo(at=at("12:00"))
    assert page.store.changes[-1] == DeleteNote(session=SESSION.id, note=note.id)
    assert page.told == [frozenset({Area.NOTES})] * 8


def test_notes_are_in_order_of_time() -> None:
    """An undone delete goes back to its place, not to the end."""
    page = Page()
    first = page.add("first", "9:00")
    page.add("second", "9:01")
    page.notebook.delete(first.id)

    page.notebook.undo(at=at("12:00"))

    assert [note.text for note in page.notebook.notes] == ["first", "second"]


def test_a_note_that_is_gone_cannot_be_changed() -> None:
    """Deleting, editing or retagging it again is an error, and nothing is saved."""
    page = Page()
    note = page.add("x")
    page.notebook.delete(note.id)
    saved = len(page.store.batches)

    for change in (
        lambda: page.notebook.edit(note.id, "y", at=at("9:01")),
        lambda: page.notebook.retag(note.id, NoteTag.IDEA, at=at("9:01")),
        lambda: page.notebook.delete(note.id),
    ):
        with pytest.raises(KeyError):
            change()

    assert len(page.store.batches) == saved


def test_a_note_is_linked_to_another_block() -> None:
    """The link is saved with the note and can be taken back, also the link to none."""
    page = Page()
    note = page.add("too long")

    linked = page.notebook.link(note.id, BlockId("b"), at=at("9:05"))
    assert (linked.block, linked.edited, linked.text) == ("b", at("9:05"), "too long")
    assert page.store.batches[-1] == (SaveNote(session=SESSION.id, note=linked),)
    assert page.notebook.link(note.id, None, at=at("9:06")).block is None

    page.notebook.undo(at=at("12:00"))
    page.notebook.undo(at=at("12:00"))

    assert page.notebook.notes == (note,)


def test_a_tag_changed_after_the_session_is_logged_with_the_old_one() -> None:
    """Also when it is typed into the line or taken back; during the session nothing is logged."""
    page = Page()
    note = page.add("#idea rotate")
    page.notebook.retag(note.id, NoteTag.ACTION, at=at("9:10"))
    assert not page.notebook.corrections

    page.is_over = True
    page.notebook.edit(note.id, "rotate the chair", at=at("12:01"))
    page.notebook.retag(note.id, NoteTag.DECISION, at=at("12:02"))
    page.notebook.edit(note.id, "#quote rotate", at=at("12:03"))
    page.notebook.undo(at=at("12:04"))

    log = page.notebook.corrections
    assert [(fix.at, fix.before, fix.after) for fix in log] == [
        (at("12:02"), NoteTag.ACTION, NoteTag.DECISION),
        (at("12:03"), NoteTag.DECISION, NoteTag.QUOTE),
        (at("12:04"), NoteTag.QUOTE, NoteTag.DECISION),
    ]
    logged = [one for one in page.store.changes if isinstance(one, RecordNoteCorrections)]
    assert tuple(one.corrections[0] for one in logged) == log
