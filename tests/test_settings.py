"""The settings file: read whatever is in it, written whole, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from virtu_desktop import settings as module
from virtu_desktop.domain.cues import CueSettings
from virtu_desktop.exchange.files import CannotWrite
from virtu_desktop.settings import ChosenColumns, Settings, Theme, load_settings, save_settings

CHOSEN = Settings(
    language="fi",
    stage_language="sv",
    library=Path("somewhere") / "library.sqlite",
    theme=Theme.DARK,
    text_scale=125,
    cue_sound=True,
    cues=CueSettings(soon_percent=25, last_percent=10),
    import_columns=(ChosenColumns("abc", ("start", "title")),),
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a settings file may be, in a folder that is not there yet."""
    return tmp_path / "config" / "settings.json"


def written(file: Path, text: str) -> Path:
    """Write the file and return it."""
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_without_a_file_the_defaults_count(file: Path) -> None:
    """A first start has the default settings and nothing to tell."""
    loaded = load_settings(file)

    assert loaded.settings == Settings()
    assert loaded.problem is None


def test_what_is_saved_is_read(file: Path) -> None:
    """Every setting comes back as it was chosen."""
    save_settings(CHOSEN, file)

    assert load_settings(file).settings == CHOSEN


def test_the_latest_choices_of_columns_are_remembered() -> None:
    """A new choice for the same headings replaces the old one; of very many the oldest go."""
    settings = CHOSEN.with_columns(ChosenColumns("abc", ("title",)))
    assert settings.import_columns == (ChosenColumns("abc", ("title",)),)

    for number in range(60):
        settings = settings.with_columns(ChosenColumns(str(number), ("title",)))

    assert [one.fingerprint for one in settings.import_columns] == [str(n) for n in range(20, 60)]


@pytest.mark.parametrize("columns", ["[]", '{"abc": "start"}', "7", '{"abc": {"start": 1}}'])
def test_columns_that_cannot_be_are_forgotten(file: Path, columns: str) -> None:
    """Nothing that stands in the file in their place keeps the program from starting."""
    written(file, f'{{"import_columns": {columns}, "language": "fi"}}')

    assert load_settings(file).settings == Settings(language="fi")


def test_unknown_keys_stay_in_the_file(file: Path) -> None:
    """A newer version's settings survive a save by this one."""
    written(file, '{"language": "fi", "phones": {"port": 8080}}')

    save_settings(CHOSEN, file)

    assert json.loads(file.read_text(encoding="utf-8"))["phones"] == {"port": 8080}


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"a": ' * 100_000])
def test_a_broken_file_is_set_aside(file: Path, text: str) -> None:
    """A file that is no settings file is kept under another name, told, and in nobody's way."""
    written(file, text)

    loaded = load_settings(file)

    assert loaded.settings == Settings()
    assert loaded.problem is not None
    assert "settings.broken" in str(loaded.problem)
    assert file.with_suffix(".broken").read_text(encoding="utf-8") == text
    assert load_settings(file).problem is None


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("language", "de"),
        ("language", 5),
        ("stage_language", []),
        ("library", 7),
        ("library", ""),
        ("theme", "pink"),
        ("theme", ["dark"]),
        ("text_scale", 500),
        ("text_scale", True),
        ("text_scale", "100"),
        ("cue_sound", "yes"),
        ("cue_soon_percent", 0),
        ("cue_last_percent", 90),
    ],
)
def test_a_value_that_cannot_be_means_the_default(file: Path, key: str, value: object) -> None:
    """One wrong value is ignored; the program starts all the same."""
    written(file, json.dumps({key: value}))

    loaded = load_settings(file)

    assert loaded.settings == Settings()
    assert loaded.problem is None


def test_settings_that_cannot_be_written_say_so(tmp_path: Path) -> None:
    """Where the folder would have to be there is a file: one clear sentence, no other error."""
    (tmp_path / "config").write_text("a file")

    with pytest.raises(CannotWrite, match="cannot be written"):
        save_settings(CHOSEN, tmp_path / "config" / "settings.json")


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    """A folder of that name stops nothing."""
    loaded = load_settings(tmp_path)

    assert loaded.settings == Settings()
    assert loaded.problem is not None


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "sv_SE.UTF-8", "LANG": "fi_FI.UTF-8"}, "sv"),
        ({}, "en"),
    ],
)
def test_the_language_of_the_computer_is_used_if_it_is_spoken(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    """Finnish and Swedish computers get their language, all others English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert module.system_language() == language
