"""What the tie-out asks of both systems and of the record: reading only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event as StopEvent
from typing import Protocol

from mobius_desktop.domain.archive import Hold, JudgementRow, LastTime, Snapshot
from mobius_desktop.domain.connectwise import BilledInvoice, PostedEntry
from mobius_desktop.domain.ids import BatchNumber, BillingLogId, ConnectWiseBatchId, RealmId
from mobius_desktop.domain.journal import InvoiceRow
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.plan import KnownDocument, Link
from mobius_desktop.domain.quickbooks import DocumentRef, FoundDocument


@dataclass(frozen=True, slots=True)
class TieProgress:
    """How far the reading is."""

    side: str
    """`ConnectWise` or `QuickBooks`."""
    done: int
    of: int = 0
    """0 where it is not known yet."""

    @property
    def sentence(self) -> str:
        """`Reading QuickBooks, 340 of 486`."""
        if not self.of:
            return f"Reading {self.side}, {self.done:,} so far" if self.done else f"Reading {self.side}"
        return f"Reading {self.side}, {self.done:,} of {self.of:,}"


Report = Callable[[TieProgress], None]


class Billing(Protocol):
    """ConnectWise's own list of invoices, and what its batches posted."""

    def billed(
        self, first: dt.date, last: dt.date, stop: StopEvent | None = None
    ) -> tuple[BilledInvoice, ...]: ...

    def billed_by_id(self, ids: Sequence[BillingLogId]) -> tuple[BilledInvoice, ...]: ...

    def billed_by_number(self, numbers: Sequence[str]) -> tuple[BilledInvoice, ...]: ...

    def posted_entries(self, batches: Sequence[ConnectWiseBatchId]) -> tuple[PostedEntry, ...]: ...


class Books(Protocol):
    """One QuickBooks company."""

    @property
    def realm(self) -> RealmId: ...

    def find_by_date(self, first: dt.date, last: dt.date) -> tuple[FoundDocument, ...]: ...

    def find_by_number(self, numbers: Sequence[str]) -> tuple[FoundDocument, ...]: ...

    def read(self, refs: Sequence[DocumentRef]) -> dict[DocumentRef, FoundDocument | None]: ...


class TieRecord(Protocol):
    """The record on this computer."""

    def known_documents(self, ids: Sequence[BillingLogId]) -> tuple[KnownDocument, ...]: ...

    def owners(self, realm: RealmId, refs: Sequence[DocumentRef]) -> dict[DocumentRef, BillingLogId]: ...

    def appearances(self, billing_log_id: BillingLogId) -> tuple[InvoiceRow, ...]: ...

    def snapshot(self, number: BatchNumber, billing_log_id: BillingLogId) -> Snapshot | None: ...

    def judgement_history(self, billing_log_id: BillingLogId) -> tuple[JudgementRow, ...]: ...

    def last_times(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, LastTime]: ...

    def holds(self) -> dict[BillingLogId, Hold]: ...

    def links(self, realm: RealmId) -> tuple[Link, ...]: ...

    def options(self, realm: RealmId) -> CompanyOptions: ...

    def find_invoices(self, number: str) -> tuple[BillingLogId, ...]: ...
