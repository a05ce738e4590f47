"""The program's settings: a small JSON file for one person on one computer.

A file that cannot be read is set aside, never lost and never in the way. Keys that this version
does not know stay in the file.
"""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from platformdirs import user_config_path, user_data_path

from virtu_desktop.domain.certificates import PERCENTS, USUAL_PERCENT
from virtu_desktop.domain.cues import CueSettings
from virtu_desktop.errors import KnownError
from virtu_desktop.exchange.files import make_folder, write_file
from virtu_desktop.i18n import LANGUAGES, N_

TEXT_SCALES = range(80, 201)
_PERCENTS = range(1, 100)
# How many choices of columns are remembered, and how long a line of them can sensibly be.
_REMEMBERED = 40
_MOST_COLUMNS = 200


class Theme(StrEnum):
    """The colours of the trainer's window."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


@dataclass(frozen=True, slots=True)
class ChosenColumns:
    """What a person said the columns of agendas with certain headings hold, from the left."""

    fingerprint: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person has chosen.

    language: of the interface, None for that of the system. stage_language: of the stage, None
    for that of the interface. library: None for the usual place. text_scale: per cent.
    certificate_percent: the least share of the time that a certificate is given for.
    import_columns: how agendas were read that a person corrected, the latest last.
    """

    language: str | None = None
    stage_language: str | None = None
    library: Path | None = None
    theme: Theme = Theme.LIGHT
    text_scale: int = 100
    cue_sound: bool = False
    cues: CueSettings = field(default_factory=CueSettings)
    certificate_percent: int = USUAL_PERCENT
    import_columns: tuple[ChosenColumns, ...] = ()

    def with_columns(self, chosen: ChosenColumns) -> Settings:
        """Return the settings with one more choice remembered; the oldest of many is forgotten."""
        others = (one for one in self.import_columns if one.fingerprint != chosen.fingerprint)
        return replace(self, import_columns=(*others, chosen)[-_REMEMBERED:])


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSettings:
    """The settings as read, and what was wrong with the file, if anything was."""

    settings: Settings
    problem: KnownError | None = None


def settings_file() -> Path:
    """Return where the settings are."""
    return user_config_path("virtu", appauthor=False) / "settings.json"


def default_library() -> Path:
    """Return where the library is unless another one is chosen."""
    return user_data_path("virtu", appauthor=False) / "library.sqlite"


def system_language() -> str:
    """Return the language of the computer if the program speaks it, else English."""
    asked = [os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")]
    known = {"fi": "fi", "finnish": "fi", "sv": "sv", "swedish": "sv", "en": "en", "english": "en"}
    for name in (*asked, locale.getlocale()[0] or ""):
        word = name.replace("-", "_").split("_")[0].lower()
        if word in known:
            return known[word]
    return "en"


def load_settings(path: Path | None = None) -> LoadedSettings:
    """Read the settings; a missing file, and each value that cannot be, means the default.

    A file that is no settings file is renamed with the ending ``.broken`` and the problem told.
    """
    path = path or settings_file()
    try:
        return LoadedSettings(settings=_settings(_values(path)))
    except FileNotFoundError:
        return LoadedSettings(settings=Settings())
    except OSError as error:
        problem = KnownError(
            N_("The settings cannot be read ({reason}); the defaults are used."),
            reason=error.strerror or str(error),
        )
    except ValueError:
        problem = _set_aside(path)
    return LoadedSettings(settings=Settings(), problem=problem)


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping unknown keys of the file. Raises CannotWrite."""
    path = path or settings_file()
    try:
        kept = dict(_values(path))
    except (OSError, ValueError):
        kept = {}
    make_folder(path.parent)
    text = json.dumps(kept | _as_values(settings), ensure_ascii=False, indent=2)
    write_file(path, f"{text}\n".encode())


def _values(path: Path) -> Mapping[str, object]:
    """Return the keys and values of the file; raise ValueError when it is no JSON object."""
    try:
        found = json.loads(path.read_bytes())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("no JSON object")
    return found


def _settings(values: Mapping[str, object]) -> Settings:
    plain = Settings()
    library = values.get("library")
    return Settings(
        language=_language(values.get("language")),
        stage_language=_language(values.get("stage_language")),
        library=Path(library) if isinstance(library, str) and library else None,
        theme=_theme(values.get("theme")),
        text_scale=_whole(values.get("text_scale"), TEXT_SCALES, plain.text_scale),
        cue_sound=values.get("cue_sound") is True,
        cues=_cues(values),
        certificate_percent=_whole(
            values.get("certificate_percent"), PERCENTS, plain.certificate_percent
        ),
        import_columns=_chosen_columns(values.get("import_columns")),
    )


def _chosen_columns(value: object) -> tuple[ChosenColumns, ...]:
    """Return what can be used of the remembered columns."""
    if not isinstance(value, dict):
        return ()
    chosen = (
        ChosenColumns(str(fingerprint), tuple(map(str, columns)))
        for fingerprint, columns in value.items()
        if isinstance(columns, list) and len(columns) <= _MOST_COLUMNS
    )
    return tuple(chosen)[-_REMEMBERED:]


def _cues(values: Mapping[str, object]) -> CueSettings:
    plain = CueSettings()
    soon = _whole(values.get("cue_soon_percent"), _PERCENTS, plain.soon_percent)
    last = _whole(values.get("cue_last_percent"), _PERCENTS, plain.last_percent)
    return CueSettings(soon_percent=soon, last_percent=last) if last < soon else plain


def _as_values(settings: Settings) -> dict[str, object]:
    return {
        "language": settings.language,
        "stage_language": settings.stage_language,
        "library": None if settings.library is None else str(settings.library),
        "theme": settings.theme.value,
        "text_scale": settings.text_scale,
        "cue_sound": settings.cue_sound,
        "cue_soon_percent": settings.cues.soon_percent,
        "cue_last_percent": settings.cues.last_percent,
        "certificate_percent": settings.certificate_percent,
        "import_columns": {
            chosen.fingerprint: list(chosen.columns) for chosen in settings.import_columns
        },
    }


def _language(value: object) -> str | None:
    return value if isinstance(value, str) and value in LANGUAGES else None


def _theme(value: object) -> Theme:
    return next((theme for theme in Theme if theme.value == value), Theme.LIGHT)


def _whole(value: object, allowed: range, default: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        return default
    return value if value in allowed else default


def _set_aside(path: Path) -> KnownError:
    broken = path.with_suffix(".broken")
    try:
        path.replace(broken)
    except OSError:
        return KnownError(N_("The settings file is broken; the defaults are used."))
    return KnownError(
        N_("The settings file was broken and is kept as {file}; the defaults are used."),
        file=broken.name,
    )
