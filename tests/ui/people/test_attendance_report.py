"""A hybrid half-day at the door, then the Teams report of the same day beside it (A4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QMenu

from tests.exchange.attendance.samples import sample
from tests.exchange.attendance.variants import DATES, LENGTHS, SWEDISH, Guest, Style, sections
from tests.ui.cockpit import Cockpit, at
from tests.ui.people.crowd import AT_KUOPIO, CROWD, IN_ROOM, open_crowd
from tests.ui.people.test_door import check_in
from ui.people.attendance_panel import AttendancePanel
from ui.widgets.labels import SafeLabel
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.presence import all_attended
from virtu_desktop.domain.programme import ProgrammeId
from virtu_desktop.domain.time import Duration
from virtu_desktop.engine.changes import SavePeople
from virtu_desktop.exchange.attendance.choices import ReportColumn

LATE_ROOM = ("Lauri Pelto", "Riikka Heino")
LATE_REMOTE = "Veera Suo"
BEGIN = datetime.fromisoformat("2026-11-25T08:50")


def second(clock: str) -> int:
    """Return the seconds from 8:50 to a time of day."""
    hour, minute = map(int, clock.split(":"))
    return (hour * 60 + minute - 530) * 60


def guest(name: str, *stays: str, email: str = "", label: str = "") -> Guest:
    """Return one person of the report with stays such as "9:00-9:30"."""
    both = [stay.split("-") for stay in stays]
    return Guest(
        name=name,
        email=email,
        label=label,
        role="attendee",
        stays=tuple((second(begin), second(end)) for begin, end in both),
    )


# Kuopio is one line; Anders had a line of his own all the time; Mari's is missing.
REPORT = (
    guest("Neuvotteluhuone Kuopio", "8:51-10:36", email="room-kuopio@virtu.example"),
    guest("Anders Sjöberg", "8:56-10:35"),
    guest("Emma Nurmi", "8:57-10:20"),
    guest("Saari, Johanna", "8:58-9:50", "9:56-10:36"),
    guest("Kari Lehdo", "8:58-10:36"),
    guest("Nils Ek", "9:25-10:35"),
    guest("Veera Suo", "9:10-10:35"),
    guest("Aino Lahti", "9:00-10:30"),
    guest("Zoe Uusi", "9:30-10:00", label="unverified"),
    guest("iPad (4)", "9:40-10:10", label="unverified"),
)
# Worked out by hand: the session is 95 minutes long, from 9:00 to 10:35.
MINUTES = {
    **dict.fromkeys(IN_ROOM, 95),
    **dict.fromkeys(AT_KUOPIO, 95),
    # Away from 9:30 to 9:40.
    "Aino Lahti": 85,
    # Came at 9:12 and at 9:20.
    "Lauri Pelto": 83,
    "Riikka Heino": 75,
    # Walk-ins at 9:05 and 9:06.
    "Uolevi Uusitalo": 90,
    "Ulla Uimonen": 89,
    # From the report: all the time; until 10:20; without 9:50 to 9:56; all the time; from 9:25;
    # from 9:10; a stranger for half an hour.
    "Anders Sjöberg": 95,
    "Emma Nurmi": 80,
    "Johanna Saari": 89,
    "Kari Lehto": 95,
    "Nils Ek": 70,
    "Veera Suo": 85,
    "Zoe Uusi": 30,
    # Not in the report: the door list stands, without the six minutes of the lost line.
    "Mari Oja": 89,
}


def go_to(cockpit: Cockpit, clock: str) -> None:
    """Let the clock show a time of day."""
    cockpit.clock.advance(Duration(at(f"{clock}:00") - cockpit.controller.now()))
    cockpit.desk.tick()


def held(cockpit: Cockpit) -> None:
    """Hold the half-day by keys: late people, a lost line, somebody away, two walk-ins."""
    open_crowd(cockpit)
    on_time = [one.name for one in CROWD if one.name not in (*LATE_ROOM, LATE_REMOTE)]
    check_in(cockpit, *on_time)
    cockpit.key("Escape")
    go_to(cockpit, "09:00")
    cockpit.key("Space")
    for clock, name in (("09:05", "Uolevi Uusitalo"), ("09:06", "Ulla Uimonen")):
        go_to(cockpit, clock)
        cockpit.key("Shift+W")
        cockpit.type(name)
        cockpit.key("Return", "Escape")
    for clock, name in zip(
        ("09:12", "09:15", "09:20"), (LATE_ROOM[0], LATE_REMOTE, LATE_ROOM[1]), strict=True
    ):
        go_to(cockpit, clock)
        check_in(cockpit, name)
        cockpit.key("Escape")
    for clock, key in (("09:30", "A"), ("09:40", "B")):
        cockpit.key("D")
        cockpit.type("aino")
        cockpit.key("Down", "Escape", "Escape")
        go_to(cockpit, clock)
        cockpit.key(key)
    for clock in ("09:50", "09:56"):
        go_to(cockpit, clock)
        cockpit.key("Shift+L")
    go_to(cockpit, "10:35")
    cockpit.key("Ctrl+Shift+E")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write the report as a Swedish Teams on a Finnish computer would."""
    file = tmp_path / "närvaro.csv"
    style = Style(words=SWEDISH, say=DATES["fi-FI"], length=LENGTHS["sv"], people=REPORT)
    file.write_bytes(sections(style, BEGIN))
    return file


