"""What history and the screens ask of the record, as values and a Protocol that the store fulfils.

The engine's own questions are `ports.Journal`; these are the questions of people who look back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from mobius_desktop.domain.connectwise import GlTransaction, InvoiceDetails, UnpostedInvoice
from mobius_desktop.domain.document import Document
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import ActionId, BatchNumber, BillingLogId, QuickBooksId, RealmId, RecordKey
from mobius_desktop.domain.journal import ActionRow, AttemptRow, BatchRow, InvoiceRow, LogRow
from mobius_desktop.domain.options import CompanyOptions
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef, QuickBooksLists
from mobius_desktop.domain.states import ActionState, BatchState

BATCH_KINDS = ("Invoice",)
"""The kinds of batches, by the word that stands in their rows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFilter:
    """Which batches are wanted; what is left empty does not narrow. The period is of their start."""

    text: str = ""
    """Words that begin a number, name, message or id of the batch or of an invoice in it, or an amount."""
    kind: str = ""
    """The batch kind's word."""
    states: tuple[BatchState, ...] = ()
    realm: RealmId | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    """Exclusive."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What became of a batch's invoices after it ended."""

    sent_in: tuple[tuple[BatchNumber, int], ...] = ()
    """Later batches that sent or adopted some of them, with how many."""
    taken_back: int = 0
    accepted: int = 0
    """Differences that somebody accepted."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a batch knew of an invoice when it was planned; a part that never was or was trimmed is None."""

    invoice: UnpostedInvoice
    transaction: GlTransaction | None
    details: InvoiceDetails | None
    document: Document | None
    findings: tuple[Finding, ...]
    canonical_hash: str
    series: int
    kind: str


@dataclass(frozen=True, slots=True)
class LastTime:
    """What the latest batch said of an invoice."""

    billing_log_id: BillingLogId
    batch: BatchNumber
    state: ActionState
    message: str
    finding_code: str
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Hold:
    """An invoice that the user holds back. From the day `until` on it is offered again; None has no end."""

    billing_log_id: BillingLogId
    reason: str
    until: dt.date | None
    user: str
    at: dt.datetime

    def stands_on(self, day: dt.date) -> bool:
        """Whether it is held back on a day."""
        return self.until is None or day < self.until


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """A document of ours as it was last seen. `total` is in ConnectWise's sign."""

    realm: RealmId
    billing_log_id: BillingLogId
    ref: DocumentRef
    number: str
    total: Decimal
    sync_token: str
    series: int
    life: DocumentLife
    first_seen_at: dt.datetime
    seen_at: dt.datetime
    batch: BatchNumber | None


@dataclass(frozen=True, slots=True)
class MarkRow:
    """A mark as batched in ConnectWise."""

    billing_log_id: BillingLogId
    identifier: str
    connectwise_batch: int | None
    sent: bool
    batch: BatchNumber | None
    at: dt.datetime
    released_at: dt.datetime | None = None
    """When ConnectWise no longer held it; None while it does."""


@dataclass(frozen=True, slots=True)
class CreatedRecord:
    """A list record that a batch created in QuickBooks, or found under its unique name."""

    realm: RealmId
    key: RecordKey
    kind: str
    name: str
    quickbooks_id: QuickBooksId
    batch: BatchNumber | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A user's word with who and when."""

    billing_log_id: BillingLogId
    code: str
    verdict: str
    reason: str
    value: str
    user: str
    at: dt.datetime
    facts: tuple[tuple[str, str], ...] = ()
    """What it was given for."""


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A decision of a user on an invoice, with the invoice's money."""

    billing_log_id: BillingLogId
    number: str
    customer: str
    code: str
    verdict: str
    reason: str
    value: str
    currency: str
    total: Decimal | None
    user: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class CachedUnposted:
    """The unposted list as it was last read."""

    invoices: tuple[UnpostedInvoice, ...]
    read_at: dt.datetime
    noted: frozenset[BillingLogId] = frozenset()
    """Those with nothing to send that cannot be marked."""
    settled: frozenset[BillingLogId] = frozenset()
    """Those that are in QuickBooks already and are looked at, or whose outcome is not known."""


@dataclass(frozen=True, slots=True)
class UnpostedDay:
    """The unposted invoices of one date and currency, counted."""

    date: dt.date
    currency: str
    count: int
    total: Decimal


class Archive(Protocol):
    """The record as people read it. Nothing here needs a network or changes anything."""

    def batches(
        self, wanted: BatchFilter, *, before: BatchNumber | None = None, limit: int = 100
    ) -> tuple[BatchRow, ...]:
        """Newest first; the next page begins before the last number of this one."""
        ...

    def batch(self, number: BatchNumber) -> BatchRow | None: ...

    def batch_companies(self) -> tuple[tuple[RealmId, str], ...]:
        """The companies that there are batches of, by their latest name."""
        ...

    def afterwards(self, numbers: Sequence[BatchNumber]) -> dict[BatchNumber, Afterwards]:
        """What became of the invoices of these batches later; absent where nothing did."""
        ...

    def invoices(self, number: BatchNumber) -> tuple[InvoiceRow, ...]: ...

    def apart(self, numbers: Sequence[BatchNumber]) -> tuple[InvoiceRow, ...]:
        """The invoices of these batches that QuickBooks holds with another total than ConnectWise."""
        ...

    def actions(self, number: BatchNumber, subject: str | None = None) -> tuple[ActionRow, ...]: ...

    def log(self, number: BatchNumber) -> tuple[LogRow, ...]: ...

    def attempts(self, actions: Sequence[ActionId]) -> tuple[AttemptRow, ...]: ...

    def batch_options(self, number: BatchNumber) -> CompanyOptions | None:
        """The configuration that the batch was run with."""
        ...

    def snapshot(self, number: BatchNumber, billing_log_id: BillingLogId) -> Snapshot | None: ...

    def findings(self, number: BatchNumber) -> dict[BillingLogId, tuple[Finding, ...]]: ...

    def last_times(self, ids: Sequence[BillingLogId]) -> dict[BillingLogId, LastTime]: ...

    def open_invoices(self, realm: RealmId | None = None) -> tuple[InvoiceRow, ...]:
        """What its latest batch left Failed, Needs check or Checking: a row for each, oldest first."""
        ...

    def appearances(self, billing_log_id: BillingLogId) -> tuple[InvoiceRow, ...]:
        """The invoice in each batch that held it, oldest first."""
        ...

    def find_invoices(self, number: str) -> tuple[BillingLogId, ...]:
        """The invoices that ever had this number, latest first."""
        ...

    def documents(self, billing_log_id: BillingLogId) -> tuple[DocumentHistory, ...]: ...

    def marks(self, billing_log_id: BillingLogId) -> tuple[MarkRow, ...]: ...

    def judgement_history(self, billing_log_id: BillingLogId) -> tuple[JudgementRow, ...]: ...

    def created_records(self, number: BatchNumber) -> tuple[CreatedRecord, ...]: ...

    def holds(self) -> dict[BillingLogId, Hold]: ...

    def cached_unposted(self) -> CachedUnposted | None: ...

    def unposted_days(self) -> tuple[tuple[UnpostedDay, ...], dt.datetime | None]:
        """What waits in the unposted list counted by date and currency, with when it was read."""
        ...

    def cached_lists(self, realm: RealmId) -> QuickBooksLists | None: ...

    def home_currency(self, realm: RealmId) -> str:
        """The company's currency as its lists were last read; empty where they never were."""
        ...
