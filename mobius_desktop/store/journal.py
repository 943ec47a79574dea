"""What the engine asks of the record (`ports.Journal`, the reading half)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime

import msgspec

from mobius_desktop.domain.ids import BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import BatchRow, InvoiceRow, OnceUnknown, UnsettledAction
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import Judgement, KnownDocument, Link
from mobius_desktop.domain.quickbooks import DocumentLife
from mobius_desktop.domain.states import BatchState
from mobius_desktop.store import rows
from mobius_desktop.store.amounts import time_in, time_or_none, time_out
from mobius_desktop.store.codec import stretch
from mobius_desktop.store.database import Database
from mobius_desktop.store.projection import end_id, first_id

_BATCH = "SELECT * FROM batch JOIN batch_figures ON batch_figures.batch = batch.number"


class JournalTables:
    """Reads the tables that the engine's questions are about."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def series(self, realm: RealmId, ids: Sequence[BillingLogId]) -> dict[tuple[str, BillingLogId], int]:
        """Current series by (entity name, invoice); absent where it is 0."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT entity, billing_log_id, series FROM series"
                " WHERE realm = ? AND billing_log_id IN (SELECT value FROM json_each(?))",
                (realm, _listed(ids)),
            )
            return {(row["entity"], row["billing_log_id"]): row["series"] for row in found}

    def known_documents(self, ids: Sequence[BillingLogId]) -> tuple[KnownDocument, ...]:
        """Every document that was ever ours for these invoices, in any company, gone ones too."""
        with self._database.reading() as db:
            found = db.execute(_KNOWN, (_listed(ids),))
            return tuple(rows.known_document(row) for row in found)

    def unsettled(self, realm: RealmId) -> tuple[UnsettledAction, ...]:
        """Actions that are Running or Checking, in the order in which they were planned."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT action.* FROM action JOIN batch ON batch.number = action.batch"
                " WHERE action.state IN ('Running', 'Checking') AND batch.realm = ? ORDER BY action.key",
                (realm,),
            ).fetchall()
            return tuple(_unsettled(db, row, realm) for row in found)

    def once_unknown(self, realm: RealmId, since: datetime) -> tuple[OnceUnknown, ...]:
        """Invoices with a request sent since that time whose outcome was ever unknown, also if it is known
        by now: the answer was lost, or a program was stopped before it could be written down."""
        with self._database.reading() as db:
            found = db.execute(_ONCE_UNKNOWN, (time_in(since), realm))
            return tuple(
                OnceUnknown(invoice, time_out(row["first_at"]))
                for row in found
                if (invoice := _invoice_of(row["subject"])) is not None
            )

    def running(self, realm: RealmId) -> tuple[BatchNumber, ...]:
        """Batches recorded as Running."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT number FROM batch WHERE state = ? AND realm = ? ORDER BY number",
                (BatchState.RUNNING.value, realm),
            )
            return tuple(row["number"] for row in found)

    def undoing(self, realm: RealmId) -> tuple[BatchNumber, ...]:
        """Batches recorded as Undoing. Under the company's lock they are those of a program that stopped."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT number FROM batch WHERE state = 'Undoing' AND realm = ? ORDER BY number", (realm,)
            )
            return tuple(row["number"] for row in found)

    def noted(self, ids: Sequence[BillingLogId]) -> frozenset[BillingLogId]:
        """Those of the invoices that have nothing to send and cannot be marked."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT billing_log_id FROM noted WHERE billing_log_id IN (SELECT value FROM json_each(?))",
                (_listed(ids),),
            )
            return frozenset(row["billing_log_id"] for row in found)

    def own_requests(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of these requestids and batchIdentifiers that this record has ever sent, or begun to."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT DISTINCT request_id FROM attempt"
                " WHERE request_id IN (SELECT value FROM json_each(?)) AND request_id <> ''",
                (_listed(ids),),
            )
            return frozenset(row["request_id"] for row in found)

    def batch(self, number: BatchNumber) -> BatchRow | None:
        """One batch; None when there is none of this number."""
        with self._database.reading() as db:
            row = db.execute(f"{_BATCH} WHERE number = ?", (number,)).fetchone()
            return rows.batch_row(row) if row else None

    def invoices(self, number: BatchNumber) -> tuple[InvoiceRow, ...]:
        """The invoices of a batch in the order in which they were planned."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM batch_invoice WHERE id BETWEEN ? AND ? ORDER BY id",
                (first_id(number), end_id(number) - 1),
            )
            return tuple(rows.invoice_row(row) for row in found)

    def links(self, realm: RealmId) -> tuple[Link, ...]:
        """All links of a company."""
        with self._database.reading() as db:
            found = db.execute("SELECT * FROM link WHERE realm = ? ORDER BY kind, key", (realm,))
            return tuple(rows.link(row) for row in found)

    def judgements(self, ids: Sequence[BillingLogId]) -> tuple[Judgement, ...]:
        """The latest judgement for each invoice, code and facts: two lines of one invoice may each have a
        finding of one code. Whether the facts still stand is for the plan to say."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM judgement WHERE id IN (SELECT max(id) FROM judgement WHERE billing_log_id IN"
                " (SELECT value FROM json_each(?)) GROUP BY billing_log_id, code, facts) ORDER BY id",
                (_listed(ids),),
            )
            return tuple(rows.judgement(row) for row in found)

    def options(self, realm: RealmId) -> CompanyOptions:
        """The configuration of a company; what was never chosen has its default."""
        with self._database.reading() as db:
            found = db.execute("SELECT name, value FROM option WHERE realm = ?", (realm,))
            chosen = {row["name"]: msgspec.json.decode(row["value"]) for row in found}
        return msgspec.convert(chosen, CompanyOptions)

    def tax_override_proven(self, realm: RealmId) -> bool:
        """Whether the company was seen to keep an amount of tax that its own rate would not give."""
        return self.tax_proof(realm) is not None

    def tax_proof(self, realm: RealmId) -> tuple[BillingLogId, datetime] | None:
        """The invoice that proved it, and when."""
        with self._database.reading() as db:
            row = db.execute("SELECT billing_log_id, at FROM tax_proof WHERE realm = ?", (realm,)).fetchone()
            return (row["billing_log_id"], time_out(row["at"])) if row else None


_KNOWN = """
SELECT document.*,
  EXISTS (SELECT 1 FROM mark WHERE mark.billing_log_id = document.billing_log_id AND mark.sent
    AND mark.released_at IS NULL) AS is_marked,
  EXISTS (
    SELECT 1 FROM batch_invoice AS bi WHERE bi.billing_log_id = document.billing_log_id
      AND bi.state = 'Needs check' AND bi.document_kind = document.kind
      AND bi.document_id = document.quickbooks_id
  ) AS is_needs_check,
  EXISTS (
    SELECT 1 FROM batch_invoice AS bi JOIN batch ON batch.number = bi.batch
    WHERE bi.billing_log_id = document.billing_log_id AND bi.state = 'Checking'
      AND batch.realm = document.realm
  ) AS is_checking,
  (
    SELECT company_name FROM batch WHERE batch.realm = document.realm ORDER BY number DESC LIMIT 1
  ) AS company_name,
  (
    SELECT MAX(bi.batch) FROM batch_invoice AS bi JOIN batch ON batch.number = bi.batch
    WHERE bi.billing_log_id = document.billing_log_id AND batch.realm = document.realm
      AND bi.document_kind = document.kind AND bi.document_id = document.quickbooks_id
  ) AS told_by
