"""The log: JSON lines in UTC that stop nothing when they cannot be written."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from virtu_desktop import logs


@pytest.fixture
def log_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Log below a folder of the test, and let go of it afterwards."""
    folder = tmp_path / "log"
    monkeypatch.setattr(logs, "user_log_path", lambda *_args, **_kwargs: folder)
    yield folder
    logger = logging.getLogger("virtu")
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True
    logging.raiseExceptions = True


def test_a_line_is_json_with_the_time_in_utc(log_folder: Path) -> None:
    """Each line says when, how serious, where and what, whatever the text contains."""
    logs.start_logging()

    logging.getLogger("virtu.store").warning("backup %s failed\nbecause", "b1")

    line = json.loads((log_folder / "virtu.log").read_text(encoding="utf-8"))
    assert line["level"] == "warning"
    assert line["area"] == "virtu.store"
    assert line["text"] == "backup b1 failed\nbecause"
    assert line["at"].endswith("Z")


def test_a_failure_is_logged_with_its_trace(log_folder: Path) -> None:
    """The trace of an exception stands in the same line."""
    logs.start_logging()

    try:
        raise ValueError("odd")
    except ValueError:
        logging.getLogger("virtu.ui").exception("failed")

    (text,) = (log_folder / "virtu.log").read_text(encoding="utf-8").splitlines()
    assert "ValueError: odd" in json.loads(text)["trace"]


def test_details_are_logged_only_when_asked_for(
    log_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without --verbose debug lines go nowhere; with it they are on standard error too."""
    logs.start_logging()
    logging.getLogger("virtu.ui").debug("quiet")
    logs.start_logging(verbose=True)
    logging.getLogger("virtu.ui").debug("loud")

    assert "quiet" not in (log_folder / "virtu.log").read_text(encoding="utf-8")
    assert '"loud"' in capsys.readouterr().err


def test_a_log_that_cannot_be_written_stops_nothing(log_folder: Path) -> None:
    """Where the folder would have to be there is a file: the program goes on without a log."""
    log_folder.write_text("a file")

    logs.start_logging()
    logging.getLogger("virtu.ui").error("lost")

    assert log_folder.read_text() == "a file"