def panel_of(cockpit: Cockpit) -> AttendancePanel:
    """Return the panel of the report."""
    return cockpit.window.overlays.attendance


def show(cockpit: Cockpit, *files: Path) -> AttendancePanel:
    """Open the panel and choose files by keys; wait until everything is compared."""
    if cockpit.window.run.people.field.hasFocus():
        cockpit.key("Escape", "Escape")
    cockpit.key("Ctrl+Shift+A")
    panel = panel_of(cockpit)
    cockpit.key("Ctrl+O")
    dialog = panel.findChildren(QFileDialog)[-1]
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    cockpit.until(lambda: not panel.is_busy)
    return panel


def settled(cockpit: Cockpit) -> None:
    """Wait until the panel has compared anew."""
    cockpit.until(lambda: not panel_of(cockpit).is_busy)


def reasons(panel: AttendancePanel) -> dict[str, str]:
    """Return what differs, by the name in the report or on the list."""
    model = panel.model
    return {(line.cells[0] or line.cells[1]).split("\n")[0]: line.cells[4] for line in model.lines}


def spoken(panel: AttendancePanel) -> str:
    """Return what is said of the files above the rows."""
    return " ".join(label.text() for label in panel.findChildren(SafeLabel) if label.isVisible())


def choose(panel: AttendancePanel, name: str) -> None:
    """Put the selection on the row of a name."""
    row = next(n for n, line in enumerate(panel.model.lines) if line.cells[0].startswith(name))
    panel.table.setCurrentIndex(panel.model.index(row, 0))
    panel.table.setFocus()


def minutes(cockpit: Cockpit) -> dict[str, int]:
    """Return the final minutes by name."""
    register = cockpit.controller.register
    span = cockpit.controller.span()
    assert span is not None
    found = all_attended(register.presences, span)
    return {register.people[key].name: one.minutes for key, one in found.items()}


def pick(menu: QMenu, words: str) -> None:
    """Trigger an entry of a menu."""
    next(action for action in menu.actions() if action.text() == words).trigger()
    menu.close()


