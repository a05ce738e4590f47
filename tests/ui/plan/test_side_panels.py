"""The side of the planner, driven by keys and clicks in the whole window, on a real library."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.ui.cockpit import ZONE, Cockpit, half_day
from tests.ui.screens import field
from ui.actions import Screen
from ui.forms.card_list import ITEM_ROLE, CardItem, CardList
from ui.plan.side import PlanSide
from ui.stage.stage_state import Scene
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, Programme, ProgrammeId
from virtu_desktop.domain.template_differences import COMPARED
from virtu_desktop.domain.time import MINUTE, Duration, Instant, local, zone_named
from virtu_desktop.engine.changes import SaveGroup, SaveProgramme, SaveSession
from virtu_desktop.engine.plan_editor import PlanStep
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.methods import list_methods
from virtu_desktop.exchange.templates import session_from_template


@pytest.fixture
def planner(desktop: Cockpit) -> Cockpit:
    """Open a session of five blocks on the planner."""
    desktop.open()
    desktop.key("Ctrl+1")
    assert desktop.window.shown_screen is Screen.PLAN
    desktop.until(lambda: side(desktop).tabs.tabs[1].text() != "Check")
    return desktop


def side(cockpit: Cockpit) -> PlanSide:
    """Return the side of the planner."""
    return cockpit.window.plan_side


def titles(cards: CardList) -> list[str]:
    """Return the titles of all cards, headings included."""
    return [item.title for item in cards.items]


def card(cards: CardList, title: str) -> CardItem:
    """Return the card of that title."""
    return next(item for item in cards.items if item.title == title)


def click(cards: CardList, title: str, *, twice: bool = False) -> None:
    """Click a card with the mouse."""
    row = titles(cards).index(title)
    index = cards.model().index(row, 0)
    cards.scrollTo(index)
    middle = cards.visualRect(index).center()
    act = QTest.mouseDClick if twice else QTest.mouseClick
    act(cards.viewport(), Qt.MouseButton.LeftButton, pos=middle)


def shown(widget: QWidget) -> set[str]:
    """Return every text that stands there now."""
    return {label.text() for label in widget.findChildren(QLabel) if label.isVisible()}


def blocks(cockpit: Cockpit) -> list[str]:
    """Return the titles of the plan's blocks."""
    return [block.title for block in cockpit.controller.plan.blocks]


def test_a_method_is_found_and_inserted_by_keys(planner: Cockpit) -> None:
    """Alt+1, a word, Down and Enter put the method behind the chosen block, in one step."""
    planner.key("Alt+1")
    planner.type("1-2-4")
    planner.key("Down", "Return")

    assert blocks(planner)[:2] == ["Welcome", "1-2-4-All"]
    made = planner.controller.plan.blocks[1]
    assert "min:" in made.trainer_note
    assert planner.window.plan.table.chosen_block == made.id
    assert planner.toast == "1-2-4-All is in the plan."
    assert planner.controller.planner.undo_step is PlanStep.METHOD

    planner.click_undo()

    assert "1-2-4-All" not in blocks(planner)


def test_a_method_is_inserted_as_one_block_for_each_step(planner: Cockpit) -> None:
    """Shift+Enter makes a block of every step; one undo takes all of them back."""
    method = next(each for each in list_methods("en") if each.name == "1-2-4-All")
    planner.key("Alt+1")
    planner.type("1-2-4")
    planner.key("Down", "Shift+Return")

    assert len(blocks(planner)) == 5 + len(method.steps)

    planner.click_undo()

    assert len(blocks(planner)) == 5


def test_a_double_click_inserts_a_method(planner: Cockpit) -> None:
    """The list answers to the mouse as well."""
    click(side(planner).methods.list, "Fishbowl", twice=True)

    assert blocks(planner)[1] == "Fishbowl"


def test_methods_are_filtered(planner: Cockpit) -> None:
    """Minutes, people, kind and hybrid each leave fewer methods; closing the filters forgets."""
    methods = side(planner).methods
    everything = len(methods.list.items)
    planner.click(planner.named_button("Hybrid ready", methods))
    hybrid = len(methods.list.items)
    planner.click(planner.named_button("Filters", methods))
    planner.type("5")
    short = len(methods.list.items)
    assert everything == len(list_methods("en")) > hybrid > short > 0

    planner.click(planner.named_button("Filters", methods))

    assert len(methods.list.items) == hybrid


