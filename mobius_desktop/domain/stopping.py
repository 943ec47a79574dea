"""How a cancelled run ends the waits of the calls it has already begun.

A call to a client may wait: for the throttle, for a pause that the remote side asked for, before a retry.
The engine cannot hand its stop event through every method of every port, so it names it for the calls
made inside a block; whoever waits looks here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import Event as StopEvent

_STOP: ContextVar[StopEvent | None] = ContextVar("mobius_stop", default=None)


@contextmanager
def stopped_by(stop: StopEvent) -> Iterator[None]:
    """Calls made inside end their waits when `stop` is set: a read raises Cancelled, and a write that has
    not gone out answers STOPPED with `cancelled`. Holds for this thread (a pool's thread sets its own)."""
    token = _STOP.set(stop)
    try:
        yield
    finally:
        _STOP.reset(token)


def current_stop() -> StopEvent | None:
    """The stop event of the enclosing block, if there is one."""
    return _STOP.get()
