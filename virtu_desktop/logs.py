"""The program's log: JSON lines in UTC in a rotating file.

Areas are loggers below ``virtu``. A log line carries ids only: never a name, a note, an answer,
a code or a token.
"""

from __future__ import annotations

import json
import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

from virtu_desktop.domain.time import Instant, iso_utc

_LARGEST_FILE = 1_000_000
_OLD_FILES = 4


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: at (UTC), level, area, text, and trace after a failure."""
        line = {
            "at": iso_utc(Instant(int(record.created * 1000))),
            "level": record.levelname.lower(),
            "area": record.name,
            "text": record.getMessage(),
        }
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_file() -> Path:
    """Return where the log is."""
    return user_log_path("virtu", appauthor=False) / "virtu.log"


def log_files() -> tuple[Path, ...]:
    """Return all logs there are, old ones and that of crashes too."""
    folder = log_file().parent
    found = (*folder.glob(f"{log_file().name}*"), folder / "fault.log")
    return tuple(sorted(path for path in found if path.is_file()))


def start_logging(*, verbose: bool = False) -> None:
    """Log to the file from now on, and with ``verbose`` to standard error too.

    A log that cannot be written stops nothing: the program goes on without it.
    """
    logger = logging.getLogger("virtu")
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False
    for handler in tuple(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    logging.raiseExceptions = False
    try:
        logger.addHandler(_file_handler(log_file()))
    except OSError:
        logger.addHandler(logging.NullHandler())
    if verbose:
        spoken = logging.StreamHandler(sys.stderr)
        spoken.setFormatter(JsonLines())
        logger.addHandler(spoken)


def _file_handler(path: Path) -> logging.Handler:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        path, maxBytes=_LARGEST_FILE, backupCount=_OLD_FILES, encoding="utf-8", delay=True
    )
    handler.setFormatter(JsonLines())
    return handler
