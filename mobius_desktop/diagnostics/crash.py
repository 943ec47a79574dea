"""What is left when the program stops by a mistake: a redacted file that is shown at the next start.

An exception that nobody caught is written with its traceback; a crash inside a library leaves its stack
through faulthandler. Neither holds values of variables.
"""

from __future__ import annotations

import faulthandler
import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

from mobius_desktop import __version__
from mobius_desktop.diagnostics.redactor import Redactor, redactor

_log = logging.getLogger(__name__)
_SEEN = ".seen"
_STACK = "stack.txt"
_KEPT = 10
_FOLDER, _PREFIX = "crashes", "crash-"


@dataclass(frozen=True, slots=True)
class CrashReport:
    """A crash of an earlier run, the newest one that was not shown yet."""

    path: Path
    text: str
    others: tuple[Path, ...] = ()
    """Older ones that were not shown either."""


def crash_files(folder: Path) -> list[Path]:
    """The reports of a data folder, shown ones too, the newest first."""
    return sorted((folder / _FOLDER).glob(f"{_PREFIX}*.txt*"), reverse=True)


def told(error: BaseException, using: Redactor = redactor) -> None:
    """Print a mistake as Python would, redacted: a console's output is copied into mails as logs are."""
    if sys.stderr is not None:
        sys.stderr.write(using.text("".join(traceback.format_exception(error))))


def tell_redacted(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A `sys.excepthook` for commands."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        told(error)


class CrashFile:
    """Watches for crashes of this process. `start` once, in the main thread; `stop` puts everything back."""

    def __init__(self, folder: Path, using: Redactor = redactor) -> None:
        self._folder = folder / _FOLDER
        self._redactor = using
        self._stack: TextIO | None = None
        self._watches_stack = False
        self._hooks = (sys.excepthook, threading.excepthook)
        self._written: set[str] = set()
        self.heard: Callable[[CrashReport], None] | None = None
        """Hears of each mistake while the program goes on, in the thread that made it. The same mistake
        again, at each paint for instance, is neither written nor told a second time."""

    def start(self) -> CrashReport | None:
        """Begin to watch. Gives the report of an earlier crash that was not shown yet."""
        report = self._unseen()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._stack = (self._folder / _STACK).open("w", encoding="utf-8")
        except OSError:
            _log.warning("Crashes cannot be written down in %s", self._folder)
        if self._stack is not None and not faulthandler.is_enabled():
            faulthandler.enable(self._stack)
            self._watches_stack = True
        self._hooks = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception
        return report

    def stop(self) -> None:
        """The program ends as it should."""
        sys.excepthook, threading.excepthook = self._hooks
        if self._watches_stack:
            faulthandler.disable()
            self._watches_stack = False
        if self._stack is not None:
            self._stack.close()
            self._stack = None
            with suppress(OSError):  # a second program may have it open
                (self._folder / _STACK).unlink(missing_ok=True)

    def mark_seen(self, report: CrashReport) -> None:
        """The report was shown; it stays in the folder and is not shown again.

        A folder that may not be written stops nothing."""
        for path in (report.path, *report.others):
            with suppress(OSError):
                path.replace(path.with_name(path.name + _SEEN))
        old = sorted(self._folder.glob(f"crash-*{_SEEN}"))[:-_KEPT]
        for path in old:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def write(self, error: BaseException, where: str) -> Path | None:
        """Write a crash down; None when the folder cannot be written."""
        lines = [
            f"Mobius Desktop {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} in {where}",
            "",
            *traceback.format_exception(error),
        ]
        path = self._folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path.write_text(self._redactor.text("\n".join(lines)), encoding="utf-8")
        except OSError:
            return None
        return path

    def _unseen(self) -> CrashReport | None:
        """The newest crash that was not shown, or the stack that a dying process left."""
        stack = self._folder / _STACK
        try:
            if stack.exists() and stack.stat().st_size:
                kept = self._folder / f"crash-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.txt"
                stack.replace(kept)
            *others, newest = sorted(self._folder.glob("crash-*.txt"))
            text = newest.read_text(encoding="utf-8", errors="replace")
        except (OSError, ValueError):  # there is none, or it may not be read
            return None
        return CrashReport(newest, text, tuple(others))

    def _note(self, error: BaseException, where: str) -> None:
        """Write a mistake down and tell of it, once."""
        text = "".join(traceback.format_exception(error))
        if text in self._written:
            return
        self._written.add(text)
        path = self.write(error, where)
        if self.heard is not None:
            self.heard(CrashReport(path or self._folder / "unwritten", self._redactor.text(text)))

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            _log.critical("A mistake in the main thread", exc_info=error)
            self._note(error, "the main thread")
            told(error, self._redactor)
            return
        self._hooks[0](kind, error, trace)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            _log.critical("A thread stopped by a mistake", exc_info=args.exc_value)
            self._note(args.exc_value, f"thread {args.thread.name if args.thread else '?'}")
            told(args.exc_value, self._redactor)
            return
        self._hooks[1](args)
