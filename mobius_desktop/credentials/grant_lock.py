"""One renewal of a sign-in at a time, over all programs of the same user.

The lock lies beside the user's secrets, not in a data folder: two folders may share one sign-in.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from mobius_desktop.domain.errors import InUse

MOST_SECONDS = 180.0
"""A renewal ends well before: its own time limit is about a minute."""


class FileGrantLock:
    """Locks by files in `directory`."""

    def __init__(self, directory: Path, *, seconds: float = MOST_SECONDS) -> None:
        self._directory = directory
        self._seconds = seconds

    @contextmanager
    def held(self, grant: str) -> Iterator[None]:
        self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(grant.encode()).hexdigest()[:16]
        # A lock object of its own each time: the operating system then keeps threads apart as well.
        lock = FileLock(self._directory / f"sign-in-{name}.lock", timeout=self._seconds)
        try:
            with lock.acquire(poll_interval=0.05):
                yield
        except Timeout as error:
            raise InUse("Another program has been renewing the QuickBooks sign-in for minutes.") from error


class MemoryGrantLock:
    """Keeps the threads of this process apart: for the memory vault, which no other process sees."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    @contextmanager
    def held(self, grant: str) -> Iterator[None]:
        with self._guard:
            lock = self._locks.setdefault(grant, threading.Lock())
        with lock:
            yield
