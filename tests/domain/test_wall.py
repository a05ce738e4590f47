"""Only what was let through reaches the wall; themes count people; a frozen wall stands still."""

from __future__ import annotations

from virtu_desktop.domain.charts import CloudWord
from virtu_desktop.domain.questions import PollKind, Question
from virtu_desktop.domain.wall import (
    Seen,
    ThemeId,
    Wall,
    WallEntry,
    entries,
    left_out,
    let_through,
    put_together,
    renamed,
    taken_apart,
    wall_words,
)

CLOUD = Question(text="Word?", kind=PollKind.CLOUD, max_choices=3)
OPEN = Question(text="What?", kind=PollKind.OPEN)
LEMMAS = {"tauot": "tauko"}
PEOPLE = [
    (["tauko", "ääni"], 2),
    (["Tauot"], 1),
    (["mikrofoni", "ääni"], 1),
    (["rumaa"], 1),
]


def on_wall(wall: Wall, question: Question = CLOUD) -> list[tuple[str, int]]:
    """Return what the room sees."""
    return [(word.text, word.people) for word in wall_words(question, PEOPLE, wall, LEMMAS)]


def found(wall: Wall, question: Question = CLOUD) -> dict[str, WallEntry]:
    """Return the entries by their labels."""
    return {entry.label: entry for entry in entries(question, PEOPLE, wall, LEMMAS)}


def everything(wall: Wall) -> Wall:
    """Let everything through but the ugly word."""
    for label, entry in found(wall).items():
        if label != "rumaa":
            wall = let_through(wall, entry.compared)
    return wall


def test_nothing_is_seen_unread() -> None:
    """Answers wait; forms of one word wait together."""
    assert on_wall(Wall()) == []
    assert {label: entry.seen for label, entry in found(Wall()).items()} == {
        "tauko": Seen.WAITING,
        "ääni": Seen.WAITING,
        "mikrofoni": Seen.WAITING,
        "rumaa": Seen.WAITING,
    }


def test_what_was_let_through_is_seen() -> None:
    """Counted by people, word forms together; what was left out never."""
    wall = left_out(everything(Wall()), {"rumaa"})

    assert on_wall(wall) == [("tauko", 3), ("ääni", 3), ("mikrofoni", 1)]
    assert found(wall)["rumaa"].seen is Seen.LEFT_OUT
    assert on_wall(left_out(wall, {"mikrofoni"})) == [("tauko", 3), ("ääni", 3)]


def test_a_new_form_of_a_known_word_waits() -> None:
    """It is not seen, though its word is: somebody has to read it."""
    wall = let_through(Wall(), {"tauko"})

    assert on_wall(wall) == [("tauko", 2)]
    assert found(wall)["tauko"].seen is Seen.WAITING


def test_a_theme_counts_each_person_once() -> None:
    """The one who said both of its words too."""
    wall = everything(Wall())
    known = found(wall)
    wall = put_together(wall, [known["ääni"], known["mikrofoni"]], ThemeId("t"))

    assert on_wall(wall) == [("tauko", 3), ("ääni", 3)]
    assert found(wall)["ääni"].theme == "t"

    wall = renamed(wall, ThemeId("t"), "Äänentoisto")
    assert on_wall(wall)[0] == ("Äänentoisto", 3) or on_wall(wall)[1] == ("Äänentoisto", 3)

    assert on_wall(taken_apart(wall, ThemeId("t"))) == [("tauko", 3), ("ääni", 3), ("mikrofoni", 1)]


def test_a_theme_takes_others_in() -> None:
    """Its name stays; of two themes one is left."""
    wall = everything(Wall())
    known = found(wall)
    wall = put_together(wall, [known["ääni"], known["mikrofoni"]], ThemeId("t"))
    wall = renamed(wall, ThemeId("t"), "Sound")
    known = found(wall)

    wall = put_together(wall, [known["tauko"], known["Sound"]], ThemeId("u"))

    assert on_wall(wall) == [("Sound", 4)]
    assert [theme.id for theme in wall.themes] == ["t"]


def test_whole_answers_are_not_folded() -> None:
    """Two sentences are two answers; case and marks do not make them different."""
    people = [(["Tauot olivat hyviä."], 1), (["tauot olivat hyviä"], 1), (["Tauko oli hyvä"], 1)]

    counted = entries(OPEN, people, Wall(), LEMMAS)

    assert [entry.people for entry in counted] == [2, 1]


def test_a_frozen_wall_stands_still() -> None:
    """Whatever is answered or decided later."""
    frozen = Wall(frozen=(CloudWord(text="tauko", people=1),))

    assert on_wall(let_through(frozen, {"mikrofoni"})) == [("tauko", 1)]