def test_a_half_day_with_its_report_comes_to_the_right_minutes(
    desktop: Cockpit, report: Path
) -> None:
    """Door by keys, report taken over, one name confirmed: the minutes are those by hand."""
    held(desktop)
    panel = show(desktop, report)

    told = reasons(panel)
    assert told["Neuvotteluhuone Kuopio"].startswith("One shared screen with 6 people is one line")
    assert told["Anders Sjöberg"] == "Was away at other times."
    assert told["Emma Nurmi"].startswith("Left 15 min earlier than the door list says.")
    assert "Johanna" not in "".join(told)
    assert "same person?" in told["Kari Lehdo"]
    assert told["Nils Ek"].startswith("Came 25 min later than the door list says")
    assert told["Veera Suo"].startswith("Came 5 min earlier")
    assert told["Aino Lahti"] == "The door list has this person in the room."
    assert told["Zoe Uusi"] == "Not on the list: comes as somebody new."
    assert told["Mari Oja"] == "Remote on the door list, but not in the report."

    desktop.key("Ctrl+Return")
    settled(desktop)
    choose(panel, "Kari Lehdo")
    desktop.key("Return")
    settled(desktop)

    assert minutes(desktop) == MINUTES
    assert len(MINUTES) == 27


def test_a_second_import_changes_nothing(desktop: Cockpit, report: Path) -> None:
    """After everything was taken the same file offers nothing more, and is one import."""
    held(desktop)
    show(desktop, report)
    desktop.key("Ctrl+Return")
    settled(desktop)
    before = desktop.controller.register.presences
    desktop.key("Escape")
    panel = show(desktop, report)
    assert not panel.all.isEnabled()
    desktop.key("Ctrl+Return")
    settled(desktop)

    assert desktop.controller.register.presences == before
    assert desktop.library.flush(10)
    (kept,) = desktop.library.attendance_imports(desktop.controller.session.id)
    assert (kept.file_name, kept.people, kept.is_kept) == ("närvaro.csv", len(REPORT), True)
    file = desktop.library.attendance_file(desktop.controller.session.id, kept.sha256)
    assert file == report.read_bytes()


def test_taking_over_is_one_step_back(desktop: Cockpit, report: Path) -> None:
    """Undo brings all stays back and takes new people out again; the panel follows."""
    held(desktop)
    before = minutes(desktop)
    panel = show(desktop, report)
    differs = reasons(panel)
    desktop.key("Ctrl+Return")
    settled(desktop)
    assert "Zoe Uusi" in minutes(desktop)

    desktop.click_undo()
    settled(desktop)

    assert minutes(desktop) == before
    assert reasons(panel) == differs


def test_somebody_new_is_new_only_once(desktop: Cockpit, report: Path) -> None:
    """After taking over nobody is offered again, in the open panel as in a second import."""
    held(desktop)
    panel = show(desktop, report)
    desktop.key("Ctrl+Return")
    settled(desktop)
    people = len(desktop.controller.register.people)
    assert "Zoe Uusi" not in reasons(panel)
    assert not panel.all.isEnabled()
    desktop.key("Ctrl+Return")
    settled(desktop)

    assert len(desktop.controller.register.people) == people


def test_one_line_at_a_time(desktop: Cockpit, report: Path) -> None:
    """Enter takes the chosen line only."""
    held(desktop)
    panel = show(desktop, report)
    choose(panel, "Emma Nurmi")
    desktop.key("Return")
    settled(desktop)

    now = minutes(desktop)
    assert (now["Emma Nurmi"], now["Anders Sjöberg"]) == (80, 89)


def test_somebody_is_chosen_for_a_device(desktop: Cockpit, report: Path) -> None:
    """A device is nobody until it is said whose it is."""
    held(desktop)
    panel = show(desktop, report)
    choose(panel, "iPad (4)")
    menu = panel.person_menu()
    assert menu is not None
    pick(menu, "Mari Oja")
    settled(desktop)

    told = reasons(panel)
    assert "Mari Oja" in next(
        line.cells[1] for line in panel.model.lines if line.cells[0].startswith("iPad")
    )
    choose(panel, "iPad (4)")
    desktop.key("Return")
    settled(desktop)
    assert "iPad (4)" in told
    assert minutes(desktop)["Mari Oja"] == 30