def test_the_details_say_steps_and_why(planner: Cockpit) -> None:
    """A chosen method shows its purpose, its steps, why it works; Esc puts that away."""
    method = next(each for each in list_methods("en") if each.name == "Fishbowl")
    methods = side(planner).methods
    click(methods.list, "Fishbowl")
    texts = shown(methods.details)
    assert {method.purpose, method.why} <= texts
    assert any(method.steps[0].text in text for text in texts)

    methods.list.setFocus()
    planner.key("Escape")

    assert not methods.details.isVisible()


def test_no_method_says_what_to_do(planner: Cockpit) -> None:
    """A word that no method has leaves a sentence, not an empty list."""
    planner.key("Alt+1")
    planner.type("xyzzy")

    assert "No method fits. Take a filter away, or another word." in shown(side(planner).methods)


def test_keys_of_the_side_do_not_change_the_plan(planner: Cockpit) -> None:
    """Delete and Ctrl+X in a list of the side leave the chosen block where it is."""
    planner.key("Alt+1", "Down")
    side(planner).methods.list.setFocus()
    planner.key("Delete", "Ctrl+X", "Backspace")

    assert len(blocks(planner)) == 5


def test_a_finding_leads_to_its_block(planner: Cockpit) -> None:
    """A click on a finding chooses the block it is about, and the tab counts the findings."""
    planner.key("Alt+2")
    check = side(planner).check
    click(check.list, "9:10 What changed since last time")

    assert planner.window.plan.table.chosen_block == "talk"
    words = [tab.text() for tab in side(planner).tabs.tabs]
    assert words[1] == f"Check {len(check.list.items)}"


def test_a_finding_is_silenced_with_a_reason_and_speaks_again(planner: Cockpit) -> None:
    """Without a reason nothing is silenced; with one it is quiet, also after the next start."""
    check = side(planner).check
    planner.key("Alt+2", "Down")
    count = len(check.list.items)
    planner.click(check.silence)
    assert check.reason_field.problem == "Write why, for those who plan with you."

    planner.type("We lead it together")
    planner.key("Return")

    assert "1 left as it is" in titles(check.list)
    planner.until(lambda: bool(planner.library.silenced(planner.controller.session.id)))
    (silenced,) = planner.library.silenced(planner.controller.session.id)
    assert silenced.reason == "We lead it together"
    quiet = check.list.items[-1]
    assert "“We lead it together”" in quiet.detail

    planner.key("End")
    click(check.list, quiet.title)
    check.list.choose(quiet.key)
    planner.click(check.silence)

    assert "1 left as it is" not in titles(check.list)
    assert len(check.list.items) == count


def test_what_is_left_alone_can_be_undone(planner: Cockpit) -> None:
    """Ctrl+Z takes back the latest of silencing and planning, and the chip says which it is."""
    check, header = side(planner).check, planner.window.plan.header
    session = planner.controller.session.id
    planner.key("Alt+2", "Down")
    planner.click(check.silence)
    planner.type("We lead it together")
    planner.key("Return")
    assert planner.toast == "1 finding is left as it is."
    assert header.undo.text() == "Undo: changed what the check leaves alone  Ctrl+Z"
    planner.key("Alt+1")
    planner.window.plan.table.setFocus()
    planner.key("Ctrl+D", "Ctrl+Z")
    assert planner.toast == "Undone: duplicated 1 block."
    assert planner.library.flush(10)
    assert len(planner.library.silenced(session)) == 1

    planner.key("Ctrl+Z")

    assert planner.toast == "Undone: changed what the check leaves alone."
    assert planner.library.flush(10)
    assert not planner.library.silenced(session)


def test_the_check_follows_the_plan(planner: Cockpit) -> None:
    """A block that gets an owner is no finding any more."""
    check = side(planner).check
    planner.key("Alt+2")
    assert "9:00 Welcome" in card(check.list, "Nobody leads 4 blocks").detail
    block = planner.controller.plan.block(BlockId("welcome"))
    planner.controller.planner.change_block(PlanStep.OWNER, replace(block, owner="Ari"))

    planner.until(lambda: "Nobody leads 3 blocks" in titles(check.list))
    assert "9:00 Welcome" not in card(check.list, "Nobody leads 3 blocks").detail


