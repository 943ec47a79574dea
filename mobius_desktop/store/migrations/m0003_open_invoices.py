"""An index of the invoices that still need somebody: the dashboard finds them among years of done ones."""

from __future__ import annotations

import sqlite3


def migrate(connection: sqlite3.Connection) -> None:
    """Create the index, within the caller's transaction."""
    connection.execute(
        "CREATE INDEX batch_invoice_open ON batch_invoice (billing_log_id, id)"
        " WHERE state IN ('Failed', 'Needs check', 'Checking')"
    )