def test_a_report_of_another_day_is_a_question(desktop: Cockpit, tmp_path: Path) -> None:
    """Nothing can be taken over from it, and the door list is as it was."""
    held(desktop)
    before = desktop.controller.register.presences
    file = tmp_path / "other.csv"
    file.write_bytes(sample("teams_gen3_report_fi-FI"))
    panel = show(desktop, file)
    desktop.key("Ctrl+Return")

    assert panel.words == (
        "This is a report of another day: 17 Mar 2026. The session is on 25 Nov 2026."
    )
    assert not panel.all.isVisible()
    assert panel.choose.hasFocus()
    assert desktop.controller.register.presences == before

    desktop.key("1")
    settled(desktop)

    assert panel.model.lines
    assert "the times count for this session's day" in spoken(panel)
    assert desktop.controller.register.presences == before
    choose(panel, "Aino Mäkeläinen")
    desktop.key("Return")
    settled(desktop)
    assert minutes(desktop)["Aino Mäkeläinen"] > 0


def test_a_date_of_two_readings_is_asked_in_the_panel(desktop: Cockpit, tmp_path: Path) -> None:
    """Each reading is an answer; the second one is taken by its number."""
    held(desktop)
    file = tmp_path / "other.csv"
    file.write_bytes(sample("teams_gen3_report_ambiguous_date"))
    panel = show(desktop, file)

    assert [button.text() for button in panel.answers.buttons] == [
        "It is of 4 Mar 2026; its times count for 25 Nov 2026",
        "It is of 3 Apr 2026; its times count for 25 Nov 2026",
    ]
    desktop.click(panel.answers.buttons[1])
    settled(desktop)
    assert panel.table.isVisible()
    assert not panel.answers.isVisible()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "nasty_html_login",
            "This is a web page, perhaps a sign-in page, not an attendance report.",
        ),
        ("nasty_random_binary", "The file is neither a text nor a workbook."),
        ("nasty_empty", "The file is empty."),
        (
            "nasty_other_csv",
            "This is no attendance report that is known. Say what its columns hold.",
        ),
    ],
)
def test_bad_files_are_told_in_a_sentence(
    desktop: Cockpit, tmp_path: Path, name: str, words: str
) -> None:
    """What is no report says so, and another file can be chosen at once."""
    open_crowd(desktop)
    file = tmp_path / "file.csv"
    file.write_bytes(sample(name))
    panel = show(desktop, file)

    assert panel.words == words
    assert panel.choose.isEnabled()


def in_two(folder: Path) -> tuple[Path, Path]:
    """Write the report as that of a meeting that was started twice, the second time at 10:00."""
    early = [(one, [stay for stay in one.stays if stay[0] < 70 * 60]) for one in REPORT]
    parts = (
        [replace(one, stays=tuple((b, min(e, 65 * 60)) for b, e in stays)) for one, stays in early],
        [
            replace(one, stays=tuple((70 * 60, e) for b, e in one.stays if e > 70 * 60))
            for one in REPORT
        ],
    )
    files = folder / "part1.csv", folder / "part2.csv"
    for file, people in zip(files, parts, strict=True):
        style = Style(
            words=SWEDISH,
            say=DATES["fi-FI"],
            length=LENGTHS["sv"],
            people=tuple(one for one in people if one.stays),
        )
        file.write_bytes(sections(style, BEGIN))
    return files


def test_several_files_are_one_report(desktop: Cockpit, tmp_path: Path) -> None:
    """Two parts of a meeting are united; the break between them is nobody's time."""
    held(desktop)
    panel = show(desktop, *in_two(tmp_path))
    assert "Together" in spoken(panel)
    desktop.key("Ctrl+Return")
    settled(desktop)

    # From 8:56 to 9:55 and from 10:00 on, of a session that begins at 9:00.
    assert minutes(desktop)["Anders Sjöberg"] == 90
    assert minutes(desktop)["Emma Nurmi"] == 75
    assert desktop.library.flush(10)
    kept = desktop.library.attendance_imports(desktop.controller.session.id)
    assert {one.file_name for one in kept} == {"part1.csv", "part2.csv"}


