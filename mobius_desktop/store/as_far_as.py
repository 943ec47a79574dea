"""Reads the entries of a damaged file as far as SQLite gives them, and says where it does not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

_FARTHEST = 1 << 40
"""No record has so many entries."""


def readable_entries(db: sqlite3.Connection) -> Iterator[sqlite3.Row | None]:
    """All entries in their order; None stands for some that cannot be read."""
    last = 0
    cursor = db.execute("SELECT * FROM event ORDER BY seq")
    while True:
        try:
            row = cursor.fetchone()
        except sqlite3.DatabaseError:
            yield None
            following = _next_readable(db, last)
            if following is None:
                return
            last = following - 1  # never back, whatever numbers a damaged page gives
            cursor = db.execute("SELECT * FROM event WHERE seq >= ? ORDER BY seq", (following,))
            continue
        if row is None:
            return
        if isinstance(row["seq"], int):
            last = max(last, row["seq"])
        yield row


def _next_readable(db: sqlite3.Connection, last: int) -> int | None:
    """The number of the first entry behind the ones that cannot be read; None where all are lost."""
    low, step = last + 1, 1
    while not _reads(db, last + 1 + step):
        low, step = last + 1 + step, step * 2
        if step > _FARTHEST:
            return None
    high = last + 1 + step  # not readable at low, readable at high
    while high - low > 1:
        middle = (low + high) // 2
        if _reads(db, middle):
            high = middle
        else:
            low = middle
    return high


def _reads(db: sqlite3.Connection, seq: int) -> bool:
    """Whether something can be read from this number on. Nothing is there behind the last entry: that counts
    as read, since the walk ends well there."""
    try:
        db.execute("SELECT * FROM event WHERE seq >= ? ORDER BY seq LIMIT 1", (seq,)).fetchone()
    except sqlite3.DatabaseError:
        return False
    return True