def test_blocks_that_nobody_leads_are_one_thing_to_look_at(planner: Cockpit) -> None:
    """One reason leaves all of them as they are, and a click leads to the first."""
    check = side(planner).check
    planner.key("Alt+2")
    click(check.list, "Nobody leads 4 blocks")
    assert planner.window.plan.table.chosen_block == "welcome"
    assert check.list.items[0].detail.splitlines()[1:] == [
        "9:10 What changed since last time",
        "9:55 Pienryhmätyöskentely: rakenna oma",
        "10:25 Closing",
    ]

    planner.click(check.silence)
    planner.type("We lead it together")
    planner.key("Return")

    assert "Nobody leads 4 blocks" not in titles(check.list)
    planner.until(lambda: len(planner.library.silenced(planner.controller.session.id)) == 4)
    assert "4 left as they are" in titles(check.list)


def test_a_tick_can_be_undone(planner: Cockpit) -> None:
    """Ctrl+Z takes the tick away and leaves what was planned before as it is."""
    planner.key("Ctrl+D", "Alt+3", "Space")
    ready, count = side(planner).ready, len(blocks(planner))
    assert ready.summary.text().startswith("1 of ")

    planner.key("Ctrl+Z")

    assert ready.summary.text().startswith("0 of ")
    assert planner.toast == "Undone: ticked what is ready."
    assert len(blocks(planner)) == count
    assert planner.library.flush(10)
    assert not planner.library.ticks(planner.controller.session.id)


def test_ticks_are_saved_at_once(planner: Cockpit) -> None:
    """Space ticks, and what was ticked is in the library; a second Space takes it away."""
    planner.key("Alt+3", "Space")
    ready = side(planner).ready
    session = planner.controller.session.id
    assert card(ready.list, "Run sheet printed or at hand").ticked
    assert ready.summary.text() == "1 of 12 ready"
    planner.until(lambda: len(planner.library.ticks(session)) == 1)

    planner.key("Space")

    assert not card(ready.list, "Run sheet printed or at hand").ticked
    planner.until(lambda: not planner.library.ticks(session))


def test_a_click_ticks(planner: Cockpit) -> None:
    """The box answers to the mouse."""
    planner.key("Alt+3")
    ready = side(planner).ready
    click(ready.list, "Slides open")

    assert card(ready.list, "Slides open").ticked


def test_the_list_is_copied_as_text(planner: Cockpit) -> None:
    """Roles are headings, ticked things carry a cross."""
    planner.key("Alt+3", "Space")
    planner.click(side(planner).ready.copy)

    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[:3] == ["Trainer", "[x] Run sheet printed or at hand", "[ ] Slides open"]
    assert "" in lines
    assert "Producer" in lines


def test_the_test_picture_comes_and_goes(planner: Cockpit) -> None:
    """F7 opens the stage with the test picture; a second press shows what was there before."""
    stage = planner.window.director.stage
    planner.key("F7")
    assert stage.isVisible()
    clock = stage.state.clock
    planner.wait(1)
    assert stage.state.clock != clock
    scenes = [stage.state.scene]

    planner.key("F7")

    assert [*scenes, stage.state.scene] == [Scene.TEST, Scene.WAITING]


def test_enter_on_the_test_picture_shows_it(planner: Cockpit) -> None:
    """The thing to tick leads to the picture itself."""
    planner.key("Alt+3")
    ready = side(planner).ready
    ready.list.choose(card(ready.list, "Test picture seen from the last row").key)
    planner.key("Return")

    assert planner.window.director.stage.state.scene is Scene.TEST


def test_a_session_that_begins_ends_the_test_picture(planner: Cockpit) -> None:
    """The room never goes on looking at colour bars while a block runs."""
    planner.key("F7", "Ctrl+2", "Space")

    assert planner.window.director.stage.state.scene is Scene.BLOCK


