"""The documented limits: 500 requests a minute and 10 a second per company, 40 batches a minute."""

from __future__ import annotations

import threading
from collections import deque

from mobius_desktop.sandbox.control.clock import SandboxClock

PER_MINUTE = 500
PER_SECOND = 10
BATCHES_PER_MINUTE = 40


class Throttle:
    """Sliding windows over the sandbox's elapsed time; refused requests do not count."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._requests: dict[str, deque[float]] = {}
        self._batches: dict[str, deque[float]] = {}

    def admits(self, realm: str, *, batch: bool) -> bool:
        now = self._clock.elapsed()
        with self._lock:
            requests = self._window(self._requests, realm, now)
            batches = self._window(self._batches, realm, now)
            last_second = sum(1 for at in requests if at > now - 1)
            if len(requests) >= PER_MINUTE or last_second >= PER_SECOND:
                return False
            if batch and len(batches) >= BATCHES_PER_MINUTE:
                return False
            requests.append(now)
            if batch:
                batches.append(now)
            return True

    @staticmethod
    def _window(windows: dict[str, deque[float]], realm: str, now: float) -> deque[float]:
        window = windows.setdefault(realm, deque())
        while window and window[0] <= now - 60:
            window.popleft()
        return window
