"""Stands between the program and the world inside a child: counts commits and calls, kills at one of them.

Put in place in a forked child only; nothing is taken back, since the child ends.
"""

from __future__ import annotations

import http.client
import os
import re
import select
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from mobius_desktop.domain.events import ActionChanged, AnswerStored, Event, InvoiceChanged, RequestStored
from mobius_desktop.store import Store
from tests.faults.harness.tasks import Task, What, When

_LOCK_SECONDS = 0.4
_PATIENCE_MS = 60
"""The busy timeout while another program holds the database: shorter than it is held."""


def die() -> None:
    """At once, with nothing flushed and nothing closed."""
    os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """Counts, and springs the trap."""

    def __init__(self, task: Task) -> None:
        self.counts: Counter[str] = Counter()
        self.armed = False
        self.stop = threading.Event()
        """The user's Cancel."""
        self._task = task
        self._lock = threading.Lock()
        self._calls = self._commits = 0
        self._unread = threading.local()

    def arm(self) -> None:
        self.armed = True

    def commit(self, label: str, work: Callable[[], Any]) -> Any:
        """A commit of the record."""
        nth = self._count("commit", label)
        if self._task.lock_at is not None and self._commits == self._task.lock_at:
            _lock_for_a_while(self._task.folder)
        self._spring("commit", "before", label, nth)
        result = work()
        self._spring("commit", "after", label, nth)
        return result

    def call(self, label: str, work: Callable[[], Any]) -> Any:
        """A call over HTTP."""
        nth = self._count("call", label)
        if self._task.cancel_at is not None and self._calls >= self._task.cancel_at:
            self.stop.set()
        self._spring("call", "before", label, nth)
        self._unread.dies = self._meets("call", "unread", label, nth)
        try:
            return work()
        finally:
            self._spring("call", "after", label, nth)

    def answer_arrives(self, socket: Any) -> None:
        """Before the first byte of an answer is read: wait until it is there, so that the server is done."""
        if getattr(self._unread, "dies", False):
            select.select([socket], [], [], 20.0)
            die()

    def _count(self, what: What, label: str) -> int:
        with self._lock:
            if not self.armed:
                return 0
            self.counts[f"{what} {label}"] += 1
            if what == "call":
                self._calls += 1
                total = self._calls
            else:
                self._commits += 1
                total = self._commits
            trap = self._task.trap
            return total if trap is not None and not trap.label else self.counts[f"{what} {label}"]

    def _meets(self, what: What, when: When, label: str, nth: int) -> bool:
        trap = self._task.trap
        return (
            self.armed
            and trap is not None
            and (trap.what, trap.when, trap.nth) == (what, when, nth)
            and trap.label in ("", label)
        )

    def _spring(self, what: What, when: When, label: str, nth: int) -> None:
        if self._meets(what, when, label, nth):
            die()


def set_up(task: Task) -> Watch:
    """Put the watch in place."""
    watch = Watch(task)
    _watch_commits(watch, late=task.broken == "journal late")
    _watch_calls(watch, task)
    return watch


def _watch_commits(watch: Watch, *, late: bool) -> None:
    record, open_batch = Store.record, Store.open_batch
    kept_back: list[Event] = []
    lock = threading.Lock()

    def watched_record(self: Store, *events: Event) -> None:
        if late:
            with lock:
                # A journal that is written after the call: the request waits until its answer is there.
                if any(isinstance(one, RequestStored) for one in events):
                    kept_back.extend(events)
                    return
                events = (*kept_back, *events)
                kept_back.clear()
        watch.commit(name_of(events), lambda: record(self, *events))

    def watched_open(self: Store, make: Callable[[Any], Sequence[Event]]) -> Any:
        return watch.commit("the whole plan", lambda: open_batch(self, make))

    Store.record = watched_record  # type: ignore[method-assign]  # in a forked child only
    Store.open_batch = watched_open  # type: ignore[method-assign]  # the same


def name_of(events: Sequence[Event]) -> str:
    """A commit by what it says first: request, answer, or a new state."""
    for event in events:
        if isinstance(event, RequestStored):
            return f"request to {event.prepared.operation}"
    for event in events:
        if isinstance(event, AnswerStored):
            return f"answer of {_section(event.action)}"
    for event in events:
        if isinstance(event, ActionChanged):
            return f"{_section(event.action)} {event.state.name.lower()}"
    for event in events:
        if isinstance(event, InvoiceChanged):
            return f"invoice {event.state.name.lower()}"
    return type(events[0]).__name__ if events else "nothing"


def _section(action: str) -> str:
    return action.split("/")[1]


def _watch_calls(watch: Watch, task: Task) -> None:
    request, getresponse = requests.Session.request, http.client.HTTPConnection.getresponse

    def watched_request(self: requests.Session, method: Any, url: Any, *words: Any, **given: Any) -> Any:
        if task.fast_timeouts:
            given["timeout"] = (1.0, 1.0)
        return watch.call(label_of(method, url), lambda: request(self, method, url, *words, **given))

    def watched_getresponse(self: http.client.HTTPConnection) -> Any:
        watch.answer_arrives(self.sock)
        return getresponse(self)

    requests.Session.request = watched_request  # type: ignore[method-assign]  # in a forked child only
    http.client.HTTPConnection.getresponse = watched_getresponse  # type: ignore[method-assign]  # the same


def label_of(method: str, url: str) -> str:
    """Method and the end of the path, without ids."""
    parts = [one for one in urlsplit(url).path.split("/") if one and not re.fullmatch(r"[\d.]+", one)]
    side = "QuickBooks" if "company" in parts[:2] or "oauth2" in parts else "ConnectWise"
    return f"{side} {method} {parts[-1] if parts else '/'}"


def _lock_for_a_while(folder: Path) -> None:
    """Another program begins a transaction on the record and does not end it in time."""
    held = threading.Event()

    def hold() -> None:
        with closing(sqlite3.connect(folder / "mobius.db", isolation_level=None, timeout=5.0)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(_LOCK_SECONDS)
            other.execute("ROLLBACK")

    threading.Thread(target=hold, daemon=True).start()
    held.wait(5.0)


def narrow(store: Store, task: Task) -> None:
    """Make the disk small, or the patience short, as the task wants."""
    writer: sqlite3.Connection = store._database._writer
    if task.pages_left is not None:
        used = writer.execute("PRAGMA page_count").fetchone()[0]
        writer.execute(f"PRAGMA max_page_count = {used + task.pages_left}")
    if task.lock_at is not None:
        writer.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
