"""Full-text search over the numbers, names, messages and ids of invoices, and over the batches' own words."""

from __future__ import annotations

import sqlite3

_WORDS = "unicode61 remove_diacritics 2"


def migrate(connection: sqlite3.Connection) -> None:
    """Index what there is and keep the index in step by triggers, within the caller's transaction."""
    from sqlite_utils import Database  # noqa: PLC0415 - heavy, and needed by migrations only

    database = Database(connection)
    database.table("batch_invoice").enable_fts(
        ["number", "customer", "account_id", "message", "billing_log_id", "document_id"],
        tokenize=_WORDS,
        create_triggers=True,
    )
    database.table("batch").enable_fts(
        ["company_name", "location", "user", "message"], tokenize=_WORDS, create_triggers=True
    )
