"""What a batch will do: the object that the preview shows and the run executes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from mobius_desktop.domain.connectwise import (
    Company,
    GlTransaction,
    InvoiceDetails,
    Location,
    UnpostedInvoice,
)
from mobius_desktop.domain.document import Document, NewRecord
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import (
    BatchNumber,
    BillingLogId,
    ConnectWiseId,
    GlEntryId,
    QuickBooksId,
    RealmId,
    RecordKey,
)
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.quickbooks import DocumentRef, FoundDocument, ListKind, QuickBooksLists


class PlanOutcome(StrEnum):
    """What is to become of an invoice."""

    SEND = "send"
    ADOPT = "adopt"
    """QuickBooks holds it already, ours and equal: only compared and marked."""
    MARK_ONLY = "mark only"
    """No lines: not sent, marked as batched in ConnectWise."""
    NOTE_ONLY = "note only"
    """No lines and no id: recorded here, cannot be marked."""
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Link:
    """A user's decision that a ConnectWise record is a certain QuickBooks record."""

    kind: ListKind
    key: RecordKey
    """Customers by `customer:<ConnectWise company id>`, others by name."""
    quickbooks_id: QuickBooksId
    name: str = ""


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What our journal says of the document of an invoice in any company."""

    billing_log_id: BillingLogId
    realm: RealmId
    ref: DocumentRef
    number: str
    total: Decimal
    series: int
    live: bool
    marked: bool
    """Marked as batched in ConnectWise by us."""
    needs_check: bool = False
    checking: bool = False
    """An earlier send has no known outcome."""
    company_name: str = ""
    """The company's name as its latest batch has it."""
    batch: BatchNumber | None = None
    """The latest batch that tells of the document."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A user's word on a finding or difference, valid as long as its facts stand."""

    billing_log_id: BillingLogId
    code: str
    verdict: str
    """`mark-ok`, `accept`, `post-on`, `same-one`, `another-one`, `leave`, `replace`."""
    reason: str
    facts: tuple[tuple[str, str], ...] = ()
    value: str = ""
    """The chosen value, e.g. the posting date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInput:
    """Everything the plan is a pure function of. `origin` is `<company id>@<host>` (see `origin`)."""

    realm: RealmId
    origin: str
    summary: Summary
    options: CompanyOptions
    invoices: tuple[UnpostedInvoice, ...]
    export: dict[BillingLogId, GlTransaction]
    details: dict[BillingLogId, InvoiceDetails]
    companies: dict[ConnectWiseId, Company]
    lists: QuickBooksLists
    links: tuple[Link, ...] = ()
    existing: tuple[FoundDocument, ...] = ()
    """Live documents of QuickBooks that may be or clash with one of the invoices (the look)."""
    known: tuple[KnownDocument, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    series: dict[tuple[str, BillingLogId], int] | None = None
    """Series by (entity name, invoice); 0 where none is stored."""
    tax_override_proven: bool = False
    today: date
    listed: tuple[UnpostedInvoice, ...] = ()
    """The rows as the user saw them when choosing; empty where nobody looked at a list."""
    allow_creation: bool = False
    """The user approved (or the options allow) creating what is missing."""


@dataclass(frozen=True, slots=True)
class InvoicePlan:
    """The plan for one invoice."""

    invoice: UnpostedInvoice
    outcome: PlanOutcome
    document: Document | None
    """What would be sent, also for a blocked invoice where it could be built."""
    canonical_hash: str
    series: int
    record_ids: tuple[GlEntryId, ...]
    """What marks it in ConnectWise."""
    findings: tuple[Finding, ...]
    needs: tuple[RecordKey, ...] = ()
    """Keys of the new records it depends on."""
    adopt: DocumentRef | None = None
    transaction: GlTransaction | None = None
    """The GL export's view: what the document is compared with."""

    @property
    def blocked(self) -> bool:
        return self.outcome is PlanOutcome.BLOCKED


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """The plan of a batch. `new_records` are in the order in which they are created."""

    realm: RealmId
    company_name: str
    summary: Summary
    location: Location | None
    through: date | None
    invoices: tuple[InvoicePlan, ...]
    new_records: tuple[NewRecord, ...]
    findings: tuple[Finding, ...]
    """Findings of the company as a whole."""
    planned_at: datetime
    """ConnectWise's or QuickBooks' clock, not this machine's."""
    tax_override_proven: bool = False
    token: int = 0
    """By which the engine knows its own plan again, also one that the user took records out of."""
