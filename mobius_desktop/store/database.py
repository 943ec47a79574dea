"""Connections to the one SQLite file: a single writer behind a lock, and a reader for each thread.

Every write is BEGIN IMMEDIATE with a busy timeout: a transaction that reads first and writes later under
BEGIN DEFERRED fails as soon as another thread has written in between.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mobius_desktop.domain.errors import Known, StorageFailed
from mobius_desktop.store.errors import REVIEW_ONLY, told
from mobius_desktop.store.reading import read_only

BUSY_MILLISECONDS = 10_000


class Database:
    """The file and its connections. `close` ends them all, whichever thread opened them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._open_writer()
        self._local = threading.local()
        self._readers: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._readers_lock = threading.Lock()
        self._closed = False

    def _open_writer(self) -> None:
        self._writer = connect(self.path)

    def _may_write(self) -> None:
        """Nothing is against it."""

    def _open_reader(self) -> sqlite3.Connection:
        connection = connect(self.path)
        connection.execute("PRAGMA query_only = ON")
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction on the writer: committed at the end, rolled back when anything raises."""
        self._may_write()
        with self._lock, told():
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            except BaseException:
                if self._writer.in_transaction:  # a full disk has rolled back by itself
                    self._writer.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's reader, on one unchanging view of the record until the end of the block."""
        connection = self._reader()
        with told():
            if connection.in_transaction:  # a question within a question sees the same view
                yield connection
                return
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.execute("COMMIT")

    @contextmanager
    def alone(self) -> Iterator[sqlite3.Connection]:
        """The writer outside a transaction, while nobody else of this process writes (to make it smaller)."""
        self._may_write()
        with self._lock, told():
            yield self._writer

    def close(self) -> None:
        """Close every connection. The last one to leave folds the write-ahead log into the file."""
        with self._lock, self._readers_lock:
            self._closed = True
            for _, connection in self._readers:
                connection.close()
            self._readers.clear()
            self._writer.close()

    def _reader(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._open_reader()
            with self._readers_lock:
                self._forget_ended_threads()
                if self._closed:
                    connection.close()
                else:
                    self._readers.append((threading.current_thread(), connection))
            self._local.connection = connection
        return connection

    def _forget_ended_threads(self) -> None:
        for thread, connection in self._readers:
            if not thread.is_alive():
                connection.close()
        self._readers = [pair for pair in self._readers if pair[0].is_alive()]


class ReadOnlyDatabase(Database):
    """A file that is read as it lies there. `why` is raised instead where not even that is possible."""

    def __init__(self, path: Path, why: Known | None = None) -> None:
        self._why = why
        super().__init__(path)

    def _open_writer(self) -> None:
        """There is none."""
        self._writer = sqlite3.connect(":memory:", check_same_thread=False)

    def _open_reader(self) -> sqlite3.Connection:
        if self._why is not None:
            raise self._why
        return read_only(self.path)

    def _may_write(self) -> None:
        raise StorageFailed(REVIEW_ONLY)


def connect(path: Path) -> sqlite3.Connection:
    """A connection as the record needs it: committed means on the disk."""
    with told():
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.close()
            raise
    connection.row_factory = sqlite3.Row
    return connection