def copies(cockpit: Cockpit) -> None:
    """Save the same half-day for four groups, A held, and open that of group B, which differs."""
    programme = Programme(id=ProgrammeId("p"), title="VIRTU")
    cockpit.library.submit(SaveProgramme(programme=programme))
    numbers = iter(range(10_000))
    start = half_day().plan.start
    for place, name in enumerate("ABCD"):
        group = ParticipantGroup(
            id=GroupId(name), programme=programme.id, name=f"Group {name}", position=place
        )
        made = session_from_template(
            "virtu-2",
            language="en",
            day=local(start, zone_named(ZONE)).date(),
            zone=ZONE,
            new_id=lambda: f"n{next(numbers)}",
            group=group.id,
        )
        made = replace(made, id=type(made.id)(f"copy-{name}"))
        cockpit.library.submit(SaveGroup(group=group), SaveSession(session=made))
    cockpit.reopen("copy-A")
    cockpit.desk.act(SessionController.start_next)
    cockpit.desk.act(SessionController.end)
    cockpit.reopen("copy-B")
    cockpit.key("Ctrl+1")


def lengthen(cockpit: Cockpit) -> BlockId:
    """Make the second block five minutes longer."""
    block = cockpit.controller.plan.blocks[1]
    longer = replace(block, length=Duration(block.length + 5 * MINUTE))
    cockpit.controller.planner.change_block(PlanStep.LENGTH, longer)
    return block.id


def test_differences_are_carried_to_groups_that_have_not_met(desktop: Cockpit) -> None:
    """One press makes C and D like B; A has met and stays; Undo gives them their plans back."""
    copies(desktop)
    lengthen(desktop)
    desktop.key("Alt+4")
    panel = side(desktop).copies
    desktop.until(lambda: "Group C" in titles(panel.list))
    assert titles(panel.list)[-5:] == [
        "Not met yet",
        "Group C",
        "Group D",
        "Left as they are",
        "Group A",
    ]
    assert "5 min → 10 min" in panel.list.items[0].detail

    desktop.click(desktop.named_button("Carry to 2 groups", panel))
    assert (panel.carry.text(), panel.carry.isEnabled()) == ("Carrying…", False)
    desktop.until(lambda: desktop.toast == "Carried to 2 groups.")
    desktop.until(
        lambda: [card(panel.list, f"Group {name}").detail[-6:] for name in "CD"] == ["has it"] * 2
    )
    assert (panel.carry.text(), panel.carry.isEnabled()) == ("All groups have it", False)

    assert desktop.library.flush(10)
    assert [lengths(desktop, name)[1] for name in "ABCD"] == [5, 10, 10, 10]

    desktop.click_undo()
    desktop.until(lambda: desktop.toast == "The other groups have their own plans again.")
    desktop.until(lambda: panel.carry.text() == "Carry to 2 groups")

    assert panel.carry.isEnabled()
    assert desktop.library.flush(10)
    assert [lengths(desktop, name)[1] for name in "ABCD"] == [5, 10, 5, 5]


def test_undo_key_takes_the_latest_of_planning_and_carrying(desktop: Cockpit) -> None:
    """Ctrl+Z takes the carrying back first and then the step before it, as the chip says."""
    copies(desktop)
    lengthen(desktop)
    desktop.key("Alt+4")
    panel = side(desktop).copies
    desktop.until(lambda: "Group C" in titles(panel.list))
    desktop.click(desktop.named_button("Carry to 2 groups", panel))
    desktop.until(lambda: desktop.toast == "Carried to 2 groups.")
    chip = desktop.window.plan.header.undo
    assert chip.text().startswith("Undo: carried changes over ")

    desktop.click(chip)
    desktop.until(lambda: desktop.toast == "The other groups have their own plans again.")
    assert desktop.library.flush(10)
    assert [lengths(desktop, name)[1] for name in "ABCD"] == [5, 10, 5, 5]

    assert chip.text().startswith("Undo: length ")
    desktop.wait(1)
    desktop.key("Ctrl+Z")
    assert desktop.library.flush(10)
    assert [lengths(desktop, name)[1] for name in "ABCD"] == [5, 5, 5, 5]


def test_a_group_that_has_it_is_marked_from_the_start(desktop: Cockpit) -> None:
    """Who opens the panel later sees which groups still lack the change, in the groups' order."""
    copies(desktop)
    lengthen(desktop)
    late = desktop.library.session(type(half_day().id)("copy-D")).session
    second = late.plan.blocks[1]
    longer = replace(second, length=Duration(second.length + 5 * MINUTE))
    earlier = replace(late.plan.with_block(longer), start=Instant(late.plan.start - 60 * MINUTE))
    desktop.library.submit(SaveSession(session=replace(late, plan=earlier)))
    desktop.key("Alt+4")
    panel = side(desktop).copies
    desktop.until(lambda: panel.carry.text() == "Carry to 1 group")

    assert titles(panel.list)[-5:-2] == ["Not met yet", "Group C", "Group D"]
    assert card(panel.list, "Group C").detail.endswith("planned")
    assert card(panel.list, "Group D").detail.endswith("has it")


