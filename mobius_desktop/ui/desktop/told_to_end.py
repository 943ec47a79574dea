"""The signals by which a system tells a program to end: a log-off, a shutdown, `kill`, Ctrl+C in a terminal.

Left alone they end it in the middle of a step. Windows sends none to a program with a window; there Qt says
that the session ends.
"""

from __future__ import annotations

import signal
import socket
import sys
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

_NAMES = ("SIGTERM", "SIGHUP", "SIGINT")


class ToldToEnd(QObject):
    """Brings those signals into the window's event loop, until `close`."""

    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ends: tuple[socket.socket, socket.socket] | None = None
        if sys.platform == "win32":
            return
        # Python runs a handler only when it next runs at all, and a waiting event loop does not: it is woken
        # by a byte that the system's own handler writes.
        self._ends = reads, writes = socket.socketpair()
        for end in self._ends:
            end.setblocking(False)
        self._wake_up_before = signal.set_wakeup_fd(writes.fileno(), warn_on_full_buffer=False)
        numbers = [signal.Signals[name] for name in _NAMES]
        self._before = {number: signal.signal(number, _leave_it_to_the_loop) for number in numbers}
        self._notifier = QSocketNotifier(reads.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)

    @Slot()
    def _on_notifier_activated(self) -> None:
        if self._ends is None:
            return
        numbers = set(self._ends[0].recv(64))
        if numbers & set(self._before):
            self.told.emit()

    def close(self) -> None:
        """Let the signals do again what they did before."""
        if self._ends is None:
            return
        self._notifier.setEnabled(False)
        for number, before in self._before.items():
            signal.signal(number, before)
        signal.set_wakeup_fd(self._wake_up_before)
        for end in self._ends:
            end.close()
        self._ends = None


def _leave_it_to_the_loop(number: int, frame: FrameType | None) -> None:
    """What is to be done is done by the loop; without a handler the signal would end the program."""
