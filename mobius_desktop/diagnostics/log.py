"""The program's log: a few rotating files in the data folder, each line redacted before it is written."""

from __future__ import annotations

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path

from mobius_desktop.diagnostics.redactor import Redactor, redactor

FILE_NAME = "mobius-desktop.log"
_BYTES = 2_000_000
_FILES = 5
_CHATTY = (
    "urllib3",
    "requests",
    "werkzeug",
    "intuitlib",
    "requests_oauthlib",
    "oauthlib",
    "keyring",
    "filelock",
)
"""Libraries that write addresses and headers when they are let."""


_LINE = "%(asctime)sZ %(levelname)s %(threadName)s %(name)s: %(message)s"


def log_files(folder: Path) -> list[Path]:
    """The logs of a data folder that there are, the newest first."""
    return sorted((folder / "logs").glob(f"{FILE_NAME}*"))


class RedactingFormatter(logging.Formatter):
    """Formats the whole record, traceback included, and redacts what came out. Times are UTC."""

    def __init__(self, using: Redactor = redactor) -> None:
        super().__init__(_LINE, "%Y-%m-%dT%H:%M:%S")
        self.converter = time.gmtime
        self._redactor = using

    def format(self, record: logging.LogRecord) -> str:
        return self._redactor.text(super().format(record))


class LogFile:
    """The log while the program runs: `start` begins it, `stop` ends it and lets go of the file."""

    def __init__(self, folder: Path, level: int = logging.INFO) -> None:
        self.path = folder / "logs" / FILE_NAME
        self._level = level
        self._handler: logging.Handler | None = None
        self._level_before = logging.WARNING

    def start(self) -> None:
        """Write what is logged from now on. Where the folder cannot be written there is no log."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handler = RotatingFileHandler(self.path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
        except OSError:
            logging.getLogger(__name__).warning("The log cannot be written to %s", self.path)
            return
        handler.setFormatter(RedactingFormatter())
        root = logging.getLogger()
        self._level_before = root.level
        root.setLevel(self._level)
        root.addHandler(handler)
        for name in _CHATTY:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._handler = handler

    def stop(self) -> None:
        """End the log."""
        if self._handler is not None:
            root = logging.getLogger()
            root.removeHandler(self._handler)
            root.setLevel(self._level_before)
            self._handler.close()
            self._handler = None
