"""The program's clock: the machine's, or in the demo the sandbox's, which is known only once it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from threading import Event as StopEvent

DEMO_OPENS = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
"""The demo's own time before its sandbox runs, and without one."""


class ProgramClock:
    """Shows the time that it is told to follow. Waits are real ones, shorter by `speed`."""

    def __init__(self, opens: datetime | None = None, *, speed: float = 1.0) -> None:
        self._speed = speed
        self._now: Callable[[], datetime] = _system_now
        self._shifted = opens is not None
        if opens is not None:
            offset = opens - _system_now()
            self._now = lambda: _system_now() + offset

    def follow(self, now: Callable[[], datetime]) -> None:
        """From now on show this time: the sandbox's."""
        self._now = now
        self._shifted = True

    def show(self, moment: datetime) -> None:
        """Show this moment now and run on from it."""
        offset: timedelta = moment - _system_now()
        self.follow(lambda: _system_now() + offset)

    def correct(self, by: timedelta) -> None:
        """This machine's clock is wrong by so much: go by the right time from now on."""
        before = self._now
        self._now = lambda: before() + by

    def now(self) -> datetime:
        return self._now()

    def today(self) -> date:
        # The sandbox lives in UTC; a user lives in the zone of the machine.
        return self.now().date() if self._shifted else self.now().astimezone().date()

    def monotonic(self) -> float:
        return time.monotonic() * self._speed

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        if stop is None:
            time.sleep(max(0.0, seconds / self._speed))
            return False
        return stop.wait(max(0.0, seconds / self._speed))


def _system_now() -> datetime:
    return datetime.now(UTC)
