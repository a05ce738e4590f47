"""Texts in Finnish, Swedish and English: one gettext catalogue for every surface.

The English text in the code is the key. The window, the stage, an export and a command can each
speak another language at the same time, so a ``Translator`` is passed to what writes text; ``_``
and ``_n`` use the interface language, which the program sets once at its start.
"""

from __future__ import annotations

import gettext
from functools import cache

from virtu_desktop.assets import resource

LANGUAGES = ("en", "fi", "sv")


def N_(text: str) -> str:
    """Mark a text for the catalogue without translating it yet."""
    return text


class Translator:
    """Gives texts in one language."""

    def __init__(self, language: str) -> None:
        """Load the catalogue of ``language``; English needs none."""
        self.language = language
        self._catalogue = (
            gettext.NullTranslations()
            if language == "en"
            else gettext.translation(
                "virtu", localedir=str(resource("languages")), languages=[language]
            )
        )

    def __call__(self, text: str, **params: object) -> str:
        """Return ``text`` in this language, its named placeholders filled from ``params``."""
        found = self._catalogue.gettext(text)
        return found.format(**params) if params else found

    def plural(self, one: str, many: str, count: int, **params: object) -> str:
        """Return the form of the text that fits ``count``, which fills ``{count}``."""
        return self._catalogue.ngettext(one, many, count).format(count=count, **params)


@cache
def translator(language: str) -> Translator:
    """Return the translator of a language code; one that is not offered means English."""
    return Translator(language if language in LANGUAGES else "en")


class _Interface:
    translator: Translator | None = None


def set_interface_language(language: str) -> None:
    """Let ``_`` and ``_n`` speak ``language`` from now on."""
    _Interface.translator = translator(language)


def interface() -> Translator:
    """Return the translator of the interface language."""
    return _Interface.translator or translator("en")


def _(text: str, **params: object) -> str:
    """Return ``text`` in the interface language."""
    return interface()(text, **params)


def _n(one: str, many: str, count: int, **params: object) -> str:
    """Return the form that fits ``count`` in the interface language."""
    return interface().plural(one, many, count, **params)
