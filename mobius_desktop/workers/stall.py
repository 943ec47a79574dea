"""Measures how long the window stood still: the longest gap between two ticks of a short timer."""

from __future__ import annotations

import logging
import time

from PySide6.QtCore import QObject, Qt, QTimer, Slot

TICK_MS = 10

log = logging.getLogger(__name__)


class StallMeter(QObject):
    """Runs while something should not disturb the window, and logs the longest stall at its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._on_timer_timeout)
        self._last = 0.0
        self._longest = 0.0
        self._what = ""

    def start(self, what: str) -> None:
        """Begin to measure; `what` names the occasion in the log."""
        self._what = what
        self._longest = 0.0
        self._last = time.monotonic()
        self._timer.start()

    def stop(self) -> float:
        """End measuring; the longest stall in milliseconds beyond the tick itself."""
        self._timer.stop()
        log.info("%s: the window's longest stall was %.0f ms", self._what, self.longest_ms)
        return self.longest_ms

    @property
    def longest_ms(self) -> float:
        """The longest stall so far, in milliseconds beyond the tick itself."""
        return max(self._longest * 1000 - TICK_MS, 0.0)

    @Slot()
    def _on_timer_timeout(self) -> None:
        now = time.monotonic()
        self._longest = max(self._longest, now - self._last)
        self._last = now
