"""Indexes by amount, by which the list of batches is searched for a total as it stands on paper, and of what
a batch left undone, by which the list says what became of it."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Create the indexes, within the caller's transaction."""
    connection.execute("CREATE INDEX batch_invoice_by_total ON batch_invoice (connectwise_total)")
    connection.execute(
        "CREATE INDEX batch_invoice_by_quickbooks_total ON batch_invoice (quickbooks_total)"
        " WHERE quickbooks_total IS NOT NULL"
    )
    connection.execute(
        "CREATE INDEX batch_invoice_left ON batch_invoice (batch, billing_log_id)"
        " WHERE state <> 'Completed Successfully'"
    )
    connection.execute(
        "CREATE INDEX batch_invoice_taken_back ON batch_invoice (batch)"
        " WHERE document_id IS NOT NULL AND quickbooks_total IS NULL"
    )
