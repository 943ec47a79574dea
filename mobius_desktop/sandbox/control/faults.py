"""Rules that break answers on purpose, before or after the books have changed."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

FaultKind = Literal["answer", "drop", "truncate", "delay", "park"]
When = Literal["before", "after"]
KINDS: tuple[str, ...] = get_args(FaultKind)

PRESETS: dict[str, dict[str, Any]] = {
    "html": {
        "kind": "answer",
        "status": 502,
        "content_type": "text/html",
        "body": "<html><head><title>502</title></head><body><h1>502 Bad Gateway</h1></body></html>",
    },
    "html_200": {
        "kind": "answer",
        "status": 200,
        "content_type": "text/html",
        "body": "<html><body>Down for maintenance</body></html>",
    },
    "empty": {"kind": "answer", "status": 200, "content_type": "application/json", "body": ""},
    "unavailable": {
        "kind": "answer",
        "status": 503,
        "content_type": "text/plain",
        "body": "Service Unavailable",
    },
    "slow": {"kind": "delay", "seconds": 2.0},
}
"""Short names that both servers know; each server adds its own (its throttle answer, its timeout answer)."""


class FaultError(ValueError):
    """A rule that cannot be meant."""


@dataclass(slots=True)
class Fault:
    """One rule: which requests it meets, what it does to them, and how often."""

    kind: FaultKind = "answer"
    """answer: give this answer instead; drop: close the socket without one; truncate: give the head and
    only a part of the body; delay: answer rightly, but late; park: drop it now, execute it when told to."""
    server: str = ""
    method: str = ""
    path: str = ""
    """A regular expression searched in the path and query."""
    body_contains: str = ""
    when: When = "before"
    """before: the request is not executed; after: it is, then its answer is broken."""
    skip: int = 0
    times: int | None = 1
    """None means every time."""
    status: int = 500
    content_type: str = "application/json"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """Waited before the answer, whatever the kind."""
    execute_after: float | None = None
    """Seconds of the sandbox's time after which the next request finds a parked one executed."""
    keep: int | None = None
    """Bytes of the body that a truncated answer still carries; None is half of it."""
    id: int = 0
    hits: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise FaultError(f"a fault is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.when not in get_args(When):
            raise FaultError("a fault happens before or after the commit")
        if self.kind == "park" and self.when != "before":
            raise FaultError("a parked request is not executed, so it is broken before")
        try:
            re.compile(self.path)
        except re.error as error:
            raise FaultError(f"path is no regular expression: {error}") from error

    def meets(self, server: str, method: str, target: str, body: str) -> bool:
        return (
            (not self.server or self.server == server)
            and (not self.method or self.method.upper() == method)
            and (not self.body_contains or self.body_contains in body)
            and re.search(self.path, target) is not None
        )


class Faults:
    """The rules in force, asked once per request."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rules: list[Fault] = []
        self._next_id = 1
        self.presets: dict[str, dict[str, dict[str, Any]]] = {}
        """Per server, what it adds to PRESETS."""

    def add(self, fault: Fault | None = None, *, preset: str = "", **fields: Any) -> Fault:
        """Add a rule: a ready one, or fields, or a preset's name with fields that refine it."""
        if fault is None:
            base = self._preset(preset, str(fields.get("server", ""))) if preset else {}
            try:
                fault = Fault(**{**base, **fields})
            except TypeError as error:
                raise FaultError(str(error)) from error
        with self._lock:
            fault.id = self._next_id
            self._next_id += 1
            self._rules.append(fault)
        return fault

    def take(self, server: str, method: str, target: str, body: str) -> Fault | None:
        """The first rule that meets this request and is due, counted as used."""
        with self._lock:
            for rule in self._rules:
                if not rule.meets(server, method, target, body):
                    continue
                if rule.skip > 0:
                    rule.skip -= 1
                    continue
                if rule.times is not None:
                    if rule.times <= 0:
                        continue
                    rule.times -= 1
                rule.hits += 1
                return rule
        return None

    def all(self) -> list[Fault]:
        with self._lock:
            return list(self._rules)

    def clear(self, fault_id: int | None = None) -> None:
        with self._lock:
            self._rules = [] if fault_id is None else [rule for rule in self._rules if rule.id != fault_id]

    def _preset(self, name: str, server: str) -> dict[str, Any]:
        own = self.presets.get(server, {})
        if name in own:
            return {**own[name], "server": server}
        if name in PRESETS:
            return PRESETS[name]
        raise FaultError(f"no preset {name!r}; known: {', '.join(sorted({*PRESETS, *own}))}")
