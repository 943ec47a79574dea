"""The sandbox's own time, so that a demo opens on the day its data was made for and a test can move hours on.

Both servers share one clock. It starts at a given moment and runs on with real time (times `speed`); it can
be set, moved on and frozen from any thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta


class SandboxClock:
    """Aware UTC time that starts where it is told to and runs on from there."""

    def __init__(
        self, start: datetime, *, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if start.tzinfo is None:
            raise ValueError("the sandbox clock starts at an aware moment")
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._moment = start.astimezone(UTC)
        self._since = monotonic()
        self._elapsed = 0.0
        self._elapsed_since = self._since
        self._frozen = False
        self._speed = speed

    def now(self) -> datetime:
        with self._lock:
            return self._now()

    def today(self) -> date:
        return self.now().date()

    def elapsed(self) -> float:
        """Seconds the sandbox has run, for rate windows: moved by `advance`, never by `set` or `freeze`."""
        with self._lock:
            return self._elapsed + (self._monotonic() - self._elapsed_since) * self._speed

    @property
    def frozen(self) -> bool:
        return self._frozen

    @property
    def speed(self) -> float:
        return self._speed

    def set(self, moment: datetime) -> None:
        if moment.tzinfo is None:
            raise ValueError("the sandbox clock is set to an aware moment")
        with self._lock:
            self._restart(moment.astimezone(UTC))

    def advance(self, seconds: float) -> None:
        with self._lock:
            self._restart(self._now() + timedelta(seconds=seconds))
            self._elapsed += seconds

    def freeze(self) -> None:
        with self._lock:
            self._restart(self._now())
            self._frozen = True

    def run(self) -> None:
        """Let it run on after `freeze`."""
        with self._lock:
            self._restart(self._moment if self._frozen else self._now())
            self._frozen = False

    def set_speed(self, speed: float) -> None:
        with self._lock:
            self._restart(self._now())
            self._elapsed += (self._monotonic() - self._elapsed_since) * self._speed
            self._elapsed_since = self._monotonic()
            self._speed = speed

    def _now(self) -> datetime:
        if self._frozen:
            return self._moment
        return self._moment + timedelta(seconds=(self._monotonic() - self._since) * self._speed)

    def _restart(self, moment: datetime) -> None:
        self._moment = moment
        self._since = self._monotonic()
