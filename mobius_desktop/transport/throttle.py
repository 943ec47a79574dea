"""Keeps each side's calls under its limit before the side has to refuse them.

One throttle per side and company: at most so many calls at once, an even pace (GCRA, burst 1: measured at
480 calls a minute for 8 a second without a refusal), and one shared pause after a refusal, so that ten
threads do not each learn of it by themselves.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.stopping import current_stop

if TYPE_CHECKING:
    from pyrate_limiter import StateBucket

MOST_PARALLEL = 10
SLICE = 0.2
"""Seconds: no wait is longer without a look at the stop event."""


class Throttle:
    """At most `calls` in so many `seconds`, evenly (`burst` may go at once), and `parallel` at a time."""

    def __init__(
        self,
        clock: Clock,
        calls: int,
        *,
        seconds: float = 1.0,
        burst: int = 1,
        parallel: int = MOST_PARALLEL,
    ) -> None:
        self._clock = clock
        self._rate = (calls, int(seconds * 1000), burst)
        self._slots = threading.Semaphore(parallel)
        self._turn = threading.Lock()
        self._bucket: StateBucket | None = None
        self._paused_until = 0.0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """One call's place, once its turn has come; Cancelled when the stop event ends the wait."""
        self._take(self._slots)
        try:
            self._await_turn()
            yield
        finally:
            self._slots.release()

    def pause(self, seconds: float) -> None:
        """Nobody calls for so long; a shorter pause does not shorten a longer one."""
        self._paused_until = max(self._paused_until, self._clock.monotonic() + seconds)

    def pause_left(self) -> float:
        """Seconds of the shared pause that are still to come; 0 when there is none."""
        return max(0.0, self._paused_until - self._clock.monotonic())

    def wait(self, seconds: float) -> None:
        """Wait in slices; Cancelled as soon as the stop event is set."""
        until = self._clock.monotonic() + seconds
        while True:
            _look_for_stop()
            left = until - self._clock.monotonic()
            if left <= 0:
                return
            self._clock.wait(min(left, SLICE), current_stop())

    def _await_turn(self) -> None:
        # One thread waits for the bucket, the others for the lock: nobody's slot is taken by a latecomer.
        self._take(self._turn)
        try:
            while True:
                while (left := self.pause_left()) > 0:
                    self.wait(left)
                delay = self._try_bucket()
                if delay <= 0:
                    return
                self.wait(delay)
        finally:
            self._turn.release()

    def _try_bucket(self) -> float:
        """0 when the call may go now, else the seconds until it may."""
        from pyrate_limiter import RateItem  # noqa: PLC0415 - not before the first call goes out

        if self._bucket is None:
            self._bucket = _bucket(self._clock, *self._rate)
        item = RateItem("call", int(self._clock.monotonic() * 1000))
        if self._bucket.put(item):
            return 0.0
        delay = self._bucket.waiting(item)
        return max(int(str(delay)), 1) / 1000

    def _take(self, lock: threading.Lock | threading.Semaphore) -> None:
        while not lock.acquire(timeout=SLICE):
            _look_for_stop()
        try:
            _look_for_stop()
        except Cancelled:
            lock.release()
            raise


def _look_for_stop() -> None:
    stop = current_stop()
    if stop is not None and stop.is_set():
        raise Cancelled("Cancelled before it was sent.")


def _bucket(clock: Clock, calls: int, milliseconds: int, burst: int) -> StateBucket:
    from pyrate_limiter import (  # noqa: PLC0415 - not before the first call goes out
        GCRA,
        AbstractClock,
        Rate,
        StateBucket,
    )

    class _Milliseconds(AbstractClock):
        def now(self) -> int:
            return int(clock.monotonic() * 1000)

    return StateBucket([Rate(calls, milliseconds, burst=burst)], algorithm=GCRA(), clock=_Milliseconds())
