"""Which requests are under way at the same time: QuickBooks punishes some that overlap.

A request counts from its arrival, before any latency, to the end of its answer. What it met in the air when
it arrived is noted on it and judged later, where it is answered.
"""

from __future__ import annotations

import re
import threading
from typing import Any
from urllib.parse import parse_qs

from flask import Flask, g, request, request_started

_DATA = re.compile(r"/v3/company/(?P<realm>[^/]+)/(?P<entity>[^/]+)$", re.IGNORECASE)
_KINDS = {"customer": "names", "vendor": "names", "item": "products"}
_OTHER_LISTS = ("account", "class", "department", "term")
Key = tuple[str, ...]


class Flights:
    """Counts what is under way, by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[Key, int] = {}

    def arrive(self, keys: list[Key]) -> set[str]:
        """Take off; gives the kinds of key that were in the air already."""
        with self._lock:
            met = {key[0] for key in keys if self._flying.get(key)}
            for key in keys:
                self._flying[key] = self._flying.get(key, 0) + 1
            return met

    def leave(self, keys: list[Key]) -> None:
        with self._lock:
            for key in keys:
                self._flying[key] -= 1
                if not self._flying[key]:
                    del self._flying[key]


def watch(app: Flask) -> None:
    """Note for every request of an application what it overlaps with."""
    flights = Flights()

    def arrive(_sender: Flask, **_extra: Any) -> None:
        g.flight_keys = _keys()
        g.flight_met = flights.arrive(g.flight_keys)

    def leave(_error: BaseException | None) -> None:
        flights.leave(g.pop("flight_keys", []))

    request_started.connect(arrive, app, weak=False)
    app.teardown_request(leave)


def conflicting(kind: str) -> bool:
    """Whether the present request met one like it when it arrived: `refresh`, `requestid`, `list`."""
    return kind in g.get("flight_met", set())


def _keys() -> list[Key]:
    keys: list[Key] = []
    if request.method != "POST":
        return keys
    if request.path.endswith("/tokens/bearer"):
        form = parse_qs(request.get_data(cache=True, as_text=True))
        if form.get("grant_type") == ["refresh_token"]:
            keys.append(("refresh", *form.get("refresh_token", [""])))
        return keys
    match = _DATA.search(request.path)
    if match is None:
        return keys
    entity = match["entity"].lower()
    if request.args.get("requestid") and entity != "query":
        keys.append(("requestid", match["realm"], request.args["requestid"]))
    kind = _KINDS.get(entity, entity if entity in _OTHER_LISTS else "")
    if kind:
        keys.append(("list", match["realm"], kind))
    return keys
