"""What people ask of the record (`domain.archive.Archive`)."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from itertools import islice

import msgspec

from mobius_desktop.domain.archive import (
    Afterwards,
    BatchFilter,
    CreatedRecord,
    DocumentHistory,
    Hold,
    JudgementRow,
    LastTime,
    MarkRow,
    Snapshot,
)
from mobius_desktop.domain.events import InvoicePlanned
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, RealmId
from mobius_desktop.domain.journal import ActionRow, AttemptRow, BatchRow, InvoiceRow, LogRow
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.store import rows
from mobius_desktop.store.afterwards import afterwards
from mobius_desktop.store.amounts import time_in, time_out
from mobius_desktop.store.codec import unpack, with_bodies
from mobius_desktop.store.database import Database
from mobius_desktop.store.journal import load_body
from mobius_desktop.store.projection import end_id, first_id
from mobius_desktop.store.search import matching, words

_BATCH = "SELECT * FROM batch JOIN batch_figures ON batch_figures.batch = batch.number"
_NO_BATCH_YET = BatchNumber(1 << 40)
_OPEN = """
SELECT bi.* FROM batch_invoice AS bi JOIN batch ON batch.number = bi.batch
WHERE bi.state IN ('Failed', 'Needs check', 'Checking') AND (? IS NULL OR batch.realm = ?)
  AND NOT EXISTS (
    SELECT 1 FROM batch_invoice AS later
    WHERE later.billing_log_id = bi.billing_log_id AND later.id > bi.id
  )
