"""The books of ConnectWise and what follows from them: what is unposted, which record is in which batch."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from mobius_desktop.sandbox.control import SandboxClock, Switches
from mobius_desktop.sandbox.firm.model import ConnectWiseBooks, FirmInvoice, GlRow, Record, Table

ACCOUNT_RECEIVABLE = "AR"
SALES_TAX = "ST"
API_MEMBER = "MobiusAPI"
"""The member that the keys belong to."""


@dataclass(slots=True)
class Hidden:
    """What the API member may not see or do; set by world events, not part of the books."""

    locations: set[int] = field(default_factory=set)
    """Records of these locations are left out without a word, as for a member below level 1."""
    denied: list[str] = field(default_factory=list)
    """Regular expressions of paths that get 403."""


class Ledger:
    """One firm's ConnectWise. Every use of it happens under `lock`."""

    def __init__(self, books: ConnectWiseBooks, clock: SandboxClock, switches: Switches) -> None:
        self.books = books
        self.clock = clock
        self.switches = switches
        self.lock = threading.RLock()
        self.hidden = Hidden()
        # Ids of batches and of new GL entries must not meet those of a large firm.
        books.next_id = max(
            books.next_id, *(1000 + (one.unposted_id or 0) for one in books.invoices.values()), 0
        )
        self.posted: dict[int, int] = {
            record: batch for batch, records in books.batch_records.items() for record in records
        }
        """GL record id to the batch that holds it."""
        self._owners: dict[int, int] | None = None
        self._unposted: list[FirmInvoice] | None = None
        self._applied: dict[str, list[FirmInvoice]] | None = None

    def table(self, name: str) -> Table:
        return self.books.tables.setdefault(name, {})

    def changed(self) -> None:
        """Forget what was derived from the books."""
        self._unposted = None
        self._owners = None
        self._applied = None

    def next_id(self) -> int:
        self.books.next_id += 1
        return self.books.next_id

    def unposted(self) -> list[FirmInvoice]:
        """Closed, not (wholly) in a batch, visible; by the id the list shows."""
        if self._unposted is None:
            self._unposted = sorted(
                (one for one in self.books.invoices.values() if self._is_unposted(one)),
                key=lambda one: (self.listed_id(one) or 0, one.billing_log_id),
            )
        return self._unposted

    def exported(
        self,
        included: Iterable[int] | None,
        excluded: Iterable[int],
        through: date,
        location: int,
    ) -> list[FirmInvoice]:
        """The unposted invoices that a GL export of these limits covers."""
        wanted = None if included is None else set(included)
        unwanted = set(excluded)
        return [
            one
            for one in self.unposted()
            if one.in_export
            and one.date <= through
            and (wanted is None or one.billing_log_id in wanted)
            and one.billing_log_id not in unwanted
            and location in (0, one.location_id)
        ]

    def visible(self) -> list[FirmInvoice]:
        """All invoices, by id."""
        return sorted(
            (one for one in self.books.invoices.values() if one.location_id not in self.hidden.locations),
            key=lambda one: one.billing_log_id,
        )

    def credit_memos_applied_to(self, number: str) -> list[FirmInvoice]:
        """The credit memos that were applied to the invoice of that number in ConnectWise."""
        if self._applied is None:
            self._applied = {}
            for one in self.books.invoices.values():
                if one.applied_to and one.total < 0:
                    self._applied.setdefault(one.applied_to, []).append(one)
        return self._applied.get(number, [])

    def record_ids(self, invoice: FirmInvoice) -> set[int]:
        """All GL records of an invoice."""
        ids = {*invoice.gl_entry_ids, *invoice.row_ids}
        if invoice.unposted_id is not None:
            ids.add(invoice.unposted_id)
        return ids

    def listed_id(self, invoice: FirmInvoice) -> int | None:
        """The first AR entry that is still unposted."""
        open_entries = self.open_entries(invoice)
        return open_entries[0] if open_entries else invoice.unposted_id

    def open_entries(self, invoice: FirmInvoice) -> list[int]:
        return [entry for entry in invoice.gl_entry_ids if entry not in self.posted]

    def open_rows(self, invoice: FirmInvoice) -> list[GlRow]:
        return [row for row in invoice.rows if row.id not in self.posted]

    def is_fragment(self, invoice: FirmInvoice) -> bool:
        """Some of its records are in a batch and some are not."""
        ids = self.record_ids(invoice)
        return invoice.batch_id is None and any(record in self.posted for record in ids)

    def owner(self, record: int) -> FirmInvoice | None:
        """The invoice that a GL record belongs to, if it can be posted."""
        if self._owners is None:
            self._owners = {
                one_id: invoice.billing_log_id
                for invoice in self.books.invoices.values()
                if invoice.closed
                for one_id in self.record_ids(invoice)
            }
        number = self._owners.get(record)
        return None if number is None else self.books.invoices[number]

    def post(self, batch: int, records: Iterable[int]) -> None:
        """Put GL records into a batch; an invoice is posted when all of its records are."""
        kept = self.books.batch_records.setdefault(batch, [])
        touched: dict[int, FirmInvoice] = {}
        for record in records:
            self.posted[record] = batch
            kept.append(record)
            invoice = self.owner(record)
            if invoice is not None:
                touched[invoice.billing_log_id] = invoice
        for invoice in touched.values():
            if all(record in self.posted for record in self.record_ids(invoice)):
                invoice.batch_id = batch
                self.table("unbatched").pop(invoice.billing_log_id, None)
        self._unposted = None

    def unpost(self, batch: int, records: Iterable[int] | None = None) -> None:
        """Take GL records (all when None) out of a batch; their invoices are unposted again."""
        kept = self.books.batch_records.get(batch, [])
        leaving = set(kept if records is None else records)
        self.books.batch_records[batch] = [record for record in kept if record not in leaving]
        for record in leaving:
            self.posted.pop(record, None)
            invoice = self.owner(record)
            if invoice is not None and invoice.batch_id is not None:
                self.table("unbatched")[invoice.billing_log_id] = self.batch_reference(batch)
                invoice.batch_id = None
        self._unposted = None

    def batch_reference(self, batch: int) -> Record:
        record = self.books.batches.get(batch, {})
        return {"id": batch, "name": record.get("batchIdentifier", "")}

    def receivable_account(self) -> str:
        """The account of the AR mapping."""
        for mapping in self.table("glAccounts").values():
            if mapping.get("glType") == ACCOUNT_RECEIVABLE:
                return str(mapping.get("segment1", ""))
        return ""

    def stamp(self, by: str = API_MEMBER) -> Record:
        """What `_info` says of a record that is written now, by the keys' own member unless one is named."""
        return {"lastUpdated": self.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ"), "updatedBy": by}

    def _is_unposted(self, invoice: FirmInvoice) -> bool:
        return (
            invoice.closed and invoice.batch_id is None and invoice.location_id not in self.hidden.locations
        )


def fragment_total(rows: Iterable[GlRow]) -> Decimal:
    """What the AR entries of these rows come to."""
    return -sum((row.total for row in rows), Decimal("0.00"))
