"""An index of the requests whose outcome was once unknown: each start looks for them again for a day."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Create the index, within the caller's transaction."""
    connection.execute(
        "CREATE INDEX attempt_unknown ON attempt (sent_at)"
        " WHERE answered_at IS NULL OR answer_kind = 'unknown'"
    )
