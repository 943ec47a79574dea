"""Indexes by amount: the list of batches is searched for a total as it stands on paper."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Create the indexes, within the caller's transaction."""
    connection.execute("CREATE INDEX batch_invoice_by_total ON batch_invoice (connectwise_total)")
    connection.execute(
        "CREATE INDEX batch_invoice_by_quickbooks_total ON batch_invoice (quickbooks_total)"
        " WHERE quickbooks_total IS NOT NULL"
    )
