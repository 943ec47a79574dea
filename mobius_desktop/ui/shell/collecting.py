"""Python's cyclic garbage is collected by the window, between two events, and by nobody else.

Left to itself Python collects wherever an allocation happens to cross a limit: in a worker thread, or in
the middle of painting. Widgets that end there take a paint device with them, and the program dies in C++
(seen and traced: a freed paint engine under a running paint event).
"""

import gc
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

_EVERY_MS = 1000
#: Full collections may take this share of the time at most.
_FULL_SHARE = 0.01
#: A full collection waits until no work was in the background for so many seconds.
_REST = 5.0
#: It waits no longer than these.
_LONGEST_WAIT = 300.0


class Collector(QObject):
    """Switches automatic collection off and collects from a timer of the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        # What lives as long as the program need not be looked at again and again.
        if not gc.get_freeze_count():
            gc.freeze()
        gc.disable()
        self.busy: Callable[[], bool] = lambda: False
        """Whether work goes on whose progress the window shows. A full collection takes 50 to 100 ms."""
        self._next_full = self._busy_at = 0.0
        self._waited_since: float | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @Slot()
    def collect(self) -> None:
        """Collect what Python itself would collect by now."""
        now = time.monotonic()
        if self.busy():
            self._busy_at = now
        counts, limits = gc.get_count(), gc.get_threshold()
        if counts[0] <= limits[0]:
            return
        due = counts[1] > limits[1] and counts[2] > limits[2] and now >= self._next_full
        if due and not self._waits(now):
            gc.collect(2)
            self._next_full = time.monotonic() + (time.monotonic() - now) / _FULL_SHARE
        else:
            gc.collect(1 if counts[1] > limits[1] else 0)

    def _waits(self, now: float) -> bool:
        if self._waited_since is None:
            self._waited_since = now
        waits = now - self._busy_at < _REST and now - self._waited_since < _LONGEST_WAIT
        if not waits:
            self._waited_since = None
        return waits

    def settle(self) -> None:
        """The pages that are built ahead are there and live as long as the program: look at them no more."""
        gc.collect(2)
        gc.freeze()

    def stop(self) -> None:
        """Give collection back to Python, at the window's end."""
        self._timer.stop()
        gc.enable()
