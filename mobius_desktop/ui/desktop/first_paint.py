"""The moment from which the window can be used: to measure the start, of the frozen program too."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from mobius_desktop.ui.shell.page import Page


class Shown(msgspec.Struct, frozen=True):
    """What a start has come to when its first page is painted."""

    usable_at: float
    """On the machine's steady clock, which the process that measures reads as well."""
    modules: tuple[str, ...]
    """What is loaded by then."""


class FirstPaint(QObject):
    """Waits until a page has been painted and the loop is free again."""

    usable = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._painted = False
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not self._painted and event.type() == QEvent.Type.Paint and _is_of_a_page(watched):
            self._painted = True
            QTimer.singleShot(0, self.usable.emit)
        return False


class QuitWhenShown(QObject):
    """Writes `Shown` as JSON into a file when the first page is painted, and closes the window."""

    def __init__(self, application: QApplication, report: Path) -> None:
        super().__init__(application)
        self._report = report
        FirstPaint(application).usable.connect(self._on_usable)

    @Slot()
    def _on_usable(self) -> None:
        shown = Shown(time.monotonic(), tuple(sorted(sys.modules)))
        self._report.write_bytes(msgspec.json.encode(shown))
        for window in QApplication.topLevelWidgets():
            window.close()


def _is_of_a_page(watched: QObject) -> bool:
    widget = watched if isinstance(watched, QWidget) else None
    while widget is not None and not isinstance(widget, Page):
        widget = widget.parentWidget()
    return widget is not None
