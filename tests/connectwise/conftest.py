"""A fresh sandbox for each test, and a client of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mobius_desktop.connectwise.client import ConnectWiseClient
from mobius_desktop.sandbox.run import RunningSandbox
from mobius_desktop.transport.clock import FastClock
from tests.transport import sandboxed


@pytest.fixture
def clock() -> FastClock:
    return sandboxed.fast_clock()


@pytest.fixture
def running() -> Iterator[RunningSandbox]:
    with sandboxed.sandbox() as started:
        yield started


@pytest.fixture
def client(running: RunningSandbox, clock: FastClock) -> Iterator[ConnectWiseClient]:
    one = sandboxed.connectwise(running, clock)
    running.control.recorder.clear()
    yield one
    one.close()
