"""Lists of people: columns, groups, modes, doubles, and people who are known (A4, T16)."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from virtu_desktop.assets import resource
from virtu_desktop.domain.people import Mode, Participant, PersonId
from virtu_desktop.domain.programme import GroupId, ParticipantGroup, ProgrammeId
from virtu_desktop.exchange.roster_columns import RosterColumn, guess_roster_mapping
from virtu_desktop.exchange.roster_import import (
    RosterPreview,
    RosterRow,
    RowProblem,
    people_of,
    read_roster,
)
from virtu_desktop.exchange.tables import BadTable, Table, read_table_text, table_of_bytes

PROGRAMME = ProgrammeId("p")
GROUPS = tuple(
    ParticipantGroup(id=GroupId(letter), programme=PROGRAMME, name=f"Group {letter}")
    for letter in "ABCD"
)
ZOOM = """Registration Report
Report generated time,"Mar 10, 2026 10:00 AM"
Topic,Webinar ID
Turvallinen hybridikoulutus,947 5838 1041

First Name,Last Name,Email,Registration Time,Approval Status,Mihin ryhmään kuulut?
Aino,Mäkeläinen,aino@virtu.example,"Mar 1, 2026 09:00 AM",approved,B
Matti,Virtanen,matti@virtu.example,"Mar 2, 2026 09:00 AM",denied,
"""


def read(table: Table, *people: Participant) -> RosterPreview:
    """Return what a table comes to with the guessed columns."""
    return read_roster(table, guess_roster_mapping(table), people=people, groups=GROUPS)


def rows(text: str, *people: Participant) -> tuple[RosterRow, ...]:
    """Return the rows of a pasted list."""
    return read(read_table_text(text), *people).rows


def told(row: RosterRow) -> list[RowProblem]:
    """Return what is told of a row."""
    return [one.problem for one in row.told]


def person(key: str, name: str, **more: str) -> Participant:
    """Return somebody of the roster."""
    made = Participant(id=PersonId(key), programme=PROGRAMME, name=name)
    return replace(made, **more)  # type: ignore[arg-type]


def test_the_sample_comes_in_whole() -> None:
    """All 96 people with group, mode and address, nothing to look at."""
    preview = read(table_of_bytes(resource("sample", "people.csv").read_bytes()))

    assert (len(preview.rows), preview.new) == (96, 96)
    assert not any(row.told for row in preview.rows)
    first = preview.rows[0]
    assert (first.name, first.group, first.mode) == ("Kari Heino", "A", Mode.ROOM)
    assert {row.mode for row in preview.rows} == set(Mode)


@pytest.mark.parametrize(
    "text",
    [
        "Nimi;Organisaatio;Sähköposti;Ryhmä\nAino Lahti;ELY;a@b.fi;B",
        "Namn\tFöretag\tE-post\tGrupp\nAino Lahti\tELY\ta@b.fi\tgroup b",
        "Last name,First name,Company,E-mail address,Team\nLahti,Aino,ELY,a@b.fi,B",
        "Osallistujaluettelo\n\nSukunimi;Etunimi;Yritys;Sähköposti;Ryhmä\nLahti;Aino;ELY;a@b.fi;B",
    ],
)
def test_headings_in_three_languages(text: str) -> None:
    """Names in one column or two, in any order, below a title."""
    (row,) = rows(text)

    assert (row.name, row.organisation, row.email, row.group) == (
        "Aino Lahti",
        "ELY",
        "a@b.fi",
        "B",
    )


def test_a_list_without_headings() -> None:
    """Addresses are known by their look; the first words are the name."""
    (row, _other) = rows("Aino Lahti\tELY\ta@b.fi\nBo Ek\tKEHA\tb@b.fi")

    assert (row.name, row.organisation, row.email) == ("Aino Lahti", "ELY", "a@b.fi")


def test_names_alone() -> None:
    """A participant pane that was copied is a list of names."""
    assert [row.name for row in rows("Aino Lahti\nBo Ek\n\nCita Öst")] == [
        "Aino Lahti",
        "Bo Ek",
        "Cita Öst",
    ]


def test_a_registration_report_of_zoom() -> None:
    """The lines above are no people, and who was not approved is left out."""
    preview = read(read_table_text(ZOOM))

    assert [(row.name, row.email) for row in preview.people] == [
        ("Aino Mäkeläinen", "aino@virtu.example")
    ]
    assert told(preview.rows[-1]) == [RowProblem.NOT_APPROVED]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";ELY;a@b.fi;A;room;fi", RowProblem.NO_NAME),
        ("Bo;ELY;no address;A;room;fi", RowProblem.BAD_EMAIL),
        ("Bo;ELY;b@b.fi;Z;room;fi", RowProblem.UNKNOWN_GROUP),
        ("Bo;ELY;b@b.fi;A;moon;fi", RowProblem.UNKNOWN_MODE),
        ("Bo;ELY;b@b.fi;A;room;Klingon", RowProblem.UNKNOWN_LANGUAGE),
        ("Aino;ELY;a@b.fi;A;room;fi", RowProblem.TWICE),
        (f"{'B' * 600};ELY;b@b.fi;A;room;fi", RowProblem.CUT),
    ],
)
def test_each_problem_is_told_with_its_row(line: str, problem: RowProblem) -> None:
    """A row with a problem says which; the others are not touched."""
    head = "Nimi;Organisaatio;Sähköposti;Ryhmä;Osallistumistapa;Kieli"
    first, second = rows(f"{head}\nAino;ELY;a@b.fi;A;etänä;suomi\n{line}")

    assert (first.told, first.mode, first.language) == ((), Mode.REMOTE, "fi")
    assert told(second) == [problem]
    assert second.number == 3


def test_known_people_are_brought_up_to_date() -> None:
    """An address, or a name with a fitting employer, is the same person; tags are added."""
    roster = (
        person("a", "Aino Lahti", email="a@b.fi", site="Oulu"),
        person("b", "Bo Ek", organisation="KEHA"),
    )
    preview = read(
        read_table_text(
            "Name;Organisation;Email;Tags\nAino Lahti-Suo;ELY;A@B.fi;chair\nEk, Bo;KEHA;;\nCita;;;"
        ),
        *roster,
    )
    numbers = itertools.count(1)
    people = people_of(
        preview,
        {one.id: one for one in roster},
        programme=PROGRAMME,
        new_id=lambda: f"new{next(numbers)}",
    )

    assert [one.id for one in people] == ["a", "b", "new1"]
    assert (people[0].name, people[0].site, people[0].tags) == (
        "Aino Lahti-Suo",
        "Oulu",
        ("chair",),
    )
    assert preview.new == 1


def test_a_namesake_elsewhere_is_somebody_new_and_told() -> None:
    """The same name with another employer or address is not merged silently."""
    roster = (person("a", "Jari Korhonen", organisation="ELY", email="j@ely.fi"),)
    (row,) = rows("Name;Organisation;Email\nJari Korhonen;KEHA;j@keha.fi", *roster)

    assert (row.known, told(row)) == (None, [RowProblem.NAMESAKE])


def test_a_second_import_changes_nobody() -> None:
    """What came of a list is what the list says."""
    table = table_of_bytes(resource("sample", "people.csv").read_bytes())
    numbers = itertools.count()
    first = people_of(read(table), {}, programme=PROGRAMME, new_id=lambda: str(next(numbers)))
    again = people_of(
        read(table, *first),
        {one.id: one for one in first},
        programme=PROGRAMME,
        new_id=lambda: "never",
    )

    assert again == first


def test_a_column_can_be_chosen() -> None:
    """Another column that held the same gives way."""
    table = read_table_text("Foo;Name\nAino;ELY")
    mapping = guess_roster_mapping(table).with_column(0, RosterColumn.NAME)
    mapping = mapping.with_column(1, RosterColumn.ORGANISATION)
    (row,) = read_roster(table, mapping).rows

    assert (row.name, row.organisation) == ("Aino", "ELY")
    remembered = guess_roster_mapping(table, remembered={mapping.fingerprint: mapping.columns})
    assert (remembered.columns, remembered.remembered) == (mapping.columns, True)


def test_a_workbook_is_a_list_too(tmp_path: Path) -> None:
    """XLSX gives the same people."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Nimi", "Ryhmä"])
        sheet.write_row(1, 0, ["Aino Lahti", "C"])
    (row,) = read(table_of_bytes(data.getvalue())).rows

    assert (row.name, row.group) == ("Aino Lahti", "C")


def test_ten_thousand_lines_are_refused_in_a_sentence() -> None:
    """The caps of a paste hold (T16)."""
    with pytest.raises(BadTable, match="more than 5000 rows"):
        read_table_text("Name\n" + "Aino\n" * 10_000)


@given(st.text(max_size=300))
def test_any_text_is_a_list_or_refused(text: str) -> None:
    """No paste raises anything but a refusal, and nobody has an empty name."""
    try:
        preview = read(read_table_text(text))
    except BadTable:
        return
    assert all(row.name for row in preview.people)
