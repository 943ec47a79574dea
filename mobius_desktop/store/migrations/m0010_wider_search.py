"""The search also finds lines of the log, findings by their code, and requests by a part of their id; the
entries of a batch, and what changed since a moment, are found without walking the whole record."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Index what there is, within the caller's transaction."""
    from sqlite_utils import Database  # noqa: PLC0415 - heavy, and needed by migrations only

    Database(connection).table("log").enable_fts(
        ["text"], tokenize="unicode61 remove_diacritics 2", create_triggers=True
    )
    connection.execute("CREATE INDEX batch_invoice_by_change ON batch_invoice (changed_at)")
    connection.execute("CREATE INDEX finding_by_code ON finding (code, batch)")
    connection.execute(
        "CREATE INDEX batch_invoice_by_finding ON batch_invoice (finding_code, batch)"
        " WHERE finding_code <> ''"
    )
    # An entry that somebody has made unreadable must not keep the record from being opened.
    connection.execute(
        "CREATE INDEX event_by_batch ON event (json_extract(content, '$.batch'), seq)"
        " WHERE json_valid(content)"
    )
    connection.execute(
        "CREATE INDEX attempt_by_request_end ON attempt (substr(request_id, -8)) WHERE request_id <> ''"
    )