def test_files_can_be_dropped(desktop: Cockpit, tmp_path: Path) -> None:
    """What is dropped on the panel is read like what is chosen."""
    held(desktop)
    files = in_two(tmp_path)
    desktop.key("Ctrl+Shift+A")
    panel = panel_of(desktop)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    at_middle = QPointF(panel.rect().center())
    both = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier(0))
    enter = QDragEnterEvent(at_middle.toPoint(), *both)
    QCoreApplication.sendEvent(panel, enter)
    assert enter.isAccepted()
    QCoreApplication.sendEvent(panel, QDropEvent(at_middle, *both))
    settled(desktop)

    assert "part1.csv" in spoken(panel)
    assert "part2.csv" in spoken(panel)


def test_one_bad_file_of_several_can_be_left_out(
    desktop: Cockpit, report: Path, tmp_path: Path
) -> None:
    """It is named, and the others are compared without it."""
    held(desktop)
    bad = tmp_path / "login.csv"
    bad.write_bytes(sample("nasty_html_login"))
    panel = show(desktop, report, bad)
    assert panel.words.startswith("login.csv: This is a web page")
    desktop.key("1")
    settled(desktop)

    assert "Emma Nurmi" in reasons(panel)


UNKNOWN = (
    "Lista 25.11.2026\n\nOsallistuja;Virasto;Tuli;Lähti\n"
    "Anders Sjöberg;KEHA;25.11.2026 9.00;25.11.2026 10.05\n"
    "Emma Nurmi;ELY;25.11.2026 9.02;25.11.2026 10.35\n"
)


def test_columns_of_an_unknown_report_are_said(desktop: Cockpit, tmp_path: Path) -> None:
    """The table is shown as it is; once its columns are confirmed it is compared."""
    held(desktop)
    file = tmp_path / "own.csv"
    file.write_bytes(UNKNOWN.encode())
    panel = show(desktop, file)
    assert panel.columns.rows is not None
    assert panel.columns.columns is not None
    assert [one.value for one in panel.columns.columns.columns] == [
        "name",
        "ignored",
        "joined",
        "left",
    ]
    assert not panel.table.isVisible()
    desktop.key("Ctrl+Return")
    settled(desktop)

    assert panel.table.isVisible()
    assert reasons(panel)["Anders Sjöberg"].startswith("Left 30 min earlier")
    # The columns stay in reach: without a leave nothing is known of the end.
    panel.columns.chips.chosen.emit(3, ReportColumn.IGNORED)
    settled(desktop)
    assert "Left" not in reasons(panel)["Anders Sjöberg"]


def test_columns_that_were_said_are_remembered(desktop: Cockpit, tmp_path: Path) -> None:
    """The next table with such headings is read as the last one was; others are asked about."""
    held(desktop)
    file, other = tmp_path / "own.csv", tmp_path / "other.csv"
    file.write_bytes(UNKNOWN.encode())
    other.write_bytes(UNKNOWN.replace("Tuli", "Saapui").encode())
    panel = show(desktop, file)
    panel.columns.chips.chosen.emit(3, ReportColumn.IGNORED)
    desktop.key("Ctrl+Return")
    settled(desktop)
    desktop.key("Escape")
    file.write_bytes(UNKNOWN.replace("Emma Nurmi", "Nils Ek").encode())
    show(desktop, file)

    assert panel.table.isVisible()
    assert "Left" not in reasons(panel)["Anders Sjöberg"]
    assert panel.columns.isVisible()
    desktop.key("Escape")
    show(desktop, other)
    assert not panel.table.isVisible()


def test_a_report_can_be_pasted(desktop: Cockpit, report: Path) -> None:
    """Copied rows and a copied file are read like a chosen file; an empty clipboard is told."""
    held(desktop)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(" ")
    desktop.key("Escape", "Escape", "Ctrl+Shift+A", "Ctrl+V")
    panel = panel_of(desktop)
    assert panel.words == ("There is no report on the clipboard. Copy the file, or all its rows.")
    clipboard.setText(UNKNOWN.replace(";", "\t"))
    desktop.key("Ctrl+V")
    settled(desktop)
    desktop.key("Ctrl+Return")
    settled(desktop)
    assert reasons(panel)["Anders Sjöberg"].startswith("Left 30 min earlier")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(report))])
    clipboard.setMimeData(copied)
    desktop.key("Ctrl+V")
    settled(desktop)
    assert "Emma Nurmi" in reasons(panel)


