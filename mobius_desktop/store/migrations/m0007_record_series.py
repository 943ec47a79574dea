"""The series of list records: which request to create one is spent, and whether one was created under it."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Create the table and fill it from what was created, within the caller's transaction."""
    connection.execute(
        "CREATE TABLE record_series (realm TEXT NOT NULL, key TEXT NOT NULL,"
        " series INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL DEFAULT -1,"
        " PRIMARY KEY (realm, key)) WITHOUT ROWID"
    )
    connection.execute(
        "INSERT OR IGNORE INTO record_series (realm, key, created) SELECT realm, key, 0 FROM created_record"
    )
