"""Basic forms of words, so that "koulutuksessa" and "koulutus" count together (V10).

The dictionaries live in a process of their own (``lemma_reader.py``) that is started with the
first question and can be ended at any time. Without it every word stands for itself: nothing
depends on it.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from threading import Lock, Timer

import msgspec

from virtu_desktop.exchange import lemma_reader

MOST_SECONDS = 30.0
_AT_ONCE = 500
_LONGEST = 60

_log = logging.getLogger("virtu.exchange")


class Lemmas:
    """Asks for basic forms, each word once; safe to call from any thread."""

    def __init__(self, language: str = "fi", *, most_seconds: float = MOST_SECONDS) -> None:
        """Begin without a process. language: whose words go before those of the others."""
        others = (one for one in lemma_reader.LANGUAGES if one != language)
        known = (language,) if language in lemma_reader.LANGUAGES else ()
        self._languages = (*known, *others)
        self._most_seconds = most_seconds
        self._known: dict[str, str] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()
        self._is_broken = False

    def of(self, words: Collection[str]) -> dict[str, str]:
        """Return the basic forms of words in small letters; what is unknown is left out.

        Takes seconds the first time, while the dictionaries are read.
        """
        with self._lock:
            asked = sorted(
                word for word in set(words) if word not in self._known and len(word) <= _LONGEST
            )
            for place in range(0, len(asked), _AT_ONCE):
                self._ask(asked[place : place + _AT_ONCE])
            return {word: self._known[word] for word in words if word in self._known}

    def close(self) -> None:
        """End the process; a later question starts it again."""
        process = self._process
        self._process = None
        if process is not None:
            process.kill()
            process.communicate()

    def _ask(self, words: list[str]) -> None:
        if self._is_broken:
            return
        try:
            process = self._started()
            # A process that hangs is ended, so that its answer is the end of the stream.
            watch = Timer(self._most_seconds, process.kill)
            watch.daemon = True
            watch.start()
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                process.stdin.write(msgspec.json.encode(words) + b"\n")
                process.stdin.flush()
                found = msgspec.json.decode(process.stdout.readline(), type=list[str])
            finally:
                watch.cancel()
        except (OSError, msgspec.MsgspecError):
            _log.warning("no basic forms of words")
            self._is_broken = True
            self.close()
            return
        self._known.update(
            (word, lemma.casefold()) for word, lemma in zip(words, found, strict=False)
        )

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            command = [sys.executable, "-I", str(Path(lemma_reader.__file__)), *self._languages]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process