ORDER BY bi.id
"""
_options = msgspec.json.Decoder(CompanyOptions)


class ArchiveTables:
    """Reads the tables that history is told from."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def batches(
        self, wanted: BatchFilter, *, before: BatchNumber | None = None, limit: int = 100
    ) -> tuple[BatchRow, ...]:
        """Newest first; a page begins before a number, so that it costs the same wherever it is."""
        clauses, values = _narrowed(wanted)
        before = _NO_BATCH_YET if before is None else before
        with self._database.reading() as db:
            if not words(wanted.text):
                found = db.execute(
                    f"{_BATCH} WHERE number < ?{clauses} ORDER BY number DESC LIMIT ?",
                    (before, *values, limit),
                )
                return tuple(rows.batch_row(row) for row in found)
            one = f"{_BATCH} WHERE number = ?{clauses}"
            hits = (
                row
                for number in matching(db, wanted.text, before)
                if (row := db.execute(one, (number, *values)).fetchone()) is not None
            )
            return tuple(rows.batch_row(row) for row in islice(hits, limit))

    def batch_companies(self) -> tuple[tuple[RealmId, str], ...]:
        """The companies that there are batches of, by their latest name."""
        with self._database.reading() as db:
            found = db.execute("SELECT realm, company_name, max(number) FROM batch GROUP BY realm")
            companies = [(row["realm"], row["company_name"]) for row in found]
        return tuple(sorted(companies, key=lambda one: one[1]))

    def afterwards(self, numbers: Sequence[BatchNumber]) -> dict[BatchNumber, Afterwards]:
        """What became of the invoices of these batches later; absent where nothing did."""
        with self._database.reading() as db:
            return afterwards(db, numbers)

    def apart(self, numbers: Sequence[BatchNumber]) -> tuple[InvoiceRow, ...]:
        """The invoices of these batches that QuickBooks holds with another total than ConnectWise."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM batch_invoice WHERE batch IN (SELECT value FROM json_each(?))"
                " AND quickbooks_total <> connectwise_total ORDER BY id",
                (msgspec.json.encode(numbers).decode(),),
            )
            return tuple(rows.invoice_row(row) for row in found)

    def actions(self, number: BatchNumber, subject: str | None = None) -> tuple[ActionRow, ...]:
        """The actions of a batch, or those of one subject, in the order in which they were planned."""
        narrowed, values = ("", ()) if subject is None else (" AND subject = ?", (subject,))
        with self._database.reading() as db:
            found = db.execute(
                f"SELECT * FROM action WHERE key BETWEEN ? AND ?{narrowed} ORDER BY key",  # noqa: S608 - our own words
                (first_id(number), end_id(number) - 1, *values),
            )
            return tuple(rows.action_row(row) for row in found)

    def log(self, number: BatchNumber) -> tuple[LogRow, ...]:
        """The log of a batch, oldest line first."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM log WHERE id BETWEEN ? AND ? ORDER BY id",
                (first_id(number), end_id(number) - 1),
            )
            return tuple(rows.log_row(row) for row in found)

    def attempts(self, actions: Sequence[ActionId]) -> tuple[AttemptRow, ...]:
        """The requests of these actions with their bytes, in the order in which they were sent."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM attempt WHERE action IN (SELECT value FROM json_each(?))"
                " ORDER BY sent_at, sequence",
                (msgspec.json.encode(list(actions)).decode(),),
            ).fetchall()
            return tuple(rows.attempt_row(row, lambda name: load_body(db, name)) for row in found)

    def batch_options(self, number: BatchNumber) -> CompanyOptions | None:
        """The configuration that the batch was run with."""
        with self._database.reading() as db:
            row = db.execute("SELECT options FROM batch WHERE number = ?", (number,)).fetchone()
            return _options.decode(row["options"]) if row else None

    def snapshot(self, number: BatchNumber, billing_log_id: BillingLogId) -> Snapshot | None:
        """What the batch knew of an invoice when it was planned."""
        with self._database.reading() as db:
            row = db.execute(
                "SELECT kind, content, bodies FROM event WHERE seq = (SELECT planned_seq FROM batch_invoice"
                " WHERE batch = ? AND billing_log_id = ?)",
                (number, billing_log_id),
            ).fetchone()
            if row is None:
                return None
            event = with_bodies(
                unpack(row["kind"], row["content"]),
                msgspec.json.decode(row["bodies"]),
                lambda name: load_body(db, name) or None,
            )
        if not isinstance(event, InvoicePlanned):
            return None
        return Snapshot(
            invoice=event.invoice,
            transaction=event.transaction,
            details=event.details,
            document=event.document,
            findings=event.findings,
            canonical_hash=event.canonical_hash,
            series=event.series,
            kind=event.kind,
        )

    def findings(self, number: BatchNumber) -> dict[BillingLogId, tuple[Finding, ...]]:
        """The findings of a batch by invoice, as they were before sending."""
        found: dict[BillingLogId, list[Finding]] = defaultdict(list)
        with self._database.reading() as db:
            for row in db.execute("SELECT * FROM finding WHERE batch = ?", (number,)):
                found[row["billing_log_id"]].append(rows.finding(row))
        return {invoice: tuple(each) for invoice, each in found.items()}

    def last_times(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, LastTime]:
        """What the latest batch said of each of these invoices."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT *, changed_at AS at FROM batch_invoice WHERE id IN (SELECT max(id) FROM batch_invoice"
                " WHERE billing_log_id IN (SELECT value FROM json_each(?)) GROUP BY billing_log_id)",
                (msgspec.json.encode(list(ids)).decode(),),
            )
            return {row["billing_log_id"]: rows.last_time(row) for row in found}

    def open_invoices(self, realm: RealmId | None = None) -> tuple[InvoiceRow, ...]:
        """What its latest batch left Failed, Needs check or Checking: a row for each, oldest first."""
        with self._database.reading() as db:
            found = db.execute(_OPEN, (realm, realm))
            return tuple(rows.invoice_row(row) for row in found)

    def appearances(self, billing_log_id: BillingLogId) -> tuple[InvoiceRow, ...]:
        """The invoice in each batch that held it, oldest first."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM batch_invoice WHERE billing_log_id = ? ORDER BY id", (billing_log_id,)
            )
            return tuple(rows.invoice_row(row) for row in found)

    def find_invoices(self, number: str) -> tuple[BillingLogId, ...]:
        """The invoices that ever had this number, latest first."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT billing_log_id FROM batch_invoice WHERE number = ? GROUP BY billing_log_id"
                " ORDER BY max(id) DESC",
                (number,),
            )
            return tuple(row["billing_log_id"] for row in found)

    def documents(self, billing_log_id: BillingLogId) -> tuple[DocumentHistory, ...]:
        """The documents that were ever ours for an invoice, oldest first."""
        return tuple(
            map(rows.document_history, self._of_invoice("document", "first_seen_at", billing_log_id))
        )

    def marks(self, billing_log_id: BillingLogId) -> tuple[MarkRow, ...]:
        """The marks of an invoice as batched in ConnectWise, oldest first."""
        return tuple(map(rows.mark, self._of_invoice("mark", "at", billing_log_id)))

    def judgement_history(self, billing_log_id: BillingLogId) -> tuple[JudgementRow, ...]:
        """Every word of a user on an invoice, oldest first."""
        return tuple(map(rows.judgement_row, self._of_invoice("judgement", "id", billing_log_id)))

    def created_records(self, number: BatchNumber) -> tuple[CreatedRecord, ...]:
        """The list records that a batch created in QuickBooks."""
        with self._database.reading() as db:
            found = db.execute(
                "SELECT * FROM created_record WHERE batch = ? ORDER BY at, kind, key", (number,)
            )
            return tuple(rows.created_record(row) for row in found)

    def count_batches(self) -> int:
        """How many batches there are."""
        with self._database.reading() as db:
            return int(db.execute("SELECT count(*) FROM batch").fetchone()[0])

    def first_entry(self) -> dt.datetime | None:
        """When the first entry was written; None in an empty record."""
        with self._database.reading() as db:
            row = db.execute("SELECT at FROM event ORDER BY seq LIMIT 1").fetchone()
            return time_out(row["at"]) if row else None

    def holds(self) -> dict[BillingLogId, Hold]:
        """All invoices that are held back, also those whose date has come: that is for the page to say."""
        with self._database.reading() as db:
            found = db.execute("SELECT * FROM hold ORDER BY billing_log_id")
            return {row["billing_log_id"]: rows.hold(row) for row in found}

    def _of_invoice(self, table: str, order: str, billing_log_id: BillingLogId) -> list[sqlite3.Row]:
        with self._database.reading() as db:
            return db.execute(
                f"SELECT * FROM {table} WHERE billing_log_id = ? ORDER BY {order}",  # noqa: S608 - our own names
                (billing_log_id,),
            ).fetchall()


def _narrowed(wanted: BatchFilter) -> tuple[str, list[object]]:
    """The conditions of a filter as SQL that goes on after another condition, with their values."""
    clauses = ""
    values: list[object] = []
    if wanted.states:
        clauses += f" AND state IN ({', '.join('?' * len(wanted.states))})"
        values += [state.value for state in wanted.states]
    for clause, value in (
        (" AND kind = ?", wanted.kind or None),
        (" AND realm = ?", wanted.realm),
        (" AND started_at >= ?", time_in(wanted.since)),
        (" AND started_at < ?", time_in(wanted.until)),
    ):
        if value is not None:
            clauses += clause
            values.append(value)
    return clauses, values
