"""Texts of the resource files in the three languages."""

from __future__ import annotations

import msgspec


class Texts(msgspec.Struct, frozen=True):
    """One text in English, Finnish and Swedish."""

    en: str
    fi: str
    sv: str

    def speak(self, language: str) -> str:
        """Return the text in a language; English for one that there is not."""
        return {"fi": self.fi, "sv": self.sv}.get(language, self.en)

    @property
    def all(self) -> tuple[str, str, str]:
        """Return the text in every language."""
        return self.en, self.fi, self.sv
