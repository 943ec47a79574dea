"""What can happen, as facts that are appended to the record and never changed.

Each event is one frozen value; the store keeps it in the hash chain and derives the present state from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from mobius_desktop.domain.connectwise import GlTransaction, InvoiceDetails, UnpostedInvoice
from mobius_desktop.domain.document import Document, NewRecord
from mobius_desktop.domain.editions import Edition
from mobius_desktop.domain.findings import Finding
from mobius_desktop.domain.ids import (
    ActionId,
    BatchNumber,
    BillingLogId,
    ConnectWiseBatchId,
    QuickBooksId,
    RealmId,
    RecordKey,
)
from mobius_desktop.domain.options import CompanyOptions, Summary
from mobius_desktop.domain.quickbooks import DocumentLife, DocumentRef
from mobius_desktop.domain.states import ActionState, BatchState, Section
from mobius_desktop.domain.tie_out import CertifiedMonth, GivenExplanation
from mobius_desktop.domain.wire import Answer, Prepared


@dataclass(frozen=True, slots=True)
class BatchOpened:
    """The user submitted a batch. `kind` is the batch kind's word, `Invoice`."""

    batch: BatchNumber
    kind: str
    realm: RealmId
    company_name: str
    origin: str
    location: str
    summary: Summary
    through: date | None
    options: CompanyOptions
    user: str
    machine: str
    version: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvoicePlanned:
    """An invoice of the batch with everything needed to understand it years later."""

    batch: BatchNumber
    invoice: UnpostedInvoice
    outcome: str
    transaction: GlTransaction | None
    details: InvoiceDetails | None
    document: Document | None
    canonical_hash: str
    series: int
    findings: tuple[Finding, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class ActionPlanned:
    """An action that the batch will take (or, already ended, has taken while planning)."""

    action: ActionId
    batch: BatchNumber
    section: Section
    subject: str
    label: str
    state: ActionState = ActionState.NOT_YET_STARTED
    message: str = ""


@dataclass(frozen=True, slots=True)
class ActionChanged:
    """An action reached a state."""

    action: ActionId
    batch: BatchNumber
    state: ActionState
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceChanged:
    """An invoice's row in the status table changed. None leaves a value as it is.

    Amounts carry ConnectWise's sign: a CreditMemo's total is negative."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    state: ActionState
    message: str
    at: datetime
    quickbooks_total: Decimal | None = None
    quickbooks_tax: Decimal | None = None
    document: DocumentRef | None = None
    finding_code: str | None = None
    marked: bool | None = None


@dataclass(frozen=True, slots=True)
class RequestStored:
    """The exact bytes of a request, committed before the first of them goes out."""

    action: ActionId
    batch: BatchNumber
    sequence: int
    prepared: Prepared
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerStored:
    """What came back, committed before anything acts on it."""

    action: ActionId
    batch: BatchNumber
    sequence: int
    answer: Answer
    at: datetime


@dataclass(frozen=True, slots=True)
class DocumentKnown:
    """A document of ours was seen in QuickBooks, or seen gone."""

    realm: RealmId
    billing_log_id: BillingLogId
    ref: DocumentRef
    number: str
    total: Decimal
    """In ConnectWise's sign."""
    sync_token: str
    series: int
    life: DocumentLife
    at: datetime
    batch: BatchNumber | None = None


@dataclass(frozen=True, slots=True)
class RequestSpent:
    """The requestid of this entity and invoice is spent: the next write uses `series`."""

    realm: RealmId
    entity: str
    billing_log_id: BillingLogId
    series: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordSpent:
    """The requestid of a list record is spent: the next request to create it uses `series`."""

    realm: RealmId
    key: RecordKey
    series: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordCreated:
    """A list record was created in QuickBooks (or found to exist under its unique name)."""

    realm: RealmId
    record: NewRecord
    quickbooks_id: QuickBooksId
    at: datetime
    batch: BatchNumber | None = None


@dataclass(frozen=True, slots=True)
class InvoiceMarked:
    """An invoice is marked as batched in ConnectWise. `sent` is False for those marked without sending."""

    batch: BatchNumber | None
    billing_log_id: BillingLogId
    identifier: str
    connectwise_batch: ConnectWiseBatchId | None
    sent: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceTakenBack:
    """The document of an invoice is gone from QuickBooks because the user took it back.

    `number_after` is the number that a voided document has now; empty for a deleted one."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    document: DocumentRef
    life: DocumentLife
    number_after: str
    total: Decimal
    """In ConnectWise's sign."""
    reason: str
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MarkReleased:
    """ConnectWise no longer holds the batch of an invoice: it is unposted again."""

    batch: BatchNumber | None
    billing_log_id: BillingLogId
    identifier: str
    reason: str
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceNoted:
    """An invoice without lines that cannot be marked: recorded here, not offered again."""

    batch: BatchNumber
    billing_log_id: BillingLogId
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BatchChanged:
    """A batch reached a state. `message` is the closing sentence with the money."""

    batch: BatchNumber
    state: BatchState
    message: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the batch's log, as the user reads it."""

    batch: BatchNumber
    level: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaxOverrideProven:
    """A company kept an amount of tax that its own rate would not give."""

    realm: RealmId
    billing_log_id: BillingLogId
    at: datetime


@dataclass(frozen=True, slots=True)
class JudgementGiven:
    """A user's word on a finding or difference, with its reason and the facts it was given for."""

    billing_log_id: BillingLogId
    code: str
    verdict: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    value: str
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldChanged:
    """An invoice is held back (or released, with an empty reason)."""

    billing_log_id: BillingLogId
    reason: str
    until: date | None
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class LinkChanged:
    """A ConnectWise record was linked to a QuickBooks record (or unlinked, with no Id)."""

    realm: RealmId
    kind: str
    key: RecordKey
    quickbooks_id: QuickBooksId | None
    name: str
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EditionChosen:
    """Somebody chose what this installation may use."""

    edition: Edition
    before: Edition
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OptionsChanged:
    """The configuration of a company was changed."""

    realm: RealmId
    options: CompanyOptions
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BodiesTrimmed:
    """Requests, answers and snapshots of before a moment were removed to save room; their hashes stay."""

    before: datetime
    count: int
    user: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DifferenceExplained:
    """A user's word on a difference of the tie-out; `explanation.facts` are what it was given for."""

    explanation: GivenExplanation


@dataclass(frozen=True, slots=True)
class MonthCertified:
    """A user certified a month: both systems are equal, or each difference is explained."""

    certified: CertifiedMonth


Event = (
    BatchOpened
    | InvoicePlanned
    | ActionPlanned
    | ActionChanged
    | InvoiceChanged
    | RequestStored
    | AnswerStored
    | DocumentKnown
    | RequestSpent
    | RecordSpent
    | RecordCreated
    | InvoiceMarked
    | InvoiceTakenBack
    | MarkReleased
    | InvoiceNoted
    | BatchChanged
    | LogLine
    | TaxOverrideProven
    | JudgementGiven
    | HoldChanged
    | LinkChanged
    | OptionsChanged
    | EditionChosen
    | BodiesTrimmed
    | DifferenceExplained
    | MonthCertified
)
