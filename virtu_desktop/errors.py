"""Problems of the user's world: disk full, wrong file, unknown name. Everything else is a bug."""

from __future__ import annotations

from virtu_desktop.i18n import Translator, translator


class KnownError(Exception):
    """A problem that is told to the user in one clear sentence, without a traceback.

    ``text`` is a translatable English sentence marked with ``N_``, with named placeholders for
    ``params``.
    """

    def __init__(self, text: str, **params: object) -> None:
        """Keep the sentence and what fills its placeholders."""
        self.text = text
        self.params = params
        super().__init__(translator("en")(text, **params))

    def words(self, tr: Translator) -> str:
        """Return the sentence in the language of ``tr``."""
        return tr(self.text, **self.params)
