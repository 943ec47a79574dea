"""What was asked of the sandbox, so that tests can count calls and see what went over the wire."""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

_SECRET_HEADERS = frozenset({"authorization", "cookie"})
_LIMIT = 20_000


@dataclass(slots=True)
class RecordedRequest:
    """One request; `status` stays 0 while it is being answered and when its connection was dropped."""

    sequence: int
    server: str
    method: str
    path: str
    params: dict[str, str]
    headers: dict[str, str]
    body: str
    time: datetime
    kind: str
    """`read` or `write`, as its route is marked."""
    status: int = 0
    fault: str = ""
    """The kind of the fault that broke it, if one did."""
    answer_headers: dict[str, str] = field(default_factory=dict)


class Recorder:
    """The last requests in the order in which they came."""

    def __init__(self, limit: int = _LIMIT) -> None:
        self._lock = threading.Lock()
        self._requests: deque[RecordedRequest] = deque(maxlen=limit)
        self._sequence = 0

    def enter(
        self,
        *,
        server: str,
        method: str,
        path: str,
        params: dict[str, str],
        headers: Iterable[tuple[str, str]],
        body: str,
        time: datetime,
        kind: str,
    ) -> RecordedRequest:
        shown = {name: "(redacted)" if name.lower() in _SECRET_HEADERS else value for name, value in headers}
        with self._lock:
            self._sequence += 1
            request = RecordedRequest(self._sequence, server, method, path, params, shown, body, time, kind)
            self._requests.append(request)
        return request

    def find(
        self,
        *,
        server: str = "",
        method: str = "",
        path: str = "",
        kind: str = "",
        status: int | None = None,
        after: int = 0,
    ) -> list[RecordedRequest]:
        """The requests that agree with every given filter.

        `path` is a regular expression searched in the path, `after` a sequence number.
        """
        wanted = re.compile(path)
        with self._lock:
            found = list(self._requests)
        return [
            request
            for request in found
            if request.sequence > after
            and (not server or request.server == server)
            and (not method or request.method == method.upper())
            and (not kind or request.kind == kind)
            and (status is None or request.status == status)
            and wanted.search(request.path)
        ]

    def last_sequence(self) -> int:
        with self._lock:
            return self._sequence

    def clear(self) -> None:
        with self._lock:
            self._requests.clear()
