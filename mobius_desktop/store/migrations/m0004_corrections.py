"""Marks can be released again: the mark stays in the record, with when it ended."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Add the column and the index that a recovery asks by, within the caller's transaction."""
    connection.execute("ALTER TABLE mark ADD COLUMN released_at TEXT")
    connection.execute("CREATE INDEX batch_undoing ON batch (realm, number) WHERE state = 'Undoing'")
