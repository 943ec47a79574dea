"""One sandbox for the folder: its books are only read here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

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