def test_only_the_ticked_differences_are_carried(desktop: Cockpit) -> None:
    """Space takes a difference out; with none left there is nothing to press."""
    copies(desktop)
    lengthen(desktop)
    desktop.key("Alt+4")
    panel = side(desktop).copies
    desktop.until(lambda: "Group C" in titles(panel.list))
    desktop.key("Home", "Space")

    assert panel.list.items[0].ticked is False
    assert not panel.carry.isEnabled()


def lengths(cockpit: Cockpit, name: str) -> list[int]:
    """Return the lengths in minutes of a group's saved blocks."""
    session = cockpit.library.session(type(half_day().id)(f"copy-{name}")).session
    return [block.length // MINUTE for block in session.plan.blocks]


def test_a_session_is_kept_as_a_template(planner: Cockpit) -> None:
    """Ctrl+Shift+T asks for a name, Enter keeps it; the session follows it from now on."""
    planner.key("Ctrl+Shift+T")
    planner.key("Ctrl+A")
    planner.type("My half-day")
    planner.key("Return")

    assert planner.toast == "Saved as the template “My half-day”."
    assert planner.library.flush(10)
    (own,) = planner.library.templates()
    assert own.title == "My half-day"
    assert planner.controller.session.template == own.id

    planner.click_undo()

    assert planner.library.flush(10)
    assert planner.library.templates() == ()


def test_a_template_without_a_name_is_not_kept(planner: Cockpit) -> None:
    """The field says what is missing; Esc leaves."""
    planner.key("Ctrl+Shift+T", "Ctrl+A", "Delete", "Return")
    save = side(planner).save
    assert save.field.problem == "A template needs a name."

    planner.key("Escape")

    assert not save.field.isVisible()
    assert planner.library.templates() == ()


def test_the_same_name_changes_the_template(planner: Cockpit) -> None:
    """There are never two templates of one name; Undo brings the former one back."""
    for _time in range(2):
        planner.key("Ctrl+Shift+T", "Return")
        planner.until(lambda: len(side(planner)._data.facts.own) == 1)  # noqa: SLF001
        lengthen(planner)
    assert planner.library.flush(10)
    assert len(planner.library.templates()) == 1


def test_every_compared_field_has_words(planner: Cockpit) -> None:
    """A change of any field of a block is said in words."""
    from ui.plan import side_words

    told = {"length", "minimum", "title", "kind", "fixed_start", "optional", "auto_advance"}
    assert set(COMPARED) - told == set(side_words._FIELDS)  # noqa: SLF001


def test_the_lists_keep_the_contract_of_qt(planner: Cockpit) -> None:
    """Qt's own checker finds nothing while cards come, change and go."""
    lists = (side(planner).methods.list, side(planner).check.list, side(planner).ready.list)
    for each in lists:
        QAbstractItemModelTester(
            each.model(), QAbstractItemModelTester.FailureReportingMode.Warning
        )
    planner.key("Alt+1")
    planner.type("fish")
    planner.key("Alt+3", "Space")
    lengthen(planner)

    item = lists[0].model().index(0, 0).data(ITEM_ROLE)
    assert isinstance(item, CardItem)


def test_the_tabs_are_chosen_with_arrows(planner: Cockpit) -> None:
    """One Tab stop for the four panels; arrows lead from one to the next."""
    tabs = side(planner).tabs.tabs
    tabs[0].setFocus(Qt.FocusReason.TabFocusReason)
    planner.key("Right")

    assert tabs[1].isChecked()
    assert QApplication.focusWidget() is tabs[1]
    assert side(planner).check.isVisible()


def test_the_reason_field_is_named(planner: Cockpit) -> None:
    """A screen reader hears what is asked for."""
    planner.key("Alt+2")

    assert field(side(planner), "Why it may stay as it is").isVisible()
