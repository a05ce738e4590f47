"""Basic forms come from a process of their own; without it every word stands for itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from virtu_desktop.exchange import lemma_reader
from virtu_desktop.exchange.lemmas import Lemmas


@pytest.fixture(scope="module")
def lemmas() -> Iterator[Lemmas]:
    """Return the basic forms, Finnish first."""
    made = Lemmas("fi")
    yield made
    made.close()


def test_forms_of_three_languages(lemmas: Lemmas) -> None:
    """Those that the field guide names, and Swedish and English ones beside them."""
    expected = {
        "koulutuksessa": "koulutus",
        "yhteistyötä": "yhteistyö",
        "asiakkaiden": "asiakas",
        "ryhmätöissä": "ryhmätyö",
        "hybridiopetuksessa": "hybridiopetus",
        "tauot": "tauko",
        "övningarna": "övning",
        "meetings": "meeting",
    }

    assert lemmas.of(list(expected)) == expected


def test_unknown_words_stay_and_nothing_of_the_dictionaries_is_loaded(lemmas: Lemmas) -> None:
    """The memory of the program is not touched."""
    assert lemmas.of(["teamsissäq", "x" * 100]) == {"teamsissäq": "teamsissäq"}
    assert "simplemma" not in sys.modules


def test_it_can_end_and_begin_again(lemmas: Lemmas) -> None:
    """What was asked before is remembered meanwhile."""
    lemmas.close()

    assert lemmas.of(["koulutuksessa"]) == {"koulutuksessa": "koulutus"}
    assert lemmas.of(["mötena"]) == {"mötena": "möte"}


def test_without_a_process_words_stand_for_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer on which it cannot start still counts answers."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    assert Lemmas().of(["koulutuksessa"]) == {}


def test_a_process_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The answer comes without it, and nothing waits for it again."""
    script = tmp_path / "hangs.py"
    script.write_text("import sys\nfor line in sys.stdin: pass\n", "utf-8")
    monkeypatch.setattr(lemma_reader, "__file__", str(script))
    hanging = Lemmas(most_seconds=0.2)

    assert hanging.of(["koulutuksessa"]) == {}
    assert hanging.of(["yhteistyötä"]) == {}


@pytest.mark.parametrize("answer", ["", "[1]", "nonsense", '["only one"]'])
def test_a_bad_answer_is_no_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, answer: str
) -> None:
    """Words of which nothing came back stand for themselves."""
    script = tmp_path / "odd.py"
    script.write_text(f"import sys\nsys.stdin.readline()\nprint({answer!r})\n", "utf-8")
    monkeypatch.setattr(lemma_reader, "__file__", str(script))
    odd = Lemmas()

    assert "koulutuksessa" not in odd.of(["a", "koulutuksessa"])
    odd.close()
