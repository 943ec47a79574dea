"""Asks a sandbox what was asked of it and what it holds, so that nothing is counted by our own report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import msgspec

_SECONDS = 60.0


class Call(msgspec.Struct, frozen=True):
    """As much of a recorded request as the figures need."""

    method: str
    path: str
    time: dt.datetime
    status: int

    @property
    def is_document(self) -> bool:
        """Whether it carried an invoice or a credit memo to QuickBooks."""
        return self.method == "POST" and self.path.rsplit("/", 1)[-1] in {"invoice", "creditmemo"}


class _Document(msgspec.Struct, frozen=True):
    state: str


class _Realm(msgspec.Struct, frozen=True):
    documents: list[_Document]


class _Books(msgspec.Struct, frozen=True):
    realms: dict[str, _Realm]


@dataclass(frozen=True, slots=True)
class Side:
    """The control plane of one server."""

    base_url: str

    def calls(self) -> list[Call]:
        """What was asked since it was last told to forget."""
        return msgspec.json.decode(self._ask("GET", "requests"), type=list[Call])

    def forget(self) -> None:
        """Count from here."""
        self._ask("DELETE", "requests")

    def live_documents(self, realm: str) -> int:
        """Documents in the books of a QuickBooks company that are neither void nor deleted."""
        books = msgspec.json.decode(self._ask("GET", "books"), type=_Books)
        return sum(one.state == "live" for one in books.realms[realm].documents)

    def _ask(self, method: str, what: str) -> bytes:
        parts = urlsplit(self.base_url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=_SECONDS)
        try:
            connection.request(method, f"/__sandbox__/{what}")
            return connection.getresponse().read()
        finally:
            connection.close()


def calls_a_minute(calls: list[Call]) -> float:
    """The rate of all calls between the first and the last document; 0 when there are fewer than two."""
    documents = [call.time for call in calls if call.is_document]
    if len(documents) < 2:
        return 0.0
    first, last = min(documents), max(documents)
    between = sum(first < call.time <= last for call in calls)
    return between / (last - first).total_seconds() * 60
