"""Basic forms of Finnish, Swedish and English words, read by a process of its own.

Each line of standard input is a JSON list of words and is answered by a JSON list of their basic
forms. The process keeps the dictionaries packed (simplemma's streams: about 75 MB instead of
hundreds), and ends when its input does. Nothing of the product is loaded here.
"""

from __future__ import annotations

import json
import sys

LANGUAGES = ("fi", "sv", "en")


def answer(languages: tuple[str, ...]) -> None:
    """Answer every line; the first language that knows a word decides."""
    from simplemma.lemmatizer import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries import StreamDictionaryFactory

    strategy = DefaultStrategy(greedy=False, dictionary_factory=StreamDictionaryFactory())
    lemmatizer = Lemmatizer(lemmatization_strategy=strategy)
    for line in sys.stdin.buffer:
        words = json.loads(line)
        found = [lemmatizer.lemmatize(word, lang=languages) for word in words]
        sys.stdout.buffer.write(json.dumps(found).encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    answer(tuple(sys.argv[1:]) or LANGUAGES)
