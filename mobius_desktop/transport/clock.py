"""Clocks that fulfil the Clock port: the machine's own, one shifted to a demo's time, a faster one."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime, timedelta
from threading import Event as StopEvent

from mobius_desktop.domain.ports import Clock


class SystemClock:
    """This machine's time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return datetime.now().astimezone().date()

    def monotonic(self) -> float:
        return time.monotonic()

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        if stop is None:
            time.sleep(max(0.0, seconds))
            return False
        return stop.wait(max(0.0, seconds))


class OffsetClock:
    """Another clock's time moved by a fixed offset: the demo lives in its sandbox's month."""

    def __init__(self, base: Clock, offset: timedelta) -> None:
        self._base = base
        self._offset = offset

    @classmethod
    def showing(cls, moment: datetime, base: Clock) -> OffsetClock:
        """A clock that shows `moment` now and runs on with `base`."""
        return cls(base, moment - base.now())

    def now(self) -> datetime:
        return self._base.now() + self._offset

    def today(self) -> date:
        # In the user's zone, as the base is: the shifted moment in local time.
        return self.now().astimezone().date()

    def monotonic(self) -> float:
        return self._base.monotonic()

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        return self._base.wait(seconds, stop)


class FastClock:
    """Time that runs `speed` times as fast as another clock's; its waits are that much shorter."""

    def __init__(self, base: Clock, speed: float) -> None:
        self._base = base
        self._speed = speed
        self._start = base.now()
        self._since = base.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=(self._base.monotonic() - self._since) * self._speed)

    def today(self) -> date:
        return self.now().astimezone().date()

    def monotonic(self) -> float:
        return self._since + (self._base.monotonic() - self._since) * self._speed

    def wait(self, seconds: float, stop: StopEvent | None = None) -> bool:
        return self._base.wait(seconds / self._speed, stop)
