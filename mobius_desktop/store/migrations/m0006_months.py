"""What users say of differences between the systems, and the months that they have certified."""

from __future__ import annotations

import sqlite3

_TABLES = (
    """
CREATE TABLE explanation (
  id INTEGER PRIMARY KEY,
  realm TEXT NOT NULL,
  subject TEXT NOT NULL,
  number TEXT NOT NULL,
  kind TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  apart NOT NULL,
  currency TEXT NOT NULL,
  user TEXT NOT NULL,
  at TEXT NOT NULL
)
""",
    "CREATE INDEX explanation_by_subject ON explanation (realm, subject, id)",
    """
CREATE TABLE certified_month (
  id INTEGER PRIMARY KEY,
  realm TEXT NOT NULL,
  company_name TEXT NOT NULL,
  month TEXT NOT NULL,
  currency TEXT NOT NULL,
  invoices INTEGER NOT NULL,
  connectwise NOT NULL,
  quickbooks NOT NULL,
  explained INTEGER NOT NULL,
  compared_at TEXT NOT NULL,
  head TEXT NOT NULL,
  user TEXT NOT NULL,
  at TEXT NOT NULL
)
""",
    "CREATE INDEX certified_month_by_realm ON certified_month (realm, month, id)",
    "CREATE INDEX batch_invoice_by_date ON batch_invoice (date)",
    "CREATE INDEX document_by_id ON document (realm, kind, quickbooks_id)",
    "CREATE INDEX judgement_by_time ON judgement (at)",
)


def migrate(connection: sqlite3.Connection) -> None:
    """Create both tables, and the indexes that a month and a report by time ask by."""
    for statement in _TABLES:
        connection.execute(statement)
