"""Exports with pseudonyms and without names give nobody away, in any format (R2, R7)."""

from __future__ import annotations

import io
import json
import zipfile

import pypdf
import pytest

from tests.exchange.attended import AINO, PEKKA, PEOPLE, attended
from tests.exchange.test_pages import structure
from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.pseudonyms import NOBODY, NameFinder, pseudonym
from virtu_desktop.exchange.export import ExportWish, Format, record_files
from virtu_desktop.exchange.names import Names, with_names
from virtu_desktop.exchange.record_json import read_record, write_record
from virtu_desktop.i18n import LANGUAGES, translator

NOTES = (
    "#idea Ainon ja Pekan kokeilu, see Zachrissonin slides",
    "#decision ask @pekka and aino.z@example.org",
    "#action WIRTANEN answers; Aino Zachrisson told Xanadu",
)
SECRETS = (
    "Aino",
    "Zachrisson",
    "Pekka",
    "Pekan",
    "irtanen",
    "Xanadu",
    "Mia",
    "example.org",
    "chair",
)


def readable(name: str, data: bytes) -> str:
    """Return all texts of a file, unpacked where it is packed."""
    if name.endswith((".xlsx", ".virtu")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "".join(
                archive.read(one).decode("utf-8", "replace") for one in archive.namelist()
            )
    if name.endswith(".pdf"):
        reader = pypdf.PdfReader(io.BytesIO(data))
        words = "".join(page.extract_text() for page in reader.pages)
        return words + str(structure(reader.root_object["/StructTreeRoot"])) + str(reader.metadata)
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_no_name_is_in_any_format(names: Names, language: str) -> None:
    """Neither whole names nor parts, with endings, in capitals, as mentions or in addresses."""
    wish = ExportWish(formats=tuple(Format), names=names)

    for name, data in record_files(attended(NOTES), wish, translator(language)):
        text = readable(name, data)
        assert [secret for secret in SECRETS if secret in text] == [], name


def test_full_names_are_in_all_formats_that_show_people() -> None:
    """The search of the test above finds names where they are wanted."""
    wish = ExportWish(
        formats=(Format.WORKBOOK, Format.JSON, Format.HTML, Format.REPORT, Format.MARKDOWN)
    )

    for name, data in record_files(attended(NOTES), wish, translator("en")):
        assert "Zachrisson" in readable(name, data), name


def test_a_pseudonym_is_the_same_in_every_session() -> None:
    """It follows from the person alone, so that a programme can be followed."""
    one = with_names(attended(("#idea @aino",)), Names.PSEUDONYM).record
    other = with_names(attended(()), Names.PSEUDONYM).record

    assert {person.name for person in one.people} == {pseudonym(person.id) for person in PEOPLE}
    assert one.people == other.people
    assert one.notes[0].text == f"@{pseudonym(AINO.id)}"
    assert one.notes[0].persons == (pseudonym(AINO.id),)


def test_pseudonyms_differ() -> None:
    """Ten thousand people have ten thousand pseudonyms but for a chance in a hundred."""
    assert len({pseudonym(PersonId(f"person {n}")) for n in range(2_000)}) == 2_000


@pytest.mark.parametrize("names", [Names.PSEUDONYM, Names.NONE])
def test_a_record_without_names_is_a_whole_record(names: Names) -> None:
    """It reads back, and every figure of attendance is as it was."""
    hidden = with_names(attended(NOTES), names)

    data = write_record(hidden)

    assert write_record(read_record(data)) == data
    assert len(hidden.record.presences) == 3
    assert {stay.person for stay in hidden.record.presences} <= {
        person.id for person in hidden.record.people
    }


def test_without_names_the_numbers_say_nothing_of_the_order() -> None:
    """People are not numbered as in the roster, and have no organisation."""
    hidden = with_names(attended(()), Names.NONE).record

    assert sorted(person.id for person in hidden.people) == ["1", "2", "3"]
    assert not any(person.organisation or person.name or person.tags for person in hidden.people)
    by_time = {stay.joined: stay.person for stay in hidden.presences}
    numbers = {pseudonym(person.id): number for number, person in enumerate(PEOPLE, 1)}
    expected = {name: str(n) for n, name in enumerate(sorted(numbers), 1)}
    stays = attended(()).record.presences
    assert by_time == {stay.joined: expected[pseudonym(stay.person)] for stay in stays}


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("Pekka", "P"),
        ("Pekan", "P"),
        ("Pekalle ja Pekkaan", "P ja P"),
        ("Wirtasen Pekka", "P P"),
        ("Wirtanen, Pekka", "P, P"),
        ("PEKKA WIRTANEN", "P"),
        ("@pekka @Pekka.Wirtanen", "@P @P.P"),
        ("pekka on myös pelto", "pekka on myös pelto"),
        ("Pekkarinen", "Pekkarinen"),
        ("Superpekka", "Superpekka"),
        ("Pekka's", "P"),
        ("Aino", "Aino"),
    ],
)
def test_names_are_found_with_their_endings(text: str, hidden: str) -> None:
    """Finnish and Swedish forms of a name are found, other words are left alone."""
    finder = NameFinder.of([PEKKA], {PEKKA.id: "P"})

    assert finder.replaced(text) == hidden
    assert finder.finds(text) == (text != hidden)


def test_a_name_that_two_people_share_names_neither() -> None:
    """Nobody is taken for another, and nobody is named."""
    twin = Participant(id=PersonId("other"), programme=None, name="Pekka Salo")
    finder = NameFinder.of([PEKKA, twin], {PEKKA.id: "P1", twin.id: "P2"})

    assert finder.replaced("Pekka and Salo, Pekka Salo") == f"{NOBODY} and P2, P2"


def test_the_json_tells_nothing_but_the_pseudonym() -> None:
    """Ids, addresses and tags of people are not in it either."""
    wish = ExportWish(formats=(Format.JSON,), names=Names.PSEUDONYM)
    ((_name, data),) = record_files(attended(()), wish, translator("en"))

    people = json.loads(data)["people"]
    assert {person["id"] for person in people} == {pseudonym(person.id) for person in PEOPLE}
    assert all("email" not in person and "tags" not in person for person in people)