FROM document WHERE billing_log_id IN (SELECT value FROM json_each(?))
ORDER BY billing_log_id, series, first_seen_at
"""


_ONCE_UNKNOWN = """
SELECT action.subject, min(attempt.sent_at) AS first_at
FROM attempt JOIN action ON action.id = attempt.action JOIN batch ON batch.number = action.batch
WHERE (attempt.answered_at IS NULL OR attempt.answer_kind = 'unknown')
  AND attempt.sent_at >= ? AND batch.realm = ?
GROUP BY action.subject ORDER BY first_at, action.subject
"""


def load_body(db: sqlite3.Connection, name: str) -> bytes:
    """A body by its digest; empty when there is none, or when it was trimmed."""
    if not name:
        return b""
    row = db.execute("SELECT bytes FROM body WHERE digest = ?", (name,)).fetchone()
    return stretch(row["bytes"]) if row else b""


def _unsettled(db: sqlite3.Connection, row: sqlite3.Row, realm: RealmId) -> UnsettledAction:
    action = rows.action_row(row)
    last = db.execute(
        "SELECT * FROM attempt WHERE action = ? ORDER BY sequence DESC LIMIT 1", (action.id,)
    ).fetchone()
    first = db.execute("SELECT min(sent_at) AS at FROM attempt WHERE action = ?", (action.id,)).fetchone()
    invoice = _invoice_of(action.subject)
    document = db.execute(
        "SELECT kind, quickbooks_id FROM document WHERE billing_log_id = ? AND realm = ? AND life = ?"
        " ORDER BY series DESC, seen_at DESC LIMIT 1",
        (invoice, realm, DocumentLife.LIVE.value),
    ).fetchone()
    marked = db.execute(
        "SELECT connectwise_batch FROM mark WHERE billing_log_id = ? AND released_at IS NULL"
        " ORDER BY at DESC LIMIT 1",
        (invoice,),
    ).fetchone()
    return UnsettledAction(
        action=action,
        realm=realm,
        billing_log_id=invoice,
        attempt=rows.attempt_row(last, lambda name: load_body(db, name)) if last else None,
        document=rows.document_ref(document["kind"], document["quickbooks_id"]) if document else None,
        connectwise_batch=marked["connectwise_batch"] if marked else None,
        first_sent_at=time_or_none(first["at"]),
    )


def _invoice_of(subject: str) -> BillingLogId | None:
    kind, _, number = subject.partition(":")
    return BillingLogId(int(number)) if kind == "invoice" and number.isdecimal() else None


def _listed(ids: Sequence[BillingLogId] | Sequence[str]) -> str:
    return msgspec.json.encode(list(ids)).decode()
