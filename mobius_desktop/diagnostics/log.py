"""The program's log: a few rotating files in the data folder, each line redacted before it is written."""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from mobius_desktop.diagnostics.redactor import Redactor, redactor

if TYPE_CHECKING:
    from io import TextIOWrapper

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


class SharedRotatingFile(RotatingFileHandler):
    """Rotating files that several programs of one data folder write, and that are never in the way.

    A window and a command may be open together. Where another one has begun a new file, the lines go on in
    that. Windows does not rename a file that another program has open: then it grows on, and is ended once it
    can be. A line that cannot be written (disk full, folder gone) is given up: the log is no reason to stop,
    nor to print into a command's answer.
    """

    def emit(self, record: logging.LogRecord) -> None:
        if self.stream is not None and not self._is_current(self.stream):
            self._let_go()
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802 - logging's name
        """End the file. The renaming that may fail comes first: no older file is moved in vain."""
        self._let_go()
        path = Path(self.baseFilename)
        ended = path.with_name(f"ended-{path.name}")
        with suppress(OSError):
            path.replace(ended)
            for number in range(self.backupCount - 1, 0, -1):
                older = Path(f"{path}.{number}")
                if older.exists():
                    older.replace(f"{path}.{number + 1}")
            ended.replace(f"{path}.1")

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Say nothing: there is nobody to say it to."""

    def close(self) -> None:
        with suppress(OSError):  # what is left to write on a full disk
            super().close()

    def _is_current(self, stream: TextIOWrapper) -> bool:
        try:
            return os.path.samestat(os.fstat(stream.fileno()), Path(self.baseFilename).stat())
        except OSError:
            return False

    def _let_go(self) -> None:
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()


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
            handler = SharedRotatingFile(self.path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
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
