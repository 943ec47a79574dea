"""Clocks: the machine's, the demo's, the tests'."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

from mobius_desktop.transport.clock import FastClock, OffsetClock, SystemClock


def test_the_demo_lives_in_its_sandboxs_month_and_runs_on() -> None:
    shown = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
    clock = OffsetClock.showing(shown, SystemClock())
    assert timedelta(0) <= clock.now() - shown < timedelta(seconds=5)
    assert abs(clock.today() - shown.date()) <= timedelta(days=1)


def test_a_minute_on_a_fast_clock_is_over_in_a_moment() -> None:
    clock = FastClock(SystemClock(), 1000)
    before, began = clock.now(), SystemClock().monotonic()
    clock.wait(60)
    assert clock.now() - before >= timedelta(seconds=60)
    assert SystemClock().monotonic() - began < 5


def test_a_wait_ends_when_the_stop_event_is_set() -> None:
    stop = threading.Event()
    stop.set()
    assert SystemClock().wait(60, stop)
    assert not SystemClock().wait(0)