def test_letters_of_a_file_can_be_chosen(desktop: Cockpit, tmp_path: Path) -> None:
    """Bytes that may be one code page or another are read as somebody says."""
    held(desktop)
    file = tmp_path / "own.csv"
    file.write_bytes(UNKNOWN.replace("Emma", "Łucja").encode("cp1250"))
    panel = show(desktop, file)
    desktop.key("Ctrl+Return")
    settled(desktop)
    assert "Łucja Nurmi" not in reasons(panel)
    place = panel.letters.findData("cp1250")
    panel.letters.setCurrentIndex(place)
    panel.letters.activated.emit(place)
    settled(desktop)

    assert "Łucja Nurmi" in reasons(panel)


def test_the_structure_is_copied_without_names(
    desktop: Cockpit, report: Path, tmp_path: Path
) -> None:
    """Headings and patterns are on the clipboard, and nothing of any person."""
    held(desktop)
    panel = show(desktop, report)
    desktop.click(panel.structure)
    text = QGuiApplication.clipboard().text()

    assert "99.99.9999" in text or "99.99.99" in text
    assert "E-post" in text
    assert not [word for one in REPORT for word in one.name.split() if word in text]


def test_hostile_names_are_plain_text(desktop: Cockpit, tmp_path: Path) -> None:
    """Formulas, tags and turned writing are shown letter by letter and taken over unchanged."""
    open_crowd(desktop)
    file = tmp_path / "nasty.csv"
    data = sample("nasty_formula_injection").decode("utf-16").replace("3/17/26", "11/25/26")
    file.write_bytes(data.encode("utf-16"))
    panel = show(desktop, file)
    assert "<img src=x onerror=alert(1)>" in reasons(panel)
    desktop.key("Ctrl+Return")
    settled(desktop)

    names = {one.name for one in desktop.controller.register.people.values()}
    assert "<img src=x onerror=alert(1)>" in names
    assert any(len(name) == 5000 for name in names)


def test_five_thousand_can_be_stopped(desktop: Cockpit, tmp_path: Path) -> None:
    """Esc stops reading and matching; nothing has changed and the panel is ready again."""
    open_crowd(desktop)
    people = [
        Participant(id=PersonId(f"x{n}"), programme=ProgrammeId("p1"), name=f"Osa Llistuja{n}")
        for n in range(200)
    ]
    desktop.library.submit(SavePeople(people=tuple(people)))
    file = tmp_path / "huge.csv"
    data = sample("nasty_5000_participants").decode("utf-16").replace("3/17/26", "11/25/26")
    file.write_bytes(data.encode("utf-16"))
    desktop.key("Ctrl+Shift+A")
    panel = panel_of(desktop)
    panel.read_paths([file])
    assert panel.is_busy
    desktop.key("Escape")

    assert panel.words == "Stopped; nothing was changed."
    assert not panel.is_busy
    assert desktop.controller.register.presences == ()


def test_the_palette_leads_to_the_report(desktop: Cockpit) -> None:
    """It is found by name, and has a key that is shown."""
    open_crowd(desktop)
    desktop.key("Ctrl+K")
    desktop.type("attendance report")
    desktop.key("Return")

    assert panel_of(desktop).isVisible()
    assert panel_of(desktop).choose.hasFocus()


def test_the_button_at_the_door_leads_to_the_report(desktop: Cockpit) -> None:
    """The People tab has it at its foot."""
    open_crowd(desktop)
    desktop.key("D")
    button: QAbstractButton = desktop.button("people.report")
    desktop.click(button)

    assert panel_of(desktop).isVisible()
    assert QKeySequence("Ctrl+Shift+A").toString() in button.toolTip()
