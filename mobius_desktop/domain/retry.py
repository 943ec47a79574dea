"""The retry decision, a pure function. The waiting belongs to `transport`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decision(StrEnum):
    """What to do after a failed attempt."""

    AGAIN = "again"
    LOOK_FIRST = "look first"
    """A write whose outcome is unknown: never repeated without a look."""
    STOP = "stop"


class Trouble(StrEnum):
    """What went wrong, as far as a retry depends on it."""

    NOT_SENT = "not sent"
    """No connection could be made; the request never left."""
    NO_ANSWER = "no answer"
    """Timeout, dropped connection, unreadable answer."""
    SERVER_ERROR = "server error"
    """5xx, or a fault that says that the server failed."""
    THROTTLED = "throttled"
    BUSY = "busy"
    """QuickBooks' "one name at a time" and its like: refused, nothing written, worth repeating."""
    TOKEN_EXPIRED = "token expired"  # noqa: S105 - a word for a state, no secret
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Retry:
    """The decision, and for `AGAIN` after how many seconds."""

    decision: Decision
    after: float = 0.0


MOST_ATTEMPTS = 5
THROTTLE_PAUSE = 60.0
"""Seconds; QuickBooks asks for it and sends no Retry-After."""


def decide(trouble: Trouble, attempt: int, *, writes: bool, retry_after: float | None = None) -> Retry:
    """What to do after the `attempt`-th try (1 is the first) failed with `trouble`.

    A read is repeated with growing pauses; a write only where it is proven that nothing was written."""
    if trouble is Trouble.REFUSED or attempt >= MOST_ATTEMPTS:
        unknown = writes and trouble in {Trouble.NO_ANSWER, Trouble.SERVER_ERROR}
        return Retry(Decision.LOOK_FIRST if unknown else Decision.STOP)
    if trouble is Trouble.THROTTLED:
        return Retry(Decision.AGAIN, THROTTLE_PAUSE if retry_after is None else retry_after)
    if trouble is Trouble.TOKEN_EXPIRED:
        return Retry(Decision.AGAIN if attempt == 1 else Decision.STOP)
    if writes and trouble in {Trouble.NO_ANSWER, Trouble.SERVER_ERROR}:
        return Retry(Decision.LOOK_FIRST)
    return Retry(Decision.AGAIN, min(0.5 * 2.0 ** (attempt - 1), 8.0))
