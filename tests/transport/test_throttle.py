"""The pace of calls, the shared pause, and the end of waits."""

from __future__ import annotations

import itertools
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mobius_desktop.domain.errors import Cancelled
from mobius_desktop.domain.stopping import stopped_by
from mobius_desktop.transport.clock import FastClock, SystemClock
from mobius_desktop.transport.throttle import Throttle


def _go(throttle: Throttle, clock: FastClock, times: list[float]) -> None:
    with throttle.slot():
        times.append(clock.monotonic())


def test_ten_threads_together_keep_the_pace_of_one() -> None:
    clock = FastClock(SystemClock(), 20)
    throttle = Throttle(clock, 8)
    times: list[float] = []
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda _: _go(throttle, clock, times), range(80)))
    times.sort()
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    # The bucket counts whole milliseconds, and a thread may be late at its own record of the time.
    assert all(sum(gaps[start : start + 16]) >= 1.8 for start in range(len(gaps) - 15))
    for start, moment in enumerate(times):
        assert sum(1 for other in times[start:] if other < moment + 0.999) <= 10


def test_no_more_than_so_many_go_at_once() -> None:
    clock = FastClock(SystemClock(), 1000)
    throttle = Throttle(clock, 1000, parallel=3)
    inside, most, guard = 0, 0, threading.Lock()
    gate = threading.Barrier(3, timeout=10)

    def call(_: int) -> None:
        nonlocal inside, most
        with throttle.slot():
            with guard:
                inside += 1
                most = max(most, inside)
            gate.wait()
            with guard:
                inside -= 1

    with ThreadPoolExecutor(9) as pool:
        list(pool.map(call, range(9)))
    assert most == 3


def test_a_pause_holds_for_everyone_and_is_not_shortened_by_a_later_one() -> None:
    clock = FastClock(SystemClock(), 500)
    throttle = Throttle(clock, 100)
    began = clock.monotonic()
    throttle.pause(60)
    throttle.pause(1)
    assert 50 < throttle.pause_left() <= 60
    times: list[float] = []
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: _go(throttle, clock, times), range(4)))
    assert min(times) >= began + 60
    assert throttle.pause_left() == 0


def test_a_cancelled_run_does_not_sit_out_the_pause() -> None:
    throttle = Throttle(SystemClock(), 8)
    throttle.pause(60)
    stop = threading.Event()
    threading.Timer(0.05, stop.set).start()
    began = time.monotonic()
    with stopped_by(stop), pytest.raises(Cancelled), throttle.slot():
        pass
    assert time.monotonic() - began < 0.55
    # The place is free again for the next one.
    assert throttle.pause_left() > 50


def test_a_stop_of_another_thread_does_not_end_this_wait() -> None:
    clock = FastClock(SystemClock(), 500)
    throttle = Throttle(clock, 100)
    stop = threading.Event()
    stop.set()
    times: list[float] = []
    with stopped_by(stop):
        other = threading.Thread(target=_go, args=(throttle, clock, times))
        other.start()
        other.join()
    assert len(times) == 1
