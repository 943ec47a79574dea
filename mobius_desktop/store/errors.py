"""From SQLite's codes to the sentence that the user reads; what is not Known is a bug and raised as it is."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import msgspec

from mobius_desktop.domain.errors import DAMAGED, Known, RecordDamaged, StorageFailed

DISK_FULL = "The disk is full, so nothing more is sent: each step is written down before it is done."
BUSY = (
    "The record on this computer is held by another program and did not become free. "
    "Nothing more is sent until it can be written."
)
READ_ONLY = (
    "The record on this computer may not be written, so nothing more is sent. "
    "Check the rights of the data folder."
)
NOT_REACHED = (
    "The record on this computer could not be read or written. Check the disk. Nothing more is sent."
)
CLOSED = "The record on this computer is closed already: the program is ending."
_ROOM_TO_BEGIN = 1 << 16
"""Bytes that SQLite needs beside a record to open it for writing."""
REVIEW_ONLY = "This record is open to be read only. Nothing is written into it and nothing is sent from it."

_SENTENCES: dict[int, tuple[type[Known], str]] = {
    sqlite3.SQLITE_FULL: (StorageFailed, DISK_FULL),
    sqlite3.SQLITE_BUSY: (StorageFailed, BUSY),
    sqlite3.SQLITE_LOCKED: (StorageFailed, BUSY),
    sqlite3.SQLITE_READONLY: (StorageFailed, READ_ONLY),
    sqlite3.SQLITE_PERM: (StorageFailed, READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StorageFailed, NOT_REACHED),
    sqlite3.SQLITE_IOERR: (StorageFailed, NOT_REACHED),
    sqlite3.SQLITE_PROTOCOL: (StorageFailed, BUSY),
    sqlite3.SQLITE_CORRUPT: (RecordDamaged, DAMAGED),
    sqlite3.SQLITE_NOTADB: (RecordDamaged, DAMAGED),
}


def known(error: sqlite3.Error) -> Known | None:
    """The Known failure behind an error of SQLite; None when it is a mistake of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # what the library itself says has no code
        if "Could not decode" in str(error):
            return RecordDamaged(DAMAGED)
        # A worker may still ask while the program ends.
        return StorageFailed(CLOSED) if "closed database" in str(error) else None
    found = _SENTENCES.get(code & 0xFF)  # the low byte is the primary code, above it the variety
    return found[0](found[1]) if found else None


@contextmanager
def told() -> Iterator[None]:
    """Turns the errors of SQLite that are not bugs into sentences."""
    try:
        yield
    except sqlite3.Error as error:
        failure = known(error)
        if failure is None:
            raise
        raise failure from error
    except (UnicodeDecodeError, msgspec.DecodeError) as error:  # bytes that are no longer what was written
        raise RecordDamaged(DAMAGED) from error


@contextmanager
def told_of_a_full_disk(record: Path) -> Iterator[None]:
    """SQLite says of a full disk only that it could not write, where it cannot even begin."""
    try:
        yield
    except StorageFailed as error:
        if error.sentence != NOT_REACHED or shutil.disk_usage(record.parent).free >= _ROOM_TO_BEGIN:
            raise
        raise StorageFailed(DISK_FULL) from error


P = ParamSpec("P")
T = TypeVar("T")


def of_rows(read: Callable[P, T]) -> Callable[P, T]:
    """Marks a reader of rows: a value that nobody can have written is damage, and no mistake of ours."""

    @wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except (ValueError, TypeError, AttributeError, ArithmeticError) as error:
            raise RecordDamaged(DAMAGED) from error

    return reading


@contextmanager
def told_of_a_copy() -> Iterator[None]:
    """The same where a file of unknown origin is read: what it lacks is damage, and no mistake of ours."""
    with told():
        try:
            yield
        except sqlite3.OperationalError as error:
            if known(error) is not None:
                raise
            raise RecordDamaged(DAMAGED) from error
