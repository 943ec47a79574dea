"""One side's HTTP: each call paced, authorised, answered or explained, and repeated where that is safe."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote, urlencode, urlsplit

from mobius_desktop import __version__
from mobius_desktop.domain.errors import RemoteUnknown, Unreachable
from mobius_desktop.domain.ports import Clock
from mobius_desktop.domain.retry import Decision, Trouble, decide
from mobius_desktop.transport.addresses import checked
from mobius_desktop.transport.throttle import Throttle

if TYPE_CHECKING:
    from mobius_desktop.transport.session import Sessions

_log = logging.getLogger(__name__)

MOST_SLOW = 2
"""Time limits that a call may use up: five of them would keep a window waiting for minutes."""
LONGEST_PAUSE = 180.0
"""Seconds; who is asked to wait longer is told so instead."""

_TID_HEADERS = ("intuit_tid", "x-cw-request-id")


class Authority(Protocol):
    """Where the headers that prove who calls come from."""

    def headers(self) -> Mapping[str, str]:
        """The headers of now; raises Known when there is no sign-in."""
        ...

    def renew(self, used: Mapping[str, str]) -> bool:
        """Get fresh ones after `used` were refused as expired; False where that is not possible."""
        ...


@dataclass(frozen=True, slots=True)
class Fixed:
    """Headers that never change."""

    values: Mapping[str, str] = field(repr=False)

    def headers(self) -> Mapping[str, str]:
        return self.values

    def renew(self, used: Mapping[str, str]) -> bool:  # noqa: ARG002 - the port's signature
        return False


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `path` begins with a slash and is relative to the channel's base."""

    method: str
    path: str
    params: tuple[tuple[str, str], ...] = ()
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    def target(self) -> str:
        """Path and query; blanks as %20, since not every gateway reads a plus as one."""
        if not self.params:
            return self.path
        return f"{self.path}?{urlencode(self.params, quote_via=quote)}"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, whatever its status."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case."""
    body: bytes = field(repr=False)
    milliseconds: int = 0

    @property
    def tid(self) -> str:
        """The remote side's own id of this call, for its support."""
        return next((self.headers[name] for name in _TID_HEADERS if name in self.headers), "")

    @property
    def server_time(self) -> datetime | None:
        """The remote side's clock, from its Date header."""
        try:
            moment = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            return None
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)

    @property
    def retry_after(self) -> float | None:
        """Seconds that the answer asks to wait, if it says so."""
        text = self.headers.get("retry-after", "")
        try:
            return max(0.0, float(text))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Silence:
    """No whole answer. NOT_SENT when the request never left, else NO_ANSWER."""

    trouble: Trouble
    reason: str
    slow: bool = False
    """The time limit of an answer was used up: trying again costs as much once more."""


Judge = Callable[[Reply], Trouble | None]
"""A client's look at an answer: None when it is one, else what stands against it."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds until connected, and between two pieces of an answer."""

    connect: float
    read: float


class Channel:
    """All calls to one side. Thread-safe; `close` ends its kept connections."""

    def __init__(
        self,
        *,
        side: str,
        base_url: str,
        timeouts: Timeouts,
        throttle: Throttle,
        clock: Clock,
        authority: Authority,
        headers: Mapping[str, str],
        loopback_only: bool = False,
    ) -> None:
        self.side = side
        self.base_url = checked(base_url, loopback_only=loopback_only, side=side)
        self.clock = clock
        self.throttle = throttle
        self._timeouts = timeouts
        self._authority = authority
        self._headers = {"User-Agent": f"MobiusDesktop/{__version__}", **headers}
        self._lock = threading.Lock()
        self._sessions: Sessions | None = None
        self._counts: Counter[str] = Counter()

    def counts(self) -> Counter[str]:
        """Requests sent so far by method and path without ids: what a budget of calls is checked with."""
        with self._lock:
            return Counter(self._counts)

    def calls(self) -> int:
        """Requests sent so far, repeated ones too."""
        return sum(self.counts().values())

    def exchange(self, call: Call, judge: Judge, *, writes: bool) -> Reply | Silence:
        """Send, and send again where `domain.retry` allows it; the last outcome comes back.

        Raises Cancelled when the stop event ends a wait before sending, and what the authority raises."""
        attempt = slow = 0
        renewed = False
        while True:
            attempt += 1
            headers = self._authority.headers()
            outcome = self._once(call, headers)
            trouble = outcome.trouble if isinstance(outcome, Silence) else judge(outcome)
            if trouble is None:
                return outcome
            tries = attempt
            if trouble is Trouble.TOKEN_EXPIRED:
                tries, renewed = (2 if renewed else 1), True
            retry_after = outcome.retry_after if isinstance(outcome, Reply) else None
            retry = decide(trouble, tries, writes=writes, retry_after=retry_after)
            slow += isinstance(outcome, Silence) and outcome.slow
            if retry.decision is not Decision.AGAIN or slow >= MOST_SLOW or retry.after > LONGEST_PAUSE:
                return outcome
            if trouble is Trouble.TOKEN_EXPIRED:
                if not self._authority.renew(headers):
                    return outcome
            elif trouble is Trouble.THROTTLED:
                self.throttle.pause(retry.after)
            else:
                self.throttle.wait(retry.after)

    def close(self) -> None:
        with self._lock:
            sessions, self._sessions = self._sessions, None
        if sessions is not None:
            sessions.close()

    def _once(self, call: Call, authority: Mapping[str, str]) -> Reply | Silence:
        from mobius_desktop.transport.session import (  # noqa: PLC0415 - requests loads with the first call
            authorized,
            is_slow,
            reason_of,
            trouble_of,
        )

        with self.throttle.slot(), self._open_sessions().one() as session:
            self._count(call)
            began = self.clock.monotonic()
            try:
                response = session.request(
                    call.method,
                    self.base_url + call.target(),
                    data=call.body or None,
                    headers={**self._headers, **call.headers},
                    auth=authorized(authority),
                    timeout=(self._timeouts.connect, self._timeouts.read),
                    allow_redirects=False,
                )
                taken = int((self.clock.monotonic() - began) * 1000)
                reply = Reply(
                    response.status_code,
                    {name.lower(): value for name, value in response.headers.items()},
                    response.content,
                    taken,
                )
            except Exception as error:
                trouble = trouble_of(error)
                if trouble is None:
                    raise
                self._log_call(call, trouble.value, began)
                return Silence(trouble, reason_of(error), is_slow(error))
        self._log_call(call, f"{reply.status} {reply.tid}", began)
        return reply

    def _open_sessions(self) -> Sessions:
        from mobius_desktop.transport.session import Sessions  # noqa: PLC0415 - as above

        with self._lock:
            if self._sessions is None:
                self._sessions = Sessions(self.base_url)
            return self._sessions

    def _count(self, call: Call) -> None:
        path = "/".join("*" if part.isdigit() else part for part in _path_only(call).split("/"))
        with self._lock:
            self._counts[f"{call.method} {path}"] += 1

    def _log_call(self, call: Call, outcome: str, began: float) -> None:
        # Path without query, no headers, no bodies: names and money stay out of the log.
        _log.debug(
            "%s %s %s%s: %s in %d ms",
            self.side,
            call.method,
            urlsplit(self.base_url).hostname,
            _path_only(call),
            outcome,
            int((self.clock.monotonic() - began) * 1000),
        )


def no_answer(silence: Silence, name: str, *, side: str) -> RemoteUnknown:
    """The error of a read that got no answer; `name` is the side as a bookkeeper calls it."""
    if silence.trouble is Trouble.NOT_SENT:
        return Unreachable(
            f"{name} could not be reached: {silence.reason}. Check the network connection, then try again.",
            side=side,
        )
    return RemoteUnknown(f"{name} gave no answer: {silence.reason}. Try again.", side=side)


def _path_only(call: Call) -> str:
    return call.path.partition("?")[0]
